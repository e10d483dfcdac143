"""What reading gives: words on pages, the same whether from a text layer or from OCR.

Boxes are (x0, top, x1, bottom) in PDF points (1/72 inch), origin top left, of the page as displayed:
after /Rotate, crop boxes, and whatever turning and straightening OCR needed.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

Box = tuple[float, float, float, float]


class Origin(StrEnum):
    """Where a value comes from."""

    TEXT = "text"  # the PDF's own text layer
    OCR = "ocr"  # tesseract
    PERSON = "person"  # a facts file or a correction on the review page


class PageRole(StrEnum):
    """What a page is for; only BODY pages are extracted from."""

    BODY = "body"
    BLANK = "blank"
    FAX_COVER = "fax_cover"
    NOTICE = "notice"  # language taglines, non-discrimination notices


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `page` counts from 1; `size` is the font height in points; `confidence` is 0 to 1."""

    text: str
    box: Box
    page: int
    origin: Origin = Origin.TEXT
    confidence: float = 1.0
    size: float = 10.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a letter. `words` stand in reading order. `reason` says why it was read as it was.

    A page that was turned or straightened for reading has `as_given`: nine numbers, row by row, of the 3x3
    projective mapping from this page's points to points of the page as the file shows it.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    origin: Origin
    reason: str
    role: PageRole = PageRole.BODY
    readable: bool = True
    note: str | None = None
    as_given: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One letter as read. `sha256` is of the bytes as given."""

    source: str
    sha256: str
    pages: tuple[Page, ...]
    media_type: str = "application/pdf"

    @property
    def body(self) -> tuple[Page, ...]:
        """Pages to extract from."""
        return tuple(p for p in self.pages if p.role is PageRole.BODY and p.readable)

    @property
    def ocr_pages(self) -> list[int]:
        return [p.number for p in self.pages if p.origin is Origin.OCR and p.readable]

    @property
    def unreadable_pages(self) -> list[int]:
        return [p.number for p in self.pages if not p.readable]


def box_as_given(page: Page, box: Box) -> Box:
    """Where `box` of `page` lies on the page as the file shows it: the upright box around its four corners."""
    if page.as_given is None:
        return box
    a, b, c, d, e, f, g, h, i = page.as_given
    corners = []
    for x in (box[0], box[2]):
        for y in (box[1], box[3]):
            depth = g * x + h * y + i
            corners.append(((a * x + b * y + c) / depth, (d * x + e * y + f) / depth))
    xs, ys = zip(*corners, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def turn_of(page: Page) -> int:
    """Degrees clockwise (0, 90, 180, 270) that the page as the file shows it needs to stand upright."""
    if page.as_given is None:
        return 0
    a, _, _, d, *_ = page.as_given  # where a step to the right on this page goes on the page as given
    return -round(math.degrees(math.atan2(d, a)) / 90) * 90 % 360


def union(boxes: list[Box]) -> Box:
    """The smallest box around all of `boxes` (at least one)."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))
