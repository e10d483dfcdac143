"""Which of the printed days is the letter's own."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractors.base import Sheet
from extractors.dates import ANOTHERS, PLACE, WEEKDAY, DateReading
from extractors.dayplaces import unknown_label
from extractors.lexicon import pattern


def letter_candidates(
    sheet: Sheet, readings: list[DateReading]
) -> list[tuple[dt.date, float, DateReading, int]]:
    """Days that may be the letter's date: (day, score, where, how often), best first."""
    by_day: dict[dt.date, list[tuple[float, DateReading]]] = defaultdict(list)
    latest_past = max(
        (
            r.span.last
            for r in readings
            if r.span.year_known
            and r.role in ("received", "service_dates", "initial_denial_date", "decision", "processed")
            and r.roles[r.role] > 0.6
        ),
        default=None,
    )
    for reading in readings:
        if not reading.span.year_known or reading.span.first != reading.span.last:
            continue
        score = max(
            reading.roles.get("letter_date", 0.0),
            0.62 * reading.roles.get("processed", 0.0),
            0.66 * reading.roles.get("decision", 0.0),
        )
        if _by_machine(reading, readings):
            score = min(score, _MACHINE)
        if _ends_a_period(reading) and any(
            other.roles.get("letter_date", 0.0) >= 0.5 and other.span.first > reading.span.first
            for other in readings
        ):
            score = min(score, _MACHINE)
        if reading.role in ("birth", "fax", "due", "other") and reading.roles[reading.role] >= 1.0:
            score *= 0.3
        if score > 0.1:
            by_day[reading.span.first].append((score, reading))
    found = []
    for day, seen in by_day.items():
        score, where = max(seen, key=lambda s: s[0])
        score += 0.03 * min(3, len(seen) - 1)
        dated = [d for d, own in by_day.items() if d < day and max(o[0] for o in own) >= _DATED]
        if dated and (day - max(dated)).days <= _IN_THE_MAIL and all(_mailed(sheet, r) for _, r in seen):
            score -= 0.2  # when it, or a copy of it, went out
        if latest_past and latest_past > day and (latest_past - day).days < 400:
            score -= 0.15
        if not 2000 <= day.year <= 2060:
            score -= 0.5
        found.append((day, score, where, len(seen)))
    if not found:
        sent = [
            r for r in readings if r.span.year_known and r.span.first == r.span.last and _mailed(sheet, r)
        ]
        found = [(r.span.first, 0.35, r, 1) for r in sent if len(sheet.segment_at(r.span.start).text) < 70]
    if not found:  # the page was printed on some day, if nothing else
        found = [
            (r.span.first, 0.3, r, 1)
            for r in readings
            if r.span.year_known and r.span.first == r.span.last and _in_the_head(sheet, r)
        ]
    best: dict[dt.date, tuple[dt.date, float, DateReading, int]] = {}
    for one in sorted(found, key=lambda f: (-f[1], -f[0].toordinal())):
        best.setdefault(one[0], one)
    return list(best.values())


Candidate = tuple[dt.date, float, DateReading, int]
_WORDS = 0.3  # what the words around a day weigh beside the rules


def ranked(
    found: list[Candidate], readings: Sequence[DateReading], chances: Sequence[Mapping[str, float]]
) -> list[Candidate]:
    """Candidates with the one first that rules and the words around it (`chances`, in the order of `readings`) speak for."""
    likely: dict[dt.date, float] = {}
    for reading, chance in zip(readings, chances, strict=True):
        day = reading.span.first
        likely[day] = max(likely.get(day, 0.0), chance["letter_date"])
    return sorted(found, key=lambda c: -(min(c[1], 1.0) + _WORDS * likely[c[0]]))


def only_sent(
    sheet: Sheet,
    chosen: DateReading,
    readings: Sequence[DateReading],
    chances: Sequence[Mapping[str, float]] = (),
) -> bool:
    """Whether a day is only that on which the letter went out, and it may have been decided or written before.

    A copy is sent on after a day of decision; a letter is mailed after a day that stands in its head under words that
    nobody knows, but that is likely its own by the words around it (`chances`, in the order of `readings`).
    """

    def before(other: DateReading) -> bool:
        return 0 < (chosen.span.first - other.span.first).days <= _IN_THE_MAIL

    lead = sheet.text[max(0, chosen.span.start - 30) : chosen.span.start]
    if _TRANSMITTED.search(lead):
        return any(other.roles.get("decision", 0.0) > 0.7 and before(other) for other in readings)
    own = [c["letter_date"] for r, c in zip(readings, chances, strict=bool(chances)) if r is chosen]
    return (
        max(own, default=1.0) < _PLAIN
        and _mailed(sheet, chosen)
        and any(
            chance["letter_date"] >= _AS_LIKELY and before(other) and _in_the_head(sheet, other)
            for other, chance in zip(readings, chances, strict=bool(chances))
        )
    )


def led(sheet: Sheet, reading: DateReading) -> bool:
    """Whether words stand before a day, or beside or over it as a label does, and none of them is a letter's."""
    start = reading.span.start
    segment = sheet.segment_at(start)
    before = sheet.text[sheet.offset_of(segment) : start]
    before = before if WEEKDAY.sub("", before).strip(" ,(") else unknown_label(sheet, segment)
    if not re.search(r"[A-Za-z]{2}", before) or PLACE.fullmatch(before):
        return False
    return not _OF_LETTER.search(before) or bool(ANOTHERS.search(before))


