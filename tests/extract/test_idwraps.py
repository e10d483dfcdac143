"""Numbers that the end of a line tore apart are asked about; cells that wrap are not."""

import pytest

from extractors import numbers
from extractors.idwraps import torn, wraps
from extractors.mentions import Span
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import Line, document

ADDRESS: Line = (
    60,
    200,
    "Larkspur Health Plan, 9 Elm Street, Albany, NY 12205, is the plan that decided this claim.",
)


def numbers_of(reading: Reading) -> list[Span]:
    numbers.identifiers(reading, "initial_denial", Fields())
    return [s for r in reading.ids.values() if r.field == "member_id" for s in r.spans]


def made(*lines: Line) -> Document:
    return document(*lines, ADDRESS)


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        # the last digit of the number begins the next line, alone
        ([(60, 60, "Enrollee: Mabel Roe"), (380, 60, "Member Number: 3SC0 71942"), (60, 73, "8")], "member_id"),
        # the letters of a claim's number end the line, its figures begin the next
        ([(60, 60, "Member ID 881 047 226"), (240, 60, "Group: 906114"), (420, 60, "Claim number FB"), (60, 73, "71 408 226 01"), (240, 73, "Patient: Imogen")], "claim_numbers"),
        # the label alone had room
        ([(60, 60, "Group: 906114"), (420, 60, "Claim number:"), (60, 73, "71 408 226 01"), (240, 73, "Patient: Imogen")], "claim_numbers"),
        # a contract's number that a hyphen tore: its end is nothing of the number over it
        ([(60, 60, "Member ID: 101884526700"), (260, 60, "Plan: Value Plus (HMO-POS), H3931-"), (60, 73, "147")], ""),
        # its figures may be many
        ([(60, 60, "Member ID (CIN): 93310477E"), (260, 60, "Authorization: 2505-LA-"), (60, 73, "77126")], "reference_numbers"),
        # a label of two words, of which the second begins the next line
        ([(60, 60, "ID: U7718853402"), (240, 60, "GROUP: 00647710"), (420, 60, "CLAIM"), (60, 73, "REF: 6822311870554"), (240, 73, "PT ACCT: SG-2")], "claim_numbers"),
        # cells: a value stands under its own label
        ([(60, 60, "Group"), (420, 60, "Claim number"), (60, 73, "906114"), (420, 73, "71 408 226 01")], None),
        # words begin the next line
        ([(60, 60, "Enrollee: Mabel Roe"), (380, 60, "Member Number: 3SC0 719428"), (60, 73, "Plan: SmartSaver")], None),
        # a line of one cell is text: it runs on as others read it
        ([(60, 60, "Member Number: 3SC0 71942"), (60, 73, "8")], None),
    ],
)  # fmt: skip
def test_what_the_end_of_a_line_tore_apart(lines: list[Line], field: str | None) -> None:
    reading = Reading.of(made(*lines))
    found = [name for name, _ in wraps(reading.sheet, reading.lexicon)]
    assert found == ([field] if field is not None else [])


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        # the last digits begin the next line, and a label follows them on it
        ([(60, 60, "Case: 1190338275 Customer ID: U8130 5527"), (60, 73, "03 Patient: Mabel Roe Account: 3218876")], True),
        # the next line begins with its own label
        ([(60, 60, "Case: 1190338275 Customer ID: U8130 5527"), (60, 73, "Patient: Mabel Roe Account: 3218876")], False),
        # or with a number of the street
        ([(60, 60, "Case: 1190338275 Customer ID: U8130 5527"), (60, 73, "03 Elm Street, Albany")], False),
    ],
)  # fmt: skip
def test_a_number_that_runs_over_its_line(lines: list[Line], wanted: bool) -> None:
    reading = Reading.of(made(*lines))
    ids = numbers_of(reading)
    assert torn(reading, "member_id", ids) is wanted
