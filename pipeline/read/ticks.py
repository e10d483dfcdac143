"""Check boxes, open and crossed: found by their shape before OCR, which takes them for letters.

A box has what no letter has: four straight sides and ink in all four corners.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.cuttings import Pixels
from pipeline.read.raster import Grey

OPEN, CROSSED = "☐", "☒"  # any mark counts as a cross
_LEAST, _MOST = 0.07, 0.18  # inches of a side; larger ones are for letters to be written in
_SQUARE = 1.2  # times the shorter side that the longer one may have
_INK = 0.72  # of the paper's brightness
_SIDE, _CORNER = 0.2, 0.14  # of the box: how far in its sides and its corners reach
_DRAWN = 0.9  # share of a side that has ink
_INSIDE = 0.28  # of the box: from here on it is inside
_EMPTY, _MARKED = 0.03, (0.1, 0.8)  # share of ink inside an open box at most, inside a marked one
_HOLES = (
    1,
    3,
    4,
    5,
)  # pieces of paper around a mark that stands free; around a cross from corner to corner, or so
_EDGE = 2  # pixels around a box that its blurred sides reach
_ROW = 0.06  # inches between squares that belong together

Mask = NDArray[np.bool_]


def check_boxes(grey: Grey, dpi: float) -> list[tuple[str, Pixels]]:
    """The check boxes of a page that stands straight, as signs with their boxes in pixels.

    Squares in a row are left alone: they hold the letters of an identifier.
    """
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(half[::5, ::5], 70))
    _, _, stats, _ = cv2.connectedComponentsWithStats((half < 0.88 * paper).astype(np.uint8), connectivity=8)
    across, down = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    least, most = _LEAST * dpi / 2, _MOST * dpi / 2 + 2
    squarish = (np.maximum(across, down) <= _SQUARE * np.minimum(across, down) + 1) & (down <= most)
    squarish &= np.minimum(across, down) >= least
    found = []
    for index in np.flatnonzero(squarish[1:]) + 1:
        x, y, width, height = (2 * int(value) for value in stats[index, :4])
        if sign := _sign(grey[y : y + height, x : x + width] < _INK * paper):
            found.append((sign, (x, y, x + width, y + height)))
    return [(sign, box) for sign, box in found if _is_alone(box, found, _ROW * dpi)]


def without(grey: Grey, boxes: list[Pixels]) -> Grey:
    """`grey` with the boxes painted over in the colour of the paper around them."""
    if not boxes:
        return grey
    grey = grey.copy()
    for x0, top, x1, bottom in boxes:
        part = grey[max(0, top - _EDGE) : bottom + _EDGE, max(0, x0 - _EDGE) : x1 + _EDGE]
        part[:] = int(np.percentile(part, 90))
    return grey


def _sign(ink: Mask) -> str | None:
    """Whether the ink of a glyph is an open box, a crossed one, or something else."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = ink.shape
    if max(high, wide) > _SQUARE * min(high, wide):
        return None
    side, corner = max(2, round(_SIDE * high)), max(2, round(_CORNER * high))
    sides = (
        ink[:side].any(axis=0),
        ink[-side:].any(axis=0),
        ink[:, :side].any(axis=1),
        ink[:, -side:].any(axis=1),
    )
    if min(float(edge.mean()) for edge in sides) < _DRAWN:
        return None
    if not all(
        ink[a][:, b].any()
        for a in (slice(corner), slice(-corner, None))
        for b in (slice(corner), slice(-corner, None))
    ):
        return None
    edge = round(_INSIDE * high)
    inside = float(ink[edge : high - edge, edge : wide - edge].mean())
    if inside <= _EMPTY:
        return OPEN
    return CROSSED if _MARKED[0] <= inside <= _MARKED[1] and _holes(ink) in _HOLES else None


def _holes(ink: Mask) -> int:
    """How many pieces of paper the ink shuts in."""
    paper = np.pad(1 - ink.astype(np.uint8), 1, constant_values=1)
    return int(cv2.connectedComponents(paper, connectivity=4)[0]) - 2


def _is_alone(box: Pixels, others: list[tuple[str, Pixels]], near: float) -> bool:
    """No other box touches it from the side: squares in a row hold the letters of an identifier."""
    return not any(
        abs(box[1] - other[1]) < near and 0 < max(box[0] - other[2], other[0] - box[2]) + near < 2 * near
        for _, other in others
        if other != box
    )
