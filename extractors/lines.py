"""Claim tables: rows of charges under a head of column labels, with the claim and the patient each row belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from extractors.base import Segment, Sheet, segment_of
from extractors.lexicon import Lexicon
from pipeline.models.document import Word

_SAID_DENIED = re.compile(r"\b(?:denied|reversed|not covered|not payable|rejected)\b", re.I)
MONEY_FIELDS = ("billed", "allowed", "discount", "denied", "paid", "owed")
_MONEY = re.compile(r"-?\(?\$?\s?(?:\d[\d,]*)?\.\d{2}\)?-?|-?\(?\$\s?\d[\d,]*\)?")
_TOTAL = re.compile(r"\b(?:sub-?)?totals?\b|^\s*sum\b|\bbalance\b|\bgrand\b", re.I)


@dataclass(slots=True)
class Column:
    field: str
    x0: float
    x1: float


@dataclass(slots=True)
class Row:
    """One row of charges: its cells (`segments` level with it, and `more` lines of the same cells), its amounts."""

    page: int
    top: float
    bottom: float
    segments: list[Segment] = field(default_factory=list)
    more: list[Segment] = field(default_factory=list)
    cells: dict[str, list[Segment]] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)
    total: bool = False
    table: int = 0

    def text(self, name: str) -> str:
        return " ".join(s.text for s in self.cells.get(name, []))

    @property
    def denied(self) -> Decimal | None:
        """What was denied on this row; None where the row was allowed or does not say."""
        amounts = self.amounts
        if "denied" in amounts:
            rest = amounts.get("billed", Decimal(0)) - amounts.get("allowed", Decimal(0))
            if amounts.get("paid", 0) > 0 and amounts.get("allowed", 0) > 0 and rest == amounts["denied"]:
                return None  # what the contract writes off, under another name
            return amounts["denied"] if amounts["denied"] > 0 else None
        billed, nothing = amounts.get("billed", amounts.get("paid")), Decimal(0)
        if not billed or billed <= 0:
            return None
        if amounts.get("discount", nothing) >= billed:
            return None
        if "allowed" in amounts:
            return billed if amounts["allowed"] == 0 and amounts.get("paid", nothing) == 0 else None
        said = _SAID_DENIED.search(self.text("note") + " " + self.text("line"))
        if said and "paid" in amounts:
            return billed
        if amounts.get("paid") == 0 and ("owed" not in amounts or amounts["owed"] >= billed):
            return billed
        return None

    @property
    def settled(self) -> bool:
        """Whether the row shows that the plan allowed or paid something and denied nothing."""
        return self.denied is None and any(
            self.amounts.get(name, Decimal(0)) > 0 for name in ("allowed", "paid")
        )


def money(text: str) -> Decimal | None:
    """An amount as printed, or None."""
    match = _MONEY.search(text)
    if not match:
        return None
    digits = re.sub(r"[^\d.]", "", match[0])
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        return None
    return -amount if "(" in match[0] or "-" in match[0] else amount


def rows(sheet: Sheet, lexicon: Lexicon) -> list[Row]:
    """Every row of charges of the letter, in order."""
    found: list[Row] = []
    table = 0
    for page in sheet.document.body:
        segments = sheet.page_segments(page.number)
        heads = _heads(segments, lexicon)
        for i, (_top, bottom, columns) in enumerate(heads):
            table += 1
            until = heads[i + 1][0] if i + 1 < len(heads) else page.height
            found += _rows(
                [s for s in segments if bottom - 1 < (s.box[1] + s.box[3]) / 2 < until], columns, table
            )
    return found


def _levels(segments: list[Segment]) -> Iterator[list[Segment]]:
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


def _labels(segment: Segment, lexicon: Lexicon) -> list[Column]:
    """The column labels that a segment holds: itself one, or several set close together."""
    if len(segment.text) > 60 or any(c.isdigit() for c in segment.text):
        return []
    if hits := lexicon.fields("column", segment.text):
        return [Column(_prefer(hits), segment.box[0], segment.box[2])]
    found: list[Column] = []
    at = 0
    words = segment.words
    while at < len(words):
        for end in range(min(len(words), at + 4), at, -1):
            hits = lexicon.fields("column", " ".join(w.text for w in words[at:end]))
            if hits:
                found.append(Column(_prefer(hits), words[at].box[0], words[end - 1].box[2]))
                at = end
                break
        else:
            return []
    return found


def _prefer(hits: frozenset[str]) -> str:
    for name in (
        *MONEY_FIELDS[1:],
        "claim",
        "member_id",
        "date",
        "service",
        "code",
        "provider",
        "note",
        "patient",
    ):
        if name in hits:
            return name
    return next(iter(hits))


def _heads(segments: list[Segment], lexicon: Lexicon) -> list[tuple[float, float, list[Column]]]:
    """Heads of tables: (top, bottom, columns), where three labels or more stand level, an amount among them."""
    found: list[tuple[float, float, list[Column]]] = []
    levels = list(_levels(segments))
    used: set[int] = set()
    for i, level in enumerate(levels):
        if i in used:
            continue
        columns = [c for s in level for c in _labels(s, lexicon)]
        labelled = sum(bool(_labels(s, lexicon)) for s in level)
        if labelled < 2 or labelled * 2 < len(level) or not columns:
            continue
        top, bottom = level[0].box[1], max(s.box[3] for s in level)
        size = level[0].size
        parts = [s for s in level if not _labels(s, lexicon)]
        for j in (
            i - 2,
            i - 1,
            i + 1,
            i + 2,
        ):  # labels of several lines: what is level with the head, above and below
            if not 0 <= j < len(levels) or j in used:
                continue
            near = levels[j]
            if not (abs(near[0].box[1] - top) < 2.6 * size or abs(near[0].box[1] - bottom) < 1.4 * size):
                continue
            extra = [c for s in near for c in _labels(s, lexicon)]
            if any(_MONEY.search(s.text) for s in near) or any(len(s.text) > 40 for s in near):
                continue
            parts += near
            if extra or all(len(s.text) < 22 for s in near):
                used.add(j)
                top, bottom = min(top, near[0].box[1]), max(bottom, *(s.box[3] for s in near))
        columns = _merged(columns, parts, lexicon)
        if len(columns) >= 3 and any(c.field in MONEY_FIELDS for c in columns):
            used.add(i)
            found.append((top, bottom, sorted(columns, key=lambda c: c.x0)))
    return found


def _merged(columns: list[Column], parts: list[Segment], lexicon: Lexicon) -> list[Column]:
    """Join the other lines of a head ("Not" over "covered") to the columns they stand over."""
    stacks: list[list[Segment]] = []
    for part in sorted(parts, key=lambda s: s.box[1]):
        for stack in stacks:
            if min(part.box[2], stack[0].box[2]) - max(part.box[0], stack[0].box[0]) > 0:
                stack.append(part)
                break
        else:
            stacks.append([part])
    for stack in stacks:
        x0, x1 = min(s.box[0] for s in stack), max(s.box[2] for s in stack)
        under = [c for c in columns if min(c.x1, x1) - max(c.x0, x0) > 0]
        hits = lexicon.fields("column", " ".join(s.text for s in stack))
        if hits and not under:
            columns.append(Column(_prefer(hits), x0, x1))
        for column in under:
            column.x0, column.x1 = min(column.x0, x0), max(column.x1, x1)
    return columns


def _rows(segments: list[Segment], columns: list[Column], table: int) -> list[Row]:
    found: list[Row] = []
    blank = 0
    money_columns = [c for c in columns if c.field in MONEY_FIELDS]
    segments = [s for s in segments if any(c.isalnum() for c in s.text)]
    for level in _levels(segments):
        level = [part for seg in level for part in _cells(seg)]
        amounts = [s for s in level if _PURE.fullmatch(s.text)]
        if not amounts:
            blank += sum(len(s.text) for s in level) > 70
            if blank > 3:
                break
            continue
        rest = [s for s in level if s not in amounts]
        if (len(amounts) < 2 and not any(_ROW_SIGN.search(s.text) for s in rest)) or len(amounts) < len(
            money_columns
        ) / 3:
            continue
        blank = 0
        row = Row(
            level[0].page, min(s.box[1] for s in level), max(s.box[3] for s in level), level, table=table
        )
        row.total = bool(_TOTAL.search(" ".join(s.text for s in rest)[:60]))
        if len(amounts) == len(money_columns):  # by order: columns of the next table may stand elsewhere
            pairs = list(zip(amounts, money_columns, strict=True))
        else:
            pairs = [(s, c) for s in amounts if (c := _column(s, money_columns))]
        for seg, column in pairs:
            row.cells.setdefault(column.field, []).append(seg)
            if (value := money(seg.text)) is not None:
                row.amounts[column.field] = max(row.amounts.get(column.field, value), value)
        others = [c for c in columns if c.field not in MONEY_FIELDS]
        for seg in rest:
            if place := _column(seg, others):
                row.cells.setdefault(place.field, []).append(seg)
        if row.amounts:
            found.append(row)
    _fill(found, segments, columns)
    return found


def _cells(segment: Segment) -> list[Segment]:
    """A segment, or its parts where amounts of several columns were set close together."""
    marks = [bool(_PURE.fullmatch(w.text)) for w in segment.words]
    if not any(marks) or len(segment.words) == 1 or len(segment.words) > 8 or ":" in segment.text:
        return [segment]
    parts: list[list[Word]] = []
    for i, (word, amount) in enumerate(zip(segment.words, marks, strict=True)):
        if parts and not amount and not marks[i - 1]:
            parts[-1].append(word)
        else:
            parts.append([word])
    return [segment_of(part) for part in parts]


_PURE = re.compile(r"-?\(?\$?\s?(?:\d[\d,]*)?\.\d{2}\)?-?|-?\(?\$\s?\d[\d,]*\)?|\$?--+")
_ROW_SIGN = re.compile(r"\d{1,2}[/-]\d{1,2}|\b20\d\d\b|\b[A-Z]?\d{4,5}[A-Z]?\b|\btotal", re.I)


def _column(segment: Segment, columns: list[Column]) -> Column | None:
    best, most = None, -30.0
    for column in columns:
        lap = min(column.x1, segment.box[2]) - max(column.x0, segment.box[0])
        if lap > most:
            best, most = column, lap
    return best


def _fill(found: list[Row], segments: list[Segment], columns: list[Column]) -> None:
    """Cells of several lines: what is level with no row belongs to the nearest one."""
    own = {id(w) for row in found for s in row.segments for w in s.words}
    others = [c for c in columns if c.field not in MONEY_FIELDS]
    for seg in segments:
        if id(seg.words[0]) in own or not found or seg.box[2] - seg.box[0] > 260:
            continue
        here = (seg.box[1] + seg.box[3]) / 2
        row = min(found, key=lambda r: abs((r.top + r.bottom) / 2 - here))
        if abs((row.top + row.bottom) / 2 - here) < 2.2 * seg.size and not row.total:
            row.more.append(seg)
            if column := _column(seg, others):
                row.cells.setdefault(column.field, []).append(seg)
                row.cells[column.field].sort(key=lambda s: (s.box[1], s.box[0]))
