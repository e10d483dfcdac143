"""Repair what tesseract gets wrong in ways that show without a dictionary: in the text itself, or in its gaps."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from pipeline.read.raster import Grey
from pipeline.read.tesseract import Read

_ID = re.compile(r"^[1l!|{i]D(?=[:.#]?$)")  # no other word of letters looks so
_EURO = re.compile(r"[€£](?=[A-Z0-9])")  # American letters name no euros; the glyph is an E or a C
_DOLLAR = re.compile(r"^[$](?=\d+(?:_|[A-Z][A-Z\d]))")  # no amount goes on with letters: it is an S
_RANGE = re.compile(r"(?<=/\d\d)~(?=\d)|(?<=/\d{4})~(?=\d)")  # a dash between two dates
_NOUGHTS = re.compile(r"(?<=[A-Z\d])O{3,}(?=\d|\W?$)")  # no word has three O
_NOUGHT = re.compile(r"(?<![^$(])[@OoQ](?=\.\d\d\)?$)")
_COMMA = re.compile(r"(?<=\d),(?=\d\d\)?$)")  # thousands have three digits: it is the point of an amount
_IF = re.compile(r"^[!{|l1](?=[fnst]$)")
_BEGINS = re.compile(r"^i(?=[fnst]$)")  # a capital at the beginning of a sentence, read as the small letter
_SENTENCE_END = re.compile(r"[a-z0-9)][.!?]$")
_O = re.compile(r"[OQ0][A-Za-z]$")  # after groups of digits
_STATES = {"OH", "OK", "OR"}
_MIXED = re.compile(r"[A-Z]*[a-z]+[A-Z]")  # small capitals read as small letters
_NOT_MIXED = re.compile(r"(Mc|Mac|De|Di|La|Le|Van|O.)[A-Z]")
_CAPITALS = 0.5  # share of capitals in a line of them
_TALLER, _APART = 1.5, 0.15  # times the usual height; of a box: so much white parts what is no part of a word
_HEADING = 3  # words in capitals that make a heading
_GUESSED = 0.5  # most confidence of a word with a guessed letter
_HYPHEN_GAP = 0.5  # of the height of a number: a wider gap before a hyphen parts two numbers
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(?:19|20)\d\d\W?$")
_IDENTIFIER = re.compile(r"(?=.*\d)[A-Z0-9-]{3,}$")
_HALF = re.compile(
    r"(?=.*\d)[A-Z0-9-]{2,}[(|]?$"
)  # its first half may end in a digit that was read as a sign
_TORN = 0.17  # of a capital's height: a narrower gap between the ink of two words parts none
_DOT, _ROUND = 0.35, 1.6  # of the usual height of words: size of a dot at most; how much longer than wide
_CENTS = re.compile(r"^-(?=00$)")  # nothing costs minus nought
_DOTS = ("-", "—", "–", "+", "*", "e", "¢")  # what a dot between two phrases is read as
_STROKE = re.compile(r"(\d{3,5})(/(?:19|20)\d\d\W?)$")  # month and day; a stroke was lost or is read as 1
_YEAR_STROKE = re.compile(r"(\d{1,2}/\d{1,2})1((?:19|20)\d\d\W?)$")
_RESTORED = 0.8  # most confidence of a date with a stroke put back
_DAY_YEAR = re.compile(r"(\d{1,2},)((?:19|20)\d\d[.,;:]?)$")
_WORD = re.compile(r"[A-Za-z]{6,}$")  # that may be two, read without the space between them
_SPACE = 0.32  # of a capital's height: least width of a space
_WIDER = 2.0  # times the usual gap between letters
_SHORTEST = 2  # letters on either side of a space that was missed
_AFTER = 0.5  # of a capital's height: how far from its word a point stands
_TALL, _DEEP = set("ABCDEFGHIKLMNOPRSTUVWXYZ0123456789bdfhkl"), set("gjpqyQ")
_CAPITAL, _SMALL, _DEPTH = (
    0.72,
    0.52,
    0.21,
)  # of the font size: letters' heights, and their reach below the line
_NARROW, _WIDE = set("Ifijlrt"), set("MWmw")


def tightened(reads: Sequence[Read], grey: Grey) -> list[Read]:
    """`reads` whose boxes have no ink of the lines above and below, a small label's over its value for one."""
    usual = float(np.median([read.box[3] - read.box[1] for read in reads])) if reads else 0.0
    return [_tight(read, grey, _TALLER * usual) for read in reads]


