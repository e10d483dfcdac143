"""Which box of a form a question means: labels compared word by word, and by their order on the page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import ratio

ENOUGH = 0.6  # two labels share at least this much where their order helps
ALONE = 0.75  # and this much where nothing else does
ALIKE = 86  # two words are one word with a slip

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Labels:
    """Words compared as templates/labels.yaml says: synonyms as one, small words left out."""

    same: Mapping[str, str]
    ignored: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Labels":
        return cls({w: group[0] for group in data["same"] for w in group}, frozenset(data["ignored"]))

    def words(self, label: str) -> Words:
        """The words of a label that carry its meaning."""
        bare = re.sub(r"\([^)]*\)|'s\b|’s\b", " ", label.lower())
        found = re.findall(r"[a-z]+", bare.replace("e-mail", "email").replace("m.i.", "middle initial"))
        return frozenset(self.same.get(w, w) for w in found if w not in self.ignored)


def alike(a: Words, b: Words) -> float:
    """0 to 1: twice the shared words over all words; a slip of one letter is forgiven."""
    if not a or not b:
        return 0.0
    shared = sum(any(x == y or (len(x) > 4 and ratio(x, y) >= ALIKE) for y in b) for x in a)
    return 2 * shared / (len(a) + len(b))


def in_order(left: Sequence[Words], right: Sequence[Words]) -> dict[int, int]:
    """Pairs of `left` and `right` that keep both orders and share most; pairs that share too little stay out."""
    rows, columns = len(left), len(right)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            score = _score(left[i], right[j])
            take = score + best[i + 1][j + 1] if score else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], take)
    pairs, i, j = {}, 0, 0
    while i < rows and j < columns:
        score = _score(left[i], right[j])
        if score and best[i][j] == score + best[i + 1][j + 1]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _score(a: Words, b: Words) -> float:
    """Only a likeness that is enough counts, and a full one counts most."""
    score = alike(a, b)
    return score if score >= ENOUGH else 0.0


def only_ones(left: Sequence[Words], right: Sequence[Words]) -> dict[int, int]:
    """Pairs that are each other's single best likeness: where two boxes fit alike, neither is taken."""
    scores = [[s if (s := alike(a, b)) >= ALONE else 0.0 for b in right] for a in left]
    pairs = {}
    for i, row in enumerate(scores):
        j = _single_best(row)
        if j is not None and _single_best([scores[k][j] for k in range(len(left))]) == i:
            pairs[i] = j
    return pairs


def _single_best(row: Sequence[float]) -> int | None:
    top = max(row, default=0.0)
    return row.index(top) if top and sum(s == top for s in row) == 1 else None
