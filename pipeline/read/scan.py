"""Read one page by OCR: picture, clean-up, tesseract, words on the page."""

import time
from dataclasses import replace

import cv2
import numpy as np

from pipeline.errors import DamagedError, MissingToolError
from pipeline.models.document import Box, Origin, Page, PageRole, Word
from pipeline.models.letter import Letter, Limits
from pipeline.read import tesseract
from pipeline.read.again import reread
from pipeline.read.agree import agreed
from pipeline.read.frame import Frame
from pipeline.read.lines import in_reading_order
from pipeline.read.mend import Mended, as_drawn, mend
from pipeline.read.missed import missed
from pipeline.read.ocr import words_of
from pipeline.read.pdf import opened, page_at, refuse_undecoded, render, scan_dpi
from pipeline.read.raster import Grey, Raster, TooManyPixelsError, decode, frames
from pipeline.read.repair import repaired, tightened
from pipeline.read.roles import is_spanish, with_role
from pipeline.read.shapes import settled
from pipeline.read.spelling import respelled
from pipeline.read.survey import DAMAGED, MIXED, TOO_LARGE, TOO_SLOW, text_of, unreadable

# Sparse text: finds more of forms, tables and letterheads than page layout does; we order words ourselves.
_PSM = 11
# Mean confidence below which a page may have been read on its head, and below which on its side. Pages the right
# way up have 0.65 and more, on their heads 0.2 to 0.4; on these, which way the ink says is up counts for nothing.
_ON_HEAD, _ON_SIDE = 0.55, 0.4
# Mean confidence below which a person should compare the whole page with the paper.
_HARD = 0.65
# Words of less confidence are no words; a page with fewer letters in better ones was not read. Dust on a blank
# back gives up to so many marks.
_JUNK, _FEW_LETTERS, _DUSTY = 0.3, 8, 100
_COARSE, _MARGIN, _INK = (
    4,
    5,
    0.85,
)  # pixels to a coarse one, coarse pixels around ink, share of the paper's brightness
_NO_BLOCK, _TICK = -1, 0.9  # tesseract counts its blocks from 1; confidence of a check box
_SAME = 0.01  # share by which two resolutions may differ and be the same
_BLANK = 12  # marks of ink below which there is nothing to read
_NARROWEST, _LONGEST = (
    60,
    30,
)  # pixels of the shorter side, and how many times it the longer one may be, of a page


def scan(letter: Letter, number: int, reason: str, limits: Limits, password: str | None = None) -> Page:
    """Page `number` (from 1) by OCR; unreadable with a note when it is too large, too slow or damaged.

    Raises MissingToolError.
    """
    deadline = time.monotonic() + limits.seconds_per_page
    try:
        if letter.media_type == "application/pdf":
            raster, typed = _pdf_page(letter, number, reason, limits, password)
        else:
            raster, typed = _photo(letter, number, limits), ()
        page = _beside(typed, raster, number, deadline) if typed else _read(raster, number, reason, deadline)
        return with_role(page)
    except TooManyPixelsError as error:
        return unreadable(number, f"{TOO_LARGE}: {error.args[0] / 1e6:.0f} megapixels; scan it at 300 dpi")
    except MemoryError:
        return unreadable(number, f"{TOO_LARGE} for the memory limit; scan it at 300 dpi")
    except DamagedError:
        return unreadable(number, f"{DAMAGED} picture; scan the page again")
    except tesseract.OcrTimeoutError:
        return unreadable(number, f"{TOO_SLOW}; scan the page again at 300 dpi")
    except tesseract.OcrFailedError as error:
        return unreadable(number, f"{error}; try again, or scan the page again")


def _pdf_page(
    letter: Letter, number: int, reason: str, limits: Limits, password: str | None
) -> tuple[Raster, tuple[Word, ...]]:
    """The page drawn, and on a mixed page the words of its text layer."""
    with opened(letter.parts[0], letter.source, limits, password) as pdf, page_at(pdf, number) as page:
        raster = render(page, scan_dpi(page, limits), limits)
        if raster.grey.min() == raster.grey.max():
            refuse_undecoded(page)  # it would pass for a blank page
        typed = text_of(pdf, page, Frame.of(page), number).words if reason == MIXED else ()
        return raster, typed


def _photo(letter: Letter, number: int, limits: Limits) -> Raster:
    first = 1
    for part in letter.parts:
        count = frames(part, letter.media_type, letter.source, limits)
        if number < first + count:
            return decode(part, number - first, letter.source, limits)
        first += count
    raise DamagedError(f"{letter.source}: page {number} is gone")


