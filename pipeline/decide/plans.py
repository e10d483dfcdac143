"""Private and public-employer plans: the plan's own appeal, then review from outside, or the administrative road."""

import datetime as dt

from pipeline.decide import telling
from pipeline.decide.basis import Route, denial_class
from pipeline.decide.dates import Start
from pipeline.decide.plan_dates import deadline_for, short_fast_track
from pipeline.decide.standing import Level, Standing, lapse_of, standing
from pipeline.law import Process
from pipeline.law.terms import Reach, Role
from pipeline.models.decision import (
    Alternative,
    Because,
    Deadline,
    Decision,
    Eligible,
    Expedited,
    Path,
    Situation,
)
from pipeline.models.words import DenialCategory, DenialClass, DocumentKind

FEDERAL_FLOOR = "45 CFR 147.136(b)"
FEDERAL_RIGHTS = (DenialCategory.RESCISSION, DenialCategory.OUT_OF_NETWORK)


def decide_plan(situation: Situation, found: Route, as_of: dt.date) -> Decision:
    """The next step where the process is chosen, or the safe half of an answer where a fact is missing."""
    processes = (found.process,) if found.process else found.candidates
    if not processes or (found.process is None and "plan.state" in found.missing):
        return _cannot_route(situation, found)
    first = processes[0]
    kind = denial_class(situation)
    place = standing(situation, first.exhaustion.silence if first.exhaustion else None, as_of)
    eligible = _eligible(processes, situation)
    path, why = _path(first, situation, kind, place, eligible)
    if found.process is None and not (
        path is Path.INTERNAL_APPEAL_FIRST and "plan.funding" not in found.missing
    ):
        path = Path.NEEDS_FACTS
    deadline = deadline_for(processes, found, situation, place, path, eligible, as_of)
    missing = _missing(found, place, situation, first, path, deadline, as_of)
    cautions = telling.cautions_of(first, deadline, situation)
    eligible, warning = telling.in_time(eligible, deadline, as_of, first)
    if path is Path.NEEDS_FACTS:
        eligible = Eligible.UNKNOWN
    if warning:
        cautions.insert(0, warning)
    if telling.under_minimum(first, situation) and first.minimum:
        eligible = Eligible.UNKNOWN if eligible is Eligible.YES else eligible
        cautions.append(
            f"Under the floor of ${first.minimum.amount} ({first.minimum.cite}). {first.minimum.note}"
        )
    if slow := _longer_after_care(first, situation, place, as_of):
        cautions.append(slow)
    if fast := short_fast_track(first, situation, place, as_of):
        cautions.append(fast)
    expedited = telling.expedited_of(first, situation, place.start, as_of)
    if path is Path.ADMINISTRATIVE_ROUTE and eligible is Eligible.NO and expedited.available:
        expedited = Expedited(
            available=False, because="The review with the fast track does not take this denial."
        )
    return Decision(
        path=path,
        process_id=found.process.id if found.process else None,
        eligible=eligible,
        because=(*found.because, *why, *_ground_reason(first, situation)),
        deadline=deadline,
        expedited=expedited,
        missing_facts=missing,
        alternatives=_alternatives(found, place, path, situation),
        cautions=tuple(cautions),
    )


def _cannot_route(situation: Situation, found: Route) -> Decision:
    """No process can be named: the letter's own deadline is all that can be told."""
    steps = ("internal_appeal", "external_review")
    deadline = telling.printed_only(Start(letter=situation.letter_date), situation, steps)
    why = Because(
        rule="route.facts", text="The state whose law governs the plan is not known.", cite=FEDERAL_FLOOR
    )
    others = tuple(Alternative(process_id=process.id, when=when) for process, when in found.others)
    missing = (*found.missing, *(() if situation.kind else ("denial.kind",)))
    return Decision(
        path=Path.NEEDS_FACTS, because=(why,), deadline=deadline, missing_facts=missing, alternatives=others
    )


