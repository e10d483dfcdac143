"""Rows of charges without a head, and heads whose labels were set close together over columns that stand apart."""

import pytest

from extractors import numbers
from extractors.amounts import amount_denied
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import Line, document, letter

CLAIM = "Claim number: PE260774110"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        # a service over its line of amounts, on which the labels stand between strokes
        (["Line 01 03/09/2026 76830 Ultrasound", "Billed $385.00 | Allowed $171.40 | Discount $213.60 | Paid $131.40", "Line 02 03/09/2026 76856 Ultrasound", "Billed $361.00 | Allowed $0.00 | Denied $361.00 | Paid $0.00"], "361.00"),
        (["1. Hearing test (92557) Billed 165.00 · allowed 61.20 · we pay 21.20", "2. Hearing aid Billed 5,400.00 · allowed 0.00 · we pay 0.00", "3. Fee (V5160) Billed 350.00 · allowed 0.00 · we pay 0.00"], "5750.00"),
        # the charge itself without a label
        (["01/30/2026 ER visit 99285 $1,610.00 Denied $1,610.00", "01/30/2026 CT head 70450 $1,988.00 Denied $1,988.00"], "3598.00"),
        (["Jan 30, 2026 X-ray: charge $120.00; plan paid $0.00", "Jan 31, 2026 Visit: charge $200.00; plan paid $160.00"], "120.00"),
        (["2026-03-09 J1745 billed 9,417.20, not covered 9,417.20, paid 0.00"], "9417.20"),
        (["99213 Charge: $120.00 Plan allowed: $0.00 Plan paid: $0.00"], "120.00"),
        (["03/09/2026 99213 - Submitted $120.00 - Ineligible $120.00 - Benefit $0.00"], "120.00"),
        # totals are not added; what sums up the claim names no service
        (["03/09/2026 99213 Billed $120.00 Denied $120.00 Paid $0.00", "Total 03/09/2026 Billed $120.00 Denied $120.00 Paid $0.00"], "120.00"),
        (["At a glance: Provider charged $320.00. We paid $0.00.", "03/09/2026 99213 $320.00 Denied $320.00"], "320.00"),
    ],
)  # fmt: skip
def test_rows_by_their_own_labels(lines: list[str], wanted: str) -> None:
    made = document(*((60.0, 60 + 12.0 * i, text) for i, text in enumerate([CLAIM, *lines])))
    found = amount_denied(Reading.of(made))
    assert found and found.value == wanted


def test_a_sentence_about_a_plan_is_no_row() -> None:
    made = letter(
        CLAIM, "Your plan pays 80% after the $500.00 deductible; the most that you pay is $2,000.00."
    )
    assert Reading.of(made).rows == []


CLOSE = [
    (60.0, "Date"),
    (120.0, "Service"),
    (260.0, "Billed"),
    (330.0, "Considered Exceeds/not paid"),
    (500.0, "Paid"),
]
CELLS = [("12-03-25", "Exam 92557", "120.00", "84.00", "36.00", "84.00"), ("12-10-25", "Aid V5261", "4,600.00", "0.00", "4,600.00", "0.00")]  # fmt: skip
AT = [60.0, 120.0, 260.0, 345.0, 420.0, 500.0]


def test_labels_set_close_together_are_cut_where_amounts_stand_apart() -> None:
    lines: list[Line] = [(60, 60, CLAIM), *((x, 100, text) for x, text in CLOSE)]
    lines += [
        (x, 116.0 + 14 * n, text) for n, row in enumerate(CELLS) for x, text in zip(AT, row, strict=True)
    ]
    rows = Reading.of(document(*lines)).rows
    assert [(str(r.amounts["allowed"]), str(r.amounts["denied"])) for r in rows] == [
        ("84.00", "36.00"),
        ("0.00", "4600.00"),
    ]


def test_a_line_of_labelled_sums_is_no_row_of_the_table_over_it() -> None:
    lines: list[Line] = [
        (60, 60, "ICN 2025 2241 0094 1 00"),
        *((x, 100, text) for x, text in [(60, "Date"), (150, "Billed"), (230, "Allowed"), (310, "Denied")]),
        *((x, 114, text) for x, text in [(60, "07/02/25"), (150, "640.00"), (230, "311.47"), (310, "0.00")]),
        *((x, 128, text) for x, text in [(60, "STATUS PAID"), (122, "DEDUCTIBLE"), (175, "0.00"), (200, "COINS"), (228, "62.29"), (270, "NET PAID"), (313, "249.18")]),
    ]  # fmt: skip
    made: Document = document(*lines)
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, "eob_denial", fields)
    assert len(reading.rows) == 1 and reading.rows[0].denied is None


@pytest.mark.parametrize(
    ("decided", "wanted"),
    [("Overturned, will be paid", None), ("Upheld, not covered", "9480.00")],
)
def test_the_column_of_the_decision_outweighs_those_before_it(decided: str, wanted: str | None) -> None:
    made = document(
        *((x, 100, text) for x, text in [(60, "Service"), (180, "Claim"), (280, "Billed"), (350, "First answer"), (450, "Decision")]),
        *((x, 116, text) for x, text in [(60, "Two days"), (180, "4412509977120"), (280, "$9,480.00"), (350, "06/30 upheld"), (450, decided)]),
    )  # fmt: skip
    found = [r.denied for r in Reading.of(made).rows]
    assert [None if d is None else str(d) for d in found] == [wanted]


def test_a_dash_in_a_column_of_amounts_is_nothing() -> None:
    made = document(
        *((x, 100, text) for x, text in [(60, "Date"), (150, "Submitted"), (250, "Approved"), (350, "Benefit"), (430, "Note")]),
        *((x, 114, text) for x, text in [(60, "02/01/26"), (150, "200.00"), (250, "120.00"), (350, "120.00"), (430, "—")]),
        *((x, 128, text) for x, text in [(60, "02/01/26"), (150, "900.00"), (250, "—"), (350, "—"), (430, "A7")]),
    )  # fmt: skip
    assert [None if r.denied is None else str(r.denied) for r in Reading.of(made).rows] == [None, "900.00"]
