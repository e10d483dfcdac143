"""Blocks to Typst, Typst to tagged PDF. Every word goes in as a string literal: no letter can inject markup."""

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from pipeline.assemble.markup import Block, Box, Heading, Inline, Items, Para, Quote, Rule, Run, Table
from pipeline.errors import TemplateError

WHOLE_CELL = 1500  # characters: about a third of a page in the narrowest column
_ENDLESS = re.compile(r"(\S{28,})")
NO_GLYPH = "could not be displayed"  # how Typst says that PDF/UA forbids a character
CHECK_WORD = {"en": "check", "es": "verifique"}


def compile_pdf(source: str, style: Path, as_of: dt.date, root: Path, *, accessible: bool) -> bytes:
    """The PDF of a Typst source; PDF/UA-1 where `accessible`. Same source and date, same bytes.

    Raises TemplateError when Typst refuses (a changed style file), RuntimeError from embedded files.
    """
    text = (style.read_text("utf-8") + "\n" + source).encode()
    stamp = dt.datetime.combine(as_of, dt.time(12), dt.UTC)
    fonts = _fonts(_needs_system_fonts(source))
    try:
        try:
            made = typst.compile(
                text,
                root=str(root),
                font_paths=fonts,
                timestamp=stamp,
                pdf_standards=["ua-1"] if accessible else [],
            )
        except typst.TypstError as e:
            if NO_GLYPH not in e.message:
                raise
            # A script that no font here has: the standard forbids it, a box in its place is better than no page.
            made = typst.compile(text, root=str(root), font_paths=fonts, timestamp=stamp)
    except typst.TypstError as e:
        raise TemplateError(f"the page style could not be set: {e.message}") from e
    assert isinstance(made, bytes)
    return made


def _needs_system_fonts(source: str) -> bool:
    """Whether a character lies beyond the scripts of the fonts that come with Typst."""
    return any(ord(c) > 0x24FF and c not in "☐☑✓–—‘’“”•…→" for c in source) or any(
        0x0590 <= ord(c) < 0x1E00 for c in source
    )


@lru_cache(maxsize=2)
def _fonts(system: bool) -> Any:
    return typst.Fonts(include_system_fonts=system)


def sheet(blocks: tuple[Block, ...], *, language: str, dense: bool = False) -> str:
    """The Typst source of one document; its first heading is the title."""
    title = next((b.text for b in blocks if isinstance(b, Heading)), ())
    name = "".join(r.text for r in title)
    options = f"title: {quote(name)}, lang: {quote(language)}, dense: {str(dense).lower()}"
    return f"#show: sheet.with({options}, footer: {_footer(name, language)})\n" + body(blocks, language)


def _footer(left: str, language: str) -> str:
    page, of = ("página", "de") if language == "es" else ("page", "of")
    return (
        "context { set text(size: 8.5pt, fill: quiet); "
        f"{quote(left)}; h(1fr); {quote(page + ' ')}; counter(page).display(); {quote(f' {of} ')}; "
        "str(counter(page).final().first()) }"
    )


def body(blocks: tuple[Block, ...], language: str, deeper: int = 0) -> str:
    """The blocks as Typst markup; headings go `deeper` levels down (documents within the packet)."""
    return _Setter(language, deeper).blocks(blocks)


def quote(text: str) -> str:
    """A Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    return f'"{escaped}"'


class _Setter:
    def __init__(self, language: str, deeper: int) -> None:
        self.check = CHECK_WORD.get(language, CHECK_WORD["en"])
        self.deeper = deeper

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        return "\n\n".join(self.block(b) for b in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, text):
                return f"#heading(level: {level + self.deeper}, {self.inline(text)})"
            case Para(text):
                return f"#par({self.inline(text)})"
            case Items(kind, items):
                return self.items(kind, items)
            case Table(head, rows):
                return self.table(head, rows)
            case Quote(inner):
                return f"#quoted[{self.blocks(inner)}]"
            case Rule():
                return "#line(length: 100%, stroke: 0.5pt + line)"
            case Box():
                return self.box(block)

    def items(self, kind: str, items: tuple[tuple[Block, ...], ...]) -> str:
        set_ = ["[" + self.blocks(item) + "]" for item in items]
        if kind == "tick":
            return "\n".join(f"#tick{item}" for item in set_)
        return f"#{'enum' if kind == 'number' else 'list'}({', '.join(set_)})"

    def table(self, head: tuple[Inline, ...], rows: tuple[tuple[Inline, ...], ...]) -> str:
        widths = _widths(head, rows)
        cells = [
            f"table.cell(breakable: not {_whole(cell)}, {self.inline(cell)})" for row in rows for cell in row
        ]
        return f"#grid-table(({widths}), ({', '.join(map(self.inline, head))},), {', '.join(cells)})"

    def box(self, box: Box) -> str:
        match box.name:
            case "facts":
                pairs = ", ".join(f"({self.inline(k)}, {self.inline(v)}, {_whole(v)})" for k, v in box.pairs)
                return f"#facts({pairs})"
            case "lines":
                return f"#writelines({max(box.count, 1)})"
            case "signature":
                signs = "\n".join(
                    f"#signline({self.inline(line)})"
                    for b in box.blocks
                    if isinstance(b, Para)
                    for line in lines(b.text)
                )
                return f"#signature[{signs}]"
            case name:
                return f"#{name}[{self.blocks(box.blocks)}]"

    def inline(self, text: Inline) -> str:
        return "{" + "; ".join(self.run(r) for r in text if r.text) + "}" if text else "[]"

    def run(self, run: Run) -> str:
        if run.standing == "blank":
            return f"blank({quote(run.text)})"
        pieces = [_breaking(p) for p in run.text.split("\n")]
        out = "; linebreak(); ".join(p for p in pieces)
        if run.standing == "check":
            out = f"check({{{out}}}, {quote(self.check)})"
        if run.bold:
            out = f"strong({{{out}}})"
        if run.italic:
            out = f"emph({{{out}}})"
        return out


def lines(text: Inline) -> list[Inline]:
    """An inline cut at its hard breaks."""
    out: list[list[Run]] = [[]]
    for run in text:
        for i, piece in enumerate(run.text.split("\n")):
            if i:
                out.append([])
            if piece:
                out[-1].append(Run(piece, run.standing, run.bold, run.italic))
    return [tuple(line) for line in out if line]


def _breaking(text: str) -> str:
    """`text` as Typst code, with places to break within what is too long for a line and has none.

    A space of no width breaks a line and, unlike a character, is not copied along with a number or an address.
    """
    parts = [p for p in _ENDLESS.split(text) if p]
    return "; h(0pt); ".join(
        quote(chunk)
        for part in parts
        for chunk in (re.findall(".{1,12}", part) if _ENDLESS.fullmatch(part) else [part])
    ) or quote("")


def _whole(text: Inline) -> str:
    """Whether a cell is short enough to stand on one page; only a long one may be parted."""
    return str(sum(len(run.text) for run in text) < WHOLE_CELL).lower()


def _widths(head: tuple[Inline, ...], rows: tuple[tuple[Inline, ...], ...]) -> str:
    """Column widths by the longest cell of each, within reason."""
    longest = []
    for i in range(len(head)):
        cells = [head[i], *(row[i] for row in rows if i < len(row))]
        longest.append(max(sum(len(r.text) for r in c) for c in cells))
    return ", ".join(f"{min(max(n, 9), 46)}fr" for n in longest) + ","
