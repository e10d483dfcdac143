"""The ground of a letter by rules and model together, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.grounds import Weighing, weigh
from extractors.opinion import Opinion, opinion
from pipeline.models.document import Document
from pipeline.models.fields import CLINICAL_CATEGORIES, DenialCategory, DenialClass

# Share of the letter's weight a class must have, rules and model together, for its ground to pass unasked.
CLASS_SHARE = 0.5
GROUND_LEAD = 0.03  # least lead of the best ground over the next, in shares


@dataclass(frozen=True, slots=True)
class Verdict:
    """The grounds of a letter, best first, in shares of one; and what each half made of it."""

    ranking: tuple[tuple[DenialCategory, float], ...]
    by_rules: DenialCategory | None
    by_model: DenialCategory | None
    class_share: float  # of the best ground's class

    @property
    def ground(self) -> DenialCategory | None:
        return self.ranking[0][0] if self.ranking else None

    @property
    def class_sure(self) -> bool:
        """Rules and model name grounds of one class, and little speaks for the other."""
        if self.by_rules is None or self.by_model is None:
            return False
        same = class_of(self.by_rules) is class_of(self.by_model)
        return same and self.class_share >= CLASS_SHARE

    @property
    def ground_sure(self) -> bool:
        """Rules and model name the same ground, and it leads."""
        if self.by_rules is None or self.by_rules is not self.by_model:
            return False
        second = self.ranking[1][1] if len(self.ranking) > 1 else 0.0
        return self.ranking[0][1] - second >= GROUND_LEAD


@lru_cache(maxsize=4)
def verdict(document: Document) -> Verdict:
    """Weigh rules and model alike: each half's shares, averaged."""
    return judge(weigh(document), opinion(document))


def judge(weighing: Weighing, seen: Opinion) -> Verdict:
    """The verdict on one weighing and one opinion."""
    rules, model = _shares(weighing.totals), _shares(seen.totals)
    if not rules:  # no cue found any ground; the model alone never decides
        ranking = tuple(sorted(model.items(), key=lambda s: -s[1]))
        return Verdict(ranking, None, ranking[0][0] if ranking else None, 0.0)
    both = {g: (rules.get(g, 0.0) + model.get(g, 0.0)) / 2 for g in {*rules, *model}}
    ranking = tuple(sorted(both.items(), key=lambda s: -s[1]))
    kind = class_of(ranking[0][0])
    share = sum(s for g, s in ranking if class_of(g) is kind)
    return Verdict(
        ranking, max(rules, key=lambda g: rules[g]), max(model, key=lambda g: model[g], default=None), share
    )


def class_of(category: DenialCategory) -> DenialClass:
    """Clinical where a medical judgment decides, administrative otherwise."""
    return DenialClass.CLINICAL if category in CLINICAL_CATEGORIES else DenialClass.ADMINISTRATIVE


def _shares(totals: Sequence[tuple[DenialCategory, float]]) -> Mapping[DenialCategory, float]:
    whole = sum(weight for _, weight in totals)
    return {ground: weight / whole for ground, weight in totals} if whole else {}
