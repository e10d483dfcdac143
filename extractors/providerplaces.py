"""Where a letter prints names that may be a provider's: behind labels, in rows, by their form, by what is said of them."""

import re
from collections.abc import Iterator

from extractors.base import Sheet
from extractors.charges import Row
from extractors.lexicon import pattern, patterns
from extractors.people import CREDENTIAL, FACILITY, NAME, PROFESSIONAL, Person, is_person
from extractors.providersigns import FACILITY_WORD
from extractors.reading import Reading

_VALUE_END = re.compile(
    r"\s+(?:[|•·]|NPI|NCPDP|TIN|Tax ID|Phone|Fax|ATTN)\b|;|\s—\s|,? \bN(?:PI|CPDP)\b|(?<=[a-z]{3})\.\s|\s\d{2,6}\s(?=[A-Z])|:\s*$"
)

_CASED = r"(?:(?:St|Mt|Ft|Ste|[A-Z])\.|[A-Z][\w&'’-]*(?:\.(?=[a-z]))?|&)"

_ONE = r"[A-Z][\w&-]+,? (?:Inc|LLC|Corp|Co|Ltd|PC|PLLC)\b\.?|[A-Z][a-z]+[A-Z][a-z]\w+"  # "Natera, Inc.", "CoxHealth"
_ORG = rf"(?:{_CASED}(?: (?:{_CASED}|of|and|the|for|at|de|la)){{0,6}} {_CASED}(?:,? (?:Inc|LLC|PC|PLLC|PA|P\.[AC]\.))?|{_ONE})"

_CARE, _DOES = patterns().source("provider.care"), patterns().source("provider.acts")

_CLAIM = patterns().source("provider.in_claim")
_TRADE = patterns().source("provider.firm_trade")

_OF_CARE = re.compile(
    rf"\b(?i:{_CARE})\b(?:[^.;\n]|\.(?=\d)|(?<=[A-Z][a-z]{{2}})\.|(?<=Sept)\.){{0,70}}?\b(?:from|by|at|of|with|to) (?:the |our )?(?P<value>{_ORG})"
)
_OF_LIST = re.compile(  # "Inpatient admission, Jefferson Health, May 30", a line of its own
    rf"(?i:{_CARE})\b[^.;:\n]{{0,30}}, (?P<value>{_ORG})(?=, (?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|\n)"
)
_IN_CLAIM = re.compile(  # "Claim 25-0811-6604 (CoxHealth, service 14 July 2025, $22,318.77)"
    rf"{_CLAIM}(?P<value>{_ORG})(?=,[^.;\n]{{0,40}}(?:\d/\d|\b20\d\d\b|\$))"
)
_ACTS = re.compile(rf"(?P<value>{_ORG})(?: \([^()\n]{{3,40}}\))?,? (?:has |have |had |also )?{_DOES}\b")

LETTERS = patterns().source("provider.letters")

UNPOINTED = (
    re.compile(  # "Wendell Hruska MD", "Whitaker, Jolene MD": letters without a comma, the surname first
        rf"{NAME} {LETTERS}|(?:[A-Z][\w’'-]+ )?[A-Z][\w’'-]+, [A-Z][\w’'-]+(?: [A-Z]\b\.?)?,? {LETTERS}"
    )
)

_TRADES = patterns().source("provider.trade")

_BY_TRADE = re.compile(  # a name told by the trade before or after it
    rf"(?P<value>{NAME})(?:,? {CREDENTIAL}\b)?,? (?:an?|the|your|his|her|our member’s) (?:[a-z][\w-]* ){{0,4}}{_TRADES}\b|"
    rf"\b{_TRADES}(?: who [^.;\n]{{3,40}})?(?: is|:| was|,) (?P<single>(?:Dr\.? )?{NAME}(?:,? {CREDENTIAL}\b)?)"
)

_COPY = re.compile(rf"(?:^|\n)\W*(?:cc?|copy|copies|copy to|xc)\b:? +(?:to )?(?P<value>{_ORG})", re.I)

_DOCTOR = patterns().source("provider.doctor")
_YOURS = re.compile(  # "your own doctor, Adaeze Mbeki", "Dr Kolstad"
    rf"\b(?:[Yy]our|[Hh]er|[Hh]is|[Tt]heir)(?: own| treating| family| primary| care)* {_DOCTOR}s?,? (?P<value>(?:Dr\.? )?{_CASED}(?: {_CASED}){{1,3}}(?:,? {CREDENTIAL}\b)?)|"
    r"\b(?P<single>Dr\.? [A-Z][a-z’'-]+[a-z]\b(?!’|'|-| [A-Z][a-z]))"
)

_FIRM_END = patterns().source("provider.firm_end")
FIRM = re.compile(  # a house by the trade it ends on, where no list has the word
    rf"(?<![\w’'])(?:[A-Z][\w’'&-]+ (?:(?:and|of|the|&) )?){{1,4}}{_TRADE}\b(?: {_FIRM_END})*"
)

