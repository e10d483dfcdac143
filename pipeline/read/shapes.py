"""Settle letters that tesseract confuses (O and 0, I and 1, S and 5 ...) by the page's own print.

Tesseract judges a letter by its neighbours: in S5125 it sees an amount, in R0773 a word. The page holds the
proof: the same type prints the 0 of a date and the O of a name. Each doubtful glyph is compared with the glyphs
of its candidates in words that leave no doubt, and the reading follows the likeness; where the likeness does not
decide, the word's confidence falls.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.raster import Grey
from pipeline.read.tesseract import Read

_ALIKE = ("0OQD", "1I|", "5S$", "8B", "2Z", "6G", "7T")
_TWINS = {(a, b) for group in _ALIKE for a in group for b in group if a.isdigit() != b.isdigit()}
_DIGITS = "0123456789"
_CANDIDATES = {letter: group for group in _ALIKE for letter in group} | {
    digit: _DIGITS + "".join(group for group in _ALIKE if digit in group) for digit in _DIGITS
}
_SAME_PRINT = {"l": "I"}  # one upright stroke in most types; identifiers are printed in capitals
_NUMBER = re.compile(
    r"[(]?\$?\d[\d,./:()-]{2,}\d[.,;:)]?$"
)  # dates, telephones, amounts: digits without doubt
_AMOUNT = re.compile(r"\$\d[\d,]*\.\d\d$")
_WORD = re.compile(r"[A-Z]?[a-z]{3,}[.,;:]?$|[A-Z]{4,}[.,;:]?$")
_DOUBTFUL = re.compile(r"(?=.*\d)[(]?[A-Za-z0-9$|][A-Za-z0-9$|.,:;/#()_-]{2,}$")

_LETTER_OF_NUMBERS = re.compile(r"(?<=[A-Z\d-])[OI](?=\d)|(?<=\d)[OI](?=[\dA-Z-]|$)")
_GROUP = re.compile(r"[OISZBGQ][A-Z]{2,4}$|[A-Z]{1,3}[OISZ]{2,4}$")
_DIGIT_GROUP = re.compile(r"\d{4,}[.,;]?$")

_SIDE = 20  # glyphs are compared as squares of so many pixels
_SURE_WORD = 0.88  # confidence from which a word may serve as proof
_ENOUGH = 2  # examples that a candidate must have
_MOST = 24  # examples kept of each letter
_LIKE = 0.93  # least likeness of a glyph to its examples
_CLEAR, _CLEARER = 0.10, 0.16  # margin over the reading to settle a glyph; to overrule a plain number
_ROUGHLY, _FAR = (
    0.87,
    0.17,
)  # on a rough print: likeness, and margin over the reading, that settle a glyph too
_UNSETTLED = 0.6  # most confidence of a word with a glyph that could be either
TWINS_UNSETTLED = (
    0.55  # the same where one is a letter and the other a digit: the engine itself cannot tell these
)
_TWO = 1.5  # times the usual width; wider is more than one glyph
_MOST_TOUCHING, _WIDER_THAN_ONE = (
    3,
    1.2,
)  # pairs that touch in a word; how much wider they are than the widest letter
_SETTLED = (
    0.80,
    0.88,
)  # confidence of a word whose doubtful glyphs were all settled: at least, and if changed at most
Glyph = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """A glyph as a unit vector, with its height in pixels and its width as a share of that."""

    vector: Glyph
    height: int
    width: float


def settled(reads: Sequence[Read], grey: Grey) -> list[Read]:
    """`reads` with confusable letters settled by likeness to the page's own."""
    doubtful = [
        index for index, read in enumerate(reads) if _is_doubtful(read.text) or _begins_number(reads, index)
    ]
    if not doubtful:
        return list(reads)
    examples = _examples(reads, grey)
    settled_reads = list(reads)
    for index in doubtful:
        settled_reads[index] = _settle(reads[index], grey, examples)
    return settled_reads


def _is_doubtful(text: str) -> bool:
    return bool(_DOUBTFUL.match(text)) and any(letter in _CANDIDATES for letter in _capital(text))


def _begins_number(reads: Sequence[Read], index: int) -> bool:
    """The first group of a number in groups may begin with a digit: `0BRR 55190`, not `OBRR 55190`."""
    if index + 1 == len(reads) or not _GROUP.match(reads[index].text):
        return False
    following = reads[index + 1]
    return following.line == reads[index].line and bool(_DIGIT_GROUP.match(following.text))


def _capital(text: str) -> str:
    return "".join(_SAME_PRINT.get(letter, letter) for letter in text)


def _examples(reads: Sequence[Read], grey: Grey) -> dict[str, list[Shape]]:
    """Glyphs of words that leave no doubt what their letters are."""
    found: dict[str, list[Shape]] = defaultdict(list)
    for read in reads:
        if read.confidence < _SURE_WORD:
            continue
        number, word = _NUMBER.match(read.text), _WORD.match(read.text)
        if not number and not word:
            continue
        letters = _capital(read.text)
        wanted = [letter in _CANDIDATES and len(found[letter]) < _MOST for letter in letters]
        if not any(wanted):
            continue
        shapes = shapes_of(read, grey)
        if len(shapes) != len(letters):
            continue
        for letter, shape, want in zip(letters, shapes, wanted, strict=True):
            if want and (letter != "$" or _AMOUNT.match(read.text)):
                found[letter].append(shape)
    return found


