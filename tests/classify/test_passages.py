"""Answers to appeals: what came before and what others argue is kept apart from what is decided now."""

import pytest

from extractors.kind import kind
from extractors.passages import ARGUMENT, NOW, PAST, passages
from extractors.sentences import sentences
from pipeline.classify import classify
from pipeline.models.fields import DenialClass, DocumentKind, Extraction
from tests.classify.paper import typed
from tests.extract.page import document

OPENING = "Thank you for your appeal of May 20, 2026.\n\n"
SENTENCES = {
    "a dated denial": ("On May 3, 2026 we denied the request because records were missing.", PAST),
    "a denial now, of the same day's words": (
        "We uphold our denial of May 3, 2026 because it is unproven.",
        NOW,
    ),
    "the reason given then": ("The stated reason was that the hospital is outside the network.", PAST),
    "what the first decision rested on": ("The original denial rested on the missing form.", PAST),
    "a quote after a date decides nothing": (
        'On March 1, 2026 it was denied on the ground that "this site is not approved" for you.',
        PAST,
    ),
    "the first level's result": ("The level I appeal was decided on June 2, 2026, and it was upheld.", PAST),
    "an outcome in one word": ("Outcome: overturned", NOW),
}


@pytest.mark.parametrize(("text", "part"), SENTENCES.values(), ids=list(SENTENCES))
def test_part_of_a_sentence(text: str, part: str) -> None:
    found = sentences(typed(OPENING + text))
    assert part in passages(found)[-1]
    assert {PAST: NOW, NOW: PAST}[part] not in passages(found)[-1]


def test_headings_part_the_letter() -> None:
    text = (
        OPENING + "BACKGROUND\n\nNo approval was asked for before the stay.\n\n"
        "YOUR POSITION\n\nThe stay was an emergency.\n\nOUR DECISION\n\nThe stay was not needed at that level."
    )
    parts = dict(zip((s.text for s in sentences(typed(text))), passages(sentences(typed(text))), strict=True))
    assert PAST in parts["No approval was asked for before the stay."]
    assert ARGUMENT in parts["The stay was an emergency."]
    assert not parts["The stay was not needed at that level."]


def test_an_event_of_a_dated_list_is_no_heading_of_what_follows() -> None:
    lines = [
        (60.0, 60.0, "You appealed for your patient. We are affirming the denial in full."),
        (60.0, 100.0, "June 4, 2025"),
        (160.0, 100.0, "First-level appeal denied"),
        (60.0, 120.0, "July 21, 2025"),
        (160.0, 120.0, "Your second-level appeal received"),
        (60.0, 160.0, "Precertification was not obtained before the infusion."),
    ]
    found = sentences(document(*lines))
    parts = {s.text: part for s, part in zip(found, passages(found), strict=True)}
    assert PAST in parts["First-level appeal denied"]
    assert PAST not in parts["Precertification was not obtained before the infusion."]


def test_a_short_sentence_that_looks_back_is_no_heading_of_the_next_paragraph() -> None:
    text = OPENING + "Our first decision was sent on March 12, 2026.\n\nYour condition was not an emergency."
    found = sentences(typed(text))
    assert PAST not in passages(found)[-1]


def test_a_fact_in_the_next_column_is_no_heading_of_a_paragraph() -> None:
    lines = [
        (60.0, 60.0, "We have completed your second-level appeal. We are upholding the denial."),
        (60.0, 100.0, "First denial: Nov. 18, 2025"),
        (260.0, 100.0, "The infusions are not medically necessary for this patient."),
    ]
    found = sentences(document(*lines))
    parts = {s.text: part for s, part in zip(found, passages(found), strict=True)}
    assert PAST not in parts["The infusions are not medically necessary for this patient."]


def test_no_appeal_no_past() -> None:
    # a first denial tells of its own denial in the past tense
    found = sentences(typed("On May 3, 2026 we denied the request because records were missing."))
    assert passages(found) == [frozenset()]


CASES = {
    "administrative first, clinical on appeal": (
        "On May 3, 2026 we denied the claim because prior authorization was not obtained.",
        "The infusion is investigational because published trials do not show better outcomes.",
        DenialClass.CLINICAL,
    ),
    "clinical first, administrative on appeal": (
        "On May 3, 2026 we denied the claim because the infusion is not medically necessary.",
        "Prior authorization was not obtained before the infusion, and the plan requires it.",
        DenialClass.ADMINISTRATIVE,
    ),
}


@pytest.mark.parametrize(("before", "now", "wanted"), CASES.values(), ids=list(CASES))
def test_the_later_reason_counts(before: str, now: str, wanted: DenialClass) -> None:
    document = typed(
        f"{OPENING}{before}\n\nThe panel affirmed the denial of your appeal. {now}\n\n"
        "This is our final decision. You may ask for an external review within four months."
    )
    found, doubts = kind(document)
    assert found.value == DocumentKind.FINAL_INTERNAL_DENIAL.value
    assert classify(document, Extraction(kind=found, fields={}, doubts=doubts)).denial_class is wanted


ASIDE = {
    "an outside reviewer upheld": "The independent review organization upheld our final decision on your case.",
    "an appeal withdrawn": "As you asked, your appeal has been closed and no decision was made.",
    "an appeal dismissed as late": "We have dismissed your appeal because it was not filed in time.",
}


@pytest.mark.parametrize("text", ASIDE.values(), ids=list(ASIDE))
def test_what_the_plan_did_not_decide_never_passes_as_its_decision(text: str) -> None:
    found, doubts = kind(typed(f"Dear Ann Reed:\n\n{OPENING}{text}\n\nCall us with questions."))
    assert found.value == DocumentKind.NOT_A_DENIAL.value or doubts
