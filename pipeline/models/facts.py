"""What a letter cannot tell: facts a person gives. Unknown keys are errors; a missing fact stays unknown."""

import datetime as dt
from decimal import Decimal
from typing import Any

from pydantic import ConfigDict, Field, field_validator

from pipeline.models.decision import InternalAppeal as InternalAppeal
from pipeline.models.fields import DenialCategory, DenialClass, DocumentKind, Frozen
from pipeline.models.words import FiledBy as FiledBy
from pipeline.models.words import Funding as Funding
from pipeline.models.words import Outcome as Outcome


class Given(Frozen):
    """Base of facts: dates may come as ISO text or YAML dates, numbers for text fields are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True, populate_by_name=True
    )


class Patient(Given):
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    phone_evening: str | None = None
    email: str | None = None
    date_of_birth: dt.date | None = None
    gender: str | None = None
    language: str | None = None
    guardian_name: str | None = None
    medicare_number: str | None = None


class Representative(Given):
    name: str | None = None
    organization: str | None = None
    relationship: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    fax: str | None = None


class Plan(Given):
    funding: Funding | None = None
    state: str | None = None
    regulator: str | None = None
    grandfathered: bool | None = None
    employer_name: str | None = None
    employer_phone: str | None = None
    subscriber_name: str | None = None
    product: str | None = None  # HMO | PPO | EPO | POS | INDEMNITY where a rule turns on it

    @field_validator("state")
    @classmethod
    def _two_letters(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if len(value) != 2 or not value.isalpha():
            raise ValueError("must be a two-letter state or territory, such as CA")
        return value.upper()


class TreatingProvider(Given):
    name: str | None = None
    specialty: str | None = None
    address: str | None = None
    phone: str | None = None
    fax: str | None = None
    contact_person: str | None = None
    medical_record_number: str | None = None


class Denial(Given):
    """Overrules the letter, or stands in for it in `imrkit decide`."""

    category: DenialCategory | None = None
    denial_class: DenialClass | None = Field(default=None, alias="class")  # `class` is a Python word
    kind: DocumentKind | None = None
    letter_date: dt.date | None = None
    amount_denied: Decimal | None = None


class Insurer(Given):
    address: str | None = None
    phone: str | None = None
    fax: str | None = None


class CaseFacts(Given):
    """Choices some official forms ask for."""

    fee: str | None = None
    resolution_wanted: str | None = None
    iro_selected: str | None = None
    fair_hearing_requested: bool | None = None


class Facts(Given):
    """One facts file."""

    patient: Patient = Patient()
    filed_by: FiledBy | None = None
    representative: Representative = Representative()
    plan: Plan = Plan()
    treating_provider: TreatingProvider = TreatingProvider()
    insurer: Insurer = Insurer()
    received_on: dt.date | None = None
    urgent: bool | None = None
    internal_appeals: tuple[InternalAppeal, ...] | None = None
    argument: str | None = None
    denial: Denial = Denial()
    case: CaseFacts = CaseFacts()
    looked_at: tuple[
        str, ...
    ] = ()  # doubts about letters and pages that a person has settled, in their words
    fields: dict[str, Any] = {}  # corrections made on the review page: field name to value
