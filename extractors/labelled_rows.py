"""Rows of charges without a head: each amount has its label before it ("Billed $385.00 | Allowed $0.00 | Denied $385.00")."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.base import Segment, Sheet
from extractors.charges import Row, is_total, money
from extractors.heads import MONEY, MONEY_FIELDS, column_field, levels
from extractors.lexicon import Lexicon

_CUT = re.compile(r"[|·•;,:=]|\s{2,}|\.\s|\.{2,}")
CHARGE = re.compile(
    r"\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2},? 20\d\d|\b20\d\d-\d\d-\d\d\b"
    r"|^\W*\d{1,2}[.)] |\bline \d|\b[A-Z]\d{4}\b|(?<![\d,.$])\b\d{5}\b(?![\d,.])|\b\d{4}[FTU]\b",
    re.I,
)


def labelled_rows(sheet: Sheet, lexicon: Lexicon, rows: Sequence[Row]) -> list[Row]:
    """Every such line that names a service or a day, or stands under a line that does; lines of `rows` are left out."""
    taken = {id(w) for row in rows for s in (*row.segments, *row.more) for w in s.words}
    table = max((row.table for row in rows), default=0) + 1
    found = []
    for page in sheet.document.body:
        before: list[Segment] = []
        for level in levels(sheet.page_segments(page.number)):
            over, before = before, level
            if any(id(w) in taken for s in level for w in s.words):
                continue
            text = "  ".join(s.text for s in level)
            amounts = _amounts(lexicon, text)
            if not amounts:
                continue
            near = bool(over) and level[0].box[1] - over[0].box[3] < level[0].size
            more = over if near and not CHARGE.search(text) else []
            if not CHARGE.search(" ".join(s.text for s in (*more, *level))):
                continue
            top = min(s.box[1] for s in (*more, *level))
            row = Row(page.number, top, max(s.box[3] for s in level), level, more, table=table)
            row.amounts, row.total = amounts, is_total(text)
            found.append(row)
    return found


def _amounts(lexicon: Lexicon, text: str) -> dict[str, Decimal]:
    """Amounts by what their labels say; empty where they do not tell what became of a charge."""
    found: dict[str, Decimal] = {}
    first: Decimal | None = None
    for label, value in _pairs(text):
        field = next((f for part in _ends(label) if (f := column_field(lexicon, part))), None)
        if field is None and not found:
            first = value  # the charge itself, before what was decided of it
        if field in MONEY_FIELDS:
            found.setdefault(field, value)
    if first is not None:
        found.setdefault("billed", first)
    told = found.keys() & {"denied", "allowed", "paid"}
    return found if "billed" in found and told else {}


def _pairs(text: str) -> Iterator[tuple[str, Decimal]]:
    at = 0
    for match in MONEY.finditer(text):
        label = _CUT.split(text[at : match.start()].rstrip(" :|·.=-"))[-1]
        at = match.end()
        if (value := money(match[0])) is not None:
            yield label, value


def _ends(label: str) -> list[str]:
    """The last words of what stands before an amount, the most first."""
    words = label.split()
    return [" ".join(words[-n:]) for n in range(min(3, len(words)), 0, -1)]
