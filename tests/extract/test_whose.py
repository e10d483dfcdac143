"""How far a plan's name goes, which of two names it is, and who acts for it: by class, in wordings of many makers."""

import pytest

from extractors.doubts import own_plan_unsure
from extractors.lexicon import pattern
from tests.extract.page import Line, asked, document, letter, value

BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)
DAY = "March 4, 2026"
MEMBER = "Member ID: XQW448201993"


@pytest.mark.parametrize(
    ("lines", "insurer"),
    [
        # a fund's name goes on to its town, its region, its vicinity
        (["CARPENTERS' HEALTH AND WELFARE TRUST FUND OF ST. LOUIS", "1419 Hampton Avenue, St. Louis, Missouri 63139", DAY, BODY], "CARPENTERS' HEALTH AND WELFARE TRUST FUND OF ST. LOUIS"),
        (["Teamsters Health and Welfare Fund of Philadelphia and Vicinity", DAY, BODY], "Teamsters Health and Welfare Fund of Philadelphia and Vicinity"),
        (["Bricklayers Local 9 Health Fund of Western Pennsylvania", DAY, BODY], "Bricklayers Local 9 Health Fund of Western Pennsylvania"),
        (["Dear Ms. Roe:", DAY, "The Electrical Workers Benefit Trust of Greater Cincinnati has denied your claim.", BODY], "Electrical Workers Benefit Trust of Greater Cincinnati"),
        (["PAINTERS WELFARE FUND OF FT. WORTH", DAY, BODY], "PAINTERS WELFARE FUND OF FT. WORTH"),
        (["Roofers Local 30 Health and Welfare Fund of the Delaware Valley", DAY, BODY], "Roofers Local 30 Health and Welfare Fund of the Delaware Valley"),
        # but not to what the sentence says of it
        (["Ironworkers Local 5 Health Fund", DAY, "The Ironworkers Local 5 Health Fund of which you are a member denied it.", BODY], "Ironworkers Local 5 Health Fund"),
        # a known plan in one of its states, with or without a mark
        (["Humana Healthy Horizons® in Kentucky", DAY, BODY], "Humana Healthy Horizons® in Kentucky"),
        (["Humana Healthy Horizons in Ohio", "Appeals Department", DAY, BODY], "Humana Healthy Horizons in Ohio"),
        (["Aetna Better Health® of Illinois", DAY, BODY], "Aetna Better Health® of Illinois"),
        (["Molina Healthcare™ of Mississippi, Inc.", DAY, BODY], "Molina Healthcare™ of Mississippi, Inc."),
        (["Humana", DAY, "You live in Kentucky and are covered by Humana in Kentucky under this policy.", BODY], "Humana"),
        # initials in brackets inside of a name
        (["Sanford Health Plan", DAY, "Employer plan: North Dakota Public Employees Retirement System (NDPERS) Dakota Plan", BODY], "North Dakota Public Employees Retirement System (NDPERS) Dakota Plan"),
        (["UMR", DAY, "Plan name: Larkspur County Transit Authority (LCTA) Employee Health Plan", BODY], "Larkspur County Transit Authority (LCTA) Employee Health Plan"),
        # a name that begins with what looks like a person's or ends with the type of its product
        (["HEAVY & GENERAL LABORERS' LOCALS 472 & 172 WELFARE FUND", "700 RAYMOND BOULEVARD, NEWARK NJ 07105", DAY, BODY], "HEAVY & GENERAL LABORERS' LOCALS 472 & 172 WELFARE FUND"),
        (["PLUMBERS & STEAMFITTERS LOCALS 21 & 201 HEALTH FUND", DAY, BODY], "PLUMBERS & STEAMFITTERS LOCALS 21 & 201 HEALTH FUND"),
        (["Humana Gold Plus Integrated (HMO D-SNP)", DAY, "You have Humana Gold Plus Integrated.", BODY], "Humana Gold Plus Integrated (HMO D-SNP)"),
        # what a firm that only administers sends is about an employer's plan, whatever its name is made of
        (["UMR", DAY, "Employer group: 76-412880 Larkspur Poultry Processors Health Plan", BODY], "Larkspur Poultry Processors Health Plan"),
        (["Luminare Health", DAY, "Subscriber number LH 3361 70925 / Group P28140 / Harbor Roads Foundation Health Plan", BODY], "Harbor Roads Foundation Health Plan"),
        (["WebTPA", DAY, "Amos Reed, MD, asked for the scan.", BODY, "Larkspur Rail Maintenance LLC is responsible for the funding of this plan."], "Larkspur Rail Maintenance LLC"),
        # to whom a plan is offered is not the plan, and what is said of the name is none of it
        (["UnitedHealthcare® Group Medicare Advantage (PPO)", "offered to retirees of the County of Larch Employee Trust", DAY, BODY], "UnitedHealthcare® Group Medicare Advantage (PPO)"),
        (["CARPENTERS HEALTH AND SECURITY TRUST OF WESTERN WASHINGTON", "Administered by Zenith American Solutions", DAY, BODY], "CARPENTERS HEALTH AND SECURITY TRUST OF WESTERN WASHINGTON"),
        # the house that heads the letter, not its product behind a label
        (["Neighborhood Health Plan of Rhode Island", DAY, "Plan: Neighborhood INTEGRITY / RIte Care", BODY], "Neighborhood Health Plan of Rhode Island"),
        # an emblem's word before the company's name
        (["Meridian", "Meridian Health Plan of Michigan, Inc.", DAY, BODY], "Meridian Health Plan of Michigan, Inc."),
    ],
)  # fmt: skip
def test_how_far_a_name_goes(lines: list[str], insurer: str) -> None:
    assert value(letter(*lines, top=24.0), "insurer") == insurer


