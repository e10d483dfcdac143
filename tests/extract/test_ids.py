"""Numbers and what they are: labels of anybody's making, wrapped labels, names beside numbers, and what is no number."""

from dataclasses import replace

import pytest

from extractors import numbers
from extractors.idlabels import composed
from extractors.idwords import is_code
from extractors.legend import refuses, share_only
from extractors.lexicon import lexicon
from extractors.mentions import mentions
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import document, letter

PAID = "The charge of $1,240.00 for the claim was denied since the service is not medically necessary."


def values(made: Document, name: str, kind: str = "initial_denial") -> list[str]:
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, kind, fields)
    found = fields.get(name, ())
    return [f.value for f in (found if isinstance(found, tuple) else (found,))]


@pytest.mark.parametrize("name", ["claim_numbers", "member_id", "group_number", "reference_numbers"])
def test_every_head_noun_makes_a_label(name: str) -> None:
    for word in lexicon().words[f"id_{name}"]:
        hit = composed(lexicon(), f"{word.title()} number")
        assert hit and hit.field == name, word


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Medicaid/FAMIS no.:", "member_id"),  # the part before the stroke is known
        ("3. GROUP", "group_number"),  # the number of an item on a form
        ("EVICORE CASE", "reference_numbers"),  # a vendor's name before the noun
        ("P2P conf. no.", "reference_numbers"),  # a digit within a word
        ("Ref. (UM)", "reference_numbers"),  # what stands in brackets says no more
        ("Student ID with us:", "member_id"),  # words after the noun
        ("PRACTITIONER NPI", "other"),  # somebody else's
        ("Claims Department", "other"),  # whom to write to
        ("Your benefit booklet", None),  # no label of a number
        ("Thank you, and good luck", None),  # prose
    ],
)
def test_labels_are_read_by_their_head_noun(label: str, field: str | None) -> None:
    hit = composed(lexicon(), label)
    assert (hit.field if hit else None) == field


@pytest.mark.parametrize(
    ("lines", "name", "wanted"),
    [
        (["Mtn. Health no. MHC 00 417 338 2", PAID], "member_id", ["MHC 00 417 338 2"]),  # an abbreviated plan
        (["Member I.D. 300 447 1192", PAID], "member_id", ["300 447 1192"]),  # initials that are no law
        (["File a claim dispute under A.R.S. 36-2903.01", PAID], "claim_numbers", []),  # and some that are
        (["Member ID 300 447 1192", PAID], "member_id", ["300 447 1192"]),  # made like a telephone number
        (["Claims on file: C25-0610-3391; C25-0613-0084", PAID], "claim_numbers", ["C25-0610-3391", "C25-0613-0084"]),
        (["Claims denied: 7781001, 7781002; claims paid: 7781003", PAID], "claim_numbers", ["7781001", "7781002"]),
        (["CLAIM 26 0771 552 (REPLACES 26 0418 552)", PAID], "claim_numbers", ["26 0771 552"]),  # decided anew
        (["Group: Nutmeg Instruments / 2499013", PAID], "group_number", ["2499013"]),  # a name before it
        (["Customer: Keala Ito | Account 3290884 | Plan: PPO", PAID], "group_number", ["3290884"]),  # one of several
        (["The Plan number is 501.", PAID], "group_number", ["501"]),  # an employer's plan
        (["our Notice of Action of May 4 (NOA 2510-44821)", PAID], "reference_numbers", ["NOA 2510-44821"]),
        (["Ref. no. APL0088214", PAID], "reference_numbers", ["APL0088214"]),  # an abbreviation ends no sentence
        (["Previous ref. 26041-PPA-777", PAID], "reference_numbers", []),  # of what went before
        (["Audit ID: CTV-0099417", PAID], "reference_numbers", ["CTV-0099417"]),  # a case of the plan's making
        (["Write to Member Appeals (AX-630), P.O. Box 12.", PAID], "reference_numbers", []),  # where to send it
        (["notice (NRS 683A.0913 governs recoupment)", PAID], "reference_numbers", []),  # a citation
        (["Control no. 5177204418", PAID], "claim_numbers", ["5177204418"]),  # there is a bill
        (["Control no. 5177204418", "We denied the request."], "claim_numbers", []),  # there is none
        (["Control no. 5177204418", "We denied the request."], "reference_numbers", ["5177204418"]),
        (["YOUR REQUEST FOR MORE THAN 16 TABLETS IS DENIED"], "reference_numbers", []),  # words before a number
    ],
)  # fmt: skip
def test_numbers_by_their_labels(lines: list[str], name: str, wanted: list[str]) -> None:
    assert values(letter(*lines), name) == wanted


