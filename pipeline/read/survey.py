"""Look at every page of a letter once: take its text layer, or say that it must be read by OCR."""

from dataclasses import dataclass

import pypdfium2 as pdfium

from pipeline.models.document import Origin, Page
from pipeline.models.letter import Letter, Limits
from pipeline.read.glyphs import TextLayer, text_layer
from pipeline.read.pdf import frame_of, has_sane_size, opened
from pipeline.read.raster import frames

_FEW_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as surveyed: read already, or `page` is None and `reason` says why it goes to OCR."""

    number: int
    reason: str
    page: Page | None = None


def survey(
    letter: Letter, limits: Limits, password: str | None = None, only: list[int] | None = None
) -> list[Sheet]:
    """Every page of the letter; with `only`, the others are counted but not looked at.

    Raises BadInputError kinds when it cannot be opened at all.
    """
    if letter.media_type == "application/pdf":
        with opened(letter.parts[0], letter.source, limits, password) as pdf:
            return [
                _sheet(pdf, number) if only is None or number in only else Sheet(number, "")
                for number in range(1, len(pdf) + 1)
            ]
    count = 0
    for part in letter.parts:
        count += frames(part, letter.media_type, letter.source, limits)
    return [Sheet(number, "a picture") for number in range(1, count + 1)]


def _sheet(pdf: pdfium.PdfDocument, number: int) -> Sheet:
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        return Sheet(number, "", unreadable(number, "the page is damaged"))
    try:
        frame = frame_of(page)
        if not has_sane_size(frame):
            return Sheet(number, "", unreadable(number, "the page has an impossible size"))
        layer = text_layer(page.raw, frame, number)
        reason = _why_ocr(layer)
        if reason:
            return Sheet(number, reason)
        width, height = frame.turned(layer.turned).size
        return Sheet(number, "", Page(number, width, height, layer.words, Origin.TEXT, "good text layer"))
    finally:
        page.close()


def _why_ocr(layer: TextLayer) -> str | None:
    if layer.characters < _FEW_CHARACTERS:
        return "no text layer"
    if layer.unmapped > 0.05 * layer.characters:
        return "text has no Unicode map"
    return None


def unreadable(number: int, note: str, width: float = 612.0, height: float = 792.0) -> Page:
    """A page that gave nothing, and why."""
    return Page(number, width, height, (), Origin.OCR, note, readable=False, note=note)
