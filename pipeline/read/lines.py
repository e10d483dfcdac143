"""Put words into lines and reading order."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.models.document import Word, union

# A gap wider than this share of the font height parts two words.
GAP = 0.12
# Words share a line when their baselines differ by less than this share of the smaller font height.
_SAME_LINE = 0.5
# How far letters reach above and below their baseline, as shares of the font size (Helvetica, Liberation).
ASCENT, DESCENT = 0.905, 0.212
# So many single characters in a row are one word printed with space between its letters.
_SPACED_LETTERS = 4


def baseline(word: Word) -> float:
    """The height on the page of the line that the word stands on, in points from the top."""
    return word.box[3] - DESCENT * word.size


def lines(words: Iterable[Word]) -> list[list[Word]]:
    """`words` grouped by their baselines, from the top down, each line from left to right."""
    found: list[list[Word]] = []
    level = size = 0.0
    for word in sorted(words, key=baseline):
        here = baseline(word)
        if found and here - level < _SAME_LINE * min(size, word.size):
            found[-1].append(word)
            # The line follows its words slowly, so that a leftover slant does not tear it apart.
            level += (here - level) / len(found[-1])
            size = min(size, word.size)
        else:
            found.append([word])
            level, size = here, word.size
    return [sorted(line, key=lambda word: word.box[0]) for line in found]


def in_reading_order(words: Iterable[Word]) -> tuple[Word, ...]:
    """`words` line by line from the top, each line from left to right."""
    return tuple(word for line in lines(words) for word in line)


class Piece(NamedTuple):
    """Part of a word, and whether the page's content has a space before it."""

    word: Word
    parted: bool


def joined(pieces: Sequence[Piece]) -> list[Word]:
    """Whole words: pieces that touch belong together, and so do letters set apart for looks."""
    parted = {id(piece.word) for piece in pieces if piece.parted}
    words = [piece.word for piece in pieces]
    return [word for line in lines(words) for word in _closed_up(_touching(line, parted))]


def _touching(line: list[Word], parted: set[int]) -> list[Word]:
    whole: list[Word] = []
    for word in line:
        if whole:
            last = whole[-1]
            gap = word.box[0] - last.box[2]
            # Some files break a line inside a word: a space in the content counts only where one is seen.
            reach = (0.03 if id(word) in parted else GAP) * max(word.size, last.size)
            level = abs(baseline(word) - baseline(last)) < 0.2 * word.size
            if -0.3 * word.size < gap < reach and level and not _cells_that_touch(last, word):
                whole[-1] = _one([last, word])
                continue
        whole.append(word)
    return whole


def _cells_that_touch(label: Word, value: Word) -> bool:
    """Whether a value in bold has no room beside its label: "Plan" and "Larkspur"; a logo is larger."""
    unlike = label.bold != value.bold and value.size < _LOGO
    return unlike and label.text[-1].islower() and value.text[0].isupper()


_LOGO = 13.0  # points of a font's size


def _closed_up(line: list[Word]) -> list[Word]:
    """`C L A I M` is CLAIM: single characters in even, narrow steps. Wider steps part words."""
    whole: list[Word] = []
    run: list[Word] = []
    for word in line:
        if run and not _near(run[-1], word):
            whole += _words_of(run)
            run = []
        run.append(word)
    return whole + _words_of(run)


def _near(left: Word, right: Word) -> bool:
    """Both may be letters of one spaced word; kerning can make two of them touch."""
    short = len(left.text) < 3 and len(right.text) < 3
    return short and right.box[0] - left.box[2] < 1.2 * right.size and abs(right.size - left.size) < 1


def _words_of(run: list[Word]) -> list[Word]:
    singles = sum(len(word.text) == 1 and word.text.isalnum() for word in run)
    if singles < _SPACED_LETTERS or singles < 0.6 * len(run):
        return run
    gaps = [right.box[0] - left.box[2] for left, right in pairwise(run)]
    widest = 1.6 * max(statistics.median(gaps), 0) + 0.08 * run[0].size
    parts = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > widest:
            parts.append([])
        parts[-1].append(word)
    return [_one(part) for part in parts]


def _one(parts: list[Word]) -> Word:
    text = "".join(part.text for part in parts)
    return replace(parts[0], text=text, box=union([part.box for part in parts]))
