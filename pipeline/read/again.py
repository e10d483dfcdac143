"""A second look at doubtful numbers: cut out, enlarged, set one below the other and read once more.

An identifier read wrongly and believed is worse than one not read. Out of their line, number by number, the same
glyphs are read without the neighbours that swayed the first reading; where both readings agree the number can
be believed, where they differ a person has to look.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.read import tesseract
from pipeline.read.cuttings import cuttings
from pipeline.read.raster import Grey
from pipeline.read.shapes import TWINS_UNSETTLED
from pipeline.read.tesseract import Read

_SURE = 0.9  # confidence from which a first reading is not looked at again
_NUMBER = re.compile(r"(?=.*\d)[^a-z]+$")
_MISREAD = re.compile(r"(?=.*\d)[^a-z]*[a-z]{1,2}[^a-z]*$")  # small letters seldom stand in identifiers
_AS_LETTERS = re.compile(r"[OILSBZGDQT]{3,6}$")  # digits may be read so, where no digit is beside them
_MISREADABLE, _LONG = 0.7, 4  # doubted below this confidence, and among so many digits
_OTHER = re.compile(r"(1-)?\d{3}[)-]+\d{3}-\d{4}$|\d{3}-\d{4}$|\$?[\d,]+\.\d\d$")  # telephones and amounts
_LEAST_DIGITS = 3
_FAX_HEADER = 0.25  # inches from the top, where only fax machines print
_ZOOM = 1.5
_HIGH = 0.4  # inches; higher is no number of a letter
_MOST = 60  # numbers looked at again on one page; a page with more is bad all over
_WEAK = 0.6  # a first reading of more confidence stays; in its line it had more to go by
_AGREED = 0.75  # least confidence of a number that two readings give alike
_DIFFER = 0.5  # most confidence of a number that two readings give differently
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.,$#*:()"
_PSM = 6  # one block of lines


def reread(
    first: Sequence[Read], settled: Sequence[Read], grey: Grey, dpi: float, seconds: float
) -> list[Read]:
    """`settled` with its doubtful numbers read once more; `first` is what tesseract gave for the same words.

    Where the second look fails, the numbers stay and are doubted. Raises MissingToolError.
    """
    doubtful = [
        index
        for index, (raw, read) in enumerate(zip(first, settled, strict=True))
        if _is_doubtful(raw, read) and read.box[3] - read.box[1] < _HIGH * dpi
    ][:_MOST]
    reads = list(settled)
    if not any(_may_identify(reads[index], dpi) for index in doubtful):
        return reads
    sheet, strips = cuttings([reads[index].box for index in doubtful], grey, _ZOOM)
    second: dict[int, list[Read]] = defaultdict(list)
    for found in _second_look(sheet, dpi, seconds):
        for index, strip in zip(doubtful, strips, strict=True):
            if strip.holds(found.box):
                second[index].append(found)
    for index in doubtful:
        reads[index] = _weighed(first[index], reads[index], second[index])
    return reads


def _is_doubtful(raw: Read, read: Read) -> bool:
    if _AS_LETTERS.match(read.text) and raw.confidence < _MISREADABLE:
        return True
    sure = min(raw.confidence, read.confidence) >= _SURE and raw.text == read.text
    if len(read.text) < 3 or sure:
        return False
    if _NUMBER.match(read.text):
        return True
    long = sum(letter.isdigit() for letter in read.text) >= _LONG
    return (long or raw.confidence < _MISREADABLE) and bool(_MISREAD.match(read.text))


def _may_identify(read: Read, dpi: float) -> bool:
    """May be an identifier or a date, for which alone the second look is taken: it costs a start of tesseract."""
    digits = sum(sign.isdigit() or bool(_AS_LETTERS.match(read.text)) for sign in read.text)
    return digits >= _LEAST_DIGITS and read.box[3] > _FAX_HEADER * dpi and not _OTHER.match(_core(read.text))


def _second_look(sheet: Grey, dpi: float, seconds: float) -> list[Read]:
    try:
        return tesseract.recognize(sheet, dpi * _ZOOM, seconds, _PSM, signs=_SIGNS)
    except tesseract.OcrFailedError:
        return []


def _weighed(first: Read, read: Read, parts: list[Read]) -> Read:
    """The better of two readings: believed when they agree, doubted when they differ.

    Where the page's own print told a letter from a digit, the engine's taking it for the same again proves nothing;
    digits it tells better than the print does.
    """
    parts = sorted(
        (part for part in parts if any(sign.isalnum() for sign in part.text)), key=lambda part: part.box[0]
    )
    text = "".join(part.text for part in parts)
    sure = min((part.confidence for part in parts), default=0.0)
    by_print = first.text != read.text
    if _AS_LETTERS.match(read.text) and not text.isdigit():
        return read  # a word: BILL, GOLD
    if by_print and _plain(text) == _plain(first.text) and not _other_digit(first.text, read.text):
        return read
    if _core(text) == _core(read.text):
        if read.confidence == TWINS_UNSETTLED:
            return read
        agreed = _AGREED if read.confidence >= _DIFFER else 0.0
        return replace(read, confidence=max(read.confidence, sure, agreed))
    if _plain(text) == _plain(read.text):
        return read  # neither proof nor doubt: points and commas look alike
    lettered = len(text) == len(read.text) and _digits(text) < _digits(
        read.text
    )  # what it takes digits for by habit
    better = text if sure > read.confidence < _WEAK and not by_print and not lettered else read.text
    return replace(read, text=better, confidence=min(_DIFFER, max(sure, read.confidence)))


def _other_digit(left: str, right: str) -> bool:
    """Whether one has a digit where the other has another one."""
    pairs = zip(left, right, strict=False) if len(left) == len(right) else ()
    return any(a != b and a.isdigit() and b.isdigit() for a, b in pairs)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _plain(text: str) -> str:
    """Letters and digits."""
    return "".join(sign for sign in text if sign.isalnum())


def _core(text: str) -> str:
    """What matters of a reading: signs at its ends are dust or prose."""
    return text.strip(".,:;()|*-_")
