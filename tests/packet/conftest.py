"""Packets of the cases by hand, assembled once and looked at by many tests."""

import atexit
import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
import pypdfium2 as pdfium
from docx.table import Table
from docx.text.paragraph import Paragraph
from reportlab.lib.pagesizes import letter as us_letter
from reportlab.pdfgen.canvas import Canvas

from pipeline.assemble import assemble
from pipeline.law import Law
from tests.packet.build import Given, given

LAW = Law.load()
_WORK = Path(tempfile.mkdtemp(prefix="imrkit-packets-"))
atexit.register(shutil.rmtree, _WORK, ignore_errors=True)


@dataclass(frozen=True)
class Made:
    """An assembled packet: its folder, its file names in order, its provenance."""

    given: Given
    folder: Path
    files: tuple[str, ...]
    provenance: dict[str, Any]

    @property
    def documents(self) -> tuple[str, ...]:
        """Names of the documents that have an editable twin."""
        return tuple(f.removesuffix(".docx") for f in self.files if f.endswith(".docx"))


@lru_cache
def original() -> Path:
    """A letter of two pages, the second one turned."""
    path = _WORK / "letter.pdf"
    canvas = Canvas(str(path), pagesize=us_letter, invariant=1)
    canvas.drawString(72, 700, "Harborlight Health Plan: notice of denial")
    canvas.showPage()
    canvas.setPageRotation(90)
    canvas.drawString(72, 500, "Your rights")
    canvas.showPage()
    canvas.save()
    return path


@lru_cache
def made(name: str) -> Made:
    """The packet of `cases/NAME.yaml`."""
    case = given(name)
    folder = _WORK / name
    folder.mkdir()
    files, provenance = assemble(
        case.case, LAW, [original()], folder, language=case.language, as_of=case.as_of
    )
    return Made(case, folder, files, provenance)


def paragraphs(path: Path) -> list[str]:
    """The text of a DOCX in reading order: paragraphs, and table cells row by row."""
    return _paragraphs(docx.Document(str(path)))


def _paragraphs(holder: Any) -> list[str]:
    out: list[str] = []
    for item in holder.iter_inner_content():
        if isinstance(item, Paragraph):
            out += [line for line in item.text.split("\n") if line.strip()]
        elif isinstance(item, Table):
            for row in item.rows:
                for cell in row.cells:
                    out += _paragraphs(cell)
    return out


def pdf_pages(path: Path) -> list[str]:
    """The squeezed text of each page of a PDF, in the order it was set, without the footer."""
    document = pdfium.PdfDocument(path)
    title = squeezed(document.get_metadata_value("Title"))
    pages = []
    for page in document:
        text = squeezed(page.get_textpage().get_text_range())
        text = re.sub(r"(packetpage|page|página)\d+(of|de)\d+$", "", text)
        pages.append(text.removesuffix(title))
    document.close()
    return pages


def squeezed(text: str) -> str:
    """`text` without what differs between a PDF and its twin: spaces, rules to write on, list marks."""
    return re.sub(r"[\s_☐•]+", "", text.replace("\ufffe", "-"))  # pdfium's mark for a hyphen at a line's end
