"""Geometry of a letter: one running text that keeps its boxes, and what stands beside, over and under each part.

Everything that looks for a value works on a `Sheet`. Mentions are spans of the running text, so that a number
broken over two lines is one number; their labels are found by place (before, left of, above), so that tables,
forms and prose are read by the same rules. Units are PDF points, origin top left.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from extractors.captions import captions
from extractors.layout import Block, Segment, blocks_of, joined, segment_of, segments_of
from pipeline.models.document import Box, Document, Origin, Word, union
from pipeline.models.fields import Candidate, Field

__all__ = ["Block", "Segment", "Sheet", "body_size", "segment_of"]

BREAK = "\n"  # between blocks of the running text


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
            segments = segments_of(page) if page.words else []
            sheet.segments += segments
            sheet._by_page[page.number] = segments
            for block in blocks_of(segments):
                block.start = at
                for i, seg in enumerate(block.segments):
                    if i:
                        glue = joined(block.segments[i - 1].text, seg.text)
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
        for block, following in itertools.zip_longest(sheet.blocks, sheet.blocks[1:]):
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
        return self._block_of.get(id(segment)) or self.block_at(self.offset_of(segment))

    def segment_at(self, position: int) -> Segment:
        return self._segment_of[max(0, bisect_right(self.offsets, position) - 1)]

    def offset_of(self, segment: Segment) -> int:
        """Where the text of a segment begins, or of a cell that was cut out of one."""
        start = self._offset_of.get(id(segment))
        return self.offset_by_word(segment.words[0]) if start is None else start

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
        """Whether the word at `position` is the first of its segment, but for signs (": M81002756", "(X) 04")."""
        index = max(0, bisect_right(self.offsets, position) - 1)
        if self.offsets[index] != position:
            return False
        before = itertools.takewhile(lambda w: w is not self.words[index], self._segment_of[index].words)
        return not any(c.isalnum() for w in before for c in w.text)

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
            if level > _LEVEL * min(other.height, segment.height) and (
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
            if level > _LEVEL * min(other.height, segment.height) and (
                best is None or other.box[0] < best.box[0]
            ):
                best = other
        return best

    @cached_property
    def _captions(self) -> dict[int, tuple[Segment, list[Segment]]]:
        return {key: pair for segments in self._by_page.values() for key, pair in captions(segments).items()}

    def caption(self, segment: Segment) -> tuple[Segment, list[Segment]] | None:
        """The caption under the value that `segment` is a line of, or that it is itself, and the value's lines."""
        return self._captions.get(id(segment))

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


_LEVEL = (
    0.3  # of a line's height that is beside another's: less than a label's set beside the middle of two lines
)
_SENTENCE_END = re.compile(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bNo)(?<!\bno)(?<!\bSt)(?<!\bInc)(?<!\b[Rr]ef)(?<!\b[Aa]uth)(?<!\b[Cc]ert)(?<!\b[Ii]dent)(?<!\bAcct)(?<!\bClm)(?<!\bMem)(?<!\bGrp)(?<!\bRev)(?<!\b[ap]\.m)(?<!\b[A-Z])[.;!?][”\"’)]*\s+(?!Nos?\.|#|ID\b)(?=[\"“(]?[A-Z0-9a-z])"
)


def body_size(sheet: Sheet) -> float:
    """The font size of most of the letter's lines."""
    sizes = sorted(s.size for s in sheet.segments if len(s.text) > 50) or sorted(
        s.size for s in sheet.segments
    )
    return sizes[len(sizes) // 2] if sizes else 10.0
