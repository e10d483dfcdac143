"""From what the letter says and what the person knows to the situation that the law is asked about.

What a person gives goes before what the letter says. A value that is not known stays None.
"""

import datetime as dt
from decimal import Decimal, InvalidOperation

from pipeline.models.decision import Situation, StatedDeadline
from pipeline.models.facts import Facts, Funding
from pipeline.models.fields import Classification, DocumentKind, Extraction, Field

# A letter's word for the plan says how it is funded, except `government_employee`: federal and state
# employees' plans take different roads, so that one waits for a person.
_FUNDING_OF_PLAN_TYPE = {
    "fully_insured": Funding.FULLY_INSURED,
    "self_funded": Funding.SELF_FUNDED,
    "marketplace": Funding.MARKETPLACE,
    "medicare_advantage": Funding.MEDICARE_ADVANTAGE,
    "medicaid": Funding.MEDICAID,
}
# Below this a letter's statement about the plan is not enough to choose a legal road by.
_SURE = 0.6
# Rules of printed times that do not limit the next step: one runs from the answer to a first appeal, one is the fast
# track's, whose limit the law's files give.
_OTHER_LIMITS = ("deadline.second_level", "deadline.expedited")

_NO_LETTER = Extraction(kind=Field(value=None, confidence=0), fields={})


def of_facts(facts: Facts) -> Situation:
    """The situation of a facts file alone, with no letter (`imrkit decide`)."""
    return situate(_NO_LETTER, Classification(), facts)


def situate(extraction: Extraction, classification: Classification, facts: Facts) -> Situation:
    """Everything `decide` may know about this case."""
    state = facts.plan.state or _sure(extraction.one("state"))
    named = extraction.one("regulator")
    printed = str(named.value) if named else None
    kind = facts.denial.kind or extraction.kind.value
    return Situation(
        funding=_funding(extraction, facts),
        state=state,
        regulator=facts.plan.regulator,
        grandfathered=facts.plan.grandfathered,
        product=facts.plan.product,
        kind=DocumentKind(kind) if kind else None,
        denial_class=facts.denial.denial_class or classification.denial_class,
        category=facts.denial.category or classification.denial_category,
        letter_date=facts.denial.letter_date or _date(extraction.one("letter_date")),
        received_on=facts.received_on,
        amount_denied=facts.denial.amount_denied or _amount(extraction.one("amount_denied")),
        urgent=facts.urgent,
        filed_by=facts.filed_by,
        internal_appeals=facts.internal_appeals,
        stated_deadlines=tuple(
            _stated(f) for f in extraction.many("stated_deadlines") if f.rule not in _OTHER_LIMITS
        ),
        regulator_named=printed,
    )


def _funding(extraction: Extraction, facts: Facts) -> Funding | None:
    if facts.plan.funding not in (None, Funding.UNKNOWN):
        return facts.plan.funding
    found = _sure(extraction.one("plan_funding"))
    if found:
        return Funding(found)
    return _FUNDING_OF_PLAN_TYPE.get(_sure(extraction.one("plan_type")) or "")


def _sure(field: Field | None) -> str | None:
    return str(field.value) if field is not None and field.confidence >= _SURE else None


def _date(field: Field | None) -> dt.date | None:
    return dt.date.fromisoformat(str(field.value)) if field is not None and field.value else None


def _amount(field: Field | None) -> Decimal | None:
    if field is None:
        return None
    try:
        return Decimal(str(field.value).replace("$", "").replace(",", ""))
    except InvalidOperation:
        return None


def _stated(field: Field) -> StatedDeadline:
    value = field.value
    printed = value.get("date")
    return StatedDeadline(
        step=value["for"], text=value["text"], date=dt.date.fromisoformat(printed) if printed else None
    )
