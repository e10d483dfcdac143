"""Service, citations, deadlines, days of care and flags, read from small letters; each row says why it is there."""

import datetime as dt
import json
from importlib.resources import files
from pathlib import Path

import pytest

from extractors import (
    care,
    citations,
    criteria,
    deadlines,
    durations,
    frames,
    gather,
    plan,
    procedures,
    ranking,
    service,
)
from extractors.candidates import wordings
from extractors.reading import Reading
from extractors.servicenames import content, possible, tidy
from extractors.signs import features
from pipeline.intake import admit
from pipeline.models.letter import Limits
from pipeline.read import read
from tests.extract.page import reading_of

SAMPLES = Path(__file__).parents[2] / "samples" / "letters"


def named(reading: Reading) -> list[str]:
    rows = frozenset(id(s.words[0]) for r in reading.rows for s in (*r.segments, *r.more))
    codes = procedures.procedures(reading.sheet, reading.lexicon, reading.found, rows)
    return [
        c.text
        for c in service.services(
            reading.sheet, reading.lexicon, reading.labelled, reading.claims, codes, reading.tags
        )
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Your doctor asked us on May 2 to preauthorize an upper airway stimulator for your sleep apnea.", "upper airway stimulator"),
        ("We have the claim 25-119 for a custom orthotic dispensed by Lake Foot Surgeons.", "custom orthotic"),  # a number between
        ("Whole exome sequencing is not medically necessary for you.", "Whole exome sequencing"),  # before the verb
        ("Your bill from Evanston Surgeons for laparoscopic sleeve gastrectomy (43775) is denied.", "laparoscopic sleeve gastrectomy"),
        ("RE: Power wheelchair, group 3 with power tilt", "Power wheelchair, group 3"),  # a subject line
        ("We denied the items listed below, asked for by your doctor: Stair lift for your home", "Stair lift"),  # after a colon
        ("Name of drug: Wegovy (semaglutide) 1.7 mg", "Wegovy (semaglutide)"),  # an unusual label
        ("The request for 24 visits of physical therapy is not approved.", "physical therapy"),  # how many before what
    ],
)  # fmt: skip
def test_service_in_sentences_and_labels(text: str, wanted: str) -> None:
    best = named(reading_of(text))[0]
    assert wanted in best
    assert len(best) < len(wanted) + 30


@pytest.mark.parametrize(
    "text",
    [
        "You asked us to look again at the claim shown above.",  # names a paper
        "We sent the letter on February 3.",  # nor is a month
        "Please call us within 30 days.",
    ],
)
def test_what_names_no_service(text: str) -> None:
    assert not named(reading_of(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("09/02/26 Knee arthroscopy", "Knee arthroscopy"),  # the day of a row
        ("2. Hearing aid, binaural", "Hearing aid, binaural"),  # the number of an item
        ("Upper eyelid surgery (blepharoplasty", "Upper eyelid surgery"),  # half a bracket
        ("Thurston Medical Group for an electroencephalogram", "electroencephalogram"),  # the house before it
    ],
)
def test_tidy(text: str, wanted: str) -> None:
    assert tidy(text) == wanted


@pytest.mark.parametrize(
    ("text", "able"),
    [
        ("MRI of the brain", True),
        ("three visits", False),  # says how many, not what
        ("it was given to you", False),  # a clause
        ("of the left knee", False),  # half a name
    ],
)
def test_possible(text: str, able: bool) -> None:
    assert possible(text) is able


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("cataract surgery on your right eye by Dr. Imran Qadir", 34),  # by whom
        ("an MRI of the brain because of headaches", 19),  # a clause of its own
        ("voice therapy (92507), 12 visits, and a scope is denied", 45),  # commas within the name
        ("sleep study on October 2, 2025", 11),  # when
        ("Wegovy (semaglutide 1.7 mg) prescribed by", 27),  # a point within a number
    ],
)
def test_where_a_name_ends(text: str, length: int) -> None:
    assert text[: frames.ended(text)] == text[:length]


def test_every_sign_of_a_wording_is_finite_and_every_weight_known() -> None:
    table = json.loads((files("extractors") / "ranking.json").read_text(encoding="utf-8"))
    reading = reading_of("Service: MRI of the brain", "We denied your MRI of the brain (70551).")
    found = wordings(reading.sheet, reading.lexicon, reading.labelled, reading.claims, [])
    made = features(reading.sheet, reading.lexicon, reading.labelled, reading.claims, found, reading.tags)
    assert any("from_label" in f for f in made)
    assert {"head", "central", "late"} <= set(table["service"])
    assert 0.5 < sum(ranking.chances(table["service"], made)) < 1  # the rest is that none of them is right
    only = {k: v for k, v in table["service"].items() if k != ranking.NONE}
    assert abs(sum(ranking.chances(only, made)) - 1) < 1e-9