@pytest.mark.parametrize(
    ("first", "second", "insurer"),
    [
        # a name set large over two lines that break before "of" or inside of it
        ("Community Health Plan", "of Washington™", "Community Health Plan of Washington"),
        ("Larkspur Health Plan", "of the Upper Peninsula", "Larkspur Health Plan of the Upper Peninsula"),
        ("CARPENTERS' HEALTH AND", "WELFARE TRUST FUND OF ST. LOUIS", "CARPENTERS' HEALTH AND WELFARE TRUST FUND OF ST. LOUIS"),
        ("Sheet Metal Workers Local 40", "Health Fund", "Sheet Metal Workers Local 40 Health Fund"),
    ],
)  # fmt: skip
def test_a_name_over_two_lines(first: str, second: str, insurer: str) -> None:
    page = document(
        (60, 24, first), (60, 38, second), (60, 80, "1111 3rd Ave, Suite 400"), (60, 120, DAY), (60, 160, BODY), size=11.0
    )  # fmt: skip
    assert str(value(page, "insurer")).rstrip("™") == insurer


@pytest.mark.parametrize(
    "lines",
    [
        # the legal name of a known plan, dot and all, is known
        ["Presbyterian Health Plan, Inc. Appeals and Grievance Department", DAY, BODY],
        ["CDPHP · Capital District Physicians' Health Plan, Inc.", DAY, BODY],
        ["Independent Health Association, Inc.", DAY, BODY],
        ["Blue Care Network of Michigan", DAY, BODY],
        # a state's program beside the plan that runs it
        ["Horizon NJ Health", "Your NJ FamilyCare health plan", DAY, BODY],
        # an employer's plan behind a label that is also a number's, with the carrier's arm at the head
        ["UMR", "A UnitedHealthcare Company", DAY, "Group: Middle Georgia Poultry Cooperative Employee Benefit Plan (76-414883)", MEMBER, BODY],
        ["Meritain Health", DAY, "Account: Delmar Foods Employee Health Plan", MEMBER, BODY, "You may appeal to the Delmar Foods Employee Health Plan within 180 days."],
        ["Cigna Healthcare", DAY, "Client: Larkspur Steel Company Medical Plan", MEMBER, BODY, "You may appeal to the Larkspur Steel Company Medical Plan within 180 days."],
        # a fund that heads its own letter, whoever is named in the text
        ["Larkspur County Schools Employee Benefit Trust", DAY, "Your spouse is covered by Aetna.", BODY],
        # the company, an employer or a product under a known plan's name in no larger print
        ["FIDELIS CARE", "New York Quality Healthcare Corporation", DAY, BODY],
        ["ARKANSAS BLUE CROSS AND BLUE SHIELD", "DELTA GINNERS CO-OP", DAY, BODY],
        ["Trillium Community Health Plan", "Coordinated Care Organization of the Oregon Health Plan", DAY, BODY],
        # a known plan that alone is named, though only in the text
        [DAY, "Dear Ms. Roe:", BODY, "Fallon Health has looked at your request.", "You may appeal to Fallon Health within 180 days."],
        # an employer's plan named in the text of its administrator's letter; a self-funded plan without a name
        ["UMR", DAY, BODY, "This is about your coverage.", "You are covered under the Grady Larkspur Employee Health Benefit Plan, which UMR serves."],
        ["Aetna", DAY, BODY, "Your plan is self-funded by your employer; Aetna Life Insurance Company administers it and does not insure it."],
        # a desk or a box behind the name
        ["FAX FROM: Moda Health Medical Intake", DAY, BODY],
        ["Presbyterian Health Plan P.O. Box 27489, Albuquerque, NM 87125-7489", DAY, BODY],
        # a hospital's bill that says what a known plan refused
        ["Red Willow Regional Medical Center", "Insurance on file: Sanford Health Plan", DAY, "Please pay this bill.", "Sanford Health Plan denied the claim."],
        # a vendor's larger print beside the plan for which it says it acts
        ["Horizon NJ Health", "Davis Vision", DAY, BODY, "Davis Vision administers vision benefits for Horizon NJ Health."],
    ],
)  # fmt: skip
def test_what_is_not_asked_about(lines: list[str]) -> None:
    assert asked(letter(*lines, top=24.0), "insurer") == []


