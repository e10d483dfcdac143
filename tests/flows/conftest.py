"""Real Prefect servers: one as imrkit starts it itself, one on PostgreSQL as for many machines."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.flows import prepare, stop
from pipeline.flows.server import Server, ensure
from tests.ledger.fixtures import pg
from tests.ledger.postgres import fresh_database

__all__ = ["pg"]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose server is stopped at the end."""
    folder = tmp_path_factory.mktemp("data")
    os.environ.pop("PREFECT_API_URL", None)
    os.environ.pop("PREFECT_HOME", None)
    prepare(folder)
    yield folder
    os.environ.pop("PREFECT_API_URL", None)
    stop(folder)


@pytest.fixture(scope="session")
def server(data: Path) -> Server:
    """The local server that imrkit starts itself."""
    return ensure(data)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory, pg: str) -> Iterator[Server]:
    """A Prefect server that keeps its records in PostgreSQL."""
    folder = tmp_path_factory.mktemp("many")
    database = fresh_database(pg, "prefect")
    setting = "PREFECT_API_DATABASE_CONNECTION_URL"
    os.environ[setting] = database.replace("postgresql://", "postgresql+asyncpg://")
    home = os.environ.pop("PREFECT_HOME", None)
    try:
        yield ensure(folder)
    finally:
        os.environ.pop(setting)
        stop(folder)
        if home:
            os.environ["PREFECT_HOME"] = home
