"""Codes in wordings and layouts of all kinds: which say why, which are of the refused service, which are of a diagnosis."""

import pytest

from extractors import codes, reasoncodes
from extractors.reading import Reading
from tests.extract.page import document, letter
from tests.extract.test_procedure_codes import procedures


def why(made: Reading) -> set[str]:
    return {c.text for c in reasoncodes.reasons(made.sheet, made.labelled, made.claims)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a plan's own code of letters and a number, told by "what code X means"
        ("What code MS-14 means. Medicare does not cover these services, so we cannot pay a benefit.", {"MS-14"}),
        ("Explanation code UM-07 means that no approval was on file.", {"UM-07"}),
        ("Our system gave the code XR9: your plan was not active on that day.", {"XR9"}),
        ("The line was denied with code AB12 (no referral on file).", {"AB12"}),
        ("Denied – CO50/N115. See the notice for your rights.", {"CO50", "N115"}),
        ("The denial carries CO-50 and RARC N115.", {"CO-50", "N115"}),
        ("The claim adjustment reason code is 29.", {"29"}),
        ("The claim was rejected with reject code 75 (prior authorization required).", {"75"}),
        ("The pharmacy saw reject 70, product not covered.", {"70"}),
        ("Adjustment group CO, reason 16, remark M51 and N382.", {"16", "M51", "N382"}),
        ("This is ANSI 96 with remark N130.", {"96", "N130"}),
        ("The denial (CARC 18) stands.", {"CARC 18"}),
        ("The remittance shows OA-18 on each line.", {"OA-18"}),
        ("Reason: PI-204 This service is not covered under your plan.", {"PI-204"}),
        ("Claim ref. 252120047719  •  Procedure 95811  •  code N54/CO-197  •  M-260-204-F", {"N54", "CO-197"}),
        # as claims offices write them
        ("CARC: 197   RARC: N54", {"197", "N54"}),
        ("Denial code(s): 50, M25, N115", {"50", "M25", "N115"}),
        ("Reason code A1 with remark N130 appears on your statement.", {"A1", "N130"}),  # no claim status
        ("Reject codes 70 and MR were returned. MR: Product not on formulary.", {"70", "MR"}),
        ("CO 97 / M15", {"CO 97", "M15"}),
        ("Reason for denial: 197 - Precertification absent", {"197"}),
        ("EX code: PDC - Plan does not cover this item.", {"PDC"}),
        ("Explanation: 1F1 The procedure is not a benefit of this plan.", {"1F1"}),
        ("Edit 5052: No prior authorization on file.", {"5052"}),
        ("Status code F2 and category A3 were returned.", set()),
        # a rule for all, which is not applied to this claim
        ("Claims for drugs filled without authorization are rejected with code 75.", set()),
        ("Claims filed later than 180 days after service are denied (CO-29).", set()),
        ("CLAIMS WITH NO AUTHORIZATION ON FILE ARE DENIED (CO-197).", set()),
        ("Any claim sent without records is returned with remark code N706.", set()),
        ("If a claim is sent late it is denied with code CO-29.", set()),
        ("Services without a referral are always denied with reason code 243.", set()),
        # other codes
        ("Bill type 111, value code 80, condition code 44, revenue code 0120.", set()),
        ("Use promotional code N30 to save.", set()),
        ("Form N116, revised 07/24.", set()),
    ],
)  # fmt: skip
def test_codes_in_sentences(text: str, wanted: set[str]) -> None:
    assert why(Reading.of(letter("Member ID: XYZ123456789", text))) == wanted