@pytest.mark.parametrize(
    ("lines", "name", "wanted"),
    [
        # a row of cells whose label column is numbered
        ([(60, 100, "11. CONTROL NO."), (60, 112, "PSD-88420571")], "reference_numbers", ["PSD-88420571"]),
        # dots and colons before the value
        ([(60, 100, "CARDHOLDER ID:"), (200, 100, ": M81002756")], "member_id", ["M81002756"]),
        # a name before the number in its cell
        ([(60, 100, "Group"), (200, 100, "Adirondack Mills · 20018834")], "group_number", ["20018834"]),
        # letters alone under a label for them
        ([(60, 100, "RxGroup"), (200, 100, "MICRNRX")], "group_number", ["MICRNRX"]),
        # carrier and group in one cell
        ([(60, 100, "CARRIER / GROUP"), (60, 112, "NEAERO / RX4471")], "group_number", ["RX4471"]),
        # the label at the right end of a full line, the number below at the left
        (
            [(60, 100, "Patient: Joost Achterberg (dependent)"), (330, 100, "Group"), (60, 114, "1034491")],
            "group_number",
            ["1034491"],
        ),
        # the number of a contract that Medicare has with the plan, in small print
        ([(60, 100, "HMO with a Medicare contract. H3924_25117_C")], "member_id", []),
    ],
)  # fmt: skip
def test_numbers_by_their_places(lines: list, name: str, wanted: list[str]) -> None:  # type: ignore[type-arg]
    assert values(document(*lines, (60, 300, "We denied the request.")), name) == wanted


def test_what_no_label_names_is_told_by_elimination_and_never_sure() -> None:
    made = letter("Medical record no. 084-551-77210", PAID)
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, "initial_denial", fields)
    found = fields["member_id"]
    assert not isinstance(found, tuple)
    assert found.value == "084-551-77210"
    assert reading.features["member_id"]["fallback"] == 1.0  # a doubt asks about it


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("99213", True),  # a procedure
        ("31237-59", True),  # with a modifier
        ("CO-45", True),  # a reason
        ("ICD-10", True),
        ("7781001", False),  # seven digits are a number
        ("0903312", False),
    ],
)
def test_codes_are_no_identifiers(text: str, wanted: bool) -> None:
    assert is_code(text) is wanted


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("Call 300 447 1192 for help.", ["300 447 1192"]),
        ("Member ID 300 447 1192 is yours.", []),  # labelled
        ("Contract 800 662 1175-1", []),  # with a suffix
        ("Medicaid 505 118 7723 01", []),
        ("Call (800) 662-1175.", ["(800) 662-1175"]),
    ],
)
def test_spaced_numbers_are_telephones_only_where_one_calls(text: str, phones: list[str]) -> None:
    assert [p.text for p in mentions(text).phones] == phones


