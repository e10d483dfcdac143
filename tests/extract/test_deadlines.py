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
        # a few days are mostly a doctor's or the plan's, but the armed forces' program gives the member no more
        ("An expedited reconsideration of a preadmission denial must be filed within three calendar days after the date of receipt of this notice.", [IN]),
        ("Your doctor may ask for a talk with our reviewer within three calendar days.", []),
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


APPEAL = "You may appeal within 180 days after you receive this letter."


@pytest.mark.parametrize(
    ("text", "wanted", "final"),
    [
        # a level that follows the first answer is an internal appeal of its own; what the plan tells, what is past,
        # papers and others' own times are none of the member's next steps; what a time is for, what it is counted
        # from and the day it ends on stand anywhere
        (APPEAL + " There are two levels of appeal; the second must be sent within 60 days of the first appeal answer.", [(IN, None), (IN, None)], False),
        (APPEAL + " A second-level appeal may be filed within 90 days of the Level 1 decision.", [(IN, None), (IN, None)], False),
        (APPEAL + " Second level: within 60 days of the first-level answer.", [(IN, None), (IN, None)], False),
        (APPEAL + " If you disagree with the first decision, a second request may be made within 30 days after the first review is finished.", [(IN, None), (IN, None)], False),
        (APPEAL + " You then have 60 days from the first level determination to ask for a second review.", [(IN, None), (IN, None)], False),
        ("This was the first level. You may ask for a second level appeal within 60 days of receiving this letter.", [(IN, None)], True),
        (APPEAL + " If the first review is not in your favor you may request a second review by the Appeals Committee within 60 days.", [(IN, None), (IN, None)], False),
        (APPEAL + " If you are still dissatisfied you may appeal to the Trust's committee within 60 days.", [(IN, None), (IN, None)], False),
        (APPEAL + " If your appeal is denied you may file a further, voluntary administrative review with the Board, 201 South Union Street, within 60 days.", [(IN, None)], False),
        (APPEAL + " If you're still unhappy with the outcome, you can ask the Trustees to hear your appeal within 45 days.", [(IN, None), (IN, None)], False),
        ("We uphold the denial. If you still disagree, you may file a second appeal with the Board within 60 days of receiving this letter.", [(IN, None)], True),
        (APPEAL + " If you want Braxton to keep all 84 hours while we decide, ask within 10 days of this letter.", [(IN, None)], False),
        (APPEAL + " If he has been getting the 25 hours, they go on if you ask within 1 day of the mail date for inpatient services.", [(IN, None)], False),
        ("We have sent your case file to the Independent Review Entity. It'll write to you within 30 days.", [], True),
        (APPEAL + " The Trustees decide at their next meeting, and you will be told within 5 days of the decision.", [(IN, None)], False),
        (APPEAL + " You will be notified within 5 business days after the decision.", [(IN, None)], False),
        (APPEAL + " You will receive our written answer within 30 days after we get your appeal.", [(IN, None)], False),
        (APPEAL + " A written decision will be mailed to you within 30 days of receipt of your appeal.", [(IN, None)], False),
        (APPEAL + " An acknowledgment goes out within 5 days of receiving your request.", [(IN, None)], False),
        ("You asked us on January 2, 2026, within the six months the brochure allows, to reconsider. You may ask OPM to review it within 90 days after the date of this letter.", [(OUT, None)], True),
        ("Your appeal reached us within the 180 days you had for it. You may ask for an external review within four months of this letter.", [(OUT, None)], True),
        ("You filed your grievance within 60 days of the notice, so we took it up. You have 127 days from receipt of this letter to ask for an external review.", [(OUT, None)], True),
        ("You can appeal for 180 days counted from the day you receive this notice. If the appeal is denied, you can ask for an independent external review within 4 months after you get that denial.", [(IN, None), (OUT, None)], False),
        ("If your grievance is denied, a request for independent review may be made within four months after that denial.", [(OUT, None)], False),
        (APPEAL + " Residents may use the Independent Health Care Appeals Program after the appeal is decided, within four months.", [(IN, None), (OUT, None)], False),
        ("You, or someone for you, can seek external review within 120 days once our appeal decision reaches you.", [(OUT, None)], False),
        ("The time limit for an appeal is 180 days, starting on the day after you receive this notice.", [(IN, None)], False),
        ("Appeal time limit: 180 days from receipt of this notice.", [(IN, None)], False),
        ("Deadline to appeal: 60 days from the date of this letter (March 6, 2026).", [(IN, "2026-03-06")], False),
        ("Your appeal must be in our hands by the end of business on March 6, 2026.", [(IN, "2026-03-06")], False),
        ("Send your appeal by close of business on Friday, March 6, 2026.", [(IN, "2026-03-06")], False),
        ("Send your appeal so that it gets here on or before March 6, 2026.", [(IN, "2026-03-06")], False),
        ("You can ask for a Plan Appeal by March 6, 2026. You have 60 calendar days from the date of this notice. The last day is March 6, 2026.", [(IN, "2026-03-06")], False),
        ("We must get your appeal no later than 5:00 p.m. on March 6, 2026.", [(IN, "2026-03-06")], False),
        ("The last date on which you can appeal is March 6, 2026.", [(IN, "2026-03-06")], False),
        ("Appeals received after March 6, 2026 will not be considered.", [(IN, "2026-03-06")], False),
        ("Your right to appeal ends on March 6, 2026.", [(IN, "2026-03-06")], False),
        (APPEAL + " What does the IRO look at? All of the records plus anything you send within 10 business days of being told of the assignment.", [(IN, None)], False),
        (APPEAL + " The practitioner may send a reopen form with new findings within 60 days; that is not an appeal.", [(IN, None)], False),
        (APPEAL + " Your doctor may ask for a peer-to-peer talk within 14 days of this letter.", [(IN, None)], False),
        (APPEAL + " A corrected claim can be sent within 180 days of this notice.", [(IN, None)], False),
        (APPEAL + " If you lose coverage you may buy a marketplace plan within 60 days of losing it.", [(IN, None)], False),
        ("You may ask DIFS for an external review no later than 127 days after you receive this letter. If waiting would put your life in danger, an expedited external review can be asked for within 10 days of receiving this letter.", [(OUT, None), (OUT, None)], True),
        ("If you believe we have misread the policy, please tell us. You have one hundred eighty days after you get this letter to file an appeal.", [(IN, None)], False),
        ("You get 180 days to appeal. They start when this letter reaches you.", [(IN, None)], False),
        ("Within 180 days of the date on this EOB, write to Appeals, PO Box 5, Tulsa OK 74101.", [(IN, None)], False),
        ("An appeal filed more than 180 days after you got this letter will be turned away.", [(IN, None)], False),
        ("File your external review request with the Department not more than 4 months after the date of this decision.", [(OUT, None)], True),
        ("You have until four months after receiving this notice to request external review.", [(OUT, None)], True),
        ("Level 1 appeal: 65 days from the date of this notice. Level 2: automatically sent to the IRE.", [(IN, None)], False),
        ("You have 60 days from the date on this letter, until March 6, 2026, to appeal to the plan.", [(IN, "2026-03-06")], False),
        ("You have four (4) months from the date you receive this final adverse determination to ask for an external appeal. Providers may appeal in their own right within sixty (60) days only for concurrent denials.", [(OUT, None)], True),
        ("You have four months from receipt of this letter to ask for an external review. A provider can file its own appeal within 60 days.", [(OUT, None)], True),
        (APPEAL + " Decisions on ordinary appeals are mailed within 30 days.", [(IN, None)], False),
        (APPEAL + " Answers to urgent appeals are given by phone within 3 days.", [(IN, None)], False),
        ("If the final appeal is denied, you may sue under ERISA, or ask within 4 months for external review by an independent organization.", [(OUT, None)], False),
        ("You may bring a civil action, or request an external review within four months of this letter.", [(OUT, None)], True),
        ("You may bring a civil action within two years of this letter.", [], True),
        ("You may ask for an administrative hearing within 120 days of this letter. After the hearing you may ask for an independent review within 15 days.", [(OUT, None)], True),
        ("You may ask for a State Fair Hearing within 120 days of this letter. Following the hearing decision you may ask for a rehearing within 30 days.", [(OUT, None)], True),
        ("If you disagree, you or your prescriber have 65 days from the date of this notice to ask the Independent Review Entity for a reconsideration.", [(OUT, None)], True),
        ("Your next appeal. You have 65 days from the date of this notice to ask the Independent Review Entity (IRE) for a reconsideration.", [(OUT, None)], False),
        ("After our appeal decision you may ask for a State Hearing within 120 days from the date of the Notice of Appeal Resolution letter, or ask the Department for an Independent Medical Review (IMR) within 180 days of the same letter.", [(OUT, None), (OUT, None)], False),
        ("Otherwise you may, within 180 days following receipt of this statement, request in writing that the Trustees review the denial.", [(IN, None)], False),
        ("You may, not later than 180 days after you get this letter, ask the Trustees to review the claim.", [(IN, None)], False),
        ("A member who disagrees may, within 60 days from the date of this notice, file a grievance with the plan.", [(IN, None)], False),
        ("You can appeal no later than 60 days from the date on this letter. If you ask by January 15, 2026 his present hours may stay during the appeal.", [(IN, None)], False),
        ("You can appeal within 60 days of this letter. Ask by January 15, 2026 and your services will stay the same until we decide.", [(IN, None)], False),
        ("This notice can be appealed not later than 180 days after receiving it.", [(IN, None)], False),
        ("When you have our final decision, you have four months from receiving it to ask for external review.", [(OUT, None)], False),
    ],
)  # fmt: skip
def test_whose_time_it_is_and_for_what(text: str, wanted: list[tuple[str, str | None]], final: bool) -> None:
    assert steps(text, final=final) == wanted


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        # a time that runs from the first answer does not limit the next step, and its rule says so
        (APPEAL + " Second level: within 60 days of the first-level answer.", ["internal_appeal", "second_level"]),
        (APPEAL + " A further appeal may be filed within 60 days of that decision.", ["internal_appeal", "second_level"]),
        ("You may ask for a second level appeal within 60 days of receiving this letter.", ["internal_appeal"]),
        # the fast track has a limit of its own beside the usual one; else its word says nothing
        ("You may ask for an external review within 127 days of this letter. An expedited external review may be asked for within 10 days of receiving this letter.", ["external_review", "expedited"]),
        ("You may ask for a standard or expedited appeal within 180 days of receiving this letter.", ["internal_appeal"]),
        (APPEAL, ["internal_appeal"]),
    ],
)  # fmt: skip
def test_the_rule_tells_what_runs_from_a_first_answer(text: str, rules: list[str]) -> None:
    reading = Reading.of(letter(text))
    found = deadlines.find(reading.sheet, reading.lexicon, reading.found, dt.date(2026, 1, 5))
    assert [x.rule for x in found] == [f"deadline.{rule}" for rule in rules]


