from pathlib import Path

import pytest

from tests.ledger.fixtures import pg, url
from tests.watch.inbox import Inbox

__all__ = ["pg", "url"]


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)
