"""How sure: from what speaks for a value to the share of such values that were right on letters not tuned on."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _tables() -> dict[str, Any]:
    path = files("extractors") / "calibration.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def calibrated(name: str, features: dict[str, float]) -> float:
    """The probability that the value of field `name` is right, by the shipped table; else a plain reading of `score`."""
    weights = _tables().get(name)
    if weights is None:
        return max(0.05, min(0.99, features.get("score", 0.5)))
    total = weights.get("bias", 0.0) + sum(weights.get(k, 0.0) * v for k, v in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def posterior(name: str, signs: Mapping[str, float]) -> dict[str, float]:
    """The probability of each label of field `name`, by the shipped weights of each sign for each label.

    A softmax over signs that were scaled to the letters it was fitted on (tests/benchmarks/calibrate.py); best first.
    """
    table = _tables()[name]
    totals = {
        label: row["bias"] + sum(weight * signs.get(sign, 0.0) for sign, weight in row["signs"].items())
        for label, row in table.items()
    }
    top = max(totals.values())
    odds = {label: math.exp(total - top) for label, total in totals.items()}
    whole = sum(odds.values())
    return {label: o / whole for label, o in sorted(odds.items(), key=lambda x: -x[1])}
