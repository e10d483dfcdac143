"""Where one number ends and the next begins: cells under each other, and cells set close together."""

import itertools
import re

from extractors.base import Segment, Sheet
from extractors.idwords import key
from extractors.mentions import Span, unwrapped

_LABELLED = re.compile(r"(?:[:#]|\b(?:no|nos|num|nbr|number|id)\b\.?)\s*$", re.I)


def apart(sheet: Sheet, span: Span, row_of: dict[int, int]) -> list[Span]:
    """Cells under each other are several numbers, unless one number was too long for its cell."""
    words = list(sheet.word_span(span.start, span.end))
    cuts = []
    for a, b in itertools.pairwise(words):
        position = sheet.offsets[b]
        upper, lower = sheet.segment_at(sheet.offsets[a]), sheet.segment_at(position)
        if upper is lower:
            continue
        if sheet.text[position - 1] != " ":  # behind a hyphen at the end of its line
            cuts += [] if _wrapped(upper, lower) else [position]
            continue
        letters = not any(c.isdigit() for c in sheet.words[a].text)
        if letters and _LABELLED.search(sheet.text[sheet.offset_of(upper) : sheet.offsets[a]]):
            continue  # "Contract no. ZMN" over the rest of the number
        if letters and len(lower.text) < 60 and (len(upper.text) < 45 or sheet.right(lower) is not None):
            cuts.append(position)  # the end of a name, not a prefix
            continue
        if _whole(sheet.text[span.start : position]) and _whole(lower.text):
            cuts.append(position)  # each is long enough to be one
            continue
        if ":" in sheet.segment_at(sheet.offsets[a]).text:
            continue  # the value of "Label: value" runs on
        if len(lower.text) > span.end - position and len(upper.text) < 45:
            cuts.append(position)  # what follows in the lower line is another cell's text
            continue
        rows = {row_of.get(id(sheet.words[i])) for i in (a, b)}
        if (len(rows) == 2 and None not in rows) or (rows == {None} and _own_row(sheet, position, span.end)):
            cuts.append(position)
    parts = []
    for start, end in zip([span.start, *cuts], [*(c - 1 for c in cuts), span.end], strict=True):
        parts.append(Span(start, end, unwrapped(sheet.text[start:end])))
    return [p for p in parts if any(c.isdigit() for c in p.text)]


def _wrapped(upper: Segment, lower: Segment) -> bool:
    """Whether a line goes on in the one right under it, as text or a narrow cell does, and not in another cell."""
    under = -0.3 * upper.size < lower.box[1] - upper.box[3] < upper.size
    return under and lower.box[0] < upper.box[0] + _ALIGNED and lower.box[2] > upper.box[0]


_ALIGNED = 3.0  # points


def _whole(text: str) -> bool:
    """Whether a line of a number is long enough to be a number by itself, and does not break off."""
    last = text.split("\n")[-1].strip()
    return len(key(last)) >= _LONG and sum(c.isdigit() for c in last) >= _LONG - 2 and not last.endswith("-")


_LONG = 8  # letters and digits


def without_code(sheet: Sheet, span: Span, column: dict[int, str]) -> list[Span]:
    """A claim's number and the code of the next cell ("26P0410077182 0300"), which was set close to it."""
    first, _, rest = span.text.rpartition(" ")
    if not first or not re.fullmatch(r"0\d{3}|\d{5}", rest) or len(key(first)) < 8:
        return [span]
    if column.get(id(sheet.words[sheet.word_span(span.start, span.end)[0]])) != "claim":
        return [span]
    if not re.match(r" [a-z]", sheet.text[span.end : span.end + 2], re.I) and len(key(first)) < 10:
        return [span]
    return [Span(span.start, span.start + len(first), first)]


_LETTER = re.compile(r"(?:^|[:#]\s*)([A-Z]) $")
# letters of the number that elsewhere stand for the time or the nation
_PREFIX = re.compile(
    r"(?:^|[:#]\s*|(?i:\b(?:no\.?|number|id|policy|certificate))\s+)(AM|PM|ET|CT|MT|PT|US) $"
)
# no state, and no kind of plan or degree
_TAIL = re.compile(
    r" (?!PPO|HMO|POS|EPO|HSA|RX|MD|DO|NP|RN|SON|DOB|VIA|A[LKZR]|C[AOT]|DE|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])[A-Z]{2,3}"
)
_RUNS_ON = re.compile(r"[A-Z0-9]{2,12}(?=$|\s+\W*[A-Z][a-z]|\s*[|·•;,])")


