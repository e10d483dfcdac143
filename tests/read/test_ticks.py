"""Check boxes are found by their shape, and letters are none."""

import cv2
import numpy as np
import pytest

from pipeline.read.ticks import CROSSED, OPEN, check_boxes, without

DPI, X, Y, SIDE = 200, 300, 100, 28


def page(mark: str, blur: float, boxes: int = 1) -> np.ndarray:
    """Lines of letters, and `boxes` squares beside each other with a mark in each."""
    grey = np.full((400, 900), 250, np.uint8)
    for row, text in enumerate(("BOD80Q BEDHEM@# 08BQ", "Office of Appeals 8800 B0D0")):
        cv2.putText(grey, text, (40, 250 + 60 * row), cv2.FONT_HERSHEY_DUPLEX, 1.1, 20, 3)
    for number in range(boxes):
        x, y, far = X + number * (SIDE + 4), Y, SIDE - 6
        cv2.rectangle(grey, (x, y), (x + SIDE, y + SIDE), 30, 2)
        if mark == "cross":
            cv2.line(grey, (x, y), (x + SIDE, y + SIDE), 30, 1)
            cv2.line(grey, (x, y + SIDE), (x + SIDE, y), 30, 1)
        elif mark == "tick":
            cv2.line(grey, (x + 6, y + 12), (x + 10, y + far), 30, 2)
            cv2.line(grey, (x + 10, y + far), (x + far, y + 6), 30, 2)
        elif mark == "full":
            cv2.rectangle(grey, (x, y), (x + SIDE, y + SIDE), 30, -1)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), blur), dtype=np.uint8)


MARKS = [
    # mark in the box, squares in a row, what it is
    ("", 1, [OPEN]),
    ("cross", 1, [CROSSED]),  # from corner to corner
    ("tick", 1, [CROSSED]),  # stands free in its box
    ("full", 1, []),  # a bullet
    ("tick", 6, []),  # squares for the digits of an identifier
]


@pytest.mark.parametrize("blur", [0.4, 0.8])
@pytest.mark.parametrize(("mark", "boxes", "expected"), MARKS)
def test_marks(mark: str, boxes: int, expected: list[str], blur: float) -> None:
    grey = page(mark, blur, boxes)
    found = check_boxes(grey, DPI)
    assert [sign for sign, _ in found] == expected
    for _, box in found:
        assert box == pytest.approx((X, Y, X + SIDE, Y + SIDE), abs=6)


def test_boxes_are_painted_over_and_letters_stay() -> None:
    grey = page("", 0.4)
    cleared = without(grey, [box for _, box in check_boxes(grey, DPI)])
    assert cleared[Y - 4 : Y + SIDE + 5].min() > 200
    assert (cleared[200:] == grey[200:]).all()
