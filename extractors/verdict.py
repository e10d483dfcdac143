"""The ground of a letter by rules and model together, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.grounds import Weighing, weigh
from extractors.opinion import Opinion, opinion
from pipeline.models.document import Document
from pipeline.models.fields import CLINICAL_CATEGORIES, DenialCategory, DenialClass

HEARD = 0.7  # least weight of a ground by the model alone that is worth showing to a person
FAINT = 1.7  # weight of the rules' best ground up to which nothing is sure
CLASS_SHARE = 0.5  # least share of the best ground's class, rules and model together, to pass unasked
GROUND_LEAD = 0.03  # least lead of the best ground over the next, in shares
# The model agrees with the rules too where they are plain and it holds their ground nearly as likely as its own.
PLAIN, NEARLY = 0.6, 0.75


@dataclass(frozen=True, slots=True)
class Verdict:
    """The grounds of a letter, best first, in shares of one; and what each half made of it."""

    ranking: tuple[tuple[DenialCategory, float], ...]
    by_rules: DenialCategory | None
    by_model: DenialCategory | None
    agreed: bool
    class_share: float  # of the best ground's class
    faint: bool = False  # the rules hardly hear a ground

    @property
    def ground(self) -> DenialCategory | None:
        return self.ranking[0][0] if self.ranking else None

    @property
    def class_sure(self) -> bool:
        """Rules and model name grounds of one class, and little speaks for the other."""
        if self.by_rules is None or self.by_model is None:
            return False
        same = self.agreed or (not self.faint and class_of(self.by_rules) is class_of(self.by_model))
        return same and self.class_share >= CLASS_SHARE

    @property
    def ground_sure(self) -> bool:
        """Rules and model agree on the ground, and it leads."""
        second = self.ranking[1][1] if len(self.ranking) > 1 else 0.0
        return self.agreed and self.ranking[0][1] - second >= GROUND_LEAD


@lru_cache(maxsize=4)
def verdict(document: Document) -> Verdict:
    """Weigh rules and model alike: each half's shares, averaged."""
    return judge(weigh(document), opinion(document))


def judge(weighing: Weighing, seen: Opinion) -> Verdict:
    """The verdict on one weighing and one opinion."""
    rules, model = _shares(weighing.totals), _shares(seen.totals)
    if not rules:  # no cue found any ground; the model alone never decides unasked
        if not seen.totals or seen.totals[0][1] < HEARD:
            return Verdict((), None, None, False, 0.0)
        ranking = tuple(sorted(model.items(), key=lambda s: -s[1]))
        return Verdict(ranking, None, ranking[0][0], False, 0.0)
    both = {g: (rules.get(g, 0.0) + model.get(g, 0.0)) / 2 for g in {*rules, *model}}
    ranking = tuple(sorted(both.items(), key=lambda s: -s[1]))
    one, two = max(rules, key=lambda g: rules[g]), max(model, key=lambda g: model[g], default=None)
    near = two is not None and rules[one] >= PLAIN and model.get(one, 0.0) >= NEARLY * model[two]
    faint = weighing.totals[0][1] <= FAINT
    agreed = ranking[0][0] is one and (one is two or near) and not faint
    share = sum(s for g, s in ranking if class_of(g) is class_of(ranking[0][0]))
    return Verdict(ranking, one, two, agreed, share, faint)


def class_of(category: DenialCategory) -> DenialClass:
    """Clinical where a medical judgment decides, administrative otherwise."""
    return DenialClass.CLINICAL if category in CLINICAL_CATEGORIES else DenialClass.ADMINISTRATIVE


def _shares(totals: Sequence[tuple[DenialCategory, float]]) -> Mapping[DenialCategory, float]:
    whole = sum(weight for _, weight in totals)
    return {ground: weight / whole for ground, weight in totals} if whole else {}
