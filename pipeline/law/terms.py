"""Words of the law files that have a closed set of values."""

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
