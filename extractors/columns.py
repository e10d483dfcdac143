"""What a claim table shows without being read cell by cell: rows of money, and amounts in columns of what was not paid."""

import re

from extractors.grounds import MONEY
from extractors.lexicon import pattern
from extractors.sentences import Block, blocks
from pipeline.models.document import Page, Word

DENIED = pattern("column.denied")
HEAD_WORDS = 6
DEEPEST = 300.0  # points; a column of one page's table seldom runs further below its head
SLACK = 12.0  # points that an amount may stand out of its head's width


def money_rows(page: Page) -> int:
    """Rows of the page that hold at least two amounts."""
    rows: dict[int, int] = {}
    for word in page.words:
        if MONEY.match(word.text):
            row = round((word.box[1] + word.box[3]) / 2 / 6)
            rows[row] = rows.get(row, 0) + 1
    return sum(1 for count in rows.values() if count >= 2)


def denied_amounts(page: Page) -> list[float]:
    """Amounts that stand under a column head such as "Not covered"."""
    heads = [b for b in blocks(page) if len(b.words) <= HEAD_WORDS and DENIED.search(b.text)]
    return [_amount(w) for w in page.words if MONEY.match(w.text) and any(_under(b, w) for b in heads)]


def _under(head: Block, word: Word) -> bool:
    x0, x1 = min(line.box[0] for line in head.lines), max(line.box[2] for line in head.lines)
    within = x0 - SLACK < (word.box[0] + word.box[2]) / 2 < x1 + SLACK
    return within and 0 < word.box[1] - head.lines[-1].box[3] < DEEPEST


def _amount(word: Word) -> float:
    return float(re.sub(r"[^\d.]", "", word.text) or 0)
