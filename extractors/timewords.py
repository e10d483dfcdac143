"""Words around printed times: what leads to one, what it is counted from, whose act it limits."""

import re

from extractors.lexicon import pattern

SENTENCE = re.compile(
    r"(?<=[a-z)\d][.;!?])(?<!\bMr\.)(?<!\bDr\.)(?<!\bMs\.)(?<!\bNo\.)\s+(?=[A-Z“(¿])|(?<=[A-Z]{3}\.)\s+(?=[A-Z]+ )|(?<!\band)(?<!\bthe)(?<!\bof)(?<!\bor)(?<!\bto)(?<!\bwith)(?<!\bfor)(?<!\bfrom)(?<!\bafter)(?<!\bwithin)(?<!\bby)(?<!\bthan)(?<!\byour)(?<!\bour)(?<!\bthis)(?<!\bmust)(?<!\bbe)(?<!\bmay)\n(?!within |of |from |(?i:(?:calendar |business |working )?(?:days|months)\b))"
)
NOON = re.compile(r"\bnoon (?:of|on) the day (?:before|after)\b[^.;,]{0,40}", re.I)  # of care that ends
SHORTEST = 10  # days; so short a time is for care to go on, a call, or an answer
LEAD = pattern("time.lead")  # what stands right before a time
TAIL = pattern("time.tail")  # what may stand between a time and the next thing said
OURS = pattern("time.ours")  # counted from the plan's last word
THIS = pattern("time.this")  # counted from this letter
DUE = pattern("time.due")
FAST = pattern("time.fast")  # what stands right before a day that ends a time
ASKS = pattern("time.asks")
CIVIL_RIGHTS = pattern("time.civil_rights")
PAST = pattern("time.past")  # a step that comes before the limit begins
AGAIN = pattern("time.again")
SPANISH = pattern("time.spanish")
SAME = pattern("time.same")  # what was named last
MINE = pattern("time.mine")  # what the member may do
THEIRS = pattern("time.theirs")  # what others do in their own time
PURPOSE = pattern("time.purpose")  # what the time is for
SUBORDINATE = pattern("time.subordinate")  # what others do before the member may
NEXT = pattern("time.next")  # from the answer to a first appeal
THE_SAME = pattern("time.the_same")  # between a time and the day that ends it
