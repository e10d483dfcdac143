"""Whose denial, who acts for the plan, who the patient and the provider are, and the days before a final letter."""

import pytest

from extractors.gather import extract
from extractors.gazetteer import gazetteer
from extractors.lexicon import lexicon
from extractors.people import clean, is_person
from extractors.reading import Reading
from tests.extract.page import document, letter, value

BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)
DAY = "March 4, 2026"
FINAL = "We have upheld the denial of your appeal. This is our final internal decision."


def test_every_name_of_the_gazetteer_is_found() -> None:
    names = gazetteer()
    for number, body in enumerate(names.bodies):
        for text in (body.name, *body.entities, *body.aliases):
            hits = names.find(text)
            assert any(n.body == number for h in hits for n in h.names), text


@pytest.mark.parametrize(
    ("lines", "insurer"),
    [
        # a carrier only administers the plan that it names, with "Re:", "administers the" or "on behalf of"
        (["Aetna", "Re: Nordstrom, Inc. Medical Plan", DAY, BODY], "Nordstrom, Inc. Medical Plan"),
        (["Cigna Healthcare", "Cigna administers the Lockheed Martin Group Benefits Plan.", DAY, BODY], "Lockheed Martin Group Benefits Plan"),
        (["Meritain Health", "On behalf of Boeing Traditional Medical Plan", DAY, BODY], "Boeing Traditional Medical Plan"),
        # locals by number, slashes and hyphens
        (["LOCAL 338 RWDSU/UFCW BENEFIT FUND", DAY, BODY], "LOCAL 338 RWDSU/UFCW BENEFIT FUND"),
        (["Teamsters Local 671 Health Services and Insurance Plan", DAY, BODY], "Teamsters Local 671 Health Services and Insurance Plan"),
        # a known name that is only the beginning of what is printed
        (["Sound Health & Wellness Trust", DAY, BODY], "Sound Health & Wellness Trust"),
        # a fund's name over a dash, with its local's number, with its region
        (["MONTANA MASONS – AGC TRUST FUND", DAY, BODY], "MONTANA MASONS – AGC TRUST FUND"),
        (["Masons Local 12 Security Fund for Southern Nevada", DAY, BODY], "Masons Local 12 Security Fund for Southern Nevada"),
        # an employer's plan in small letters over a statement
        (["UMR", "Larch Public Schools health plan: explanation of benefits", DAY, BODY], "Larch Public Schools health plan"),
        # who administers, and a handbook, are no part of the name; a company trades under another
        (["Meritain Health", "The Plan Administrator of the Larch Day School Employee Benefit Plan has considered your appeal.", DAY, BODY], "Larch Day School Employee Benefit Plan"),
        (["California Physicians' Service dba Blue Shield of California", DAY, BODY], "Blue Shield of California"),
        # the armed forces' program is one, whatever its region; its contractor only administers
        (["TRICARE West Region – TriWest Healthcare Alliance", DAY, "Plan: TRICARE Prime", BODY], "TRICARE"),
        # an emblem that says again what the name begins with
        (["Wellcare Wellcare Value Script (PDP)", DAY, BODY], "Wellcare Value Script (PDP)"),
        (["Express Scripts Medicare (PDP)", DAY, "Your Medicare Part D request was denied.", BODY], "Express Scripts Medicare"),
        # a legal name is whole as it stands
        (["Wellfleet Insurance Company Student Health", DAY, BODY], "Wellfleet Insurance Company"),
        # a state's office writes about a plan; "BUREAU OF INSURANCE" is none
        (["STATE OF MAINE", "BUREAU OF INSURANCE", DAY, "Community Health Options has denied your request.", BODY], "Community Health Options"),
        (["State of Vermont", "DEPARTMENT OF FINANCIAL HEALTH INSURANCE", DAY, "MVP Health Care has denied your request.", BODY], "MVP Health Care"),
        # a product under a carrier's name
        (["AARP Medicare Rx Preferred from UnitedHealthcare (PDP)", DAY, BODY], "AARP Medicare Rx Preferred from UnitedHealthcare (PDP)"),
        # a state's program beside the plan that runs it
        (["Superior HealthPlan", "STAR+PLUS Program", DAY, BODY], "Superior HealthPlan"),
        # words that are a name only in capitals
        (["Harvard Pilgrim Health Care", DAY, "The standard used was our own.", BODY], "Harvard Pilgrim Health Care"),
        # the other insurer of a patient
        (["Bright HealthCare", DAY, "Your claim was paid by Medicare first. Aetna is your other insurance.", BODY], "Bright HealthCare"),
        # a church's plan, a program of a state, a PACE organization
        (["Roman Catholic Diocese of Albany Lay Employee Benefit Plan", DAY, BODY], "Roman Catholic Diocese of Albany Lay Employee Benefit Plan"),
        (["Everlong Captive Insurance Program", DAY, BODY], "Everlong Captive Insurance Program"),
        (["InnovAge PACE Roanoke", DAY, BODY], "InnovAge PACE Roanoke"),
        # a name goes on over words that by themselves are a program's, to the end of its part of the line
        (["Denver Health Medicaid Choice", DAY, BODY], "Denver Health Medicaid Choice"),
        (["Parkhill Health Medicare Partners", DAY, BODY], "Parkhill Health Medicare Partners"),
        (["Truman Health Medicaid Connect | Appeals", DAY, BODY], "Truman Health Medicaid Connect"),
        # but not over a desk's name
        (["Moda Health Medicare Intake", DAY, "Moda Health has decided.", BODY], "Moda Health"),
        (["BCBSNC RX UM", DAY, BODY], "BCBSNC"),
        # a product at the head goes to its type
        (["Wellcare Value Script (PDP) S4802-113", DAY, BODY], "Wellcare Value Script (PDP)"),
        (["Humana Gold Plus H5619-072 (HMO)", DAY, BODY], "Humana Gold Plus H5619-072 (HMO)"),
        # the company that heads the letter goes before a sister that its foot lists
        (["Wellfleet Insurance Company", DAY, BODY, "Wellfleet is the marketing name used to refer to the insurance operations of "
          "Wellfleet Insurance Company, Wellfleet New York Insurance Company and Wellfleet Group, LLC."], "Wellfleet Insurance Company"),
        (["Aetna Life Insurance Company", DAY, BODY, "Insurance plans are offered, underwritten by Aetna Health Insurance Company, Aetna "
          "Health Inc. and Aetna Life Insurance Company."], "Aetna Life Insurance Company"),
        # a company that no list holds keeps its tail
        (["Tidewater Health Plan of Virginia, Inc.", DAY, BODY], "Tidewater Health Plan of Virginia, Inc."),
    ],
)  # fmt: skip
def test_insurer(lines: list[str], insurer: str) -> None:
    assert value(letter(*lines), "insurer") == insurer


