"""Who gave or was to give the care: the doctor whom the letter names, in the many ways that letters name one."""

import pytest

from extractors import provider
from extractors.gather import extract
from extractors.reading import Reading
from tests.extract.page import document, letter

HEAD = ("Premera Blue Cross", "March 4, 2026", "Ana Reed 9 Elm St Tacoma, WA 98401", "Dear Ms. Reed:")
BODY = "We have denied the request because it is not medically necessary under your plan."


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Provider: Cedar Falls Orthopedics — Ivan P. Melnyk MD", "Ivan P. Melnyk MD"),  # behind the firm, no comma
        ("Provider: Cassia Regional Hospital ED; Blaine Toomey, MD", "Blaine Toomey, MD"),
        ("Rendering: Whitaker, Jolene MD", "Whitaker, Jolene MD"),  # the surname first
        ("You asked us to pay for six visits with Solveig Ruud, PT, at Roseau Sports & Spine.", "Solveig Ruud"),
        ("We received a bill of Mercy Hospital for catheterization on May 9, performed by Dr. Nikhil Rao.", "Dr. Nikhil Rao"),
        ("The nurse practitioner who wrote for it is Halvard Eikeland, APNP, of Gundersen Endocrinology.", "Halvard Eikeland"),
        ("Your own doctor, Fergus Mulcahy, DO, asked us to cover home nursing by Bayada Home Health Care.", "Fergus Mulcahy"),
        ("We looked at the therapy that Kirsten Aamodt, a speech-language pathologist, would like to begin.", "Kirsten Aamodt"),
        ("We have Dr. Ruthanne Sizemore's letter of March 11 asking for 12 more visits.", "Dr. Ruthanne Sizemore"),
        ("We denied claims from Blanchard Valley Hospital and Dr. Prosper Adeyinka for your stay.", "Dr. Prosper Adeyinka"),
        ("Attending: CORWIN J PEEBLES MD", "CORWIN J PEEBLES MD"),
        ("We denied the MRI ordered by Dr. Wm. Ptacek at Gulf Shores Imaging.", "Dr. Wm. Ptacek"),
    ],
)  # fmt: skip
def test_the_doctor_is_the_provider(line: str, wanted: str) -> None:
    field = extract(letter(*HEAD, line, BODY)).one("provider")
    assert field and wanted in str(field.value)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("PAYEE: GULF PINES PEDIATRIC THERAPY LLC   RENDERING: JOY OKEKE SLP  CLAIM 2511087744 BILLED $188.00 PAID $0.00", "GULF PINES PEDIATRIC THERAPY LLC"),  # who was paid
        ("We received a bill for $4,120.00 from Airlift Northwest for your transport on May 2, 2025, claim 2511087744.", "Airlift Northwest"),  # no trade in the name
        ("Billing provider . . . . ROGUE VALLEY ANESTHESIA PC  Claim 2511087744  Charge $980.00", "ROGUE VALLEY ANESTHESIA PC"),
        ("The request of Cedar Grove Recovery for 14 more days of residential care is denied.", "Cedar Grove Recovery"),
        ("Claim 2511087744 (Northern Redwood Air Rescue, $41,906.00) was denied.", "Northern Redwood Air Rescue"),  # a trade in no list before
        ("We received claim 2511087744 for $568.00 from Tidewater Physical Therapy. The Fund has records of your job at Wallkill Precast LLC.", "Tidewater Physical Therapy"),
        ("Prescriber: Tomas Vega, NP  Pharmacy: Harbor Drug #114", "Tomas Vega, NP"),  # who only hands it out
        ("Dr. Eino Saari of Black Hills Orthopedic Center gave the injections to your knee.", "Dr. Eino Saari"),  # not "Saari of Black Hills"
        # a line about a claim names who billed it, though the records of others are told of
        ("Claim 250411-7720 (Guthrie Cortland, 03/19/2025, angiography, $31,482.16). The records show that Dr. Amaryllis Kline diagnosed angina on May 3, 2023.", "Guthrie Cortland"),
        ("Claim 26-0014488-01, Great Plains Heart Clinic, 1/22/2026, $14,870.00. Records of Custer County Medical Clinic show that you were seen before.", "Great Plains Heart Clinic"),
        ("We received a bill for $4,000.00 for a genomic test run by Natera, Inc. on November 20, 2025.", "Natera, Inc"),  # one word and what it is
        # who flew, not from where or where to
        ("We reviewed the bill sent to us by Pelican AirMed LLC for $48,905.50 for the helicopter flight from Lincoln General to Shreveport on June 11, 2025.", "Pelican AirMed LLC"),
        ("Transport by: Bitterroot LifeFlight, LLC. Claim 2511087744 for $9,200.00 is for a fixed-wing air ambulance from Steele Memorial Medical Center to Boise.", "Bitterroot LifeFlight"),
        ("Asked by: Zenaida Holyfield, MD. A child psychiatrist, Dr. Norah Engelbrecht, made this decision.", "Zenaida Holyfield"),  # not who decided
        ("SERVICES FROM Badger Spine & Pain, S.C. (Dr. Ansgar Lemieux) Claim 2511087744 $317.00", "Badger Spine & Pain"),  # the label is no part of the name
    ],
)  # fmt: skip
def test_who_is_meant_of_several(line: str, wanted: str) -> None:
    field = extract(letter(*HEAD, line, BODY)).one("provider")
    assert field and str(field.value).lower().startswith(wanted.lower()), field and field.value


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["Treating provider:", "Center for Little Voices", "Nadia Farouk, CCC-SLP", "Downey, CA 90241"], "Nadia Farouk, CCC-SLP"),  # a house over its therapist
        (["Claim ID", "Tidewater Physical Therapy, 5 Nov 2025"], "Tidewater Physical Therapy"),  # a label over it
    ],
)  # fmt: skip
def test_a_name_keeps_to_its_lines(lines: list[str], wanted: str) -> None:
    made: list[tuple[float, float, str]] = [(60.0, 40.0 + 30 * i, t) for i, t in enumerate(HEAD)]
    made += [(60.0, 200.0 + 12 * i, t) for i, t in enumerate(lines)]
    if lines[0] == "Claim ID":
        made.append((480.0, 200.0, "25E3381147"))
    reading = Reading.of(document(*made, (60.0, 300.0, BODY)))
    texts = [p.text for places in provider.candidates(reading, None, "Ana Reed") for p in places]
    assert wanted in texts
    assert not any(len(t) > len(wanted) and wanted in t for t in texts), texts


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        # a house known by its system's name alone
        ("Claim 2511087744, Aspirus Park Falls, 9 December 2025, $1,609.50, was denied.", "Aspirus Park Falls"),
        ("In reference to: claim 2511087744, Henry Ford Wyandotte emergency department, 3 August 2025. You owe $2,864.00.", "Henry Ford Wyandotte"),
        ("We received the bill of Memorial Hermann Memorial City for your stay of May 3, 2025.", "Memorial Hermann Memorial City"),
        ("The inpatient stay at ThedaCare of January 8 is not paid. We have a judgment from the Outagamie County clerk of courts.", "ThedaCare"),  # no court
        ("UnityPoint Health – Meriter asked us to cover your admission on May 3, 2025.", "UnityPoint Health – Meriter"),
        # who decided, a plan's product, words of a sentence, a title in capitals
        ("Deciding physician: K. Straczynski, MD, plastic surgery. The surgeon is Lemuel Oyelaran, MD.", "Lemuel Oyelaran, MD"),
        ("Larkspur Dual Coordination (HMO D-SNP) has provided a supply of your drug. Prescriber: Dr. Iolanthe Ybarra.", "Dr. Iolanthe Ybarra"),
        ("A FORM COMPLETED BY YOUR DOCTOR IS NEEDED FOR A STRETCHER TRIP OVER 50 MILES. The form went to Dr. G. Halverson.", "Dr. G. Halverson"),
        ("SUMMARY OF HEALTH CARE CENTER BENEFITS. PROVIDER NAME: RIVER BEND MEDICAL CENTER", "RIVER BEND MEDICAL CENTER"),
        ("Your doctor, Ignatius Vardanyan, DO, asked for it. Dr. Vardanyan may call us.", "Ignatius Vardanyan, DO"),  # one man, his whole name
    ],
)  # fmt: skip
def test_a_name_without_a_word_for_a_house_and_what_is_none(line: str, wanted: str) -> None:
    field = extract(letter(*HEAD, line, BODY)).one("provider")
    assert field and str(field.value).lower().startswith(wanted.lower()), field and field.value