def test_the_later_of_two_times_is_one_limit() -> None:
    text = "Your appeal must be here within 12 months of the date of service or 60 days from this notice, whichever is later."
    reading = Reading.of(letter(text))
    (limit,) = deadlines.find(reading.sheet, reading.lexicon, reading.found, dt.date(2026, 1, 5))
    assert limit.text.endswith("60 days from this notice, whichever is later")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a call between doctors has a day of its own
        ("You can appeal in writing within 180 days from the day this letter reaches you. Dr. Vandal may also call for a peer discussion through December 2, 2025, which doesn't shorten your appeal time.", [("internal_appeal", None)]),
        # a suit beside a review in one sentence
        ("If the Trustees deny the appeal you may bring a civil action under section 502(a), and where medical judgment is involved, seek external review within four months of the Trustees' denial.", [("external_review", None)]),
    ],
)  # fmt: skip
def test_what_stands_beside_a_limit(text: str, wanted: list[tuple[str, str | None]]) -> None:
    made = Reading.of(letter("Letter date: October 20, 2025", "We denied the request.", text))
    found = deadlines.find(made.sheet, made.lexicon, made.found, dt.date(2025, 10, 20))
    assert [(x.step, x.date) for x in found] == wanted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # the day a time ends on, joined by a word or by a sign alone
        ("You may appeal within 60 days of the date of this notice, that is, by March 6, 2026.", "2026-03-06"),
        ("You have 60 days from the date of this notice to appeal: March 6, 2026.", "2026-03-06"),
        ("You may appeal within 60 days of the date of this notice (March 6, 2026).", "2026-03-06"),
        ("You may appeal within 60 days of this notice – March 6, 2026.", "2026-03-06"),
        # the day of something else
        ("You have 180 days from the day you receive this notice to appeal, and coverage goes on until February 14, 2026.", None),
        ("You have 180 days from this notice to appeal, or services end by January 15, 2026.", None),
    ],
)  # fmt: skip
def test_a_day_near_the_end_of_a_time(text: str, day: str | None) -> None:
    assert steps(text)[:1] == [(IN, day)]


def test_two_days_that_one_time_could_be_are_both_told() -> None:
    """A fair hearing and an external appeal: each day lies near 120 days and near four months from the letter."""
    told = steps(
        "You can ask for a Fair Hearing by May 5, 2026. You can also ask for an External Appeal by May 7, 2026.",
        "You can ask for a Fair Hearing from New York State. You have 120 days from the date of this notice to ask for one.",
        "You can ask for an External Appeal. You have four months from the date of this notice to ask for one.",
    )
    assert told == [(OUT, "2026-05-05"), (OUT, "2026-05-07")]
