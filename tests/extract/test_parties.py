"""How far a plan's name goes, which of its wordings stands for it, and whose letter it is when nobody knows the name."""

import pytest

from extractors.gather import extract
from pipeline.models.document import Document
from pipeline.models.fields import Field
from tests.extract.page import letter

BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)
DAY = "March 4, 2026"


def value(made: Document, name: str) -> object:
    found = extract(made).fields.get(name)
    return found.value if isinstance(found, Field) else None


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