def test_a_name_over_two_lines_is_one() -> None:
    made = document(
        (200, 40, "Plumbers & Pipefitters Local 421"), (200, 62, "Health and Welfare Trust"), (60, 140, BODY)
    )
    assert value(made, "insurer") == "Plumbers & Pipefitters Local 421 Health and Welfare Trust"


@pytest.mark.parametrize(
    "lines",
    [
        # two plans are named and the carrier was taken: its name must not pass
        ["Cigna Healthcare", DAY, BODY, BODY, "Your plan is self-funded by your employer.", "It was the Delmar Foods Employee Benefit Plan.", "It is now the Ridge Steel Employee Benefit Plan."],
        # a hospital's bill that names a plan
        ["Red Willow Regional Medical Center", "Insurance on file: Sanford Health Plan", DAY, "Please pay this bill."],
        # whose address it is does not tell whose letter it is
        ["Harris County Employee Benefits", "c/o Aetna", DAY, BODY],
    ],
)  # fmt: skip
def test_an_insurer_in_doubt_asks(lines: list[str]) -> None:
    assert "insurer" in {d.field for d in extract(letter(*lines)).doubts}


@pytest.mark.parametrize(
    ("lines", "administrator"),
    [
        (["Premera Blue Cross", DAY, "Avalon Healthcare Solutions reviews genetic tests for us.", BODY], "Avalon Healthcare Solutions"),
        # a firm that no list holds, told by its part
        (["Premera Blue Cross", DAY, "Appeals are handled by Lakeside Review Partners.", BODY], "Lakeside Review Partners"),
        (["NECA-IBEW Welfare Trust Fund", "c/o BeneSys, Inc.", DAY, BODY], "BeneSys, Inc."),
        # an arm of the carrier goes before its brand
        (["Medica", "Plan: Northmark Mills Group Medical Plan", DAY, "Medica Self-Insured paid nothing.", BODY], "Medica Self-Insured"),
        # who does a task for the plan, in whatever words
        (["Moda Health", DAY, "Navitus Health Solutions looks at drug requests for us.", BODY], "Navitus Health Solutions"),
        (["HMSA", DAY, "CVS Caremark, which reviews drugs for HMSA, denied it on May 2.", BODY], "CVS Caremark"),
        (["CareSource", DAY, "CareSource and its dental partner SKYGEN USA have decided not to approve it.", BODY], "SKYGEN USA"),
        (["Priority Health", DAY, "Approval by our radiology partner, TurningPoint Imaging Solutions, is needed.", BODY], "TurningPoint Imaging Solutions"),
        (["Western Health Advantage", DAY, "On May 2 Hill Physicians Medical Group sent you a notice which denied it.", BODY], "Hill Physicians Medical Group"),
        (["Health Net", DAY, "You asked us to overturn the decision of Palomar Valley IPA of May 2.", BODY], "Palomar Valley IPA"),
        (["Larch Valley Workers Health Trust", "c/o Rocky Bench Benefit Admin. LLC", DAY, BODY], "Rocky Bench Benefit Admin. LLC"),
        # another company of the plan's own body
        (["Denver Health Medicaid Choice", "administered by Denver Health Medical Plan, Inc.", DAY, BODY], "Denver Health Medical Plan, Inc."),
        # a name, a product, a desk, the doctors who are paid
        (["Health Alliance Medical Plans", DAY, "For services to: Nia Abernathy", BODY], None),
        (["AvMed, Inc.", DAY, "Plan: Entrust 500", BODY], None),
        (["Health Alliance Medical Plans", DAY, BODY, "Sincerely,", "Claims Administration"], None),
        (["Health Alliance Medical Plans", DAY, "Pay to: Camarillo Bone & Joint Medical Group", BODY], None),
        # whose guideline is cited has no part in the decision
        (["Premera Blue Cross", DAY, "MCG guideline A-0171 was used.", BODY], None),
    ],
)  # fmt: skip
def test_administrator(lines: list[str], administrator: str | None) -> None:
    assert value(letter(*lines), "administrator") == administrator


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        # the statement's own row of figures
        ([(60, 60, "Statement date"), (200, 60, "Billed"), (60, 80, "June 24, 2025"), (200, 80, "$46.10"), (60, 300, "05/29/2025 office visit")], "2025-06-24"),
        # an unknown label beside a date stronger than "Date:"
        ([(60, 60, "Date: 15 September 2025"), (60, 200, "Last looked at"), (200, 200, "August 28, 2025")], "2025-09-15"),
        ([(300, 60, "the 4th of December, 2025"), (60, 200, BODY)], "2025-12-04"),
        ([(60, 60, "DATE SENT TO ALL PARTIES: 02/20/2026"), (60, 200, "12/11/2025 first denial")], "2026-02-20"),
    ],
)  # fmt: skip
def test_letter_date(lines: list[tuple[float, float, str]], day: str) -> None:
    assert value(document((60, 30, "Premera Blue Cross"), *lines), "letter_date") == day