_SYSTEMS = patterns().source("provider.system")
_SYSTEM = re.compile(  # "Henry Ford Wyandotte", "UnityPoint Health – Meriter": a system's name and a town's or a saint's
    rf"(?:{_SYSTEMS})(?:(?: [–-] | )(?!(?:Health )?Plans?\b|HealthPlans?\b|Bronze|Silver|Gold|Platinum|Insurance|Advantage|Medicare|Medicaid|HMO|PPO|Claim|On\b|The\b){_CASED}){{1,4}}"
)
_PIECE = re.compile(  # a part of a line about a claim, set off by dashes or dots
    rf"(?:[—·•|]|\s–) ?(?P<value>{_CASED}(?: (?:{_CASED}|of|and|the|for|at|de|la)){{1,5}})(?= ?(?:[—·•|(\n]|–\s|$))"
)

_SENTENCE = re.compile(  # a label's value that names nobody
    r"(?i:" + patterns().source("provider.sentence") + r")|\?|(?:\b[a-z]{4,}\b.*){3}"
)  # a label's value that names nobody

_OFFICE = pattern("provider.office")  # nurses, coders and pharmacists who sign for the plan


def names_in(reading: Reading, to: Person | None) -> Iterator[Person]:
    sheet, lexicon = reading.sheet, reading.lexicon
    for charge in reading.claims.denied_charges[:1]:
        if len(cell := billed_by(charge.row)) > 5:
            at = sheet.text.find(cell)
            start = at if at >= 0 else charge.start
            yield Person(cell, start, start + len(cell), 0.9, "provider.row")
    for pair in reading.labelled:
        value = _VALUE_END.split(pair.text)[0].strip(" ,;:.") if pair.field == "provider" else ""
        if (
            value
            and not any(lexicon.cell(f, value) for f in ("column", "text", "id", "date"))
            and not _SENTENCE.search(value)
            and not value.startswith("NPI")
        ):
            yield Person(value, pair.start, pair.start + len(value), pair.score, pair.rule)
    for match in PROFESSIONAL.finditer(sheet.text):
        if not _OFFICE.search(match[0]):
            yield Person(match[0], match.start(), match.end(), 0.5, "provider.professional")
    houses = list(FACILITY.finditer(sheet.text))
    for match in houses:
        if len(match[0].split()) > 1:
            yield Person(match[0], match.start(), match.end(), 0.5, "provider.facility")
    yield from _capitals(sheet)
    for match in UNPOINTED.finditer(sheet.text):
        if is_person(re.sub(rf",? {LETTERS}$", "", match[0]).replace(",", "")):
            yield Person(match[0], match.start(), match.end(), 0.5, "provider.professional")
    for match in _SYSTEM.finditer(sheet.text):
        if not any(h.start() < match.end() and match.start() < h.end() for h in houses):
            yield Person(match[0], match.start(), match.end(), 0.5, "provider.facility")
    for match in FIRM.finditer(sheet.text):
        yield Person(match[0], match.start(), match.end(), 0.5, "provider.firm")
    for form, rule in (
        (_OF_CARE, "provider.of_care"),
        (_OF_LIST, "provider.of_care"),
        (_IN_CLAIM, "provider.of_care"),
        (_ACTS, "provider.acts"),
        (_COPY, "provider.copy"),
        (_YOURS, "provider.yours"),
        (_BY_TRADE, "provider.by_trade"),
        (_PIECE, "provider.piece"),
    ):
        for match in form.finditer(sheet.text):
            name = "value" if match["value"] else "single"
            if rule == "provider.piece" and not _on_claim_line(sheet, match):
                continue
            yield Person(match[name], match.start(name), match.end(name), 0.5, rule)
    for start, end in reading.tags.seen("provider"):
        yield Person(sheet.text[start:end], start, end, 0.5, "provider.tag")
    if to and (FACILITY.search(to.text) or re.search(CREDENTIAL + r"\b", to.text) or not is_person(to.text)):
        yield Person(to.text, to.start, to.end, 0.62, "provider.addressee")


def _capitals(sheet: Sheet) -> Iterator[Person]:
    """Houses printed in capitals, which the forms of their names are not."""
    for block in sheet.blocks:
        if len(block.text) > 160 or not block.text.isupper():
            continue
        titled = block.text.title()
        for form in (FACILITY, FIRM):
            for match in form.finditer(titled) if len(titled) == len(block.text) else ():
                if len(match[0].split()) > 1 and "\n" not in match[0]:
                    start, end = block.start + match.start(), block.start + match.end()
                    yield Person(sheet.text[start:end], start, end, 0.5, "provider.facility")


def _on_claim_line(sheet: Sheet, match: re.Match[str]) -> bool:
    line = sheet.segment_at(match.start("value")).text
    return not match["value"].isupper() and bool(re.search(r"\bclaim\b|\d\.\d\d|\d/\d|\d{6}", line, re.I))


def billed_by(row: Row) -> str:
    """Who billed a row of a claim table: its own column, or the name before the service in one cell."""
    if cell := row.text("provider"):
        return cell
    parts = re.split(r"\s[–—-]\s|,\s(?=[a-z])", row.text("service") or row.text("date"), maxsplit=1)
    named = len(parts) == 2 and (FACILITY.search(parts[0]) or FACILITY_WORD.search(parts[0]))
    return parts[0] if named and not re.search(r"\d{4}", parts[0]) else ""
