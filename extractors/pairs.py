"""Labels and the text they govern: "Label: value" in a line, a label cell beside or over its value."""

import re
from dataclasses import dataclass, replace

from extractors.base import Segment, Sheet
from extractors.lexicon import LabelHit, Lexicon

_SEPARATOR = re.compile(r"\s+[|•·—–;]\s+|\s{3,}")
_COLON = re.compile(r"\s*(?::|\.{3,}|(?: \.){2,}|=)\s*")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value as a span of the running text."""

    field: str
    score: float
    start: int
    end: int
    text: str
    slot: str
    rule: str
    label: str


def pairs(sheet: Sheet, lexicon: Lexicon) -> list[Pair]:
    """Every labelled text of the letter."""
    found: list[Pair] = []
    for segment in sheet.segments:
        start = sheet.offset_of(segment)
        if (hit := lexicon.cell("text", segment.text)) or (
            hit := lexicon.cell("text", sheet.block_of(segment).text)
            if len(sheet.block_of(segment).segments) in (2, 3)
            and segment is sheet.block_of(segment).segments[0]
            else None
        ):
            found += _cells(sheet, lexicon, segment, hit)
        else:
            found += _inline(sheet, lexicon, segment, start)
    return [part for pair in found for part in _parted(lexicon, pair)]


def _parted(lexicon: Lexicon, pair: Pair) -> list[Pair]:
    """Two values under two labels in one: "Member / Patient: Luther Hall / Rosetta Hall"."""
    labels = [lexicon.cell("text", part) for part in pair.label.split(" / ")]
    first, stroke, second = pair.text.partition(" / ")
    if len(labels) != 2 or not stroke or not all(labels):
        return [pair]
    at = pair.end - len(second)
    names = pair.label.split(" / ")
    return [
        replace(pair, field=hit.field, rule=hit.id, label=name, text=text, start=start, end=start + len(text))
        for hit, name, text, start in zip(labels, names, (first, second), (pair.start, at), strict=True)
        if hit
    ]


_FAMILIES = ("text", "id", "date", "column")


def _is_label(lexicon: Lexicon, text: str) -> bool:
    head = _COLON.split(text)[0]
    return any(lexicon.cell(f, head) for f in _FAMILIES)


def _same_style(a: Segment, b: Segment) -> bool:
    return a.bold == b.bold and abs(a.size - b.size) < 0.3 and a.text.isupper() == b.text.isupper()


def _cells(sheet: Sheet, lexicon: Lexicon, segment: Segment, hit: LabelHit) -> list[Pair]:
    """The value of a label that has a cell to itself: to the right, or below."""
    found = []
    if captioned := sheet.caption(segment):
        caption, lines = captioned
        if caption is not segment:
            return []
        start = sheet.offset_of(lines[0])
        end = start + len(lines[0].text)
        for line in lines[1:]:
            if sheet.offset_of(line) <= end + 2:  # the value runs on in the running text as well
                end = sheet.offset_of(line) + len(line.text)
        return [_pair(sheet, hit, start, end, "above", 0.98, segment.text)]
    right = sheet.right(segment)
    below = _under(sheet, lexicon, segment)
    if right is not None and _stacked(sheet, lexicon, segment):
        below = None  # a column of labels beside a column of values
    if (
        right is not None
        and below is not None
        and _same_style(segment, right)
        and not _same_style(segment, below)
    ):
        right = None  # a row of labels over a row of values
    near = right is not None and (right.box[0] - segment.box[2] < 240 or _flush(sheet, right))
    if right is not None and near and not _is_label(lexicon, right.text):
        start, end = _cell_span(sheet, lexicon, right, segment)
        found.append(
            _pair(
                sheet, hit, start, end, "right", 0.98 - (right.box[0] - segment.box[2]) / 1500, segment.text
            )
        )
    if below is not None:
        start, end = _cell_span(sheet, lexicon, below, None)
        score = 0.96 if right is None or _is_label(lexicon, right.text) else 0.6
        found.append(_pair(sheet, hit, start, end, "below", score, segment.text))
    return found


def _flush(sheet: Sheet, right: Segment) -> bool:
    """Whether a short value ends where other values of its column end, as on a card: far from its label."""
    ends = [
        s for s in sheet.page_segments(right.page) if abs(s.box[2] - right.box[2]) < 2 and len(s.text) < 60
    ]
    return len(right.text) < 60 and len({round(s.box[0] / 4) for s in ends}) > 2


def _stacked(sheet: Sheet, lexicon: Lexicon, segment: Segment) -> bool:
    """Whether a label that ends in a colon stands in a column of such labels."""
    lines = sheet.block_of(segment).segments
    at = lines.index(segment)
    return segment.text.endswith(":") and any(
        line.text.endswith(":") and _is_label(lexicon, line.text)
        for line in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])
    )


def _under(sheet: Sheet, lexicon: Lexicon, segment: Segment) -> Segment | None:
    """The cell under a label, past further lines of the label itself."""
    below = sheet.below(segment)
    for _ in range(2):
        if below is None or below.box[1] - segment.box[3] > 3 * segment.size:
            return None
        if not any(c.isalnum() for c in below.text):
            return None  # a line of dashes ends the part
        if not _is_label(lexicon, below.text):
            return below
        below = sheet.below(below)
    return None


def _cell_span(sheet: Sheet, lexicon: Lexicon, segment: Segment, label: Segment | None) -> tuple[int, int]:
    """The lines of a value's cell: from `segment` down, until a line that has a label of its own."""
    block = sheet.block_of(segment)
    start = sheet.offset_of(segment)
    end = start + len(segment.text)
    before = block.segments[: block.segments.index(segment)][-1:]
    if (
        label is not None
        and before
        and _between(label, before[0], segment)
        and sheet.left(before[0]) in (None, label)
    ):
        start = sheet.offset_of(before[0])
    following = block.segments[block.segments.index(segment) + 1 :]
    for line in following[:4]:
        left = sheet.left(line) if label is not None else None
        if left is not None and left is not label and abs(left.box[3] - line.box[3]) < 0.6 * line.size:
            break
        if _is_label(lexicon, line.text) or len(line.text) > 120:
            break
        if label is None and len(line.text) > 70:
            break
        end = sheet.offset_of(line) + len(line.text)
    return start, end


