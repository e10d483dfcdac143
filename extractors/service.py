"""The service in question, in the letter's words: the likeliest of all wordings that may name it.

What speaks for a wording is weighed by weights fitted on labelled letters (tests/benchmarks/fit_ranking.py), so that
no one sign has to decide: a label, a denied row, a code beside it, a sentence of asking, how much the letter is about it.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.base import Sheet
from extractors.candidates import Named, cell_name, wordings
from extractors.claims import Claims, denied_rows
from extractors.codes import Code
from extractors.lexicon import Lexicon
from extractors.pairs import Pair
from extractors.ranking import chances, weights
from extractors.servicenames import possible
from extractors.signs import features
from extractors.tagger import Tags

BY_CODE = 0.26  # chance that a service that its row names by its code alone has no better name in the letter
_LONGER, _ENOUGH = 0.01, 8  # what the log of its words, up to so many, adds to a wording
_NEARLY = 0.8  # of the chance of one word, from which a longer wording that holds it is told instead
_CODED = re.compile(r"cpt|hcpcs|codes?|procedure|[a-z]?\d{4,5}[a-z]?")  # tells no more than the name
LEAST = 0.25  # chance below which no service is named: nothing is better than a guess


def services(
    sheet: Sheet,
    lexicon: Lexicon,
    labelled: Sequence[Pair],
    claims: Claims,
    codes: Sequence[Code],
    tags: Tags,
) -> list[Code]:
    """Wordings of the service, best first; `score` is the chance that it is this one."""
    named = wordings(sheet, lexicon, labelled, claims, codes, tags.seen("service"))
    weighed = chances(weights("service"), features(sheet, lexicon, labelled, claims, named, tags))
    found = [
        Code(n.text, n.start, n.end, chance, f"service.{min(n.sources)}")
        for n, chance in zip(named, pooled(named, weighed), strict=True)
    ]
    if unnamed := _unnamed(sheet, claims, codes):
        found.append(unnamed)
    return sorted(found, key=lambda c: (-c.score, c.start))


def _unnamed(sheet: Sheet, claims: Claims, codes: Sequence[Code]) -> Code | None:
    """The first code on denied rows, where no denied row has words for its service."""
    rows = [c.row for c in denied_rows(claims)]
    if not rows or any(possible(cell_name(r), cell=True) for r in rows):
        return None
    words = {id(w) for r in rows for s in (*r.segments, *r.more) for w in s.words}
    own = (c for c in codes if any(id(sheet.words[i]) in words for i in sheet.word_span(c.start, c.end)))
    code = next(own, None)
    return replace(code, score=BY_CODE, rule="service.code") if code else None


def pooled(named: Sequence[Named], weighed: Sequence[float]) -> list[float]:
    """For each wording the chance that it would do: that it, or one it says much the same as, is the right one.

    Of wordings that would do as well as each other the longer one tells more.
    """
    bags = [Counter(re.findall(r"[a-z0-9]+", n.text.lower())) for n in named]
    found = [
        sum(c for c, other in zip(weighed, bags, strict=True) if c > 0.01 and _does(bag, other))
        + 0.001 * own
        + _LONGER * math.log(max(1, min(_ENOUGH, sum(not _CODED.fullmatch(w) for w in bag.elements()))))
        for bag, own in zip(bags, weighed, strict=True)
    ]
    for i, bag in enumerate(bags):
        if bag.total() == 1:  # "therapy", which speaks for "speech therapy" and "feeding therapy" alike
            longer = (
                c for c, other in zip(found, bags, strict=True) if bag < other and c > _NEARLY * found[i]
            )
            found[i] = min(found[i], max(longer, default=1.0) - 0.001)
    return found


def _does(bag: Counter[str], other: Counter[str]) -> bool:
    """Whether a wording would do where the `other` was meant: much the same words, or all of it and little more."""
    common, mine, its = sum((bag & other).values()), sum(bag.values()), sum(other.values())
    return 2 * common >= 0.6 * (mine + its) or (common == its and mine < 3 * its + 4)
