"""A ledger that says "locked" without having waited, as SQLite does when two open a fresh one at the same moment."""

import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from pipeline.errors import PassingError
from pipeline.record import Ledger
from tests.ledger.postgres import binaries, fresh_database


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


def test_a_fresh_file_that_another_is_writing_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses the turn to WAL at once while another writes, whatever the timeout: seen once with two machines."""
    place = tmp_path / "ledger.db"
    other = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(3.0, other.rollback).start()
    begun = time.monotonic()
    with Ledger(f"sqlite:///{place}") as ledger:
        assert ledger.totals()["pending"] == 0
    assert time.monotonic() - begun > 2.5, "it must have waited"
    other.close()


_TOP = Path(__file__).parents[2]


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_twenty_open_a_fresh_ledger_at_the_same_moment(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    """None may end with an error, and what each wrote is there; several rounds, each with a ledger that is new."""
    if database == "sqlite":
        urls = [f"sqlite:///{tmp_path}/{n}.db" for n in range(4)]
    else:
        if binaries() is None:
            pytest.skip("PostgreSQL is not installed")
        urls = [fresh_database(request.getfixturevalue("pg"), f"storm{n}") for n in range(2)]
    command = [sys.executable, "-m", "tests.ledger.opening_storm", "20", *urls]
    ran = subprocess.run(command, cwd=_TOP, capture_output=True, text=True, timeout=200)
    assert ran.returncode == 0, ran.stderr[-2000:]
    for url in urls:
        with Ledger(url) as ledger:
            assert ledger.totals()["pending"] == 20
