"""deadlines.ics: days to remember, without a name and without a word of the letter."""

import datetime as dt
from typing import Any

from icalendar import Alarm, Calendar, Event

from pipeline.law import Process
from pipeline.law.model import Clock
from pipeline.law.terms import Unit
from pipeline.models.case import Case
from pipeline.models.decision import Path

BEFORE = (14, 7, 2)  # days before the last day
FOLLOW_UP = 3  # days after it: has it come?
_DAYS = {Unit.DAYS: 1.0, Unit.BUSINESS_DAYS: 1.4, Unit.HOURS: 1 / 24, Unit.MONTHS: 31.0}


def reminders(
    case: Case, process: Process | None, title: str, words: dict[str, str], *, expedited: bool, as_of: dt.date
) -> bytes:
    """A calendar of whole-day events, each with an alarm at nine; the same case and date give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//IMRKit//deadlines//EN")
    calendar.add("version", "2.0")
    for key, day, values in _days(case, process, expedited, as_of):
        event = Event()
        event.add("uid", f"{case.case_id}-{key}@imrkit")
        event.add("dtstamp", dt.datetime.combine(as_of, dt.time(12), dt.UTC))
        event.add("dtstart", day)
        event.add("dtend", day + dt.timedelta(days=1))
        event.add("summary", words[key.rstrip("0123456789")].format(title=title, **values))
        event.add("description", words["case"].format(case=case.case_id))
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", words["case"].format(case=case.case_id))
        alarm.add("trigger", dt.timedelta(hours=9))
        event.add_component(alarm)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _days(
    case: Case, process: Process | None, expedited: bool, as_of: dt.date
) -> list[tuple[str, dt.date, dict[str, Any]]]:
    deadline = case.decision.deadline if case.decision else None
    last = deadline.file_by if deadline else None
    if last is None:
        return [("ask_deadline", as_of + dt.timedelta(days=1), {})]
    out: list[tuple[str, dt.date, dict[str, Any]]] = [
        (f"before{n}", last - dt.timedelta(days=n), {"days": n})
        for n in BEFORE
        if last - dt.timedelta(days=n) >= as_of
    ]
    out.append(("last", last, {}))
    out.append(("came", last + dt.timedelta(days=FOLLOW_UP), {}))
    if process and case.decision and case.decision.path is Path.EXTERNAL_REVIEW:
        clock = process.times.expedited if expedited else process.times.standard
        if (due := _after(last, clock)) is not None:
            out.append(("decision", due, {}))
    return out


def _after(start: dt.date, clock: Clock | None) -> dt.date | None:
    """The last day of a reviewer's clock that starts on `start`, working days taken at five in seven, rounded up."""
    if clock is None or clock.amount is None or clock.unit not in _DAYS:
        return None
    exact = clock.amount * _DAYS[clock.unit]
    return start + dt.timedelta(days=int(exact) + (exact > int(exact)))
