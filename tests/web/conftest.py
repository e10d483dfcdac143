import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.models.case import Case
from pipeline.models.letter import Limits
from pipeline.web import create_app
from pipeline.web.pages import Pages
from tests.web import build

BASE = "http://127.0.0.1:8377"


@pytest.fixture(scope="session")
def shelf_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Case, Case]:
    """An output folder with two cases, made once; tests work on copies."""
    out = tmp_path_factory.mktemp("made")
    return out, build.grievance(out), build.scan(out)


@pytest.fixture
def out(shelf_made: tuple[Path, Case, Case], tmp_path: Path) -> Path:
    return Path(shutil.copytree(shelf_made[0], tmp_path / "out"))


@pytest.fixture
def grievance(shelf_made: tuple[Path, Case, Case]) -> Case:
    return shelf_made[1]


@pytest.fixture
def scan(shelf_made: tuple[Path, Case, Case]) -> Case:
    return shelf_made[2]


@pytest.fixture(scope="session")
def pages() -> Iterator[Pages]:
    """One drawing process for all tests."""
    pages = Pages(Limits())
    yield pages
    pages.close()


@pytest.fixture
def client(out: Path, pages: Pages) -> Iterator[TestClient]:
    app = create_app(out, build.url(out), today=lambda: build.TODAY)
    app.state.pages = pages
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        yield client
