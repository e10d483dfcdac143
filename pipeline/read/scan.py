"""Read one page by OCR: picture, clean-up, tesseract, words on the page."""

import time
from dataclasses import replace

import numpy as np

from pipeline.errors import DamagedError
from pipeline.models.document import Origin, Page, PageRole
from pipeline.models.letter import Letter, Limits
from pipeline.read import tesseract
from pipeline.read.lines import in_reading_order
from pipeline.read.mend import Mended, mend
from pipeline.read.ocr import words_of
from pipeline.read.pdf import opened, page_at, render, scan_dpi
from pipeline.read.raster import Raster, TooManyPixelsError, decode, frames
from pipeline.read.survey import unreadable

# Sparse text: finds more of forms, tables and letterheads than page layout does; we order words ourselves.
_PSM = 11
# Mean confidence below which a page may have been read on its head, and the best of a page that was.
_DOUBTFUL = 0.55
_UNSURE = 0.15


def scan(letter: Letter, number: int, reason: str, limits: Limits, password: str | None = None) -> Page:
    """Page `number` (from 1) by OCR; unreadable with a note when it is too large, too slow or damaged.

    Raises MissingToolError.
    """
    try:
        raster = _raster(letter, number, limits, password)
        return _read(raster, number, reason, time.monotonic() + limits.seconds_per_page)
    except TooManyPixelsError as error:
        return unreadable(number, f"too large: {error.args[0] / 1e6:.0f} megapixels; scan it at 300 dpi")
    except MemoryError:
        return unreadable(number, "too large for the memory limit; scan it at 300 dpi")
    except DamagedError:
        return unreadable(number, "the picture is damaged; scan the page again")
    except tesseract.OcrFailedError as error:
        return unreadable(number, str(error))


def _raster(letter: Letter, number: int, limits: Limits, password: str | None) -> Raster:
    if letter.media_type == "application/pdf":
        with opened(letter.parts[0], letter.source, limits, password) as pdf, page_at(pdf, number) as page:
            return render(page, scan_dpi(page, limits), limits)
    first = 1
    for part in letter.parts:
        count = frames(part, letter.media_type, letter.source, limits)
        if number < first + count:
            return decode(part, number - first, letter.source, limits)
        first += count
    raise DamagedError(f"{letter.source}: page {number} is gone")


def _read(raster: Raster, number: int, reason: str, deadline: float) -> Page:
    mended = mend(raster)
    if mended.blank:
        return Page(number, raster.width, raster.height, (), Origin.OCR, "nothing on it", PageRole.BLANK)
    reads = _recognize(mended, deadline)
    if mended.sure < _UNSURE and _quality(reads) < _DOUBTFUL:
        other = mend(raster, turn=(mended.turn + 180) % 360)
        again = _recognize(other, deadline)
        if _quality(again) > _quality(reads):
            mended, reads = other, again
    return _page(raster, mended, reads, number, reason)


def _recognize(mended: Mended, deadline: float) -> list[tesseract.Read]:
    return tesseract.recognize(mended.grey, mended.dpi, deadline - time.monotonic(), _PSM)


def _quality(reads: list[tesseract.Read]) -> float:
    """Mean confidence by letters; a page on its head gives short, doubtful words."""
    letters = sum(len(read.text) for read in reads)
    return sum(read.confidence * len(read.text) for read in reads) / max(letters, 1)


def _page(raster: Raster, mended: Mended, reads: list[tesseract.Read], number: int, reason: str) -> Page:
    height, width = mended.grey.shape
    points = 72.0 / mended.dpi
    words = in_reading_order(words_of(reads, mended.dpi, number))
    page = Page(number, width * points, height * points, words, Origin.OCR, reason)
    if not mended.moved:
        return page
    given = np.diag([72.0 / raster.dpi, 72.0 / raster.dpi, 1.0])
    mapping = given @ mended.to_given @ np.diag([1 / points, 1 / points, 1.0])
    return replace(page, as_given=tuple(round(float(value), 9) for value in (mapping / mapping[2, 2]).flat))