@pytest.mark.parametrize(
    ("lines", "insurer"),
    [
        # a vendor that no list holds heads the letter, and says for whom it acts
        (["Lakeside Eye Care of Florida, LLC", DAY, "Lakeside Eye Care acts for AvMed, Inc. in matters of eye care, and on AvMed's behalf we hereby deny the request.", BODY], "AvMed, Inc."),
        (["Northfork Spine Review, Inc.", DAY, "Northfork reviews back surgery requests on behalf of Priority Health.", BODY], "Priority Health"),
        (["Cobalt Imaging Partners", DAY, "Cobalt Imaging Partners manages imaging for members of Select Health.", BODY], "Select Health"),
        (["Ridgeline Dental Network", "P.O. Box 4", DAY, "We administer the dental benefit of Moda Health Plan, Inc.", BODY], "Moda Health Plan, Inc."),
        (["Silverbirch Sleep Solutions", DAY, "Silverbirch Sleep Solutions, an independent company, provides sleep care review for Blue Cross of Idaho.", BODY], "Blue Cross of Idaho"),
        # a dental administrator for a state's program
        (["Quarry Dental of Nevada, Inc.", "Dental benefits administrator for Nevada Medicaid", DAY, BODY], "Nevada Medicaid"),
        # the medical group's head over the plan's name
        (["Regal Medical Group, Inc.", "a Heritage Provider Network affiliate", "for members of Blue Shield of California", DAY, BODY], "Blue Shield of California"),
    ],
)  # fmt: skip
def test_a_vendor_that_no_list_holds_is_not_the_plan(lines: list[str], insurer: str) -> None:
    assert value(letter(*lines, top=24.0), "insurer") == insurer