@pytest.mark.parametrize(
    ("text", "share", "refusal"),
    [
        ("Preferred provider discount; not your liability.", True, False),
        ("Amount above the rate the provider agreed to.", True, False),
        ("The plan year maximum of 12 visits has been met.", False, True),
        ("Charge exceeds the fee schedule and the service is not covered.", False, True),  # both
    ],
)
def test_what_a_legend_says(text: str, share: bool, refusal: bool) -> None:
    assert (share_only(text), refuses(text)) == (share, refusal)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Sub. No.", "member_id"),  # two abbreviations, no end of a sentence
        ("Mbr #", "member_id"),
        ("Medicare Beneficiary ID", "member_id"),
        ("Covered person #", "member_id"),
        ("Policyholder ID", "member_id"),
        ("HICN", "member_id"),
        ("Precert. No.", "reference_numbers"),
        ("Case/Ref #", "reference_numbers"),
        ("TAR number", "reference_numbers"),  # Medi-Cal's authorization request
        ("Peer review ID", "reference_numbers"),
        ("Grp. No.", "group_number"),
        ("Group ID", "group_number"),  # "ID 45521" is no ZIP code of Idaho
        ("Sponsor ID", "group_number"),
        ("Employer No.", "group_number"),
    ],
)
@pytest.mark.parametrize("number", ["0045521-01", "BX 4552 0077"])
def test_labels_in_a_line_beside_and_over(label: str, name: str, number: str) -> None:
    for made in (
        letter(f"{label}: {number}", "We denied the request."),
        document((60, 60, label), (220, 60, number), (60, 200, "We denied the request.")),
        document((60, 60, label), (60, 74, number), (60, 200, "We denied the request.")),
    ):
        assert values(made, name) == [number]


@pytest.mark.parametrize(
    ("lines", "name", "wanted"),
    [
        # a label in two languages, of which the second runs on
        ([(60, 100, "Health plan ID / No. de"), (60, 112, "identificación"), (220, 100, "92007718401")], "member_id", ["92007718401"]),
        ([(60, 100, "Referral no. / No. de"), (60, 112, "referido"), (220, 100, "SCMG-1023-40077")], "reference_numbers", ["SCMG-1023-40077"]),
        # the letters of a number at the end of its label's line
        ([(60, 100, "Contract no. ZMN"), (60, 113, "337W18840"), (300, 100, "Imaging site Penobscot")], "member_id", ["ZMN 337W18840"]),
        # the plan's own number before the program's
        ([(60, 100, "Medicaid Beneficiary ID"), (220, 100, "0088142077"), (60, 113, "Aetna member no."), (220, 113, "7714402 88 00")], "member_id", ["7714402 88 00"]),
        ([(60, 100, "Medicaid Beneficiary ID"), (220, 100, "0088142077")], "member_id", ["0088142077"]),
        # numbers of the print-out, of the provider, of another document
        ([(60, 100, "RPT ID: APLU4410-R2"), (60, 130, "Contract number: XCA 902 44 7713")], "member_id", ["XCA 902 44 7713"]),
        ([(60, 100, "Your patient no."), (220, 100, "CHU-22907")], "member_id", []),
        ([(60, 100, "Prefix + ID"), (220, 100, "PBL 603118842")], "member_id", ["PBL 603118842"]),
        ([(60, 100, "Explanation of Benefits No. 7730-118822"), (60, 130, "Member: 904417-01")], "member_id", ["904417-01"]),
        ([(60, 100, "OMB Approval 0938-0976"), (60, 130, "Case no. 116 220 4873")], "reference_numbers", ["116 220 4873"]),
        # two numbers under one label
        ([(60, 100, "Appeal 1 / Appeal 2"), (220, 100, "MA250812-0044 / MA251001-0117")], "reference_numbers", ["MA250812-0044", "MA251001-0117"]),
        # a label level with the middle of a value of two lines
        ([(60, 106, "Appeal"), (120, 100, "HH-AP-"), (120, 113, "260428-2")], "reference_numbers", ["HH-AP-260428-2"]),
        # an unknown label over the number ends the column: it is not the patient's
        ([(60, 100, "Patient number"), (60, 113, "Owen Thorvaldson"), (60, 126, "Trade mark"), (60, 139, "EC2530-1147-8")], "member_id", []),
        # numbers made of letters in two parts; two letters that are no state
        ([(60, 100, "Group"), (220, 100, "CO-SG 20477")], "group_number", ["CO-SG 20477"]),
        ([(60, 100, "Purchaser ID"), (60, 113, "23119-00")], "group_number", ["23119-00"]),
        ([(60, 100, "Appeal ID"), (60, 113, "26-RM-00918")], "reference_numbers", ["26-RM-00918"]),
        # the name of the employer before the number, over the end of a line
        ([(60, 100, "Account name / Account #: Lodestar Freight Lines Medical"), (60, 113, "Plan / 3339184")], "group_number", ["3339184"]),
        ([(60, 100, "Employer: Town of Hooksett, account 0188340000")], "group_number", ["0188340000"]),
        # under what is in brackets; under a document's number where no other is the claim's
        ([(60, 100, "Charge (claim)"), (220, 100, "1520 2519 7744 018")], "claim_numbers", ["1520 2519 7744 018"]),
        ([(60, 100, "Document control"), (60, 113, "EC2530-1147-8")], "claim_numbers", ["EC2530-1147-8"]),
        ([(60, 100, "EOB no. 5530981"), (60, 130, "Claim no. 260558-7712")], "claim_numbers", ["260558-7712"]),
    ],
)  # fmt: skip
def test_labels_that_no_list_foresees(lines: list, name: str, wanted: list[str]) -> None:  # type: ignore[type-arg]
    made = document(*lines, (60, 300, "We denied the claim. The charge was $1,240.00."))
    assert values(made, name) == wanted


