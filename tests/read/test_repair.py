"""What tesseract gets wrong in plain ways is repaired, what is guessed is doubted, and good words stay as they are."""

from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.read.lines import in_reading_order
from pipeline.read.ocr import words_of
from pipeline.read.repair import repaired
from pipeline.read.tables import plain
from pipeline.read.tesseract import Read

PAPER = np.full((400, 1200), 255, np.uint8)


def line_of(texts: list[str], sure: float = 0.95, gap: int = 12) -> list[Read]:
    reads, x = [], 50
    for text in texts:
        reads.append(Read(text, (x, 100, x + 14 * len(text), 124), (1, 1, 1), sure))
        x += 14 * len(text) + gap
    return reads


LINES = [
    # as tesseract gave it, as it is, most confidence of a word that had to be guessed
    (["!D:", "44812"], ["ID:", "44812"], None),  # a capital I
    (["1D", "44812"], ["ID", "44812"], None),
    (["A1D", "441D"], ["A1D", "441D"], None),  # parts of identifiers stay
    (["€26040-91172"], ["E26040-91172"], 0.5),  # nobody is billed in euros; E or C is a guess
    (["@.00", "$O.00", "(Q.50)"], ["0.00", "$0.00", "(0.50)"], None),
    (["ROOO", "0447", "ZOO", "44OOOO7"], ["R000", "0447", "ZOO", "4400007"], 0.5),
    (["$4802_WCM", "$5A120", "$4802", "$9.00E7"], ["S4802_WCM", "S5A120", "$4802", "$9.00E7"], None),
    (["11/03/2025~11/12/2025", "1/3/25~1/12/25"], ["11/03/2025-11/12/2025", "1/3/25-1/12/25"], None),
    (["1,284,50", "12,345"], ["1,284.50", "12,345"], None),  # thousands have three digits
    (["harm.", "it", "was"], ["harm.", "It", "was"], None),
    (["!f", "calls", "{n", "1st"], ["If", "calls", "In", "1st"], None),
    (["Feb", "27,2026"], ["Feb", "27,", "2026"], None),
    (["Rx", "it", "was"], ["Rx", "it", "was"], None),
    (["8820", "6061", "OX"], ["8820", "6061", "0X"], 0.5),  # the last group of a number in groups
    (["8820", "6061", "0x"], ["8820", "6061", "0X"], 0.5),
    (["8820", "6061", "0X"], ["8820", "6061", "0X"], None),
    (["1200", "6061", "Or"], ["1200", "6061", "0R"], 0.5),  # a wrong guess is asked about
    (["Dayton,", "45402", "OH"], ["Dayton,", "45402", "OH"], None),
    (["GuLF", "Coast", "MEDICAL", "BENEFIT", "FUND"], ["GULF", "COAST", "MEDICAL", "BENEFIT", "FUND"], None),
    (["GuLF", "CoAST", "Ministers’", "FUND"], ["GULF", "COAST", "MINISTERS’", "FUND"], None),
    (["Dear", "Ms.", "McDonald"], ["Dear", "Ms.", "McDonald"], None),
    (["JOHN", "McDONALD", "SMITH"], ["JOHN", "McDONALD", "SMITH"], None),
    (["68.00", "-00", "-00"], ["68.00", ".00", ".00"], None),  # a point in the small print of a fax
    (["4127/2026", "4/2712026"], ["4/27/2026", "4/27/2026"], 0.8),  # a stroke read as a one
    (["427/2026", "12125/2025"], ["4/27/2026", "12/25/2025"], 0.8),
    (["1127/2026", "1112/2026"], ["1127/2026", "1112/2026"], None),  # 1/27 or 11/27: a person looks
]


@pytest.mark.parametrize(("given", "expected", "most"), LINES)
def test_spelling(given: list[str], expected: list[str], most: float | None) -> None:
    found = repaired(line_of(given), PAPER)
    assert [read.text for read in found] == expected
    assert most is None or min(read.confidence for read in found) <= most


TORN = [
    # words, gap in pixels, as they belong together
    (["26", "-005882-4"], 6, ["26-005882-4"]),
    (["26-", "005882"], 6, ["26-005882"]),
    (["26", "-005882-4"], 40, ["26", "-005882-4"]),  # a negative amount in the next column
    (["10", "- 20"], 6, ["10", "- 20"]),
    (["03/19/2", "026"], 6, ["03/19/2026"]),
    (["03/19", "026"], 6, ["03/19", "026"]),
]


