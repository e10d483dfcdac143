"""Reading a facts file: YAML in, `Facts` out. Every mistake is named by the key as it stands in the file.

`situation` reads the few facts that the law asks for without pydantic, whose import alone takes longer than a
decision may; whatever is not plain goes to the full reader, which also does the explaining.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pipeline.errors import FactsError
from pipeline.models.decision import InternalAppeal, Situation
from pipeline.models.words import DenialCategory, DenialClass, DocumentKind, FiledBy, Funding, Outcome

if TYPE_CHECKING:
    from pipeline.models.facts import Facts

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc]
    """Safe YAML in which a key may stand only once."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise FactsError(f"{key}: stands twice (line {key_node.start_mark.line + 1}). Keep one of them.")
        seen.add(key)
    return dict(loader.construct_mapping(node, deep=True))


def _as_text(loader: Any, node: yaml.ScalarNode) -> str:
    """A date stays text here, so that a day that does not exist is told with its key."""
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(path: Path) -> "Facts":
    """The facts in `path`. Raises FactsError naming the key, such as `plan.state`, and what it should be."""
    return parse(_bytes(path), path.name)


def parse(text: bytes | str, name: str = "facts") -> "Facts":
    """The same from the file's content."""
    from pydantic import ValidationError

    from pipeline.models.facts import Facts

    content = _content(text, name)
    try:
        return Facts.model_validate(_without_nulls(content))
    except ValidationError as problem:
        raise FactsError("; ".join(_told(error) for error in problem.errors())) from None


def situation(path: Path) -> Situation | None:
    """What the law asks for, read quickly; None where the file holds more or other than that.

    Raises FactsError if the file cannot be read as YAML.
    """
    return plain(_content(_bytes(path), path.name))


def plain(content: dict[str, Any]) -> Situation | None:
    """The situation of a facts file that holds nothing but what the law asks for, else None."""
    try:
        facts = _take(content, _FACTS)
    except (ValueError, TypeError, InvalidOperation):
        return None
    told = facts.pop("plan", {}) | facts.pop("denial", {}) | facts
    if told.get("funding") is Funding.UNKNOWN:
        told["funding"] = None
    return Situation(**told)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise FactsError(f"{path}: cannot be read ({problem.strerror})") from problem


def _content(text: bytes | str, name: str) -> dict[str, Any]:
    try:
        content = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise FactsError(f"{name}: is not YAML{where}: check indentation, colons and quotes.") from problem
    except RecursionError as problem:
        raise FactsError(f"{name}: is nested too deeply.") from problem
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise FactsError(f"{name}: must be a list of keys and values, such as `plan: {{state: CA}}`.")
    return content


Reader = Callable[[Any], Any]


def _take(content: Any, readers: dict[str, tuple[str, Reader]]) -> dict[str, Any]:
    """The values of `content` under the names the situation has for them. Raises ValueError on anything else."""
    if not isinstance(content, dict):
        raise ValueError
    found = {}
    for key, value in content.items():
        if key not in readers:
            raise ValueError
        if value is not None:
            name, reader = readers[key]
            found[name] = reader(value)
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str) or value != value.strip():
        raise ValueError
    return value


def _state(value: Any) -> str:
    if len(_text(value)) != 2 or not value.isalpha():
        raise ValueError
    return str(value).upper()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _day(value: Any) -> dt.date:
    if len(_text(value)) != 10:
        raise ValueError
    return dt.date.fromisoformat(value)


def _money(value: Any) -> Decimal:
    amount = Decimal(_text(value))
    if not amount.is_finite():
        raise ValueError
    return amount


def _appeals(value: Any) -> tuple[InternalAppeal, ...]:
    if not isinstance(value, list):
        raise ValueError
    return tuple(InternalAppeal(**_take(one, _APPEAL)) for one in value)


_APPEAL: dict[str, tuple[str, Reader]] = {
    "filed_on": ("filed_on", _day),
    "decided_on": ("decided_on", _day),
    "outcome": ("outcome", Outcome),
}
_PLAN: dict[str, tuple[str, Reader]] = {
    "funding": ("funding", Funding),
    "state": ("state", _state),
    "regulator": ("regulator", _text),
    "product": ("product", _text),
    "grandfathered": ("grandfathered", _flag),
}
_DENIAL: dict[str, tuple[str, Reader]] = {
    "category": ("category", DenialCategory),
    "class": ("denial_class", DenialClass),
    "kind": ("kind", DocumentKind),
    "letter_date": ("letter_date", _day),
    "amount_denied": ("amount_denied", _money),
}
_FACTS: dict[str, tuple[str, Reader]] = {
    "filed_by": ("filed_by", FiledBy),
    "received_on": ("received_on", _day),
    "urgent": ("urgent", _flag),
    "internal_appeals": ("internal_appeals", _appeals),
    "plan": ("plan", lambda value: _take(value, _PLAN)),
    "denial": ("denial", lambda value: _take(value, _DENIAL)),
}


def _without_nulls(content: Any) -> Any:
    """A key with nothing behind it is a fact not told."""
    if isinstance(content, dict):
        return {key: _without_nulls(value) for key, value in content.items() if value is not None}
    return content


def _told(error: Any) -> str:
    """One mistake in the file's own terms."""
    key = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "extra_forbidden":
            return f"{key}: there is no such key."
        case "enum":
            return f"{key}: must be one of {error['ctx']['expected']}."
        case "model_type" | "model_attributes_type":
            return f"{key}: must hold keys of its own, indented below it."
        case _:
            return f"{key}: {error['msg'].removeprefix('Value error, ')}."
