"""A letter on a bill that names no claim: which numbers may be the claim's and are asked about, and which are not."""

import pytest

from extractors import doubts, numbers
from extractors.mentions import mentions
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from pipeline.models.fields import Field
from tests.extract.page import document, letter

MEMBER = "Member ID: W2218 40931"
BILL = "We received the bill of Riverton Clinic. The charge of $412.00 is not paid since the service is not covered."
NO_NUMBER = ("speaks of a bill", "not sure that these are")  # asked of a bill without any number
CLAIM = "Your claim for the care of March 2 was denied because the service is not covered by your plan."
REQUEST = (
    "Your doctor asked us to approve an MRI. We denied the request because it is not medically necessary."
)


def read(made: Document, kind: str) -> tuple[list[object], bool]:
    """The claims that were found, and whether a person is asked about them."""
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, kind, fields)
    asked = doubts.doubts(reading, Field(value=kind, confidence=1.0), fields)
    claims = fields["claim_numbers"]
    assert isinstance(claims, tuple)
    told = (d.why for d in asked if d.field == "claim_numbers")
    return [c.value for c in claims], any(not any(x in why for x in NO_NUMBER) for why in told)


@pytest.mark.parametrize(
    ("line", "body", "kind", "asked"),
    [
        ("Item no.: 26-1041-77182", BILL, "initial_denial", True),  # a word that no list has
        ("Document ID: 26-1041-77182", BILL, "initial_denial", True),  # mostly the print-out's, here perhaps not
        ("Statement number: 26-1041-77182", BILL, "eob_denial", True),  # the same
        ("Reference: 26-1041-77182", BILL, "initial_denial", True),  # says nothing of what is numbered
        ("Our file 26-1041-77182", BILL, "initial_denial", True),  # the same
        ("Case: 26-1041-77182", CLAIM, "initial_denial", True),  # without an amount, but a claim was denied
        ("Encounter ID: 26-1041-77182", BILL, "initial_denial", True),  # an "ID" is not always a person's
        ("Payment request no. 26-1041-77182", BILL, "initial_denial", True),  # to ask for payment is to claim
        ("Serial no. 26-1041-77182", BILL, "final_internal_denial", True),  # no appeal's number
        ("Claim ticket: 26-1041-77182", REQUEST, "initial_denial", True),  # a reference's label that begins with a claim
        ("Claim notice no. 26-1041-77182", REQUEST, "initial_denial", True),  # the same
        ("Claims phone: 26-1041-77182", REQUEST, "initial_denial", False),  # and yet is another's
        ("Reference: 26-1041-77182", BILL, "final_internal_denial", False),  # an appeal has a number of its own
        ("Authorization: 26-1041-77182", BILL, "initial_denial", False),  # a request's
        ("Reference: UM-26-1041-77182", BILL, "initial_denial", False),  # a request's by its first letters
        ("Appeal no. 26-1041-77182", BILL, "initial_denial", False),  # an appeal's
        ("Provider NPI 1093847725", BILL, "initial_denial", False),  # somebody else's
        ("Check no. 26104177182", BILL, "initial_denial", False),  # a check's
        ("Patient account 26-1041-77182", BILL, "initial_denial", False),  # the hospital's
        ("Form H4875-016-77182", BILL, "initial_denial", False),  # a form's
        ("Reference: 26-1041-77182", REQUEST, "initial_denial", False),  # nothing was billed
    ],
)  # fmt: skip
def test_an_unnamed_number_in_a_letter_on_a_bill(line: str, body: str, kind: str, asked: bool) -> None:
    assert read(letter(MEMBER, line, body), kind) == ([], asked)


def test_cells_of_a_grid_are_labelled_from_the_left_and_from_above() -> None:
    heads = [(60.0, 80.0, "Member ID"), (200.0, 80.0, "Slip"), (340.0, 80.0, "Group")]
    values = [(60.0, 94.0, "W2218 40931"), (200.0, 94.0, "26-1041-77182"), (340.0, 94.0, "44718")]
    assert read(document(*heads, *values, (60, 160, BILL)), "initial_denial") == ([], True)
    heads[1] = (200.0, 80.0, "Request")
    assert read(document(*heads, *values, (60, 160, BILL)), "initial_denial") == ([], False)


@pytest.mark.parametrize(
    "shape",
    [
        "25-06-19-0442",  # begins like a day
        "2026-03-14-0042",  # the same, by ISO
        "03/14/26-0042",  # the same, by slashes
        "26.03.14.0042",  # the same, by points
        "14MAR26-0042",  # the same, with its month's name
        "3-14-2026-7",  # a day and one figure more
        "610-447-2218-00",  # begins like a telephone number
        "800-443-1907",  # is made like one
        "25244-1187-03",  # begins like a ZIP code, under a word with a capital
        "26–0314–0042",  # dashes of a typesetter
    ],
)  # fmt: skip
def test_a_claims_number_that_is_made_like_something_else(shape: str) -> None:
    assert read(letter(MEMBER, f"Claim number: {shape}", BILL), "initial_denial") == ([shape], False)
    grid = document(
        (60, 80, "Member ID"), (200, 80, "Claim number"), (60, 94, "W2218 40931"), (200, 94, shape), (60, 160, BILL)
    )  # fmt: skip
    assert read(grid, "initial_denial")[0] == [shape]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("seen 01/05/26-01/09/26.", 1),  # a range
        ("seen 1/5/26-1/9 at home", 1),  # a range in short
        ("on 2026-03-14.", 1),  # the end of a sentence
        ("no. 25-06-19-0442", 0),  # a number
        ("no. 2026/03/14/0042", 0),  # a number
    ],
)
def test_days_that_go_on_are_none(text: str, days: int) -> None:
    assert len(mentions(text).dates) == days


