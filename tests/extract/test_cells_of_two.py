"""Cells that hold two values, heads that stand far over theirs, and values that the end of a line parts."""

import pytest

from extractors.base import Sheet
from extractors.lexicon import lexicon
from extractors.pairs import pairs
from pipeline.models.document import Document
from tests.extract.page import Line, asked, document, letter, value
from tests.extract.test_ids import values

HEAD: list[Line] = [(60.0, 60.0, "Aetna Life Insurance Company"), (60.0, 84.0, "EXPLANATION OF BENEFITS")]


def test_two_values_under_two_labels_in_one() -> None:
    made = document(*HEAD, (60.0, 120.0, "Member / Patient: Luther Hall / Rosetta Hall"))
    told = [p.text for p in pairs(Sheet.of(made), lexicon()) if p.field == "member_name"]
    assert told == ["Luther Hall", "Rosetta Hall"]


def test_a_name_and_what_is_no_name_in_one_cell() -> None:
    made = document(*HEAD, (60.0, 120.0, "Patient / DOB"), (200.0, 120.0, "Rosetta Hall – 08/22/1961"))
    assert value(made, "member_name") == "Rosetta Hall"


def test_a_number_behind_a_name_under_the_head_of_both() -> None:
    """But in no other cell of the column: a code behind a service is nobody's number."""
    made = document(
        *HEAD,
        (60.0, 120.0, "Member / RID"),
        (60.0, 140.0, "Philomena Gage 100745530199"),
        (60.0, 160.0, "Frame purchase (V2020)"),
    )
    assert values(made, "member_id") == ["100745530199"]


def table(claim_top: float) -> Document:
    """A claim's number in a tall cell of a table of two rows, whose head stands at 140."""
    heads = [
        (60.0, "Claim number"),
        (180.0, "Service"),
        (300.0, "Charge"),
        (380.0, "Not paid"),
        (460.0, "Remarks"),
    ]
    rows = [
        (x, 160.0 + 40 * n, text)
        for n, service in enumerate(("Rituximab 10 mg", "Infusion, first hour"))
        for x, text in ((180.0, service), (300.0, "$615.00"), (380.0, "$615.00"), (460.0, "22"))
    ]
    return document(
        *HEAD,
        *((x, 140.0, text) for x, text in heads),
        *rows,
        (60.0, claim_top, "24344CF771902"),
        (60.0, 300.0, "22 This care may be covered by another payer."),
    )


@pytest.mark.parametrize(
    ("top", "wanted"),
    [
        (182.0, ["24344CF771902"]),  # level with the middle of both rows
        (262.0, []),  # far under the table
    ],
)
def test_a_head_far_over_a_tall_cell(top: float, wanted: list[str]) -> None:
    assert values(table(top), "claim_numbers") == wanted


@pytest.mark.parametrize(
    ("day", "year", "told"),
    [
        # the day ends its line with a comma; the year stands at the left edge, under other words, and is no number
        ("October 7,", "2024", "2024-10-07"),
        ("October 7,", "2024-118-004471", None),  # a number that begins like a year
        ("February 29,", "2025", None),  # no such day
    ],
)
def test_a_year_that_begins_the_next_line(day: str, year: str, told: str | None) -> None:
    made = document(
        *HEAD,
        (60.0, 120.0, "For Rufus Engel"),
        (200.0, 120.0, "Member number S3660-0044172"),
        (400.0, 120.0, f"Statement date {day}"),
        (60.0, 132.0, year),
        (60.0, 170.0, "No claims were denied this month."),
    )
    assert value(made, "letter_date") == told
    assert values(made, "claim_numbers") == []


def test_a_list_whose_numbers_have_words_in_brackets_is_one_list() -> None:
    made = document(
        *HEAD,
        (
            60.0,
            120.0,
            "Claims: 25230-0088146 (surgeon) and 25231-0091170 (facility). Charges not paid: $11,286.40",
        ),
        (60.0, 150.0, "We do not pay for this surgery because prior approval was not obtained."),
    )
    assert values(made, "claim_numbers") == ["25230-0088146", "25231-0091170"]


def test_a_house_in_the_next_line_is_not_the_patients_name() -> None:
    made = document(
        *HEAD,
        (60.0, 120.0, "Mrs. Philomena Garabedian"),
        (60.0, 132.0, "Charter Brook Nursing Home, Room 212B"),
        (60.0, 144.0, "640 Lexington Turnpike"),
        (60.0, 156.0, "Watertown, MA 02472"),
        (60.0, 180.0, "Dear Mrs. Garabedian:"),
        (60.0, 200.0, "We do not cover the stay in the hospital because it was not medically necessary."),
    )
    assert value(made, "member_name") == "Philomena Garabedian"


