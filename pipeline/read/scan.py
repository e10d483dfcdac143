"""Read one page by OCR: picture, clean-up, tesseract, words on the page."""

import threading

from pipeline.models.document import Origin, Page
from pipeline.models.letter import Letter, Limits
from pipeline.read import tesseract
from pipeline.read.lines import in_reading_order
from pipeline.read.ocr import words_of
from pipeline.read.pdf import opened, render
from pipeline.read.raster import Raster, TooManyPixels, decode, frames
from pipeline.read.survey import unreadable

# pdfium must not be entered by two threads at once.
PDFIUM = threading.RLock()
_DPI = 300.0


def scan(letter: Letter, number: int, reason: str, limits: Limits, password: str | None = None) -> Page:
    """Page `number` (from 1) by OCR; unreadable with a note when it is too large, too slow or damaged.

    Raises MissingToolError.
    """
    try:
        raster = _raster(letter, number, limits, password)
        reads = tesseract.recognize(raster.grey, raster.dpi, limits.seconds_per_page)
    except TooManyPixels as error:
        millions = error.args[0] / 1e6
        return unreadable(number, f"{millions:.0f} megapixels, more than the limit; scan at 300 dpi")
    except tesseract.OcrFailedError as error:
        return unreadable(number, str(error))
    words = in_reading_order(words_of(reads, raster.dpi, number))
    return Page(number, raster.width, raster.height, words, Origin.OCR, reason)


def _raster(letter: Letter, number: int, limits: Limits, password: str | None) -> Raster:
    if letter.media_type == "application/pdf":
        with PDFIUM, opened(letter.parts[0], letter.source, limits, password) as pdf:
            page = pdf[number - 1]
            try:
                return render(page, _DPI, limits)
            finally:
                page.close()
    first = 1
    for part in letter.parts:
        count = frames(part, letter.media_type, letter.source, limits)
        if number < first + count:
            return decode(part, number - first, letter.source, limits)
        first += count
    raise IndexError(number)
