"""Words that tesseract left out: ink under none of its words, cut out and read once more.

In sparse text it drops short words that stand alone (a column's "Paid", the last word of a line above a speck).
A dropped word can turn a sentence into its opposite, so what looks like print is never left unread.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.read import tesseract
from pipeline.read.cuttings import Pixels, cuttings
from pipeline.read.raster import Grey
from pipeline.read.tesseract import Read

_INK = 0.7  # of the paper's brightness
_AROUND = 3  # pixels at half size around a word that count as read
_JOIN = 0.1  # inches between letters and words of one piece
_LOW, _HIGH = 0.05, 0.3  # inches; lower is a dash, higher is a picture
_NARROW, _WIDE = 0.1, 5.0  # inches
_SPARSE, _DENSE = 0.12, 0.6  # share of ink in print
_MOST = 40  # pieces; a page with more is a picture or noise
_SURE = 0.7  # confidence from which what is found is a word
_PSM = 6  # one block of lines


def missed(reads: Sequence[Read], grey: Grey, dpi: float, seconds: float) -> list[Read]:
    """The words of `grey` that are not among `reads`. None where that look fails. Raises MissingToolError."""
    boxes = _unread(reads, grey, dpi / 2) if seconds > 0 else []
    if not boxes or len(boxes) > _MOST:
        return []
    sheet, strips = cuttings(boxes, grey, 1.0)
    try:
        second = tesseract.recognize(sheet, dpi, seconds, _PSM)
    except tesseract.OcrFailedError:
        return []
    found = []
    for read in second:
        if read.confidence < _SURE or not any(sign.isalnum() for sign in read.text):
            continue
        for number, strip in enumerate(strips):
            if strip.holds(read.box):
                # Lines of their own, after all others.
                line = (reads[-1].line[0] + 1 + number, 1, 1)
                found.append(replace(read, box=strip.on_page(read.box), line=line))
    return found


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
