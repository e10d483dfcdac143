"""A letter without a day is asked about; a form to be filled in, which prints none, is not."""

import pytest

from extractors.acts import NOTHING, Signals, contrary
from extractors.cues import cues
from extractors.gather import examine
from pipeline.classify import classify
from pipeline.models.facts import Facts
from pipeline.models.fields import DocumentKind
from pipeline.weigh import weigh
from tests.classify.paper import typed

FORM = """Acme Health Plan

MEMBER APPEAL FORM

Use this form if you do not agree with a decision. Mail it to Appeals, PO Box 100, Salem OR 97301.

Member name:

Member ID:

What was denied? Check one.

Tell us why you disagree:

Signature:    Date:"""


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (FORM, False),  # nothing to be found
        (FORM + "\n" * 60 + "\n\nRev. 06/12/2025", False),  # the day of the form's own edition, at its foot
        (FORM + "\n\nForm MAF-2, revised June 12, 2025", False),  # in its last lines, high on the page
        (
            FORM.replace("MEMBER APPEAL FORM", "MEMBER APPEAL FORM\n\nJune 12, 2025"),
            True,
        ),  # a day not told apart
        (FORM.replace("Use this", "Dear Ann Reed:\n\nUse this"), True),  # a letter, though with a form
        (FORM + "\n\nExample: You denied my MRI of March 3, but it was needed.", False),  # nobody's year
        ("Acme Health Plan\n\nDear Ann Reed:\n\nWe have approved your MRI.", True),  # its day was not read
        ("Acme Health Plan\n\nWe have approved your MRI at Mercy.", True),  # no form
    ],
)
def test_a_form_without_a_day_is_not_asked_about(text: str, asked: bool) -> None:
    extraction, _ = examine(typed(text))
    day = extraction.one("letter_date")
    assert (day is not None and bool(day.value)) or asked is any(
        d.field == "letter_date" for d in extraction.doubts
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (FORM, False),  # a form to be filled in prints no day
        ("Acme Health Plan\n\nDear Ann Reed:\n\nWe have denied your MRI. It is not medically necessary.", True),
    ],
)  # fmt: skip
def test_what_the_case_asks_is_what_the_letter_asks(text: str, asked: bool) -> None:
    made = typed(text)
    extraction, _ = examine(made)
    reasons = weigh((), extraction, classify(made, extraction), Facts()).reasons
    assert any(r.field == "letter_date" for r in reasons) is asked


@pytest.mark.parametrize(
    ("shown", "salutation", "why"),
    [
        ({"fill_in": 1.0, "blank": 2.0}, False, None),  # it says of itself what it is for
        ({"blank": 2.0}, False, NOTHING),  # "I want ...", in a letter that refuses in unknown words
        ({"fill_in": 1.0, "blank": 2.0}, True, NOTHING),  # a letter with a form in it
    ],
)
def test_a_form_tells_how_to_appeal_and_denies_nothing(
    shown: dict[str, float], salutation: bool, why: str | None
) -> None:
    signs = {f"shown {name}": 0.0 for name in cues().shown} | {"shown inside": 1.0}
    signs |= {f"shown {name}": value for name, value in shown.items()}
    seen = Signals(salutation=salutation)
    assert contrary(seen, seen, signs, DocumentKind.NOT_A_DENIAL, 0.0) == why
