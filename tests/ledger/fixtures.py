"""The same tests on both databases."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.ledger.postgres import fresh_database, postgres

_numbers = count()


@pytest.fixture(scope="session")
def pg() -> Iterator[str]:
    """A PostgreSQL server for the whole session."""
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty ledger's URL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.db"
    return fresh_database(request.getfixturevalue("pg"), f"ledger{next(_numbers)}")