def repaired(reads: Sequence[Read], grey: Grey) -> list[Read]:
    """`reads` with plain misreadings repaired; what had to be guessed is doubted."""
    lines: dict[tuple[int, int, int], list[Read]] = defaultdict(list)
    for read in tightened(reads, grey):
        lines[read.line].append(read)
    usual = float(np.median([read.box[3] - read.box[1] for read in reads])) if reads else 0.0
    found = []
    for line in lines.values():
        capitals = _is_in_capitals(line)
        line = [
            part for read in _joined(line, grey) for part in _parted(_respelled(read, capitals, usual), grey)
        ]
        if _is_in_small_capitals(line):
            line = [replace(read, text=read.text.upper()) for read in line]
        line = [line[0], *(_begun(*pair) for pair in pairwise(line))]
        line = [*line[:2], *(_grouped(*three) for three in zip(line, line[1:], line[2:], strict=False))]
        found += [*line[:-1], _pointed(line[-1], grey)]
    return found


def _tight(read: Read, grey: Grey, tall: float) -> Read:
    """`read` without the ink above or below it that its box caught, where the box is taller than `tall` pixels."""
    x0, top, x1, bottom = read.box
    if bottom - top <= tall:
        return read
    crop = grey[top:bottom, x0:x1]
    inked = (crop < 0.7 * float(np.percentile(crop, 95))).sum(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (inked > 0).astype(np.int8), [0]])))
    bands = [(int(edges[0]), int(edges[1]))] if len(edges) else []
    for start, end in zip(edges[2::2], edges[3::2], strict=True):
        if start - bands[-1][1] < _APART * (bottom - top):
            bands[-1] = (bands[-1][0], int(end))  # the dot of an i
        else:
            bands.append((int(start), int(end)))
    if len(bands) < 2:
        return read
    start, end = max(bands, key=lambda band: int(inked[band[0] : band[1]].sum()))
    return replace(read, box=(x0, top + start, x1, top + end))


def _is_in_capitals(line: list[Read]) -> bool:
    letters = [letter for read in line for letter in read.text if letter.isalpha()]
    return sum(map(str.isupper, letters)) > _CAPITALS * len(letters)


def _is_in_small_capitals(line: list[Read]) -> bool:
    """A heading of which some words were read as capitals, and others as capital and small letters."""
    whole = sum(len(read.text) > 3 and read.text.isupper() for read in line)
    return (
        whole >= _HEADING
        and _is_in_capitals(line)
        and not any(map(str.isdigit, "".join(r.text for r in line)))
    )


def _respelled(read: Read, capitals: bool, tall: float) -> Read:
    text = _CENTS.sub(".", _ID.sub("ID", read.text))
    text = _RANGE.sub("-", _DOLLAR.sub("S", text))
    if text in _DOTS and _is_dot(read.box, tall):
        text = "·"
    text = _IF.sub("I", _COMMA.sub(".", _NOUGHT.sub("0", text)))
    if capitals and _MIXED.match(text) and not _NOT_MIXED.match(text):
        text = text.upper()
    if (dated := _with_strokes(text)) != text:
        return replace(read, text=dated, confidence=min(read.confidence, _RESTORED))
    if _NOUGHTS.search(text):
        text = _NOUGHTS.sub(lambda letters: "0" * len(letters[0]), text)
        return replace(read, text=text, confidence=min(read.confidence, _GUESSED))
    if _EURO.search(text):
        return replace(read, text=_EURO.sub("E", text), confidence=min(read.confidence, _GUESSED))
    return read if text == read.text else replace(read, text=text)


