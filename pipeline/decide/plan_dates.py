"""Deadlines of plans: of the internal appeal, of the outside review, after silence, after a second level."""

import datetime as dt
from dataclasses import replace

from pipeline.decide import telling
from pipeline.decide.basis import Route
from pipeline.decide.dates import Start
from pipeline.decide.standing import Level, Standing
from pipeline.law import Process
from pipeline.models.decision import Deadline, Eligible, Path, Situation


def deadline_for(
    processes: tuple[Process, ...],
    found: Route,
    situation: Situation,
    place: Standing,
    path: Path,
    eligible: Eligible,
    as_of: dt.date,
) -> Deadline | None:
    """The deadline of the next step; the earliest where it is not clear which process or step it is."""
    if place.level is Level.WAITING and path is not Path.EXTERNAL_REVIEW:
        return None
    if place.level is Level.FIRST and path is not Path.EXTERNAL_REVIEW:
        return telling.earliest([_internal(p, place, situation) for p in processes if p.internal])
    if path is Path.ADMINISTRATIVE_ROUTE and eligible is Eligible.NO:
        return None
    told = [d for p in (*processes, *found.also) if (d := _external(p, place, situation, as_of))]
    if place.level in (Level.FIRST, Level.UNKNOWN):
        told += [_internal(p, place, situation) for p in processes if p.internal]
    return telling.earliest(told)


def _internal(process: Process, place: Standing, situation: Situation) -> Deadline:
    assert process.internal is not None
    return telling.deadline_of(process.internal, place.start, situation, ("internal_appeal",))


def _external(process: Process, place: Standing, situation: Situation, as_of: dt.date) -> Deadline | None:
    """The outside review's deadline, with the short fast track and the second-level rule where they apply."""
    window = process.deadline
    if window is None:
        return None
    steps = () if place.level is Level.SILENT else ("external_review",)
    start = place.start
    silence = process.exhaustion.silence if process.exhaustion else None
    if place.level is Level.SILENT and place.lapse:
        from_lapse = telling.from_lapse(window, start, place.lapse, situation, steps, silence)
        if silence and silence.starts_clock:
            return from_lapse
        from_letter = telling.deadline_of(window, start, situation, steps)
        return telling.earliest([from_lapse, *telling.while_open([from_letter], as_of)])
    told = [telling.deadline_of(window, start, situation, steps)]
    if place.lapse and place.level is Level.FINAL:
        late = telling.from_lapse(window, start, place.lapse, situation, (), silence)
        told += telling.while_open([late], as_of)
    if place.decisions > 1:
        told += _second_level(process, place, situation, as_of)
    fast = process.expedited_deadline
    if situation.urgent and fast and (place.level is Level.FINAL or not fast.after_appeal):
        # Missing the fast track's short time loses the fast track, not the review.
        quick = telling.deadline_of(fast, start, situation, ())
        told += telling.while_open([quick], as_of)
    return telling.earliest(told)


def _second_level(process: Process, place: Standing, situation: Situation, as_of: dt.date) -> list[Deadline]:
    """After a second internal level the clock may have run from the first: that day is told while it is not past."""
    assert process.deadline is not None
    told = []
    if rule := process.deadline.second_level:
        told.append(
            telling.deadline_of(
                replace(process.deadline, amount=rule.amount, unit=rule.unit, cite=rule.cite, safe=()),
                place.start,
                situation,
                (),
            )
        )
    first = place.start.first_decision
    inside = process.exhaustion
    counts_last = inside is not None and (inside.levels > 1 or inside.second_level_restarts)
    if first and not counts_last:
        start = Start(letter=first, receipt=place.start.receipt, first_decision=first)
        told += telling.while_open([telling.deadline_of(process.deadline, start, situation, ())], as_of)
    return told


def short_fast_track(process: Process, situation: Situation, place: Standing, as_of: dt.date) -> str:
    """Where the fast track has a shorter time, say so while urgency is not known, and say that it is past."""
    window = process.expedited_deadline
    if window is None or situation.urgent is False or place.level is not Level.FINAL:
        return ""
    day = telling.deadline_of(window, place.start, situation, ()).file_by
    if day is None or (situation.urgent and day >= as_of):
        return ""
    if situation.urgent:
        past = f"The fast track had to be asked for by {day} ({window.cite})."
        return f"{past} Ask all the same, and file the ordinary request, which is not lost."
    return f"If the case is urgent, the fast track must be asked for by {day} ({window.cite})."
