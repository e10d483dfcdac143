"""How far a plan's name goes, which of its wordings stands for it, and whose letter it is when nobody knows the name."""

import pytest

from extractors.gather import extract
from tests.extract.page import document, letter, value

BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)
DAY = "March 4, 2026"


@pytest.mark.parametrize(
    ("lines", "insurer"),
    [
        # a name that nobody knows goes on to the end of its phrase, whatever its last word is
        (["Brightwater Healthcare Connections", DAY, BODY], "Brightwater Healthcare Connections"),
        (["Larkspur Health Choice Appeals Department", DAY, BODY], "Larkspur Health Choice"),
        (["Quarry Health Benefit Plans Corporation", DAY, BODY], "Quarry Health Benefit Plans Corporation"),
        (["Tri-Rivers Cooperative Health Plan of South Dakota - Member Services", DAY, BODY], "Tri-Rivers Cooperative Health Plan of South Dakota"),
        (["HIGH DESERT HEALTH ADVANTAGE | Utilization Management", DAY, BODY], "HIGH DESERT HEALTH ADVANTAGE"),
        # a short word in capitals is part of the name; an emblem repeats what follows it
        (["TOPAZ Health Plan", DAY, BODY], "TOPAZ Health Plan"),
        (["IEHP Inland Empire Health Plan", DAY, BODY], "Inland Empire Health Plan"),
        # a word that belongs to the department on the same line
        (["NIPPON LIFE INSURANCE COMPANY OF AMERICA Health Claims - P.O. Box 25951", DAY, BODY], "NIPPON LIFE INSURANCE COMPANY OF AMERICA"),
        (["PRESBYTERIAN HEALTH PLAN Health Services, Appeals", DAY, BODY], "PRESBYTERIAN HEALTH PLAN"),
        # set close together it is the same name
        (["PriorityHealth", DAY, "Plan MyPriority HMO Gold 1200", BODY], "PriorityHealth"),
        # words of a product or a program beside a name that the letter uses alone
        (["Devoted Health", DAY, "Plan: DEVOTED CORE 008 AZ (HMO), contract H6793", BODY], "Devoted Health"),
        (["AlohaCare QUEST Integration", DAY, "AlohaCare has looked at your request.", BODY], "AlohaCare"),
        (["Essence Healthcare Medicare Advantage HMO", DAY, BODY, "Essence Healthcare is an HMO plan."], "Essence Healthcare"),
        (["CareSource", "Ohio Medicaid, P.O. Box 8738, Dayton, OH 45401", DAY, "CareSource said no.", BODY], "CareSource"),
        # the plan's name, not that of the group that it covers
        (["VENTURA COUNTY HEALTH CARE PLAN CLAIM VOUCHER", "VCHCP# 00041 Group: County of Ventura Employees", "Member of County of Ventura", BODY], "VENTURA COUNTY HEALTH CARE PLAN"),
        # a hospital's letter about what a plan decided
        (["St. Luke's Health System", "Patient Financial Services", "Guarantor: Ana Rivera", "Billed to Regence BlueShield of Idaho. Your insurer denied it.", "Please pay $346.00"], "Regence BlueShield of Idaho"),
        (["Lone Pine Regional Health", "Business Office", "We billed Dean Health Plan for you. Your insurance denied the claim.", "Amount you owe us: $346.00"], "Dean Health Plan"),
        # the form's question is not the answer
        (["Optum Rx", "Plan: HMSA? No - Hawaii Teamsters Health & Welfare Trust", DAY, BODY], "Hawaii Teamsters Health & Welfare Trust"),
        # those who share bills decide as plans do
        (["Medi-Share a program of Christian Care Ministry", DAY, BODY], "Medi-Share"),
    ],
)  # fmt: skip
def test_insurer(lines: list[str], insurer: str) -> None:
    assert value(letter(*lines), "insurer") == insurer