def test_a_signatures_date_is_not_the_letters() -> None:
    made = letter("Premera Blue Cross", "Signature of patient: Halina Kowal   Date: 11/04/2025", BODY)
    assert value(made, "letter_date") != "2025-11-04"


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The request was first denied on July 2, 2025.", "2025-07-02"),
        ("It was received on October 30, 2025 and declined on November 6, 2025.", "2025-11-06"),
        ("On December 2, 2025 we wrote to say no.", "2025-12-02"),
        ("You appealed our September 24, 2025 decision.", "2025-09-24"),
        ("The request was denied May 1, 2025. The first appeal, filed June 3, was denied on July 9, 2025.", "2025-05-01"),
        ("Your visit of May 7, 2025 was not covered.", None),  # the day of the visit
        ("We received your appeal on June 3, 2025.", None),
    ],
)  # fmt: skip
def test_first_denial(sentence: str, day: str | None) -> None:
    assert value(letter("Premera Blue Cross", DAY, FINAL, sentence), "initial_denial_date") == day


def test_an_acknowledgement_recaps_no_first_denial() -> None:
    # it denies nothing, as the labels of the first hands have it
    said = "We received your appeal of our June 11, 2025 decision not to pay. We will answer in 30 days."
    made = letter("Premera Blue Cross", "July 5, 2025", "We got your appeal. This is not a decision.", said)
    assert value(made, "initial_denial_date") is None


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("One Monarch Place", False), ("Ridge Spur Boise", False), ("Salt Lake City", False),
        ("Soo Jin Park", True), ("Diane Lane", True), ("Evangeline St. Fleur", True),
        ("OF WESTERN WASHINGTON", False), ("Familia de", False), ("Departamento de Precertificaciones", False),
        ("MARIA DE LA CRUZ", True),
    ],
)  # fmt: skip
def test_places_are_no_people(text: str, person: bool) -> None:
    assert is_person(clean(text)) is person


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (": RUTHERFORD, ELOWEN K", "RUTHERFORD, ELOWEN K"), ("Lavinia Threadgill / same", "Lavinia Threadgill"),
        ("Percival Tillinghast R60418827", "Percival Tillinghast"), ("Ignacia Thornbury South Carolina", "Ignacia Thornbury"),
    ],
)  # fmt: skip
def test_clean(text: str, name: str) -> None:
    assert clean(text) == name