def test_how_a_letter_was_sent_is_nobodys_name() -> None:
    made = document(
        *HEAD,
        (60.0, 120.0, "VIA OVERNIGHT COURIER"),
        (60.0, 132.0, "Mr. Desmond Knox"),
        (60.0, 144.0, "64 Bay Terrace Walk"),
        (60.0, 156.0, "Staten Island, NY 10306"),
    )
    assert value(made, "member_name") == "Desmond Knox"


def test_a_head_of_two_lines_under_which_rows_take_turns() -> None:
    """The patient's row is under the upper line, the charges' under the lower; lines drawn of signs are no heads."""
    upper = [(60.0, "MEMBER NAME"), (200.0, "MEMBER ID"), (300.0, "PATIENT ACCT"), (420.0, "CLAIM ID")]
    lower = [(60.0, "LN FROM DATE"), (200.0, "PROC"), (300.0, "UNITS"), (420.0, "STATUS"), (480.0, "PAID")]
    first = [
        (60.0, "HALVORSEN, BRIDGET A"),
        (200.0, "98117340D"),
        (300.0, "RES-20418"),
        (420.0, "25190E0082417"),
    ]
    second = [(60.0, "01 11/21/2024"), (230.0, "47562"), (300.0, "001"), (420.0, "DENIED"), (480.0, "0.00")]
    rule = [(60.0, "=" * 100)]
    rows = [rule, upper, lower, rule, first, second]
    made = document(*HEAD, *((x, 120.0 + 12 * n, text) for n, row in enumerate(rows) for x, text in row))
    assert values(made, "claim_numbers") == ["25190E0082417"]
    assert values(made, "member_id") == ["98117340D"]


def test_a_title_over_the_letters_own_day_is_no_word_of_its_label() -> None:
    """Read as one the two lines are "Initial Determination Date", which another letter's day is called."""
    made = document(
        (60.0, 40.0, "TRICARE East"),
        (420.0, 40.0, "Initial Determination"),
        (420.0, 52.0, "Date: 07 MAR 2025"),
        (60.0, 120.0, "Authorization for the service is denied. It is cosmetic."),
    )
    assert value(made, "letter_date") == "2025-03-07"


def test_who_the_patient_is_is_not_asked_where_nothing_is_denied() -> None:
    form = [
        "Hennepin Health",
        "Appeal or Grievance Form",
        "Use this form if you want to appeal a decision. You do not have to use it.",
        "Member's name ______________   Member ID ______________",
        "Tell us what happened. Sign and mail this form to us. Rosa Parks Avenue, Suite 4.",
    ]
    assert not asked(letter(*form), "member_name")


BILL = "We have received the charges of $310.00 and do not pay them because the service is not covered."


@pytest.mark.parametrize(
    ("lines", "asks"),
    [
        (["Claim number: 2408-55170", BILL], False),
        (["Claim number: 2408-", BILL], True),  # the end of its line tore it
        (["PRE-TREATMENT ESTIMATE", "Claim number: 2408-55170", BILL], True),  # nobody has billed it yet
    ],
)
def test_a_claim_that_may_be_none_is_asked_about(lines: list[str], asks: bool) -> None:
    assert (
        bool(asked(letter("Aetna Life Insurance Company", "March 4, 2026", *lines), "claim_numbers")) is asks
    )


@pytest.mark.parametrize(
    ("lead", "asks"),
    [
        ("Decision date:", True),  # no letter tells what was decided after it
        ("Next decision date:", False),  # of a committee, not of this letter
    ],
)
def test_a_day_of_decision_to_come(lead: str, asks: bool) -> None:
    made = letter(
        "Aetna Life Insurance Company", "Letter date: March 4, 2026", BILL, f"{lead} March 20, 2026"
    )
    assert any("later day of decision" in why for why in asked(made, "letter_date")) is asks


def test_a_plan_of_a_few_capitals_beside_one_that_heads_the_letter_is_asked_about() -> None:
    made = letter(
        "Moda Health Plan, Inc.", "April 2, 2025", "Plan: OEBB Birch 2", "We have denied your request."
    )
    assert value(made, "insurer") != "OEBB" or asked(made)
