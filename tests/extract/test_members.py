"""The patient's name where no label of the lexicon tells it, and where labels and firms touch it."""

import pytest

from extractors.gather import extract
from tests.extract.page import asked, document, letter

BODY = "We have denied the request because the service is not medically necessary under your plan."
DAY = "March 4, 2026"


def member(*lines: str) -> object:
    field = extract(letter("Premera Blue Cross", *lines, BODY)).one("member_name")
    return field.value if field else None


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        # labels that no list has
        ([DAY, "Whose care we looked at: Ingrid Salazar-Quist", "Dear Ms. Salazar-Quist,"], "Ingrid Salazar-Quist"),
        ([DAY, "For: Thuy-Linh Castellano", "Member number QCB3301477829 00"], "Thuy-Linh Castellano"),
        ([DAY, "Zainab Qureshi-Lund · Oscar ID OSC64410297-01", "Hi Zainab,"], "Zainab Qureshi-Lund"),
        # a label's word before the name, a firm's behind it
        ([DAY, "Member / Miembro Graciela Montemayor", "Dear Ms. Montemayor:"], "Graciela Montemayor"),
        ([DAY, "Kirsten Aaberg 12 Rock River Rd Fort Atkinson, WI 53538", "Subscriber: Kirsten Aaberg Millwork, Inc.)", "Hello Kirsten,"], "Kirsten Aaberg"),
        ([DAY, "Plan participant: Shawntelle Iversen Participant ID: 16640982", "Dear Shawntelle Iversen:"], "Shawntelle Iversen"),
        # a letter to the doctor or to another about the patient
        ([DAY, "Philippa Thibodaux, MD 4640 Ambassador Pkwy, Lafayette, LA 70508", "Doctor:", "You requested a hereditary cancer panel for Evangeline Batiste, DOB 04/14/1991. Ms. Batiste may appeal."], "Evangeline Batiste"),
        ([DAY, "Ana Reed 9 Elm St Albany, NY 12205", "Dear Ana Reed:", "You asked us about your son, Otis Reed. Otis was seen on May 4. Otis Reed, DOB 4/1/2015."], "Otis Reed"),
        # the letter's own word for whom it is about, in brackets, and who only speaks for the patient
        ([DAY, "Mr. Garrett Stolpe 9 Elm St Albany, NY 12205", "RE: claim 26-011-40772 (spouse, Renae Stolpe)", "Dear Mr. Stolpe:"], "Renae Stolpe"),
        ([DAY, "Eudora Villaverde (by her son, Ramiro Villaverde)", "Dear Eudora Villaverde:"], "Eudora Villaverde"),
        ([DAY, "To: Judith Ann Vandermolen, 12 Elm St, Albany, NY 12205", "Patient: Same", "Dear Judith Ann Vandermolen:"], "Judith Ann Vandermolen"),
        # whose claim a statement to another is about, as payers print it
        (["Member: Yolanda Przybylski", DAY, "Yolanda Przybylski 311 Greentree Court Pittsburgh, PA 15220", "Claim for Edmund Przybylski (spouse)", "Dear Yolanda Przybylski:"], "Edmund Przybylski"),
        (["Subscriber: Keisha R Osgood", DAY, "Explanation of benefits for a claim received for DARNELL P OSGOOD"], "DARNELL P OSGOOD"),
        (["Insured student: Noor Rahmani", DAY, "Insured dependent: Idris Rahmani", "Dear Noor Rahmani:"], "Idris Rahmani"),
        ([DAY, "Mr. Daniel Okonkwo-Reyes 5507 Lemon Grove Terrace Fresno, CA 93727", "Re: Your appeal on behalf of Ifeoma Okonkwo-Reyes (number 7714065)"], "Ifeoma Okonkwo-Reyes"),
        ([DAY, "Mr. Casimir Wisniewski 1832 Dundalk Harbor Court Dundalk, Maryland 21222", "Re: Your appeal for Jadwiga Wisniewski"], "Jadwiga Wisniewski"),
        ([DAY, "Clementine Desrochers 27 Lamoille Terrace Burlington, VT 05401", "About: Félix Desrochers · MVP ID 82440193704", "Hello Ms. Desrochers,"], "Félix Desrochers"),
        (["Bridget Lachance-Novak, 56 Amoskeag Mill Way, Manchester NH 03101", DAY, "Claim 25A073390417 — Stanislav Novak (husband), HPHC ID HP7704418-01"], "Stanislav Novak"),
        ([DAY, "Cormac Ashdown 745 Syringa View Moscow, ID 83843", "We received a request for your stepdaughter, Saoirse Lund, and have decided not to authorize it.", "Dear Cormac Ashdown:"], "Saoirse Lund"),
        ([DAY, "Dolores Vanderhoek 309 Tulip Ridge Dr. Holland, MI 49423", "About the care asked for your grandson, Micah Vanderhoek", "Hello Dolores,"], "Micah Vanderhoek"),
        # a relative in brackets who only acts for the patient
        (["Name: Clementine Rasmus", DAY, "Sent to: Leland Rasmus (son), appointed representative"], "Clementine Rasmus"),
        # one to whom the notice was sent as well
        ([DAY, "Hyacinth Bellerose 1460 Nostrand Avenue, Brooklyn, NY 11226", "Dear Hyacinth Bellerose:", "At your request this notice of your appeal was sent also to: Marcel Bellerose (son)."], "Hyacinth Bellerose"),
        # surname first, beside a label without a colon
        (["Member ROSENBLATT, IRA M", "Patient ROSENBLATT, DEBRA K (spouse)", DAY, "Ira M Rosenblatt, 804 Warren St, Hudson NY 12534"], "ROSENBLATT, DEBRA K"),
        # a service behind "For"
        ([DAY, "Nathaniel Osei 612 Elm St Danielson, CT 06239", "For Knee MRI (73721)", "Hello Nathaniel,"], "Nathaniel Osei"),
        # an officer of the police
        ([DAY, "Officer Ronan Killeen 23 Bates Road Westfield, MA 01085", "Dear Officer Killeen:"], "Ronan Killeen"),
        # in capitals the words behind "dependent" look like a name
        (["PATIENT: BAILEY M OLSRUD", DAY, "COVERAGE ENDED ON 05/31/2025, IN WHICH MONTH THE DEPENDENT REACHED AGE 26."], "BAILEY M OLSRUD"),
        # a number called by the word "member" alone
        (["Statement date 8/30/2024 | Thora Lindgren | Member 5544 17 02 | Group 24417", DAY], "Thora Lindgren"),
        # a paper of the plan is nobody
        ([DAY, "Gideon Lindström-Hatch 488 Quail Meadow Drive Spanish Fork, Utah 84660", "Dear Mr. Lindström-Hatch,", "A Request for Board Action has to be filed within 30 days."], "Gideon Lindström-Hatch"),
        # a daughter who acts for the patient, though "your daughter" stands before her name
        ([DAY, "Evangeline Stock 52 Elm Sq Columbus, OH 43207", "Dear Evangeline Stock:", "Your daughter, Philippa Stock, as your representative, asked us for an appeal."], "Evangeline Stock"),
        # titles and letters of orders are none of the name
        ([DAY, "The Reverend Gwendolyn Achterhof Parsonage, 302 Church Street Mifflinburg, PA 17844", "Dear Rev. Achterhof:"], "Gwendolyn Achterhof"),
        ([DAY, "Sr. Bernadette Ostrow, OSF 609 Convent Road Aston, PA 19014", "Dear Sister Bernadette,"], "Bernadette Ostrow"),
        # a town and a house are nobody
        (["P.O. Box 981106 El Paso, Texas 79998", DAY, "Miss Katarzyna Lindenmeyer 1208 Wertland Street, Apt. C Charlottesville, Virginia 22903", "Dear Miss Lindenmeyer,"], "Katarzyna Lindenmeyer"),
        ([DAY, "Dear Member:", "We looked at the visit to Bixby Knolls Skilled Nursing."], None),
        # nor a product over the plan's address
        (["Wellcare Giveback Open (PPO) P.O. Box 31370, Tampa, FL 33631", DAY, "MARGUERITE L. DESJARDINS 29 OLD SAWMILL LN LEWISTON ME 04240", "Member number 20418867"], "MARGUERITE L. DESJARDINS"),
        # who writes for another, over one address
        ([DAY, "Latoya Beauchamp for Jaxon Ferris 5519 Greenway Ave. Philadelphia, PA 19143", "Dear Latoya Beauchamp:", "You filed a grievance for Jaxon."], "Jaxon Ferris"),
        # a surname that is a word of letters too
        ([DAY, "Marguerite Fontenot-Page 12 Bay St Norfolk, VA 23510", "Dear Marguerite Fontenot-Page,"], "Marguerite Fontenot-Page"),
    ],
)  # fmt: skip
def test_member_without_a_known_label(lines: list[str], wanted: str | None) -> None:
    assert member(*lines) == wanted


