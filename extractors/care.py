"""The days of the care in question: from denied rows, else from labels and sentences."""

import datetime as dt
import re
from collections import Counter

from extractors import caresigns
from extractors.carerows import rows_days
from extractors.carewords import (
    ASIDE,
    BILLED,
    CARE,
    CARE_AFTER,
    CLAIMED,
    DAYS_KEPT,
    DONE_BY,
    FROM_THEN,
    GRANTED,
    HANDLED,
    IN_FORCE,
    LED,
    LENGTH,
    LISTED,
    NEAR_CARE,
    NOT_FROM,
    ONWARD,
    PAID_AFTER,
    RANGE,
    REFUSED_AFTER,
    REFUSED_RANGE,
    REFUSED_THEN,
    WE_AFTER,
)
from extractors.dates import PLANNED, DateReading
from extractors.phrases import heads
from extractors.reading import Reading
from pipeline.models.fields import DocumentKind, Field

_LEAST = 0.23  # chance of a day from which it is given
_LEAST_ELSE = 0.35  # the same, in a letter that denies nothing
_AHEAD = dt.timedelta(days=1100)  # of the letter, beyond which no care is planned
_TOLD = 0.1  # of one under a label of days of care
_SHARE = 0.8  # of the likeliest day's, from which another is given beside it


def service_dates(reading: Reading, kind: str | None, letter: dt.date | None = None) -> tuple[Field, ...]:
    """Days of service as [from, to]: those of the denied rows; else what labels, then sentences, speak of most."""
    return _as_one(rows_days(reading, kind, letter) or _spoken(reading, kind, letter))


def _as_one(days: tuple[Field, ...]) -> tuple[Field, ...]:
    """Two days, one after the other, are one period ("3 June and 4 June 2024"), as most letters print it."""
    if len(days) != 2:
        return days
    (first, end), (begin, last) = (map(dt.date.fromisoformat, d.value) for d in days)
    if first == end and begin == last == end + dt.timedelta(1):
        return (days[0].model_copy(update={"value": [first.isoformat(), last.isoformat()]}),)
    return days


def signs(reading: Reading, kind: str | None, letter: dt.date | None) -> list[caresigns.Signs]:
    """What speaks for each date of the letter as a day of care, in order."""
    return caresigns.signs(
        reading,
        letter,
        kind,
        lambda item: _is_range(reading, item),
        lambda item, chance: _weight(reading, item, letter) + _second(item, chance),
    )


def _spoken(reading: Reading, kind: str | None, letter: dt.date | None) -> tuple[Field, ...]:
    found = signs(reading, kind, letter)
    odds = zip(caresigns.chances(found, caresigns.table()), found, reading.dates, strict=True)
    weighed = [(0.0 if s.get("held") or _beyond(item, letter) else chance, item) for chance, s, item in odds]
    best = max((chance for chance, _ in weighed), default=0.0)
    least = max(_LEAST_ELSE if kind == DocumentKind.NOT_A_DENIAL.value else _LEAST, _SHARE * best)
    ahead = [s.get("planned_label", 0.0) * s.get("ahead", 0.0) > 0 for s in found]
    listed = [
        item
        for (chance, item), planned in zip(weighed, ahead, strict=True)
        if chance > least or ((planned or _labelled(item)) and chance > _TOLD > best / 4)
    ]
    if lead := next((item for chance, item in weighed if item in listed and chance == best), None):
        listed += [i for c, i in weighed if i not in listed and c > least / 2 and _alike(reading, lead, i)]
    for n, item in enumerate(listed):  # the end of a range stands for its beginning
        begun = next((r for r in reading.dates if r is not item and _end(reading, r) is item), item)
        listed[n] = begun
    if any(_is_range(reading, i) and not _admission(i) for i in listed):
        listed = [i for i in listed if _is_range(reading, i) or not _admission(i)]
    granted = [s["let"] + s["granted"] + s["paid_after"] > 0 for s in map(Counter, found)]
    let = [i for i, yes in zip(reading.dates, granted, strict=True) if yes]
    listed = [i for i in listed if i not in let] or listed  # what was granted is not in question
    refused = [item for item in reading.dates if _refused_from(reading, item)]
    labelled = any(map(_labelled, listed))
    if (
        refused and not reading.claims.denied
    ):  # days of a stay that were not approved, beside that of admission
        of_day = [r for r in reading.dates if r.span.first == refused[0].span.first]
        listed = [next((r for r in of_day if _is_range(reading, r)), refused[0])]
    begins = {r.span.first: r for c, r in weighed if c > least / 3 and r.span.first < r.span.last}
    for n, item in enumerate(listed):  # the first day of a range that is also printed stands for the range
        whole = begins.get(item.span.first, item)
        if item.span.first == item.span.last and whole not in listed:
            listed[n] = whole
    for item in reading.dates:  # "July 6, July 7 and August 3": days that go on from one in question
        if item not in listed and any(_goes_on(reading, r, item) for r in listed):
            listed.append(item)
    for item in reversed(reading.dates):  # and those that one of them goes on from
        if item not in listed and any(_goes_on(reading, item, r) for r in listed):
            listed.append(item)
    told: dict[tuple[str, str], Field] = {}
    for item in sorted(listed, key=lambda i: i.span.start):
        end = _end(reading, item) or item
        first, last = item.span.first, end.span.last
        if not item.span.year_known and end is not item:  # "between April 6 and May 29, 2026"
            first = max(_in_year(first, y) for y in (last.year - 1, last.year) if _in_year(first, y) <= last)
        if any(_end(reading, r) is item for r in listed):
            continue
        last = max(first, last, _runs_to(reading, item)) if first == last else last
        span = (first.isoformat(), max(first, last).isoformat())
        rule = item.rules.get("service_dates", "service_dates.near")
        sure = min(0.85 if labelled else 0.7, best)
        told.setdefault(span, reading.sheet.found(list(span), item.span.start, item.span.end, sure, rule))
    ranges = [s for s in told if s[0] != s[1]]
    return tuple(f for s, f in told.items() if s in ranges or not any(a <= s[0] <= b for a, b in ranges))


