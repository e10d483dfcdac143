"""Turning windows, processes and doubts into what a person is told."""

import datetime as dt
from dataclasses import replace

from pipeline.decide.dates import Reckoned, Start, reckon
from pipeline.decide.stated import stated_days
from pipeline.law import Process
from pipeline.law.model import Silence, Window
from pipeline.law.terms import Confidence, Ground, Unit
from pipeline.models.decision import Alternative, CountedFrom, Deadline, Eligible, Expedited, Situation
from pipeline.models.words import DenialCategory, DenialClass, DocumentKind, FiledBy

UNIT_WORDS = {
    Unit.DAYS: "days",
    Unit.BUSINESS_DAYS: "business days",
    Unit.MONTHS: "months",
    Unit.HOURS: "hours",
}
# How the points under `uncertain` in law files are told; longer names first.
POINT_WORDS = {
    "expedited_filing_deadline": "the time to ask for the fast track",
    "filing_deadline": "the time to file",
    "standard_decision": "how long a decision takes",
    "expedited_decision": "how long a fast decision takes",
    "preliminary_review": "the first check of the request",
    "file_with.name": "the office's name",
    "file_with.address": "the address",
    "file_with.phone": "the telephone number",
    "file_with.fax": "the fax number",
    "file_with.email": "the e-mail address",
    "file_with.url": "the web address",
    "file_with": "where to file",
    "filing_fee.notes": "when the fee is waived",
    "filing_fee.refund": "when the fee is given back",
    "filing_fee": "the fee",
    "minimum_claim_amount": "the minimum amount",
    "federal_status": "whether the federal or the state process applies",
    "eligible_grounds.rescission": "whether rescissions are taken",
    "eligible_grounds": "which denials are taken",
    "forms.id": "the form's number",
    "forms.url": "where the form is found",
    "legal_basis": "the section numbers",
    "binding_on": "whom it binds",
    "exhaustion.levels": "how many internal appeals are needed",
}


def window_words(window: Window) -> str:
    """ "6 months", "30 business days", or "no limit found"."""
    if window.amount is None:
        return "no limit found"
    return f"{window.amount} {UNIT_WORDS[window.unit]}"


def deadline_of(window: Window, start: Start, situation: Situation, steps: tuple[str, ...]) -> Deadline:
    """The window's two dates, compared with what the letter itself prints for any of `steps`."""
    reckoned = reckon(window, start)
    days = stated_days(situation.stated_deadlines, steps, start.letter, window.missing_day)
    # A letter that names several times also names those of the fast track, of providers or of corrected claims:
    # the longest is this step's. The law caps it; where no law does, the shortest is told.
    capped = reckoned.file_by is not None and not window.letter_controls
    longer = bool(window.floor and reckoned.file_by and days and days[0] > reckoned.file_by)
    printed = (days[-1] if capped and not longer else days[0]) if days else None
    file_by, note, differs = _compared(reckoned, window, printed, longer)
    if file_by and len(days) > 1 and days[0] < file_by:
        differs = True
        note = f"{note} The letter also names {days[0]}: read what for.".strip()
    latest = reckoned.never_late_before
    if latest and printed and not window.extendable:
        latest = max(latest, printed)
    if latest and file_by:
        latest = max(latest, file_by)
    counted = None
    if reckoned.counted_from:
        counted = CountedFrom(event=reckoned.event, date=reckoned.counted_from, assumed=reckoned.assumed)
    return Deadline(
        file_by=file_by,
        never_late_before=latest,
        counted_from=counted,
        cite=window.cite,
        window=window_words(window),
        note=" ".join(part for part in (note, window.note) if part) or None,
        uncertain=window.uncertain,
        differs=differs,
    )


def printed_only(start: Start, situation: Situation, steps: tuple[str, ...]) -> Deadline | None:
    """The letter's own deadline where the law gives none; None if it prints none either."""
    days = stated_days(situation.stated_deadlines, steps, start.letter)
    return Deadline(file_by=days[0], note="As the letter says.") if days else None


