"""Decisions in many wordings: the same letter about an appeal, decided by one sentence, is told by that sentence."""

import pytest

from extractors.grounds import weigh
from extractors.kind import kind
from extractors.passages import unquoted
from extractors.reason import reason
from pipeline.models.fields import DocumentKind as K
from tests.classify.paper import typed

LETTER = """
Dear Ann Reed:

On May 2, 2026 we told you that the infusions could not be approved. Your appeal was received on May 20, 2026.
A physician who had no part in the first decision read everything. {decision}

{steps}
"""
FINAL = "You may ask for an external review within four months after you receive this letter."
DONE = "You do not need to do anything more."

# none of them says "upheld", "overturned" or "appeal denied"
KEPT = [
    "We are leaving our May decision as it was.",
    "Our answer is still no.",
    "We must continue to deny the infusions.",
    "His findings do not allow us to approve the infusions.",
    "We went over it and our position on the request has not changed.",
    "We are going to stay with our decision.",
    "The Committee voted to let the refusal stand.",
    "Accordingly we must stand on the original determination.",
    "After a careful review we cannot change our decision.",
    "The panel agreed with the first decision.",
]
UNDONE = [
    "We have therefore reversed what we decided on May 2, and the infusions are approved.",
    "The committee voted to set aside the May denial. The infusions are now authorized.",
    "We changed our decision. Your appeal is resolved in your favor.",
    "The earlier notice no longer applies, and we have approved the infusions.",
    "As the whole appeal went your way, the infusions are approved.",
]


@pytest.mark.parametrize("decision", KEPT)
def test_a_denial_that_is_kept_is_final_however_it_is_told(decision: str) -> None:
    assert kind(typed(LETTER.format(decision=decision, steps=FINAL)))[0].value == K.FINAL_INTERNAL_DENIAL


@pytest.mark.parametrize("decision", UNDONE)
def test_a_denial_that_is_undone_is_none_however_it_is_told(decision: str) -> None:
    assert kind(typed(LETTER.format(decision=decision, steps=DONE)))[0].value == K.NOT_A_DENIAL


def test_a_dismissed_appeal_is_always_shown() -> None:
    text = LETTER.format(decision="We are dismissing your appeal because it came too late.", steps=FINAL)
    assert [d.field for d in kind(typed(text))[1]] == ["document_kind"]


def test_what_an_earlier_letter_said_is_not_said_now() -> None:
    text = 'You have our letter that said: "The request is denied. It is not medically necessary." We have not decided.'
    said = [s.text for s in unquoted(weigh(typed(text)).sentences)]
    assert not any("denied" in s or "necessary" in s for s in said) and said[-1].endswith(
        "we have not decided."
    )


def test_a_reason_goes_on_while_its_paragraph_tells_it() -> None:
    text = (
        "Dear Ann Reed:\n\nThe request is denied.\n\nThe test is considered investigational. The published trials are small "
        "and have no comparison group. The evidence does not show that it improves health outcomes.\n\nYou may appeal."
    )
    found, _ = reason(typed(text), K.INITIAL_DENIAL)
    assert found and "investigational" in str(found.value) and "health outcomes" in str(found.value)
