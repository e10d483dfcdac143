"""Private and public-employer plans: the plan's own appeal, then review from outside, or the administrative road."""

import datetime as dt

from pipeline.decide import telling
from pipeline.decide.dates import Start
from pipeline.decide.route import Route, denial_class
from pipeline.decide.standing import Level, Standing, standing
from pipeline.law import Process
from pipeline.law.model import Reach, Role
from pipeline.models.decision import (
    Alternative,
    Because,
    Deadline,
    Decision,
    Eligible,
    Path,
    Situation,
)
from pipeline.models.fields import DenialClass, DocumentKind

FEDERAL_FLOOR = "45 CFR 147.136(b)"


def decide_plan(situation: Situation, found: Route, as_of: dt.date) -> Decision:
    """The next step where the process is chosen, or the safe half of an answer where a fact is missing."""
    processes = (found.process,) if found.process else found.candidates
    if not processes:
        return _cannot_route(situation, found)
    first = processes[0]
    kind = denial_class(situation)
    place = standing(situation, first.exhaustion.silence if first.exhaustion else None, as_of)
    eligible = _eligible(processes, situation, kind)
    path, why = _path(first, situation, kind, place, eligible)
    if found.process is None and not (path is Path.INTERNAL_APPEAL_FIRST and "plan.funding" not in found.missing):
        path = Path.NEEDS_FACTS
    deadline = _deadline(processes, found, situation, kind, place, path, as_of)
    missing = _missing(found, place, situation, first, path, deadline, as_of)
    cautions = telling.cautions_of(first, deadline)
    if late := _certainly_late(deadline, place, as_of, first):
        eligible = Eligible.NO
        cautions.insert(0, late)
    if telling.under_minimum(first, situation) and first.minimum:
        eligible = Eligible.UNKNOWN if eligible is Eligible.YES else eligible
        cautions.append(f"Under the floor of ${first.minimum.amount} ({first.minimum.cite}). {first.minimum.note}")
    if fast := _short_fast_track(first, situation, place):
        cautions.append(fast)
    return Decision(
        path=path,
        process_id=found.process.id if found.process else None,
        eligible=eligible,
        because=(*found.because, *why, *_ground_reason(first, situation)),
        deadline=deadline,
        expedited=telling.expedited_of(first, situation),
        missing_facts=missing,
        alternatives=_alternatives(found, place, path),
        cautions=tuple(cautions),
    )


def _cannot_route(situation: Situation, found: Route) -> Decision:
    """No process can be named: the letter's own deadline is all that can be told."""
    start = Start(letter=situation.letter_date)
    printed = [
        day
        for step in ("internal_appeal", "external_review")
        if (day := telling.stated_day(situation.stated_deadlines, step, start.letter))
    ]
    deadline = Deadline(file_by=min(printed), note="As the letter says.") if printed else None
    why = Because(rule="route.facts", text="The state whose law governs the plan is not known.", cite=FEDERAL_FLOOR)
    return Decision(path=Path.NEEDS_FACTS, because=(why,), deadline=deadline, missing_facts=found.missing)


def _eligible(processes: tuple[Process, ...], situation: Situation, kind: DenialClass | None) -> Eligible:
    """The answer all candidates agree on, else unknown; grandfathered plans in doubt are unknown."""
    answers = {telling.eligible_for(process, situation, kind) for process in processes}
    if all(process.role is Role.NONE for process in processes):
        return Eligible.NO
    if situation.grandfathered and any(p.grandfathered is Reach.UNKNOWN for p in processes):
        answers.add(Eligible.UNKNOWN)
    return answers.pop() if len(answers) == 1 else Eligible.UNKNOWN


def _path(
    process: Process,
    situation: Situation,
    kind: DenialClass | None,
    place: Standing,
    eligible: Eligible,
) -> tuple[Path, list[Because]]:
    """The path and the rule behind it."""
    match place.level:
        case Level.UNKNOWN:
            text = "Whether this is a first or a final denial is not known."
            return Path.NEEDS_FACTS, [Because(rule="level.unknown", text=text, cite=FEDERAL_FLOOR)]
        case Level.WAITING:
            end = f" It must answer by {place.lapse}; after that the next step is open." if place.lapse else ""
            return Path.INTERNAL_APPEAL_FIRST, [
                Because(rule="level.waiting", text=f"The plan is still deciding the appeal.{end}", cite=_silence_cite(process))
            ]
        case Level.FIRST:
            return _first(process, situation, kind, eligible)
        case Level.SILENT:
            text = f"The plan did not answer in time: its time ended on {place.lapse}."
            why = [Because(rule="exhaustion.silence", text=text, cite=_silence_cite(process))]
        case _:
            why = [Because(rule="level.final", text="The plan's own appeal is over.", cite=_exhaustion_cite(process))]
    return _outside(process, kind, eligible), why