def _in_words(point: str) -> str:
    """An uncertain point of a law file, `filing_deadline (statute not read)`, for people."""
    for name, words in POINT_WORDS.items():
        point = point.replace(name, words)
    return point


def _compared(
    reckoned: Reckoned, window: Window, printed: dt.date | None, longer: bool
) -> tuple[dt.date | None, str, bool]:
    """The day to tell, how letter and law differ, and whether that is a conflict.

    The earlier is told, unless the law leaves the time to the letter, or gives a least that the letter goes beyond.
    """
    lawful = reckoned.file_by
    if printed is None:
        return lawful, "", False
    if lawful is None or printed == lawful:
        return printed, "" if lawful else f"The letter itself gives until {printed}.", False
    if window.letter_controls:
        return printed, f"The letter gives until {printed}, and the law leaves the time to the letter.", False
    if longer:
        note = (
            f"The letter gives until {printed}, more than the law's least. By {lawful} is safe in any case."
        )
        return printed, note, True
    if printed > lawful and reckoned.longest and printed <= reckoned.longest:
        return (
            lawful,
            f"The letter gives until {printed}, the longest reading of the law; the safer day is told.",
            False,
        )
    told = min(printed, lawful)
    return (
        told,
        f"The letter gives until {printed}, the law as read here until {lawful}. The earlier is told.",
        True,
    )


def earliest(deadlines: list[Deadline]) -> Deadline | None:
    """The earliest deadline of several that may apply; late only when the last of them is."""
    told = [d for d in deadlines if d.file_by]
    if not told:
        return deadlines[0] if deadlines else None
    first = min(told, key=lambda d: d.file_by or dt.date.max)
    latest = [d.never_late_before for d in told]
    never = None if None in latest else max(day for day in latest if day)
    return first.model_copy(update={"never_late_before": never})


def restart(start: Start, day: dt.date) -> Start:
    """The same days, but with the letter's clock running from `day` (a lapse), which needs no receipt."""
    return replace(start, letter=day, receipt=day, first_decision=day)


def from_lapse(
    window: Window,
    start: Start,
    lapse: dt.date,
    situation: Situation,
    steps: tuple[str, ...],
    silence: Silence | None = None,
) -> Deadline:
    """The window counted from `lapse`, the day the plan's time to answer ended.

    Nobody is late by it unless the law itself says that it runs from there: most laws count from a decision, and
    none came.
    """
    deadline = deadline_of(window, restart(start, lapse), situation, steps)
    if silence is None or not silence.clock_in_law:
        deadline = deadline.model_copy(update={"never_late_before": None})
    if deadline.counted_from is None:
        return deadline
    event = "the day the plan's time to answer ended"
    counted = deadline.counted_from.model_copy(update={"event": event, "assumed": False})
    return deadline.model_copy(update={"counted_from": counted})


def while_open(deadlines: list[Deadline], as_of: dt.date) -> list[Deadline]:
    """Those not past: cautious readings that, once past, no longer help and must not hide the day still open."""
    return [deadline for deadline in deadlines if deadline.file_by and deadline.file_by >= as_of]


# Categories that no medical judgment can be behind; for the others a class not told leaves the answer open.
NEVER_MEDICAL = frozenset(
    (
        DenialCategory.CODING,
        DenialCategory.MISSING_INFORMATION,
        DenialCategory.TIMELY_FILING,
        DenialCategory.ELIGIBILITY,
        DenialCategory.DUPLICATE,
        DenialCategory.COORDINATION_OF_BENEFITS,
    )
)


def eligible_for(process: Process, situation: Situation) -> Eligible:
    """Whether `process` takes this kind of denial. Doubt is unknown, never no."""
    told = situation.denial_class
    if situation.category is None:
        return Eligible.YES if told is DenialClass.CLINICAL else Eligible.UNKNOWN
    match process.grounds[situation.category.value].status:
        case Ground.REVIEWABLE | Ground.OTHER:
            return Eligible.YES
        case Ground.DEPENDS:
            return Eligible.YES if told is DenialClass.CLINICAL else Eligible.UNKNOWN
        case _:
            sure = told is DenialClass.ADMINISTRATIVE or (
                told is None and situation.category in NEVER_MEDICAL
            )
            return Eligible.NO if sure else Eligible.UNKNOWN


