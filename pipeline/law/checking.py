"""`imrkit law check`: every rule file read strictly, each mistake with file and line."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import LawError
from pipeline.law.load import Law, build
from pipeline.law.model import NextStep, Process
from pipeline.law.terms import CATEGORIES, Confidence, Role, Unit
from pipeline.law.tree import Where, closed, duplicates, line_of, uncited
from pipeline.models.words import Funding

STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "DC",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "PR",
        "GU",
        "VI",
        "AS",
        "MP",
    ]
)
ROLES = frozenset(one.value for one in Role)
FUNDINGS = frozenset(one.value for one in Funding)
FILE_KEYS = {"jurisdiction", "name", "if_unclear", "processes"}
GROUND_KEYS = {"reviewable", "depends", "outside", "all", "notes"}
OUTCOMES = {"silent", "overturned", "not_obeyed", "upheld"}


def problems(folder: Path) -> list[str]:
    """All mistakes in the law files of `folder`, as "file:line: what is wrong"; empty when there are none."""
    try:
        law = Law.load(folder)
    except LawError as problem:
        return [problem.message]
    found: list[str] = []
    for path in law.files():
        found += [f"{path.relative_to(folder)}:{line}: {text}" for line, text in in_file(law, path)]
    found += [f"states/{code}.yaml:1: missing" for code in sorted(STATES - set(law.jurisdictions()))]
    return found


def in_file(law: Law, path: Path) -> Iterator[tuple[int, str]]:
    """Mistakes in one file of `law`: the line, and what is wrong there."""
    try:
        root = yaml.compose(path.read_text(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        yield (mark.line + 1 if mark else 1), f"is not YAML: {getattr(problem, 'problem', problem)}"
        return
    if not isinstance(root, yaml.MappingNode):
        yield 1, "must be a mapping"
        return
    twice = list(duplicates(root))
    yield from twice
    if twice:
        return
    if path.name == "defaults.yaml":
        for where, text in _in_defaults(law.defaults()):
            yield line_of(root, where), text
        return
    name = path.relative_to(law.folder).with_suffix("").as_posix()
    content = law.raw(name)
    for key in set(content) - FILE_KEYS:
        yield line_of(root, (key,)), f"{key}: there is no such key"
    for number, entry in enumerate(content.get("processes") or ()):
        for where, text in _in_process(law, entry, name):
            yield line_of(root, ("processes", number, *where)), f"{entry.get('id', '?')}: {text}"
    yield from _gaps(content, root)


def _in_defaults(content: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    """What all processes share: closed keys, known words, citations."""
    for key in set(content) - {"process", "after_filing", "ground_notes"}:
        yield (key,), f"{key}: there is no such key"
    yield from closed(Process, content["process"], ("process",))
    for role, steps in content["after_filing"].items():
        if role not in ROLES:
            yield ("after_filing", role), f"after_filing.{role}: there is no such role"
        for number, step in enumerate(steps):
            where = ("after_filing", role, number)
            yield from closed(NextStep, step, where)
            if step.get("when") not in OUTCOMES or not step.get("cite"):
                yield where, "a step needs an outcome and a citation"
    for status, notes in content["ground_notes"].items():
        for category in notes:
            if status not in GROUND_KEYS or category not in CATEGORIES:
                yield ("ground_notes", status, category), f"{status}.{category}: there is no such ground"
    yield from uncited(content["process"], ("process",))


def _in_process(law: Law, entry: dict[str, Any], name: str) -> Iterator[tuple[Where, str]]:
    process_id = str(entry.get("id", ""))
    right_file = f"federal/{process_id}" if process_id.startswith("FED-") else f"states/{process_id[:2]}"
    if right_file != name:
        yield (), f"belongs into {right_file}.yaml"
    yield from closed(Process, {k: v for k, v in entry.items() if k not in ("like", "grounds")}, ())
    for key in set(entry.get("grounds", {})) - GROUND_KEYS:
        yield ("grounds", key), f"grounds.{key}: there is no such key"
    try:
        whole = law.complete(law.merged(entry))
        whole.setdefault("jurisdiction", "US" if name.startswith("federal") else name[-2:])
        TypeAdapter(Process).validate_python(whole)
        process = build(Process, whole)
    except ValidationError as problem:
        for error in problem.errors():
            where = tuple(error["loc"])
            yield where, f"{'.'.join(map(str, where))}: {error['msg']}"
        return
    except (LawError, KeyError, TypeError, ValueError, StopIteration, AttributeError) as problem:
        yield (), f"cannot be read: {problem!r}"
        return
    yield from uncited(entry, ())
    yield from _sense(process, entry)
    for number, other in enumerate(process.beside):
        if not _exists(law, other.id):
            yield ("beside", number), f"beside: no process is called {other.id}"


def _exists(law: Law, process_id: str) -> bool:
    try:
        law.process(process_id)
    except LawError:
        return False
    return True


def _sense(process: Process, entry: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    """What types cannot say."""
    for funding in (*process.serves, *process.may_serve):
        if funding not in FUNDINGS:
            yield ("serves",), f"serves: {funding} is no kind of plan"
    if set(process.grounds) != set(CATEGORIES):
        yield ("grounds",), "grounds: every category must stand exactly once"
    listed = [
        c for key in ("reviewable", "depends", "outside") for c in entry.get("grounds", {}).get(key, ())
    ]
    noted = entry.get("grounds", {}).get("notes", {})
    if len(listed) != len(set(listed)) or (set(listed) | set(noted)) - set(CATEGORIES):
        yield ("grounds",), "grounds: a category is unknown or stands twice"
    for key in ("deadline", "expedited_deadline", "internal"):
        window = getattr(process, key)
        if window and (window.amount is None) != (window.unit is Unit.NONE):
            yield (key,), f"{key}: an amount needs a unit, and no amount needs unit none"
        if window and window.unit is Unit.HOURS:
            yield (key,), f"{key}: deadlines of persons are counted in days or months"
    if process.role in (Role.EXTERNAL, Role.ADMINISTRATIVE) and not (process.deadline and process.exhaustion):
        yield (), "needs a deadline and exhaustion"
    if process.role is Role.PROGRAM and len(process.ladder) < 2:
        yield (), "a program needs a ladder of at least two steps"
    if process.confidence is not Confidence.HIGH and not process.uncertain:
        yield ("confidence",), "says it is not sure but not of what (uncertain)"
    if not process.sources:
        yield (), "has no sources"
    for number, source in enumerate(process.sources):
        if source.basis not in ("seen", "recalled") or (source.basis == "seen" and source.read_on is None):
            yield ("sources", number), "a source is seen, with the day it was read, or recalled"
    for step in process.after_filing:
        if step.when not in OUTCOMES:
            yield ("after_filing",), f"after_filing: {step.when} is no outcome"
    if process.effective_until and process.effective_until < process.effective_from:
        yield ("effective_until",), "ends before it begins"


def _gaps(content: dict[str, Any], root: yaml.Node) -> Iterator[tuple[int, str]]:
    """Versions of one process must follow each other without gap or overlap, and the last must be open."""
    versions: dict[str, list[tuple[dt.date, dt.date | None, int]]] = {}
    for number, entry in enumerate(content.get("processes") or ()):
        start = entry.get("effective_from")
        if isinstance(start, dt.date):
            versions.setdefault(str(entry.get("id")), []).append(
                (start, entry.get("effective_until"), number)
            )
    for process_id, spans in versions.items():
        spans.sort(key=lambda span: span[0])
        for (_, until, _), (following, _, number) in pairwise(spans):
            if until is None or until + dt.timedelta(days=1) != following:
                yield line_of(root, ("processes", number)), f"{process_id}: gap or overlap before {following}"
        if spans[-1][1] is not None:
            yield (
                line_of(root, ("processes", spans[-1][2])),
                f"{process_id}: nothing is in force after {spans[-1][1]}",
            )
