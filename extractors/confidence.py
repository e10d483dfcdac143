"""How sure: from what speaks for a value to the share of such values that were right on letters not tuned on."""

import json
import math
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, dict[str, float]]:
    path = files("extractors") / "calibration.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def calibrated(name: str, features: dict[str, float]) -> float:
    """The probability that the value of field `name` is right, by the shipped table; else a plain reading of `score`."""
    weights = _tables().get(name)
    if weights is None:
        return max(0.05, min(0.99, features.get("score", 0.5)))
    total = weights.get("bias", 0.0) + sum(weights.get(k, 0.0) * v for k, v in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
