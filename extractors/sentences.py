"""From words on pages to sentences with boxes: lines, cells, blocks, then sentences.

Everything is geometry: a wide gap in a line ends a cell, cells that stand under each other make a block,
and a block is cut where a sentence ends. So two-column blocks and wrapped table cells read as one would
read them, whatever order the words came in.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.models.document import Box, Document, Origin, Page, Word, union

# A gap wider than this many font heights ends a cell; justified text stays below it.
CELL_GAP = 1.6
# Lines further apart than this many line heights belong to different blocks.
LINE_GAP = 0.85
LABEL = 24  # characters; a cell no longer than this names or numbers what stands right of it

_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“])(?:dr|mr|mrs|ms|st|no|nos|inc|co|corp|jr|sr|vs|v|p|pp|sec|art|dept|approx|est|ave|blvd|rd"
    r"|ste|tel|ext|fig|ref|para|cert|lic|hon|rev|u\.s|u\.s\.c|i\.e|e\.g|etc|a\.m|p\.m|m\.d|d\.o|ph\.d|r\.n|n\.y"
    r"|d\.c|n\.j|p\.o|f\.s|g\.s|r\.i|[a-z])\.$",
    re.IGNORECASE,
)
_MONTH = re.compile(r"^(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$", re.IGNORECASE)
_END = re.compile(r"[.!?][\"”’')\]]*$")
_BULLET = re.compile(r"^(?:[•▪◦‣●■□☐☒☑✓*–—-]|\(?\d{1,2}[.)]|\(?[a-h][.)]|\[[ xX]?\])$")


@dataclass(frozen=True, slots=True)
class Line:
    """A run of words in one line without a wide gap. `left` is the cell before it in its row."""

    words: tuple[Word, ...]
    box: Box
    left: tuple[Word, ...] = ()

    @property
    def size(self) -> float:
        return max(w.size for w in self.words)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand under each other: a paragraph, a heading, a table cell."""

    lines: tuple[Line, ...]
    page: int
    row: tuple[Word, ...] = ()  # words left of the block in its first line: its label, or its code

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(w for line in self.lines for w in line.words)

    @property
    def text(self) -> str:
        return join(self.words)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `block` counts blocks through the letter; `label` is what stands to its left, if short."""

    text: str
    words: tuple[Word, ...] = field(repr=False)
    page: int
    box: Box
    block: int
    label: str = ""
    bold: bool = False


def join(words: Iterable[Word]) -> str:
    """Words as one line of text; a word broken by a hyphen at a line end is mended."""
    text = ""
    last: Word | None = None
    for word in words:
        if last is not None:
            broken = (
                text.endswith("-")
                and len(text) > 2
                and text[-2].isalpha()
                and word.text[:1].islower()
                and word.box[1] > last.box[1] + 2
            )
            text = text if broken else text + " "
        text += word.text
        last = word
    return text


def lines(page: Page) -> list[Line]:
    """The page's words as lines, top to bottom, left to right, cut at wide gaps."""
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda w: ((w.box[1] + w.box[3]) / 2, w.box[0])):
        middle = (word.box[1] + word.box[3]) / 2
        for row in reversed(rows[-4:]):
            first = row[0]
            if first.box[1] < middle < first.box[3] and abs(
                middle - (first.box[1] + first.box[3]) / 2
            ) < 0.45 * (first.box[3] - first.box[1]):
                row.append(word)
                break
        else:
            rows.append([word])
    return [line for row in rows for line in _cells(sorted(row, key=lambda w: w.box[0]))]


def _cells(row: Sequence[Word]) -> list[Line]:
    runs = [[row[0]]]
    for word in row[1:]:
        last = runs[-1][-1]
        if word.box[0] - last.box[2] > CELL_GAP * max(word.size, last.size, 5.0):
            runs.append([word])
        else:
            runs[-1].append(word)
    before = [(), *(tuple(run) for run in runs)]
    return [
        Line(tuple(run), union([w.box for w in run]), left) for run, left in zip(runs, before, strict=False)
    ]


def blocks(page: Page) -> list[Block]:
    """The page's lines gathered into blocks, in the order in which they start."""
    open_: list[list[Line]] = []
    for line in lines(page):
        best: list[Line] | None = None
        for block in reversed(open_[-24:]):
            if _continues(block, line):
                best = block
                break
        if best is None:
            open_.append([line])
        else:
            best.append(line)
    return [Block(tuple(b), page.number, b[0].left) for b in open_]


def _continues(block: list[Line], line: Line) -> bool:
    last = block[-1]
    height = max(last.box[3] - last.box[1], 1.0)
    gap = line.box[1] - last.box[3]
    if not -0.35 * height < gap < LINE_GAP * height:
        return False
    # OCR takes a crooked line for large print; a small letter at its start says that the sentence goes on.
    goes_on = line.words[0].origin is Origin.OCR and line.words[0].text[:1].islower()
    if not goes_on and abs(last.size - line.size) > 0.22 * max(last.size, line.size):
        return False
    if len(line.words) > 1 and _BULLET.match(line.words[0].text) and line.box[0] <= last.box[0] + 2:
        return False
    if _is_label(line) and _is_label(block[0]) and abs(line.left[0].box[0] - block[0].left[0].box[0]) < 4:
        return False  # the next row of a table, or the next entry of a legend
    shared = min(last.box[2], line.box[2]) - max(last.box[0], line.box[0])
    if shared < 0.5 * min(last.box[2] - last.box[0], line.box[2] - line.box[0]):
        return False
    if all(w.bold for w in last.words) == all(w.bold for w in line.words):
        return True
    # a bold line next to a plain one is a heading, unless it fills its line and runs on
    full = last.box[2] - last.box[0] > 0.75 * (line.box[2] - line.box[0])
    return full and not re.search(r"[.:!?]$", last.words[-1].text)


def _is_label(line: Line) -> bool:
    """Whether a short cell, a label or a code, stands right before the line."""
    return 0 < len(line.left) <= 4 and len(join(line.left)) <= LABEL


def sentences(document: Document) -> tuple[Sentence, ...]:
    """All sentences of the body pages, in reading order of blocks."""
    found: list[Sentence] = []
    number = 0
    for page in document.body:
        for block in blocks(page):
            label = join(block.row)
            label = label if len(label) <= 60 else ""
            for words in split(block.words):
                box = union([w.box for w in words])
                bold = all(w.bold for w in words)
                found.append(Sentence(join(words), tuple(words), page.number, box, number, label, bold))
            number += 1
    return tuple(found)


def split(words: Sequence[Word]) -> list[list[Word]]:
    """Cut a block's words where a sentence ends."""
    out: list[list[Word]] = []
    run: list[Word] = []
    for index, word in enumerate(words):
        run.append(word)
        after = words[index + 1] if index + 1 < len(words) else None
        answer = len(run) == 1 and word.text in ("No.", "NO.") and after is not None and after.text.isalpha()
        if after is None or _ends(word.text, after.text) or (answer and after.text[:1].isupper()):
            out.append(run)
            run = []
    return out


def _ends(text: str, after: str) -> bool:
    if not _END.search(text):
        return False
    start = after.lstrip("\"“'‘([")
    if start[:1].islower():
        return False
    return not (text.endswith((".", ".)")) and (_ABBREVIATION.search(text) or _MONTH.match(text)))
