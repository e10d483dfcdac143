"""Which sentences of an answer to an appeal tell of what came before, and which of what others argued.

An appeal letter recaps the first denial, often with another reason than its own. What is told under a heading
such as "Background", in the past with a date, or on from such a sentence, is past; a sentence that decides now
never is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.cues import cues, plain
from extractors.lexicon import pattern, patterns
from extractors.sentences import Sentence

if TYPE_CHECKING:
    from extractors.grounds import Weighed

PAST, ARGUMENT, NOW = "past", "argument", "now"
SAMPLE = "sample"
ENTRY = 16  # words of an entry of a legend at most
HEADING_WORDS = 9
QUOTED_WORDS = 4  # fewer words in quotation marks are a term or a label
LONGEST_QUOTE = 5  # sentences
ANSWERS = 2.0  # weight of a sentence that shows that the letter is about an appeal
ACTS = ("appeal", "receive", "overturn", "uphold")  # acts that only a letter about an appeal does

_ENTRY = re.compile(r"^\W{0,2}(?=[A-Z]*\d|[A-Z]{1,3}\b)[A-Z0-9-]{1,6}\b")  # a code
_NOW = pattern("passage.now", "passage.decides", "passage.decided")
_LEVEL_ONE = pattern("passage.level_one")
_DAY = (
    r"(?:\d{1,2}[/-]\d|\d{4}-\d|\d{1,2},? \d{4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d)"
)
_FACT = re.compile(rf"[^:]{{3,40}}:\s*{_DAY}[^.]*$")
_TOLD = pattern("passage.told")
_VALUED = re.compile(r":\s*\S")
_AT_A_DAY = re.compile(rf"{_DAY}[\d, ]*$")
_REFUSED = patterns().source("passage.refused")
_DATED = re.compile(
    rf"^(?:[\w,' -]{{0,60}}?\b(?:on|in|by|of|dated|since) )?{_DAY}[^.;]{{0,110}}?\b{_REFUSED}\b"
    rf"|\b(?:was|were|had been) (?:[\w-]+ ){{0,3}}?(?:processed|reviewed|decided|considered|{_REFUSED})\b[^.;]{{0,60}}{_DAY}"
)
_GOES_ON = pattern("passage.goes_on")
_REASON_GIVEN = pattern("passage.reason_given")
_FIRST_SAID = pattern("passage.first_said")
_POINTS_BACK = pattern("passage.points_back")


def listed(found: Sequence[Sentence]) -> frozenset[int]:
    """Places of the entries after a line that announces codes or reasons which other letters use."""
    sample = next(r for r in cues().roles if r.name == SAMPLE)
    ends = [c for r in cues().roles if r.name in ("rights", "conditional", "notice") for c in r.cues]
    inside, places = False, set()
    for at, sentence in enumerate(found):
        text = plain(sentence.text)
        if any(c.find.search(text) for c in sample.cues):
            inside = True
            continue
        near = bool(at) and sentence.block == found[at - 1].block
        entry = len(sentence.words) <= ENTRY and not any(c.find.search(text) for c in ends)
        inside = inside and entry and (near or bool(_ENTRY.match(sentence.text)))
        if inside:
            places.add(at)
    return frozenset(places)


def passages(found: Sequence[Sentence]) -> list[frozenset[str]]:
    """The part each sentence plays: past, argument, now or none; all empty where no appeal is answered."""
    texts = [plain(s.text) for s in found]
    out: list[frozenset[str]] = [frozenset()] * len(found)
    if not any(_about_appeal(t) for t in texts):
        return out
    section, block, last_past, quoted = "", -1, False, 0
    ends = [c for r in cues().roles if r.name in ("rights", "conditional", "notice") for c in r.cues]
    for at, (sentence, text) in enumerate(zip(found, texts, strict=True)):
        first, block_before = sentence.block != block, block
        block = sentence.block
        if first:
            last_past = False
        if at and text.startswith('"') and texts[at - 1].endswith(":") and _recaps(texts[at - 1]):
            quoted = LONGEST_QUOTE  # "The first letter read:", and what it read
        if quoted:
            out[at], quoted = frozenset({PAST}), 0 if text.rstrip(".").endswith('"') else quoted - 1
            continue
        alone = at + 1 == len(found) or found[at + 1].block != block
        # what happened on a day, of a table or a list of facts
        event = bool(_FACT.match(text) or (sentence.label and _AT_A_DAY.match(plain(sentence.label))))
        named = _named(text) if first else None
        if named is not None and not event:
            section = named
        elif first and (
            (alone and _is_heading(sentence, text))
            or _NOW.search(text)
            or any(c.find.search(text) for c in ends)
        ):
            section = ""
        # a label that has its own value beside it ("First denial: Nov. 18") is that of no paragraph in the next column
        beside = (
            _named(plain(sentence.label)) if sentence.label and not _VALUED.search(sentence.label) else None
        )
        here = next((part for part in (beside, named) if part is not None), section)
        dated = _DATED.search(text)
        now = _decides_now(text, dated)
        told = dated or _REASON_GIVEN.search(text) or (here != NOW and _looks_back(text))
        goes_on = last_past and _GOES_ON.search(text)
        if now:
            out[at] = frozenset({NOW})
        if here == ARGUMENT and not now:
            out[at] = frozenset({ARGUMENT})
        if (here == PAST or told or goes_on) and not now:
            out[at] |= {PAST}
        if _POINTS_BACK.search(text):
            out[at] = (out[at] | {PAST}) - {NOW}
            if at and found[at - 1].block in (block, block_before):
                out[at - 1] |= {PAST}
        last_past = PAST in out[at]
    return out


def unquoted(items: "Sequence[Weighed]") -> "list[Weighed]":
    """`items` without what they quote from an earlier letter; a quotation may run over several sentences."""
    out, inside, since = [], False, 0
    for item in items:
        kept: list[str] = []
        since = since + 1 if inside else 0
        inside = inside and since <= LONGEST_QUOTE
        for number, part in enumerate(item.text.split('"')):
            inside = inside != (number > 0)
            if not inside or len(part.split()) < QUOTED_WORDS:
                kept.append(part)
        out.append(replace(item, text=" ".join(" ".join(kept).split())))
    return out


def _decides_now(text: str, dated: re.Match[str] | None) -> bool:
    """It decides, and does not first tell of a dated denial, as "on May 3 it was denied: `is not covered`" does."""
    decides = _NOW.search(text)
    if decides is None or _LEVEL_ONE.search(text[:60]) or _FIRST_SAID.search(text):
        return False
    return dated is None or dated.end() > decides.start()


def _about_appeal(text: str) -> bool:
    """Whether the sentence itself speaks of an appeal made, and not of the right to one."""
    aside = any(
        c.find.search(text) for r in cues().roles if r.name in ("rights", "conditional") for c in r.cues
    )
    return not aside and any(
        c.find.search(text) for act in ACTS for c in cues().acts[act] if c.weight >= ANSWERS
    )


def _looks_back(text: str) -> bool:
    return bool(_FIRST_SAID.search(text)) or _recaps(text, but="rc-first")


def _recaps(text: str, but: str = "") -> bool:
    recap = next(r for r in cues().roles if r.name == "recap")
    return any(c.find.search(text) for c in recap.cues if c.id != but)


def _named(text: str) -> str | None:
    """What the heading `text`, or the one that it runs in with, announces: past, argument, or this decision."""
    head = re.match(r"^([^.:]{3,60})[.:](?: |$)", text)
    told = bool(_TOLD.search(text))
    for part in (head[1] if head else None, text):
        if part and len(part.split()) <= HEADING_WORDS and not (told and part in (text, text[:-1])):
            for name, group in (
                (NOW, cues().now_headings),
                (PAST, cues().past_headings),
                (ARGUMENT, cues().their_headings),
            ):
                if any(c.find.search(part) for c in group):
                    return name
    return None


def _is_heading(sentence: Sentence, text: str) -> bool:
    plain_end = not text.endswith((".", ",", ";"))
    return (
        len(sentence.words) <= HEADING_WORDS
        and plain_end
        and (sentence.bold or sentence.text.isupper() or text.endswith(":"))
    )
