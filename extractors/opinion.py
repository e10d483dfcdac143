"""The second opinion: what the trained categorizers make of a letter, apart from the rules.

They read bare sentences; the rules tell them only which sentences are no part of the message, and which parts
of a sentence name a ground to set it aside.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.grounds import FAINT, Weighed, weigh, without_asides
from extractors.nlp import NONE, scores
from extractors.passages import ARGUMENT, PAST
from pipeline.models.document import Document
from pipeline.models.fields import DenialCategory

RANKS = (1.0, 0.5, 0.3, 0.2)  # how much the best sentences for a ground count for the letter
# An earlier decision's reason, what others argue, and the meaning of a word are no ground of this letter.
ELSEWHERE = {PAST, ARGUMENT, "glossary"}
FAINTLY = 0.5  # weight of the best ground up to which hardly one is heard
SHORTEST = 3  # words; shorter lines are labels and numbers


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model says: grounds of the letter, best first; of each sentence, its grounds and acts."""

    totals: tuple[tuple[DenialCategory, float], ...]
    grounds: Mapping[int, Mapping[DenialCategory, float]]  # by place of the sentence in the weighing
    acts: Mapping[int, Mapping[str, float]]

    @property
    def heard(self) -> float:
        """The weight of the best ground; 0 where the model hears none."""
        return self.totals[0][1] if self.totals else 0.0


@lru_cache(maxsize=4)
def opinion(document: Document) -> Opinion:
    """The model's reading of `document`."""
    weighing = weigh(document)
    items = weighing.sentences
    places = [i for i, item in enumerate(items) if _read(item)]
    texts = [without_asides(items[i].text) for i in places]
    grounds = {
        i: {DenialCategory(label): p for label, p in cats.items() if label != NONE}
        for i, cats in zip(places, scores("ground", texts), strict=True)
        if len(items[i].sentence.words) >= SHORTEST
    }
    acts = {
        i: {label: p for label, p in cats.items() if label != NONE}
        for i, cats in zip(places, scores("act", texts), strict=True)
    }
    totals = _totals([g for i, g in grounds.items() if not items[i].roles & ELSEWHERE])
    if weighing.best <= FAINT and (not totals or totals[0][1] <= FAINTLY):
        # no sentence of its own gives a reason: "Dr. Lee says it is not needed" may be how the plan tells it
        totals = _totals([g for i, g in grounds.items() if PAST not in items[i].roles])
    return Opinion(totals, grounds, acts)


def _read(item: Weighed) -> bool:
    return not item.roles & {"notice", "sample"} and not item.unused and any(c.isalpha() for c in item.text)


def _totals(each: Sequence[Mapping[DenialCategory, float]]) -> tuple[tuple[DenialCategory, float], ...]:
    by: dict[DenialCategory, list[float]] = defaultdict(list)
    for grounds in each:
        for ground, p in grounds.items():
            by[ground].append(p)
    totals = {
        g: sum(r * p for r, p in zip(RANKS, sorted(ps, reverse=True), strict=False)) for g, ps in by.items()
    }
    return tuple(sorted(totals.items(), key=lambda t: -t[1]))
