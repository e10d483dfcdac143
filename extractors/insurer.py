"""Whose denial it is: the plan or insurer, its legal entity, and who administers for it.

Two kinds of names stand for a plan: those of the gazetteer, and names that say by their own words what they are (an
employer's plan, a union's fund). Every place where a name stands is weighed: letterhead, label, "on behalf of", footer,
signature. A vendor can never be the insurer; an insurer that only administers an employer's plan is the administrator.
"""

import re
from dataclasses import dataclass, field

from extractors.base import Segment, Sheet, body_size
from extractors.context import options
from extractors.gazetteer import Gazetteer, Name, NameHit
from extractors.lexicon import Lexicon
from extractors.wording import (
    COMPANY_NAME,
    EMPLOYER_WORD,
    FOOT,
    FOR,
    ITSELF,
    NO_TPA,
    NOT_A_PLAN,
    OTHER_ROLE,
    PLAIN_START,
    PLAN_NAME,
    TPA_NAME,
)

# What a place is worth.
_LETTERHEAD, _LARGEST, _LABEL, _CUE, _FOOTER, _SIGNATURE, _BODY = 2.2, 1.2, 3.0, 2.2, 1.0, 0.8, 0.35


@dataclass(slots=True)
class Place:
    start: int
    end: int
    text: str
    worth: float
    why: str
    legal: bool = False
    sure: float = 1.0


@dataclass(slots=True)
class Party:
    """A body that the letter names, with all its places. `body` is its line in the gazetteer, or -1."""

    key: str
    body: int
    kind: str  # plan (employer's or union's plan), insurer, vendor
    places: list[Place] = field(default_factory=list)
    bonus: float = 0.0

    @property
    def score(self) -> float:
        best = max((p.worth * p.sure for p in self.places), default=0.0)
        rest = sorted((p.worth * p.sure for p in self.places), reverse=True)[1:8]
        own = 1.6 if self.kind == "plan" and best >= 2 else 0.0  # a plan that a carrier serves is the insurer
        return best + 0.35 * sum(rest) + self.bonus + own

    def shown(self) -> Place:
        """The place whose wording stands for the party: a full name, where it is most prominent."""
        return max(
            self.places,
            key=lambda p: (
                p.sure >= 0.8,
                not p.text.islower(),
                p.worth + 0.15 * p.legal + 0.01 * len(p.text),
            ),
        )


