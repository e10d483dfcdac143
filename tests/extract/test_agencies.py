"""The agency to complain to or that hears the case, by the form of its name and by what its sentence says of it."""

import pytest

from extractors import agencies
from extractors.base import Sheet
from extractors.gather import extract
from tests.extract.page import letter

DAY, BODY = (
    "March 4, 2026",
    "We have denied the request because the service is not medically necessary under your plan.",
)


def regulator(*lines: str, plan: str = "Aetna") -> object:
    field = extract(letter(plan, DAY, BODY, *lines)).one("regulator")
    return field.value if field else None


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        # an office above or below the agency, joined in any way
        ("You can ask for an external review by the Massachusetts Health Policy Commission's Office of Patient Protection within four months.", "Massachusetts Health Policy Commission's Office of Patient Protection"),
        ("External review: Managed Health Care Bureau, Office of Superintendent of Insurance, P.O. Box 1689, Santa Fe.", "Managed Health Care Bureau, Office of Superintendent of Insurance"),
        ("EXTERNAL: OFFICE OF SUPERINTENDENT OF INSURANCE, MANAGED HEALTH CARE BUREAU, P.O. BOX 1689, SANTA FE 87504.", "OFFICE OF SUPERINTENDENT OF INSURANCE, MANAGED HEALTH CARE BUREAU"),
        ("Complaints go to the Consumer Services Division of the Oklahoma Insurance Department, 400 NE 50th Street.", "Consumer Services Division of the Oklahoma Insurance Department"),
        ("You may complain to the New York State Department of Health, Bureau of Managed Care Certification, at 1-800-206-8125.", "New York State Department of Health, Bureau of Managed Care Certification"),
        ("You may contact the Department of Insurance, Securities and Banking at 202-727-8000 for help with an appeal.", "Department of Insurance, Securities and Banking"),
        # an ombudsman, whose work it is to help
        ("You can't ask for a hearing about this yet. Medi-Cal Ombudsman: 1-888-452-8609.", "Medi-Cal Ombudsman"),
        # who decides goes before who helps, an agency before who heads it
        ("Ask for a State Fair Hearing at the Nevada Office of Administrative Hearings. Free help: Medicaid Ombudsman, 1-877-201-3750.", "Nevada Office of Administrative Hearings"),
        ("The Commissioner of Insurance runs the external review. A request must reach the Kansas Insurance Department in 120 days.", "Kansas Insurance Department"),
        ("Department of Health cases are heard by the Division of Administrative Law, P.O. Box 4189, Baton Rouge.", "Division of Administrative Law"),
        # a desk that does not call itself one
        ("You may turn to the Idaho Department of Insurance, Consumer Affairs, 700 W State Street.", "Idaho Department of Insurance, Consumer Affairs"),
        # to whom a Medicare plan sends what it upheld
        ("By law we have sent your case to an independent reviewer that works for Medicare, not for us: MAXIMUS Federal Services, Pittsford, NY 14534.", "MAXIMUS Federal Services"),
        ("We mailed your file on the date of this letter to MAXIMUS Federal Services. You need not do anything.", "MAXIMUS Federal Services"),
        ("The IRE gets it: MAXIMUS Federal, Medicare Managed Care & PACE Reconsideration Project, 3750 Monroe Avenue.", "MAXIMUS Federal"),
        ("MAXIMUS Federal Services printed this form.", None),  # only named
        # who hears Medicaid cases
        ("You may ask for a fair hearing within 120 days: Division of Medical Assistance and Health Services, Fair Hearing Section, PO Box 712, Trenton.", "Division of Medical Assistance and Health Services, Fair Hearing Section"),
        ("YOU MAY ASK FOR A STATE FAIR HEARING. NEVADA MEDICAID HEARINGS UNIT, CARSON CITY.", "NEVADA MEDICAID HEARINGS UNIT"),
        ("State Fair Hearing. Division of Administrative Law – HH Section, P.O. Box 4189, Baton Rouge, LA 70821.", "Division of Administrative Law – HH Section"),
        ("Ask for a fair hearing from the Bureau of Hearings and Appeals, Pennsylvania Department of Human Services.", "Bureau of Hearings and Appeals, Pennsylvania Department of Human Services"),
        ("For a state fair hearing write to the Office of Medicaid’s Board of Hearings, 6th Floor, Quincy.", "Office of Medicaid’s Board of Hearings"),
        ("Fair hearing: Georgia Department of Community Health, Legal Services Section, 2 Peachtree St.", "Georgia Department of Community Health, Legal Services Section"),
        ("A fair hearing is asked of the Illinois Department of Healthcare and Family Services, Bureau of Administrative Hearings.", "Illinois Department of Healthcare and Family Services, Bureau of Administrative Hearings"),
        ("State hearing: Mississippi Division of Medicaid, Office of Appeals, 550 High Street, Jackson.", "Mississippi Division of Medicaid, Office of Appeals"),
        ("You can ask the Cabinet for Health and Family Services for a state fair hearing.", "Cabinet for Health and Family Services"),
        ("Write to the Office of Administrative Courts, 1525 Sherman St., Denver, for a state fair hearing.", "Office of Administrative Courts"),
        # employees of a government, and questions of a federal plan
        ("When it is over you may ask the Department of Employee Trust Funds (ETF) for an administrative review.", "Department of Employee Trust Funds (ETF)"),
        ("External review can be had. Questions: U.S. Department of Health and Human Services, Health Insurance Assistance Team, 1-888-393-2789.", "U.S. Department of Health and Human Services, Health Insurance Assistance Team"),
        ("QUESTIONS ABOUT YOUR RIGHTS: US DEPT OF LABOR EBSA 1-866-444-3272", "US DEPT OF LABOR EBSA"),
        ("The Employee Benefits Security Administration answers questions at 866-444-EBSA (3272).", "Employee Benefits Security Administration"),
        # short, abbreviated, in Spanish
        ("You can file a complaint with the Ohio Dept. of Insurance, 50 W. Town St.", "Ohio Dept. of Insurance"),
        ("You may ask the S.C. Department of Insurance for an external review.", "S.C. Department of Insurance"),
        ("Puede quejarse ante la Oficina del Comisionado de Seguros, 787-304-8686.", "Oficina del Comisionado de Seguros"),
        ("You may complain to the Insurance Commissioner of the State of Hawai‘i, 808-586-2790.", "Insurance Commissioner of the State of Hawai‘i"),
        # of two, the one that does what the patient needs
        ("You may ask the Office for Consumer Health Assistance for an external review. The Nevada Division of Insurance licenses us.", "Office for Consumer Health Assistance"),
        ("For an external review write to the Office of Patient Protection. The Massachusetts Division of Insurance takes questions.", "Office of Patient Protection"),
        # no regulators: those that guard civil rights, desks of the plan, of a hospital, those that only help
        ("You can file a civil rights complaint with the U.S. Department of Health and Human Services, Office for Civil Rights.", None),
        ("Send your appeal to the Grievance and Appeals Department, P.O. Box 1, Hartford.", None),
        ("Call the Billing Office of Mercy Health or our Member Services Unit to complain.", None),
        ("Please send your grievance to Member Appeals Unit, Health Services Division, Box 9.", None),
    ],
)  # fmt: skip
def test_regulator(line: str, wanted: str | None) -> None:
    assert regulator(line) == wanted


