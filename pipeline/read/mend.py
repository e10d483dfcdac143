"""Make a picture of a page ready for OCR: flatten photos, turn it upright, straighten it, even the light.

All measuring is done on a small copy; the full picture is resampled once, by one mapping.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.cuttings import Pixels
from pipeline.read.layout import measure
from pipeline.read.raster import Grey, Raster
from pipeline.read.tables import plain
from pipeline.read.ticks import check_boxes, without

Matrix = NDArray[np.float64]

_SMALL = 1200  # long side of the small copy in pixels: about 110 dpi on a letter page
_PAPER_INCHES = 8.5  # the short side of a sheet in a photo
# Tesseract reads best between these; above is only slower.
_LEAST_DPI, _MOST_DPI, _BEST_DPI = 170.0, 260.0, 240.0
_PHOTO_DPI = 200.0  # photos are less sharp than their pixels promise; more of these only cost time
_SMALLEST_SLANT = 0.08  # degrees; less is not worth resampling
_SHADOW = 35  # grey levels between the lightest and darkest paper
_LEFT = 0.1  # share of the ink of the lines beside it that a lost scan line has at most
_BLUR = 1.0  # pixels; makes grey edges of one-bit ones, and specks faint


@dataclass(frozen=True, slots=True)
class Mended:
    """A picture for OCR. `to_given` maps its pixels to pixels of the picture as given."""

    grey: Grey
    dpi: float
    to_given: Matrix
    turn: int  # degrees clockwise by which it was turned
    marks: int  # pieces of ink
    moved: bool  # turned, straightened or flattened
    ticks: tuple[tuple[str, Pixels], ...] = ()  # check boxes, which are painted over


def mend(raster: Raster, turn: int | None = None) -> Mended:
    """The page upright, straight, evenly lit and at a resolution that OCR likes; `turn` overrules ours."""
    grey, dpi = raster.grey, raster.dpi
    if _is_one_bit(grey):
        grey = cv2.GaussianBlur(_without_lost_lines(grey), (0, 0), _BLUR)
    shrink = min(1.0, _SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    height, width = grey.shape
    mapping = np.eye(3)
    sheet = _sheet(small)
    if sheet is not None:
        corners = sheet / shrink
        width, height = _sides(corners)
        target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        mapping = cv2.getPerspectiveTransform(corners, target).astype(np.float64)
        scale = np.diag([shrink, shrink, 1.0])
        small = cv2.warpPerspective(
            small, scale @ mapping @ np.linalg.inv(scale), (round(width * shrink), round(height * shrink))
        )
        dpi = min(width, height) / _PAPER_INCHES  # whatever the file says of the photo as a whole
    paper = _paper(small)
    layout = measure(_divided(small, paper))
    turned = layout.turn if turn is None else turn
    # The slant was measured with the page upright or on its head, which slants alike.
    mapping, (width, height) = _turned(mapping, (width, height), turned)
    slant = layout.slant if (turned - layout.turn) % 180 == 0 else 0.0
    if abs(slant) >= _SMALLEST_SLANT:
        mapping = _rotation(-slant, width, height) @ mapping
    zoom = min(_zoom(dpi), _PHOTO_DPI / dpi) if sheet is not None and dpi >= _LEAST_DPI else _zoom(dpi)
    mapping = np.diag([zoom, zoom, 1.0]) @ mapping
    moved = sheet is not None or turned != 0 or abs(slant) >= _SMALLEST_SLANT
    if moved or zoom != 1.0:
        grey = _warped(grey, mapping, (round(width * zoom), round(height * zoom)), zoom)
    if int(paper.max()) - int(np.percentile(paper, 2)) > _SHADOW:
        grey = _divided(grey, _paper(cv2.resize(grey, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)))
    grey = plain(grey, dpi * zoom)
    ticks = check_boxes(grey, dpi * zoom)
    return Mended(
        np.ascontiguousarray(without(grey, [box for _, box in ticks])),
        dpi * zoom,
        np.linalg.inv(mapping).astype(np.float64),
        turned,
        layout.marks,
        moved,
        tuple(ticks),
    )


def as_drawn(raster: Raster) -> Mended:
    """The page as it is: drawn pages stand upright and straight."""
    return Mended(raster.grey, raster.dpi, np.eye(3), 0, marks=0, moved=False)


def _is_one_bit(grey: Grey) -> bool:
    sample = grey[::7, ::5]
    return bool(((sample < 8) | (sample > 247)).mean() > 0.995)


def _without_lost_lines(grey: Grey) -> Grey:
    """Single scan lines that a fax lost, filled from their neighbours."""
    ink = grey < 128
    count = ink.sum(axis=1)
    middle = np.arange(1, len(count) - 1)
    beside = np.minimum(count[:-2], count[2:])
    # Not quite empty: specks fall on lost lines too.
    lost = middle[(count[1:-1] <= _LEFT * beside) & (beside > 0)]
    mended = grey.copy()
    mended[lost] = ((grey[lost - 1].astype(np.uint16) + grey[lost + 1]) // 2).astype(np.uint8)
    return mended


def _sheet(small: Grey) -> NDArray[np.float32] | None:
    """The corners of a bright sheet lying on something darker, from top left clockwise; None for a scan."""
    small = cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    blurred = cv2.GaussianBlur(closed, (0, 0), 1.5)
    _, bright = cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    around = bright == 0
    if not 0.015 < around.mean() < 0.65 or blurred[~around].mean() - blurred[around].mean() < 25:
        return None
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    area = cv2.contourArea(hull)
    if not 0.35 < area / small.size < 0.985:
        return None
    for closeness in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, closeness * cv2.arcLength(hull, True), True)
        if len(corners) == 4:
            break
    else:
        return None
    if cv2.contourArea(corners) < 0.93 * area:
        return None
    points = 2.0 * corners.reshape(4, 2).astype(np.float32)
    sums, differences = points.sum(axis=1), points[:, 1] - points[:, 0]
    order = [sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]
    return points[order] if len(set(order)) == 4 else None


def _sides(corners: NDArray[np.float32]) -> tuple[int, int]:
    """Width and height of the sheet, by the longer of its opposite sides."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = max(np.linalg.norm(top_left - top_right), np.linalg.norm(bottom_left - bottom_right))
    height = max(np.linalg.norm(top_left - bottom_left), np.linalg.norm(top_right - bottom_right))
    return round(float(width)), round(float(height))


