"""Of tables with lines of several fates, what belongs to the refused ones: amount, codes, diagnoses, provider."""

from decimal import Decimal

import pytest

from extractors import fill
from extractors.legend import explanation, share_only
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import Line, document, letter, reading_of


def grid(places: list[float], *rows: list[str], after: tuple[str, ...] = (), gap: float = 6.0) -> Document:
    """A table whose cells may have several lines (`|`); what follows it stands below, line by line."""
    lines: list[Line] = [
        (60, 40, "Explanation of Benefits"),
        (60, 60, "Member ID: XYZ123456789"),
        (60, 80, "Claim number: PE260774110"),
    ]
    top = 120.0
    for cells in rows:
        parts = [c.split("|") for c in cells]
        lines += [
            (x, top + 12 * i, t) for x, p in zip(places, parts, strict=True) for i, t in enumerate(p) if t
        ]
        top += 12 * max(len(p) for p in parts) + gap
    lines += [(60, top + 20 + 24 * i, text) for i, text in enumerate(after)]
    return document(*lines)


def read(made: Document) -> dict[str, list[str]]:
    reading, fields = Reading.of(made), Fields()
    fill.charges(reading, "eob_denial", fields)
    return {
        name: [str(f.value) for f in (found if isinstance(found, tuple) else (found,))]
        for name, found in fields.items()
    }


PLACES = [60.0, 140.0, 290.0, 350.0, 410.0, 480.0]
HEAD = ["Date", "Service", "Billed", "Paid", "You owe", "Note"]
GOOD = ["02/03/2026", "99213 Office visit", "$200.00", "$80.00", "$20.00", "C1"]


@pytest.mark.parametrize(
    ("bad", "notes", "amount", "procedures", "codes"),
    [
        # the member owes nothing of what was refused: the contract bars the bill
        (["02/03/2026", "25605 Fracture care", "$900.00", "$0.00", "$0.00", "T9"],
         ("C1 Your copayment has been applied.", "T9 The charge was not sent to us within 180 days. The claim is denied and the provider may not bill you."), "900.00", ["25605"], ["T9"]),
        (["02/03/2026", "25605 Fracture care", "$900.00", "$0.00", "$0.00", "T9"],
         ("C1 Your copayment has been applied.", "T9 - Received past the filing limit; no payment is due."), "900.00", ["25605"], ["T9"]),
        (["02/03/2026", "25605 Fracture care", "$900.00", "$0.00", "$900.00", "T9"],
         ("C1 - Contract adjustment. You are not responsible for this amount.", "T9 - Exact duplicate of a line already paid."), "900.00", ["25605"], ["T9"]),
        # codes of letters alone
        (["02/03/2026", "25605 Fracture care", "$900.00", "$0.00", "$900.00", "PTX"],
         ("C1 – Network write-off taken.", "PTX – Our brochure limits this to 60 visits a year. You had used all of them."), "900.00", ["25605"], ["PTX"]),
    ],
)  # fmt: skip
def test_refused_beside_a_paid_line(
    bad: list[str], notes: tuple[str, ...], amount: str, procedures: list[str], codes: list[str]
) -> None:
    found = read(grid(PLACES, HEAD, GOOD, bad, after=notes))
    assert found["amount_denied"] == [amount]
    assert found["procedure_codes"] == procedures
    assert found["denial_codes"] == codes


@pytest.mark.parametrize(
    ("note", "owed"),
    [
        ("D1 This amount went to your deductible. Your deductible so far: $131.15 of $7,500.00.", "$131.15"),
        ("D1 Applied to your calendar year deductible.", "$200.00"),
        ("D1: You have not yet met your deductible, so this is yours to pay.", "$140.00"),
        ("D1 - Counted toward the deductible of your plan.", "$140.00"),
        ("Thank you for being a member.", "$240.00 deductible"),  # the cell itself says so
    ],
)
def test_a_line_that_went_to_the_deductible_is_not_refused(note: str, owed: str) -> None:
    refused = ["02/03/2026", "95810 Sleep study", "$3,390.00", "$0.00", "$3,390.00", "N27"]
    own = ["02/09/2026", "99214 Office visit", "$240.00", "$0.00", owed, "D1"]
    found = read(grid(PLACES, HEAD, refused, own, after=(note, "N27 This place is not in the network.")))
    assert found["amount_denied"] == ["3390.00"]
    assert found["procedure_codes"] == ["95810"]
    assert found["denial_codes"] == ["N27"]