@pytest.mark.parametrize(
    ("lines", "name", "wanted"),
    [
        # a sentence that ends before the number is no label of it; nor what stands in brackets before a dot
        ([(60, 100, "The Department regulates this plan (TDI printed on card). 3119-88214 TX"), (60, 130, "Member: XQH 881 204 417")], "member_id", ["XQH 881 204 417"]),
        ([(60, 100, "Utilization Management, P.O. Box 8001, Park Ridge, IL 60068 (claims) • 24091 Camino Ramon")], "claim_numbers", []),
        # policies that a reviewer goes by are nobody's insurance
        ([(60, 100, "Our clinical coverage criteria (policy 9.033, effective 1/1/2025) call for a fold of skin.")], "member_id", []),
        ([(60, 100, "It is not medically necessary under EPSDT and Partnership policy MCUP3138.")], "member_id", []),
        # initials in brackets behind the label
        ([(60, 100, "Medi-Cal (CIN)"), (220, 100, "94417702F")], "member_id", ["94417702F"]),
        ([(60, 100, "Client ID Number (CIN)"), (220, 100, "KB80417T")], "member_id", ["KB80417T"]),
        ([(60, 100, "Member number (on your card)"), (220, 100, "8804417-01")], "member_id", ["8804417-01"]),
        # the noun behind a number is the next one's
        ([(60, 100, "Re: HP 8802 3341 5-00, reference AG-7741026")], "reference_numbers", ["AG-7741026"]),
        # an employer's plan by its number; letters alone under a label of three
        ([(60, 100, "Plan:"), (120, 100, "Blue Ridge Rail Car Works Group Health Plan, No. 2004417")], "group_number", ["2004417"]),
        ([(60, 100, "RxBIN / PCN / Grp:"), (200, 100, "004336 / MEDDADV / RXCVSD")], "group_number", ["RXCVSD"]),
        ([(60, 100, "UNDERWRITTEN BY CELTIC INSURANCE COMPANY. FRM CD-201 REV 0825")], "group_number", []),
        # a school's policy and an employer's plan, where the member's number is another; a number that was the member's
        ([(60, 100, "Student ID: 1101-7749-30 | School: Tulane University | Policy WI2526LASHIP77")], "group_number", ["WI2526LASHIP77"]),
        ([(60, 100, "Member ID: XQH 881 204 417"), (60, 130, "Plan no."), (220, 130, "17733")], "group_number", ["17733"]),
        ([(60, 100, "Member ID: XQH 881 204 417"), (60, 130, "Marketplace policy 31518-TX-0041")], "group_number", []),
        ([(60, 100, "Previous member ID: 88-4471902"), (60, 130, "Member: XQH 881 204 417")], "member_id", ["XQH 881 204 417"]),
        ([(60, 100, "Receipt no.: 2025-3140-88127")], "claim_numbers", ["2025-3140-88127"]),
        ([(60, 100, "Grievance no. G&A 25-118804")], "reference_numbers", ["G&A 25-118804"]),
    ],
)  # fmt: skip
def test_what_is_no_label_and_what_is(lines: list, name: str, wanted: list[str]) -> None:  # type: ignore[type-arg]
    made = document(*lines, (60, 300, "We denied the claim. The charge was $1,240.00."))
    assert values(made, name) == wanted


