"""Fit the weights that tell which printed times limit the member's next steps: `extractors/limits.json`.

    .venv/bin/python tests/benchmarks/fit_limits.py [--hands m,n,aa] [--quick] [--write]

Prints how many printed times are told right: those fitted on, and (but for `--quick`) with each hand left out in turn.
"""

# ruff: noqa: E402  the checkout goes first on the path
import datetime as dt
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import deadlines, fill
from extractors.durations import days
from extractors.gather import examine
from extractors.limitsigns import IN, OUT, Printed, Signs, printed, signs
from extractors.reading import Reading
from pipeline.models.document import Document
from pipeline.models.fields import DocumentKind
from tests.benchmarks import logit
from tests.benchmarks.hands import Labelled, fit_arguments
from tests.benchmarks.hands import named as hands_named
from tests.benchmarks.score_hands import _documents, _neighbours
from tests.extract.page import letter

LIMITS = Path(deadlines.__file__).with_name("limits.json")
PENALTY, SEEN = 4.0, 5  # of a weight; times that must show a sign
SENTENCES = Path(__file__).with_name("limits.yaml")
WRITTEN = dt.date(2026, 1, 5)  # the day of the letters that the sentences are from
SMALL = 0.02  # a weight that is left out
WEIGHT = 5  # how often each of the sentences counts


@dataclass(frozen=True, slots=True)
class Item:
    hand: str
    signs: Signs
    label: str


def main() -> None:
    args = fit_arguments(__doc__)
    every = [
        item
        for hand in hands_named(args.hands)
        for labelled, document in _documents([hand], None)
        for item in items(labelled, document)
    ]
    more = WEIGHT * list(sentences())  # few beside the letters' own
    weights = fit(every + more)
    print(f"fitted {accuracy(every, weights)}; {len(weights)} signs")
    for hand in sorted({x.hand for x in every}) if not args.quick else ():
        others = fit([x for x in every if x.hand != hand] + more)
        print(f"  {hand} left out {accuracy([x for x in every if x.hand == hand], others)}", flush=True)
    if args.write:
        LIMITS.write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")


def items(labelled: Labelled, document: Document) -> Iterator[Item]:
    """The printed times of a letter that denies, each with its label; a time that is printed twice only where labelled."""
    truth = labelled.truth
    with _neighbours(labelled.hand):
        extraction, reading = examine(document)
    kind = extraction.kind.value
    denial = DocumentKind.NOT_A_DENIAL.value
    if reading is None or kind in (None, denial) or truth["document_kind"] == denial:
        return
    text, want = reading.sheet.text, truth.get("stated_deadlines") or []
    places = [(w["for"], _places(text, w["text"] or "")) for w in want]
    final = kind == DocumentKind.FINAL_INTERNAL_DENIAL.value
    to_provider = fill.to_provider(reading, extraction.fields)
    for one in printed(reading.sheet, reading.found, fill.letter_day(extraction.fields)):
        told = [step for step, spans in places if any(a <= one.start and one.end <= b for a, b in spans)]
        if told or not any(_alike(text, one, w) for w in want):
            own = signs(reading.sheet, reading.lexicon, one, final, to_provider)
            yield Item(labelled.hand, own, told[0] if told else "none")


def sentences() -> Iterator[Item]:
    """The printed times of limits.yaml."""
    marked = re.compile(r"\{(in|out|no):([^}]*)\}")
    for kind, texts in yaml.safe_load(SENTENCES.read_text(encoding="utf-8")).items():
        for text in texts:
            labels = [(m[2], {"in": IN, "out": OUT, "no": "none"}[m[1]]) for m in marked.finditer(text)]
            reading = Reading.of(letter(marked.sub(lambda m: m[2], text)))
            times = printed(reading.sheet, reading.found, WRITTEN)
            if len(times) != len(labels):
                raise SystemExit(
                    f"{SENTENCES.name}: {len(labels)} times are marked, {len(times)} read: {text}"
                )
            for one, (_, label) in zip(times, labels, strict=True):
                own = signs(reading.sheet, reading.lexicon, one, kind == "final", to_provider=False)
                yield Item(SENTENCES.stem, own, label)


def _places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where a labelled text stands, whatever its signs and capitals."""
    kept = [i for i, c in enumerate(text) if c.isalnum()]
    plain = "".join(text[i].lower() for i in kept)
    sought = "".join(c for c in wanted.lower() if c.isalnum())
    found = re.finditer(re.escape(sought), plain) if sought else ()
    return [(kept[m.start()], kept[m.end() - 1] + 1) for m in found]


def _alike(text: str, one: Printed, wanted: dict[str, Any]) -> bool:
    if one.date:
        return bool(wanted.get("date") == one.date.isoformat())
    length = days(text[one.start : one.end])
    return length is not None and length == days(wanted["text"] or "")


def fit(every: Sequence[Item]) -> dict[str, list[float]]:
    """Weights for the three answers, sign by sign."""
    weights = logit.for_each(
        [x.signs for x in every], [x.label for x in every], deadlines.STEPS, PENALTY, seen=SEEN
    )
    told = {name: [round(w, 3) for w in row] for name, row in sorted(weights.items())}
    return {name: row for name, row in told.items() if not name or max(map(abs, row)) >= SMALL}


def accuracy(every: Sequence[Item], weights: deadlines.Weights) -> str:
    """The share of printed times that are told right."""
    right = sum(max(c := deadlines.chances(weights, x.signs), key=lambda s: c[s]) == x.label for x in every)
    return f"{right / max(1, len(every)):.3f} of {len(every)}"


if __name__ == "__main__":
    main()
