"""Words of a page from its picture."""

import statistics
from collections import defaultdict

from pipeline.models.document import Origin, Word
from pipeline.read.lines import ASCENT, DESCENT
from pipeline.read.tesseract import Read

# Letters by what they reach, to find a line's baseline and its font size from tight boxes.
_DEEP = set("gjpqy()[]{}|@")  # down to the font's descent
_BELOW = _DEEP | set("Q,;_$/\\")
_TALL = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789bdfhkl")
_CAP_HEIGHT = 0.72  # share of the font size, Helvetica and its kin
_X_HEIGHT = 0.52
_DUST = set("'`:;{}[]~_.,\"°©®‘’“”!\\")
_DUST_CONFIDENCE = 0.9


def words_of(reads: list[Read], dpi: float, number: int) -> list[Word]:
    """Tight pixel boxes made into words like those of a text layer: font size, and boxes from the baseline."""
    rows: dict[tuple[int, int, int], list[Read]] = defaultdict(list)
    for read in reads:
        if not _is_noise(read):
            rows[read.line].append(read)
    points = 72.0 / dpi
    words = []
    for row in rows.values():
        bases = [read.box[3] for read in row if not _BELOW & set(read.text) and set(read.text) & _TALL]
        base = statistics.median(bases) if bases else None
        sizes = [size for read in row if (size := _size(read, base))]
        usual = statistics.median(sizes) if sizes else None
        for read in row:
            x0, top, x1, bottom = read.box
            size = _size(read, base) or usual or (bottom - top)
            if usual and 0.75 < size / usual < 1.33:
                size = usual  # letters of one line vary by their shapes, not by their size
            own = bottom - _depth(read.text) * size
            level = base if base is not None and abs(own - base) < 0.35 * size else own
            box = (
                x0 * points,
                (level - ASCENT * size) * points,
                x1 * points,
                (level + DESCENT * size) * points,
            )
            words.append(
                Word(
                    read.text,
                    (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)),
                    number,
                    Origin.OCR,
                    round(read.confidence, 3),
                    round(size * points, 1),
                )
            )
    return words


def _is_noise(read: Read) -> bool:
    """Rules and dust that tesseract took for signs, and long nonsense that it made of a torn rule."""
    if "|" in read.text and not any(letter.isalnum() for letter in read.text):
        return True
    if all(letter in _DUST for letter in read.text):
        return read.confidence < _DUST_CONFIDENCE
    return read.confidence < 0.1 and len(read.text) > 12 and read.text.isalpha()


def _depth(text: str) -> float:
    """How far the word reaches below its baseline, as a share of the font size."""
    letters = set(text)
    return DESCENT if letters & _DEEP else 0.14 if letters & set(",;") else 0.0


def _size(read: Read, base: float | None) -> float | None:
    """The font size in pixels by the height of capitals, digits or small letters above the baseline."""
    text = set(read.text)
    height = (base if base is not None and _BELOW & text else read.box[3]) - read.box[1]
    if text & _TALL:
        return height / _CAP_HEIGHT
    if text & set("acemnorsuvwxz") and not text - set("acemnorsuvwxz.,;:'-"):
        return height / _X_HEIGHT
    return None
