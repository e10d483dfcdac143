"""Take away before OCR what is not letters: rules, dark bars behind light letters, and specks between lines.

Tesseract takes rules for letters, whole dark-headed tables for pictures, and loses the word above a speck.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.raster import Grey

_INK = 0.82  # of the paper's brightness; rules are often printed in grey
_RULE_ACROSS, _RULE_DOWN = 0.45, 0.28  # inches; longer than strokes of letters
_THICK = 0.05  # inches; thicker is a bar or a picture
_TORN_ACROSS = 0.9  # inches; small print closes up over shorter stretches
_GAP = 4  # pixels at half size that a torn rule may miss
_THIN = 3.3  # pixels at half size; mean height of a torn rule at most
_WHOLE = 0.6  # share of a torn rule that is left
_LONELY = 0.1  # share of ink beside a rule at most
_BAR_WIDE, _BAR_HIGH = 0.5, 0.11  # inches; smaller dark patches are letters
_BAR_DENSE = 0.55  # share of ink in a bar with light letters; dark letters on paper have less than 0.4
_BAR_FULL = 0.8  # share of its bounding box that a bar fills
_BAR_EDGE = (
    0.85  # share of ink in the rows of a bar above and below its letters; large bold letters have less
)
_SPECK = 0.022  # inches; a speck is at most so wide and high
_BESIDE, _OVER = 0.11, 0.05  # inches; points stand so near to ink beside them, dots of letters to ink below

Mask = NDArray[np.uint8]


def plain(grey: Grey, dpi: float) -> Grey:
    """`grey` (straight, evenly lit) with dark bars made light and rules painted over.

    Rules may be dotted, or torn into dashes by a fax; so they are looked for across small gaps too.
    """
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
    ink = _ink(half, paper)
    rules = _rules(ink, dpi / 2) | _torn_rules(ink, dpi / 2)
    rules |= _specks(ink & (1 - rules), dpi / 2)
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


def _torn_rules(ink: Mask, dpi: float) -> Mask:
    """Rules with gaps, told from lines of small print by the empty paper along them."""
    found = np.zeros_like(ink)
    for across in (True, False):
        lying = ink if across else np.ascontiguousarray(ink.T)
        gap = cv2.getStructuringElement(cv2.MORPH_RECT, (_GAP, 1))
        inches = _TORN_ACROSS if across else _RULE_ACROSS
        length = cv2.getStructuringElement(cv2.MORPH_RECT, (max(20, round(inches * dpi)), 1))
        runs = cv2.morphologyEx(cv2.morphologyEx(lying, cv2.MORPH_CLOSE, gap), cv2.MORPH_OPEN, length)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
        for label in range(1, count):
            x, y, width, height, area = (int(value) for value in stats[label])
            if area > _THIN * width or lying[y : y + height, x : x + width].sum() < _WHOLE * area:
                continue
            above = lying[max(0, y - 4) : max(0, y - 1), x : x + width]
            below = lying[y + height + 1 : y + height + 4, x : x + width]
            if all(beside.size == 0 or beside.mean() < _LONELY for beside in (above, below)):
                part = runs[y : y + height, x : x + width] * (labels[y : y + height, x : x + width] == label)
                target = found if across else found.T
                target[y : y + height, x : x + width] |= part.astype(np.uint8)
    return np.asarray(cv2.dilate(found, np.ones((3, 3), np.uint8)), dtype=np.uint8)


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
        rows = ink[y : y + height, x : x + width].mean(axis=1)
        third = max(1, height // 3)
        if min(rows[:third].max(), rows[-third:].max()) < _BAR_EDGE:
            continue  # a heading in large bold letters
        found.append((int(x), int(y), int(x + width), int(y + height)))
    return found


def _specks(ink: Mask, dpi: float) -> Mask:
    """Specks that are no part of a line: no ink beside them as beside a point, none below as below the dot of an i."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    most = max(2, round(_SPECK * dpi))
    small = (stats[:, cv2.CC_STAT_WIDTH] <= most) & (stats[:, cv2.CC_STAT_HEIGHT] <= most)
    small[0] = False
    if not small.any():
        return np.zeros_like(ink)
    specks = small[labels].astype(np.uint8)
    letters = ink & (1 - specks)
    beside = cv2.dilate(letters, np.ones((3, 2 * round(_BESIDE * dpi) + 1), np.uint8))
    down = round(_OVER * dpi)
    # The anchor at the top lets ink reach upwards.
    over = cv2.dilate(letters, np.ones((down, 3), np.uint8), anchor=(1, 0))
    near = np.zeros(count, bool)
    near[np.unique(labels[(specks & (beside | over)) > 0])] = True
    lone = small & ~near
    return np.asarray(cv2.dilate(lone[labels].astype(np.uint8), np.ones((3, 3), np.uint8)), dtype=np.uint8)
