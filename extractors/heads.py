"""Heads of claim tables: which column holds what, where labels run over several lines or are set close together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.base import Segment
from extractors.lexicon import Lexicon, pattern
from pipeline.models.document import Word

MONEY_FIELDS = ("billed", "allowed", "discount", "denied", "paid", "owed")
OTHER = "other"  # a column whose label is not known; what stands in it is kept out of its neighbours
MONEY = re.compile(r"-?\(?\$?\s?(?:\d[\d,]*)?\.\d{2}\)?-?|-?\(?\$\s?\d[\d,]*\)?")
_ORDER = (*MONEY_FIELDS[1:], "claim", "member_id", "date", "service", "code", "provider", "note", "patient")


@dataclass(slots=True)
class Column:
    field: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one table on a page: from `top` to `bottom`, its columns from left to right."""

    top: float
    bottom: float
    columns: list[Column]
    sums: bool  # whether its rows sum up those of others: "Summary | Charged | Paid"


@dataclass(slots=True)
class _Unit:
    """A label or a line of one."""

    words: tuple[Word, ...]
    known: bool

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].box[0]

    @property
    def x1(self) -> float:
        return self.words[-1].box[2]


def levels(segments: list[Segment]) -> Iterator[list[Segment]]:
    """Segments on one level, top to bottom."""
    level: list[Segment] = []
    for seg in sorted(segments, key=lambda s: (s.box[1] + s.box[3]) / 2):
        middle = (seg.box[1] + seg.box[3]) / 2
        if level and middle - (level[0].box[1] + level[0].box[3]) / 2 > 0.4 * seg.height:
            yield sorted(level, key=lambda s: s.box[0])
            level = []
        level.append(seg)
    if level:
        yield sorted(level, key=lambda s: s.box[0])


