"""Walking a law file as YAML gives it: lines, keys that stand twice, keys unknown, numbers without citation."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, get_args, get_origin

import yaml

Where = tuple[str | int, ...]


def duplicates(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Keys that stand twice in one mapping, with their lines."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, f"{key.value}: stands twice"
            seen.add(key.value)
            yield from duplicates(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from duplicates(item)


def line_of(node: yaml.Node, where: Where) -> int:
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


def closed(kind: Any, data: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Keys that the vocabulary does not have."""
    origin = get_origin(kind)
    if origin is UnionType:
        kind = next(arg for arg in get_args(kind) if arg is not type(None))
        origin = get_origin(kind)
    if origin is tuple and isinstance(data, list):
        for number, item in enumerate(data):
            yield from closed(get_args(kind)[0], item, (*where, number))
    elif is_dataclass(kind) and isinstance(data, dict):
        types = {item.name: item.type for item in fields(kind)}
        for key, value in data.items():
            if key not in types:
                yield (*where, key), f"{'.'.join(map(str, (*where, key)))}: there is no such key"
            else:
                yield from closed(types[key], value, (*where, key))


def uncited(data: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Numbers of the law without a citation beside them."""
    if isinstance(data, dict):
        numbers = [key for key in ("amount", "days") if data.get(key) is not None]
        if numbers and not str(data.get("cite") or "").strip():
            yield (*where, numbers[0]), f"{'.'.join(map(str, where))}: a number without a citation"
        for key, value in data.items():
            yield from uncited(value, (*where, key))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from uncited(item, (*where, number))
