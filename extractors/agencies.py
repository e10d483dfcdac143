"""Agencies of a state or of the nation, by the form of their names, and which of them a letter sends its reader to.

A name is what an agency is and what it is of ("Department of Insurance"), or the two the other way round with its state
before them ("Oregon Health Authority"); offices within one stand before or behind it. The words of these names and what
a sentence says of one are in the lexicon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.base import Sheet
from extractors.lexicon import pattern, patterns
from extractors.plan import STATES, Said

_WORD = patterns().source("agency.subject")
_KIND, _UNIT = patterns().source("agency.kind"), patterns().source("agency.unit")
_CAPITAL = r"(?:[A-Z][\w’'‘ʻ-]*|HH)"
_STATE = "|".join(sorted(map(re.escape, set(STATES)), key=len, reverse=True))
_PLACE = rf"(?:(?i:(?:(?:(?:the )?(?:State|Commonwealth) of )?(?:{_STATE})(?: State)?|New York State|Hawaiʻi)(?:[’']s)?)|N\.?Y\.?S?\.?|N\.?J\.?|N\.?C\.?|N\.?H\.?|N\.?M\.?|S\.?C\.?|R\.?I\.?|D\.?C\.?|U\.? ?S\.?|United States|UNITED STATES|Federal)"
_SUBJECT = rf"(?=[A-Z])(?i:{_WORD})"
_CHAIN = rf"{_SUBJECT}(?:(?:, (?:and |& )?(?={_CAPITAL},? (?:and|&) )| | and | & | AND | of (?:the )?| OF | for | de | para )(?:the |la )?{_SUBJECT})*"
_OF = rf"(?:{_PLACE} )?(?:(?:Insurance|Executive|Health Insurance) )?(?:{_KIND}) (?:(?i:of|for|del?)(?: (?i:the|los|las))? )?(?:Medicaid[’']s )?(?:(?:{_KIND}) (?i:of|for|de) (?i:the )?)?{_CHAIN}(?:[’']s (?:{_KIND}) (?i:of) {_CHAIN})?(?: (?i:commission|certification))?"
_BEFORE = rf"(?:(?:{_PLACE} (?:{_SUBJECT} (?:and |& |AND )?){{1,5}}|(?:{_SUBJECT} )?(?i:hearings? )|(?:{_SUBJECT} ){{0,3}}(?i:care )(?=Bureau))(?:{_KIND}|{_UNIT}|(?i:authority|system|court))|(?i:health )?(?i:insurance )(?:{_KIND}))(?: (?i:of (?:the )?){_PLACE})?"
_LOOSE = rf"(?:{_CAPITAL} (?:and |& |AND )?){{1,4}}(?:{_UNIT}|Authority|Commission)|(?:Office|Bureau|Division|Section) (?:of|for) (?:the )?{_CAPITAL}(?: (?:and )?{_CAPITAL}){{0,2}}"
_ALONE = patterns().source("agency.alone")
_SHORT = r"(?:,? \((?P<short>[A-Z][A-Z&]{1,7})\))?"
_OF_PLACE = rf"(?:,? (?i:of (?:the )?|for (?:the )?)?(?:(?i:State|Commonwealth) (?i:of) (?i:{_STATE}))|,? (?i:of) (?i:{_STATE})(?![\w-]))?"
_NAME = re.compile(
    rf"(?<![\w.’'-])(?:{_OF}|{_BEFORE}|(?:{_PLACE} )?(?:{_ALONE}))(?![\w-]){_OF_PLACE}{_SHORT}"
)
_RUNS_ON = re.compile(
    r"(?<=\band)\n|(?<=\bof)\n|(?<=\bthe)\n|(?<=\bfor)\n|(?<=Insurance)\n(?=Department|Division|Commissioner|Bureau)|(?<=Department)\n(?=of )"
    rf"|(?<=\bthe )(?i:{_STATE})\n(?=(?:Insurance|Department|Division|Bureau) )"
)  # a name broken between blocks
_DOTS = re.compile(r"(?<=\b[A-Z])\.|(?<=\b(?:St|No))\.|(?<=\b(?:Ave|Ste|Box))\.|(?<=\bDept)\.")
_OFFICE = re.compile(r"bureau|division|office", re.I)  # stands under its department
_LINK = re.compile(r",? (?:(?:of|in|at|within|part of) )?(?:the )?|[’']s | [–—-] |, | / ?")
_DESK = patterns().source("agency.desk")
_UNDER = re.compile(rf"(?:, | [–—-] | (?=Office ))(?P<unit>{_LOOSE}|{_DESK})(?![\w-]){_SHORT}")
_OVER = re.compile(
    rf"(?P<unit>{_LOOSE})(?:, |(?<=Authority) |(?<=Agency) |(?<=Commission) | of the | [–—-] | (?:at|within|in) the )$"
)
_WHOSE = pattern("agency.whose")
_BY_NAME = re.compile(rf"(?<![\w-])(?:{_ALONE})")
_REVIEW, _HELP, _NOT_THIS = pattern("agency.review"), pattern("agency.help"), pattern("agency.not_this")
_INSURANCE, _LABOR = pattern("agency.insurance"), pattern("agency.labor")
_OMBUDSMAN, _HEAD = pattern("agency.ombudsman"), pattern("agency.head")
_PERSONNEL, _WELFARE = pattern("agency.personnel"), pattern("agency.welfare")
_PERSONNEL_WHOLE = re.compile(r".*Personnel Management(?: \(OPM\))?")
_NEVER, _HEARD = pattern("agency.never"), pattern("agency.heard")
LONGEST = 110  # characters of a name
AROUND = 170  # characters on either side in which its sentence speaks of it
LEAST = 0.55  # worth below which an agency is only named


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency of a letter: its fullest printing, its short form, and what the letter says of it."""

    text: str
    start: int
    end: int
    rule: str
    short: str | None = None


