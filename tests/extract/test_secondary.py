"""Secondary fields read from small letters: codes, criteria, services, deadlines, days and amounts."""

import datetime as dt

import pytest

from extractors import amounts, care, codes, criteria, deadlines, reasoncodes, service
from extractors import procedures as procedure_codes
from extractors.reading import Reading
from pipeline.models.document import Document, Origin, Page, Word


def letter(*lines: str | list[tuple[float, str]]) -> Reading:
    """A reading of lines 14 points apart; a line of cells gives the left edge of each, in points."""
    words = []
    for row, line in enumerate(lines):
        for left, text in [(60.0, line)] if isinstance(line, str) else line:
            x = left
            for token in text.split():
                width = 5.0 * len(token)
                words.append(Word(token, (x, 100 + 14.0 * row, x + width, 110 + 14.0 * row), 1))
                x += width + 2.5
    page = Page(1, 1200.0, 1500.0, tuple(words), Origin.TEXT, "test")
    return Reading.of(Document("test.pdf", "0" * 64, (page,)))


def procedures(reading: Reading) -> list[codes.Code]:
    rows = frozenset(id(s.words[0]) for r in reading.rows for s in (*r.segments, *r.more))
    return procedure_codes.procedures(reading.sheet, reading.lexicon, reading.found, rows)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The remark code is N130 and nothing else.", ["N130"]),  # the plainest cue
        ("It was denied (code PA7; CARC 197).", ["CARC 197", "PA7"]),  # a plan's code and a standard one
        ("The adjustment code is 22 and the remark MA04.", ["22", "MA04"]),  # a chain of two kinds
        ("You will see CO-16 – Claim lacks information, with N657.", ["CO-16", "N657"]),  # a remark beside it
        ("The claim was denied with message J8410, for good.", ["J8410"]),  # shaped like a drug code
        (
            "Without them we cannot decide. (Code: EXmi, CARC 252)",
            ["CARC 252", "EXmi"],
        ),  # a system's own prefix
        ("You asked for procedure code 72148 in May.", []),  # a procedure is no reason
        ("The diagnosis is M54.50, low back pain.", []),  # nor is a diagnosis shaped like a RARC
        ("Write to Mail Code CS3A at the address above.", []),  # nor a mail code
    ],
)
def test_reason_codes(text: str, wanted: list[str]) -> None:
    reading = letter(text)
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert sorted(c.text for c in found) == wanted


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["Platelet injection charged 975.00 paid 0.00 you pay 975.00", [(60.0, "[X4]")], "Remarks", "", "[N1] Network discount has been taken. [X4] Not payable. The injection is investigational."], ["X4"]),  # a key in brackets
        (["Office visit 172.00 (z) and laboratory 61.00 (n)", "", "(n) settled at the agreed fee. (z) This claim came too late and cannot be paid."], ["z"]),  # a letter in round ones
        ([[(60.0, "Visit"), (300.0, "240.00"), (400.0, "A")], [(60.0, "Pump"), (300.0, "64.00"), (400.0, "B")], "", "A – You saved by using an in-network provider. B – The supplier is not in your network and is not covered."], ["B"]),  # letters in a column
        ([[(60.0, "Visit"), (300.0, "190.00"), (400.0, "7B")], "", "7B The visit is included in the payment for the procedure and is denied."], ["7B"]),  # no sign between
        (["Claim 1 ambulance: Message 210. Claim 2 visit: Message 566.", "", "Message 210: paid as emergency transport.", "", "Message 566. We do not cover emergency services outside."], ["566"]),  # what was paid has a message too
        (["RMK D02 - THIS IS A DUPLICATE OF A CHARGE. RMK A01 - PAID AT NETWORK RATE."], ["D02"]),
        (["It is a duplicate. ADJ CD 18 applies."], ["18"]),  # an abbreviation
        (["Edit code 0731 with remark N228."], ["0731", "N228"]),  # four digits
        (["Dependent code 03 is on file, and agent code 17."], []),  # codes of other things
        (["Call the pre cert desk at 406 555 0139 ex 12 today."], []),  # an extension
        (["The claim was first denied for lack of a diagnosis (remark RM4). That was supplied and is no longer a reason."], []),  # withdrawn
    ],
)  # fmt: skip
def test_reason_codes_by_their_key(lines: list[str | list[tuple[float, str]]], wanted: list[str]) -> None:
    reading = letter(*lines)
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert sorted(c.text for c in found) == wanted


