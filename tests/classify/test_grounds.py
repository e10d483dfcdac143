"""One sentence, one ground: by the rules alone, in words of our own."""

import pytest

from extractors.grounds import FAINT, weigh
from pipeline.models.fields import DenialCategory as C
from tests.classify.paper import typed

REASONS = [
    # medical necessity, also in administrative words
    (
        "The scan is not covered because it is not medically necessary for your back pain.",
        C.MEDICAL_NECESSITY,
    ),
    ("Your notes do not show any weakness, so surgery is not needed to treat it.", C.MEDICAL_NECESSITY),
    (
        "These are non-covered services because this is not deemed a 'medical necessity' by the payer.",
        C.MEDICAL_NECESSITY,
    ),
    # experimental wins over necessity said in one breath
    ("We consider the injection investigational and not medically necessary.", C.EXPERIMENTAL),
    ("There is not enough proof that this laser improves health outcomes.", C.EXPERIMENTAL),
    # level of care said with the word necessary
    (
        "Residential care is no longer medically necessary, as you can be treated in an intensive outpatient program.",
        C.LEVEL_OF_CARE,
    ),
    ("Your stay could have been given in observation status.", C.LEVEL_OF_CARE),
    ("The sore throat was not an emergency, and a prudent layperson would have waited.", C.EMERGENCY),
    ("Charges do not meet qualifications for emergent/urgent care.", C.EMERGENCY),
    ("The operation would only change appearance and is cosmetic.", C.COSMETIC),
    ("You must try metformin first, and we find no trial of it.", C.STEP_THERAPY),
    # administrative grounds
    ("The surgeon is not in our network and your plan has no out-of-network benefits.", C.OUT_OF_NETWORK),
    ("Your plan does not cover hearing aids; they are excluded.", C.NOT_COVERED),
    # Medicaid that covers what its list funds
    (
        "Sebaceous cyst is on line 626 of the Prioritized List, and the State funds only lines 1 to 472.",
        C.NOT_COVERED,
    ),
    ("Your condition falls below the funding line.", C.NOT_COVERED),
    ("This condition is not funded by the state.", C.NOT_COVERED),
    ("The state funds no treatment for this condition.", C.NOT_COVERED),
    ("Line 501 is an unfunded line for the diagnosis your doctor gave.", C.NOT_COVERED),
    ("No prior authorization was obtained before the scan.", C.NO_PRIOR_AUTHORIZATION),
    ("Precertification/authorization/notification absent.", C.NO_PRIOR_AUTHORIZATION),
    ("This code is bundled into the surgery and is not paid separately.", C.CODING),
    ("We asked for the operative report twice and did not receive it.", C.MISSING_INFORMATION),
    ("The claim was received more than a year after the date of service.", C.TIMELY_FILING),
    ("The time limit for filing has expired.", C.TIMELY_FILING),
    ("Your coverage ended on June 30, before the visit.", C.ELIGIBILITY),
    ("This is a duplicate of a claim already processed.", C.DUPLICATE),
    ("Medicare is primary for you and must pay first.", C.COORDINATION_OF_BENEFITS),
    ("You have used all 30 visits that the plan allows per calendar year.", C.BENEFIT_LIMIT),
    ("We are rescinding your policy because of a misrepresentation on the application.", C.RESCISSION),
    # Spanish, as bilingual letters print it
    ("El servicio no es medicamente necesario.", C.MEDICAL_NECESSITY),
    # words that notices, and reasons set aside, have too
    (
        "The test is not medically necessary, as your resting ECG can be interpreted.",
        C.MEDICAL_NECESSITY,
    ),
    (
        "A second hearing aid is not medically necessary with a word discrimination score of 88 percent.",
        C.MEDICAL_NECESSITY,
    ),
    ("Los servicios de enfermeria no son medicamente necesarios.", C.MEDICAL_NECESSITY),
    (
        "Your braces are not medically necessary because they do not meet the reason checked below.",
        C.MEDICAL_NECESSITY,
    ),
    (
        "The infusion is not medically necessary because the notes do not give any sign of active disease.",
        C.MEDICAL_NECESSITY,
    ),
    (
        "The bill was sent to us in error; Medicare is primary for you and must pay first.",
        C.COORDINATION_OF_BENEFITS,
    ),
    ("The second claim was billed in error and is a duplicate of one already processed.", C.DUPLICATE),
    # what the papers show the patient can do, where a need is the rule
    (
        "The evaluation by your physical therapist states that you can stand and walk on your own.",
        C.MEDICAL_NECESSITY,
    ),
    ("The nursing notes show that he is able to eat and dress without help.", C.MEDICAL_NECESSITY),
    ("We denied the items listed above because Medicare rules were not met.", C.MEDICAL_NECESSITY),
]


