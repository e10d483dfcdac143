"""Criteria that a small letter names as its basis, and what it only mentions. Each row says why it is there."""

import pytest

from extractors import criteria
from extractors.reading import Reading
from tests.extract.page import letter, reading_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We used Sample Medical Policy 7.01.159, Sample Title.", ["7.01.159"]),  # a numbered policy
        ("The exclusion is Section 8.3(k) of the Plan Document.", ["Section 8.3(k)"]),  # the plan's own page
        ("Rules used: 42 CFR 412.622(a)(3) alone.", ["42 CFR 412.622(a)(3)"]),  # a rule of law
        (
            "Source: Sample Immune Agents Program Summary, 07/2026.",
            ["Sample Immune Agents Program Summary"],
        ),  # told by its label
        (
            "The claim is past the filing limit set by 1 TAC §353.4 and was denied.",
            ["1 TAC §353.4"],
        ),  # a state's code by its letters
        ("It does not meet the rule of OAC 5160-5-01 on braces.", ["OAC 5160-5-01"]),
        (
            "This follows 471 NAC 13-006 and policy NE.CP.PDN.02.",
            ["471 NAC 13-006", "NE.CP.PDN.02"],
        ),  # points in a policy's number
        (
            "He relied on UnitedHealthcare Medical Policy 2025T0583J.",
            ["UnitedHealthcare Medical Policy 2025T0583J"],
        ),  # a long number
        (
            "The guideline applied was MCG Ambulatory Care 29th ed., A-0181.",
            ["MCG Ambulatory Care 29th ed., A-0181"],
        ),  # "ed."
        (
            "We used MCG 28th edition, Wheelchairs, Powered A-0353, to decide.",
            ["MCG 28th edition, Wheelchairs, Powered A-0353"],
        ),
        ("It is not covered under Guideline Note 173 of the Prioritized List.", ["Guideline Note 173"]),
        ("We applied the Sample Plan Step Therapy Protocol ST-0117.", ["Step Therapy Protocol ST-0117"]),
        ('Rule used: policy "Atopic Dermatitis Agents" (ST-214).', ["ST-214"]),  # its number in brackets
        (
            "Investigational procedures are excluded in Section 6 of the 2026 Service Benefit Plan brochure (RI 71-005).",
            ["Section 6 of the 2026 Service Benefit Plan brochure (RI 71-005)"],
        ),
        (
            "We applied the ASAM Criteria, Fourth Edition, Level 3.5, and it was not met.",
            ["Fourth Edition, Level 3.5"],
        ),
        (
            "The limit can be read at page 38 of the 2025 Base PPO Plan Benefits Booklet.",
            ["2025 Base PPO Plan Benefits Booklet"],
        ),
        (
            "We used InterQual 2025, Outpatient Rehabilitation: Pediatric Speech criteria to decide.",
            ["Pediatric Speech"],
        ),  # one title
        (
            "We used 130 CMR 422.410 and the PCA Time-for-Task tool.",
            ["130 CMR 422.410", "PCA Time-for-Task tool"],
        ),  # an instrument
        (
            "We used Sample Medical Policy CP.MP.14, Sample Implants, and Rule 59G-1.010, Florida Administrative Code.",
            ["CP.MP.14", "Rule 59G-1.010, Florida Administrative Code"],
        ),  # a law that the sentence couples with the policy
        (
            "We used 18 NYCRR 505.14 and the Uniform Assessment System (UAS-NY).",
            ["18 NYCRR 505.14", "Uniform Assessment System (UAS-NY)"],
        ),  # an instrument of a state
        ("Insured: Ann Roe Policy", []),  # a label and the next one
        (
            "Notice of Concurrent Review Determination. Re: Organization Determination OD-26-11093.",
            [],
        ),  # what the letter is
        (
            "Claims of Upland Hills Imaging, S.C. 800 Compassion Way, Dodgeville, are denied.",
            [],
        ),  # a firm, not a state's law
        ("ACCUMULATORS 01/2025: DEDUCTIBLE MET.", []),  # the end of a word is no code
        ("Policy: DHP Bronze Copay+ is yours.", []),  # a product
        ("You may bring a civil action under Section 502(a) of ERISA.", []),  # rights, no basis
        ("Your policy number is 118-B and your plan is Silver.", []),  # a number shaped like a drug policy
    ],
)
def test_criteria(text: str, wanted: list[str]) -> None:
    reading = reading_of(text)
    found = [
        c.text for c in criteria.criteria(reading.sheet, reading.lexicon, reading.labelled, reading.tags)
    ]
    assert len(found) == len(wanted)
    assert all(w in f for w, f in zip(wanted, found, strict=True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # lines in capitals: little words and verbs are no part of a name, nor do words for any paper make one
        ("REASON 204: NOT A COVERED SERVICE. YOU MAY SEE THE PLAN DOCUMENT AND OTHER PAPERS AT THE OFFICE.", []),
        ("COPIES OF ANY CRITERIA OR GUIDELINE RELIED ON WILL BE FURNISHED FREE.", []),
        ("INITIAL CLAIM RECEIVED MORE THAN 12 MONTHS AFTER DATE OF SERVICE PER AGENCY POLICY. NO PROOF.", []),
        ("MEMBERS HAVE SEPARATE RIGHTS DESCRIBED IN THE MEMBER HANDBOOK. DO NOT BILL THE MEMBER.", []),
        ("MEDICAL NECESSITY CRITERIA ON REQUEST, NO COST.", []),
        ("BILLING PROVIDER MUST FOLLOW THE PROVIDER MANUAL FOR RESUBMISSION.", []),
        ("STMT DATE GROUP POLICY INSURED ID", []),
        ("ONE PAIR OF GLASSES IN 24 MONTHS IS ALLOWED UNDER PLAN BOOKLET P. 37. THIS IS YOUR SECOND.", ["PLAN BOOKLET P. 37"]),
        ("DENIED AS NOT MEDICALLY NECESSARY UNDER MEDICAL POLICY 7.01.47 BARIATRIC SURGERY.", ["MEDICAL POLICY 7.01.47"]),
        ("DENIED. DOES NOT MEET INTERQUAL 2025 ACUTE ADULT CRITERIA.", ["INTERQUAL 2025 ACUTE ADULT"]),
        ("SERVICE IS EXCLUDED BY THE CERTIFICATE OF COVERAGE, SECTION 6, ITEM 14.", ["CERTIFICATE OF COVERAGE, SECTION 6"]),
        ("REQUEST REVIEWED AGAINST AETNA CLINICAL POLICY BULLETIN 0157 AND DENIED.", ["AETNA CLINICAL POLICY BULLETIN 0157"]),
        # what else a policy may be called, with its number or its subject
        ("The panel surgeon cited American Health Technology Assessment TA-211, Lumbar Total Disc Replacement, as the basis.", ["Technology Assessment TA-211, Lumbar Total Disc Replacement"]),
        ("We used the MassHealth Guidelines for Medical Necessity Determination for Hospital Beds to decide.", ["MassHealth Guidelines for Medical Necessity Determination for Hospital Beds"]),
        ("The request does not meet UPMC Policy and Procedure MP.130.", ["UPMC Policy and Procedure MP.130"]),
        ("We used the DMAS Manual, Chapter IV, and our guideline Therapy 14, Pediatric Speech-Language Services.", ["DMAS Manual, Chapter IV", "Therapy 14"]),
        ("This was decided with the Hayes Health Technology Assessment, Peroral Endoscopic Myotomy (2024).", ["Hayes Health Technology Assessment"]),
        ("We relied on Medical Technology Evaluation MTE-2024-09, Renal Denervation.", ["Medical Technology Evaluation MTE-2024-09"]),
        ("We used Coverage Determination Guideline CDG.018.12, Gender Dysphoria.", ["Coverage Determination Guideline CDG.018.12"]),
        ("The reviewer applied National Coverage Determination 240.4, CPAP Therapy.", ["National Coverage Determination 240.4"]),
        ("We used Utilization Management Directive UM-44.", ["Directive UM-44"]),
        ("The committee used the law's definition of medical necessity and Policy HPP.DME-027, Power Mobility.", ["Policy HPP.DME-027"]),
        ("We used Position Statement PS-112, Spinal Fusion, to review this.", ["Position Statement PS-112"]),
        ("We based this on Carelon’s Clinical Appropriateness Guideline for Imaging of the Spine, effective 11/15/2025.", ["Clinical Appropriateness Guideline for Imaging of the Spine"]),
        # what is said of billing, an address
        ("The member may not be billed for it (42 CFR 447.15).", []),
        ("You may not charge the patient under section 1902(a)(25) of the Social Security Act.", []),
        ("State help: Vermont Department of Financial Regulation, 89 Main Street, Montpelier.", []),
        ("A use is covered if it is supported in the AHFS-DI or DRUGDEX compendia. There is no such use here.", []),
        # places in the plan's own papers
        ("See Emergency Services, Part V of your contract (form 92-044), which says when we pay.", ["Part V of your contract"]),
        ("It is therefore Experimental or Investigational within the meaning of the Plan and the appeal is denied.", []),
        # what publishers and plans call their papers
        ("The policy used is BCBSNE Growth Hormone Prior Authorization Program, PA-GH-2025.2.", ["Growth Hormone Prior Authorization Program, PA-GH-2025.2"]),
        ("DENIED UNDER COVERAGE POLICY 2017-014 AND INTERQUAL 2025 ACUTE REHABILITATION.", ["COVERAGE POLICY 2017-014", "INTERQUAL 2025 ACUTE REHABILITATION"]),
        ("We used Humana Part B Step Therapy Preferred Drug List 2025 to decide.", ["Humana Part B Step Therapy Preferred Drug List 2025"]),
        ("The drug was reviewed against the Express Scripts Prior Authorization Policy: Inflammatory Conditions – Dupixent PA Policy.", ["Dupixent PA Policy"]),
        ("We applied eviCore Spine Imaging Guidelines (SP-3.1), effective February 1, 2026.", ["eviCore Spine Imaging Guidelines"]),
        ("Your records were compared with MCG Health, Inpatient and Surgical Care, 28th Edition, Knee Arthroplasty (S-700).", ["S-700"]),
        ("The nurse used InterQual 2025 Level of Care: Acute Adult, Heart Failure subset.", ["InterQual 2025 Level of Care"]),
        ("We used the CMS National Coverage Determination (NCD) 220.6.17 for PET scans.", ["220.6.17"]),
        ("The rule is Local Coverage Determination L33822 Glucose Monitors.", ["L33822"]),
        ("This was reviewed under Cigna Medical Coverage Policy 0158, Spinal Orthoses.", ["Cigna Medical Coverage Policy 0158"]),
        ("Basis: Anthem Clinical UM Guideline CG-SURG-83 Bariatric Surgery.", ["CG-SURG-83"]),
        ("We used the OptumRx Prior Authorization Guideline for Wegovy.", ["OptumRx Prior Authorization Guideline"]),
        ("It fails the American Academy of Sleep Medicine practice parameters, 2021.", ["American Academy of Sleep Medicine practice parameters"]),
        ("We used the American Society of Addiction Medicine (ASAM) Criteria, level 3.5.", ["American Society of Addiction Medicine (ASAM) Criteria"]),
        ("We decided with CALOCUS-CASII, Level 4.", ["CALOCUS-CASII"]),
        ("The dental consultant used Delta Dental’s Clinical Criteria for Utilization Review, D4341.", ["Clinical Criteria for Utilization Review"]),
        ("We used Blue Shield of California Medical Policy 7.01.18, Breast Reduction.", ["Medical Policy 7.01.18"]),
        ("We relied on New Directions’ Medical Necessity Criteria for ABA (2025).", ["Medical Necessity Criteria for ABA"]),
        ("Per Magellan Care Guidelines 2025, Residential Treatment, the stay is not needed.", ["Magellan Care Guidelines 2025"]),
        ("The decision rests on Wellmark Medical Policy 07.01.55 (Vein Procedures).", ["Wellmark Medical Policy 07.01.55"]),
        ("We used the plan’s Benefit Policy BP-2024-11, Hearing Aids.", ["BP-2024-11"]),
        ("The pharmacist applied Formulary Exception Criteria (FEC-09).", ["Formulary Exception Criteria"]),
        ("The reviewer followed AIM Specialty Health Guideline, Sleep Disorder Management.", ["AIM Specialty Health Guideline"]),
        ("We used Medicare Benefit Policy Manual, Pub. 100-02, Chapter 7, Section 30.1.1.", ["Medicare Benefit Policy Manual"]),
        ("The limit is in Section 7.2(b), “Therapies”, of the Group Plan Booklet.", ["Section 7.2(b)"]),
        ("It is not covered: see Exclusion K-12 in your Certificate.", ["Exclusion K-12"]),
        ("We used 89 Illinois Administrative Code 140.473 for home nursing.", ["89 Illinois Administrative Code 140.473"]),
        ("We used 18 DE Admin. Code 1301 to decide.", ["18 DE Admin. Code 1301"]),
        ("We used Washington Administrative Code 182-543-5000 for wheelchairs.", ["Washington Administrative Code 182-543-5000"]),
        ("We used Texas Medicaid Provider Procedures Manual, Volume 2, section 4.2.", ["Texas Medicaid Provider Procedures Manual, Volume 2"]),
        ("The clinical standard we used was Evolent Clinical Guideline 7215-E for Knee Arthroscopy.", ["Evolent Clinical Guideline 7215-E"]),
        ("We used CareSource Administrative Policy Statement AD-1208.", ["AD-1208"]),
        ("The source: Prime Therapeutics, GLP-1 Agonists Prior Authorization with Quantity Limit Program Summary.", ["GLP-1 Agonists Prior Authorization with Quantity Limit Program Summary"]),
        ("Guidelines used: Turning Point OR-1023 Lumbar Fusion.", ["OR-1023"]),
        ("Our rule on this is called Site of Service for Infusions, number PH-22.", ["Site of Service for Infusions"]),
        # two that one title ran over, titles before numbers, criteria of programs and lists
        ("We used Larkmont Policy MCUG3134, Bariatric Surgery, and MCG Gastric Restrictive Procedure S-515.", ["Larkmont Policy MCUG3134, Bariatric Surgery", "MCG Gastric Restrictive Procedure"]),
        ("It was decided under Extracorporeal Shock Wave Therapy (ESWT), Policy 2025T0322.", ["Extracorporeal Shock Wave Therapy (ESWT), Policy 2025T0322"]),
        ("The decision was made with FEP 5.90.014 Dupixent, adopted by the Plan's Medical Policy Committee.", ["FEP 5.90.014 Dupixent"]),
        ("We used Texas Vendor Drug Program Clinical PA Criteria: Growth Hormones.", ["Texas Vendor Drug Program Clinical PA Criteria: Growth Hormones"]),
        ("The Larkmont coverage criteria, Artificial Disc – Cervical (C012-08), limit the surgery.", ["Larkmont coverage criteria, Artificial Disc – Cervical (C012-08)"]),
        ("We based this on the Carelon guideline Advanced Imaging of the Brain, Headache section (effective 11/15/2025).", ["Advanced Imaging of the Brain, Headache section"]),
    ],
)  # fmt: skip
def test_criteria_by_what_papers_are_called(text: str, wanted: list[str]) -> None:
    made = Reading.of(letter(text))
    found = [c.text for c in criteria.criteria(made.sheet, made.lexicon, made.labelled, made.tags)]
    assert len(found) == len(wanted)
    assert all(w in f for w, f in zip(wanted, found, strict=True))
