"""What is drawn on a PDF page besides text: pictures, outlines, filled-in form fields."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.models.document import Box, Word
from pipeline.read.frame import Frame
from pipeline.read.lines import ASCENT, DESCENT

_DEEPEST = 6  # forms within forms
_MOST_OBJECTS = 200_000  # looked at on one page, forms within forms and all
_MOST_NOTES = 5_000  # a form has some hundred fields
_HIDDEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_TICKED, _OPEN = "☒", "☐"
_VALUED = (
    pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
    pdfium_c.FPDF_FORMFIELD_COMBOBOX,
    pdfium_c.FPDF_FORMFIELD_LISTBOX,
)
_BOXES = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_FIELD_SIZE = 10.0  # points, where a field names no font size

Transform = tuple[float, float, float, float, float, float]
_SAME: Transform = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster picture: its box as displayed, its pixels, and how many text objects were drawn before it."""

    box: Box
    across: int
    down: int
    texts_before: int

    @property
    def area(self) -> float:
        """In square points."""
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


@dataclass(slots=True)
class Drawn:
    """What a page's content draws."""

    pictures: list[Picture] = field(default_factory=list)
    paths: int = 0
    texts: int = 0
    shadings: int = 0
    objects: int = 0


def drawn(page: pdfium.PdfPage, frame: Frame) -> Drawn:
    """All that the page's content draws, looked at without decoding it."""
    found = Drawn()
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    for index in range(count):
        if found.objects >= _MOST_OBJECTS:
            break
        _add(found, pdfium_c.FPDFPage_GetObject(page.raw, index), frame, _SAME, 0)
    return found


def _add(found: Drawn, thing: ctypes.c_void_p, frame: Frame, outer: Transform, depth: int) -> None:
    found.objects += 1
    kind = pdfium_c.FPDFPageObj_GetType(thing)
    if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
        found.texts += 1
    elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
        found.paths += 1
    elif kind == pdfium_c.FPDF_PAGEOBJ_SHADING:
        found.shadings += 1
    elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
        picture = _picture(thing, frame, outer, found.texts)
        if picture is not None:
            found.pictures.append(picture)
    elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _composed(_matrix(thing), outer)
        for index in range(pdfium_c.FPDFFormObj_CountObjects(thing)):
            if found.objects >= _MOST_OBJECTS:
                break
            _add(found, pdfium_c.FPDFFormObj_GetObject(thing, index), frame, inner, depth + 1)


def _picture(thing: ctypes.c_void_p, frame: Frame, outer: Transform, texts: int) -> Picture | None:
    a, b, c, d, e, f = _composed(_matrix(thing), outer)  # a picture fills the unit square
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    x0, top, x1, bottom = frame.box(min(xs), min(ys), max(xs), max(ys))
    width, height = frame.size
    box = (max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height))
    across, down = ctypes.c_uint(), ctypes.c_uint()
    pdfium_c.FPDFImageObj_GetImagePixelSize(thing, ctypes.byref(across), ctypes.byref(down))
    if box[0] >= box[2] or box[1] >= box[3]:
        return None
    return Picture(box, across.value, down.value, texts)


def _matrix(thing: ctypes.c_void_p) -> Transform:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _composed(inner: Transform, outer: Transform) -> Transform:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def form_words(pdf: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame, number: int) -> list[Word]:
    """What was filled into the page's form fields and written on it as comments, as words in their places.

    Ticked boxes and buttons give ☒, open ones ☐. Nothing that runs (JavaScript, actions) is run.
    """
    form = pdf.formenv.raw if pdf.formenv else None
    words: list[Word] = []
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), _MOST_NOTES)):
        note = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        try:
            words += _annotation_words(form, note, frame, number)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(note)
    return words


def _annotation_words(
    form: ctypes.c_void_p | None, note: ctypes.c_void_p, frame: Frame, number: int
) -> Iterator[Word]:
    kind = pdfium_c.FPDFAnnot_GetSubtype(note)
    rect = pdfium_c.FS_RECTF()
    if pdfium_c.FPDFAnnot_GetFlags(note) & _HIDDEN or not pdfium_c.FPDFAnnot_GetRect(
        note, ctypes.byref(rect)
    ):
        return
    box = frame.box(
        min(rect.left, rect.right),
        min(rect.bottom, rect.top),
        max(rect.left, rect.right),
        max(rect.bottom, rect.top),
    )
    if kind == pdfium_c.FPDF_ANNOT_FREETEXT:
        yield from _laid_out(_string(note, b"Contents"), box, 0.0, number)
    elif kind == pdfium_c.FPDF_ANNOT_WIDGET:
        field_type = pdfium_c.FPDFAnnot_GetFormFieldType(form, note) if form else -1
        if field_type in _BOXES:
            text = _TICKED if pdfium_c.FPDFAnnot_IsChecked(form, note) else _OPEN
            yield Word(text, _rounded(box), number, size=round(min(box[3] - box[1], 14.0), 2))
        elif form is None or field_type in _VALUED:
            size = ctypes.c_float(0.0)
            if form:
                pdfium_c.FPDFAnnot_GetFontSize(form, note, ctypes.byref(size))
            yield from _laid_out(_value(form, note), box, size.value, number)


def _value(form: ctypes.c_void_p | None, note: ctypes.c_void_p) -> str:
    if form is None:
        return _string(note, b"V")
    length = pdfium_c.FPDFAnnot_GetFormFieldValue(form, note, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium_c.FPDFAnnot_GetFormFieldValue(form, note, buffer, length)
    return bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le", "replace")


def _string(note: ctypes.c_void_p, key: bytes) -> str:
    length = pdfium_c.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium_c.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le", "replace")


def _laid_out(text: str, box: Box, size: float, number: int) -> Iterator[Word]:
    """`text` as words inside `box`, line by line, at about the places where a viewer shows them."""
    x0, top, x1, bottom = box
    if not 2 <= size <= 72:
        size = min(_FIELD_SIZE, max(bottom - top, 4.0) * 0.8)
    step, leading = 0.5 * size, 1.15 * size
    one_line = bottom - top < 2 * leading
    level = (top + bottom) / 2 + 0.35 * size if one_line else top + leading
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        x = x0 + 2
        for part in line.split():
            if x > x0 + 2 and x + step * len(part) > x1 and not one_line:
                x, level = x0 + 2, level + leading
            right = x + step * len(part)
            word = _rounded((x, level - ASCENT * size, right, level + DESCENT * size))
            yield Word(part, word, number, size=round(size, 2))
            x = right + step
        level += leading


def _rounded(box: Box) -> Box:
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