def test_name_under_a_head_that_no_list_has() -> None:
    page = document(
        (60, 40, "Premera Blue Cross"),
        (60, 90, "The person this is about"), (300, 90, "When we wrote this"),
        (60, 104, "Anaïs Desrosiers"), (300, 104, "April 30, 2026"),
        (60, 150, BODY),
    )  # fmt: skip
    field = extract(page).one("member_name")
    assert field and field.value == "Anaïs Desrosiers"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        # the reader is a relative or a guardian
        ([DAY, "Latasha Fontenot, for her son Jamarcus Fontenot (member)", "Dear Ms. Fontenot:", "You appealed because we did not approve Vyvanse for your son."], "Jamarcus Fontenot"),
        ([DAY, "Marta Quintero 9 Elm St Albany, NY 12205", "Re: your daughter Lucía Quintero, member 0091", "Dear Ms. Quintero:"], "Lucía Quintero"),
        ([DAY, "Ruth Adler 44 Pine St Salem, OR 97301", "Dear Ms. Adler:", "Thank you for writing on behalf of your husband, Simon Adler, about the scan of May 2, 2025."], "Simon Adler"),
        ([DAY, "To the Parents of Nia Bello 3 Lake Dr Reno, NV 89501", "Dear Parents:"], "Nia Bello"),
        ([DAY, "Mr. Cornelius Babatunde 4 Elm St Salem, OR 97301", "Dear Mr. Babatunde:", "A copy was handed to Rosetta Babatunde, your daughter."], "Cornelius Babatunde"),
        # surnames that are states or words of houses
        ([DAY, "To: Tyrell Washington-Moyer, 233 S. Wyoming Ave., Kingston, PA 18704", "Dear Tyrell Washington-Moyer:"], "Tyrell Washington-Moyer"),
        ([DAY, "Denzel Washington 4 Elm St Salem, OR 97301", "Dear Mr. Washington:"], "Denzel Washington"),
        ([DAY, "Kateri Medicine Crow 4 Elm St Billings, MT 59101", "Dear Ms. Medicine Crow:"], "Kateri Medicine Crow"),
        # a greeting, a contract and a hospital are nobody
        ([DAY, "Aloha Keoni Nakashima-Pratt,", "ASH has looked at the form."], "Keoni Nakashima-Pratt"),
        ([DAY, "Mr. Garrick L. Thibodeaux 508 Elm Street Pratt, Kansas 67124", "Re: Contract No. XSB 907 441 286, issued January 1, 2025", "Dear Mr. Thibodeaux:"], "Garrick L. Thibodeaux"),
        ([DAY, "Mr. Eustacio Villalobos 2209 Backus Avenue Springdale, Arkansas 72764", "Dear Mr. Villalobos:", "Your doctor wishes to list you at Meridian Park University Hospital in Tulsa. The request for Meridian Park, however, has been denied."], "Eustacio Villalobos"),
        # who it is to the reader, before the name
        ([DAY, "Dr. Casimir Thorvald 3301 Guilford Avenue Baltimore, MD 21218", "Participant: Casimir Thorvald (ID EHP0 3381) · Patient: his wife, Oluchi Thorvald", "Dear Dr. Thorvald:"], "Oluchi Thorvald"),
        ([DAY, "Ana Reed 9 Elm St Albany, NY 12205", "Subscriber: Ana Reed · Patient: your son Otis Reed", "Dear Ms. Reed:"], "Otis Reed"),
        # the full name only behind a greeting by surname
        (["Heartland Ironworkers Fund Office, 3201 Ingersoll Avenue, Des Moines, Iowa 50312", DAY, "Dear Brother Castellanos,", "The Trustees took up the disc replacement that Dr. Henrik Aldous asked to do for you, Efrain Castellanos, participant 503-L67."], "Efrain Castellanos"),
        ([DAY, "Dear Ms. Okonjo:", "Dr. Paul Okonjo-Bell asked for the brace. Our records for Adaeze Okonjo show another."], "Adaeze Okonjo"),
        # a word of the next label, of an office
        (["To the Parent or Guardian of: Zuleyka Bartholomew", "Recipient ID: 4418 0926 53", DAY], "Zuleyka Bartholomew"),
        (["Name: Zuleyka Bartholomew Enrollee ID: 4418 0926 53", DAY], "Zuleyka Bartholomew"),
        ([DAY, "Cormac Nwosu-Delaney 15 Ashmont Hill Dorchester, MA 02124", "Dear Cormac,", "In good health,", "Member Clinical Programs"], "Cormac Nwosu-Delaney"),
        (["Concordia Plans 1333 South Kirkwood Road, St. Louis, Missouri 63122", DAY, "Miss Hedwig Brauer", "Trinity Lutheran School", "Dear Miss Brauer:", "The Appeals Committee of Concordia Plans has your letter."], "Hedwig Brauer"),
        # a rank or a church's title, letters of the next label, a road
        ([DAY, "Lt. Cmdr. (Ret.) Abel Quintrell 5521 Kestrel Way Silverdale, Washington 98383", "Dear Commander Quintrell:"], "Abel Quintrell"),
        ([DAY, "Member Marguerite Tran, HP 88201745 00", "Dear Ms. Tran:"], "Marguerite Tran"),
        ([DAY, "Anton Krzywicki R.D. 2, Box 118 Greensburg, PA 15601", "Dear Mr. Krzywicki:"], "Anton Krzywicki"),
        # what a person is before the name, and what follows it on its line
        ([DAY, "Retiree Tobias Lindqvist-Hargett 44 Pine St Salem, OR 97301", "Dear Mr. Lindqvist-Hargett:"], "Tobias Lindqvist-Hargett"),
        ([DAY, "Odile Fontenot", "Member: Odile Fontenot Louisiana Medicaid ID 4471 882", "Dear Odile Fontenot:"], "Odile Fontenot"),
        # who speaks for the patient, though the letter tells whose relative that is
        ([DAY, "Mr. Ferris Bello 2001 S Lee St Americus, GA 31709", "Dear Mr. Bello:", "Representative on file: Lucinda Bello (daughter), AOR received."], "Ferris Bello"),
        ([DAY, "Epifanio Mora 9 Elm St Salem, OR 97301", "Dear Mr. Mora:", "You named your daughter, Bernadette Mora, to speak for you."], "Epifanio Mora"),
        ([DAY, "Earlene Boudin 9 Elm St Salem, OR 97301", "Dear Ms. Boudin:", "Your daughter, Camille Boudin, who is your appointed representative, asked us."], "Earlene Boudin"),
        # whose the claim is, in ways of one letter each
        ([DAY, "Hyacinth Okonjo 880 Elm St Miami, FL 33138", "Claim we are holding: Q100000871154420, Emmanuel Okonjo, Baptist Urgent Care"], "Emmanuel Okonjo"),
        ([DAY, "Gary Winter 33 Elm St Salem, OR 97301", "Dear Mr. Winter:", "We have your appeal on behalf of your daughter.", "Subject: Stephanie Winter", "If a delay would endanger Stephanie's health, tell us."], "Stephanie Winter"),
        # surname first
        ([DAY, "PATIENT: OYELARAN,FUNMI A", "CLAIM 221"], "OYELARAN,FUNMI A"),
        ([DAY, "PAT NAME: KOWALCZYK-REED DARIUSZ", "ACCT 221"], "KOWALCZYK-REED DARIUSZ"),
    ],
)  # fmt: skip
def test_member_beside_another(lines: list[str], wanted: str) -> None:
    assert member(*lines) == wanted


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [
        # a relative by a first name, whom nothing else tells to be the patient
        ([DAY, "Mr. Desmond Okonjo 66 Ironwood Lane Charleston, SC 29407", "Dear Brother Okonjo,", "You asked the Trust to pay for surgery for Adaeze, who is covered as your dependent."], True),
        ([DAY, "Dear Mr. and Mrs. Ostdiek:", "Dwight Ostdiek is enrolled through his work (participant number PSI-0388; the patient is Marcia)."], True),
        # one person only
        ([DAY, "Ms. Ruth Adler 44 Pine St Salem, OR 97301", "Dear Ms. Adler:", "Member: Ruth Adler"], False),
        # the relative is the one told
        ([DAY, "Ana Reed 9 Elm St Albany, NY 12205", "Re: your son Otis Reed, member 0091", "Dear Ms. Reed:"], False),
    ],
)  # fmt: skip
def test_another_who_may_be_the_patient_is_asked_about(lines: list[str], doubted: bool) -> None:
    assert bool(asked(letter("Premera Blue Cross", *lines, BODY), "member_name")) is doubted


def test_the_patient_under_a_label_beside_the_primary_enrollee() -> None:
    heads = [(43.0, 111.0, "Primary enrollee"), (141.0, 111.0, "Patient"), (300.0, 111.0, "Enrollee ID")]
    values = [(43.0, 120.0, "Tobias Wennerholm"), (141.0, 120.0, "Ingrid Wennerholm (spouse)"), (300.0, 120.0, "118640927-02")]  # fmt: skip
    made = document((60, 60, "Delta Dental of California"), *heads, *values, (60, 160, BODY))
    found = extract(made).one("member_name")
    assert found and found.value == "Ingrid Wennerholm"
