"""`imrkit law check`: every rule file read strictly, each mistake with file and line."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

import yaml
from pydantic import TypeAdapter, ValidationError

from pipeline.errors import LawError
from pipeline.law.load import Law, build
from pipeline.law.model import Process
from pipeline.law.terms import CATEGORIES, Confidence, Role, Unit
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
FUNDINGS = frozenset(one.value for one in Funding)
FILE_KEYS = {"jurisdiction", "name", "if_unclear", "processes"}
GROUND_KEYS = {"reviewable", "depends", "outside", "all", "notes"}
OUTCOMES = {"silent", "overturned", "not_obeyed", "upheld"}
Where = tuple[str | int, ...]


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
    twice = list(_duplicates(root))
    yield from twice
    if twice or path.name == "defaults.yaml":
        return
    name = path.relative_to(law.folder).with_suffix("").as_posix()
    content = law.raw(name)
    for key in set(content) - FILE_KEYS:
        yield _line(root, (key,)), f"{key}: there is no such key"
    for number, entry in enumerate(content.get("processes") or ()):
        for where, text in _in_process(law, entry, name):
            yield _line(root, ("processes", number, *where)), f"{entry.get('id', '?')}: {text}"
    yield from _gaps(content, root)


def _duplicates(node: yaml.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, f"{key.value}: stands twice"
            seen.add(key.value)
            yield from _duplicates(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicates(item)


def _line(node: yaml.Node, where: Where) -> int:
    """The line of the deepest part of `where` that stands in the file."""
    for step in where:
        inner: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            inner = next((value for key, value in node.value if key.value == step), None)
            at = next((key for key, _ in node.value if key.value == step), None)
            if at is not None and inner is not None and isinstance(inner, yaml.ScalarNode):
                return int(at.start_mark.line) + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = node.value[step]
        if inner is None:
            break
        node = inner
    return int(node.start_mark.line) + 1


def _in_process(law: Law, entry: dict[str, Any], name: str) -> Iterator[tuple[Where, str]]:
    process_id = str(entry.get("id", ""))
    right_file = f"federal/{process_id}" if process_id.startswith("FED-") else f"states/{process_id[:2]}"
    if right_file != name:
        yield (), f"belongs into {right_file}.yaml"
    yield from _closed(Process, {k: v for k, v in entry.items() if k not in ("like", "grounds")}, ())
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
    yield from _uncited(entry, ())
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


def _closed(kind: Any, data: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Keys that the vocabulary does not have."""
    origin = get_origin(kind)
    if origin is UnionType:
        kind = next(arg for arg in get_args(kind) if arg is not type(None))
        origin = get_origin(kind)
    if origin is tuple and isinstance(data, list):
        for number, item in enumerate(data):
            yield from _closed(get_args(kind)[0], item, (*where, number))
    elif is_dataclass(kind) and isinstance(data, dict):
        types = {item.name: item.type for item in fields(kind)}
        for key, value in data.items():
            if key not in types:
                yield (*where, key), f"{'.'.join(map(str, (*where, key)))}: there is no such key"
            else:
                yield from _closed(types[key], value, (*where, key))


def _uncited(data: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Numbers of the law without a citation beside them."""
    if isinstance(data, dict):
        numbers = [key for key in ("amount", "days") if data.get(key) is not None]
        if numbers and not str(data.get("cite") or "").strip():
            yield (*where, numbers[0]), f"{'.'.join(map(str, where))}: a number without a citation"
        for key, value in data.items():
            yield from _uncited(value, (*where, key))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from _uncited(item, (*where, number))


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
    if len(listed) != len(set(listed)) or set(listed) - set(CATEGORIES):
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
                yield _line(root, ("processes", number)), f"{process_id}: gap or overlap before {following}"
        if spans[-1][1] is not None:
            yield (
                _line(root, ("processes", spans[-1][2])),
                f"{process_id}: nothing is in force after {spans[-1][1]}",
            )
