"""A row of charges: its cells, its amounts, and what they show of it: denied, settled, or a sum of others."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from extractors.base import Segment
from extractors.codeshapes import GROUPED, NO_DENIAL
from extractors.heads import MONEY, OTHER
from extractors.legend import own_share_only, refuses, share_only
from extractors.lexicon import pattern, patterns

_SAID_DENIED = pattern("line.denied")
_SAID_PAID = pattern("line.paid")
_OPERATION = patterns().source("procedure.total")
_TOTAL = re.compile(
    rf"\b(?:sub-?)?totals?\b(?!{_OPERATION})"  # not "total knee replacement"
    r"|^\s*sum\b|\bbalance\b|\bgrand\b|^\W*(?:in all|altogether)\b|"
    r"^\W*(?:\w+ )?(?:deductible|out[- ]of[- ]pocket|accumulat\w+|year[- ]to[- ]date|ytd)\b",
    re.I,
)
_DAY = re.compile(r"\b\d{1,2}[/-]\d{1,2}[/-](?:\d\d){1,2}\b")
NOTHING = Decimal(0)
_EXPLAINED = 30  # characters of a note's explanation from which it may be a reason
_GROUPED = re.compile(rf"\b{GROUPED}\b")


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
    why: str = ""  # how the letter explains the codes of the row

    def text(self, name: str) -> str:
        return " ".join(s.text for s in self.cells.get(name, []))

    @property
    def said(self) -> str:
        """Words of the row that may state its outcome."""
        return " ".join(self.text(name) for name in ("note", "line", OTHER))

    @property
    def taken_back(self) -> bool:
        """Whether the row takes back an earlier one, so that it decides nothing."""
        return self.amounts.get("billed", NOTHING) < 0

    @property
    def denied(self) -> Decimal | None:
        """What was denied on this row; None where the row was allowed or does not say."""
        amounts = self.amounts
        billed, paid = amounts.get("billed", amounts.get("paid")), amounts.get("paid", NOTHING)
        if self.taken_back:
            return None
        some = paid > 0 or amounts.get("allowed", NOTHING) > 0 or amounts.get("denied", billed) != billed
        if (some and share_only(self.why)) or any(map(own_share_only, (self.why, self.text("note")))):
            return None
        if "denied" in amounts:
            rest = amounts.get("billed", NOTHING) - amounts.get("allowed", NOTHING)
            if paid > 0 and amounts.get("allowed", 0) > 0 and rest == amounts["denied"]:
                return None  # what the contract writes off, under another name
            return amounts["denied"] if amounts["denied"] > 0 else None
        if not billed or billed <= 0 or amounts.get("discount", NOTHING) >= billed:
            return None
        if self._left_to_the_patient():
            return amounts["owed"]
        if "allowed" in amounts:
            if amounts["allowed"] == 0 and paid == 0:
                return billed
            return amounts.get("owed") or None if paid == 0 and refuses(self.why) else None
        if re.search(r"\breversed\b(?!.*\bpaid\b)", self.said, re.I) and paid > 0:
            return billed  # a payment taken back
        if _SAID_PAID.search(self.text("note")) and not _SAID_DENIED.search(self.text("note")):
            return None  # the column of the decision outweighs those of earlier ones
        if (_SAID_DENIED.search(self.said) or (amounts.get("paid") == 0 and refuses(self.why))) and paid == 0:
            return billed
        if amounts.get("paid") == 0 and ("owed" not in amounts or amounts["owed"] >= billed):
            return billed
        codes = _GROUPED.findall(self.text("note")) if set(amounts) == {"billed"} else ()
        return billed if any(not NO_DENIAL.fullmatch(c) for c in codes) else None  # charges, and codes of why

    def _left_to_the_patient(self) -> bool:
        """Whether all that was approved (a dentist's fee) is the patient's, for a reason that is no share of it."""
        owed = self.amounts.get("owed", NOTHING)
        whole = owed > 0 and owed == self.amounts.get("allowed", owed) and self.amounts.get("paid") == 0
        return whole and len(self.why) > _EXPLAINED and not share_only(self.why)

    @property
    def settled(self) -> bool:
        """Whether the row shows that the plan allowed or paid something and denied nothing."""
        if self.denied is not None or self.taken_back:
            return False
        return any(self.amounts.get(name, NOTHING) > 0 for name in ("allowed", "paid")) or any(
            _SAID_PAID.search(said) and not _SAID_DENIED.search(said)
            for said in (self.said, self.text("note"))
        )


def is_total(text: str) -> bool:
    """Whether a line sums up others, by the words that it begins with: a service behind a day may be a "total" too."""
    match = _TOTAL.search(text[:60])
    return match is not None and not _DAY.search(text[: match.start()])


def money(text: str) -> Decimal | None:
    """An amount as printed, or None."""
    match = MONEY.search(text)
    if not match:
        return None
    digits = re.sub(r"[^\d.]", "", match[0])
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        return None
    return -amount if "(" in match[0] or "-" in match[0] else amount
