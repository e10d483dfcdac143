"""What a letter says became of a claim that no table decides: behind its number, before it, or level with it."""

import re
from collections.abc import Sequence

from extractors.base import Sheet
from extractors.ids import IdReading
from extractors.mentions import Span

_PAID = re.compile(
    r"\b(?:was|were|is|are|has been|have been|already)\s+(?:(?!not\b)\w+\s+){0,2}(?:paid|allowed|approved|overturned|processed (?:and paid|at|under)|covered|released|(?:being |to be )?reprocessed|readjusted)|"
    r"^\W*(?:\([^)]{0,60}\)\W*)?paid\b|\bpaid (?:at|on|in full|as|under)\b|\bno part of this|not in dispute|\bwent through\b|^\W*payment of \$|\bpreviously (?:paid|processed)|"
    r"\bstill being processed|released for payment|received in time|\bwill be paid|^\W*(?:status\W+)?(?:overturned|approved|reversed|allowed)\b|"
    r"\b(?:decision|denial) (?:is|was|has been) (?:reversed|overturned)",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:is|was|were|are|remains?|stays?|still|be(?:en)?|both|and)\s+(?:\w+\s+){0,2}(?:denied|refused|rejected|upheld|not (?:covered|paid|payable|approved))\b|"
    r"^\W*(?:\([^)]{0,60}\)\W*)?(?:status\W+|decision\W+)?(?:denied|not covered|not payable|rejected|upheld|denial upheld)\b|\bdenied (?:as|on|because|for|since)\b|"
    r"^\W*(?:stands|stays|remains)\b|^\W*(?:cannot|can.t|will not|won.t) be (?:paid|approved|allowed|covered)|^\W*no payment\b",
    re.I,
)
_TAIL = r"(?:\s+(?:your|the|our|this|on|of|for|payment|denial))*(?:\s+claims?)?(?:\s+(?:no\.?|numbers?|nos\.?|#))*\W*$"
_PAYING = re.compile(
    rf"\b(?:pay|paid|paying|payment (?:for|on|of)|repay|overturn\w*|revers\w+(?: our)?(?: decision| denial)?|approv\w+|allow\w*|reprocess\w*){_TAIL}",
    re.I,
)
_REFUSING = re.compile(
    rf"\b(?:den(?:y|ied|ying|ial)|refus\w+|reject\w+|uph(?:old|eld)\w*(?: our| the)?(?: decision| denial)?|not pay|cannot pay){_TAIL}",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|unable|cannot|can.t|won.t|decline\w*|refuse\w*|nothing|never)\b[^.;,]{0,40}$", re.I
)
_UNDONE = re.compile(
    rf"\b(?:overturn\w*|revers\w+|set aside|withdr[ae]wn?|undone)\s+(?:our |the |that )?(?:denial|decision|refusal){_TAIL}",
    re.I,
)
_COPY = re.compile(
    r"\b(?:duplicate|copy|repeat|same) (?:of|as)\b[^.;]{0,40}$|\b(?:repeats|duplicates|identical to|overlaps)\b[^.;]{0,24}$|\b(?:already|previously) (?:\w+ )?(?:considered|processed|paid|handled|worked)\b[^.;]{0,70}$|"
    r"\b(?:considered|processed|paid|covered|recovery|overpa\w+|offset|see|refer to)\b[^.;]{0,24}\bclaims?(?: (?:no\.?|number|#))?\W*$|"
    r"\b(?:sent|submitted|received|billed|filed) (?:before|earlier|previously|once)\b[^.;]{0,40}$|\b(?:original|earlier|paid|previous|prior)\b[^.;]{0,24}$",
    re.I,
)
_OTHERS = re.compile(
    r"^(?:your )?(?:other|paid|previous|earlier|approved) (?:claims?|bills?|services)|claims? (?:we )?paid",
    re.I,
)


_NIL = r"(?:\$?\s?0?\.00|\$\s?0|none|nothing|zero)\b"
_SUM = r"\$?\s?(?:[1-9][\d,]*\.\d\d|0?\.(?:0[1-9]|[1-9]\d)|\d{1,3}(?:,\d{3})+|[1-9]\d*)\b"
_WORD_FOR_IT = re.compile(r"\bDENIED\b|[—–:]\s*(?:not covered|denied)\b(?!\W{0,4}\$?\d)")
_SUM_DENIED = re.compile(
    rf"\b(?:denied|not (?:covered|payable|paid|allowed)|non-?covered|ineligible|disallowed|excluded)(?: amount)?\W{{0,4}}{_SUM}",
    re.I,
)
_PAID_NIL = re.compile(
    rf"\b(?:paid|payment|benefit|pays)(?: (?:amount|by (?:us|plan)|to \w+))?\W{{0,4}}{_NIL}|\bno payment\b",
    re.I,
)
_PAID_SUM = re.compile(
    rf"\b(?:paid|payment|benefit|pays)(?: (?:amount|by (?:us|plan)|to \w+))?\W{{0,4}}{_SUM}", re.I
)


