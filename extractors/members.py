"""Who the patient is: every name of the letter, and what speaks for each.

A label, the salutation, a number or a day of birth beside the name, what its sentence says, how often the letter speaks
of the name. The weights were fitted on the labelled letters of this repository (tests/benchmarks/fit_ranking.py), so
that a label of a wording never seen takes nobody's name away.
"""

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.base import Sheet
from extractors.lexicon import pattern, patterns
from extractors.people import CREDENTIAL, NAME, Person, clean, is_person, related
from extractors.plan import STATES
from extractors.providerplaces import FIRM
from extractors.providersigns import FACILITY_WORD
from extractors.ranking import chances, weights
from extractors.reading import Reading

LEAST = 0.2  # chance below which nobody is named
UNTOLD = 0.22  # the same of a name that no rule tells, in a letter that may name nobody

_NAME = re.compile(NAME)
_SURNAME_FIRST = re.compile(
    r"(?<![\w’'-])(?P<last>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?), ?(?P<first>[A-Z][\w’'-]+(?: [A-Z]\b\.?)?)\W*"
)
_DEAR = re.compile(
    r"\b(?:Dear|Hello|Hi|Hola|Estimad[oa]s?|Aloha|Greetings,?|Good (?:[Mm]orning|[Dd]ay|[Aa]fternoon),?)\s+(?P<title>(?:(?:Mr|Mrs|Ms|Miss|Mx|Sr|Sra|Srta|Brother|Sister|Dr|Doctor|Prof|Rev)\.? )+)?(?P<who>[^\n,:;.!]{2,60})"
)
_LEAD = pattern("member.lead")
_MAY_TREAT = re.compile(r"\b(?:Dr|Doctor)\b")
_HONORIFIC = r"\b(?:Mr|Mrs|Ms|Miss|Mx|Sra?|Srta|Brother|Sister)\.? (?:[A-Z][\w’'-]* )?"
_PATIENT = pattern("member.patient")
_ABOUT = pattern("member.about")
_HOLDER = pattern("member.holder")
_KIN = pattern("member.kin")
_KIN_BEFORE = re.compile(rf"{_KIN.pattern},? $", re.I)
_OTHER = pattern("member.other")
_SAID = pattern("member.said")
_ASIDE = pattern("member.aside")
_BESIDE = pattern("member.beside")
_STREET = re.compile(r"[^\n]{0,40}?\n?(?:\d+[\w-]* [A-Z\d]|P\.?O\.? Box|Apt\b|c/o\b)", re.I)
_CREDENTIAL = re.compile(rf",? {CREDENTIAL}(?![\w.])|, (?:Esq|J\.?D|CPA)\b")
_SIGNED = re.compile(
    r"(?:\A|\n)\W*(?:Sincerely|Respectfully|Yours|Regards|Very truly|Cordially|Atentamente|Signed|By|For the|/s/)[^\n]{0,40}\n?[^\n]{0,40}$",
    re.I,
)
_COPY = re.compile(r"(?:\bcc?\b:?|\bcop(?:y|ies)\b|\bxc\b)[^.\n]{0,60}$", re.I)
_LINE_END = re.compile(r"(?:\A|\n)\Z")
_TOWN = re.compile(rf",? (?:[A-Z]{{2}}|{'|'.join(s.title() for s in STATES)})\.?,? \d{{5}}")
_LABELLED = re.compile(r"[:–—-]\s*$")


def members(reading: Reading, ruled: Sequence[Person], to: Person | None) -> list[Person]:
    """Who may be the patient, likeliest first; nobody where none is likely enough. `ruled` are names that rules tell."""
    found = candidates(reading, ruled, to)
    odds = chances(weights("member"), features(reading, found, ruled, to))
    listed = sorted(zip(found, odds, strict=True), key=lambda f: -f[1])
    told = {tuple(sorted(_key(p.text))) for p in ruled}
    return [
        replace(shown(places), score=0.4 + 0.55 * chance)
        for places, chance in listed
        if chance >= (LEAST if tuple(sorted(_key(places[0].text))) in told else UNTOLD)
    ]


