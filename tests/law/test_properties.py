"""What must hold for every process, on every day of thirty years, whatever facts are missing."""

import datetime as dt
from calendar import monthrange
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.decide import decide
from pipeline.decide.dates import Start, reckon
from pipeline.law import Law, Process
from pipeline.law.calendar import from_library, holidays_of
from pipeline.law.model import Event, MissingDay, Unit, Window
from pipeline.models.decision import Eligible, Path, Situation, StatedDeadline
from pipeline.models.facts import FiledBy, Funding, InternalAppeal, Outcome
from pipeline.models.fields import DenialCategory, DenialClass, DocumentKind

LAW = Law.load()
PROCESSES = LAW.all_processes()
DAYS = st.dates(dt.date(2012, 1, 1), dt.date(2041, 12, 31))


def windows(process: Process) -> list[Window]:
    """Every window of a process that a person must keep."""
    found = [process.deadline, process.expedited_deadline, process.internal]
    for rung in process.ladder:
        found += [rung.window, rung.after_silence]
    return [window for window in found if window and window.amount is not None]


WINDOWS = [(process.id, window) for process in PROCESSES for window in windows(process)]


def last_lawful_day(window: Window, start: dt.date) -> dt.date:
    """The longest the rule itself gives from `start`, unrolled; written apart from the code under test."""
    assert window.amount is not None
    if window.unit is Unit.DAYS:
        return start + dt.timedelta(days=window.amount)
    if window.unit is Unit.BUSINESS_DAYS:
        day = start
        for _ in range(window.amount):
            day += dt.timedelta(days=1)
            while day.weekday() >= 5 or day in holidays_of(window.calendar, day.year):
                day += dt.timedelta(days=1)
        return day
    months = start.year * 12 + start.month - 1 + window.amount
    year, month = months // 12, months % 12 + 1
    last = monthrange(year, month)[1]
    if start.day > last and window.missing_day is MissingDay.FIRST_OF_NEXT:
        return dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, min(start.day, last))


@given(case=st.sampled_from(WINDOWS), letter=DAYS, wait=st.one_of(st.none(), st.integers(0, 40)))
@settings(max_examples=3000, deadline=None)
def test_the_day_told_is_lawful_and_never_late_comes_after(
    case: tuple[str, Window], letter: dt.date, wait: int | None
) -> None:
    _, window = case
    receipt = letter + dt.timedelta(days=wait) if wait is not None else None
    told = reckon(window, Start(letter=letter, receipt=receipt, first_decision=letter, request=letter))
    assert told.file_by is not None
    assert told.file_by <= last_lawful_day(window, letter)
    assert told.file_by > letter
    if told.never_late_before is not None:
        assert told.never_late_before >= told.file_by
        start = receipt if receipt and window.event in (Event.RECEIPT, Event.FIRST_DECISION) else letter
        assert told.never_late_before >= last_lawful_day(window, start)
    else:
        assert window.extendable or receipt is None


@given(case=st.sampled_from(WINDOWS), letter=DAYS)
@settings(max_examples=500, deadline=None)
def test_a_later_receipt_never_moves_the_day_told(case: tuple[str, Window], letter: dt.date) -> None:
    _, window = case
    days = {
        reckon(window, Start(letter, letter + dt.timedelta(w), letter, letter)).file_by for w in (0, 3, 30)
    }
    assert len(days) == 1


