"""A short run of the fuzzer; `make fuzz` runs it longer and from other seeds."""

import pytest

from tests.read.fuzz import fuzz


@pytest.mark.slow
def test_damaged_letters_end_in_pages_or_named_errors() -> None:
    outcomes = fuzz(seconds=20, seed=20260309)
    assert outcomes.total() > 20
    assert {"read", "damaged"} <= outcomes.keys()
    assert not outcomes.keys() & {"passing", "missing_tool", "error"}