def shown(places: Sequence[Person]) -> Person:
    """The place whose wording stands for the name: a rule's, else the first of the longest."""
    return max(places, key=lambda p: (len(p.text.split()), p.rule != "member.name", -p.start))


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
                or _PATIENT.search(before)
                or _KIN_BEFORE.search(before)
            ):
                text = match[0].strip(" ,.:;")
                spans.append(Person(text, start + match.start(), start + match.end(), 0.0, "member.listed"))
    for person in spans:
        key = _key(person.text)
        if len(key) > 1 and is_person(person.text.replace(",", " ")):
            by_key.setdefault(tuple(sorted(key)), []).append(person)
    greeted = {w for m in _DEAR.finditer(sheet.text) for w in m["who"].lower().split()}
    for (
        person
    ) in parts:  # those that stand whole elsewhere, or that the letter greets, or that touch other words
        key = _key(person.text)
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
        and not (any(_treats(sheet, p) for p in places) and all(p.rule in _UNLABELLED for p in places))
        and not (FACILITY_WORD.search(places[0].text) or FIRM.search(places[0].text))
        and not (_of_a_house(sheet, places[0].text) and not any(p.rule.startswith("text.") for p in places))
    ]


def _of_a_house(sheet: Sheet, name: str) -> bool:
    """Whether the letter has the name as the beginning of a house's ("Meridian Park University Hospital", "Larch Mills, Inc.")."""
    return bool(re.search(rf"{re.escape(name)}(?: {_HOUSE}|{_COMPANY})", sheet.text))


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


def _treats(sheet: Sheet, person: Person) -> bool:
    """Whether the name is a doctor's or a lawyer's, by the letters behind it or the title before it."""
    before = sheet.text[max(0, person.start - 5) : person.start]
    return bool(_CREDENTIAL.match(sheet.text, person.end) or re.search(r"\bDrs?\.? $", before))


def _bare(sheet: Sheet, person: Person) -> Person:
    """The name without the title, the greeting or the label before it and the role after it."""
    text = person.text
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    bare = clean(text[start:]) if "," in text or lead is None else text[start:].strip(" ,")
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


def _key(text: str) -> list[str]:
    return [
        w for w in re.findall(r"[\w’'-]{2,}", clean(text).lower()) if w not in ("jr", "sr", "ii", "iii", "iv")
    ]


def features(
    reading: Reading, found: Sequence[Sequence[Person]], ruled: Sequence[Person], to: Person | None
) -> list[dict[str, float]]:
    """What speaks for and against each name: each sign where it is strongest."""
    sheet = reading.sheet
    greeted = [
        (m["who"].strip().lower().split(), bool(_MAY_TREAT.search(m["title"] or "")))
        for m in _DEAR.finditer(sheet.text)
    ]
    addressed = _key(to.text) if to else []
    told = _key(ruled[0].text) if ruled else []
    kin = math.log(1 + min(4, len(_KIN.findall(sheet.text))))
    others = [p.score for p in ruled if set(_key(p.text)) != set(_key(ruled[0].text))]
    margin = min(0.4, ruled[0].score - max(others, default=0.6)) if ruled else 0.0
    made = []
    for places in found:
        signs: dict[str, float] = {}
        whole = [p for p in places if p.rule != "member.part"]
        for person in whole or places:
            for name, value in _signs(sheet, person).items():
                signs[name] = max(value, signs.get(name, 0.0))
        key = _key(places[0].text)
        signs["told"] = float(bool(whole) and told[: len(key)] == key)  # or with a word of a firm behind it
        signs["told_surely"] = signs["told"] * margin
        signs["whole"] = len(whole) / len(places)
        signs["places"] = math.log(1 + min(len(whole), 6))
        signs["never_whole"] = float(not whole)
        signs["addressee"] = float(bool(addressed) and set(key) == set(addressed))
        signs["family"] = float(related(key, addressed))
        signs["kin_family"], signs["kin_to"] = signs["family"] * kin, signs["addressee"] * kin
        for words, doctor in greeted[:3]:
            kind = "dear_doctor" if doctor else "dear"
            if words == key or set(key) <= set(words):
                signs[f"{kind}_full"] = 1.0
            elif words[-1:] == key[-1:]:
                signs[f"{kind}_last"] = 1.0
            elif words[:1] == key[:1]:
                signs[f"{kind}_first"] = 1.0
        last, first = re.escape(key[-1]), re.escape(key[0])
        signs["honoured"] = math.log(
            1 + min(6, len(re.findall(rf"(?i:{_HONORIFIC})(?i:{last})\b", sheet.text)))
        )
        signs["by_first"] = math.log(
            1 + min(6, len(re.findall(rf"\b(?i:{first})\b(?! (?i:{last}))", sheet.text)))
        )
        signs["doctored"] = float(bool(re.search(rf"\bDrs?\.? (?:[A-Z][\w.]* )?(?i:{last})\b", sheet.text)))
        for name, sign in (
            ("said", "family_said"),
            ("patient", "family_patient"),
            ("titled", "family_titled"),
        ):
            signs[sign] = signs["family"] * signs.get(name, 0.0)
        signs["words"] = float(len(key) > 3)
        signs["initial"] = float(bool(re.search(r"\b[A-Z]\.? ", places[0].text[:3])))
        made.append(signs)
    spoken = [bool(s.get("said") or s.get("patient")) for s in made]
    for signs, told_of in zip(made, spoken, strict=True):
        signs["only_spoken_of"] = float(told_of and sum(spoken) == 1)
    meant = any(s["family_said"] or s["family_patient"] for s in made)
    for signs in made:
        signs["another_meant"] = signs["addressee"] * meant
    return [{k: v for k, v in signs.items() if v} for signs in made]


