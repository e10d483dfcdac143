"""Captions: labels in small print under the values that they name, as some letters set their numbers out.

Told by geometry alone: short lines without figures, smaller than the line that they stand close under, at its left
edge, three of them on a page or more, so that a motto under a name in the letterhead is none.
"""

import re
from collections.abc import Sequence

from extractors.layout import Segment

_LEAST = 3  # captions on a page
_SMALLER = 0.88  # of the size of the value
_CLOSE = 0.5  # of the size of the value, between a value and its caption
_LABEL = re.compile(r"(?=.*[A-Za-z]{2})[^\d:.;]{2,40}$")


def captions(segments: Sequence[Segment]) -> dict[int, tuple[Segment, list[Segment]]]:
    """Of the segments of one page: by the id of each line of a value, and of its caption, the caption and the value's lines.

    Labels over their values may stand as close to the value before: where they do, the last line of a column is a value.
    """
    found: dict[int, tuple[Segment, list[Segment]]] = {}
    under = over = 0
    for caption in segments:
        if not _LABEL.match(caption.text) or len(caption.text.split()) > 5:
            continue
        lines = _over(segments, caption)
        if not lines or caption.size > _SMALLER * lines[0].size:
            continue
        if not _ends(segments, caption, lines[0].size):
            over += 1
            continue
        under += 1
        found |= {id(line): (caption, lines[::-1]) for line in (caption, *lines)}
    return found if under >= _LEAST and under > 2 * over else {}


def _ends(segments: Sequence[Segment], caption: Segment, size: float) -> bool:
    """Whether the column of `caption` ends with a caption: a small line with nothing close under it."""
    last = caption
    while True:
        under = [
            s
            for s in segments
            if abs(s.box[0] - caption.box[0]) < 3
            and -0.35 * size < s.box[1] - last.box[3] < 0.9 * size
            and s is not last
        ]
        if not under:
            return last.size <= _SMALLER * size
        last = min(under, key=lambda s: s.box[1])


def _over(segments: Sequence[Segment], caption: Segment) -> list[Segment]:
    """The lines of the value over a caption, the nearest first: of one size, each close under the next."""
    lines: list[Segment] = []
    lower = caption
    while len(lines) < 3:
        near = [
            s
            for s in segments
            if abs(s.box[0] - caption.box[0]) < 3
            and -0.35 * s.size < lower.box[1] - s.box[3] < _CLOSE * s.size
            and s.box[1] < lower.box[1] - 0.5 * s.size
            and (not lines or abs(s.size - lines[0].size) < 0.3)
        ]
        if not near:
            break
        lower = max(near, key=lambda s: s.box[1])
        if lower.size * _SMALLER < caption.size:
            break  # another caption, of the value before
        lines.append(lower)
    return lines