def shapes_of(read: Read, grey: Grey) -> list[Shape]:
    """The word's glyphs from left to right, parted at empty columns."""
    x0, top, x1, bottom = read.box
    crop = grey[max(0, top - 1) : bottom + 1, max(0, x0 - 1) : x1 + 1]
    if min(crop.shape) < 6:
        return []
    _, ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    filled = np.concatenate([[0], ink.any(axis=0).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(filled))
    shapes = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        first, last = int(rows[0]), int(rows[-1]) + 1
        if (last - first) * (end - start) < 5:
            continue  # a speck
        glyph = 255.0 - crop[first:last, start:end].astype(np.float32)
        square = cv2.resize(glyph, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).ravel()
        square -= square.mean()
        length = float(np.linalg.norm(square)) or 1.0
        shapes.append(Shape(square / length, last - first, (end - start) / (last - first)))
    return shapes


def _settle(read: Read, grey: Grey, examples: dict[str, list[Shape]]) -> Read:
    shapes = shapes_of(read, grey)
    text = read.text
    if len(shapes) == len(text) - 1 and not _touch(shapes):
        text = _without_twin(text)
    places = _places(shapes, len(text))
    if places is None:
        return _suspected(read, frozenset())
    margin = _CLEARER if _NUMBER.match(text) else _CLEAR
    sure = read.confidence >= _SURE_WORD  # the engine errs on letters and digits, seldom on two digits
    letters, settled_all, proven = list(text), len(places) == len(text), set()
    for place, shape in places:
        letter = _SAME_PRINT.get(text[place], text[place])
        if letter not in _CANDIDATES:
            settled_all &= not letter.isalnum()
            continue
        scores = {
            other: _likeness(shape, examples[other]) for other in _CANDIDATES[letter] if other in examples
        }
        best = max(scores, key=lambda other: scores[other], default=letter)
        own = scores.get(letter, 0.0)
        if best == letter:
            settled_all &= own >= _LIKE
            proven |= {place} if own >= _ROUGHLY else set()
        elif _tells(letter, best, scores[best], scores[best] - own, margin) and not (
            sure and letter.isdigit() and best.isdigit()
        ):
            letters[place] = best
            proven.add(place)
        else:
            settled_all = False
            if own and scores[best] > own:
                most = TWINS_UNSETTLED if (letter, best) in _TWINS else _UNSETTLED
                read = replace(read, confidence=min(read.confidence, most))
    least, most = _SETTLED
    if (changed := "".join(letters)) != read.text:
        read = replace(read, text=changed, confidence=min(max(read.confidence, least), most))
    elif settled_all:
        read = replace(read, confidence=max(read.confidence, least))
    return _suspected(read, frozenset(proven))


def _suspected(read: Read, proven: frozenset[int]) -> Read:
    """Few identifiers have an O or an I beside a digit, and tesseract sees many: doubted where the print does not prove it."""
    if any(match.start() not in proven for match in _LETTER_OF_NUMBERS.finditer(read.text)):
        return replace(read, confidence=min(read.confidence, TWINS_UNSETTLED))
    return read


def _tells(letter: str, best: str, likeness: float, margin: float, least: float) -> bool:
    """Whether a glyph is so much more like `best` that it is no `letter`; of twins on rough print less likeness will do."""
    rough = (letter, best) in _TWINS and likeness >= _ROUGHLY and _FAR <= margin < likeness
    return (likeness >= _LIKE and margin >= least) or rough


def _places(shapes: list[Shape], letters: int) -> list[tuple[int, Shape]] | None:
    """Which letter of the word each glyph is, without the wide ones that are two letters; None where that cannot be told."""
    short = letters - len(shapes)
    if not short:
        return list(enumerate(shapes))
    widths = [shape.width * shape.height for shape in shapes]
    ranked = sorted(widths, reverse=True)
    if not 0 < short <= min(_MOST_TOUCHING, len(shapes) - 2):
        return None
    if ranked[short - 1] < _WIDER_THAN_ONE * ranked[short]:
        return None
    found, place = [], 0
    for shape, width in zip(shapes, widths, strict=True):
        if width >= ranked[short - 1]:
            place += 2
        else:
            found.append((place, shape))
            place += 1
    return found


def _touch(shapes: list[Shape]) -> bool:
    """One of them is two glyphs that touch: it is much wider than the others."""
    widths = sorted(shape.width * shape.height for shape in shapes)
    return widths[-1] > _TWO * widths[len(widths) // 2]


def _without_twin(text: str) -> str:
    """Tesseract sometimes gives both readings of one glyph, side by side: R0O77 for R077."""
    for place, pair in enumerate(pairwise(text)):
        if pair in _TWINS:
            return text[:place] + text[place + 1 :]
    return text


def _likeness(shape: Shape, examples: list[Shape]) -> float:
    """From 0 to 1, how like the glyph is to the most like of the examples of about its size."""
    near = [other for other in examples if 0.85 < other.height / shape.height < 1.18]
    if len(near) < _ENOUGH:
        return 0.0
    scores = sorted(
        (float(shape.vector @ other.vector) - 0.8 * abs(shape.width - other.width) for other in near),
        reverse=True,
    )[:3]
    return max(0.0, sum(scores) / len(scores))
