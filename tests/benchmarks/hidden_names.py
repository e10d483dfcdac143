"""How a plan is told that the gazetteer does not hold: every open letter again, its true names taken out.

    .venv/bin/python tests/benchmarks/hidden_names.py [--hands abdf] [--errors]

Three rows: the letters as they are; with the true insurer hidden; with the true administrator hidden. A body is hidden
with all its names where one of them is the true name, a part of it or holds it. Counts by letter: right and passed,
right but asked about, wrong and asked about, wrong and silent, nothing found; a value given where there is none.
"""

# ruff: noqa: E402  the checkout goes first on the path
import argparse
import copy
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import cover, whose
from extractors.doubts import doubts
from extractors.gather import examine
from extractors.gazetteer import Gazetteer
from extractors.reading import Fields, Reading
from pipeline.intake import admit
from pipeline.models.fields import Extraction, Field
from pipeline.models.letter import Limits
from pipeline.read import read
from tests.benchmarks.compare import same
from tests.benchmarks.hands import OPEN, letters, named

OUTCOMES = ("right", "right asked", "wrong asked", "wrong silent", "missing", "false", "none")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hands", default=",".join(OPEN))
    parser.add_argument("--errors", action="store_true", help="print what was wrong")
    args = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for letter in letters(named(args.hands)):
        first, reading = examine(read(admit([letter.pdf], Limits())[0], Limits()))
        if reading is None:
            continue
        for row, field, hidden in experiments(reading.names, letter.truth):
            got, why = outcome(reading, first, letter.truth, field, hidden)
            counts.setdefault(row, Counter())[got] += 1
            if args.errors and got not in ("right", "none"):
                print(f"{letter.name} {row}: {got}: {why}")
    print(f"{'':22}" + "".join(f"{o:>14}" for o in OUTCOMES))
    for row, count in counts.items():
        print(f"{row:22}" + "".join(f"{count[o]:14}" for o in OUTCOMES))


def experiments(names: Gazetteer, truth: dict[str, Any]) -> Iterable[tuple[str, str, frozenset[int]]]:
    """(row, field, bodies to hide) for each reading that a letter is good for."""
    insurer = {truth["insurer"], *(truth.get("insurer_aliases") or ())} - {None}
    acting = bodies_of(names, {truth["administrator"]} - {None})
    yield "insurer", "insurer", frozenset()
    if bodies := bodies_of(names, insurer) - acting:
        yield "insurer hidden", "insurer", bodies
    yield "administrator", "administrator", frozenset()
    if acting:
        yield "administrator hidden", "administrator", acting


def bodies_of(names: Gazetteer, told: Iterable[str]) -> frozenset[int]:
    """Bodies that one of the names `told` stands for, is part of, or holds."""
    hidden = {n.body for text in told for hit in names.find(text) for n in hit.names}
    for text in told:
        words = _letters(text)
        hidden |= {
            number
            for number, body in enumerate(names.bodies)
            if any(words in _letters(x) for x in (body.name, *body.entities, *body.aliases))
        }
    return frozenset(hidden)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def without(names: Gazetteer, hidden: frozenset[int]) -> Gazetteer:
    """The gazetteer as if it had never held the bodies of these numbers."""
    if not hidden:
        return names
    less = copy.copy(names)
    less.index = {
        key: {f: left for f, kept in forms.items() if (left := [n for n in kept if n.body not in hidden])}
        for key, forms in names.index.items()
    }
    return less


def outcome(
    reading: Reading, first: Extraction, truth: dict[str, Any], field: str, hidden: frozenset[int]
) -> tuple[str, str]:
    """How `field` comes out when these bodies are not known, and what was found for what, with the doubts."""
    again = replace(
        reading, names=without(reading.names, hidden), party=None, features=dict(reading.features)
    )
    fields: Fields = {k: v for k, v in first.fields.items() if k not in ("insurer", "administrator")}
    whose.parties(again, first.kind.value, fields)
    cover.plan(again, first.kind.value, fields)
    whys = [d.why for d in doubts(again, first.kind, fields) if d.field == field]
    found, want = fields.get(field), truth.get(field)
    got = found.value if isinstance(found, Field) else None
    said = f"{got!r} for {want!r} {whys}"
    if not want or got is None:
        return ("none" if not want and got is None else "missing" if want else "false"), said
    right = same(field, got, want, truth.get("insurer_aliases") or ())
    asked = bool(whys)
    return (
        ("right asked" if asked else "right") if right else f"wrong {'asked' if asked else 'silent'}"
    ), said


if __name__ == "__main__":
    main()
