"""Deadlines the letter itself prints: for the internal appeal and for external review."""

import datetime as dt
import re
from dataclasses import replace

from extractors.base import Sheet
from extractors.durations import SPAN, days
from extractors.lexicon import Lexicon
from extractors.limits import StatedLimit, agreed, unique
from extractors.mentions import Mentions
from extractors.printed_days import DateSpan
from extractors.timewords import (
    AGAIN,
    ASKS,
    CIVIL_RIGHTS,
    DUE,
    FAST,
    LEAD,
    MINE,
    NOON,
    OURS,
    PAST,
    PURPOSE,
    SAME,
    SENTENCE,
    SHORTEST,
    SPANISH,
    SUBORDINATE,
    TAIL,
    THEIRS,
    THIS,
)

_DANGLING = re.compile(r"(?:\s+(?:to|by|in|of|and|or|the|a|an))+$", re.I)
_ANSWERS = {"deadline_not.answer", "deadline_not.decider"}


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
        for match in sorted([*SPAN.finditer(sentence), *NOON.finditer(sentence)], key=lambda m: m.start()):
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
                elif DUE.search(sheet.text[max(start, day.start - 80) : day.start]):
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
    if any(not SPANISH.search(x.text) for x in limits):  # else it is said again in another language
        limits = [x for x in limits if not SPANISH.search(x.text)]
    own = [x for x in limits if not _of_provider(sheet, lexicon, x)]
    if to_provider and not any(x.step == "internal_appeal" for x in own):
        own = limits
    return agreed(unique(_usual(sheet, own)), letter)


def _usual(sheet: Sheet, limits: list[StatedLimit]) -> list[StatedLimit]:
    """Without limits for an expedited step, where the usual one has a limit too."""
    fast = [x for x in limits if FAST.search(sheet.clause(x.start, 160))]
    return [x for x in limits if x not in fast or not any(y.step == x.step for y in limits if y not in fast)]


def _of_provider(sheet: Sheet, lexicon: Lexicon, limit: StatedLimit) -> bool:
    local = sheet.clause(limit.start, 160) + "§"
    return any(cue.pattern.search(local) for cue in lexicon.group("deadline_provider"))


