"""What a person gives goes before what the letter says; what is unknown stays unknown and is asked."""

import datetime as dt

import pytest

from pipeline.models.case import DocumentSummary
from pipeline.models.decision import Decision, Path
from pipeline.models.facts import Facts, Funding
from pipeline.models.fields import Classification, DenialClass, Doubt, Extraction, Field, Pointer
from pipeline.overrule import overrule
from pipeline.situate import of_facts, situate
from pipeline.weigh import weigh

LETTER = DocumentSummary(source="a.pdf", sha256="00", pages=2)


def extraction(kind: str | None = "initial_denial", confidence: float = 0.95, **fields: object) -> Extraction:
    return Extraction(
        kind=Field(value=kind, confidence=0.9),
        fields={name: Field(value=value, confidence=confidence) for name, value in fields.items()},
    )


FUNDING = [
    # the person's word goes first
    ({"plan": {"funding": "self_funded"}}, {"plan_type": "fully_insured"}, Funding.SELF_FUNDED),
    # `unknown` in the facts is no word at all: the letter is asked
    ({"plan": {"funding": "unknown"}}, {"plan_type": "marketplace"}, Funding.MARKETPLACE),
    # the finer field goes before the coarse one
    ({}, {"plan_type": "medicare_advantage", "plan_funding": "medicare_part_d"}, Funding.MEDICARE_PART_D),
    # government employees' plans take several roads: the letter alone does not choose
    ({}, {"plan_type": "government_employee"}, None),
    # nothing known stays nothing
    ({}, {}, None),
]


@pytest.mark.parametrize(("facts", "fields", "expected"), FUNDING)
def test_funding(facts: dict[str, object], fields: dict[str, object], expected: Funding | None) -> None:
    situation = situate(extraction(**fields), Classification(), Facts.model_validate(facts))
    assert situation.funding == expected


def test_a_doubtful_state_does_not_choose_the_law() -> None:
    assert situate(extraction(confidence=0.4, state="CA"), Classification(), Facts()).state is None
    assert situate(extraction(confidence=0.9, state="CA"), Classification(), Facts()).state == "CA"


def test_facts_alone() -> None:
    facts = Facts.model_validate(
        {"plan": {"state": "ny"}, "denial": {"class": "clinical", "letter_date": "2026-01-05"}}
    )
    situation = of_facts(facts)
    assert (situation.state, situation.denial_class, situation.letter_date) == (
        "NY",
        DenialClass.CLINICAL,
        dt.date(2026, 1, 5),
    )
    assert situation.kind is None
    assert situation.urgent is None


def test_correction_replaces_and_keeps_what_was_read() -> None:
    facts = Facts.model_validate(
        {"fields": {"member_id": "B2", "claim_numbers": ["C9"], "group_number": None}}
    )
    changed, _ = overrule(extraction(member_id="A1", group_number="7"), Classification(), facts)
    member = changed.one("member_id")
    assert member is not None
    assert (member.value, member.origin, member.candidates[0].value) == ("B2", "person", "A1")
    assert [f.value for f in changed.many("claim_numbers")] == ["C9"]
    assert changed.one("group_number") is None


def test_given_class_goes_before_the_read_one() -> None:
    _, classification = overrule(
        extraction(),
        Classification(denial_class=DenialClass.CLINICAL),
        Facts.model_validate({"denial": {"class": "administrative"}}),
    )
    assert classification.denial_class is DenialClass.ADMINISTRATIVE


SILENT = Classification(denial_class=DenialClass.CLINICAL, confidence=0.95)
WHOLE = {"insurer": "Acme Health", "letter_date": "2026-01-05"}
WEIGHED = [
    # all there: nobody is asked
    (extraction(**WHOLE), SILENT, None, set()),
    # an unreadable kind decides everything, so it alone is asked
    (extraction(kind=None), SILENT, None, {"document_kind"}),
    # no insurer, no date: nothing can be addressed or counted
    (extraction(), SILENT, None, {"insurer", "letter_date"}),
    # no class: the road is open
    (extraction(**WHOLE), Classification(), None, {"denial_class"}),
    # an approval needs no class
    (extraction(kind="not_a_denial", **WHOLE), Classification(), None, set()),
    # a road that waits for facts
    (
        extraction(**WHOLE),
        SILENT,
        Decision(path=Path.NEEDS_FACTS, missing_facts=("plan.funding",)),
        {"route"},
    ),
    # a road without a date
    (extraction(**WHOLE), SILENT, Decision(path=Path.EXTERNAL_REVIEW), {"deadline"}),
]


@pytest.mark.parametrize(("found", "classification", "decision", "expected"), WEIGHED)
def test_what_a_person_is_asked(
    found: Extraction, classification: Classification, decision: Decision | None, expected: set[str]
) -> None:
    review = weigh([LETTER], found, classification, Facts(), decision)
    assert {d.field for d in review.reasons} == expected
    assert review.needed is bool(expected)


def test_sentences_for_both_classes_are_asked_about() -> None:
    pointers = tuple(Pointer(quote="q", points_to=ground) for ground in ("cosmetic", "coding"))
    torn = SILENT.model_copy(update={"evidence": pointers, "confidence": 0.85})
    review = weigh([LETTER], extraction(**WHOLE), torn, Facts())
    assert [d.field for d in review.reasons] == ["denial_class"]
    told = Facts.model_validate({"denial": {"class": "clinical"}})
    assert not weigh([LETTER], extraction(**WHOLE), torn, told).needed
    # where nearly all speaks for one class, a sentence for the other is background
    assert not weigh(
        [LETTER], extraction(**WHOLE), torn.model_copy(update={"confidence": 0.95}), Facts()
    ).needed


def test_unreadable_pages_are_told() -> None:
    letter = LETTER.model_copy(update={"unreadable_pages": (2,)})
    review = weigh([letter], extraction(**WHOLE), SILENT, Facts())
    assert review.needed
    assert "page 2" in review.reasons[0].why


def test_a_settled_doubt_is_over() -> None:
    doubtful = extraction(**WHOLE).model_copy(update={"doubts": (Doubt(field="member_id", why="two ids"),)})
    assert weigh([LETTER], doubtful, SILENT, Facts()).needed
    assert not weigh([LETTER], doubtful, SILENT, Facts.model_validate({"fields": {"member_id": "A1"}})).needed


def test_a_person_against_the_letter_is_shown() -> None:
    review = weigh(
        [LETTER],
        extraction(**WHOLE, state="CA"),
        SILENT,
        Facts.model_validate({"plan": {"state": "NV"}}),
        Decision(path=Path.NOT_A_DENIAL),
    )
    assert [d.field for d in review.reasons] == ["state"]
