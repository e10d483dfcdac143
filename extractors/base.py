"""Geometry of a letter: segments, columns, blocks, and one running text that keeps its boxes.

Everything that looks for a value works on a `Sheet`. Mentions are spans of the running text, so that a number
broken over two lines is one number; their labels are found by place (before, left of, above), so that tables,
forms and prose are read by the same rules. Units are PDF points, origin top left.
"""

import re
import statistics
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.models.document import Box, Document, Origin, Page, Word, union
from pipeline.models.fields import Candidate, Field

BREAK = "\n"  # between blocks of the running text
_LEADING = 1.66  # lines further apart than this many font sizes belong to different blocks


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand close together on one line: a label, a cell, a line of prose."""

    words: tuple[Word, ...]
    text: str
    box: Box
    page: int
    size: float
    bold: bool

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(slots=True)
class Block:
    """Segments under each other with a common left edge: a paragraph, or a cell of several lines."""

    segments: list[Segment]
    start: int = 0
    text: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def box(self) -> Box:
        return union([s.box for s in self.segments])

    @property
    def page(self) -> int:
        return self.segments[0].page


@dataclass(frozen=True, slots=True)
class Spot:
    """A span of the running text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Text near a spot, where a label may stand. `slot` is before, left, above or after."""

    slot: str
    text: str
    distance: float = 0.0


def _gap(page: Page) -> float:
    """The usual space between two words of a page, in points."""
    gaps = [
        b.box[0] - a.box[2]
        for a, b in zip(page.words, page.words[1:], strict=False)
        if 0.5 < b.box[0] - a.box[2] < 12 and abs(a.box[1] - b.box[1]) < 2
    ]
    return statistics.median(gaps) if gaps else 2.5


_GLUED = re.compile(r"-?\$?\d[\d,]*\.\d{2}(?=[$A-Z(])|\b\d{5}(?=[A-Z][a-z])|\d{4}(?=\$)")


def _unglue(words: tuple[Word, ...]) -> list[Word]:
    """Cells that touch ("$402.00$0.00E7") come as one word: cut them where an amount or a code ends."""
    apart: list[Word] = []
    for word in words:
        cuts = [m.end() for m in _GLUED.finditer(word.text)]
        x0, top, x1, bottom = word.box
        at = 0
        for cut in [*cuts, len(word.text)]:
            step = (x1 - x0) / len(word.text)
            box = (x0 + at * step, top, x0 + cut * step - (1.5 if cut < len(word.text) else 0), bottom)
            apart.append(replace(word, text=word.text[at:cut], box=box) if cuts else word)
            at = cut
    return apart


def _lines(page: Page) -> Iterator[list[Word]]:
    """Words whose middles are level, left to right."""
    line: list[Word] = []
    level = 0.0
    for word in sorted(_unglue(page.words), key=lambda w: (w.box[1] + w.box[3]) / 2):
        middle, height = (word.box[1] + word.box[3]) / 2, word.box[3] - word.box[1]
        if line and middle - level > 0.32 * max(height, 4):
            yield sorted(line, key=lambda w: w.box[0])
            line = []
        line.append(word)
        level = sum((w.box[1] + w.box[3]) / 2 for w in line) / len(line)
    if line:
        yield sorted(line, key=lambda w: w.box[0])


def _segments(page: Page) -> list[Segment]:
    usual = _gap(page)
    found = []
    for line in _lines(page):
        part: list[Word] = []
        for word in line:
            if part and (
                word.box[0] - part[-1].box[2] > max(1.8 * usual, 0.65 * word.size)
                or _GLUED.fullmatch(part[-1].text + "$")  # cells without a gap
            ):
                found.append(segment_of(part))
                part = []
            part.append(word)
        found.append(segment_of(part))
    return found


def segment_of(words: list[Word]) -> Segment:
    return Segment(
        tuple(words),
        " ".join(w.text for w in words),
        union([w.box for w in words]),
        words[0].page,
        max(w.size for w in words),
        sum(w.bold for w in words) * 2 > len(words),
    )


def _leading(segments: list[Segment]) -> float:
    """How far apart the lines of a page's paragraphs may be, in font sizes."""
    long = sorted((s for s in segments if len(s.text) > 50), key=lambda s: s.box[3])
    steps = [
        (b.box[3] - a.box[3]) / b.size
        for a, b in zip(long, long[1:], strict=False)
        if abs(a.box[0] - b.box[0]) < 4 and 1 < (b.box[3] - a.box[3]) / b.size < 2.6
    ]
    return max(_LEADING, min(2.2, 1.12 * statistics.median_low(steps))) if len(steps) > 4 else _LEADING


