"""Words around printed times: what leads to one, what it is counted from, whose act it limits."""

import re

SENTENCE = re.compile(
    r"(?<=[a-z)\d][.;!?])(?<!\bMr\.)(?<!\bDr\.)(?<!\bMs\.)(?<!\bNo\.)\s+(?=[A-Z“(¿])|(?<=[A-Z]{3}\.)\s+(?=[A-Z]{2,} )|(?<!\band)(?<!\bthe)(?<!\bof)(?<!\bor)(?<!\bto)(?<!\bwith)(?<!\bfor)(?<!\bfrom)(?<!\bafter)(?<!\bwithin)(?<!\bby)(?<!\bthan)(?<!\byour)(?<!\bour)(?<!\bthis)(?<!\bmust)(?<!\bbe)(?<!\bmay)\n(?!within |of |from )"
)
LEAD = re.compile(
    r"(?:within|in (?:our|its|their) hands|reach(?:es)? us|no later than|not later than|(?:no|not) more than|up to|w/in|open for|on or before|before|by|in|ha(?:ve|s)|for|until|during|inside|time[^.;]{0,40} is|"
    r"dentro de(?: los)?|at most|than|tiene)\s+(?:the\s+|about\s+|end of\s+)?$",
    re.I,
)
TAIL = re.compile(
    r"^(?:\s*\([^)]{1,24}\))?(?:\s+(?:of|from|after|following|to|past|since|that|when|the|this|on|in|date|day|your|you|our|we|it|is|was|are|"
    r"get|got|receiv\w+|receipt|notice|letter|decision|determination|denial|mail\w*|print\w*|dated|postmark\w*|initial|final|adverse|"
    r"benefit|above|statement|EOB|explanation|benefits|plan['’]?s?|internal|appeal|answer|remittance|register|told|were|sent|issued|"
    r"shown|written|reconsideration|resolution|upheld|result|each|trustees['’]?|committee['’]?s?|one|a|an|at|top|left|page|by|de|la|"
    r"fecha|esta|carta|aviso|del|desde|recibo|recibir|processing|processed|process|payment|remit|date\(s\)|notification|denied|"
    r"action|has|been|have|first|second|last|level|review|finish|reaches|paper|ended|ends|final|response|upholding|our|having|hereof|thereof|getting|receiving|NOP|NOA|register|statement|hearing|being|she|he|they)\b)*",
    re.I,
)
OURS = re.compile(
    r"^\W*(?:of|from|after|following)\s+(?:(?:that|its|such an?)\s+(?:final |last |appeal |upheld )*(?:answer|notice|letter|reply|decision|determination)|the\s+(?:final |last |appeal |upheld )+(?:notice|letter)|the\s+(?:answer|reply))\b|^\W*(?:of|from|after|following|past|since|to)\b(?:(?!\bthis (?:letter|notice|EOB|statement)\b)(?!\bto (?:file|ask|request|appeal|send|submit|write|apply)\b)[^.,;:]){0,40}?\b(?:final|stage|grievance|appeals?|answer\w*|resolution|upheld|reconsider\w+|uphold\w*|answers|"
    r"trustees|committee|last|second)\b|^\W*(?:of|from|after|following)\s+(?:our|the (?:plan|fund)['’]s) (?:decision|notice|letter)",
    re.I,
)
THIS = re.compile(
    r"^\W*(?:(?:is|are|has|have)(?: been)? (?:passed|over|past|gone(?: by)?|elapsed|run out|expired) )?(?:or (?:less|sooner|earlier) )?(?:of|from|after|following|past|since|to)\b[^.;]{0,50}?\b(?:this|notice|letter|receipt|receiv\w+|get|denial|statement|EOB|date|reach\w*|comes?|learn\w*|explanation|voucher|advice|"
    r"remittance|determination|decision|told|mail\w+)\b",
    re.I,
)
DUE = re.compile(
    r"(?:\bby|before|until|than|deadline:?|last day(?: to \w+)?(?: is)?:?|on or before|due:?)\s+(?:(?:noon|midnight|\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|(?:the )?(?:close|end) of (?:the )?(?:business )?(?:day )?) (?:on |of )?)?(?:the )?(?:\w+day,? )?$",
    re.I,
)
ASKS = re.compile(
    r"\b(?:ask|file|request|appeal|writ(?:e|ing)|sen[dt]|take[ns]?|submit|reach|apply|receive|mail|bring|ma[kd]e|seek|contest|challenge|object|pursue|tell|(?:get|have|hear) (?:it|from|your)|do (?:so|it)|postmark\w*|demand|pedir|presentar|solicitar)\w*",
    re.I,
)