def test_cells_of_many_lines_belong_to_the_row_they_begin_in() -> None:
    places = [60.0, 290.0, 350.0, 410.0, 480.0]
    found = read(
        grid(
            places,
            ["Details", "Billed", "Allowed", "Plan paid", "Your share"],
            ["Harbor Foot & Ankle|Claim DH26009|1/6/26 Office visit 99213", "$150.00", "$91.40", "$56.40", "$35.00"],
            ["Suncoast Regenerative|Medicine (in network)|Claim DH26011|1/13/26 Plasma injection,|0232T|DENIED - see note A", "$1,200.00", "$0.00", "$0.00", "$1,200.00"],
            ["Pinellas Radiology|Claim DH26013|1/20/26 Chest X-ray 71046", "$98.00", "$27.10", "$27.10", "$0.00"],
        )
    )  # fmt: skip
    assert found["procedure_codes"] == ["0232T"]
    assert found["amount_denied"] == ["1200.00"]
    assert found["service_dates"] == ["['2026-01-13', '2026-01-13']"]


def test_diagnoses_of_lines_that_were_paid_are_none_of_the_denial() -> None:
    places = [60.0, 130.0, 200.0, 260.0, 330.0, 400.0, 470.0]
    found = read(
        grid(
            places,
            ["Date", "Proc", "Dx", "Charged", "Allowed", "Denied", "Paid"],
            ["08/31/2025", "99284", "J06.9", "894.00", "0.00", "894.00", "0.00"],
            ["08/31/2025", "99283", "S61.011A", "612.00", "61.77", "0.00", "61.77"],
        )
    )
    assert found["diagnosis_codes"] == ["J06.9"]
    assert found["procedure_codes"] == ["99284"]


@pytest.mark.parametrize(
    ("lines", "amount", "procedures"),
    [
        # a receipt: items, then what was paid for them
        (["Tidewater Physical Therapy, Nov 12, 2025", "97110 therapeutic exercise, 4 visits@$320.00", "97140 manual therapy, 4 visits@$248.00", "We paid@$0.00", "You may owe@$568.00"], "568.00", ["97110", "97140"]),
        (["11/12/2025 MRI of the knee 73721@$900.00", "Plan paid@$0.00"], "900.00", ["73721"]),
        (["11/12/2025 Ambulance A0429@$700.00", "Allowed@$0.00", "Plan paid@$0.00", "Your share@$700.00"], "700.00", ["A0429"]),
    ],
)  # fmt: skip
def test_receipts(lines: list[str], amount: str, procedures: list[str]) -> None:
    paid = ["11/05/2025 Office visit 99213@$160.00", "We paid@$81.60", "Your coinsurance@$14.40"]
    made: list[Line] = [(60, 40, "Explanation of Benefits"), (60, 60, "Member ID: XYZ123456789")]
    for block, name in ((paid, "PE260774110"), (lines, "PE260774117")):
        top = 100.0 if block is paid else 240.0
        made.append((60, top, f"Claim number: {name}"))
        for i, text in enumerate(block):
            left, _, right = text.partition("@")
            made += [(60, top + 14 * (i + 1), left), *([(500, top + 14 * (i + 1), right)] if right else [])]
    found = read(document(*made))
    assert found["amount_denied"] == [amount]
    assert found["procedure_codes"] == procedures


def test_a_card_of_two_lines_counts_once() -> None:
    found = read(
        document(
            (60, 40, "Summary of your benefits"), (60, 60, "Contract ID: XYZ123456789"),
            (60, 100, "Lake Vein Clinic claim 2520811047790"),
            (60, 120, "Date"), (140, 120, "Service"), (320, 120, "Provider billed"), (440, 120, "Plan paid"),
            (60, 132, "July 2, 2025"), (140, 132, "Vein ablation (36475)"), (320, 132, "$4,215.00"), (440, 132, "$0.00"),
            (60, 160, "Denied"), (140, 160, "You pay now"), (320, 160, "Explanation"), (440, 160, "Other code"),
            (60, 172, "$4,215.00"), (140, 172, "$0.00"), (320, 172, "R44"), (440, 172, "226"),
        )
    )  # fmt: skip
    assert found["amount_denied"] == ["4215.00"]


