"""The date before an appeal: when the service was first denied.

What a date is the date of is told by the event that stands nearest to it in its sentence: "denied on §", "On § we
wrote", "our § decision". The events and their words are cues of the lexicon (`event.*`).
"""

import datetime as dt
import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.dates import A_DATE, DateReading
from extractors.decisionday import decides
from extractors.lexicon import Lexicon, pattern, patterns
from extractors.phrases import heads
from extractors.printed_days import DateSpan
from pipeline.models.fields import DocumentKind

_LATEST_BEFORE = dt.timedelta(days=14)  # a decision is seldom told later than this
_PLAIN = 1.15  # of a denial that is told as the first, right beside its day
_NEAR = 90  # letters within which an event belongs to a date
_VERB = pattern("history.verb")  # its subject is before the date
_AND_ON = re.compile(r"\band (?:[\w’']+ ){1,6}on $", re.I)
_FIRST = pattern("history.first")
_LEADS = re.compile(r"(?:^|[,(–—-]\s*|\b(?:and|that|but)\s)\s*(?:on|by|as of|en|el)?\s*(?:\w+day,? )?$", re.I)
_JOINS = {"and", "to", "through", "thru", "-", "–", "—"}  # between the days of a range
_OF_APPEAL = pattern("history.of_appeal")
_QUALIFIES = re.compile(  # "the § in-lab sleep" study
    r" (?:(?!" + patterns().source("history.no_qualifier") + r")[\w-]+ ){0,3}", re.I
)
_REFUSED = pattern("history.refused")
_ABOUT_AN_APPEAL = pattern("history.about_an_appeal")
_ANOTHER = pattern("history.another")


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
    """The day of the first denial that a denial recaps; of equals, the earliest. Any but a final one must speak of an appeal.

    `chances` are those of each date by the words near it, as fitted.
    """
    final = kind == DocumentKind.FINAL_INTERNAL_DENIAL
    if kind == DocumentKind.NOT_A_DENIAL:
        return None
    about = _ABOUT_AN_APPEAL.search(sheet.text)
    found: list[tuple[float, int, float, DateReading]] = []
    for reading, chance in zip(readings, chances, strict=True):
        day = reading.span.first
        if reading.span.first != reading.span.last or (letter and day >= letter):
            continue
        if final and letter and letter - day <= _LATEST_BEFORE and decides(sheet, reading) > 0:
            continue
        label = reading.roles.get("initial_denial_date", 0)
        event = happened(sheet, lexicon, reading)
        if _OF_APPEAL.search(sheet.clause(reading.span.start, 160)) or _of_care(sheet, lexicon, reading):
            continue
        score = event.score if event and event.name in ("denied", "wrote", "appealed") else 0.0
        if event and _FIRST.search(event.around):
            score += 0.15
        if event and score and event.name == "wrote" and not final and not about:
            score = 0.0
        if label > 0.9:
            score += 1.0
        plain = score >= _PLAIN
        score += (0.8 * max(0.0, chance - 0.3) + 0.3 * (chance > 0.6)) * final
        if reading.role in ("birth", "fax") and score < 1:
            continue
        told = event and score > 0.7 and _ABOUT_AN_APPEAL.search(event.around)
        if not (final or told):
            continue
        if score > 0.5:
            found.append((1.2 if plain else min(round(score, 1), 0.8), -day.toordinal(), score, reading))
    best = max(found, key=lambda f: f[:2], default=None)  # the first denial is the earliest
    return (best[3], best[2]) if best else None


def _of_care(sheet: Sheet, lexicon: Lexicon, reading: DateReading) -> bool:
    """Whether the day is that of the care that it stands before ("our denial of your § sleep study")."""
    after = sheet.clause_after(reading.span.end, 40)
    care = heads(lexicon).search(after)
    return care is not None and _QUALIFIES.fullmatch(after[: care.start()]) is not None


def happened(sheet: Sheet, lexicon: Lexicon, reading: DateReading) -> Event | None:
    """The event nearest to a date in its sentence, before it or after it; one beyond another date is not its own."""
    span = reading.span
    before, after = (
        sheet.clause(span.start, 160),
        _told_beside(sheet, span) or sheet.clause_after(span.end, 120),
    )
    around = f"{before}§{after}"
    dates = [m.end() for m in A_DATE.finditer(before)]
    near = before[max([0, len(before) - _NEAR, *dates]) :]
    best: Event | None = None
    if re.search(r"\b(?:after|since|from|as of)(?: the)? $", near):
        return Event("served", 1.0, around)  # days that something went on
    leads = bool(_LEADS.search(near)) and not (dates and near.strip() in _JOINS)
    for cue in lexicon.group("event"):
        name = cue.field.partition(".")[2]
        for match in cue.pattern.finditer(near):
            if name == "asked" and _REFUSED.search(near[: match.start()]):
                continue  # "said no to this request on §"
            gap = len(near) - match.end()
            beside = 0.06 * (gap <= 4)  # "our letter of §"
            best = _better(best, Event(name, cue.strength - 0.007 * gap + beside - 0.15 * leads, around))
        if name in ("served", "appealed"):
            continue  # their words lead to a day
        stop = (
            None if leads and name == "denied" else A_DATE.search(after)
        )  # "On § the days from June 2 were denied"
        next_one = cue.pattern.search(after, 0, min(stop.start() if stop else len(after), _NEAR))
        if next_one and not re.match(
            r"[\w ]{0,20}:", after[next_one.end() :]
        ):  # else the label of another value
            gap = next_one.start()
            close = 0.15 if gap < 3 and not _VERB.match(next_one[0]) else 0.0 if leads else -0.45
            best = _better(
                best, Event(name, cue.strength - (0.007 if leads else 0.004) * gap + close, around)
            )
    if best is None and dates and _AND_ON.search(near):  # "denied on February 13, and the claim itself on §"
        for cue in lexicon.group("event"):
            for match in cue.pattern.finditer(before[: dates[-1]]):
                gap = dates[-1] - match.end()
                best = _better(best, Event(cue.field.partition(".")[2], cue.strength - 0.007 * gap, around))
    return best


def _told_beside(sheet: Sheet, span: DateSpan) -> str:
    """What a cell beside a day tells of it, in a table of what happened when; "" where the day does not fill a cell."""
    cell = sheet.segment_at(span.start)
    alone = sheet.text[span.start : span.end].strip() == cell.text.strip(" :") and sheet.left(cell) is None
    right = sheet.right(cell) if alone else None
    if right is None or not right.text[:1].isalpha() or _ANOTHER.search(right.text):
        return ""
    return f" {right.text}"


def _better(a: Event | None, b: Event) -> Event:
    return b if a is None or b.score > a.score else a