def verdict(part: str) -> str:
    """ "denied", "settled" or "": what the lines under a claim's number say of it, by word or by amount."""
    if _WORD_FOR_IT.search(part) or _SUM_DENIED.search(part):
        return "denied"
    if _PAID_NIL.search(part):
        return "denied"
    return "settled" if _PAID_SUM.search(part) else ""


_OLD = re.compile(
    r"^\W*(?:original|previous|prior|reversed|void(?:ed)?|replaced|superseded|cancell?ed)\b", re.I
)
_NEW = re.compile(r"^\W*(?:adjusted|corrected|replacement|new|current|revised|reprocessed)\b", re.I)


def replaced(sheet: Sheet, reading: IdReading, others: Sequence[Span]) -> bool:
    """Whether a claim is printed as the original of one that is printed as adjusted."""

    def marked(span: Span, word: re.Pattern[str]) -> bool:
        segment = sheet.segment_at(span.start)
        below = sheet.below(segment)
        under = below.text if below is not None and below.box[1] - segment.box[3] < segment.size else ""
        return bool(word.search(sheet.text[span.end : span.end + 20]) or word.search(under))

    return any(marked(s, _OLD) for s in reading.spans) and any(marked(s, _NEW) for s in others)


def outcome(sheet: Sheet, spans: Sequence[Span], others: Sequence[Span]) -> str:
    """ "denied", "settled" (paid, or what the denied one repeats) or "": what is said of the claim at `spans`.

    `others` are the numbers of the other claims: what stands beyond one of them is said of that one.
    """
    said = [_at(sheet, span, others) for span in spans]
    return "denied" if "denied" in said else "settled" if "settled" in said else ""


def _at(sheet: Sheet, span: Span, others: Sequence[Span]) -> str:
    last = max((o.end for o in others if o.end <= span.start), default=0)
    following = min((o.start for o in others if o.start >= span.end), default=len(sheet.text))
    before = _before(sheet, span.start)[-max(0, span.start - last) :] if span.start > last else ""
    after = sheet.clause_after(span.end, 110)[: min(90, following - span.end)]
    refused, paid = _REFUSED.search(after), _PAID.search(after)
    if _COPY.search(before):
        return "settled"
    if refused and (not paid or refused.start() < paid.start()):
        return "denied"
    if paid:
        return "settled"
    if _UNDONE.search(before):
        return "settled"
    paying = _PAYING.search(before)
    if _REFUSING.search(before) or (paying and _NOT.search(before[: paying.start()])):
        return "denied"
    if paying or _OTHERS.search(_heading(sheet, span)[:60]):
        return "settled"
    return _level(sheet, span)


def _before(sheet: Sheet, start: int) -> str:
    """The sentence before a number, from the line above too where its first line hangs out."""
    clause = sheet.clause(start, 120)
    block = sheet.block_at(start)
    if start - len(clause) > block.start:
        return clause
    first = block.segments[0]
    above = next(iter(sheet.above(first, 1)), None)
    if above is None or first.box[1] - above.box[3] > 0.8 * first.size or len(above.text) < 30:
        return clause
    if above.text.rstrip().endswith((".", ":", ";", "!", "?")):
        return clause
    return re.split(r"(?<=[.;:!?]) ", above.text)[-1] + " " + clause


_MIXED = re.compile(
    r"\b(?:paid|payment|pays?|approved|allowed|reversed|overturned|settled|adjusted|duplicate\w*|repeat\w*|former|latter|processed|earlier|first|second)\b",
    re.I,
)


def mixed(sheet: Sheet, spans: Sequence[Span]) -> bool:
    """Whether sentences that name claims speak of paying, of copies or of one of two: which was denied may be misread."""
    return any(
        _MIXED.search(
            _before(sheet, s.start)[-90:]
            + " "
            + sheet.text[s.end : min(s.end + 90, sheet.block_at(s.start).end)]
        )
        for s in spans
    )


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
