"""Folders of many letters for the batch's benchmarks: generated ones, born-digital and a share as pictures.

Rounds of the same letters with other bytes let the first thousand and the last be the same work.
"""

import io
from pathlib import Path

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.training.generate import drafts
from extractors.training.layout import pdf

SCAN_DPI = 200
_POINTS_PER_INCH = 72


def make(folder: Path, count: int, *, rounds: int = 1, scan_every: int = 50, seed: int = 2026) -> None:
    """`count` letters in `folder`, in order of name: `rounds` of the same ones, every so many a scan."""
    folder.mkdir(parents=True)
    each = -(-count // rounds)
    for number, draft in enumerate(drafts(each, seed)):
        data = pdf(draft)
        if scan_every and number % scan_every == scan_every - 1:
            data = scanned(data)
        for n in range(rounds):
            if n * each + number < count:
                place = folder / f"{n * each + number:05}.pdf"
                place.write_bytes(data + f"\n% round {n}\n".encode())


def scanned(data: bytes) -> bytes:
    """Each page as a grey picture."""
    held = io.BytesIO()
    canvas = Canvas(held, invariant=True)
    document = pypdfium2.PdfDocument(data)
    for page in document:
        size = page.get_size()
        picture = page.render(scale=SCAN_DPI / _POINTS_PER_INCH, grayscale=True).to_pil()
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(picture), 0, 0, *size)
        canvas.showPage()
    document.close()
    canvas.save()
    return held.getvalue()