def _same_limit(sheet: Sheet, limit: StatedLimit, day: DateSpan) -> bool:
    between = sheet.text[limit.end : day.start]
    if re.search(r"\b(?:keep|continue|go on|if you|ask by|sue|limitation)\b", between, re.I):
        return False
    return bool(
        re.search(
            r"(?:last day|until|through|ends?(?: on)?|that(?: i|['’]?)s|that means|this is|namely|i\.e\.|which is|or by|by|deadline|, or|\()\W*(?:\w+\W+){0,3}$",
            between,
            re.I,
        )
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    at = 0
    found = []
    for cut in SENTENCE.finditer(text):
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
    lead = LEAD.search(before) or re.search(r"(?:review|hearing) \($", before)
    if date is None and not lead and not re.match(r"\s+(?:of|from|after|following|to)\b", after):
        return None
    local = before[max(since, left - 160) :] + "§" + after[:70]
    others = {cue.field for cue in lexicon.group("deadline_not") if cue.pattern.search(local)}
    if date:  # "noon on §, the day before your coverage ends"
        others.discard("deadline_not.service_after")
    if final:  # "if you still disagree": it is what comes next
        others.discard("deadline_not.later")
    own = NOON.match(sentence, left) or _of_member(local, after)
    if others - _ANSWERS or (others and not own):
        return None
    outside = [c.pattern for c in lexicon.group("deadline_for") if c.field.endswith("external_review")]
    named = any(p.search(before[-110:]) for p in outside)
    if not (
        named
        or (date and re.search(r"\bcall\b", before, re.I))
        or THIS.search(after)
        or OURS.search(after)
        or ASKS.search(before)
        or ASKS.search(after[:60])
    ):
        return None
    loose = (
        lead is not None
        and re.match(r"(?:in|for)\b", lead[0], re.I)
        and not re.search(r"\bopen $", before[: lead.start()])
    )
    if loose and not (THIS.search(after) or OURS.search(after) or _of_member(local, after)):
        return None  # "in 45 days": how long something takes
    length = days(sentence[left:right])
    counted = THIS.search(after) or OURS.search(after)
    if date is None and length is not None and length <= SHORTEST and not counted:
        return None
    over = _over(sheet, start)
    if CIVIL_RIGHTS.search(
        sheet.text[max(sheet.block_at(start).start, start - 700) : start]
    ) and not re.search(r"\bthis (?:letter|notice|denial|decision)\b", after[:60]):
        return None
    score = {"external_review": 0.8 if PAST.search(before) else 0.0, "internal_appeal": 0.0}
    last: dict[str, int] = {}  # where in the sentence each step was last named before the time
    above: dict[str, int] = {}  # and where over it
    tail = TAIL.match(after)
    purpose = PURPOSE.search(after, 0, 200)
    if purpose and not re.fullmatch(r"[\w ()’'“”\"-]{0,70}", after[: purpose.start()]):
        purpose = None
    bare_before, bare_after = _without([*outside, PAST], before), _without(outside, after)
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
        if purpose and name == "external_review" and cue.pattern.search(purpose[0]):
            score[name] += 1.5 * cue.strength
        last[name] = max((m.end() for m in cue.pattern.finditer(before)), default=last.get(name, -1))
        heads = over if name == "external_review" else _without(outside, over)
        above[name] = max((m.end() for m in cue.pattern.finditer(heads)), default=above.get(name, -1))
    if (
        SAME.match(sentence) and max(last.values()) < 0 and not OURS.search(after)
    ):  # "It must be requested within"
        score[max(above, key=lambda k: above[k])] += 2.0
    for name, near in above.items():
        score[name] += 1.2 - min(1.0, (len(over) - near) / 400) if near >= 0 else 0.0
    before, after = sentence[:left], sentence[right:]
    nearest = max(last, key=lambda k: last[k])
    if min(last.values()) >= since > 0:  # both are named since the last time: this one is for the nearer
        score[min(last, key=lambda k: last[k])] -= 0.6
    score[nearest] += 0.8 * (since < last[nearest] and last[nearest] > left - 90)
    said = (
        re.search("time to (?:file|ask|appeal)", before)
        or max(score.values()) >= 1.3
        or THIS.search(after)
        or OURS.search(after)
        or date
    )
    if not said and not re.match(
        r"\s+to (?:file|ask|request|do)\b", after
    ):  # only a heading speaks of appeals
        return None
    if not any(score.values()):
        if not (THIS.search(after) and ASKS.search(before)) and not OURS.search(after):
            return None
        score["internal_appeal"] = 0.5
    if OURS.search(after):
        score["external_review"] += 3.2
    elif THIS.search(after):
        score["internal_appeal"] += 0.7
    months = bool(re.search(r"\b(?:4|four)\b.*month", sentence[left:right], re.I))
    score["external_review"] += (0.8 if months else 0.0) + (1.3 if final else 0.0)
    score["external_review"] += (
        1.3 if final and not AGAIN.search(sentence) and not re.search("second|level", over, re.I) else 0.0
    )
    score["internal_appeal"] += (
        0.6
        if re.match(r"(?:180|60|65|one hundred)", sentence[left:right]) and not final and not named
        else 0.0
    )
    if purpose and any(p.search(purpose[0]) for p in outside):
        score["internal_appeal"] *= 0.3
    step = max(score, key=lambda k: score[k])
    other = min(score.values())
    tail_text = tail[0] if tail and date is None else ""
    text_start = left - (len(lead[0]) if lead else 0)
    text = sentence[text_start:right] + tail_text
    sure = 0.95 - 0.3 * other / (score[step] + 0.01)
    return StatedLimit(
        step,
        _DANGLING.sub("", text.strip(" .,;")),
        date,
        start + text_start,
        start + right + len(tail_text),
        sure,
        f"deadline.{step}",
    )


def _of_member(local: str, after: str) -> bool:
    """Whether a time that is counted from a paper follows what the member may do, and not what others do."""
    before = SUBORDINATE.sub("", local.partition("§")[0])
    mine = max((m.start() for m in MINE.finditer(before)), default=-1)
    theirs = max((m.end() for m in THEIRS.finditer(before)), default=-1)
    if OURS.search(after):  # the plan is done
        return mine >= theirs
    return mine >= max(theirs, 0) and (bool(THIS.search(after)) or len(before) - mine < 80)


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
