"""Citations of a letter: laws, named or numbered policies, parts of the plan's own document, found by their form.

Citations that touch are one. Which of them the decision rests on, criteria.py says.
"""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.lexicon import Lexicon
from extractors.provisions import QUOTED, provisions

_PARENS = r"(?: ?\([A-Za-z0-9]{1,4}\))*"
_NUM = rf"[\dIVX][\w.–-]*(?<!\.){_PARENS}"
_CAP = r"(?:(?!No\b|Mr|Ms|Dr|PR\b|CO\b)[A-Z][\w’'/+&®-]*|\d{4}(?!\w))"
_LITTLE = r"(?:of|and|for|the|in|to|with|or|on|vs?\.?|versus|&|–|-)"
_TITLE = rf"{_CAP}(?:(?:[,:]? | ?/ ?)(?:(?:{_LITTLE} ){{0,2}}{_CAP}|\([A-Z][\w -]*\)))*"
_TAIL = (
    r"(?:,? ?(?:\(?(?:chapter|ch\.|sections?|sec\.|§+|pages?|p\.|part|article|items?|table|line|exclusion|paragraph|subdivision|version|v|vol\.|rev\.|"
    rf"edition|level|dimensions?) ?(?:{_NUM}|\d[\d/]*)\)?|, {_TITLE}(?=,? \(?(?:items?|paragraphs?|pages?|sections?|exclusions?|p\.) ?\d)|(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+) (?:[Ee]dition|ed\.)|\(?{QUOTED}\)?))*"
)
# codes of states by their letters
_STATE_CODES = "WAC|RCW|OAR|ORS|OAC|ORC|IDAPA|COMAR|NAC|NRS|ARM|MCA|MCL|KRS|KAR|SDCL|NDAC|TAC|NJAC|IAC|LAC|PAC|CMR|NYCRR|CCR|CSR|DCMR|HAR|HRS|AAC|UAC|ARSD|RSA|RSMo|NMSA|ILCS|KSA|MGL|TCA|UCA|VAC|GCA"
_LAWS = [
    rf"\d{{1,2}},? (?:C\.?F\.?R\.?|U\.?S\.?C\.?|NYCRR|CCR|CSR|NJAC|DCMR)(?:,? (?:Part|§+|[Ss]ections?|[Ss]ec\.))? ?\d[\w.-]*(?<!\.){_PARENS}",
    rf"Title \d+,? (?:CCR|(?:[A-Z]\w+ ){{1,4}}(?:Code|Regulations)(?: of Regulations)?),? (?:§+|[Ss]ections?|[Cc]hapter) ?\d[\w.-]*(?<!\.){_PARENS}",
    rf"(?:[A-Z][\w.’']*(?: of)? ){{1,4}}(?:Code|Statutes?|Act|Law|Laws|Regulations?|Rules?|Stat\.)(?: of Regulations| Annotated| Ann\.)?,? (?:(?:§+|[Ss]ections?|[Cc]h(?:apter|\.)|[Rr]ules?|[Aa]rticle|[Aa]rt\.|[Tt]itle) ?)?\d[\w.:-]*(?<!\.){_PARENS}(?:,? subd(?:ivision|\.) \d+)?",
    rf"(?:[Ss]ections?|§+) ?\d[\w.:-]*(?<![.:]){_PARENS} of the (?:[A-Z]\w+ )*(?:Code|Act|Laws?|Statutes)(?: of [A-Z]\w+)?",
    rf"(?:\d{{1,2}} )?(?:[A-Z]\.){{2,5}}(?:A\.)? ?(?:§+ ?|[Ss]ection )?[R\d][\w.:-]*\d{_PARENS}",
    rf"[A-Z][a-z]+\. (?:Code|Stat\.|Admin\. Code)(?: Ann\.)? ?§+ ?\d[\w.:-]*(?<!\.){_PARENS}",
    rf"\d{{1,2}} [A-Z][a-z]+\. (?:Admin\. )?Code (?:§+ ?)?\d[\w.:-]*(?<!\.){_PARENS}",
    rf"s\. \d[\d.]*\d{_PARENS},? (?:F\.S|Fla\. Stat)\b",
    r"\d+(?:\.\d+){2,4} NMAC",
    r"(?:[Cc]hapter|[Tt]itle|[Pp]art|[Aa]rticle) \d[\w.-]* of the (?:[A-Z]\w+ )+(?:Code|Act|Laws?|Statutes)\b",
    rf"(?:\d{{1,3}} )?(?:{_STATE_CODES})(?:,? (?:§+|[Ss]ections?|[Cc]h\.|[Rr]ule|[Pp]art))? ?\d[\w.:-]*\w{_PARENS}",
]
_ID = r"(?:[A-Z]{0,8}[./ -]?)?[A-Z\d]*\d[\w./-]*[\w]"
_POLICY_WORD = r"(?:Polic(?:y|ies)|policy|Guidelines?|guidelines?|Bulletin|bulletin|Criteria|criteria|Manual|Handbook|Guide|Initiative|Determination|Compendium|Instrument|Protocol)"
_POLICIES = [
    rf"(?:evi|navi|e|i)?[A-Z][\w’'&/®+-]* (?:(?:[A-Z][\w’'&/®+-]*|of|for|and) ){{0,6}}{_POLICY_WORD}(?: \([A-Z]{{2,5}}\))?(?: (?:Manual|Bulletin|Guidelines?|Policy|Criteria|Number|number|No\.|no\.|#))*"
    rf"(?:,? ?(?:ID:? )?{_ID})?(?:(?:[:,–-]* ?| for | on ){_TITLE})?(?: (?:No\. ?|#)\d[\w.-]*\w| \d{{1,3}}(?:\.\d+)*(?![\w/-]|\.\d))?(?: \(\d{{4}}\))?{_TAIL}",
    rf"{_POLICY_WORD} {_ID}(?:[:,]? {_TITLE})?{_TAIL}",
    rf"(?:guideline|criteria|policy|rule|rules|standard),? (?:entitled |under |called |in )?{QUOTED}(?: \([A-Z]{{1,6}}[-. ]?\d[\w.-]*\))?",
    rf"(?:(?<=entitled )|(?<=titled ))[“\"]?{_TITLE}",
    rf"(?:(?<=SOURCE: )|(?<=Source: )|(?<=[Gg]uideline: )|(?<=[Pp]olicy: )|(?<=[Cc]riteria: )|(?<=Per )|(?<=uideline is )|(?<=olicy is ))"
    rf"(?:[A-Z]{{0,4}}[. ]?\d[\d.-]*\d,? )?(?:{_CAP} )(?:{_LITTLE} )?{_TITLE}{_TAIL}",
    rf"MCG[®]?(?:’s|'s)?(?: \d+(?:st|nd|rd|th) (?:[Ee]dition|ed\.))?(?:[,:]? [“\"]?{_TITLE},?[”\"]?)?(?: \d+(?:st|nd|rd|th) (?:[Ee]dition|ed\.))?(?:,? (?:{_TITLE},? ){{0,2}}[A-Z]-\d{{2,4}}\b)?{_TAIL}",
    rf"(?:InterQual|LOCUS|CALOCUS|ASAM|NCCN|LOCADTR|The ASAM)\b[®]?(?:/CALOCUS-CASII)?(?:[,:]? {_TITLE})?(?:[,:]? (?:v|version|V)\.? ?\d[\d.]*)?(?: subset| edition| guideline| criteria)?(?:,? [A-Z]-\d{{2,4}})?{_TAIL}",
    r"INTERQUAL(?: \d{4})?(?: [A-Z]{4,}){0,4}",
    r"POLICY \d{4}-\d{2,5}",
    r"NCCI (?:Policy Manual|[Cc]h(?:apter|\.) ?\d+)(?:,? [Cc]h(?:apter|\.) ?[\dIVX]+)?",
]
_PROGRAM = r"(?:\b(?:Prior Authorization|PA|Step Therapy|Quantity Limits?)(?: (?:with|and) (?:Quantity Limits?|Step Therapy))?(?= [Pp]rogram| [Cc]riteria| [Pp]olicy|,? (?:ver|v|rev)\b|[.;,)]|$| [Ss]ummary))"
_MARK = r"(?:[A-Z]{2,6}[-.]?(?:[A-Z]{1,5}[-.])*\d[\w.-]*\d|[A-Z]{2,5} \d{3,6})"
_POLICIES += [  # a title in quotes with or without the policy's own number, a number with its title, capitals
    rf"(?:(?<=rule is )|(?<=olicy is )|(?<=ocument )|(?<=uideline )|(?<=riteria )|(?<=called )|(?<=titled )|(?<=olicy )|(?<=program )|(?<=standard )|(?<=used: )){QUOTED}(?:,? \(?(?:criteria set |policy |guideline |no\. ?|number |No\. ?)*{_MARK}\)?)?",
    rf"(?:(?<=olicy: )|(?<=POLICY: )|(?<=eference: )|(?<=Ref: )|(?<=REF: )){_MARK}, (?:{_TITLE}|{QUOTED})",
    rf"(?:(?<=uideline: )|(?<=riteria: )|(?<=GUIDELINE: )|(?<=CRITERIA: )|(?<=ource: )|(?<=ule: )){_MARK}(?:,? (?:{_TITLE}|{QUOTED}))?",
    r"(?:[A-Z][A-Z&]+ ){1,6}(?:POLICY|MANUAL|GUIDELINES?|CRITERIA|HANDBOOK|BULLETIN)(?: [A-Z]+-[\w-]*\d\w*|(?:,? (?:CH|SEC|CHAPTER|SECTION|PAGE|P|NO|§)\.? ?\d[\d.]*)+| \d[\d.-]+)?",
    r"(?:[A-Z]{2,3} )?(?:Administrative|Admin\.) (?:Rules?|Code) (?:[A-Z][A-Za-z]{0,4}-?[A-Z]? ?)?\d[\d.:-]*",
    rf"(?:[A-Z][\w’'&-]+ ){{1,5}}(?:[Pp]ractice [Gg]uidelines?|[Gg]uidelines?|[Cc]riteria)(?:,? (?:\d+(?:st|nd|rd|th)|{_CAP}) [Ee]dition)?",
    r"(?:Guideline|Coverage|Policy|Statement) Note \d+",
    rf"(?:{_CAP} ){{1,4}}(?:(?!(?:the|an?|this|your|our|any) )[a-z-]+ )?(?:scale|tool|checklist|worksheet|calculator|algorithm)\b|nH Predict(?: \w+ report)?",  # instruments
    rf"{_TITLE} Best Practices(?: for {_TITLE})?",
    r"[A-Z]{2}(?:\.[A-Z]{2,4}){1,3}\.\d{2,4}",
    rf"{_TITLE} [Ii]ndex\b",
    rf"{_TITLE}(?: \([a-z-]+\))?(?: ?{_PROGRAM})+(?:,? (?i:program|criteria|policy)(?: summary)?)?(?:,? (?:ver|v|rev|version|effective)\b[. ]*[\d/.]+)?",
    rf"(?:[A-Z][A-Z&/-]+ ){{1,6}}(?:PRIOR AUTHORIZATION|STEP THERAPY|QUANTITY LIMIT|PROGRAM SUMMARY)(?: WITH QUANTITY LIMIT)?(?: PROGRAM| CRITERIA| SUMMARY| POLICY)+(?:,? {_MARK})?",
    rf"{_TITLE} (?:Policy|Criteria|Guideline|List|Program Summary)(?:, (?:revised|effective|version|Guideline Note|updated) [\d/.]+)?",
]


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    worth: float
    pattern: re.Pattern[str]


