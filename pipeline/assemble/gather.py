"""Everything a template may print of a case: the letter's fields, the person's facts, blanks for the rest."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from pipeline.assemble.given import Given, Names, Several, as_date, long_date, money
from pipeline.models.case import Case
from pipeline.models.facts import FiledBy
from pipeline.models.fields import Field

CHECK_BELOW = 0.9  # a value less sure than this is printed with a mark
BLANK_BELOW = 0.5  # and one less sure than this is not printed at all: a blank asks for it

# How a field of the letter is called in templates.
LETTER = {
    "date": "letter_date",
    "initial_date": "initial_denial_date",
    "decision_date": "internal_appeal_decision_date",
    "service": "service",
    "provider": "provider",
    "amount": "amount_denied",
    "reason": "denial_reason",
    "claim_numbers": "claim_numbers",
    "reference_numbers": "reference_numbers",
    "service_dates": "service_dates",
    "criteria": "criteria_cited",
    "procedure_codes": "procedure_codes",
    "diagnosis_codes": "diagnosis_codes",
    "denial_codes": "denial_codes",
}
# What the letter may tell where the person has not said it.
PRINTED = {
    "patient.name": "member_name",
    "patient.address": "patient_address",
    "patient.date_of_birth": "patient_birth_date",
}
_LISTS = frozenset(k for k in LETTER if k.endswith(("s", "criteria")) and k not in ("service",))


class Gatherer:
    """Turns fields and facts into `Given`s, with the labels of blanks in one language."""

    def __init__(self, case: Case, words: dict[str, Any], language: str) -> None:
        self.case = case
        self.words = words
        self.language = language
        self._doubts = {d.field: d.why for d in case.review.reasons}

    def blank(self, key: str) -> Given:
        """The blank for the context name `key`; KeyError if it has no label."""
        return Given(self.words["blanks"][key]["label"], f"blank:{key}", blank=True)

    def say(self, group: str, key: str, source: str = "words") -> Given:
        """A small word of the templates, such as the name of an event."""
        return Given(self.words[group][key], f"{source}:{group}.{key}")

    def date(self, day: dt.date, source: str, doubt: str | None = None) -> Given:
        return Given(long_date(day, self.language), source, doubt, raw=day)

    def fact(self, key: str, text: Callable[[Any], str] = str) -> Given | None:
        """The person's fact at `key`, such as patient.name."""
        value: Any = self.case.facts
        for part in key.split("."):
            value = getattr(value, part)
        if value is None or value == "":
            return None
        if isinstance(value, dt.date):
            return self.date(value, f"fact:{key}")
        return Given(text(value), f"fact:{key}", raw=value)

    def field(self, name: str) -> Given | None:
        """The letter's field `name`, marked where it is not sure; None where it is too unsure to print."""
        found = self.case.one(name)
        return self._of(found, name, f"field:{name}") if found is not None else None

    def fields(self, name: str, key: str) -> Several:
        """The letter's list field `name`."""
        found = [self._of(f, name, f"field:{name}[{i}]") for i, f in enumerate(self.case.many(name))]
        return Several(tuple(g for g in found if g), self.blank(key))

    def _of(self, field: Field, name: str, source: str) -> Given | None:
        if field.value is None or field.confidence < BLANK_BELOW:
            return None
        doubt = self._doubts.get(name)
        if doubt is None and field.confidence < CHECK_BELOW:
            doubt = "confidence"
        return self._shaped(name, field, source, doubt)

    def _shaped(self, name: str, field: Field, source: str, doubt: str | None) -> Given:
        value = field.value
        if name == "service_dates" and isinstance(value, list | tuple):
            days = [d for d in map(as_date, value) if d]
            spoken = " – ".join(long_date(d, self.language) for d in dict.fromkeys(days))
            return Given(spoken or " – ".join(map(str, value)), source, doubt, raw=days)
        if name.endswith("_date") and (day := as_date(value)):
            return self.date(day, source, doubt)
        if name == "amount_denied" and (sum_ := money(value)):
            return Given(sum_, source, doubt, raw=value)
        return Given(str(value), source, doubt, raw=value)

    def first(self, key: str, *choices: Given | None) -> Given:
        """The first of `choices` that is known, else the blank for `key`."""
        return next((c for c in choices if c is not None), None) or self.blank(key)

    def names(self, group: str, keys: Iterable[str]) -> dict[str, Given]:
        """The facts `group.key` as they are, else as the letter prints them, blanks where missing."""
        return {
            k: self.first(f"{group}.{k}", self.fact(f"{group}.{k}"), self.printed(f"{group}.{k}"))
            for k in keys
        }

    def printed(self, key: str) -> Given | None:
        """What the letter prints for the fact `key`, such as the patient's address."""
        return self.field(PRINTED[key]) if key in PRINTED else None


