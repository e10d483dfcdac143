"""Words of a page from the characters that pdfium finds in its text layer.

pdfium gives every character with its box some ten times sooner than pdfminer's layout pass; what is left
to do is to join characters into words by their gaps, as pdfplumber does (tests compare the two).
"""

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c

from pipeline.models.document import Box, Word
from pipeline.read.frame import Frame
from pipeline.read.lines import ASCENT, DESCENT, GAP, Piece, in_reading_order, joined

_UPRIGHT = 3.0  # degrees; more is a mail-sort line, a watermark or a stamp
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"demi")
_INVISIBLE = 3  # text render mode "neither fill nor stroke", PDF 32000-1 table 106
_WHITE, _CLEAR = 240, 16  # of 255
_LARGE = 16.0  # points, from top to bottom of the font; what is larger is a heading or a logo
_STROKED = 2  # "fill, then stroke": bold made by hand

# Symbol fonts without a Unicode map land in the private use area at 0xF000 + code.
_SYMBOLS = {
    0xF06F: "☐", 0xF0A8: "☐", 0xF071: "☐", 0xF072: "☐", 0xF0FE: "☒", 0xF0FD: "☒", 0xF078: "☒", 0xF053: "☑",
    0xF052: "☑", 0xF0FC: "✓", 0xF0FB: "✗", 0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "■", 0xF0D8: "➢", 0xF076: "❖",
}  # fmt: skip
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_HYPHENS = dict.fromkeys((0x02, 0xAD, 0x2010, 0x2011, 0xFFFE), "-")  # pdfium: 2 is a hyphen at a line's end
_REPLACED = {**_SYMBOLS, **_LIGATURES, **_HYPHENS}
_DROPPED = frozenset({0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF})
_SPACES = frozenset({0x20, 0xA0, 0x3000, 9, 10, 11, 12, 13, *range(0x2000, 0x200B)})


@dataclass(frozen=True, slots=True)
class TextLayer:
    """What a page's text layer holds. Counts are of characters that are not blank."""

    words: tuple[Word, ...] = ()
    hidden: tuple[Word, ...] = ()  # text drawn invisibly: the layer under a scan
    faint: tuple[Word, ...] = ()  # white or see-through: hidden on white paper, plain on a dark bar
    characters: int = 0
    unmapped: int = 0  # characters without a Unicode value
    turned: int = 0  # degrees clockwise by which the page must be turned for its text to stand upright


@dataclass(slots=True)
class _Piece:
    """Characters that follow each other in the page's content and touch."""

    text: str
    box: Box
    first: int  # index of its first character on the text page
    parted: bool  # a space stands before it in the page's content
    bold: bool = False


@dataclass(slots=True)
class _Found:
    upright: list[_Piece] = field(default_factory=list)
    hidden: list[_Piece] = field(default_factory=list)
    faint: list[_Piece] = field(default_factory=list)
    angles: Counter[int] = field(default_factory=Counter)  # quarter turns clockwise: characters


def text_layer(page: ctypes.c_void_p, frame: Frame, number: int) -> TextLayer:
    """The text layer of a loaded pdfium page: upright text inside the visible page."""
    text_page = pdfium_c.FPDFText_LoadPage(page)
    if not text_page:
        return TextLayer()
    try:
        pieces, unmapped = _pieces(text_page, frame)
        found = _sorted_out(text_page, pieces, frame)
        characters, turned = found.angles.total(), 0
        most = max(found.angles, key=lambda turn: found.angles[turn], default=0)
        if most and found.angles[most] > 0.6 * characters:
            turned = -most % 360
            frame = frame.turned(turned)
            pieces, unmapped = _pieces(text_page, frame)
            found = _sorted_out(text_page, pieces, frame)

        def words(pieces: list[_Piece]) -> list[Word]:
            known = [Piece(_word(text_page, piece, frame, number), piece.parted) for piece in pieces]
            return joined(known)

        shown = in_reading_order(words(_without_doubles(found.upright)))
        hidden, faint = in_reading_order(words(found.hidden)), in_reading_order(words(found.faint))
        return TextLayer(shown, hidden, faint, characters, unmapped, turned)
    finally:
        pdfium_c.FPDFText_ClosePage(text_page)