def parties(sheet: Sheet, lexicon: Lexicon, names: Gazetteer, states: tuple[str, ...] = ()) -> list[Party]:
    """Every plan, insurer and vendor that the letter names, strongest first."""
    found: dict[str, Party] = {}
    usual = body_size(sheet)
    taken: list[tuple[int, int]] = []
    for match in PLAN_NAME.finditer(sheet.text):
        start, end, text = _trim(sheet.text, match.start(), match.end())
        if (
            not text
            or NOT_A_PLAN.search(text)
            or PLAIN_START.match(text)
            or "\n" in text
            or not (
                EMPLOYER_WORD.search(text)
                or re.search(r"\b(?:Inc|Co|LLC|Co-op|Company|Corp|Corporation)\b", text)
            )
        ):
            continue
        taken.append((start, end))
        party = found.setdefault(_plain(text), Party(_plain(text), -1, "plan"))
        party.places.append(_place(sheet, lexicon, start, end, usual))
    hits = names.find(sheet.text)
    for start, end in _companies(sheet, lexicon, usual, hits):
        if not any(a <= start < b or a < end <= b for a, b in taken):
            taken.append((start, end))
            text = sheet.text[start:end]
            party = found.setdefault(_plain(text), Party(_plain(text), -1, "insurer"))
            party.places.append(_place(sheet, lexicon, start, end, usual))
    for match in TPA_NAME.finditer(sheet.text):
        start, end, text = _trim(sheet.text, match.start(), match.end())
        if (
            "\n" in text
            or len(text.split()) < 2
            or NO_TPA.search(text)
            or any(a <= start < b for a, b in taken)
        ):
            continue
        if any(h.start <= start and end <= h.end for h in hits):
            continue
        taken.append((start, end))
        party = found.setdefault(_plain(text), Party(_plain(text), -1, "vendor"))
        party.places.append(_place(sheet, lexicon, start, end, usual))
    for hit in hits:
        if any(a <= hit.start and hit.end <= b for a, b in taken):
            continue
        place = _place(sheet, lexicon, hit.start, hit.end, usual)
        large = sheet.segment_at(hit.start).size > 1.25 * usual
        if not place.text[:1].isupper() and not large and not place.text[:1].isdigit():
            continue
        for name in _one_per_body(hit.names):
            body = names.bodies[name.body]
            kind = {"yes": "insurer", "own": "own", "no": "vendor"}[body.insurer]
            if "union_fund" in body.roles or (
                "government" in body.roles
                and not {"hmo", "insurer", "medicaid_plan"} & set(body.roles)
                and "national" not in body.states
            ):
                kind = "plan"
            party = found.setdefault(f"#{name.body}", Party(f"#{name.body}", name.body, kind))
            sure = name.sure * (0.9 if body.insurer == "own" else 1.0)
            if sure < 0.5 and place.worth >= 2 and len(place.text) > 3:
                sure = 0.9  # a weak name in a strong place
            if "government" in body.roles and "national" in body.states:
                sure *= 0.3
            party.places.append(
                Place(place.start, place.end, place.text, place.worth, place.why, name.legal, sure)
            )
            if len(body.states) <= 3 and set(body.states) & set(states):
                party.bonus = 0.45
            elif (
                states
                and body.states
                and "national" not in body.states
                and not set(body.states) & set(states)
            ):
                party.bonus = -0.5
    return sorted(found.values(), key=lambda p: -p.score)


def _companies(sheet: Sheet, lexicon: Lexicon, size: float, hits: list[NameHit]) -> list[tuple[int, int]]:
    """Names of companies that the gazetteer does not hold whole, where a plan's name would stand."""
    spans = []
    for match in COMPANY_NAME.finditer(sheet.text):
        start, end, text = _trim(sheet.text, match.start(), match.end())
        if NOT_A_PLAN.search(text) or len(text.split()) < 2 or PLAIN_START.match(text):
            continue
        inside = [
            h for h in hits if start <= h.start and h.end <= end and max(n.sure for n in h.names) >= 0.8
        ]
        if any(h.start <= start and end <= h.end for h in hits):
            continue
        if any(len(h_text) + 6 >= len(text) for h in inside if (h_text := sheet.text[h.start : h.end])):
            continue
        if inside and not (
            _letterhead(sheet, sheet.segment_at(start), start) and sheet.segment_at(start).text == text
        ):
            continue
        place = _place(sheet, lexicon, start, end, size)
        if place.why in ("letterhead", "defined") or place.why.startswith("label:plan"):
            name = _plain(text)
            spans += [(m.start(), m.end()) for m in re.finditer(re.escape(text), sheet.text)] if name else []
    return spans


def _one_per_body(names: tuple[Name, ...]) -> list[Name]:
    best: dict[int, Name] = {}
    for name in names:
        if name.body not in best or name.sure > best[name.body].sure:
            best[name.body] = name
    return list(best.values())


