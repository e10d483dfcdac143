"""One letter for each thing that can be odd about the text on a PDF's pages: boxes, fonts, maps, pictures over it."""

import re

import cv2
import numpy as np
import pypdf
from PIL import Image
from pypdf.generic import DictionaryObject
from reportlab.lib.colors import darkblue, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.read.make_letter import LINES, canvas, on_page, picture, rewritten, write


def turned(degrees: int) -> bytes:
    """/Rotate with the content turned against it: upright as displayed."""
    image_of = {90: (1, 90), 180: (2, 180), 270: (3, 270)}

    def draw(page: Canvas) -> None:
        width, height = (792, 612) if degrees % 180 else (612, 792)
        if degrees == 90:
            page.translate(width, 0)
        elif degrees == 180:
            page.translate(width, height)
        elif degrees == 270:
            page.translate(0, height)
        page.rotate(image_of[degrees][1])
        write(page)

    size = (792, 612) if degrees % 180 else (612, 792)
    return rewritten(lambda pdf: pdf.pages[0].rotate(degrees) and None, on_page(draw, size))


def cropped() -> bytes:
    """A crop box that hides a note in the margin, and starts far from zero."""

    def draw(page: Canvas) -> None:
        write(page)
        page.drawString(20, 770, "PRINTER PROOF 000123")

    def crop(pdf: pypdf.PdfWriter) -> None:
        pdf.pages[0].cropbox = pypdf.generic.RectangleObject((60, 60, 600, 740))

    return rewritten(crop, on_page(draw))


def mail_sort_line() -> bytes:
    """A line of digits up the margin, as mailing houses print it."""

    def draw(page: Canvas) -> None:
        write(page)
        page.saveState()
        page.translate(30, 300)
        page.rotate(90)
        page.drawString(0, 0, "0001234 1 AB 0.500 000000-C01-P01234-I")
        page.restoreState()

    return on_page(draw)


def fake_bold() -> bytes:
    def draw(page: Canvas) -> None:
        write(page)
        write(page, LINES[:4], x=72.4)

    return on_page(draw)


def touching_weights() -> bytes:
    """A value in bold for which there was no room beside its label, and a logo whose weight changes within the name."""

    def draw(page: Canvas) -> None:
        write(page)
        for size, top, label, value in ((9, 700, "Plan", "Larkspur"), (22, 740, "Health", "Partners")):
            text = page.beginText(300, top)
            text.setFont("Helvetica", size)
            text.textOut(label)
            text.setFont("Helvetica-Bold", size)
            text.textLine(value)
            page.drawText(text)

    return on_page(draw)


def letter_spaced() -> bytes:
    def draw(page: Canvas) -> None:
        write(page)
        text = page.beginText(72, 740)
        text.setCharSpace(3)
        text.textLine("NOTICE OF DENIAL")
        page.drawText(text)

    return on_page(draw)


def hidden_text() -> bytes:
    """Invisible and white text that no reader of the paper sees."""

    def draw(page: Canvas) -> None:
        write(page)
        text = page.beginText(72, 300)
        text.setTextRenderMode(3)
        text.textLine("Claim number: 99-999999-ZZ9")
        text.setTextRenderMode(0)
        page.drawText(text)
        page.setFillColor(white)
        page.drawString(72, 280, "Member ID: ZZZ000000000")
        page.setFillColor(darkblue)
        page.rect(60, 240, 300, 24, fill=1)
        page.setFillColor(white)
        page.drawString(72, 247, "Group: 55-0042")

    return on_page(draw)


def own_font() -> bytes:
    """An embedded font with codes of its own."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf", asciiReadable=0))

    def draw(page: Canvas) -> None:
        page.setFont("Vera", 10)
        for row, line in enumerate(LINES):
            page.drawString(72, 700 - 22 * row, line)

    return on_page(draw)


def _fonts(pdf: pypdf.PdfWriter) -> list[DictionaryObject]:
    return [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]


def no_unicode_map() -> bytes:
    """The map from codes to letters is gone."""

    def spoil(pdf: pypdf.PdfWriter) -> None:
        for font in _fonts(pdf):
            font.pop("/ToUnicode", None)

    return rewritten(spoil, own_font())


def wrong_map() -> bytes:
    """Looks right and copies as nonsense: the map sends each small letter to another."""

    def other(found: re.Match[bytes]) -> bytes:
        code = int(found[1], 16)
        return b"<%04X>" % ((code - 97 + 7) % 26 + 97 if 97 <= code <= 122 else code)

    def spoil(pdf: pypdf.PdfWriter) -> None:
        for font in _fonts(pdf):
            if "/ToUnicode" in font:
                stream = font["/ToUnicode"]
                stream.set_data(re.sub(rb"<([0-9A-Fa-f]{4})>", other, stream.get_data()))  # type: ignore[attr-defined]

    return rewritten(spoil, own_font())


def outlines() -> bytes:
    """The letter drawn as curves: no text, no picture."""
    ink = (np.asarray(picture(300)) < 128).astype(np.uint8)
    contours, _ = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)

    def draw(page: Canvas) -> None:
        path = page.beginPath()
        for contour in contours:
            (x, y), *others = (contour[:, 0, :] * 0.24).tolist()
            path.moveTo(x, 792 - y)
            for x, y in others:
                path.lineTo(x, 792 - y)
            path.close()
        page.drawPath(path, stroke=0, fill=1, fillMode=0)
        page.setLineWidth(0)
        for row in range(80):
            page.line(600, row, 601, row)

    return on_page(draw)


def _image(page: Canvas, image: Image.Image, x: float, y: float, width: float, height: float) -> None:
    page.drawImage(ImageReader(image), x, y, width, height)


def stamp_on_scan() -> bytes:
    def draw(page: Canvas) -> None:
        _image(page, picture(), 0, 0, 612, 792)
        page.drawString(400, 770, "RECEIVED MAR 12 2026")

    return on_page(draw)


def invisible_layer() -> bytes:
    """A scan with somebody's bad OCR under it."""

    def draw(page: Canvas) -> None:
        text = page.beginText(72, 700)
        text.setTextRenderMode(3)
        for line in LINES:
            text.textLine(line.replace("8", "B").replace("0", "O").replace("1", "l"))
        page.drawText(text)
        _image(page, picture(), 0, 0, 612, 792)

    return on_page(draw)


def text_under_picture() -> bytes:
    def draw(page: Canvas) -> None:
        write(page, [line.replace("8", "3") for line in LINES])
        _image(page, picture(), 0, 0, 612, 792)

    return on_page(draw)


def mixed() -> bytes:
    """A typed letter with half of it pasted in as a picture."""

    def draw(page: Canvas) -> None:
        write(page, [*LINES[:3], *LINES[5:]], y=740)
        part = Image.new("L", (1100, 500), 255)
        part.paste(picture(200).crop((150, 280, 1250, 480)), (0, 100))
        _image(page, part, 72, 120, 460, 209)

    return on_page(draw)


def typed_on_nine_scans() -> bytes:
    buffer, page = canvas()
    write(page)
    page.showPage()
    _image(page, picture(), 0, 0, 612, 792)
    page.showPage()
    page.showPage()
    page.save()
    return buffer.getvalue()