def _blocks(segments: list[Segment]) -> list[Block]:
    leading = _leading(segments)
    blocks: list[Block] = []
    open_blocks: list[Block] = []
    for seg in sorted(segments, key=lambda s: (s.box[1], s.box[0])):
        best = None
        for block in open_blocks:
            last = block.segments[-1]
            drop = seg.box[3] - last.box[3]
            if not 0.6 * seg.size < drop < leading * seg.size:
                continue
            if abs(seg.size - last.size) < 0.2 * seg.size and (
                abs(seg.box[0] - last.box[0]) < 0.6 * seg.size or _centred(seg, last)
            ):
                best = block
        if best:
            best.segments.append(seg)
        else:
            best = Block([seg])
            blocks.append(best)
            open_blocks.append(best)
        open_blocks = [b for b in open_blocks if seg.box[1] - b.segments[-1].box[3] < 2 * seg.size]
    return blocks


def _centred(a: Segment, b: Segment) -> bool:
    """Two lines of a heading set around one middle."""
    apart = abs(a.box[0] - b.box[0])
    return (
        a.bold == b.bold
        and 0.6 * a.size < apart
        and abs(a.box[0] + a.box[2] - b.box[0] - b.box[2]) < 5
        and not any(c.isdigit() for c in a.text + b.text)
    )


def _joined(before: str, after: str) -> str:
    """How two lines of one block join: a hyphen at the end of a line holds a word or a number together."""
    if before.endswith("-") and len(before) > 1 and before[-2].isalnum() and after[:1].isalnum():
        return ""
    return " "


