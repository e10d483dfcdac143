"""Numbers whose label stands behind them, between marks, before a name, or over the end of a line."""

from typing import Any

import pytest

from extractors import numbers
from extractors.reading import Fields, Reading
from tests.extract.page import document, letter

NOT_NEEDED = "We have denied the request for this service since it is not medically necessary."
NOT_PAID = "We did not pay the claim. The charge of $1,240.00 was denied since the service is not covered."

BEHIND: list[tuple[list[str], dict[str, Any]]] = [  # the label stands behind the number
    (["Please quote AHP-0440172 (your member number) and P260311-19 (our number for Dr. Lee's letter) when you write."], {"member_id": "AHP-0440172", "reference_numbers": ["P260311-19"]}),
    (["You are number 8817-00423 with us as a member; the request has the number 26-PA-1188."], {"member_id": "8817-00423", "reference_numbers": ["26-PA-1188"]}),
    (["When you call have W2218 40931, your member ID, and 2026-A-0171, the appeal number, at hand."], {"member_id": "W2218 40931", "reference_numbers": ["2026-A-0171"]}),
    (["XQH881204417 is your member ID and 0098812 is your group number."], {"member_id": "XQH881204417", "group_number": "0098812"}),
    (["About: 26-118-40031 (claim), 77-1184402 (member), 00417 (group)"], {"member_id": "77-1184402", "claim_numbers": ["26-118-40031"], "group_number": "00417"}),
    (["Refer to 2026-0311-77 (case number) and ZKB 400 118 227 (subscriber ID)."], {"member_id": "ZKB 400 118 227", "reference_numbers": ["2026-0311-77"]}),
    (["Numbers: PA-77120-26 — prior authorization; 900-44182-01 — member"], {"member_id": "900-44182-01", "reference_numbers": ["PA-77120-26"]}),
    (["On every page write 900-44182-01, which is the number on your card, and AP-26-00318, which is the number of this appeal."], {"member_id": "900-44182-01", "reference_numbers": ["AP-26-00318"]}),
    (["Claim E26118400312 was sent for you under 3348812-02 (your ID with us)."], {"member_id": "3348812-02", "claim_numbers": ["E26118400312"]}),
    (["(Member 3348812-02; 26-4417-PA is the request.)"], {"member_id": "3348812-02", "reference_numbers": ["26-4417-PA"]}),
]  # fmt: skip
ITEMS: list[tuple[list[str], dict[str, Any]]] = [  # short items between marks, their labels without "no." or a colon
    (["For our staff: mbr C20884417-01 / grp 007719 / UM event 2025195-0044 / ltr MN-14 rev 3"], {"member_id": "C20884417-01", "group_number": "007719", "reference_numbers": ["2025195-0044"]}),
    (["Sent April 13, 2026 · Member C0017 88236-01 · Individual plan · Appeal 2L-26-0077 · Prior approval 1-26-00418877"], {"member_id": "C0017 88236-01", "reference_numbers": ["2L-26-0077", "1-26-00418877"]}),
    (["subscriber ZKB400118227 | group 118-04 | case 26-0091823"], {"member_id": "ZKB400118227", "group_number": "118-04", "reference_numbers": ["26-0091823"]}),
    (["[mem 8841-220-07] [grp 40017-A] [auth 260311-0042]"], {"member_id": "8841-220-07", "group_number": "40017-A", "reference_numbers": ["260311-0042"]}),
    (["ID W2218 40931; Grp 0417-22; Ref 26-UM-04418"], {"member_id": "W2218 40931", "group_number": "0417-22", "reference_numbers": ["26-UM-04418"]}),
    (["Enrollee 40018-77123 – Group 5518 – Claim 2603-11-40017"], {"member_id": "40018-77123", "claim_numbers": ["2603-11-40017"], "group_number": "5518"}),
    (["RE: Ana Rivera / ID 77-10334-2 / Claim 26.0311.40017"], {"member_id": "77-10334-2", "claim_numbers": ["26.0311.40017"]}),
    (["Insd XQH881204417 * Cert 40017 * File 26-00412"], {"member_id": "XQH881204417"}),
    (["Member C0017 88236-01, group 40017, precert 26-0041887"], {"member_id": "C0017 88236-01", "group_number": "40017", "reference_numbers": ["26-0041887"]}),
]  # fmt: skip
NAMES: list[tuple[list[str], dict[str, Any]]] = [  # a name stands between the label and the number
    (["Insured's ID: A30042981-00", "Group: Stark Metal Forming Health Plan 11872"], {"group_number": "11872", "member_id": "A30042981-00"}),
    (["Member: Ana Rivera 77-10334-2"], {"member_id": "77-10334-2"}),
    (["Patient/ID: Ana Rivera W2218 40931"], {"member_id": "W2218 40931"}),
    (["Employer group: City of Norwalk 0042281"], {"group_number": "0042281"}),
    (["Group Bluffton Tool & Die 90417-01"], {"group_number": "90417-01"}),
    (["Subscriber: RIVERA, ANA M. XQH881204417"], {"member_id": "XQH881204417"}),
    (["Member Ana Rivera, 77-10334-2"], {"member_id": "77-10334-2"}),
    (["Appellant: Ana Rivera (77-10334-2)"], {"member_id": "77-10334-2"}),
    (["Plan sponsor / account: Potomac Avionics 2499083"], {"group_number": "2499083"}),
]  # fmt: skip
SUFFIXES: list[tuple[list[str], dict[str, Any]]] = [  # a suffix set apart belongs to the number
    (["your individual policy with the number 10330 88174 *02."], {"member_id": "10330 88174 *02"}),
    (["Member ID: 10330 88174*02"], {"member_id": "10330 88174*02"}),
    (["Member ID: 103308817 #02"], {"member_id": "103308817 #02"}),
    (["Member ID: 103308817 / 02"], {"member_id": "103308817 / 02"}),
    (["Member ID: 103308817 -02"], {"member_id": "103308817 -02"}),
]  # fmt: skip
STATUTES: list[tuple[list[str], dict[str, Any]]] = [  # a statute is no reference
    (["You may ask for an independent review (AS 21.07.050)."], {"reference_numbers": []}),
    (["Under N.D.C.C. 26.1-36-44 the case is closed."], {"reference_numbers": []}),
    (["The request is governed by RCW 48.43.535 and WAC 284-43-3110."], {"reference_numbers": []}),
    (["The case is decided by 18 Del. C. 332 and HRS 432E-33."], {"reference_numbers": []}),
    (["Appeal rights: Ind. Code 27-13-10.1, MT Code 33-32-410, 40 P.S. 991.2161"], {"reference_numbers": []}),
    (["See Haw. Rev. Stat. 432E-33; Utah Code 31A-22-629; Idaho Code 41-5905; Miss. Code 83-9-6"], {"reference_numbers": []}),
]  # fmt: skip
ELSEWHERE: list[tuple[list[str], dict[str, Any]]] = [  # what was approved, expired or is another's is no reference of this decision
    (["Case: 20250812-004417", "Breast reduction: approved - certification no. 8841-0072"], {"reference_numbers": ["20250812-004417"]}),
    (["Case 26-0091823", "Authorization 25-0905-3318 for a network program stays open."], {"reference_numbers": ["26-0091823"]}),
    (["Case 26-0091823", "The authorization PA-8830142 which your office quoted was for a different drug and expired on January 31, 2026."], {"reference_numbers": ["26-0091823"]}),
    (["Case 26-0091823", "Ten visits were approved under authorization 26-114-8823."], {"reference_numbers": ["26-0091823"]}),
    (["Case 26-0091823", "Your earlier request, 25-114-8823, was approved."], {"reference_numbers": ["26-0091823"]}),
    (["Case 26-0091823", "This is a duplicate of the service paid under reference no. 5982527900863."], {"reference_numbers": ["26-0091823"]}),
    (["Case 26-0091823", "Authorization 26-114-8823 covers the first five days and remains in force."], {"reference_numbers": ["26-0091823"]}),
    (["Case 26-0091823", "A substitute drug has been authorized under PA 26-114-8823."], {"reference_numbers": ["26-0091823"]}),
    (["Case 26-0091823 has been denied.", "The authorization that you hold, 26-114-8823, can be used until June."], {"reference_numbers": ["26-0091823"]}),
]  # fmt: skip
LISTS: list[tuple[list[str], dict[str, Any]]] = [  # claims of one list share what is said of them
    (["Claims 7125330188 and 7125330204", "1. The claim. The Plan paid for September 8 to September 28. On October 15 benefits were denied ($48,645.00)."], {"claim_numbers": ["7125330188", "7125330204"]}),
    (["Claims: 7125330188, 7125330204 and 7125330377", "The plan paid the first three visits. The rest were denied. The charge was $980.00."], {"claim_numbers": ["7125330188", "7125330204", "7125330377"]}),
    (["Claim nos. 7125330188 / 7125330204", "We have denied these claims. Earlier claims were paid. $300.00"], {"claim_numbers": ["7125330188", "7125330204"]}),
    (["Your claims 7125330188 and 7125330204 were denied. A third, 7125330377, was paid. $300.00"], {"claim_numbers": ["7125330188", "7125330204"]}),
    (["RE: Claims 7125330188 & 7125330204", "Dear Ms. Rivera: We paid claim 7125330188. Claim 7125330204 stays denied. $300.00"], {"claim_numbers": ["7125330204"]}),
]  # fmt: skip
ACCOUNTS: list[tuple[list[str], dict[str, Any]]] = [  # accounts and policies of whoever pays for the plan
    (["Employer acct 3342871", "Plan ID U70441836 01"], {"group_number": "3342871", "member_id": "U70441836 01"}),
    (["Plan sponsor: Potomac Avionics Group Health Benefit Plan (self-insured). Account 2499083", "Customer ID U81220947 00"], {"group_number": "2499083", "member_id": "U81220947 00"}),
    (["It has to do with coverage under the University of Virginia student plan (policy 474962, your ID W2604 11873)."], {"group_number": "474962", "member_id": "W2604 11873"}),
    (["Member ID: SHP*220987413", "Coverage: group HMO no. 31775-10, underwritten by Sentara Health Plans."], {"group_number": "31775-10", "member_id": "SHP*220987413"}),
    (["Member ID: JZX906214885", "Rx Group: RX7546", "Carrier/Group: 2C41-0001"], {"group_number": "2C41-0001"}),
    (["Member ID: JZX906214885", "RxGrp: RX7546", "Group No.: 400118"], {"group_number": "400118"}),
    (["Member ID: JZX906214885", "RxGrp: RX7546"], {"group_number": "RX7546"}),
    (["Underwritten group coverage; group 10055023.", "Member ID: JZX906214885"], {"group_number": "10055023"}),
    (["Customer (employer) number 3342871", "Member ID: JZX906214885"], {"group_number": "3342871"}),
]  # fmt: skip
FILES: list[tuple[list[str], dict[str, Any]]] = [  # whatever the plan calls its file
    (["Review ID 64410923", "Member ID: JZX906214885"], {"reference_numbers": ["64410923"]}),
    (["Stay no.: IP-251560-0882", "Member ID: JZX906214885"], {"reference_numbers": ["IP-251560-0882"]}),
    (["Admission # IP-251560-0882", "Member ID: JZX906214885"], {"reference_numbers": ["IP-251560-0882"]}),
    (["Submission ID: 64410923", "Member ID: JZX906214885"], {"reference_numbers": ["64410923"]}),
    (["Ticket 64410923", "Member ID: JZX906214885"], {"reference_numbers": ["64410923"]}),
]  # fmt: skip
PARTS: list[tuple[list[str], dict[str, Any]]] = [  # what belongs to a number and what does not
    (["Identification no.: 7091 5582 GE"], {"member_id": "7091 5582 GE"}),  # letters that end it
    (["Case: 26-088140725 DM"], {"reference_numbers": ["26-088140725 DM"]}),
    (["Member ID: 7091 5582 PPO"], {"member_id": "7091 5582"}),  # a kind of plan
    (["Member ID: 7091 5582 TX"], {"member_id": "7091 5582"}),  # a state
    (["Member no. RM3 990 4417 00"], {"member_id": "RM3 990 4417 00"}),  # no room's number
    (["UMI R58 4471 220"], {"member_id": "R58 4471 220"}),  # a label of three letters is no prefix
    (["Rx member SNM 30077158"], {"member_id": "SNM 30077158"}),
    (["CLAIM 2 of 3 No. 25-2786-10337"], {"claim_numbers": ["25-2786-10337"]}),  # which of several it is
    (["4455 LBJ Freeway, Suite 375", "Our claim number 25-1377004"], {"claim_numbers": ["25-1377004"]}),
    (["Your claim for $412.00 (no. 26-1188-401) was not paid."], {"claim_numbers": ["26-1188-401"]}),
    (["Our control number: PA25-08-11742", "Write to the Claim Appeals Department."], {"reference_numbers": ["PA25-08-11742"]}),
    (["Claim 2603-1140017 was processed on March 3, 2026 and no benefit was paid."], {"claim_numbers": ["2603-1140017"]}),
]  # fmt: skip
OUTCOMES: list[tuple[list[str], dict[str, Any]]] = [  # what is said of the last claim of a list is said of all
    (["Claims 26-0044-117 and 26-0044-119 were paid. Claim 26-0044-118 for $412.00 was not."], {"claim_numbers": ["26-0044-118"]}),
    (["Of your claims only 26-0044-118 is denied; 26-0044-117 and 26-0044-119 were paid."], {"claim_numbers": ["26-0044-118"]}),
    (["Payment was made on claim 26-0044-117. No payment was made on claim 26-0044-118 ($412.00)."], {"claim_numbers": ["26-0044-118"]}),
    (["Claim 26-0044-118 is again denied. Claim 26-0044-117, from the same day, is not part of this appeal."], {"claim_numbers": ["26-0044-118"]}),
    (["Claim 26-0044-118 is a corrected version of claim 26-0044-111."], {"claim_numbers": ["26-0044-118"]}),
]  # fmt: skip
SHAPES: list[tuple[list[str], dict[str, Any]]] = [  # told by their own make, or by a label for two
    (["MBI: 1EG4-TE5-MK73"], {"member_id": "1EG4-TE5-MK73"}),  # a number of Medicare
    (["Claim / Appeal: 26-0044-118 / AP-118-26"], {"claim_numbers": ["26-0044-118"], "reference_numbers": ["AP-118-26"]}),
    (["Subject: Denial of claim no.26-0044-118"], {"claim_numbers": ["26-0044-118"]}),  # without a space
    (["Transaction number 260311400179 (pharmacy claim)"], {"claim_numbers": ["260311400179"]}),
    (["Reimbursement request no. 2603-1140017"], {"claim_numbers": ["2603-1140017"]}),
    (["Núm. de afiliado 778-22-1041"], {"member_id": "778-22-1041"}),
    (["MNR Form ID 64410923"], {"reference_numbers": ["64410923"]}),
    (["Identification number for this appeal: GA 25-118804"], {"reference_numbers": ["GA 25-118804"]}),
]  # fmt: skip
TABLES = (
    PARTS,
    OUTCOMES,
    SHAPES,
    BEHIND,
    ITEMS,
    NAMES,
    SUFFIXES,
    STATUTES,
    ELSEWHERE,
    LISTS,
    ACCOUNTS,
    FILES,
)


