"""Words of a page from its picture."""

import statistics
from collections import Counter, defaultdict
from dataclasses import replace

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
_SMALLEST = 4.5  # points; smaller is no print but what is left of a rule or a stamp
_UNPRINTED = 0.6  # confidence below which small marks count as such
_BEARING = 0.03  # of the font size: the white at each side of a letter, which tight boxes leave out
_MUCH_TALLER = 1.5  # times its line: a box that has caught ink of other lines, unless it is as much wider
_CAPITAL_WIDTH, _USUAL_WIDTH, _THIN_WIDTH = 0.65, 0.52, 0.27  # of the font size
_THIN = set("Iijltf1.,:;'()|!/-")
_AS_WIDE = 0.75  # of the width that letters of a size have: then they are of that size
_SAME_SIZE = 0.08  # share by which sizes measured on one type differ


def words_of(reads: list[Read], dpi: float, number: int) -> list[Word]:
    """Tight pixel boxes made into words like those of a text layer: font size, and boxes from the baseline."""
    kept: dict[tuple[int, int, int], list[Read]] = defaultdict(list)
    for read in reads:
        if not _is_noise(read):
            kept[read.line].append(read)
    rows = {line: _apart(row) for line, row in kept.items()}
    points = 72.0 / dpi
    bases = {line: _base(row) for line, row in rows.items()}
    usual = {line: _usual(row, bases[line]) for line, row in rows.items()}
    counted = Counter(
        {line: sum(len(read.text) for read in row) for line, row in rows.items() if usual[line]}
    )
    common = _weighted_median([(usual[line] or 0.0, count) for line, count in counted.items()])
    words = []
    for line, row in rows.items():
        base, own_size = bases[line], usual[line]
        if own_size and abs(own_size / common - 1) < _SAME_SIZE:
            own_size = common  # one type: what differs is which letters reach how far
        for read in row:
            x0, top, x1, bottom = read.box
            size = _size(read, base) or own_size or (bottom - top)
            much = own_size is not None and base is not None and size > _MUCH_TALLER * own_size
            stretched = much and x1 - x0 < _AS_WIDE * size * _widths(read.text)
            if own_size and (stretched or 0.75 < size / own_size < 1.33):
                size = own_size  # letters of one line vary by their shapes, not by their size
            if size * points < _SMALLEST and read.confidence < _UNPRINTED:
                continue
            own = bottom - _depth(read.text) * size
            level = base if base is not None and (stretched or abs(own - base) < 0.35 * size) else own
            box = (
                max(0.0, x0 - _BEARING * size) * points,
                (level - ASCENT * size) * points,
                (x1 + _BEARING * size) * points,
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


def _apart(row: list[Read]) -> list[Read]:
    """The words of a line, those cut short whose box runs over the next or the last one: with a rule under both it does."""
    found = list(row)
    for i, right in enumerate(row[1:]):
        left = found[i]
        (x0, top, x1, bottom), (start, upper, end, lower) = left.box, right.box
        if start <= x0 < x1 < end:
            found[i + 1] = replace(right, box=(x1, upper, end, lower))
        elif x0 < start < end <= x1:
            found[i] = replace(left, box=(x0, top, start, bottom))
    return found


def _base(row: list[Read]) -> float | None:
    """The baseline of a line: where most of its words end that do not reach below it."""
    bases = [read.box[3] for read in row if not _BELOW & set(read.text) and set(read.text) & _TALL]
    return statistics.median(bases) if bases else None


def _usual(row: list[Read], base: float | None) -> float | None:
    """The font size of a line, in pixels."""
    sizes = [size for read in row if (size := _size(read, base))]
    return statistics.median(sizes) if sizes else None


def _weighted_median(weighed: list[tuple[float, int]]) -> float:
    half = sum(weight for _, weight in weighed) / 2
    for value, weight in sorted(weighed):
        half -= weight
        if half <= 0:
            return value
    return 1.0


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


def _widths(text: str) -> float:
    """About how wide a word is, in font sizes."""
    return sum(
        _THIN_WIDTH if letter in _THIN else _CAPITAL_WIDTH if letter.isupper() else _USUAL_WIDTH
        for letter in text
    )


def _size(read: Read, base: float | None) -> float | None:
    """The font size in pixels by the height of capitals, digits or small letters above the baseline."""
    text = set(read.text)
    deep = _depth(read.text) if base is None else 0.0  # without a baseline the height below it counts too
    height = (base if base is not None and _BELOW & text else read.box[3]) - read.box[1]
    if text & _TALL:
        return height / (_CAP_HEIGHT + deep)
    if text & set("acemnorsuvwxz") and not text - set("acegmnopqrsuvwxyz.,;:'-"):
        return height / (_X_HEIGHT + deep)
    return None
