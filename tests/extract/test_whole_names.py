"""Names told whole and of the right body: a mark within them, two products of one house, a brand over its company, who only pays."""

import pytest

from extractors.rivals import cut_short
from tests.extract.page import asked, document, letter, reading_of, value

BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)
DAY = "March 4, 2026"
TO = "Dear Ms. Roe:"


WHOLE = [
    # a mark of trade with spaces around it stands within the name
    (["Aetna Better Health ® of New Jersey", DAY, TO, BODY], "Aetna Better Health ® of New Jersey"),
    (["Aetna Better Health ™ of Ohio", DAY, TO, BODY, "The Appeals Team"], "Aetna Better Health ™ of Ohio"),
    (["Humana Healthy Horizons ® in Florida", DAY, TO, BODY], "Humana Healthy Horizons ® in Florida"),
    (["Molina Healthcare ® of Utah, Inc.", DAY, TO, BODY], "Molina Healthcare ® of Utah, Inc."),
    (["Lakeside Health ® Plan", DAY, TO, BODY, "Lakeside Health Plan denied it."], "Lakeside Health Plan"),
    (["Larkspur Better Care ® of Nevada", DAY, TO, BODY, "Larkspur Better Care of Nevada decided."], "Larkspur Better Care of Nevada"),
    # a logo holds the first words of a known name, which the text prints whole
    (["blue of california", "Promise Health Plan", DAY, TO, "Blue Shield of California Promise Health Plan has decided to uphold the denial. " + BODY], "Blue Shield of California Promise Health Plan"),
    # the plan's department signs
    (["Aetna Student Health", DAY, TO, BODY, "Aetna Student Health Plan Operations"], "Aetna Student Health"),
    # whose guardian reads the letter is no company, nor a form's title a plan
    (["North Carolina State Health Plan for Teachers and State Employees", "Pharmacy benefits administered by CVS Caremark", DAY, "The Parent or Guardian of Ana Roe", BODY], "North Carolina State Health Plan for Teachers and State Employees"),
    # an employer's plan that the letter says is insured
    (["Blue Cross and Blue Shield of Alabama", DAY, TO, BODY, "This completes the appeals under the health benefit plan of Alder Credit Union, group 70813, which is insured by us."], "Blue Cross and Blue Shield of Alabama"),
    # an emblem in small letters opens the line of a program that the plan runs
    (["absolute total care — South Carolina Healthy Connections Medicaid", DAY, TO, BODY, "Write to Absolute Total Care, Attn: Appeals."], "Absolute Total Care"),
    # a board's or a district's own plan keeps the words of its public house
    (["Consociate Health", "Employer plan: Macon County Mental Health Board Group Health Plan", DAY, TO, BODY], "Macon County Mental Health Board Group Health Plan"),
    (["Consociate Health", "Plan: Alder County Department of Public Works Employee Benefit Plan", DAY, TO, BODY], "Alder County Department of Public Works Employee Benefit Plan"),
    (["HealthEZ", "Plan: Birch Park District Board of Commissioners Group Health Plan", DAY, TO, BODY], "Birch Park District Board of Commissioners Group Health Plan"),
    (["Meritain Health", "Plan: Regional Office of Education No. 17 Health Benefit Plan", DAY, TO, BODY], "Regional Office of Education No. 17 Health Benefit Plan"),
    # initials before the name that they stand for, which reads like an employer's plan
    (["GEHA Government Employees Health Association, Inc.", DAY, TO, BODY, "Reconsideration Analyst, GEHA"], "Government Employees Health Association, Inc."),
    # initials that a logo sets apart
    (["G·E·H·A", "Government Employees Health Association, Inc.", DAY, TO, BODY], "Government Employees Health Association, Inc."),
    # a name that begins with a number
    (["40 Square Cooperative Solutions", "farm families' health plan", DAY, TO, "The plan has decided not to cover them. " + BODY], "40 Square Cooperative Solutions"),
    (["90 Degree Health", DAY, TO, "90 Degree Health has denied your request. " + BODY], "90 Degree Health"),
    (["4 Rivers Health Cooperative", DAY, TO, "4 Rivers Health Cooperative has denied it. " + BODY], "4 Rivers Health Cooperative"),
    # words of the desk behind a company's name are none of it
    (["Larkspur Insurance Company of New Jersey External Appeals", DAY, TO, BODY], "Larkspur Insurance Company of New Jersey"),
    (["LARKSPUR LIFE INSURANCE COMPANY OF AMERICA Health Claims", DAY, TO, BODY], "LARKSPUR LIFE INSURANCE COMPANY OF AMERICA"),
    (["Larkspur Mutual Insurance Company Student Claims", DAY, TO, BODY], "Larkspur Mutual Insurance Company"),
    # a state's program, a street, who cares for the patient, what the letter is about
    (["Florida Statewide Medicaid Dental Program", "Larkspur Dental Plan of Florida, Inc.", DAY, TO, BODY], "Larkspur Dental Plan of Florida, Inc."),
    (["Larkspur Health Plan", "Prairie Hills Home Health, Inc.", DAY, TO, BODY], "Larkspur Health Plan"),
    (["NON-EMERGENCY MEDICAL TRANSPORTATION FOR MEMBERS OF LARKSPUR HEALTHCARE", DAY, TO, BODY], "LARKSPUR HEALTHCARE"),
    (["Larkspur Health Plan", "Mental Health and Substance Use Program", DAY, TO, BODY], "Larkspur Health Plan"),
    # a desk under the brand is none of its name
    (["KAISER PERMANENTE ®", "Mid-Atlantic States Appeals Unit · Nine Piedmont Center, Atlanta GA 30305", DAY, TO, BODY, "Kaiser Foundation Health Plan of the Mid-Atlantic States, Inc., 4000 Garden City Drive, Hyattsville, MD 20785."], "Kaiser Foundation Health Plan of the Mid-Atlantic States, Inc."),
    # for whom of an employer's people a plan is; a product's type ends its name, and another may follow; a consortium
    (["Express Scripts", DAY, TO, "Express Scripts manages drug coverage for the John Deere Health Benefit Plan for Salaried Employees. " + BODY], "John Deere Health Benefit Plan for Salaried Employees"),
    (["Humana Gold Plus (HMO) Humana Benefit Plan of Illinois, Inc., P.O. Box 14601, Lexington, KY 40512", DAY, TO, BODY], "Humana Benefit Plan of Illinois, Inc."),
    (["Brown-Highland Schools Health Consortium", DAY, TO, BODY], "Brown-Highland Schools Health Consortium"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "insurer"), WHOLE)
