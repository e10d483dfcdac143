"""Files odder than most, and hostile ones: codings and page sizes that few programs write, and bombs of many kinds."""

import io
import struct
import zlib

import numpy as np
import pypdf
from PIL import Image
from pypdf.generic import FloatObject, NameObject, RectangleObject

from tests.read.make_letter import CATALOG, picture, raw_pdf, rewritten, saved, scan_pdf, write
from tests.read.make_letter import born_digital as plain
from tests.read.make_letter import canvas as drawing

PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def stream(data: bytes, entries: str = "") -> str:
    return f"<< /Length {len(data)} {entries} >>\nstream\n" + data.decode("latin-1") + "\nendstream"


def page_of(content: str, resources: str = "", box: str = "0 0 612 792", *more: str) -> bytes:
    """One page with content 4 0 R; further objects from 5 on."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << {resources} >> >>"
    return raw_pdf(CATALOG, PAGES, page, content, *more)


# --- codings and sizes ---------------------------------------------------------------------------------


def jbig2_pdf() -> bytes:
    """A scan in JBIG2: one generic region, itself in fax coding (ISO 14492, 7.4.6)."""
    ink = picture().point(lambda v: 255 if v < 150 else 0).convert("1")
    width, height = ink.size
    with Image.open(io.BytesIO(saved(ink, "TIFF", compression="group4", tiffinfo={278: height}))) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
        tiff.fp.seek(start)
        coded = tiff.fp.read(length)

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + coded
    data = segment(0, 48, struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)) + segment(1, 38, region)
    image = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
        "/BitsPerComponent 1 /Filter /JBIG2Decode"
    )
    return page_of(
        stream(b"q 612 0 0 792 0 0 cm /I Do Q"), "/XObject << /I 5 0 R >>", "0 0 612 792", stream(data, image)
    )


def user_unit() -> bytes:
    """A page of half the size in units of two points each."""

    def shrink(pdf: pypdf.PdfWriter) -> None:
        pdf.pages[0].scale_by(0.5)
        pdf.pages[0][NameObject("/UserUnit")] = FloatObject(2)

    return rewritten(shrink, scan_pdf())


def point_a_pixel() -> bytes:
    """What programs write that know no resolution: a page of 23 by 30 inches."""
    return scan_pdf(picture(), 72)


def turned_and_cropped() -> bytes:
    """A scan lying on a larger sheet, cut to the letter by the crop box and turned upright by /Rotate."""

    def crop(pdf: pypdf.PdfWriter) -> None:
        page = pdf.pages[0]
        page.mediabox = RectangleObject((-100, -50, 900, 700))
        page.cropbox = RectangleObject((0, 0, 792, 612))
        page.rotate(90)

    return rewritten(crop, scan_pdf(picture().rotate(90, expand=True)))


def spanish() -> bytes:
    """A scanned letter in Spanish."""
    lines = [
        "Plan de Salud Río Claro",
        "Número de reclamo: 26-118804-QX7",
        "Estimada señora Núñez:",
        "Hemos revisado la solicitud de cobertura del servicio que se indica en esta carta y no",
        "podemos aprobarla, porque los expedientes que recibimos no muestran que el servicio sea",
        "necesario para la condición por la que se pidió. El plan cubre un servicio de este tipo",
        "solo después de por lo menos seis semanas de terapia con un profesional de la salud. Usted",
        "tiene derecho a apelar esta decisión dentro de los 180 días de la fecha en que la recibió.",
        "Envíe la apelación a la dirección que está al principio de la página, con una copia de la",
        "carta y de los expedientes que usted quiera que se tomen en cuenta en la revisión.",
    ]
    buffer, page = drawing()
    write(page, lines)
    page.showPage()
    page.save()
    return scan_pdf(picture(200, buffer.getvalue()))


# --- bombs: each must end soon, in a page or a named error ----------------------------------------------


def jpeg_bomb() -> bytes:
    """A header of 65,000 by 65,000 pixels."""
    data = saved(picture(72), "JPEG")
    start = data.index(b"\xff\xc0")
    return data[: start + 5] + struct.pack(">HH", 65_000, 65_000) + data[start + 9 :]


def webp_bomb() -> bytes:
    """A header of 16,384 by 16,384 pixels, the most that WebP can have."""
    body = b"\x2f" + struct.pack("<I", 16_383 | 16_383 << 14) + b"\x07" * 400
    chunk = b"VP8L" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def tiff_bomb() -> bytes:
    """A page of 60,000 by 60,000 pixels."""
    data = bytearray(saved(picture(60), "TIFF"))
    first = struct.unpack("<I", data[4:8])[0]
    for entry in range(first + 2, first + 2 + 12 * struct.unpack("<H", data[first : first + 2])[0], 12):
        if struct.unpack("<H", data[entry : entry + 2])[0] in (256, 257):
            data[entry : entry + 12] = data[entry : entry + 2] + struct.pack("<HII", 4, 1, 60_000)
    return bytes(data)


def content_bomb() -> bytes:
    """Half a gigabyte of nothing as the page's content."""
    packer, spaces = zlib.compressobj(9), b" " * 1_000_000
    data = b"".join(packer.compress(spaces) for _ in range(500)) + packer.flush()
    return page_of(stream(data, "/Filter /FlateDecode"))


