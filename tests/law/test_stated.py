"""Deadlines as letters print them, and how they meet the law's."""

import datetime as dt

import pytest

from pipeline.decide import decide
from pipeline.decide.stated import stated_days
from pipeline.law import Law
from pipeline.models.decision import Situation, StatedDeadline
from pipeline.models.facts import Facts, Funding
from pipeline.models.fields import (
    Classification,
    DenialCategory,
    DenialClass,
    DocumentKind,
    Extraction,
    Field,
)
from pipeline.situate import situate

LETTER = dt.date(2026, 1, 12)
TEXTS = [
    ("within six months of the date of this letter", "2026-07-12"),  # a number in words
    ("on or before the 180th day after you receive this", "2026-07-11"),  # an ordinal
    ("within one hundred eighty (180) days of receipt", "2026-07-11"),  # words and figures
    ("within four (4) months after", "2026-05-12"),
    ("within 65 calendar days of this notice", "2026-03-18"),
    ("within one year (365 days) from receipt", "2027-01-12"),  # the shorter of both
    ("by August 16, 2026", "2026-08-16"),
    ("postmarked by 8/16/2026", "2026-08-16"),
    ("within 30 business days", "2026-02-25"),  # two holidays between
    ("one hundred and twenty days", "2026-05-12"),
    ("within forty-five days", "2026-02-26"),
    ("within two weeks", "2026-01-26"),
    ("within 72 hours", None),  # a clock of the plan, no deadline of the person
    ("at any time", None),
    ("by February 31, 2026", None),  # no such day
    ("before the plan year ends", None),
]


@pytest.mark.parametrize(("text", "day"), TEXTS, ids=[text for text, _ in TEXTS])
def test_a_printed_deadline_becomes_a_day(text: str, day: str | None) -> None:
    told = stated_days([StatedDeadline(step="external_review", text=text)], ["external_review"], LETTER)
    assert told == ([dt.date.fromisoformat(day)] if day else [])


def test_a_printed_day_goes_before_its_words() -> None:
    one = StatedDeadline(step="x", text="within 180 days", date=dt.date(2026, 6, 1))
    assert stated_days([one], ["x"], LETTER) == [dt.date(2026, 6, 1)]
    assert stated_days([one], ["y"], LETTER) == []


def test_a_letter_that_prints_the_longest_lawful_reading_is_no_conflict() -> None:
    """Michigan prints 127 days; 120 are told, and nobody is alarmed."""
    printed = StatedDeadline(step="external_review", text="within 127 days")
    told = decide(final("MI", printed), Law.load(), LETTER)
    assert told.deadline and told.deadline.file_by == dt.date(2026, 5, 12)
    assert told.deadline.note and "the safer day is told" in told.deadline.note
    assert not any("told" in caution for caution in told.cautions)


def test_of_several_printed_times_the_longest_is_meant_but_the_law_caps_it() -> None:
    """Michigan letters print ten days for the fast track beside the 127: the ten are named, not told."""
    both = (
        StatedDeadline(step="external_review", text="no later than 127 days after you receive this letter"),
        StatedDeadline(step="external_review", text="within 10 days after receiving this letter"),
    )
    told = decide(final("MI", *both), Law.load(), LETTER)
    assert told.deadline and told.deadline.file_by == dt.date(2026, 5, 12)
    assert told.deadline.note and "also names 2026-01-22" in told.deadline.note
    assert any("also names" in caution for caution in told.cautions)


def test_of_several_printed_times_the_shortest_is_told_where_no_law_caps_them() -> None:
    both = (
        StatedDeadline(step="internal_appeal", text="within 60 days"),
        StatedDeadline(step="internal_appeal", text="within 180 days"),
    )
    short = final("TX", *both, funding=Funding.SHORT_TERM, kind=DocumentKind.INITIAL_DENIAL)
    told = decide(short, Law.load(), LETTER)
    assert told.deadline and told.deadline.file_by == dt.date(2026, 3, 13)


def final(state: str | None, *stated: StatedDeadline, **more: object) -> Situation:
    return Situation(
        funding=Funding.FULLY_INSURED, state=state, grandfathered=False, kind=DocumentKind.FINAL_INTERNAL_DENIAL,
        denial_class=DenialClass.CLINICAL, category=DenialCategory.MEDICAL_NECESSITY, letter_date=LETTER,
        stated_deadlines=stated, urgent=False,
    ).model_copy(update=more)  # fmt: skip