@pytest.mark.parametrize(
    ("lines", "insurer"),
    [
        # a plan that no list holds: the print at the head, of which the letter speaks again
        ([(60, 40, "Larkmoor"), (60, 90, DAY), (60, 120, "Larkmoor has denied your request. You may appeal to Larkmoor.")], "Larkmoor"),
        # whose site it is
        ([(60, 40, "Tamarack Blue"), (60, 60, "www.tamarackblue.com"), (60, 90, DAY), (60, 120, BODY)], "Tamarack Blue"),
        # a sentence in which only a plan's name stands
        ([(60, 90, DAY), (60, 120, BODY), (60, 500, "Quillfeather Advantage is an HMO plan with a Medicare contract.")], "Quillfeather Advantage"),
        ([(60, 90, DAY), (60, 120, BODY), (60, 500, "Ironwood Trellis complies with applicable Federal civil rights laws.")], "Ironwood Trellis"),
        ([(60, 90, DAY), (60, 120, BODY), (60, 500, "Saltbox Blue is an independent licensee of the Blue Cross and Blue Shield Association.")], "Saltbox Blue"),
        ([(60, 90, DAY), (60, 120, "Thank you for being a Fernhollow Choice member. " + BODY)], "Fernhollow Choice"),
        ([(60, 90, DAY), (60, 120, "Brightwater Mutual has denied your request. " + BODY)], "Brightwater Mutual"),
        # the person to whom a statement is made out stands on the line of the plan
        ([(60, 40, "Member: Ana Rivera"), (60, 60, "Ana Rivera Crane Rigging Employee Benefit Plan"), (60, 90, DAY), (60, 120, BODY)], "Crane Rigging Employee Benefit Plan"),
        ([(60, 40, "Member: ANA RIVERA"), (60, 60, "Ana Rivera Crane Rigging Employee Benefit Plan"), (60, 90, DAY), (60, 120, BODY)], "Crane Rigging Employee Benefit Plan"),
        # an emblem with a point before the name of the company
        ([(60, 40, "LARKMOOR. Larkmoor Foundation Health Plan of Ohio"), (60, 90, DAY), (60, 120, BODY)], "Larkmoor Foundation Health Plan of Ohio"),
        # what stands at the head and is no name
        ([(60, 40, "Spokane, WA 99201"), (60, 90, DAY), (60, 120, "Premera Blue Cross has denied it. Spokane is a town.")], "Premera Blue Cross"),
        ([(60, 40, "Peer Review Committee"), (60, 90, DAY), (60, 120, "Premera Blue Cross has denied it. The Peer Review Committee met.")], "Premera Blue Cross"),
    ],
)  # fmt: skip
def test_an_insurer_that_no_list_holds(lines: list[tuple[float, float, str]], insurer: str) -> None:
    assert value(document(*lines), "insurer") == insurer


@pytest.mark.parametrize(
    "lines",
    [
        # a known name that never stands without the words around it is a part of a longer one
        ["Prairie Total Care", DAY, BODY],
        # a program that plans run for a state
        ["Hoosier Healthwise", DAY, BODY],
        # a firm that acts for plans, and no plan
        ["carelon", "Carelon Medical Benefits Management", DAY, BODY],
        # a hospital tells what a plan has done
        ["Tidewater Memorial Hospital", "Please pay $12.00", "Guarantor: Ana Rivera", "Insurance on file: Sentara Health Plans"],
        # only the employer whose plan a firm administers
        ["UMR", DAY, "Plan: LARKSPUR FOUNDRIES INC", BODY],
        # two plans with one weight
        ["CareOregon for Health Share of Oregon", DAY, BODY],
    ],
)  # fmt: skip
def test_an_insurer_in_doubt_asks(lines: list[str]) -> None:
    assert "insurer" in {d.field for d in extract(letter(*lines)).doubts}


