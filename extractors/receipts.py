"""Charges printed like a receipt: an item and its amount on a line, under the items what was paid for them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.base import Segment, Sheet
from extractors.charges import Row, is_total, money
from extractors.heads import MONEY, MONEY_FIELDS, column_field, levels
from extractors.labelled_rows import CHARGE
from extractors.lexicon import Lexicon


@dataclass(slots=True)
class _Receipt:
    """Items so far, what stood over the first, and what is said of them all."""

    items: list[tuple[list[Segment], list[Segment], Decimal]] = field(default_factory=list)
    said: dict[str, Decimal] = field(default_factory=dict)
    last: list[Segment] = field(default_factory=list)


def receipts(sheet: Sheet, lexicon: Lexicon, rows: Sequence[Row]) -> list[Row]:
    """Every item of every receipt as a row; lines of `rows` are left out."""
    taken = {id(w) for row in rows for s in (*row.segments, *row.more) for w in s.words}
    table = max((row.table for row in rows), default=0) + 1
    found: list[Row] = []
    for page in sheet.document.body:
        receipt, before = _Receipt(), list[Segment]()
        for level in levels(sheet.page_segments(page.number)):
            over, before = before, level
            line = None if any(id(w) in taken for s in level for w in s.words) else _line(level)
            gap = level[0].box[1] - over[0].box[3] if over else 0.0
            if line is None or gap > 1.3 * level[0].size:
                found += _settled(receipt, table)
                receipt = _Receipt()
            if line is None:
                continue
            label, value = line
            name = column_field(lexicon, label)
            if name in MONEY_FIELDS:
                receipt.said.setdefault(name, value)
            elif receipt.said or not CHARGE.search(label) or is_total(label):
                found += _settled(receipt, table)
                receipt = _Receipt()
            if name not in MONEY_FIELDS and CHARGE.search(label) and not is_total(label):
                head = over if not receipt.items and gap < level[0].size and _line(over) is None else []
                receipt.items.append((level, head, value))
        found += _settled(receipt, table)
    return found


def _line(level: Sequence[Segment]) -> tuple[str, Decimal] | None:
    """The words of a line that ends on its only amount, and the amount."""
    text = " ".join(s.text for s in level)
    amounts = list(MONEY.finditer(text))
    if len(amounts) != 1 or text[amounts[0].end() :].strip() or len(text) > 110:
        return None
    label, value = text[: amounts[0].start()].strip(" :.·|-–—"), money(amounts[0][0])
    return (label, value) if value is not None and re.search(r"[A-Za-z]{2}", label) else None


def _settled(receipt: _Receipt, table: int) -> list[Row]:
    """The rows of a receipt that says what was paid, allowed or denied; of several items a share is nobody's."""
    told = {k: v for k, v in receipt.said.items() if k in ("paid", "allowed", "denied")}
    if not receipt.items or not told:
        return []
    alone = len(receipt.items) == 1
    made = []
    for level, head, value in receipt.items:
        row = Row(
            level[0].page,
            min(s.box[1] for s in (*head, *level)),
            max(s.box[3] for s in level),
            level,
            head,
            table=table,
        )
        row.amounts = {
            "billed": value,
            **(receipt.said if alone else {k: v for k, v in told.items() if k != "denied"}),
        }
        made.append(row)
    return made
