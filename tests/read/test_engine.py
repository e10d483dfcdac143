"""Tesseract's library reads as its program does, and is used for nothing but the program's own library."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import MissingToolError
from pipeline.read import engine, tesseract
from tests.read import make_letter as made

GREY = np.asarray(made.picture(200))


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    engine.library.cache_clear()
    yield
    engine.library.cache_clear()


def test_library_and_program_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    by_program = tesseract.recognize(GREY, 200, 60, 11)
    monkeypatch.setattr(tesseract, "_inside", True)
    assert engine.library() is not None
    assert len(by_program) > 100
    assert tesseract.recognize(GREY, 200, 60, 11) == by_program
    # What was asked for one picture does not stay for the next.
    digits = tesseract.recognize(GREY, 200, 60, 11, signs="0123456789")
    assert all(read.text.isdigit() for read in digits)
    assert tesseract.recognize(GREY, 200, 60, 11) == by_program


def test_a_missing_language_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "_inside", True)
    with pytest.raises(MissingToolError, match="language"):
        tesseract.recognize(GREY, 200, 60, languages="xyz")


def test_a_wrapper_is_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody put a script in tesseract's place: it is started, and not gone around."""
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(tesseract, "_inside", True)
    assert engine.library() is None
    with pytest.raises(tesseract.OcrFailedError):
        tesseract.recognize(GREY, 200, 60)
