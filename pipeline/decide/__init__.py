"""What the law says next: facts, law and a day in; one decision out. Pure: no clock, no files but the law's."""

import datetime as dt
from dataclasses import replace

from pipeline.decide.plans import decide_plan
from pipeline.decide.program_route import PROGRAM_PLANS
from pipeline.decide.programs import decide_program
from pipeline.decide.route import route
from pipeline.law import Law
from pipeline.models.decision import Decision, Path, Situation
from pipeline.models.words import DocumentKind

__all__ = ["decide"]

# Days outside cannot belong to a letter of ours: a slip of the pen, or of OCR, is a fact not known.
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


def decide(situation: Situation, law: Law, as_of: dt.date) -> Decision:
    """The next step for a person in `situation` on the day `as_of`, under `law`.

    Raises LawError if the law has no rule in force for the letter's date.
    """
    if situation.kind is DocumentKind.NOT_A_DENIAL:
        return Decision(path=Path.NOT_A_DENIAL, law_sha256=law.sha256)
    situation = _plausible(situation)
    found = route(situation, law)
    steps = decide_program if situation.funding in PROGRAM_PLANS else decide_plan
    decision = steps(situation, found, as_of)
    return decision.model_copy(update={"law_sha256": law.sha256})


def _plausible(situation: Situation) -> Situation:
    """The situation without days that cannot be; they are then asked for like any missing fact."""
    appeals = situation.internal_appeals
    if appeals is not None:
        appeals = tuple(replace(a, filed_on=_day(a.filed_on), decided_on=_day(a.decided_on)) for a in appeals)
    return replace(
        situation,
        letter_date=_day(situation.letter_date),
        received_on=_day(situation.received_on),
        internal_appeals=appeals,
    )


def _day(day: dt.date | None) -> dt.date | None:
    return day if day and EARLIEST <= day <= LATEST else None