@pytest.mark.parametrize(
    ("lines", "member"),
    [
        # a town is no person, be it before its state's letters or before a zip code
        (["Prakash Thapaliya", "318 Blue Lakes Blvd, Twin Falls, ID 83301", BODY, "Patient: Prakash Thapaliya"], "Prakash Thapaliya"),
        (["Sanford Health Plan", "Sioux Falls, SD 57103", "Rosalind Bear 2304 Jackson Blvd Rapid City, South Dakota 57702", BODY], "Rosalind Bear"),
        # the salutation gives a part of a name that stands whole elsewhere
        (["Delivered to Mr. Cornelius Babatunde at Bixby Knolls, Long Beach", "Dear Mr. Babatunde:", BODY], "Cornelius Babatunde"),
        (["Jun-ho Castellano Tower Dorm 3", "Dear Jun-ho,", BODY], "Jun-ho Castellano"),
        # whom a letter to somebody else is about
        (["Marisol Hagan (for Desmond Hagan, a minor) 77 Ozark Trail Fayetteville, AR 72701", BODY], "Desmond Hagan"),
        (["Mr. and Mrs. Lorenzo Patel W5520 Kettle Dr., Eagle, WI 53119", "In the matter of the grievance of Anselm Patel (a minor)", BODY], "Anselm Patel"),
        (["Cornelius Abdel 2466 Ocean Parkway Brooklyn, NY 11235", "This is about the appeal that your daughter, Ms. Farida Abdel, filed for you.", BODY], "Cornelius Abdel"),
        (["Clementine Okonjo 1665 Grand Concourse Bronx, New York 10452", "The doctor asked us to pay for Baraka Okonjo to have stem cells.", BODY], "Baraka Okonjo"),
        (["Padres de / Parents of Ximena Villa 409 Chaparral Trail Alice, TX 78332", BODY], "Ximena Villa"),
        (["Moda Health", "This concerns Mr. Amos Treadwell of Hewitt, Texas, covered under the contract of Heart of Texas Fabricators.", BODY], "Amos Treadwell"),
        (["Gwen Larch", "301 Cascade Street", "Hood River, OR 97031", "Plan: Redwater Millwork, Inc. Employee Plan", "We process claims for Redwater Millwork, Inc., which pays.", BODY], "Gwen Larch"),
        # labels in other words
        (["Participant: Ingrid Whyte", "Person treated: Orlando Whyte", BODY], "Orlando Whyte"),
        (["Customer: Magnus Bell", "Explanation of Benefits for a claim received for Thandiwe Bell", BODY], "Thandiwe Bell"),
        (["Subscriber: Ana Lowe", "Who got the care: Tobias Lowe (age 9)", BODY], "Tobias Lowe"),
        (["Patient: MAKI-OBRIEN, LIESEL MRN 66120", BODY], "MAKI-OBRIEN, LIESEL"),
        (["Guarantor: Ransom Pruitt", BODY], "Ransom Pruitt"),
    ],
)  # fmt: skip
def test_member(lines: list[str], member: str) -> None:
    assert value(letter("Premera Blue Cross", *lines), "member_name") == member


@pytest.mark.parametrize(
    ("lines", "administrator"),
    [
        # a firm that no list holds heads the letter of a plan
        (["Quillmark Review", "on behalf of Premera Blue Cross", DAY, BODY], "Quillmark Review"),
        (["Fernbank", "Larch Valley Mill Employee Health Plan", DAY, "Write to Fernbank Appeals. " + BODY], "Fernbank"),
        # a sentence or a line gives its part
        (["Premera Blue Cross", DAY, "Post-acute reviews by Sagebrook Care Partners. " + BODY], "Sagebrook Care Partners"),
        (["Premera Blue Cross", DAY, "Our plan has asked Sagebrook to review requests. " + BODY], "Sagebrook"),
        (["Premera Blue Cross", DAY, "Premera and its dental partner Sagebrook USA have decided. " + BODY], "Sagebrook USA"),
        (["Premera Blue Cross", DAY, "Sagebrook Review is an independent company that reviews care. " + BODY], "Sagebrook Review"),
        (["Premera Blue Cross", DAY, "Sagebrook provides claims administration. " + BODY], "Sagebrook"),
        (["Premera Blue Cross", DAY, "Sagebrook, Inc. wrote this notice for Premera Blue Cross. " + BODY], "Sagebrook, Inc."),
        (["Premera Blue Cross", DAY, "Sagebrook Rx manages the prescription benefit of your plan. " + BODY], "Sagebrook Rx"),
        (["Premera Blue Cross", DAY, "Sagebrook Rx made this decision for the plan. " + BODY], "Sagebrook Rx"),
        (["Premera Blue Cross", DAY, "Sagebrook, LLC, administrator for Premera Blue Cross. " + BODY], "Sagebrook, LLC"),
        # a person who reviewed is no firm
        (["Premera Blue Cross", DAY, "Our case manager, Tobin Ashgrove, RN, can tell you more. " + BODY], None),
        (["Premera Blue Cross", DAY, "The case went to its reviewer, Saoirse Tennant. " + BODY], None),
    ],
)  # fmt: skip
def test_an_administrator_that_no_list_holds(lines: list[str], administrator: str | None) -> None:
    assert value(letter(*lines), "administrator") == administrator


def test_a_plan_told_by_a_label_is_not_asked_about_under_an_outside_reviewers_head() -> None:
    made = letter("State of Maine", "Bureau of Insurance", DAY, "Health plan: Premera Blue Cross", BODY)
    assert "the letter comes from somebody other than the plan" not in {d.why for d in extract(made).doubts}
