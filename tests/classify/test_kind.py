"""What kind of letter: rules and model read whole letters typed for the test."""

import pytest

from extractors.kind import kind
from pipeline.models.fields import DocumentKind as K
from tests.classify.paper import typed

RIGHTS = """
If you disagree

You may appeal within 180 days of the date of this letter. If we uphold the denial you may ask for an
external review by an independent review organization. We will answer within 30 days.
"""

LETTERS = {
    "a plain denial": (
        K.INITIAL_DENIAL,
        "NOTICE OF DENIAL\n\nDear Ann Reed:\n\nWe cannot approve the lumbar spine MRI. The request is denied because your notes do not "
        "show weakness, so the scan is not medically necessary." + RIGHTS,
    ),
    "a partial approval is a denial of the rest": (
        K.INITIAL_DENIAL,
        "Dear Ann Reed:\n\nWe approved 6 visits and denied the other 12. The 12 visits are not medically necessary because "
        "the records do not show that you need a therapist that often. The rest of your request is denied."
        + RIGHTS,
    ),
    "a rescission": (
        K.INITIAL_DENIAL,
        "NOTICE OF RESCISSION\n\nDear Ann Reed:\n\nWe are rescinding your policy back to its first day because of an intentional "
        "misrepresentation of a material fact on your application." + RIGHTS,
    ),
    "an appeal upheld, with the first denial told again": (
        K.FINAL_INTERNAL_DENIAL,
        "DECISION ON YOUR APPEAL\n\nDear Ann Reed:\n\nYou appealed our denial of May 2, 2026. The reviewer was not involved in "
        "the first decision. We are upholding the denial. The treatment is investigational because the trials are small.\n\n"
        "You may ask for an external review within four months of receiving this decision.",
    ),
    "an appeal partly upheld": (
        K.FINAL_INTERNAL_DENIAL,
        "Dear Ann Reed:\n\nThe Appeals Committee met to consider your appeal. We reversed the denial of the first item, "
        "but the committee voted to uphold the denial of the brow lift, which is cosmetic. This is our final decision.\n\n"
        "You may ask for an external review within four months.",
    ),
    "an EOB with a denied line": (
        K.EOB_DENIAL,
        "EXPLANATION OF BENEFITS\n\nThis is not a bill\n\nService    Billed    Not covered    Plan paid    Code\n"
        "CT scan    $900.00    $900.00    $0.00    P1\nVisit    $120.00    $0.00    $80.00    45\n\n"
        "P1    No prior authorization was obtained, and payment is denied.\n45    Network discount.",
    ),
    "an EOB with everything paid": (
        K.NOT_A_DENIAL,
        "EXPLANATION OF BENEFITS\n\nThis is not a bill\n\nService    Billed    Not covered    Plan paid    Code\n"
        "Visit    $120.00    $0.00    $80.00    45\nLab    $60.00    $0.00    $40.00    45\n\n45    Network discount.\n"
        + RIGHTS,
    ),
    "an approval that tells how such requests usually end": (
        K.NOT_A_DENIAL,
        "Dear Ann Reed:\n\nRequests for brand drugs are usually denied when a generic is sold. Your doctor showed that the generic made "
        "you ill, so your request is approved through May 1, 2027. Later refills have not been approved or denied.\n\nThank you.",
    ),
    "an approval with the usual disclaimers": (
        K.NOT_A_DENIAL,
        "NOTICE OF APPROVAL\n\nDear Ann Reed:\n\nYour request has been approved. We approved the knee surgery through May 1, 2026.\n\n"
        "An approval is not a guarantee of payment. Services that are not medically necessary may be denied.",
    ),
    "an acknowledgement that names the denial": (
        K.NOT_A_DENIAL,
        "ACKNOWLEDGEMENT OF YOUR APPEAL\n\nDear Ann Reed:\n\nWe received your appeal on May 3, 2026. Your appeal is under review. "
        "No decision has been made. We will send you a written decision by June 2, 2026.",
    ),
    "a request for records that is no denial": (
        K.NOT_A_DENIAL,
        "REQUEST FOR ADDITIONAL INFORMATION\n\nDear Ann Reed:\n\nWe need more information to process your claim. Please send the "
        "operative report within 45 days. The claim is pended, not denied. If the records do not come the claim may be denied.",
    ),
    "an appeal won": (
        K.NOT_A_DENIAL,
        "APPEAL DECISION\n\nDear Ann Reed:\n\nWe have overturned our denial of May 2, 2026. Your appeal is approved and the surgery "
        "is approved. You do not need to appeal further.",
    ),
    "a hospital bill": (
        K.NOT_A_DENIAL,
        "PATIENT STATEMENT\n\nAccount number 5540\n\nAmount due: $318.44\n\nPlease pay this amount by July 15. Make checks payable to "
        "Lakeside Hospital. If your claim was denied, call your insurer.",
    ),
    "a denial taken back": (
        K.NOT_A_DENIAL,
        "Dear Ann Reed:\n\nPlease disregard our letter of May 2, 2026, which was sent in error. We have corrected the claim and paid it. "
        "We are sorry for the mistake.",
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_kind(name: str) -> None:
    wanted, text = LETTERS[name]
    found, _ = kind(typed(text))
    assert found.value == wanted.value
    assert found.quote and found.box and found.page == 1


@pytest.mark.parametrize(
    "name",
    ["a plain denial", "an appeal upheld, with the first denial told again", "an EOB with a denied line"],
)
def test_clear_letters_pass_without_doubt(name: str) -> None:
    assert kind(typed(LETTERS[name][1]))[1] == ()


def test_a_letter_that_says_two_things_is_doubted_with_both_shown() -> None:
    text = "Dear Ann Reed:\n\nYour request is approved. The claim is denied. We need more information to decide. It is on hold."
    found, doubts = kind(typed(text))
    assert [d.field for d in doubts] == ["document_kind"]
    assert {c.value for c in doubts[0].candidates} | {found.value} >= {
        K.INITIAL_DENIAL.value,
        K.NOT_A_DENIAL.value,
    }


def test_an_eob_without_a_plain_denied_line_is_doubted() -> None:
    text = "REMITTANCE ADVICE\n\nService    Billed    Paid    Code\nCT scan    $900.00    $0.00    P1\nVisit    $120.00    $80.00    B2"
    assert kind(typed(text))[1] or kind(typed(text))[0].value == K.NOT_A_DENIAL.value


@pytest.mark.parametrize(
    "title",
    [
        "Explanation of Benefits Date of this statement: Sep 5 2024 | Not a bill",  # a label behind the title
        "May 29, 2025\nThis is an explanation of benefits and is not a bill.",  # a sentence says it
    ],
)
def test_a_paper_that_names_itself_an_explanation_of_benefits(title: str) -> None:
    text = f"{title}\n\nDear Ann Reed: the statement below is for your daughter.\n\nService    Billed    Allowed    You may owe\nLaser    $1,480.00    $0.00    $1,480.00\n\nThe laser treatment is denied because it is cosmetic."
    assert kind(typed(text))[0].value == K.EOB_DENIAL.value


def test_an_upheld_denial_without_any_outside_step_is_doubted() -> None:
    # a payment dispute of the provider looks so; the member's own appeal may still be open
    text = "Dear Billing Office:\n\nYou asked us to reconsider the claim. We did, and our decision has not changed. The claim is denied because it came after the filing limit."
    assert kind(typed(text))[1] != ()


def test_an_approval_that_may_deny_a_part_is_doubted() -> None:
    text = "Good news\n\nDear Ann Reed:\n\nWe approved some of the visits. Twelve visits are not medically necessary because you can go on at home."
    found, doubts = kind(typed(text))
    assert doubts or found.value == K.INITIAL_DENIAL.value


@pytest.mark.parametrize(
    "text", ["Page 1 of 1", "q37118 38 lon avw insilvd noilvoiteo", "Dear Ann Reed:\n\nThank you."]
)
def test_a_page_that_says_nothing_has_no_kind(text: str) -> None:
    # a page read upside down must not pass as "no denial"
    found, doubts = kind(typed(text))
    assert found.value is None and [d.field for d in doubts] == ["document_kind"]


@pytest.mark.parametrize(
    "text",
    [
        # a form to fill in says nothing of its own, but a whole page of it can be read
        "MEMBER APPEAL AND GRIEVANCE FORM\n\nMember name: Ann Reed\n\nMember ID: CHP 0417 7288 1\n\nDate of denial notice:\n\n"
        "Claim or reference number:\n\nDoctor or hospital:\n\nMy appeal is about (check):\n\nService that was not medically necessary\n\n"
        "Out-of-network provider\n\nNot a covered benefit\n\nMy coverage was cancelled\n\nWhy I think that the decision was wrong:\n\n"
        "Signature and date\n\nAuthorized representative, with the paper that names him or her and the day it was signed\n\n"
        "For office use only: received, logged, and sent to the unit that handles it",
    ],
)
def test_a_paper_that_does_nothing_is_no_denial(text: str) -> None:
    assert kind(typed(text))[0].value == K.NOT_A_DENIAL.value


@pytest.mark.parametrize(
    "said",
    [
        "We had asked Dr. Quisling for an x-ray report because without it the request could have been denied as not medically necessary.",
        "Had the notes not come, it might have been refused as not medically necessary.",
        "Without prior authorization the claim would have been denied.",
        "If your doctor had not called, this would have been turned down as investigational.",
        "It could otherwise have been rejected as filed too late.",
    ],
)
def test_what_could_have_been_denied_is_approved(said: str) -> None:
    text = f"NOTICE OF APPROVAL\n\nDear Ann Reed:\n\nGood news. We approved the knee surgery. {said} He sent it.\n\nApproved 12/10/2025 through 03/09/2026."
    found, doubts = kind(typed(text))
    assert found.value == K.NOT_A_DENIAL.value and doubts == ()


@pytest.mark.parametrize(
    "said",
    [
        # who bills tells what the insurer did; the paper is no denial, or a person is asked
        "Your insurance says that part of your visit was not medically necessary and has denied $1,606.18.",
        "Your insurance company has denied this claim as not medically necessary.",
        "Your insurer denied $640.00 of these charges because no prior authorization was obtained.",
        "Your carrier declined to pay $88.10 as out of network.",
        "The insurance denied the charge as experimental and the balance is yours.",
        "Your health insurance has rejected this charge as filed too late.",
    ],
)
def test_who_sends_a_bill_denies_nothing(said: str) -> None:
    text = (
        "STATEMENT\n\nStatement date 04/20/2026    Account no. 7710-558204    Amount due $2,306.18\n\nKalaheo Regional Medical Center\n\n"
        "Patient Financial Services\n\n03/17/2026    HMSA: denied, not medically necessary (CO-50)    0.00\n\nInsurance billed: HMSA Preferred Provider Plan\n\n"
        f"{said} You may wish to call your plan and appeal. If you have sent an appeal, tell us, and we will hold this account for 60 days.\n\n"
        "Financial assistance applications are at the front desk. Return this part with your payment."
    )
    found, _ = kind(typed(text))
    assert found.value == K.NOT_A_DENIAL.value


@pytest.mark.parametrize(
    "quoted",
    [
        # the quotation runs on over its reason and its rights
        "Your request for coverage of immune globulin (J1569) is denied. The information submitted does not support medical necessity. "
        "You may appeal this decision within 180 days of receiving this letter.",
        "We cannot approve the scan. The notes do not show weakness. It is not medically necessary.",
        "Your claim has been denied. The treatment is investigational. No benefit is payable.",
    ],
)
def test_a_denial_that_another_office_quotes_is_none_of_its_own(quoted: str) -> None:
    text = (
        "BUREAU OF INSURANCE\n\nDear Ann Reed:\n\nThank you for calling us. I have opened a file and have today sent a copy of your complaint to "
        f'the company, which must answer us within 14 days. You sent us a page of its letter. It says in part:\n\n"{quoted}"\n\n'
        "The Bureau itself cannot decide this; we have decided nothing about your claim. I will write to you when the company answers."
    )
    found, doubts = kind(typed(text))
    assert found.value == K.NOT_A_DENIAL.value or doubts


APPROVALS = {  # full of the words of refusals; right, or asked about
    "an approval as an exception to what is mostly denied": (
        "Approval of a network exception\n\nDear Ann Reed:\n\nDr. Hall is not part of our network, and requests for doctors outside of "
        "the network are most often denied. In your case no doctor near you treats this illness, so we have approved the four visits. "
        "More visits need a new request.\n\nQuestions? Call us. If something seems wrong you can file a complaint or appeal."
    ),
    "a refill granted where most are refused": (
        "Dear Ann Reed:\n\nYour plan does not cover early refills, and they are normally refused. Because you lost your medicine in the "
        "flood we have allowed one refill. Nothing else about your benefit changes.\n\nYou may appeal any decision of ours."
    ),
    "a gap in the network": (
        "Dear Ann Reed:\n\nThe surgeon is out of network, and out of network care is not covered by your plan. No surgeon of ours could "
        "see you in time, so we are making an exception: the surgery is approved at the in-network rate."
    ),
}


@pytest.mark.parametrize("name", APPROVALS)
def test_an_approval_never_passes_as_a_denial(name: str) -> None:
    found, doubts = kind(typed(APPROVALS[name]))
    assert found.value == K.NOT_A_DENIAL or doubts
