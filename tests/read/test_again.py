"""A second look at doubtful numbers: agreement is believed, difference is doubted."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.read.again import reread
from pipeline.read.layout import measure
from pipeline.read.missed import missed
from pipeline.read.repair import tightened
from pipeline.read.shapes import TWINS_UNSETTLED
from pipeline.read.tables import plain
from pipeline.read.tesseract import Read

DPI = 200.0
PRINTED = "2025061840077"


def printed(text: str) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    font = ImageFont.load_default(size=30)
    image = Image.new("L", (900, 120), 255)
    draw = ImageDraw.Draw(image)
    draw.text((40, 40), text, fill=0, font=font)
    x0, top, x1, bottom = map(int, draw.textbbox((40, 40), text, font=font))
    return np.asarray(image), (x0, top, x1, bottom)


LOOKS = [
    # tesseract's first reading and its confidence, the text then, least and most confidence then
    (PRINTED, 0.45, PRINTED, 0.8, 1.0),  # both agree: believed
    ("2025061340077", 0.55, PRINTED, 0.0, 0.5),  # they differ: the surer one, and a person looks
    (
        "2025061340077",
        0.75,
        "2025061340077",
        0.0,
        0.5,
    ),  # they differ: the first had more to go by; a person looks
    ("2025061340077", 0.99, "2025061340077", 0.99, 0.99),  # not doubted at first: not looked at
    (PRINTED + ",", 0.45, PRINTED + ",", 0.8, 1.0),  # a comma at the end is no difference
    ("1,284,50", 0.63, "1,284,50", 0.63, 0.63),  # a comma for a point is neither proof nor doubt
]


@pytest.mark.parametrize(("text", "sure", "expected", "least", "most"), LOOKS)
def test_second_look(text: str, sure: float, expected: str, least: float, most: float) -> None:
    grey, box = printed("1,284.50" if "," in text[:-1] else PRINTED)
    first = [Read(text, box, (1, 1, 1), sure)]
    (found,) = reread(first, first, grey, DPI, seconds=30)
    assert found.text == expected
    assert least <= found.confidence <= most


WORDS = [
    # as printed, as tesseract read it, the text then
    ("ROOO", "R000", "R000"),  # digits that it takes for letters in a second look only
    ("019", "OLS", "019"),  # digits that stand alone may be read as letters
    ("BILL", "BILL", "BILL"),  # and words of such letters stay words
    ("ID", "ID", "ID"),
]


@pytest.mark.parametrize(("print_", "text", "expected"), WORDS)
def test_digits_read_as_letters(print_: str, text: str, expected: str) -> None:
    grey, box = printed(print_)
    first = [Read(text, box, (1, 1, 1), 0.5)]
    (found,) = reread(first, first, grey, DPI, seconds=30)
    assert found.text == expected
    assert found.confidence <= 0.5


BY_PRINT = [
    # as printed, tesseract's first reading, what the page's print made of it, most confidence then
    ("$5125", "$5125", "S5125", 0.88),  # the engine takes it for the same again: no news
    ("S7125", "$5125", "S5125", 0.5),  # a third reading: a person looks
    ("2511207740", "2511207740", "2211207740", 0.5),  # digits the engine knows: a person looks
]


@pytest.mark.parametrize(("print_", "raw", "by_print", "most"), BY_PRINT)
def test_what_the_print_settled_stays(print_: str, raw: str, by_print: str, most: float) -> None:
    grey, box = printed(print_)
    (found,) = reread(
        [Read(raw, box, (1, 1, 1), 0.7)], [Read(by_print, box, (1, 1, 1), 0.88)], grey, DPI, seconds=30
    )
    assert found.text == by_print
    assert found.confidence == most


def test_numbers_stay_and_are_doubted_when_time_is_up() -> None:
    grey, box = printed(PRINTED)
    first = [Read(PRINTED, box, (1, 1, row), 0.8) for row in range(50)]  # takes longer than no time
    found = reread(first, first, grey, DPI, seconds=0.0)
    assert {(read.text, read.confidence) for read in found} == {(PRINTED, 0.5)}


def typewritten() -> np.ndarray:
    """Letters in cells of one width, as typewriters set them: columns as clear as the lines."""
    image = Image.new("L", (850, 1100), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=14)
    line = "HE WAS CARRIED ON YOUR CARD NUMBER MBC 0093317 AS DEPENDENT"
    for row in range(40):
        for column, letter in enumerate(line):
            draw.text((80 + 11 * column, 80 + 23 * row), letter, fill=0, font=font)
    return np.asarray(image)


@pytest.mark.parametrize(
    ("turns", "sideways"), [(0, False), (1, True), (3, True)]
)  # quarter turns anticlockwise
def test_typewriter_print_is_told_from_sideways(turns: int, sideways: bool) -> None:
    turned = np.ascontiguousarray(np.rot90(typewritten(), turns))
    assert (measure(turned).turn in (90, 270)) is sideways


def test_dotted_rules_go() -> None:
    image = Image.new("L", (1000, 300), 250)
    draw = ImageDraw.Draw(image)
    for x in range(50, 950, 6):
        draw.rectangle((x, 150, x + 2, 151), fill=60)
    draw.text((70, 110), "25322-0518", fill=0, font=ImageFont.load_default(size=24))
    cleaned = plain(np.asarray(image), DPI)
    assert cleaned[149:153, 60:940].min() > 200  # no dot is left
    assert cleaned[110:140, 70:200].min() < 80  # the number is


def test_what_was_left_out_is_read_where_it_stands() -> None:
    image = Image.new("L", (1200, 500), 245)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=30)
    places = {"Charge": (60, 60), "Paid": (500, 60), "Remarks": (900, 60)}
    for text, place in places.items():
        draw.text(place, text, fill=0, font=font)
    draw.rectangle((60, 200, 500, 330), fill=40)  # a picture is no word
    draw.line((60, 400, 900, 400), fill=0, width=2)
    boxes = {text: tuple(map(int, draw.textbbox(place, text, font=font))) for text, place in places.items()}
    known = [Read(text, boxes[text], (n, 1, 1), 0.95) for n, text in enumerate(("Charge", "Remarks"), 1)]
    *kept, found = missed(known, np.asarray(image), DPI, seconds=30)
    assert kept == known
    assert found.text == "Paid"
    assert found.box == pytest.approx(boxes["Paid"], abs=4)
    assert missed([*known, found], np.asarray(image), DPI, seconds=30) == [*known, found]
    assert (
        missed(known, np.asarray(image), DPI, seconds=0.0) == known
    )  # no time left: the page stays as it was


WEAK = [
    # first reading and its confidence, as it reads then
    ((("RNLLNG", 0.4), ("Pt", 0.3)), ["BILLING", "NPI"]),
    ((("BILLING", 0.97), ("NPI", 0.96)), ["BILLING", "NPI"]),  # sure of it: not read again
    ((("BlLLING", 0.8), ("NPl", 0.8)), ["BlLLING", "NPl"]),  # weak words alone are other steps' work
]


@pytest.mark.parametrize(("given", "expected"), WEAK)
def test_a_weak_line_is_read_again(given: tuple[tuple[str, float], ...], expected: list[str]) -> None:
    image = Image.new("L", (600, 200), 245)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=22)
    reads = []
    for (text, sure), word, x in zip(given, ("BILLING", "NPI"), (60, 170), strict=True):
        draw.text((x, 60), word, fill=0, font=font)
        reads.append(Read(text, tuple(map(int, draw.textbbox((x, 60), word, font=font))), (1, 1, 1), sure))
    found = missed(reads, np.asarray(image), DPI, seconds=30)
    assert [read.text for read in found] == expected
    assert [read.box[0] for read in found] == pytest.approx([60, 170], abs=5)


DOUBTED = [
    # confidence after a look at the glyphs, least and most confidence after the second look
    (TWINS_UNSETTLED, TWINS_UNSETTLED, TWINS_UNSETTLED),  # O or 0: the engine cannot tell these
    (0.6, 0.75, 1.0),  # 1 or 7: it can
]


def test_a_label_inside_of_the_box_of_its_value_is_read() -> None:
    image = Image.new("L", (900, 300), 245)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=26)
    draw.text((60, 40), "ACCOUNT", fill=90, font=ImageFont.load_default(size=18))
    boxes = []
    for text, x, top in (("3341977", 60, 70), ("Kiersten", 300, 70), ("Abernathy", 500, 70)):
        draw.text((x, top), text, fill=0, font=font)
        boxes.append(tuple(map(int, draw.textbbox((x, top), text, font=font))))
    boxes[0] = (boxes[0][0], 40, *boxes[0][2:])  # caught the label
    given = [Read(t, box, (1, 1, n), 0.95) for n, (t, box) in enumerate(zip("abc", boxes, strict=True))]
    found = missed(tightened(given, np.asarray(image)), np.asarray(image), DPI, seconds=30)
    assert [read.text for read in found] == ["a", "b", "c", "ACCOUNT"]


@pytest.mark.parametrize(("sure", "least", "most"), DOUBTED)
def test_what_the_print_speaks_against(sure: float, least: float, most: float) -> None:
    grey, box = printed(PRINTED)
    (found,) = reread(
        [Read(PRINTED, box, (1, 1, 1), 0.8)], [Read(PRINTED, box, (1, 1, 1), sure)], grey, DPI, seconds=30
    )
    assert found.text == PRINTED
    assert least <= found.confidence <= most
