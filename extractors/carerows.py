"""The days of care that rows of a claim table print."""

import datetime as dt

from extractors.carewords import LISTED, SETTLES
from extractors.claims import Charge
from extractors.printed_days import DateSpan, machine_days
from extractors.reading import Reading
from pipeline.models.fields import DocumentKind, Field


def rows_days(reading: Reading, kind: str | None, letter: dt.date | None = None) -> tuple[Field, ...]:
    """Days of service of the denied rows, as [from, to]; of all rows where nothing is denied."""
    found: dict[tuple[str, str], Field] = {}
    roles = {r.span.start: r.role for r in reading.dates}
    charges = reading.claims.denied_charges or [
        c for c in reading.claims.charges if not c.row.total and kind == DocumentKind.NOT_A_DENIAL.value
    ]
    for charge in charges:
        if charge not in reading.claims.denied_charges and SETTLES.search(charge.row.text("service")):
            continue  # a payment on a bill, not care
        days = [d for d in charge.dates if roles.get(d.start) in (None, "service_dates")]
        days = days or [d for d in charge.dates if d.first != letter]
        for day, end in _ranges(reading, days):
            span = (min(day.first, end.first).isoformat(), max(day.last, end.last).isoformat())
            found.setdefault(
                span, reading.sheet.found(list(span), day.start, day.end, 0.93, "service_dates.row")
            )
        if letter and not charge.dates:
            _told_by_machine(reading, charge, letter, found)
    return tuple(found.values())


def _ranges(reading: Reading, days: list[DateSpan]) -> list[tuple[DateSpan, DateSpan]]:
    """First and last days of the care of one row: two dates are a range, unless they are listed in one cell."""
    if len(days) > 1 and LISTED.fullmatch(reading.sheet.text[days[0].end : days[1].start]):
        return [(day, day) for day in days]
    return [(days[0], days[:2][-1])] if days else []


def _told_by_machine(
    reading: Reading, charge: Charge, letter: dt.date, found: dict[tuple[str, str], Field]
) -> None:
    """Days of a row that are printed as six figures, the first and perhaps the last beside it."""
    for segment in charge.row.segments:
        if days := machine_days(segment.text, letter)[:2]:
            span = (min(days).isoformat(), max(days).isoformat())
            start = reading.sheet.offset_of(segment)
            end = start + len(segment.text)
            found.setdefault(span, reading.sheet.found(list(span), start, end, 0.8, "service_dates.row"))
            return