def _beyond(item: DateReading, letter: dt.date | None) -> bool:
    """Whether a day lies so far ahead of the letter that no care is meant: "MS 9-17-37" is a room."""
    return letter is not None and item.span.first > letter + _AHEAD


def _refused_from(reading: Reading, item: DateReading) -> bool:
    """Whether a sentence says that care is refused from a day on."""
    before = reading.sheet.clause(item.span.start, 110)
    after = reading.sheet.clause_after(item.span.end, 70)
    if item.span.first != item.span.last and REFUSED_RANGE.search(before):
        return True
    if DAYS_KEPT.search(caresigns.label(reading.sheet, item.span.start)):
        return True
    return bool(NOT_FROM.search(before) or (FROM_THEN.search(before) and REFUSED_THEN.search(after)))


def _in_year(day: dt.date, year: int) -> dt.date:
    return day.replace(year=year, day=min(day.day, 28) if (day.month, day.day) == (2, 29) else day.day)


def _runs_to(reading: Reading, item: DateReading) -> dt.date:
    """The last day of care that begins on a day: by its printed length, or as that of the stay of which it is a part."""
    before, first = reading.sheet.clause(item.span.start, 110), item.span.first
    if length := LENGTH.search(before):
        return first + dt.timedelta(days=int(length[1]) - 1)
    if not ONWARD.search(before):
        return first
    stays = [
        r.span.last
        for r, chance in zip(reading.dates, reading.days, strict=True)
        if r.span.first <= first < r.span.last
        and chance["service_dates"] > 0.4
        and not GRANTED.search(reading.sheet.clause(r.span.start, 120))
        and not IN_FORCE.search(reading.sheet.clause(r.span.start, 120))
    ]
    return max(stays, default=first)


def _second(item: DateReading, chance: float) -> float:
    """What the words near a date, as fitted, add to its weight; a label of care is doubted only by plain words."""
    return -0.3 * (chance < 0.08) if _labelled(item) else 0.6 * (chance - 0.45)


def _alike(reading: Reading, first: DateReading, item: DateReading) -> bool:
    """Whether the same words lead to both days: "the first is for §; the second is for §"."""
    text = reading.sheet.text
    a, b = (text[max(0, i.span.start - 24) : i.span.start].lower().split()[-2:] for i in (first, item))
    return a == b and not set(a) <= {"on", "the", "of", "in", "by", "to", "and", "that"}


def _admission(item: DateReading) -> bool:
    return item.rules.get("service_dates", "").startswith(FROM)


def _end(reading: Reading, item: DateReading) -> DateReading | None:
    """The date that ends the range which `item` begins: in the same words, or under a label of its own beside it."""
    if (end := next((r for r in reading.dates if _continues(reading, item, r)), None)) or not _admission(
        item
    ):
        return end
    own = reading.sheet.segment_at(item.span.start).box
    ends = [
        r
        for r in reading.dates
        if r.rules.get("service_dates", "").startswith(TO)
        and r.role == "service_dates"
        and 0 <= (r.span.last - item.span.first).days < 400
    ]
    level = [r for r in ends if abs(reading.sheet.segment_at(r.span.start).box[1] - own[1]) < 3]
    after = [r for r in ends if r.span.start > item.span.start]
    return next(iter(level or after), None)


