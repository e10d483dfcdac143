"""Words of forms are put right by letters of one look; names, numbers and prose stay as they were read."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.read.spelling import respelled
from pipeline.read.tesseract import Read

PAPER = np.full((200, 1200), 255, np.uint8)


def line_of(texts: list[str], gap: int) -> list[Read]:
    reads, x = [], 50
    for text in texts:
        reads.append(Read(text, (x, 100, x + 14 * len(text), 124), (1, 1, 1), 0.9))
        x += 14 * len(text) + gap
    return reads


LINES = [
    # as read, gap in pixels, as it is
    (["Ciaim", "number:"], 12, ["Claim", "number:"]),
    (["Health", "Pian,", "(Pationt)"], 12, ["Health", "Plan,", "(Pationt)"]),  # an o is no e
    (["FINAL'ZED", "5UBSCRIBER"], 12, ["FINALIZED", "SUBSCRIBER"]),
    (["MernbeR", "rnember"], 12, ["Member", "member"]),
    (["SUBS", "CRIBER", "ac", "count"], 4, ["SUBSCRIBER", "account"]),
    (["SUBS", "CRIBER"], 14, ["SUBS", "CRIBER"]),  # as far apart as words are
    (["Uphill", "hill", "Dental", "Dale"], 12, ["Uphill", "hill", "Dental", "Dale"]),  # words of their own
    (["Carla", "Clairn"], 12, ["Carla", "Claim"]),
    (["HEALTH", "PLAN", "MEMBER", "10"], 12, ["HEALTH", "PLAN", "MEMBER", "ID"]),
    (["MEMBER", "IO:", "4417"], 12, ["MEMBER", "ID:", "4417"]),
    (["{D", "number"], 12, ["ID", "number"]),
    (["1D)", "number"], 12, ["ID", "number"]),
    (["10", "number", "SECTION", "10"], 12, ["10", "number", "SECTION", "10"]),  # nobody's
    (["Patient", "10", "years"], 12, ["Patient", "10", "years"]),
    (["(NP!", "1558300726)"], 12, ["(NPI", "1558300726)"]),
    (["C1A1M5", "26071KY0330"], 12, ["C1A1M5", "26071KY0330"]),  # may be an identifier
]


@pytest.mark.parametrize(("given", "gap", "expected"), LINES)
def test_words_of_forms(given: list[str], gap: int, expected: list[str]) -> None:
    assert [read.text for read in respelled(line_of(given, gap), PAPER)] == expected


@pytest.mark.parametrize(("sure", "expected"), [(0.5, "MEDICAL"), (0.9, "MEPDICAL")])
def test_a_letter_read_twice(sure: float, expected: str) -> None:
    (found,) = respelled([Read("MEPDICAL", (50, 100, 160, 124), (1, 1, 1), sure)], PAPER)
    assert found.text == expected


def test_a_word_put_together_has_the_box_of_both_parts() -> None:
    given = line_of(["SUBS", "CRIBER"], 4)
    (found,) = respelled(given, PAPER)
    assert found.box == (given[0].box[0], 100, given[1].box[2], 124)


@pytest.mark.parametrize("printed", ["Humana", "HUMANA"])
def test_a_large_name_has_the_case_that_it_is_printed_in(printed: str) -> None:
    image = Image.new("L", (1200, 200), 255)
    draw, reads = ImageDraw.Draw(image), []
    for text, x, size in ((printed, 40, 50), ("Clinical", 400, 20), ("Review", 500, 20)):
        font = ImageFont.load_default(size=size)
        draw.text((x, 60), text, fill=0, font=font)
        reads.append(
            Read(text.upper(), tuple(map(int, draw.textbbox((x, 60), text, font=font))), (1, 1, 1), 0.9)
        )
    assert respelled(reads, np.asarray(image))[0].text == printed
