"""What each word of a letter names, by a small network trained on labelled letters: a second reader beside the rules.

A spaCy tagger over the running text. Beside its form each word carries what a reader sees of its place: the label left
of or over its line, where it stands on the page and how large it is printed, and whether the list of plans knows it.
It gives chances, never values: rankings and confidences weigh them (tests/benchmarks/fit_tags.py trains it).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.base import Segment, Sheet
from extractors.gazetteer import gazetteer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = Path(__file__).parent / "model" / "tags"
OTHER = "O"
LABELS = (
    "insurer", "administrator", "member_name", "provider", "service", "criteria_cited", "regulator", "member_id",
    "claim_numbers", "reference_numbers", "group_number", "letter_date", "initial_denial_date", "service_dates",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d+|[^\w\s]|_+")
_DIGIT = re.compile(r"\d")
_LONG = 4  # digits of a number from which its length tells no more
_LARGE, _SMALL = 1.15, 0.87  # of the usual size of print
_NONE = "-"
_SHORT = 4  # letters under which a run of words is no name


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a sheet with their places and what is seen of each."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    labels: tuple[str, ...]  # the word that names the line, left of it or over it
    looks: tuple[str, ...]  # place, print and whether a plan's name


def tokens(sheet: Sheet) -> Tokens:
    """The words of `sheet`, a line feed between its lines."""
    known = [(hit.start, hit.end) for hit in gazetteer().find(sheet.text)]
    rows: list[tuple[int, int, str, str, str]] = []
    usual = _usual(sheet)
    last: Segment | None = None
    name, look, at = _NONE, "", 0
    for match in _WORD.finditer(sheet.text):
        start, end = match.span()
        segment = sheet.segment_at(start)
        if segment is not last:
            if last is not None:
                apart = sheet.block_of(segment) is not sheet.block_of(last)
                rows.append((start, start, "\n\n" if apart else "\n", _NONE, "Gap=Y"))
            last, name, look = segment, _named(sheet, segment), _look(sheet, segment, usual)
        while at < len(known) and known[at][1] <= start:
            at += 1
        listed = at < len(known) and known[at][0] <= start
        rows.append((start, end, _plain(match[0]), name, f"{look}{'Y' if listed else 'N'}"))
    starts, ends, words, labels, looks = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return Tokens(starts, ends, words, labels, looks)


def _plain(word: str) -> str:
    """A word as the tagger sees it: of a number only its length."""
    return "0" * min(len(word), _LONG) if word.isdigit() else word


def _usual(sheet: Sheet) -> float:
    sizes = sorted(s.size for s in sheet.segments for _ in s.words)
    return sizes[len(sizes) // 2] if sizes else 10.0


def _look(sheet: Sheet, segment: Segment, usual: float) -> str:
    top = sheet.top(sheet.offset_of(segment))
    place = "head" if top < 0.12 else "top" if top < 0.3 else "foot" if top > 0.9 else "body"
    page = "first" if segment.page == sheet.first_page else "later"
    size = segment.size / usual
    print_ = "large" if size > _LARGE else "small" if size < _SMALL else "plain"
    return f"Look={page}.{place}.{print_}.{'bold' if segment.bold else 'thin'}."


def _named(sheet: Sheet, segment: Segment) -> str:
    """The last words of the label that stands left of a line, else of the line over it."""
    captioned = sheet.caption(segment)
    left = captioned[0] if captioned else sheet.left(segment)
    if left is None:
        left = next(sheet.above(segment, 1), None)
        if left is None or len(left.text) > 40:
            return _NONE
    found = [m[0].lower() for m in _WORD.finditer(_DIGIT.sub("0", left.text[-40:])) if m[0][0].isalpha()]
    return " ".join(found[-2:]) or _NONE


def doc(nlp: "Language", seen: Tokens) -> "Doc":
    """The words as spaCy takes them: the label in the place of the lemma, the looks in that of the morphology."""
    from spacy.tokens import Doc

    return Doc(nlp.vocab, words=list(seen.words), lemmas=list(seen.labels), morphs=list(seen.looks))


@cache
def load(folder: Path = MODEL) -> "Language":
    """The trained tagger."""
    import spacy

    return spacy.load(folder)


class Tags:
    """The chances of each label for each word of a sheet."""

    def __init__(self, sheet: Sheet, nlp: "Language") -> None:
        self._seen = tokens(sheet)
        component: Any = nlp.get_pipe("tagger")
        self._column = {label: i for i, label in enumerate(component.labels)}
        made = doc(nlp, self._seen)
        self._chances: Any = (
            component.model.predict([made])[0] if len(made) else np.zeros((0, len(self._column)))
        )
        self._starts = np.array(self._seen.starts)
        self._ends = np.array(self._seen.ends)

    def chance(self, label: str, start: int, end: int) -> float:
        """The mean chance of `label` over the words of a span of the running text; 0 without words."""
        inside = (self._starts < end) & (self._ends > start)
        return float(self._chances[inside, self._column[label]].mean()) if inside.any() else 0.0

    def best(self, label: str, spans: Iterable[tuple[int, int]]) -> float:
        """The most chance of `label` that any of a value's places has."""
        return max((self.chance(label, *span) for span in spans), default=0.0)

    def runs_on(self, label: str, start: int, end: int) -> float:
        """How likely letters or figures right beside a span belong to it, as its first or last words do."""
        inside = np.flatnonzero((self._starts < end) & (self._ends > start))
        if not len(inside):
            return 0.0
        sure = self._chances[:, self._column[label]]
        return max(
            self._beside(sure, range(inside[0] - 1, -1, -1)),
            self._beside(sure, range(inside[-1] + 1, len(sure))),
        )

    def _beside(self, sure: Any, places: Iterable[int]) -> float:
        """The least chance from a span to the next word of letters or figures, on its line."""
        least = 1.0
        for i in places:
            word = self._seen.words[i]
            if word.isspace():
                return 0.0
            least = min(least, float(sure[i]))
            if word.isalnum():
                return least
        return 0.0

    def seen(self, label: str) -> list[tuple[int, int]]:
        """Runs of words that are likely of `label`, those of some length."""
        return [(start, end) for start, end, _ in self.spans(label) if end - start >= _SHORT]

    def spans(self, label: str, least: float = 0.5) -> Iterator[tuple[int, int, float]]:
        """Runs of words that are likely of `label`: (start, end, mean chance)."""
        sure = self._chances[:, self._column[label]]
        run: list[int] = []
        for i in range(len(sure) + 1):
            if i < len(sure) and (
                sure[i] >= least
                or (run and self._seen.words[i].isspace() and i + 1 < len(sure) and sure[i + 1] >= least)
            ):
                run.append(i)
            elif run:
                yield self._seen.starts[run[0]], self._seen.ends[run[-1]], float(sure[run].mean())
                run = []


def tags(sheet: Sheet) -> Tags:
    """What the shipped tagger says of `sheet`."""
    return Tags(sheet, load())
