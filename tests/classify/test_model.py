"""The shipped categorizers, and the project that makes them."""

import json
import time
from pathlib import Path

import pytest
import spacy

from extractors.nlp import MODEL, load, scores
from extractors.training.examples import act_examples, examples
from extractors.training.generate import drafts
from extractors.training.layout import pdf
from extractors.training.train import HELD_OUT_SEED, accuracy, train
from pipeline.models.fields import DenialCategory

MEGABYTES = 15


def test_ships_small_and_loads_fast() -> None:
    assert sum(p.stat().st_size for p in MODEL.rglob("*") if p.is_file()) < MEGABYTES * 1024 * 1024
    start = time.process_time()
    for name in ("ground", "act"):
        spacy.load(MODEL / name)
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize(
    ("name", "column", "source", "least"),
    [("ground", 1, examples, 0.95), ("act", 2, act_examples, 0.94)],  # acts: the bank holds many look-alikes
)
def test_gives_the_stated_scores_on_sentences_kept_apart(
    name: str, column: int, source: object, least: float
) -> None:
    held_out = list(source(2400, HELD_OUT_SEED))  # type: ignore[operator]  # of 600 the draw alone moves a point
    assert accuracy(MODEL / name, held_out, column) >= least


def test_knows_every_ground() -> None:
    assert set(load("ground").get_pipe("textcat").labels) == {c.value for c in DenialCategory} | {"none"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["", " ", ".", "\u0301", "﷽", "a"])
def test_odd_texts_do_no_harm(text: str) -> None:
    # a bag of pairs of words once failed on a text without words
    assert max(scores("ground", [text])[0].values()) <= 1.0


def test_same_seed_same_letters() -> None:
    one, two = list(drafts(6, 9)), list(drafts(6, 9))
    assert [d.truth for d in one] == [d.truth for d in two]
    assert [[s.text for s in d.said()] for d in one] == [[s.text for s in d.said()] for d in two]


def test_letters_are_printed_with_what_their_truth_says(tmp_path: Path) -> None:
    import pypdfium2

    for draft in drafts(8, 3):
        path = tmp_path / "t.pdf"
        path.write_bytes(pdf(draft))
        with pypdfium2.PdfDocument(path) as made:
            text = "".join(page.get_textpage().get_text_range() for page in made)
        squeezed = "".join(text.split())
        for key in ("member_id", "group_number"):
            if draft.truth[key]:
                assert "".join(draft.truth[key].split()) in squeezed, key
        json.dumps(draft.truth)


@pytest.mark.slow
def test_training_again_gives_the_same_model(tmp_path: Path) -> None:
    one = train(tmp_path / "one", count=340, held_out=100)
    two = train(tmp_path / "two", count=340, held_out=100)
    assert one == two
    text = "We consider the treatment investigational."
    cats = [spacy.load(tmp_path / run / "ground")(text).cats for run in ("one", "two")]
    assert cats[0] == cats[1]
