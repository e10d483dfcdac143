"""Take the furniture of tables and forms away before OCR: rules, and dark bars with light letters.

Tesseract takes rules for letters and whole dark-headed tables for pictures.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.raster import Grey

_INK = 0.82  # of the paper's brightness; rules are often printed in grey
_RULE_ACROSS, _RULE_DOWN = 0.45, 0.28  # inches; longer than strokes of letters
_THICK = 0.05  # inches; thicker is a bar or a picture
_BAR_WIDE, _BAR_HIGH = 0.5, 0.11  # inches; smaller dark patches are letters
_BAR_DENSE = 0.55  # share of ink in a bar with light letters; dark letters on paper have less than 0.4
_BAR_FULL = 0.8  # share of its bounding box that a bar fills

Mask = NDArray[np.uint8]


def plain(grey: Grey, dpi: float) -> Grey:
    """`grey` (straight, evenly lit) with dark bars made light and rules painted over."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(half[::5, ::5], 70))
    bars = _bars(half, paper, dpi / 2)
    if bars:
        grey = grey.copy()
        for x0, top, x1, bottom in bars:
            for picture, scale in ((grey, 2), (half, 1)):
                part = picture[top * scale : bottom * scale, x0 * scale : x1 * scale]
                light, dark = np.percentile(part, (98, 40))
                part[:] = np.clip(
                    (light - part.astype(np.float32)) * (paper / max(light - dark, 1.0)), 0, paper
                )
    rules = _rules(_ink(half, paper), dpi / 2)
    if not rules.any():
        return grey
    mask = cv2.resize(rules, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.where(mask > 0, np.uint8(min(255.0, paper)), grey)


def _ink(half: Grey, paper: float) -> Mask:
    return np.asarray(half < _INK * paper, dtype=np.uint8)


def _rules(ink: Mask, dpi: float) -> Mask:
    thick = max(4, round(_THICK * dpi))
    rules = np.zeros_like(ink)
    for size in ((max(20, round(_RULE_ACROSS * dpi)), 1), (1, max(20, round(_RULE_DOWN * dpi)))):
        rule = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        block = cv2.morphologyEx(rule, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
        rules |= rule & (1 - block)
    return np.asarray(cv2.dilate(rules, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _bars(half: Grey, paper: float, dpi: float) -> list[tuple[int, int, int, int]]:
    """Boxes (x0, top, x1, bottom) of dark bars, in pixels of `half`."""
    ink = _ink(half, paper)
    window = (round(0.3 * dpi), max(3, round(0.06 * dpi)))
    density = cv2.boxFilter(ink.astype(np.float32), -1, window)
    dense = np.asarray(density > _BAR_DENSE, dtype=np.uint8)
    if not dense.any():
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(dense, connectivity=4)
    found = []
    for x, y, width, height, area in stats[1:count]:
        if width < _BAR_WIDE * dpi or height < _BAR_HIGH * dpi or area < _BAR_FULL * width * height:
            continue
        if height > 2.5 * dpi:
            continue  # a picture
        found.append((int(x), int(y), int(x + width), int(y + height)))
    return found
