"""Take away before OCR what is not letters: rules, dark bars behind light letters, and specks between lines.

Tesseract takes rules for letters, whole dark-headed tables for pictures, and loses the word above a speck.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.raster import Grey

_INK = 0.88  # of the paper's brightness; rules are often printed in grey
_FAINT = 0.94  # of the paper's brightness: where a rule goes on that was seen elsewhere
# Inches: longer than strokes of letters where whole, than rows of hyphens and columns of ones where torn.
_ACROSS, _DOWN = (0.45, 0.6), (0.35, 1.5)
_THICK = 0.05  # inches; thicker is a bar, a picture or a stem
_GROUND = 11  # pixels at half size, more than a rule with its blurred edges is thick
_STEP = 4  # pixels at half size that a torn or dotted rule may miss
_THIN = 3.3  # pixels at half size; mean height of a rule at most
_TORN, _WHOLE = 0.4, 0.8  # share of ink along a torn and along a whole rule at least
# Share of ink on both sides of a torn, a whole and a long rule across at most; letters in a row have half. Letters one
# above the other are never as whole as a rule down.
_LONELY, _LINED, _UNDER, _ANY = 0.12, 0.35, 0.45, 1.0
_LONG = 2.5  # inches; longer than words
_GOES_ON = 0.35  # inches between two pieces of one rule
_BRIDGED = 0.8  # share of such a gap in which there is ink at least, else each piece is a rule of its own
_BAR_WIDE, _BAR_HIGH = 0.5, 0.11  # inches; smaller dark patches are letters
_BAR_DENSE = 0.55  # share of ink in a bar with light letters; dark letters on paper have less than 0.4
_SOLID, _LETTERED = (0.2, 0.04), (0.26, 0.2)  # inches across and down: more than a stroke; more than a letter
_BLACK = 200  # of 255: only ink
_BAR_FULL = 0.8  # share of its bounding box that a bar fills
_BAR_EDGE = (
    0.85  # share of ink in the rows of a bar above and below its letters; large bold letters have less
)
_SPECK, _DASH = 0.022, 0.2  # inches; a speck is at most so high, and what is left of a rule so wide
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
    ink = _darker(half, _INK * paper)
    rules = _rules(ink, _darker(half, _FAINT * paper), dpi / 2)
    rules |= _specks(ink & (1 - rules), dpi / 2)
    if not rules.any():
        return grey
    # The ground beside a rule, which may be shaded: edges around a shaded cell would make it a picture.
    ground = cv2.morphologyEx(half, cv2.MORPH_CLOSE, np.ones((_GROUND, _GROUND), np.uint8))
    light = cv2.resize(rules * ground, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.max(grey, light), dtype=np.uint8)


def _darker(half: Grey, level: float) -> Mask:
    return np.asarray(half < level, dtype=np.uint8)


def _rules(ink: Mask, faint: Mask, dpi: float) -> Mask:
    """Rules across and down: long, thin, and with little ink along them, other than the strokes of letters in a row."""
    down = _lying(np.ascontiguousarray(ink.T), np.ascontiguousarray(faint.T), dpi, _DOWN, (_ANY, _ANY))
    rules = _lying(ink, faint, dpi, _ACROSS, (_LINED, _UNDER)) | down.T
    return np.asarray(cv2.dilate(rules, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _lying(
    ink: Mask, faint: Mask, dpi: float, inches: tuple[float, float], beside: tuple[float, float]
) -> Mask:
    """Rules across: at least so many `inches` long where whole or torn, with so much ink `beside` them at most where
    shorter or longer than words."""
    height, width = ink.shape
    thick = max(4, round(_THICK * dpi))
    tall = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((thick + 1, 1), np.uint8))
    thin = ink & (1 - tall)
    # In steps along the rule: a step with any thin ink counts whole, which closes gaps at little cost.
    flat = cv2.resize(thin * 255, (width // _STEP, height), interpolation=cv2.INTER_AREA)
    steps = np.asarray(flat > 0, dtype=np.uint8)
    shortest = np.ones((1, max(3, round(inches[0] * dpi / _STEP))), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(steps, cv2.MORPH_OPEN, shortest), connectivity=8
    )
    kept = np.zeros(count, np.uint8)
    for label in range(1, count):
        x, y, across, high, area = (int(value) for value in stats[label])
        box = (slice(y, y + high), slice(x * _STEP, (x + across) * _STEP))
        share = float(thin[box].sum()) / (area * _STEP)
        length = across * _STEP / dpi
        if share < _WHOLE:
            alone = share > _TORN and length >= inches[1] and _beside(ink, box) < _LONELY
        else:
            alone = _beside(ink, box) < beside[length > _LONG]
        kept[label] = alone and area <= _THIN * across
    if not kept.any():
        return np.zeros_like(ink)
    found = kept.take(labels)
    gap = np.ones((1, round(_GOES_ON * dpi / _STEP)), np.uint8)
    gaps = cv2.morphologyEx(found, cv2.MORPH_CLOSE, gap) & (1 - found)
    whole = cv2.resize(_bridged(gaps, faint & (1 - tall)), (width, height), interpolation=cv2.INTER_NEAREST)
    found = cv2.resize(found, (width, height), interpolation=cv2.INTER_NEAREST)
    whole = cv2.dilate(whole, np.ones((3, 1), np.uint8))
    return np.asarray(found | (whole & faint & (1 - tall)), dtype=np.uint8)


def _bridged(gaps: Mask, faint: Mask) -> Mask:
    """Those of the `gaps` (in steps) between two pieces of a rule through which it can be seen to go on; a line of
    text between two tables fills less."""
    flat = cv2.resize(faint * 255, (gaps.shape[1], gaps.shape[0]), interpolation=cv2.INTER_AREA)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(gaps, connectivity=8)
    kept = np.zeros(count, np.uint8)
    for label in range(1, count):
        x, y, across, high = (int(value) for value in stats[label][:4])
        part = flat[max(0, y - 1) : y + high + 1, x : x + across]
        kept[label] = (part > 0).any(axis=0).mean() >= _BRIDGED
    return np.asarray(kept.take(labels), dtype=np.uint8)


def _beside(ink: Mask, box: tuple[slice, slice]) -> float:
    """The share of ink above or below, whichever has more."""
    rows, columns = box
    above, below = (
        ink[max(0, rows.start - 4) : max(0, rows.start - 1), columns],
        ink[rows.stop + 1 : rows.stop + 4, columns],
    )
    return max(float(side.mean()) if side.size else 0.0 for side in (above, below))


def _bars(half: Grey, paper: float, dpi: float) -> list[tuple[int, int, int, int]]:
    """Boxes (x0, top, x1, bottom) of dark bars, in pixels of `half`."""
    ink = _darker(half, _INK * paper)
    # At half the size again: bars are large.
    coarse = cv2.resize(ink * 255, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    dark = np.asarray(coarse > _BLACK, dtype=np.uint8)
    # What is left when no letter can be is the ground around the letters; closing it covers them.
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _window(_SOLID, dpi / 2))
    if not solid.any():
        return []
    dense = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, _window(_LETTERED, dpi / 2))
    count, _, stats, _ = cv2.connectedComponentsWithStats(dense, connectivity=4)
    found = []
    for coarsely in stats[1:count]:
        x, y, width, height = (2 * int(value) for value in coarsely[:4])
        area = 4 * int(coarsely[4])
        if width < _BAR_WIDE * dpi or height < _BAR_HIGH * dpi or area < _BAR_FULL * width * height:
            continue
        part = ink[y : y + height, x : x + width]
        if height > 2.5 * dpi or part.mean() < _BAR_DENSE:
            continue  # a picture
        rows = part.mean(axis=1)
        third = max(1, height // 3)
        if min(rows[:third].max(), rows[-third:].max()) < _BAR_EDGE:
            continue  # a heading in large bold letters
        found.append((x, y, x + width, y + height))
    return found


def _window(inches: tuple[float, float], dpi: float) -> Mask:
    across, down = (round(side * dpi) | 1 for side in inches)  # odd: even ones shift what they open
    return np.ones((down, across), np.uint8)


def _specks(ink: Mask, dpi: float) -> Mask:
    """Specks that are no part of a line: no ink beside them as beside a point, none below as below the dot of an i."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    most = max(2, round(_SPECK * dpi))
    small = (stats[:, cv2.CC_STAT_WIDTH] <= _DASH * dpi) & (stats[:, cv2.CC_STAT_HEIGHT] <= most)
    small[0] = False
    if not small.any():
        return np.zeros_like(ink)
    specks = small.astype(np.uint8).take(labels)
    letters = ink & (1 - specks)
    beside = cv2.dilate(letters, np.ones((3, 2 * round(_BESIDE * dpi) + 1), np.uint8))
    down = round(_OVER * dpi)
    # The anchor at the top lets ink reach upwards.
    over = cv2.dilate(letters, np.ones((down, 3), np.uint8), anchor=(1, 0))
    near = np.zeros(count, bool)
    near[np.unique(labels[(specks & (beside | over)) > 0])] = True
    lone = (small & ~near).astype(np.uint8).take(labels)
    return np.asarray(cv2.dilate(lone, np.ones((3, 3), np.uint8)), dtype=np.uint8)