@pytest.mark.parametrize(
    ("label", "code", "legend", "wanted"),
    [
        ("Reason", "AQ2", "Ask us for more at the telephone number above.", {"AQ2"}),  # nothing else behind the label
        ("Code", "MS-14", "MS-14: Medicare does not cover these services, so we cannot pay.", {"MS-14"}),
        ("Remark", "PTX, 119", "PTX – Our brochure limits physical therapy to 60 visits. You had used all 60.", {"PTX", "119"}),
        ("Explanation", "R44", "R44: The office notes were not sent, so it is denied.", {"R44"}),
        ("Msg", "NOAUTH", "NOAUTH  No authorization is on file for this service.", {"NOAUTH"}),
        ("Reason", "D-3b", "D-3b  This service is excluded by your certificate.", {"D-3b"}),
        ("Denial code", "4A", "4A = Not a benefit of the plan.", {"4A"}),
        ("Remark code(s)", "97 / N19", "97 The benefit is included in another service.", {"97", "N19"}),
        ("Action code", "X07", "X07 - Duplicate of a claim already processed.", {"X07"}),
        ("Reject code", "MR", "MR: Product not on formulary.", {"MR"}),
    ],
)  # fmt: skip
def test_codes_behind_labels(label: str, code: str, legend: str, wanted: set[str]) -> None:
    beside = document(
        (60, 60, "Member ID: XYZ123456789"), (60, 90, label), (200, 90, code), (60, 150, legend)
    )
    inline = letter("Member ID: XYZ123456789", f"{label}: {code}", "We denied this claim.", legend)
    assert why(Reading.of(beside)) == wanted
    assert why(Reading.of(inline)) == wanted


def test_codes_behind_rsn_on_lines_of_charges() -> None:
    made = letter(
        "Claim number: PE260774110",
        "06/10/25 43239 Upper GI endoscopy. Billed 2,890.00 Repriced 1,406.20 Benefit 0.00 Rsn 51, PX",
        "Rsn 51 These are non-covered services because this is a pre-existing condition.",
        "Rsn PX Office notes show you were treated for reflux within the 60 months before. The charge is excluded.",
    )
    assert why(Reading.of(made)) == {"51", "PX"}


def test_dates_close_to_the_edge_are_no_codes() -> None:
    made = document(
        (54, 60, "Claim number: 2525941100873"),
        (54, 100, "FROM"), (125, 100, "THRU"), (196, 100, "CPT"), (245, 100, "UNITS"), (294, 100, "BILLED"),
        (365, 100, "ALLOW"), (414, 100, "DENY"), (485, 100, "CARC"), (526, 100, "RARC"),
        (54, 117, "09/04/25"), (125, 117, "09/04/25"), (196, 117, "78815"), (245, 117, "1"), (294, 117, "4,310.00"),
        (365, 117, ".00"), (414, 117, "4,310.00"), (485, 117, "197"), (526, 117, "M62"),
        (54, 150, "197 = PRECERTIFICATION ABSENT."), (54, 163, "M62 = MISSING AUTHORIZATION CODE."),
        (54, 180, "PLAN MESSAGE: NIA CASE 25-774120 OF 09/11/25 WAS MADE AFTER THE SCAN."),
    )  # fmt: skip
    assert why(Reading.of(made)) == {"197", "M62"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # what the refused one was billed with, or is part of
        ("We upheld the denial: code E2617 was billed together with code K0861, in which a back is already included.", ["E2617"]),
        ("Denied: 36415 was billed on the same day as 80053 and is part of it.", ["36415"]),
        ("CPT 99214 with modifier 25 is included in the payment for CPT 17110, which was paid.", ["99214"]),
        ("Line in dispute: 99214 with modifier 25. Line already paid: 17110.", ["99214"]),
        ("We denied 97530 because it was reported with 97140 on the same date.", ["97530"]),
        # identifiers that begin like codes
        ("DCN: 25128-OH-7740193. Item: E0466 home ventilator.", ["E0466"]),
        ("Your case 64493-2026-A is about the facet injection (CPT 64493).", ["64493"]),
        ("Medi-Cal rules (Title 22 and W&I Code 14132(v)) cover speech therapy (92507).", ["92507"]),
        ("Write to us at 938 Bannock Street, Mail Code 6000, Denver 80204, or fax your request.", []),
        ("SERVICE ECHOCARDIOGRAM 93306", ["93306"]),
        ("The claim lists 99285-25 and 12001.", ["99285", "12001"]),
        ("Your request for E0652NU is denied.", ["E0652"]),
        ("H0018, 28 days of residential treatment", ["H0018"]),
        ("Lines 1-3: 97110 GP, 97140 GP, 97530 GP denied", ["97110", "97140", "97530"]),
        ("Account 64721 was opened. NDC 50242-0040-62", []),
        # in prose
        ("We denied procedure code 97153 for your son.", ["97153"]),
        ("We denied procedure codes 97153 and 97155 for your son.", ["97153", "97155"]),
        ("Applied behavior analysis, billed as 97153, is not approved.", ["97153"]),
        ("Dental code D6010 (implant) is not covered.", ["D6010"]),
        ("The claim for HCPCS J1745 (infliximab) is denied.", ["J1745"]),
        ("We denied the refill of NDC 00074-4339-02 (HCPCS J0135).", ["J0135"]),
        ("We denied CPT code(s) 22551, 22845 and 20930.", ["22551", "22845", "20930"]),
        ("Revenue code 0124 and DRG 885 are denied.", []),
        ("Anesthesia code 00840 submitted under this claim is refused.", ["00840"]),
    ],
)  # fmt: skip
def test_codes_of_the_refused_service(text: str, wanted: list[str]) -> None:
    assert [c.text for c in procedures(Reading.of(letter("Member ID: XYZ123456789", text)))] == wanted


