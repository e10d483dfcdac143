"""Claim tables: rows of charges under a head of column labels."""

import re

from extractors.base import Segment, Sheet, segment_of
from extractors.charges import NOTHING, Row, is_total, money
from extractors.heads import MONEY_FIELDS, OTHER, Column, Head, heads, levels
from extractors.lexicon import Lexicon
from pipeline.models.document import Word


def crowded(row: Row) -> bool:
    """Whether a row holds more amounts than its table has columns that are known: one of them was told by nobody."""
    amounts = sum(bool(_PURE.fullmatch(part.text)) for s in row.segments for part in _cells(s))
    return not row.total and amounts > sum(len(row.cells.get(name, ())) for name in MONEY_FIELDS)


def rows(sheet: Sheet, lexicon: Lexicon) -> list[Row]:
    """Every row of charges of the letter, in order."""
    found: list[Row] = []
    table = 0
    for page in sheet.document.body:
        segments = sheet.page_segments(page.number)
        tables = heads(segments, lexicon)
        for i, head in enumerate(tables):
            table += 1
            until = tables[i + 1].top if i + 1 < len(tables) else page.height
            below = [s for s in segments if head.bottom - 1 < (s.box[1] + s.box[3]) / 2 < until]
            found += _rows(below, head, table)
    return found


def _rows(segments: list[Segment], head: Head, table: int) -> list[Row]:
    found: list[Row] = []
    blank, columns = 0, head.columns
    money_columns = [c for c in columns if c.field in MONEY_FIELDS]
    segments = [s for s in segments if s.text in _DASHES or any(c.isalnum() for c in s.text)]
    for level in levels(segments):
        level = [part for seg in level for part in _cells(seg)]
        amounts = [s for s in level if _PURE.fullmatch(s.text)]
        if sum(_labelled(level, i) for i in range(1, len(level))) > 1:
            continue  # "DEDUCTIBLE 0.00  COINS 62.29": of no column
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
        row.total = head.sums or is_total(" ".join(s.text for s in rest))
        for seg, column in _under(amounts, columns):
            if column.field not in MONEY_FIELDS:
                continue
            row.cells.setdefault(column.field, []).append(seg)
            if (value := money(seg.text)) is not None:
                row.amounts[column.field] = max(row.amounts.get(column.field, value), value)
        for seg in rest:  # a dash for nothing
            if seg.text in _DASHES and (place := _column(seg, columns)) and place.field in MONEY_FIELDS:
                row.amounts.setdefault(place.field, NOTHING)
        others = [c for c in columns if c.field not in MONEY_FIELDS]
        for seg in (part for whole in rest for part in _by_column(whole, others)):
            if place := _column(seg, others):
                row.cells.setdefault(place.field, []).append(seg)
        if row.amounts:
            found.append(row)
    _fill(found, segments, columns)
    return found


def _labelled(level: list[Segment], at: int) -> bool:
    """Whether a cell is an amount with its own label right before it."""
    label, cell = level[at - 1], level[at]
    near = cell.box[0] - label.box[2] < 0.9 * cell.size
    return near and bool(_PURE.fullmatch(cell.text)) and bool(re.search(r"[A-Za-z]{4}\W*$", label.text))


def _under(amounts: list[Segment], columns: list[Column]) -> list[tuple[Segment, Column]]:
    """The column of each amount: in order, and as near as the whole row can be; by order alone where none is near."""
    known = [c for c in columns if c.field in MONEY_FIELDS]
    places = [
        c
        for c in columns
        if c.field in (*MONEY_FIELDS, OTHER) or (c.field == "note" and any(_over(c, s) for s in amounts))
    ]
    if len(amounts) > len(places):  # what stands under "Adjustment" may be an amount after all
        places = columns
    if len(amounts) > len(places):
        return [(s, c) for s in amounts if (c := _column(s, known))]
    best: list[tuple[float, list[Column]]] = [(0.0, []), *((float("inf"), []) for _ in amounts)]
    for column in places:
        for n in range(len(amounts), 0, -1):
            cost = best[n - 1][0] + _away(amounts[n - 1], column)
            if cost < best[n][0]:
                best[n] = (cost, [*best[n - 1][1], column])
    cost, chosen = best[-1]
    if cost > 40 * len(amounts) and len(amounts) == len(known):
        chosen = known  # columns of the next table may stand elsewhere
    return list(zip(amounts, chosen, strict=True))


def _away(amount: Segment, column: Column) -> float:
    ends = abs(amount.box[2] - column.x1), abs(amount.box[0] - column.x0)
    middles = abs((amount.box[0] + amount.box[2]) - (column.x0 + column.x1)) / 2
    return min(*ends, middles) + 4.0 * (column.field in (OTHER, "note"))