def _first(
    process: Process, situation: Situation, kind: DenialClass | None, eligible: Eligible
) -> tuple[Path, list[Because]]:
    """After a first denial: the internal appeal, unless the law lets this case skip it."""
    rule = process.exhaustion
    clinical = kind is DenialClass.CLINICAL and eligible is not Eligible.NO
    if rule and clinical:
        skip = Because(rule="exhaustion.skip", text="This ground needs no internal appeal first.", cite=rule.cite)
        if situation.category and situation.category.value in rule.skip_categories:
            return Path.EXTERNAL_REVIEW, [skip]
        if not rule.required:
            text = "The internal appeal is advisable here, but not required."
            return Path.EXTERNAL_REVIEW, [Because(rule="exhaustion.none", text=text, cite=rule.cite)]
        if situation.urgent and rule.urgent and situation.kind is not DocumentKind.EOB_DENIAL:
            text = "Urgent: ask for the fast review at the same time as the plan's fast appeal; file both."
            return Path.EXTERNAL_REVIEW, [Because(rule="exhaustion.urgent", text=text, cite=rule.cite)]
    cite = process.internal.cite if process.internal else FEDERAL_FLOOR
    text = "A first denial goes through the plan's own appeal before anybody outside reviews it."
    return Path.INTERNAL_APPEAL_FIRST, [Because(rule="exhaustion.required", text=text, cite=cite)]


def _outside(process: Process, kind: DenialClass | None, eligible: Eligible) -> Path:
    """After the plan is done: review where the denial is of a kind it takes, else the administrative road."""
    if process.role is Role.NONE or eligible is Eligible.NO:
        return Path.ADMINISTRATIVE_ROUTE
    if eligible is Eligible.UNKNOWN and kind is DenialClass.ADMINISTRATIVE and process.role is Role.EXTERNAL:
        return Path.ADMINISTRATIVE_ROUTE
    return Path.EXTERNAL_REVIEW


def _deadline(
    processes: tuple[Process, ...],
    found: Route,
    situation: Situation,
    kind: DenialClass | None,
    place: Standing,
    path: Path,
    as_of: dt.date,
) -> Deadline | None:
    """The deadline of the next step; the earliest where it is not clear which process or step it is."""
    if place.level is Level.WAITING:
        return None
    if place.level is Level.FIRST and path is not Path.EXTERNAL_REVIEW:
        return telling.earliest([_internal(p, place, situation) for p in processes if p.internal])
    if path is Path.ADMINISTRATIVE_ROUTE and _eligible(processes, situation, kind) is Eligible.NO:
        return None
    pool = processes
    if kind is None and situation.category is None:
        pool = tuple(dict.fromkeys((*processes, *(p for p, _ in found.others if p.role is Role.ADMINISTRATIVE))))
    told = [d for p in pool if (d := _external(p, place, situation, as_of))]
    if place.level in (Level.FIRST, Level.UNKNOWN):
        told += [_internal(p, place, situation) for p in processes if p.internal]
    if "NONFED" in "".join(p.id for p, _ in found.others):
        told += [d for p, _ in found.others if "NONFED" in p.id and (d := _external(p, place, situation, as_of))]
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
        from_lapse = telling.deadline_of(window, telling.restart(start, place.lapse), situation, steps)
        counted = from_lapse.counted_from
        if counted:
            event = f"the day the plan's time to answer ended ({window.event.value} rule)"
            counted = counted.model_copy(update={"event": event, "assumed": False})
            from_lapse = from_lapse.model_copy(update={"counted_from": counted})
        if silence and silence.starts_clock:
            return from_lapse
        from_letter = telling.deadline_of(window, start, situation, steps)
        early = from_letter.file_by and from_letter.file_by >= as_of
        return telling.earliest([from_letter, from_lapse]) if early else from_lapse
    told = [telling.deadline_of(window, start, situation, steps)]
    if place.second_level_used:
        told += _second_level(process, place, situation, as_of)
    if situation.urgent and process.expedited_deadline:
        told.append(telling.deadline_of(process.expedited_deadline, start, situation, ()))
    return telling.earliest(told)


