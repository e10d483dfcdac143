"""Numbers of pharmacy claims, of claims decided anew, and of persons and groups on papers that abbreviate."""

from typing import Any

import pytest

from extractors import numbers
from extractors.idlabels import spelled_out
from extractors.lexicon import lexicon
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import document, letter

NOT_PAID = "We did not pay the claim. The charge of $412.00 was denied since the drug is not covered."
NEEDED = "We denied the request."


def values(made: Document, kind: str = "eob_denial") -> dict[str, Any]:
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, kind, fields)
    return {k: [x.value for x in v] if isinstance(v, tuple) else v.value for k, v in fields.items()}


def read(lines: list[str], wanted: dict[str, Any]) -> None:
    found = values(letter(*lines))
    assert {name: found.get(name) for name in wanted} == wanted


PHARMACY: list[tuple[list[str], dict[str, Any]]] = [
    (["Member ID: W2218 40931", "Rx #: 7718842", "Claim number: 26041177182", NOT_PAID], {"claim_numbers": ["26041177182"]}),  # a prescription's number is no claim's
    (["Cardholder ID: W2218 40931", "Prescription number: 0418823-00", "Transaction reference: 260411771829004", NOT_PAID], {"claim_numbers": ["260411771829004"]}),  # by elimination
    (["Member ID: W2218 40931   Rx BIN: 610014   PCN: MEDDPRIME   RxGrp: ACMERX1", "PBM claim ID 260411771829004-000", NOT_PAID], {"claim_numbers": ["260411771829004-000"]}),
    (["Member ID: W2218 40931", "Rx number 7718842; claim authorization number 260411771829", NOT_PAID], {"claim_numbers": ["260411771829"], "reference_numbers": []}),
    (["Member ID: W2218 40931", "Reject 75, Rx 7718842, pharmacy NCPDP 1234567, transaction 26041177182900.", NOT_PAID], {"claim_numbers": ["26041177182900"]}),
    (["Member ID: W2218 40931", "DMR # 26004418", "You sent us a claim to be paid back $412.00. We denied it."], {"claim_numbers": ["26004418"]}),  # direct member reimbursement
    (["Member ID: W2218 40931", "About your claim form: transaction EM-70041928", NOT_PAID], {"claim_numbers": ["EM-70041928"], "reference_numbers": []}),
    (["Member ID: W2218 40931", "Transaction number: 26-118829410", "We denied the prior authorization for this drug."], {"claim_numbers": [], "reference_numbers": ["26-118829410"]}),  # nothing was billed
    (["Member ID: W2218 40931", "Claim number: 26041177182", "Transaction number: 26-118829410", NOT_PAID], {"claim_numbers": ["26041177182"]}),  # the claim has its own
]  # fmt: skip
ANEW: list[tuple[list[str], dict[str, Any]]] = [
    (["Member ID: W2218 40931", "Claim 25331E00774 (adjusted: 25331E00774-A1) is denied."], {"claim_numbers": ["25331E00774-A1"]}),
    (["Member ID: W2218 40931", "Claim 25331E00774, now claim 25331E00802, is denied. The charge is $412.00."], {"claim_numbers": ["25331E00802"]}),
    (["Member ID: W2218 40931", "Claim number 2535914007716 was reprocessed as claim number 2603114400847, which is denied. The charge is $412.00."], {"claim_numbers": ["2603114400847"]}),
    (["Member ID: W2218 40931", "Claim number: 2603114400847 (formerly 2535914007716)", NOT_PAID], {"claim_numbers": ["2603114400847"]}),
    (["Member ID: W2218 40931", "Claim 2603114400847 (replaces 2535914007716)", NOT_PAID], {"claim_numbers": ["2603114400847"]}),
    (["Member ID: W2218 40931", "Claim 2603114400847, a corrected claim for 2535914007716, is denied. The charge is $412.00."], {"claim_numbers": ["2603114400847"]}),
    (["Member ID: W2218 40931", "ICN 2603114400847   ORIG ICN 2535914007716 PD 01/09/2026   STATUS 4 - DENIED", "Charge $412.00"], {"claim_numbers": ["2603114400847"]}),
    (["Member ID: W2218 40931", "Old claim no. 2535914007716. New claim no. 2603114400847. The charge of $412.00 is not covered."], {"claim_numbers": ["2603114400847"]}),
]  # fmt: skip
PERSONS: list[tuple[list[str], dict[str, Any]]] = [
    # letters of the number that elsewhere stand for the time, a state or the nation
    (["Policy Number PM 7714-20-388", NOT_PAID], {"member_id": "PM 7714-20-388"}),
    (["Certificate no.: US 40017-221", NOT_PAID], {"member_id": "US 40017-221"}),
    (["Policy: ET 771420388", NOT_PAID], {"member_id": "ET 771420388"}),
    # abbreviated on remittances
    (["SUBSCR NO: 48827716-00 GRP: 24419", NOT_PAID], {"member_id": "48827716-00", "group_number": "24419"}),
    (["ENRLE NO: 48827716-00", NOT_PAID], {"member_id": "48827716-00"}),
    (["BENEF ID: 48827716-00", NOT_PAID], {"member_id": "48827716-00"}),
    (["INSRD ID 48827716-00", NOT_PAID], {"member_id": "48827716-00"}),
    (["SUBS NO: 48827716-00", NOT_PAID], {"member_id": "48827716-00"}),
    (["PARTIC NO: 48827716-00", NOT_PAID], {"member_id": "48827716-00"}),
    (["POL NO: 48827716-00", NOT_PAID], {"member_id": "48827716-00"}),
    (["CONTR NO 48827716-00", NOT_PAID], {"member_id": "48827716-00"}),
    # groups of letters alone
    (["Your member number is 00W4417720-03 and you are in group ETFSTATE.", NOT_PAID], {"group_number": "ETFSTATE", "member_id": "00W4417720-03"}),
    (["Member ID: 00W4417720-03", "Group no. ETFSTATE", NOT_PAID], {"group_number": "ETFSTATE"}),
    (["Member ID: 00W4417720-03    Group ID: KTRLOC", NOT_PAID], {"group_number": "KTRLOC"}),
    (["Member ID: 00W4417720-03, group number CALPERS, plan PPO", NOT_PAID], {"group_number": "CALPERS"}),
    (["Member No. MHC 220 918 400 | Policy: Access Care Silver, group IND-MT", NOT_PAID], {"group_number": "IND-MT"}),
    (["MEMBERSHIP: YKC20774190001 GROUP/SEC: 30077000-0004", NOT_PAID], {"group_number": "30077000-0004"}),
    (["Member ID: 00W4417720-03", "GROUP NUMBER POLICY HOLDER", NOT_PAID], {"group_number": None}),  # heads of columns
    # of the employer whose name stands beside it
    (["Cigna ID U70 114 4092 03, account 3200771 (Narragansett Bay Robotics)", NOT_PAID], {"group_number": "3200771"}),
    (["Your ID is 10446718802; your coverage is through Niagara Glass Works (00071452), which is insured.", NOT_PAID], {"group_number": "00071452"}),
    # the record of a plan that is its members' hospital too
    (["Kaiser Permanente", "Grievance 2507-D-11842 Medical record no. 12044178 Group 4417-0", NOT_PAID], {"member_id": "12044178", "group_number": "4417-0"}),
    (["Kaiser Foundation Health Plan", "Med. rec. no. 12044178", NOT_PAID], {"member_id": "12044178"}),
    (["Kaiser Foundation Health Plan", "MR# 12044178", NOT_PAID], {"member_id": "12044178"}),
]  # fmt: skip
REFERENCES: list[tuple[list[str], dict[str, Any]]] = [  # what was approved before, and the numbers of faxes, are none
    (["Member ID: W2218 40931", "Request EPA-7719204416 is denied. Earlier approval EPA-7402118833 ends 12/31/2025."], {"reference_numbers": ["EPA-7719204416"]}),
    (["Member ID: W2218 40931", "Request 26-7719204416 is denied. Your current authorization 26-7402118833 runs through 12/31/2025."], {"reference_numbers": ["26-7719204416"]}),
    (["Member ID: W2218 40931", "Request 26-7719204416 is denied. You may have an approval letter dated February 27, 2025 (authorization 26-7402118833)."], {"reference_numbers": ["26-7719204416"]}),
    (["Member ID: W2218 40931", "The stay was certified as medically necessary on May 7, 2025 (certification 25-127-0093). Coverage had ended.", NEEDED], {"reference_numbers": []}),
    (["Member ID: W2218 40931", "It could not be certified (request 25-127-0093).", NEEDED], {"reference_numbers": ["25-127-0093"]}),
    (["Member ID: W2218 40931", "Request 26-7719204416 is denied. Visits one to ten: approved (auth. 25273-SC-0094, through 12/31/2025)."], {"reference_numbers": ["26-7719204416"]}),
    (["Member ID: W2218 40931", "This is the same charge; see reference no. 5982527900863, paid 10/15/2025.", NEEDED], {"reference_numbers": []}),
    (["Member ID: W2218 40931", "Notice no. PN-0044718", "Tracking no. 25217-CSR-8840", NEEDED], {"reference_numbers": ["25217-CSR-8840"]}),  # of the paper
    (["Member ID: W2218 40931", "Notice no. PN-0044718", NEEDED], {"reference_numbers": ["PN-0044718"]}),  # it has no other
    (["Member ID: W2218 40931", "Call reference: I-55082114", "Case 250811-00447", NEEDED], {"reference_numbers": ["250811-00447"]}),
    (["Member ID: W2218 40931", "Fax reference 88-4402917   MNR Form 250811-HI-00447", NEEDED], {"reference_numbers": ["250811-HI-00447"]}),
    (["Member ID: W2218 40931", "Fax confirmation no. 88-4402917   Case 250811-00447", NEEDED], {"reference_numbers": ["250811-00447"]}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), PHARMACY)
