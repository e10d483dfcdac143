"""Codes of procedures in small letters: which numbers are such, and which of them were refused."""

import pytest

from extractors import codes
from extractors import procedures as procedure_codes
from extractors.charges import is_total
from extractors.reading import Reading
from tests.extract.page import reading_of


def procedures(reading: Reading) -> list[codes.Code]:
    rows = frozenset(id(s.words[0]) for r in reading.rows for s in (*r.segments, *r.more))
    return procedure_codes.procedures(reading.sheet, reading.lexicon, reading.found, rows)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We denied the lumbar MRI (CPT 72148) you wanted.", ["72148"]),  # a label beside the code
        (
            "We denied the oral appliance (E0486) for sleep apnea.",
            ["E0486"],
        ),  # a letter in the code and brackets
        ("Nils Haugen 22104 County Highway", []),  # a house number
        ("Write to us at Concord, NH 03301 by mail.", []),  # a ZIP code
        ("We deny code 95810. We approved the home test (95806).", ["95810"]),  # what was approved instead
        ("The hospital may rebill the stay (HCPCS G0378).", []),  # what may be billed instead
        ("27447 Total knee arthroplasty, surgeon", ["27447"]),  # no street
        (
            "We said that panniculectomy (code 15830) would not be covered.",
            ["15830"],
        ),  # "not be covered" grants nothing
        ("99283 emergency visit, charged 884.00, paid 0.00", ["99283"]),  # nor does "paid 0.00"
        ("Emergency visit 99283 — Billed $884.00 — You owe $884.00", ["99283"]),  # a line of a statement
        ("MRI of the lumbar spine without contrast – 72148 – 1 unit", ["72148"]),  # units behind a dash
    ],
)
def test_procedure_codes(text: str, wanted: list[str]) -> None:
    assert [c.text for c in procedures(reading_of(text))] == wanted


def test_a_code_with_none_under_not_approved_was_granted() -> None:
    heads = [(60.0, "Item"), (250.0, "Code"), (330.0, "Asked"), (400.0, "Approved"), (480.0, "approved")]
    reading = reading_of(
        [(480.0, "Not")],
        heads,
        [(60.0, "Venofer infusion"), (250.0, "J1756"), (330.0, "5"), (400.0, "5"), (480.0, "0")],
        [(60.0, "Monoferric infusion"), (250.0, "J1437"), (330.0, "2"), (400.0, "0"), (480.0, "2")],
    )
    assert [c.text for c in procedures(reading)] == ["J1437"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [  # numbers of houses and of contracts with Medicare; the name of a service before its code; care that goes on
        ("Siobhan Kjelland, E3310 Ridge Road, Viroqua WI 54665.", []),
        ("Hometown Health Plan, Inc. has a Medicare contract (H2960).", []),
        ("10455 Mill Run Circle, Owings Mills, MD 21117", []),  # a house, and a town of Maryland
        ("Not paid — code E5018 now applies.", []),  # in no range of equipment
        ("Not accepted by the plan's payer ID (39026).", []),
        ("20 units of 97530 and 10 units of 97112 are denied.", ["97530", "97112"]),
        ("We deny behavior analysis (97153, with 97155 for supervision).", ["97153", "97155"]),
        ("Visit: 99284", ["99284"]),
        ("Contract number H7740 2261 8 R", []),
        ("Claims we will not pay: Tampa General Hospital, colonoscopy 45385, November 20, 2025, $4,902.00.", ["45385"]),
        ("Service / date: Hereditary cardiomyopathy gene panel 81439 / 10/03/2025", ["81439"]),
        ("Line detail: 95810 – In-lab polysomnography, attended — $2,790.00 — codes P50", ["95810"]),
        ("For ASAM 3.7 medically monitored withdrawal management and inpatient, H0011, 7 more days are refused.", ["H0011"]),
        ("She asked for rapid whole genome sequencing (81425, with parent comparators 81426 × 2).", ["81425", "81426"]),
        ("We will reduce Community Living Supports (H2015), from 42 hours to 28. Supports Coordination (T1016) and the respite allotment continue without change.", ["H2015"]),
        ("Your arthroplasty 27447 on June 3 was not approved.", ["27447"]),
        ("The biopsies 19083 (left) were denied.", ["19083"]),
        ("We saw 48213 members last year at the clinic visit 20 weeks on.", []),
        ("Requested: Repetitive TMS, 90867 and 90868, 36 sessions.", ["90867", "90868"]),
        ("You asked for a power wheelchair (K0861) with tilt (E1002).", ["K0861", "E1002"]),
        ("Procedures 64635, 64636 x 2 on the left side are not approved.", ["64635", "64636"]),
        ("Service denied: 29881 - ARTHROSCOPY KNEE", ["29881"]),
        ("D2740 crown, tooth 14, is denied.", ["D2740"]),
        ("Your doctor asked for Botox (J0585, 64615).", ["J0585", "64615"]),
        ("We denied genetic testing, code 81162.", ["81162"]),
        ("The claim for HCPCS L5856 was refused.", ["L5856"]),
        ("Denied: MRI lumbar spine w/o contrast 72148", ["72148"]),
        ("CPT: 43775 Laparoscopic sleeve gastrectomy", ["43775"]),
        ("The office visit (99213) was paid. The injection (20610) is denied.", ["20610"]),
        ("Denied units: H2019 15-minute units, 40 a week.", ["H2019"]),
        ("T1019 personal care, 20 hours a week, was requested; we deny 8 of them.", ["T1019"]),
        ("Ambulance, fixed wing, A0430 and mileage A0435.", ["A0430", "A0435"]),
        ("Proc 97110 GP, 97140 GP not paid.", ["97110", "97140"]),
        ("Your request for 0275T is denied as investigational.", ["0275T"]),
        ("S9480 intensive outpatient psychiatric services, per diem", ["S9480"]),
        ("We refused J3490 (unlisted drug).", ["J3490"]),
        ("Denied service: CGM sensors A4239; receiver E2103", ["A4239", "E2103"]),
        ("hyperbaric oxygen, G0277, 40 treatments", ["G0277"]),
        ("B4160 enteral formula", ["B4160"]),
        ("Call 1-800-555-0199 ext 45123.", []),
        ("NDC 00169-4525-14", []),
        ("Form H1003 rev 2025", []),
        ("Plan H1036-137 HMO", []),
        ("Ref V24810 of today", []),
    ],
)  # fmt: skip
def test_procedure_codes_by_their_range_and_their_service(text: str, wanted: list[str]) -> None:
    assert [c.text for c in procedures(reading_of(text))] == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("27447 TOTAL KNEE REPLACEMENT", False),  # the names of operations begin with it too
        ("Total hip arthroplasty (27130)", False),
        ("Total thyroidectomy", False),
        ("Total parenteral nutrition, 14 days", False),
        ("TOTAL ABDOMINAL HYSTERECTOMY", False),
        ("Totals", True),
        ("CLAIM TOTAL 449.00", True),
        ("Total charges", True),
    ],
)
def test_a_sum_is_no_operation(line: str, wanted: bool) -> None:
    assert is_total(line) is wanted
