"""Two products of one house over a letter ("Medica Prime Solution (Cost) and Medica Advantage Solution (PPO)"): which is meant.

A house prints one paper for several of its plans. The one that the letter names again, in its text, is the member's;
where it names neither or both, nobody can tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extractors.base import Sheet
from extractors.wording import COMPANY_WORD, MARK

_HEAD = 0.22  # of the first page's height
_WORD = r"(?:[A-Z][\w+'’&-]*|\d{1,4}\b)"
_NAME = rf"[A-Z][\w'’&-]*{MARK}(?: {_WORD}{MARK}){{1,6}}(?: \([A-Z][A-Za-z -]{{2,14}}\))?"
_JOINT = r"\s*(?:,|/|\||·|•|\band/or\b|\band\b|\bor\b|&)\s*(?:the )?"
_TYPED = re.compile(r"\s*\([A-Z][A-Za-z -]{2,14}\)$")
_JOINED = re.compile(rf"(?P<one>{_NAME})(?:{_JOINT})(?P<other>{_NAME})")


@dataclass(frozen=True, slots=True)
class Sister:
    """A product that the head names beside another, and how often the rest of the letter names it."""

    start: int
    end: int
    text: str
    named: int


@dataclass(frozen=True)
class Sisters:
    """The products of one house that head a letter; none where it names one alone."""

    all: tuple[Sister, ...] = ()

    @cached_property
    def meant(self) -> Sister | None:
        """The only one that the letter names again."""
        again = [s for s in self.all if s.named]
        return again[0] if len(again) == 1 else None

    def at(self, start: int, end: int) -> Sister | None:
        """The one that holds a place of the text."""
        return next((s for s in self.all if s.start < end and start < s.end), None)


def sisters(sheet: Sheet) -> Sisters:
    """The products of one house that the head of the first page names side by side."""
    head = [s for s in sheet.page_segments(sheet.first_page) if sheet.top(sheet.offset_of(s)) < _HEAD]
    if not head:
        return Sisters()
    stop = max(sheet.offset_of(s) + len(s.text) for s in head)
    for match in _JOINED.finditer(sheet.text, 0, stop):
        one, other = match["one"], match["other"]
        if _of_one_house(one, other):
            spans = ((match.start("one"), match.end("one")), (match.start("other"), match.end("other")))
            return Sisters(tuple(_sister(sheet, a, b, match.span()) for a, b in spans))
    return Sisters()


def _of_one_house(one: str, other: str) -> bool:
    """Whether two names begin alike and go on apart, as the products of a house do; companies are no products."""
    if COMPANY_WORD.search(one) or COMPANY_WORD.search(other):
        return False
    first, second = _words(one), _words(other)
    alike = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
    typed = _TYPED.search(one) and _TYPED.search(other)
    return alike >= (1 if typed else 2)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", _TYPED.sub("", name).lower())


def _sister(sheet: Sheet, start: int, end: int, head: tuple[int, int]) -> Sister:
    text = sheet.text[start:end]
    again = (m for m in _printed(_words(text)).finditer(sheet.text) if not head[0] <= m.start() < head[1])
    return Sister(start, end, " ".join(text.split()), sum(1 for _ in again))


def places(sheet: Sheet, one: Sister) -> Iterator[tuple[int, int]]:
    """Where a product is named: at the head with its type, and without it in the text."""
    yield one.start, one.end
    for match in _printed(_words(one.text)).finditer(sheet.text):
        if not one.start <= match.start() < one.end:
            yield match.start(), match.end()


def _printed(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"[\s®™℠'’&+-]+".join(map(re.escape, words)) + r"(?!\w)", re.I)
