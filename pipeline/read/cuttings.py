"""Pieces of a page cut out and set one below the other on a sheet of their own, to be read once more."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.read.raster import Grey

Pixels = tuple[int, int, int, int]  # x0, top, x1, bottom

_EDGE = 3  # pixels cut out around a piece
_ROOM = 0.5  # paper left around each piece, as a share of its height
_BESIDE = 20  # pixels of paper left and right of each piece


@dataclass(frozen=True, slots=True)
class Strip:
    """Where one piece lies: the rows it fills on the sheet, and how pixels of the sheet lead back to the page."""

    top: int
    bottom: int
    x: int  # of the page, of the piece's first column
    y: int
    left: int  # of the sheet, likewise
    first: int
    zoom: float

    def holds(self, box: Pixels) -> bool:
        """Whether a box on the sheet lies on this strip."""
        return self.top <= (box[1] + box[3]) / 2 < self.bottom

    def on_page(self, box: Pixels) -> Pixels:
        """A box on the sheet as one on the page."""
        return (
            self.x + round((box[0] - self.left) / self.zoom),
            self.y + round((box[1] - self.first) / self.zoom),
            self.x + round((box[2] - self.left) / self.zoom),
            self.y + round((box[3] - self.first) / self.zoom),
        )


def cuttings(boxes: Sequence[Pixels], grey: Grey, zoom: float) -> tuple[Grey, list[Strip]]:
    """The sheet with what lies in `boxes` (at least one), enlarged `zoom` times, and its strips in their order."""
    pieces, strips, down = [], [], 0
    for x0, top, x1, bottom in boxes:
        x, y = max(0, x0 - _EDGE), max(0, top - _EDGE)
        piece = cv2.resize(
            grey[y : bottom + _EDGE, x : x1 + _EDGE], None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC
        )
        around = max(8, round(_ROOM * piece.shape[0]))
        paper = int(np.percentile(piece, 90))
        piece = cv2.copyMakeBorder(piece, around, around, _BESIDE, _BESIDE, cv2.BORDER_CONSTANT, value=paper)
        pieces.append((piece, paper))
        strips.append(Strip(down, down + piece.shape[0], x, y, _BESIDE, down + around, zoom))
        down += piece.shape[0]
    width = max(piece.shape[1] for piece, _ in pieces)
    sheet = np.vstack(
        [
            cv2.copyMakeBorder(piece, 0, 0, 0, width - piece.shape[1], cv2.BORDER_CONSTANT, value=paper)
            for piece, paper in pieces
        ]
    )
    return np.ascontiguousarray(sheet, dtype=np.uint8), strips
