"""Codes of the denied line against those of paid lines, of a legend and of earlier claims; a plan's own beside standard ones."""

import pytest

from extractors import reasoncodes
from extractors.reading import Reading
from pipeline.models.document import Document
from tests.extract.page import document, letter

HEADS = ("Date", "Code", "Service", "Billed", "Allowed", "Not covered", "Remark", "Paid")


def why(page: Document) -> set[str]:
    made = Reading.of(page)
    return {c.text for c in reasoncodes.reasons(made.sheet, made.labelled, made.claims)}


def denied(code: str) -> tuple[str, ...]:
    return ("09/04/25", "78815", "Imaging", "4,310.00", "0.00", "4,310.00", code, "0.00")


def paid(code: str) -> tuple[str, ...]:
    return ("09/04/25", "78816", "Imaging", "100.00", "80.00", "", code, "80.00")


def statement(
    rows: list[tuple[str, ...]], legend: tuple[str, ...], heads: tuple[str, ...] = HEADS
) -> Document:
    """A claim's table with its legend under it."""
    places = [54 + int(500 * i / len(heads)) for i in range(len(heads))]
    lines = [(54.0, 60.0, "Member ID: XYZ123456789"), (54.0, 74.0, "Claim number: 25259411873")]
    for n, row in enumerate((heads, *rows)):
        lines += [(float(x), 110.0 + 17 * n, cell) for x, cell in zip(places, row, strict=True) if cell]
    top = 140.0 + 17 * len(rows)
    return document(*lines, *((54.0, top + 14 * i, text) for i, text in enumerate(legend)))


@pytest.mark.parametrize(
    ("rows", "legend", "wanted"),
    [
        ([denied("5K")], ["5K: We do not cover this service under your plan."], {"5K"}),
        # the key of a paid line says no refusal, though it is shaped as a code
        ([paid("001"), denied("5B7")], ["Messages 001 - Benefits have been provided at the contracting provider rate. 5B7 - This procedure is part of the main procedure and is not paid separately."], {"5B7"}),
        # a legend of all codes that the plan uses
        ([denied("CO-29")], ["CO-29 The time limit for filing has expired. CO-45 Charge exceeds fee schedule. CO-50 Not deemed a medical necessity. CO-18 Exact duplicate."], {"CO-29"}),
        # what the explanation of the plan's own code names, in all brackets
        ([denied("K12")], ["K12: No authorization on file (CO-197, N54)."], {"K12", "CO-197", "N54"}),
        ([denied("K12")], ["K12 - This service needed approval [197]."], {"K12", "197"}),
        ([denied("a"), paid("b")], ["a — This visit is bundled, so no separate payment is made (CO-97, PB25). b — An in-network provider may not bill you for this amount."], {"CO-97", "PB25"}),
        # the same code by its group and by its list
        ([denied("CO-197")], ["The reason code CARC 197 means no approval was on file."], {"CO-197"}),
        # codes of another claim
        ([denied("U5")], ["U5 - Duplicate of claim 2522001, which was denied with CO-197 on 05/05/25."], {"U5"}),
        ([denied("29J")], ["29J - Claim received after the filing limit. Previously processed 03/01/25 with code 16A, which is replaced."], {"29J"}),
        # what the line shows counts before the words of its explanation: "the time allowed", "is insured by UMR"
        ([denied("TF1, 29")], ["TF1 – This claim got to us after the time allowed. 29 – The time limit for filing has expired."], {"TF1", "29"}),
        ([denied("242, X22")], ["242 Services not provided by network providers. X22 Your plan has no out-of-network benefits; you must have our approval."], {"242", "X22"}),
        ([denied("P9")], ["P9 - The approved provider of the network did not send it. UMR - Claims Appeal Unit, PO Box 30546. No benefits are insured by UMR."], {"P9"}),
        ([denied("18 D77")], ["MSG 18 MSG D77 THIS SERVICE WAS CONSIDERED BEFORE. MSG M02 BENEFIT MAXIMUM REACHED (0 VISITS LEFT) - DOES NOT APPLY"], {"18", "D77"}),
        # a group's code with its amount in the cell
        ([denied("CO-97 238.00")], ["CO-97 – The benefit for this service is included in another service. CO-45 – Charge exceeds fee schedule."], {"CO-97"}),
        ([denied("CO-4 211.00, OA-18 10.00")], ["CO-4 – The procedure code is inconsistent with the modifier."], {"CO-4", "OA-18"}),
        # a numbered note that begins with the code
        ([denied("2")], ["(1) The amount over the allowance is a discount. (2) 204 – Surgery for weight reduction is an exclusion of your plan."], {"204"}),
        ([denied("1")], ["(1) J90 The records do not show an emergency, so benefits cannot be provided."], {"J90"}),
        # shapes that only their explanation tells for codes
        ([denied("i97")], ["i97 — This procedure code is included in the payment for another procedure."], {"i97"}),
        ([denied("DUP1")], ["DUP1 This charge was already considered."], {"DUP1"}),
        ([denied("18, DUP1")], ["18 Exact duplicate claim. DUP1 This charge was already considered."], {"18", "DUP1"}),
    ],
)  # fmt: skip
def test_codes_of_the_denied_line(rows: list[tuple[str, ...]], legend: list[str], wanted: set[str]) -> None:
    assert why(statement(rows, tuple(legend))) == wanted