@dataclass
class Sheet:
    """A letter laid out. `text` is the running text, `words` the words in its order with their offsets."""

    document: Document
    segments: list[Segment] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    text: str = ""
    words: list[Word] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    _block_starts: list[int] = field(default_factory=list)
    _segment_of: list[Segment] = field(default_factory=list)  # by word
    _by_page: dict[int, list[Segment]] = field(default_factory=dict)
    _block_of: dict[int, Block] = field(default_factory=dict)  # by id of segment

    @classmethod
    def of(cls, document: Document) -> "Sheet":
        sheet = cls(document)
        parts: list[str] = []
        at = 0
        for page in document.body:
            segments = _segments(page) if page.words else []
            sheet.segments += segments
            sheet._by_page[page.number] = segments
            for block in _blocks(segments):
                block.start = at
                for i, seg in enumerate(block.segments):
                    if i:
                        glue = _joined(block.segments[i - 1].text, seg.text)
                        parts.append(glue)
                        at += len(glue)
                    for j, word in enumerate(seg.words):
                        if j:
                            parts.append(" ")
                            at += 1
                        sheet.words.append(word)
                        sheet.offsets.append(at)
                        sheet._segment_of.append(seg)
                        parts.append(word.text)
                        at += len(word.text)
                    sheet._block_of[id(seg)] = block
                sheet.blocks.append(block)
                sheet._block_starts.append(block.start)
                parts.append(BREAK)
                at += 1
        sheet.text = "".join(parts)
        for block, following in zip(sheet.blocks, [*sheet.blocks[1:], None], strict=True):
            block.text = sheet.text[block.start : (following.start if following else at) - 1]
        return sheet

    # -- from text to place ---------------------------------------------------------------------------

    def word_span(self, start: int, end: int) -> range:
        """Indices of the words that the span touches."""
        first = max(0, bisect_right(self.offsets, start) - 1)
        last = bisect_right(self.offsets, max(start, end - 1))
        return range(first, max(last, first + 1))

    def block_at(self, position: int) -> Block:
        return self.blocks[max(0, bisect_right(self._block_starts, position) - 1)]

    def block_of(self, segment: Segment) -> Block:
        return self._block_of[id(segment)]

    def segment_at(self, position: int) -> Segment:
        return self._segment_of[max(0, bisect_right(self.offsets, position) - 1)]

    def offset_of(self, segment: Segment) -> int:
        """Where the text of a segment begins."""
        return self._offset_of[id(segment)]

    @cached_property
    def _offset_of(self) -> dict[int, int]:
        starts: dict[int, int] = {}
        for offset, segment in zip(self.offsets, self._segment_of, strict=True):
            starts.setdefault(id(segment), offset)
        return starts

    def offset_by_word(self, word: Word) -> int:
        """Where a word stands in the running text; 0 for a word cut from another."""
        return self._offset_by_word.get(id(word), 0)

    @cached_property
    def _offset_by_word(self) -> dict[int, int]:
        return {id(word): offset for word, offset in zip(self.words, self.offsets, strict=True)}

    def starts_segment(self, position: int) -> bool:
        """Whether the word at `position` is the first of its segment."""
        index = max(0, bisect_right(self.offsets, position) - 1)
        return self._segment_of[index].words[0] is self.words[index] and self.offsets[index] == position

    def place(self, start: int, end: int) -> tuple[int, Box, float, Origin]:
        """Page, box, lowest word confidence and origin of a span (the part on its first page)."""
        words = [self.words[i] for i in self.word_span(start, end)]
        words = [w for w in words if w.page == words[0].page]
        return (
            words[0].page,
            union([w.box for w in words]),
            min(w.confidence for w in words),
            words[0].origin,
        )

    def top(self, position: int) -> float:
        """How far down its page a position stands, 0 to 1."""
        seg = self.segment_at(position)
        return seg.box[1] / self._heights.get(seg.page, 792.0)

    @cached_property
    def _heights(self) -> dict[int, float]:
        return {p.number: p.height for p in self.document.pages}

    @property
    def first_page(self) -> int:
        return self.segments[0].page if self.segments else 1

    # -- neighbours -----------------------------------------------------------------------------------

    def left(self, segment: Segment) -> Segment | None:
        """The nearest segment level with this one, to its left."""
        best = None
        for other in self._by_page[segment.page]:
            if other.box[2] > segment.box[0] + 1:
                continue
            level = min(other.box[3], segment.box[3]) - max(other.box[1], segment.box[1])
            if level > 0.35 * min(other.height, segment.height) and (
                best is None or other.box[2] > best.box[2]
            ):
                best = other
        return best

    def above(self, segment: Segment, most: int = 40) -> Iterator[Segment]:
        """Segments over this one in its column, nearest first."""
        mid = (segment.box[0] + segment.box[2]) / 2
        over = []
        for other in self._by_page[segment.page]:
            if other.box[3] > segment.box[1] + 0.3 * segment.height or other is segment:
                continue
            lap = min(other.box[2], segment.box[2]) - max(other.box[0], segment.box[0])
            if lap > 0.3 * min(other.box[2] - other.box[0], segment.box[2] - segment.box[0]) or (
                other.box[0] - 4 <= mid <= other.box[2] + 4
            ):
                over.append(other)
        over.sort(key=lambda s: -s.box[3])
        yield from over[:most]

    def below(self, segment: Segment) -> Segment | None:
        """The nearest segment under this one with the same left edge."""
        best = None
        for other in self._by_page[segment.page]:
            if (
                other.box[1] > segment.box[1] + 0.5 * segment.height
                and abs(other.box[0] - segment.box[0]) < 0.8 * segment.size
                and (best is None or other.box[1] < best.box[1])
            ):
                best = other
        return best

    def right(self, segment: Segment) -> Segment | None:
        """The nearest segment level with this one, to its right."""
        best = None
        for other in self._by_page[segment.page]:
            if other.box[0] < segment.box[2] - 1 or other is segment:
                continue
            level = min(other.box[3], segment.box[3]) - max(other.box[1], segment.box[1])
            if level > 0.35 * min(other.height, segment.height) and (
                best is None or other.box[0] < best.box[0]
            ):
                best = other
        return best

    def page_segments(self, page: int) -> list[Segment]:
        return self._by_page.get(page, [])

    def clause(self, position: int, most: int = 160) -> str:
        """The text of the sentence before `position`, within its block."""
        block = self.block_at(position)
        text = self.text[max(block.start, position - most) : position]
        ends = list(_SENTENCE_END.finditer(text))
        return text[ends[-1].end() :] if ends else text

    def clause_after(self, position: int, most: int = 120) -> str:
        """The text of the sentence after `position`, within its block."""
        block = self.block_at(position)
        text = self.text[position : min(block.end, position + most)]
        end = _SENTENCE_END.search(text)
        return text[: end.start() + 1] if end else text

    # -- proof ----------------------------------------------------------------------------------------

    def found(
        self,
        value: object,
        start: int,
        end: int,
        confidence: float,
        rule: str,
        candidates: tuple[Candidate, ...] = (),
    ) -> Field:
        """A field whose proof is a span of the running text."""
        page, box, _, origin = self.place(start, end)
        return Field(
            value=value,
            confidence=round(min(1.0, max(0.0, confidence)), 4),
            page=page,
            box=box,
            quote=self.text[start:end],
            origin=origin,
            rule=rule,
            candidates=candidates,
        )

    def candidate(self, value: object, start: int, end: int, score: float, rule: str) -> Candidate:
        """A value seen but not taken."""
        page, box, _, _ = self.place(start, end)
        return Candidate(
            value=value, score=round(score, 4), page=page, box=box, quote=self.text[start:end], rule=rule
        )


_SENTENCE_END = re.compile(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bNo)(?<!\bno)(?<!\bSt)(?<!\bInc)(?<!\b[A-Z])[.;!?][”\"’)]*\s+(?=[\"“(]?[A-Z0-9a-z])"
)


def body_size(sheet: Sheet) -> float:
    """The font size of most of the letter's lines."""
    sizes = sorted(s.size for s in sheet.segments if len(s.text) > 50) or sorted(
        s.size for s in sheet.segments
    )
    return sizes[len(sizes) // 2] if sizes else 10.0
