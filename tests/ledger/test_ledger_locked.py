"""A ledger that says "locked" without having waited, as SQLite does when two open a fresh one at the same moment."""

import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from pipeline.errors import PassingError
from pipeline.record import Ledger


@pytest.mark.parametrize(
    ("refusals", "passes"),
    [
        (2, True),  # passed by asking again
        (99, False),  # stays locked: told as what can pass, not waited for without end
    ],
)
def test_a_lock_refused_at_once_is_asked_for_again(tmp_path: Path, refusals: int, passes: bool) -> None:
    with Ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger:
        left = [refusals]

        def refuse(_link: object) -> None:
            left[0] -= 1
            if left[0] >= 0:
                raise OperationalError("BEGIN", {}, sqlite3.OperationalError("database is locked"))

        event.listen(ledger.engine, "begin", refuse, insert=True)
        begun = time.monotonic()
        if passes:
            ledger.join()
            ledger.leave()
        else:
            with pytest.raises(PassingError):
                ledger.join()
        assert time.monotonic() - begun < 10
        event.remove(ledger.engine, "begin", refuse)
        assert ledger.totals()["done"] == 0