@pytest.mark.parametrize(("text", "ground"), REASONS)
def test_a_reason_speaks_for_its_ground(text: str, ground: C) -> None:
    totals = weigh(typed(text)).totals
    assert totals and totals[0][0] is ground


IDLE = [
    # a right, with the words of a ground in it
    "You may ask for external review of a denial based on medical necessity.",
    "If your denial was based on an experimental treatment, you may ask for the scientific basis.",
    # definitions
    "Medically necessary means care that a prudent doctor would give.",
    "Duplicate: a charge that we already processed.",
    # what the patient or doctor said
    "Your doctor wrote that the surgery is not cosmetic.",
    # a ground set aside
    "We did not decide whether the surgery was medically necessary.",
    "This decision has nothing to do with whether the stay was medically necessary.",
    # general notices
    "Language assistance services are free of charge, and interpreters are not out of network.",
    "Services that are not medically necessary are denied even when a related service was approved.",
    # questions that are not the letter's
    "No ID card, referral or copay question is decided in this notice.",
    "No prior authorization was required for this test.",
    "No referral is needed for this visit.",
    "A referral was not needed for this visit.",
    # a box that is not ticked
    "☐ The service is not medically necessary.",
    # cost share is no denial
    "45: The charge is more than the fee schedule maximum.",
]


@pytest.mark.parametrize("text", IDLE)
def test_idle_words_weigh_next_to_nothing(text: str) -> None:
    totals = weigh(typed(text)).totals
    assert not totals or totals[0][1] < 1.5


OTHERS = [  # words of a ground that the sentence does not give
    ("Crooked teeth that do not get in the way of chewing do not meet the rule.", C.MISSING_INFORMATION),
    ("The lids do not reach the level our policy calls for.", C.MISSING_INFORMATION),
    ("The Trustees know this is not the answer you hoped for.", C.MISSING_INFORMATION),
    ("A reviewer who is not employed by us came to the same view.", C.MISSING_INFORMATION),
    (
        "When we do not decide fully in your favor, we send your file to an outside organization.",
        C.MISSING_INFORMATION,
    ),
    ("Someone who took no part in this will answer within thirty days.", C.MISSING_INFORMATION),
    ("This drug is either not included on our list or is included with limits.", C.MISSING_INFORMATION),
    (
        "The additional hours do not meet the Primary Coverage Criteria of your certificate.",
        C.COORDINATION_OF_BENEFITS,
    ),
    ("An approval by another insurer does not bind this plan.", C.COORDINATION_OF_BENEFITS),
    ("The records do not show that more than six skilled visits are needed.", C.BENEFIT_LIMIT),
    ("Your body mass index was above the limit in our policy.", C.BENEFIT_LIMIT),
    ("The supplier cannot bill you because they did not ask first.", C.STEP_THERAPY),
    ("Referral no. 77-1204", C.NO_PRIOR_AUTHORIZATION),
    ("It is not a determination that the care is not medically necessary.", C.MEDICAL_NECESSITY),
    ("The issue is not one of medical necessity.", C.MEDICAL_NECESSITY),
    ("Your hour bank had run below 130 hours.", C.MEDICAL_NECESSITY),
]


