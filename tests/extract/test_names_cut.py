"""Names of plans that are cut short, run on, or belong to somebody else: what is told, and what is asked about."""

import pytest

from extractors.extent import part_of_a_name
from extractors.flowing import drawn
from tests.extract.page import letter
from tests.extract.test_names import value

DAY = "March 4, 2026"
BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)

TOLD = [
    # a ring drawn for an O in the logo
    (["SANF○RD HEALTH PLAN", DAY, BODY], "SANFORD HEALTH PLAN"),
    # a product that begins with its plan's name, and one that stands on the next line
    (["Larkmont", DAY, "You are enrolled in HMSA's Preferred Provider Plan under subscriber R0041.", BODY, "Mahalo, Hawaii Medical Service Association"], "Hawaii Medical Service Association"),
    # a label between the name and the next label's word is no part of it
    (["Oscar", DAY, "Xiomara Pate Oscar ID OSC55018342-01 Plan: Silver Simple", "Issued by Oscar Insurance Company of Florida.", BODY], "Oscar Insurance Company of Florida"),
    # two companies of one house: the one that bears the name at the head
    (["Moda Health", DAY, BODY, "Dental plans in Oregon provided by Oregon Dental Service. Health plans provided by Moda Health Plan, Inc."], "Moda Health Plan, Inc."),
    # a list of companies is not one name
    (["Quartz", DAY, BODY, "Quartz-branded plans are offered by Quartz Health Benefit Plans Corporation, Quartz Health Plan Corporation and Quartz Health Insurance Corporation."], "Quartz Health Benefit Plans Corporation"),
    (["Larkmont Health", DAY, BODY, "Larkmont Health policies are underwritten by Larkmont Life Insurance Company, Larkmont Benefit Corporation and Larkmont Casualty Company."], "Larkmont Life Insurance Company"),
    # whose daughter a firm is belongs to no name of it
    (["Larkmont Health A Brightwater Company", DAY, BODY, "Larkmont Health has decided not to pay."], "Larkmont Health"),
    # coverage that somebody may have besides
    (["Premera Blue Cross", DAY, "You may have coverage with Teamsters Benefit Trust as well.", BODY], "Premera Blue Cross"),
    (["Premera Blue Cross", DAY, "You might also be insured under the Ironworkers Welfare Fund.", BODY], "Premera Blue Cross"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "name"), TOLD)
def test_whose_name_it_is(lines: list[str], name: str) -> None:
    assert value(letter(*lines), "insurer") == name


CUT = [
    ("SANF◆RD HEALTH PLAN", 5, True),  # any other sign for a letter leaves half a word
    ("xRD HEALTH PLAN", 1, True),  # so does a letter itself
    ("(RD HEALTH PLAN)", 1, False),  # brackets and dashes part names from other words
    ("Plan—RD HEALTH PLAN", 5, False),
]


@pytest.mark.parametrize(("line", "start", "part"), CUT)
def test_a_name_that_begins_within_a_word_is_only_a_part(line: str, start: int, part: bool) -> None:
    assert part_of_a_name(line, start, line.index("PLAN") + 4) is part


def test_a_ring_is_a_letter_only_between_capitals() -> None:
    assert drawn("M○DA ○ yes ○ no") == "MODA ○ yes ○ no"