@pytest.mark.parametrize(
    ("lines", "administrator"),
    [
        # the list knows the name that letters stand for
        (["HealthSelect of Texas", "BlueCross BlueShield of Texas", DAY, BODY, "HealthSelect of Texas is administered by BCBSTX. Blue Cross and Blue Shield of Texas reviewed it."], "Blue Cross and Blue Shield of Texas"),
        # carriers of eye and tooth care that act for a plan here
        (["Horizon NJ Health", "Davis Vision", DAY, BODY, "Horizon NJ Health is the product of Horizon HMO. Davis Vision administers vision benefits for Horizon NJ Health."], "Davis Vision"),
        (["Vision Service Plan", "Premera Blue Cross", DAY, BODY, "Premera Blue Cross is an Independent Licensee of the Blue Cross Blue Shield Association. VSP is an independent company that administers vision benefits on behalf of Premera Blue Cross."], "Vision Service Plan"),
        (["AvMed", DAY, BODY, "Delta Dental of Florida manages your dental benefits for AvMed."], "Delta Dental of Florida"),
        # the whole name as printed, with the firm it does business as
        (["Kaiser Permanente", "Dental benefits administered by Dominion Dental Services, Inc. d/b/a Dominion National", DAY, BODY], "Dominion Dental Services, Inc. d/b/a Dominion National"),
        (["Clover Health", "c/o CVS Caremark Part D Services P.O. Box 52000, Phoenix AZ 85072", DAY, BODY], "CVS Caremark Part D Services"),
        (["Community Health Options", DAY, "You asked us to change a decision made for us by Prime Therapeutics Management (it used to be Magellan Rx Management).", BODY], "Prime Therapeutics Management"),
        (["Presbyterian Health Plan", DAY, BODY, "The scan needs an authorization from National Imaging Associates, Inc. NIA has no authorization on file."], "National Imaging Associates, Inc."),
        (["Priority Health", DAY, "eviCore reviewed this request for us. eviCore healthcare is independent of us.", BODY], "eviCore healthcare"),
        # the firm that heads the letter goes before those that it names
        (["KEENAN PHARMACY SERVICES", "with Express Scripts and US-Rx Care, clinical prior authorization", "P.O. Box 2707, Torrance, California 90509", DAY, "Plan: Larkspur Unified School District Employee Health Plan", "US-Rx Care sent the record to an outside psychiatrist.", BODY], "KEENAN PHARMACY SERVICES"),
        (["for members of", "Regal Medical Group, Inc.", "Blue Shield of California", "Claims Department, P.O. Box 371330, Reseda, CA 91337", "a Heritage Provider Network affiliate", DAY, BODY], "Regal Medical Group, Inc."),
        # told in apposition
        (["Geisinger Health Plan", DAY, "Your request was received by Tomorrow Health, the company that arranges home equipment for us.", BODY], "Tomorrow Health"),
        (["Priority Health", DAY, "Your request was read by Northbay Clinical, a firm that reviews imaging for the plan.", BODY], "Northbay Clinical"),
        (["Priority Health", DAY, "Lumen Sleep, which handles sleep studies for Priority Health, looked at it.", BODY], "Lumen Sleep"),
        (["Priority Health", DAY, "A doctor at Larchmont Review Partners, our partner for heart imaging, read your records.", BODY], "Larchmont Review Partners"),
        (["Mountain Health CO-OP", DAY, "We sent the file to our medical director and an emergency physician at Medical Review Institute of America.", BODY], None),
        (["Larkspur Welfare Fund", "CLAIMS PAID BY: ADMINISTRATIVE SERVICES ONLY, INC.", DAY, BODY], "ADMINISTRATIVE SERVICES ONLY, INC."),
        (["Companion Life Insurance Company", "Claims office: Insurance Benefit Administrators, P.O. Box 2943", "PIVOT HEALTH", DAY, BODY], "Insurance Benefit Administrators"),
        (["Health Net of California, Inc.", DAY, "Your medical group, Regal Medical Group, had sent you a denial.", BODY], "Regal Medical Group"),
        (["Ambetter Health", DAY, "On June 27, 2025 Evolent (for Ambetter) denied the trial.", BODY], "Evolent"),
        # a firm that works for plans is named where the letter tells of the decision, though nothing says its part
        (["Priority Health", DAY, "Your request went to eviCore healthcare on May 2. The scan was not approved.", BODY], "eviCore healthcare"),
        (["Aetna", DAY, BODY, "Your doctor may speak with Carelon Medical Benefits Management at 1-866-714-1107."], "Carelon Medical Benefits Management"),
        (["Anthem Blue Cross", DAY, BODY, "TurningPoint Healthcare Solutions case 4471. Call us with questions."], "TurningPoint Healthcare Solutions"),
        (["CareSource", DAY, "DentaQuest looked at the X-rays of your teeth.", BODY], "DentaQuest"),
        (["Molina Healthcare of Ohio", DAY, BODY, "Questions about glasses? Call Superior Vision at 1-800-507-3800."], "Superior Vision"),
        # but not for its guidelines, as an outside reader, as other coverage or as who did not do it
        (["Priority Health", DAY, "We used the Carelon guideline CG-REHAB-06, Speech-Language Pathology.", BODY], None),
        (["Priority Health", DAY, "Criteria: eviCore CMM-609 Lumbar Fusion, V1.0.2025.", BODY], None),
        (["Priority Health", DAY, "A neurologist at an outside review company, AllMed Healthcare Management, studied the records.", BODY], None),
        (["Priority Health", DAY, "Our Care Management staff (not Lucet, which reviews only behavioral health) decided.", BODY], None),
        (["Priority Health", DAY, "Our records show that you also have coverage with Delta Dental of Washington, which pays first.", BODY], None),
        (["Priority Health", DAY, "You may file online at www.HealthHelp.ca.gov.", BODY], None),
        (["Priority Health", DAY, "The Department has assigned it to MAXIMUS Federal Services, an independent review organization.", BODY], None),
        # nobody acts: a person's name, a word before "Administrator", a town
        (["Texas Children's Health Plan", DAY, "PATIENT ABARCA,JULIAN", BODY], None),
        (["Blue Care Network of Michigan", "600 E LAFAYETTE BLVD", "Write to the Plan Administrator, 600 E LAFAYETTE BLVD.", DAY, BODY], None),
        (["LIBERTY DENTAL PLAN OF NEVADA, INC. DENTAL BENEFITS ADMINISTRATOR", DAY, BODY], None),
        (["Priority Health", DAY, "You may write to the Quality Improvement Organization, Livanta, within 72 hours.", BODY], None),
    ],
)  # fmt: skip
def test_who_acts_for_the_plan(lines: list[str], administrator: str | None) -> None:
    assert value(letter(*lines, top=24.0), "administrator") == administrator


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        # to whom the letter goes, though its name is made as a plan's is
        ([(60, 24, "UMR"), (60, 60, "NORTH LARCH HOSPITAL AUTHORITY HEALTH INFORMATION MANAGEMENT"), (60, 72, "PO BOX 5561"), (60, 84, "STATESBORO GA 30459"), (60, 120, DAY), (60, 160, BODY)], "the name stands over an address to which the letter was sent"),
        # for whom the plan at the head runs a program
        ([(60, 24, "Horizon Blue Cross Blue Shield of New Jersey"), (60, 60, DAY), (60, 120, BODY), (60, 160, "The State Health Benefits Program covers you. Horizon administers the program for the State of New Jersey, Division of Pensions and Benefits.")], "a public body was found, and another plan heads the letter"),
    ],
)  # fmt: skip
def test_a_name_that_is_another_bodys_is_asked_about(lines: list[Line], why: str) -> None:
    assert why in asked(document(*lines))


