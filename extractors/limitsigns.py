"""Printed times and days in a letter, and what stands around each: the signs by which a limit of the member's is told."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.durations import SPAN, days
from extractors.lexicon import Lexicon
from extractors.mentions import Mentions
from extractors.stems import stems
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
    SUBORDINATE,
    THEIRS,
    THIS,
)

Signs = dict[str, float]
IN, OUT = "internal_appeal", "external_review"
_USUAL = (
    10,
    14,
    15,
    30,
    45,
    60,
    65,
    72,
    90,
    120,
    121,
    122,
    127,
    180,
    182,
    365,
)  # days of appeals and answers
_UNIT = re.compile(r"day|month|year|d[ií]a|mes", re.I)
_GOES_ON, _RUNS = re.compile(r"[a-z]{2,}\b,? "), re.compile(r"[a-z]{2} [\w ,]*[a-z\d,]$")
_WORKING = re.compile(r"business|working", re.I)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed time, or a day to come: places in the text, of its sentence, and where the time before it ended."""

    start: int
    end: int
    first: int
    last: int
    date: dt.date | None = None
    since: int = 0

    def before(self, sheet: Sheet) -> str:
        return sheet.text[self.first : self.start]

    def after(self, sheet: Sheet) -> str:
        return sheet.text[self.end : self.last]


def printed(sheet: Sheet, found: Mentions, letter: dt.date | None) -> list[Printed]:
    """Every length of time, and every day after the letter's own, as they stand in the text."""
    listed: list[Printed] = []
    for first, last in _sentences(sheet.text):
        sentence = sheet.text[first:last]
        times: list[tuple[int, int, dt.date | None]] = [
            (first + m.start(), first + m.end(), None)
            for m in (*SPAN.finditer(sentence), *NOON.finditer(sentence))
            if not sentence[: m.start()].rstrip().lower().endswith("plus")
        ]
        times += [
            (d.start, d.end, d.first)
            for d in found.dates
            if first <= d.start < last and d.year_known and (letter is None or d.first > letter)
        ]
        since = first
        for start, end, date in sorted(times, key=lambda t: t[0]):
            listed.append(Printed(start, end, first, last, date, min(since, start)))
            since = end
    return listed


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for cut in SENTENCE.finditer(text):
        if _GOES_ON.match(text, cut.end()) and _RUNS.search(text, max(0, cut.start() - 40), cut.start()):
            continue  # the end of a line, of a column or of a page within a sentence
        yield at, cut.start()
        at = cut.end()
    yield at, len(text)


def signs(sheet: Sheet, lexicon: Lexicon, one: Printed, final: bool, to_provider: bool) -> Signs:
    """What speaks for a printed time to limit the plan's own appeal, a review outside, or neither."""
    before, after = one.before(sheet), one.after(sheet)
    recent = sheet.text[one.since : one.start]
    found = _near(recent, before[: len(before) - len(recent)], after)
    found |= _length(sheet.text[one.start : one.end], one.date)
    found["not the first"] = float(one.since > one.first)
    block = sheet.block_at(one.first)
    at = sheet.blocks.index(block)
    heads = " ".join(b.text for b in sheet.blocks[max(0, at - 2) : at] if len(b.text) < 90)
    open_with = sheet.text[max(block.start, one.first - 240) : one.first]
    found |= {f"head {w}": 1.0 for w in stems(heads)[-12:]}
    found |= {f"over {w}": 1.0 for w in stems(open_with)[-25:]}
    said = _said(sheet, lexicon, one, before, after) | _steps(lexicon, before, after, f"{heads} {open_with}")
    said |= {
        f"since {name}": v for name, v in _steps(lexicon, recent, "", "").items() if name.startswith("before")
    }
    found |= said
    if one.date:  # a day is led to in other words than a length
        found |= {f"day {name}": value for name, value in said.items() if value}
    if final:
        found |= {f"final {name}": 1.0 for name in _WITH_FINAL if name in found}
    found |= {"final": float(final), "to provider": float(to_provider)}
    return {name: value for name, value in found.items() if value}


_WITH_FINAL = ("nearest in", "nearest out", "over in", "over out", "this", "ours", "again")


