"""The group's number where no label calls it so: the contract of an employer or a school, told by where it stands."""

import pytest

from extractors.gather import extract
from pipeline.models.fields import Field
from tests.extract.page import Line, document, letter

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


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (
            ["Group A.Y. McDonald Industries, 1190-B"],
            "1190-B",
        ),  # label, name and number without a sign between
        (["Employer group Taft County Schools - 44-0172"], "44-0172"),  # a dash before the number
        (["Group name and no.: Penns Neck Biologics, no. 3342217"], "3342217"),  # labelled again
        (["Account 3342217 Penns Neck Biologics"], "3342217"),  # whose account it is stands behind it
        (["Account: Narragansett Marine Works Inc.", "Acct # 009114"], "009114"),  # or in the line above
        (["Group Adirondack Mills Suite 4400"], None),  # a room of the firm's
        (["Employer: Adirondack Mills, Dayton, OH 45402"], None),  # the post's code of its town
        (["Account 3342217 Dayton Imaging Center"], None),  # a patient's with a hospital
        (["Member: Noor Adeyemi", "Account 3342217 Noor Adeyemi"], None),  # the member's own
        (
            ["The exclusion is in AMPM Policy 3104-2, section III.C, of your group coverage."],
            None,
        ),  # of a manual
        (["Employer Adirondack Mills 800-656-2298"], None),  # a telephone
        (["Group GR-69140 (11-23)"], None),  # a form's number with its edition
        (["Group Health Plan of Penns Neck Biologics, plan 501"], None),  # of the plan with the government
    ],
)
def test_the_number_beside_the_employers_name(lines: list[str], number: str | None) -> None:
    found = extract(letter("Premera Blue Cross", DAY, "Member ID: T-448-01-7729", *lines, BODY)).fields
    group = found.get("group_number")
    assert (group.value if isinstance(group, Field) else None) == number


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        # under the label, with a name that ends like a prefix of the number
        ([(60, 140, "GROUP:"), (160, 140, ": SAGINAW TOOL AND DIE 4410-02")], "4410-02"),
        # a number that looks like the post's code
        ([(300, 140, "Group"), (300, 154, "ISD-Bluebonnet 00441")], "00441"),
        # label, name and number in three cells of a line
        ([(60, 140, "GROUP"), (110, 140, "IOWA FARM FEDERATION PLAN"), (340, 140, "000FB-2070")], "000FB-2070"),
        # numbered items of a form, without a point
        ([(60, 140, "3 CERTIFICATE"), (180, 140, "4 GROUP"), (60, 154, "ASR 61-774-09"), (180, 154, "G-0932")], "G-0932"),
    ],
)  # fmt: skip
def test_the_number_in_a_cell_with_the_employers_name(cells: list[Line], number: str) -> None:
    page = document((60, 50, "Premera Blue Cross"), (60, 66, DAY), *cells, (60, 400, BODY))
    found = extract(page).fields.get("group_number")
    assert (found.value if isinstance(found, Field) else None) == number