def _with_strokes(text: str) -> str:
    """`4127/2026` is 4/27/2026, where no other month and day can be meant."""
    text = _YEAR_STROKE.sub(r"\1/\2", text)
    match = _STROKE.match(text)
    if not match:
        return text
    digits = match[1]
    ways = {(digits[:at], digits[at:]) for at in (1, 2)}
    ways |= {(digits[:at], digits[at + 1 :]) for at in (1, 2) if digits[at] == "1"}
    days = {way for way in ways if _is_month_and_day(*way)}
    return "/".join(days.pop()) + match[2] if len(days) == 1 else text


def _is_month_and_day(month: str, day: str) -> bool:
    return len(day) in (1, 2) and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _begun(before: Read, read: Read) -> Read:
    """`read` with the capital that begins a sentence."""
    if _SENTENCE_END.search(before.text) and _BEGINS.match(read.text):
        return replace(read, text=_BEGINS.sub("I", read.text))
    return read


def _grouped(first: Read, second: Read, read: Read) -> Read:
    """The last group of a number in groups: `8820 0X`, not `8820 OX`."""
    digits = first.text.isdigit() and second.text.isdigit() and len(second.text) > 2
    if not digits or not _O.match(read.text) or read.text in _STATES:
        return read
    text = "0" + read.text[1].upper()
    return read if text == read.text else replace(read, text=text, confidence=min(read.confidence, _GUESSED))


def _is_dot(box: tuple[int, int, int, int], usual: float) -> bool:
    """Small and as wide as high."""
    width, height = box[2] - box[0], box[3] - box[1]
    return max(width, height) <= _DOT * usual and max(width, height) <= _ROUND * min(width, height)


def _joined(line: list[Read], grey: Grey) -> list[Read]:
    """Numbers that were torn before or after a hyphen are one, and those that were torn where no gap is."""
    whole: list[Read] = []
    for read in line:
        if whole and (_belong(whole[-1], read) or _touch(whole[-1], read, grey)):
            last = whole.pop()
            (x0, top, _, bottom), (_, other_top, x1, other_bottom) = last.box, read.box
            box = (x0, min(top, other_top), x1, max(bottom, other_bottom))
            sure = min(last.confidence, read.confidence, 1.0 if last.text[-1] not in "(|" else _GUESSED)
            read = Read(last.text + read.text, box, last.line, sure)
        whole.append(read)
    return whole


def _belong(left: Read, right: Read) -> bool:
    height = max(left.box[3] - left.box[1], right.box[3] - right.box[1])
    if not -height < right.box[0] - left.box[2] < _HYPHEN_GAP * height:
        return False
    return bool(
        _DATE.match(left.text + right.text)
        or (re.search(r"\d$", left.text) and re.match(r"-[A-Z]*\d", right.text))
        or (re.search(r"\d-$", left.text) and re.match(r"[A-Z]{0,3}\d", right.text))
    )


def _touch(left: Read, right: Read, grey: Grey) -> bool:
    """Two halves of an identifier whose ink is nowhere so far apart as words are."""
    if not (_HALF.match(left.text) and _IDENTIFIER.match(right.text)):
        return False
    top, bottom = max(left.box[1], right.box[1]), min(left.box[3], right.box[3])
    height = bottom - top
    if height < 6 or not -height < right.box[0] - left.box[2] < height:
        return False
    x0 = max(0, min(left.box[2], right.box[0]) - height)
    crop = grey[top:bottom, x0 : max(left.box[2], right.box[0]) + height]
    inked = (crop < 0.7 * float(np.percentile(crop, 90))).any(axis=0)
    filled = np.flatnonzero(inked)
    return len(filled) > 1 and int(np.diff(filled).max()) - 1 < _TORN * height


