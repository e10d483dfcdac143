"""Identifiers: member, group, claim and reference numbers.

Every span that looks like an identifier is read by the labels near it, else by the nearest word of its sentence.
What no label explains is kept as left over: a letter with numbers nobody can name is a reason to ask.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from extractors.base import Sheet
from extractors.context import Option, inline, options
from extractors.lexicon import Lexicon, normal
from extractors.mentions import Mentions, Span

FIELDS = ("member_id", "group_number", "claim_numbers", "reference_numbers")


def key(text: str) -> str:
    """Letters and digits alone: how two printings of one identifier are compared."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


@dataclass(slots=True)
class IdReading:
    """One identifier over the whole letter: every place, and how much speaks for each field."""

    key: str
    text: str
    spans: list[Span] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    best_span: dict[str, Span] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def field(self) -> str | None:
        return max(self.scores, key=lambda f: self.scores[f]) if self.scores else None

    def score(self, name: str) -> float:
        return self.scores.get(name, 0.0)


def read(sheet: Sheet, lexicon: Lexicon, found: Mentions) -> dict[str, IdReading]:
    """Every identifier of the letter by its key."""
    readings: dict[str, IdReading] = {}
    previous: Span | None = None
    inherited: Option | None = None
    for span in [part for whole in found.ids for part in _apart(sheet, whole)]:
        since = previous.end if previous and previous.end > span.start - 200 else 0
        seen = options(sheet, lexicon, "id", span.start, since)
        if not seen:
            before = inline(sheet, span.start, since)
            if inherited and previous and _LIST.fullmatch(sheet.text[previous.end : span.start]):
                seen = [Option(inherited.field, inherited.score * 0.95, "list", inherited.rule)]
            elif before and (guess := _nearest(before)):
                seen = [guess]
        best = max(seen, key=lambda o: o.score) if seen else None
        entry = readings.setdefault(key(span.text), IdReading(key(span.text), span.text))
        entry.spans.append(span)
        for option in seen:
            if _refused(option.field, span.text):
                continue
            entry.votes[option.field] += 1
            if option.score > entry.scores.get(option.field, 0):
                entry.scores[option.field] = option.score
                entry.rules[option.field] = f"{option.rule}/{option.slot}"
                entry.best_span[option.field] = span
        previous, inherited = span, best
    return readings


def _apart(sheet: Sheet, span: Span) -> list[Span]:
    """Cells under each other are several numbers, unless one number was too long for its cell."""
    words = list(sheet.word_span(span.start, span.end))
    cuts = [
        sheet.offsets[b]
        for a, b in zip(words, words[1:], strict=False)
        if sheet.segment_at(sheet.offsets[a]) is not sheet.segment_at(sheet.offsets[b])
        and sheet.text[sheet.offsets[b] - 1] == " "
        and _own_row(sheet, sheet.offsets[b])
    ]
    parts = []
    for start, end in zip([span.start, *cuts], [*(c - 1 for c in cuts), span.end], strict=True):
        parts.append(Span(start, end, sheet.text[start:end]))
    return [p for p in parts if any(c.isdigit() for c in p.text)]


def _own_row(sheet: Sheet, position: int) -> bool:
    """Whether the line at `position` is a row of its own: short cells with a neighbour on the same level."""
    segment = sheet.segment_at(position)
    if len(segment.text) > 45:
        return False
    for other in (sheet.left(segment), sheet.right(segment)):
        if other is not None:
            level = min(other.box[3], segment.box[3]) - max(other.box[1], segment.box[1])
            if level > 0.7 * min(other.height, segment.height):
                return True
    return False


_LIST = re.compile(r"\s*(?:\([^)]{0,60}\))?\s*(?:,|;|and|&|/|y)\s*(?:and\s+)?(?:no\.\s*)?", re.I)

# The nearest of these words before a number in a sentence says what the number is.
_WORDS: list[tuple[str, re.Pattern[str]]] = [
    (
        "other",
        re.compile(
            r"\b(?:account|acct|phone|call|fax|check|license|guideline|exhibit|form|invoice|zip)\b", re.I
        ),
    ),
    (
        "reference_numbers",
        re.compile(
            r"\b(?:appeal|grievance|complaint|case|file|request|authorization|precertification|referral|tracking|reference|"
            r"inquiry|docket|determination|decision)\b",
            re.I,
        ),
    ),
    ("claim_numbers", re.compile(r"\b(?:claims?|bills?|billed|charges?)\b", re.I)),
    (
        "member_id",
        re.compile(
            r"\b(?:member(?:ship)?|enrolled|enrollee|certificate|identif\w+|card|participa\w+|subscriber|knows you|"
            r"carried|insured|your own number)\b",
            re.I,
        ),
    ),
    ("group_number", re.compile(r"\b(?:group|employer)\b", re.I)),
]


def _nearest(before: str) -> Option | None:
    best: tuple[int, str] | None = None
    for name, pattern in _WORDS:
        for match in pattern.finditer(before):
            if best is None or match.end() > best[0]:
                best = (match.end(), name)
    if best is None:
        return None
    away = len(before) - best[0]
    if away > 110:
        return None
    named = bool(re.search(r"\b(?:number(?:ed)?|no\.|as|under|is)\s*(?:,\s*)?$", before.rstrip(), re.I))
    return Option(best[1], (0.72 if named else 0.6) - 0.002 * away, "clause", "id.nearest_word")


_CODE = re.compile(
    r"(?:\d{5}|[A-Z]\d{4}|\d{4}[A-Z])(?:[- ][A-Z0-9]{2})?|[A-Z]\d{2}(?:\.[A-Z0-9]{1,4})?|(?:CO|PR|OA|PI)[- ]?\w{1,4}"
)


def _refused(name: str, text: str) -> bool:
    """Shapes that a field can never have, whatever label stands near."""
    k = key(text)
    if name in ("claim_numbers", "member_id"):
        return len(k) < 4 or (bool(_CODE.fullmatch(text)) and len(k) < 6)
    if name == "reference_numbers":
        return len(k) < 5 or bool(_CODE.fullmatch(text))
    return len(k) < 2


def normal_label(text: str) -> str:
    return normal(text)
