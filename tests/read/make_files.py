"""Make one small real file for each thing that can be wrong with, or odd about, a letter's file.

python tests/read/make_files.py OUT_DIR     # writes them all, to look at
"""

import io
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pypdf
import pypdfium2 as pdfium
from PIL import Image, ImageDraw
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.lib.colors import darkblue, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

LINES = [
    "Northwind Health Plan of Ohio",
    "P.O. Box 4410, Columbus, OH 43215",
    "March 9, 2026",
    "Re: Claim number: 26-118804-QX7   Member ID: NWH883120447",
    "Date of service: 02/11/2026   Billed amount: $1,284.50",
    "Dear Ms. Farrow-Quill:",
    "We have reviewed the request for coverage of the service named above and we are not",
    "able to approve it, because the records do not show that the service is medically",
    "necessary for the condition for which it was requested. The plan covers a service of",
    "this kind only after at least six weeks of supervised therapy have been tried first.",
    "You have the right to appeal this decision within 180 days of the day on which you",
    "get this letter. Send the appeal to the address at the top of the page, with a copy",
    "of this letter and any records that you would like us to look at when we decide.",
    "Sincerely, Appeals Department",
]
FACTS = ("26-118804-QX7", "NWH883120447", "02/11/2026", "$1,284.50")
Maker = Callable[[], bytes]


def canvas(size: tuple[float, float] = (612, 792), **options: object) -> tuple[io.BytesIO, Canvas]:
    """A reproducible PDF to draw on."""
    buffer = io.BytesIO()
    return buffer, Canvas(buffer, pagesize=size, invariant=True, **options)  # type: ignore[arg-type]


def write(page: Canvas, lines: list[str] = LINES, x: float = 72, y: float = 700) -> None:
    """The letter, line by line."""
    page.setFont("Helvetica", 11)
    for line in lines:
        page.drawString(x, y, line)
        y -= 22


def born_digital(pages: int = 1) -> bytes:
    buffer, page = canvas()
    for _ in range(pages):
        write(page)
        page.showPage()
    page.save()
    return buffer.getvalue()


def picture(dpi: int = 200, data: bytes | None = None) -> Image.Image:
    """The letter as a clean grey scan."""
    with pdfium.PdfDocument(data or born_digital()) as pdf:
        page = pdf[0]
        image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        page.close()
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def scan_pdf(image: Image.Image | None = None, dpi: int = 200) -> bytes:
    return saved(image or picture(dpi), "PDF", resolution=dpi)


def on_page(draw: Callable[[Canvas], None], size: tuple[float, float] = (612, 792)) -> bytes:
    buffer, page = canvas(size)
    draw(page)
    page.showPage()
    page.save()
    return buffer.getvalue()


def rewritten(change: Callable[[pypdf.PdfWriter], None], data: bytes | None = None) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data or born_digital()))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


# --- text layers ---------------------------------------------------------------------------------------


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


def filled_form() -> bytes:
    """Values that stand in form fields only, and two check boxes."""

    def draw(page: Canvas) -> None:
        write(page, LINES[:3] + LINES[5:])
        form = page.acroForm
        page.drawString(72, 360, "Claim number:")
        form.textfield(
            name="claim", x=160, y=352, width=200, height=20, value="26-118804-QX7", forceBorder=True
        )
        page.drawString(100, 330, "Urgent")
        form.checkbox(name="urgent", x=72, y=326, size=14, checked=True)
        page.drawString(200, 330, "Standard")
        form.checkbox(name="standard", x=172, y=326, size=14, checked=False)

    return on_page(draw)


def field_without_appearance() -> bytes:
    def strip(pdf: pypdf.PdfWriter) -> None:
        for note in pdf.pages[0]["/Annots"]:  # type: ignore[attr-defined]
            note.get_object().pop("/AP", None)

    return rewritten(strip, filled_form())


def with_javascript() -> bytes:
    def add(pdf: pypdf.PdfWriter) -> None:
        pdf.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject(
                    "app.alert('x'); this.submitForm('http://127.0.0.1:9/');"
                ),
            }
        )

    return rewritten(add)


def launch_action() -> bytes:
    def add(pdf: pypdf.PdfWriter) -> None:
        pdf.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("/bin/sh")}
        )

    return rewritten(add)


