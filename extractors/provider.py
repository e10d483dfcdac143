"""Who gave, asked for or ordered the service."""

import re

from extractors.base import Sheet
from extractors.gazetteer import Gazetteer
from extractors.lexicon import Lexicon
from extractors.lines import Row
from extractors.pairs import Pair
from extractors.people import CREDENTIAL, FACILITY, PROFESSIONAL, STAFF, Person, clean, is_person, same

_NO_PROVIDER = re.compile(
    r"Member Services|Customer|Appeals|Human Services|Civil|TPA\b|Administrators|Patient Financial|Medical Services$|Department|Division|Federal Services|Correspondence|Clinical Pharmacy|"
    r"Financial Services|Insurance|Grievance|Review|Medicare|Consumer|Administrative|Board of|Managed Care|Claims|Utilization|Benefit"
)


def providers(
    sheet: Sheet, lexicon: Lexicon, names: Gazetteer, labelled: list[Pair], to: Person | None, billed: bool
) -> list[Person]:
    """Who gave, asked for or ordered the service, best first. `billed` says that the care was given and billed:

    then the facility or the firm that bills stands for the provider, before that the one who asks.
    """
    found: list[Person] = []
    for pair in labelled:
        if pair.field != "provider":
            continue
        value = re.split(
            r"\s+(?:[|•·]|NPI|TIN|Tax ID|Phone|Fax)\b|;|\s—\s|\bNPI\b|(?<=[a-z]{3})\.\s", pair.text
        )[0].strip(" ,;:.")
        if (
            len(value) < 4
            or len(value) > 120
            or not re.search(r"[A-Z][a-z]|[A-Z]{3}", value)
            or value.endswith(":")
        ):
            continue
        if _NO_PROVIDER.search(value) or lexicon.cell("column", value) or lexicon.cell("text", value):
            continue
        named = bool(PROFESSIONAL.search(value) or FACILITY.search(value) or is_person(clean(value)))
        wordy = 0.4 if re.search(r"\b[a-z]{4,} [a-z]{3,} [a-z]{3,}", value) else 1.0
        weight = pair.score * (1.0 if named else 0.78) * wordy
        found.append(Person(value, pair.start, pair.start + len(value), weight, pair.rule))
    for match in PROFESSIONAL.finditer(sheet.text):
        before, after = (
            sheet.text[max(0, match.start() - 90) : match.start()],
            sheet.text[match.end() : match.end() + 70],
        )
        if STAFF.search(before.rsplit("\n")[-1] + " " + after.split("\n")[0]) or "\n" in match[0]:
            continue
        if _OFFICE.search(match[0]):
            continue
        score = 0.5 + 0.12 * (not billed) + 0.1 * bool(_ASKED.search(before[-40:] + "§" + after[:40]))
        found.append(Person(match[0], match.start(), match.end(), score, "provider.professional"))
    for match in FACILITY.finditer(sheet.text):
        if "\n" in match[0] or len(match[0].split()) < 2 or _NO_PROVIDER.search(match[0]):
            continue
        before = sheet.text[max(0, match.start() - 60) : match.start()]
        score = 0.47 + 0.12 * billed + 0.1 * bool(_BILLED.search(before))
        found.append(Person(match[0], match.start(), match.end(), score, "provider.facility"))
    if to and (FACILITY.search(to.text) or re.search(CREDENTIAL + r"\b", to.text)):
        found.append(Person(to.text, to.start, to.end, 0.62, "provider.addressee"))
    found = [
        p
        for p in found
        if not any(
            n.sure >= 0.8 and h.end - h.start > 0.7 * len(p.text) for h in names.find(p.text) for n in h.names
        )
    ]
    scored = []
    for person in found:
        others = sum(same(person.text, o.text) for o in found) - 1
        scored.append((person.score + 0.03 * min(others, 4), -person.start, person))
    return [_with_partner(sheet, p) for _, _, p in sorted(scored, key=lambda s: (-s[0], -s[1]))]


_OFFICE = re.compile(r",\s*(?:R\.?N|LPN|CPC|RPh)\b")  # nurses, coders and pharmacists who sign for the plan
_BESIDE = re.compile(r"(?:,? \(|, | of | at | with |, of |, from |: )(?:the )?")


def _with_partner(sheet: Sheet, person: Person) -> Person:
    """A facility with the doctor printed beside it, or the other way about: both, as printed."""
    whole, single = FACILITY.search(person.text), PROFESSIONAL.search(person.text)
    if bool(whole) == bool(single) or len(person.text) > 70:
        return person
    other = FACILITY if single else PROFESSIONAL
    after = _BESIDE.match(sheet.text, person.end)
    if after and (match := other.match(sheet.text, after.end())) and "\n" not in match[0]:
        end = match.end() + (sheet.text[match.end() : match.end() + 1] == ")")
        return Person(sheet.text[person.start : end], person.start, end, person.score, person.rule)
    for match in other.finditer(sheet.text, max(0, person.start - 90), person.start):
        if _BESIDE.fullmatch(sheet.text, match.end(), person.start) and "\n" not in match[0]:
            text = sheet.text[match.start() : person.end]
            return Person(text, match.start(), person.end, person.score, person.rule)
    return person


def billed_by(row: Row) -> str:
    """Who billed a row of a claim table: its own column, or the name before the service in one cell."""
    if cell := row.text("provider"):
        return cell
    parts = re.split(r"\s[–—-]\s|,\s(?=[a-z])", row.text("service") or row.text("date"), maxsplit=1)
    return parts[0] if len(parts) == 2 and FACILITY.search(parts[0]) else ""


_ASKED = re.compile(
    r"\b(?:your (?:doctor|provider|surgeon)|request(?:ed)?|asked|order(?:ed)?|prescri\w+|office of|from|by)\b[^§]{0,30}§|§\W*(?:asked|request|wrote|sent|order|prescrib)",
    re.I,
)
_BILLED = re.compile(
    r"\b(?:bill(?:s|ed)?|claims?|charges?|services?|visit|stay|treated|seen|care|performed|from|by|at|to)\b[^.;]{0,30}$",
    re.I,
)
