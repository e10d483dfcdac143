"""What kind of plan, in which state, under which regulator; and whether the letter speaks of urgent care."""

import re
from collections import Counter
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.lexicon import Lexicon, pattern


@dataclass(frozen=True, slots=True)
class Said:
    """A value with the words that say it."""

    value: str
    start: int
    end: int
    score: float
    rule: str


STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO", "connecticut": "CT",
    "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA", "hawaii": "HI", "hawai‘i": "HI", "idaho": "ID",
    "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME",
    "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO",
    "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM",
    "new york": "NY", "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR",
    "pennsylvania": "PA", "puerto rico": "PR", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD",
    "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT", "virginia": "VA", "washington": "WA",
    "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
_STATE_NAME = re.compile(r"\b(?:" + "|".join(sorted(STATES, key=len, reverse=True)) + r")\b", re.I)
_CODE = "|".join(sorted(set(STATES.values())))
_ADDRESS = re.compile(rf"(?<![(:])(?<!: )\b({_CODE})\.?,?\s+\d{{5}}(?:-\d{{4}})?\b")
_LONG_ADDRESS = re.compile(r",\s+(" + "|".join(sorted(STATES, key=len, reverse=True)) + r")\s+\d{5}\b", re.I)
FEDERAL = frozenset({"medicare_advantage", "medicare_part_d", "original_medicare", "fehb", "tricare"})


def funding(sheet: Sheet, lexicon: Lexicon) -> list[Said]:
    """Readings of the plan's funding, strongest first; what several cues say weighs more."""
    votes: Counter[str] = Counter()
    best: dict[str, Said] = {}
    for cue in lexicon.group("funding"):
        name = cue.field.partition(".")[2]
        matches = [
            m
            for m in cue.pattern.finditer(sheet.text)
            if not _IF.search(sheet.clause(m.start(), 90)) and not _ASKED.match(sheet.text, m.end())
        ]
        if not matches:
            continue
        votes[name] += 1
        score = cue.strength
        if name not in best or score > best[name].score:
            best[name] = Said(name, matches[0].start(), matches[0].end(), score, cue.id)
    said = [
        Said(s.value, s.start, s.end, s.score + 0.06 * (votes[s.value] - 1), s.rule) for s in best.values()
    ]
    return sorted(said, key=lambda s: -s.score)


_ASKED = re.compile(r"[^.;\n]{0,12}\?")  # a form's question ("Is the plan self-funded?")
_IF = pattern("funding.if")


def addresses(sheet: Sheet) -> list[Said]:
    """States of printed addresses."""
    found = [Said(m[1], m.start(), m.end(), 0.5, "state.address") for m in _ADDRESS.finditer(sheet.text)]
    found += [
        Said(STATES[m[1].lower()], m.start(1), m.end(1), 0.5, "state.address")
        for m in _LONG_ADDRESS.finditer(sheet.text)
    ]
    return sorted(found, key=lambda f: f.start)


_ONLY = (  # agencies of a name that no other state gives
    ("office of patient protection", "MA"), ("health policy commission", "MA"), ("managed health care bureau", "NM"),
    ("managed health care", "CA"), ("health care access", "CA"), ("and financial institutions", "AZ"),
    ("insurance and financial services", "MI"), ("division of financial regulation", "OR"),
    ("department of financial regulation", "VT"), ("banking and insurance", "NJ"), ("securities and banking", "DC"),
    ("securities and insurance", "MT"), ("health insurance commissioner", "RI"), ("insurance administration", "MD"),
    ("office of insurance regulation", "FL"), ("agency for health care administration", "FL"),
    ("temporary and disability assistance", "NY"), ("employee trust funds", "WI"), ("job and family services", "OH"),
    ("cabinet for health and family", "KY"), ("offices of the insurance commissioner", "WV"),
    ("medical assistance and health services", "NJ"),
    ("office of the insurance commissioner", "WA"), ("superintendent of insurance", "NM"),
)  # fmt: skip


def state_in(text: str) -> str | None:
    """The state that a name carries ("Texas Department of Insurance", "NYS ...")."""
    if match := _STATE_NAME.search(text):
        return STATES[match[0].lower()]
    if only := next((state for name, state in _ONLY if name in text.lower()), None):
        return only
    if match := re.match(rf"(?:N\.?Y\.?S\.?)|\b({_CODE})\b", text):
        return match[1] or "NY"
    if match := re.search(r"\bR\.I\.|\bN\.C\.|\bN\.J\.|\bN\.H\.|\bN\.M\.|\bS\.C\.", text):
        return match[0].replace(".", "")
    return None


def only_state(text: str) -> Said | None:
    """The state that a letter names, if it names one alone."""
    found = list(_STATE_NAME.finditer(text))
    if len({STATES[m[0].lower()] for m in found}) != 1:
        return None
    return Said(STATES[found[0][0].lower()], found[0].start(), found[0].end(), 0.5, "state.named")


def says(sheet: Sheet, lexicon: Lexicon, name: str) -> Said | None:
    """The strongest cue for a yes-or-no field that the letter carries, or None."""
    best = None
    for cue in lexicon.cues.get(name, ()):
        if (match := cue.pattern.search(sheet.text)) and (best is None or cue.strength > best.score):
            best = Said("true", match.start(), match.end(), cue.strength, cue.id)
    return best