def test_a_name_is_whole(lines: list[str], insurer: str) -> None:
    assert value(letter(*lines, top=24.0), "insurer") == insurer


SISTERS = [
    # two products of one house head the paper; the text turns to one
    (["Medica Prime Solution® (Cost) and Medica Advantage Solution® (PPO)", "Notice of Denial of Medical Coverage", DAY, TO, BODY, "Ask Medica Advantage Solution for an appeal within 65 days of the date of this notice."], "Medica Advantage Solution® (PPO)"),
    (["Larkspur Choice (HMO) and Larkspur Freedom (PPO)", "Notice of Denial of Medical Coverage", DAY, TO, BODY, "Ask Larkspur Freedom for an appeal within 65 days."], "Larkspur Freedom (PPO)"),
    (["HealthPartners Freedom (Cost) or HealthPartners Journey (PPO)", "Notice of Denial of Medical Coverage", DAY, TO, BODY, "HealthPartners Journey has denied the items below."], "HealthPartners Journey (PPO)"),
    (["UCare Classic (HMO-POS) / UCare Value (HMO-POS)", DAY, TO, BODY, "You are enrolled in UCare Value."], "UCare Value (HMO-POS)"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "insurer"), SISTERS)
def test_of_two_products_at_the_head_the_one_that_the_text_turns_to_is_meant(
    lines: list[str], insurer: str
) -> None:
    assert value(letter(*lines, top=24.0), "insurer") == insurer


UNTOLD = [
    # nothing tells which of the two it is
    ["Medica Prime Solution® (Cost) and Medica Advantage Solution® (PPO)", DAY, TO, BODY],
    ["HealthPartners Freedom (Cost) or HealthPartners Journey (PPO)", DAY, TO, BODY],
    ["UCare Classic (HMO-POS) / UCare Value (HMO-POS)", DAY, TO, BODY],
    ["Larkspur Choice (HMO) and Larkspur Freedom (PPO)", DAY, TO, BODY],
]


@pytest.mark.parametrize("lines", UNTOLD)
def test_two_products_at_the_head_are_asked_about(lines: list[str]) -> None:
    assert asked(letter(*lines, top=24.0))


