"""Fit the weights that tell the days of the care in question: `extractors/caredays.json`.

    .venv/bin/python tests/benchmarks/fit_days_of_care.py [--hands m,n,aa] [--quick] [--write]

Prints in how many letters the likeliest date is a day of care, of those that print one: of the letters fitted on, and
(but for `--quick`) with each hand left out in turn.
"""

# ruff: noqa: E402  the checkout goes first on the path
import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import care, caresigns
from extractors.caresigns import Signs
from extractors.reading import Reading
from tests.benchmarks import logit
from tests.benchmarks.hands import fit_arguments
from tests.benchmarks.hands import named as hands_named
from tests.benchmarks.score_hands import _documents, _neighbours

WEIGHTS = Path(caresigns.__file__).with_name("caredays.json")
PENALTY, SMALL = 3.0, 5e-3  # of a weight; a weight that is left out


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one letter: their signs, and whether the care began on each."""

    hand: str
    signs: list[Signs]
    right: list[bool]


def main() -> None:
    args = fit_arguments(__doc__)
    letters: list[Dates] = []
    for labelled, document in (x for hand in hands_named(args.hands) for x in _documents([hand], None)):
        with _neighbours(labelled.hand):  # weights of words that did not see this hand, as on a new letter
            reading = Reading.of(document)
        truth = labelled.truth
        day = dt.date.fromisoformat(truth["letter_date"]) if truth["letter_date"] else None
        begun = {first for first, _ in truth["service_dates"] or ()}
        signs = care.signs(reading, truth["document_kind"], day)
        letters.append(
            Dates(labelled.hand, signs, [d.span.first.isoformat() in begun for d in reading.dates])
        )
    weights = fit(letters)
    print(f"fitted on {len(letters)} letters: {_first(letters, weights)}")
    for hand in sorted({x.hand for x in letters}) if not args.quick else ():
        kept = fit([x for x in letters if x.hand != hand])
        print(f"  {hand} left out: {_first([x for x in letters if x.hand == hand], kept)}")
    if args.write:
        told = {k: round(w, 3) for k, w in sorted(weights.items()) if abs(w) > SMALL}
        WEIGHTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def fit(letters: Sequence[Dates]) -> Signs:
    """Weights that make days of care likely."""
    return logit.for_yes(
        [s for x in letters for s in x.signs], [r for x in letters for r in x.right], PENALTY
    )


def _first(letters: Sequence[Dates], weights: Signs) -> str:
    told = [x.right[int(np.argmax(caresigns.chances(x.signs, weights)))] for x in letters if any(x.right)]
    return f"{sum(told) / max(1, len(told)):.3f} of {len(told)}"


if __name__ == "__main__":
    main()
