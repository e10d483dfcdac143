"""Who the patient is: every name of the letter, and what speaks for each.

A label, the salutation, a number or a day of birth beside the name, what its sentence says, how often the letter speaks
of the name. The weights were fitted on the labelled letters of this repository (tests/benchmarks/fit_ranking.py), so
that a label of a wording never seen takes nobody's name away.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.base import Sheet
from extractors.kin import first_names, relations, spoken_of
from extractors.lexicon import pattern
from extractors.named import DEAR, PATIENT, candidates, key_of, treats
from extractors.people import Person, related
from extractors.plan import STATES
from extractors.ranking import chances, weights
from extractors.reading import Reading

LEAST = 0.2  # chance below which nobody is named
UNTOLD = 0.22  # the same of a name that no rule tells, in a letter that may name nobody

_MAY_TREAT = re.compile(r"\b(?:Dr|Doctor)\b")
_HONORIFIC = r"\b(?:Mr|Mrs|Ms|Miss|Mx|Sra?|Srta|Brother|Sister)\.? (?:[A-Z][\w’'-]* )?"
_ABOUT = pattern("member.about")
_HOLDER = pattern("member.holder")
_KIN = pattern("member.kin")
_OTHER = pattern("member.other")
_SAID = pattern("member.said")
_ASIDE = pattern("member.aside")
_BESIDE = pattern("member.beside")
_ACTS_FOR = pattern("member.acts_for")
_DEPENDENT = pattern("member.dependent")
_TOLD = 0.98  # chance of the only name of which the letter says whose claim it is, and how that person is the member's
_STREET = re.compile(r"[^\n]{0,40}?\n?(?:\d+[\w-]* [A-Z\d]|P\.?O\.? Box|Apt\b|c/o\b)", re.I)
_SIGNED = re.compile(
    r"(?:\A|\n)\W*(?:Sincerely|Respectfully|Yours|Regards|Very truly|Cordially|Atentamente|Signed|By|For the|/s/)[^\n]{0,40}\n?[^\n]{0,40}$",
    re.I,
)
_COPY = re.compile(r"(?:\bcc?\b:?|\bcop(?:y|ies)\b|\bxc\b)[^.\n]{0,60}$", re.I)
_TOWN = re.compile(rf",? (?:[A-Z]{{2}}|{'|'.join(s.title() for s in STATES)})\.?,? \d{{5}}")
_LABELLED = re.compile(r"[:–—-]\s*$")
# what may follow a name on its line: a letter, the head of another column, the state of an address
_STRAY = re.compile(rf" (?:[A-Z]|SR|{'|'.join(s.title() for s in STATES)})$")
_LETTERS = re.compile(r", [A-Z]{2,5}$")


def members(reading: Reading, ruled: Sequence[Person], to: Person | None) -> list[Person]:
    """Who may be the patient, likeliest first; nobody where none is likely enough. `ruled` are names that rules tell."""
    ruled = [p for p in ruled if not _ACTS_FOR.search(_around(reading.sheet, p))]
    found = candidates(reading, ruled, to)
    signs = features(reading, found, ruled, to)
    odds = chances(weights("member"), signs)
    sure = [i for i, places in enumerate(found) if _is_told(reading.sheet, places)]
    keys = [set(key_of(found[i][0].text)) for i in sure]
    if sure and all(keys[0] <= k or k <= keys[0] for k in keys):  # one name, perhaps with a word behind it
        who = min(sure, key=lambda i: len(found[i][0].text))
        odds = [_TOLD if i == who else min(odd, 1 - _TOLD) for i, odd in enumerate(odds)]
    listed = sorted(zip(found, odds, strict=True), key=lambda f: -f[1])
    told = {tuple(sorted(key_of(p.text))) for p in ruled}
    if listed:
        _note(reading, listed)
        best = max(range(len(found)), key=lambda i: odds[i])
        holder = float(signs[best].get("holder", 0) > 0 and not signs[best].get("patient", 0))
        reading.features["member_name"]["relative"] = holder * any(
            _relative(signs[i], places, found[best]) for i, places in enumerate(found) if i != best
        )
    return [
        replace(shown(places), score=0.4 + 0.55 * chance)
        for places, chance in listed
        if chance >= (LEAST if tuple(sorted(key_of(places[0].text))) in told else UNTOLD)
    ]


def _relative(signs: dict[str, float], places: Sequence[Person], best: Sequence[Person]) -> bool:
    """Whether a name is that of one of the family, of whom the letter does not say that he or she only writes or acts."""
    another = any(
        signs.get(name, 0) > 0 for name in ("aside", "signed", "copy", "holder", "credential", "never_whole")
    )
    return not another and related(key_of(places[0].text), key_of(best[0].text))


def _is_told(sheet: Sheet, places: Sequence[Person]) -> bool:
    """Whether a line says that the claim is this person's, as the member's spouse or child: "Claim for Ana Reed (spouse)"."""
    return any(_DEPENDENT.search(_labelled(sheet, p)) for p in places if p.rule != "member.part")


def _labelled(sheet: Sheet, person: Person) -> str:
    """The words around a name, or of the cell that it begins the label and the rest."""
    left = sheet.left(sheet.segment_at(person.start)) if sheet.starts_segment(person.start) else None
    around = _around(sheet, person)
    return f"{left.text} {around[around.index('§') :]}" if left is not None else around


def _note(reading: Reading, listed: Sequence[tuple[Sequence[Person], float]]) -> None:
    """Keep how likely the likeliest name is, and another that shares no words with it; and whether a relative is named."""
    key = set(key_of(listed[0][0][0].text))
    others = [
        chance for places, chance in listed if not (key <= (k := set(key_of(places[0].text))) or k <= key)
    ]
    named = first_names(reading.sheet)
    kin = float(bool(named) and not named & key)
    doctor = float(any(treats(reading.sheet, p) for p in listed[0][0]))
    rival = max(others, default=0.0)
    reading.note("member_name", chance=listed[0][1], rival_chance=rival, kin=kin, doctor=doctor)


def shown(places: Sequence[Person]) -> Person:
    """The place whose wording stands for the name: a rule's, else the first of the longest, stray letters behind it apart."""
    best = max(
        places,
        key=lambda p: (
            len(_without_stray(p.text).split()),
            _without_stray(p.text) == p.text,
            p.rule != "member.name",
            -p.start,
        ),
    )
    text = best.text.rstrip(" (")  # "(spouse)" is none of it
    return replace(best, text=text, end=best.end - len(best.text) + len(text))


