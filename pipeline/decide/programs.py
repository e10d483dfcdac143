"""Public programs: each has its own ladder, whatever the reason of the denial."""

import datetime as dt

from pipeline.decide import telling
from pipeline.decide.basis import Route
from pipeline.decide.standing import Level, Standing, standing
from pipeline.law import Process
from pipeline.law.model import Rung, Window
from pipeline.law.terms import Event
from pipeline.models.decision import (
    Alternative,
    Because,
    Deadline,
    Decision,
    Eligible,
    Path,
    Situation,
)
from pipeline.models.words import DocumentKind


def decide_program(situation: Situation, found: Route, as_of: dt.date) -> Decision:
    """The next rung of the ladder. Where the program's process is not clear, the earliest of its candidates."""
    processes = (found.process,) if found.process else found.candidates
    first = processes[0]
    place = standing(situation, first.ladder[0].silence, as_of)
    rungs = [rung for process in (*processes, *found.also) for rung in _rungs(process, place)]
    deadlines = [d for rung in rungs if (d := _deadline(rung, place, situation, first, as_of))]
    deadline = telling.earliest(deadlines)
    missing = [*found.missing, *place.missing]
    known = place.level is not Level.UNKNOWN
    rung = rungs[0]
    eligible = Eligible.YES if known else Eligible.UNKNOWN
    if rung.minimum and rung is not first.ladder[0]:
        if situation.amount_denied is None:
            missing.append("denial.amount_denied")
            eligible = Eligible.UNKNOWN
        elif situation.amount_denied < rung.minimum.amount:
            eligible = Eligible.NO
    cautions = telling.cautions_of(first, deadline, situation)
    eligible, warning = telling.in_time(eligible, deadline, as_of, first)
    if warning:
        cautions.insert(0, warning)
    if situation.letter_date is None:
        missing.append("denial.letter_date")
    if situation.urgent is None and first.expedited_offered and situation.kind is not DocumentKind.EOB_DENIAL:
        missing.append("urgent")
    because = [
        *found.because,
        Because(rule=f"ladder.{first.id}", text=_rung_words(rung, place), cite=rung.cite),
    ]
    return Decision(
        path=Path.OTHER_PROGRAM,
        process_id=found.process.id if found.process else None,
        eligible=eligible,
        because=tuple(because),
        deadline=deadline,
        expedited=telling.expedited_of(first, situation, place.start, as_of),
        missing_facts=tuple(dict.fromkeys(missing)),
        alternatives=(
            *(
                Alternative(process_id=process.id, when=_when(process, when, place, situation))
                for process, when in found.others
            ),
            *(telling.beside(first, situation) if found.process else ()),
        ),
        cautions=tuple(cautions),
    )


def _rungs(process: Process, place: Standing) -> tuple[Rung, ...]:
    """The rung to take now; both first ones when the level is not known.

    Each adverse decision leads one rung up, but never to a court, whose time stands in the decision itself.
    """
    if place.level is Level.UNKNOWN:
        return process.ladder[:2]
    if place.level is Level.SILENT:
        return (process.ladder[1],)
    inside = [rung for rung in process.ladder if rung.window or rung.automatic]
    return (inside[min(place.decisions, len(inside) - 1)],)


def _deadline(
    rung: Rung, place: Standing, situation: Situation, process: Process, as_of: dt.date
) -> Deadline | None:
    if place.level is Level.WAITING:
        return None
    first = process.ladder[0]
    window: Window | None = rung.window
    if place.level is Level.SILENT and first.after_silence:
        window = first.after_silence
    steps = ("internal_appeal",) if rung is first else ("external_review", "internal_appeal")
    if window is None:
        return telling.printed_only(place.start, situation, steps)
    deadline = telling.deadline_of(window, place.start, situation, steps)
    if place.level is Level.SILENT and place.lapse and window.event is Event.LETTER:
        # No decision came to count from: the first letter's day while it is open, else the lapse.
        from_lapse = telling.from_lapse(window, place.start, place.lapse, situation, ())
        return telling.earliest([from_lapse, *telling.while_open([deadline], as_of)])
    urgent = process.expedited_deadline
    if urgent and situation.urgent and rung is first:
        quick = telling.deadline_of(urgent, place.start, situation, ())
        deadline = telling.earliest([deadline, *telling.while_open([quick], as_of)]) or deadline
    return deadline


def _rung_words(rung: Rung, place: Standing) -> str:
    if place.level is Level.WAITING:
        end = f" It should answer by {place.lapse}; after that the next step is open." if place.lapse else ""
        return f"The first appeal has been made and is not decided.{end}"
    return f"{rung.step}. Decided by {rung.decides}. {rung.note}".strip()


def _when(process: Process, when: str, place: Standing, situation: Situation) -> str:
    """The condition of an alternative, with its own date where it has one."""
    if place.level is not Level.FINAL or process.deadline is None:
        return when
    deadline = telling.deadline_of(process.deadline, place.start, situation, ())
    return f"{when}; file by {deadline.file_by}" if deadline.file_by else when
