"""Printed times for the member's next steps. Each row says why it is there; the letter is of January 5, 2026."""

import datetime as dt

import pytest

from extractors import deadlines
from extractors.reading import Reading
from tests.extract.page import letter

IN, OUT = "internal_appeal", "external_review"


def steps(*paragraphs: str, final: bool = False) -> list[tuple[str, str | None]]:
    r = Reading.of(letter(*paragraphs))
    found = deadlines.find(r.sheet, r.lexicon, r.found, dt.date(2026, 1, 5), final)
    return [(x.step, x.date) for x in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the passive and a noun that names the plan take nothing from a time that is the member's
        ("You may appeal to Cigna. It has to be made within 180 days of the date you receive this letter.", [IN]),
        ("You can appeal this decision within 180 days of receiving this notice.", [IN]),
        ("Should you believe that the Fund has the wrong birth date, please write to the Board within 180 days after you receive this letter.", [IN]),
        ("The Fund will consider an appeal that you make in writing within 180 days after this letter comes to you.", [IN]),
        ("Should you disagree, you have one hundred eighty days from the day this letter reaches you to write to the Board.", [IN]),
        ("You may have the claim reviewed by writing to this office within one hundred and eighty (180) days of learning of it.", [IN]),
        ("An appeal is to be made in writing to the plan and received within 60 days of the date of this notice.", [IN]),
        # after the plan's last answer comes the outside
        ("If your appeal is not successful you may ask for an independent review. That request has to be made within 180 days of our final decision.", [OUT]),
        ("You must apply for an IMR within six months of the date the plan answers your appeal.", [OUT]),
        ("The office arranges external reviews and takes requests for four months after a final answer from us.", [OUT]),
        ("If our answer is not to your liking you may take the matter to an independent external review within four months.", [OUT]),
        ("You may ask the Office of Personnel Management to review it within 90 days after the date of our letter upholding our initial decision.", [OUT]),
        # "it" is what was named last
        ("Appeals go to Medica. You may ask the Department of Commerce for an external review. It must be requested within six months of the adverse determination.", [OUT]),
        ("The enrollee has four months from receipt of this notice to ask the Department for an external review.", [OUT]),
        ("Review by an independent review organization may be requested within four months of that decision.", [OUT]),
        ("Decisions on medical judgment may afterwards go to external review (four months).", [OUT]),
        ("You must apply for IMR within six months of the date of this letter.", [OUT]),
        # times that are no limits of the member
        ("You may appeal within 60 days of this letter. To keep services during the appeal, you must ask within 10 days of this letter.", [IN]),
        ("You may appeal within 60 days of this letter. The plan must decide within 30 days of receiving your appeal.", [IN]),
        ("You may appeal within 60 days of this notice. We will make our decision within 30 days after we receive it.", [IN]),
        ("Your request came 109 days after that notice, and you gave no reason.", []),
        ("You may appeal within 60 days of this letter. It'll write to you within 60 days of getting your file.", [IN]),
        ("You may appeal within 60 days of this letter. WE HAVE 30 DAYS FROM THE DATE WE RECEIVE YOUR REQUEST TO ANSWER.", [IN]),
        ("You may appeal within 60 days of this letter. The Fund then has 60 days from receipt of your appeal to decide.", [IN]),
        ("The case went to MAXIMUS. It will write to you, usually within 30 days of receiving the case.", []),
        ("If you want to send it more evidence, do so within 30 days of the date of this letter.", []),
        ("You may send us additional records by mail, within 30 days of the date of this letter.", []),
        ("You may appeal within 60 days of this letter. If you get aide hours now, ask within 10 days of this letter to keep them during the appeal.", [IN]),
        ("You may appeal within 60 days of this letter. For your provider: reconsideration or a call, up to 14 days from the decision.", [IN]),
        # what the time is for stands behind it
        ("When we have made a final adverse determination, or if you and we agree to waive the internal appeal, you have four months to ask the Department of Financial Services for an external appeal.", [OUT]),
        ("After the internal appeal you have 120 days to ask for an external review.", [OUT]),
        ("State appeal (fair hearing): after our appeal answer you have 120 days to write to the Minnesota Department of Human Services, Appeals Office.", [OUT]),
        # a time that is not to have passed
        ("You can appeal to the Trustees. Do it in writing before one hundred eighty days is passed from the day you receive this.", [IN]),
        # said again in another language
        ("Tell us within 60 days from the date you get this letter if you disagree. Usted puede pedir una apelación dentro de 60 días de recibir esta carta y una audiencia dentro de 120 días.", [IN]),
    ],
)  # fmt: skip
def test_times(text: str, wanted: list[str]) -> None:
    assert [step for step, _ in steps(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You may request reconsideration in writing, which must be postmarked no later than the 26th of February, 2026.", [(IN, "2026-02-26")]),
        ("It is a fast appeal. Call them no later than noon on January 7, 2026, the day before your coverage ends.", [(IN, "2026-01-07")]),
        ("Your appeal to the QIO has to be made by noon of the day before your coverage ends.", [(IN, None)]),  # a day that nothing names
    ],
)  # fmt: skip
def test_days(text: str, wanted: list[tuple[str, str | None]]) -> None:
    assert steps(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        # the day on which a time ends, in the next sentence
        "We need to hear your appeal no later than 60 days from the date of this letter. That's March 6, 2026.",
        "You may appeal within 60 days of this letter. That means by March 6, 2026.",
        "You may appeal within 60 days of this letter, that is, by March 6, 2026.",
    ],
)
def test_the_day_on_which_a_time_ends(text: str) -> None:
    assert steps(text) == [(IN, "2026-03-06")]