def _near(recent: str, earlier: str, after: str) -> Signs:
    """The words beside a time; those before an earlier time of its sentence are far from it."""
    left, right = stems(recent), stems(after)
    found = {f"-{n} {left[-n]}": 1.0 for n in (1, 2, 3) if len(left) >= n}
    found |= {f"+{n} {right[n - 1]}": 1.0 for n in (1, 2, 3) if len(right) >= n}
    found |= {f"-- {' '.join(left[-2:])}": 1.0, f"++ {' '.join(right[:2])}": 1.0}
    far = (stems(earlier) + left[:-10])[-20:]
    for name, words in (("near", left[-10:]), ("far", far), ("after", right[:8]), ("behind", right[8:20])):
        found |= {f"{name} {word}": 1.0 for word in words}
    return found


def _length(text: str, date: dt.date | None) -> Signs:
    count, unit = days(text), _UNIT.search(text)
    size = (
        "date"
        if date
        else "noon"
        if count is None
        else "short"
        if count < 10
        else "month"
        if count < 60
        else "long"
    )
    if count is not None and int(count) in _USUAL and not date:
        size = str(int(count))
    return {
        f"size {size}": 1.0,
        f"unit {unit[0].lower() if unit else ''}": 1.0,
        "working days": float(bool(_WORKING.search(text))),
    }


def _said(sheet: Sheet, lexicon: Lexicon, one: Printed, before: str, after: str) -> Signs:
    """What the cues of the lexicon say of the sentence."""
    local = before[-160:] + "§" + after[:70]
    clause = sheet.clause(one.start, 160) + "§"
    found = {f"not {c.field}": 1.0 for c in lexicon.group("deadline_not") if c.pattern.search(local)}
    lead = LEAD.search(before)
    if lead:
        found[f"led {' '.join(stems(lead[0])[:2])}"] = 1.0
    rights = sheet.text[max(sheet.block_at(one.first).start, one.first - 700) : one.first]
    return found | {
        "provider's": float(any(c.pattern.search(clause) for c in lexicon.group("deadline_provider"))),
        "led": float(lead is not None),
        "this": float(bool(THIS.search(after))),
        "ours": float(bool(OURS.search(after))),
        "asks": float(bool(ASKS.search(before))),
        "asks after": float(bool(ASKS.search(after[:60]))),
        "past": float(bool(PAST.search(before))),
        "member's": float(of_member(local, after)),
        "due": float(bool(DUE.search(before[-80:]))),
        "fast": float(bool(FAST.search(clause))),
        "purpose": float(bool(PURPOSE.search(after, 0, 200))),
        "again": float(bool(AGAIN.search(before + after))),
        "same": float(bool(SAME.match(before))),
        "civil rights": float(bool(CIVIL_RIGHTS.search(rights))),
    }


def _steps(lexicon: Lexicon, before: str, after: str, over: str) -> Signs:
    """Which step is named before the time, after it, and over its sentence, and which of them nearest."""
    named = {
        name: [c.pattern for c in lexicon.group("deadline_for") if c.field.endswith(name)]
        for name in (IN, OUT)
    }
    found, last, above = Signs(), {}, {}
    for name, patterns in named.items():
        aside = [*named[OUT], PAST] if name == IN else []  # "external appeal" is none of the plan's own
        texts = [_without(aside, before), _without(aside, after[:120]), _without(aside, over)]
        ends = [max((m.end() for p in patterns for m in p.finditer(text)), default=-1) for text in texts]
        short = "in" if name == IN else "out"
        found |= {
            f"{place} {short}": float(end >= 0)
            for place, end in zip(("before", "behind", "over"), ends, strict=True)
        }
        last[short], above[short] = ends[0], ends[2]
    for place, ends_by in (("nearest", last), ("nearest over", above)):
        best = max(ends_by, key=lambda k: ends_by[k])
        found[f"{place} {best}"] = float(ends_by[best] >= 0)
    for short in ("in", "out"):
        found[f"ours before {short}"] = found[f"before {short}"] * float(bool(OURS.search(after)))
    return found


def of_member(local: str, after: str) -> bool:
    """Whether a time that is counted from a paper follows what the member may do, and not what others do."""
    before = SUBORDINATE.sub("", local.partition("§")[0])
    mine = max((m.start() for m in MINE.finditer(before)), default=-1)
    theirs = max((m.end() for m in THEIRS.finditer(before)), default=-1)
    if OURS.search(after):  # the plan is done
        return mine >= theirs
    return mine >= max(theirs, 0) and (bool(THIS.search(after)) or len(before) - mine < 80)


def _without(patterns: Sequence[re.Pattern[str]], text: str) -> str:
    """`text` with what the patterns match blanked, place for place."""
    for pattern in patterns:
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text