def agencies(text: str) -> list[Agency]:
    """Every printing of an agency's name, with the offices that stand within or over it, in order."""
    whole: list[Agency] = []
    text = _RUNS_ON.sub(lambda m: m[0].replace("\n", " "), text)
    for match in _NAME.finditer(text):
        if len(match[0]) > LONGEST:
            continue
        start, end, short = match.start(), match.end(), match["short"]
        if (
            whole
            and start - whole[-1].end < 12
            and (
                _LINK.fullmatch(text, whole[-1].end, start)
                or (text[whole[-1].end : start] == "\n" and _OFFICE.match(match[0]))
            )
        ):
            last = whole[-1]
            whole[-1] = replace(last, end=end, short=short or last.short)
            continue
        if over := _OVER.search(text[max(0, start - 70) : start]):
            begin = max(0, start - 70) + over.start()
            if not (whole and begin < whole[-1].end):
                start = begin
        whole.append(Agency("", start, end, "", short))
    out = []
    for one in whole:
        end = one.end
        if (under := _UNDER.match(text, end)) and len(text[one.start : under.end()]) < LONGEST:
            one = replace(one, end=under.end(), short=under["short"] or one.short)
        lead = re.match(r"(?:The|THE) ", text[one.start : one.end])
        one = replace(one, start=one.start + (lead.end() if lead else 0))
        name = " ".join(text[one.start : one.end].split()).strip(" ,.;:")
        if _NEVER.search(name) or not (_WHOSE.search(name) or _BY_NAME.search(name)):
            continue
        if (cut := _PERSONNEL_WHOLE.match(name)) and cut.end() < len(name):
            one, name = replace(one, end=one.start + cut.end()), cut[0]
        out.append(replace(one, text=name, rule=f"regulator.{_rule(name)}"))
    return out


def _rule(name: str) -> str:
    if _LABOR.search(name):
        return "labor"
    if _PERSONNEL.search(name):
        return "federal"
    if re.match(r"(?i:maximus|acentra|commence|livanta|c2c|defense health)", name):
        return "reviewer"
    if re.match(r"U\.? ?S\b|United", name):
        return "agency"
    if _INSURANCE.search(name):
        return "department"
    return "medicaid" if _WELFARE.search(name) else "agency"


