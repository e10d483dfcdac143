"""A person's word goes before the letter's: corrections and the `denial` section of the facts.

What was read is kept as a candidate, so that the case shows both.
"""

from typing import Any

from pipeline.models.document import Origin
from pipeline.models.facts import Facts
from pipeline.models.fields import LIST_FIELDS, Candidate, Classification, Extraction, Field, Pointer


def overrule(
    extraction: Extraction, classification: Classification, facts: Facts
) -> tuple[Extraction, Classification]:
    """What was extracted and classified, with every value that a person gave in its place."""
    fields = dict(extraction.fields)
    for name, value in _given_fields(facts).items():
        held = fields.pop(name, None)
        if value is None:
            continue
        if name in LIST_FIELDS:
            fields[name] = tuple(_given(v) for v in value)
        else:
            fields[name] = _given(value, held if isinstance(held, Field) else None)
    kind = _given(facts.denial.kind.value, extraction.kind) if facts.denial.kind else extraction.kind
    return extraction.model_copy(update={"fields": fields, "kind": kind}), _reclass(classification, facts)


def settled(facts: Facts) -> frozenset[str]:
    """Names of fields that a person has decided: what the program doubted about them is over."""
    names = set(_given_fields(facts))
    names |= {"document_kind"} if facts.denial.kind else set()
    names |= {"denial_class"} if facts.denial.denial_class else set()
    names |= {"denial_category"} if facts.denial.category else set()
    return frozenset(names)


def _given_fields(facts: Facts) -> dict[str, Any]:
    given = dict(facts.fields)
    if facts.denial.letter_date:
        given["letter_date"] = facts.denial.letter_date.isoformat()
    if facts.denial.amount_denied is not None:
        given["amount_denied"] = str(facts.denial.amount_denied)
    return given


def _reclass(read: Classification, facts: Facts) -> Classification:
    given = {"denial_class": facts.denial.denial_class, "denial_category": facts.denial.category}
    told = {name: value for name, value in given.items() if value is not None}
    if not told:
        return read
    proof = tuple(Pointer(quote="given by a person", points_to=value.value) for value in told.values())
    return read.model_copy(update={**told, "confidence": 1.0, "evidence": read.evidence + proof})


def _given(value: Any, held: Field | None = None) -> Field:
    before: tuple[Candidate, ...] = ()
    if held is not None:
        before = (
            Candidate(
                value=held.value,
                score=held.confidence,
                page=held.page,
                box=held.box,
                quote=held.quote,
                rule=held.rule,
                letter=held.letter,
            ),
        )
    return Field(value=value, confidence=1.0, origin=Origin.PERSON, rule="person", candidates=before)