_KINDS = [
    *(_Kind("law", 0.76, re.compile(rf"(?<![\w.])(?:{p})")) for p in _LAWS),
    *(_Kind("policy", 0.9, re.compile(rf"(?<![\w.-])(?:{p})")) for p in _POLICIES),
]
_MORE = re.compile(
    rf"(?:(?:, and |, | and | & )(?:§+ ?)?\d+[A-Z]?[.:-]\d[\w.:-]*(?<!\.){_PARENS})*"
)  # sections of one law
_NO_RULE = re.compile(r"\b(?:Adverse|Rescission|Subscriber|Enrollee|Premium|(?:Member )?ID)(?!\w)")
_NAMELESS = re.compile(
    r"(?:[Pp]olicy|[Cc]ontract|[Aa]greement|[Cc]ertificate|[Bb]ooklet|[Hh]andbook|[Bb]rochure|[Pp]lan (?:[Bb]ook(?:let)?|[Dd]ocument)|(?:Combined )?Evidence of Coverage|EOC|SPD|Summary Plan Description|.*(?:Guidelines?|Criteria|Manual|Handbook|Guide|policy|guidelines?|criteria))"
)
_NEAR = re.compile(
    r"\b(?:MCG|Milliman|guidelines?|criteri(?:a|on)|edition|polic(?:y|ies) (?!number|no|holder)|bulletin|manual|rules?|CPB|LCD|NCD|InterQual|ASAM|LOCUS|used|applied|Code)\b",
    re.I,
)
_JOIN = re.compile(
    r"(?:,? ?\(|\)?,? |:? |,? (?:of|in|at|under|from|on|called|titled) (?:the |your |our )?|[,:]? ?–? ?|,? [“\"])"
)


