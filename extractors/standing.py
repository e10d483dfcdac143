"""What is said of one item of a list: approved or refused, behind it, level with it in a table, or by a word before it."""

import re
from itertools import zip_longest

from extractors.base import Segment, Sheet
from extractors.lexicon import pattern

_NO = pattern("item.refused")
_YES = pattern("item.granted")
_NONE = re.compile(r"(?:0(?! *[.\d%])|none\b|[–—-]+$)", re.I)


def standing(sheet: Sheet, start: int, end: int) -> str:
    """ "yes", "no" or "" for what stands from `start` to `end`."""
    after = re.match(r"\)?[^.;,()\n]{0,45}", sheet.text[end : end + 45])
    if said := _first(after[0] if after else ""):
        return said
    if said := in_table(sheet, start):
        return said
    clause = sheet.clause(start, 90)
    marks = [(m.start(), "no") for m in _NO.finditer(clause)] + [
        (m.start(), "yes") for m in _YES.finditer(clause)
    ]
    listed = re.search(r"(?:approved?|denied|certified|covered|authorized):", clause, re.I)
    return max(marks)[1] if marks and listed else ""


def in_table(sheet: Sheet, start: int) -> str:
    """What the cells to the right say, by a word or by none of it under a head for what was refused."""
    right = sheet.right(sheet.segment_at(start))
    while right is not None:
        if said := _first(right.text) if len(right.text) < 60 else "":
            return said
        if _NONE.match(right.text):
            said = next((x for t in _heads_over(sheet, right) if (x := _first(t))), "")
            if said:
                return "yes" if said == "no" else "no"  # none of it was denied, or approved
        right = sheet.right(right)
    return ""


def _first(text: str) -> str:
    no, yes = _NO.search(text), _YES.search(text)
    if no and (not yes or no.start() <= yes.start()):
        return "no"
    return "yes" if yes else ""


def _heads_over(sheet: Sheet, segment: Segment) -> list[str]:
    """Texts over a cell, nearest first; a head of two lines ("Not" over "approved") is one."""
    over = [s for s in sheet.above(segment, 10) if len(s.text) < 30]
    texts = []
    for low, high in zip_longest(over, over[1:]):
        near = high is not None and low.box[1] - high.box[3] < 0.8 * low.size
        texts.append(f"{high.text} {low.text}" if high is not None and near else low.text)
    return texts
