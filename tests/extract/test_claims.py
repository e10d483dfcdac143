"""Which claims were denied: told by tables of every build, by the word beside a number, and by sentences."""

import pytest

from extractors import numbers, procedures, reasoncodes
from extractors.amounts import amount_denied
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import Line, asked, document, letter

BODY = "We denied it because it is not medically necessary."


def claims(made: Document) -> list[str]:
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, "eob_denial", fields)
    found = fields["claim_numbers"]
    assert isinstance(found, tuple)
    return [f.value for f in found]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["We paid claim A26-001. We denied claim B26-002 because it is a duplicate."], ["B26-002"]),
        (["Here is how we processed claim A26-001 from Lake Laboratory. It is not covered."], ["A26-001"]),  # this one
        (["Claims A26-001 and B26-002 were denied; claim C26-003 was paid."], ["A26-001", "B26-002"]),
        (["Claim A26-001 – paid", "Claim B26-002 – denied"], ["B26-002"]),  # a list
        (["Claim: A26-001   Status: Paid", "Claim: B26-002   Status: Denied"], ["B26-002"]),  # pairs in a line
        (["Claim A26-001 is denied as a duplicate of claim C26-003, which was paid."], ["A26-001"]),
        (["We denied claim A26-001. Your other claim, C26-003, is still being processed."], ["A26-001"]),
        (["Claim A26-001 was denied. It had been sent before under number C26-003."], ["A26-001"]),
        (["On appeal we will pay claim A26-001 but we uphold the denial of claim B26-002."], ["B26-002"]),
        (["We have reversed our decision on claim A26-001. Claim B26-002 remains denied."], ["B26-002"]),
        (["Claim number: A26-001", "Prior claim number: A25-999"], ["A26-001"]),  # labelled as another
        (["Appeal: 2025-AX-66117 Original claim: 250611-00874-MH"], ["250611-00874-MH"]),  # what was appealed
        (["Claim number: 2506110087411", "Original claim: 250611-00874-MH"], ["2506110087411"]),  # but beside its own
        (["Claim numbers 20260412-0001 (denied $100.00) and 20260412-0002 (paid $200.00)"], ["20260412-0001"]),
        (["Claim ID: EX8KQ4T7N00", "DCN: 250528B0093316"], ["EX8KQ4T7N00"]),  # the paper's number beside the claim's
        (["DCN: 250528B0093316"], ["250528B0093316"]),  # which is all that some offices print
        # what a sentence says before a list holds for all of it: nothing here was refused that was not paid
        (["Those which we have paid are claim A26-001 and claim B26-002, in all $18,206.40."], []),
        (["We denied claim A26-001 and claim B26-002 because the coverage had ended."], ["A26-001", "B26-002"]),
        # a line of amounts under each claim
        (["Claim A26-001 · Mercy Ambulance · 11/14/2025", "Billed $1,420.00 — Plan paid $1,320.00 — Your copay $100.00",
          "Claim B26-002 · Mercy Hospital · 11/14/2025", "Billed $884.00 — Plan paid $0.00 — Your responsibility $884.00"], ["B26-002"]),
        (["Claim A26-001 — Mercy Rheumatology", "99204 new visit charged 410.00 paid 181.30 you pay 20.14 [N1]",
          "Claim B26-002 — Mercy Rheumatology", "0232T injection charged 975.00 paid 0.00 you pay 975.00 [X4]"], ["B26-002"]),
        (["Claim A26-001: charge $100.00, not covered $0.00, we paid $100.00",
          "Claim B26-002: charge $900.00, not covered $900.00, we paid $0.00"], ["B26-002"]),
        (["Claim A26-001. Amount paid: $80.00", "Claim B26-002. Amount paid: NONE"], ["B26-002"]),
        (["Claim A26-001 is denied. The charges were considered under claim C26-003 in May."], ["A26-001"]),
        (["Claim A26-001 is denied. Less recovery of an overpayment, claim C26-003."], ["A26-001"]),
        (["Claim A26-001 is denied.", 'Example: "You denied my MRI (claim 12345678901) and I appeal."'], ["A26-001"]),  # how to write
        (["The Panel considered claim A26-001, submitted by Plains Air."], ["A26-001"]),  # and not another under it
        (["You asked that claim A26-001 of Brandon Hospital be paid as emergency care."], ["A26-001"]),  # it was not
        (["Claims not yet paid are denied, among them claim A26-001 of Lake Clinic."], ["A26-001"]),
        # what is said of one of two in a sentence
        (["Claim B26-002 is not payable. Claim A26-001 was processed at the contracted rate."], ["B26-002"]),
        (["Your claim B26-002 cannot be paid. You will receive payment for claim A26-001 separately."], ["B26-002"]),
        (["We are unable to approve claim B26-002, though claim A26-001 has been approved."], ["B26-002"]),
        (["We overturned the denial of claim A26-001. The denial of claim B26-002 stands."], ["B26-002"]),
        (["Claim B26-002 repeats claim A26-001, already considered, and so is denied."], ["B26-002"]),
        (["Claim B26-002 is denied because it duplicates claim number A26-001."], ["B26-002"]),
        (["Claim A26-001: payment of $300.00 issued. Claim B26-002: no payment."], ["B26-002"]),
        (["We could not change how claim B26-002 was settled on May 3."], ["B26-002"]),  # settled is not paid
        (["Claim A26-001 (original)  denied", "Claim A26-002 (adjusted)  denied"], ["A26-002"]),  # decided anew
    ],
)  # fmt: skip
def test_sentences_that_decide(lines: list[str], wanted: list[str]) -> None:
    assert claims(letter("Member ID: XYZ123456789", *lines, BODY)) == wanted


