"""`imrkit law show`: what a caseworker wants to know about a jurisdiction, on one screen."""

from pipeline.errors import LawError
from pipeline.law.load import Law
from pipeline.law.model import Clock, FileWith, NextStep, Process, Rung, Window
from pipeline.law.terms import Ground, Role, Roll, Unit

Rows = list[tuple[str, str]]


def rows(law: Law, jurisdiction: str) -> list[tuple[str, Rows]]:
    """For each process of a state, territory or "US" its title and what fits a screen; all of it for one process id.

    Raises LawError if nothing goes by that name.
    """
    name = jurisdiction.strip().upper()
    if len(name) != 2:
        process = law.process(name)
        return [(f"{process.id}  {process.name}", _whole(process))]
    found = law.for_jurisdiction(name)
    if not found:
        raise LawError(f"{jurisdiction}: no such state, territory or process. Try CA, US or FED-MA.")
    return [(f"{process.id}  {process.name}", _brief(process)) for process in found]


def _brief(process: Process) -> Rows:
    """Who, by when, how counted, where, fee, fast track, what comes first, how sure."""
    told: Rows = [("who", process.who_may_file.partition(";")[0].partition(".")[0])]
    if process.deadline:
        told.append(("by when", _window(process.deadline)))
        told.append(("how counted", _counting(process.deadline, notes=False)))
    for number, rung in enumerate(process.ladder[:2], 1):
        told.append((f"step {number}", f"{rung.step}: {_rung_window(rung)}"))
    told.append(("where", _contact(process.file_with)))
    if process.help:
        told.append(("ask", _contact(process.help)))
    told.append(("fee", _fee(process)))
    told.append(("fast track", _fast(process)))
    if process.exhaustion:
        silence = process.exhaustion.silence
        first = f"{process.exhaustion.levels} level(s)" if process.exhaustion.required else "not required"
        told.append(
            ("plan first", f"{first}; open after {silence.days} days of silence" if silence else first)
        )
    told.append(("takes", _grounds(process)))
    told.append(
        (
            "confidence",
            f"{process.confidence.value}; not verified: {'; '.join(process.uncertain) or 'nothing named'}",
        )
    )
    told.append(("law", "; ".join(process.legal_basis[:2])))
    return told


def _fast(process: Process) -> str:
    clock = process.times.expedited
    decided = f"{_length(clock.amount, clock.unit)} ({clock.cite})" if clock else "none found"
    if process.expedited_deadline:
        decided += f"; to be asked for within {_window(process.expedited_deadline)}"
    return decided


def _rung_window(rung: Rung) -> str:
    if rung.window:
        return _window(rung.window)
    return "nothing to file" if rung.automatic else "see the decision"


def _contact(place: FileWith) -> str:
    fax = f"fax {place.fax}" if place.fax else ""
    return "; ".join(item for item in (place.name, place.address, place.phone, fax) if item)


def _whole(process: Process) -> Rows:
    told: Rows = [
        ("plans", process.plans),
        ("regulator", process.regulator),
        ("who may file", process.who_may_file),
    ]
    if process.deadline:
        told.append(("by when", _window(process.deadline)))
        told.append(("how counted", _counting(process.deadline)))
    if process.expedited_deadline:
        told.append(("fast track by", _window(process.expedited_deadline)))
    for number, rung in enumerate(process.ladder, 1):
        told.append((f"step {number}", f"{rung.step}: {_rung_window(rung)}. {rung.note}".strip()))
    if process.internal and process.role is not Role.PROGRAM:
        told.append(("plan's appeal", _window(process.internal)))
    told.append(("where", _where(process.file_with)))
    if process.help:
        told.append(("ask", _where(process.help)))
    told.append(("fee", _fee(process)))
    if process.minimum:
        told.append(
            ("minimum", f"${process.minimum.amount} ({process.minimum.cite}). {process.minimum.note}".strip())
        )
    if process.times.standard:
        told.append(("decides in", _clock(process.times.standard)))
    told.append(("fast track", _clock(process.times.expedited) if process.times.expedited else "none found"))
    if process.exhaustion:
        told.append(("plan first", _exhaustion(process)))
    told.append(("takes", _grounds(process)))
    if process.certification:
        told.append(("certification", process.certification))
    told.append(("enclose", "; ".join(process.enclosures)))
    told.append(("binds", process.binding_on))
    told.append(("administrative", process.administrative_route))
    told += [("mind", caution) for caution in process.cautions]
    told += [(f"if {step.when.replace('_', ' ')}", _step(step)) for step in process.after_filing]
    told.append(("law", "; ".join(process.legal_basis)))
    told += [("source", f"{source.cite} ({source.basis}) {source.url}".strip()) for source in process.sources]
    told.append(("confidence", process.confidence.value))
    told.append(("not verified", "; ".join(process.uncertain) or "nothing named"))
    return told


