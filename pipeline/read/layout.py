"""Where the ink of a page lies: which way is up, and how far its lines slant.

All is measured on a small copy, without turning a picture. Letters stand closer to those beside them than to
those above and below, in typewriter print too, so a little closing of gaps joins many more of them along the
lines than across. Lines of text give a comb of full and empty rows; the comb is sharpest along the lines. Latin text has more letters that
reach up (b d f h k l t, capitals, digits) than letters that reach down (g j p q y), so the ink beside the
core of a line tells up from down. The last two ideas are old: W. Postl (1986) for the comb; D. S. Bloomberg et al.,
"Measuring document image skew and orientation" (1995) for both.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.raster import Grey

_MOST_SKEW = 6.0  # degrees
_COARSE = 0.5
_FINE = (0.2, 0.1, 0.05)
_UNTOLD = 0.06  # less difference between up and down is chance
_SAMPLE = 30_000  # ink pixels to measure on
_JOINS = 5  # pixels closed to see along which way letters join
_ENOUGH = 60  # ink marks; fewer say nothing about directions


@dataclass(frozen=True, slots=True)
class Layout:
    """`turn`: degrees clockwise to set the page upright; `slant`: degrees that its lines rise to the right
    once it stands upright; `marks`: how many pieces of ink."""

    turn: int
    slant: float
    marks: int


@dataclass(frozen=True, slots=True)
class _Ink:
    """Coordinates of ink pixels on a canvas of `width` by `height`."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    width: int
    height: int

    def turned_left(self) -> "_Ink":
        return _Ink(self.y, self.width - 1 - self.x, self.height, self.width)

    def rows(self, slant: float) -> NDArray[np.int64]:
        """How much ink each row has, along lines that rise by `slant` degrees to the right."""
        angle = np.deg2rad(slant)
        down = self.y * np.cos(angle) + self.x * np.sin(angle)
        margin = int(self.width * abs(np.sin(angle))) + 2
        return np.bincount((down + margin).astype(np.int32), minlength=self.height + 2 * margin)


def measure(even: Grey) -> Layout:
    """The layout of an evenly lit small copy of a page (lines of text about 8 to 20 pixels high)."""
    letters, marks = _letters(even)
    if marks < _ENOUGH:
        return Layout(0, 0.0, marks)
    sideways = _joined(letters, down=True) < _joined(letters, down=False)
    ink = _ink(letters)
    if sideways:
        ink = ink.turned_left()
    slant = _slant(ink)
    # Where the ink does not tell, most pages lie upright; a wrong guess shows in the words that are read.
    upright = _upness(ink, slant) >= (0 if sideways else -_UNTOLD)
    turn = (270 if upright else 90) if sideways else (0 if upright else 180)
    return Layout(turn, slant, marks)


def _letters(even: Grey) -> tuple[Grey, int]:
    """Where there is ink of letters (no specks, rules, pictures or dark edges), and how many pieces of it."""
    height, width = even.shape
    _, dark = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    largest = 0.04 * max(height, width)
    letters = (
        (stats[:, cv2.CC_STAT_HEIGHT] < largest)
        & (stats[:, cv2.CC_STAT_WIDTH] < 3 * largest)
        & (stats[:, cv2.CC_STAT_AREA] >= 4)
    )
    letters[0] = False
    return letters.astype(np.uint8).take(labels), int(letters.sum())


def _joined(letters: Grey, down: bool) -> int:
    """How many pieces are left when letters are joined to near neighbours below, or else beside them."""
    reach = np.ones((_JOINS, 1) if down else (1, _JOINS), np.uint8)
    return int(cv2.connectedComponents(cv2.morphologyEx(letters, cv2.MORPH_CLOSE, reach))[0])


def _ink(letters: Grey) -> _Ink:
    height, width = letters.shape
    y, x = np.nonzero(letters)
    # A part of the pixels shows the lines as well as all; an odd step, so that no row or column is left out.
    step = max(1, len(x) // _SAMPLE) | 1
    return _Ink(x[::step].astype(np.float32), y[::step].astype(np.float32), width, height)


def _slant(ink: _Ink) -> float:
    """The slant with the sharpest comb."""

    def sharpness(slant: float) -> float:
        return float((np.diff(ink.rows(slant)).astype(np.float64) ** 2).sum())

    coarse = np.arange(-_MOST_SKEW, _MOST_SKEW + _COARSE / 2, _COARSE)
    best = max((float(slant) for slant in coarse), key=sharpness)
    for step in _FINE:
        best = max((best + step * k for k in (-2, -1, 0, 1, 2)), key=sharpness)
    return best


def _upness(ink: _Ink, slant: float) -> float:
    """From 1 (upright) to -1 (upside down)."""
    above = below = 0.0
    # By halves, so that two columns with lines at different heights do not blur each other.
    middle = ink.width / 2
    for half in (ink.x < middle, ink.x >= middle):
        rows = _Ink(ink.x[half], ink.y[half], ink.width, ink.height).rows(slant)
        if not rows.any():
            continue
        filled = np.concatenate([[0], (rows > 0.02 * rows.max()).astype(np.int8), [0]])
        edges = np.flatnonzero(np.diff(filled))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if not 5 <= end - start <= 40:
                continue
            line = rows[start:end]
            core = np.flatnonzero(line >= line.max() / 2)
            above += float(line[: core[0]].sum())
            below += float(line[core[-1] + 1 :].sum())
    return (above - below) / max(above + below, 1.0)
