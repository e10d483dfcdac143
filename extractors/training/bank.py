"""Sentences written one by one, with their labels: bank/*.tsv (ground, act, sentence)."""

import csv
import random
from collections import defaultdict
from functools import cache
from pathlib import Path

from extractors.training.parts import NONE

BANK = Path(__file__).parent / "bank"
GROUND, ACT = 0, 1  # columns


@cache
def bank() -> tuple[tuple[str, str, str], ...]:
    """Every line: ground, act, sentence."""
    found = []
    for path in sorted(BANK.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(
                (x for x in lines if x.strip() and x[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE
            )
            found += [(ground, act, text) for ground, act, text in rows]
    return tuple(found)


@cache
def _by(column: int, acts: bool) -> dict[str, list[tuple[str, str, str]]]:
    groups = defaultdict(list)
    for row in bank():
        if row[ACT] or not acts:
            groups[row[column]].append(row)
    return dict(groups)


def drawn(column: int, rng: random.Random, acts: bool, none: float = 0.4) -> tuple[str, str, str]:
    """One line, every label of `column` alike, and `none` with its own share.

    With `acts` only lines that are also labelled by what they do, which the sentences of the hands are not.
    """
    groups = _by(column, acts)
    label = NONE if rng.random() < none else rng.choice(sorted(set(groups) - {NONE}))
    return rng.choice(groups[label])
