"""Claim numbers of one make: in short behind another, in a row of a table, in the next cell, which may be in question too."""

import re
from collections.abc import Sequence, Set

from extractors.base import Sheet
from extractors.ids import IdReading
from extractors.mentions import Span
from extractors.reading import Reading


def in_short(text: str, span: Span) -> bool:
    """Whether further numbers follow one in short: "26-118-40031-01, -02 and -03"."""
    return bool(_SHORT.match(text, span.end)) or bool(_SHORT_INSIDE.search(span.text))


def sister(reading: Reading, told: IdReading, taken: Set[str]) -> bool:
    """Whether a row of the table holds a number of this one's make that was taken for nothing: "…1193" beside "…1207"."""
    words = {id(w) for row in reading.rows if not row.total for s in row.segments for w in s.words}
    return any(
        key not in taken
        and len(key) == len(told.key) >= _MADE
        and (
            (
                key[: len(key) // 2] == told.key[: len(key) // 2]
                and any(
                    id(reading.sheet.words[i]) in words
                    for s in r.spans
                    for i in reading.sheet.word_span(s.start, s.end)
                )
            )
            or (one_make(key, told.key) and _next_cell(reading.sheet, told, r))
        )
        for key, r in reading.ids.items()
    )


def _next_cell(sheet: Sheet, one: IdReading, other: IdReading) -> bool:
    """Whether a number fills the cell right of another's: two columns, of which one is in question."""
    right = {id(sheet.right(sheet.segment_at(s.start))) for s in one.spans}
    return any(id(sheet.segment_at(s.start)) in right for s in other.spans)


def one_make(one: str, other: str) -> bool:
    """Whether two numbers begin alike and have letters and figures at the same places."""
    alike = len(one) == len(other) >= _MADE and one != other and one[:2] == other[:2]
    return alike and all(a.isdigit() == b.isdigit() for a, b in zip(one, other, strict=True))


def of_one_claim(sheet: Sheet, numbers: Sequence[str]) -> bool:
    """Whether what follows the last hyphen of all of `numbers` counts the lines of a claim, whose number the letter
    also prints without it: "2520911806-01" and "-02" in a table, and "for claim 2520911806"."""
    stems = {match[1] for n in numbers if (match := _LINE_OF.fullmatch(n))}
    whole = all(_LINE_OF.fullmatch(n) or n in stems for n in numbers)
    return whole and any(re.search(rf"\b[Cc]laim {re.escape(s)}(?![\w-])", sheet.text) for s in stems)


def stem(span: Span) -> Span:
    """The part of a claim's number that names the claim, without that of its line."""
    match = _LINE_OF.fullmatch(span.text)
    return Span(span.start, span.start + len(match[1]), match[1]) if match else span


_LINE_OF = re.compile(r"([\w-]*\d{6})-\d{2}")
_MADE = 8  # letters and figures of a number from which its make tells something
_SHORT = re.compile(r"\s*(?:,|;|&|and|to|thru|through)\s*-\s?\d{1,3}\b(?![/.-]\d)")
_SHORT_INSIDE = re.compile(r"\d{5}/\d{5}$|[A-Z0-9 -]{8,}/[A-Z0-9 -]{8,}$")