APPEALS = st.builds(
    InternalAppeal,
    filed_on=st.none() | DAYS,
    decided_on=st.none() | DAYS,
    outcome=st.none() | st.sampled_from(Outcome),
)
STATED = st.builds(
    StatedDeadline,
    step=st.sampled_from(["internal_appeal", "external_review"]),
    text=st.sampled_from(
        ["within 180 days of receipt", "4 months", "sixty (60) days", "by March 3, 2027", "at once", ""]
    ),
    date=st.none() | DAYS,
)
SITUATIONS = st.builds(
    Situation,
    funding=st.none() | st.sampled_from(Funding),
    state=st.none() | st.sampled_from([*LAW.jurisdictions(), "ZZ", "US"]),
    regulator=st.none() | st.sampled_from(["DMHC", "CDI", "COMMERCE", "MDH", "TDI", "HHS", "OCI", "nobody"]),
    grandfathered=st.none() | st.booleans(),
    product=st.none() | st.sampled_from(["HMO", "PPO", "hmo"]),
    kind=st.none() | st.sampled_from(DocumentKind),
    denial_class=st.none() | st.sampled_from(DenialClass),
    category=st.none() | st.sampled_from(DenialCategory),
    letter_date=st.none() | DAYS,
    received_on=st.none() | DAYS,
    amount_denied=st.none() | st.decimals(Decimal(0), Decimal(10000), places=2),
    urgent=st.none() | st.booleans(),
    filed_by=st.none() | st.sampled_from(FiledBy),
    internal_appeals=st.none() | st.lists(APPEALS, max_size=3).map(tuple),
    stated_deadlines=st.lists(STATED, max_size=2).map(tuple),
    regulator_named=st.none()
    | st.sampled_from(["Department of Managed Health Care", "Texas Department of Insurance"]),
    surprise_billing=st.none() | st.booleans(),
)


@given(situation=SITUATIONS, as_of=DAYS)
@settings(max_examples=3000, deadline=None)
def test_no_situation_crashes_or_hides_what_is_missing(situation: Situation, as_of: dt.date) -> None:
    told = decide(situation, LAW, as_of)
    assert told == decide(situation, LAW, as_of)
    assert len(told.law_sha256) == 64
    if told.path is Path.NOT_A_DENIAL:
        return
    if told.path is Path.NEEDS_FACTS:
        assert told.missing_facts
        assert told.eligible is Eligible.UNKNOWN
    if told.process_id is None:
        assert told.missing_facts
    assert told.because and all(step.text for step in told.because)
    deadline = told.deadline
    if deadline and deadline.file_by and deadline.never_late_before:
        assert deadline.file_by <= deadline.never_late_before


@given(situation=SITUATIONS, as_of=DAYS)
@settings(max_examples=1000, deadline=None)
def test_a_missing_fact_never_becomes_no(situation: Situation, as_of: dt.date) -> None:
    bare = situation.model_copy(
        update={
            "grandfathered": None,
            "category": None,
            "denial_class": None,
            "received_on": None,
            "amount_denied": None,
        }
    )
    told = decide(bare, LAW, as_of)
    no_outside_review = bare.funding is Funding.SHORT_TERM
    dated = told.deadline and told.deadline.never_late_before and as_of > told.deadline.never_late_before
    if told.eligible is Eligible.NO:
        assert no_outside_review or dated


@given(situation=SITUATIONS, letter=st.dates(), received=st.dates(), filed=st.dates(), as_of=st.dates())
@settings(max_examples=500, deadline=None)
def test_days_that_cannot_be_are_asked_for(
    situation: Situation, letter: dt.date, received: dt.date, filed: dt.date, as_of: dt.date
) -> None:
    appeal = InternalAppeal(filed_on=filed, outcome=Outcome.NO_ANSWER)
    odd = situation.model_copy(
        update={"letter_date": letter, "received_on": received, "internal_appeals": (appeal,)}
    )
    told = decide(odd, LAW, as_of)
    if told.deadline and told.deadline.file_by:
        assert 1990 <= told.deadline.file_by.year <= 2103


@pytest.mark.parametrize("code", ["US", "DC", "AZ", "NM"])
def test_the_written_calendars_agree_with_the_library(code: str) -> None:
    for year in range(2010, 2061):
        assert holidays_of(code, year) == {d for d in from_library(code, year) if d.year == year}


def test_other_calendars_come_from_the_library() -> None:
    assert dt.date(2026, 3, 31) in holidays_of("CA", 2026)  # César Chávez Day: no federal holiday
    assert dt.date(2070, 7, 4) in holidays_of("US", 2070)  # beyond the written years
