"""Cells of tables that hold two facts, or that were set so close that they had to be cut from one line."""

import pytest

from extractors import numbers
from extractors.gather import extract
from extractors.lines import rows
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import Line, document

WHY = "We denied it because it is a duplicate."
HEAD: list[Line] = [(60.0, 60.0, "Larkspur Health Plan"), (60.0, 80.0, "March 4, 2026"), (60.0, 100.0, "Dear Ms. Roe:")]


def _claims(made: Document) -> list[str]:
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, "eob_denial", fields)
    found = fields["claim_numbers"]
    assert isinstance(found, tuple)
    return [f.value for f in found]


TABLES: list[tuple[list[Line], list[str]]] = [
    # the claim over its provider in one cell; the copy's first claim is named in the note
    ([(40.0, 130.0, "Claim / provider"), (180.0, 130.0, "Date"), (260.0, 130.0, "Billed"), (330.0, 130.0, "Paid"), (400.0, 130.0, "Remark"),
      (40.0, 150.0, "5218811476200"), (180.0, 156.0, "06/30/2025"), (260.0, 156.0, "$248.00"), (330.0, 156.0, "$0.00"), (400.0, 156.0, "D18"),
      (40.0, 162.0, "Lake Bone Clinic"),
      (40.0, 200.0, "D18 This charge was already considered under claim 5190022817300."), (40.0, 230.0, WHY)], ["5218811476200"]),
    # one amount a row, the day in two lines that stand level with neither
    ([(40.0, 130.0, "Claim number"), (180.0, 130.0, "Date"), (260.0, 130.0, "Service"), (400.0, 130.0, "Amount"), (480.0, 130.0, "Code"),
      (180.0, 152.0, "March 6,"), (180.0, 164.0, "2025"), (40.0, 158.0, "Y069GAE20118"), (260.0, 158.0, "infusion"), (400.0, 158.0, "$9,874.00"), (480.0, 158.0, "EX28"),
      (180.0, 192.0, "April 3,"), (180.0, 204.0, "2025"), (40.0, 198.0, "Y101GAE44702"), (260.0, 198.0, "infusion"), (400.0, 198.0, "$9,874.00"), (480.0, 198.0, "EX28"),
      (40.0, 240.0, "Total denied: $19,748.00. We have denied the claims.")], ["Y069GAE20118", "Y101GAE44702"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), TABLES)
def test_claims_in_tables(lines: list[Line], wanted: list[str]) -> None:
    assert _claims(document(*HEAD, *lines)) == wanted


def test_a_patient_cut_from_a_line_is_read() -> None:
    """The patient's name and number stand so close under one label that both are one piece of the line."""
    made = document(
        *HEAD,
        *((40.0, 130.0, "Patient"), (190.0, 130.0, "ID"), (300.0, 130.0, "Claim"), (400.0, 130.0, "Charge"), (480.0, 130.0, "Paid")),
        *((40.0, 150.0, "VANDERSLOOT, EMERSON 000010441862"), (300.0, 150.0, "25073K1190073"), (400.0, 150.0, "$2,185.00"), (480.0, 150.0, "$0.00")),
        (40.0, 200.0, WHY),
    )  # fmt: skip
    reading = Reading.of(made)
    cells = [s for row in rows(reading.sheet, reading.lexicon) for cs in row.cells.values() for s in cs]
    assert all(0 <= reading.sheet.offset_of(s) < len(reading.sheet.text) for s in cells)
    assert extract(made).fields  # nothing breaks on the way