@pytest.mark.parametrize(("given", "gap", "expected"), TORN)
def test_torn_numbers(given: list[str], gap: int, expected: list[str]) -> None:
    assert [read.text for read in repaired(line_of(given, gap=gap), PAPER)] == expected


def printed(text: str, size: int = 30) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    font, image = ImageFont.load_default(size=size), Image.new("L", (900, 160), 255)
    draw = ImageDraw.Draw(image)
    draw.text((40, 50), text, fill=0, font=font)
    x0, top, x1, bottom = map(int, draw.textbbox((40, 50), text, font=font))
    return np.asarray(image), (x0, top, x1, bottom)


@pytest.mark.parametrize(("text", "words"), [("Not covered", 2), ("Youowe", 1), ("necessary", 1)])
def test_a_missed_space(text: str, words: int) -> None:
    grey, box = printed(text)
    found = repaired([Read(text.replace(" ", ""), box, (1, 1, 1), 0.9)], grey)
    assert " ".join(read.text for read in found) == text
    assert len(found) == words
    assert all(left.box[2] < right.box[0] for left, right in pairwise(found))


@pytest.mark.parametrize("sign", [":", ".", ""])
@pytest.mark.parametrize("word", ["Member", "group", "ID"])
def test_a_lost_colon_comes_back(word: str, sign: str) -> None:
    grey, _ = printed(word + sign)
    _, box = printed(word)
    (found,) = repaired([Read(word, box, (1, 1, 1), 0.9)], grey)
    assert found.text == word + sign


@pytest.mark.parametrize(("text", "parts", "whole"), [("X288TXE09944", 5, 1), ("X288T XE09944", 5, 2)])
def test_an_identifier_torn_where_no_gap_is(text: str, parts: int, whole: int) -> None:
    """By the ink: tesseract's boxes claim a gap between both."""
    grey, (x0, top, x1, bottom) = printed(text)
    x = printed(text[:parts])[1][2]
    boxes = (x0, top, x - 4, bottom), (x + 5, top, x1, bottom)
    reads = [
        Read(part, box, (1, 1, 1), 0.9)
        for part, box in zip((text[:parts], text[parts:].strip()), boxes, strict=True)
    ]
    assert len(repaired(reads, grey)) == whole


def test_a_digit_read_as_a_bracket_is_doubted() -> None:
    grey, (x0, top, x1, bottom) = printed("820260721")
    x = printed("820")[1][2]
    reads = [
        Read("82(", (x0, top, x, bottom), (1, 1, 1), 0.93),
        Read("260721", (x, top, x1, bottom), (1, 1, 1), 0.96),
    ]
    (found,) = repaired(reads, grey)
    assert found.confidence <= 0.5


@pytest.mark.parametrize(("width", "expected"), [(4, "\N{MIDDLE DOT}"), (10, "-")])
def test_a_dot_between_phrases_is_no_dash(width: int, expected: str) -> None:
    words = [
        Read("Employees", (0, 0, 90, 20), (1, 1, 1), 0.9),
        Read("Medical", (120, 0, 190, 20), (1, 1, 1), 0.9),
    ]
    dash = Read("-", (100, 9, 100 + width, 13), (1, 1, 1), 0.9)
    assert [read.text for read in repaired([words[0], dash, words[1]], PAPER)][1] == expected


def test_a_box_that_caught_a_rule() -> None:
    grey, (x0, top, x1, bottom) = printed("covered")
    grey = grey.copy()
    grey[bottom + 14, x0:x1:3] = 60  # what a fax left of a rule
    neighbours = [Read("usual", (0, 0, 60, bottom - top), (1, 1, n), 0.9) for n in range(2, 6)]
    (found, *_) = repaired([Read("covered", (x0, top, x1, bottom + 16), (1, 1, 1), 0.9), *neighbours], grey)
    assert abs(found.box[3] - bottom) <= 1


def test_sizes_do_not_depend_on_the_letters() -> None:
    """Words of one type have one size, whichever of its letters reach up or down."""
    sizes = set()
    for row, text in enumerate(["Employer group", "no.", "Member", "ID", "paying"]):
        _, (x0, top, x1, bottom) = printed(text)
        reads = [Read(word, (x0, top, x1, bottom), (row, 1, 1), 0.95) for word in text.split()[:1]]
        sizes |= {word.size for word in words_of(reads, 200, 1)}
    assert max(sizes) / min(sizes) < 1.25


# --- clean-up before OCR --------------------------------------------------------------------------------


def drawing() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (1200, 500), 250)
    return image, ImageDraw.Draw(image)


