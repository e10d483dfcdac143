"""Working days: weekends and legal holidays of the federation or a state.

The dates of a few calendars stand in `law/calendars/XX.txt`, one line a year, because importing the holidays
library takes longer than a whole decision may. A test holds them to the library, which also answers for every
other state and year.
"""

import datetime as dt
from functools import cache
from pathlib import Path

from pipeline.law.load import LAW_FOLDER


def is_workday(day: dt.date, code: str = "US") -> bool:
    """Whether `day` is neither Saturday, Sunday nor a legal holiday of `code` (US, or a state's code)."""
    return day.weekday() < 5 and day not in holidays_of(code, day.year)


@cache
def holidays_of(code: str, year: int) -> frozenset[dt.date]:
    """Legal holidays of one year, observed days included."""
    path = LAW_FOLDER / "calendars" / f"{code}.txt"
    if path.is_file() and (found := _from_file(path, year)) is not None:
        return found
    return from_library(code, year)


def from_library(code: str, year: int) -> frozenset[dt.date]:
    """The same from the holidays library (a third of a second to import)."""
    import holidays

    return frozenset(holidays.country_holidays("US", subdiv=None if code == "US" else code, years=[year]))


def _from_file(path: Path, year: int) -> frozenset[dt.date] | None:
    head = f"{year}:"
    for line in path.read_text().splitlines():
        if line.startswith(head):
            return frozenset(dt.date.fromisoformat(f"{year}-{day}") for day in line[len(head) :].split())
    return None