@pytest.mark.parametrize(
    ("lines", "name", "wanted"),
    [
        # a number in two lines of a narrow cell, with others beside it that run on as well
        ([(60, 100, "Member"), (140, 100, "ID"), (60, 113, "Ana"), (140, 113, "W2871"), (60, 126, "Rivera"), (140, 126, "40933")], "member_id", ["W2871 40933"]),
        ([(60, 100, "Plan"), (140, 100, "Member ID"), (60, 113, "Choice"), (140, 113, "ZGP 88"), (60, 126, "PPO"), (140, 126, "4410372")], "member_id", ["ZGP 88 4410372"]),
        # a letter set apart before the figures, under any label
        ([(60, 100, "Member ID"), (220, 100, "A 7700 4182 6 00")], "member_id", ["A 7700 4182 6 00"]),
        ([(60, 100, "Member ID: A 7700 4182 6 00")], "member_id", ["A 7700 4182 6 00"]),
        ([(60, 100, "Subscriber #"), (220, 100, "I 4402 1187")], "member_id", ["I 4402 1187"]),
        ([(60, 100, "We sent the member ID card: A 7700 4182")], "member_id", ["A 7700 4182"]),
        # the name of whoever numbers, before a known label
        ([(60, 100, "AvMed contract number"), (220, 100, "7700 4182 6 00")], "member_id", ["7700 4182 6 00"]),
        ([(60, 100, "Quartz membership number"), (220, 100, "7700 4182 6 00")], "member_id", ["7700 4182 6 00"]),
        # a suffix and a group before a road's name are no house number
        ([(60, 100, "Member no."), (200, 100, "Group"), (60, 113, "012884471-00"), (200, 113, "G0037718 Deschutes County Road Dept.")], "member_id", ["012884471-00"]),
        ([(60, 100, "Group: G0037718 Deschutes County Road Dept.")], "group_number", ["G0037718"]),
        # what was done with a claim, after the noun
        ([(60, 100, "Claims turned down:"), (220, 100, "253490011872, 253490011873")], "claim_numbers", ["253490011872", "253490011873"]),
        ([(60, 100, "Claim we did not pay:"), (220, 100, "253490011872")], "claim_numbers", ["253490011872"]),
        ([(60, 100, "Claims sent back: 253490011872 and 253490011873")], "claim_numbers", ["253490011872", "253490011873"]),
        # broken at the end of its line: the rest stands at the start of the next, or in its own cell
        ([(60, 100, "Member: Ana Rivera"), (400, 100, "Claim number: 25358-MED-"), (60, 113, "40017"), (120, 113, "Processed: January 6, 2026")], "claim_numbers", ["25358-MED-40017"]),
        ([(60, 100, "Claim number"), (220, 100, "25358-MED-"), (220, 113, "40017")], "claim_numbers", ["25358-MED-40017"]),
        ([(60, 100, "Claim number: 25358-MED-"), (60, 113, "Processed: January 6, 2026")], "claim_numbers", ["25358-MED"]),
        # its letters at the end of the line, its figures at the start of the next
        ([(60, 100, "Subject: your policy; inpatient care; claims LC-"), (90, 112, "6011-74432-8 and LC-6011-74432-9; Dr. Faulk")], "claim_numbers", ["LC-6011-74432-8", "LC-6011-74432-9"]),
        ([(60, 100, "We decided about the request under claim no. RX-"), (60, 112, "2601-44718 today.")], "claim_numbers", ["RX-2601-44718"]),
        ([(60, 100, "Claim number"), (400, 100, "Note"), (400, 113, "PX-"), (60, 126, "E442518 0236105"), (400, 126, "55")], "claim_numbers", ["E442518 0236105"]),  # a note's code
        # the groups of a short number that its full line had no room for
        ([(60, 100, "Student Plan"), (220, 100, "Policy no. 711105"), (390, 100, "Student ID on card: W3077"), (60, 116, "18842"), (160, 116, "Event: 114-7729-0041")], "member_id", ["W3077 18842"]),
        ([(60, 100, "Plan name"), (380, 100, "Member ID: ZGP 88"), (60, 113, "4410372")], "member_id", ["ZGP 88"]),  # too long to be a group
        ([(60, 100, "Student Plan"), (390, 100, "Member ID: W307718842"), (60, 116, "18842")], "member_id", ["W307718842"]),  # whole
        # a suffix behind a sign
        ([(60, 100, "PERS member ID"), (220, 100, "SHP 00912 8827 * 01")], "member_id", ["SHP 00912 8827 * 01"]),
        ([(60, 100, "Member ID: SHP 00912 8827 # 01")], "member_id", ["SHP 00912 8827 # 01"]),
        ([(60, 100, "Member ID: K77301298*02")], "member_id", ["K77301298*02"]),
        # Spanish words for a contract and a card
        ([(60, 100, "Núm. de contrato"), (220, 100, "ZPV 911840027-01")], "member_id", ["ZPV 911840027-01"]),
        ([(60, 100, "Número de contrato: 084 771 220 03")], "member_id", ["084 771 220 03"]),
        ([(60, 100, "Contrato núm. 084771220")], "member_id", ["084771220"]),
        ([(60, 100, "Número de tarjeta"), (220, 100, "QX 4471 2203")], "member_id", ["QX 4471 2203"]),
        ([(60, 100, "Número de la asegurada"), (220, 100, "QX 4471 2203")], "member_id", ["QX 4471 2203"]),
        # a person's own policy is no guideline
        ([(60, 100, "Subject: Short Term Medical Policy IAIC-OK-5510382, issued September 15, 2025")], "member_id", ["IAIC-OK-5510382"]),
        # what was done with a thing to give it a number
        ([(60, 100, "Receipt logged as: OON 2509 30 118")], "claim_numbers", ["OON 2509 30 118"]),
        ([(60, 100, "Bill registered under no. 4410-2231-88")], "claim_numbers", ["4410-2231-88"]),
        ([(60, 100, "Your claim is filed as 4410-2231-88")], "claim_numbers", ["4410-2231-88"]),
        ([(60, 100, "Appeal recorded as: 4410-2231-88")], "reference_numbers", ["4410-2231-88"]),
        ([(60, 100, "Client code: 4417-B")], "group_number", ["4417-B"]),
    ],
)  # fmt: skip
def test_numbers_in_parts_and_labels_with_an_owner(lines: list, name: str, wanted: list[str]) -> None:  # type: ignore[type-arg]
    made = document(*lines, (60, 300, "We denied the claim. The charge was $1,240.00."))
    assert values(made, name) == wanted


def test_a_block_of_references_in_small_print_at_the_foot_is_read() -> None:
    words = document(
        (60, 600, "UMI"),
        (60, 612, "DEH 1180 44209 001"),
        (300, 600, "Notification no."),
        (300, 612, "UM-A25-104-7733"),
        size=8,
    )
    body = document(
        *(
            (60.0, 100.0 + 14 * i, "We denied it as it is not medically necessary, as said below and above.")
            for i in range(9)
        )
    )
    page = body.pages[0]
    made = replace(body, pages=(replace(page, words=page.words + words.pages[0].words),))
    assert values(made, "member_id") == ["DEH 1180 44209 001"]
    assert values(made, "reference_numbers") == ["UM-A25-104-7733"]
