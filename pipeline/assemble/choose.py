"""Which documents a packet holds: traits of the case against the list in templates/packets.yaml."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.assemble.gather import CHECK_BELOW
from pipeline.assemble.given import as_date
from pipeline.errors import TemplateError
from pipeline.law import Process
from pipeline.law.terms import Role
from pipeline.models.case import Case
from pipeline.models.decision import Path
from pipeline.models.facts import Outcome
from pipeline.models.fields import DocumentKind


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a packet. `addressee`: office, plan, regulator; `to`: who gets it; see packets.yaml."""

    id: str
    text: str
    to: str
    addressee: str = "office"
    signs: str = ""
    main: bool = False
    dense: bool = False
    tongue: str = "en"


def traits(case: Case, process: Process | None, data: Mapping[str, Any], as_of: dt.date) -> dict[str, str]:
    """The case in the words of packets.yaml; `unknown` is a value."""
    decision = case.decision
    facts = case.facts
    path = decision.path.value if decision else Path.NEEDS_FACTS.value
    denial_class = facts.denial.denial_class or case.classification.denial_class
    category = facts.denial.category or case.classification.denial_category
    kind = facts.denial.kind or case.document.kind
    expedited = bool(facts.urgent and decision and decision.expedited and decision.expedited.available)
    return {
        "path": path,
        "program": _program(process, data),
        "class": denial_class.value if denial_class else "unknown",
        "category": category.value if category else "unknown",
        "kind": str(kind or "unknown"),
        "filed_by": facts.filed_by.value if facts.filed_by else "patient",
        "filer_known": "yes" if facts.filed_by else "no",
        "urgent": _three(facts.urgent),
        "expedited": "yes" if expedited else "no",
        "exhaustion": _exhaustion(case, expedited),
        "role": process.role.value if process else "unknown",
        "picks": "yes" if process and process.id in data["claimant_picks_reviewer"] else "no",
        "recipient": process.file_with.recipient if process else "unknown",
        "state": (process.jurisdiction if process and process.jurisdiction != "US" else None)
        or facts.plan.state
        or str(case.value("state") or "unknown"),
        "timing": _timing(case, as_of),
        "eligible": decision.eligible.value if decision else "unknown",
        "late": _late(case, as_of),
    }


def _three(value: bool | None) -> str:
    return "unknown" if value is None else "yes" if value else "no"


def _program(process: Process | None, data: Mapping[str, Any]) -> str:
    if process is None:
        return "unknown"
    for program, ids in data["programs"].items():
        if process.id in ids:
            return str(program)
    return "federal" if process.jurisdiction == "US" or process.role is Role.PROGRAM else "state"


# What the decision's own rules say about the plan's appeal; later ones go first.
_STANDING = {
    "level.final": "finished",
    "level.waiting": "waiting",
    "exhaustion.silence": "no_answer",
    "exhaustion.urgent": "at_once",
    "exhaustion.skip": "skip",
    "exhaustion.none": "skip",
}


def _exhaustion(case: Case, expedited: bool) -> str:
    """How far the plan's own appeal has come: finished; no_answer in time; waiting for the answer; at_once (urgent,
    beside the appeal); skip (the law asks for none first); open (nothing done yet)."""
    decision = case.decision
    for step in reversed(decision.because if decision else ()):
        if step.rule in _STANDING:
            return _STANDING[step.rule]
    outcomes = [a.outcome for a in case.facts.internal_appeals or ()]
    kind = case.facts.denial.kind or case.document.kind
    if kind == DocumentKind.FINAL_INTERNAL_DENIAL or (outcomes and outcomes[-1] is Outcome.UPHELD):
        return "finished"
    if Outcome.PENDING in outcomes or Outcome.NO_ANSWER in outcomes:
        # A ladder's next level comes with its deadline; without one the answer is still to come.
        return "waiting" if decision is None or decision.deadline is None else "no_answer"
    return "at_once" if expedited else "open"


def _timing(case: Case, as_of: dt.date) -> str:
    """Whether the service lies in the past; unknown where a date is missing or not read surely."""
    found = case.many("service_dates")
    if any(f.confidence < CHECK_BELOW for f in found):
        return "unknown"
    spans = [f.value for f in found]
    days = [
        d for span in spans for d in map(as_date, span if isinstance(span, list | tuple) else [span]) if d
    ]
    if not days:
        return "unknown"
    return "received" if max(days) <= as_of else "future"


def _late(case: Case, as_of: dt.date) -> str:
    """no; passed (the safe date is over, the right may not be); over (past every reading of the law)."""
    deadline = case.decision.deadline if case.decision else None
    if deadline is None or deadline.file_by is None or as_of <= deadline.file_by:
        return "no"
    if deadline.never_late_before is not None and as_of > deadline.never_late_before:
        return "over"
    return "passed"


def bases(found: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, str]:
    """For each right that documents rely on, the rule that gives it to this kind of plan; absent if none does."""
    return {
        right: rule["cite"]
        for right, rules in data["bases"].items()
        for rule in rules
        if all(found[k] in _words(v) for k, v in rule["when"].items())
    }


def papers(found: Mapping[str, str], data: Mapping[str, Any]) -> tuple[Paper, ...]:
    """The documents for these traits, in filing order. TemplateError where packets.yaml is wrong."""
    chosen: dict[str, Paper] = {}
    for entry in data["documents"]:
        for part in ("when", "not"):
            for name in entry.get(part, {}):
                if name not in found:
                    raise TemplateError(f"packets.yaml: {entry['id']}: no trait is called '{name}'")
        taken = all(found[k] in _words(v) for k, v in entry["when"].items())
        refused = any(found[k] in _words(v) for k, v in entry.get("not", {}).items())
        if taken and not refused and entry["id"] not in chosen:
            if any(p.main for p in chosen.values()):
                entry = {**entry, "main": False}  # one main document: the first that fits
            rest = {k: v for k, v in entry.items() if k not in ("when", "not")}
            chosen[entry["id"]] = Paper(**{"text": entry["id"], "addressee": _addressee(entry), **rest})
    return tuple(chosen.values())


def _addressee(entry: Mapping[str, Any]) -> str:
    to = entry["to"]
    return to if to in ("plan", "regulator") else "office"


def _words(values: Any) -> list[str]:
    """YAML reads bare yes and no as truth values; here they are words."""
    return [("yes" if v else "no") if isinstance(v, bool) else str(v) for v in values]
