"""Which of several numbers competes for being the member's, and when the letter is asked about."""

import pytest

from extractors import choose, numbers
from extractors.doubts import doubts
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from pipeline.models.fields import Field
from tests.extract.page import Line, document, letter

NEEDED = "We denied the request for this service since it is not medically necessary."


def read(made: Document, kind: str = "initial_denial") -> tuple[str | None, set[str]]:
    """The member's number, and whether it is asked about."""
    reading, fields = Reading.of(made), Fields()
    choose.people(reading, kind, fields)
    numbers.identifiers(reading, kind, fields)
    found = fields.get("member_id")
    asked = doubts(reading, Field(value=kind, confidence=1.0), fields)
    return (found.value if isinstance(found, Field) else None), {d.field for d in asked} & {
        "member_id",
        "claim_numbers",
    }


SURE: list[tuple[list[str], str]] = [
    # the plan's own before a program's
    (["Enrollee Number: 74100836521", "CIN: KV58812Q", NEEDED], "74100836521"),
    (["Member number: SCO8820447-1", "MassHealth ID: 100044718827", NEEDED], "SCO8820447-1"),
    (["HAP ID: 7110 4482 06   Medicare no.: 4EG9-XX5-MK18", NEEDED], "7110 4482 06"),
    (["Member ID: H48827716", "Medicare Beneficiary Identifier: 1EG4-TE5-MK73", NEEDED], "H48827716"),
    # the patient's of a family's
    (["Subscriber ID: 48827716-00", "Patient ID: 48827716-02", NEEDED], "48827716-02"),
    (["Contract # 01449827-00", "Willa Brouwer (daughter, contract # 01449827-03)", NEEDED], "01449827-03"),
    (["Member ID: ABC123456789-01 (patient)", "Subscriber ID: ABC123456789", NEEDED], "ABC123456789-01"),
    # what is no person's, or the person's with somebody else
    (["Employee ID: 00447120   Member ID: W2218 40931", NEEDED], "W2218 40931"),
    (["Former member ID: 7718 40931", "Member ID: W2218 40931", NEEDED], "W2218 40931"),
    (["Cigna ID U81220947 01 / Account 3344120", NEEDED], "U81220947 01"),
    (["Member ID: U9920 4471 803", "Exchange ID: 0014477102", NEEDED], "U9920 4471 803"),
    (["ID NO: XCU 904 556 137", "OPER ID TLB4", NEEDED], "XCU 904 556 137"),
    (["Member ID: 10448833W", "Our customer: Grady Health System Employee Health Benefit Plan (76-412288)", NEEDED], "10448833W"),
    # a policy for a short term is a person's
    (["Subject: Short Term Medical Policy 084-551-77210, issued March 15, 2025", NEEDED], "084-551-77210"),
]  # fmt: skip
ASKED: list[tuple[list[str], str]] = [
    (
        ["Medicaid (CIN) no.: TB40917X", "Plan ID: V70031865", NEEDED],
        "V70031865",
    ),  # the program's stands first
    (["Member ID: **** 4417", NEEDED], "4417"),  # masked
    (["CIN: TB40917X", "Medicaid number: 70031865211", NEEDED], "70031865211"),  # two of programs
    (["Member ID: 74100836521", "Member ID: 88100836599", NEEDED], "74100836521"),  # two of one kind
]


@pytest.mark.parametrize(("lines", "wanted"), SURE)
def test_what_does_not_compete(lines: list[str], wanted: str) -> None:
    assert read(letter(*lines)) == (wanted, set())


@pytest.mark.parametrize(("lines", "wanted"), ASKED)
def test_what_competes(lines: list[str], wanted: str) -> None:
    found, asked = read(letter(*lines))
    assert asked == {"member_id"}, found


def test_a_number_in_two_lines_of_a_narrow_cell_is_whole() -> None:
    cells: tuple[Line, ...] = (
        (60, 60, "Card ID"),
        (140, 60, "MM4 0077 1925"),
        (140, 71, "01"),
        (60, 100, "Group no."),
        (140, 100, "228840"),
    )
    assert read(document(*cells, (60, 200, NEEDED))) == ("MM4 0077 1925 01", set())


def test_a_form_has_no_member() -> None:
    form = "Fill this out and send it to us. Form QA00114 (0825)"
    assert read(letter(form), "not_a_denial") == (None, set())
    assert read(letter(form), "initial_denial")[1] == {"member_id"}  # a denial is somebody's
    left = "Registro CCF 0188-0042"  # a number that nobody explains may be the member's
    assert read(letter(form, left), "not_a_denial")[1] == {"member_id"}


def test_numbers_of_no_claim_are_not_asked_about() -> None:
    lines = (
        "Member ID: U9920 4471 803",
        "Request number: HU25-0093317",
        NEEDED,
        "Mail to 455 E 900 S, Salt Lake City. V1.0.2026",
    )
    assert read(letter(*lines))[1] == set()


OTHERS: list[tuple[str, bool]] = [
    ("The claim of the physicians for the same day (E 5730 9001 114, $740.00) was already paid.", False),
    ("Your other claim of the same day, E 5730 9001 114, $740.00, was denied as well.", True),
]


@pytest.mark.parametrize(("text", "both"), OTHERS)
def test_a_claim_in_passing(text: str, both: bool) -> None:
    made = letter(
        "Member no. ZVW 9104 77 215",
        "Claim number E 5730 8812 600",
        "We denied the charge of $1,986.50.",
        text,
    )
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, "initial_denial", fields)
    claims = fields["claim_numbers"]
    assert isinstance(claims, tuple)
    found = [c.value for c in claims]
    asked = {d.field for d in doubts(reading, Field(value="initial_denial", confidence=1.0), fields)}
    if both:
        assert "E 5730 9001 114" in found or "claim_numbers" in asked
    else:
        assert found == ["E 5730 8812 600"] and "claim_numbers" not in asked


GUESSED = [  # few words speak for it, and nothing for another
    (["His plan was issued before 2010, and his number with us, 0047-31168-03, tells our staff who he is."], "0047-31168-03"),
    (["You are enrolled in the health plan under No. 55280417."], "55280417"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), GUESSED)
def test_a_number_that_only_words_speak_for(lines: list[str], wanted: str) -> None:
    assert read(letter(*lines, NEEDED))[0] == wanted
