"""Files that mislead say what a person sees on them, or are refused by name."""

import time
from collections.abc import Callable

import pytest

from pipeline.errors import BadInputError, DamagedError, UnreadableError, UnsupportedError
from pipeline.models.document import PageRole
from pipeline.models.letter import Limits
from pipeline.read import Reader
from tests.read import make_hostile as hostile
from tests.read import make_letter as made
from tests.read.conftest import letter
from tests.read.make_odd import first_page_good

PDF = "application/pdf"
SEEN = [
    # file, media type
    (hostile.redacted, PDF),  # the paper does not say what is under the bar
    (hostile.painted_over, PDF),  # an old line under the new one
    (hostile.clipped_away, PDF),
    (hostile.layer_off, PDF),
    (hostile.with_attachment, PDF),
    (hostile.letter_in_a_stamp, PDF),  # was taken for a blank page
    (hostile.sub_ifd_ring, "image/tiff"),
    (lambda: hostile.exif_mirrored(5), "image/jpeg"),
    (lambda: hostile.exif_mirrored(7), "image/jpeg"),
    (hostile.several_heic, "image/heic"),
    (hostile.avif, "image/heic"),  # phones' other kind of the same box
]


@pytest.mark.parametrize(("maker", "kind"), SEEN)
def test_what_is_seen_is_read_and_nothing_else(reader: Reader, maker: Callable[[], bytes], kind: str) -> None:
    document = reader.read(letter(maker(), kind))
    text = " ".join(word.text for page in document.pages for word in page.words)
    assert [fact for fact in made.FACTS if fact not in text] == []
    assert hostile.UNSEEN not in text


def test_a_layer_that_is_shown_is_read(reader: Reader) -> None:
    """Else the test above would pass for a reader that knows no layers at all."""
    assert hostile.UNSEEN in [w.text for w in reader.read(letter(hostile.layered(shown=True))).pages[0].words]


def test_each_page_of_a_mixed_tiff_is_read(reader: Reader) -> None:
    document = reader.read(letter(hostile.mixed_tiff(), "image/tiff"))
    assert ["Northwind" in [word.text for word in page.words] for page in document.pages] == [True] * 3


REFUSED = [
    # file, media type, error, what its message says
    (lambda: hostile.layered(shown=False, whole=True), PDF, UnreadableError, "blank"),
    (hostile.portfolio, PDF, UnsupportedError, "save the letter out"),
    (lambda: hostile.portfolio(placeholder=False), PDF, UnsupportedError, "save the letter out"),
    (hostile.undecodable, PDF, DamagedError, "damaged picture"),
    (lambda: hostile.strip(2000, 1), "image/png", UnreadableError, "narrow"),
    (lambda: hostile.strip(1, 2000), "image/png", UnreadableError, "narrow"),
    (lambda: hostile.strip(20_000, 100), "image/png", UnreadableError, "narrow"),
]


@pytest.mark.parametrize(("maker", "kind", "error", "word"), REFUSED)
def test_refused_by_name(
    reader: Reader, maker: Callable[[], bytes], kind: str, error: type[BadInputError], word: str
) -> None:
    with pytest.raises(error, match=word):
        reader.read(letter(maker(), kind))


def test_an_undecodable_page_of_a_letter_is_not_called_blank(reader: Reader) -> None:
    document = reader.read(letter(first_page_good(hostile.undecodable())))
    assert document.unreadable_pages == [2]
    assert document.pages[1].role is not PageRole.BLANK


def test_a_page_that_is_slow_to_draw_costs_only_itself() -> None:
    started = time.monotonic()
    with Reader(1, Limits(seconds_per_page=2, seconds_per_letter=20)) as bounded:
        document = bounded.read(letter(first_page_good(hostile.slow_page_with_text())))
    assert document.unreadable_pages == [2] and document.pages[0].words
    assert "too slow" in (document.pages[1].note or "")
    assert time.monotonic() - started < 30
