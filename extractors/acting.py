"""Names that a sentence or a label gives a part in the decision, and how far the name of a firm goes.

A name ends where a sentence does: of "... of Horizon HMO. Davis Vision administers" the second half is the firm. It
goes on over words that firms' names are made with ("CVS Caremark" in "CVS Caremark Part D Services") and over the
name that it does business as.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractors.base import Sheet
from extractors.extent import ASIDE
from extractors.lexicon import Lexicon, pattern
from extractors.pairs import Pair
from extractors.wording import MARK


@dataclass(frozen=True, slots=True)
class Acting:
    """A name in the running text, and the label or the cue that says that it acts."""

    start: int
    end: int
    rule: str

    def over(self, start: int, end: int) -> bool:
        """Whether the name shares letters with a span."""
        return self.start < end and start < self.end


LABEL = "label"
_DOCTOR = pattern("acting.doctor")
_FIRM_WORD = pattern("acting.firm")
_STOP = re.compile(
    r"(?:(?<=[A-Za-z]{3})|(?<=\bRx))\.(?<!\bInc\.)(?<!\bINC\.)(?<!\bCorp\.)\s+(?=[A-Z])(?!LLC|Inc|INC|L\.)|\n"
)
_ORG = re.compile(r"[A-Z][\w&'’.-]*(?:,? (?:[A-Z][\w&'’.-]*|&|and|of)){0,6}(?:,? (?:Inc|LLC)\b\.?)?")
_LEFT_OVER = re.compile(r"^(?:(?:Inc|LLC|INC|Corp|The|THE|And|But|In|At|By|On|For|Your|Our)\b[.,]?\s*)+")


def acting(sheet: Sheet, lexicon: Lexicon, labelled: list[Pair] | tuple[Pair, ...] = ()) -> list[Acting]:
    """Names that a label or a sentence says to act for the plan; persons and committees are none."""
    found = [*_labels(labelled), *_said(sheet.text, lexicon)]
    return [f for f in found if not _DOCTOR.search(sheet.text[f.start : f.end])]


@lru_cache(maxsize=4)  # several questions about one letter ask for it
def _said(text: str, lexicon: Lexicon) -> tuple[Acting, ...]:
    """What sentences say."""
    found = []
    for cue in lexicon.cues.get("administrator", ()):
        for match in cue.pattern.finditer(text):
            start, end = match.span("value")
            stops = list(_STOP.finditer(text, start, end))
            if stops and match.start() == start:  # the sentence speaks of what stands before it
                start = stops[-1].end()
            elif stops:
                end = stops[0].start()
            if left := _LEFT_OVER.match(text[start:end]):
                start += left.end()
            if end - start > 2:
                found.append(Acting(start, end, cue.id))
    return tuple(found)


def _labels(labelled: list[Pair] | tuple[Pair, ...]) -> Iterator[Acting]:
    for pair in labelled:
        if pair.field == "administrator" and pair.score > 0.7 and (m := _ORG.match(pair.text)):
            yield Acting(pair.start, pair.start + m.end(), LABEL)


_WORD = re.compile(rf"(?:{MARK},?(?= (?:Inc|LLC|L\.L\.C|INC)\b)|{MARK}) (?:(?:of|and|&) )?([A-Z][\w&'’-]*)")
_BUSINESS_AS = re.compile(
    r"[.,]?\s(?:d/b/a|dba|doing business as|\((?:formerly|previously|now)(?: known as)?) ((?:[a-z]{0,5}[A-Z][\w&'’-]*|of|and|&)(?: (?!P\.? ?O\b|Box\b)(?:[A-Z][\w&'’-]*|of|and|&)){0,6})\)?"
)
_INITIALS = re.compile(
    r" \((?:[A-Z]{2,6}|(?:[A-Z][a-z]+ ){1,4}(?:Health|Care|Solutions|Management|Group)|[A-Za-z]\w+(?: [A-Z]\w+){0,4},? (?:Inc|LLC)\.?)\)"
)
_PLACE = re.compile(r"PO|P|Box|BOX|Suite|Attn|ATTN|Dr|Fax|Phone|Appeals?|Department|Dept|Unit|Team", re.I)


def full(sheet: Sheet, start: int, end: int) -> int:
    """The end of a firm's name as it is printed, over words that firms' names are made with; at the head to its line's end."""
    segment = sheet.segment_at(max(start, end - 1))
    block = sheet.block_at(start)
    head = segment.page == sheet.first_page and sheet.top(start) < 0.2
    text = sheet.text[
        : sheet.offset_of(segment) + len(segment.text) if head else block.start + len(block.text)
    ]
    at = best = end
    for _ in range(5):
        word = _WORD.match(text, at)
        if not word or _PLACE.fullmatch(word[1]):
            break
        at = word.end()
        if firm_word(word[1]):
            best = at
        elif ASIDE.fullmatch(word[1]):
            break
    if re.search(r"\b(?:Inc|INC|Corp|L\.L\.C)$", text[start:best]) and text[best : best + 1] == ".":
        best += 1
    if also := _BUSINESS_AS.match(sheet.text[: block.start + len(block.text)], best):
        best = also.end()
    elif initials := _INITIALS.match(text, best):
        best = initials.end()
    return best


def firm_word(text: str) -> bool:
    """Whether a name holds a word that firms' names are made with, in capitals or not."""
    return bool(_FIRM_WORD.search(text) or (text.isupper() and _FIRM_WORD.search(text.title())))


SHORT = re.compile(r"[A-Z]{2,7}")  # an abbreviation of the name that stands elsewhere


def short_for(text: str, name: str) -> bool:
    """Whether `text` is made of the first letters of a name."""
    initials = "".join(
        w[0] for w in re.findall(r"[A-Za-z]\w*", name) if w.lower() not in ("of", "and", "the")
    )
    return bool(SHORT.fullmatch(text)) and initials.upper().startswith(text)
