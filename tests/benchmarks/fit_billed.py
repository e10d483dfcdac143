"""Fit the weights of words that tell a letter about a bill from one about a request: `extractors/billed.json`.

    .venv/bin/python tests/benchmarks/fit_billed.py [--hands m,n,aa] [--quick] [--write]

Fitted on letters that deny something; a letter with a denied claim's number is one about a bill. Prints how many are
told right with every fifth hand left out in turn (but for `--quick`), by how sure.
"""

# ruff: noqa: E402  the checkout goes first on the path
import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import billed
from extractors.base import Sheet
from pipeline.models.fields import DocumentKind
from tests.benchmarks import logit
from tests.benchmarks.hands import fit_arguments
from tests.benchmarks.hands import named as hands_named
from tests.benchmarks.score_hands import _documents

BILLED = Path(billed.__file__).with_name("billed.json")
PENALTY = 20.0
FEWEST = 60  # letters that a word is in
FOLDS = 5
EDGES = (0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Letter:
    hand: str
    words: set[str]
    bill: bool


def main() -> None:
    args = fit_arguments(__doc__)
    letters = [x for hand in hands_named(args.hands) for x in _letters(hand)]
    if not args.quick:
        _report(letters)
    if args.write:
        weights = fit(letters)
        table = {word: round(weight, 4) for word, weight in sorted(weights.items())}
        BILLED.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def _letters(hand: str) -> list[Letter]:
    return [
        Letter(hand, billed.words(Sheet.of(document).text), bool(labelled.truth["claim_numbers"]))
        for labelled, document in _documents([hand], None)
        if labelled.truth["document_kind"] != DocumentKind.NOT_A_DENIAL.value
    ]


def fit(letters: Sequence[Letter]) -> dict[str, float]:
    """A weight for each word that enough letters hold, and the bias."""
    signs = [dict.fromkeys(x.words, 1.0) for x in letters]
    return logit.for_yes(signs, [x.bill for x in letters], PENALTY, seen=FEWEST, bias=billed.BIAS)


def _report(letters: Sequence[Letter]) -> None:
    hands = sorted({x.hand for x in letters})
    told: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        out = set(hands[fold::FOLDS])
        weights = fit([x for x in letters if x.hand not in out])
        for x in letters:
            if x.hand in out:
                total = weights[billed.BIAS] + sum(weights.get(word, 0.0) for word in x.words)
                told.append((1 / (1 + np.exp(-total)), x.bill))
    for low, high in itertools.pairwise(EDGES):
        part = [bill for chance, bill in told if low <= chance < high]
        print(f"{low:.2f} to {high:.2f}: {sum(part)} of {len(part)} letters have a denied claim")


if __name__ == "__main__":
    main()
