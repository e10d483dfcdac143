"""Deadlines the letter itself prints: for the internal appeal and for external review."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from extractors.base import Sheet
from extractors.durations import SPAN, days
from extractors.lexicon import Lexicon
from extractors.mentions import DateSpan, Mentions

_SENTENCE = re.compile(
    r"(?<=[a-z)\d][.;!?])(?<!\bMr\.)(?<!\bDr\.)(?<!\bMs\.)(?<!\bNo\.)\s+(?=[A-Z“(¿])|(?<=[A-Z]{3}\.)\s+(?=[A-Z]{2,} )|(?<!\band)(?<!\bthe)(?<!\bof)(?<!\bor)(?<!\bto)(?<!\bwith)(?<!\bfor)\n(?!within |of |from )"
)
_LEAD = re.compile(
    r"(?:within|in (?:our|its|their) hands|reach(?:es)? us|no later than|not later than|(?:no|not) more than|up to|w/in|open for|on or before|before|by|in|have|for|until|during|inside|time[^.;]{0,40} is|"
    r"dentro de(?: los)?|at most|than|tiene)\s+(?:the\s+|about\s+|end of\s+)?$",
    re.I,
)
_TAIL = re.compile(
    r"^(?:\s*\([^)]{1,24}\))?(?:\s+(?:of|from|after|following|to|past|since|that|when|the|this|on|in|date|day|your|you|our|we|it|is|was|are|"
    r"get|got|receiv\w+|receipt|notice|letter|decision|determination|denial|mail\w*|print\w*|dated|postmark\w*|initial|final|adverse|"
    r"benefit|above|statement|EOB|explanation|benefits|plan['’]?s?|internal|appeal|answer|remittance|register|told|were|sent|issued|"
    r"shown|written|reconsideration|resolution|upheld|result|each|trustees['’]?|committee['’]?s?|one|a|an|at|top|left|page|by|de|la|"
    r"fecha|esta|carta|aviso|del|desde|recibo|recibir|processing|processed|process|payment|remit|date\(s\)|notification|denied|"
    r"action|has|been|have|first|second|last|level|review|finish|reaches|paper|ended|ends|final|response|having|hereof|thereof|getting|receiving|NOP|NOA|register|statement|hearing|being|she|he|they)\b)*",
    re.I,
)
_OURS = re.compile(
    r"^\W*(?:of|from|after|following)\s+(?:(?:that|its|such an?)\s+(?:final |last |appeal |upheld )*(?:answer|notice|letter|reply)|the\s+(?:final |last |appeal |upheld )+(?:notice|letter)|the\s+(?:answer|reply))\b|^\W*(?:of|from|after|following|past|since|to)\b(?:(?!\bthis (?:letter|notice|EOB|statement)\b)(?!\bto (?:file|ask|request|appeal|send|submit|write|apply)\b)[^.,;:]){0,40}?\b(?:final|stage|grievance|appeals?|answer\w*|resolution|upheld|reconsider\w+|"
    r"trustees|committee|last|second)\b|^\W*(?:of|from|after|following)\s+(?:our|the (?:plan|fund)['’]s) (?:decision|notice|letter)",
    re.I,
)
_THIS = re.compile(
    r"^\W*(?:or (?:less|sooner|earlier) )?(?:of|from|after|following|past|since|to)\b[^.;]{0,50}?\b(?:this|notice|letter|receipt|receiv\w+|get|denial|statement|EOB|date|reach\w*|"
    r"remittance|determination|decision|told|mail\w+)\b",
    re.I,
)
_DUE = re.compile(
    r"(?:\bby|before|until|than|deadline:?|last day(?: to \w+)?(?: is)?:?|on or before|due:?)\s+$", re.I
)
_ASKS = re.compile(
    r"\b(?:ask|file|request|appeal|write|sen[dt]|taken|submit|reach|apply|receive|mail|bring|make|do (?:so|it)|postmark\w*|demand|pedir|presentar|solicitar)\w*",
    re.I,
)


_CIVIL_RIGHTS = re.compile(r"\bdiscriminat\w+|\bcivil rights\b|\b1557\b", re.I)
SHORTEST = 10  # days; so short a time is for care to go on, a call, or an answer
_PAST = re.compile(  # a step that comes before the limit begins: "after the appeal", "once we have told you the result"
    r"\b(?:(?:after|once|when) (?:the|your|our|we|you|an)|(?:if|should) (?:your|our|we|the plan))\b[^.;§]{0,60}?\b(?:appeal|grievance|complaint)s?\b",
    re.I,
)
_AGAIN = re.compile(r"\b(?:second|level (?:2|ii|two)|two levels?|grievance|appeal|reconsider)", re.I)


@dataclass(frozen=True, slots=True)
class StatedLimit:
    """One limit; `date` only where the letter prints a date for it."""

    step: str
    text: str
    date: str | None
    start: int
    end: int
    score: float
    rule: str


def find(
    sheet: Sheet,
    lexicon: Lexicon,
    found: Mentions,
    letter: dt.date | None = None,
    final: bool = False,
    to_provider: bool = False,
) -> list[StatedLimit]:
    """Every limit for the member's own next steps; limits of others (the plan's answer, suits, records) are left out.

    `final` says that the plan's own appeal is over: a limit is then for the outside. A provider's own limits count
    only in a letter `to_provider` that prints no other.
    """
    limits: list[StatedLimit] = []
    for start, end in _sentences(sheet.text):
        sentence = sheet.text[start:end]
        since = 0
        for match in SPAN.finditer(sentence):
            limit = _limit(sheet, lexicon, (start, end), match.start(), match.end(), None, since, final)
            since = match.end()
            if limit is not None:
                limits.append(limit)
        for day in found.dates:
            if start <= day.start < end and day.year_known and (letter is None or day.first > letter):
                if (
                    limits
                    and limits[-1].date is None
                    and 0 < day.start - limits[-1].end < 90
                    and _same_limit(sheet, limits[-1], day)
                ):
                    limits[-1] = replace(limits[-1], date=day.first.isoformat(), end=day.end)
                elif _DUE.search(sheet.text[max(start, day.start - 30) : day.start]):
                    limit = _limit(
                        sheet,
                        lexicon,
                        (start, end),
                        day.start - start,
                        day.end - start,
                        day.first.isoformat(),
                        0,
                        final,
                    )
                    if limit is not None:
                        limits.append(limit)
    own = [x for x in limits if not _of_provider(sheet, lexicon, x)]
    if to_provider and not any(x.step == "internal_appeal" for x in own):
        own = limits
    return _agreed(_unique(own), letter)


def _of_provider(sheet: Sheet, lexicon: Lexicon, limit: StatedLimit) -> bool:
    local = sheet.clause(limit.start, 160) + "§"
    return any(cue.pattern.search(local) for cue in lexicon.group("deadline_provider"))


def _same_limit(sheet: Sheet, limit: StatedLimit, day: DateSpan) -> bool:
    between = sheet.text[limit.end : day.start]
    if re.search(r"\b(?:keep|continue|go on)\b", between, re.I):
        return False
    return bool(
        re.search(
            r"(?:last day|that is|this is|which is|or by|by|deadline|, or|\()\W*(?:\w+\W+){0,3}$",
            between,
            re.I,
        )
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    at = 0
    found = []
    for cut in _SENTENCE.finditer(text):
        found.append((at, cut.start()))
        at = cut.end()
    found.append((at, len(text)))
    return found


def _limit(
    sheet: Sheet,
    lexicon: Lexicon,
    bounds: tuple[int, int],
    left: int,
    right: int,
    date: str | None,
    since: int,
    final: bool,
) -> StatedLimit | None:
    start, _ = bounds
    sentence = sheet.text[slice(*bounds)]
    before, after = sentence[:left], sentence[right:]
    lead = _LEAD.search(before)
    if date is None and not lead and not re.match(r"\s+(?:of|from|after|following|to)\b", after):
        return None
    local = before[max(since, left - 160) :] + "§" + after[:70]
    if any(cue.pattern.search(local) for cue in lexicon.group("deadline_not")):
        return None
    if not (_THIS.search(after) or _OURS.search(after) or _ASKS.search(before) or _ASKS.search(after[:60])):
        return None
    length = days(sentence[left:right])
    counted = _THIS.search(after) or _OURS.search(after)
    if date is None and length is not None and length <= SHORTEST and not counted:
        return None
    over = _over(sheet, start)
    if _CIVIL_RIGHTS.search(
        sheet.text[max(sheet.block_at(start).start, start - 700) : start]
    ) and not re.search(r"\bthis (?:letter|notice|denial|decision)\b", after[:60]):
        return None
    score = {"external_review": 0.8 if _PAST.search(before) else 0.0, "internal_appeal": 0.0}
    outside = [c.pattern for c in lexicon.group("deadline_for") if c.field.endswith("external_review")]
    last: dict[str, int] = {}  # where in the sentence each step was last named before the time
    bare_before, bare_after = _without([*outside, _PAST], before), _without(outside, after)
    for cue in lexicon.group("deadline_for"):
        name = cue.field.partition(".")[2]
        if name == "internal_appeal":  # "external appeal" is none of the plan's own
            before, after = bare_before, bare_after
        else:
            before, after = sentence[:left], sentence[right:]
        if cue.pattern.search(before[since:] if since else before):
            score[name] += 2.0 * cue.strength
        elif cue.pattern.search(after[:120]):
            score[name] += 1.6 * cue.strength
        elif since and cue.pattern.search(before):
            score[name] += 1.0 * cue.strength
        last[name] = max((m.end() for m in cue.pattern.finditer(before)), default=last.get(name, -1))
        near = max((m.end() for m in cue.pattern.finditer(over)), default=-1)
        if near >= 0:
            score[name] += 1.2 - min(1.0, (len(over) - near) / 400)
    before, after = sentence[:left], sentence[right:]
    nearest = max(last, key=lambda k: last[k])
    score[nearest] += 0.8 * (since < last[nearest] and last[nearest] > left - 90)
    said = (
        re.search("time to (?:file|ask|appeal)", before)
        or max(score.values()) >= 1.3
        or _THIS.search(after)
        or _OURS.search(after)
        or date
    )
    if not said and not re.match(
        r"\s+to (?:file|ask|request|do)\b", after
    ):  # only a heading speaks of appeals
        return None
    if not any(score.values()):
        if not (_THIS.search(after) and _ASKS.search(before)) and not _OURS.search(after):
            return None
        score["internal_appeal"] = 0.5
    if _OURS.search(after):
        score["external_review"] += 3.2
    elif _THIS.search(after):
        score["internal_appeal"] += 0.7
    months = bool(re.search(r"\b(?:4|four)\b.*month", sentence[left:right], re.I))
    score["external_review"] += (0.8 if months else 0.0) + (1.3 if final else 0.0)
    score["external_review"] += (
        1.3 if final and not _AGAIN.search(sentence) and not re.search("second|level", over, re.I) else 0.0
    )
    score["internal_appeal"] += (
        0.6 if re.match(r"(?:180|60|65|one hundred)", sentence[left:right]) and not final else 0.0
    )
    step = max(score, key=lambda k: score[k])
    other = min(score.values())
    tail = _TAIL.match(after)
    tail_text = tail[0] if tail and date is None else ""
    text_start = left - (len(lead[0]) if lead else 0)
    text = sentence[text_start:right] + tail_text
    sure = 0.95 - 0.3 * other / (score[step] + 0.01)
    return StatedLimit(
        step,
        text.strip(" .,;"),
        date,
        start + text_start,
        start + right + len(tail_text),
        sure,
        f"deadline.{step}",
    )


def _without(patterns: list[re.Pattern[str]], text: str) -> str:
    """`text` with what the patterns match blanked, place for place."""
    for pattern in patterns:
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text


def _over(sheet: Sheet, position: int) -> str:
    """What stands before a sentence: the heads over its paragraph, and the sentences that open it."""
    block = sheet.block_at(position)
    index = sheet.blocks.index(block)
    heads = " ".join(b.text for b in sheet.blocks[max(0, index - 2) : index] if len(b.text) < 90)
    return heads + " " + sheet.text[max(block.start, position - 240) : position]


def _agreed(limits: list[StatedLimit], letter: dt.date | None) -> list[StatedLimit]:
    """One limit a step and length: a date that is the printed time counted from the letter is that limit.

    Another date for a step that has a printed time is a limit for something else (a payment, records) and goes.
    """
    kept = list(limits)
    for date in [x for x in limits if x.date]:
        same = [x for x in limits if x.step == date.step and not x.date]
        agreeing = [x for x in same if _agrees(date, x, letter) and not SPAN.search(date.text)]
        if agreeing:
            kept.remove(agreeing[0])
        elif same and not SPAN.search(date.text):
            kept.remove(date)
    return kept


def _agrees(date: StatedLimit, time: StatedLimit, letter: dt.date | None) -> bool:
    count = days(time.text)
    if count is None or letter is None or date.date is None:
        return False
    return abs((dt.date.fromisoformat(date.date) - letter).days - count) <= 8


def _unique(limits: list[StatedLimit]) -> list[StatedLimit]:
    best: dict[tuple[str, str], StatedLimit] = {}
    for limit in limits:
        span = SPAN.search(limit.text)
        count = days(limit.text)
        key = (limit.step, str(count or (re.sub(r"\W+", " ", span[0].lower()) if span else limit.date)))
        if key not in best or (limit.date is not None, limit.score) > (
            best[key].date is not None,
            best[key].score,
        ):
            best[key] = limit
    return sorted(best.values(), key=lambda x: x.start)