def heads(segments: list[Segment], lexicon: Lexicon) -> list[Head]:
    """Heads of tables: where three labels or more stand level, an amount's among them."""
    found: list[Head] = []
    rows = list(levels(segments))
    used: set[int] = set()
    for i, level in enumerate(rows):
        if i in used:
            continue
        units = [u for s in level for u in _units(s, lexicon)]
        fields = [f for u in units if (f := column_field(lexicon, u.text))]
        if len(fields) < 2 or len(fields) * 2 < len(units) or not set(fields) & set(MONEY_FIELDS):
            continue
        top, bottom, size = level[0].box[1], max(s.box[3] for s in level), level[0].size
        parts, taken = list(level), {i}
        for j in (i - 1, i - 2, i + 1, i + 2):  # labels of several lines
            if not 0 <= j < len(rows) or j in used or (abs(j - i) == 2 and (i + j) // 2 not in taken):
                continue
            near = rows[j]
            close = top - near[0].box[1] < 2.6 * size and near[0].box[1] - bottom < 1.4 * size
            if not close or any(re.search(r"\d{2}", s.text) for s in near):
                continue
            if any(len(s.text) > 40 for s in near):
                continue
            if j > i and all(s.bold for s in level) and not any(s.bold for s in near):
                continue  # the first line of the first row
            if all(len(s.text) < 24 for s in near) or any(column_field(lexicon, s.text) for s in near):
                parts += near
                taken.add(j)
                top, bottom = min(top, near[0].box[1]), max(bottom, *(s.box[3] for s in near))
        amounts = [
            w
            for s in segments
            if bottom < s.box[1] < bottom + 30 * size
            for w in s.words
            if MONEY.fullmatch(w.text)
        ]
        columns = _columns(parts, lexicon, amounts)
        if sum(c.field != OTHER for c in columns) >= 3 and any(c.field in MONEY_FIELDS for c in columns):
            used |= taken
            found.append(Head(top, bottom, columns, bool(_SUMS.match(units[0].text))))
    return found


def _columns(parts: list[Segment], lexicon: Lexicon, amounts: list[Word]) -> list[Column]:
    """Lines of labels stacked over each other, each stack read as one label; `amounts` stand under the head."""
    units = [part for s in parts for u in _units(s, lexicon) for part in _over(u, amounts)]
    stacks: list[list[_Unit]] = []
    for unit in sorted(units, key=lambda u: (not u.known, u.x1 - u.x0)):
        over = [k for k in stacks if any(min(u.x1, unit.x1) - max(u.x0, unit.x0) > 0 for u in k)]
        if len(over) == 1:
            over[0].append(unit)
        elif not over:
            stacks.append([unit])
        # over several: a heading of a group of columns
    columns = []
    for stack in stacks:
        lines = sorted(stack, key=lambda u: u.words[0].box[1])
        field = column_field(lexicon, " ".join(u.text for u in lines)) or next(
            (f for u in reversed(lines) if (f := column_field(lexicon, u.text))), OTHER
        )
        columns.append(Column(field, min(u.x0 for u in stack), max(u.x1 for u in stack)))
    columns.sort(key=lambda c: c.x0)
    for i, column in enumerate(columns):  # "Codes" right of the amounts are reasons, not procedures
        if column.field == "code" and any(c.field in MONEY_FIELDS for c in columns[:i]):
            column.field = "note"
    named = any(c.field == "claim" for c in columns)
    for column in columns:  # the number of what the row is about: the claim's, unless another column has that
        if column.field == "entry":
            column.field = OTHER if named else "claim"
            named = True
    return columns


_SUMS = pattern("column.sums")


def column_field(lexicon: Lexicon, text: str) -> str | None:
    """What a column label says stands under it: as the lexicon knows it, else by the words that it holds."""
    if len(text) > 60 or any(c.isdigit() for c in text):
        return None
    if _claim_and_more(text, lexicon):
        return "claim"
    for family in ("column", "column_loose"):
        if hits := lexicon.fields(family, text):
            return next((name for name in _ORDER if name in hits), next(iter(hits)))
    return None


def _claim_and_more(text: str, lexicon: Lexicon) -> bool:
    """Whether a label names the claim and one more fact that stand over each other in one cell: "Claim / provider"."""
    if text.count("/") != 1:
        return False
    known = [hits for part in text.split("/") if (hits := lexicon.fields("column", part.strip()))]
    fields = {name for hits in known for name in hits}
    return len(known) == 2 and "claim" in fields and not fields & set(MONEY_FIELDS)


def _units(segment: Segment, lexicon: Lexicon) -> list[_Unit]:
    """The labels of one segment: itself, or several set close together."""
    words = segment.words
    if _claim_and_more(segment.text, lexicon):
        return [_Unit(words, True)]
    whole = [_Unit(words, bool(lexicon.fields("column", segment.text)))]
    if whole[0].known or len(segment.text) > 90 or any(c.isdigit() for c in segment.text):
        return whole
    found: list[_Unit] = []
    at = 0
    while at < len(words):
        for family, most in (("column", 4), ("column_loose", 2)):
            end = next(
                (e for e in range(min(len(words), at + most), at, -1) if _is(lexicon, family, words, at, e)),
                at,
            )
            if end > at:
                break
        if end == at:
            return whole
        found.append(_Unit(words[at:end], True))
        at = end
    return found


def _over(unit: _Unit, amounts: list[Word]) -> list[_Unit]:
    """A label, or its parts where the amounts of a row under it stand in two columns or more."""
    rows: dict[int, list[float]] = {}
    for word in amounts:
        middle = (word.box[0] + word.box[2]) / 2
        if unit.x0 - 2 < middle < unit.x1 + 2:
            rows.setdefault(round(word.box[3]), []).append(middle)
    places = max(rows.values(), key=len, default=[])
    if len(places) < 2 or len(unit.words) < 2 or unit.known:
        return [unit]
    parts: dict[int, list[Word]] = {}
    for word in unit.words:
        middle = (word.box[0] + word.box[2]) / 2
        parts.setdefault(min(range(len(places)), key=lambda i: abs(places[i] - middle)), []).append(word)
    return [_Unit(tuple(part), False) for part in parts.values()] if len(parts) == len(places) else [unit]


def _is(lexicon: Lexicon, family: str, words: tuple[Word, ...], at: int, end: int) -> bool:
    """Whether these words are a label; what stands in brackets belongs to the label before."""
    if words[at].text.startswith("(") or (end < len(words) and words[end].text.startswith("(")):
        return False
    return bool(lexicon.fields(family, " ".join(w.text for w in words[at:end])))