def _second_level(process: Process, place: Standing, situation: Situation, as_of: dt.date) -> list[Deadline]:
    """After a second internal level the clock may have run from the first: that day is told while it is not past."""
    assert process.deadline is not None
    told = []
    if rule := process.deadline.second_level:
        told.append(
            telling.deadline_of(
                telling.replace(process.deadline, amount=rule.amount, unit=rule.unit, cite=rule.cite, safe=()),
                place.start,
                situation,
                (),
            )
        )
    first = place.start.first_decision
    counts_last = process.exhaustion and process.exhaustion.levels > 1
    if first and not counts_last:
        start = Start(letter=first, receipt=place.start.receipt, first_decision=first)
        deadline = telling.deadline_of(process.deadline, start, situation, ())
        if deadline.file_by and deadline.file_by >= as_of:
            told.append(deadline)
    return told


def _certainly_late(deadline: Deadline | None, place: Standing, as_of: dt.date, process: Process) -> str:
    """Why it is too late, or empty: only where the law is sure and the day the letter came is known."""
    if deadline is None or deadline.never_late_before is None or as_of <= deadline.never_late_before:
        return ""
    if deadline.uncertain or (process.deadline and process.deadline.extendable):
        return ""
    return (
        f"The time seems to be over since {deadline.never_late_before}. Ask all the same, with the reason for the "
        f"delay: {telling.whom_to_ask(process)}."
    )


def _short_fast_track(process: Process, situation: Situation, place: Standing) -> str:
    """Where the fast track has a shorter time, say so while urgency is not known."""
    window = process.expedited_deadline
    if window is None or situation.urgent is not None or place.level is not Level.FINAL:
        return ""
    day = telling.deadline_of(window, place.start, situation, ()).file_by
    return f"If the case is urgent, the fast track must be asked for by {day} ({window.cite})." if day else ""


def _missing(
    found: Route,
    place: Standing,
    situation: Situation,
    process: Process,
    path: Path,
    deadline: Deadline | None,
    as_of: dt.date,
) -> tuple[str, ...]:
    """Facts a person should add, most decisive first."""
    missing = [*found.missing, *place.missing]
    if situation.category is None:
        missing.append("denial.category")
    if denial_class(situation) is None:
        missing.append("denial.class")
    if situation.letter_date is None and place.level in (Level.FIRST, Level.FINAL, Level.UNKNOWN):
        missing.append("denial.letter_date")
    over = deadline and deadline.file_by and deadline.file_by < as_of
    if over and situation.received_on is None:
        missing.append("received_on")
    post_service = situation.kind is DocumentKind.EOB_DENIAL
    if situation.urgent is None and process.expedited_offered and not post_service:
        missing.append("urgent")
    return tuple(dict.fromkeys(missing))


def _alternatives(found: Route, place: Standing, path: Path) -> tuple[Alternative, ...]:
    told = [Alternative(process_id=process.id, when=when) for process, when in found.others]
    if found.process and path is Path.INTERNAL_APPEAL_FIRST and found.process.deadline:
        when = f"after {place.lapse} if the plan has not answered" if place.lapse else "after the plan upholds its denial"
        told.insert(0, Alternative(process_id=found.process.id, when=when))
    return tuple(told)


def _ground_reason(process: Process, situation: Situation) -> list[Because]:
    if situation.category is None:
        return []
    rule = process.grounds[situation.category.value]
    cite = "; ".join(process.legal_basis[:1])
    return [Because(rule=f"ground.{situation.category.value}", text=rule.note or rule.status.value, cite=cite)]


def _exhaustion_cite(process: Process) -> str:
    return process.exhaustion.cite if process.exhaustion else FEDERAL_FLOOR


def _silence_cite(process: Process) -> str:
    silence = process.exhaustion.silence if process.exhaustion else None
    return silence.cite if silence else _exhaustion_cite(process)