def _eligible(processes: tuple[Process, ...], situation: Situation) -> Eligible:
    """The answer all candidates agree on, else unknown; grandfathered plans in doubt are unknown."""
    answers = {telling.eligible_for(process, situation) for process in processes}
    if all(process.role is Role.NONE for process in processes):
        return Eligible.NO
    if answers == {Eligible.NO}:
        return Eligible.NO  # whether the process reaches the plan no longer matters
    if situation.grandfathered and any(p.grandfathered is Reach.UNKNOWN for p in processes):
        answers.add(Eligible.UNKNOWN)
    if situation.funding and any(p.serves and situation.funding.value not in p.serves for p in processes):
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
            if situation.urgent and _first(process, situation, kind, eligible)[0] is Path.EXTERNAL_REVIEW:
                return _first(process, situation, kind, eligible)
            end = (
                f" It must answer by {place.lapse}; after that the next step is open." if place.lapse else ""
            )
            return Path.INTERNAL_APPEAL_FIRST, [
                Because(
                    rule="level.waiting",
                    text=f"The plan is still deciding the appeal.{end}",
                    cite=_silence_cite(process),
                )
            ]
        case Level.FIRST:
            return _first(process, situation, kind, eligible)
        case Level.SILENT:
            text = f"The plan did not answer in time: its time ended on {place.lapse}."
            why = [Because(rule="exhaustion.silence", text=text, cite=_silence_cite(process))]
        case _:
            why = [
                Because(
                    rule="level.final", text="The plan's own appeal is over.", cite=_exhaustion_cite(process)
                )
            ]
    return _outside(process, situation, eligible), why


def _first(
    process: Process, situation: Situation, kind: DenialClass | None, eligible: Eligible
) -> tuple[Path, list[Because]]:
    """After a first denial: the internal appeal, unless the law lets this case skip it."""
    rule = process.exhaustion
    clinical = kind is DenialClass.CLINICAL and eligible is not Eligible.NO
    if rule and clinical:
        skip = Because(
            rule="exhaustion.skip", text="This ground needs no internal appeal first.", cite=rule.cite
        )
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


def _outside(process: Process, situation: Situation, eligible: Eligible) -> Path:
    """After the plan is done: review where the denial is of a kind it takes, else the administrative road.

    In doubt an administrative denial takes that road, with the review's day kept; but cancelled coverage and
    out-of-network care are so often reviewable under federal law that the review is asked for.
    """
    if process.role is Role.NONE or eligible is Eligible.NO:
        return Path.ADMINISTRATIVE_ROUTE
    doubtful = eligible is Eligible.UNKNOWN and situation.denial_class is DenialClass.ADMINISTRATIVE
    if doubtful and process.role is Role.EXTERNAL and situation.category not in FEDERAL_RIGHTS:
        return Path.ADMINISTRATIVE_ROUTE
    return Path.EXTERNAL_REVIEW


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
    if situation.denial_class is None and situation.category not in telling.NEVER_MEDICAL:
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


def _alternatives(found: Route, place: Standing, path: Path, situation: Situation) -> tuple[Alternative, ...]:
    told = [Alternative(process_id=process.id, when=when) for process, when in found.others]
    if found.process and path is Path.INTERNAL_APPEAL_FIRST and found.process.deadline:
        when = (
            f"after {place.lapse} if the plan has not answered"
            if place.lapse
            else "after the plan upholds its denial"
        )
        told.insert(0, Alternative(process_id=found.process.id, when=when))
    if found.process:
        told += telling.beside(found.process, situation)
    return tuple(told)


def _ground_reason(process: Process, situation: Situation) -> list[Because]:
    if situation.category is None:
        return []
    rule = process.grounds[situation.category.value]
    cite = "; ".join(process.legal_basis[:1])
    return [
        Because(rule=f"ground.{situation.category.value}", text=rule.note or rule.status.value, cite=cite)
    ]


def _longer_after_care(process: Process, situation: Situation, place: Standing, as_of: dt.date) -> str:
    """Plans have longer to answer about care already given, and a first letter does not always say which it was."""
    silence = process.exhaustion.silence if process.exhaustion else None
    if place.level is not Level.SILENT or place.asked is None or silence is None:
        return ""
    if silence.post_service_days is None or situation.kind is DocumentKind.EOB_DENIAL:
        return ""
    end = lapse_of(place.asked, silence.post_service_days, silence, situation)
    if as_of >= end:
        return ""
    return (
        f"If the care had been given already, the plan has until {end} to answer the appeal ({silence.cite})."
    )


def _exhaustion_cite(process: Process) -> str:
    return process.exhaustion.cite if process.exhaustion else FEDERAL_FLOOR


def _silence_cite(process: Process) -> str:
    silence = process.exhaustion.silence if process.exhaustion else None
    return silence.cite if silence else _exhaustion_cite(process)
