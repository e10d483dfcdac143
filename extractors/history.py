"""The dates before a final letter: when the service was first denied, and when the appeal was decided."""

import datetime as dt

from extractors.base import Sheet
from extractors.dates import DateReading
from extractors.lexicon import Lexicon

_LATEST_BEFORE = dt.timedelta(days=7)  # a decision is seldom told later than this


def first_denial(
    sheet: Sheet, lexicon: Lexicon, readings: list[DateReading], letter: dt.date | None
) -> tuple[DateReading, float] | None:
    """The day of the first denial: what the words around a date say; of equals, the earliest day."""
    best: tuple[float, int, DateReading] | None = None
    for reading in readings:
        day = reading.span.first
        if reading.span.first != reading.span.last or (letter and day >= letter):
            continue
        score = _said(sheet, lexicon, reading, "first_denial")
        if reading.roles.get("initial_denial_date", 0) > 0.9:
            score += 1.0
        elif reading.roles.get("initial_denial_date", 0) > 0.5:
            score += 0.25
        if reading.roles.get("processed", 0) > 0.5:
            score += 0.35
        if reading.role in ("birth", "due", "fax") and score < 1:
            continue
        if score > 0.45 and (
            best is None or (round(score, 1), -day.toordinal()) > (round(best[0], 1), best[1])
        ):
            best = (score, -day.toordinal(), reading)
    return (best[2], best[0]) if best else None


def appeal_decision(
    sheet: Sheet, lexicon: Lexicon, readings: list[DateReading], letter: dt.date | None
) -> tuple[DateReading, float] | None:
    """The day the appeal was decided, where the letter names one shortly before its own date."""
    best: tuple[float, DateReading] | None = None
    for reading in readings:
        day = reading.span.first
        if (
            letter is None
            or not letter - _LATEST_BEFORE <= day <= letter
            or reading.span.first != reading.span.last
        ):
            continue
        score = _said(sheet, lexicon, reading, "appeal_decision")
        if reading.roles.get("decision", 0) > 0.8:
            score += 0.9
        if score > 0.8 and (best is None or score > best[0]):  # a meeting alone is seldom the decision
            best = (score, reading)
    return (best[1], best[0]) if best else None


def _said(sheet: Sheet, lexicon: Lexicon, reading: DateReading, name: str) -> float:
    """What the sentence around a date says, cue by cue; § stands for the date."""
    span = reading.span
    around = sheet.clause(span.start, 150) + "§" + sheet.clause_after(span.end, 110)
    return sum(cue.strength for cue in lexicon.cues.get(name, ()) if cue.pattern.search(around))