def heads_another(
    sheet: Sheet, chosen: DateReading, readings: Sequence[DateReading], chances: Sequence[Mapping[str, float]]
) -> bool:
    """Whether a later page begins like a letter of another day: what stands first may be a cover or a copy."""
    return any(
        other.span.year_known
        and other.span.first != chosen.span.first
        and sheet.segment_at(other.span.start).page != sheet.first_page
        and sheet.top(other.span.start) < _HEAD
        and other.roles.get("letter_date", 0.0) >= 0.5
        and chance["letter_date"] >= _AS_LIKELY
        and not _mailed(sheet, other)
        for other, chance in zip(readings, chances, strict=True)
    )


def outrun(sheet: Sheet, chosen: DateReading, readings: Sequence[DateReading]) -> bool:
    """Whether a label gives a later day of decision: a letter does not tell what was decided after it."""
    return any(
        other.span.first > chosen.span.first
        and not _TO_COME.search(sheet.text[max(0, other.span.start - 40) : other.span.start])
        and max(other.roles.get(r, 0.0) for r in ("decision", "initial_denial_date")) >= _DATED
        for other in readings
        if other.span.year_known
    )


def made_anew(sheet: Sheet, chosen: DateReading, readings: Sequence[DateReading]) -> bool:
    """Whether the head gives a later day, on which the letter was written once more."""
    return any(
        0 < (other.span.first - chosen.span.first).days <= _ANEW
        and heads(sheet, other)
        and _AGAIN.search(sheet.text[max(0, other.span.start - 40) : other.span.start])
        for other in readings
        if other.span.year_known
    )


def _ends_a_period(reading: DateReading) -> bool:
    """Whether a day is only the last of those that a statement is for."""
    return reading.rules.get("letter_date", "").startswith("date.period_end")


def _by_machine(reading: DateReading, readings: list[DateReading]) -> bool:
    """Whether a statement was only printed on a day, soon after the one on which it says that it was processed."""
    return reading.rules.get("letter_date", "").startswith(("date.printed", "date.run")) and any(
        other.roles.get("processed", 0.0) > 0.7
        and other.rules["processed"].startswith("date.processed")
        and 0 < (reading.span.first - other.span.first).days <= _IN_THE_MAIL
        for other in readings
    )


def made_twice(sheet: Sheet, chosen: DateReading, readings: Sequence[DateReading]) -> bool:
    """Whether the head tells two days on which the letter was made or went out ("Processed" and "Printed"), and none as its own.

    Which of the two is the letter's is told by no rule: writers take either.
    """
    return bool(_MADE.search(_label(sheet, chosen))) and any(
        0 < abs((other.span.first - chosen.span.first).days) <= _IN_THE_MAIL
        and heads(sheet, other)
        and _MADE.search(_label(sheet, other))
        for other in readings
        if other.span.year_known
    )


def _label(sheet: Sheet, reading: DateReading) -> str:
    """The words before a day in its cell, else those of the cell left of it or over it."""
    segment = sheet.segment_at(reading.span.start)
    before = sheet.text[sheet.offset_of(segment) : reading.span.start]
    if before.strip():
        return before
    beside = sheet.left(segment) or next(iter(sheet.above(segment, 1)), None)
    return beside.text if beside is not None else ""


_MADE = pattern("letter.made")
_HEAD = 0.25  # where the head of a page ends
_MACHINE = (
    0.3  # score of a day of printing, beside that of processing, and of a period's end, beside a later day
)
_DATED = 0.85  # score of a day that stands where a letter's does, or under its label
_IN_THE_MAIL = 14  # days
_ANEW = 200  # days within which a letter is written once more
_OF_LETTER = pattern("date.of_letter")
_AGAIN = pattern("date.anew")
_TO_COME = pattern("date.to_come")
_PLAIN = 0.93  # chance from which the words around a day leave little doubt
_AS_LIKELY = 0.3  # chance from which another day may be the letter's, where this one is that of its mailing
_SENT = pattern("letter.sent")

_TRANSMITTED = pattern("letter.transmitted")


def _mailed(sheet: Sheet, reading: DateReading) -> bool:
    """Whether a day is said to be that on which the letter or a copy went out."""
    start = reading.span.start
    segment = sheet.segment_at(start)
    left = sheet.left(segment) if sheet.starts_segment(start) else None
    before = sheet.text[sheet.offset_of(segment) : start] or (left.text if left else "")
    return bool(_SENT.search(before))


def _in_the_head(sheet: Sheet, reading: DateReading) -> bool:
    """Whether a day stands in the head of the first page, and nothing says that it is another's or a fax machine's."""
    other = any(
        score > 0.75 for role, score in reading.roles.items() if role not in ("letter_date", "fax", "other")
    )
    signed = reading.rules.get("other") == "date.signature"
    sent = reading.rules.get("fax") == "date.fax_header"
    return heads(sheet, reading) and not other and not signed and not sent


def heads(sheet: Sheet, reading: DateReading) -> bool:
    """Whether a day stands in the head of the first page."""
    start = reading.span.start
    return sheet.segment_at(start).page == sheet.first_page and sheet.top(start) < _HEAD
