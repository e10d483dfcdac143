"""Fit the weights by which wordings of the service are ranked, `extractors/ranking.json`, from labelled letters.

    .venv/bin/python tests/benchmarks/fit_ranking.py [--hands mnprst] [--write]

Prints how often the best wording is right: on the letters fitted on, and with each hand left out in turn. Only letters
of this repository are fitted on; those of the shared folder judge the result (score_hands.py).
"""

# ruff: noqa: E402  the checkout goes first on the path
import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import candidates, codes, ranking, service, signs
from extractors.reading import Reading
from tests.benchmarks.compare import _overlap, _same
from tests.benchmarks.score_hands import _documents

RANKING = Path(__file__).parents[2] / "extractors" / "ranking.json"
PENALTY, STEPS, RATE = 1.0, 1500, 0.05

Weights = dict[str, float]


@dataclass(slots=True)
class Letter:
    """The wordings of one letter: their features, whether each is right, and how near it comes to the label."""

    name: str
    named: list[candidates.Named]
    features: list[Weights]
    right: list[bool]
    near: list[float]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hands", default="mnprst")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    letters = [x for hand in args.hands for x in _letters(hand)]
    weights = fit(letters)
    print(f"{len(letters)} letters, fitted {_accuracy(letters, weights):.3f}")
    for hand in sorted({x.name[0] for x in letters}):
        left_out = [x for x in letters if x.name[0] == hand]
        others = [x for x in letters if x.name[0] != hand]
        print(f"{hand} left out {_accuracy(left_out, fit(others)):.3f} of {len(left_out)}")
    if args.write:
        table = {k: round(w, 3) for k, w in sorted(weights.items())}
        RANKING.write_text(json.dumps({"service": table}, indent=1) + "\n", encoding="utf-8")


def _letters(hand: str) -> list[Letter]:
    found = []
    for labelled, document in _documents(hand, None):
        wanted = labelled.truth.get("service")
        if not wanted or labelled.truth["document_kind"] == "not_a_denial":
            continue
        r = Reading.of(document)
        rows = frozenset(id(s.words[0]) for x in r.rows for s in (*x.segments, *x.more))
        procedures = codes.procedures(r.sheet, r.lexicon, r.found, rows)
        named = candidates.wordings(r.sheet, r.lexicon, r.labelled, r.claims, procedures)
        found.append(
            Letter(
                labelled.name,
                named,
                signs.features(r.sheet, r.lexicon, r.labelled, r.claims, named),
                [_same("service", n.text, wanted, ()) for n in named],
                [_overlap(n.text, wanted) for n in named],
            )
        )
    return found


def fit(letters: list[Letter]) -> Weights:
    """Weights that make the right wordings likely, the nearest most; Adam on the penalised conditional log loss."""
    keys = sorted({k for x in letters for f in x.features for k in f})
    data = []
    for letter in letters:
        if any(letter.right):
            x = np.array([[f.get(k, 0.0) for k in keys] for f in letter.features])
            y = np.array([r * (n**2 + 0.05) for r, n in zip(letter.right, letter.near, strict=True)])
            data.append((x, y / y.sum()))
    weights, mean, square = (np.zeros(len(keys)) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = PENALTY * weights
        for x, y in data:
            slope = slope + x.T @ (_softmax(x @ weights) - y)
        slope /= len(data)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        rate = RATE if step < 0.6 * STEPS else RATE / 5
        weights = weights - rate * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {k: float(w) for k, w in zip(keys, weights, strict=True)}


def _softmax(scores: Any) -> Any:
    odds = np.exp(scores - scores.max())
    return odds / odds.sum()


def _accuracy(letters: list[Letter], weights: Weights) -> float:
    right = 0
    for letter in letters:
        chances = service.pooled(letter.named, ranking.chances(weights, letter.features))
        right += bool(chances) and letter.right[int(np.argmax(chances))]
    return right / max(1, len(letters))


if __name__ == "__main__":
    main()