def under_minimum(process: Process, situation: Situation) -> bool:
    """Whether the amount is known and below the process's floor."""
    return bool(
        process.minimum
        and situation.amount_denied is not None
        and situation.amount_denied < process.minimum.amount
    )


def expedited_of(process: Process, situation: Situation, start: Start, as_of: dt.date) -> Expedited:
    """Whether the fast track is open: it needs urgency, a process that has one, and its own time if it has one."""
    clock = process.times.expedited
    if not process.expedited_offered:
        return Expedited(available=False, because="This process has no fast track.")
    length = f" It decides within {clock.amount} {clock.unit.value.replace('_', ' ')}." if clock else ""
    cite = f" ({clock.cite})" if clock else ""
    if situation.kind is DocumentKind.EOB_DENIAL:
        return Expedited(
            because="The fast track is for care not yet given; this denial looks like one of care received."
        )
    if situation.urgent is None:
        return Expedited(
            because=f"Open if waiting would seriously endanger life, health or recovery.{length}{cite}"
        )
    if not situation.urgent:
        return Expedited(available=False, because="The case is said not to be urgent.")
    if window := process.expedited_deadline:
        over = deadline_of(window, start, situation, ()).never_late_before
        if over and over < as_of:
            because = (
                f"The time to ask for the fast track ended on {over} ({window.cite}). The ordinary one stays."
            )
            return Expedited(available=False, because=because)
    return Expedited(available=True, because=f"The case is urgent.{length}{cite}")


def whom_to_ask(process: Process) -> str:
    """Name and telephone of the office, for a caution."""
    office = process.help or process.file_with
    return f"{office.name}, {office.phone}" if office.phone else office.name


def in_time(
    eligible: Eligible, deadline: Deadline | None, as_of: dt.date, process: Process
) -> tuple[Eligible, str]:
    """Eligibility and a warning once the safe day is past. "No" only where law and dates are both sure."""
    if deadline is None or deadline.file_by is None or as_of <= deadline.file_by:
        return eligible, ""
    latest = deadline.never_late_before
    if latest and as_of <= latest:
        return eligible, f"The safe day is past, but the request is not late before {latest}. File today."
    ask = f"Ask all the same, with the reason for the delay: {whom_to_ask(process)}."
    if latest is None or deadline.uncertain:
        doubt = Eligible.UNKNOWN if eligible is Eligible.YES else eligible
        return (
            doubt,
            f"The safe day, {deadline.file_by}, is past; whether it is too late is not certain. {ask}",
        )
    return Eligible.NO, f"The time seems to be over since {latest}. {ask}"


def beside(process: Process, situation: Situation) -> list[Alternative]:
    """Other processes the law itself names next to this one."""
    return [
        Alternative(process_id=one.id, when=one.when)
        for one in process.beside
        if not one.categories or situation.category in one.categories
    ]


def cautions_of(process: Process, deadline: Deadline | None, situation: Situation) -> list[str]:
    """What is not sure about this law, with what to check and whom to call."""
    told = list(process.cautions)
    if situation.filed_by in (FiledBy.PROVIDER, FiledBy.REPRESENTATIVE) and not process.providers_only:
        told.append(f"Who may file here: {process.who_may_file}")
    doubtful = process.confidence is not Confidence.HIGH or (deadline is not None and deadline.uncertain)
    if doubtful:
        points = "; ".join(_in_words(point) for point in process.uncertain[:4]) or "the rule as a whole"
        told.append(
            f"Not everything about this rule could be verified (confidence: {process.confidence.value}). Check "
            f"against the letter: {points}. Ask: {whom_to_ask(process)}."
        )
    if deadline and deadline.differs and deadline.note:
        told.append(deadline.note)
    return told