def nested_bomb() -> bytes:
    """Content packed three times over."""
    packed = zlib.compress(zlib.compress(zlib.compress(b"q Q " * 20_000_000)))
    return page_of(stream(packed, "/Filter [/FlateDecode /FlateDecode /FlateDecode]"))


def many_paths() -> bytes:
    """Two million strokes."""
    content = zlib.compress(b"0 0 m 612 792 l S\n" * 2_000_000)
    return page_of(stream(content, "/Filter /FlateDecode"))


def many_letters() -> bytes:
    """Three million characters on one page."""
    content = zlib.compress(b"BT /F 9 Tf 40 400 Td " + b"(denial of a claim ) Tj " * 150_000 + b"ET")
    font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return page_of(stream(content, "/Filter /FlateDecode"), font)


def many_notes() -> bytes:
    """A hundred thousand annotations."""
    note = "<< /Type /Annot /Subtype /FreeText /Rect [10 10 90 30] /Contents (note) >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Annots [{note * 100_000}] >>"
    return raw_pdf(CATALOG, PAGES, page)


def forms_in_forms() -> bytes:
    """Each form draws the next one ten times: ten to the tenth in all."""
    objects = []
    for number in range(5, 15):
        body = b"/F Do " * 10
        after = f"/Resources << /XObject << /F {number + 1} 0 R >> >>" if number < 14 else ""
        objects.append(stream(body, f"/Type /XObject /Subtype /Form /BBox [0 0 612 792] {after}"))
    return page_of(stream(b"/F Do"), "/XObject << /F 5 0 R >>", "0 0 612 792", *objects)


def deep_tree() -> bytes:
    """The page lies under five thousand folders."""
    depth = 5_000
    folders = [
        f"<< /Type /Pages {f'/Parent {number - 1} 0 R' if number > 2 else ''} /Kids [{number + 1} 0 R] /Count 1 >>"
        for number in range(2, depth)
    ]
    return raw_pdf(CATALOG, *folders, f"<< /Type /Page /Parent {depth - 1} 0 R /MediaBox [0 0 612 792] >>")


def million_pages() -> bytes:
    """A count of pages that nobody has."""
    return raw_pdf(CATALOG, PAGES.replace("/Count 1", "/Count 1000000"), "<< /Type /Page /Parent 2 0 R >>")


def xref_ring() -> bytes:
    """A table of contents that goes on at itself."""
    data = plain()
    start = data.rindex(b"startxref")
    place = int(data[start + 9 :].split()[0])
    return data.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % place, 1)


def pattern_bomb() -> bytes:
    """A tile of a hundredth of a point over the whole page, in itself."""
    tile = stream(
        b"/Pattern cs /P scn 0 0 1 1 re f",
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .01 /YStep .01 "
        "/Resources << /Pattern << /P 5 0 R >> >>",
    )
    return page_of(
        stream(b"/Pattern cs /P scn 0 0 612 792 re f"), "/Pattern << /P 5 0 R >>", "0 0 612 792", tile
    )


def noise() -> bytes:
    """A scan of nothing but noise: as slow as OCR gets."""
    values = np.random.default_rng(4).integers(0, 2, (3300, 2550), dtype=np.uint8) * 255
    return scan_pdf(Image.fromarray(values), 300)


def small_print() -> bytes:
    """Twenty-five thousand words in one-point print, as a scan."""
    buffer, page = drawing()
    page.setFont("Helvetica", 2)
    for row in range(380):
        page.drawString(20, 780 - 2 * row, "the claim is denied because it was not needed " * 13)
    page.showPage()
    page.save()
    return scan_pdf(picture(300, buffer.getvalue()), 300)


def first_page_good(second: bytes) -> bytes:
    """A letter with a hostile second page."""
    writer = pypdf.PdfWriter()
    buffer, page = drawing()
    write(page)
    page.showPage()
    page.save()
    writer.append(io.BytesIO(buffer.getvalue()))
    writer.append(io.BytesIO(second))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BOMBS = {
    "application/pdf": (
        *(content_bomb, nested_bomb, many_paths, many_letters, many_notes, forms_in_forms, deep_tree),
        *(million_pages, xref_ring, pattern_bomb, noise, small_print),
    ),
    "image/jpeg": (jpeg_bomb,),
    "image/webp": (webp_bomb,),
    "image/tiff": (tiff_bomb,),
}