def table(heads: list[tuple[float, str]], *rows: str | list[str]) -> Document:
    lines: list[Line] = [(60, 60, "Explanation of Benefits"), (60, 90, "Member ID: XYZ123456789")]
    lines += [(x, 120 + 12 * i, part) for x, text in heads for i, part in enumerate(text.split("|"))]
    for i, row in enumerate(rows):
        top = 160.0 + 20 * i
        if isinstance(row, str):
            lines.append((60, top, row))
        else:
            lines += [(x, top, cell) for (x, _), cell in zip(heads, row, strict=True) if cell]
    return document(*lines)


WIDE = [
    (60.0, "Service"),
    (210.0, "Date"),
    (300.0, "Billed"),
    (370.0, "Allowed"),
    (440.0, "Not|covered"),
    (530.0, "Paid"),
]
PAID = ["Office visit", "02/03/2026", "$100.00", "$80.00", "$0.00", "$80.00"]
DENIED = ["MRI lumbar", "02/04/2026", "$900.00", "$0.00", "$900.00", "$0.00"]


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (table(WIDE, "Claim A26-001", PAID, "Claim B26-002", DENIED), ["B26-002"]),  # a claim over its rows
        (table(WIDE, PAID, "Claim A26-001", DENIED, "Claim B26-002"), ["B26-002"]),  # under them
        (
            table([(60, "Claim"), (200, "Provider"), (340, "Billed"), (430, "Status")],
                  ["A26-001", "Dr. Ana Rivera", "$100.00", "Paid"], ["B26-002", "Mercy Hospital", "$900.00", "Denied"]),
            ["B26-002"],
        ),  # a word for the outcome
        (
            table([(60, "Claim no."), (200, "Date of service"), (340, "Decision")],
                  ["A26-001", "02/03/2026", "Overturned"], ["B26-002", "02/03/2026", "Upheld"]),
            ["B26-002"],
        ),  # without amounts
        (
            table([(60, "Claim"), (200, "Charge"), (340, "Plan paid"), (430, "Reason")],
                  ["A26-001", "$100.00", "$80.00", "D1"], ["B26-002", "$900.00", "$0.00", "N4"],
                  "D1 Plan discount applied.", "N4 This service is not covered."),
            ["B26-002"],
        ),  # codes with a legend
        (
            table([(60, "Claim"), (200, "Line"), (340, "Charge"), (430, "Denied")],
                  ["A26-001", "1", "$100.00", "$100.00"], ["", "2", "$50.00", "$50.00"], ["B26-002", "1", "$900.00", "$0.00"]),
            ["A26-001"],
        ),  # the claim stands in its first row alone
        (
            table([(60, "Claim"), (200, "Cargo / Charge"), (340, "Aprobado / Approved"), (480, "Pagado / Paid")],
                  ["A26-001", "$100.00", "$80.00", "$80.00"], ["B26-002", "$900.00", "$0.00", "$0.00"]),
            ["B26-002"],
        ),  # in two languages
        (
            table([(60, "Claim"), (160, "Charge"), (240, "Member rate"), (350, "Pending or|not payable"), (470, "Plan's|share")],
                  ["A26-001", "$100.00", "$80.00", "", "$80.00"], ["B26-002", "$900.00", "", "$900.00", "$0.00"]),
            ["B26-002"],
        ),  # labels of a plan's own, and cells left empty
        (
            table([(60, "Claim"), (200, "Charge"), (340, "Not covered"), (430, "Paid")],
                  ["A26-001", "-$100.00", "-$100.00", "$0.00"], ["B26-002", "$900.00", "$900.00", "$0.00"]),
            ["B26-002"],
        ),  # a row that takes back an earlier one
        (
            table([(60, "Claim"), (160, "Billed"), (230, "Allowed"), (300, "Paid"), (370, "Adj Grp-Rsn"), (490, "Status")],
                  ["A26-001", "140.00", "81.60", "81.60", "CO-45 58.40", "PAID"], ["B26-002", "385.00", "0.00", "0.00", "CO-16 385.00", "DENIED"]),
            ["B26-002"],
        ),  # an amount beside its code is no column's
        (
            table([(60, "Claim"), (160, "Provider"), (300, "Billed"), (370, "Allowed"), (440, "Paid now"), (530, "You owe")],
                  ["A26-001 (original)", "Mercy", "$900.00", "$0.00", "$0.00", "$0.00"], ["A26-002 (adjusted)", "Mercy", "$900.00", "$0.00", "$0.00", "$900.00"]),
            ["A26-002"],
        ),  # the statement replaces an earlier one
        (
            table([(60, "Reference #"), (200, "Provider"), (340, "Billed"), (430, "Paid")],
                  ["7542523190881", "Mercy", "$100.00", "$80.00"], ["7542523190904", "Mercy", "$900.00", "$0.00"]),
            ["7542523190904"],
        ),  # a line's reference is its claim
        (
            table([(60, "Fund claim no."), (200, "Type"), (340, "Submitted"), (430, "Fund paid")],
                  ["WF-25-061140", "Visit", "390.00", "211.00"], ["WF-25-061152", "Surgery", "8,760.00", "0.00"]),
            ["WF-25-061152"],
        ),  # a plan's word before "claim"
        (
            table([(60, "Claim"), (200, "Rev"), (340, "Charges"), (430, "Paid")],
                  ["26P0410077182 0120 room", "", "7,140.00", "0.00"], ["26P0410077182 0300 lab", "", "1,022.00", "0.00"], ["26P0380061904 0450 ER", "", "2,204.00", "861.30"]),
            ["26P0410077182"],
        ),  # the next cell was set close to the claim's
        (
            table([(60, "Claim"), (200, "Provider"), (340, "Billed"), (430, "Denied")],
                  ["A26-001", "Mercy", "$310.00", "$310.00"], "DU1: Duplicate of a charge already paid, see claim C26-00633.", "Less recovery of overpayment, claim D26-00489"),
            ["A26-001"],
        ),  # claims that the table does not list
        (
            table([(60, "Claim"), (200, "Service"), (340, "Billed"), (430, "Denied"), (510, "Paid")],
                  ["2520700441-01", "Visit", "$148.00", "$0.00", "$82.00"], ["2520911806-01", "Visit", "$148.00", "$148.00", "$0.00"],
                  ["2520911806-02", "Therapy", "$162.00", "$162.00", "$0.00"], "Patient responsibility: $50.00 for claim 2520700441."),
            ["2520911806"],
        ),  # what follows the hyphen counts the lines of a claim
        (
            table([(60, "Claim"), (200, "Service"), (340, "Billed"), (430, "Denied"), (510, "Paid")],
                  ["2520911806-01", "Visit", "$148.00", "$148.00", "$0.00"], ["2520911806-02", "Therapy", "$162.00", "$162.00", "$0.00"]),
            ["2520911806-01", "2520911806-02"],
        ),  # nothing says so
        (
            table([(60, "Date"), (200, "Service"), (340, "Charged"), (430, "Disallowed"), (510, "Paid")],
                  "Claim T353TXP11820", ["08/05/2025", "Hospital bed", "$185.00", "$185.00", "$0.00"],
                  "Claim T353TXP11977", ["12/11/2025", "CPAP device", "$210.00", "$0.00", "$103.68"],
                  ["Summary", "", "Charged", "Disallowed", "Paid"], ["Renteria", "", "$185.00", "$185.00", "$0.00"]),
            ["T353TXP11820"],
        ),  # a table that sums up others
    ],
)  # fmt: skip
def test_tables_that_decide(made: Document, wanted: list[str]) -> None:
    assert claims(made) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The charge ($640.00) is not covered.", "640.00"),  # brackets take nothing away
        ("Of the $5,000.00 billed, $3,200.00 was denied.", "3200.00"),  # two amounts
        ("Billed $640.00, allowed $400.00, paid $320.00, not covered $240.00", "240.00"),  # a line of them
        ("Your bill of $640.00 will not be paid.", "640.00"),
        ("The plan paid $2,500.00, and $3,480.00 was left with you.", "3480.00"),
        ("AMOUNT BILLED.....: 1,240.00", "1240.00"),  # no sign for dollars
        ("The Plan at Section 9.14 does not pay for it.", None),  # a number of a section
        ("There is a $25.00 filing fee.", None),
        ("The fee is $25, not to exceed $75 in one plan year.", None),
        ("The amount in dispute must be at least $200.00.", None),  # a limit of the law
        ("Your deductible is $500 and your copay is $40.", None),
        (
            "The clinic billed two moles ($486.00, paid) and a visit with charges of $262.00.",
            "262.00",
        ),  # what was paid
    ],
)
def test_amounts_in_sentences(text: str, wanted: str | None) -> None:
    found = amount_denied(Reading.of(letter("Member ID: XYZ123456789", text, BODY)))
    assert (found.value if found else None) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Service: bronchoscopy with biopsy, 31625", ["31625"]),  # at the end of a cell
        ("Upper eyelid surgery (blepharoplasty) 15823-50", ["15823"]),  # a modifier
        ("Second opinion, 99205 x1 and 99215 x6", ["99205", "99215"]),  # units
        ("We denied 81455; 81445 is covered.", ["81455"]),  # the other one is not in question
        ("Code 31237 is a column 2 code to 31267.", ["31237"]),  # what it is part of
        ("ICD-10-PCS 0SRD0J9", ["0SRD0J9"]),
        ("Write to P.O. Box 72148, Dallas, TX 75372.", []),
        ("Service units: 09999", []),  # no range of codes
    ],
)
def test_procedures_that_were_refused(text: str, wanted: list[str]) -> None:
    reading = Reading.of(letter("Member ID: XYZ123456789", text, BODY))
    found = procedures.procedures(reading.sheet, reading.lexicon, reading.found, frozenset())
    assert list(dict.fromkeys(c.text for c in found)) == wanted


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["☐ D01 Not equipment", "☑ D09 No approval was asked for", "☐ D12 Price reached"], ["D09"]),  # boxes
        (["( ) 03 Trial of another drug", "(X) 04 Information is missing"], ["04"]),  # typed boxes
        (["Messages on this claim", "DU3 We already considered this same service."], ["DU3"]),  # a heading
        (["Not covered (note O1)", "O1. This facility isn't in your network."], ["O1"]),  # a note
        (["Status F2 – Finalized/Denial", "Remark code MA04"], ["MA04"]),  # how far the claim is
        (["Claim Adjustment Reason Code (CARC) 50"], ["50"]),
    ],
)
def test_codes_that_say_why(lines: list[str], wanted: list[str]) -> None:
    made = document(*((60.0, 60.0 + 13 * i, text) for i, text in enumerate(lines)), (60, 300, BODY))
    reading = Reading.of(made)
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert [c.text for c in found] == wanted


