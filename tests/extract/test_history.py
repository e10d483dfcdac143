"""The days before a final letter: the first denial's and the decision's. The letter is of March 11, 2026."""

import pytest

from extractors import choose
from extractors.reading import Fields, Reading
from tests.extract.page import letter


def told(*paragraphs: str) -> tuple[str | None, str | None]:
    reading, fields = Reading.of(letter("March 11, 2026", *paragraphs)), Fields()
    choose.dates(reading, "final_internal_denial", fields)
    first, decided = (fields.get(n) for n in ("initial_denial_date", "internal_appeal_decision_date"))
    return getattr(first, "value", None), getattr(decided, "value", None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # somebody decided shortly before the letter
        ("I've gone through it with one of our physicians, and on March 10 he made a decision.", "2026-03-10"),
        ("On March 10, 2026, we decided we are not changing our decision.", "2026-03-10"),
        ("A physician who was not part of that decision completed the review on March 10, 2026.", "2026-03-10"),
        ("On March 5, 2026 the Trustees voted to uphold the denial.", "2026-03-05"),
        ("I regret that the Committee, meeting on Monday March 9, came to the same view.", "2026-03-09"),
        ("A physiatrist who did not make the first decision made this determination on March 9, 2026.", "2026-03-09"),
        ("The grievance decision is to uphold. It was made on March 9, 2026.", "2026-03-09"),
        ("March 9, 2026 – review ended. Why we are saying no.", "2026-03-09"),
        ("Decision date: March 9, 2026. We uphold the denial.", "2026-03-09"),
        # the letter's own day, where the other days are of something else
        ("We received your appeal on March 2, 2026. We are keeping our denial.", "2026-03-11"),
        ("We called you on March 10, 2026 to tell you of our decision. We uphold the denial.", "2026-03-11"),
        ("The records came on March 6, 2026 and were read by a physician. The denial is upheld.", "2026-03-11"),
        ("We sent the file to MAXIMUS on March 10, 2026, for we upheld our decision.", "2026-03-11"),
        ("A panel will hear cases on March 20, 2026. The denial is upheld.", "2026-03-11"),
        ("We first denied the request on March 4, 2026. After a fast appeal we uphold it.", "2026-03-11"),
    ],
)  # fmt: skip
def test_the_day_of_the_decision(text: str, wanted: str) -> None:
    assert told(text)[1] == wanted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Your grievance came before the Grievance Committee on March 5, 2026.", "2026-03-05"),
        (
            "Four people sat down last Thursday, March 5, to consider what you had written to us.",
            "2026-03-05",
        ),
        (
            "The Appeals Committee took up your appeal at its regular quarterly meeting on March 5, 2026.",
            "2026-03-05",
        ),
        ("On March 5, a Level 2 grievance committee met about your request.", "2026-03-05"),
        (
            "At its quarterly meeting, held March 1, 2026, the Board of Trustees took up your appeal.",
            "2026-03-01",
        ),
        ("The appeal went before the Trustees' Appeal Subcommittee on March 9.", "2026-03-09"),
    ],
)
def test_a_meeting_makes_the_day_unsure(text: str, day: str) -> None:
    reading, fields = Reading.of(letter("March 11, 2026", text)), Fields()
    choose.dates(reading, "final_internal_denial", fields)
    found = fields["internal_appeal_decision_date"]
    assert not isinstance(found, tuple)
    assert found.value == "2026-03-11"
    assert found.confidence <= 0.6
    assert day in [c.value for c in found.candidates]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You wrote to us because you were unhappy that we would not cover it; we had said so on January 27, 2026.", "2026-01-27"),
        ("The Fund Office denied the claim by notice of January 22, 2026, and you appealed on February 3, 2026.", "2026-01-22"),
        ("You appealed our letter of January 3, 2026. In it we said yes to 20 hours a week and no to the rest.", "2026-01-03"),
        ("On January 28, 2026 we stopped approving the stay because vital signs are stable. You appealed on February 3, 2026.", "2026-01-28"),
        ("The first appeal had been denied on February 13, 2026, and the claim itself on January 20, 2026.", "2026-01-20"),
        ("On March 10 he made a decision: we keep the answer that we gave on January 27, 2026.", "2026-01-27"),
        ("On February 27, 2026 we received your appeal of the denial of Part D coverage dated January 27, 2026.", "2026-01-27"),
        ("You sent your appeal on February 13, 2026. We uphold the denial.", None),
    ],
)  # fmt: skip
def test_the_day_of_the_first_denial(text: str, wanted: str | None) -> None:
    assert told(text)[0] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The Fund Office turned them down by its explanations of November 14, 2025, which said that the maximum had been used.",
        "You appeal the two claims. The office turned both down in its notice of November 14, 2025.",
        "The plan refused the chair by its letter of November 14, 2025, and you appealed.",
    ],
)
def test_the_paper_by_which_it_was_first_denied(text: str) -> None:
    assert (
        told("You were heard by telephone on January 22, 2026. " + text, "The denial is upheld.")[0]
        == "2025-11-14"
    )
