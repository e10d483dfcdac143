"""A ledger, a desk that fills it, a room for a batch: what the tests of this folder start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.record import Ledger
from tests.ledger.desk import Desk
from tests.ledger.fixtures import pg, url
from tests.ledger.room import Room

__all__ = ["pg", "url"]


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger(url, who="tester") as book:
        yield book


@pytest.fixture
def desk(ledger: Ledger, tmp_path: Path) -> Desk:
    folder = tmp_path / "letters"
    folder.mkdir()
    return Desk(ledger, folder)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)
