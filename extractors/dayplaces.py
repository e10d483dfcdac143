"""What stands around a date on the page: other days, amounts, a label that nobody knows."""

import re

from extractors.base import Segment, Sheet

_CHARGED = re.compile(r"(?<![\d,])\d[\d,]*\.\d\d\b|^(?:\d{5}|[A-Z]\d{4}|\d{4}[A-Z])(?:-\w\w)?(?:$| [A-Za-z])")
_GRID = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2}")
_DIGIT = re.compile(r"\d")


def in_a_grid(sheet: Sheet, segment: Segment) -> bool:
    """Whether dates stand beside this one, or under each other: days of care, not the letter's own."""
    near = [
        sheet.right(segment),
        sheet.left(segment),
        next(iter(sheet.above(segment, 1)), None),
        sheet.below(segment),
    ]
    return any(
        s is not None
        and _GRID.fullmatch(s.text)
        and s.text != segment.text
        and abs(s.box[1] - segment.box[1]) < 3 * s.size
        for s in near
    )


def in_charges(sheet: Sheet, segment: Segment) -> bool:
    """Whether an amount or the code of a procedure stands to the right of a date, as in a row of charges."""
    beside = sheet.right(segment)
    for _ in range(3):
        if beside is None:
            return False
        if _CHARGED.search(beside.text):
            return True
        beside = sheet.right(beside)
    return False


def unknown_label(sheet: Sheet, segment: Segment) -> str:
    """A short text without figures beside the date, as labels are ("Seen on   August 28, 2025"), or small over it."""
    left = sheet.left(segment)
    if (
        left is not None
        and segment.box[0] - left.box[2] < 170
        and len(left.text.split()) <= 4
        and not any(c.isdigit() for c in left.text)
        and abs(left.size - segment.size) < 0.15 * segment.size
    ):
        return left.text
    over = next(iter(sheet.above(segment, 1)), None)
    small = (
        over is not None and over.size < 0.9 * segment.size and segment.box[1] - over.box[3] < segment.size
    )
    return over.text if over and small and len(over.text.split()) < 8 and not _DIGIT.search(over.text) else ""