def regulators(sheet: Sheet) -> list[Said]:
    """Agencies to complain to or that hear the case, strongest first."""
    found = agencies(sheet.text)
    worths: dict[str, float] = {}
    fullest: dict[str, Agency] = {}
    for one in found:
        key = next((k for k in fullest if _one(one.text, k)), one.text)
        best = fullest.get(key)
        worth = max(_worth(sheet, one, a, b) for a, b in _places(sheet, one))
        if best is None or _says_more(one, worth, best, worths[key]):
            fullest[key] = one
        worths[key] = max(worth, worths.get(key, -9.0)) + (0.04 if key in worths else 0.0)
    said = [Said(a.text, a.start, a.end, worths[k], a.rule) for k, a in fullest.items()]
    helps = _OMBUDSMAN.search  # and decides nothing: last
    said = [s for s in said if s.score >= LEAST]
    return sorted(said, key=lambda s: (bool(helps(s.value)), -s.score, s.start))


def _places(sheet: Sheet, one: Agency) -> Iterator[tuple[int, int]]:
    """Where the letter speaks of it: its name, and the short form that it gives to it."""
    yield one.start, one.end
    if one.short:
        for match in re.finditer(rf"(?<![\w(]){re.escape(one.short)}(?![\w)])", sheet.text):
            yield match.span()


def _worth(sheet: Sheet, one: Agency, start: int, end: int) -> float:
    text = sheet.text
    before, after = (
        _DOTS.sub("", x.replace("§", ""))
        for x in (text[max(0, start - AROUND) : start], text[end : end + 130])
    )
    around = f"{before}§{after}"
    worth = {
        "department": 0.78,
        "labor": 0.62,
        "federal": 0.72,
        "medicaid": 0.45,
        "reviewer": 0.4,
        "agency": 0.45,
    }[one.rule.partition(".")[2]]
    worth += 0.3 * bool(_REVIEW.search(around)) + 0.15 * bool(_HELP.search(around))
    worth += 0.13 * bool(_HEARD.search(one.text) and len(one.text.split()) > 2)
    worth += 0.13 * bool(_OMBUDSMAN.search(one.text))  # whose work it is to help
    worth -= 0.9 * bool(_NOT_THIS.search(around))
    return worth


def _says_more(one: Agency, worth: float, other: Agency, its: float) -> bool:
    """Whether the first printing of one agency is the fuller one, or as full and of more worth."""
    heads = [bool(_HEAD.search(a.text)) for a in (one, other)]
    if heads[0] != heads[1]:
        return heads[1]  # the agency goes before who heads it
    first, second = _words(one.text), _words(other.text)
    return first > second or (not first < second and (len(one.text), worth) > (len(other.text), its))


_INSURANCE_ONLY = re.compile(r"\b(?i:insurance)\b")


def _other_states(a: str, b: str) -> bool:
    """Whether both name a state, and not the same one."""
    one, other = ({s.lower() for s in _A_STATE.findall(x)} for x in (a, b))
    return bool(one and other) and one != other


_A_STATE = re.compile(rf"\b(?:{_STATE})\b", re.I)


def _words(name: str) -> set[str]:
    common = {"the", "of", "and", "state", "for", "united", "states"}
    return set(re.findall(r"\w{2,}", name.lower())) - common - {"ebsa", "opm"}


def _one(a: str, b: str) -> bool:
    """Whether two printings are of one agency: every word of the shorter in the longer, or EBSA for its long name."""
    if any(k.search(a) and k.search(b) for k in (_LABOR, _PERSONNEL)):
        return True
    if _HEAD.search(a) or _HEAD.search(b):  # "Director of Insurance" and "Nebraska Department of Insurance"
        return all(_INSURANCE_ONLY.search(x) for x in (a, b)) and not _other_states(a, b)
    for short, long in ((a, b), (b, a)):
        initials = "".join(w[0] for w in re.findall(r"[A-Z][\w-]*", long))
        if short.isupper() and " " not in short and len(short) > 2 and short in initials:
            return True
        if set() < _words(short) <= _words(long):
            return True
    return False
