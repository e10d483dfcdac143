"""Reading a facts file: YAML in, `Facts` out. Every mistake is named by the key as it stands in the file."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipeline.errors import FactsError
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


def load(path: Path) -> Facts:
    """The facts in `path`. Raises FactsError naming the key, such as `plan.state`, and what it should be."""
    try:
        text = path.read_bytes()
    except OSError as problem:
        raise FactsError(f"{path}: cannot be read ({problem.strerror})") from problem
    return parse(text, path.name)


def parse(text: bytes | str, name: str = "facts") -> Facts:
    """The same from the file's content."""
    try:
        content = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise FactsError(f"{name}: is not YAML{where}: check indentation, colons and quotes.") from problem
    except RecursionError as problem:
        raise FactsError(f"{name}: is nested too deeply.") from problem
    if content is None:
        return Facts()
    if not isinstance(content, dict):
        raise FactsError(f"{name}: must be a list of keys and values, such as `plan: {{state: CA}}`.")
    try:
        return Facts.model_validate(_without_nulls(content))
    except ValidationError as problem:
        raise FactsError("; ".join(_told(error) for error in problem.errors())) from None


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
