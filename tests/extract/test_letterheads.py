"""Whose letter it is where the head, an address or an aside makes it hard to tell: by class, in wordings of many makers."""

import pytest

from tests.extract.page import asked, document, letter, value

BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)
DAY = "March 4, 2026"
TO = "Dear Ms. Roe:"


NAMES = [
    # letters of a known name set apart in the logo, which are read as words of their own
    (["Government Empl oyees Health Ass oc iat i o n, Inc.", DAY, TO, BODY], "Government Employees Health Association, Inc."),
    (["G E I S I N G E R  H E A L T H  P L A N", DAY, TO, BODY], "Geisinger Health Plan"),
    (["Priority Heal th", DAY, TO, BODY], "Priority Health"),
    (["Blue Cross Bl ue Shi eld of Wyoming", DAY, TO, BODY], "Blue Cross Blue Shield of Wyoming"),
    # a fund and who administers it on one line of the head
    (["WASHINGTON TEAMSTERS WELFARE TRUST Northwest Administrators, Inc., Administrative Agent", DAY, TO, BODY, "PPO: Premera network (access only; Premera is not the insurer)."], "WASHINGTON TEAMSTERS WELFARE TRUST"),
    (["Sheet Metal Workers' National Health Fund Zenith American Solutions", DAY, TO, BODY], "Sheet Metal Workers' National Health Fund"),
    (["Larkspur Ironworkers Welfare Trust Northwest Administrators, Inc.", DAY, TO, BODY], "Larkspur Ironworkers Welfare Trust"),
    # a network that the letter only lends is not whose plan it is
    (["Zenith American Solutions", DAY, TO, "The Larkspur Roofers Health and Welfare Plan denied it.", BODY, "PPO network: Cigna. Cigna does not insure the plan."], "Larkspur Roofers Health and Welfare Plan"),
    # two companies joined by "and" are two
    (["Quarry", DAY, TO, BODY, "Sincerely,", "Quarry Health Benefit Plans Corporation", "Quarry-branded plans are offered by Quarry Health Benefit Plans Corporation and Quarry Health Plan Corporation, which are separate legal entities."], "Quarry Health Benefit Plans Corporation"),
    (["Larkspur Life Insurance Company and Larkspur Health Plan, Inc.", DAY, TO, BODY], "Larkspur Life Insurance Company"),
    # a state's name before its agency
    (["State of Louisiana, Office of Group Benefits", DAY, TO, BODY], "State of Louisiana, Office of Group Benefits"),
    (["State of Louisiana Office of Group Benefits", DAY, TO, BODY], "State of Louisiana Office of Group Benefits"),
    # the address of the office that hears appeals of federal employees
    (["Government Employees Health Association, Inc.", DAY, TO, BODY, "Write to: United States Office of Personnel Management, Federal Employee Insurance Operations, Health Insurance 2, 1900 E Street NW, Washington, DC 20415."], "Government Employees Health Association, Inc."),
    # the last word of a joint group's name is no label
    (["WEST HOLLOW HEALTH GROUP (JOINT PURCHASE)", DAY, TO, BODY], "WEST HOLLOW HEALTH GROUP"),
    (["Tri-Valley Municipal Health Group", "Claims by Meritain Health", DAY, TO, BODY], "Tri-Valley Municipal Health Group"),
    # a form's number, a town or the letter's heading is none of the name
    (["Larkspur Health Medical Plan, Inc. Form LHMP_UM_OON", DAY, TO, BODY], "Larkspur Health Medical Plan, Inc."),
    (["Larkspur Medical Plan, Inc. Y0040_GHHLRDNL_C", DAY, TO, BODY], "Larkspur Medical Plan, Inc."),
    (["PrairieCare HMO Ottumwa, Oklahoma", DAY, TO, BODY, "PrairieCare HMO denied it."], "PrairieCare HMO"),
    (["UMR", "Employer: Lutz Packing Employee Benefit Plan Group #: 76-411802", "EXPLANATION OF BENEFITS FOR HEALTH CARE SERVICES – retain for taxes", BODY], "Lutz Packing Employee Benefit Plan"),
    # a fund whose first word is made of digits and letters
    (["4477SEIU NATIONAL BENEFIT FUND", DAY, TO, BODY], "4477SEIU NATIONAL BENEFIT FUND"),
    (["88BJ Building Workers Health Fund", DAY, TO, BODY], "88BJ Building Workers Health Fund"),
    # a company's tail or a state alone is no name
    (["MONTANA", "Mountain Health CO-OP", DAY, TO, BODY, "You live in Montana. Mountain Health CO-OP denied it."], "Mountain Health CO-OP"),
    # who the sponsor is was said before the semicolon
    (["Office of Group Benefits", DAY, TO, BODY, "OGB is the plan sponsor; Blue Cross and Blue Shield of Louisiana handles medical claims."], "Office of Group Benefits"),
    # a badge before the name of the company
    (["QDPHP QDPHP Universal Benefits, Inc.", DAY, TO, BODY, "QDPHP Universal Benefits, Inc. has denied your request."], "QDPHP Universal Benefits, Inc."),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "insurer"), NAMES)
def test_whose_letter(lines: list[str], insurer: str) -> None:
    assert value(letter(*lines, top=24.0), "insurer") == insurer


