"""Shared by all tests: where things are, and small builders."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "letters"
SHARED = ROOT.parent / "shared"

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")


# Folders whose tests mostly wait, for servers and for processes that are killed: begun first, they end with the others.
WAITING = ("flows", "watch", "ledger")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that wait go first; else the last of them would run alone."""
    items.sort(key=lambda item: item.path.parent.name not in WAITING)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample letters of the repository."""
    return SAMPLES


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder with labelled letters; tests that need it are skipped where it is not there."""
    if not (SHARED / "letters").is_dir():
        pytest.skip("the shared folder is not here")
    return SHARED