LABELS = [
    "Clm. Ref.",  # abbreviated
    "Bill ID",  # another word for it
    "Claim Cntl #",
    "CCN",
    "Claim ID/Seq",  # with its line
    "Pharmacy claim ref",
    "Reclamo #",  # Spanish
    "ID de reclamo",
    "Claim/EOB no.",  # two meanings
    "Claim(s) at issue",
    "Claim being appealed",
    "Payer Claim Control Number",
    "DCN (claim)",
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("number", ["2601194412", "C26.0417.88", "26/0417/88", "EK1234567 00"])
def test_claim_numbers_under_every_label(label: str, number: str) -> None:
    ending = (60.0, 200.0, "We denied the claim. The charge was $1,240.00.")
    for made in (
        letter("Member ID: XYZ123456789", f"{label}: {number}", ending[2]),  # in one line
        document(
            (60, 60, "Member ID"), (220, 60, "XYZ123456789"), (60, 74, label), (220, 74, number), ending
        ),
        document(
            (60, 60, "Member ID"), (220, 60, label), (60, 74, "XYZ123456789"), (220, 74, number), ending
        ),
    ):
        assert claims(made) == [number]


def test_a_number_set_close_to_the_next_column_is_read() -> None:
    """The name behind the first claim stands under two columns and touches the number; the number is the claim's."""
    heads: list[Line] = [(54, 150, "Claim"), (127, 150, "Patient / provider"), (243, 150, "Date"), (402, 150, "Billed"), (452, 150, "Denied"), (507, 150, "Paid")]  # fmt: skip
    rows: list[Line] = [
        (54, 181, "250722801193 Greene Valley"), (243, 181, "07/08/2025"), (403, 181, "$4,480.00"), (452, 181, "$4,480.00"), (507, 181, "$0.00"),
        (54, 221, "250722801207 Andrew Tipton"), (243, 221, "07/08/2025"), (403, 221, "$1,125.00"), (452, 221, "$1,125.00"), (507, 221, "$0.00"),
    ]  # fmt: skip
    made = document((60, 60, "Member ID: XYZ123456789"), *heads, *rows, (60, 300, BODY))
    assert claims(made) == ["250722801193", "250722801207"]


def test_a_row_that_was_denied_without_a_claim_of_its_own_is_asked_about() -> None:
    rows = ("Claim A26-004417 for the visit", PAID)
    made = table(WIDE, DENIED, *rows)
    assert claims(made) == ["A26-004417"]
    assert "a row of the table was denied for which no claim's number was found" in asked(
        made, "claim_numbers"
    )


def test_a_claim_number_that_begins_in_the_line_above_is_whole() -> None:
    """A cell too narrow for its number, set to its middle: only the second line stands level with the row."""
    heads: list[Line] = [(54, 150, "Claim"), (160, 150, "Service"), (300, 150, "Billed"), (380, 150, "Not covered"), (480, 150, "Paid")]  # fmt: skip
    row: list[Line] = [(62, 170, "M24-"), (54, 181, "8827104"), (160, 181, "Colonoscopy"), (300, 181, "$4,715.20"), (380, 181, "$4,715.20"), (480, 181, "$0.00")]  # fmt: skip
    made = document((60, 60, "Member ID: XYZ123456789"), *heads, *row, (60, 300, BODY))
    assert claims(made) == ["M24-8827104"]
