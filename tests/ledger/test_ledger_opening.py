"""Opening a ledger: migrations, many at once, a lock, whose file it is, a URL that cannot be."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from pipeline.errors import LedgerError, PassingError
from pipeline.record import Ledger
from pipeline.record.tables import metadata


def test_migrations_bring_the_database_to_the_shape_of_the_tables(ledger: Ledger) -> None:
    with ledger.engine.connect() as link:
        assert compare_metadata(MigrationContext.configure(link), metadata) == []


def test_opening_again_migrates_nothing_and_a_newer_ledger_is_refused(url: str) -> None:
    with Ledger(url):
        pass
    with Ledger(url) as ledger, ledger.begin() as link:
        link.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="newer imrkit"):
        Ledger(url)


def test_many_open_a_fresh_ledger_at_once(url: str) -> None:
    wrong: list[BaseException] = []

    def open_it() -> None:
        try:
            Ledger(url).close()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_locked_database_is_something_that_can_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.record.store._BUSY_SECONDS", 0.2)
    path = tmp_path / "ledger.db"
    with Ledger(f"sqlite:///{path}") as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PassingError, match="locked"):
            ledger.join()
        other.execute("ROLLBACK")
        ledger.join()
        assert ledger.totals()["done"] == 0  # reading waits for nobody


def test_the_ledger_is_for_this_user_only(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path}/deep/ledger.db") as ledger:
        ledger.join()
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "deep").iterdir()}
    assert set(modes.values()) == {0o600} and "ledger.db" in modes


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:////proc/no/ledger.db"])
def test_an_impossible_url_is_named(url: str) -> None:
    with pytest.raises(LedgerError):
        Ledger(url)
