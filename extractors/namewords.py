"""What the words of a name and those around it say: a second opinion on services, providers and citations.

The signs that the rankings weigh are few and were thought of by hand; these weights were fitted on every word in, before,
over and after every candidate of labelled letters (tests/benchmarks/fit_neighbours.py). A ranking takes their opinion
as one sign more, `words`.
"""

from collections.abc import Iterable, Sequence

from extractors import neighbours
from extractors.base import Sheet
from extractors.neighbours import OTHER, Signs, log_odds, stems
from extractors.neighbours import signs as around

WANTED = "wanted"
NAMES = (WANTED, OTHER)
_SHAPES = ("shape", "prefix", "digits", "letters")  # of numbers; they say nothing of a name
_PLACES = 3  # of one name that are weighed
_LONG = 12  # words from which a longer name is no different
_MOST, _UNIT = 4.0, 2.0  # most log odds that count, and how many of them make one of the sign


def signs(sheet: Sheet, start: int, end: int, text: str) -> Signs:
    """The words around a span, and those of the name `text` that it stands for."""
    found = {k: v for k, v in around(sheet, start, end).items() if k.split(" ")[0] not in _SHAPES}
    words = stems(text)
    found |= {f"in {word}": 1.0 for word in words}
    if words:
        found |= {f"in first {words[0]}": 1.0, f"in last {words[-1]}": 1.0}
    found[f"words {min(len(words), _LONG)}"] = 1.0
    found["capitals"] = sum(w[:1].isupper() for w in text.split()) / max(1, len(text.split()))
    return found


def places(sheet: Sheet, spans: Sequence[tuple[int, int]], text: str) -> tuple[Signs, ...]:
    """The signs of the first places where a name stands."""
    return tuple(signs(sheet, start, end, text) for start, end in spans[:_PLACES])


def words(name: str, seen: Iterable[Signs]) -> float:
    """The sign: how much the words speak for a candidate of `name` (services, providers, citations), -2 to 2."""
    return max(-_MOST, min(_MOST, log_odds(neighbours.table(name).chances(seen)[WANTED]))) / _UNIT
