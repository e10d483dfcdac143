"""The letter that all made files hold, and the tools to make a file of it."""

import io
from collections.abc import Callable

import pypdf
import pypdfium2 as pdfium
from PIL import Image
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


def coded_pdf(data: bytes, coding: str, size: tuple[int, int]) -> bytes:
    """A page that is one grey picture of `size` pixels, coded as said."""
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {size[0]} /Height {size[1]} /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Filter {coding} /Length {len(data)} >>\nstream\n"
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