def _pieces(text_page: ctypes.c_void_p, frame: Frame) -> tuple[list[_Piece], int]:
    """Runs of touching characters in content order, and how many characters have no Unicode value."""
    rect = pdfium_c.FS_RECTF()
    by_reference = ctypes.byref(rect)
    width, height = frame.size
    pieces: list[_Piece] = []
    current: _Piece | None = None
    glyph = (0.0, 0.0, 0.0, 0.0)  # where the character before stands
    unmapped, parted = 0, True
    for index in range(pdfium_c.FPDFText_CountChars(text_page)):
        code = pdfium_c.FPDFText_GetUnicode(text_page, index)
        if code in _SPACES:
            current, parted = None, True
            continue
        if code in _DROPPED:
            continue
        text = _REPLACED.get(code)
        if text is None:
            if code < 32 or code == 0xFFFD or 0xD800 <= code <= 0xF8FF:
                unmapped += 1
                text = "\ufffd"
            else:
                text = chr(code)
        if not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, by_reference):
            continue
        x0, top, x1, bottom = box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        if x1 < 0 or x0 > width or bottom < 0 or top > height:
            continue  # outside the crop box: nobody sees it
        before, glyph = glyph, box
        if current is not None:
            if box == before:  # a ligature comes as several characters that share one box
                current.text += text
                continue
            last_x0, last_top, last_x1, last_bottom = current.box
            reach = GAP * max(bottom - top, last_bottom - last_top, 1.0)
            touches = -4 * reach < x0 - last_x1 < reach and x1 >= last_x1 and x0 >= last_x0
            if touches and bottom - top < _LARGE and _another_print(text_page, current, index, text):
                touches, parted = False, True
            if touches and abs(bottom - last_bottom) < reach and abs(top - last_top) < 2 * reach:
                current.text += text
                current.box = (current.box[0], min(top, last_top), x1, max(bottom, last_bottom))
                continue
        current = _Piece(text, box, index, parted)
        parted = False
        pieces.append(current)
    return pieces, unmapped


def _another_print(text_page: ctypes.c_void_p, piece: _Piece, index: int, text: str) -> bool:
    """Whether a value in bold touches its label, or the other way round: "Plan" and "Larkspur", without room between them.

    A logo changes its weight inside a name, in larger letters.
    """
    if not (text.isupper() and piece.text[-1].islower()):
        return False
    return _has_bold_font(text_page, index) != _has_bold_font(text_page, index - 1)


def _sorted_out(text_page: ctypes.c_void_p, pieces: list[_Piece], frame: Frame) -> _Found:
    """Apart: upright text, invisible text, and how much text stands at which angle."""
    found = _Found()
    for piece in pieces:
        # pdfium counts a character's angle clockwise.
        angle = math.degrees(pdfium_c.FPDFText_GetCharAngle(text_page, piece.first)) + frame.turn
        found.angles[round(angle / 90) * 90 % 360] += len(piece.text)
        if abs(math.remainder(angle, 360)) > _UPRIGHT:
            continue
        mode = _render_mode(text_page, piece.first)
        piece.bold = mode == _STROKED
        if mode == _INVISIBLE:
            found.hidden.append(piece)
        elif _is_faint(text_page, piece.first):
            found.faint.append(piece)
        else:
            found.upright.append(piece)
    return found


def _is_faint(text_page: ctypes.c_void_p, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    colours = [ctypes.byref(value) for value in (red, green, blue, alpha)]
    if not pdfium_c.FPDFText_GetFillColor(text_page, index, *colours):
        return False
    return min(red.value, green.value, blue.value) >= _WHITE or alpha.value < _CLEAR


def _render_mode(text_page: ctypes.c_void_p, index: int) -> int:
    thing = pdfium_c.FPDFText_GetTextObject(text_page, index)
    return int(pdfium_c.FPDFTextObj_GetTextRenderMode(thing)) if thing else 0


def _without_doubles(pieces: list[_Piece]) -> list[_Piece]:
    """Fake bold prints the same text twice, a hair apart: keep one of the two, as bold."""
    kept: list[_Piece] = []
    places: dict[tuple[str, int, int], _Piece] = {}
    for piece in pieces:
        column, row = round(piece.box[0] / 2), round(piece.box[1] / 2)
        for key in ((piece.text, column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)):
            twin = places.get(key)
            if twin and abs(twin.box[0] - piece.box[0]) < 1.5 and abs(twin.box[1] - piece.box[1]) < 1.5:
                twin.bold = True
                break
        else:
            places[piece.text, column, row] = piece
            kept.append(piece)
    return kept


def _word(text_page: ctypes.c_void_p, piece: _Piece, frame: Frame, number: int) -> Word:
    """The piece with its font's size, its box from the baseline: some fonts lie about their height."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text_page, piece.first, ctypes.byref(matrix))
    x0, top, x1, bottom = piece.box
    size = pdfium_c.FPDFText_GetFontSize(text_page, piece.first) * math.hypot(matrix.c, matrix.d)
    if not 0.4 * (bottom - top) < size < 3 * (bottom - top) + 2:
        size = bottom - top
    x, y = ctypes.c_double(), ctypes.c_double()
    if pdfium_c.FPDFText_GetCharOrigin(text_page, piece.first, ctypes.byref(x), ctypes.byref(y)):
        base = frame.box(x.value, y.value, x.value, y.value)[3]
        top, bottom = base - ASCENT * size, base + DESCENT * size
    box = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
    bold = piece.bold or _has_bold_font(text_page, piece.first)
    return Word(piece.text, box, number, size=round(size, 2), bold=bold)


def _has_bold_font(text_page: ctypes.c_void_p, index: int) -> bool:
    name = ctypes.create_string_buffer(128)
    pdfium_c.FPDFText_GetFontInfo(text_page, index, name, 128, None)
    return any(word in name.value.lower() for word in _BOLD_NAMES)
