"""Blocks to DOCX: the editable twin of each PDF, with the same words. No office program is started."""

import datetime as dt
import io
import zipfile
from functools import lru_cache

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_COLOR_INDEX, WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.table import Table as Table_
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pipeline.assemble.markup import Block, Box, Heading, Inline, Items, Para, Quote, Rule, Run, Table, plain
from pipeline.assemble.typeset import CHECK_WORD, lines

_ACCENT = RGBColor(0x1F, 0x4E, 0x79)
_QUIET = RGBColor(0x56, 0x60, 0x6B)
_BOXES = {"deadline": "F3F5F7", "note": "F3F5F7", "caution": "FFF4BF"}
RULED = "____________"


def word(blocks: tuple[Block, ...], *, language: str, as_of: dt.date, dense: bool = False) -> bytes:
    """The DOCX of one document. Same blocks and date, same bytes."""
    setter = _Setter(language, dense)
    title = next((plain(b.text) for b in blocks if isinstance(b, Heading)), "")
    setter.properties(title, language, as_of)
    for block in blocks:
        setter.block(setter.document, block)
    return _fixed(setter.document, as_of)


def _fixed(document: "docx.document.Document", as_of: dt.date) -> bytes:
    """The file's bytes with the as-of date in every zip entry, so that the same case gives the same file."""
    first, out = io.BytesIO(), io.BytesIO()
    document.save(first)
    stamp = (max(as_of.year, 1980), as_of.month, as_of.day, 12, 0, 0)
    with zipfile.ZipFile(first) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, given.read(name), compresslevel=6)
    return out.getvalue()


_STYLES = ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Quote", "Table Grid")


