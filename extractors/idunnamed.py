"""Numbers that may be the claim's though no label says so, in a letter about a bill that names no claim.

Every bill that a plan decides upon has a number there. Where a letter refuses to pay one and no claim's number was
found, a number under a label that nobody knows ("Doc. ctl."), or that says no more than "file", may be it: unless
its label says plainly that it is another's (a check's, a telephone's) or a request's.
"""

import re

from extractors.billed import billed
from extractors.context import beside
from extractors.ids import IdReading
from extractors.idwords import is_code
from extractors.lexicon import pattern
from extractors.reading import Reading
from extractors.spare import bills
from pipeline.models.fields import DocumentKind

_FIRST_DECISIONS = (DocumentKind.INITIAL_DENIAL.value, DocumentKind.EOB_DENIAL.value)
_OTHERS = pattern("unnamed.others")
_REQUESTS = pattern("unnamed.requests")
_REFUSED_BILL = pattern("unnamed.refused_bill")
_LABEL = re.compile(r"(?:^|[|•·;,/(]|\s[–—-]|[.:]\s|\d\s|\s{2})\s*([A-Z][\w’'./&# -]{1,40}?)\s*[.:#–—-]*\s*$")
_SHAPES = re.compile(
    r"\d+(?:\.\d+)+|20\d\d ?[-/] ?(?:20)?\d\d|[HSYRE]\d{4}[-_].*|\d{5}-\d{4}|.*[_].*|(?:MAIL|OMB) .*|[A-Z]*\d?[A-Z]*[ -]?\d\d/\d\d(?:\d\d)?",
    re.I,
)
_ANYBODYS = ("id.somebodys_id/", "id.id/")  # the "ID" of whatever it is
_CLAIM_IS = re.compile(r"\bclaim (?:numbers?|no\.|#|id)\s*[:#]?\s*(?!\d+[/-]\d+[/-]\d+\s)(\S*\d\S*)", re.I)
_CLAIM = re.compile(r"(?:(?:this|the|your|our) )?claims?\b", re.I)
_LEAST, _MOST = 6, 20  # digits
_SHORT = 45  # characters of a label
_SPOKEN_OF = 0.25  # least probability that the letter is about a bill
_REFERENCE = 0.57  # score from which a number is a reference


def of_a_bill(reading: Reading, kind: str | None) -> bool:
    """Whether the letter decides on a bill, whose number with the plan it then ought to give."""
    if kind not in (*_FIRST_DECISIONS, DocumentKind.FINAL_INTERNAL_DENIAL.value):
        return False
    sheet = reading.sheet
    if billed(sheet) < _SPOKEN_OF:
        return False
    if _REFUSED_BILL.search(sheet.text):
        return True
    return bills(reading) and any(sheet.top(m.start) < 0.92 for m in reading.found.money)


def unnamed(reading: Reading, kind: str | None, taken: set[str]) -> list[IdReading]:
    """The numbers of a letter on a bill without a claim's number that may be it; `taken` are told otherwise."""
    bill = of_a_bill(reading, kind)
    return [
        found
        for found in reading.ids.values()
        if found.key not in taken
        and (_of_a_claim(reading, found) or (bill and _may_be(reading, found, kind)))
    ]


def _of_a_claim(reading: Reading, found: IdReading) -> bool:
    """Whether a number that was read as a reference stands under a label that has to do with a claim ("Claim we looked at")."""
    if found.field != "reference_numbers" or sum(c.isdigit() for c in found.key) < _LEAST:
        return False
    labels = _labels(reading, found)
    return any(_CLAIM.match(x) for x in labels) and not any(
        _OTHERS.search(x) or _REQUESTS.search(x) for x in labels
    )


def unread(reading: Reading) -> bool:
    """Whether a label in so many words is followed by figures that were not read as a number: their shape is another's."""
    spans = [s for found in reading.ids.values() for s in found.spans]
    return any(
        sum(c.isdigit() for c in match[1]) >= _LEAST
        and not any(s.start < match.end(1) and match.start(1) < s.end for s in spans)
        for match in _CLAIM_IS.finditer(reading.sheet.text)
    )


def _may_be(reading: Reading, found: IdReading, kind: str | None) -> bool:
    digits = sum(c.isdigit() for c in found.key)
    if not _LEAST <= digits <= _MOST or is_code(found.text) or _SHAPES.fullmatch(found.text):
        return False
    labels = _labels(reading, found)
    if not labels or any(_OTHERS.search(label) or re.search(r"\d{3}", label) for label in labels):
        return False
    if found.field == "reference_numbers" and found.score("reference_numbers") > _REFERENCE:
        return kind in _FIRST_DECISIONS and not any(_REQUESTS.search(x) for x in (*labels, found.text))
    anybodys = found.rules.get("member_id", "").startswith(_ANYBODYS)
    return found.field in (None, "other", "reference_numbers") or anybodys or found.score(found.field) < 0.5


def _labels(reading: Reading, found: IdReading) -> list[str]:
    """What may be the label of a number: what stands before it in its cell, else the cells left of it and over it."""
    sheet, start = reading.sheet, found.best_span.get(found.field or "", found.spans[0]).start
    segment = sheet.segment_at(start)
    if not sheet.starts_segment(start):
        match = _LABEL.search(sheet.text[sheet.offset_of(segment) : start])
        return [match[1]] if match else []
    told = [option.label for option in beside(sheet, reading.lexicon, "id", segment)]
    cells = (sheet.left(segment), next(iter(sheet.above(segment, 1)), None))
    near = [
        c.text for c in cells if c and len(c.text) < _SHORT and not re.search(r"\d{3}|\.$", c.text)
    ]  # a neighbour's value is no label
    return told or near
