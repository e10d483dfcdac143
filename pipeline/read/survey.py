"""Look at every page of a letter once: take its text layer, or say why it must be read by OCR."""

import re
from dataclasses import dataclass, replace

import pypdfium2 as pdfium

from pipeline.errors import DamagedError, UnsupportedError
from pipeline.models.document import Origin, Page, PageRole, Word
from pipeline.models.letter import Letter, Limits
from pipeline.read.content import Drawn, drawn, form_words
from pipeline.read.frame import Frame
from pipeline.read.glyphs import TextLayer, text_layer
from pipeline.read.lines import in_reading_order
from pipeline.read.pdf import dynamic_xfa, has_sane_size, opened, page_at
from pipeline.read.plumb import second_opinion
from pipeline.read.raster import frames
from pipeline.read.roles import common_words, with_role
from pipeline.read.seen import drawing, marked, on_dark

# How the notes of unreadable pages begin.
TOO_LARGE, TOO_SLOW, DAMAGED = "too large", "too slow", "damaged"

MIXED = "a picture beside the text"
_NO_MAP = "text has no Unicode map"
_NONSENSE = "text layer makes no sense"

_FEW_CHARACTERS = 60  # a stamp, a fax header, a page number
_MANY_PATHS = 60  # letters drawn as outlines; the rules and boxes of an empty form are fewer
_LARGE = 0.12  # share of the page from which a picture may hold part of the letter
_WHOLE = 0.75  # share from which it may be the page itself
_UNMAPPED = 0.03
_PROSE_WORDS = 60
_LEAST_COMMON = 0.03
_ENVELOPE_WORDS = 60  # "For the best experience, open this PDF portfolio in ..."
_XFA_PLACEHOLDER = re.compile(r"please wait.{0,80}if this message is not eventually replaced", re.I | re.S)


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
            sheets = [
                _sheet(pdf, number, letter.parts[0], password)
                if only is None or number in only
                else Sheet(number, "")
                for number in range(1, len(pdf) + 1)
            ]
            _refuse_envelope(pdf, sheets, letter.source)
        _refuse_placeholder(sheets, letter.source)
        return sheets
    count = 0
    for part in letter.parts:
        count += frames(part, letter.media_type, letter.source, limits)
    return [Sheet(number, "a picture") for number in range(1, count + 1)]


def text_of(pdf: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame, number: int) -> TextLayer:
    """What can be seen of the page's text layer, with what was filled into its form fields."""
    layer = text_layer(page.raw, frame, number)
    filled = form_words(pdf, page, frame, number)
    if layer.words or layer.faint:
        drawn_small = drawing(page, layer.turned)
        filled += on_dark(layer.faint, drawn_small)
        seen = marked(layer.words, drawn_small)
        if not filled and len(seen) == len(layer.words):
            return layer
        return replace(layer, words=in_reading_order([*seen, *filled]))
    return replace(layer, words=in_reading_order(filled))


def _sheet(pdf: pdfium.PdfDocument, number: int, data: bytes, password: str | None) -> Sheet:
    try:
        with page_at(pdf, number) as page:
            frame = Frame.of(page)
            if not has_sane_size(frame):
                return Sheet(
                    number, "", unreadable(number, f"{DAMAGED}: an impossible page size; print it again")
                )
            layer = text_of(pdf, page, frame, number)
            content = drawn(page, frame)
            # Stamps and other notes are no part of the content, and may be all there is.
            empty = not layer.words and not content.objects and drawing(page).blank
    except DamagedError:
        return Sheet(number, "", unreadable(number, f"{DAMAGED}; print or scan the page again"))
    verdict = _Verdict(False, "nothing on it", PageRole.BLANK) if empty else _verdict(layer, content, frame)
    width, height = frame.turned(layer.turned).size
    if verdict.reason in (_NO_MAP, _NONSENSE):
        words = second_opinion(data, number, password)
        if _letters(words) >= 0.9 * layer.characters and _common(words) >= _LEAST_COMMON * len(words):
            page_read = Page(number, width, height, words, Origin.TEXT, "text layer by a second parser")
            return Sheet(number, "", with_role(page_read))
    if verdict.ocr:
        return Sheet(number, verdict.reason)
    page_read = Page(number, width, height, layer.words, Origin.TEXT, verdict.reason, verdict.role)
    return Sheet(number, "", with_role(page_read))


@dataclass(frozen=True, slots=True)
class _Verdict:
    ocr: bool
    reason: str
    role: PageRole = PageRole.BODY


def _verdict(layer: TextLayer, content: Drawn, frame: Frame) -> _Verdict:
    """How to read the page, and why."""
    width, height = frame.size
    shown = _letters(layer.words)
    largest = max(content.pictures, key=lambda picture: picture.area, default=None)
    share = largest.area / (width * height) if largest else 0.0
    covered = sum(picture.area for picture in content.pictures) / (width * height)
    if layer.unmapped > _UNMAPPED * layer.characters:
        return _Verdict(True, _NO_MAP)
    if shown < _FEW_CHARACTERS:
        if covered >= _LARGE:
            return _Verdict(True, _scan_reason(shown, layer))
        if content.paths >= _MANY_PATHS:
            return _Verdict(True, "letters drawn as outlines")
        if shown:
            return _Verdict(False, "little text, and nothing else")
        return _Verdict(True, "no text layer")
    if _letters(layer.hidden) > shown:
        return _Verdict(True, "invisible text over a scan")
    if largest and share >= _WHOLE and largest.texts_before > 0.5 * content.texts:
        return _Verdict(True, "text under a picture")
    if not _makes_sense(layer.words):
        return _Verdict(True, _NONSENSE)
    if share >= _LARGE:
        return _Verdict(True, MIXED)
    return _Verdict(False, "good text layer")


def _scan_reason(shown: int, layer: TextLayer) -> str:
    if _letters(layer.hidden) > shown:
        return "invisible text over a scan"
    return "only a stamp or header as text" if shown else "a scan"


def _letters(words: tuple[Word, ...]) -> int:
    return sum(len(word.text) for word in words)


def _makes_sense(words: tuple[Word, ...]) -> bool:
    """Prose has common words; wrongly mapped letters do not. Tables, lists and other scripts pass."""
    plain = [word.text.lower() for word in words if word.text.isascii() and word.text.isalpha()]
    if len(plain) < _PROSE_WORDS:
        return True
    return _common(words) >= _LEAST_COMMON * len(plain)


def _common(words: tuple[Word, ...]) -> int:
    return sum(word.text.lower() in common_words() for word in words)


def _refuse_envelope(pdf: pdfium.PdfDocument, sheets: list[Sheet], source: str) -> None:
    """A portfolio, or a note "see attached": the letter is a file inside the file."""
    words = sum(len(sheet.page.words) for sheet in sheets if sheet.page)
    if pdf.count_attachments() and words < _ENVELOPE_WORDS and all(sheet.page for sheet in sheets):
        raise UnsupportedError(
            f"{source}: an envelope (PDF portfolio) with other files inside. "
            "Open it in a PDF viewer, save the letter out of it and give that file."
        )


def _refuse_placeholder(sheets: list[Sheet], source: str) -> None:
    """Some XFA forms do not say that they are; their only page says so instead."""
    words = sheets[0].page.words if len(sheets) == 1 and sheets[0].page else ()
    if _XFA_PLACEHOLDER.search(" ".join(word.text for word in words)):
        raise dynamic_xfa(source)


def unreadable(number: int, note: str, width: float = 612.0, height: float = 792.0) -> Page:
    """A page that gave nothing, and why."""
    return Page(number, width, height, (), Origin.OCR, note, readable=False, note=note)