def read(made: Any) -> dict[str, Any]:
    reading, fields = Reading.of(made), Fields()
    numbers.identifiers(reading, "initial_denial", fields)
    return {
        name: [f.value for f in found] if isinstance(found, tuple) else found.value
        for name, found in fields.items()
    }


@pytest.mark.parametrize(("lines", "wanted"), [row for table in TABLES for row in table])
def test_numbers_as_they_are_said(lines: list[str], wanted: dict[str, Any]) -> None:
    found = read(letter(*lines, NOT_PAID if "claim_numbers" in wanted else NOT_NEEDED))
    assert {name: found.get(name) for name in wanted} == wanted


def test_a_label_at_the_end_of_a_line_names_the_number_that_begins_the_next() -> None:
    made = document(
        (60, 100, "Re: Receipt of your appeal"),
        (215, 100, "Member no. S10044872-1"),
        (360, 100, "Appeal no. 25-A-2207"),
        (480, 100, "Claim"),
        (60, 116, "5204E009117"),
        (60, 160, NOT_PAID),
    )
    assert read(made) == {
        "member_id": "S10044872-1",
        "claim_numbers": ["5204E009117"],
        "reference_numbers": ["25-A-2207"],
    }


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        # a label under each number
        (
            [(60, 100, "W2218 40931"), (60, 111, "member ID"), (220, 100, "CHP"), (220, 111, "plan")],
            {"member_id": "W2218 40931"},
        ),
        # a label of two lines, level with the middle of its number
        (
            [(60, 100, "Claim"), (60, 114, "number"), (140, 107, "2603-1140017")],
            {"claim_numbers": ["2603-1140017"]},
        ),
        # a label set apart is no part of the number
        ([(60, 100, "DCN"), (84, 100, "E2525911804700")], {"claim_numbers": ["E2525911804700"]}),
    ],
)
def test_numbers_by_labels_around_them(cells: list[tuple[float, float, str]], wanted: dict[str, Any]) -> None:
    found = read(document(*cells, (60, 300, NOT_PAID)))
    assert {name: found.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("lines", "fallback"),
    [
        (
            ["Kaiser Foundation Health Plan", "Medical Record Number: 11940276"],
            0.0,
        ),  # its members have no other
        (["Cody Health Plan", "Medical Record Number: 11940276"], 1.0),  # a hospital's, as a rule
    ],
)
def test_the_record_number_of_a_plan_with_hospitals(lines: list[str], fallback: float) -> None:
    reading, fields = Reading.of(letter(*lines, NOT_NEEDED)), Fields()
    numbers.identifiers(reading, "initial_denial", fields)
    found = fields["member_id"]
    assert not isinstance(found, tuple) and found.value == "11940276"
    assert reading.features["member_id"]["fallback"] == fallback
