"""Cells of tables that hold two facts, or that were set so close that they had to be cut from one line."""

import pytest

from extractors.base import segment_of
from extractors.gather import extract
from extractors.heads import column_field
from extractors.lexicon import lexicon
from extractors.reading import Reading
from pipeline.models.document import Document
from tests.extract.page import Line, asked, document, letter, value
from tests.extract.test_claims import claims

HEAD: list[Line] = [
    (60.0, 60.0, "Larkspur Health Plan"),
    (60.0, 80.0, "March 4, 2026"),
    (60.0, 100.0, "Dear Ms. Roe:"),
]


TABLES: list[tuple[list[Line], list[str]]] = [
    # one amount a row, the day in two lines that stand level with neither
    ([(40.0, 130.0, "Claim number"), (180.0, 130.0, "Date"), (260.0, 130.0, "Service"), (400.0, 130.0, "Amount"), (480.0, 130.0, "Code"),
      (180.0, 152.0, "March 6,"), (180.0, 164.0, "2025"), (40.0, 158.0, "Y069GAE20118"), (260.0, 158.0, "infusion"), (400.0, 158.0, "$9,874.00"), (480.0, 158.0, "EX28"),
      (180.0, 192.0, "April 3,"), (180.0, 204.0, "2025"), (40.0, 198.0, "Y101GAE44702"), (260.0, 198.0, "infusion"), (400.0, 198.0, "$9,874.00"), (480.0, 198.0, "EX28"),
      (40.0, 240.0, "Total denied: $19,748.00. We have denied the claims.")], ["Y069GAE20118", "Y101GAE44702"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), TABLES)
def test_claims_in_tables(lines: list[Line], wanted: list[str]) -> None:
    assert claims(document(*HEAD, *lines)) == wanted


def test_two_facts_in_one_cell() -> None:
    """ "Claim / provider" is one column, the claim's; other pairs are as they were."""
    assert column_field(lexicon(), "Claim / provider") == "claim"
    assert column_field(lexicon(), "Claim / paid") != "claim"  # an amount's column


def test_a_cell_cut_from_a_line_has_a_place() -> None:
    """The number behind a patient's name in the same piece of a line stands where its first word does."""
    sheet = Reading.of(document((40.0, 150.0, "VANDERSLOOT, EMERSON 000010441862"))).sheet
    part = segment_of(list(sheet.segments[0].words[2:]))
    assert sheet.text[sheet.offset_of(part) :].startswith("000010441862")
    assert sheet.block_of(part) is sheet.blocks[0]


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("The other one, 25078300917, came in May.", True),  # as long, and begins alike
        ("The other one, A7-11803, came in May.", False),  # of another make
    ],
)
def test_a_number_of_the_same_make_is_asked_about(line: str, asks: bool) -> None:
    made = letter(
        "Larkspur Health Plan",
        "March 4, 2026",
        "Member ID: ZVW 9104 77 215",
        "Claim number: 25071308844",
        "Dear Ms. Roe:",
        "We denied the charge of $1,986.50 since it is a duplicate.",
        line,
    )
    assert (
        any(why.startswith("another number of the same make") for why in asked(made, "claim_numbers")) is asks
    )


def test_a_value_of_two_lines_with_its_label_at_their_middle() -> None:
    made = document(
        (60.0, 60.0, "Anthem Blue Cross"), (60.0, 80.0, "March 4, 2026"), (60.0, 100.0, "We denied the therapy."),
        (60.0, 206.0, "Provider"), (160.0, 200.0, "Larkspur Protons Cancer"), (160.0, 212.0, "Therapy Center"),
        (60.0, 246.0, "Claim"), (160.0, 240.0, "260117-33881-"), (160.0, 252.0, "00"),
    )  # fmt: skip
    assert value(made, "provider") == "Larkspur Protons Cancer Therapy Center"
    assert claims(made) == ["260117-33881-00"]


def test_the_denied_row_names_the_patient() -> None:
    """A remittance for several patients: the letter is about the one whose line was denied."""
    heads = ["Patient", "Member ID", "Claim no", "Billed", "Allowed", "Denied", "Paid"]
    rows = [
        ["HEDLUND, ROSALIE", "TS8830217", "Q43180077621", "198.00", "121.40", "0.00", "121.40"],
        ["KOZAK, VERNON J", "TS8814490", "Q43180077688", "240.00", "0.00", "240.00", "0.00"],
    ]
    places = (20.0, 120.0, 190.0, 290.0, 370.0, 440.0, 520.0)
    lines = [
        (x, 150.0 + 16.0 * n, cell)
        for n, row in enumerate([heads, *rows])
        for x, cell in zip(places, row, strict=True)
    ]
    made = document((20.0, 60.0, "TRUSTMARK HEALTH BENEFITS"), (20.0, 90.0, "REMITTANCE ADVICE"), *lines)
    assert value(made, "member_name") == "KOZAK, VERNON J"


def table(claims: tuple[str, str], dates: str = "01/05/2026") -> Document:
    """A statement of two denied rows with these claims' numbers."""
    heads = ["Claim no", "Date of service", "Billed", "Allowed", "Not covered", "Paid"]
    rows = [[c, dates, "240.00", "0.00", "240.00", "0.00"] for c in claims]
    places = (20.0, 120.0, 290.0, 370.0, 440.0, 520.0)
    lines = [
        (x, 150.0 + 16.0 * n, cell)
        for n, row in enumerate([heads, *rows])
        for x, cell in zip(places, row, strict=True)
    ]
    return document((20.0, 60.0, "TRUSTMARK HEALTH BENEFITS"), (20.0, 90.0, "REMITTANCE ADVICE"), *lines)


def test_claims_of_unequal_length_are_asked_about() -> None:
    """A number broken over two rows of its column reads as two, one of them short."""
    why = "the numbers of the claims are of unequal length, as parts of one are"
    assert why in asked(table(("C43180", "Q43180077621")), "claim_numbers")
    assert why not in asked(table(("Q43180077688", "Q43180077621")), "claim_numbers")


def test_days_listed_in_one_cell_are_days_and_no_range() -> None:
    found = extract(table(("Q43180077688", "Q43180077688"), "01/05/2026, 01/12/2026")).fields["service_dates"]
    assert [list(d.value) for d in found] == [["2026-01-05"] * 2, ["2026-01-12"] * 2]  # type: ignore[union-attr]
