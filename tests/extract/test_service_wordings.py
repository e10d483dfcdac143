"""Ten ways to name one kind of service: what was cut down, what a clause of its own tells of, two in one, a stay, care, a brand."""

import pytest

from extractors.reading import Reading
from tests.extract.page import letter
from tests.extract.test_care import named


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # what is cut down or ended
        ("Starting June 1 we will reduce your home health aide hours from 40 hours a week to 20.", "home health aide hours"),
        ("We are ending your private duty nursing on July 3, 2026.", "private duty nursing"),
        ("The plan decided to cut your adult day health care from five days to three.", "adult day health care"),
        ("We plan to stop your personal care aide, Level I, after May 9.", "personal care aide, Level I"),
        # what a letter says it is about, or that was done or asked
        ("We write about the amino-acid formula, Elecare Junior, that Dr. Lin prescribed for Ana.", "amino-acid formula, Elecare Junior"),
        ("You billed pegfilgrastim (Neulasta, J2505, 6 mg) given on 02 Feb 2026.", "pegfilgrastim (Neulasta, J2505, 6 mg)"),
        ("Her doctor wrote to us about an in vitro fertilization cycle, including egg retrieval (58970).", "in vitro fertilization cycle"),
        ("Dr. Ames asked that Ezra have a consultation with Dr. Rourke.", "consultation with Dr. Rourke"),
        ("The compression garments that your therapist ordered are left out of the policy.", "compression garments"),
        ("The bath chair requested by Dr. Li on May 2 is a convenience item.", "bath chair"),
        # two in one
        ("You asked us to pay for a second opinion and follow-up visits with Ann Ruddell, MD.", "second opinion and follow-up visits"),
        ("We cannot cover the progressive lenses and the frame you chose.", "progressive lenses and the frame"),
        ("This denies your claim for an office visit and a custom orthotic.", "office visit and a custom orthotic"),
        # a stay where it was, a visit to whom, a department
        ("The committee heard your appeal for your wife's continued stay at Ridge Rehabilitation Hospital.", "stay at Ridge Rehabilitation Hospital"),
        ("You were seen at the Mercy Emergency Department on May 3.", "Emergency Department"),
        ("We looked at the claim concerning the emergency room of Bay Hospital in Coos Bay.", "emergency room"),
        # care, treatment, services
        ("The claim of $9,044.60 for treatment of your fractured wrist was first denied in May.", "treatment of your fractured wrist"),
        ("The days of inpatient psychiatric care after May 3 do not meet the guideline.", "inpatient psychiatric care"),
        ("Twenty visits of chiropractic care were paid.", "chiropractic care"),
        ("Personal Care Services, Level II (T1019)", "Personal Care Services, Level II"),
        # how often, before it
        ("That letter said we would pay for 1 visit each week of occupational therapy (97530) and not for 3 visits.", "occupational therapy (97530)"),
        # what a bill says by a plain word
        ("The office visit billed with modifier 25 is included in the excision.", "office visit"),
        ("RE: Hospital claim of Pine Memorial Hospital, dates 3/14/26 to 3/16/26", "Hospital claim"),
        ("PROC 97110 = THERAPEUTIC EXERCISES", "THERAPEUTIC EXERCISES"),
        # a brand's own words
        ("Test Oncotype DX Breast Recurrence Score, 81519", "Oncotype DX Breast Recurrence Score"),
        # how many, and how often
        ("The nurse aide visits (G0156), 5 times a week for 9 weeks, are not needed.", "nurse aide visits (G0156), 5 times a week for 9 weeks"),
        # a bare code right behind the name, among other facts of a claim
        ("Claims that will not be paid: 25-OSC-99130744 (Gulf General Hospital, colonoscopy 45385, May 3, 2025, $4,902.00).", "colonoscopy"),
        ("Treated: 08/05/2025, Lake County Medical Center, appendectomy 44970, $23,118.40", "appendectomy"),
        ("Service / date: Hereditary cancer gene panel 81432 / 10/03/2025", "Hereditary cancer gene panel"),
        ("Billed: $164.50 (92557, comprehensive audiometry)", "comprehensive audiometry"),
        ("They billed $2,864.00 for your visit of May 3, 2025 (level 4 visit, 99284; diagnosis M54.50).", "level 4 visit"),
        # a capital makes a noun of what looks like a verb
        ("On May 1 we will reduce Community Living Supports (H2015), from 42 hours a week to 28 hours a week.", "Community Living Supports"),
        ("Your Long Term Services and Supports assessment found fewer needs; Home and Community Supports (T2016) are cut.", "Home and Community Supports"),
        # money for a thing
        ("At issue is $48,390.00 for a helicopter from Ava to Springfield.", "helicopter from Ava to Springfield"),
        ("The claim of Bay Dental for April 30, in the sum of $2,415.00 for extraction of two impacted teeth, is returned.", "extraction of two impacted teeth"),
        ("You owe Dr. Bell the $310.00 charged for the night splint.", "night splint"),
        # a day, and who, between the asking and the thing
        ("You appealed our denial dated June 12, 2025 of acute inpatient level of care for the stay above.", "acute inpatient level of care"),
        ("Her doctor requested precertification on March 9 for intravenous immune globulin (Privigen), code J1459.", "intravenous immune globulin (Privigen)"),
        ("We wrote on May 3 about our refusal of May 1, 2025 of a cranial remolding helmet.", "cranial remolding helmet"),
        # how many days of what
        ("We did not approve 28 more days in the residential program at Sun Ridge.", "28 more days in the residential program"),
        ("You asked us for seven more days of medically monitored withdrawal management at Bay House.", "seven more days of medically monitored withdrawal management"),
        ("We said no on August 18, 2025 to 28 more days in the residential program.", "28 more days in the residential program"),
        ("Her plan covers a course of six hyaluronan injections once a year.", "course of six hyaluronan injections"),
        # two, each with its code
        ("Dr. Lin asked us to let him see Dr. Ames for an office consultation (99245) and 24-hour video EEG (95720).", "office consultation (99245) and 24-hour video EEG (95720)"),
        ("We cannot pay for progressive lenses and a frame (V2781, V2020).", "progressive lenses and a frame (V2781, V2020)"),
        # the level or the kind of a stay in a cell
        ("Level requested: Inpatient medical", "Inpatient medical"),
        ("WE ARE UNABLE TO SCHEDULE THE STRETCHER VAN YOU ASKED FOR ON 08/12/2025.", "STRETCHER VAN"),
    ],
)  # fmt: skip
def test_a_wording_that_would_do_is_there(text: str, wanted: str) -> None:
    found = named(Reading.of(letter("Member ID: XYZ123456789", text)))
    near = [
        f
        for f in found
        if wanted.lower() in f.lower() and len(f) < len(wanted) + 10 and not f.startswith("week of")
    ]
    assert near, found


@pytest.mark.parametrize(
    "text",
    [
        "your visit",  # no word of its own
        "claim",
        "medical claim",
        "level of care",
        "member services",
        "customer care",
    ],
)
def test_what_names_no_service(text: str) -> None:
    assert not any(
        f.lower() == text for f in named(Reading.of(letter("Member ID: XYZ123456789", f"Call {text} today.")))
    )
