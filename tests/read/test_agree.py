"""An identifier that a page prints twice has one reading, or is asked about; two identifiers stay two."""

import pytest

from pipeline.read.agree import agreed
from pipeline.read.tesseract import Read

PAGES = [
    # readings and their confidences, as they are then
    ([("EZK2HR7QD00", 0.8), ("EZK2HR7QDO00", 0.5)], [("EZK2HR7QD00", 0.8), ("EZK2HR7QD00", 0.8)]),  # a twin
    ([("(R0773120)", 0.95), ("RO773120.", 0.7)], [("(R0773120)", 0.95), ("R0773120.", 0.95)]),  # signs stay
    ([("R0773120", 0.9), ("RO773120", 0.85)], [("R0773120", 0.6), ("RO773120", 0.6)]),  # a person looks
    ([("26-104417", 0.9), ("26-104418", 0.5)], [("26-104417", 0.9), ("26-104418", 0.5)]),  # two claims
    ([("26-104400", 0.9), ("26-1044000", 0.5)], [("26-104400", 0.9), ("26-1044000", 0.5)]),
    ([("R0773120", 0.9), ("R0773120", 0.5)], [("R0773120", 0.9), ("R0773120", 0.5)]),  # nothing to settle
    ([("BILLED", 0.9), ("81LLED", 0.5)], [("BILLED", 0.9), ("81LLED", 0.5)]),  # no identifiers
]


@pytest.mark.parametrize(("given", "expected"), PAGES)
def test_agreement(given: list[tuple[str, float]], expected: list[tuple[str, float]]) -> None:
    reads = [
        Read(text, (0, 30 * row, 100, 30 * row + 20), (1, 1, row), sure)
        for row, (text, sure) in enumerate(given)
    ]
    assert [(read.text, read.confidence) for read in agreed(reads)] == expected