def test_reason_codes_of_denied_rows_bring_their_legend() -> None:
    heads = [
        (60.0, "Date"),
        (160.0, "Service"),
        (400.0, "Charge"),
        (500.0, "Not covered"),
        (620.0, "Paid"),
        (720.0, "Note"),
    ]
    paid = [
        (60.0, "01/05/2026"),
        (160.0, "Office visit"),
        (400.0, "$90.00"),
        (500.0, "$0.00"),
        (620.0, "$60.00"),
        (720.0, "D2"),
    ]
    denied = [
        (60.0, "01/06/2026"),
        (160.0, "Knee brace"),
        (400.0, "$200.00"),
        (500.0, "$200.00"),
        (620.0, "$0.00"),
        (720.0, "K8"),
    ]
    reading = letter(
        heads,
        paid,
        denied,
        "",
        "K8: The brace was not ordered by a network provider. (CARC 242)",
        "",
        "D2: Your copay.",
    )
    found = reasoncodes.reasons(reading.sheet, reading.labelled, reading.claims)
    assert {c.text for c in found} == {"K8", "CARC 242"}  # D2 stands on a row that was paid


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We denied the lumbar MRI (CPT 72148) you wanted.", ["72148"]),  # a label beside the code
        (
            "We denied the oral appliance (E0486) for sleep apnea.",
            ["E0486"],
        ),  # a letter in the code and brackets
        ("Nils Haugen 22104 County Highway", []),  # a house number
        ("Write to us at Concord, NH 03301 by mail.", []),  # a ZIP code
        ("We deny code 95810. We approved the home test (95806).", ["95810"]),  # what was approved instead
        ("The hospital may rebill the stay (HCPCS G0378).", []),  # what may be billed instead
        ("27447 Total knee arthroplasty, surgeon", ["27447"]),  # no street
        (
            "We said that panniculectomy (code 15830) would not be covered.",
            ["15830"],
        ),  # "not be covered" grants nothing
        ("99283 emergency visit, charged 884.00, paid 0.00", ["99283"]),  # nor does "paid 0.00"
        ("Emergency visit 99283 — Billed $884.00 — You owe $884.00", ["99283"]),  # a line of a statement
        ("MRI of the lumbar spine without contrast – 72148 – 1 unit", ["72148"]),  # units behind a dash
    ],
)
def test_procedure_codes(text: str, wanted: list[str]) -> None:
    assert [c.text for c in procedures(letter(text))] == wanted


