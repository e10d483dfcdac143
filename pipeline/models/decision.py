"""What the law says next.

Plain frozen dataclasses: `imrkit decide` must answer before pydantic could even be imported. Inside a `Case`
pydantic reads and writes them like any model, with closed keys.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from pipeline.models.words import DenialCategory, DenialClass, DocumentKind, FiledBy, Funding, Outcome


class Plain:
    """What callers expect of a model, without its cost."""

    __slots__ = ()
    __pydantic_config__ = {"extra": "forbid"}

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """From plain data. Raises pydantic's ValidationError on unknown keys and wrong types."""
        from pydantic import TypeAdapter

        return TypeAdapter(cls).validate_python(data)

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """From JSON. Raises pydantic's ValidationError."""
        from pydantic import TypeAdapter

        return TypeAdapter(cls).validate_json(text)

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """As JSON: dates as ISO text, words as their values."""
        return json.dumps(asdict(self), default=str, indent=indent, ensure_ascii=False)  # type: ignore[call-overload]

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        """A copy with some values changed."""
        return replace(self, **update)  # type: ignore[type-var]


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


@dataclass(frozen=True, slots=True)
class StatedDeadline(Plain):
    """A deadline the letter itself prints. `text` as printed; `date` only if printed as a date."""

    step: str  # internal_appeal | external_review
    text: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class InternalAppeal(Plain):
    """An appeal to the plan itself, as a person tells it in a facts file."""

    filed_on: dt.date | None = None
    decided_on: dt.date | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Situation(Plain):
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


@dataclass(frozen=True, slots=True)
class Because(Plain):
    """One step of the reasoning: the rule that fired, in plain words, with its citation."""

    rule: str
    text: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class CountedFrom(Plain):
    """The day a deadline counts from. `assumed` when the law counts from another event (receipt)."""

    event: str
    date: dt.date
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Deadline(Plain):
    """`file_by` is the safe date to tell the person; nobody may say "late" before `never_late_before`."""

    file_by: dt.date | None = None
    never_late_before: dt.date | None = None
    counted_from: CountedFrom | None = None
    cite: str = ""
    window: str = ""  # "6 months", "180 days": as the rule counts
    note: str | None = None  # a difference with the letter's own deadline, or a caution
    uncertain: bool = False
    differs: bool = False  # the letter itself prints another day than the law gives


@dataclass(frozen=True, slots=True)
class Expedited(Plain):
    available: bool | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Alternative(Plain):
    process_id: str
    when: str


@dataclass(frozen=True, slots=True)
class Decision(Plain):
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