def gather(g: Gatherer) -> dict[str, Any]:
    """The part of the context that comes from the letter and the person."""
    patient = g.names(
        "patient",
        (
            "name",
            "address",
            "phone",
            "phone_evening",
            "email",
            "date_of_birth",
            "guardian_name",
            "medicare_number",
            "language",
        ),
    )
    representative = g.names(
        "representative", ("name", "organization", "relationship", "address", "phone", "email", "fax")
    )
    doctor = g.names("treating_provider", ("specialty", "address", "phone", "fax", "medical_record_number"))
    doctor["name"] = g.first("treating_provider.name", g.fact("treating_provider.name"), _person(g))
    plan = {
        "name": g.first("plan.name", g.field("insurer")),
        "legal_entity": g.first("plan.legal_entity", g.field("legal_entity")),
        "administrator": g.first("plan.administrator", g.field("administrator")),
        "member_id": g.first("plan.member_id", g.field("member_id")),
        "group_number": g.first("plan.group_number", g.field("group_number")),
        "state": g.first("plan.state", g.fact("plan.state"), g.field("state")),
        "employer_name": g.first("plan.employer_name", g.fact("plan.employer_name")),
        "subscriber_name": g.first("plan.subscriber_name", g.fact("plan.subscriber_name")),
        "address": g.first("insurer.address", g.fact("insurer.address"), g.field("insurer_address")),
        "phone": g.first("insurer.phone", g.fact("insurer.phone"), g.field("insurer_phone")),
        "fax": g.first("insurer.fax", g.fact("insurer.fax"), g.field("insurer_fax")),
    }
    letter: dict[str, Any] = {}
    for key, name in LETTER.items():
        if key in _LISTS:
            letter[key] = g.fields(name, f"letter.{key}")
        else:
            letter[key] = g.first(f"letter.{key}", g.field(name))
    denial = g.case.facts.denial
    if denial.letter_date:
        letter["date"] = g.date(denial.letter_date, "fact:denial.letter_date")
    if denial.amount_denied is not None:
        letter["amount"] = g.first(
            "letter.amount", g.fact("denial.amount_denied", lambda v: money(v) or str(v))
        )
    return {
        "patient": Names(patient),
        "representative": Names(representative),
        "doctor": Names(doctor),
        "plan": Names(plan),
        "letter": Names(letter),
        "filer": Names(_filer(g, patient, representative, doctor)),
        "argument": g.first("argument", g.fact("argument")),
        "reviewer": g.first("reviewer", g.fact("case.iro_selected")),
        "received_on": g.first("received_on", g.fact("received_on")),
        "appeals": _appeals(g),
    }


def _person(g: Gatherer) -> Given | None:
    """The letter's provider as the treating doctor: often a facility, so always to be checked."""
    provider = g.field("provider")
    if provider is None:
        return None
    doubt = provider.doubt or "facility"
    return Given(provider.text, provider.source, doubt, raw=provider.raw)


def _filer(
    g: Gatherer, patient: dict[str, Given], representative: dict[str, Given], doctor: dict[str, Given]
) -> dict[str, Given]:
    """Who signs and gets the answers: the patient, or whoever files for the patient."""
    if g.case.facts.filed_by is FiledBy.REPRESENTATIVE:
        return {k: representative[k] for k in ("name", "organization", "address", "phone", "email")}
    if g.case.facts.filed_by is FiledBy.PROVIDER:
        missing = {"organization": g.blank("representative.organization"), "email": g.blank("patient.email")}
        return missing | {k: doctor[k] for k in ("name", "address", "phone")}
    who = dict(patient)
    if g.case.facts.filed_by is FiledBy.PARENT:
        who["name"] = g.first(
            "patient.guardian_name", g.fact("patient.guardian_name"), g.fact("representative.name")
        )
    who["organization"] = g.blank("representative.organization")
    return {k: who[k] for k in ("name", "organization", "address", "phone", "email")}


def _appeals(g: Gatherer) -> list[Names]:
    """The internal appeals the person told of, oldest first."""
    out = []
    for i, appeal in enumerate(g.case.facts.internal_appeals or ()):
        source = f"fact:internal_appeals[{i}]"
        days = {
            key: g.date(day, f"{source}.{key}") if day else g.blank(f"appeal.{key}")
            for key, day in (("filed_on", appeal.filed_on), ("decided_on", appeal.decided_on))
        }
        outcome = (
            g.say("outcomes", appeal.outcome.value, source) if appeal.outcome else g.blank("appeal.outcome")
        )
        out.append(Names({**days, "outcome": outcome, "is_open": appeal.outcome in ("pending", "no_answer")}))
    return out
