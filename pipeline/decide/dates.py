"""Counting deadlines as the law counts them. All dates are calendar dates in the person's own zone."""

import calendar
import datetime as dt
from dataclasses import dataclass

from pipeline.law.calendar import is_workday
from pipeline.law.model import Span, Window
from pipeline.law.terms import Event, MissingDay, Roll, Unit

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Start:
    """The days a window can count from. None where the day is not known."""

    letter: dt.date | None
    receipt: dt.date | None = None
    first_decision: dt.date | None = None
    request: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a window comes to: the day told, the day before which nobody may say late, and why."""

    file_by: dt.date | None
    never_late_before: dt.date | None
    event: str
    counted_from: dt.date | None
    assumed: bool
    longest: dt.date | None = None  # the latest reading of the law, counted from the same day


def add_months(day: dt.date, months: int, missing: MissingDay = MissingDay.LAST_OF_MONTH) -> dt.date:
    """The same day number `months` later; if that month has no such day, as `missing` says."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if day.day <= last:
        return dt.date(year, month + 1, day.day)
    end = dt.date(year, month + 1, last)
    return end if missing is MissingDay.LAST_OF_MONTH else end + ONE_DAY


def add_business_days(day: dt.date, count: int, code: str) -> dt.date:
    """The `count`-th working day after `day` in the calendar of `code`."""
    while count:
        day += ONE_DAY
        count -= is_workday(day, code)
    return day


def to_workday(day: dt.date, code: str = "US") -> dt.date:
    """`day`, or the next working day if it is none."""
    while not is_workday(day, code):
        day += ONE_DAY
    return day


def add(
    day: dt.date,
    amount: int,
    unit: Unit,
    missing: MissingDay = MissingDay.LAST_OF_MONTH,
    code: str = "US",
) -> dt.date:
    """`day` plus a length of time. The day after `day` is day 1."""
    match unit:
        case Unit.MONTHS:
            return add_months(day, amount, missing)
        case Unit.BUSINESS_DAYS:
            return add_business_days(day, amount, code)
        case Unit.DAYS:
            return day + dt.timedelta(days=amount)
        case _:
            raise ValueError(f"no deadline is counted in {unit}")


def reckon(window: Window, start: Start) -> Reckoned:
    """Both dates of a window.

    The safe date counts from the letter's own date, never rolls, and takes the earliest reading of the law.
    The other counts from receipt where the law does, rolls where the law rolls, and takes the latest reading.
    It is None when the law counts from a receipt nobody told us, and when a late request may still be taken.
    """
    base, event, assumed = _base(window, start)
    if base is None or window.amount is None:
        return Reckoned(None, None, event, base, assumed)
    safe = min(_end(window, base), *(_span_end(span, base, window) for span in window.safe), dt.date.max)
    presumed = base + dt.timedelta(days=window.presumed_receipt_days)
    longest = max(
        _end(window, presumed), *(_span_end(span, base, window) for span in window.never_late), safe
    )
    late_from = _late_base(window, start)
    if late_from is None or window.extendable:
        return Reckoned(safe, None, event, base, assumed, longest)
    latest = max(_end(window, late_from), *(_span_end(s, late_from, window) for s in window.never_late), safe)
    if window.roll is Roll.WORKDAY:
        latest = to_workday(latest, window.calendar)
    return Reckoned(safe, latest, event, base, assumed, longest)


def _base(window: Window, start: Start) -> tuple[dt.date | None, str, bool]:
    """The day the safe date counts from, its name, and whether the law counts from another."""
    if window.event is Event.REQUEST:
        return start.request, "the day the plan was asked to reconsider", False
    if window.event is Event.FIRST_DECISION and start.first_decision:
        return start.first_decision, "the first internal decision", False
    if start.letter:
        return start.letter, "the date of the letter", window.event is not Event.LETTER
    if window.event is not Event.LETTER and start.receipt:
        return start.receipt, "the day the letter came", False
    return None, "the date of the letter", True


def _late_base(window: Window, start: Start) -> dt.date | None:
    """The latest day the law may count from, or None if it is not known."""
    if window.event is Event.REQUEST:
        return start.request
    if window.event is Event.LETTER:
        return start.letter
    if window.event is Event.FIRST_DECISION and start.first_decision and start.first_decision != start.letter:
        return start.first_decision if start.receipt is None else max(start.first_decision, start.receipt)
    if window.presumed_receipt_days and start.letter:
        presumed = start.letter + dt.timedelta(days=window.presumed_receipt_days)
        return max(presumed, start.receipt or presumed)
    if start.receipt and start.letter:
        return max(start.receipt, start.letter)
    return start.receipt


def _end(window: Window, day: dt.date) -> dt.date:
    assert window.amount is not None
    return add(day, window.amount, window.unit, window.missing_day, window.calendar)


def _span_end(span: Span, day: dt.date, window: Window) -> dt.date:
    return add(day, span.amount, span.unit, window.missing_day, window.calendar)
