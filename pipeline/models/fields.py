"""What extraction and classification give: values with proof."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as _Field

from pipeline.models.document import Box, Origin


class Frozen(BaseModel):
    """Base of every model here: closed keys, no assignment after birth."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class DocumentKind(StrEnum):
    INITIAL_DENIAL = "initial_denial"
    FINAL_INTERNAL_DENIAL = "final_internal_denial"
    EOB_DENIAL = "eob_denial"
    NOT_A_DENIAL = "not_a_denial"


class DenialClass(StrEnum):
    """Clinical where a medical judgment decided it, administrative otherwise."""

    CLINICAL = "clinical"
    ADMINISTRATIVE = "administrative"


class DenialCategory(StrEnum):
    MEDICAL_NECESSITY = "medical_necessity"
    EXPERIMENTAL = "experimental"
    LEVEL_OF_CARE = "level_of_care"
    EMERGENCY = "emergency"
    COSMETIC = "cosmetic"
    STEP_THERAPY = "step_therapy"
    OUT_OF_NETWORK = "out_of_network"
    NOT_COVERED = "not_covered"
    NO_PRIOR_AUTHORIZATION = "no_prior_authorization"
    CODING = "coding"
    MISSING_INFORMATION = "missing_information"
    TIMELY_FILING = "timely_filing"
    ELIGIBILITY = "eligibility"
    DUPLICATE = "duplicate"
    COORDINATION_OF_BENEFITS = "coordination_of_benefits"
    BENEFIT_LIMIT = "benefit_limit"
    RESCISSION = "rescission"


CLINICAL_CATEGORIES = frozenset(
    {
        DenialCategory.MEDICAL_NECESSITY,
        DenialCategory.EXPERIMENTAL,
        DenialCategory.LEVEL_OF_CARE,
        DenialCategory.EMERGENCY,
        DenialCategory.COSMETIC,
        DenialCategory.STEP_THERAPY,
    }
)

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


class Field(Frozen):
    """One value with its proof. `confidence` is calibrated: of fields at 0.95, about 95 in 100 are right."""

    value: Any
    confidence: float = _Field(ge=0, le=1)
    page: int | None = None
    box: Box | None = None
    quote: str | None = None
    origin: Origin = Origin.TEXT
    rule: str = ""
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


class Classification(Frozen):
    """Clinical or administrative, and which ground; None where the letter does not decide it."""

    denial_class: DenialClass | None = None
    denial_category: DenialCategory | None = None
    confidence: float = _Field(default=0.0, ge=0, le=1)
    evidence: tuple[Pointer, ...] = ()
    doubts: tuple[Doubt, ...] = ()
