"""Deadlines the letter itself prints: for the internal appeal and for external review.

Each printed time and each day to come is told by what stands around it (limitsigns.py), with weights that were fitted
on labelled letters (tests/benchmarks/fit_limits.py).
"""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from extractors.base import Sheet
from extractors.durations import days
from extractors.lexicon import Lexicon, pattern
from extractors.limits import StatedLimit, agreed, either, unique
from extractors.limitsigns import IN, OUT, Printed, printed, signs
from extractors.mentions import Mentions
from extractors.neighbours import shares
from extractors.timewords import FAST, LEAD, NEXT, SPANISH, TAIL, THE_SAME

STEPS = ("none", IN, OUT)
# rules of a limit that runs from the answer to a first appeal, and of one for the fast track: no limits of the next step
SECOND, EXPEDITED = "deadline.second_level", "deadline.expedited"
# signs of a time that is never for the member's next step: of a suit, of care going on, of a call between doctors
_NEVER = frozenset(
    {
        "size short",
        *(f"not deadline_not.{n}" for n in ("suit", "continue", "civil_rights", "peer", "done")),
    }
)
_EXACT, _NEAR = (
    1,
    12,
)  # days by which a printed end may be off its time, without and with words that join them
# before a time of few days that limits a request all the same, and how surely
_RECONSIDERED, _PLAINLY = pattern("deadline.reconsidered_fast"), 0.9
_DANGLING = re.compile(r"(?:\s+(?:to|by|in|of|and|or|the|a|an))+$", re.I)

Weights = Mapping[str, Sequence[float]]


@cache
def shipped() -> Weights:
    """The fitted weights: of each sign for each of STEPS."""
    return dict(json.loads((files("extractors") / "limits.json").read_text(encoding="utf-8")))


def find(
    sheet: Sheet,
    lexicon: Lexicon,
    found: Mentions,
    letter: dt.date | None = None,
    final: bool = False,
    to_provider: bool = False,
) -> list[StatedLimit]:
    """Every limit for the member's own next steps; limits of others (the plan's answer, suits, records) are left out.

    `final` says that the plan's own appeal is over: a limit is then mostly for the outside. A provider's own limits
    count only in a letter `to_provider`.
    """
    limits: list[StatedLimit] = []
    for one in printed(sheet, found, letter):
        own = signs(sheet, lexicon, one, final, to_provider)
        chance = chances(shipped(), own)
        never, others = _NEVER & own.keys(), "provider's" in own and not to_provider
        step = STEPS[0] if never or others else max(STEPS, key=lambda s: chance[s])
        if never == {"size short"} and not others and _RECONSIDERED.search(one.before(sheet)):
            step, chance[IN] = IN, _PLAINLY  # the armed forces' program gives three days (32 CFR 199.10)
        if limits and one.date and _tells_the_day_of(sheet, limits[-1], one, letter):
            limits[-1] = replace(limits[-1], date=one.date.isoformat(), end=one.end)
        elif step != STEPS[0]:
            limits.append(_limit(sheet, one, step, chance[step]))
    return _settled(sheet, limits, letter)


def _settled(sheet: Sheet, limits: list[StatedLimit], letter: dt.date | None) -> list[StatedLimit]:
    """The limits without those that are said twice: in another language, or as a length and as its day."""
    if any(not SPANISH.search(x.text) for x in limits):
        limits = [x for x in limits if not SPANISH.search(x.text)]
    return agreed(unique(either(sheet.text, _marked(sheet, limits))), letter)


def _marked(sheet: Sheet, limits: list[StatedLimit]) -> list[StatedLimit]:
    """Limits of the fast track by their rule, where the usual one of the same step is printed too."""
    fast = [x for x in limits if FAST.search(sheet.clause(x.start, 160))]
    usual = {x.step for x in limits if x not in fast}
    return [replace(x, rule=EXPEDITED) if x in fast and x.step in usual else x for x in limits]


def chances(weights: Weights, own: Mapping[str, float]) -> dict[str, float]:
    """For each of STEPS, the chance that a printed time with these signs limits it."""
    totals = list(weights[""])
    for name, value in own.items():
        for n, weight in enumerate(weights.get(name, ())):
            totals[n] += weight * value
    return dict(zip(STEPS, shares(totals), strict=True))


def _limit(sheet: Sheet, one: Printed, step: str, chance: float) -> StatedLimit:
    before, after = one.before(sheet), one.after(sheet)
    lead, tail = LEAD.search(before), None if one.date else TAIL.match(after)
    start = one.start - (len(lead[0]) if lead else 0)
    end = one.end + (len(tail[0]) if tail else 0)
    text = _DANGLING.sub("", " ".join(sheet.text[start:end].split()).strip(" .,;"))
    rule = f"deadline.{step}"
    if step == IN and NEXT.search(f"{before[-120:]}§{after[:70]}"):
        rule = SECOND
    return StatedLimit(step, text, one.date.isoformat() if one.date else None, start, end, chance, rule)


def _tells_the_day_of(sheet: Sheet, limit: StatedLimit, day: Printed, letter: dt.date | None) -> bool:
    """Whether a day is that on which the time before it ends: "within 60 days, that is by March 6, 2026".

    Where both agree no word need say so ("60 days from the date of this notice: March 6, 2026"); a day far from the
    time's end is of something else ("180 days ..., and coverage goes on until March 6").
    """
    between = sheet.text[limit.end : day.start]
    if limit.date is not None or not 0 < len(between) < 90:
        return False
    count = days(limit.text)
    if count is None or letter is None or day.date is None:
        return bool(THE_SAME.search(between))
    off = abs((day.date - letter).days - count)
    return (off <= _EXACT and len(between) < 20 and "." not in between) or (
        off <= _NEAR and bool(THE_SAME.search(between))
    )