@lru_cache(maxsize=2)
def _bare(dense: bool) -> bytes:
    """An empty document with our page and our few styles: python-docx looks through all there are, each time."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.8 if dense else 1)
    section.top_margin = section.bottom_margin = Inches(0.7 if dense else 0.9)
    for style in list(document.styles):
        if style.name not in _STYLES and not style.element.get(qn("w:default")):
            style.element.getparent().remove(style.element)
    latent = document.styles.element.find(qn("w:latentStyles"))
    if latent is not None:
        document.styles.element.remove(latent)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(9.5 if dense else 11)
    normal.paragraph_format.space_after = Pt(3 if dense else 8)
    for level, size in ((1, 17), (2, 13), (3, 11)):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb = "Times New Roman", Pt(size), _ACCENT
        fonts = style.element.rPr.rFonts
        for attribute in list(fonts.attrib):
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]
        style.paragraph_format.space_before = Pt(0 if level == 1 else 7 if dense else 12)
        style.paragraph_format.space_after = Pt(3 if dense else 6)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Setter:
    def __init__(self, language: str, dense: bool = False) -> None:
        self.check = CHECK_WORD.get(language, CHECK_WORD["en"])
        self.document = docx.Document(io.BytesIO(_bare(dense)))

    def properties(self, title: str, language: str, as_of: dt.date) -> None:
        core = self.document.core_properties
        when = dt.datetime.combine(as_of, dt.time(12))
        core.title, core.author, core.comments, core.language = title, "", "", language
        core.created = core.modified = when
        core.last_modified_by, core.revision = "", 1
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), "es-US" if language == "es" else "en-US")
        self.document.styles["Normal"].element.get_or_add_rPr().append(lang)

    def block(self, where: "docx.document.Document | _Cell", block: Block) -> None:
        match block:
            case Heading(level, text):
                self.runs(where.add_paragraph(style=f"Heading {min(level, 3)}"), text)
            case Para(text):
                self.runs(where.add_paragraph(), text)
            case Items(kind, items):
                self.items(where, kind, items)
            case Table(head, rows):
                self.table(where, head, rows)
            case Quote(inner):
                for b in inner:
                    paragraph = where.add_paragraph(style="Quote" if isinstance(b, Para) else None)
                    paragraph.paragraph_format.left_indent = Inches(0.3)
                    self.runs(paragraph, b.text if isinstance(b, Para) else ())
            case Rule():
                _bottom_line(where.add_paragraph())
            case Box():
                self.box(where, block)

    def items(
        self, where: "docx.document.Document | _Cell", kind: str, items: tuple[tuple[Block, ...], ...]
    ) -> None:
        for n, item in enumerate(items, 1):
            for i, block in enumerate(item):
                if not isinstance(block, Para):
                    self.block(where, block)
                    continue
                style = "List Bullet" if kind == "bullet" and not i else None
                paragraph = where.add_paragraph(style=style)
                paragraph.paragraph_format.space_after = Pt(4)
                if style is None:
                    paragraph.paragraph_format.left_indent = Inches(0.3)
                    if not i:
                        paragraph.paragraph_format.first_line_indent = Inches(-0.3)
                        paragraph.add_run("☐ " if kind == "tick" else f"{n}. ")
                self.runs(paragraph, block.text)

    def table(
        self,
        where: "docx.document.Document | _Cell",
        head: tuple[Inline, ...],
        rows: tuple[tuple[Inline, ...], ...],
    ) -> None:
        table = self.grid(where, 1 + len(rows), len(head))
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            _shade(cell, "F3F5F7")
            self.cell(cell, text, bold=True)
        header = table.rows[0]._tr.get_or_add_trPr()
        header.append(OxmlElement("w:tblHeader"))
        for row, texts in zip(table.rows[1:], rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                self.cell(cell, text)
        self.after(where)

    def grid(self, where: "docx.document.Document | _Cell", rows: int, columns: int) -> Table_:
        table = where.add_table(rows, columns)
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        _borders(table, ("top", "bottom", "left", "right", "insideH", "insideV"))
        return table

    def after(self, where: "docx.document.Document | _Cell") -> None:
        where.add_paragraph().paragraph_format.space_after = Pt(2)

    def cell(self, cell: _Cell, text: Inline, bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        self.runs(paragraph, text, bold)

    def box(self, where: "docx.document.Document | _Cell", box: Box) -> None:
        match box.name:
            case "facts":
                table = self.grid(where, len(box.pairs), 2)
                _borders(table, ("top", "bottom", "insideH"))
                table.autofit = False
                for column, width in zip(table.columns, (Inches(2), Inches(4.5)), strict=True):
                    column.width = width
                for row, (label, value) in zip(table.rows, box.pairs, strict=True):
                    row.cells[0].width, row.cells[1].width = Inches(2), Inches(4.5)
                    self.cell(row.cells[0], label)
                    self.cell(row.cells[1], value)
                self.after(where)
            case "lines":
                for n in range(max(box.count, 1), 0, -1):
                    ruled = where.add_paragraph()
                    ruled.paragraph_format.keep_with_next = n > 1  # with the heading they belong to
                    _bottom_line(ruled)
            case "signature":
                self.signature(where, box)
            case name if name in _BOXES:
                cell = self.grid(where, 1, 1).rows[0].cells[0]
                _shade(cell, _BOXES[name])
                for b in box.blocks:
                    self.block(cell, b)
                first = cell.paragraphs[0]  # a new cell holds one empty paragraph
                first._p.getparent().remove(first._p)
                if name == "deadline":
                    for run in cell.paragraphs[0].runs:
                        run.font.size = Pt(22)
                self.after(where)
            case name:
                for b in box.blocks:
                    self.block(where, b)
                    last = where.paragraphs[-1]
                    if name == "letterhead":
                        last.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
                    if name == "small":
                        for run in last.runs:
                            run.font.size = Pt(9.5)

    def signature(self, where: "docx.document.Document | _Cell", box: Box) -> None:
        for b in box.blocks:
            for line in lines(b.text) if isinstance(b, Para) else ():
                ruled = where.add_paragraph()
                ruled.paragraph_format.space_before, ruled.paragraph_format.space_after = Pt(16), Pt(0)
                ruled.paragraph_format.keep_with_next = True
                ruled.add_run("_" * 44)
                self.runs(where.add_paragraph(), line, quiet=True)

    def runs(self, paragraph: Paragraph, text: Inline, bold: bool = False, quiet: bool = False) -> None:
        for run in text:
            self.run(paragraph, run, bold, quiet)

    def run(self, paragraph: Paragraph, run: Run, bold: bool, quiet: bool) -> None:
        shown = f"{RULED} ({run.text})" if run.standing == "blank" else run.text
        pieces = shown.split("\n")
        for i, piece in enumerate(pieces):
            made = paragraph.add_run(piece)
            if i < len(pieces) - 1:
                made.add_break()
            made.bold = run.bold or bold or None
            made.italic = run.italic or None
            if quiet:
                made.font.size, made.font.color.rgb = Pt(9.5), _QUIET
            if run.standing in ("blank", "check"):
                made.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if run.standing == "check":
            note = paragraph.add_run(f" [{self.check}]")
            note.italic, note.font.size = True, Pt(9)


def _borders(table: Table_, sides: tuple[str, ...]) -> None:
    """Thin grey lines on these sides, none on the others."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in sides else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "9AA4AE")
        borders.append(line)
    properties.append(borders)


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _bottom_line(paragraph: Paragraph) -> None:
    """A line to write on; `between` keeps neighbouring ones apart, which Word would merge."""
    borders = OxmlElement("w:pBdr")
    for side in ("bottom", "between"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "9AA4AE")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)
