"""Restricted Markdown to blocks: the one text from which both the PDF and its editable twin are set.

Beside paragraphs, headings, lists, quotes, tables and emphasis there are a few boxes of our own, fenced by
`:::`: letterhead, address, facts, deadline, note, caution, signature, lines N. See templates/README.md.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.assemble.given import BLANK, CHECK, END, VALUE

STANDING = {VALUE: "value", CHECK: "check", BLANK: "blank"}
BOXES = (
    "letterhead",
    "address",
    "facts",
    "deadline",
    "note",
    "caution",
    "signature",
    "lines",
    "small",
    "contents",
)
_FENCE = re.compile(r"^:::[ \t]*([a-z]+)?[ \t]*(\d+)?[ \t]*$")
_MARKS = re.compile(f"([{VALUE}{CHECK}{BLANK}{END}])")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text set alike. `standing`: "" for the template's words, value, check or blank."""

    text: str
    standing: str = ""
    bold: bool = False
    italic: bool = False


Inline = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: Inline


@dataclass(frozen=True, slots=True)
class Para:
    text: Inline


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `kind`: bullet, number or tick (boxes to tick)."""

    kind: str
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A fenced box: `name` is one of BOXES, `count` the number after it (lines N)."""

    name: str
    blocks: tuple["Block", ...] = ()
    pairs: tuple[tuple[Inline, Inline], ...] = ()  # facts: label and value
    count: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across."""


Block = Heading | Para | Items | Table | Quote | Box | Rule


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .disable(["html_block", "html_inline", "code"])
    )


def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of a rendered template. A fence that is unknown or never closed raises ValueError."""
    out: list[Block] = []
    held: list[str] = []
    name, count = "", 0
    for line in markdown.splitlines():
        fence = _FENCE.match(line)
        if not fence:
            held.append(line)
            continue
        opening = fence.group(1)
        if opening and (name or opening not in BOXES):
            raise ValueError(f"a box ':::{opening}' that is unknown or inside another box")
        out += [_box(name, count, held)] if name else _parse("\n".join(held))
        name, count, held = opening or "", int(fence.group(2) or 0), []
    if name:
        raise ValueError(f"the box ':::{name}' is never closed")
    return tuple(out + _parse("\n".join(held)))


def _box(name: str, count: int, lines: list[str]) -> Box:
    if name != "facts":
        if name in ("letterhead", "address", "signature"):  # every line is a line
            lines = _broken(lines)
        return Box(name, tuple(_parse("\n".join(lines))), count=count)
    pairs = []
    for line in lines:
        if not line.strip():
            continue
        label, bar, value = line.partition(" | ")
        if not bar:
            raise ValueError("each line of a ':::facts' box is 'label | value'")
        pairs.append((_inline_of(label), _inline_of(value)))
    return Box(name, pairs=tuple(pairs))


def _broken(lines: list[str]) -> list[str]:
    """Lines with a hard break at the end of each that another follows."""
    bare = [line.rstrip().removesuffix("\\") for line in lines]
    return [line + "\\" if line and after else line for line, after in pairwise([*bare, ""])]


def _inline_of(text: str) -> Inline:
    tokens = _parser().parseInline(text.strip())
    return _inline(tokens[0].children or [])


def _parse(markdown: str) -> list[Block]:
    return _walk(_parser().parse(markdown))


def _walk(tokens: list[Token]) -> list[Block]:
    out: list[Block] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        end = _closing(tokens, i)
        inner = tokens[i + 1 : end]
        match token.type:
            case "heading_open":
                out.append(Heading(int(token.tag[1]), _inline(inner[0].children or [])))
            case "paragraph_open":
                out.append(Para(_inline(inner[0].children or [])))
            case "bullet_list_open" | "ordered_list_open":
                out.append(_items(inner, ordered=token.type.startswith("ordered")))
            case "blockquote_open":
                out.append(Quote(tuple(_walk(inner))))
            case "table_open":
                out.append(_table(inner))
            case "hr":
                out.append(Rule())
            case _:
                raise ValueError(f"Markdown of the kind '{token.type}' is not used in templates")
        i = end + 1
    return out


def _closing(tokens: list[Token], start: int) -> int:
    depth = 0
    for i in range(start, len(tokens)):
        depth += tokens[i].nesting
        if depth == 0:
            return i
    raise ValueError("unbalanced Markdown")


def _items(tokens: list[Token], ordered: bool) -> Items:
    found = []
    i = 0
    while i < len(tokens):
        end = _closing(tokens, i)
        found.append(tuple(_walk(tokens[i + 1 : end])))
        i = end + 1
    ticked = [_ticked(item) for item in found]
    if any(ticked) and not all(ticked):
        raise ValueError("a list of boxes to tick beside other items: put a sentence between the two lists")
    if not ordered and all(ticked):
        return Items("tick", tuple((Para(_untick(item[0])), *item[1:]) for item in found))
    return Items("number" if ordered else "bullet", tuple(found))


def _ticked(item: tuple[Block, ...]) -> bool:
    first = item[0] if item else None
    return isinstance(first, Para) and bool(first.text) and first.text[0].text.startswith("[ ] ")


def _untick(block: Block) -> Inline:
    assert isinstance(block, Para)
    first = block.text[0]
    return (Run(first.text[4:], first.standing, first.bold, first.italic), *block.text[1:])


def _table(tokens: list[Token]) -> Table:
    rows: list[tuple[Inline, ...]] = []
    cells: list[Inline] = []
    for token, following in pairwise([*tokens, tokens[-1]]):
        if token.type in ("th_open", "td_open"):
            cells.append(_inline(following.children or []))
        elif token.type == "tr_close":
            rows.append(tuple(cells))
            cells = []
    return Table(rows[0], tuple(rows[1:]))


def _inline(tokens: list[Token]) -> Inline:
    runs: list[Run] = []
    bold = italic = 0
    standing = ""

    def add(text: str) -> None:
        if not text:
            return
        run: dict[str, Any] = {"standing": standing, "bold": bold > 0, "italic": italic > 0}
        if runs and runs[-1] == Run(runs[-1].text, **run):
            runs[-1] = Run(runs[-1].text + text, **run)
        else:
            runs.append(Run(text, **run))

    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "softbreak":
                add(" ")
            case "hardbreak":
                add("\n")
            case "text" | "text_special" | "code_inline":
                for piece in _MARKS.split(token.content):
                    if piece == END:
                        standing = ""
                    elif piece in STANDING:
                        standing = STANDING[piece]
                    else:
                        add(piece)
            case "link_open" | "link_close":
                pass
            case _:
                raise ValueError(f"Markdown of the kind '{token.type}' is not used in templates")
    return tuple(runs)


def plain(text: Inline) -> str:
    """The words of an inline, as a reader hears them."""
    return "".join(run.text for run in text)
