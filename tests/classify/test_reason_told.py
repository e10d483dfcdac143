"""Which sentences are told as the reason, in papers of many makes: the whole of it, and nothing of the rights."""

import pytest

from extractors.reason import reason
from pipeline.models.fields import DocumentKind
from tests.classify.paper import typed

HEAD = "Dear Ann Reed:\n\n"
TAIL = "\n\nYour rights\n\nYou may appeal within 180 days after you get this letter. An external review may be open to you."

# what is hard: letter, words the reason must hold, words it must not
LETTERS = {
    "a headline says less than the paragraph": (
        "We cannot pay this claim\n\nThe claim is denied. We asked your clinic on May 2 for the operative report. It has not come. "
        "Without it we cannot tell which operation was done.",
        ("operative report", "cannot tell which operation"),
        ("180 days",),
    ),
    "a demand stands between two sentences of the reason": (
        "CB4: Our records show that another plan pays first. Send us the other plan's explanation of benefits. "
        "This plan cannot pay until the first plan has processed the claim.",
        ("another plan pays first", "cannot pay until"),
        ("external review",),
    ),
    "facts before the conclusion": (
        "The request is denied.\n\nWhy\n\nYou have had 22 visits since October. Your score changed from 31 to 29 over the last ten. "
        "More skilled care is not expected to give a lasting gain.",
        ("22 visits", "not expected"),
        ("external review",),
    ),
    "who decided is no reason": (
        "The request is denied.\n\nReason\n\nSurgery for weight loss is not a covered benefit of your plan.\n\n"
        "This decision was made by Ivo Hart, MD, a medical director.",
        ("not a covered benefit",),
        ("Ivo Hart",),
    ),
    "an example in brackets": (
        "THE REQUEST WAS NOT APPROVED.\n\nREASON: COVERAGE REQUIRES THAT YOU HAVE TRIED TWO PREVENTIVE DRUGS (FOR EXAMPLE TOPIRAMATE). "
        "YOUR PRESCRIBER TOLD US THAT YOU HAVE TRIED PROPRANOLOL ONLY.",
        ("TWO PREVENTIVE DRUGS", "PROPRANOLOL ONLY"),
        ("180 days",),
    ),
    "a withdrawal from school withdraws no reason": (
        "We could not pay this claim. Your coverage under the student plan ended on December 31, 2025, when the school reported that "
        "you withdrew, and the service was received after that date.",
        ("coverage under the student plan ended",),
        ("180 days",),
    ),
    "the rule and what falls short of it": (
        "We are denying the monitor. To be medically necessary for a monitor, a person needs to be on insulin. "
        "Your records list metformin and diet only.",
        ("Your records list metformin",),
        ("external review",),
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_the_reason_is_whole_and_no_more(name: str) -> None:
    letter, held, left = LETTERS[name]
    found, _ = reason(typed(HEAD + letter + TAIL), DocumentKind.INITIAL_DENIAL)
    assert found is not None
    text = str(found.value)
    assert [w for w in held if w not in text] == [] and [w for w in left if w in text] == []