def _paper(small: Grey) -> Grey:
    """The brightness of the paper under the ink, coarsely."""
    shrink = min(1.0, 400 / max(small.shape))
    tiny = cv2.resize(small, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(tiny, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (17, 17)))
    return _grey(np.maximum(cv2.GaussianBlur(paper, (0, 0), 6), 40))


def _divided(grey: Grey, paper: Grey) -> Grey:
    """`grey` with its paper made evenly white."""
    height, width = grey.shape
    return _grey(cv2.divide(grey, cv2.resize(paper, (width, height)), scale=250))


def _turned(mapping: Matrix, size: tuple[int, int], turn: int) -> tuple[Matrix, tuple[int, int]]:
    width, height = size
    quarter = {
        0: np.eye(3),
        90: np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        180: np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]]),
        270: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width], [0.0, 0.0, 1.0]]),
    }[turn]
    return quarter @ mapping, (height, width) if turn % 180 else size


def _rotation(degrees: float, width: int, height: int) -> Matrix:
    """Turns anticlockwise about the middle."""
    return np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0.0, 0.0, 1.0]])


def _zoom(dpi: float) -> float:
    if dpi < _LEAST_DPI:
        return min(3.0, _BEST_DPI / dpi)
    return _BEST_DPI / dpi if dpi > _MOST_DPI else 1.0


def _warped(grey: Grey, mapping: Matrix, size: tuple[int, int], zoom: float) -> Grey:
    flags = cv2.INTER_AREA if zoom < 0.8 else cv2.INTER_CUBIC
    if abs(mapping[2, 0]) + abs(mapping[2, 1]) > 1e-12:
        return _grey(cv2.warpPerspective(grey, mapping, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))
    return _grey(cv2.warpAffine(grey, mapping[:2], size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def _grey(pixels: object) -> Grey:
    return np.asarray(pixels, dtype=np.uint8)