@pytest.mark.parametrize(
    ("lines", "member"),
    [
        # the plan's own address over the letter is nobody's
        (["Healthfirst PHSP, Inc. 100 Church St, New York, NY 10007", DAY, "Rosa Ayala 720 East 163rd Street Bronx, NY 10456"], "Rosa Ayala"),
        # the patient goes before the holder of the policy
        (["Member: Bart Reed", "Patient: Clementine Reed"], "Clementine Reed"),
        (["Explanation of Benefits for Marguerite Szymanowski"], "Marguerite Szymanowski"),
        (["Dear Dr. Haggard:", "The scan that you performed on May 3 on Ms. Kerry-Ann Stinnett is not covered."], "Kerry-Ann Stinnett"),
        (["Hortensia Kilbride Member ID 0119 774 06-1"], "Hortensia Kilbride"),
        # a letter to another than the holder speaks of the care of whom it is to
        ([DAY, "Ana Reed 720 East 163rd Street Bronx, NY 10456", "Subscriber: Bart Reed"], "Ana Reed"),
        # a child or a spouse named beside the one who writes
        ([DAY, "Bart Reed 720 East 163rd Street Bronx, NY 10456", "Your wife, Clementine Reed, the patient, signed a paper that let you speak for her."], "Clementine Reed"),
        ([DAY, "Bart Reed 720 East 163rd Street Bronx, NY 10456", "Appeal 26-1 | Member 800774216-02 (Otis Reed, your son)"], "Otis Reed"),
        ([DAY, "Esperanza Villar, mother of Mateo Ochoa 2023 Delgado St San Antonio, TX 78207"], "Mateo Ochoa"),
        ([DAY, "Ms. Ana Reed (mother) for Otis Reed 1411 Colley Avenue, Norfolk VA 23517"], "Otis Reed"),
        ([DAY, "Ana Reed, LCSW, as designee for Otis Reed 14 Swan Street Albany, NY 12210"], "Otis Reed"),
        # a fund and a kind of plan are nobody
        (["OPERATING ENGINEERS LOCAL 139 HEALTH FUND N27 W23233 Roundy Drive, Pewaukee, WI 53072", DAY, "Ana Reed 720 East 163rd Street Bronx, NY 10456"], "Ana Reed"),
        (["A Provider-led Arkansas Entity PO Box 25010, Little Rock, AR 72221", DAY, "Ana Reed 720 East 163rd Street Bronx, NY 10456"], "Ana Reed"),
        # an address in a line of prose
        (["Member Appeal Form sent at your request to Ana Reed, 702 N. Garden Street, Pocatello, ID 83204"], "Ana Reed"),
        (["Explanation of Benefits for a claim received for Ana Reed Prepared May 9, 2026"], "Ana Reed"),
        (["Otis Reed – Member 6600 417 71*03 – Group QH-22417"], "Otis Reed"),
        # whose claim it is, by how that person is the member's; a rank is no name
        (["Member: Bart Reed", "Covered person: Clementine Reed, daughter, born 02-11-2009"], "Clementine Reed"),
        (["SSG Ana Reed 720 East 163rd Street Bronx, NY 10456"], "Ana Reed"),
    ],
)  # fmt: skip
def test_member(lines: list[str], member: str) -> None:
    assert value(letter("Premera Blue Cross", *lines, BODY), "member_name") == member