def _parted(read: Read, grey: Grey) -> list[Read]:
    """Two words where a space was missed: one gap much wider than those between letters."""
    x0, top, x1, bottom = read.box
    if day_year := _DAY_YEAR.match(read.text):
        parting = x0 + round((x1 - x0) * len(day_year[1]) / len(read.text))
        return [
            replace(read, text=day_year[1], box=(x0, top, parting, bottom)),
            replace(read, text=day_year[2], box=(parting, top, x1, bottom)),
        ]
    if not _WORD.match(read.text):
        return [read]
    crop = grey[top:bottom, x0:x1]
    if min(crop.shape) < 6:
        return [read]
    inked = (crop < 0.7 * float(np.percentile(crop, 90))).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]])))
    starts, ends = edges[::2], edges[1::2]
    gaps = starts[1:] - ends[:-1]
    widest = int(gaps.argmax()) if len(gaps) else 0
    others = float(np.median(np.delete(gaps, widest))) if len(gaps) > 1 else 0.0
    if not len(gaps) or gaps[widest] < max(_SPACE * (bottom - top), _WIDER * others):
        return [read]
    middle = float(ends[widest] + starts[widest + 1]) / 2
    letters = widest + 1 if len(starts) == len(read.text) else _letters_before(read.text, middle / (x1 - x0))
    if not _SHORTEST <= letters <= len(read.text) - _SHORTEST:
        return [read]
    return [
        replace(read, text=read.text[:letters], box=(x0, top, x0 + int(ends[widest]), bottom)),
        replace(read, text=read.text[letters:], box=(x0 + int(starts[widest + 1]), top, x1, bottom)),
    ]


def _pointed(last: Read, grey: Grey) -> Read:
    """The last word of a line with the colon or point after it, which tesseract loses where text is sparse."""
    x0, top, x1, bottom = last.box
    if not last.text[-1].isalnum():
        return last
    up = _CAPITAL if _TALL & set(last.text) else _SMALL
    down = _DEPTH if _DEEP & set(last.text) else 0.0
    size = (bottom - top) / (up + down)
    base, tall = bottom - round(down * size), round(_CAPITAL * size)
    after = grey[max(0, base - tall) : base + tall // 4, x1 + 1 : x1 + 2 + round(_AFTER * tall)]
    if min(after.shape, default=0) < 3:
        return last
    paper = float(np.percentile(grey[max(0, top) : bottom, x0:x1], 90))
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        (after < 0.6 * paper).astype(np.uint8), connectivity=8
    )
    marks = sorted((tuple(map(int, mark)) for mark in stats[1:count]), key=lambda mark: -mark[1])
    if not 1 <= len(marks) <= 2 or any(
        not 0.07 * tall <= side <= 0.3 * tall for mark in marks for side in mark[2:4]
    ):
        return last
    ends = [mark[1] + mark[3] - tall for mark in marks]  # below the baseline
    if abs(ends[0]) > 0.1 * tall:
        return last
    if len(marks) == 1:
        sign, right = ".", marks[0][0] + marks[0][2]
    elif abs(marks[0][0] - marks[1][0]) < 0.1 * tall and -0.75 * tall < ends[1] < -0.3 * tall:
        sign, right = ":", max(mark[0] + mark[2] for mark in marks)
    else:
        return last
    return replace(last, text=last.text + sign, box=(x0, top, x1 + 1 + right, bottom))


def _letters_before(text: str, share: float) -> int:
    """How many letters of a word lie within a share of its width."""
    widths = [
        0.5 if letter in _NARROW else 1.5 if letter in _WIDE else 1.25 if letter.isupper() else 1.0
        for letter in text
    ]
    reached = np.cumsum(widths) / sum(widths)
    return int(np.abs(reached - share).argmin()) + 1