def test_codes_in_a_column_of_their_own_in_three_lines_and_no_modifier() -> None:
    places = [60.0, 140.0, 230.0, 300.0, 370.0, 440.0, 510.0]
    found = read(
        grid(
            places,
            ["SVC DATES", "PROC MOD", "CHARGE", "ALLOWED", "PAID", "DENIED", "RSN/RMK"],
            ["08/27/25", "47562", "2400.00", "651.20", "611.20", "0.00", "CO-45"],
            ["08/27/25", "49320 59", "980.00", "0.00", "0.00", "980.00", "CO-97|M15|Z402"],
            ["08/27/25", "74160", "340.00", "0.00", "0.00", "340.00", "E3107"],
            after=("E3107 – We asked the provider for the clinical notes; they were not received.",),
        )
    )
    assert found["denial_codes"] == ["CO-97", "M15", "Z402", "E3107"]
    assert found["procedure_codes"] == ["49320", "74160"]


def test_a_number_is_explained_behind_the_plans_own_code() -> None:
    sheet = reading_of("1 [M54] Your plan requires approval.", "2 [A06] This is more than the rate that your provider agreed to.").sheet  # fmt: skip
    span = explanation(sheet, "2")
    assert span and share_only(sheet.text[slice(*span)])


ITEMS = [60.0, 140.0, 300.0, 380.0, 450.0]


@pytest.mark.parametrize(
    ("rows", "after", "amount"),
    [
        # two lines alike are two, not one and their sum
        ([["Date", "Service", "Billed", "Denied", "Paid"], ["02/03/2026", "Foot insert, left", "$310.00", "$310.00", "$0.00"], ["02/03/2026", "Foot insert, right", "$310.00", "$310.00", "$0.00"]], (), "620.00"),
        # a laboratory's "total" is none of the others' sum
        ([["Date", "Service", "Billed", "Denied", "Paid"], ["02/03/2026", "Allergen specific IgE", "$624.00", "$624.00", "$0.00"], ["02/03/2026", "Immunoglobulin E, total", "$85.00", "$85.00", "$0.00"]], (), "709.00"),
        # charges without a decision, and their sum beneath
        ([["Date", "Item", "Code", "Billed", "Denial code"], ["02/03/2026", "Walker", "E0143", "$122.50", "22"], ["02/10/2026", "Gait training", "97116", "$96.00", "22"]], ("These claims were denied. Amount of the claims: $218.50",), "218.50"),
    ],
)  # fmt: skip
def test_sums(rows: list[list[str]], after: tuple[str, ...], amount: str) -> None:
    assert read(grid(ITEMS, *rows, after=after))["amount_denied"] == [amount]


def test_an_amount_under_a_column_of_reasons_is_no_charge() -> None:
    """Amounts go to the columns that they stand under, though one of those is called an adjustment, as reasons are."""
    places = [60.0, 150.0, 300.0, 370.0, 430.0, 500.0, 560.0]
    head = ["Place", "Service", "Charge", "Allowed", "Adjustment", "Paid", "Codes"]
    rows = [
        ["11", "97597 debridement", "$340.00", "$242.08", "$97.92", "$242.08", "CO-45"],
        ["11", "15275 skin graft", "$715.00", "$0.00", "$715.00", "$0.00", "CO-50"],
    ]
    found = read(grid(places, head, *rows, after=("CO-45 Charge exceeds the contracted fee.", "CO-50 These are not medically necessary.")))  # fmt: skip
    assert (found["amount_denied"], found["denial_codes"]) == (["715.00"], ["CO-50"])


def test_amounts_are_decimal() -> None:
    reading = Reading.of(
        letter("Claim number: PE260774110", "03/09/2026 99213 Billed $120.00 Denied $120.00 Paid $0.00")
    )
    assert reading.claims.denied_charges[0].row.denied == Decimal("120.00")


def test_a_dentists_fee_left_to_the_patient_is_refused() -> None:
    """The dentist's approved fee stands as allowed, and 'patient pays' is the patient's share, whatever pays means."""
    made = grid(
        [60.0, 140.0, 290.0, 350.0, 410.0, 480.0, 540.0],
        ["Date", "Procedure", "Submitted", "Allowed", "Plan pays", "Patient pays", "Note"],
        ["02/03/2026", "D0220 X-ray", "$38.00", "$29.00", "$29.00", "$0.00", ""],
        ["02/03/2026", "D2740 Crown", "$1,480.00", "$1,212.00", "$0.00", "$1,212.00", "217"],
        after=("217. A crown is a benefit once in five years. The last one was paid on 04/12/2024.",),
    )
    found = read(made)
    assert (found["procedure_codes"], found["amount_denied"]) == (["D2740"], ["1212.00"])
    assert found["denial_codes"] == ["217"]