@pytest.mark.parametrize(
    ("lines", "provider"),
    [
        (["Requesting provider: Yasmin Oyelaran, MD", "Reviewed by Priya Nair, MD, our medical director"], "Yasmin Oyelaran, MD"),
        (["We denied a CPAP machine (E0601) from North Star Respiratory on April 15, 2026."], "North Star Respiratory"),  # a trade that no list of houses has
        (["SCAN will no longer pay for your stay at Bixby Knolls Skilled Nursing. You have been there since August."], "Bixby Knolls Skilled Nursing"),  # the sentence ends there
        (["Claim 260558-7712 — Crescent City Rheumatology (acct. CCR-3090)"], "Crescent City Rheumatology"),  # a line of a claim
        (["Your own doctor, Adaeze Mbeki, still feels that it would do you good. One of our physicians, Leif Aaronson, MD, reviewed it."], "Adaeze Mbeki"),  # the plan's doctor is another
        (["Provider can appeal this decision for you within 180 days.", "We denied the stay at Bay Crossing Rehabilitation Hospital."], "Bay Crossing Rehabilitation Hospital"),  # a sentence is no name
        (["We cannot pay the bill from Memorial Hermann Hospital for your stay."], "Memorial Hermann Hospital"),
        (["Ana Reed 9 Elm St Silver Spring, MD 20906", "Provider of service: Takoma Dermatology LLC"], "Takoma Dermatology LLC"),  # a town in Maryland is no doctor
        (["To: Utilization Review, Halcyon Shores Recovery Center", "Decision by: Orrin Felder, MD, psychiatry. Your stay was not certified."], "Halcyon Shores Recovery Center"),  # a department before the house
        (["Who asked: Scioto Valley Pediatric Therapies", "We used InterQual 2025, Outpatient Rehabilitation, to decide."], "Scioto Valley Pediatric Therapies"),
        (["Your stay was not approved. Dr. Prakash Venkat of Prairie Spine Clinic asked us to approve it."], "Dr. Prakash Venkat of Prairie Spine Clinic"),  # with its title
        (["We denied the visit. Our network has otologists, including Dr. Helen Varga at Albany Ear Associates.", "Your doctor asked us to let you see Isaura Maldonado-Pratt, MD, for an ear test."], "Isaura Maldonado-Pratt, MD"),  # another that the plan offers
    ],
)  # fmt: skip
def test_provider(lines: list[str], provider: str) -> None:
    assert value(letter("Premera Blue Cross", DAY, *lines, BODY), "provider") == provider


