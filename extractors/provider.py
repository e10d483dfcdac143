"""Who gave, asked for or ordered the service: every name that may be meant, and what speaks for each.

The weights of the signs were fitted on the labelled letters of this repository (tests/benchmarks/fit_ranking.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors import namewords
from extractors.base import Segment, Sheet
from extractors.lexicon import pattern, patterns
from extractors.party import plain
from extractors.people import CREDENTIAL, FACILITY, PROFESSIONAL, Person, same
from extractors.providerplaces import LETTERS, UNPOINTED, names_in
from extractors.providersigns import FACILITY_WORD, stays
from extractors.providersigns import signs as signs_of
from extractors.ranking import chances, weights
from extractors.reading import Reading

_LEAST = 0.12  # chance below which no name is given
_NO_PROVIDER = pattern("provider.never")
_LEAD = pattern("provider.lead")
_DEPARTMENT = pattern("provider.department")
_RULE = re.compile(r"\s*[-=_*]{5,}")  # a line drawn under it
_TAIL = re.compile(patterns().source("provider.tail") + r"|(?<=[a-z]{3})\.$")
_ADDRESS = pattern("provider.address")
_NO_HOUSE = pattern("provider.no_house")
_ORIGIN = pattern("provider.origin")
_WEB = re.compile(r"\.(?:com|org|net|gov|us)\b")
_NUMBERED = re.compile(r"^(?:\S*\d{3,}\S*\s+)+(?=[A-Z])")  # numbers of other cells before a name
# the house's own number of the patient, or the code of what it did
_ACCOUNT = re.compile(r"(?<=[a-z.])(?:(?:,| [–—-])? [A-Z]{0,4}-?\d[\d-]{3,})+$")
_SAID = pattern("provider.said")
_DOCTORS = re.compile(r"(?<=[a-z])[’']s$")  # "Dr. Barakat’s"
_TITLED = re.compile(r"\bDr\.? $")


def provider(reading: Reading, to: Person | None, billed: bool, member: str) -> Person | None:
    """The provider of the letter: the likeliest of its candidates, where it is likely enough."""
    found = candidates(reading, to, member)
    odds = chances(weights("provider"), features(reading, found, to, billed))
    if not odds or max(odds) < _LEAST:
        return None
    places, chance = max(zip(found, odds, strict=True), key=lambda f: f[1])
    best = shown(places)
    return _with_partner(reading.sheet, replace(best, score=min(0.95, 0.35 + 0.6 * chance)))


def candidates(reading: Reading, to: Person | None, member: str) -> list[list[Person]]:
    """Every name that may be the provider's, with all its places."""
    sheet, names = reading.sheet, reading.names
    found: list[list[Person]] = []
    doctors = [m.span() for m in PROFESSIONAL.finditer(sheet.text)]
    for person in (_cut(reading, p, doctors) for p in names_in(reading, to)):
        lead = _LEAD.match(person.text)
        cut = lead.end() if lead else 0
        if (office := _DEPARTMENT.match(person.text[cut:])) and FACILITY.search(
            person.text, cut + office.end()
        ):
            cut += office.end()
        if numbers := _NUMBERED.match(person.text[cut:]):
            cut += numbers.end()
        text = _RULE.split(_TAIL.sub("", _ACCOUNT.sub("", person.text[cut:])))[0].strip(" ,;:*·•|")
        text = _DOCTORS.sub("", text)
        if len(text) < 4 or len(text) > 120 or "\n" in text or _NO_PROVIDER.search(text):
            continue
        if FACILITY_WORD.fullmatch(text) or _WEB.match(sheet.text, person.end):
            continue  # "Your Pharmacy Team", "at MyPrime.com"
        if (
            (member and same(text, member))
            or (not re.search(r"[A-Z][a-z]|[A-Z]{3}", text))
            or re.search(r"\d\.\d\d", text)
        ):
            continue
        if (
            re.search(r"[:$?]", text)
            or _SAID.search(text)
            or _NO_HOUSE.match(sheet.text[person.end : person.end + 16])
        ):
            continue
        if _ADDRESS.search(text + sheet.text[person.end : person.end + 8]):
            continue
        hits = [h for h in names.find(text) if any(n.sure >= 0.8 for n in h.names)]
        if any(h.end - h.start > 0.6 * len(text) for h in hits) or _of_plan(reading, text):
            continue
        start = sheet.text.find(text, person.start, person.end + 2)
        start = start if start >= 0 else person.start
        if title := _TITLED.search(sheet.text, max(0, start - 4), start):  # "Dr." belongs to the name
            start, text = title.start(), title[0] + text
        clauses = sheet.clause(start, 120), sheet.clause_after(start + len(text), 60)
        if _ORIGIN.search("§".join(clauses).replace("\n", " ")):
            continue
        place = Person(text, start, start + len(text), person.score, person.rule)
        for places in found:
            if any(_alike(text, p.text) for p in places):
                places.append(place)
                break
        else:
            found.append([place])
    return found


def _of_plan(reading: Reading, text: str) -> bool:
    """Whether a name is that of the plan, or the first words of it ("US Health and Life" of "... Insurance Company")."""
    if reading.plans is None or reading.plans.party < 0 or len(text.split()) < 2:
        return False
    names = {
        p.text for p in reading.plans.candidates[reading.plans.party].party.places if p.why == "letterhead"
    }
    return any(f"{plain(name)} ".startswith(f"{plain(text)} ") for name in names)


_OF = re.compile(r",? (?:of|at|with|from) (?:the )?(?=[A-Z])")
_LABELLED = re.compile(r"[A-Z](?:[\w #/-]|\.(?! [A-Z])){1,30}:")


