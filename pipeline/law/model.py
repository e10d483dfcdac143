"""The vocabulary of the law files: one `Process` per review process, every number with its citation.

Plain frozen dataclasses, so that reading one rule costs a few milliseconds; `law check` validates the same
classes strictly (closed keys, types, citations) with pydantic.
"""

import datetime as dt
from dataclasses import dataclass

from pipeline.law.terms import Confidence as Confidence
from pipeline.law.terms import Event as Event
from pipeline.law.terms import Ground as Ground
from pipeline.law.terms import MissingDay as MissingDay
from pipeline.law.terms import Reach as Reach
from pipeline.law.terms import Role as Role
from pipeline.law.terms import Roll as Roll
from pipeline.law.terms import Unit as Unit


@dataclass(frozen=True, slots=True)
class Span:
    """A bare length of time with its source."""

    amount: int
    unit: Unit
    cite: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """How long a person has, from what, counted how.

    `safe` holds other readings of the law, counted from the letter's date: the earliest is told to the person.
    `never_late` holds the longest readings: nobody may say "too late" before the last of them.
    `extendable`: a late request may still be taken, so it is never called late.
    """

    unit: Unit
    cite: str
    amount: int | None = None
    event: Event = Event.RECEIPT
    missing_day: MissingDay = MissingDay.LAST_OF_MONTH
    roll: Roll = Roll.NONE
    calendar: str = "US"  # whose holidays: US, or a state's code
    presumed_receipt_days: int = 0  # the law presumes receipt this many days after the letter's date
    timely_when: str = ""  # received | postmarked | either; empty when the law was not seen to say
    safe: tuple[Span, ...] = ()
    never_late: tuple[Span, ...] = ()
    extendable: bool = False
    letter_controls: bool = False  # the notice fixes the time: a printed one is told even if later
    floor: bool = False  # the least that must be given: where the notice gives more, its time is told
    second_level: Span | None = None  # another window after a voluntary second internal level
    after_appeal: bool = False  # runs from the decision of an appeal only, not from a first denial
    uncertain: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """How long somebody else has: a reviewer, a plan, a department."""

    unit: Unit
    cite: str
    amount: int | None = None
    event: str = ""
    note: str = ""
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """The reviewer's side."""

    standard: Clock | None = None
    expedited: Clock | None = None
    preliminary: Clock | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """No internal answer in time opens the next step. `days` before the service, `post_service_days` after it."""

    days: int
    cite: str
    post_service_days: int | None = None
    urgent_days: int | None = None
    starts_clock: bool = False  # the filing window is told from the lapse
    clock_in_law: bool = False  # the law's own words start it there: only then can a request be late by it
    working_days: bool = False


@dataclass(frozen=True, slots=True)
class Exhaustion:
    """What must be done inside the plan first, and when not."""

    cite: str
    levels: int = 1
    second_level_restarts: bool = False  # a further, voluntary level gives the whole time anew
    required: bool = True
    urgent: bool = True  # expedited review may be asked for at the same time as the urgent internal appeal
    skip_categories: tuple[str, ...] = ()  # grounds that need no internal appeal
    silence: Silence | None = None
    exceptions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class GroundRule:
    status: Ground
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    cite: str
    amount: int | None = None  # dollars; None when sources disagree
    note: str = ""


@dataclass(frozen=True, slots=True)
class Minimum:
    """A floor on the amount in dispute, in dollars."""

    amount: int
    cite: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileWith:
    """Where the request goes. `provenance` says for each item whether it was seen or only recalled."""

    name: str
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    url: str = ""
    recipient: str = "regulator"  # regulator | plan | reviewer | see_letter
    provenance: str = ""
    note: str = ""  # a second address, a night line


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """After filing: what to do if the outcome is `upheld`, `overturned`, `not_obeyed` or `silent`."""

    when: str
    do: str
    cite: str
    amount: int | None = None
    unit: Unit = Unit.NONE


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a program's ladder."""

    step: str
    decides: str
    cite: str
    window: Window | None = None  # None: nothing to file
    automatic: bool = False
    minimum: Minimum | None = None
    silence: Silence | None = None  # no decision from this level in time opens the next
    after_silence: Window | None = None  # the next level's window when it was opened by silence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another process that may apply, and when; only for `categories` if any are named."""

    id: str
    when: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    cite: str
    url: str = ""
    basis: str = "recalled"  # seen | recalled
    read_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """One review process, as a caseworker needs it."""

    id: str
    jurisdiction: str
    name: str
    role: Role
    serves: tuple[str, ...]  # values of facts.Funding
    plans: str
    regulator: str
    legal_basis: tuple[str, ...]
    confidence: Confidence
    effective_from: dt.date
    grounds: dict[str, GroundRule]
    sources: tuple[Source, ...]
    file_with: FileWith
    administrative_route: str  # what to do here when the denial is administrative
    binding_on: str
    who_may_file: str
    fee: Fee
    effective_until: dt.date | None = None
    help: FileWith | None = None  # who answers questions where the request goes to the plan itself
    regulator_codes: tuple[str, ...] = ()  # codes of plan.regulator that lead here
    regulator_words: tuple[str, ...] = ()  # names in a letter that lead here
    products: tuple[str, ...] = ()  # HMO, PPO: settles the regulator where it is not told
    may_serve: tuple[str, ...] = ()  # kinds of plan of which some fall under it: its time must be kept too
    providers_only: bool = False  # for a provider's own appeal
    grandfathered: Reach = Reach.UNKNOWN  # does it reach grandfathered plans
    surprise_billing: Reach = Reach.UNKNOWN  # does it take disputes over surprise-billing protections
    deadline: Window | None = None
    expedited_deadline: Window | None = None
    internal: Window | None = None  # the plan's own appeal, where it comes first
    times: Times = Times()
    exhaustion: Exhaustion | None = None
    minimum: Minimum | None = None
    exclusions: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    enclosures: tuple[str, ...] = ()
    certification: str = ""
    after_filing: tuple[NextStep, ...] = ()
    ladder: tuple[Rung, ...] = ()
    beside: tuple[Beside, ...] = ()
    uncertain: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()  # what a person must be told before filing

    @property
    def expedited_offered(self) -> bool:
        """Whether the law knows a faster track here."""
        return self.times.expedited is not None or self.expedited_deadline is not None
