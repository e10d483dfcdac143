"""The forms that citations of laws and of policies have: expressions for their names, numbers, titles and parts."""

import re

from extractors.lexicon import patterns
from extractors.provisions import QUOTED

PARENS = r"(?: ?\([A-Za-z0-9]{1,4}\))*"
_NUM = rf"[\dIVX][\w.–-]*(?<!\.){PARENS}"
_CAP = r"(?:(?!No\b|Mr|Ms|Dr|PR\b|CO\b)[A-Z][\w’'/+&®-]*|\d{4}(?!\w))"
_LITTLE = r"(?:of|and|for|the|in|to|with|or|on|vs?\.?|versus|&|–|-)"
TITLE = rf"{_CAP}(?:(?:[,:]? | ?/ ?)(?:(?:{_LITTLE} ){{0,2}}{_CAP}|\((?:[A-Z][\w -]*|[a-z]{{6,16}}(?:-[a-z]{{4}})?)\)))*"
_TAIL = (
    r"(?:,? ?(?:\(?(?:chapter|ch\.|CH|SEC|PG|sections?|sec\.|§+|pages?|p\.|part|article|items?|table|line|exclusion|paragraph|subdivision|version|v|vol\.|rev\.|"
    rf"edition|[Ll]evel) ?(?:\d+/[\d/]*\d|{_NUM}|\d[\d/]*)\)?|, {TITLE}(?=,? \(?(?:items?|paragraphs?|pages?|sections?|exclusions?|p\.) ?\d)|(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+) (?:[Ee]dition|ed\.)|\(?{QUOTED}\)?))*"
)
# codes of states by their letters
_STATE_CODES = patterns().source("policy.state_code")
LAWS = [
    rf"\d{{1,2}},? (?:C\.?F\.?R\.?|U\.?S\.?C\.?|NYCRR|CCR|CSR|NJAC|DCMR)(?:,? (?:Part|§+|[Ss]ections?|[Ss]ec\.))? ?\d[\w.-]*(?<!\.){PARENS}(?:(?:–| to | through )\d+\.\d+)?",
    rf"Title \d+,? (?:CCR|(?:[A-Z]\w+ ){{1,4}}(?:Code|Regulations)(?: of Regulations)?),? (?:§+|[Ss]ections?|[Cc]hapter) ?\d[\w.-]*(?<!\.){PARENS}",
    rf"(?:\d{{1,3}} )?(?:(?:[A-Z][\w’']{{0,5}}\.(?:[A-Z]\.)*|(?:Health|Welfare|Business|Labor|Public) (?:and|&)|[A-Z][\w’']*)(?: of)? ){{1,4}}(?:Code|Statutes?|Act|Law|Laws|Regulations?|Rules?|Stat\.)(?: of Regulations| Annotated| Ann\.)?,? (?:(?:§+|[Ss]ections?|[Cc]h(?:apter|\.)|[Rr]ules?|[Aa]rticle|[Aa]rt\.|[Tt]itle) ?)?\d[\w.:-]*(?<!\.){PARENS}(?:,? subd(?:ivision|\.) \d+)?",
    rf"(?:[Ss]ections?|§+) ?\d[\w.:-]*(?<![.:]){PARENS} of the (?:[A-Z]\w+ )*(?:Code|Act|Laws?|Statutes)(?: of [A-Z]\w+)?",
    rf"(?:\d{{1,2}} )?(?:[A-Z]\.){{2,5}}(?:A\.)? ?(?:§+ ?|[Ss]ection )?[R\d][\w.:-]*\d{PARENS}",
    rf"[A-Z][a-z]+\. (?:Code|Stat\.|Admin\. Code)(?: Ann\.)? ?§+ ?\d[\w.:-]*(?<!\.){PARENS}",
    rf"\d{{1,2}} [A-Z][a-z]+\. (?:Admin\. )?Code (?:§+ ?)?\d[\w.:-]*(?<!\.){PARENS}",
    rf"s\. \d[\d.]*\d{PARENS},? (?:F\.S|Fla\. Stat)\b",
    rf"(?:[Rr]ules? )?\d[\dA-Z]*(?:[-:.]\d+)+{PARENS},? (?:of the )?(?:[A-Z]\w+ ){{1,2}}(?:Administrative|Admin\.) Code",
    rf"(?:[A-Z]\w+\. )?(?:Administrative|Admin\.) Code R(?:ule|\.) \d[\w.-]*\w{PARENS}",
    r"[A-Z]\w+ Rules,? part \d[\d.]*\d",
    rf"(?:[Ss]ection|§+) ?\d[\d.]*\d{PARENS}, (?:[A-Z]\w+ ){{1,2}}Statutes",
    rf"[A-Z]\w+\. Gen\. Stat\.(?: Ann\.)? ?§+ ?\d[\w.-]*\w{PARENS}",
    rf"Code of [A-Z]\w+,? §+ ?\d[\w.:-]*\w{PARENS}",
    r"\d{1,2} (?:Ill|ILL)\. (?:Adm|ADM|Admin|ADMIN)\. (?:Code|CODE) \d[\d.]*\d",
    rf"(?:[A-Z]\w+ )?(?:Insurance|Health-General) Article,? (?:§+ ?|[Ss]ection )\d[\w.-]*\w{PARENS}",
    rf"[A-Z]\w+ Administrative Rules? \([A-Z]{{2,4}}\) \d[\d-]*\d{PARENS}",
    r"(?:Public )?Act \d{1,3} of (?:19|20)\d\d",
    r"(?:[Ss]ections?|§+) ?\d[\d.]*\d and (?:section |§ ?)?\d[\d.]*\d of the (?:[A-Z]\w+ )+(?:Statutes|Code)",
    r"\d+(?:\.\d+){2,4} NMAC|NMAC \d+(?:\.\d+){2,3}",
    r"\d+[A-Z]? NCAC \d+[A-Z]? ?\.\d{4}",
    r"\d+VAC\d+(?:-\d+){1,3}",
    r"\d{3}-RICR-\d+(?:-\d+){1,2}(?:\.\d+)*",  # of Rhode Island
    r"(?:[Cc]hapter|[Tt]itle|[Pp]art|[Aa]rticle) \d[\w.-]* of the (?:[A-Z]\w+ )+(?:Code|Act|Laws?|Statutes)\b",
    rf"(?:\d{{1,3}} )?(?:{_STATE_CODES})(?:,? (?:§+|[Ss]ections?|[Cc]h\.|[Rr]ule|[Pp]art))? ?\d[\w.:-]*\w{PARENS}",
]
_EDITION = r"(?:,? \(?\d+(?:st|nd|rd|th) (?:[Ee]dition|ed\.)\)?)"
_ID = r"(?:[A-Z]{0,8}[./ -]?)?[A-Z\d]*\d[\w./-]*[\w]"
POLICY_WORD = patterns().source("policy.word")
POLICIES = [
    rf"(?:20\d\d )?(?:evi|navi|e|i)?[A-Z][\w’'&/®+-]* (?:(?:[A-Z][\w’'&/®+-]*|of|for|and) ){{0,6}}{POLICY_WORD}(?: \([A-Z]{{2,5}}\))?(?: (?:Manual|Bulletin|Guidelines?|Policy|Criteria|Number|number|No\.|no\.|#))*"
    rf"(?:,? ?(?:ID:? )?{_ID})?(?:(?:[:,–-]* ?| for | on ){TITLE})?(?: (?:No\. ?|#)\d[\w.-]*\w| \d{{1,3}}(?:\.\d+)*(?![\w/-]|\.\d))?(?: \(\d{{4}}\))?{_TAIL}",
    rf"{POLICY_WORD} {_ID}(?:[:,]? {TITLE})?{_TAIL}",
    rf"(?:guideline|criteria|policy|rule|rules|standard),? (?:entitled |under |called |in )?{QUOTED}(?: \([A-Z]{{1,6}}[-. ]?\d[\w.-]*\))?",
    rf"(?:(?<=entitled )|(?<=titled ))[“\"]?{TITLE}",
    rf"(?:(?<=SOURCE: )|(?<=Source: )|(?<=[Gg]uideline: )|(?<=[Pp]olicy: )|(?<=[Cc]riteria: )|(?<=Per )|(?<=uideline is )|(?<=olicy is ))"
    rf"(?:[A-Z]{{0,4}}[. -]?\d[\d.-]*\d,? )?(?:{_CAP} )(?:{_LITTLE} )?{TITLE}{_TAIL}",
    rf"MCG[®]?(?:’s|'s)?{_EDITION}?(?:[,:]? [“\"]?{TITLE},?[”\"]?)?{_EDITION}?(?:,? (?:guideline |[Oo][Rr][Gg]:? )?(?:{TITLE},? ){{0,2}}[A-Z]-\d{{2,4}}\b(?: \([A-Z][\w -]*\))?(?:, {TITLE}(?=[.,;]))?)?{_TAIL}",
    rf"(?:InterQual|LOCUS|CALOCUS(?:-CASII)?|ASAM|NCCN|(?:OASAS |[A-Z]{{2,6}} )?LOCADTR|The ASAM)\b[®]?(?:/CALOCUS-CASII)?(?: 20\d\d, [A-Z][a-z]{{2}}\. 20\d\d Release)?(?:[,:]? (?:[A-Z]{{2}}:)?{TITLE})?(?:[,:]? (?:v|version|V)\.? ?\d[\d.]*)?(?: subset| edition| guideline| criteria)?(?:,? [A-Z]-\d{{2,4}})?{_TAIL}",
    r"INTERQUAL(?: \d{4})?(?: [A-Z]{4,}){0,4}",
    r"POLICY \d{4}-\d{2,5}",
    r"NCCI (?:Policy Manual|[Cc]h(?:apter|\.) ?\d+)(?:,? [Cc]h(?:apter|\.) ?[\dIVX]+)?",
    r"(?:National Correct Coding Initiative(?: \(NCCI\))?|NCCI)(?: [Pp]rocedure-to-[Pp]rocedure| PTP| [Mm]edically [Uu]nlikely)?(?: (?:[Ee]dits?|EDITS?)(?: \d[\d/]+)?)",
    r"(?:Local Coverage |Billing and Coding |Billing )?Article A5\d{4}(?:[,:] {TITLE})?".replace(
        "{TITLE}", TITLE
    ),
    rf"(?:[Cc]riteria of the )?American Society of Addiction Medicine(?:[’']s)?(?: \(ASAM\))?(?: [Cc]riteria| [Ll]evel)?{_TAIL}",
    r"(?:All|Dual) Plan Letter \d\d-\d{3}",
    r"(?:Política|Protocolo|Guía|Criterios?)(?: [\wáéíóúñ]+){0,4} [A-Z]{2,}[\w-]*\d[\w-]*",
    r"[Cc]oding [Gg]uidelines? (?:[Ss]ection )?[IVX]+(?:\.[A-Za-z\d]+)+",
]
_NO_TOPIC = patterns().source("policy.no_topic")
_NUMBERED = r"(?!(?:PR|CO|OA|PI|CR)-?\d)[A-Z][A-Z.-]{0,7}(?:[- ][A-Z]{1,4})?[-. ]?\d[\w.-]*\w"
_PROGRAM = r"(?:\b(?:Prior Authorization|PA|Step Therapy|Quantity Limits?)(?: (?:with|and) (?:Quantity Limits?|Step Therapy))?(?= [Pp]rogram| [Cc]riteria| [Pp]olicy|,? (?:ver|v|rev)\b|[.;,)]| [Ss]ummary))"
_MARK = r"(?:[A-Z]{2,6}[-. ]?(?:[A-Z]{1,5}[-.])*\d[\w.-]*\d|[A-Z]{2,5} \d{3,6})"
_KIND = patterns().source("policy.kind")  # commoner nouns, a policy's only with its number
_TOPIC = rf"(?:{_CAP} (?:(?:and|of|for) )?){{0,6}}"
POLICIES += [
    rf"{_TOPIC}{_KIND} (?:(?:[Nn]umber|[Nn]o\.|#) ?)?{_MARK}(?:(?:,|:)? {TITLE}| \({TITLE}\))?",
    rf"(?<=called ){TITLE}(?=,? \(?(?:number|no\.|policy|guideline)\b)",
    rf"{TITLE} (?:Preferred )?Drug List(?: 20\d\d)?",
    rf"{TITLE} [Pp]ractice [Pp]arameters?",
    rf"(?<=guideline ){TITLE} \d[\w.-]*(?:, {TITLE})?",  # "our guideline Therapy 14, Speech"
    rf"{_TOPIC}Guidelines? for (?:{TITLE} Determination|Determination of {TITLE})(?: for {TITLE})?",
    rf"{_TOPIC}Program {TITLE} criteria(?:, {QUOTED})?{_TAIL}",
]
POLICIES += [  # a title in quotes with or without the policy's own number, a number with its title, capitals
    rf"(?:(?<=rule is )|(?<=olicy is )|(?<=ocument )|(?<=uideline )|(?<=riteria )|(?<=called )|(?<=named )|(?<=titled )|(?<=olicy )|(?<=program )|(?<=standard )|(?<=used: )){QUOTED}(?:,? \(?(?:criteria set |policy |guideline |no\. ?|number |No\. ?)*{_MARK}\)?)?",
    rf"(?:(?<=olicy: )|(?<=POLICY: )|(?<=eference: )|(?<=Ref: )|(?<=REF: )){_MARK}, (?:{TITLE}|{QUOTED})",
    rf"(?:(?<=uideline: )|(?<=riteria: )|(?<=GUIDELINE: )|(?<=CRITERIA: )|(?<=ource: )|(?<=ule: )){_MARK}(?:,? (?:{TITLE}|{QUOTED}))?",
    r"(?:\d{1,3} )?(?:[A-Z]{2,3} )?(?:Administrative|Admin\.) (?:Rules?|Code) (?:[A-Z][A-Za-z]{0,4}-?[A-Z]? ?)?\d[\d.:-]*",
    rf"(?:[A-Z][\w’'&-]+ ){{1,5}}(?:[Pp]ractice [Gg]uidelines?|[Gg]uidelines?|[Cc]riteria)(?:,? (?:\d+(?:st|nd|rd|th)|{_CAP}) [Ee]dition)?",
    r"(?:Guideline|Coverage|Policy|Statement) Note \d+",
    r"AHFS(?:[- ]DI)?\b|(?:Micromedex )?(?:DRUGDEX|DrugDex|DrugDEX)\b|Lexi-Drugs|NCCN Compendium",  # compendia of drugs
    rf"{TITLE} (?:Drug List|Formulary)(?:, {TITLE})?(?: [a-z-]+){{0,3}} criteria(?: for {TITLE})?",
    rf"(?:(?<=riteria, )|(?<=olicy, )|(?<=uideline, )){_MARK}",
    rf"(?:criteria|guidelines?|policy) of (?:the )?{TITLE} \((?:{_MARK}|[A-Z]{{2,6}}(?:-[A-Z\d]{{1,6}})+)\)",
    rf"(?:(?:medical|clinical|payment|drug|coverage) )?(?:policy|guidelines?|criteria) (?:on|for|about) (?:[\w’-]+ ){{1,6}}\((?:policy |no\. )?{_NUMBERED}\)",
    rf"(?:(?<=used: )|(?<=applied: )|(?<=consulted: )|(?<=followed: )|(?<=against: )){_CAP}(?:, | ){TITLE}",
    r"[A-Z]{2,5}-[A-Z]{2} assessment",
    rf"(?:{_CAP} ){{1,5}}(?:[a-z-]+ ){{0,2}}(?i:rating|acuity|scoring|task|time) (?i:table|grid|matrix|chart|sheet|guide)\b",
    rf"(?:{_CAP} ){{1,4}}(?:(?!(?:the|an?|this|your|our|any) )[a-z-]+ )?(?:scale|tool|checklist|worksheet|calculator|algorithm)\b|nH Predict(?: \w+ report)?",  # instruments
    rf"(?:{_CAP} ){{1,4}}(?:Assessment|Tasking|Acuity|Scoring)(?: (?:and|&) Tasking)? (?:Tool|Instrument|Scale)\b(?: \([A-Z-]{{3,10}}\))?",
    r"Uniform Assessment System(?: (?:for|–|-) ?(?:New York|NY))?(?: \(UAS(?:-NY)?\))?",
    rf"{TITLE} Best Practices(?: for {TITLE})?",
    r"[A-Z]{2,3}(?:\.[A-Z]{2,4}){1,3}\.\d{2,4}",
    rf"{TITLE} (?:PA|Prior Authorization|[Ss]tep [Tt]herapy|Clinical) [Cc]riteria(?:[:,] (?:{TITLE}|{QUOTED}))?(?:, Step \d)?",
    rf"(?:{_CAP} ){{0,3}}(?:step therapy|prior authorization|quantity limit|coverage|medical necessity|clinical) criteria(?: for {TITLE})?(?: \((?=[^)]*\d)[^)]{{4,50}}\))",  # with its edition in brackets
    rf"FEP \d\.\d{{2}}\.\d{{2,4}}(?:,? {TITLE})?",  # of the federal employees' Blue plans
    rf"{TITLE}, (?:Medical |Clinical |Coverage )?Policy {_ID}",  # the title first
    rf"(?:{_CAP} ){{1,4}}(?:coverage |medical |clinical )?(?:criteria|policy|guidelines?), {TITLE} \({_NUMBERED}\)",
    rf"{TITLE} (?:[Ii]ndex|Benefit Schedule)\b",
    rf"{TITLE}(?: \([a-z-]+\))?(?: ?{_PROGRAM})+(?:,? (?i:program|criteria|policy)(?: summary)?)?(?:,? (?:ver|v|rev|version|effective)\b[. ]*[\d/.]+)?",
    rf"(?:[A-Z][A-Z&/-]+ ){{1,6}}(?:PRIOR AUTHORIZATION|STEP THERAPY|QUANTITY LIMIT|PROGRAM SUMMARY)(?: WITH QUANTITY LIMIT)?(?: PROGRAM| CRITERIA| SUMMARY| POLICY)+(?:,? {_MARK})?",
    rf"{TITLE} (?:Policy|Criteria|Guideline|List|Program Summary)(?:, (?:revised|effective|version|Guideline Note|updated) [\d/.]+)?",
    rf"{POLICY_WORD} {TITLE} \({_NUMBERED}\)",
    # named by what they are about in small letters: "the site of care drug policy SOC-004"
    rf"(?:(?<=the )|(?<=our )|(?<=its )|(?<=their )|(?<=’s )|(?<='s ))(?:(?!(?:{_NO_TOPIC})\b)[\w’&/-]+ ){{1,6}}?(?:policy|guidelines?|criteria|protocol|policies)(?: (?:no\.|number|#))? ?\(?{_NUMBERED}\)?",
]
VERSION = re.compile(  # behind a citation
    r"[”\"]?,? \(?(?:rev(?:ised|\.)?|v(?:er(?:sion)?)?\.?|eff(?:ective)?\.?|updated|dated|edition)[. ]*(?:\d[\d./-]*\d|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|[A-Z][a-z]{2,8} \d{4})(?:(?<=\d)\)(?!\w))?"
)
NUMBER = re.compile(  # its own number behind a policy's title
    r",? \(?(?:(?:[Pp]olicy|[Gg]uideline|[Dd]ocument|[Cc]riteria) )?(?:[Nn]umber|[Nn]o\.|#|ID:?) ?(?=\w*\d)[A-Z\d][\w.-]*\w\)?"
    r"|, (?:guideline|policy|criteria) [A-Z]{1,4}-?\d[\w.-]*(?: \([A-Z][\w -]*\))?"
    r"|, \(?[A-Z]{2,6}[-.](?:[A-Z\d]+[-.])*\d[\d.]*(?<!\.)(?![\w-])"  # "..., PA-GH-2025.2"
    r"| (?:section|chapter)(?= \(|[.;,] )"
)
BETWEEN = re.compile(  # a policy and the number it has, the title between them
    rf"(?:[,:] |,? [“\"]| \(|,? – ){TITLE}[”\"]?,? ?\(?(?:(?:policy|guideline|criteria|document|Policy|Guideline)? ?(?:number|no\.|No\.|#)? ?)?"
)
