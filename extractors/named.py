"""Every name of a letter that may be its patient's: whole, in parts, broken over lines, surname first."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.base import Sheet
from extractors.lexicon import pattern, patterns
from extractors.people import CREDENTIAL, NAME, PRODUCT, TITLE, Person, clean, is_person
from extractors.plan import STATES
from extractors.providerplaces import FIRM
from extractors.providersigns import FACILITY_WORD
from extractors.reading import Reading

DEAR = re.compile(
    r"\b(?:Dear|Hello|Hi|Hola|Estimad[oa]s?|Aloha|Greetings,?|Good (?:[Mm]orning|[Dd]ay|[Aa]fternoon),?)\s+(?P<title>(?:(?:Mr|Mrs|Ms|Miss|Mx|Sr|Sra|Srta|Brother|Sister|Dr|Doctor|Prof|Rev)\.? )+)?(?P<who>[^\n,:;.!]{2,60})"
)
PATIENT = pattern("member.patient")
_NAME = re.compile(NAME)
_SURNAME_FIRST = re.compile(
    r"(?<![\w’'-])(?P<last>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?), ?(?P<first>[A-Z][\w’'-]+(?: [A-Z]\b\.?)?)\W*"
)
_LEAD = pattern("member.lead")
_KIN_BEFORE = re.compile(rf"{pattern('member.kin').pattern},? $", re.I)
_CREDENTIAL = re.compile(rf",? {CREDENTIAL}(?![\w.])|, (?:Esq|J\.?D|CPA)\b")
_TOWN = re.compile(rf", (?:{'|'.join(s.title() for s in STATES)})$")  # "Peoria, Illinois"
_LINE_END = re.compile(r"(?:\A|\n)\Z")


def candidates(reading: Reading, ruled: Sequence[Person], to: Person | None) -> list[list[Person]]:
    """Every name of the letter, and its beginnings and ends, each with all its places."""
    sheet = reading.sheet
    by_key: dict[tuple[str, ...], list[Person]] = {}
    parts: list[Person] = []
    spans = [_bare(sheet, p) for p in (*ruled, *([to] if to else []))]
    for block in sheet.blocks:
        for match in _NAME.finditer(block.text) if len(block.segments) > 1 else ():
            start, end = block.start + match.start(), block.start + match.end()
            cell = len(match[0]) == len(block.text)  # a narrow column broke it
            if sheet.segment_at(start) is not sheet.segment_at(end - 1) and (
                cell or not _LINE_END.search(sheet.text[:start][-3:])
            ):
                spans.append(_bare(sheet, Person(match[0], start, end, 0.0, "member.broken")))
    for segment in sheet.segments:
        start = sheet.offset_of(segment)
        for match in _NAME.finditer(segment.text):
            name = _bare(
                sheet, Person(match[0], start + match.start(), start + match.end(), 0.0, "member.name")
            )
            spans.append(name)
            parts += _parts(name)
        for match in _SURNAME_FIRST.finditer(segment.text):
            before = segment.text[max(0, match.start() - 45) : match.start()]
            row = match.start() == 0 and match[0].isupper()  # a table's first cell
            if (
                row
                or len(match[0]) == len(segment.text)
                or PATIENT.search(before)
                or _KIN_BEFORE.search(before)
            ):
                text = match[0].strip(" ,.:;")
                spans.append(Person(text, start + match.start(), start + match.end(), 0.0, "member.listed"))
    for person in spans:
        key = key_of(person.text)
        if len(key) > 1 and is_person(person.text.replace(",", " ")):
            by_key.setdefault(tuple(sorted(key)), []).append(person)
    greeted = {w for m in DEAR.finditer(sheet.text) for w in m["who"].lower().split()}
    for (
        person
    ) in parts:  # those that stand whole elsewhere, or that the letter greets, or that touch other words
        key = key_of(person.text)
        touched = person.rule == "member.end"
        if (
            len(key) > 1
            and is_person(person.text)
            and (tuple(sorted(key)) in by_key or key[-1] in greeted or touched)
        ):
            by_key.setdefault(tuple(sorted(key)), []).append(replace(person, rule="member.part"))
    return [
        places
        for places in by_key.values()
        if not any(n.sure >= 0.8 for h in reading.names.find(places[0].text) for n in h.names)
        and not _TOWN.search(places[0].text)
        and not any(PRODUCT.match(sheet.text, p.end) for p in places)
        and not (any(treats(sheet, p) for p in places) and all(p.rule in _UNLABELLED for p in places))
        and not (FACILITY_WORD.search(places[0].text) or FIRM.search(places[0].text))
        and not (_of_a_house(sheet, places[0].text) and not any(p.rule.startswith("text.") for p in places))
    ]


def _of_a_house(sheet: Sheet, name: str) -> bool:
    """Whether the letter has the name as the beginning of a house's ("Meridian Park University Hospital", "Larch Mills, Inc.")."""
    found = re.finditer(rf"{re.escape(name)}(?: {_HOUSE}|{_COMPANY})", sheet.text)
    ends = (m.start() + len(name) for m in found)
    # in one line: under a patient's name may stand the house where the patient lives
    return any(sheet.segment_at(end - 1) is sheet.segment_at(end + 1) for end in ends)


_COMPANY = r",? (?:Inc|LLC|L\.L\.C|Corp|Corporation|Company|Co\.)\b"
_HOUSE = r"(?:[A-Z][\w’'&-]+ ){0,3}" + patterns().source("member.house")
_UNLABELLED = (
    "member.name",
    "member.part",
    "member.broken",
    "person.addressee",
    "person.salutation",
    "person.in_line",
)


def treats(sheet: Sheet, person: Person) -> bool:
    """Whether the name is a doctor's or a lawyer's, by the letters behind it or the title before it."""
    before = sheet.text[max(0, person.start - 5) : person.start]
    return bool(_CREDENTIAL.match(sheet.text, person.end) or re.search(r"\bDrs?\.? $", before))


def _bare(sheet: Sheet, person: Person) -> Person:
    """The name without the title, the greeting or the label before it and the role after it."""
    text = person.text
    start = 0
    while lead := (_LEAD.match(text[start:]) or TITLE.match(text[start:])):
        start += lead.end()
    bare = clean(text[start:]) if "," in text or not start else text[start:].strip(" ,")
    at = text.find(bare)
    if not bare or at < 0:
        return person
    return replace(person, text=bare, start=person.start + at, end=person.start + at + len(bare))


def _parts(name: Person) -> list[Person]:
    """The beginnings and ends of a printed name: words of a label or of a firm may touch it."""
    words = list(re.finditer(r"\S+", name.text))
    strange = len(words) > 3 or not is_person(name.text)
    spans = []
    for i, j in itertools.combinations(range(len(words)), 2):
        if j - i > 3:
            continue
        if (i, j) != (0, len(words) - 1) and (i == 0 or j == len(words) - 1):
            a, b = words[i].start(), words[j].end()
            rule = "member.end" if strange else "member.part"
            spans.append(Person(name.text[a:b].strip(" ,"), name.start + a, name.start + b, 0.0, rule))
    return spans


def key_of(text: str) -> list[str]:
    return [
        w for w in re.findall(r"[\w’'-]{2,}", clean(text).lower()) if w not in ("jr", "sr", "ii", "iii", "iv")
    ]