ACTS = [
    # the sentence says who pays and who only administers
    (["UnitedHealthcare", "Plan: Copperline Mining Group Health & Welfare Plan", DAY, TO, BODY, "This plan is paid for by your employer; United HealthCare Services, Inc. gives claims administration only and does not insure it."], "United HealthCare Services, Inc."),
    (["Cigna Healthcare", "Account: 3344810 Lone Star Freight Systems Group Health Plan", DAY, TO, BODY, "Lone Star Freight Systems pays the claims under this plan; Cigna Health and Life Insurance Company provides claim administration."], "Cigna Health and Life Insurance Company"),
    (["Johns Hopkins Health Plans", "Suburban Harbor Hospital Employee Benefit Plan (EHP)", DAY, TO, BODY, "Johns Hopkins HealthCare LLC, doing business as Johns Hopkins Health Plans, provides claims administration for the self-insured Plan and does not insure it."], "Johns Hopkins HealthCare LLC, doing business as Johns Hopkins Health Plans"),
    (["Larkspur Mutual", "Plan: Alder Foundry Employee Benefit Plan", DAY, TO, BODY, "Larkspur Mutual provides administrative claims payment services only and does not assume any financial risk."], "Larkspur Mutual"),
    (["Aetna", "Plan: Alder Foundry Employee Benefit Plan", DAY, TO, BODY, "Aetna Life Insurance Company furnishes administrative services only and bears no risk."], "Aetna Life Insurance Company"),
    (["Anthem Blue Cross", "Plan: Alder Foundry Employee Benefit Plan", DAY, TO, BODY, "Benefits are funded by Alder Foundry. Anthem Blue Cross Life and Health Insurance Company only handles claims and is not the insurer."], "Anthem Blue Cross Life and Health Insurance Company"),
    # a federal plan that the Blue plan of a state serves
    (["Blue Cross and Blue Shield of Kansas", "Federal Employee Program", DAY, TO, "The Blue Cross and Blue Shield Service Benefit Plan has denied it. " + BODY], "Blue Cross and Blue Shield of Kansas"),
    # whose drug benefit manager it is, not whose was asked about
    (["WellSense Health Plan", DAY, TO, BODY, "Northwood Pharmacy Services? No, questions go to us. Our pharmacy benefit manager is Express Scripts, Inc."], "Express Scripts, Inc."),
    (["Larkspur Mutual", DAY, TO, BODY, "The pharmacy benefit manager for your plan is Navitus Health Solutions, LLC."], "Navitus Health Solutions, LLC"),
    (["Larkspur Mutual", DAY, TO, BODY, "Our utilization review agent is Lakeside Care Partners, LLC."], "Lakeside Care Partners, LLC"),
    # the name that stands in brackets behind the brand
    (["Optum", "NYSHIP · The Empire Plan", DAY, TO, BODY, "UnitedHealthcare Insurance Company of New York issues the insurance; Optum (United Behavioral Health) carries out reviews for it."], "Optum (United Behavioral Health)"),
    # another company of the plan's own house is nobody's administrator
    (["UPMC Health Plan", DAY, TO, BODY, "UPMC Health Options, Inc. underwrites your policy."], None),
    (["Oxford", "Oxford Health Insurance, Inc.", DAY, TO, BODY, "Oxford Health Plans LLC is the parent of Oxford Health Insurance, Inc."], None),
    (["Kaiser Permanente", DAY, TO, BODY, "Care is given by Mid-Atlantic Permanente Medical Group, P.C."], None),
    # a number before the word is no firm
    (["Concordia Plans", "Concordia Health Plan", "Group L2-0019 Administrator Blue Cross and Blue Shield of Minnesota", DAY, TO, BODY], "Blue Cross and Blue Shield of Minnesota"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "administrator"), ACTS)
def test_who_acts_for_whom(lines: list[str], administrator: str | None) -> None:
    assert value(letter(*lines, top=24.0), "administrator") == administrator


def test_a_name_that_always_goes_on_may_be_cut_short() -> None:
    """ "Geisinger Health Plan Family" is another plan than the one whose name begins it."""
    name = "Geisinger Health Plan"
    twice = reading_of(f"{name} Family", f"You may file a complaint with {name}", "Family. Call us.")
    assert cut_short(twice.sheet, name)
    assert not cut_short(reading_of(f"{name} Family", f"{name} decided.").sheet, name)
    assert not cut_short(reading_of(f"{name} Family", BODY).sheet, name)


def test_a_shared_brand_takes_the_plans_name_beside_it() -> None:
    made = document(
        (60, 40, "ambetter."), (200, 44, "FROM Peach State Health Plan"), (60, 100, DAY), (60, 130, BODY)
    )
    assert value(made, "insurer") == "ambetter from Peach State Health Plan"
    alone = document((60, 40, "ambetter."), (60, 100, DAY), (60, 130, BODY))
    assert "the name found may be only a part of the plan's name" in asked(alone)


def test_a_name_that_does_not_say_whose_is_asked_about() -> None:
    made = letter("Employee Health Plan", DAY, TO, BODY)
    assert value(made, "insurer") is None or asked(made)


def test_capitals_close_over_a_name_in_capitals_may_be_its_first_words() -> None:
    name = (90, 52, "RIVERMEN ASSOCIATION, AFL-CIO, WELFARE PLAN")
    close = document((60, 40, "LARCH PORT EMPLOYERS - INTERNATIONAL"), name, (60, 130, DAY), (60, 160, BODY))
    assert "the line over the plan's name may be the first words of it" in asked(close)
    apart = document((60, 20, "LARCH PORT EMPLOYERS - INTERNATIONAL"), name, (60, 130, DAY), (60, 160, BODY))
    assert "the line over the plan's name may be the first words of it" not in asked(apart)


def test_father_and_son_of_one_name_are_asked_about() -> None:
    to = "Walter Roe, Jr. for Walter Roe, Sr. 501 Deer Path Road Uniontown, PA 15401"
    made = letter("Premera Blue Cross", DAY, to, "Member: Walter Roe, Sr.", BODY)
    assert asked(made, "member_name") == [
        "the letter names two people who differ by Jr., Sr. or a numeral alone"
    ]