CIVIL_RIGHTS = re.compile(r"\bdiscriminat\w+|\bcivil rights\b|\b1557\b", re.I)
SHORTEST = 10  # days; so short a time is for care to go on, a call, or an answer
PAST = re.compile(  # a step that comes before the limit begins: "after the appeal", "once we have told you the result"
    r"\b(?:(?:after|once|when) (?:the|your|our|we|you|an)|(?:if|should) (?:your|our|we|the (?:plan|fund|trustees|board|committee|company)))\b[^.;§]{0,60}?\b(?:appeal|grievance|complaint)s?\b",
    re.I,
)
AGAIN = re.compile(r"\b(?:second|level (?:2|ii|two)|two levels?|grievance|appeal|reconsider)", re.I)


NOON = re.compile(r"\bnoon (?:of|on) the day (?:before|after)\b[^.;,]{0,40}", re.I)  # of care that ends
SPANISH = re.compile(r"\b(?:d[ií]as?|meses|dentro de|tiene)\b", re.I)
SAME = re.compile(
    r"\W*(?:it|that|this|they|such an?|the (?:written )?request|requests?)\b", re.I
)  # what was named last
MINE = re.compile(  # what the member may do
    r"\b(?:you|members?|enrollees?|participants?|patients?|it|requests?|appeals?|grievances?|disputes?|reviews?|hearings?) (?:\w+ )?(?:may|can|must|should|has to|had to|"
    r"have to|needs? to|is to|are to|could|make)\b|\b(?:may|can|must|please|to|by) (?:ask|file|writ|appeal|submit|request|apply|send|mail|fax|present|"
    r"make|take)\w*|(?:^|[.;:,] )(?:please )?do (?:it|so|this)\b|\btakes requests\b|\bif (?:filed|made|sent|asked|requested|received)\b|\b(?:gives|allows) you\b|\byou have\b|"
    r"\b(?:file|send|write|submit|mail)s? (?:us |in )?(?:a|an|your|the|to)\b",
    re.I,
)
THEIRS = re.compile(  # what others do in their own time
    r"\b(?:we|plan|fund|trust|committee|trustees|board|reviewers?|IRO|department|organi[sz]ation|they|company|office|judge|doctor)(?:[’']ll| will| shall| must|"
    r" then| usually| normally| has to| have to)* (?:answer|decide|acknowledge|respond|reply|send|give|make|tell|write|complete|resolve|review|"
    r"finish|notify|issue|consider)\w*|\byou(?:[’']ll| will| should| can expect to) (?:\w+ )?(?:get|hear|receive|have)\b|\b(?:decisions?|answers?|replies|reply) (?:is|are|will|comes?|must)\b",
    re.I,
)
PURPOSE = re.compile(  # what the time is for: "four months to ask the Department for an external appeal"
    r"\s+(?:in which |within which )?to (?:ask|appl|fil|request|seek|appeal|take|go|write|submit|demand)\w*\b[^.;]{0,110}",
    re.I,
)
SUBORDINATE = re.compile(  # "after we answer,": what others do before the member may
    r"\b(?:after|once|when|if|unless|should) (?:we|the|our|your|it)\b[^,.;§]{0,60}, ?", re.I
)
