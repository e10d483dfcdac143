"""Whatever a reader makes of a page, extraction ends in fields and doubts: words lost, misread, moved, or a strip left."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from extractors.gather import examine
from pipeline.classify import classify
from pipeline.intake import admit
from pipeline.models.document import Document, Page, Word
from pipeline.models.letter import Limits
from pipeline.read import read

SAMPLES = Path(__file__).parents[2] / "samples" / "letters"
LOOKS = "O0Il15S8B2Z6G|.,:;#-"


@cache
def sample(name: str) -> Document:
    return read(admit([SAMPLES / name], Limits())[0], Limits())


def lose(draw: random.Random, words: list[Word]) -> list[Word]:
    share = draw.choice((0.05, 0.3, 0.8, 1.0))
    return [w for w in words if draw.random() > share]


def misread(draw: random.Random, words: list[Word]) -> list[Word]:
    def seen(text: str) -> str:
        return "".join(draw.choice(LOOKS) if draw.random() < 0.1 else c for c in text)

    return [replace(w, text=seen(w.text), confidence=draw.random()) for w in words]


def move(draw: random.Random, words: list[Word]) -> list[Word]:
    def moved(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        right, down = draw.uniform(-30, 30), draw.uniform(-6, 6)
        return (box[0] + right, box[1] + down, box[2] + right, box[3] + down)

    return [replace(w, box=moved(w.box)) for w in words]


def strip(draw: random.Random, words: list[Word]) -> list[Word]:
    top = draw.uniform(0, 700)
    return [w for w in words if top < w.box[1] < top + draw.choice((12, 60, 250))]


def order(draw: random.Random, words: list[Word]) -> list[Word]:
    return draw.sample(words, len(words))


@pytest.mark.parametrize(
    "name", ["01-hmo-appeal-upheld.pdf", "05-eob-timely-filing.pdf", "12-mixed-cosmetic.pdf"]
)
@pytest.mark.parametrize("spoil", [lose, misread, move, strip, order])
def test_a_spoiled_page_never_ends_in_an_error(
    name: str, spoil: Callable[[random.Random, list[Word]], list[Word]]
) -> None:
    for seed in range(4):
        spoiled = spoil_all(sample(name), spoil, random.Random(seed))
        extraction, _ = examine(spoiled)
        classify(spoiled, extraction)


def spoil_all(
    document: Document, spoil: Callable[[random.Random, list[Word]], list[Word]], draw: random.Random
) -> Document:
    def spoiled(page: Page) -> Page:
        return replace(page, words=tuple(spoil(draw, list(page.words))))

    return replace(document, pages=tuple(spoiled(p) for p in document.pages))