def test_codes_under_a_head_of_any_name() -> None:
    heads = ("ICN", "From", "Proc", "Charge", "Allowed", "Denied", "ANSI", "Net")
    page = statement(
        [
            ("52617704419", "02/03/2025", "00840", "1,320.00", "0.00", "1,320.00", "CO-29", "0.00"),
            ("52617704420", "08/26/2025", "01402", "1,080.00", "702.00", "0.00", "CO-45", "702.00"),
        ],
        ("CO-29 The time limit for filing has expired. CO-45 Charge exceeds fee schedule. CO-50 Not deemed a medical necessity.",),
        heads,
    )  # fmt: skip
    assert why(page) == {"CO-29"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a plan's own beside a standard one
        ("Denial code: CO-197 (plan code K12)", {"CO-197", "K12"}),
        ("Reason code CO-50; plan remark MN1.", {"CO-50", "MN1"}),
        ("Note 5K (CARC 96): this service is not covered.", {"5K", "CARC 96"}),
        ("Why: D12 (CO-109). The claim must go to another payer.", {"D12", "CO-109"}),
        ("Why wasn't this paid? Code N29 / CO-252: the run report has not been sent.", {"N29", "CO-252"}),
        ("Adjustment: PR 96 N425", {"PR 96", "N425"}),
        ("CO-16/MA27/N382", {"CO-16", "MA27", "N382"}),
        ("The plan therefore denies the charge in full (explanation code NPA, CARC 197).", {"NPA", "CARC 197"}),
        ("We denied the claim of $12,440.60 on 12.17.2025 (reason 22).", {"22"}),  # in passing
        ("The plan paid the claim of $12,440.60 (reason 22).", set()),  # and no refusal
        ("DENIED - Q14", {"Q14"}),  # a status
        # each with its meaning in brackets before the next
        ("Reject 70 (NDC not covered) and 75 (PA required)", {"70", "75"}),
        ("The reason codes are 16 (claim lacks information) and N382 (missing patient identifier).", {"16", "N382"}),
        # other words for it
        ("Rejection code 76: Plan limitations exceeded.", {"76"}),
        ("Processing code P24: coverage ended before the date of service.", {"P24"}),
        ("The charge was not allowed (see note A12 below).", {"A12"}),
        ("Your EOB showed code X24, which means that the plan does not cover the service.", {"X24"}),
        ("Explanation of code(s): DN6 – Not a covered benefit.", {"DN6"}),
        ("The reason code on your statement (PXN) stands for no prior authorization.", {"PXN"}),
        # what was paid, and what no longer holds
        ("Line 2 was denied with remark ZC3; line 1 was paid with remark PC1, the network discount.", {"ZC3"}),
        ("The claim first denied as a duplicate (remark D1); today it is denied for late filing (remark L4).", {"L4"}),
        ("The earlier notice also listed remark 0K7 (no authorization on file); that remark no longer applies.", set()),
    ],
)  # fmt: skip
def test_codes_in_sentences(text: str, wanted: set[str]) -> None:
    assert why(letter("Member ID: XYZ123456789", "We denied this claim.", text)) == wanted