def _trim(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Without a lead that belongs to the sentence ("The", "Under the", "Dear ...")."""
    lead = re.match(
        r"(?:(?:The|This|Under|Your|Our|For|By|To|From|And|As|A|An|In|On|Of|Plan|Re|RE|Sponsor|Group|Member|Dear|Name|Participant|PARTICIPANT|Benefit|Trustees|TRUSTEES OF|Board of Trustees(?: of)?|BOARD OF TRUSTEES(?: OF)?|Appeals Committee of|OF)\b[:,]?\s+(?:[Tt]he\s+|THE\s+)?)+",
        text[start:end],
    )
    if lead and end - start - lead.end() > 8:
        start += lead.end()
    joint = re.search(r" (?:for|on behalf of) (?:the )?(?=[A-Z])", text[start:end])
    if joint and not re.search(r"\b(?:Plan|Program|Fund|Trust)\b", text[start : start + joint.start()]):
        start += joint.end()  # "Vendor for Plan": the plan
    return start, end, text[start:end]


def _plain(text: str) -> str:
    return " ".join(w for w in re.findall(r"[a-z0-9]+", text.lower()) if w not in ("inc", "the", "llc", "co"))


def _place(sheet: Sheet, lexicon: Lexicon, start: int, end: int, body_size: float) -> Place:
    """What a name's place is worth."""
    segment = sheet.segment_at(start)
    text = sheet.text[start:end]
    if end < len(sheet.text) and sheet.text[end] == "." and text.endswith(("Inc", "Co", "Corp", "L.L.C")):
        end += 1
        text = sheet.text[start:end]
    worth, why = _BODY, "body"
    block = sheet.block_at(start)
    before, after = sheet.text[block.start : start], sheet.text[end : min(block.end, end + 60)]
    for option in options(sheet, lexicon, "text", start):
        value = {"plan": _LABEL, "employer": 1.6, "administrator": 0.2}.get(option.field)
        if value and option.score > 0.7:
            worth, why = max((worth, why), (value, f"label:{option.field}"))
    if FOR.search(before[-90:]):
        worth, why = max((worth, why), (_CUE, "for"))
    if ITSELF.search(after):
        worth, why = max((worth, why), (_CUE + 0.5, "defined"))
    if _letterhead(sheet, segment, start):
        head = (
            _LETTERHEAD + (_LARGEST if segment.size > 1.25 * body_size else 0) - 0.6 * (len(block.text) > 90)
        )
        worth, why = max((worth, why), (head, "letterhead"))
    if FOOT.search(block.text) and segment.page > 0 and why == "body":
        worth, why = _FOOTER, "footer"
    if why == "body" and _signature(sheet, start):
        worth, why = _SIGNATURE, "signature"
    if _IN_AN_ADDRESS.match(after) or _PART_OF_A_NAME.match(after):
        worth, why = 0.05, "other role"
    if OTHER_ROLE.search(before[-60:]) or re.match(r"\s*Association\b", after):
        worth, why = 0.05, "other role"
    return Place(start, end, " ".join(text.split()), worth, why)


_IN_AN_ADDRESS = re.compile(r",?\s+(?:[A-Z]{2}\.?|[A-Z][a-z]+)\s+\d{5}\b")
_PART_OF_A_NAME = re.compile(
    r" (?:[A-Z][\w&'’-]+ ){0,2}(?:Hospital|Medical Center|Clinic|Associates|Imaging|Laboratory|Laboratories|Surgery Center|Physicians|"
    r"Services|Supply|Specialists|Center|Therapy|Orthop\w+|Pharmacy)\b"
)


def _letterhead(sheet: Sheet, segment: Segment, start: int) -> bool:
    return (
        segment.page == sheet.first_page
        and sheet.top(start) < 0.2
        and len(segment.text) < 110
        and not sheet.clause(start).rstrip().endswith((" by", " with", " from"))
    )


def _signature(sheet: Sheet, start: int) -> bool:
    before = sheet.text[max(0, start - 220) : start]
    return bool(
        re.search(
            r"(?:Sincerely|truly|Regards|regards|Respectfully|Fraternally|Atentamente|Cordially)", before
        )
    )


def unlike(a: str, b: str) -> bool:
    """Whether two names stand for two bodies: neither is the other with words left out."""
    first, second = set(_plain(a).split()), set(_plain(b).split())
    return not (first <= second or second <= first)


def related(a: Party, b: Party, names: Gazetteer) -> bool:
    """Whether one is the other's group, or both belong to one group."""
    if a.body < 0 or b.body < 0:
        return False
    first, second = names.bodies[a.body], names.bodies[b.body]
    return (
        first.parent in (second.name, second.parent) and first.parent is not None
    ) or second.parent == first.name
