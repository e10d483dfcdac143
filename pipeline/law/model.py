"""The vocabulary of the law files: one `Process` per review process, every number with its citation.

Plain frozen dataclasses, so that reading one rule costs a few milliseconds; `law check` validates the same
classes strictly (closed keys, types, citations) with pydantic.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

CATEGORIES = (
    "medical_necessity",
    "experimental",
    "level_of_care",
    "emergency",
    "cosmetic",
    "step_therapy",
    "out_of_network",
    "not_covered",
    "no_prior_authorization",
    "coding",
    "missing_information",
    "timely_filing",
    "eligibility",
    "duplicate",
    "coordination_of_benefits",
    "benefit_limit",
    "rescission",
)


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    NONE = "none"  # the law states no limit, or none was found: compute nothing


class Event(StrEnum):
    """What a person's window counts from."""

    LETTER = "letter"  # the date printed on the letter
    RECEIPT = "receipt"  # the day the letter came
    FIRST_DECISION = "first_decision"  # the first internal decision, even if a second level was used
    REQUEST = "request"  # the day the person asked the plan to reconsider


class MissingDay(StrEnum):
    """A month window that ends on a day the month does not have (31 October + 4 months)."""

    LAST_OF_MONTH = "last_of_month"
    FIRST_OF_NEXT = "first_of_next"  # 45 CFR 147.136(d)(2)(i)


class Roll(StrEnum):
    """Whether a last day on a weekend or holiday moves to the next working day."""

    NONE = "none"
    WORKDAY = "workday"


class Ground(StrEnum):
    """Whether a process takes a denial of some category."""

    REVIEWABLE = "reviewable"
    DEPENDS = "depends"  # on whether medical judgment entered, or on a doubt in the law
    OUTSIDE = "outside"
    OTHER = "other"  # a program with its own road for every denial, or a plan with none


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Role(StrEnum):
    """What kind of road a process is."""

    EXTERNAL = "external"  # independent review of medical judgment
    ADMINISTRATIVE = "administrative"  # review of contract and claim-handling denials
    PROGRAM = "program"  # a public program's own ladder
    NONE = "none"  # no outside review right under these rules


class Reach(StrEnum):
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


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
    second_level: Span | None = None  # another window after a voluntary second internal level
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
    starts_clock: bool = False  # the filing window itself runs from the lapse
    working_days: bool = False


@dataclass(frozen=True, slots=True)
class Exhaustion:
    """What must be done inside the plan first, and when not."""

    cite: str
    levels: int = 1
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
    uncertain: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()  # what a person must be told before filing

    @property
    def expedited_offered(self) -> bool:
        """Whether the law knows a faster track here."""
        return self.times.expedited is not None or self.expedited_deadline is not None
