"""Days that the end of a line parts from their year, which begins the next line at its left edge."""

import re
from dataclasses import replace

from extractors.base import Segment, Sheet
from extractors.mentions import Mentions
from extractors.printed_days import DateSpan

_YEAR = re.compile(r"(?:19|20)\d\d\b(?![-/]\d)")


def joined(sheet: Sheet, found: Mentions) -> Mentions:
    """The mentions with the years that stand in the line below given to their days, and no numbers of those years."""
    years: dict[int, int] = {}  # where a year stands
    days = []
    for day in found.dates:
        below = None if day.year_known else _next_line(sheet, day)
        year = _YEAR.match(below.text) if below else None
        whole = _of(int(year[0]), day) if year else None
        days.append(whole or day)
        if below and year and whole:
            at = sheet.offset_of(below)
            years[at] = at + year.end()
    if not years:
        return found
    ids = tuple(s for s in found.ids if not (s.start in years and s.end <= years[s.start]))
    return replace(found, dates=tuple(days), ids=ids)


def _next_line(sheet: Sheet, day: DateSpan) -> Segment | None:
    """The first segment of the line under a day that ends its line with a comma."""
    segment = sheet.segment_at(day.start)
    end = sheet.offset_of(segment) + len(segment.text)
    if sheet.text[day.end : end].strip() != "," or sheet.right(segment) is not None:
        return None
    lines = [
        s
        for s in sheet.page_segments(segment.page)
        if segment.box[3] - 0.3 * segment.height < s.box[1] < segment.box[3] + 0.9 * segment.height
    ]
    return min(lines, key=lambda s: s.box[0], default=None)


def _of(year: int, day: DateSpan) -> DateSpan | None:
    """The day in that year; None where it has no such day (February 29)."""
    try:
        first = day.first.replace(year=year - (day.last.year - day.first.year))
        return replace(day, first=first, last=day.last.replace(year=year), year_known=True)
    except ValueError:
        return None