def _without_stray(name: str) -> str:
    """The name without the head of the next column, or letters of an order or of an office behind a comma."""
    bare = _STRAY.sub("", name)
    return bare if bare.isupper() else _LETTERS.sub("", bare)


def features(
    reading: Reading, found: Sequence[Sequence[Person]], ruled: Sequence[Person], to: Person | None
) -> list[dict[str, float]]:
    """What speaks for and against each name: each sign where it is strongest."""
    sheet = reading.sheet
    greeted = [
        (m["who"].strip().lower().split(), bool(_MAY_TREAT.search(m["title"] or "")))
        for m in DEAR.finditer(sheet.text)
    ]
    addressed = key_of(to.text) if to else []
    told = key_of(ruled[0].text) if ruled else []
    kin = math.log(1 + min(4, len(_KIN.findall(sheet.text)) + relations(sheet)))
    named = first_names(sheet)
    others = [p.score for p in ruled if set(key_of(p.text)) != set(key_of(ruled[0].text))]
    margin = min(0.4, ruled[0].score - max(others, default=0.6)) if ruled else 0.0
    made = []
    for places in found:
        signs: dict[str, float] = {}
        whole = [p for p in places if p.rule != "member.part"]
        for person in whole or places:
            for name, value in _signs(sheet, person).items():
                signs[name] = max(value, signs.get(name, 0.0))
        key = key_of(places[0].text)
        if named & set(key) and not signs.get("aside"):
            signs["said"] = 1.0  # "the scan that your son Owen had"
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
        signs["first_said"] = math.log(1 + min(4, spoken_of(sheet, key, addressed)))
        signs["family_first"] = signs["family"] * signs["first_said"]
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


def _around(sheet: Sheet, person: Person) -> str:
    """The words around a name on their line or in their paragraph; "§" stands for the name."""
    before = sheet.text[max(0, person.start - 70) : person.start]
    return before.rsplit("\n")[-1] + "§" + sheet.text[person.end : person.end + 60]


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
    told = _around(sheet, person)
    signs = {
        "ruled": person.score if person.rule not in ("member.name", "member.broken", "member.part", "member.listed", "person.addressee", "person.salutation") else 0.0,
        f"rule_{person.rule}": 1.0,
        "cell": float(person.start <= line + 1 and person.end >= line + len(segment.text) - 1),
        "starts": float(person.start <= line + 1),
        "patient": float(any(PATIENT.search(x) for x in near)),
        "about": float(any(_ABOUT.search(x) for x in near)),
        "holder": float(any(_HOLDER.search(x) for x in near)),
        "other": float(any(_OTHER.search(x) for x in near)),
        "labelled": float(bool(_LABELLED.search(before))),
        "said": float(bool(_SAID.search(told) and not _ACTS_FOR.search(told))),
        "aside": float(bool(_ASIDE.search(told) or _ACTS_FOR.search(told))),
        "beside": float(bool(_BESIDE.match(after))),
        "street": float(bool(_STREET.match(after))),
        "credential": float(treats(sheet, person)),
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