@pytest.mark.parametrize(("text", "ground"), OTHERS)
def test_words_of_a_ground_in_another_sense_weigh_next_to_nothing(text: str, ground: C) -> None:
    assert dict(weigh(typed(text)).totals).get(ground, 0.0) < 1.5


PLAIN = [  # reasons in words that stock phrases do not have
    ("We have not received the operative report.", C.MISSING_INFORMATION),
    ("None of the records we asked for was sent.", C.MISSING_INFORMATION),
    ("The hospital did not answer our letters.", C.MISSING_INFORMATION),
    ("Your doctor never sent the chart.", C.MISSING_INFORMATION),
    ("The claim came without the itemized bill.", C.MISSING_INFORMATION),
    ("We got no reply to our two letters.", C.MISSING_INFORMATION),
    ("The notes were not included with the request.", C.MISSING_INFORMATION),
    ("No response was received from your provider.", C.MISSING_INFORMATION),
    (
        "The plan pays up to $2,500.00 for hearing aids in any 36 months, and that amount has been paid in full.",
        C.BENEFIT_LIMIT,
    ),
    ("You are past the 20 visits that the plan allows.", C.BENEFIT_LIMIT),
    ("Visits beyond the limit are not paid.", C.BENEFIT_LIMIT),
    ("The brochure sets a maximum of $4,000 every 3 years, and it has been paid.", C.BENEFIT_LIMIT),
    ("The plan says you must first try two other medicines.", C.STEP_THERAPY),
    ("Our records do not show that you were treated with the required drugs first.", C.STEP_THERAPY),
    (
        "Providers must submit claims within 90 days of the date of service, and this is no proof of timely submission.",
        C.TIMELY_FILING,
    ),
    (
        "The infusions are not medically necessary as the term is defined in your certificate.",
        C.MEDICAL_NECESSITY,
    ),
    ("Note E7 means: The visit does not meet the definition of a medical emergency.", C.EMERGENCY),
]


@pytest.mark.parametrize(("text", "ground"), PLAIN)
def test_a_reason_in_plain_words_is_heard(text: str, ground: C) -> None:
    totals = weigh(typed(text)).totals
    assert totals and totals[0][0] is ground and totals[0][1] > FAINT


def test_an_administrative_denial_with_clinical_asides_stays_administrative() -> None:
    text = (
        "The claim is denied because it was received after the filing limit.\n"
        "Nobody questions whether the surgery was medically necessary."
    )
    assert weigh(typed(text)).totals[0][0] is C.TIMELY_FILING


def test_a_later_reason_outweighs_the_recapped_one() -> None:
    text = """
On March 3, 2026 we denied the request because records were not received.

Why we still say no

Because the trials are small and have no comparison group, the treatment is considered investigational.
"""
    assert weigh(typed(text)).totals[0][0] is C.EXPERIMENTAL


def test_legend_entries_of_other_codes_do_not_count() -> None:
    # all messages are printed on every statement; only the code on the line applies
    text = """
05/01/2026    Office visit    $120.00    $0.00    T4

Codes
M2    Not medically necessary under our policy.
T4    The claim was received after the filing limit.
X9    Duplicate of a claim already processed.
"""
    weighing = weigh(typed(text))
    assert weighing.totals[0][0] is C.TIMELY_FILING
    assert sum(s.unused for s in weighing.sentences) == 2


def test_the_ticked_box_decides() -> None:
    text = "☐ Not medically necessary ☒ No prior authorization was obtained before the test ☐ Experimental"
    assert weigh(typed(text)).totals[0][0] is C.NO_PRIOR_AUTHORIZATION


def test_a_remark_code_beside_a_vague_code_decides() -> None:
    assert weigh(typed("Line 1 denied. CARC 96 RARC N115")).totals[0][0] is C.MEDICAL_NECESSITY
