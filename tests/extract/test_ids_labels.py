"""Labels of numbers that no list foresees, what only looks like a label, numbers in parts and labels with an owner."""

import pytest

from tests.extract.page import document
from tests.extract.test_ids import values


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