def _over(column: Column, amount: Segment) -> bool:
    """Whether a column's label stands over an amount, at its left, its right or its middle."""
    return column.x0 <= amount.box[2] and amount.box[0] <= column.x1 and _away(amount, column) < _NEAR


_NEAR = 8.0  # points, with what stands against such a column


def _cells(segment: Segment) -> list[Segment]:
    """A segment, or its parts where amounts of several columns were set close together."""
    marks = [bool(_PURE.fullmatch(w.text)) for w in segment.words]
    if _ADJUSTED.fullmatch(segment.text):
        return [segment]  # an amount beside its code is no column's
    if not any(marks) or len(segment.words) == 1 or len(segment.words) > 8 or ":" in segment.text:
        return [segment]
    parts: list[list[Word]] = []
    for i, (word, amount) in enumerate(zip(segment.words, marks, strict=True)):
        if parts and not amount and not marks[i - 1]:
            parts[-1].append(word)
        else:
            parts.append([word])
    return [segment_of(part) for part in parts]


_DASHES = ("—", "–")
_PURE = re.compile(r"-?\(?\$?\s?(?:\d[\d,]*)?\.\d{2}\)?-?|-?\(?\$\s?\d[\d,]*\)?|\$?--+")
_ADJUSTED = re.compile(r"(?:(?:CO|PR|OA|PI|CR)[- ]?\w{1,4}[ :]+-?\$?[\d,]+\.\d\d[ ;,]*)+")
_ROW_SIGN = re.compile(
    r"\d{1,2}[/-]\d{1,2}|\b20\d\d\b|\b[A-Z]?\d{4,5}[A-Z]?\b|^(?=\w*\d{4})[A-Z\d]{9,16}$|\btotal", re.I
)


def _by_column(segment: Segment, columns: list[Column]) -> list[Segment]:
    """A segment, or its parts where each word stands under one of several columns set close together, or most of it."""
    places = []
    for word in segment.words:
        over = [(min(c.x1, word.box[2]) - max(c.x0, word.box[0]), i) for i, c in enumerate(columns)]
        lap, at = max(over, default=(0.0, 0))
        if lap <= 0:
            return [segment]
        places.append(columns[at])
    cuts = [i for i in range(1, len(places)) if places[i] is not places[i - 1]]
    parts = zip([0, *cuts], [*cuts, len(places)], strict=True)
    return [segment_of(list(segment.words[a:b])) for a, b in parts] if cuts else [segment]


def _column(segment: Segment, columns: list[Column]) -> Column | None:
    best, most = None, -30.0
    for column in columns:
        lap = min(column.x1, segment.box[2]) - max(column.x0, segment.box[0])
        if lap > most:
            best, most = column, lap
    return best


def _fill(found: list[Row], segments: list[Segment], columns: list[Column]) -> None:
    """Cells of several lines: what is level with no row belongs to the row its cell is level with, else the nearest."""
    own = {id(w): row for row in found for s in row.segments for w in s.words}
    others = [c for c in columns if c.field not in MONEY_FIELDS]
    below: dict[
        int, Row
    ] = {}  # of each line of a cell, by its first word, the row that the cell is level with
    for seg in sorted(segments, key=lambda s: s.box[1]):
        if row := own.get(id(seg.words[0])):
            below[id(seg.words[0])] = row
        elif (over := _line_over(seg, segments)) and id(over.words[0]) in below:
            below[id(seg.words[0])] = below[id(over.words[0])]
    for seg in segments:
        if id(seg.words[0]) in own or not found or seg.box[2] - seg.box[0] > 260:
            continue
        here = (seg.box[1] + seg.box[3]) / 2
        row = min(found, key=lambda r: abs((r.top + r.bottom) / 2 - here))
        near = abs((row.top + row.bottom) / 2 - here) < 2.2 * seg.size
        cell = below.get(id(seg.words[0]))
        if cell is not None and here - cell.top < 7.5 * seg.size:
            row, near = cell, True
        if near and not row.total:
            row.more.append(seg)
            for part in _by_column(seg, others):
                if not (column := _column(part, others)):
                    continue
                row.cells.setdefault(column.field, []).append(part)
                row.cells[column.field].sort(key=lambda s: (s.box[1], s.box[0]))


def _line_over(seg: Segment, segments: list[Segment]) -> Segment | None:
    """The line right over a segment in the same cell: as far left, and no further up than lines of one cell are apart."""
    over = [
        s
        for s in segments
        if abs(s.box[0] - seg.box[0]) < 2 and -0.3 * seg.size < seg.box[1] - s.box[3] < 0.35 * seg.size
    ]
    return max(over, key=lambda s: s.box[3], default=None)