@pytest.mark.parametrize(
    ("lines", "plan_type"),
    [
        (["ConnectiCare", "Choice Silver Standard POS (Access Health CT)"], "marketplace"),
        (["Baylor Scott & White Health Plan", "Texas Department of Insurance: 1-800-252-3439", "If you have Medicaid, call us."], "fully_insured"),
        (["Humana", "Plan: Humana Gold Plus H1036-236 (HMO)"], "medicare_advantage"),
        (["TRICARE"], "government_employee"),
        (["Oregon Educators Benefit Board"], "government_employee"),
        (["Chattahoochee Foods Employee Health Care Plan"], "self_funded"),
    ],
)  # fmt: skip
def test_plan_type(lines: list[str], plan_type: str) -> None:
    assert value(letter(*lines, DAY, BODY), "plan_type") == plan_type


@pytest.mark.parametrize(
    ("line", "regulator"),
    [
        ("Complaints: Florida Department of Financial Services, Division of Consumer Services.", "Florida Department of Financial Services, Division of Consumer Services"),
        ("External review: Office of Patient Protection of the Massachusetts Health Policy Commission.", "Office of Patient Protection of the Massachusetts Health Policy Commission"),
        ("The Medicare program has hired an independent reviewer, C2C Innovative Solutions, Inc., to look again.", "C2C Innovative Solutions, Inc"),
        ("If that is also a denial you may go further to the Defense Health Agency.", "Defense Health Agency"),
        ("You may complain to the U.S. Department of Health and Human Services if we discriminate.", None),
    ],
)  # fmt: skip
def test_regulator(line: str, regulator: str | None) -> None:
    assert value(letter("Aetna", DAY, BODY, line), "regulator") == regulator


def test_a_home_tells_the_state_and_a_post_box_does_not() -> None:
    made = letter(
        "Premera Blue Cross",
        DAY,
        "Appeals, PO Box 30432, Salt Lake City, UT 84130",
        BODY,
        "Ana Rivera, 12 Oak St, Boise, ID 83702",
    )
    assert value(made, "state") == "ID"


def test_numbered_labels_of_forms() -> None:
    made = document((60, 60, "1. MEMBER"), (60, 75, "Quintavious Lamoreaux"), (60, 200, BODY))
    assert value(made, "member_name") == "Quintavious Lamoreaux"
    assert lexicon().cell("text", "4. Requested by") is not None
    assert Reading.of(made).labelled


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Cox HealthPIans", "Cox HealthPlans"),  # as a scan's reader takes an l for an I
        ("Cox HeaithPlans", "Cox HealthPlans"),
        ("COX HEALTHPLANS", "COX HEALTHPLANS"),  # what is read right stays as it is printed
        ("Cox HeathPlans", None),  # a letter that is not there was not taken for another
    ],
)
def test_a_known_name_with_letters_taken_for_others(printed: str, name: str | None) -> None:
    hits = [h for h in gazetteer().find(printed) if any(n.text == "Cox HealthPlans" for n in h.names)]
    assert bool(hits) is (name is not None)
    if name:
        page = letter(f"{printed} Member Services", f"{printed} has denied your request for an MRI.")
        assert value(page, "insurer") == name
