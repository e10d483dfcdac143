"""Deadlines the letter itself prints: for the internal appeal and for external review."""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.lexicon import Lexicon
from extractors.mentions import Mentions

_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|thirty|forty-five|sixty|sixty-five|ninety|"
    r"(?:one hundred(?: and)? )(?:twenty|eighty|eighty-five))(?:st|nd|rd|th)?(?:\s*\(\d{1,3}\))?"
)
_SPAN = re.compile(
    rf"\b{_NUMBER}[\s-]+(?:(?:calendar|business|working|full|consecutive)[\s-]+)?(?:days?|months?|years?|d[ií]as?|meses)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[a-z)\d][.;!?])\s+(?=[A-Z“(¿])|\n")
_LEAD = re.compile(
    r"(?:within|no later than|not later than|up to|on or before|before|by|in|have|for|until|during|inside|dentro de|at most|than|the)\s+"
    r"(?:the\s+|about\s+|end of\s+)?$",
    re.I,
)
_TAIL = re.compile(
    r"^(?:\s*\([^)]{1,24}\))?(?:\s+(?:of|from|after|following|to|past|since|that|when|the|this|on|in|date|day|your|you|our|we|it|is|was|are|"
    r"get|got|receiv\w+|receipt|notice|letter|decision|determination|denial|mail\w*|print\w*|dated|postmark\w*|initial|final|adverse|"
    r"benefit|above|statement|EOB|explanation|benefits|plan['’]?s?|internal|appeal|answer|remittance|register|told|were|sent|issued|"
    r"shown|written|reconsideration|resolution|upheld|result|each|trustees['’]?|committee['’]?s?|one|a|an|at|top|left|page|by|de|la|"
    r"fecha|esta|carta|aviso|del|desde|recibo|recibir|processing|processed|process|payment|remit|date\(s\)|notification|denied|"
    r"action|has|been|have|first|second|last|level|review))*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class StatedLimit:
    step: str
    text: str
    date: str | None
    start: int
    end: int
    score: float
    rule: str


def find(sheet: Sheet, lexicon: Lexicon, found: Mentions) -> list[StatedLimit]:
    """Every limit for the member's own next steps; limits of others (the plan's answer, suits, records) are left out."""
    limits: list[StatedLimit] = []
    for start, end in _sentences(sheet.text):
        sentence = sheet.text[start:end]
        spans = [(m.start(), m.end(), None) for m in _SPAN.finditer(sentence)]
        for day in found.dates:
            if start <= day.start < end and day.year_known:
                spans.append((day.start - start, day.end - start, day.first.isoformat()))
        for left, right, date in sorted(spans):
            limit = _limit(sheet, lexicon, sentence, start, left, right, date)
            if limit is not None:
                limits.append(limit)
    return _unique(limits)


def _sentences(text: str) -> list[tuple[int, int]]:
    at = 0
    found = []
    for cut in _SENTENCE.finditer(text):
        found.append((at, cut.start()))
        at = cut.end()
    found.append((at, len(text)))
    return found


def _limit(
    sheet: Sheet, lexicon: Lexicon, sentence: str, start: int, left: int, right: int, date: str | None
) -> StatedLimit | None:
    before, after = sentence[:left], sentence[right:]
    lead = _LEAD.search(before)
    tail = _TAIL.match(after)
    tail_text = tail[0] if tail else ""
    if date is None and not lead and not re.match(r"\s+(?:of|from|after|following)\b", after):
        return None
    if date is not None and not re.search(
        r"(?:by|before|until|than|on|through|is|deadline:?|day)\s+$", before, re.I
    ):
        return None
    near = before[-170:] + " " + sheet.text[start + right : start + right + 110]
    for cue in lexicon.group("deadline_not"):
        if cue.pattern.search(before[-90:] + "§" + after[:90]):
            return None
    heading = _heading(sheet, start)
    step, score = None, 0.0
    for cue in lexicon.group("deadline_for"):
        name = cue.field.partition(".")[2]
        hit = max((m.end() for m in cue.pattern.finditer(before)), default=-1)
        if hit >= 0:
            value = cue.strength * (1 - min(left - hit, 200) / 500)
        elif match := cue.pattern.search(after[:130]):
            value = cue.strength * (0.78 - match.start() / 500)
        elif cue.pattern.search(heading):
            value = cue.strength * 0.62
        else:
            continue
        if value > score:
            step, score = name, value
    if step is None or not near:
        return None
    text_start = left - (len(lead[0]) if lead else 0)
    text = sentence[text_start:right] + tail_text
    return StatedLimit(
        step,
        text.strip(" .,;"),
        date,
        start + text_start,
        start + right + len(tail_text),
        score,
        f"deadline.{step}",
    )


def _heading(sheet: Sheet, position: int) -> str:
    """What stands over a paragraph, or opens it."""
    block = sheet.block_at(position)
    index = sheet.blocks.index(block)
    opening = sheet.text[max(block.start, position - 260) : position]
    over = " ".join(b.text for b in sheet.blocks[max(0, index - 2) : index] if len(b.text) < 90)
    return over + " " + opening


def _unique(limits: list[StatedLimit]) -> list[StatedLimit]:
    best: dict[tuple[str, str], StatedLimit] = {}
    for limit in limits:
        span = _SPAN.search(limit.text)
        key = (limit.step, limit.date or (re.sub(r"\W+", " ", span[0].lower()) if span else limit.text))
        if key not in best or limit.score > best[key].score:
            best[key] = limit
    return sorted(best.values(), key=lambda x: x.start)