def _is_range(reading: Reading, item: DateReading) -> bool:
    return item.span.first != item.span.last or _end(reading, item) is not None


def _continues(reading: Reading, first: DateReading | None, item: DateReading) -> bool:
    """Whether `item` ends the range that `first` begins."""
    if first is None or not 0 < item.span.start - first.span.end < 24 or item.span.last < first.span.first:
        return False
    between = reading.sheet.text[first.span.end : item.span.start]
    before = reading.sheet.text[max(0, first.span.start - 10) : first.span.start].lower()
    return bool(RANGE.fullmatch(between)) or (between.strip() == "and" and before.endswith("between "))


def _goes_on(reading: Reading, first: DateReading, item: DateReading) -> bool:
    between = reading.sheet.text[first.span.end : item.span.start]
    return 0 < len(between) < 16 and bool(LISTED.fullmatch(between))


def _labelled(item: DateReading) -> bool:
    return item.role == "service_dates" and item.rules.get("service_dates", "").startswith(
        ("date.service", "date.table")
    )


def _weight(reading: Reading, item: DateReading, letter: dt.date | None) -> float:
    """How much a date looks like a day of the care in question."""
    sheet, span = reading.sheet, item.span
    score = item.roles.get("service_dates", 0.0)
    if item.rules.get("service_dates", "").startswith(("date.service", "date.table")):
        return score if item.role == "service_dates" else 0.0
    of_letter = letter is None or span.first == letter  # another day that stands alone is not the letter's
    before, after = sheet.clause(span.start, 120), sheet.clause_after(span.end, 70)
    around = (before + " " + after).replace(str(span.first.year), "")
    before = LED.sub(
        " ", before
    )  # "On § we denied your claim for a scan of": the verb belongs to the other day
    weight = max(score, 0.36) + 0.2 * bool(NEAR_CARE.search(around))
    weight += (
        0.25 * bool(CARE.search(before))
        + 0.4 * bool(DONE_BY.search(before))
        + 0.25 * bool(CARE_AFTER.search(after))
        + (-0.5 if IN_FORCE.search(around) else 0.35) * _is_range(reading, item)
        + 0.3 * bool(PLANNED.search(before))
    )
    if any(
        p.field in ("service", "provider") and p.start <= span.start < p.end + 40 for p in reading.labelled
    ):
        weight += 0.3
    if (
        span.first != span.last
        and sheet.segment_at(span.start).page == sheet.first_page
        and sheet.top(span.start) < 0.4
    ):
        weight += 0.2
    weight += 0.25 * bool(CLAIMED.search(before) and not HANDLED.search(before))
    head = max((m.end() for m in heads(reading.lexicon).finditer(before)), default=-1)
    weight += 0.3 * (0 <= len(before) - head < 70 and head >= 0)  # "the embolization of the knee on"
    dated = item.roles.get("letter_date", 0.0) > 0.5 and not of_letter
    weight += 0.35 * (
        dated and bool(reading.found.money)
    )  # a bill's own "Date", where the letter's is another
    following = heads(reading.lexicon).search(after[:40])
    weight += 0.3 * bool(
        following and re.search(r"\b(?:your|the|his|her) $", before)
    )  # "your June 2 infusion"
    weight -= 0.4 * bool(BILLED.search(before))
    weight -= 0.5 * bool(HANDLED.search(before)) + 0.5 * bool(WE_AFTER.search(after))
    if any(
        value > 0.9 and role not in ("service_dates", "letter_date") for role, value in item.roles.items()
    ):
        return 0.0  # a label says what it is
    weight += 0.3 * bool(REFUSED_AFTER.search(after)) - 0.4 * bool(GRANTED.search(before))
    weight -= 0.3 * bool(ASIDE.search(before)) + 0.4 * bool(PAID_AFTER.search(after))
    mine = {"service_dates"} if of_letter else {"service_dates", "letter_date"}
    other = max((s for role, s in item.roles.items() if role not in mine), default=0.0)
    ruled_out = of_letter and item.roles.get("letter_date", 0) > 0.75
    return 0.0 if other > weight + 0.03 or ruled_out else weight


FROM, TO = "date.service_from", "date.service_to"