_AND = re.compile(r",? (?:and|or|under) (?:the )?$")
_OTHERS = re.compile(  # numbers of licences, forms, cases: no guideline's
    r"\b(?:licen[sc]e\w*|lic|forms?|appeal|case|grievance|file|reference|ref|claim|policy|group|id)\b\.?(?: (?:no|number|form)\b\.?| #)?:? ?(?:[A-Z]{1,4}[ -])?\(?$",
    re.I,
)
_NUMBERED = re.compile(
    r",? ?[“\"(]?(?:section |guideline |no\. ?|number |code |ORG:? ?)?"
)  # a policy and its own number
_PART = re.compile(r"\b(?:Level|Section|Chapter|Article|Policy|Guideline|Note|Version)$")
_NUMBER_AFTER = re.compile(r" \d[\w.-]*\w|\s\d\b")
_ITS_PART = re.compile(r"(?: \([^)]{3,60}\))?(?:, | \()")
_TITLE_AFTER = re.compile(  # of a policy told by its number: "CP.MP.36, Experimental Technologies;"
    rf"(?<=\d)(?: \({_TITLE}\)|, (?=\w+ (?:\w+ )*[A-Z]){_TITLE}(?=[;.)]))"
)
_LEAD = re.compile(
    r"(?:[A-Z][\w ]{1,30}\. )?(?:(?:Encl|See|Under|Per|In|The|Your|Our|This|That|These|Both|And|Also|From|Source|Reference|Ref|SEE|UNDER|PER|REF|used|using|applied)[:.]?(?: (?:the|your|our|is|are|was|were))? )+(?=[A-Z“\"\d§])"
    r"|(?:the|your|our) |(?:\w+ ){0,2}(?i:criteria|guideline|source|policy|reference|rule|basis)s?: "
)