def test_the_short_form_of_an_agency_speaks_for_it() -> None:
    """What is said of "ETF" is said of the department whose letters these are."""
    named = "Pharmacy benefit sponsored by the Department of Employee Trust Funds (ETF)"
    assert regulator(
        named, "After the grievance you may ask ETF for an administrative review.", plan="Navitus"
    ) == ("Department of Employee Trust Funds (ETF)")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Michigan Office of Administrative Hearings and Rules (MOAHR), P.O. Box 30763, Lansing, must get your hearing request in 120 days.", "Michigan Office of Administrative Hearings and Rules (MOAHR)"),
        ("If we still say no, ask the Arizona Health Care Cost Containment System (AHCCCS) for a State Fair Hearing.", "Arizona Health Care Cost Containment System (AHCCCS)"),
        ("You may request a hearing by the New York State Office of Temporary and Disability Assistance, Office of Administrative Hearings.", "New York State Office of Temporary and Disability Assistance, Office of Administrative Hearings"),
        ("West Virginia Bureau for Medical Services, Office of Appeals, handles a State Fair Hearing.", "West Virginia Bureau for Medical Services, Office of Appeals"),
        # who only helps goes behind who reviews
        ("Connecticut residents may contact the Office of the Healthcare Advocate. For external review write the Connecticut Insurance Department, PO Box 816.", "Connecticut Insurance Department"),
        # agencies that are none of this
        ("Employees of the Department of Labor and Industry may use this plan.", None),
        ("Prior care was at the Harris County Department of Health clinic.", None),
        ("Copies may be had of the Department of Veterans Affairs.", None),
    ],
)  # fmt: skip
def test_regulators_of_further_states(line: str, wanted: str | None) -> None:
    assert regulator(line) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [  # agencies as letters of many states name them, each in the sentence that sends its reader there
        ("Step Three: external review by the Department of Insurance and Financial Services, no later than 127 days after our answer.", "Department of Insurance and Financial Services"),
        ("You may ask for an independent external review via the Pennsylvania Insurance Department, no later than four months after it.", "Pennsylvania Insurance Department"),
        ("After we decide, you can ask AHCCCS for a State Fair Hearing in 90 days.", "AHCCCS"),
        ("We send your file to the AHCCCS Office of the General Counsel for a State Fair Hearing.", "AHCCCS Office of the General Counsel"),
        ("You must ask for a State Fair Hearing within 120 calendar days. Call the MO HealthNet Division, Participant Services Unit, 800-392-2161.", "MO HealthNet Division"),
        ("You may request a State Fair Hearing. It must be asked for within 120 days from the date of this letter, in writing, to the Cabinet for Health and Family Services, Department for Medicaid Services, Frankfort.", "Cabinet for Health and Family Services, Department for Medicaid Services"),
        ("You may ask the Health Care Authority Office of Fair Hearings for a Fair Hearing within 90 days.", "Health Care Authority Office of Fair Hearings"),
        ("You may take a complaint to Wisconsin's OCI at any time.", "OCI"),
        ("An External Medical Review is done by an organization picked by HHSC. Texas Health and Human Services Commission, Ombudsman Managed Care Team, can help.", "Texas Health and Human Services Commission"),
        ("Department of Insurance: No. 12-345 is our license.", None),
        ("You may ask the Illinois Department of Insurance (IDOI) for an external review within four months.", "Illinois Department of Insurance"),
        ("Contact the Maryland Insurance Administration, Appeals and Grievance Unit, 200 St. Paul Place.", "Maryland Insurance Administration"),
        ("File a complaint with the Office of the Commissioner of Insurance, P.O. Box 7873, Madison.", "Office of the Commissioner of Insurance"),
        ("External review requests go to DFS: Department of Financial Services, P.O. Box 7209, Albany.", "Department of Financial Services"),
        ("You can ask for a State Hearing from the California Department of Social Services.", "California Department of Social Services"),
        ("You may ask for a hearing with the NC Office of Administrative Hearings within 120 days.", "Office of Administrative Hearings"),
        ("Request for State Fair Hearing: Louisiana Division of Administrative Law, P.O. Box 4189, Baton Rouge.", "Division of Administrative Law"),
        ("You may ask the Bureau of Insurance at the State Corporation Commission for an external review.", "Bureau of Insurance"),
        ("Ask for a hearing: Department of Medical Assistance Services, Appeals Division, Richmond.", "Department of Medical Assistance Services"),
        ("For a Medicaid Fair Hearing write to the Agency for Health Care Administration, P.O. Box 60127.", "Agency for Health Care Administration"),
        ("You may request an external review through the Office of Insurance and Safety Fire Commissioner.", "Office of Insurance and Safety Fire Commissioner"),
        ("Help: Texas Department of Insurance, 1-800-252-3439.", "Texas Department of Insurance"),
        ("You can go to the Massachusetts Office of Patient Protection for an external review.", "Office of Patient Protection"),
        ("You may call the Michigan DIFS at 877-999-6442 for external review.", "DIFS"),
        ("You may complain to the Insurance Commissioner of Delaware.", "Insurance Commissioner"),
        ("You have the right to an IMR through the DMHC at 1-888-466-2219.", "DMHC"),
        ("Write to the Colorado Division of Insurance, Consumer Services.", "Colorado Division of Insurance"),
        ("External review: NJ Department of Banking and Insurance, Consumer Protection Services, Trenton.", "Department of Banking and Insurance"),
        ("You may seek an administrative hearing at the Utah DHHS Office of Administrative Hearings.", "Office of Administrative Hearings"),
        ("You may ask the Hawaii Med-QUEST Division for a state administrative hearing.", "Med-QUEST Division"),
        ("You may ask for a hearing at the Department of Vermont Health Access.", "Department of Vermont Health Access"),
        ("You may request a fair hearing from the Mississippi Division of Medicaid, Office of Appeals.", "Mississippi Division of Medicaid"),
        ("Ask the D.C. Office of Health Care Ombudsman and Bill of Rights for help.", "Office of Health Care Ombudsman"),
        ("You may appeal to the Alaska Office of Hearings and Appeals for a fair hearing.", "Office of Hearings and Appeals"),
        ("A Fair Hearing can be asked of the Office of Temporary and Disability Assistance, Albany.", "Office of Temporary and Disability Assistance"),
        ("Ohio Department of Insurance, Consumer Services Division: 800-686-1526 for questions.", "Ohio Department of Insurance"),
        ("You may send a grievance to the Puerto Rico Office of the Commissioner of Insurance.", "Office of the Commissioner of Insurance"),
        ("If you are dissatisfied write to OPM, Healthcare and Insurance, FEHB 3, Washington DC for a disputed claim.", "OPM"),
        ("External review may be asked of the Nebraska Director of Insurance within four months.", "Director of Insurance"),
        ("An external review is run by the South Carolina Department of Insurance's Office of Consumer Services.", "South Carolina Department of Insurance"),
        ("You may ask TDI for an independent review.", "TDI"),
        ("The Commissioner of Securities and Insurance, Office of the Montana State Auditor, takes complaints.", "Commissioner of Securities and Insurance"),
        ("You can complain to SERFF Bureau; the Kentucky Department of Insurance, Division of Health and Life, picks the reviewer.", "Kentucky Department of Insurance"),
        ("Contact the Employee Benefits Security Administration at 1-866-444-3272.", "Employee Benefits Security Administration"),
        ("You may contact your state's insurance department. In Iowa: Iowa Insurance Division, 1963 Bell Avenue.", "Iowa Insurance Division"),
    ],
)  # fmt: skip
def test_the_agency_that_a_sentence_sends_to(line: str, wanted: str | None) -> None:
    found = agencies.regulators(Sheet.of(letter(line)))
    assert (wanted in found[0].value) if wanted else not found
