"""The running text as names stand in it: over two lines where they go on, and no further than the value of their label."""

import itertools
import re

from extractors.base import Segment, Sheet

_RING = re.compile(r"(?<=[A-Z])[○◯●◉⭘](?=[A-Z])")
_LABEL = 30  # characters; what is longer beside a line is text of its own
GOES_ON = re.compile(r"(?:Health|Welfare|Benefits?|Employees?|Trust|Fund|Medical|Group|and|&|of)\b", re.I)
UNENDED = re.compile(r"(?:\b(?:of|and|the|for)|&|,)$", re.I)


def flowing(sheet: Sheet) -> str:
    """The running text, where a name set large over two lines ("... Local 421" over "Health and Welfare Trust") is one."""
    text = drawn(sheet.text)
    for above, below in itertools.pairwise(sheet.blocks):
        a, b = above.segments[-1], below.segments[0]
        if a.page != sheet.first_page or b.page != a.page or sheet.top(above.start) > 0.2:
            break
        if one_name(a, b):
            text = text[: below.start - 1] + " " + text[below.start :]
    for block in sheet.blocks:
        for before, line in itertools.pairwise(block.segments):
            if _of_its_own(sheet, before, line):  # the value of the next label is no more of this name
                start = sheet.offset_of(line)
                text = text[: start - 1] + "\n" + text[start:]
    return text


def drawn(text: str) -> str:
    """A text in which a ring that a logo draws for a letter is that letter: "SANF○RD"."""
    return _RING.sub("O", text)


def _of_its_own(sheet: Sheet, above: Segment, line: Segment) -> bool:
    """Whether a line of a column of values has a label of its own beside it."""
    label, other = sheet.left(line), sheet.left(above)
    if label is None or len(label.text) > _LABEL or any(c.isdigit() for c in label.text):
        return False
    column = other is not None and other is not label and abs(other.box[0] - label.box[0]) < 2
    if column and other and _one_label(sheet, other, label):
        return False
    return column or label.text.rstrip(" .").endswith(":")


def _one_label(sheet: Sheet, above: Segment, below: Segment) -> bool:
    """Whether a label is broken over two lines ("EMPLOYER" over "PLAN"): nearer to each other than the rows beside them."""
    column = (s for s in sheet.page_segments(above.page) if abs(s.box[0] - above.box[0]) < 2)
    tops = [s.box[1] for s in column if s is not above and s is not below]
    pitch = below.box[1] - above.box[1]
    over = min((above.box[1] - t for t in tops if t < above.box[1]), default=0.0)
    under = min((t - below.box[1] for t in tops if t > below.box[1]), default=0.0)
    return pitch < _TIGHT * over and pitch < _TIGHT * under


_TIGHT = 0.8  # of the distance of rows


def one_name(above: Segment, below: Segment) -> bool:
    """Whether a name set large goes on from one line to the next."""
    near = (
        abs(above.size - below.size) < 0.15 * above.size
        and 0 < below.box[1] - above.box[1] < 2.4 * above.size
    )
    broken = GOES_ON.match(below.text) or UNENDED.search(above.text)
    return bool(near and broken and _level(above, below))


def unlike_print(above: Segment, below: Segment) -> bool:
    """Whether two lines are so unlike in print that hardly one name runs over both: in size, weight or capitals."""
    if abs(above.size - below.size) > _UNLIKE * above.size:
        return True
    lighter = (above.bold and not below.bold) or (above.text.isupper() and not below.text.isupper())
    return lighter and not GOES_ON.match(below.text)


def print_end(sheet: Sheet, start: int, end: int) -> int:
    """Where the print ends in which a name begins, up to `end`: at smaller or lighter letters, beside or under it."""
    first, *others = (sheet.words[i] for i in sheet.word_span(start, end))
    for word in others:
        unlike = abs(word.size - first.size) > _UNLIKE * first.size or (first.bold and not word.bold)
        if unlike and any(c.isalpha() for c in word.text):
            return start + len(sheet.text[start : sheet.offset_by_word(word)].rstrip())
    return end


_UNLIKE = 0.15  # of the size


def _level(above: Segment, below: Segment) -> bool:
    """Whether two lines stand over each other: by their middle, or by their left or right end."""
    (a, _, b, _), (c, _, d, _) = above.box, below.box
    return abs(a + b - c - d) < 8 or abs(a - c) < 4 or abs(b - d) < 4
