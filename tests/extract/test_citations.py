"""Places of the plan's own papers, policies and laws as one citation each, however their parts are strung together."""

import pytest

from extractors import citations, criteria
from extractors.base import Sheet
from extractors.lexicon import lexicon
from extractors.reading import Reading
from pipeline.models.document import Document
from tests.extract.page import letter


def cited(text: str) -> list[str]:
    return [c.text for c in citations.citations(Sheet.of(letter(text)), lexicon())]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # parts of a plan's document in any order, with headings and items between them
        ("Such services are listed in Section 5, Exclusions, letter E, of your Evidence of Coverage.", ["Section 5, Exclusions, letter E, of your Evidence of Coverage"]),
        ("It is excluded (Summary Plan Description, General Exclusions, no. 11).", ["Summary Plan Description, General Exclusions, no. 11"]),
        ("See the Summary of Benefits, section V.M, “Speech Therapy.”", ["Summary of Benefits, section V.M, “Speech Therapy"]),
        ("It is excluded by your Member Handbook/Certificate, Exclusion #9.", ["Member Handbook/Certificate, Exclusion #9"]),
        ("You can find this on page 38 of the policy, under “Services Not Covered”, item 27.", ["page 38 of the policy, under “Services Not Covered”, item 27"]),
        ("Please see Section 6, General exclusions, of the 2026 plan brochure (RI 71-006), first.", ["Section 6, General exclusions, of the 2026 plan brochure (RI 71-006)"]),
        ("The policy reserves this right in the Part entitled “Misstatements” alone.", ["Part entitled “Misstatements”"]),
        ("This was done under the General Provisions, “Misrepresentation”, of it.", ["General Provisions, “Misrepresentation”"]),
        ("Your policy, on pages 17 and 18, makes one exception.", ["policy, on pages 17 and 18"]),
        ("Benefits Booklet, Limitations and Exclusions, paragraphs 4 and 12, says so.", ["Benefits Booklet, Limitations and Exclusions, paragraphs 4 and 12"]),
        ("It is found in paragraph (c) of Article 7 of the Trust Agreement.", ["paragraph (c) of Article 7 of the Trust Agreement"]),
        ("See Chapter 4, “What Is Not Covered,” on pages 71–72 of your Member Contract.", ["Chapter 4, “What Is Not Covered,” on pages 71–72 of your Member Contract"]),
        ("The Group Subscriber Agreement, Part VII (Exclusions), no. 3, applies.", ["Group Subscriber Agreement, Part VII (Exclusions), no. 3"]),
        ("Read Appendix B of the Master Plan Document for it.", ["Appendix B of the Master Plan Document"]),
        ("ONE SET IN 36 MONTHS. SPD PG 47. CALL US.", ["SPD PG 47"]),
        ("The rider (Endorsement 4, Hearing Aids) limits it.", ["Endorsement 4, Hearing Aids"]),
        # a title behind what the paper is called, within a sentence; sections from one to another
        ("This was decided under our Medical Necessity Guidelines: Bariatric Surgery (Document ID 1034681).", ["Medical Necessity Guidelines: Bariatric Surgery (Document ID 1034681)"]),
        ("Basis. Larch Medical Policy, Botulinum Toxins, Policy Number 018.", ["Larch Medical Policy, Botulinum Toxins, Policy Number 018"]),
        ("Under the Rinvoq prior authorization criteria (PA 1187, effective 7/1/2024) it is not.", ["Rinvoq prior authorization criteria (PA 1187, effective 7/1/2024"]),
        ("The policy is IV-168, Vertebral Body Tethering and Stapling, of this year.", ["IV-168, Vertebral Body Tethering and Stapling"]),
        ("It is based on 42 CFR 409.31–409.35 alone.", ["42 CFR 409.31–409.35"]),
        ("Rhode Island says it in 210-RICR-30-05-2 alone.", ["210-RICR-30-05-2"]),
        # two of them stay two
        ("We used Section 3.1 of the Plan Document; Article VI, Section 2 of the Trust Agreement.", ["Section 3.1 of the Plan Document", "Article VI, Section 2 of the Trust Agreement"]),
        # policies with a number, a title in brackets, or one document within another
        ("ASH Clinical Practice Guideline CPG 135 (Assist Guideline for Rehabilitative Care) was applied.", ["ASH Clinical Practice Guideline CPG 135 (Assist Guideline for Rehabilitative Care"]),
        ("We also used Sentara Medical Policy Surgical 27 (Shock Wave Therapy).", ["Sentara Medical Policy Surgical 27"]),
        ("It is in the Specialty Guideline Management document “Weight Loss GLP-1, 6947-C”, as before.", ["Specialty Guideline Management document “Weight Loss GLP-1, 6947-C”"]),
        ("Program consulted: Biologic Immunomodulators PA with Quantity Limit, ver. 07/2025.", ["Biologic Immunomodulators PA with Quantity Limit, ver. 07/2025"]),
        ("We used the CGRP Antagonists Step Therapy Program to decide.", ["CGRP Antagonists Step Therapy Program"]),
        ("We used the Dupixent Prior Authorization with Quantity Limit program.", ["Dupixent Prior Authorization with Quantity Limit program"]),
        ("BASIS: CGRP PRIOR AUTHORIZATION PROGRAM SUMMARY, PH-1063.", ["CGRP PRIOR AUTHORIZATION PROGRAM SUMMARY, PH-1063"]),
        ("The NCCN guideline for prostate cancer does not recommend it.", ["NCCN guideline"]),
        ("He used The ASAM Criteria, Fourth Edition, Dimensions 1, 4 and 5 there.", ["ASAM Criteria, Fourth Edition"]),
        ("We used: Clinical Policy CP.MP.36, Experimental Technologies; OAC 317:30-3-1(f).", ["Clinical Policy CP.MP.36, Experimental Technologies", "OAC 317:30-3-1(f)"]),
        ("It is in Centene Clinical Policy CP.PHAR.296 (Pegfilgrastim).", ["Clinical Policy CP.PHAR.296 (Pegfilgrastim)"]),
        ("Your Evidence of Coverage, Section “Prescription Drug Benefits.”", ["Evidence of Coverage, Section “Prescription Drug Benefits"]),
        ("Based on eviCore Oncology Imaging Guidelines V1.0.2026, we cannot approve it.", ["eviCore Oncology Imaging Guidelines V1.0.2026"]),
        # laws: several sections, an article
        ("It was made under 42 CFR Sections 438.210 and 438.404; 18 NYCRR 505.14.", ["42 CFR Sections 438.210 and 438.404", "18 NYCRR 505.14"]),
        ("It was made under NYS Public Health Law Article 49.", ["NYS Public Health Law Article 49"]),
        ("As N.J.A.C. 11:24-8.4 and 11:24-8.5 provide, it stands.", ["N.J.A.C. 11:24-8.4 and 11:24-8.5"]),
        # none
        ("Golden Rule Insurance Company is glad to help.", []),  # the name of a house
        ("Patient: Anders Dahl Policyholder: Sofie Dahl.", []),  # half a word
        ("ISSUED POLICYHOLDER PATIENT CONTRACT GROUP", []),  # the head of a table
        ("Write to Coverage Determinations, PO Box 31370.", []),  # a department
        ("Humana is an HMO with a Medicare contract.", []),  # the foot of a page
        ("Policy: WI2526VTSHIP14 Claim: 8817726-2.", []),  # the member's own policy, and the next label
        ("Certificate holder: Miriam Katz. Contract number 800553216.", []),  # a person, a number
    ],
)  # fmt: skip
def test_forms_of_citations(text: str, wanted: list[str]) -> None:
    found = cited(text)
    assert len(found) == len(wanted), found
    assert all(w in f for w, f in zip(wanted, found, strict=True)), found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the title between a policy and its number; versions; two side by side; subjects in small letters; no policies
        ("We applied MCG Behavioral Health Care Guidelines, 28th edition, Residential Acute Behavioral Health Level of Care, Child or Adolescent (B-902-RES).",["MCG Behavioral Health Care Guidelines, 28th edition, Residential Acute Behavioral Health Level of Care, Child or Adolescent (B-902-RES)"]),
        ("The reviewer used MCG Recovery Facility Care, 29th edition, Acute Rehabilitation (M-5190-RFC).",["MCG Recovery Facility Care, 29th edition, Acute Rehabilitation (M-5190-RFC)"]),
        ("We used MCG Inpatient & Surgical Care, 29th edition, guideline M-100 (COPD).",["MCG Inpatient & Surgical Care, 29th edition, guideline M-100 (COPD)"]),
        ("Criteria: InterQual® 2025 Durable Medical Equipment, Wheelchairs and Seating.",["InterQual® 2025 Durable Medical Equipment, Wheelchairs and Seating"]),
        ("We used Aetna Clinical Policy Bulletin: Obstructive Sleep Apnea in Adults (CPB 0004).",["Aetna Clinical Policy Bulletin: Obstructive Sleep Apnea in Adults (CPB 0004)"]),
        ("It was made under UnitedHealthcare Medical Policy, Spinal Fusion, policy number 2025T0638S.",["UnitedHealthcare Medical Policy, Spinal Fusion, policy number 2025T0638S"]),
        ("Based on eviCore Spine Imaging Guidelines, version 2.0.2025, section SP-3.1, we cannot.",["eviCore Spine Imaging Guidelines, version 2.0.2025, section SP-3.1"]),
        ("The reviewer used Evolent Clinical Guideline 7008-01 for Knee Arthroplasty.",["Evolent Clinical Guideline 7008-01 for Knee Arthroplasty"]),
        ("This rule is in Navitus criteria \"CGRP Antagonists – Migraine Prevention,\" v. 01/2026.",["Navitus criteria \"CGRP Antagonists – Migraine Prevention,\" v. 01/2026"]),
        ("The edit comes from the National Correct Coding Initiative and ConnectiCare Reimbursement Policy \"Modifier 25\" (rev. 1/2025).",["National Correct Coding Initiative","ConnectiCare Reimbursement Policy \"Modifier 25\" (rev. 1/2025)"]),
        ("We used WAC 182-500-0070 (what medically necessary means) and the Immune Globulins clinical policy CHPW-RX 118.",["WAC 182-500-0070","Immune Globulins clinical policy CHPW-RX 118"]),
        ("Coding guideline I.C.1.d and the plan's Sepsis-3 payment policy (RP-061) call for it.",["Coding guideline I.C.1.d","Sepsis-3 payment policy (RP-061)"]),
        ("It does not meet our bariatric surgery policy (MP 7.01.42).",["bariatric surgery policy (MP 7.01.42)"]),
        ("They may not be reported together under the NCCI procedure-to-procedure edits.",["NCCI procedure-to-procedure edits"]),
        ("This follows the site of care drug policy SOC-004.",["site of care drug policy SOC-004"]),
        ("We used National Coverage Determination (NCD) 240.4.",["National Coverage Determination (NCD) 240.4"]),
        ("See Local Coverage Determination L38229 and Article A57948.",["Local Coverage Determination L38229","Article A57948"]),
        ("We followed LCD L33797, Oxygen and Oxygen Equipment.",["LCD L33797, Oxygen and Oxygen Equipment"]),
        ("We used the Medicare Benefit Policy Manual, Chapter 15, Section 220.",["Medicare Benefit Policy Manual, Chapter 15, Section 220"]),
        ("Effective January 1 the Plan was amended (Summary of Material Modifications No. 14).",["Summary of Material Modifications No. 14"]),
        ("Tool used: OASAS LOCADTR 3.0, as required by section 4902(a)(9) of the Insurance Law.",["OASAS LOCADTR 3.0","section 4902(a)(9) of the Insurance Law"]),
        ("It fell short on the Georgia Families Orthodontic Guideline DQ-ORTHO-GA.07.",["Georgia Families Orthodontic Guideline DQ-ORTHO-GA.07"]),
        ("Under Prior Authorization Policy PA-118 (Dupixent), rev. 3/2025, it is denied.",["Prior Authorization Policy PA-118 (Dupixent), rev. 3/2025"]),
        ("The guideline is Reimbursement Policy R-14: Multiple Procedure Payment Reduction.",["Reimbursement Policy R-14: Multiple Procedure Payment Reduction"]),
        ("We used ASAM Criteria, 4th edition, Level 3.7.",["ASAM Criteria, 4th edition, Level 3.7"]),
        ("Criteria: NCCN Guidelines, Breast Cancer, version 4.2025, category 2B.",["NCCN Guidelines, Breast Cancer, version 4.2025"]),
        ("We used Minnesota Rules 9505.0270 and your Member Handbook, section 7.",["Minnesota Rules 9505.0270","Member Handbook, section 7"]),
        ("Minnesota Health Care Programs. Minnesota Rules 9505.0270 says it.",["Minnesota Rules 9505.0270"]),
        ("SUMMARY PLAN DESCRIPTION, PAGE 71, EXCLUDES IT.",["SUMMARY PLAN DESCRIPTION, PAGE 71"]),
        ("Blue Shield policy MM.02.014 applies.",["Blue Shield policy MM.02.014"]),
        ("HAP contract 04418827*01 Employer group 10007715",[]),
        ("Navitus Health Solutions, LLC Manual Claims, P.O. Box 1039",[]),
        ("Write to Appeals, Mail Code 6000, P.O. Box 3, Denver.",[]),
        ("THIS SERVICE IS NOT MEDICALLY NECESSARY UNDER OUR POLICY.",[]),
    ],
)  # fmt: skip
def test_a_policy_with_its_title_number_and_version(text: str, wanted: list[str]) -> None:
    assert [c.strip(")") for c in cited(text)] == [w.strip(")") for w in wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # riders and endorsements with their numbers, chapters in words, titles at a sentence's end, provisions by their head
        ("The rider: Assisted Reproductive Technology Endorsement PHP-ART-2 (2023).", "Assisted Reproductive Technology Endorsement PHP-ART-2 (2023)"),
        ("Plan provision: Plan Description, Chapter Two, Chiropractic Services.", "Plan Description, Chapter Two, Chiropractic Services"),
        ("The Certificate of Coverage, Prescription Drug Rider, Section EX – Exclusions, no. 9, excludes it.", "Prescription Drug Rider, Section EX – Exclusions, no. 9"),
        ("See Amendment No. 3 to the Plan Document, effective 1/1/2025.", "Amendment No. 3 to the Plan Document"),
        ("We rescind it under its provision headed \"Time Limit on Certain Defenses; Misstatements.\"", "Time Limit on Certain Defenses; Misstatements"),
        ("What rule did you use? Evidence of Coverage 2026, Section 7, “Limitations”.", "Evidence of Coverage 2026, Section 7, “Limitations”"),
        ("It is in the Summary Plan Description, Section 6: What the Plan Does Not Cover, item 12.", "Section 6: What the Plan Does Not Cover, item 12"),
        # criteria of one drug, compendia, instruments
        ("We used the plan's prior authorization criteria (2026 PA Criteria: TAFAMIDIS, CMS approved 09/2025).", "2026 PA Criteria: TAFAMIDIS"),
        ("The rules used: AHCCCS FFS and MCO Drug List, CGRP Acute Treatment step criteria (10/1/2025).", "AHCCCS FFS and MCO Drug List, CGRP Acute Treatment step criteria"),
        ("It is not supported by AHFS-DI.", "AHFS-DI"),
        ("We used our step therapy criteria, ST-2210.", "ST-2210"),
        ("It was reviewed with the UAS-NY assessment.", "UAS-NY assessment"),
        ("We looked at the MN DHS CFSS home care rating table.", "MN DHS CFSS home care rating table"),
        ("Nursing hours were set with the Private Duty Nursing Acuity Grid.", "Private Duty Nursing Acuity Grid"),
        # a number in brackets, a title behind the number, in capitals
        ("Under the APA-based criteria of Quartermain (QBR-ED-4) it was not necessary.", "criteria of Quartermain (QBR-ED-4)"),
        ("We relied on the plan's medical policy on hyperbaric oxygen (MED-118).", "medical policy on hyperbaric oxygen (MED-118)"),
        ("MCG Inpatient & Surgical Care 29th edition, guideline M-89, Chest Pain, was applied.", "MCG Inpatient & Surgical Care 29th edition, guideline M-89, Chest Pain"),
        ("Rule used: Sanford Health Plan HP-0231 Continuous Glucose Monitors.", "Sanford Health Plan HP-0231 Continuous Glucose Monitors"),
        ("The reviewer applied corporate medical policy 10.01.511 Cosmetic Procedures.", "corporate medical policy 10.01.511 Cosmetic Procedures"),
        ("Rules used: California Health and Safety Code section 1371.4.", "California Health and Safety Code section 1371.4"),
    ],
)  # fmt: skip
def test_names_that_no_policy_word_begins(text: str, wanted: str) -> None:
    found = cited(text)
    assert any(wanted in f for f in found), found


def test_the_plans_own_paper_counts_where_no_policy_does() -> None:
    beside = letter(
        "We denied the treatment. It is investigational.",
        'Our decision rests on GEHA Coverage Policy CP-0217 "Proton Beam" and Section 10 of the 2025 Plan Brochure.',
    )
    alone = letter("We denied the treatment.", "Our decision rests on Section 10 of the 2025 Plan Brochure.")
    assert _basis(beside) == ['GEHA Coverage Policy CP-0217 "Proton Beam"']
    assert _basis(alone) == ["Section 10 of the 2025 Plan Brochure"]


def _basis(page: Document) -> list[str]:
    made = Reading.of(page)
    return [c.text for c in criteria.criteria(made.sheet, made.lexicon, made.labelled, made.tags)]
