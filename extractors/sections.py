"""Parts of a statement under a heading that says what became of the claims in it: "Denied claims", "Claims in process"."""

import re

from extractors.base import Segment, Sheet
from extractors.lexicon import pattern
from extractors.mentions import Span

_LEAD = re.compile(r"^\W*(?:section\W+)?(?:claim \d{1,2}(?: of \d{1,2})?\W+)?", re.I)
_TAIL = re.compile(r"\s*\([^)]*\)\W*$|\W+$")
_KINDS = (
    ("denied", pattern("section.denied")),
    ("settled", pattern("section.paid")),
    ("open", pattern("section.open")),
)


def sections(sheet: Sheet) -> list[tuple[tuple[int, float], str]]:
    """Where each such part begins (page and height) and what its heading says, in order of the pages.

    Empty where no heading speaks of a denial or none of anything else: the heading then sets nothing apart.
    """
    found = []
    for segment in sheet.segments:
        if len(segment.text) < 70 and (kind := _kind(sheet, segment)):
            found.append(((segment.page, segment.box[1]), kind))
    kinds = {kind for _, kind in found}
    return sorted(found) if "denied" in kinds and len(kinds) > 1 else []


def _kind(sheet: Sheet, segment: Segment) -> str | None:
    text = segment.text
    lead = _LEAD.match(text)
    bare = _TAIL.sub("", text[lead.end() if lead else 0 :])
    kind = next((name for name, words in _KINDS if words.fullmatch(bare)), None)
    if kind is None or "claim" in text.lower():
        return kind
    alone = sheet.left(segment) is None and sheet.right(segment) is None
    return kind if alone else None  # a column's head, or the decision in a row


def own_line(sheet: Sheet, start: int) -> str:
    """The text before `start` in its line, where the line above is such a heading and no part of the sentence."""
    segment = sheet.segment_at(start)
    above = next(iter(sheet.above(segment, 1)), None)
    if above is None or _kind(sheet, above) is None:
        return ""
    return sheet.text[sheet.offset_of(segment) : start]


def section_of(sheet: Sheet, parts: list[tuple[tuple[int, float], str]], span: Span) -> str:
    """ "denied", "settled", "open" or "": what the heading over `span` says."""
    segment = sheet.segment_at(span.start)
    here = (segment.page, segment.box[3])
    return next((kind for place, kind in reversed(parts) if place < here), "")
