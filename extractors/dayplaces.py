"""What stands around a date on the page: other days, amounts, a label that nobody knows."""

import re

from extractors.base import Segment, Sheet
from extractors.lexicon import Lexicon

_CHARGED = re.compile(r"(?<![\d,])\d[\d,]*\.\d\d\b|^(?:\d{5}|[A-Z]\d{4}|\d{4}[A-Z])(?:-\w\w)?(?:$| [A-Za-z])")
_GRID = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2}")
_DIGIT = re.compile(r"\d")
_ENDED = re.compile(r"[.:;!?|\d]\W*$")
_VALUE = re.compile(r"[^:]{3,30}: ?(?:\S+ ){3,}\S+")  # a label and a value of many words
_HEAD = 0.25  # of the first page, where titles stand
_PROSE = 380  # points; a longer line is prose


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
    """A short text without figures beside the date, as labels are ("Seen on   August 28, 2025"), or over it, small or with a colon."""
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
        over is not None
        and (over.size < 0.9 * segment.size or over.text.endswith(":"))
        and segment.box[1] - over.box[3] < segment.size
    )
    return over.text if over and small and len(over.text.split()) < 8 and not _DIGIT.search(over.text) else ""


def goes_on(sheet: Sheet, segment: Segment, bare: bool) -> bool:
    """Whether a line with a date goes on with what the line above it began ("... PRINTED / 11/04/25.").

    `bare` says that nothing but signs stands with the date.
    """
    lines = sheet.block_of(segment).segments
    at = lines.index(segment)
    if not at:
        return False
    above = lines[at - 1]
    wrapped = (
        abs(above.box[0] - segment.box[0]) < 4
        and segment.box[1] - above.box[3] < 0.6 * segment.size
        and not _ENDED.search(above.text)
        and above.box[2] >= max(line.box[2] for line in lines) - 30
    )
    prose = above.box[2] - above.box[0] > _PROSE and (not bare or segment.text[-1] in ".,;)")
    value = _VALUE.fullmatch(above.text) is not None and _DIGIT.search(above.text) is not None
    return wrapped and (prose or (value and not bare))


def set_as_a_title(sheet: Sheet, label: str, start: int) -> bool:
    """Whether what stands over a date is set larger than the date, as titles are, and labels are not."""
    segment = sheet.segment_at(start)
    over = next((s for s in sheet.above(segment, 14) if s.text == label), None)
    return over is not None and over.size > 1.2 * segment.size


def under_a_title(sheet: Sheet, lexicon: Lexicon, start: int) -> bool:
    """Whether a plain label of the letter's own day has the letter's title over it: "Initial Determination", "Date:"."""
    segment = sheet.segment_at(start)
    over = next(iter(sheet.above(segment, 1)), None)
    if segment.page != sheet.first_page or sheet.top(start) > _HEAD or over is None:
        return False
    hit = lexicon.cell("date", sheet.text[sheet.offset_of(segment) : start])
    titled = over is sheet.block_of(segment).segments[0] and not any(c in ":0123456789" for c in over.text)
    return titled and hit is not None and hit.field == "letter_date"
