"""Fit the confidence of the fields that decide what is filed: logistic regression with known signs.

Each sign says what a feature can only do: a larger margin never makes a value less sure. With few errors to learn
from, that keeps the fit from learning accidents of the letters it saw.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

# What each feature may do to the odds: +1 raise, -1 lower, 0 either.
SIGNS: dict[str, dict[str, int]] = {
    "insurer": {"score": 1, "margin": 1, "places": 1, "strong": 1, "known": 1, "word": 1, "vendor": -1, "signs": 1, "only": 1, "heads": 1, "evidence": 1, "rival_evidence": -1, "agreed": 1, "chance": 1, "rival_chance": -1, "tag": 1, "longer": -1, "tag_rival": -1, "whole": 1},
    "letter_date": {"score": 1, "margin": 1, "count": 1, "word": 1, "later": -1, "alone": 0, "chance": 1, "rival_chance": -1, "tag": 1, "tag_rival": -1},
    "member_id": {"score": 1, "margin": 1, "count": 1, "word": 1, "rivals": -1, "fallback": -1, "length": -1, "suffix": -1, "chance": 1, "rival_chance": -1, "tag": 1, "longer": -1, "tag_rival": -1},
    "claim_numbers": {
        "score": 1, "none": 0, "none_eob": -1, "none_money": -1, "none_claim": -1, "leftover": -1, "shape": -1,
        "others": -1, "elsewhere": -1, "no_money": -1, "no_row": -1, "many_no_row": -1, "settled": -1, "weak": -1, "unsettled": -1, "nameless": -1, "partial": -1, "word": 1, "chance": 1, "missed": -1, "tag": 1, "longer": -1, "tag_missed": -1, "request": -1, "bill_alone": -1,
    },
}  # fmt: skip

Row = tuple[dict[str, float], bool]


def fit(name: str, rows: Sequence[Row], penalty: float = 0.1, steps: int = 4000) -> dict[str, float]:
    """Weights by feature, with `bias`; projected gradient descent on the penalised log loss."""
    signs = SIGNS[name]
    keys = list(signs)
    x = np.array([[features.get(k, 0.0) for k in keys] for features, _ in rows])
    y = np.array([float(right) for _, right in rows])
    mean = x.mean(axis=0)
    x = x - mean
    weights, bias = np.zeros(len(keys)), 1.0
    low = np.array([-np.inf if signs[k] <= 0 else 0.0 for k in keys])
    high = np.array([np.inf if signs[k] >= 0 else 0.0 for k in keys])
    rate = 0.5
    for _ in range(steps):
        p = 1 / (1 + np.exp(-(x @ weights + bias)))
        error = p - y
        weights = np.clip(weights - rate * (x.T @ error / len(y) + penalty * weights / len(y)), low, high)
        bias -= rate * error.mean()
    table = {k: round(float(w), 4) for k, w in zip(keys, weights, strict=True)}
    table["bias"] = round(float(bias - mean @ weights), 4)
    return table


def confidence(table: dict[str, float], features: dict[str, float]) -> float:
    """The fitted probability."""
    total = table["bias"] + sum(table.get(k, 0.0) * v for k, v in features.items())
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


LabelRow = tuple[dict[str, float], str]


def fit_labels(
    rows: Sequence[LabelRow], penalty: float = 10.0, steps: int = 1500
) -> dict[str, dict[str, Any]]:
    """Weights of each sign for each label: penalised softmax regression on scaled signs, unscaled again.

    `penalty` is the inverse of the strength that each weight may take (as 1/C elsewhere).
    """
    keys = sorted({k for signs, _ in rows for k in signs})
    labels = sorted({label for _, label in rows})
    x = np.array([[signs.get(k, 0.0) for k in keys] for signs, _ in rows])
    y = np.array([[float(label == one) for one in labels] for _, label in rows])
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    x = (x - mean) / scale
    weights, bias = np.zeros((len(keys), len(labels))), np.zeros(len(labels))
    pace, memory = np.zeros_like(weights), 0.9
    for _ in range(steps):
        z = x @ weights + bias
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        slope = x.T @ (p - y) + penalty * weights
        pace = memory * pace - 0.05 / len(y) * slope
        weights += pace
        bias -= 0.5 * (p - y).mean(axis=0)
    plain = weights / scale[:, None]
    return {
        label: {
            "bias": round(float(bias[n] - mean @ plain[:, n]), 4),
            "signs": {
                k: round(float(w), 4) for k, w in zip(keys, plain[:, n], strict=True) if abs(w) >= 5e-5
            },
        }
        for n, label in enumerate(labels)
    }