def test_a_code_with_none_under_not_approved_was_granted() -> None:
    heads = [(60.0, "Item"), (250.0, "Code"), (330.0, "Asked"), (400.0, "Approved"), (480.0, "approved")]
    reading = letter(
        [(480.0, "Not")],
        heads,
        [(60.0, "Venofer infusion"), (250.0, "J1756"), (330.0, "5"), (400.0, "5"), (480.0, "0")],
        [(60.0, "Monoferric infusion"), (250.0, "J1437"), (330.0, "2"), (400.0, "0"), (480.0, "2")],
    )
    assert [c.text for c in procedures(reading)] == ["J1437"]


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
    reading = letter(text)
    found = [c.text for c in criteria.criteria(reading.sheet, reading.lexicon, reading.labelled)]
    assert len(found) == len(wanted)
    assert all(w in f for w, f in zip(wanted, found, strict=True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We received a request from Dr. Hale for genicular artery embolization (CPT 37242).", "genicular artery embolization"),
        ("Your doctor asked us to approve an MRI of the lumbar spine on May 4.", "MRI of the lumbar spine"),  # no code
        ("We denied coverage of Saphnelo (anifrolumab-fnia) infusions, J0491.", "Saphnelo (anifrolumab-fnia) infusions"),
        ("We will not pay for your February 20 hernia repair.", "hernia repair"),  # a day is no part of the name
        ("Service: Bilateral hearing aids (V5261)", "Bilateral hearing aids"),  # a label
    ],
)  # fmt: skip
def test_service(text: str, wanted: str) -> None:
    reading = letter(text)
    found = service.services(
        reading.sheet, reading.lexicon, reading.labelled, reading.claims, procedures(reading)
    )
    assert wanted in found[0].text
    assert len(found[0].text) < len(wanted) + 12


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([[(60.0, "Case number:"), (200.0, "OD-2026-551")], [(60.0, "Service requested:"), (200.0, "Skilled nursing facility care from May 21 2026")], [(60.0, "Provider:"), (200.0, "Ocala Medical Center")], "Your notes do not show a daily need for skilled therapy."], "Skilled nursing facility care"),  # a month is no verb
        (["Treatment you asked for: Home infusion of saline", "We denied physical therapy last year."], "Home infusion of saline"),  # a label wins over prose
        (["You asked that Sample Health Plan approve six months more of immune globulin (J1569)."], "six months more of immune globulin"),  # who is asked is no part
        (["Her agency asked to keep private duty nursing at 56 hours."], "private duty nursing"),  # nor is the verb
        (["Removal of the skin fold improves appearance and is considered cosmetic."], "Removal of the skin fold"),  # a verb ends the name
        (["The facility claim identified at the right has been denied. No finding was made about the inpatient days."], "inpatient days"),  # a claim is no service
        (["We received claims from Valley Heart Institute for cardiac catheterization performed April 9, 2025."], "cardiac catheterization"),  # who sent it stands between
        (["Thank you for asking us to reconsider our March 3 decision about renal denervation."], "renal denervation"),  # what a decision is about
        (["Your visit on May 2 (x-ray and splint, left wrist; 73110 and 29125; billed $874.00) was denied."], "x-ray and splint, left wrist"),  # a bracket lists it with its codes
        (["Starting Monday SCAN will no longer pay for your stay at Bixby Knolls Skilled Nursing."], "stay at Bixby Knolls Skilled Nursing"),  # a bare stay is told by its place
        (["The grievance concerned the trip by ambulance which you made."], "trip by ambulance"),  # a ride has a name too
        (["We would not cover Wegovy for you. Your plan covers Wegovy to lower the chance of a heart attack. You asked for Wegovy. We are going to stay with our answer."], "Wegovy"),  # a brand that no list knows
    ],
)  # fmt: skip
def test_service_in_other_words(lines: list[str | list[tuple[float, str]]], wanted: str) -> None:
    reading = letter(*lines)
    found = service.services(
        reading.sheet, reading.lexicon, reading.labelled, reading.claims, procedures(reading)
    )
    assert wanted in found[0].text
    assert len(found[0].text) < len(wanted) + 12


@pytest.mark.parametrize(
    "text",
    [
        "You did not pay within a three-month grace period, so your coverage ended.",  # a time is no service
        "On September 2 you were treated for a broken collarbone.",  # nor is an illness
        "PAYEE: BLACKSTONE VALLEY PEDIATRIC THERAPY LLC NPI 1578811406",  # nor is a house
        "We refused the supply company's bill by our notice.",  # nor is a bill
        "We will stay with our answer.",  # nor is an answer
    ],
)
def test_no_service(text: str) -> None:
    reading = letter(text)
    found = service.services(
        reading.sheet, reading.lexicon, reading.labelled, reading.claims, procedures(reading)
    )
    assert not found or found[0].score < service.LEAST


