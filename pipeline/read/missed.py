"""Lines that tesseract left out or could hardly read, cut out and read once more, all in one picture.

In sparse text it drops short words that stand alone (a column's "Paid", the last word of a line above a speck).
A dropped word can turn a sentence into its opposite, so what looks like print is never left unread. Small grey
print that a fax broke up reads better enlarged and as one line than in the pieces that page layout made of it.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.read import tesseract
from pipeline.read.cuttings import Pixels, Strip, cuttings
from pipeline.read.raster import Grey
from pipeline.read.roles import words
from pipeline.read.tesseract import Read

_INK = 0.9  # of the paper's brightness
_AROUND = 3  # pixels at half size around a word that count as read
_JOIN = 0.1  # inches between letters and words of one piece
_LOW, _HIGH = 0.05, 0.3  # inches; lower is a dash, higher is a picture
_NARROW, _WIDE = 0.1, 5.0  # inches
_SPARSE, _DENSE = 0.12, 0.6  # share of ink in print
_MOST = 40  # pieces; a page with more is a picture or noise
_SURE = 0.7  # confidence from which what is found is a word
_SURE_OF_LABEL = 0.35  # the same of a word of forms
_WEAK = 0.75  # mean confidence below which a line is read again
_BESIDE = 0.35  # inches between words of one line
_LEVEL = 0.5  # share of the lower one's height that two words of one line have in common
_LETTERS = 3  # a line with fewer is dust, or left to the second look at numbers
_BETTER = 1.15  # times as much read, letters by confidence, for the second reading of a line to be taken
_ZOOM = 2.0
_PSM = 6  # one block of lines


def missed(reads: Sequence[Read], grey: Grey, dpi: float, seconds: float) -> list[Read]:
    """`reads` with what was left out, and with weak lines as they read better.

    As they are where that look fails. Raises MissingToolError.
    """
    pieces = _unread(reads, grey, dpi / 2) if seconds > 0 else []
    if len(pieces) > _MOST:
        pieces = []
    lines = [line for line in _lines(reads, pieces, dpi) if line.weak][:_MOST] if seconds > 0 else []
    if not lines:
        return list(reads)
    sheet, strips = cuttings([line.box for line in lines], grey, _ZOOM)
    try:
        second = tesseract.recognize(sheet, dpi * _ZOOM, seconds, _PSM)
    except tesseract.OcrFailedError:
        return list(reads)
    kept = list(reads)
    for number, (line, strip) in enumerate(zip(lines, strips, strict=True)):
        found = _on(strip, second, reads[-1].line[0] + 1 + number)
        if not line.reads:
            kept += [read for read in found if _is_word(read) and read.confidence >= _least(read)]
        elif _weight(found) > _BETTER * _weight(line.reads):
            kept = [read for read in kept if not any(read is old for old in line.reads)] + found
    return kept


class _Line:
    """Words and unread ink beside each other."""

    def __init__(self, box: Pixels, read: Read | None) -> None:
        self.box, self.reads, self.unread = box, [read] if read else [], read is None

    def takes(self, box: Pixels, apart: float) -> bool:
        level = min(self.box[3], box[3]) - max(self.box[1], box[1])
        gap = max(self.box[0], box[0]) - min(self.box[2], box[2])
        return level > _LEVEL * min(self.box[3] - self.box[1], box[3] - box[1]) and gap < apart

    def add(self, other: "_Line") -> None:
        (x0, top, x1, bottom), (a, b, c, d) = self.box, other.box
        self.box = (min(x0, a), min(top, b), max(x1, c), max(bottom, d))
        self.reads += other.reads
        self.unread |= other.unread

    @property
    def weak(self) -> bool:
        """Whether it is to be read again."""
        letters = sum(len(read.text) for read in self.reads if _is_word(read))
        if not self.reads or (self.unread and letters < _LETTERS):
            return self.unread
        return letters >= _LETTERS and _weight(self.reads) < _WEAK * letters


def _lines(reads: Sequence[Read], pieces: list[Pixels], dpi: float) -> list[_Line]:
    low = [read for read in reads if read.box[3] - read.box[1] < _HIGH * dpi]
    parts = [*(_Line(read.box, read) for read in low), *(_Line(box, None) for box in pieces)]
    lines: list[_Line] = []
    for part in sorted(parts, key=lambda part: part.box[0]):
        line = next((line for line in reversed(lines) if line.takes(part.box, _BESIDE * dpi)), None)
        if line is None:
            lines.append(part)
        else:
            line.add(part)
    return sorted(lines, key=lambda line: line.box[1])


def _on(strip: Strip, reads: Sequence[Read], block: int) -> list[Read]:
    """The words on a strip, in their places on the page, as a block of their own."""
    return [
        replace(read, box=strip.on_page(read.box), line=(block, *read.line[1:]))
        for read in reads
        if strip.holds(read.box)
    ]


def _least(read: Read) -> float:
    """The confidence from which what stood unread is taken: the words of forms are few, and dust is none of them."""
    return _SURE_OF_LABEL if read.text.strip(".:,|").lower() in words("forms") else _SURE


def _is_word(read: Read) -> bool:
    return any(sign.isalnum() for sign in read.text)


def _weight(reads: Sequence[Read]) -> float:
    """Letters of words by confidence."""
    return sum(len(read.text) * read.confidence for read in reads if _is_word(read))


def _unread(reads: Sequence[Read], grey: Grey, dpi: float) -> list[Pixels]:
    """Boxes of ink that looks like print, in pixels of `grey`; `dpi` is of the copy at half size."""
    if not reads:
        return []
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = np.asarray(half < _INK * float(np.percentile(half[::5, ::5], 70)), dtype=np.uint8)
    for read in reads:
        x0, top, x1, bottom = (side // 2 for side in read.box)
        ink[max(0, top - _AROUND) : bottom + _AROUND, max(0, x0 - _AROUND) : x1 + _AROUND] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, round(_JOIN * dpi) | 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for x, y, width, height, _ in stats[1:count].tolist():
        if not (_LOW * dpi <= height <= _HIGH * dpi and _NARROW * dpi <= width <= _WIDE * dpi):
            continue
        if _SPARSE < ink[y : y + height, x : x + width].mean() < _DENSE:
            found.append((2 * x, 2 * y, 2 * (x + width), 2 * (y + height)))
    return found