def test_a_bold_heading_is_no_bar() -> None:
    image, draw = drawing()
    draw.text((60, 60), "INDEPENDENT HEALTH", fill=0, font=ImageFont.load_default(size=64), stroke_width=5)
    given = np.asarray(image)
    assert (plain(given, 200) == given).mean() > 0.99


def test_a_bar_beside_bold_letters_is_turned_light() -> None:
    """A name in white on black, and condensed print right beside it."""
    image, draw = drawing()
    draw.rectangle((60, 60, 380, 150), fill=0)
    draw.text((90, 85), "ConnectiCare", fill=255, font=ImageFont.load_default(size=40))
    font = ImageFont.load_default(size=24)
    draw.text((386, 105), "Benefits, Inc., 175 Scott Swamp Road", fill=0, font=font, stroke_width=1)
    cleaned = plain(np.asarray(image), 200)
    assert cleaned[64:146, 64:84].min() > 200  # the ground is light
    assert cleaned[90:125, 90:330].min() < 60  # the name is dark
    assert (cleaned[100:135, 390:800] == np.asarray(image)[100:135, 390:800]).mean() > 0.98


def test_specks_go_and_points_stay() -> None:
    image, draw = drawing()
    font = ImageFont.load_default(size=30)
    draw.text((60, 60), "in-network amount. i: j; 4,5 -", fill=0, font=font)
    with_text = np.asarray(image)
    draw.rectangle((300, 140, 302, 142), fill=0)  # below the line, clear of its letters
    draw.rectangle((900, 300, 903, 303), fill=0)
    cleaned = plain(np.asarray(image), 200)
    assert cleaned[136:146, 296:306].min() > 200 and cleaned[296:308, 896:908].min() > 200
    assert (cleaned[50:110, 50:800] == with_text[50:110, 50:800]).mean() > 0.995


def test_columns_of_ones_are_no_rule() -> None:
    """Typewriter print sets digits under digits."""
    image, draw = drawing()
    font = ImageFont.load_default(size=26)
    for row in range(8):
        draw.text((400, 40 + 34 * row), "1", fill=0, font=font)
        draw.text((440, 40 + 34 * row), "1911", fill=0, font=font)
    given = np.asarray(image)
    assert (plain(given, 200) < 128).sum() > 0.95 * (given < 128).sum()


def test_rules_go_where_text_stands_close() -> None:
    image, draw = drawing()
    font = ImageFont.load_default(size=26)
    for row in range(6):
        draw.text((306, 40 + 44 * row), "HIPAA Paid", fill=0, font=font)
    with_text = np.asarray(image).copy()
    draw.line((300, 30, 300, 310), fill=40, width=2)
    cleaned = plain(np.asarray(image), 200)
    assert cleaned[35:305, 298:302].min() > 180
    assert (cleaned[40:300, 308:460] < 128).sum() > 0.95 * (with_text[40:300, 308:460] < 128).sum()


def test_text_between_two_tables_stays() -> None:
    """Rules that end above a line of text and begin anew below it do not go on through its letters."""
    grey = np.full((400, 700), 250, np.uint8)
    for top, bottom in ((30, 160), (215, 345)):
        cv2.line(grey, (300, top), (300, bottom), 60, 2)
    cv2.putText(grey, "1820260721", (190, 198), cv2.FONT_HERSHEY_DUPLEX, 0.9, 20, 2)
    found = plain(grey, 200)
    assert found[60:140, 295:306].min() > 200  # the rule is gone
    assert (found[172:203] == grey[172:203]).all()


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        # a rule under all three: the box of the second reaches over the first and into the third
        ([("ZCS", 316, 334), ("33810274", 313, 399), ("03", 387, 401)], "ZCS 33810274 03"),
        (
            [("ZCS", 316, 401), ("33810274", 340, 399)],
            "ZCS 33810274",
        ),  # the first reaches over all that follows
        ([("Plan:", 218, 240), ("Gold", 244, 270)], "Plan: Gold"),  # as usual
    ],
)
def test_words_whose_boxes_overlap_keep_their_order(boxes: list[tuple[str, int, int]], expected: str) -> None:
    reads = [Read(text, (a, 126, b, 138), (1, 1, 1), 0.95) for text, a, b in boxes]
    found = words_of(reads, 72, 1)
    assert " ".join(w.text for w in in_reading_order(found)) == expected
    assert all(a.box[2] <= b.box[0] + 2 for a, b in pairwise(found[:2]))