def completed(sheet: Sheet, span: Span) -> Span:
    """A number with what belongs to it and was set apart: its first letter ("A 7700 4182 6 00"), or, where it breaks off
    on a hyphen at the end of its line, the rest of it on the next."""
    first, last = sheet.segment_at(span.start), sheet.segment_at(span.end - 1)
    lead = _LETTER.search(sheet.text[sheet.offset_of(first) : span.start])
    if begun := _begun(sheet, first, span):
        return begun
    if prefix := _PREFIX.search(sheet.text[sheet.offset_of(first) : span.start]):
        span = Span(span.start - len(prefix[1]) - 1, span.end, f"{prefix[1]} {span.text}")
    elif lead and " " in span.text and span.text[0].isdigit():
        span = Span(sheet.text.rindex(lead[1], 0, span.start), span.end, f"{lead[1]} {span.text}")
    rest = sheet.text[span.end : sheet.offset_of(last) + len(last.text)]
    if not rest and (more := _next_group(sheet, last, span)):
        return Span(span.start, span.end, f"{span.text} {more}")
    tail = _TAIL.fullmatch(rest)
    own = re.search(r"(?:^|[:#.])\s*$", sheet.text[sheet.offset_of(first) : span.start])
    if tail and own and sum(c.isdigit() for c in span.text) >= 6:
        return Span(span.start, span.end + len(rest), span.text + rest)  # letters that end it: "7091 5582 GE"
    if rest not in ("-", "–"):
        return span
    line = [
        s for s in sheet.page_segments(last.page) if 0.5 * last.size < s.box[1] - last.box[1] < 2 * last.size
    ]
    under = [
        s for s in line if abs(s.box[0] - last.box[0]) < 4
    ]  # in its own cell, else where the text runs on
    below = min(under or line, key=lambda s: s.box[0], default=None)
    found = _RUNS_ON.match(below.text) if below is not None else None
    if not found or not any(c.isdigit() for c in found[0]):
        return span
    return Span(span.start, span.end + 1, f"{span.text}-{found[0]}")


def _begun(sheet: Sheet, segment: Segment, span: Span) -> Span | None:
    """A number whose letters stand before a hyphen at the end of the line above: "claims LC-" over "6011-74432-8"."""
    first = sheet.offset_of(segment)
    before = sheet.text[max(0, first - 8) : first]
    lead = _BEGINS.search(before) if span.start == first else None
    if lead is None:
        return None
    over = sheet.segment_at(first - 2)
    near = over.page == segment.page and 0.5 * over.size < segment.box[1] - over.box[1] < 2 * over.size
    if not near or len(over.text) < 20 or over.box[2] < segment.box[0] + 15 * over.size:
        return None  # another cell, not the end of a line of text
    return Span(first - len(lead[0]), span.end, lead[1] + span.text)


_BEGINS = re.compile(r"(?<![\w-])(?!(?:CO|PR|OA|PI)-)([A-Z]{2,5}-)\s$")


def _next_group(sheet: Sheet, last: Segment, span: Span) -> str | None:
    """The groups of a short labelled number that its full line had no room for: "ID: W3077" over "18842" at the left."""
    label = sheet.text[sheet.offset_of(last) : span.start]
    if len(key(span.text)) > 6 or not _LABELLED.search(label) or sheet.right(last) is not None:
        return None
    page = sheet.page_segments(last.page)
    line = [s for s in page if abs(s.box[1] - last.box[1]) < 0.5 * last.size]
    under = [s for s in page if 0.7 * last.size < s.box[1] - last.box[1] < 2 * last.size]
    edge = max(s.box[2] for s in page)
    below = min(under, key=lambda s: s.box[0], default=None)
    full = last.box[2] > edge - 8 * last.size and last.box[0] > min(s.box[0] for s in line) + 8 * last.size
    if below is None or not full or below.box[2] > last.box[0] or not _GROUPS.fullmatch(below.text):
        return None
    return below.text


_GROUPS = re.compile(r"\d{3,6}(?: \d{2,6}){0,2}")


def _own_row(sheet: Sheet, position: int, end: int) -> bool:
    """Whether the line at `position` is a row of its own: a cell that is the number, with a neighbour on its level."""
    segment = sheet.segment_at(position)
    if len(segment.text) > 45 or (end - position) * 2.8 < len(segment.text):
        return False
    for other in (sheet.left(segment), sheet.right(segment)):
        if other is not None:
            level = min(other.box[3], segment.box[3]) - max(other.box[1], segment.box[1])
            if level > 0.7 * min(other.height, segment.height):
                return True
    return False
