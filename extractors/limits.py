"""Printed limits: one of each step and length."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from extractors.durations import SPAN, days


@dataclass(frozen=True, slots=True)
class StatedLimit:
    """One limit; `date` only where the letter prints a date for it."""

    step: str
    text: str
    date: str | None
    start: int
    end: int
    score: float
    rule: str


_WHICHEVER = re.compile(
    rf"[^.;]{{0,70}}?\bor (?:\w+ ){{0,3}}{SPAN.pattern}[^.;]{{0,80}}?\bwhichever\b(?: of (?:\w+ ){{1,2}})?(?: is| comes| happens| occurs)*(?: the)? \w+",
    re.I,
)


def either(text: str, limits: list[StatedLimit]) -> list[StatedLimit]:
    """Two times of which the later or the earlier counts are one limit, told as printed."""
    kept: list[StatedLimit] = []
    for limit in limits:
        if kept and limit.start < kept[-1].end:
            continue  # the second of them
        if choice := _WHICHEVER.match(text, limit.end):
            told = " ".join(text[limit.start : choice.end()].split())
            limit = replace(limit, text=told, end=choice.end())
        kept.append(limit)
    return kept


def agreed(limits: list[StatedLimit], letter: dt.date | None) -> list[StatedLimit]:
    """One limit a step and length: a date that is the printed time counted from the letter is that limit.

    Another date for a step that has a printed time is a limit for something else (a payment, records) and goes.
    """
    kept = list(limits)
    for date in [x for x in limits if x.date]:
        same = [x for x in limits if x.step == date.step and not x.date]
        agreeing = [x for x in same if _agrees(date, x, letter) and not SPAN.search(date.text)]
        left = [x for x in agreeing if x in kept]  # another date may have been one of them
        if left:
            kept.remove(min(left, key=lambda x: abs(x.start - date.start)))
        elif same and not agreeing and not SPAN.search(date.text):
            kept.remove(date)
    return kept


def _agrees(date: StatedLimit, time: StatedLimit, letter: dt.date | None) -> bool:
    count = days(time.text)
    if count is None or letter is None or date.date is None:
        return False
    return abs((dt.date.fromisoformat(date.date) - letter).days - count) <= 8


def unique(limits: list[StatedLimit]) -> list[StatedLimit]:
    """Of several of one step and length, the surest."""
    best: dict[tuple[str, str], StatedLimit] = {}
    for limit in limits:
        span = SPAN.search(limit.text)
        count = days(limit.text)
        key = (limit.step, str(count or (re.sub(r"\W+", " ", span[0].lower()) if span else limit.date)))
        if key not in best or (limit.date is not None, limit.score) > (
            best[key].date is not None,
            best[key].score,
        ):
            best[key] = limit
    spans = {(x.step, x.date) for x in best.values() if SPAN.search(x.text)}
    kept = [x for x in best.values() if SPAN.search(x.text) or (x.step, x.date) not in spans]
    return sorted(
        kept, key=lambda x: x.start
    )  # a day that is printed again as the end of a time is told once
