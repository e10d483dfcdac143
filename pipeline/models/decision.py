"""What the law says next."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from pipeline.models.facts import FiledBy, Funding, InternalAppeal
from pipeline.models.fields import DenialCategory, DenialClass, DocumentKind, Frozen


class Path(StrEnum):
    EXTERNAL_REVIEW = "external_review"
    INTERNAL_APPEAL_FIRST = "internal_appeal_first"
    ADMINISTRATIVE_ROUTE = "administrative_route"
    OTHER_PROGRAM = "other_program"
    NEEDS_FACTS = "needs_facts"
    NOT_A_DENIAL = "not_a_denial"


class Eligible(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class StatedDeadline(Frozen):
    """A deadline the letter itself prints. `text` as printed; `date` only if printed as a date."""

    step: str  # internal_appeal | external_review
    text: str
    date: dt.date | None = None


class Situation(Frozen):
    """All that `decide` may know: the person's facts over the letter's, already merged. None is unknown."""

    funding: Funding | None = None
    state: str | None = None
    regulator: str | None = None  # DMHC | CDI | COMMERCE | MDH | ... (a code), where a state has two
    grandfathered: bool | None = None
    product: str | None = None  # HMO | PPO | EPO | POS | INDEMNITY
    kind: DocumentKind | None = None
    denial_class: DenialClass | None = None
    category: DenialCategory | None = None
    letter_date: dt.date | None = None
    received_on: dt.date | None = None
    amount_denied: Decimal | None = None
    urgent: bool | None = None
    filed_by: FiledBy | None = None
    internal_appeals: tuple[InternalAppeal, ...] | None = None
    stated_deadlines: tuple[StatedDeadline, ...] = ()
    regulator_named: str | None = None  # as printed in the letter
    surprise_billing: bool | None = None  # the letter speaks of the No Surprises Act


class Because(Frozen):
    """One step of the reasoning: the rule that fired, in plain words, with its citation."""

    rule: str
    text: str
    cite: str = ""


class CountedFrom(Frozen):
    """The day a deadline counts from. `assumed` when the law counts from another event (receipt)."""

    event: str
    date: dt.date
    assumed: bool = False


class Deadline(Frozen):
    """`file_by` is the safe date to tell the person; nobody may say "late" before `never_late_before`."""

    file_by: dt.date | None = None
    never_late_before: dt.date | None = None
    counted_from: CountedFrom | None = None
    cite: str = ""
    window: str = ""  # "6 months", "180 days": as the rule counts
    note: str | None = None  # a difference with the letter's own deadline, or a caution
    uncertain: bool = False


class Expedited(Frozen):
    available: bool | None = None
    because: str = ""


class Alternative(Frozen):
    process_id: str
    when: str


class Decision(Frozen):
    path: Path
    process_id: str | None = None
    eligible: Eligible = Eligible.UNKNOWN
    because: tuple[Because, ...] = ()
    deadline: Deadline | None = None
    expedited: Expedited | None = None
    missing_facts: tuple[str, ...] = ()  # keys of the facts file, such as plan.funding
    alternatives: tuple[Alternative, ...] = ()
    cautions: tuple[str, ...] = ()  # low-confidence law: what to check and whom to call
    law_sha256: str = ""
