"""The amount that was denied: the sum of the denied rows, else what words call denied, else the charge in question.

Words for the amount are cues of `lexicon.yaml`, in which § stands for it.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.charges import money
from extractors.claims import Charge, denied_rows, total_denied
from extractors.heads import column_field
from extractors.lexicon import pattern, patterns
from extractors.mentions import Span
from extractors.reading import Reading
from pipeline.models.fields import Field

# what an amount is where one of these governs it: never a charge that was denied
_NO_CHARGE = pattern("amount.share", "amount.fee")
# nor, as a rule, where one of these does
_OTHER_MONEY = pattern("amount.other")
_OTHER_AFTER = pattern("amount.other_after", "amount.share_after")
_CHARGE = re.compile(patterns().source("amount.charge") + r"|\d{4,}", re.I)
_AMOUNT = pattern("amount.named")


_PAID = re.compile(
    r",? (?:(?:which|that) )?(?:(?:we|was|were|has been) )?paid\s*[);]"
)  # "(11400, $486.00, paid)"
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
    open_rows = [c for c in denied_rows(reading.claims) if c.row.amounts.get("billed", 0) > 0]
    if len(open_rows) == 1:  # a table that shows no decision
        only = open_rows[0]
        return reading.sheet.found(
            f"{only.row.amounts['billed']:.2f}", only.start, only.end, 0.8, "amount.billed"
        )
    if summed := _summed(reading, open_rows):
        return summed
    said = [s for m in reading.found.money if (s := _said(reading, m))]
    if not said:
        return None
    best = max(said, key=lambda s: s.score)
    return reading.sheet.found(
        f"{best.value:.2f}", best.span.start, best.span.end, min(0.9, best.score), best.rule
    )


def _summed(reading: Reading, rows: list[Charge]) -> Field | None:
    """What the charges of a table that shows no decision come to, where the letter prints their sum."""
    total = sum((c.row.amounts["billed"] for c in rows), Decimal(0))
    place = next((m for m in reading.found.money if money(m.text) == total), None)
    if place is None or len(rows) < 2 or any(c.row.amounts["billed"] == total for c in rows):
        return None
    return reading.sheet.found(f"{total:.2f}", place.start, place.end, 0.8, "amount.sum")


def _said(reading: Reading, span: Span) -> _Said | None:
    """What the words around an amount say of it; brackets in a sentence take nothing away."""
    sheet = reading.sheet
    text = span.text.strip("() ")
    value = money(text)
    before = _AMOUNTS.split(sheet.clause(span.start, 90))[-1]
    after, *more = _AMOUNTS.split(sheet.clause_after(span.end, 60))
    if more:  # past the comma it is said of the next amount
        after = re.split(r"[,;]", after)[0]
    if not value or value <= 0 or _PAID.match(sheet.text, span.end):
        return None
    contexts = [f"{before}§{after}"]
    labels = []
    if sheet.starts_segment(span.start):
        segment = sheet.segment_at(span.start)
        labels = [
            s
            for s in (sheet.left(segment), next(iter(sheet.above(segment, 1)), None))
            if s and len(s.text) < 40
        ]
        contexts += [f"{s.text} §" for s in labels]
    score, rule = 0.0, ""
    ruled = False  # whether what follows the amount tells, whatever stands before it
    for cue in reading.lexicon.cues.get("amount_denied", ()):
        ruled = ruled or (cue.id == "amount.denied" and bool(cue.pattern.search(f"§{after}")))
        if cue.strength > score and any(cue.pattern.search(c) for c in contexts):
            score, rule = cue.strength, cue.id
    for label in (column_field(reading.lexicon, s.text) for s in labels):
        if label in _LABELS and _LABELS[label] > score:
            score, rule = _LABELS[label], f"amount.label.{label}"
    plain = not text.startswith("$")
    if plain and ("." not in text or not (rule not in ("", "amount.charged") or _AMOUNT.search(before))):
        return None
    if not score and _CHARGE.search(before[-70:]):
        score, rule = 0.5, "amount.near"
    beside = [before, *(f"{s.text} " for s in labels)]
    if rule not in _SURE:
        if any(_NO_CHARGE.search(b) for b in beside) or _OTHER_AFTER.search(after):
            return None
        score -= 0.45 * (not ruled and rule != "amount.self") * any(_OTHER_MONEY.search(b) for b in beside)
    score += 0.02 * math.log10(float(value))
    return _Said(score, value, span, rule) if score > 0.4 else None
