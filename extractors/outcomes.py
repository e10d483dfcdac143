"""What a letter says became of a claim that no table decides: behind its number, before it, or level with it."""

import re
from collections.abc import Sequence

from extractors.base import Sheet
from extractors.mentions import Span

_PAID = re.compile(
    r"\b(?:was|were|is|are|has been|have been|already)\s+(?:(?!not\b)\w+\s+){0,2}(?:paid|allowed|approved|processed and paid|covered|released|(?:being |to be )?reprocessed|readjusted)|"
    r"^\W*(?:\([^)]{0,60}\)\W*)?paid\b|\bpaid (?:at|on|in full|as|under)\b|\bno part of this|not in dispute|\bpreviously (?:paid|processed)|"
    r"\bstill being processed|released for payment|received in time|\bwill be paid|^\W*(?:status\W+)?(?:overturned|approved|reversed|allowed)\b|"
    r"\b(?:decision|denial) (?:is|was|has been) (?:reversed|overturned)",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:is|was|were|are|remains?|stays?|still|be(?:en)?|both|and)\s+(?:\w+\s+){0,2}(?:denied|refused|rejected|upheld|not (?:covered|paid|payable|approved))\b|"
    r"^\W*(?:\([^)]{0,60}\)\W*)?(?:status\W+|decision\W+)?(?:denied|not covered|not payable|rejected|upheld|denial upheld)\b|\bdenied (?:as|on|because|for|since)\b",
    re.I,
)
_TAIL = r"(?:\s+(?:your|the|our|this|on|of|for|payment))*\s+claims?(?:\s+(?:no\.?|numbers?|nos\.?|#))*\W*$"
_PAYING = re.compile(
    rf"\b(?:pay|paid|paying|repay|overturn\w*|revers\w+(?: our)?(?: decision| denial)?|approv\w+|allow\w*|reprocess\w*){_TAIL}",
    re.I,
)
_REFUSING = re.compile(
    rf"\b(?:den(?:y|ied|ying|ial)|refus\w+|reject\w+|uph(?:old|eld)\w*(?: our| the)?(?: decision| denial)?|not pay|cannot pay){_TAIL}",
    re.I,
)
_COPY = re.compile(
    r"\b(?:duplicate|copy|repeat|same) (?:of|as)\b[^.;]{0,40}$|\b(?:already|previously) (?:\w+ )?(?:considered|processed|paid|handled|worked)\b[^.;]{0,70}$|"
    r"\b(?:sent|submitted|received|billed|filed) (?:before|earlier|previously|once)\b[^.;]{0,40}$|\b(?:original|earlier|paid|previous|prior)\b[^.;]{0,24}$",
    re.I,
)
_OTHERS = re.compile(
    r"^(?:your )?(?:other|paid|previous|earlier|approved) (?:claims?|bills?|services)|claims? (?:we )?paid",
    re.I,
)


def outcome(sheet: Sheet, spans: Sequence[Span], others: Sequence[Span]) -> str:
    """ "denied", "settled" (paid, or what the denied one repeats) or "": what is said of the claim at `spans`.

    `others` are the numbers of the other claims: what stands beyond one of them is said of that one.
    """
    said = [_at(sheet, span, others) for span in spans]
    return "denied" if "denied" in said else "settled" if "settled" in said else ""


def _at(sheet: Sheet, span: Span, others: Sequence[Span]) -> str:
    last = max((o.end for o in others if o.end <= span.start), default=0)
    following = min((o.start for o in others if o.start >= span.end), default=len(sheet.text))
    before = sheet.clause(span.start, 120)[-max(0, span.start - last) :] if span.start > last else ""
    after = sheet.clause_after(span.end, 110)[: min(90, following - span.end)]
    refused, paid = _REFUSED.search(after), _PAID.search(after)
    if _COPY.search(before):
        return "settled"
    if refused and (not paid or refused.start() < paid.start()):
        return "denied"
    if paid:
        return "settled"
    if _REFUSING.search(before):
        return "denied"
    if _PAYING.search(before) or _OTHERS.search(_heading(sheet, span)[:60]):
        return "settled"
    return _level(sheet, span)


def _heading(sheet: Sheet, span: Span) -> str:
    index = sheet.blocks.index(sheet.block_at(span.start))
    return sheet.blocks[index - 1].text if index else ""


def _level(sheet: Sheet, span: Span) -> str:
    """The word for the outcome in a cell level with the number."""
    right = sheet.right(sheet.segment_at(span.start))
    while right is not None:
        if len(right.text) < 30:
            if _REFUSED.search(right.text):
                return "denied"
            if re.match(
                r"\W*(?:status\W+|decision\W+)?(?:paid|overturned|approved|reversed|allowed)\b",
                right.text,
                re.I,
            ):
                return "settled"
        right = sheet.right(right)
    return ""
