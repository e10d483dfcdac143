"""Chances of candidates, by a logit whose weights were fitted on labelled letters (tests/benchmarks/fit_ranking.py)."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

NONE = "none"  # the weight of the answer that no candidate is right


@cache
def weights(name: str) -> Mapping[str, float]:
    """The shipped weights of field `name`."""
    tables = json.loads((files("extractors") / "ranking.json").read_text(encoding="utf-8"))
    return dict(tables[name])


def chances(table: Mapping[str, float], candidates: Sequence[Mapping[str, float]]) -> list[float]:
    """For each candidate, given by its features, the chance that it is the right one.

    With the chance that none of them is, whose weight is `NONE`, they sum to 1.
    """
    scores = [sum(table.get(k, 0.0) * v for k, v in features.items()) for features in candidates]
    nothing = table.get(NONE, -math.inf)
    most = max([*scores, nothing])
    odds = [math.exp(s - most) for s in scores]
    total = sum(odds) + math.exp(nothing - most)
    return [o / total for o in odds]


def chance(table: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The chance that one candidate, given by its features, is right whatever the others are."""
    score = sum(table.get(k, 0.0) * v for k, v in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
