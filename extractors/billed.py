"""Whether a letter that denies speaks of care that was given and billed, or of care that was asked for.

Only a bill has a claim's number. What offices call a number ("document control", "pre-service claim", the claim of
another insurer) tells little; the words of the whole letter tell much: who writes about charges, visits and payment
decides a claim, who writes about requests, hours and reviewers decides an authorization. Weights of words were fitted
on letters with and without a denied claim (tests/benchmarks/fit_billed.py); the word "claim" itself is not among them.
"""

import json
import math
import re
from functools import cache
from importlib.resources import files

from extractors.base import Sheet

STEM = 7  # letters of a word that count
BIAS = ""
_SUM = re.compile(r"\$ ?\d|\b\d+\.\d\d\b")
_SUMS = 3  # from which there is a list of them
_WORD = re.compile(r"[^\W\d_]{2,}")
# of labels rather than of what is told; and months
_LEFT_OUT = {
    "claim", "claims", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
}  # fmt: skip


def words(text: str) -> set[str]:
    """The stems of a letter's words, with a mark for a sum of money and for several."""
    found = {word[:STEM] for word in _WORD.findall(text.lower()) if word not in _LEFT_OUT}
    sums = len(_SUM.findall(text))
    return found | ({"$"} if sums else set()) | ({"$$$"} if sums >= _SUMS else set())


def billed(sheet: Sheet) -> float:
    """The probability that a letter of denial denies a claim that was billed."""
    weights = _weights()
    total = weights[BIAS] + math.fsum(weights.get(word, 0.0) for word in words(sheet.text))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _weights() -> dict[str, float]:
    return dict(json.loads((files("extractors") / "billed.json").read_text(encoding="utf-8")))
