"""Files that mislead: text that nobody sees, letters that are not where one looks, pictures that are none."""

import io
import struct

import pypdf
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from tests.read.make_letter import LINES, born_digital, on_page, picture, rewritten, saved, write
from tests.read.make_odd import page_of, stream

UNSEEN = "99-999999-ZZ9"
_HIDDEN = f"Claim number: {UNSEEN}"


def under(paint: object) -> bytes:
    """A line under a patch: redacted in black, or painted over in white."""

    def draw(page: Canvas) -> None:
        write(page)
        page.drawString(72, 300, _HIDDEN)
        page.setFillColor(paint)
        page.rect(60, 290, 400, 30, fill=1, stroke=0)

    return on_page(draw)


def redacted() -> bytes:
    return under(black)


def painted_over() -> bytes:
    return under(white)


def clipped_away() -> bytes:
    def draw(page: Canvas) -> None:
        write(page)
        corner = page.beginPath()
        corner.rect(0, 0, 1, 1)
        page.clipPath(corner, stroke=0)
        page.setFont("Helvetica", 11)
        page.drawString(72, 300, _HIDDEN)

    return on_page(draw)


def layered(shown: bool, whole: bool = False) -> bytes:
    """A line (or the whole letter) in an optional layer that viewers show or do not."""

    def change(pdf: pypdf.PdfWriter) -> None:
        layer = pdf._add_object(
            DictionaryObject(
                {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("L")}
            )
        )
        page = pdf.pages[0]
        page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/L"): layer})  # type: ignore[index]
        content = page.get_contents().get_data()  # type: ignore[union-attr]
        line = f"BT /F1 11 Tf 1 0 0 1 72 300 Tm ({_HIDDEN}) Tj ET".encode()
        body = b"/OC /L BDC\n" + content + b"\nEMC" if whole else content + b"\n/OC /L BDC " + line + b" EMC"
        new = pypdf.generic.StreamObject()
        new.set_data(body)
        page[NameObject("/Contents")] = pdf._add_object(new)
        state = NameObject("/ON" if shown else "/OFF")
        pdf.root_object[NameObject("/OCProperties")] = DictionaryObject(
            {
                NameObject("/OCGs"): ArrayObject([layer]),
                NameObject("/D"): DictionaryObject({state: ArrayObject([layer])}),
            }
        )

    return rewritten(change)


def layer_off() -> bytes:
    return layered(shown=False)


def letter_in_a_stamp() -> bytes:
    """The page itself is empty; the letter is the appearance of a stamp laid on it."""

    def change(pdf: pypdf.PdfWriter) -> None:
        looks = pypdf.generic.StreamObject()
        lines = b" ".join(b"(%s) '" % line.encode() for line in LINES)
        looks.set_data(b"BT /F 11 Tf 22 TL 36 690 Td " + lines + b" ET")
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        fonts = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        looks.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject([NumberObject(n) for n in (0, 0, 540, 720)]),
                NameObject("/Resources"): DictionaryObject(
                    {NameObject("/Font"): DictionaryObject({NameObject("/F"): fonts})}
                ),
            }
        )
        stamp = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Stamp"),
                NameObject("/F"): NumberObject(4),
                NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (36, 36, 576, 756)]),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): pdf._add_object(looks)}),
            }
        )
        pdf.pages[0][NameObject("/Annots")] = ArrayObject([pdf._add_object(stamp)])

    return rewritten(change, on_page(lambda page: None))


def portfolio(placeholder: bool = True) -> bytes:
    """The letter is a file within the file."""
    lines = ["For the best experience, open this PDF portfolio in", "Acrobat X or Adobe Reader X, or later."]
    page = on_page(lambda page: write(page, lines if placeholder else []))
    return rewritten(lambda pdf: pdf.add_attachment("letter.pdf", born_digital()) and None, page)


def with_attachment() -> bytes:
    """A letter that brings another file along is still a letter."""
    return rewritten(lambda pdf: pdf.add_attachment("more.pdf", born_digital()) and None)


def undecodable() -> bytes:
    """JBIG2 that claims 60,000 by 60,000 pixels: drawn, it is a white page."""
    size = struct.pack(">II", 60_000, 60_000)
    page = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + size + bytes(11)
    region = size + bytes(9) + b"\0\x03\xff\xfd\xff" + bytes(4)
    data = page + struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region
    entries = (
        "/Type /XObject /Subtype /Image /Width 8000 /Height 8000 /ColorSpace /DeviceGray /BitsPerComponent 1"
    )
    return page_of(
        stream(b"q 612 0 0 792 0 0 cm /I Do Q"),
        "/XObject << /I 5 0 R >>",
        "0 0 612 792",
        stream(data, f"{entries} /Filter /JBIG2Decode"),
    )


def slow_page_with_text() -> bytes:
    """A page with words, and a pattern that takes for ever to draw."""
    tile = stream(
        b"/Pattern cs /P scn 0 0 1 1 re f",
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .01 /YStep .01 "
        "/Resources << /Pattern << /P 5 0 R >> >>",
    )
    text = b"BT /F 11 Tf 72 700 Td (denial of a claim ) Tj ET /Pattern cs /P scn 0 0 612 792 re f"
    font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return page_of(stream(text), f"{font} /Pattern << /P 5 0 R >>", "0 0 612 792", tile)


def strip(width: int, height: int) -> bytes:
    """No page is as narrow as this."""
    return saved(Image.new("L", (width, height), 0), "PNG")


def mixed_tiff() -> bytes:
    """Each page packed in another way, as a fax server's archive has them."""
    grey, out = picture(100), io.BytesIO()
    with AppendingTiffWriter(out, new=True) as file:
        for image, packing in ((grey.convert("1"), "group4"), (grey, "jpeg"), (grey, "packbits")):
            image.save(file, format="TIFF", compression=packing, dpi=(100, 100))
            file.newFrame()
    return out.getvalue()


def sub_ifd_ring() -> bytes:
    """A TIFF whose page has itself as its thumbnail."""
    data = bytearray(saved(picture(150), "TIFF", dpi=(150, 150)))
    first = struct.unpack("<I", data[4:8])[0]
    count = struct.unpack("<H", data[first : first + 2])[0]
    entries = [bytes(data[first + 2 + 12 * n : first + 14 + 12 * n]) for n in range(count)]
    entries = sorted(
        [*entries, struct.pack("<HHII", 330, 4, 1, len(data))], key=lambda e: struct.unpack("<H", e[:2])
    )
    data[4:8] = struct.pack("<I", len(data))
    return bytes(data) + struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)


def exif_mirrored(orientation: int) -> bytes:
    """Orientations 5 and 7: turned and mirrored."""
    turned = picture().transpose({5: Image.Transpose.TRANSPOSE, 7: Image.Transpose.TRANSVERSE}[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(turned, "JPEG", exif=exif, dpi=(200, 200), quality=85)


def several_heic() -> bytes:
    """A live photo: the first picture is the letter."""
    import pillow_heif

    file = pillow_heif.from_pillow(picture().convert("RGB"))
    file.add_from_pillow(Image.new("RGB", (300, 300), "white"))
    out = io.BytesIO()
    file.save(out, quality=60)
    return out.getvalue()


def avif() -> bytes:
    return saved(picture().convert("RGB"), "AVIF", quality=70)