_NEVER = re.compile(  # laws and places that only notices cite, the foot of a page
    r"P\.L\.L\.C|L\.L\.[CP]\.|[Pp]age \d+/\d+$|.*Client Index|(?:(?i:section|sec\.?|erisa) )+50[23]\b|(?i:.*\bstatement of the criteria)|.* for policy$|(?i:section )?1557|(?!.*Coverage).*\bDetermination\b|(?:S\.C|P\.C|P\.A|P\.S)\. \d|(?i:short[- ]term) .*|(?:The )?ASAM (?i:level) [\d.]+\)?$|[A-Z\d-]+ Policy$|Policy [A-Z]*\d[\w-]*$|(?!.*\b(?:Medical|Clinical|Coverage|Pharmacy|Drug|Payment|Reimbursement) )(?:[\w-]+ )*[Pp]olicy (?=(?:\D*\d){6})[\w-]+$|(?i:dear|plan [a-z]) .*|(?!.*(?:Booklet|Certificate|Evidence|Handbook|Summary Plan|Document|[Bb]rochure))(?:.*\b(?:Bronze|Silver|Gold|Platinum|Copay|HMO|PPO|EPO|HDHP|HSA)\b)(?!.*\d{3})|(?:MANUAL|POLICY|POLICIES|GUIDELINES?|HANDBOOK|CRITERIA|BULLETIN)$|.*\b(?i:policy|plan|group|member|contract|certificate)(?:s|['’]s)? (?i:number|no\.|holder|year)\b|.*\b502\(a\)|.*Employee Retirement|.*Affordable Care Act|(?:D\.C|U\.S|N\.W|N\.E|S\.W|S\.E)\. \d|(?:[Pp]age|[Pp]g\.?) \d$|(?:PAGE|PG) [\d/]+$|(?i:page|pg) 0|.*147\.136|.*2560\.503|(?=\D*$)(?!.*(?:Therapy|Authorization|Limit) [Pp]rogram).*\b(?:Department|Program|Appeals|Attn|Ombuds\w*|Insurance Code|Commission|Authority)\b(?! Summary)|.*, \d-\d{3}|.*, \d{3}-\d{3}-\d{4}"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited, where, and by which kind of form it was told ("law", "policy", "plan")."""

    text: str
    start: int
    end: int
    kind: str
    worth: float
    rule: str


def citations(sheet: Sheet, lexicon: Lexicon, own: frozenset[str] = frozenset()) -> list[Citation]:
    """Every citation in the letter's order; what holds one of the letter's `own` numbers (letters and digits) is none."""
    text = sheet.text
    found: list[tuple[int, int, str, float, str]] = []
    for kind in _KINDS:
        for m in kind.pattern.finditer(text):
            end = _MORE.match(text, m.end()).end() if kind.name == "law" else m.end()  # type: ignore[union-attr]
            found.append((m.start(), end, kind.name, kind.worth, f"criteria.{kind.name}"))
    found += [(start, end, "plan", 0.68, "criteria.plan") for start, end in provisions(text)]
    for cue in lexicon.cues.get("criteria", ()):
        for m in cue.pattern.finditer(text):
            if m[0].strip() and (
                re.search(r"[a-z]{4}", m[0])
                or (
                    not _OTHERS.search(text[max(0, m.start() - 30) : m.start()])
                    and _NEAR.search(text[max(0, m.start() - 90) : m.end() + 30])
                )
            ):
                kind_name = "plan" if "plan_document" in cue.id else "policy"
                found.append((m.start(), m.end(), kind_name, cue.strength + 0.02, cue.id))
    made = []
    for start, end, name, worth, rule in _joined(text, found):
        if _PART.search(text, start, end) and (number := _NUMBER_AFTER.match(text, end)):
            end = number.end()  # "Fourth Edition, Level" takes its number with it
        if name == "policy" and (title := _TITLE_AFTER.match(text, end)):
            end = title.end()
        lead = _LEAD.match(text, start, end)
        start = lead.end() if lead else start
        shown = " ".join(text[start:end].split()).strip(" ,.;:(")
        if (
            len(shown) > 3
            and not (text[end - 1].isalnum() and text[end : end + 1].isalnum())  # half a word
            and not (
                text[end : end + 1] == ":" and any(c.isdigit() for c in shown.split()[0]) and name == "policy"
            )
            and not _nameless(shown, name)
            and not _NEVER.match(shown)
            and not _holds(shown, own)
        ):
            made.append(Citation(shown, start, end, name, worth, rule))
    return made


def _holds(text: str, own: frozenset[str]) -> bool:
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    return any(number in bare for number in own)


def _joined(
    text: str, found: list[tuple[int, int, str, float, str]]
) -> list[tuple[int, int, str, float, str]]:
    """Citations that overlap or touch as one; the surest names it."""
    whole: list[tuple[int, int, str, float, str]] = []
    for start, end, name, worth, rule in sorted(found, key=lambda f: (f[0], -f[1])):
        if whole and name == "law" and start > whole[-1][0] + 12 and (lead := _AND.search(text[:start])):
            a, b, *told = whole[-1]
            if told[0] == "policy" and a + 8 < lead.start() < b:  # two that one title ran over
                whole[-1] = (a, lead.start(), *told)  # type: ignore[assignment]
        if whole:
            a, b, other, most, first = whole[-1]
            if (
                other == "policy"
                and name == "plan"
                and end - start < 22
                and _ITS_PART.fullmatch(text, b, start)
            ):
                whole[-1] = (a, end, other, most, first)  # a part of the policy itself
                continue
            numbered = (
                other == name == "policy"
                and first == "criteria.policy"
                and rule not in ("criteria.policy", "criteria.law", "criteria.plan")
                and _NUMBERED.fullmatch(text[b:start])
            )
            if (
                start < b
                or numbered
                or text[b:start] == " of the "
                or (
                    other == name == "policy"
                    and text[b:start] in (" document ", " (")
                    and _titles(text, b, start, end)
                )
                or text[b:start] in (":\n", ": ")
                or (_JOIN.fullmatch(text[b:start]) and start - b < 12 and "policy" not in (other, name))
            ):
                better = (
                    max((most, other, first), (worth, name, rule))
                    if name != other
                    else (max(most, worth), other, first)
                )
                whole[-1] = (a, max(b, end), better[1], better[0], better[2])
                continue
        whole.append((start, end, name, worth, rule))
    return whole


def _titles(text: str, before: int, start: int, end: int) -> bool:
    """Whether what stands in brackets or quotes after a policy is its title, to the closing mark."""
    return text[start] in '“"' or (text[before:start] == " (" and text[end : end + 1] == ")")


def _nameless(text: str, kind: str) -> bool:
    """Whether the words are only a common noun ("policy", "Plan Document") without a number or a title."""
    if kind == "plan" and any(c.isdigit() for c in text):
        return False
    if kind == "plan" and text == text.lower() and "“" not in text and '"' not in text:
        return True
    if kind != "law" and _NO_RULE.search(text) and not re.search("guideline|criteria|manual", text, re.I):
        return True  # a heading of the letter, or the member's own policy
    return (
        kind != "law"
        and bool(_NAMELESS.fullmatch(re.sub(r"^(?:your|our|the|this) ", "", text.strip(), flags=re.I)))
        and not any(c.isdigit() for c in text)
        and not re.match(r"[A-Z]{4,} [a-z]", text)  # whose guidelines
        and len(text.split()) < 3
    )