# What the letter prints for the outside review in Tennessee (six months: 12 July), and what is told.
MEETINGS = [
    ("within 60 days", "2026-03-13", True),  # shorter than the law: told, and flagged
    ("within 12 months", "2026-07-12", True),  # longer than the law: the law's day, and flagged
    ("within 6 months", "2026-07-12", False),  # the same
    ("call us", "2026-07-12", False),  # says nothing
]


@pytest.mark.parametrize(("text", "day", "flagged"), MEETINGS)
def test_the_earlier_of_letter_and_law_is_told(text: str, day: str, flagged: bool) -> None:
    told = decide(final("TN", StatedDeadline(step="external_review", text=text)), Law.load(), LETTER)
    assert told.deadline and told.deadline.file_by == dt.date.fromisoformat(day)
    assert any("The earlier is told" in caution for caution in told.cautions) is flagged


def test_where_the_law_leaves_the_time_to_the_letter_the_letter_is_told() -> None:
    first = final(
        "WY", StatedDeadline(step="internal_appeal", text="within 180 days"), kind=DocumentKind.INITIAL_DENIAL
    )
    told = decide(first, Law.load(), LETTER)
    assert told.deadline and told.deadline.file_by == dt.date(2026, 7, 11)
    silent = decide(final("WY", kind=DocumentKind.INITIAL_DENIAL), Law.load(), LETTER)
    assert silent.deadline and silent.deadline.file_by == dt.date(2026, 2, 11)


# What a first denial in Tennessee prints for the plan's own appeal (the law's least: 180 days, 11 July), and what is told.
OWN_TIMES = [
    (("within 365 days",), "2027-01-12"),  # a plan may give more than the least: its own time is told
    (("within 180 days",), "2026-07-11"),  # the same
    (("within 60 days",), "2026-03-13"),  # less than the law allows: told, since the plan will hold to it
    (
        ("within 180 days", "within 365 days"),
        "2026-07-11",
    ),  # one of them is the law's: the other is somebody else's
    (
        ("within 60 days", "within 365 days"),
        "2026-07-11",
    ),  # neither can be trusted to be the longer: the law's
]


@pytest.mark.parametrize(("texts", "day"), OWN_TIMES)
def test_a_plan_may_give_more_than_the_least(texts: tuple[str, ...], day: str) -> None:
    stated = (StatedDeadline(step="internal_appeal", text=text) for text in texts)
    told = decide(final("TN", *stated, kind=DocumentKind.INITIAL_DENIAL), Law.load(), LETTER)
    assert told.deadline and told.deadline.file_by == dt.date.fromisoformat(day)
    assert any("more than the law's least" in caution for caution in told.cautions) is (day > "2026-07-11")


def test_the_letter_can_speak_where_the_law_is_silent() -> None:
    short = final("TX", StatedDeadline(step="internal_appeal", text="within 60 days"), funding=Funding.SHORT_TERM,
                  kind=DocumentKind.INITIAL_DENIAL)  # fmt: skip
    told = decide(short, Law.load(), LETTER)
    assert told.deadline and told.deadline.file_by == dt.date(2026, 3, 13)


def test_without_a_state_only_the_letters_own_day_is_told() -> None:
    told = decide(final(None, StatedDeadline(step="external_review", text="60 days")), Law.load(), LETTER)
    assert told.process_id is None
    assert told.deadline and told.deadline.file_by == dt.date(2026, 3, 13)
    assert decide(final(None), Law.load(), LETTER).deadline is None


def test_a_time_after_a_first_answer_or_of_the_fast_track_is_no_limit_of_the_next_step() -> None:
    # "within 60 days of the first answer" is told with the letter's fields, but limits the appeal after next
    first = {"for": "internal_appeal", "text": "within 180 days of this letter", "date": None}
    second = {"for": "internal_appeal", "text": "within 60 days of the first answer", "date": None}
    fast = {"for": "internal_appeal", "text": "within 10 days for an expedited appeal", "date": None}
    printed = (
        Field(value=first, confidence=0.9, rule="deadline.internal_appeal"),
        Field(value=second, confidence=0.9, rule="deadline.second_level"),
        Field(value=fast, confidence=0.9, rule="deadline.expedited"),
    )
    letter = Extraction(
        kind=Field(value="initial_denial", confidence=0.9), fields={"stated_deadlines": printed}
    )
    told = situate(letter, Classification(), Facts()).stated_deadlines
    assert [one.text for one in told] == ["within 180 days of this letter"]
