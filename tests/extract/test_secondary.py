"""Secondary fields read from small letters: services, deadlines, days and amounts."""

import datetime as dt

import pytest

from extractors import amounts, care, deadlines, service
from tests.extract.page import reading_of
from tests.extract.test_procedure_codes import procedures


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
    reading = reading_of(text)
    found = service.services(
        reading.sheet, reading.lexicon, reading.labelled, reading.claims, procedures(reading), reading.tags
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
    reading = reading_of(*lines)
    found = service.services(
        reading.sheet, reading.lexicon, reading.labelled, reading.claims, procedures(reading), reading.tags
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
    reading = reading_of(text)
    found = service.services(
        reading.sheet, reading.lexicon, reading.labelled, reading.claims, procedures(reading), reading.tags
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
    reading = reading_of(text)
    found = deadlines.find(reading.sheet, reading.lexicon, reading.found, dt.date(2026, 1, 5), final)
    assert [x.step for x in found] == [step for step, _ in wanted]
    assert all(number in x.text for x, (_, number) in zip(found, wanted, strict=True))


def test_a_date_that_is_the_printed_time_is_one_limit() -> None:
    reading = reading_of(
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
    found = amounts.amount_denied(reading_of(text))
    assert (found.value if found else None) == wanted


def test_service_dates_of_a_range_in_a_sentence() -> None:
    reading = reading_of(
        "Claim 88-1177 is for eleven sessions between January 7 and March 25, 2026, in all $1,925.00."
    )
    assert [f.value for f in care.service_dates(reading, "initial_denial")] == [["2026-01-07", "2026-03-25"]]


def test_days_that_go_on_from_a_day_of_care() -> None:
    reading = reading_of(
        "Claim 88-1177 for services on July 6, 2026, July 7, 2026 and August 3, 2026, billed $310.00."
    )
    days = [f.value[0] for f in care.service_dates(reading, "initial_denial")]
    assert days == ["2026-07-06", "2026-07-07", "2026-08-03"]


def test_days_that_were_approved_are_not_in_question() -> None:
    reading = reading_of(
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
    reading = reading_of("We have denied it.", "", text)
    found = service.services(
        reading.sheet, reading.lexicon, reading.labelled, reading.claims, procedures(reading), reading.tags
    )
    assert wanted in found[0].text
    assert len(found[0].text) < len(wanted) + 12
