"""What a sentence says of a number that no label names: "which our staff have been calling 25-G-4417".

Nouns speak for a field, the nearer the more; what numbers the letter gives a name to ("entered here as", "carries the
number") is told from numbers in passing. The words are lists in `lexicon.yaml` (`prose_*`).
"""

import re
from functools import cache

from extractors.base import Sheet
from extractors.context import Option
from extractors.lexicon import lexicon, pattern
from extractors.mentions import Span

FIELDS = ("claim_numbers", "member_id", "group_number", "reference_numbers", "other")
_REACH = 230  # characters; further back a sentence speaks of something else
_EARLIER = 0.5  # what the sentence before weighs
_CLAUSE = 0.88  # what is left of a noun beyond a comma

# the number is given as somebody's name for something: just before it
_NAMING = pattern("prose.naming", "prose.names")
# the insurer is the one who numbers, or the person is the one who holds the number
_OURS = pattern("prose.ours", "prose.we_number", "prose.numbered")
_THEIRS = pattern("prose.theirs")
_MONEY = re.compile(r"\$\s?\d")
_SENTENCE = re.compile(
    r"(?<!\b(?:Dr|Mr|Ms|no|No|St|vs))(?<!\bMrs)(?<!\bInc)(?<!\b[A-Z])[.!?:][”\"’)]*\s+(?=[“\"(]?[A-Z])"
)


@cache
def _nouns() -> dict[str, re.Pattern[str]]:
    words = lexicon().words
    return {name: re.compile(rf"\b(?:{'|'.join(words[f'prose_{name}'])})\b", re.I) for name in FIELDS}


@cache
def _adjacent() -> tuple[re.Pattern[str], ...]:
    """The nouns of a field at the very end of a text."""
    return tuple(re.compile(rf"(?:{_nouns()[name].pattern})\0", re.I) for name in FIELDS[:4])


def told(sheet: Sheet, span: Span, since: int = 0) -> Option | None:
    """The field that the words around a number speak for; None where they speak for none. Never above 0.72."""
    before, after = _around(sheet, span, since)
    if not before.strip() or re.search(
        r"(?<!\bno)(?<!\bnos)(?<!\bnum)(?<!\b[A-Z])[.!?][”\"’)]*\s+$", before, re.I
    ):
        return None
    if re.fullmatch(r"\d+(?:\.\d+){2}|20\d\d ?[-–/] ?(?:20)?\d\d", span.text) or re.match(
        r"\W*(?:study|year|edition)\b", after
    ):
        return None
    adjacent = any(p.search(before[-80:].rstrip() + "\0") for p in _adjacent())
    named = adjacent or bool(_NAMING.search(before))
    digits = sum(c.isdigit() for c in span.text)
    if digits < 5 and not named:
        return None
    weights = {name: _weight(pattern, before, after) for name, pattern in _nouns().items() if name != "other"}
    # of what is no identifier only what is close by speaks: "check", "section"
    weights["other"] = 0.0 if adjacent else _weight(_nouns()["other"], before[-16:], "")
    ours, theirs = bool(_OURS.search(before)), bool(_THEIRS.search(before))
    price = _MONEY.search(_last(before)) or _MONEY.search(
        sheet.text, span.end, min(sheet.block_at(span.start).end, span.end + 70)
    )
    if weights["claim_numbers"] < 0.6 and (ours or named) and price:
        weights["claim_numbers"] = max(weights["claim_numbers"], 0.6)  # what has a price is a bill
    if ours and not theirs:
        weights["member_id"] *= 0.6
        weights["claim_numbers"] *= 1.15
        weights["reference_numbers"] *= 1.15
    if theirs and not ours:
        weights["member_id"] *= 1.2
    best = max(weights, key=lambda name: weights[name])
    top = min(1.0, weights[best])
    if top < 0.3:
        return None
    second = sorted(weights.values())[-2]
    score = (0.52 if named else 0.4) + 0.2 * top * min(1.0, 0.4 + 2 * (top - second))
    return Option(best, round(score, 4), "clause", "id.prose") if score >= 0.5 else None


def _around(sheet: Sheet, span: Span, since: int) -> tuple[str, str]:
    """The text of the paragraph before the number, as far as an earlier number, and the sentence after it."""
    block = sheet.block_at(span.start)
    start = max(block.start, since, span.start - _REACH)
    before = sheet.text[start : span.start]
    if start == block.start and len(before) < 60:
        index = sheet.blocks.index(block)
        last = sheet.blocks[index - 1] if index else None
        if last and block.page == last.page + 1 and not last.text.rstrip().endswith((".", ":", "!", "?")):
            before = sheet.text[max(last.start, since, span.start - _REACH) : span.start]  # over the page
    after = sheet.clause_after(span.end, 70)
    if number := re.search(r"\d", after):  # what stands before the next number speaks of that one
        after = after[: number.start()].rpartition(",")[0]
    return before, after


def _last(before: str) -> str:
    """The sentence that the number stands in, as far as the number."""
    ends = [m.end() for m in _SENTENCE.finditer(before)]
    return before[ends[-1] :] if ends else before


def _weight(pattern: re.Pattern[str], before: str, after: str) -> float:
    ends = [m.end() for m in _SENTENCE.finditer(before)]
    here = ends[-1] if ends else 0
    last = ends[-2] if len(ends) > 1 else 0
    found = [0.0]
    for match in pattern.finditer(before, last):
        away = len(before) - match.end()
        commas = len(re.findall(r"[,;—–(]", before[match.end() :].rstrip(" ,(;—–")))
        if re.search(r"\b(?:in|under|on)\s$", before[: match.start()], re.I):
            continue  # "the claim in dispute"
        value = (1 - away / 260) * _CLAUSE**commas
        found.append(value * (1.0 if match.end() > here else _EARLIER))
    behind = pattern.search(after)
    if behind:
        found.append(
            (0.9 if re.match(r",? (?:which|for|on|that|the) ", after) else 0.6) * (1 - behind.start() / 120)
        )
    found.sort()
    return found[-1] + (0.15 * found[-2] if len(found) > 1 else 0.0)
