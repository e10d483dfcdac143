"""One pair of reading processes for all tests of reading."""

import hashlib
from collections.abc import Callable, Iterator

import pytest

from pipeline.models.document import Document
from pipeline.models.letter import Letter, Limits
from pipeline.read import Reader

LIMITS = Limits(seconds_per_page=60, max_pages=20)
Reads = Callable[..., Document]


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader(2, LIMITS) as reader:
        yield reader


def letter(data: bytes, media_type: str = "application/pdf") -> Letter:
    return Letter("letter", hashlib.sha256(data).hexdigest(), media_type, (data,))
