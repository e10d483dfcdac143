"""What extraction and classification give: values with proof."""

from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as _Field

from pipeline.models.document import Box, Origin
from pipeline.models.words import CLINICAL_CATEGORIES as CLINICAL_CATEGORIES
from pipeline.models.words import DenialCategory as DenialCategory
from pipeline.models.words import DenialClass as DenialClass
from pipeline.models.words import DocumentKind as DocumentKind


class Frozen(BaseModel):
    """Base of every model here: closed keys, no assignment after birth."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# Fields that hold a list of values, each with its own proof; all others hold one value.
LIST_FIELDS = (
    "claim_numbers",
    "reference_numbers",
    "service_dates",  # values: [from, to], ISO dates
    "stated_deadlines",  # values: {"for", "text", "date"}
    "procedure_codes",
    "diagnosis_codes",
    "denial_codes",
    "criteria_cited",
    "claim_lines",  # values: {"service", "dates", "billed", "allowed", "denied", "codes", ...}
    "appeal_addresses",  # values: {"for", "name", "address", "phone", "fax"}
)
SCALAR_FIELDS = (
    "insurer",
    "legal_entity",
    "administrator",
    "plan_type",
    "plan_funding",  # a value of facts.Funding, when the letter says or clearly implies it
    "state",
    "regulator",
    "member_name",
    "member_id",
    "group_number",
    "letter_date",
    "initial_denial_date",
    "internal_appeal_decision_date",
    "provider",
    "service",
    "amount_denied",
    "denial_reason",
    "expedited_rights_mentioned",
    "urgent_or_concurrent",
    "addressee",
    "patient_address",
    "patient_birth_date",
    "insurer_address",
    "insurer_phone",
    "insurer_fax",
)


class Candidate(Frozen):
    """A value that was seen but not taken, and how much spoke for it."""

    value: Any
    score: float
    page: int | None = None
    box: Box | None = None
    quote: str | None = None
    rule: str = ""
    letter: str | None = None  # sha256 of the letter it stands in; None is the governing one


class Field(Frozen):
    """One value with its proof. `confidence` is calibrated: of fields at 0.95, about 95 in 100 are right."""

    value: Any
    confidence: float = _Field(ge=0, le=1)
    page: int | None = None
    box: Box | None = None
    quote: str | None = None
    origin: Origin = Origin.TEXT
    rule: str = ""
    letter: str | None = None  # sha256 of the letter it stands in; None is the governing one
    candidates: tuple[Candidate, ...] = ()


class Doubt(Frozen):
    """Why a person must look: the field, why, and what else was seen."""

    field: str
    why: str
    candidates: tuple[Candidate, ...] = ()


class Extraction(Frozen):
    """All that one letter says. A field that was not found is absent from `fields`."""

    kind: Field  # value: a DocumentKind, or None when nothing decided it
    fields: dict[str, Field | tuple[Field, ...]]
    doubts: tuple[Doubt, ...] = ()

    def one(self, name: str) -> Field | None:
        """The scalar field `name`, or None."""
        found = self.fields.get(name)
        return found if isinstance(found, Field) else None

    def many(self, name: str) -> tuple[Field, ...]:
        """The list field `name`, empty if not found."""
        found = self.fields.get(name, ())
        return found if isinstance(found, tuple) else (found,)


class Pointer(Frozen):
    """A sentence of the letter and what it points to (a class, a category, a kind)."""

    quote: str
    page: int | None = None
    box: Box | None = None
    points_to: str
    letter: str | None = None  # sha256 of the letter it stands in; None is the governing one


class Classification(Frozen):
    """Clinical or administrative, and which ground; None where the letter does not decide it."""

    denial_class: DenialClass | None = None
    denial_category: DenialCategory | None = None
    confidence: float = _Field(default=0.0, ge=0, le=1)
    evidence: tuple[Pointer, ...] = ()
    doubts: tuple[Doubt, ...] = ()
