"""What the law says next: facts, law and a day in; one decision out. Pure: no clock, no files but the law's."""

import datetime as dt

from pipeline.decide.plans import decide_plan
from pipeline.decide.programs import decide_program
from pipeline.decide.route import PROGRAMS, route
from pipeline.law import Law
from pipeline.models.decision import Decision, Path, Situation
from pipeline.models.words import DocumentKind, Funding

__all__ = ["decide"]


def decide(situation: Situation, law: Law, as_of: dt.date) -> Decision:
    """The next step for a person in `situation` on the day `as_of`, under `law`.

    Raises LawError if the law has no rule in force for the letter's date.
    """
    if situation.kind is DocumentKind.NOT_A_DENIAL:
        return Decision(path=Path.NOT_A_DENIAL, law_sha256=law.sha256)
    found = route(situation, law)
    program = situation.funding in PROGRAMS or situation.funding is Funding.TRICARE
    decision = (decide_program if program else decide_plan)(situation, found, as_of)
    return decision.model_copy(update={"law_sha256": law.sha256})