def test_claims_of_a_pharmacy(lines: list[str], wanted: dict[str, Any]) -> None:
    read(lines, wanted)


@pytest.mark.parametrize(("lines", "wanted"), ANEW)
def test_claims_decided_anew(lines: list[str], wanted: dict[str, Any]) -> None:
    read(lines, wanted)


@pytest.mark.parametrize(("lines", "wanted"), PERSONS)
def test_numbers_of_persons_and_groups(lines: list[str], wanted: dict[str, Any]) -> None:
    read(lines, wanted)


@pytest.mark.parametrize(("lines", "wanted"), REFERENCES)
def test_references_of_other_requests(lines: list[str], wanted: dict[str, Any]) -> None:
    read(lines, wanted)


@pytest.mark.parametrize(
    "label", ["Transaction", "Trans. no.", "Document", "Reference", "Our ref.", "Bill no."]
)
def test_a_column_of_the_numbers_of_charges_is_of_claims(label: str) -> None:
    heads = (label, "Service", "Day", "Charge", "We paid", "Not covered")
    row = ("260302-77415", "Hospital bed E0260", "02/12/2026", "$167.00", "$0.00", "$167.00")
    places = (60, 170, 280, 350, 430, 510)
    table = [
        (float(x), y, text)
        for y, line in ((130.0, heads), (144.0, row))
        for x, text in zip(places, line, strict=True)
    ]
    assert values(document((60, 50, "Member ID: W2218 40931"), *table))["claim_numbers"] == ["260302-77415"]


