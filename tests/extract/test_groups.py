"""The group's number where no label calls it so: the contract of an employer or a school, told by where it stands."""

import pytest

from extractors.gather import extract
from pipeline.models.fields import Field
from tests.extract.page import letter

DAY = "March 4, 2026"
BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        # a policy beside the member's own number, where an employer's or a school's plan is spoken of
        (["Your Vantage ID is VHP00288140. Your policy is 61-99413 (small group HMO, Delta Gin Co.)."], "61-99413"),
        (["Student ID: WF-3328810Q", "Policy: WI2526VTSHIP81", "University of Vermont student health plan"], "WI2526VTSHIP81"),
        # an account or a control number behind the name of the employer's plan
        (["Member ID: T-448-01-7729", "Plan sponsor: Halvorsen Freight Health & Welfare Plan (control 0868412)"], "0868412"),
        (["Member ID: T-448-01-7729", "Trust plan: Plan A / Acct 60118"], "60118"),
        # shortened, or in small words
        (["Member ID: T-448-01-7729", "Highmark West Virginia Inc. Gr. 0220817-10."], "0220817-10"),
        # a policy of one's own, a medical policy, an account at a hospital, a control number of an appeal, a firm's name
        (["Member ID: T-448-01-7729", "Policy: TCHP-IND-0069214 (individual policy)"], None),
        (["Member ID: T-448-01-7729", "Your employer's plan. We used Medical Policy 990412."], None),
        (["Member ID: T-448-01-7729", "Provider: Skagit Hospital, Inc., patient account 4410982"], None),
        (["Plan subscriber W2847 10093, appeal control 8826035514702"], None),
        (["Member ID: T-448-01-7729", "Clear Spring is a Group 1001 company."], None),
    ],
)  # fmt: skip
def test_what_a_group_is_told_by(lines: list[str], number: str | None) -> None:
    found = extract(letter("Premera Blue Cross", DAY, *lines, BODY)).fields.get("group_number")
    assert (found.value if isinstance(found, Field) else None) == number