def _signs(sheet: Sheet, person: Person) -> dict[str, float]:
    text, segment = sheet.text, sheet.segment_at(person.start)
    line = sheet.offset_of(segment)
    before = text[max(0, person.start - 70) : person.start]
    same_line = text[line : person.start][-60:]
    after = text[person.end : person.end + 60]
    labels = [same_line] if same_line.strip(" :*•") else []
    if not labels:
        left, over = sheet.left(segment), next(iter(sheet.above(segment, 1)), None)
        labels = [s.text for s in (left, over) if s is not None and len(s.text) < 50]
        lines = sheet.block_of(segment).segments
        if left is None and not over and lines.index(segment):
            labels.append(lines[lines.index(segment) - 1].text)
    near = [label[-45:] for label in labels]
    signs = {
        "ruled": person.score if person.rule not in ("member.name", "member.broken", "member.part", "member.listed", "person.addressee", "person.salutation") else 0.0,
        f"rule_{person.rule}": 1.0,
        "cell": float(person.start <= line + 1 and person.end >= line + len(segment.text) - 1),
        "starts": float(person.start <= line + 1),
        "patient": float(any(_PATIENT.search(x) for x in near)),
        "about": float(any(_ABOUT.search(x) for x in near)),
        "holder": float(any(_HOLDER.search(x) for x in near)),
        "other": float(any(_OTHER.search(x) for x in near)),
        "labelled": float(bool(_LABELLED.search(before))),
        "said": float(bool(_SAID.search(before.rsplit("\n")[-1] + "§" + after))),
        "aside": float(bool(_ASIDE.search(before.rsplit("\n")[-1] + "§" + after))),
        "beside": float(bool(_BESIDE.match(after))),
        "street": float(bool(_STREET.match(after))),
        "credential": float(_treats(sheet, person)),
        "town": float(bool(_TOWN.match(after))),
        "titled": float(bool(re.search(_HONORIFIC + "$", before))),
        "signed": float(bool(_SIGNED.search(before))),
        "copy": float(bool(_COPY.search(before.rsplit("\n")[-1]))),
        "top": 1.0 - sheet.top(person.start) if segment.page == sheet.first_page else 0.0,
        "first_page": float(segment.page == sheet.first_page),
        "comma": float(after[:2] == ", " and after[2:3].isupper()),
        "runs_on": float(bool(re.match(r" (?:[A-Z][a-z]|&|of [A-Z])", after))),
        "capitals": float(person.text.isupper()),
    }  # fmt: skip
    return {k: v for k, v in signs.items() if v}