@pytest.mark.parametrize(
    ("text", "final", "wanted"),
    [
        ("You may appeal within 180 days of this notice.", False, [("internal_appeal", "180")]),
        ("You may ask for an external review within four months of our final decision.", False, [("external_review", "four")]),
        ("We will decide your appeal within 30 days of getting it.", False, []),  # the plan's own time
        ("Waiting up to 30 days for an answer to your appeal could harm you.", False, []),  # and told from the other side
        ("You must file a civil action within one year of this letter.", False, []),  # a suit is another step
        ("You may demand arbitration within 60 days of this letter.", True, []),  # and so is arbitration
        ("A civil rights grievance goes to the coordinator. An appeal of the answer must be made within 15 days.", False, []),  # another thing
        ("A provider dispute may be filed within 365 days of the remittance.", False, []),  # nor is it the member's
        ("You may file a second appeal within 60 days of the first decision.", False, [("internal_appeal", "60")]),  # a second level
        ("After the internal appeal you have 180 days to ask for an independent review.", False, [("external_review", "180")]),  # a step before
        ("You will have 120 days from our final letter to ask for an external review.", False, [("external_review", "120")]),  # no answer
        ("Within one hundred thirty days of this letter you may ask for an external review.", True, [("external_review", "thirty")]),
        ("You may ask for an External Appeal within 4 months of that notice.", False, [("external_review", "4")]),  # "appeal" in it
    ],
)  # fmt: skip
def test_deadlines(text: str, final: bool, wanted: list[tuple[str, str]]) -> None:
    reading = letter(text)
    found = deadlines.find(reading.sheet, reading.lexicon, reading.found, dt.date(2026, 1, 5), final)
    assert [x.step for x in found] == [step for step, _ in wanted]
    assert all(number in x.text for x, (_, number) in zip(found, wanted, strict=True))


def test_a_date_that_is_the_printed_time_is_one_limit() -> None:
    reading = letter(
        "You may appeal within 60 days of this notice.", "", "Your appeal must reach us by March 6, 2026."
    )
    found = deadlines.find(reading.sheet, reading.lexicon, reading.found, dt.date(2026, 1, 5))
    assert [(x.step, x.date) for x in found] == [("internal_appeal", "2026-03-06")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Charges of $1,450.00 for your visit were denied.", "1450.00"),  # the amount that words call denied
        (
            "We denied the claim for $986.25 and will refund a premium of $1,046.72.",
            "986.25",
        ),  # a refund is another amount
        ("Your deductible is $500.00.", None),  # and so is a deductible
    ],
)
def test_amount(text: str, wanted: str | None) -> None:
    found = amounts.amount_denied(letter(text))
    assert (found.value if found else None) == wanted


def test_service_dates_of_a_range_in_a_sentence() -> None:
    reading = letter(
        "Claim 88-1177 is for eleven sessions between January 7 and March 25, 2026, in all $1,925.00."
    )
    assert [f.value for f in care.service_dates(reading, "initial_denial")] == [["2026-01-07", "2026-03-25"]]


def test_days_that_go_on_from_a_day_of_care() -> None:
    reading = letter(
        "Claim 88-1177 for services on July 6, 2026, July 7, 2026 and August 3, 2026, billed $310.00."
    )
    days = [f.value[0] for f in care.service_dates(reading, "initial_denial")]
    assert days == ["2026-07-06", "2026-07-07", "2026-08-03"]


def test_days_that_were_approved_are_not_in_question() -> None:
    reading = letter(
        "We authorized residential care from April 13, 2026 through April 29, 2026.",
        "Continued stay from April 30, 2026 through May 14, 2026 was denied. The bill is $9,100.00.",
    )
    assert [f.value for f in care.service_dates(reading, "initial_denial")] == [["2026-04-30", "2026-05-14"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You asked that we pay Newton Medical Center's charge of $6,740.22 for an appendix operation on July 1.", "appendix operation"),  # whose charge stands between
        ("The grievance asked the Cooperative to pay $880.00 for four sessions of EMDR psychotherapy.", "four sessions of EMDR psychotherapy"),  # how much stands between
        ("In August we received a bill of St. Joseph's Hospital for cardiac catheterization on August 19, 2025.", "cardiac catheterization"),  # whose bill it is
        ("You requested an expanded hereditary cancer panel of 47 genes for Evangeline Batiste.", "expanded hereditary cancer panel of 47 genes"),  # a panel of tests
        ("Your health care provider asked if Optune Gio (tumor treating fields) can be covered by your plan.", "Optune Gio (tumor treating fields)"),  # a question
        ("Service: MRI lumbar spine w/o contrast ICD-10 M54.50 Planned 04/02/2026", "MRI lumbar spine w/o contrast"),  # the next label
    ],
)  # fmt: skip
def test_service_behind_its_price_and_its_house(text: str, wanted: str) -> None:
    reading = letter("We have denied it.", "", text)
    found = service.services(
        reading.sheet, reading.lexicon, reading.labelled, reading.claims, procedures(reading)
    )
    assert wanted in found[0].text
    assert len(found[0].text) < len(wanted) + 12
