"""How far the person has come inside the plan: first denial, waiting, silence, final denial."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from pipeline.decide.dates import Start, add_business_days
from pipeline.law.model import Silence
from pipeline.models.decision import InternalAppeal, Situation
from pipeline.models.words import DocumentKind, Outcome


class Level(StrEnum):
    UNKNOWN = "unknown"
    FIRST = "first"  # nothing appealed yet
    WAITING = "waiting"  # appealed, the plan still has time
    SILENT = "silent"  # appealed, the plan's time is over
    FINAL = "final"  # the plan decided the appeal


@dataclass(frozen=True, slots=True)
class Standing:
    """`lapse` is the day the plan's time to answer ends or ended; `asked` the day it was asked.

    After a final decision `lapse` is set only where the plan had let its time pass before it decided and the law
    starts the filing window then: a late letter does not stop a clock that runs already.
    """

    level: Level
    start: Start
    last_decision: dt.date | None = None
    lapse: dt.date | None = None
    asked: dt.date | None = None
    decisions: int = 0  # how often the plan, or the program above it, has said no to an appeal
    missing: tuple[str, ...] = ()


def standing(situation: Situation, silence: Silence | None, as_of: dt.date) -> Standing:
    """Read the level from the kind of letter and the internal appeals told."""
    appeals = situation.internal_appeals or ()
    decided = sorted(
        (a for a in appeals if a.outcome is Outcome.UPHELD or (a.outcome is None and a.decided_on)),
        key=lambda a: a.decided_on or dt.date.max,
    )
    if situation.kind is DocumentKind.FINAL_INTERNAL_DENIAL or decided:
        return _final(situation, decided, silence)
    waiting = [a for a in appeals if a.outcome in (Outcome.PENDING, Outcome.NO_ANSWER)]
    start = Start(letter=situation.letter_date, receipt=situation.received_on)
    if waiting:
        return _waiting(situation, waiting, silence, start, as_of)
    if situation.kind in (DocumentKind.INITIAL_DENIAL, DocumentKind.EOB_DENIAL):
        return Standing(Level.FIRST, start)
    return Standing(Level.UNKNOWN, start, missing=("denial.kind",))


def _final(situation: Situation, decided: list[InternalAppeal], silence: Silence | None) -> Standing:
    days = [a.decided_on for a in decided if a.decided_on]
    is_final_letter = situation.kind is DocumentKind.FINAL_INTERNAL_DENIAL
    letter = situation.letter_date if is_final_letter else (days[-1] if days else situation.letter_date)
    letter = letter or (days[-1] if days else None)
    first = min((day for day in days if len(days) > 1 or letter is None), default=letter)
    if len(days) == 1 and letter and days[0] < letter:
        first = days[0]
    missing = () if letter else ("denial.letter_date",)
    if not is_final_letter and not days:
        missing = ("internal_appeals.decided_on",)
    receipt = situation.received_on
    if receipt and letter and receipt < letter:
        receipt = None  # the receipt told is that of an earlier letter
    asked = next((a.filed_on for a in decided if a.filed_on), None)
    return Standing(
        Level.FINAL,
        Start(letter=letter, receipt=receipt, first_decision=first, request=asked),
        last_decision=letter,
        lapse=_passed_before(letter, situation, silence),
        asked=asked,
        decisions=max(1, len(decided)),
        missing=missing,
    )


def _passed_before(letter: dt.date | None, situation: Situation, silence: Silence | None) -> dt.date | None:
    """The day the plan's time to answer the first appeal ended without an answer, if that starts a clock."""
    filed = [appeal for appeal in situation.internal_appeals or () if appeal.filed_on]
    first = min(filed, key=lambda appeal: appeal.filed_on or dt.date.max, default=None)
    if silence is None or not silence.starts_clock or first is None or first.filed_on is None:
        return None
    answered = first.decided_on or letter
    lapse = lapse_of(first.filed_on, silence.days, silence, situation)
    return lapse if answered and lapse < answered else None


def lapse_of(filed: dt.date, days: int, silence: Silence, situation: Situation) -> dt.date:
    """The last day to answer an appeal made on `filed`."""
    if silence.working_days:
        return add_business_days(filed, days, situation.state or "US")
    return filed + dt.timedelta(days=days)


def _waiting(
    situation: Situation,
    waiting: list[InternalAppeal],
    silence: Silence | None,
    start: Start,
    as_of: dt.date,
) -> Standing:
    """An appeal without an answer. One said to be pending is silent too, once its time is over."""
    filed = min((a.filed_on for a in waiting if a.filed_on), default=None)
    if filed is None:
        return Standing(Level.WAITING, start, missing=("internal_appeals.filed_on",))
    if silence is None:
        return Standing(Level.WAITING, start, asked=filed)
    days = silence.days
    if situation.kind is DocumentKind.EOB_DENIAL and silence.post_service_days:
        days = silence.post_service_days
    elif situation.urgent and silence.urgent_days:
        days = silence.urgent_days
    lapse = lapse_of(filed, days, silence, situation)
    level = Level.SILENT if as_of >= lapse else Level.WAITING
    start = Start(letter=start.letter, receipt=start.receipt, request=filed)
    return Standing(level, start, lapse=lapse, asked=filed)
