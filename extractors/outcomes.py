"""What a letter says became of a claim that no table decides: behind its number, before it, or level with it."""

import re
from collections.abc import Sequence

from extractors.base import Sheet
from extractors.lexicon import pattern
from extractors.mentions import Span
from extractors.sections import own_line

_PAID = pattern("outcome.paid")
_REFUSED = pattern("outcome.refused")
_PAYING = pattern("outcome.paying")
_REFUSING = pattern("outcome.refusing")
_NOT = pattern("outcome.not")
_UNDONE = pattern("outcome.undone")
_COPY = pattern("outcome.copy")
_OTHERS = pattern("outcome.others")
_SETTLED_CELL = pattern("outcome.settled_cell")
_WORD_FOR_IT = pattern("outcome.word_for_it")
_SUM_DENIED = pattern("outcome.sum_denied")
_PAID_NIL = pattern("outcome.paid_nil")
_PAID_SUM = pattern("outcome.paid_sum")


def verdict(part: str) -> str:
    """ "denied", "settled" or "": what the lines under a claim's number say of it, by word or by amount."""
    if _WORD_FOR_IT.search(part) or _SUM_DENIED.search(part):
        return "denied"
    if _PAID_NIL.search(part):
        return "denied"
    return "settled" if _PAID_SUM.search(part) else ""


_OLD = pattern("outcome.old")
_NEW = pattern("outcome.new")
_TURNED_INTO = pattern("outcome.turned_into")
_TURNED_FROM = pattern("outcome.turned_from")
_NEAR = 40  # characters between two numbers of one claim


def renumbered(between: str) -> bool:
    """Whether the text between two numbers says that both are one claim's, before and after it was decided anew."""
    return len(between) < _NEAR and bool(_TURNED_INTO.search(between) or _TURNED_FROM.search(between))


def replaced(sheet: Sheet, spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether a claim is printed as the original of one that is printed as adjusted, or is said to be another now."""

    def marked(span: Span, word: re.Pattern[str]) -> bool:
        segment = sheet.segment_at(span.start)
        below = sheet.below(segment)
        under = below.text if below is not None and below.box[1] - segment.box[3] < segment.size else ""
        return bool(word.search(sheet.text[span.end : span.end + 20]) or word.search(under))

    for span in spans:
        for other in others:
            if 0 < other.start - span.end < _NEAR and _TURNED_INTO.search(sheet.text[span.end : other.start]):
                return True
            if 0 < span.start - other.end < _NEAR and _TURNED_FROM.search(sheet.text[other.end : span.start]):
                return True
    return any(marked(s, _OLD) for s in spans) and any(marked(s, _NEW) for s in others)


def outcome(sheet: Sheet, spans: Sequence[Span], others: Sequence[Span]) -> str:
    """ "denied", "settled" (paid, or what the denied one repeats) or "": what is said of the claim at `spans`.

    `others` are the numbers of the other claims: what stands beyond one of them is said of that one.
    """
    said = [_at(sheet, span, others) for span in spans]
    return "denied" if "denied" in said else "settled" if "settled" in said else ""


def repeated(sheet: Sheet, spans: Sequence[Span]) -> bool:
    """Whether a claim is named only as the one that another repeats, or that was handled before."""

    def before(span: Span) -> str:
        return own_line(sheet, span.start) or _before(sheet, span.start)

    return all(_COPY.search(before(span)) for span in spans)


_LISTED = re.compile(
    r"\s*(?:\((?![^)]*(?:paid|denied|allowed|approved|covered|upheld|reversed))[^)]{0,40}\)\s*)?(?:,|;|and|&|or|,\s*and)\s+(?:claims?\s+)?(?:no\.\s*)?",
    re.I,
)


def _at(sheet: Sheet, span: Span, others: Sequence[Span]) -> str:
    start, end = span.start, span.end
    for other in sorted(others, key=lambda o: -o.end):
        if other.end <= start and _LISTED.fullmatch(sheet.text[other.end : start]):
            start = other.start  # what is said before the first of a list is said of all
    last = max((o.end for o in others if o.end <= start), default=0)
    before = _before(sheet, start)[-max(0, start - last) :] if start > last else ""
    for other in sorted(others, key=lambda o: o.start):
        if other.start >= end and _LISTED.fullmatch(sheet.text[end : other.start]):
            end = other.end  # what is said of the last of a list is said of all
    following = min((o.start for o in others if o.start >= end), default=len(sheet.text))
    after = sheet.clause_after(end, 110)[: min(90, following - end)]
    refused, paid = _REFUSED.search(after), _PAID.search(after)
    paying = _PAYING.search(before)
    unpaid = paying is not None and bool(_NOT.search(before[: paying.start()]))
    if (copy := _COPY.search(before)) and not unpaid and not _THIS_ONE.search(before[: copy.start() + 1]):
        return "settled"
    if refused and (not paid or refused.start() < paid.start()):
        return "denied"
    if paid:
        return "settled"
    if _UNDONE.search(before):
        return "settled"
    if _REFUSING.search(before) or unpaid:
        return "denied"
    if paying or _OTHERS.search(_heading(sheet, span)[:60]):
        return "settled"
    return _level(sheet, span)


_THIS_ONE = re.compile(r"\bhow (?:we )?(?:have )?.?$", re.I)  # "Here is how we processed claim 26-0041"


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


_MIXED = pattern("outcome.mixed")
_ONE_OF = pattern("outcome.one_of")


def mixed(sheet: Sheet, spans: Sequence[Span], listed: bool = False) -> bool:
    """Whether sentences that name claims speak of paying, of copies or of one of two: which was denied may be misread.

    Of claims that are `listed` together one thing is said, unless the sentence takes them apart ("the latter was paid").
    """
    words = _ONE_OF if listed else _MIXED
    return any(
        words.search(
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
            if _SETTLED_CELL.match(right.text):
                return "settled"
        right = sheet.right(right)
    return ""
