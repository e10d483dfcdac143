"""Odd files are read, and hostile ones end soon: in pages, in unreadable pages, or in a named error."""

import time
from collections.abc import Callable

import pytest

from pipeline.errors import BadInputError
from pipeline.models.document import box_as_given
from pipeline.models.letter import Limits
from pipeline.read import Reader
from pipeline.read.roles import is_spanish
from tests.read import make_letter as made
from tests.read import make_odd as odd
from tests.read.conftest import letter

ODD = [
    # file, scale of its points to those of a letter sheet
    (odd.jbig2_pdf, 1.0),  # office copiers
    (odd.user_unit, 0.5),  # pdfium shows pages in their own units, and so do all that draw our boxes on them
    (odd.point_a_pixel, 200 / 72),  # a page of 23 by 30 inches
    (odd.turned_and_cropped, 1.0),  # /Rotate and /CropBox together, on a scan
]


@pytest.mark.parametrize(("maker", "scale"), ODD, ids=[row[0].__name__ for row in ODD])
def test_odd_scans_are_read_in_place(reader: Reader, maker: Callable[[], bytes], scale: float) -> None:
    page = reader.read(letter(maker())).pages[0]
    words = {word.text: word for word in page.words}
    assert [fact for fact in made.FACTS if fact not in words] == []
    assert 9 < words["Northwind"].size < 13  # in points of the sheet
    box = box_as_given(page, words["Northwind"].box)
    assert box[:2] == pytest.approx((72 * scale, 82 * scale), abs=3 * scale)


def test_spanish_is_read_with_its_letters(reader: Reader) -> None:
    text = " ".join(word.text for word in reader.read(letter(odd.spanish())).pages[0].words)
    assert [word for word in ("Número", "Núñez:", "señora", "condición", "después") if word not in text] == []


ENGLISH = "we have reviewed the request for coverage of the service that you named in your letter "
HELP_LINE = "si habla español tiene a su disposición servicios gratuitos de asistencia lingüística "
SPANISH = "el plan que usted tiene con la aseguradora no cubre los servicios de la carta "


def test_lines_of_spanish_on_an_english_page_do_not_pay() -> None:
    assert not is_spanish((ENGLISH * 20 + HELP_LINE * 3).split())
    assert is_spanish((SPANISH * 10).split())


LIMITS = Limits(seconds_per_page=2, seconds_per_letter=5)
HOSTILE = [(kind, maker) for kind, makers in odd.BOMBS.items() for maker in makers]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "maker"), HOSTILE, ids=[maker.__name__ for _, maker in HOSTILE])
def test_bombs_end_soon(bounded: Reader, kind: str, maker: Callable[[], bytes]) -> None:
    data = maker()
    started = time.monotonic()
    try:
        assert bounded.read(letter(data, kind)).pages
    except BadInputError as error:
        assert len(error.message) > 40  # says what is wrong and what to do
    assert time.monotonic() - started < 30
    # Whatever it did to its process, the next letter is read.
    assert bounded.read(letter(made.born_digital())).pages[0].words


@pytest.fixture(scope="module")
def bounded() -> Reader:
    with Reader(1, LIMITS) as reader:
        yield reader


def test_a_hostile_page_costs_only_itself(bounded: Reader) -> None:
    document = bounded.read(letter(odd.first_page_good(odd.pattern_bomb())))
    assert document.unreadable_pages == [2]
    assert "too slow" in (document.pages[1].note or "")
    assert document.pages[0].words