def _read(raster: Raster, number: int, reason: str, deadline: float) -> Page:
    height, width = raster.grey.shape
    if min(height, width) < max(_NARROWEST, max(height, width) / _LONGEST):
        return unreadable(number, "too small or narrow for a page; scan the whole page at 300 dpi")
    mended = first = mend(raster)
    if mended.marks < _BLANK:
        return Page(number, raster.width, raster.height, (), Origin.OCR, "nothing on it", PageRole.BLANK)
    reads = _recognize(mended, deadline)
    for turn, poor in ((180, _ON_HEAD), (90, _ON_SIDE), (270, _ON_SIDE)):
        if _quality(reads) >= poor:
            break
        other = mend(raster, turn=(first.turn + turn) % 360)
        again = _recognize(other, deadline)
        if _quality(again) > _quality(reads):
            mended, reads = other, again
    if is_spanish([read.text for read in reads]):
        reads = _in_spanish(mended, reads, deadline)
    if sum(len(read.text) for read in reads if read.confidence >= _JUNK) < _FEW_LETTERS:
        if mended.marks < _DUSTY:
            return Page(number, raster.width, raster.height, (), Origin.OCR, "nothing on it", PageRole.BLANK)
        return unreadable(number, "no text could be made out; look at the page", raster.width, raster.height)
    height, width = mended.grey.shape
    points = 72.0 / mended.dpi
    reads_and_ticks = [*_checked(reads, mended, deadline), *_ticks(mended)]
    words = in_reading_order(words_of(reads_and_ticks, mended.dpi, number))
    note = "hard to read; check it against the paper" if _quality(reads) < _HARD else None
    page = Page(number, width * points, height * points, words, Origin.OCR, reason, note=note)
    across, down = raster.width / raster.grey.shape[1], raster.height / raster.grey.shape[0]
    if not mended.moved and abs(across * raster.dpi / 72.0 - 1.0) < _SAME:
        return page
    given = np.diag([across, down, 1.0])
    mapping = given @ mended.to_given @ np.diag([1 / points, 1 / points, 1.0])
    return replace(page, as_given=tuple(round(float(value), 9) for value in (mapping / mapping[2, 2]).flat))


def _beside(typed: tuple[Word, ...], raster: Raster, number: int, deadline: float) -> Page:
    """A page with typed text and pictures: OCR adds what the text layer does not have."""
    drawn = as_drawn(raster)
    # At the page's own scale, in which its typed words are.
    scale = 72.0 * raster.grey.shape[1] / raster.width
    seen = words_of(_checked(_recognize(drawn, deadline), drawn, deadline), scale, number)
    added = [word for word in seen if not any(_overlap(word.box, other.box) for other in typed)]
    words = in_reading_order([*typed, *added])
    return Page(number, raster.width, raster.height, words, Origin.OCR if added else Origin.TEXT, MIXED)


def _overlap(a: Box, b: Box) -> bool:
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return across > 0.2 * (a[2] - a[0]) and down > 0.3 * min(a[3] - a[1], b[3] - b[1])


def _in_spanish(mended: Mended, reads: list[tesseract.Read], deadline: float) -> list[tesseract.Read]:
    """The page read once more with Spanish letters, where that reads better and Spanish is installed."""
    try:
        again = _recognize(mended, deadline, "spa+eng")
    except MissingToolError:
        return reads
    return again if _quality(again) > _quality(reads) else reads


def _recognize(mended: Mended, deadline: float, languages: str = "eng") -> list[tesseract.Read]:
    """Tesseract's words on the part of the page that has ink: blank margins cost time too."""
    x0, top, x1, bottom = _inked(mended.grey)
    part = np.ascontiguousarray(mended.grey[top:bottom, x0:x1])
    reads = tesseract.recognize(part, mended.dpi, deadline - time.monotonic(), _PSM, languages)
    return [
        replace(read, box=(read.box[0] + x0, read.box[1] + top, read.box[2] + x0, read.box[3] + top))
        for read in reads
    ]


def _inked(grey: Grey) -> tuple[int, int, int, int]:
    """Where there is ink, with a little margin: x0, top, x1, bottom in pixels."""
    small = cv2.resize(grey, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    ink = small < _INK * float(np.percentile(small[::4, ::4], 70))
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return 0, 0, grey.shape[1], grey.shape[0]
    return (
        max(0, (int(columns[0]) - _MARGIN) * _COARSE),
        max(0, (int(rows[0]) - _MARGIN) * _COARSE),
        (int(columns[-1]) + 1 + _MARGIN) * _COARSE,
        (int(rows[-1]) + 1 + _MARGIN) * _COARSE,
    )


def _checked(reads: list[tesseract.Read], mended: Mended, deadline: float) -> list[tesseract.Read]:
    """The reading repaired, checked against the page's own print, and its doubtful numbers by a second look."""
    reads = missed(tightened(reads, mended.grey), mended.grey, mended.dpi, deadline - time.monotonic())
    reads = respelled(repaired(reads, mended.grey), mended.grey)
    by_print = settled(reads, mended.grey)
    return agreed(reread(reads, by_print, mended.grey, mended.dpi, deadline - time.monotonic()))


def _ticks(mended: Mended) -> list[tesseract.Read]:
    """The check boxes as words, each a line of its own."""
    return [
        tesseract.Read(sign, box, (_NO_BLOCK, 1, line), _TICK)
        for line, (sign, box) in enumerate(mended.ticks)
    ]


def _quality(reads: list[tesseract.Read]) -> float:
    """Mean confidence by letters; a page on its head gives short, doubtful words."""
    letters = sum(len(read.text) for read in reads)
    return sum(read.confidence * len(read.text) for read in reads) / max(letters, 1)
