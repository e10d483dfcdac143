"""The cues of cues.yaml at work: what each sentence of a letter speaks for, and how much it counts.

No meaning lives here: phrases and weights stand in cues.yaml, codes in codes.yaml.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pipeline.models.fields import DenialCategory

FOLDER = Path(__file__).parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where there is one: ten times faster

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "´": "'"}
)


class Cue(NamedTuple):
    """One entry of cues.yaml."""

    id: str
    find: re.Pattern[str]
    weight: float
    example: str
    unlike: str | None


class Role(NamedTuple):
    """What a sentence is; `factor` is how much its grounds count, `clause` limits that to the rest of the clause."""

    name: str
    factor: float
    clause: bool
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """All of cues.yaml, compiled."""

    grounds: Mapping[DenialCategory, tuple[Cue, ...]]
    yields: Mapping[DenialCategory, tuple[DenialCategory, ...]]
    roles: tuple[Role, ...]
    emphasis: tuple[Cue, ...]
    reason_headings: tuple[Cue, ...]
    other_headings: tuple[Cue, ...]
    past_headings: tuple[Cue, ...]
    their_headings: tuple[Cue, ...]
    now_headings: tuple[Cue, ...]
    acts: Mapping[str, tuple[Cue, ...]]
    shown: Mapping[str, tuple[Cue, ...]]

    def __iter__(self) -> Iterator[Cue]:
        groups = (
            *self.grounds.values(),
            *(r.cues for r in self.roles),
            *self.acts.values(),
            *self.shown.values(),
        )
        for group in groups:
            yield from group
        yield from (*self.emphasis, *self.reason_headings, *self.other_headings)
        yield from (*self.past_headings, *self.their_headings, *self.now_headings)


class Code(NamedTuple):
    """What a CARC or RARC speaks for."""

    denial: str
    category: DenialCategory | None
    vague: bool


def plain(text: str) -> str:
    """`text` in lower case, without accents, with straight quotes and plain hyphens, single-spaced."""
    text = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(text.lower().split())


@cache
def cues() -> Cues:
    """Cues compiled once a process."""
    raw = _load("cues.yaml")
    macros: dict[str, str] = raw["macros"]

    def group(entries: list[dict[str, Any]]) -> tuple[Cue, ...]:
        return tuple(_cue(e, macros) for e in entries)

    return Cues(
        grounds={DenialCategory(name): group(v) for name, v in raw["grounds"].items()},
        yields={
            DenialCategory(name): tuple(DenialCategory(c) for c in v) for name, v in raw["yields"].items()
        },
        roles=tuple(
            Role(name, v["factor"], v.get("span") == "clause", group(v["cues"]))
            for name, v in raw["roles"].items()
        ),
        emphasis=group(raw["emphasis"]),
        reason_headings=group(raw["reason_headings"]),
        other_headings=group(raw["other_headings"]),
        past_headings=group(raw["past_headings"]),
        their_headings=group(raw["their_headings"]),
        now_headings=group(raw["now_headings"]),
        acts={name: group(v) for name, v in raw["acts"].items()},
        shown={name: group(v) for name, v in raw["shown"].items()},
    )


@cache
def codes() -> Mapping[str, Code]:
    """Every CARC and RARC by its code."""
    raw = _load("codes.yaml")
    return {
        code: Code(
            e["denial"], DenialCategory(e["category"]) if "category" in e else None, e.get("vague", False)
        )
        for kind in ("carc", "rarc")
        for code, e in raw[kind].items()
    }


def _load(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=_Loader)


def _cue(entry: dict[str, Any], macros: dict[str, str]) -> Cue:
    pattern = re.sub(r"<([A-Z]+)>", lambda m: macros[m[1]], entry["pattern"])
    # macros may hold macros
    pattern = re.sub(r"<([A-Z]+)>", lambda m: macros[m[1]], pattern)
    return Cue(
        entry["id"], re.compile(pattern), entry.get("weight", 1.0), entry["example"], entry.get("unlike")
    )
