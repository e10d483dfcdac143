"""Shared by all tests: where things are, and small builders."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "letters"
SHARED = ROOT.parent / "shared"

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")


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
