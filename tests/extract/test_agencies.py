"""The agency to complain to or that hears the case, by the form of its name and by what its sentence says of it."""

import pytest

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