def test_content_leaves_out_words_that_name_nothing() -> None:
    assert content("the claim for knee braces") == {"knee", "brace"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("See Plan Document, Part 9, Claims Filing.", "Plan Document, Part 9, Claims Filing"),  # a leading word goes
        ("The coverage rule is “Janus Kinase Inhibitors,” policy CRX-JAK-017.", "“Janus Kinase Inhibitors,” policy CRX-JAK-017"),
        ("REF: TRICARE POLICY MANUAL CH 7 SEC 19.1.", "TRICARE POLICY MANUAL CH 7 SEC 19.1"),  # capitals
        ("Policy: MBTE-2026.07, Infliximab Products.", "MBTE-2026.07, Infliximab Products"),  # a number with its title
        ("We used MCG Behavioral Health Care, 29th Edition, B-008-PHP.", "MCG Behavioral Health Care, 29th Edition, B-008-PHP"),  # one citation
        ("The law is OAR 410-141-3820 here.", "OAR 410-141-3820"),  # a State's rules
    ],
)  # fmt: skip
def test_citations(text: str, wanted: str) -> None:
    reading = reading_of(text)
    assert wanted in [c.text for c in citations.citations(reading.sheet, reading.lexicon)]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("We comply with Section 1557 of the Affordable Care Act.", ""),  # a notice's law
        ("Write to 200 Independence Avenue, Washington, D.C. 20201.", ""),  # an address
        (
            "Your Short Term Medical policy 084-551-77210 is in force.",
            "08455177210",
        ),  # the member's own number
    ],
)
def test_what_is_no_citation(text: str, own: str) -> None:
    reading = reading_of(text)
    numbers = frozenset([own]) if own else frozenset()
    assert not criteria.criteria(reading.sheet, reading.lexicon, reading.labelled, reading.tags, numbers)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("one hundred eighty days", 180),
        ("one hundred and thirty days", 130),
        ("60 calendar days", 60),
        ("four (4) months", 121.6),  # the figure in brackets is the number
        ("sesenta", None),
    ],
)
def test_days(text: str, days: float | None) -> None:
    assert durations.days(text) == days


@pytest.mark.parametrize(
    ("text", "final", "provider", "wanted"),
    [
        ("To keep your treatment while you appeal, if it was already approved, ask within 10 days.", False, False, []),
        ("A claim must reach us within fifteen months after the date the service was received.", False, False, []),  # filing
        ("You may bring a civil action under Section 502(a); the Plan requires that it be commenced within one year of this letter.", True, False, []),
        ("You have got 180 days from the day you receive this to file an appeal.", False, False, ["internal_appeal"]),  # not "of our appeal"
        ("You may ask for a review by the Health Benefits Administration within 60 days of this letter.", True, False, ["external_review"]),
        ("Provider disputes must be sent in writing within 365 days of this letter.", False, True, []),  # to the provider, whose own road it is
        ("Provider disputes must be sent in writing within 365 days of this letter.", False, False, []),  # to the member
        ("You may appeal within 60 days of this notice. Usted puede apelar. Tiene 60 días desde la fecha de esta carta.", False, False, ["internal_appeal"]),
        ("We will acknowledge the appeal in 15 days and finish it in 30 days.", False, False, []),  # the plan's own times
        ("Within 10 days of receiving this letter you may ask for an expedited external review.", True, False, ["external_review"]),  # short, but counted
    ],
)  # fmt: skip
def test_deadlines(text: str, final: bool, provider: bool, wanted: list[str]) -> None:
    r = reading_of(text)
    found = deadlines.find(r.sheet, r.lexicon, r.found, dt.date(2026, 1, 5), final, provider)
    assert [x.step for x in found] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The embolization of the right knee (37242) on June 9, 2026 is denied, $8,450.00.", ["2026-06-09"]),  # beside its name
        ("We denied the hospital's claim of $900.00 on February 12, 2026.", []),  # a day of papers
        ("On September 5, 2025 we received your appeal about $900.00.", []),
        ("Relied on: Medical Policy 11.01.10 Immune Globulin Therapy (12/18/2025), section IV.", []),  # of the policy
        ("Continued stay is not authorized from 10/31/2025 on. Admission date: 10/11/2025", ["2025-10-31"]),  # beside the admission
        ("Agents answer 8 a.m. to 8 p.m., seven days a week from October 1, 2025.", []),
    ],
)  # fmt: skip
def test_service_dates(text: str, wanted: list[str]) -> None:
    found = care.service_dates(reading_of(text), "initial_denial", dt.date(2026, 7, 1))
    assert [f.value[0] for f in found] == wanted


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("You may ask for a fast (72-hour) appeal.", "expedited_rights_mentioned", True),  # a bracket between
        ("Appeals about urgent care can be expedited.", "expedited_rights_mentioned", True),
        ("If waiting would put your child's health at risk we will decide in 3 days.", "expedited_rights_mentioned", True),
        ("You can't ask for a fast appeal for an item you already have.", "expedited_rights_mentioned", False),
        ("The hospital asked for a fast (expedited) decision on April 16.", "urgent_or_concurrent", True),
        ("Urgent requests are decided within 72 hours.", "urgent_or_concurrent", False),  # said to everybody
        ("Because you are still in the facility, you may ask today.", "urgent_or_concurrent", True),
    ],
)  # fmt: skip
def test_flags(text: str, name: str, said: bool) -> None:
    reading = reading_of(text)
    assert bool(plan.says(reading.sheet, reading.lexicon, name)) is said


@pytest.mark.parametrize(
    ("sample", "wanted"),
    [
        # a column of labels beside a column of values: the value of one label, with nothing of the next
        ("01-hmo-appeal-upheld.pdf", "Residential treatment for bulimia nervosa"),
        ("06-no-prior-authorization.pdf", "Home sleep study"),  # the provider stands in the line above
        ("11-part-d-step-therapy.pdf", "etanercept 50 mg injection"),  # the last label, a heading under it
    ],
)
def test_a_service_ends_where_its_cell_does(sample: str, wanted: str) -> None:
    letter_of = read(admit([SAMPLES / sample], Limits())[0], Limits())
    found = gather.extract(letter_of).one("service")
    assert found is not None and found.value == wanted