@pytest.mark.parametrize("printed", ["12,345,678", "May-2026-0042"])
def test_what_cannot_be_read_behind_a_claims_label_is_asked_about(printed: str) -> None:
    assert read(letter(MEMBER, f"Claim number: {printed}", BILL), "initial_denial") == ([], True)


ACKNOWLEDGED = (
    "We received your appeal of June 1. A doctor will look at it. You will hear from us by July 31."
)


@pytest.mark.parametrize("label", ["DCN", "ICN", "Document no.", "Encounter"])
def test_a_number_that_offices_file_by_where_no_bill_is_spoken_of_is_asked_about(label: str) -> None:
    found, asked = read(letter(MEMBER, f"{label} 0062294418", ACKNOWLEDGED), "not_a_denial")
    assert asked
    assert found == ["0062294418"]


def test_missouris_medicaid_calls_its_members_by_a_dcn() -> None:
    reading, fields = Reading.of(letter("MO HealthNet Division", "DCN 0062294418", ACKNOWLEDGED)), Fields()
    numbers.identifiers(reading, "not_a_denial", fields)
    member = fields["member_id"]
    assert isinstance(member, Field)
    assert (member.value, fields["claim_numbers"]) == ("0062294418", ())


def test_a_letter_on_a_case_has_a_member() -> None:
    """A form names nobody; a letter with the number of an appeal is about somebody, whose number was not found."""
    for lines, asked in ((["Our number: AG-25-118830", ACKNOWLEDGED], True), (["Send us this form."], False)):
        reading, fields = Reading.of(letter(*lines)), Fields()
        numbers.identifiers(reading, "not_a_denial", fields)
        found = doubts.doubts(reading, Field(value="not_a_denial", confidence=1.0), fields)
        assert any(d.field == "member_id" for d in found) is asked


@pytest.mark.parametrize(
    ("printed", "member", "asked"),
    [
        ("Member ID: W2218 40931 — 02 (spouse)", "W2218 40931 — 02", False),  # a dash of a typesetter
        ("Member ID: W2218 40931 · 02", "W2218 40931", True),  # a sign that may part or join
        ("Member ID: W2218 40931:02", "W2218 40931", True),  # the same
        ("Member ID: W2218 40931~02", "W2218 40931", True),  # the same
        ("Member ID: W2218 40931 [02]", "W2218 40931", True),  # brackets
        ("Member ID: W2218 40931 / A1", "W2218 40931", True),  # a letter and a digit
        ("Member ID: W2218 40931 suffix 02", "W2218 40931", False),  # labelled by itself
        ("Member ID: 2218 4093 l", "2218 4093", True),  # an l for a 1
        ("Member ID: ...0931", "0931", True),  # its end alone
        ("Member ID: W2218 40931 F", "W2218 40931 F", True),  # the person's sex, perhaps
        ("Member ID: PPO W2218 40931", "PPO W2218 40931", True),  # a product's name, perhaps
        ("Member ID: XYZ- W2218 40931", "W2218 40931", True),  # letters set apart
        ("Your Medica ID / appeal file 3910774402 / 25-APP-118804", "3910774402", False),  # two labels, two values
        ("Member ID / Claim: W2218 40931 / 26-1041-77182", "W2218 40931", False),  # the same
    ],
)  # fmt: skip
def test_where_a_members_number_ends(printed: str, member: str, asked: bool) -> None:
    reading, fields = Reading.of(letter(printed, BILL)), Fields()
    numbers.identifiers(reading, "initial_denial", fields)
    found = fields["member_id"]
    assert isinstance(found, Field)
    assert found.value == member
    assert (reading.features["member_id"]["suffix"] > 0) is asked


def cells(heads: list[str], values: list[str], slope: float) -> Document:
    """Labels at the left, each with its value to the right and `slope` points lower."""
    left = [(60.0, 80 + 14.0 * i, text) for i, text in enumerate(heads)]
    right = [(200.0, 80 + slope + 14.0 * i, text) for i, text in enumerate(values)]
    return document(*left, *right, (60, 200, BILL))


@pytest.mark.parametrize("slope", [0.0, 3.0, 6.0])
def test_numbers_under_each_other_are_not_one(slope: float) -> None:
    made = cells(["Member ID", "Claim number", "Group"], ["2218409310", "2604117718", "0044718001"], slope)
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, "initial_denial", fields)
    member, claims = fields["member_id"], fields["claim_numbers"]
    assert isinstance(member, Field)
    assert isinstance(claims, tuple)
    assert (member.value, [c.value for c in claims]) == ("2218409310", ["2604117718"])


def test_values_over_their_labels_and_glosses_behind() -> None:
    grid = [(60.0, 80.0, "2218409310"), (220.0, 80.0, "2604117718"), (380.0, 80.0, "0044718001")]
    grid += [(60.0, 91.0, "Member ID"), (220.0, 91.0, "Claim number"), (380.0, 91.0, "Group")]
    assert read(document(*grid, (60, 160, BILL)), "initial_denial")[0] == ["2604117718"]
    lines = ["2609900142 (Reference)", "2218409310 (Member ID)", "2604117718 (Claim number)"]
    made = document(*((60.0, 80 + 14.0 * i, text) for i, text in enumerate(lines)), (60, 160, BILL))
    assert read(made, "initial_denial")[0] == ["2604117718"]
