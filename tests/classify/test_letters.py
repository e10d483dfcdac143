"""On labelled letters, when they are at hand: none of them is in the training."""

from collections import Counter

import pytest

from tests.benchmarks.hands import SHARED as LETTERS
from tests.classify.measure import judged, letters


@pytest.mark.skipif(not LETTERS.exists(), reason="the labelled letters are not here")
@pytest.mark.parametrize("hand", "dfhkegi")
def test_no_silent_error_and_most_right(hand: str) -> None:
    tally: Counter[str] = Counter()
    for document, truth in letters(hand, every=4):
        tally.update(judged(document, truth))
    assert tally["silent"] == 0
    assert tally["kind"] >= 0.75 * tally["letters"]
    assert tally["class"] >= 0.85 * tally["denials"]
