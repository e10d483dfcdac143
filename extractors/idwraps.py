"""Numbers that the end of a line tore apart: what a label at its right end names goes on at the left edge of the next.

Text that runs on like "Claim: 77   Patient: Lee   Member ID: AB 12" over "34   Group: 9" looks like cells: the figures
that begin the second line end the number at the end of the first, and are nothing of the one that stands over them.
"""

import re
from collections.abc import Iterable, Iterator

from extractors.base import Segment, Sheet
from extractors.lexicon import Lexicon, pattern
from extractors.mentions import Span
from extractors.reading import Reading


def torn(reading: Reading, name: str, spans: Iterable[Span]) -> bool:
    """Whether a number of field `name` may lack its end, or one of `spans` holds the end of another's."""
    sheet = reading.sheet
    spans = list(spans)
    if any(s.text.endswith("-") or _runs_over(sheet, s) for s in spans):
        return True
    found = list(wraps(sheet, reading.lexicon))
    lines = [(sheet.segment_at(s.start), sheet.segment_at(s.end - 1)) for s in spans]
    return any(
        field == name or any(first is not last and rest is last for first, last in lines)
        for field, rest in found
    )


def _runs_over(sheet: Sheet, span: Span) -> bool:
    """Whether a number ends its line, and the next line begins with a few figures before a label: "03 Patient: Lee"."""
    segment = sheet.segment_at(span.end - 1)
    if sheet.offset_of(segment) + len(segment.text) != span.end or sheet.right(segment) is not None:
        return False
    page = sheet.page_segments(segment.page)
    under = [s for s in page if 0.7 * segment.size < s.box[1] - segment.box[1] < 2 * segment.size]
    rest = min(under, key=_left, default=None)
    return rest is not None and _left(rest) < _left(segment) + 3 and bool(_THEN.match(rest.text))


def wraps(sheet: Sheet, lexicon: Lexicon) -> Iterator[tuple[str, Segment]]:
    """(field of the label at the end of a line, if any, and the figures at the left edge of the next line)."""
    for segment in sheet.segments:
        found = _ENDS.fullmatch(segment.text)
        hyphened = segment.text.endswith("-")  # "Plan: ... H3931-" over "147"
        if not (found or hyphened) or sheet.right(segment) is not None:
            continue
        page = sheet.page_segments(segment.page)
        level = [s for s in page if abs(s.box[1] - segment.box[1]) < 0.5 * segment.size]
        under = [s for s in page if 0.7 * segment.size < s.box[1] - segment.box[1] < 2 * segment.size]
        rest, edge = min(under, key=_left, default=None), min(map(_left, level))
        if rest is None or len(level) < 2 or abs(_left(rest) - edge) > 3 or rest.box[2] > _left(segment):
            continue
        if any(abs(_left(s) - _left(segment)) < _ALIGNED for s in under if s is not rest):
            continue  # something stands under it: these are cells
        whole = not hyphened and found and sum(c.isalnum() for c in found["begun"]) >= _WHOLE
        if found and not found["begun"] and _LABEL_GOES_ON.match(rest.text):  # "CLAIM" over "REF: 12 345"
            hit = lexicon.ending("id", found["label"])
            if hit:
                yield hit.field, rest
            continue
        if not (_FEW if whole else _GROUPS).fullmatch(rest.text) or not any(c.isdigit() for c in rest.text):
            continue
        hit = lexicon.ending("id", found["label"]) if found else None
        if hit or hyphened:
            yield hit.field if hit else "", rest


def _left(segment: Segment) -> float:
    return segment.box[0]


_ALIGNED = 3.0  # points
_WHOLE = 6  # letters and figures from which a number may be whole
_FEW = re.compile(r"\d{1,4}")
_LABEL_GOES_ON = pattern("id.label_goes_on")
_THEN = re.compile(r"\d{1,3} [A-Z][A-Za-z /]{2,40}:")
_GROUPS = re.compile(r"[A-Z0-9]{1,14}(?:[ -][A-Z0-9]{1,8}){0,4}")
_ENDS = re.compile(
    r"(?P<label>.*?[A-Za-z.#:])\s*(?P<begun>(?<=\s)(?:[A-Z]{1,4}|(?=[^a-z]*\d)[A-Z0-9][A-Z0-9 -]*)|)"
)
