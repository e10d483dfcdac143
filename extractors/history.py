"""The dates before a final letter: when the service was first denied, and when the appeal was decided.

What a date is the date of is told by the event that stands nearest to it in its sentence: "denied on §", "On § we
wrote", "our § decision". The events and their words are cues of the lexicon (`event.*`).
"""

import datetime as dt
import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.dates import A_DATE, DateReading
from extractors.lexicon import Lexicon
from pipeline.models.fields import DocumentKind

_LATEST_BEFORE = dt.timedelta(days=14)  # a decision is seldom told later than this
DECIDED = 0.7  # score from which a day is that of the decision, and not of a meeting alone
_NEAR = 90  # letters within which an event belongs to a date
_VERB = re.compile(
    r"(?:was|were|did|could|would|will|not|denied|declin|refus)", re.I
)  # its subject is before the date
_AND_ON = re.compile(r"\band (?:[\w’']+ ){1,6}on $", re.I)
_FIRST = re.compile(r"\b(?:first|initial(?:ly)?|original(?:ly)?|earlier)\b", re.I)
_UNDONE = re.compile(
    r"\byou(?:r)? (?:\w+ )?appeal(?:ed)?\b|\bfirst denied\b|\boverturn\w*|\breversed?\b|\bin error\b", re.I
)
_ABOUT_AN_APPEAL = re.compile(
    r"\b(?:appeal\w*|grievance|reconsider\w*|look(?:ed)? again|second look|disagree\w*|complain\w*|dispute\w*|upheld|"
    r"stay with|stands|remains|stage|(?:request|claim|case) again|keeping)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a date: `name` of the cue's field, how sure, and the sentence around."""

    name: str
    score: float
    around: str


def first_denial(
    sheet: Sheet,
    lexicon: Lexicon,
    readings: list[DateReading],
    chances: list[float],
    letter: dt.date | None,
    kind: str | None,
) -> tuple[DateReading, float] | None:
    """The day of the first denial; of equals, the earliest. Any but a final denial must speak of an appeal.

    `chances` are those of each date by the words near it, as fitted.
    """
    final = kind == DocumentKind.FINAL_INTERNAL_DENIAL
    undone = kind == DocumentKind.NOT_A_DENIAL and bool(_UNDONE.search(sheet.text))
    found: list[tuple[float, int, float, DateReading]] = []
    for reading, chance in zip(readings, chances, strict=True):
        day = reading.span.first
        if reading.span.first != reading.span.last or (letter and day >= letter):
            continue
        if final and letter and letter - day <= _LATEST_BEFORE and _decides(sheet, lexicon, reading) > 0.5:
            continue
        label = reading.roles.get("initial_denial_date", 0)
        event = happened(sheet, lexicon, reading)
        score = event.score if event and event.name in ("denied", "wrote") else 0.0
        if event and _FIRST.search(event.around):
            score += 0.15
        if (
            event
            and score
            and event.name == "wrote"
            and not final
            and not _ABOUT_AN_APPEAL.search(sheet.text)
        ):
            score = 0.0
        if label > 0.9:
            score += 1.0
        plain = score >= 1.2
        score += (0.8 * max(0.0, chance - 0.3) + 0.3 * (chance > 0.6)) * final
        if reading.role in ("birth", "due", "fax") and score < 1:
            continue
        told = event and score > 0.7 and _ABOUT_AN_APPEAL.search(event.around)
        if not (final or told or (undone and event and event.name == "denied" and score > 0.9)):
            continue
        if score > 0.5:
            found.append((1.2 if plain else min(round(score, 1), 0.8), -day.toordinal(), score, reading))
    best = max(found, key=lambda f: f[:2], default=None)  # the first denial is the earliest
    return (best[3], best[2]) if best else None


def appeal_decision(
    sheet: Sheet, lexicon: Lexicon, readings: list[DateReading], letter: dt.date | None
) -> tuple[DateReading, float] | None:
    """The day on which the letter says that the appeal was decided, or that somebody met about it (score under DECIDED).

    Only days shortly before the letter's own count. Whoever met may have decided on that day or on the letter's.
    """
    found = [
        (score, r)
        for r in readings
        if letter is not None
        and letter - _LATEST_BEFORE <= r.span.first <= letter
        and r.span.first == r.span.last
        and (score := _decides(sheet, lexicon, r)) > 0.5
    ]
    best = max(found, key=lambda f: f[0], default=None)
    return (best[1], best[0]) if best else None


def _decides(sheet: Sheet, lexicon: Lexicon, reading: DateReading) -> float:
    """How much the sentence of a date says that an appeal was decided on it."""
    around = sheet.clause(reading.span.start, 150) + "§" + sheet.clause_after(reading.span.end, 110)
    said = [c.strength for c in lexicon.cues.get("appeal_decision", ()) if c.pattern.search(around)]
    score = max((s for s in said if s > 0), default=0.0) + sum(s for s in said if s < 0)
    return score + 0.9 * (reading.roles.get("decision", 0) > 0.8)


def happened(sheet: Sheet, lexicon: Lexicon, reading: DateReading) -> Event | None:
    """The event nearest to a date in its sentence, before it or after it; one beyond another date is not its own."""
    span = reading.span
    before, after = sheet.clause(span.start, 160), sheet.clause_after(span.end, 120)
    around = f"{before}§{after}"
    dates = [m.end() for m in A_DATE.finditer(before)]
    near = before[max([0, len(before) - _NEAR, *dates]) :]
    best: Event | None = None
    leads = bool(
        re.search(
            r"(?:^|[,(–—-]\s*|\b(?:and|that|but)\s)\s*(?:on|by|as of|en|el)?\s*(?:\w+day,? )?$", near, re.I
        )
    )
    for cue in lexicon.group("event"):
        name = cue.field.partition(".")[2]
        for match in cue.pattern.finditer(near):
            gap = len(near) - match.end()
            beside = 0.06 * (gap <= 4)  # "our letter of §"
            best = _better(best, Event(name, cue.strength - 0.007 * gap + beside - 0.15 * leads, around))
        stop = A_DATE.search(after)
        next_one = cue.pattern.search(after, 0, min(stop.start() if stop else len(after), _NEAR))
        if next_one and not re.match(
            r"[\w ]{0,20}:", after[next_one.end() :]
        ):  # else the label of another value
            gap = next_one.start()
            close = 0.15 if gap < 3 and not _VERB.match(next_one[0]) else 0.0 if leads else -0.45
            best = _better(best, Event(name, cue.strength - 0.004 * gap + close, around))
    if best is None and dates and _AND_ON.search(near):  # "denied on February 13, and the claim itself on §"
        for cue in lexicon.group("event"):
            for match in cue.pattern.finditer(before[: dates[-1]]):
                gap = dates[-1] - match.end()
                best = _better(best, Event(cue.field.partition(".")[2], cue.strength - 0.007 * gap, around))
    return best


def _better(a: Event | None, b: Event) -> Event:
    return b if a is None or b.score > a.score else a