def test_the_number_of_an_employer_beside_that_of_a_person() -> None:
    for label in ("Client no.", "Customer number"):
        rows = (
            (60, 60, "Subscriber #"),
            (160, 60, "YZK800331729001"),
            (60, 76, label),
            (160, 76, "00517743"),
        )
        found = values(document(*rows, (60, 120, NOT_PAID)))
        assert (found["member_id"], found["group_number"]) == ("YZK800331729001", "00517743")
    assert (
        values(letter("Customer number: 00517743", NOT_PAID))["member_id"] == "00517743"
    )  # no other: the person's


@pytest.mark.parametrize(
    ("word", "noun"),
    [
        ("subscr", "subscriber"), ("enrle", "enrollee"), ("insrd", "insured"), ("certif", None),
        ("ident", None), ("part", None), ("track", None),  # words of their own
        ("empl", None),  # employee or employer
        ("prov", None), ("xyzw", None),  # what is no person's, and nothing at all
    ],
)  # fmt: skip
def test_abbreviated_nouns(word: str, noun: str | None) -> None:
    assert spelled_out(lexicon(), word) == noun


ALIKE: list[tuple[list[str], list[str]]] = [
    # numbers of one list are of one kind
    (["Claims: 90266-1177-04-2 (03/11/2025) 90266-1177-05-9 (04/02/2025) 90266-1180-22-3 (12/01/2025)", NOT_PAID],
     ["90266-1177-04-2", "90266-1177-05-9", "90266-1180-22-3"]),
    (["Claim numbers 25-1377004 and 25-1381926", NOT_PAID], ["25-1377004", "25-1381926"]),
    # what is called a claim's in a letter with no other is one, if the words around it speak of it seldom
    (["There are two bills, both of Trinity Health: our 5-10447 for the emergency room, and our 5-10448 for surgery, $9,300.00 together. We refuse both."], ["5-10447", "5-10448"]),
    (["Worksheet #: 25-W-60371", NOT_PAID], ["25-W-60371"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), ALIKE)
def test_claims_that_few_words_speak_for(lines: list[str], wanted: list[str]) -> None:
    assert values(letter("Member ID: W2218 40931", *lines))["claim_numbers"] == wanted


def test_a_short_label_is_no_part_of_its_number() -> None:
    rows = (
        (60, 60, "Subscriber"),
        (160, 60, "Loretta Tidmore"),
        (139, 76, "PID"),
        (160, 76, "P00 7719 3382"),
        (60, 92, "Dependent"),
        (160, 92, "Braxton Tidmore"),
    )
    assert values(document(*rows, (60, 160, NEEDED)))["member_id"] == "P00 7719 3382"
    joined = ((60, 60, "Member ID"), (139, 60, "ZEF"), (160, 60, "9 0417 7732"))  # letters that are
    assert values(document(*joined, (60, 160, NEEDED)))["member_id"] == "ZEF 9 0417 7732"


def test_the_second_half_of_a_label_for_a_name_and_a_number() -> None:
    for label in ("Patient / ID card", "Member and certificate", "Insured / policy no."):
        rows = (
            (60, 60, label),
            (220, 60, "Octavia Birdsong / CCM 66102-88"),
            (60, 76, "Prescriber"),
            (220, 76, "Lucian Moe, MD"),
        )
        assert values(document(*rows, (60, 160, NEEDED)))["member_id"] == "CCM 66102-88"


def test_a_set_of_codes_is_no_reference() -> None:
    rows = (
        (60, 60, "eviCore case"),
        (160, 60, "Requested"),
        (260, 60, "ICD-10"),
        (60, 74, "1208834417"),
        (160, 74, "04/04/2026"),
        (260, 74, "M54.50"),
    )
    assert values(document((60, 40, "Member ID: W2218 40931"), *rows, (60, 160, NEEDED)))[
        "reference_numbers"
    ] == ["1208834417"]
