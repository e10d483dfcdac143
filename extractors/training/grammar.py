"""A small grammar: `{a|b}` chooses, `[x]` may be left out, `<slot>` is filled from a context."""

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDING = Path(__file__).parent / "wording"
_CHOICE = re.compile(r"\{([^{}]*)\}")
_OPTION = re.compile(r"\[([^\[\]{}]*)\]")
_SLOT = re.compile(r"<(\w+)>")
LEAVE_OUT = 0.5


@cache
def wording(name: str) -> Any:
    """wording/NAME.yaml."""
    return yaml.safe_load((WORDING / f"{name}.yaml").read_text(encoding="utf-8"))


def expand(template: str, context: Mapping[str, str], rng: random.Random) -> str:
    """One sentence of `template`. Choices nest; a slot's value may hold choices and slots of its own."""
    text = template
    for _ in range(20):
        before = text
        text = _CHOICE.sub(lambda m: rng.choice(m[1].split("|")), text)
        if not _CHOICE.search(text):
            text = _OPTION.sub(lambda m: m[1] if rng.random() > LEAVE_OUT else "", text)
        text = _SLOT.sub(lambda m: _slot(m[1], context, rng), text)
        if text == before:
            break
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    return text


def _slot(name: str, context: Mapping[str, str], rng: random.Random) -> str:
    if name in context:
        return context[name]
    low = name[:1].lower() + name[1:]
    if low in context:  # <Fact> is <fact> at the start of a sentence
        return capital(context[low])
    if name == "n":
        return str(rng.choice([2, 3, 4, 5, 6, 8, 10, 12, 14, 15, 20, 24, 30, 40, 60]))
    if name in ("n3", "n4"):
        return "".join(rng.choice("0123456789") for _ in range(int(name[1])))
    if name == "P":
        return rng.choice(["SURG.00", "MED.", "7.01.", "RAD-", "CG-", "HP-", "PH-"]) + str(
            rng.randint(100, 999)
        )
    raise KeyError(f"no slot named {name}")


def capital(text: str) -> str:
    """`text` with its first letter in upper case."""
    for index, char in enumerate(text):
        if char.isalpha():
            return text[:index] + char.upper() + text[index + 1 :]
    return text


def pick(items: Sequence[Any], rng: random.Random) -> Any:
    """One of `items`."""
    return items[rng.randrange(len(items))]