def _between(label: Segment, first: Segment, second: Segment) -> bool:
    """Whether a label stands at the middle of a value's two lines."""
    middle = (first.box[1] + second.box[3]) / 2
    return abs((label.box[1] + label.box[3]) / 2 - middle) < 0.25 * label.size


def _inline(sheet: Sheet, lexicon: Lexicon, segment: Segment, start: int) -> list[Pair]:
    """ "Label: value" pairs within one line; the last value may run on in the lines below."""
    found: list[Pair] = []
    text = segment.text
    marks: list[tuple[int, int, LabelHit | None, str]] = []  # label start, value start, hit
    for colon in _COLON.finditer(text):
        words = list(re.finditer(r"\S+", text[: colon.start()]))[-7:]
        for word in words:
            label = text[word.start() : colon.start()]
            if any(w in label for w in "|•·;") or _COLON.search(label):
                continue
            hit = lexicon.cell("text", label)
            other = hit or lexicon.cell("id", label) or lexicon.cell("date", label)
            if other:
                marks.append((word.start(), colon.end(), hit, label))
                break
    if not marks:
        return _bare(sheet, lexicon, segment, start)
    for i, (_, value_start, hit, label) in enumerate(marks):
        stop = marks[i + 1][0] if i + 1 < len(marks) else len(text)
        if hit is None:
            continue
        value = text[value_start:stop]
        if cut := _SEPARATOR.search(value):
            stop = value_start + cut.start()
        last = i + 1 == len(marks) and stop == len(text)
        end = start + stop
        if value_start >= len(
            text.rstrip()
        ):  # "Label:" at the end of the segment: the value stands elsewhere
            found += _cells(sheet, lexicon, segment, hit)
            continue
        if last:
            end = _run_on(sheet, lexicon, segment, end)
        found.append(_pair(sheet, hit, start + value_start, end, "inline", 1.0, label))
    return found


def _run_on(sheet: Sheet, lexicon: Lexicon, segment: Segment, end: int) -> int:
    block = sheet.block_of(segment)
    for line in block.segments[block.segments.index(segment) + 1 :][:3]:
        if _is_label(lexicon, line.text) or ":" in line.text[:40] or len(segment.text) < 24:
            break
        end = sheet.offset_of(line) + len(line.text)
        if line.text.rstrip().endswith("."):
            break
    return end


def _bare(sheet: Sheet, lexicon: Lexicon, segment: Segment, start: int) -> list[Pair]:
    """A label without a colon at the head of a short line or of a part of it: "Patient Ana Rivera"."""
    found = []
    at = 0
    for part in [*_SEPARATOR.split(segment.text)]:
        here = segment.text.find(part, at)
        at = here + len(part)
        words = part.split()
        for n in (4, 3, 2, 1):
            if len(words) <= n or len(part) > 110:
                continue
            label = " ".join(words[:n])
            hit = lexicon.cell("text", label)
            if hit and not label.islower() and words[n][:1].isupper() | words[n][:1].isdigit():
                offset = here + part.find(words[n], len(label))
                found.append(_pair(sheet, hit, start + offset, start + here + len(part), "bare", 0.72, label))
                break
    return found


def _pair(sheet: Sheet, hit: LabelHit, start: int, end: int, slot: str, score: float, label: str) -> Pair:
    text = sheet.text[start:end].strip()
    start += len(sheet.text[start:end]) - len(sheet.text[start:end].lstrip())
    return Pair(hit.field, hit.strength * score, start, start + len(text), text, slot, hit.id, label)