def _length(amount: int | None, unit: Unit) -> str:
    return "no limit found" if amount is None else f"{amount} {unit.value.replace('_', ' ')}"


def _step(step: NextStep) -> str:
    within = f" Within {_length(step.amount, step.unit)}." if step.amount else ""
    return f"{step.do}{within} ({step.cite})"


def _window(window: Window) -> str:
    start = {
        "letter": "the letter's date",
        "receipt": "receipt of the letter",
        "first_decision": "the first internal decision",
        "request": "the request to the plan",
    }[window.event.value]
    told = f"{_length(window.amount, window.unit)} from {start} ({window.cite})"
    if window.safe:
        told += "; told, if earlier: " + ", ".join(
            f"{_length(s.amount, s.unit)} ({s.cite})" for s in window.safe
        )
    if window.never_late:
        told += "; not late before: " + ", ".join(
            f"{_length(s.amount, s.unit)} ({s.cite})" for s in window.never_late
        )
    return told + ("; uncertain" if window.uncertain else "")


def _counting(window: Window, *, notes: bool = True) -> str:
    parts = ["the day told counts from the letter's date"]
    if window.unit is Unit.MONTHS:
        last = (
            "last day of the month"
            if window.missing_day.value == "last_of_month"
            else "first of the next month"
        )
        parts.append(f"where the month has no such day: {last}")
    rolls = window.roll is Roll.WORKDAY
    parts.append("moves past weekends and federal holidays" if rolls else "does not move over weekends")
    if window.presumed_receipt_days:
        parts.append(f"receipt presumed {window.presumed_receipt_days} days after the letter's date")
    if window.timely_when:
        parts.append(f"in time when {window.timely_when}")
    if window.extendable:
        parts.append("a late request may still be taken")
    return "; ".join(parts) + (f". {window.note}" if notes and window.note else "")


def _where(place: FileWith) -> str:
    fax = f"fax {place.fax}" if place.fax else ""
    items = (place.name, place.address, place.phone, fax, place.email, place.url, place.note)
    return "; ".join(item for item in items if item) + f" [{place.provenance}]"


def _fee(process: Process) -> str:
    amount = process.fee.amount
    told = "not clear" if amount is None else "none" if amount == 0 else f"${amount}"
    return f"{told}. {process.fee.note}".strip()


def _clock(clock: Clock) -> str:
    recalled = ", recalled" if clock.recalled else ""
    note = f" {clock.note}" if clock.note else ""
    return f"{_length(clock.amount, clock.unit)} from {clock.event} ({clock.cite}{recalled}).{note}"


def _exhaustion(process: Process) -> str:
    rule = process.exhaustion
    assert rule is not None
    need = f"{rule.levels} level(s)" if rule.required else "not required"
    silence = (
        f"; open after {rule.silence.days} days of silence ({rule.silence.cite})" if rule.silence else ""
    )
    return f"{need}{silence}; not if: " + "; ".join(rule.exceptions)


def _grounds(process: Process) -> str:
    parts = []
    for status in (Ground.REVIEWABLE, Ground.DEPENDS, Ground.OUTSIDE):
        named = [c.replace("_", " ") for c, rule in process.grounds.items() if rule.status is status]
        if named:
            parts.append(f"{status.value}: {', '.join(named)}")
    return "; ".join(parts) or next(iter(process.grounds.values())).note