@pytest.mark.parametrize(
    ("signs", "asks"),
    [
        ({"chance": 0.45}, True),  # the ranking holds it for less likely than not
        ({"chance": 0.6}, False),  # from a half on, nothing else speaking against it, it was right
        ({"tag": 0.1}, False),  # that the tagger does not read it as a plan's says nothing alone,
        ({"tag": 0.7, "tag_rival": 0.98}, True),  # but where it reads another so
        ({"tag": 0.1, "known": 1.0, "plan": 0.0}, False),  # a listed insurer is told by other signs
    ],
)
def test_a_name_of_no_list_is_asked_about_where_a_reader_doubts(signs: dict[str, float], asks: bool) -> None:
    told = {"known": 0.0, "plan": 1.0, "tag": 0.9, "tag_rival": 0.0, "chance": 0.95}
    assert own_plan_unsure(told | signs) is asks


@pytest.mark.parametrize(
    ("name", "somebodys"),
    [
        ("Larch Paper Health Plan", True),
        ("Employee Medical Benefit Plan", False),  # words that every such plan has
        ("Group Health Plan", False),
    ],
)
def test_whose_plan_a_name_says_it_is(name: str, somebodys: bool) -> None:
    assert bool(pattern("insurer.a_plan").search(name)) is somebodys
