"""The amount that was denied: the sum of the denied rows, else what words call denied, else the charge in question.

Words for the amount are cues of `lexicon.yaml`, in which § stands for it.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.claims import denied_rows, total_denied
from extractors.heads import column_field
from extractors.lines import money
from extractors.mentions import Span
from extractors.reading import Reading
from pipeline.models.fields import Field

# what an amount is where one of these governs it: no charge that was denied
_OTHER_MONEY = re.compile(
    r"\b(?:refund\w*|premiums?|deductible|co-?pay\w*|coinsurance|at least|minimum|amounts of|fees?|may (?:be )?charge|per (?:day|visit|month)|each|line \d|we paid|paid|pays|"
    r"allowed|maximum|limit(?:ed)?|income|out-of-pocket|penalty|penalties|dispute is|worth|repay|owe|reserve|contribution|cap)\W+(?:\w+\W+){0,3}$"
    r"|\b(?:check|cheque|warrant|premium|fees?)\b[^.;]{0,60}$",
    re.I,
)
_OTHER_AFTER = re.compile(
    r"^\W*(?:(?:filing|processing|review|application|copying|administrative) )?fee\b|^\W*(?:co-?pay\w*|deductible|coinsurance|premium|penalty|limit|maximum|allowance|or more|"
    r"(?:a|per|each|every|for each) (?:day|visit|month|year|week|page|copy)|out.of.pocket|in premium|being (?:all )?premium)"
    r"|^[^.;]{0,50}\b(?:waived|hardship|returned|not (?:to exceed|more than)|in one (?:plan )?year)\b",
    re.I,
)
_CHARGE = re.compile(
    r"\b(?:claims?|bills?|billed|charges?|CPT|codes?|units|amount|drug|cost|visits?|days?|services?)\b|\d{4,}",
    re.I,
)
_AMOUNT = re.compile(
    r"\b(?:charges?|charged|billed|amount|total|sum|paid|cost|usd|allowed|owe)\W*(?:\w+\W+){0,2}$", re.I
)


_LABELS = {"denied": 0.9, "billed": 0.72}  # what a label to the left says, as over a column
_SURE = ("amount.left", "amount.back")


_AMOUNTS = re.compile(
    r"\$\s?[\d,.]*\d|\b\d[\d,]*\.\d\d\b"
)  # what is said of another amount is not said of this one


@dataclass(frozen=True, slots=True)
class _Said:
    score: float
    value: Decimal
    span: Span
    rule: str


def amount_denied(reading: Reading) -> Field | None:
    """What the plan did not pay for, as a decimal string; None where the letter names no such amount."""
    rows = reading.claims.denied_charges
    total = total_denied(reading.claims)
    if total is not None and rows:
        return reading.sheet.found(f"{total:.2f}", rows[0].start, rows[-1].end, 0.93, "amount.rows")
    billed = [c for c in denied_rows(reading.claims) if c.row.amounts.get("billed", 0) > 0]
    if billed:  # a table that shows no decision
        total = sum((c.row.amounts["billed"] for c in billed), Decimal(0))
        return reading.sheet.found(f"{total:.2f}", billed[0].start, billed[-1].end, 0.8, "amount.billed")
    settled = any(c.row.settled for c in reading.claims.charges)
    read = {id(w) for c in reading.claims.charges for s in c.row.segments for w in s.words if settled}
    said = [
        s
        for m in reading.found.money
        if id(reading.sheet.segment_at(m.start).words[0]) not in read and (s := _said(reading, m))
    ]
    if not said:
        return None
    best = max(said, key=lambda s: s.score)
    return reading.sheet.found(
        f"{best.value:.2f}", best.span.start, best.span.end, min(0.9, best.score), best.rule
    )


def _said(reading: Reading, span: Span) -> _Said | None:
    """What the words around an amount say of it; brackets in a sentence take nothing away."""
    sheet = reading.sheet
    text = span.text.strip("() ")
    value = money(text)
    before = _AMOUNTS.split(sheet.clause(span.start, 90))[-1]
    after, *more = _AMOUNTS.split(sheet.clause_after(span.end, 60))
    if more:  # past the comma it is said of the next amount
        after = re.split(r"[,;]", after)[0]
    if not value or value <= 0:
        return None
    left = sheet.left(sheet.segment_at(span.start)) if sheet.starts_segment(span.start) else None
    if left is not None and len(left.text) < 40:
        before = left.text + " "
    score, rule = 0.0, ""
    for cue in reading.lexicon.cues.get("amount_denied", ()):
        if cue.strength > score and cue.pattern.search(f"{before}§{after}"):
            score, rule = cue.strength, cue.id
    over = next(iter(sheet.above(sheet.segment_at(span.start), 1)), None)
    for beside in (left, over if sheet.starts_segment(span.start) else None):
        label = column_field(reading.lexicon, beside.text) if beside is not None else None
        if label in _LABELS and _LABELS[label] > score:
            score, rule = _LABELS[label], f"amount.label.{label}"
    if not text.startswith("$") and (
        "." not in text or not (rule.startswith("amount.label") or _AMOUNT.search(before))
    ):
        return None
    if not score and _CHARGE.search(before[-70:]):
        score, rule = 0.5, "amount.near"
    if rule not in _SURE and (_OTHER_MONEY.search(before) or _OTHER_AFTER.search(after)):
        score -= 0.45
    score += 0.02 * math.log10(float(value))
    return _Said(score, value, span, rule) if score > 0.4 else None
