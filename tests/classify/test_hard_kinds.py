"""Kinds that are hard on letters never seen: told right, or asked about; never passed wrong."""

import pytest

from extractors.kind import kind
from pipeline.models.fields import DocumentKind as K
from tests.classify.paper import typed

FIRST, FINAL, EOB, NONE = K.INITIAL_DENIAL, K.FINAL_INTERNAL_DENIAL, K.EOB_DENIAL, K.NOT_A_DENIAL
ASKED = {
    "an appeal won but for a part",
    "a message that refuses in passing",
    "COBRA",
}  # not told yet; a person is asked

# what is hard in it: kind, letter
LETTERS = {
    "future steps FEHB": (
        FIRST,
        "Dear Ann Reed:\n\n"
        "We have denied approval. The surgery would only change your appearance and is cosmetic.\n\n"
        "Disputed claims process\n\n"
        "Step 1. Ask us in writing to reconsider within 6 months from the date of this letter.\n\n"
        "Step 2. Within 30 days we will pay, write again and uphold, or ask for more.\n\n"
        "Step 3. If you do not agree you may ask OPM. You must write to OPM within 90 days after the date of "
        "our letter upholding the decision.",
    ),
    "future: maintain or change": (
        FIRST,
        "Dear Ann Reed:\n\n"
        "Your claim for the brace was denied because it is an over-the-counter item your plan excludes.\n\n"
        "Send your appeal to us within 180 days. A committee will then either reverse the decision, approve a"
        " part, or affirm it, and will send you its answer in 30 days. After its letter affirming the denial "
        "you can go to the Department of Insurance.",
    ),
    "future: two levels": (
        FIRST,
        "Dear Mr. Cole:\n\n"
        "The request for 12 more visits is not approved. The notes show no further progress.\n\n"
        "Level 1: write within 180 days. We decide in 15 days. Level 2: if the level 1 appeal is denied, "
        "write again within 60 days; a panel that had no part in the first appeal decision will uphold or "
        "overturn it. External review: within 4 months of the final decision.",
    ),
    "our answer is no": (
        FIRST,
        "Dear Mr. and Mrs. Lind,\n\n"
        "Thank you for your patience while we looked into the speech therapy. I am sorry that our answer is "
        "no.\n\n"
        "Your policy pays for speech therapy when it restores speech that was lost. It does not pay for "
        "therapy to develop speech that was not there before.\n\n"
        "You have one hundred eighty days after you get this letter to file an appeal. Someone who took no "
        "part in this will answer within thirty days. You are welcome to have, without charge, everything in "
        "our file.",
    ),
    "have to say no": (
        FIRST,
        "Dear Ms. Ruiz,\n\n"
        "I know you were hoping for a different answer, but we have to say no to the air ambulance. A ground "
        "ambulance could have taken you safely.\n\n"
        "Please write or call within 180 days if you would like us to take another look. We would answer "
        "within 60 days.\n\n"
        "Thank you for being our member. You are welcome to ask for your file.",
    ),
    "sorry cannot help with cost": (
        FIRST,
        "Dear Mr. Ode,\n\n"
        "The plan is not able to help with the cost of the wig. Wigs are left out of the plan, item 14.\n\n"
        "Tell us within 180 days if you want this looked at again by people who had no part in it. They will "
        "write back within 30 days and either pay or tell you why not.",
    ),
    "form number EOB": (
        FIRST,
        "Dear student\n\n"
        "We could not pay this claim. Your coverage under the student plan ended on December 31, 2025, when "
        "the school reported that you withdrew, and the service was received after that date.\n\n"
        "Appealing\n\n"
        "Send a letter. You have 180 days from receiving this notice. We write back in 30 days.\n\n"
        "WSI-EOB-LTR-ELG 0825.",
    ),
    "letter beside EOB": (
        FIRST,
        "Dear Ann Reed:\n\n"
        "This letter tells you more about the claim on the Explanation of Benefits you got. The claim is "
        "denied: the bill came after the twelve months your plan allows.\n\n"
        "EOB date: 01/02/2026\n\n"
        "If you disagree you may appeal within 180 days after you get this letter.\n\n"
        "Sincerely,\n\n"
        "Member Services",
    ),
    "EOB copy by portal": (
        FIRST,
        "Dear Ann Reed:\n\n"
        "We cannot pay claim 88-1203. The coverage ended before the day of service. Your EOB is in the member"
        " portal.\n\n"
        "If you disagree you may appeal within 180 days after you get this letter.\n\n"
        "Sincerely,\n\n"
        "Member Services\n\n"
        "Form EOB-DN-22 (rev. 03/25)",
    ),
    "no auth needed": (
        NONE,
        "Dear Ms. Zacarias:\n\n"
        "NO AUTHORIZATION NEEDED - your request was closed without a determination\n\n"
        "The code in your request is not on the list of services that require preauthorization. We have "
        "closed the request. This is not an approval, a denial or an adverse benefit determination, and there"
        " is nothing to appeal.\n\n"
        "Among the reasons why claims are denied are: coverage has ended; service not covered; medical "
        "necessity not shown on later review; other insurance is primary.\n\n"
        "Note: another request for the same member was denied on 04/14/2026 for lack of clinical notes. That "
        "letter stands.",
    ),
    "auth not required": (
        NONE,
        "Dear Provider:\n\n"
        "Prior authorization is not required for this service. No review was done and no decision was made. "
        "When the claim comes it may be denied if the member is not covered on that day.",
    ),
    "request withdrawn by doctor": (
        NONE,
        "Dear Ann Reed:\n\n"
        "Your doctor has withdrawn the request for the MRI. We closed it without a decision. Nothing was "
        "denied. If your doctor sends it again we will review it then.",
    ),
    "not a coverage decision": (
        NONE,
        "Dear Mr. Webb:\n\n"
        "This is neither an approval nor a denial of coverage. It tells you that your drug will move to tier "
        "3 on January 1. You may ask for an exception. A request that does not meet our rules will be denied "
        "and you can appeal.",
    ),
    "void request duplicate": (
        NONE,
        "Dear Dr. Han:\n\n"
        "We received the same request twice. The second one, 22-118, was voided. The first one, 22-104, is "
        "still under review and you will have our decision by June 4. This notice is not a determination and "
        "carries no appeal rights.",
    ),
    "dismissed late": (
        NONE,
        "Dear Ann Reed:\n\n"
        "We have dismissed your appeal of March 3, 2026. It came more than 65 days after the notice, and you "
        "gave no good cause. We did not look at whether the service should be covered. You may ask us to "
        "vacate this dismissal within 6 months.",
    ),
    "dismissed no AOR": (
        NONE,
        "NOTICE OF DISMISSAL OF APPEAL\n\n"
        "Dear Mr. Gale:\n\n"
        "Your neighbor sent an appeal for you, but we have no form that names her your representative. We "
        "asked for it twice. So we are dismissing the request. You may ask the Independent Review Entity to "
        "review the dismissal within 60 days.",
    ),
    "partly overturned": (
        FINAL,
        "Dear Ann Reed:\n\n"
        "The committee heard your appeal on May 4, 2026. It changed our decision in part: days 1 to 4 will be"
        " paid. For days 5 to 9 the denial stands, since the notes show that you could be treated at "
        "home.\n\n"
        "You may ask for an external review within four months after you receive this letter.\n\n"
        "Sincerely,\n\n"
        "Appeals",
    ),
    "an appeal won but for a part": (
        FINAL,
        "Dear Ann Reed:\n\n"
        "We have decided your appeal in your favor as to the wheelchair, which is now approved. The power "
        "seat elevation is still not approved because it is not medically necessary.\n\n"
        "You may ask for an external review within four months after you receive this letter.\n\n"
        "Sincerely,\n\n"
        "Appeals",
    ),
    "granted in part": (
        FINAL,
        "Notice of Appeal Resolution\n\n"
        "Dear Mr. Ito: Your appeal was granted in part and denied in part. Twenty hours a week are approved. "
        "The other ten hours are denied as not medically necessary.\n\n"
        "You may ask for an external review within four months after you receive this letter.\n\n"
        "Sincerely,\n\n"
        "Appeals",
    ),
    "trustees": (
        FINAL,
        "Dear Brother Nowak:\n\n"
        "The Board of Trustees took up your letter at its meeting of April 9. The Trustees could find no "
        "provision that would let them pay for the bariatric surgery, which the Plan excludes, and the vote "
        "was to leave the matter as it is.\n\n"
        "You have the right to bring a civil action under section 502(a) of ERISA.",
    ),
    "county board": (
        FINAL,
        "Dear Ms. Poe:\n\n"
        "The Benefits Review Board met on June 2 to consider your grievance. By a vote of 4 to 1 it did not "
        "allow the claim. The speech device is a convenience item under the plan.\n\n"
        "This is the last step in the plan. You may go to the circuit court within 30 days.",
    ),
    "panel sides with reviewer": (
        FINAL,
        "Dear Mr. Tran:\n\n"
        "Your second-level grievance was heard on July 8. The panel sided with the earlier reviewer. The "
        "proton therapy is investigational for your tumor.\n\n"
        "You may ask for an external review within four months after you receive this letter.\n\n"
        "Sincerely,\n\n"
        "Appeals",
    ),
    "MA reconsideration": (
        FINAL,
        "Important: notice about your appeal\n\n"
        "Dear Mrs. Lowe:\n\n"
        "You asked for a reconsideration of our denial of more days in the skilled nursing facility. After "
        "review by a doctor who was not involved in the first decision, our plan decided to uphold it. You no"
        " longer need daily skilled care. Your case was sent to the Independent Review Entity, which will "
        "write to you.",
    ),
    "redetermination unfavorable": (
        FINAL,
        "Part D redetermination notice\n\n"
        "Dear Mr. Fox:\n\n"
        "We looked at your redetermination request for Wegovy. Our decision is unfavorable: Medicare law "
        "excludes drugs for weight loss from Part D.\n\n"
        "You may ask for a reconsideration by the independent review entity within 65 days of this notice.",
    ),
    "integrated denial": (
        FIRST,
        "NOTICE OF DENIAL OF MEDICAL COVERAGE\n\n"
        "Your request was denied\n\n"
        "We've denied the medical services listed below requested by your doctor: home oxygen\n\n"
        "Why did we deny your request?\n\n"
        "Your oxygen level was 94 percent, above the level in Medicare's rule.\n\n"
        "You have the right to appeal our decision. You have the right to ask for an appeal within 65 days of"
        " the date of this notice.",
    ),
    "NOMNC": (
        FIRST,
        "Notice of Medicare Non-Coverage\n\n"
        "Patient: Ann Reed\n\n"
        "The effective date coverage of your current skilled nursing services will end: 05/04/2026\n\n"
        "Your Medicare health plan has determined that Medicare probably will not pay for your current "
        "services after the date above. You have a right to an immediate, independent medical review (appeal)"
        " by the QIO. Your request must be made no later than noon of the day before.",
    ),
    "reduction": (
        FIRST,
        "NOTICE OF ACTION\n\n"
        "Dear Ann Reed:\n\n"
        "Starting June 1 your personal care hours will go from 30 to 18 a week. The assessment shows that you"
        " can bathe and dress with less help.\n\n"
        "You can appeal within 60 days. To keep your hours while you appeal, ask within 10 days. After our "
        "answer you can ask for a state fair hearing.",
    ),
    "termination": (
        FIRST,
        "Notice of Adverse Benefit Determination\n\n"
        "We are ending your adult day health services on July 15, 2026. You no longer meet the nursing "
        "facility level of care.\n\n"
        "You have 60 calendar days to ask for a plan appeal. You may keep the services until it is decided. "
        "If you do not agree with the plan appeal decision you may ask for a hearing.",
    ),
    "plan appeal decision Medicaid": (
        FINAL,
        "NOTICE OF APPEAL RESOLUTION\n\n"
        "Dear Ann Reed:\n\n"
        "You asked for a plan appeal about private duty nursing. We are not changing our decision to lower "
        "the hours from 84 to 56. The record shows that the seizures are controlled.\n\n"
        "You may ask for a state fair hearing within 120 days of the date on this notice.",
    ),
    "EOB discount and deductible": (
        NONE,
        "EXPLANATION OF BENEFITS\n\n"
        "This is not a bill\n\n"
        "Service    Billed    Discount    Allowed    Deductible    Plan paid    You owe\nOffice visit    "
        "$210.00    $80.00    $130.00    $130.00    $0.00    $130.00\nLab    $60.00    $25.00    $35.00    "
        "$0.00    $35.00    $0.00\n\n"
        "Notes: The discount is what your network provider agreed not to charge. The deductible is what you "
        "pay before the plan does.\n\n"
        "You may appeal within 180 days if you think a claim was wrongly denied.",
    ),
    "EOB one line denied": (
        EOB,
        "EXPLANATION OF BENEFITS\n\n"
        "This is not a bill\n\n"
        "Service    Billed    Allowed    Not covered    Plan paid    Notes\nMRI spine    $1900.00    $0.00"
        "    $1900.00    $0.00    N22\n\n"
        "N22    This service required prior authorization and none was on file.\n\n"
        "You may appeal within 180 days of this notice.",
    ),
    "check box form": (
        FIRST,
        "UTILIZATION REVIEW DECISION\n\n"
        "Member: Ann Reed\n\n"
        "Decision: ☐ Approved ☒ Denied ☐ Partly approved\n\n"
        "Reason: ☐ Not a covered benefit ☒ Not medically necessary ☐ Out of network\n\n"
        "Comment: Six weeks of therapy have not been tried.\n\n"
        "You may appeal within 180 days.",
    ),
    "check box upheld": (
        FINAL,
        "APPEAL DETERMINATION\n\n"
        "Member: Ann Reed\n\n"
        "Appeal received: 04/02/2026\n\n"
        "Outcome: [ ] Overturned [X] Upheld [ ] Withdrawn\n\n"
        "Basis: [X] Experimental [ ] Not a benefit\n\n"
        "You may ask for an external review within four months of receiving this notice.",
    ),
    "check box approved": (
        NONE,
        "UTILIZATION REVIEW DECISION\n\n"
        "Member: Ann Reed\n\n"
        "Decision: ☒ Approved ☐ Denied ☐ Partly approved\n\n"
        "Reason if denied: ☐ Not a covered benefit ☐ Not medically necessary\n\n"
        "Approved units: 6 visits, 05/01/2026 to 06/30/2026",
    ),
    "a message that refuses in passing": (
        FIRST,
        "From: Care Team\n\n"
        "To: Ann Reed\n\n"
        "Subject: Your request for a sleep study\n\n"
        "Hi Ann, we've finished looking at this one. We won't be covering the in-lab study, as a home test "
        "would give the same answer. A letter with your appeal rights (180 days) is in your inbox. Thanks for"
        " your message!",
    ),
    "secure message status": (
        NONE,
        "From: Care Team\n\n"
        "To: Ann Reed\n\n"
        "Subject: Where is my appeal?\n\n"
        "Hi Ann, your appeal about the denied sleep study is with our doctor now. You will have our answer by"
        " June 9. Nothing has been decided so far. Thanks for your message!",
    ),
    "draft": (
        FIRST,
        "DRAFT - NOT YET SENT\n\n"
        "Dear Ann Reed:\n\n"
        "We are unable to approve the spinal cord stimulator. A trial has not been done, and the policy asks "
        "for one.\n\n"
        "If you disagree you may appeal within 180 days after you get this letter.\n\n"
        "Sincerely,\n\n"
        "Member Services",
    ),
    "other matter denied": (
        NONE,
        "Dear Ann Reed:\n\n"
        "We have approved the physical therapy, 12 visits. Another request, for the knee brace, was denied on"
        " May 3; you got a letter about it then, and it is not changed by this one.",
    ),
    "generic reasons list": (
        NONE,
        "Dear Ann Reed:\n\n"
        "We received your claim on May 3 and are working on it. Common reasons why claims are denied are that"
        " coverage has ended, that the service is not covered, or that care was not medically necessary. You "
        "will hear from us by June 2.",
    ),
    "PACE reduction": (
        FIRST,
        "Notice of Adverse Coverage Decision\n\n"
        "Participant: Luis Ortega\n\n"
        "The team met on May 2. We have decided to cut your day center attendance from five days to three "
        "beginning May 20, since you now walk with a cane and take your own medicines.\n\n"
        "You can appeal in writing or by telling any staff member within 30 days. Your five days go on if you"
        " ask by May 19.",
    ),
    "waiver hours approve lesser": (
        FIRST,
        "Dear Guardian of Mia:\n\n"
        "Request: 40 hours a week of respite. Decision: 24 hours a week are authorized from 06/01/2026. The "
        "remaining 16 hours are not authorized. The caregiver log shows that 24 hours meet the need.\n\n"
        "Ask for a hearing within 90 days.",
    ),
    "partly favourable prior auth": (
        FIRST,
        "Authorization decision\n\n"
        "CT abdomen: authorized\n\n"
        "CT chest: not authorized. No chest symptom is noted.\n\n"
        "Members may appeal within 180 days.",
    ),
    "gold: appeal favorable": (
        NONE,
        "Redetermination decision: FULLY FAVORABLE\n\n"
        "Dear Mr. Fox:\n\n"
        "We looked again at your drug request. Your plan will cover Repatha through 12/31/2026. You do not "
        "have to do anything.",
    ),
    "appeal overturned claims reprocess": (
        NONE,
        "Dear Ann Reed:\n\n"
        "Your appeal about the May 4 visit was successful. We are paying the claim at the in-network rate. "
        "Our letter of June 1, which said no, no longer counts.",
    ),
    "appeal ack 72h": (
        NONE,
        "Dear Ann Reed:\n\n"
        "We have your request for a fast appeal. A doctor is looking at it, and we will call you within 72 "
        "hours. If we say no, you can ask for an external review.",
    ),
    "extension": (
        NONE,
        "Dear Ann Reed:\n\n"
        "We need up to 14 more days to decide about your wheelchair, because the vendor has not sent "
        "measurements. You may file a grievance if you do not agree with the extra time. Your request has not"
        " been denied.",
    ),
    "reinstatement": (
        NONE,
        "Dear Ann Reed:\n\n"
        "Your coverage, which ended March 31, has been put back without a gap. Claims that were denied in "
        "April for lack of coverage are being processed again. Nothing is needed from you.",
    ),
    "termination of coverage nonpayment": (
        FIRST,
        "NOTICE OF TERMINATION\n\n"
        "Dear Ann Reed:\n\n"
        "Your coverage ended on March 31, 2026 because the premium for February was not paid in the grace "
        "period. Claims for care after that day are denied.\n\n"
        "You may appeal within 180 days.",
    ),
    "provider dispute upheld": (
        FINAL,
        "Provider Dispute Resolution\n\n"
        "Dear Billing Manager:\n\n"
        "Dispute no. PD-2201. You disputed our denial of claim 88-10. We have reviewed the records you sent. "
        "The original determination is upheld: the modifier does not fit. This is our final decision. The "
        "provider may go to arbitration under its contract.",
    ),
    "committee affirmed FEHB": (
        FINAL,
        "Dear Ms. Yu:\n\n"
        "You asked us on May 3 to reconsider our denial of the lift chair. On review we affirm it. A lift "
        "chair is listed among items the brochure does not cover. You may ask OPM to review this within 90 "
        "days of the date of this letter.",
    ),
    "peer to peer still denied": (
        FIRST,
        "Dear Dr. Han:\n\n"
        "Thank you for the peer-to-peer talk of May 4. After it our medical director has not changed the "
        "determination. The cervical fusion is not certified as medically necessary; no instability is seen "
        "on films.\n\n"
        "The member or you may appeal within 180 days of this notice.",
    ),
    "IRO decision": (
        NONE,
        "INDEPENDENT REVIEW DECISION\n\n"
        "Re: Ann Reed v. Acme Health\n\n"
        "The reviewer, a board certified neurosurgeon, finds that the denial should be OVERTURNED. The plan "
        "must authorize the fusion within five days.",
    ),
    "IRO upheld": (
        NONE,
        "Notice of external review decision\n\n"
        "Dear Ann Reed:\n\n"
        "The independent review organization has upheld the denial by Acme Health. The decision is binding. "
        "You may have other remedies in court.",
    ),
    "retro claim denied letter by TPA": (
        FIRST,
        "Dear Participant:\n\n"
        "Claim 2201-55 from Lake Imaging, $1,250.00, was processed on May 4. Benefits payable: $0.00. Reason:"
        " the date of service is after your coverage ended.\n\n"
        "Review procedure: write to us within 180 days.",
    ),
    "EOB paid with remark": (
        NONE,
        "HEALTH CARE CLAIM SUMMARY\n\n"
        "This is not a bill\n\n"
        "Billed    Plan discount    Plan paid    You pay\n$340.00    $140.00    $180.00    $20.00\n\n"
        "A1    Payment is based on the negotiated rate. The provider may not bill the difference.\n\n"
        "Amount not covered: $0.00\n\n"
        "If any part of your claim was denied you may appeal within 180 days.",
    ),
    "EOB copay only not covered col": (
        NONE,
        "EXPLANATION OF BENEFITS\n\n"
        "Service    Charge    Not covered    Allowed    Copay    Paid\nOffice visit    $150.00    $0.00    "
        "$95.00    $30.00    $65.00\nTotal    $150.00    $0.00    $95.00    $30.00    $65.00\n\n"
        "Thank you for being a member. Services that are not covered can be appealed.",
    ),
    "EOB full denial timely": (
        EOB,
        "REMITTANCE ADVICE\n\n"
        "Patient    Claim    Charge    Allowed    Paid    Code\nREED ANN    22-10445    480.00    0.00    "
        "0.00    CO-29\n\n"
        "CO-29    The time limit for filing has expired.",
    ),
    "portal print": (
        FIRST,
        "My Requests > Request details\n\n"
        "Request 22-5518\n\n"
        "Status: Not approved\n\n"
        "Service: Genetic panel, 81432\n\n"
        "Reason: Does not meet our policy for hereditary cancer testing; no family history was sent.\n\n"
        "You can appeal until 11/02/2026. Start an appeal",
    ),
    "fax form check": (
        FIRST,
        "FAX - UM DETERMINATION\n\n"
        "( ) APPROVED   (X) DENIED   ( ) PENDED\n\n"
        "SERVICE: LUMBAR MRI\n\n"
        "RATIONALE: NO TRIAL OF SIX WEEKS OF THERAPY\n\n"
        "APPEAL: 180 DAYS, FAX 555-0100",
    ),
    "draft secure": (
        FINAL,
        "Secure message\n\n"
        "From: Appeals    To: Ann Reed\n\n"
        "We finished your appeal about the CPAP supplies. Our answer stays the same: the plan pays for one "
        "mask every three months, and you had two. A letter is on its way. You may ask the state for an "
        "external review within four months.",
    ),
    "COBRA": (
        NONE,
        "Dear Ann Reed:\n\n"
        "Your group coverage ended May 31. You may elect COBRA within 60 days. Claims after that day will be "
        "denied unless you elect and pay.",
    ),
    "formulary exception denied": (
        FIRST,
        "Dear Mr. Cole:\n\n"
        "You asked for an exception so the plan would cover Brand X. We did not grant it: two drugs on our "
        "list have not been tried.\n\n"
        "You can appeal in 65 days.",
    ),
    "lien": (
        NONE,
        "Dear Ann Reed:\n\n"
        "The plan paid $4,410.00 for care after your accident of May 4 and claims a lien on any settlement. "
        "Tell us the name of your attorney.",
    ),
    "second denial new claim": (
        FIRST,
        "Dear Ann Reed:\n\n"
        "We got the corrected claim. It is a duplicate of one paid on May 4, so nothing more can be paid.\n\n"
        "You may appeal within 180 days.",
    ),
    "trustees tabled": (
        NONE,
        "Dear Brother Nowak:\n\n"
        "The Trustees took up your appeal on April 9 and tabled it until their July meeting so that the "
        "records of Dr. Poe can come. No decision has been made.",
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_hard_kind_is_told_or_asked_about(name: str) -> None:
    wanted, text = LETTERS[name]
    found, doubts = kind(typed(text))
    assert (found.value == wanted.value) if name not in ASKED else doubts
