"""Words as pdfplumber finds them, roles of pages, and letters settled by their shapes."""

import logging
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pdfplumber
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.models.document import PageRole
from pipeline.models.letter import Letter, Limits
from pipeline.read import read
from pipeline.read.roles import role
from pipeline.read.shapes import TWINS_UNSETTLED, settled
from pipeline.read.tables import plain
from pipeline.read.tesseract import Read
from tests.read.make_files import FILES

SHARED = Path(__file__).parents[3] / "shared" / "letters"


def plumbed(path: Path) -> Counter[str]:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    words: Counter[str] = Counter()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            upright = page.filter(lambda o: o["object_type"] != "char" or o["upright"])
            words.update(word["text"] for word in upright.extract_words(x_tolerance_ratio=0.15))
            page.close()
    return words


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled letters are not there")
def test_words_are_those_of_pdfplumber() -> None:
    """A second parser with other code finds the same words; what differs is letter-spaced print and ligatures."""
    differ = total = 0
    for path in sorted(SHARED.glob("*.pdf"))[3::40]:
        document = read(Letter(path.name, "0", "application/pdf", (path.read_bytes(),)), Limits())
        ours = Counter(word.text for page in document.pages for word in page.words if word.text.isascii())
        theirs = Counter({text: n for text, n in plumbed(path).items() if text.isascii()})
        differ += ((ours - theirs) + (theirs - ours)).total()
        total += theirs.total()
    assert total > 3000
    assert differ < 0.01 * total


NOTICE = (
    "Discrimination is Against the Law. The plan complies with applicable Federal civil rights laws and does not "
    "exclude people because of race, color, national origin, age, disability or sex. It provides free auxiliary aids "
    "such as qualified sign language interpreters and large print. ATENCIÓN: si habla español, tiene a su "
    "disposición servicios gratuitos de asistencia lingüística. CHÚ Ý: Nếu bạn nói Tiếng Việt."
)
COVER = (
    "FAX COVER SHEET To: Dr. Amaro From: Utilization Management Pages: 3 Date: 03/09/2026 Re: your request"
)

ROLES = [
    # the page's words, its role
    (NOTICE, PageRole.NOTICE),
    (COVER, PageRole.FAX_COVER),
    ("This page intentionally left blank 4", PageRole.BLANK),
    ("", PageRole.BLANK),
    # A notice under the end of a letter, or a decision on a cover, stays letter: losing a fact is worse.
    ("Sincerely, Jo Aalto MD, Medical Director cc: Ruiz Clinic. " + NOTICE, PageRole.BODY),
    (NOTICE + " Claim number 26-118804", PageRole.BODY),
    (COVER + " The service is denied.", PageRole.BODY),
    ("Dear Ms. Farrow-Quill: we have reviewed your claim.", PageRole.BODY),
    ("You may ask for an interpreter.", PageRole.BODY),
]


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_roles(text: str, expected: PageRole) -> None:
    assert role(text) is expected


def print_of(words: list[str]) -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    """Words printed one under the other in one type, and their boxes."""
    font = ImageFont.load_default(size=30)
    image = Image.new("L", (700, 60 * len(words) + 20), 255)
    draw, boxes = ImageDraw.Draw(image), []
    for row, word in enumerate(words):
        draw.text((20, 60 * row + 10), word, fill=0, font=font)
        boxes.append(tuple(map(int, draw.textbbox((20, 60 * row + 10), word, font=font))))
    return np.asarray(image), boxes


SURE = ["03/09/2026", "1,284.50", "555-0180", "Sincerely", "OFFICE", "SOLO", "SOON", "SIGNS", "BOOKS", "BIBS"]
CONFUSED = [
    # as printed, as tesseract read it
    ("R07731", "RO7731"),  # the zero after a letter
    ("S5125", "$5125"),  # a code that looks like an amount
    ("8B2054", "BB2054"),
    ("ZEF9041", "ZEF9041"),  # right already, and stays
]


@pytest.mark.parametrize(("printed", "misread"), CONFUSED)
def test_confused_letters_are_settled_by_the_page(printed: str, misread: str) -> None:
    grey, boxes = print_of([*SURE, printed])
    reads = [
        Read(text, box, (1, 1, row), 0.96) for row, (text, box) in enumerate(zip(SURE, boxes, strict=False))
    ]
    found = settled([*reads, Read(misread, boxes[-1], (1, 1, 99), 0.7)], grey)
    assert [read.text for read in found] == [*SURE, printed]


def test_without_proof_nothing_changes_but_is_doubted() -> None:
    grey, boxes = print_of(["R07731"])
    doubtful = Read("RO7731", boxes[0], (1, 1, 1), 0.9)
    assert settled([doubtful], grey) == [replace(doubtful, confidence=TWINS_UNSETTLED)]
    zero = Read("R07731", boxes[0], (1, 1, 1), 0.9)
    assert settled([zero], grey) == [zero]  # what tesseract sees against its habit


def test_rules_and_bars_go_and_letters_stay() -> None:
    image = Image.new("L", (1000, 500), 230)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=26)
    draw.rectangle((50, 50, 950, 110), fill=40)
    draw.text((70, 64), "Member ID", fill=235, font=font)
    draw.line((50, 200, 950, 200), fill=120, width=2)
    draw.text((70, 150), "ZEF 9041", fill=0, font=font)
    cleaned = plain(np.asarray(image), 200)
    assert np.median(cleaned[52:108, 300:940]) > 180  # the bar is light
    assert cleaned[60:100, 70:200].min() < 80  # its letters are dark
    assert cleaned[199:202, 300:900].min() > 180  # the rule is gone
    assert (cleaned[150:185, 70:190] == np.asarray(image)[150:185, 70:190]).mean() > 0.95


def test_every_file_can_be_made() -> None:
    assert len(FILES) > 30