# --- locked, signed, dynamic ---------------------------------------------------------------------------


def locked(user: str, owner: str, algorithm: str) -> bytes:
    return rewritten(lambda pdf: pdf.encrypt(user, owner, algorithm=algorithm))


def tagged() -> bytes:
    def mark(pdf: pypdf.PdfWriter) -> None:
        pdf.root_object[NameObject("/MarkInfo")] = DictionaryObject(
            {NameObject("/Marked"): pypdf.generic.BooleanObject(True)}
        )

    return rewritten(mark)


def signed() -> bytes:
    """A signature field with a signature that covers the file; nobody checks it here."""

    def sign(pdf: pypdf.PdfWriter) -> None:
        value = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Sig"),
                NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
                NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in (0, 100, 200, 100)]),
                NameObject("/Contents"): pypdf.generic.ByteStringObject(b"\x30\x00"),
            }
        )
        widget = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject("Signature"),
                NameObject("/V"): pdf._add_object(value),
                NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            }
        )
        reference = pdf._add_object(widget)
        pdf.pages[0][NameObject("/Annots")] = ArrayObject([reference])
        pdf.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): ArrayObject([reference]), NameObject("/SigFlags"): NumberObject(3)}
        )

    return rewritten(sign)


def xfa(announced: bool) -> bytes:
    """A dynamic form: one page that says to wait, and the real ones in XML."""
    text = [
        "Please wait...",
        "",
        "If this message is not eventually replaced by the proper contents of the document,",
    ]

    def add(pdf: pypdf.PdfWriter) -> None:
        stream = pypdf.generic.StreamObject()
        stream.set_data(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
        form = DictionaryObject({NameObject("/Fields"): ArrayObject()})
        if announced:
            form[NameObject("/XFA")] = pdf._add_object(stream)
            pdf.root_object[NameObject("/NeedsRendering")] = pypdf.generic.BooleanObject(True)
        pdf.root_object[NameObject("/AcroForm")] = form

    return rewritten(add, on_page(lambda page: write(page, text)))


# --- broken --------------------------------------------------------------------------------------------


def raw_pdf(*objects: str, xref: bool = True) -> bytes:
    """A PDF from the bodies of its objects, 1 being the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out) if xref else 7
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"


def no_pages() -> bytes:
    return raw_pdf(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>")


def cyclic_tree() -> bytes:
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
        "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 9 >>",
    )


def deep_nesting() -> bytes:
    depth = 20_000
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /X " + "[" * depth + "]" * depth + " >>",
    )


def without_contents() -> bytes:
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    )


def huge_media_box() -> bytes:
    return born_digital().replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 999999999 999999999 ]")


def bomb_in_pdf() -> bytes:
    """A picture of 60,000 by 60,000 pixels in a few kilobytes."""
    data = zlib.compress(zlib.compress(b"\x00" * 1000))
    image = (
        "<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Filter /FlateDecode /Length {len(data)} >>\nstream\n"
        + data.decode("latin-1")
        + "\nendstream"
    )
    content = "q 612 0 0 792 0 0 cm /I Do Q"
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /XObject << /I 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        image,
    )


def form_loop() -> bytes:
    """A form that draws itself."""
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /F 5 0 R >> >> /Length 5 >>"
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /XObject << /F 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/F Do\nendstream",
        form + "\nstream\n/F Do\nendstream",
    )


def garbage() -> bytes:
    return b"%PDF-1.7\n" + np.random.default_rng(1).bytes(4000)


def png_bomb() -> bytes:
    """A header of 100,000 by 100,000 pixels over almost no data."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff_ring() -> bytes:
    """A TIFF whose only page says that the next one is itself."""
    data = bytearray(saved(picture(60), "TIFF"))
    first = struct.unpack("<I", data[4:8])[0]
    entries = struct.unpack("<H", data[first : first + 2])[0]
    data[first + 2 + 12 * entries : first + 6 + 12 * entries] = struct.pack("<I", first)
    return bytes(data)


def office(kind: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(kind, "<x/>")
    return buffer.getvalue()


# --- pictures ------------------------------------------------------------------------------------------


def fax_tiff(compression: str, pages: int = 2, dpi: tuple[float, float] = (204, 196)) -> bytes:
    """What a fax server writes; 204x98 is the coarse mode, with pixels twice as high as wide."""
    image = (
        picture(204).resize((1734, round(11 * dpi[1]))).point(lambda v: 255 if v > 150 else 0).convert("1")
    )
    return saved(
        image, "TIFF", compression=compression, dpi=dpi, save_all=True, append_images=[image] * (pages - 1)
    )


def sixteen_bit_png() -> bytes:
    values = np.asarray(picture(), dtype=np.uint16) * 257
    return saved(Image.fromarray(values), "PNG", dpi=(200, 200))


def alpha_png() -> bytes:
    """Black on nothing: a viewer shows white paper."""
    alpha = Image.eval(picture(), lambda v: 255 - v)
    image = Image.new("LA", alpha.size, 0)
    image.putalpha(alpha)
    return saved(image, "PNG", dpi=(200, 200))


def cmyk_jpeg() -> bytes:
    return saved(picture().convert("RGB").convert("CMYK"), "JPEG", dpi=(200, 200), quality=85)


def exif_jpeg(orientation: int = 6) -> bytes:
    """Upright only when the camera's note is followed."""
    turn = {3: 180, 6: 90, 8: 270}[orientation]
    image = picture().rotate(turn, expand=True)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image.convert("RGB"), "JPEG", exif=exif, dpi=(200, 200), quality=85)


def heic() -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(picture().convert("RGB"), "HEIF", quality=80)


def webp() -> bytes:
    return saved(picture().convert("RGB"), "WEBP", quality=80)


def animated_webp() -> bytes:
    first = picture(120).convert("RGB")
    return saved(
        first, "WEBP", save_all=True, append_images=[Image.new("RGB", first.size, "white")], quality=80
    )


def jpx_pdf() -> bytes:
    """A scan in JPEG 2000."""
    return _coded_pdf(saved(picture(), "JPEG2000"), "/JPXDecode", "/DeviceGray", 8)


def ccitt_pdf() -> bytes:
    """A scan in fax coding."""
    image = picture().point(lambda v: 255 if v > 150 else 0).convert("1")
    return saved(image, "PDF", resolution=200)


def _coded_pdf(data: bytes, coding: str, colours: str, bits: int) -> bytes:
    width, height = picture().size
    content = "q 612 0 0 792 0 0 cm /I Do Q"
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {colours} "
        f"/BitsPerComponent {bits} /Filter {coding} /Length {len(data)} >>\nstream\n"
        + data.decode("latin-1")
        + "\nendstream"
    )
    return raw_pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /XObject << /I 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        image,
    )