def diagnosed(made: Reading) -> list[str]:
    return [c.text for c in codes.diagnoses(made.sheet, made.lexicon, made.found, set())]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Diagnosis billed: M47.816.", ["M47.816"]),
        ("Dx M5416 and M47816", ["M5416", "M47816"]),  # as claims forms print them
        ("Diagnosis code: G35", ["G35"]),
        ("Diagnosis: Crohn’s disease (K50.90), anemia (D50.9)", ["K50.90", "D50.9"]),
        ("The policy is CG-MED-83; the drug is J2350.", []),
        ("Medical policy M10.5 applies.", []),
        ("DX1 S83511A DX2 M2351", ["S83511A", "M2351"]),
        ("prostate cancer (C61)", ["C61"]),
        ("Version B12.3; LCD L33797 and article A52515", []),
        ("G35", ["G35"]),  # alone in its cell
        ("B12", []),  # a vitamin, a remark
    ],
)  # fmt: skip
def test_diagnoses(text: str, wanted: list[str]) -> None:
    assert diagnosed(Reading.of(letter("Member ID: XYZ123456789", text))) == wanted


@pytest.mark.parametrize("head", ["Validated", "Revised", "Corrected", "Allowed", "After review", "Paid as"])
def test_diagnosis_that_the_plan_put_in_its_place(head: str) -> None:
    made = document(
        (60, 60, "Member ID: XYZ123456789"), (260, 90, "Billed"), (420, 90, head),
        (60, 110, "Principal diagnosis"), (260, 110, "A41.9"), (420, 110, "N39.0"),
        (60, 130, "Secondary diagnosis"), (260, 130, "R65.20"), (420, 130, "—"),
    )  # fmt: skip
    assert diagnosed(Reading.of(made)) == ["A41.9", "R65.20"]


def test_a_code_in_the_column_of_a_sure_one_stays() -> None:
    made = document(
        (60, 60, "Member ID: XYZ123456789"), (60, 90, "Service"), (300, 90, "Asked for"), (420, 90, "Not approved"),
        (60, 110, "Therapeutic exercise 97110"), (300, 110, "18 visits"), (420, 110, "12 visits"),
        (60, 130, "Manual therapy 97140"), (300, 130, "18 visits"), (420, 130, "12 visits"),
        (60, 170, "We denied CPT 97140 and the exercise."),
    )  # fmt: skip
    assert {c.text for c in procedures(Reading.of(made))} == {"97110", "97140"}