def _cut(reading: Reading, person: Person, doctors: Sequence[tuple[int, int]]) -> Person:
    """A name without the end of a doctor's before it ("Dr. Eino Saari of Black Hills Clinic"), or of other lines' text."""
    sheet, start, end = reading.sheet, person.start, person.end
    told = [pair for pair in reading.labelled if pair.field == "provider"]
    for a, b in doctors:
        if a < start < b < end and (of := _OF.match(sheet.text, b, end)):
            start = of.end()
    while (first := sheet.segment_at(start)) is not sheet.segment_at(end - 1):
        following = sheet.offset_of(first) + len(first.text) + 1
        if not start < following < end:
            break
        below = sheet.segment_at(following)
        if len(first.text) < 45 and PROFESSIONAL.fullmatch(sheet.text, following, end):
            start = following  # a house over its doctor
        elif _LABELLED.match(below.text):
            end = following - 1
        elif any(p.start <= start and end <= p.end for p in told):
            break  # one cell of two lines, its label at their middle
        elif (sheet.right(first) and _is_label(reading, first)) or _is_label(reading, sheet.left(below)):
            start = following
        else:
            break
    same_span = (start, end) == (person.start, person.end)
    return person if same_span else replace(person, text=sheet.text[start:end], start=start, end=end)


def _is_label(reading: Reading, segment: Segment | None) -> bool:
    return segment is not None and any(
        reading.lexicon.cell(f, segment.text) for f in ("text", "id", "date", "column")
    )


def _alike(a: str, b: str) -> bool:
    first, second = (set(_names(t.lower().title())) for t in (a, b))
    return bool(first and second) and (first <= second or second <= first)


def shown(places: list[Person]) -> Person:
    """The place whose wording stands for a name: a label's or a table's, else the longest that is no sentence."""
    return max(
        places,
        key=lambda p: (
            p.rule.startswith("text.") and 1 < len(p.text.split()) < 9,
            p.rule == "provider.row",
            len(_names(p.text)) if len(p.text.split()) < 9 else 0,
            -p.start,
        ),
    )


def _names(text: str) -> list[str]:
    """The words of a name without title and letters."""
    return re.findall(r"\w{2,}", re.sub(rf"^Drs?\.? |,? {LETTERS}$|,? {CREDENTIAL}$", "", text))


def features(
    reading: Reading, found: list[list[Person]], to: Person | None, billed: bool
) -> list[dict[str, float]]:
    """What speaks for and against each name: each sign where it is strongest. `billed`: the care was given and billed."""
    listed = []
    starts = sorted(p.start for places in found for p in places)
    denied = reading.claims.denied_charges[:1]
    told = [pair for pair in reading.labelled if pair.field == "provider"]
    over = max((s for s in starts if denied and s < denied[0].start), default=-1)
    for places in found:
        signs: dict[str, float] = {"places": min(len(places) - 1, 5) / 5}
        for person in places:
            for name, value in signs_of(reading.sheet, person, to, billed).items():
                signs[name] = max(value, signs.get(name, 0.0))
        if any(pair.start < p.start < pair.end for p in places for pair in told):
            signs["inside"] = 1.0  # behind another name that a label tells
        if places is found[0]:
            signs["first"] = 1.0
        where = [(p.start, p.end) for p in places]
        seen = namewords.places(reading.sheet, where, shown(places).text)
        signs["words"] = namewords.words("providers", seen)
        signs["tag"] = reading.tags.best("provider", where)
        signs["over_denied"] = float(any(p.start == over for p in places))
        listed.append(signs)
    ordered = any(s.get("doctor") and (s.get("ordered") or s.get("requested")) for s in listed)
    stay = stays(reading.sheet.text)
    for signs in listed:
        signs["pharmacy_ordered"] = float(bool(signs.get("pharmacy")) and ordered)
        signs["houses_stay"] = signs.get("houses_stay", 0.0) * stay
        signs["doctor_stay"] = signs.get("doctor", 0.0) * stay
        signs["performs_ordered"] = float(bool(signs.get("performs")) and ordered)
    return listed


_BESIDE = re.compile(
    r"(?:,? (?:S\.?C|P\.?C|P\.?A|Inc|LLC|PLLC|Ltd)\b\.?)?(?:,? \(|, (?:case management|utilization (?:review|management)|discharge planning|billing office) \(|, | of | at | with |, of |, from |: |; | and | ?/ ?| [–—-] )(?:the )?"
)


def _with_partner(sheet: Sheet, person: Person) -> Person:
    """A facility with the doctor printed beside it, or the other way about: both, as printed."""
    whole = FACILITY.search(person.text) or FACILITY_WORD.search(person.text)
    single = PROFESSIONAL.search(person.text) or re.match(r"Dr\.? [A-Z]", person.text)
    if bool(whole) == bool(single) or len(person.text) > 70:
        return person
    others = (FACILITY,) if single else (PROFESSIONAL, UNPOINTED)
    if after := _BESIDE.match(sheet.text, person.end):
        for other in others:
            if (match := other.match(sheet.text, after.end())) and "\n" not in match[0]:
                end = match.end() + (sheet.text[match.end() : match.end() + 1] == ")")
                return replace(person, text=sheet.text[person.start : end], end=end)
    for other in others:
        for match in other.finditer(sheet.text, max(0, person.start - 90), person.start):
            if _BESIDE.fullmatch(sheet.text, match.end(), person.start) and "\n" not in match[0]:
                lead = _LEAD.match(match[0])
                start = match.start() + (lead.end() if lead else 0)
                closes = "(" in sheet.text[match.end() : person.start]
                end = person.end + (closes and sheet.text[person.end : person.end + 1] == ")")
                return replace(person, text=sheet.text[start:end], start=start, end=end)
    return person
