"""Make the sample letters from letters.yaml: born-digital, scanned, faxed, photographed, damaged.

    .venv/bin/python samples/build.py [FOLDER]

The same input gives the same bytes. The letters are in the repository; build again after a change.
"""

import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import yaml
from PIL import Image, ImageFilter
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import HRFlowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

HERE = Path(__file__).parent
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=15, spaceAfter=9)
HEAD = ParagraphStyle(
    "head", fontName="Helvetica-Bold", fontSize=15, leading=19, textColor=HexColor("#1d3a5f")
)
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=8.5, leading=11, textColor=HexColor("#444444"))
SUBJECT = ParagraphStyle(
    "subject", fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=6, spaceAfter=8
)


def typeset(letter: dict[str, Any], second_page: bool = False) -> bytes:
    """The letter as a born-digital PDF; `second_page` puts the body on a page of its own."""
    story: list[Any] = [Paragraph(letter["head"][0], HEAD)]
    story += [Paragraph(line, SMALL) for line in letter["head"][1:]]
    story += [HRFlowable(width="100%", color=HexColor("#1d3a5f"), spaceBefore=6, spaceAfter=12)]
    story += [Paragraph(letter["date"], BODY)]
    story += [Paragraph("<br/>".join(letter["to"]), BODY)]
    story += [
        Table(
            [[f"{label}:", value] for label, value in letter["refs"]],
            hAlign="LEFT",
            colWidths=[1.7 * inch, 4.3 * inch],
            rowHeights=15,
        )
    ]
    story += [Paragraph(letter["subject"], SUBJECT)]
    if "table" in letter:
        grid = Table(
            letter["table"],
            hAlign="LEFT",
            style=[("GRID", (0, 0), (-1, -1), 0.5, HexColor("#888888")), ("FONTSIZE", (0, 0), (-1, -1), 9)],
        )
        story += [grid, Spacer(1, 12)]
    if second_page:
        story += [PageBreak()]
    story += [Paragraph(text, BODY) for text in letter["body"]]
    story += [
        Paragraph("Sincerely,<br/>Member Correspondence", BODY),
        Spacer(1, 10),
        Paragraph(letter["foot"], SMALL),
    ]
    buffer = io.BytesIO()
    SimpleDocTemplate(
        buffer,
        pagesize=LETTER,
        leftMargin=inch,
        rightMargin=inch,
        topMargin=0.8 * inch,
        bottomMargin=0.8 * inch,
        title=letter["subject"],
        invariant=1,
    ).build(story)
    return buffer.getvalue()


def images(pdf: bytes, dpi: int) -> list[Image.Image]:
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def scanned(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A feeder scan: a little crooked, soft, grey paper, specks."""
    turned = image.rotate(float(rng.uniform(-1.4, 1.4)), resample=Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    pixels = pixels * 0.92 + 8 + rng.normal(0, 4, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def faxed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A group-3 fax: one bit, noise, lost lines."""
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(0.5)), dtype=np.float32)
    bits = pixels + rng.normal(0, 20, pixels.shape) > 158
    bits[rng.integers(0, bits.shape[0], 4), :] = True
    return Image.fromarray((bits * 255).astype(np.uint8)).convert("1")


def photographed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A phone over a table: perspective, uneven light, blur."""
    width, height = image.size
    table = Image.new("RGB", (width + 160, height + 160), (104, 84, 70))
    table.paste(image.convert("RGB"), (80, 80))
    w, h = table.size
    quad = (0.02 * w, 0.01 * h, 0, h, w, 0.985 * h, 0.985 * w, 0)
    bent = table.transform((w, h), Image.Transform.QUAD, quad, resample=Image.Resampling.BICUBIC)
    pixels = np.asarray(bent.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32)
    across = np.linspace(1.0, 0.78, w, dtype=np.float32)[None, :, None]
    pixels = pixels * across + rng.normal(0, 3, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def build(letter: dict[str, Any], letters: dict[str, dict[str, Any]], folder: Path) -> None:
    """Write one sample into `folder`."""
    target, how = folder / letter["file"], letter["print"]
    rng = np.random.default_rng(int(letter["file"][:2]))
    if how == "damaged":
        whole = typeset(letters[letter["like"]])
        target.write_bytes(whole[: len(whole) // 2])
    elif how == "born":
        target.write_bytes(typeset(letter))
    elif how == "scan":
        pages = [scanned(i, rng) for i in images(typeset(letter), 200)]
        pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=200, quality=60)
        _without_dates(target)
    elif how == "fax":
        pages = [faxed(i, rng) for i in images(typeset(letter), 200)]
        pages[0].save(
            target, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(200, 200)
        )
    elif how == "photo":
        photographed(images(typeset(letter), 200)[0], rng).save(target, quality=72)
    elif how == "mixed":  # page 1 typed, page 2 scanned
        _mixed(typeset(letter, second_page=True), rng, target)


def _mixed(pdf: bytes, rng: np.random.Generator, target: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    buffer = io.BytesIO()
    scanned(images(pdf, 200)[1], rng).save(buffer, "PDF", resolution=200, quality=60)
    writer = PdfWriter()
    writer.add_page(PdfReader(io.BytesIO(pdf)).pages[0])
    writer.add_page(PdfReader(buffer).pages[0])
    writer.metadata = None
    writer.write(target)


def _without_dates(target: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(target.read_bytes())).pages:
        writer.add_page(page)
    writer.metadata = None
    writer.write(target)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "letters"
    folder.mkdir(parents=True, exist_ok=True)
    letters = yaml.safe_load((HERE / "letters.yaml").read_text())
    by_name = {letter["file"]: letter for letter in letters}
    for letter in letters:
        build(letter, by_name, folder)
        print(folder / letter["file"])


if __name__ == "__main__":
    main()