PLAIN = [
    # Medicare's own notice, in which the plan stands only where it is to be asked
    (["Notice of Denial of Medical Coverage", DAY, "You have the right to ask Alignment Health Plan to review our decision. Medicare rules were used.", BODY, "Alignment Health Plan, Appeals, P.O. Box 14010, Orange, CA 92863"], "Alignment Health Plan"),
    (["Notice of Denial of Medicare Prescription Drug Coverage", DAY, "Ask SCAN Health Plan for an appeal within 65 days.", BODY, "How to ask for an appeal with SCAN Health Plan", "Call SCAN Health Plan at 1-800-559-3500."], "SCAN Health Plan"),
    # a department after the whole name
    (["Highmark Blue Cross Blue Shield West Virginia Clinical Services, 614 Market Street, Parkersburg, WV 26102", DAY, TO, BODY], "Highmark Blue Cross Blue Shield West Virginia"),
    (["Blue Cross of Idaho Message Center - Signed in as: Pilar Roe", DAY, BODY, "Blue Cross of Idaho decided it."], "Blue Cross of Idaho"),
    # a town that is also an insurer's name
    (["Aetna Life Insurance Company, Hartford, Connecticut", DAY, TO, BODY], "Aetna Life Insurance Company"),
    # the group's number after the plan's name is no town with its ZIP
    (["Meritain Health", "Halvorsen Freight Lines Employee Health Care Plan", "Group 17844", DAY, TO, BODY, "Meritain Health processes claims for the plan."], "Halvorsen Freight Lines Employee Health Care Plan"),
    # the plan of a patient whose care another state's plan searched for
    (["Blue Cross Blue Shield of Wyoming", "4000 House Avenue, Cheyenne, Wyoming 82001", DAY, TO, BODY, "Our records of the BlueCard host plan, Anthem Blue Cross and Blue Shield in Colorado, were searched as well."], "Blue Cross Blue Shield of Wyoming"),
    # a state's program in brackets behind the plan
    (["Magnolia Health", DAY, TO, "Your plan: Magnolia Health (Mississippi Medicaid)", BODY], "Magnolia Health"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "insurer"), PLAIN)
def test_a_plain_case_is_not_asked_about(lines: list[str], insurer: str) -> None:
    made = letter(*lines, top=24.0)
    assert value(made, "insurer") == insurer
    assert asked(made) == []


def test_a_name_that_goes_on_over_the_end_of_its_line_is_whole() -> None:
    lines = ("Home Care Reviewers", DAY, "We wrote this for your plan, Geisinger", "Health Plan. " + BODY)
    made = document(*((60.0, 24.0 + (30.0 * i if i < 3 else 72.0), text) for i, text in enumerate(lines)))
    assert value(made, "insurer") == "Geisinger Health Plan"


HEADS = [
    # a fund's name in capitals, and under it the office in small letters
    (["CARPENTERS HEALTH & SECURITY TRUST OF WESTERN WASHINGTON", "Carpenters Trusts, P.O. Box 1929, Seattle, WA 98111"], "CARPENTERS HEALTH & SECURITY TRUST OF WESTERN WASHINGTON"),
    # a group's brand over one of its companies: not one name of both
    (["UNITEDHEALTHCARE", "Oxford Health Insurance, Inc., Grievance Board, P.O. Box 29134"], "UNITEDHEALTHCARE"),
    # a short name over a company of the house that only serves it, told at the foot
    (["EmblemHealth", "P.O. Box 2801, New York, NY 10116", "EmblemHealth Plan, Inc. underwrites plans. EmblemHealth Services Company, LLC provides services."], "EmblemHealth"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "insurer"), HEADS)
def test_lines_of_a_head_are_each_their_own(lines: list[str], insurer: str) -> None:
    head = [(60.0, 24.0 + 12.0 * i, text) for i, text in enumerate(lines[:2])]
    rest = [(60.0, 90.0 + 30.0 * i, text) for i, text in enumerate([DAY, TO, BODY, *lines[2:]])]
    assert value(document(*head, *rest), "insurer") == insurer


WRAPPED = [
    # running text that breaks within a plan's name, of which the first part is another plan's
    ("We wrote this on behalf of Anthem Blue Cross", "and Blue Shield (New Hampshire). ", "Anthem Blue Cross and Blue Shield"),
    # where the plan is, and none of its name
    ("Home Care Reviewers acts on behalf of Anthem Blue Cross and Blue", "Shield in Ohio", "Anthem Blue Cross and Blue Shield"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "insurer"), WRAPPED)
def test_a_blue_plan_over_the_end_of_a_line(first: str, second: str, insurer: str) -> None:
    lines = ("Home Care Reviewers", DAY, first, second, TO, BODY)
    tops = (24.0, 54.0, 84.0, 96.0, 130.0, 160.0)
    made = document(*((60.0, top, text) for top, text in zip(tops, lines, strict=True)))
    assert value(made, "insurer") == insurer


ONLY_A_PART = ["Summit Community Care", DAY, TO, BODY, "Community Care of Summit County is no part of us."]


def test_a_known_name_within_an_unknown_one_is_not_taken_for_the_whole() -> None:
    assert value(letter(*ONLY_A_PART, top=24.0), "insurer") == "Summit Community Care"


def test_whose_contract_it_is() -> None:
    """A plan that heads its letter and serves a state's employees under a contract: the state's office may be none."""
    made = letter(
        "CAPITAL HEALTH PLAN",
        DAY,
        TO,
        "Capital Health Plan serves you under contract with the State of Florida, Department of Management Services, Division of State Group Insurance.",
        BODY,
    )
    assert any(why.startswith("another plan heads the letter") for why in asked(made))
