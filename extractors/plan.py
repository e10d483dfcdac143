"""What kind of plan, in which state, under which regulator; and whether the letter speaks of urgent care."""

import re
from collections import Counter
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.lexicon import Lexicon


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
_ADDRESS = re.compile(rf"\b({_CODE})\.?,?\s+\d{{5}}(?:-\d{{4}})?\b")
_LONG_ADDRESS = re.compile(r",\s+(" + "|".join(sorted(STATES, key=len, reverse=True)) + r")\s+\d{5}\b", re.I)
FEDERAL = frozenset({"medicare_advantage", "medicare_part_d", "original_medicare", "fehb", "tricare"})


def funding(sheet: Sheet, lexicon: Lexicon) -> list[Said]:
    """Readings of the plan's funding, strongest first; what several cues say weighs more."""
    votes: Counter[str] = Counter()
    best: dict[str, Said] = {}
    for cue in lexicon.group("funding"):
        name = cue.field.partition(".")[2]
        matches = [m for m in cue.pattern.finditer(sheet.text) if not _IF.search(sheet.clause(m.start(), 90))]
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


_IF = re.compile(
    r"\b(?:if|whether|unless|some|other|apply for|qualify for|eligible for|si)\b[^.;]*$|\?\s*$", re.I
)


def regulators(sheet: Sheet, lexicon: Lexicon) -> list[Said]:
    """Agencies named for review or complaints, strongest first."""
    found = []
    for cue in lexicon.cues.get("regulator", ()):
        for match in cue.pattern.finditer(sheet.text):
            first, last = _whole(sheet.text, match.start("value"), match.end("value"))
            text = " ".join(sheet.text[first:last].split()).strip(" ,.;:")
            around = sheet.text[max(0, match.start() - 160) : match.end() + 120]
            score = cue.strength
            if re.search(r"external|independent review|IRO|IMR|fair hearing|state hearing", around, re.I):
                score += 0.25
            if re.search(r"complain|help|assist|consumer|grievance|contact", around, re.I):
                score += 0.1
            if cue.id == "regulator.medicaid" and (not _REMEDY.search(around) or _FEDERAL.fullmatch(text)):
                continue
            if re.search(r"discriminat|civil rights|1557", around, re.I):
                score -= 0.6
            if re.search(r"Financial|Insurance|Managed Health Care|Commerce", text) and not re.search(
                r"Securities Admin", text
            ):
                score += 0.15
            if re.search(r"licensed by|registered with|regulated by", around, re.I):
                score -= 0.1
            if _NOT_HERE.search(sheet.text[last : last + 130]):
                score -= 0.8
            if re.search(r"(?<!the )\b(?:Insurance )?Commissioner$", text) and "Office" not in text:
                score -= 0.12  # the agency goes before who heads it
            found.append(Said(text, first, last, score, cue.id))
    found = [_fullest(f, found) for f in found]
    counted = Counter(f.value.lower() for f in found)
    found = [
        Said(f.value, f.start, f.end, f.score + 0.04 * min(4, counted[f.value.lower()]), f.rule)
        for f in found
    ]
    return sorted(found, key=lambda f: (-f.score, f.start))


_NOT_HERE = re.compile(
    r"^\W*(?:(?:is|are) not available|does not (?:regulate|have)|has no\b|cannot\b|No\b|[^.]{0,80}\banswers? (?:general )?questions)"
)
_FEDERAL = re.compile(
    r"(?:Department of )?Health (?:and|&) Human Services", re.I
)  # no state before it: Washington's
_REMEDY = re.compile(r"hearing|appeal|complain|ombuds|grievance", re.I)
_MORE = re.compile(
    r"(?:[, ]*(?:Division of Consumer Services|Bureau of State Hearings|Consumer Insurance Services|Provider Complaint Unit|"
    r"Administrative Appeals Unit|State Corporation Commission|(?:Office of the )?Montana State Auditor)| Health Policy Commission|"
    r",? (?:of the )?State of [A-Z][\w‘’]+)\b"
)
_LEADING = re.compile(
    r"(?:Bureau of State Hearings, |Massachusetts Health Policy Commission, |Washington State |(?:[A-Z]\w+ )?State Corporation Commission,? |West Virginia |"
    r"U\.S\. Department of Labor, )$"
)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """An agency's name with the body above it or the division below it, where they stand beside it."""
    lead, more = _LEADING.search(text[max(0, start - 60) : start]), _MORE.match(text, end)
    return start - len(lead[0]) if lead else start, more.end() if more else end


def _fullest(one: Said, found: list[Said]) -> Said:
    """The longest printing of the same agency in the letter, with the weight of this one."""
    best = max((f for f in found if one.value.lower() in f.value.lower()), key=lambda f: len(f.value))
    return Said(best.value, best.start, best.end, one.score, best.rule) if len(best.value) < 90 else one


def addresses(sheet: Sheet) -> list[Said]:
    """States of printed addresses."""
    found = [Said(m[1], m.start(), m.end(), 0.5, "state.address") for m in _ADDRESS.finditer(sheet.text)]
    found += [
        Said(STATES[m[1].lower()], m.start(1), m.end(1), 0.5, "state.address")
        for m in _LONG_ADDRESS.finditer(sheet.text)
    ]
    return sorted(found, key=lambda f: f.start)


def state_in(text: str) -> str | None:
    """The state that a name carries ("Texas Department of Insurance", "NYS ...")."""
    if "Office of Patient Protection" in text:
        return "MA"  # the only office of this name
    if match := _STATE_NAME.search(text):
        return STATES[match[0].lower()]
    if match := re.match(rf"(?:N\.?Y\.?S\.?)|\b({_CODE})\b", text):
        return match[1] or "NY"
    if match := re.search(r"\bR\.I\.|\bN\.C\.|\bN\.J\.|\bN\.H\.|\bN\.M\.|\bS\.C\.", text):
        return match[0].replace(".", "")
    return None


def says(sheet: Sheet, lexicon: Lexicon, name: str) -> Said | None:
    """The strongest cue for a yes-or-no field that the letter carries, or None."""
    best = None
    for cue in lexicon.cues.get(name, ()):
        if (match := cue.pattern.search(sheet.text)) and (best is None or cue.strength > best.score):
            best = Said("true", match.start(), match.end(), cue.strength, cue.id)
    return best