def sideways(degrees: int, skew: float = 0.0) -> bytes:
    image = picture().rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return scan_pdf(image.rotate(degrees, expand=True))


def coarse(dpi: int = 150) -> bytes:
    return scan_pdf(picture(dpi), dpi)


def on_table() -> bytes:
    """A phone photo: perspective, a shadow, a table around the sheet."""
    sheet = np.asarray(picture(200))
    height, width = sheet.shape
    target = np.float32([[140, 120], [width + 60, 160], [width + 150, height + 90], [90, height + 140]])
    source = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    table = np.full((height + 260, width + 260), 95, np.uint8)
    matrix = cv2.getPerspectiveTransform(source, target)
    cv2.warpPerspective(sheet, matrix, table.shape[::-1], dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    light = np.linspace(1.0, 0.55, table.shape[1], dtype=np.float32)[None, :]
    return saved(Image.fromarray((table * light).astype(np.uint8)), "JPEG", quality=85)


def dark_edges() -> bytes:
    image = picture()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 60, image.height), fill=25)
    draw.rectangle((0, image.height - 50, image.width, image.height), fill=35)
    return scan_pdf(image)


def blank_scan() -> bytes:
    values = np.full((2200, 1700), 236, np.uint8)
    rng = np.random.default_rng(2)
    values[rng.integers(0, 2200, 60), rng.integers(0, 1700, 60)] = 60
    return scan_pdf(Image.fromarray(values))


FILES: dict[str, Maker] = {
    name: value
    for name, value in list(globals().items())
    if callable(value) and getattr(value, "__code__", None) and value.__code__.co_argcount == 0
}


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for name, maker in FILES.items():
        if name != "main":
            (out / name).write_bytes(maker())


if __name__ == "__main__":
    main()
