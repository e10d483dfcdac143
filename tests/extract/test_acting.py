"""Who acts for the plan, told by what is done, by whom and for whom; words that are common to all firms name none."""

import pytest

from extractors.gather import extract
from pipeline.models.fields import Field
from tests.extract.page import letter

DAY = "March 4, 2026"
BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)


def administrator(*lines: str) -> object:
    found = extract(letter(*lines, top=24.0)).fields.get("administrator")
    return found.value if isinstance(found, Field) else None


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        # the work, and by whom it is done: another carrier, or a firm that no list holds
        (["Mountain Health CO-OP", DAY, BODY, "Mountain Health CO-OP is a trade name. Claims administration by University of Utah Health Plans."], "University of Utah Health Plans"),
        (["Eastern Oregon Coordinated Care Organization", "(plan services by Moda Health)", DAY, BODY], "Moda Health"),
        (["Premera Blue Cross", DAY, BODY, "Administrative services provided by Sagebrook Partners."], "Sagebrook Partners"),
        (["Premera Blue Cross", DAY, BODY, "Utilization management services are furnished by Sagebrook Care."], "Sagebrook Care"),
        (["Premera Blue Cross", "Benefit administration: Sagebrook, LLC", DAY, BODY], "Sagebrook, LLC"),
        (["Premera Blue Cross", DAY, "Prior authorization review performed by Sagebrook Rx, not by us. " + BODY], "Sagebrook Rx"),
        # the part behind the name, in whatever words and also on its next line
        (["Mountain Health CO-OP", "Prepared by University of Utah Health Plans, utilization review agent for Mountain Health CO-OP", DAY, BODY], "University of Utah Health Plans"),
        (["Sagebrook Insurance Services", "administrator of the Larch Valley School Corporation Employee Benefit Plan", DAY, BODY], "Sagebrook Insurance Services"),
        (["SAGEBROOK SERVICES, LLC third party administrator for Larch Valley Mills Employee Health Plan", DAY, BODY], "SAGEBROOK SERVICES, LLC"),
        (["Premera Blue Cross", DAY, "This was decided by Sagebrook Rx, a delegated reviewer for the plan. " + BODY], "Sagebrook Rx"),
        (["Premera Blue Cross", DAY, BODY, "Sagebrook Rx serves as pharmacy benefit manager for Premera Blue Cross."], "Sagebrook Rx"),
        # the carrier whose letter it is, where it says for whose plan it acts
        (["SIHO Insurance Services", "administrator of the Bartholomew School Corporation Employee", "Benefit Plan", DAY, BODY], "SIHO Insurance Services"),
        # the work was given away
        (["Premera Blue Cross", DAY, "Premera has delegated this decision to Sagebrook Review. " + BODY], "Sagebrook Review"),
        (["Premera Blue Cross", DAY, "Review of scans is delegated to Sagebrook Imaging Partners. " + BODY], "Sagebrook Imaging Partners"),
        (["Premera Blue Cross", DAY, "Under contract with the plan, Sagebrook Care Partners reviews stays. " + BODY], "Sagebrook Care Partners"),
        # the name it had, or does business under
        (["Geisinger Health Plan", DAY, BODY, "Home & Community Care (formerly naviHealth) made this review for Geisinger Health Plan."], "Home & Community Care (formerly naviHealth)"),
        (["SAGEBROOK BENEFITS ADMINISTRATOR, INC. d/b/a SBA Blue", DAY, "You are covered in the Chittenden Works Group Health Plan. " + BODY], "SAGEBROOK BENEFITS ADMINISTRATOR, INC. d/b/a SBA Blue"),
        # a heading, a desk, a body of Medicare: all its words are common
        (["SANFORD HEALTH PLAN", DAY, BODY, "EXTERNAL REVIEW IS NOT OFFERED FOR DECISIONS THAT DO NOT INVOLVE MEDICAL JUDGMENT."], None),
        (["Larkspur Life Insurance Company", "Policy Administration - Short Term Medical", DAY, BODY], None),
        (["SummaCare Medicare", DAY, BODY, "We must send it to an Independent Review Entity that works for Medicare."], None),
        (["Premera Blue Cross", DAY, BODY, "Member Claims Services", "Benefits administered by the Plan."], None),
        # whom nobody asked has no part in the decision, though it has one elsewhere
        (["Premera Blue Cross", DAY, "The laboratory did not contact Sagebrook Review, the reviewer, before. Sagebrook Blue, which processes medical claims for the Plan, denied payment. " + BODY], "Sagebrook Blue"),
    ],
)  # fmt: skip
def test_who_does_the_work(lines: list[str], name: str | None) -> None:
    assert administrator(*lines) == name
