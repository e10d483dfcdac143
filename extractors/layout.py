"""Words to segments and blocks: what stands close together on a line, and what stands under it with one edge.

Units are PDF points, origin top left.
"""

import itertools
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.models.document import Box, Page, Word, union

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


def _gap(page: Page) -> float:
    """The usual space between two words of a page, in points."""
    gaps = [
        b.box[0] - a.box[2]
        for a, b in zip(page.words, page.words[1:], strict=False)
        if 0.5 < b.box[0] - a.box[2] < 12 and abs(a.box[1] - b.box[1]) < 2
    ]
    return statistics.median(gaps) if gaps else 2.5


_GLUED = re.compile(
    r"(?:-?\$|\b-?)\d[\d,]*\.\d{2}(?=[$A-Z(])|\b\d{5}(?=[A-Z][a-z])|\d{5}(?=[A-Z][a-z]+:)|\d{4}(?=\$)"
)  # not within a code: "S01.01XA"


_LEADER = re.compile(r"[.…]{3,}|\.{2,}(?=[A-Z0-9])")


def _mended(words: tuple[Word, ...]) -> list[Word]:
    """Words that a ligature or spaced print parted ("Benef" over "it", "P lumbers", "an d") are one; dot leaders become the colon they stand for."""
    mended: list[Word] = []
    for word in words:
        last = mended[-1] if mended else None
        ligature = last and last.text[-1:] == "f" and word.text[:1] in "fil" and _overlap(last, word)
        if last and (ligature or _parted(last, word)):
            mended[-1] = replace(last, text=last.text + word.text, box=union([last.box, word.box]))
        elif re.fullmatch(r"[.…·]{2,}|[.:]", word.text) and last and _level(last, word):
            if not last.text.endswith(":"):
                mended[-1] = replace(last, text=last.text + ":")
        elif leader := _LEADER.search(word.text):
            mended += _led(word, leader)
        elif re.match(r"\.[A-Z0-9]", word.text) and last and last.text.endswith(":"):
            mended.append(replace(word, text=word.text[1:]))
        else:
            mended.append(word)
    return mended


def _level(a: Word, b: Word) -> bool:
    return a.page == b.page and abs(a.box[3] - b.box[3]) < 0.4 * a.size and b.box[0] > a.box[0]


def _overlap(a: Word, b: Word) -> bool:
    return a.page == b.page and abs(a.box[1] - b.box[1]) < 1 and a.box[0] < b.box[0] < a.box[2] - 0.1 * a.size


def _parted(a: Word, b: Word) -> bool:
    """Whether a single letter touches the word that it belongs to: small capitals, letters set apart."""
    gap = b.box[0] - a.box[2]
    if not (a.page == b.page and abs(a.box[3] - b.box[3]) < 0.3 * a.size and -0.5 < gap < 0.16 * a.size):
        return False
    tail = re.fullmatch(r"[b-df-hj-np-xz]", b.text) and re.fullmatch(r"[A-Za-z]?[a-z]+", a.text)
    return bool(
        tail or (re.fullmatch(r"[A-Z]", a.text) and gap < 0.1 * a.size and re.match(r"[a-z]{2}", b.text))
    )


def _led(word: Word, leader: re.Match[str]) -> list[Word]:
    """ "ID.....KCB404": the label, as if with a colon, and the value."""
    x0, top, x1, bottom = word.box
    step = (x1 - x0) / len(word.text)
    label, value = word.text[: leader.start()].rstrip(":"), word.text[leader.end() :].lstrip(".")
    parts = []
    if label:
        parts.append(replace(word, text=label + ":", box=(x0, top, x0 + leader.start() * step, bottom)))
    if value:
        parts.append(replace(word, text=value, box=(x1 - len(value) * step, top, x1, bottom)))
    return parts or [word]


def _unglue(words: tuple[Word, ...]) -> list[Word]:
    """Cells that touch ("$402.00$0.00E7") come as one word: cut them where an amount or a code ends."""
    apart: list[Word] = []
    for word in _mended(words):
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


def segments_of(page: Page) -> list[Segment]:
    usual = _gap(page)
    found = []
    for line in _lines(page):
        part: list[Word] = []
        stretched = _stretched(line)
        for word in line:
            if (
                part
                and not stretched
                and (
                    word.box[0] - part[-1].box[2] > max(1.8 * usual, 0.65 * word.size)
                    or _GLUED.fullmatch(part[-1].text + "$")  # cells without a gap
                    or _touches_unlike(part[-1], word)
                )
            ):
                found.append(segment_of(part))
                part = []
            part.append(word)
        found.append(segment_of(part))
    return found


def _touches_unlike(word: Word, after: Word) -> bool:
    """Whether two words touch and differ in weight: a label, and in bold its value, for which there was no room."""
    return after.box[0] - word.box[2] < 0.5 and word.bold != after.bold and word.text[-1].isalpha()


def _stretched(line: list[Word]) -> bool:
    """Whether a line of running text was set out to both margins: its gaps are wide, and all alike."""
    gaps = [b.box[0] - a.box[2] for a, b in itertools.pairwise(line)]
    small = sum(bool(re.match(r"[a-z]+[,;]?$", w.text)) for w in line)
    return small >= _SMALL_WORDS and min(gaps, default=0) > 1 and max(gaps) < _ALIKE * min(gaps)


_SMALL_WORDS, _ALIKE = 3, 1.3


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
        for a, b in itertools.pairwise(long)
        if abs(a.box[0] - b.box[0]) < 4 and 1 < (b.box[3] - a.box[3]) / b.size < 2.6
    ]
    return max(_LEADING, min(2.2, 1.12 * statistics.median_low(steps))) if len(steps) > 4 else _LEADING


def blocks_of(segments: list[Segment]) -> list[Block]:
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


def joined(before: str, after: str) -> str:
    """How two lines of one block join: a hyphen at the end of a line holds a word or a number together."""
    if before.endswith("-") and len(before) > 1 and before[-2].isalnum() and after[:1].isalnum():
        return ""
    return " "
