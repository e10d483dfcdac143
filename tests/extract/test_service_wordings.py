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
