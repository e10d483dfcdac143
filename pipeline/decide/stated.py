"""The deadline a letter itself prints, as a date, so that it can be compared with the law's."""

import datetime as dt
import re
from collections.abc import Iterable

from pipeline.decide.dates import add
from pipeline.law.terms import MissingDay, Unit
from pipeline.models.decision import StatedDeadline

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBER = r"(?P<digits>\d{1,3})(?:st|nd|rd|th)?|(?P<words>(?:(?:one|two|three)?[\s-]*hundred(?:[\s-]+and)?[\s-]*)?[a-z]*(?:-[a-z]+)?)"
_SPAN = re.compile(
    rf"\b(?:{_NUMBER})\s*(?:\(\s*(?P<inner>\d{{1,3}})\s*\)\s*)?"
    r"(?P<business>business|working)?\s*(?:calendar|consecutive)?\s*[- ]?(?P<unit>days?|months?|weeks?|years?)\b",
    re.IGNORECASE,
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_LONG_DATE = re.compile(
    rf"\b({'|'.join(_MONTHS)})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE
)
_SHORT_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


_LATEST = dt.date(2101, 1, 1)  # a printed year beyond is a misreading


def stated_days(
    deadlines: Iterable[StatedDeadline],
    steps: Iterable[str],
    letter: dt.date | None,
    missing: MissingDay = MissingDay.LAST_OF_MONTH,
) -> list[dt.date]:
    """The days the letter gives for `steps`, counted from its own date, earliest first.

    A printed length is counted from the letter even when it says "from receipt": that is the safe side.
    """
    wanted = set(steps)
    days = {_day_of(one, letter, missing) for one in deadlines if one.step in wanted}
    after = letter or dt.date.min
    return sorted(day for day in days if day and after < day < _LATEST)


def _day_of(one: StatedDeadline, letter: dt.date | None, missing: MissingDay) -> dt.date | None:
    if one.date:
        return one.date
    if found := _LONG_DATE.search(one.text):
        return _date(int(found[3]), _MONTHS.index(found[1].lower()) + 1, int(found[2]))
    if found := _SHORT_DATE.search(one.text):
        return _date(int(found[3]), int(found[1]), int(found[2]))
    lengths = [_length(found) for found in _SPAN.finditer(one.text)]
    ends = [add(letter, amount, unit, missing) for amount, unit in filter(None, lengths) if letter]
    return min(ends, default=None)


def _length(found: re.Match[str]) -> tuple[int, Unit] | None:
    digits = found["inner"] or found["digits"]
    amount = int(digits) if digits else _in_words(found["words"] or "")
    if not amount:
        return None
    unit = found["unit"].lower().rstrip("s")
    if unit == "day":
        return amount, Unit.BUSINESS_DAYS if found["business"] else Unit.DAYS
    if unit == "week":
        return amount * 7, Unit.DAYS
    return (amount, Unit.MONTHS) if unit == "month" else (amount * 12, Unit.MONTHS)


def _in_words(text: str) -> int | None:
    """ "one hundred eighty" as 180; None if it is no number."""
    total = 0
    for word in re.split(r"[\s-]+", text.strip().lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in _WORDS:
            total += _WORDS[word]
        elif word and word != "and":
            return None
    return total or None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
