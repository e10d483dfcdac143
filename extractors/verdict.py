"""The ground of a letter by rules and model together, its class by all its words too, and how sure that is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.confidence import posterior
from extractors.grounds import FAINT, Weighing, weigh
from extractors.opinion import Opinion, opinion
from extractors.tenor import heard, joined
from pipeline.models.document import Document
from pipeline.models.fields import CLINICAL_CATEGORIES, DenialCategory, DenialClass

HEARD = 0.7  # least weight of a ground by the model alone that is worth showing to a person
MOST = 15.0  # more weight of one ground says no more
CLASS_SURE = 0.85  # least probability of the class to pass unasked
# Where the rules hardly hear a ground it takes this much, and half or more of it by all words of the letter together;
# and whatever both say, below the last one of these words a person looks. Where they differ on the class a person is asked.
SETTLED, HALF, SPEAKS_AGAINST = 0.97, 0.5, 0.2
HEARS_TOO = (
    0.4  # and the half that names the other class hears this one so strongly, as a share of its best ground
)
# unless all words of the letter name this class so plainly, and all together leave no doubt
WORDS_TELL, BEYOND = 0.84, 0.985
GROUND_LEAD = 0.03  # least lead of the best ground over the next, in shares
PART_D = "nc-part-d"  # the cue of a use that Medicare's drug benefit leaves out
# The model agrees with the rules too where they are plain and it holds their ground nearly as likely as its own.
PLAIN, NEARLY = 0.6, 0.75
DIVIDES, BESIDE = (
    2.5,
    0.5,
)  # least weight of the lesser of two codes' reasons, and least share of the greater one's
ASIDE = frozenset(("cost_share", "rights", "notice", "definition", "conditional"))  # what gives no reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """The grounds of a letter, best first, in shares of one; and what each half made of it."""

    ranking: tuple[tuple[DenialCategory, float], ...]
    by_rules: DenialCategory | None
    by_model: DenialCategory | None
    agreed: bool
    denial_class: DenialClass | None = None
    class_probability: float = 0.0
    faint: bool = False  # the rules hardly hear a ground
    held: float = (
        1.0  # weight of this class by the half that hears it less, as a share of that half's best ground
    )
    by_words: float = 0.5  # probability of this class by all words of the letter together
    outside_part_d: bool = (
        False  # a use that Medicare's drug benefit leaves out by law, told as unproven or not covered
    )

    divided: bool = False  # the codes of refused lines are explained by reasons of both classes

    @property
    def ground(self) -> DenialCategory | None:
        return self.ranking[0][0] if self.ranking else None

    @property
    def class_sure(self) -> bool:
        """Rules and model name grounds of one class, and it is likely; or one hears none, and all words are plain."""
        if self.outside_part_d or self.divided:
            return False
        if self.by_rules and self.by_model and class_of(self.by_rules) is not class_of(self.by_model):
            return False
        if self.by_words >= WORDS_TELL and self.class_probability >= BEYOND:
            return True
        if self.by_rules is None or self.by_model is None:
            return False
        least, words = (SETTLED, HALF) if self.faint else (CLASS_SURE, SPEAKS_AGAINST)
        return self.class_probability >= least and self.by_words >= words and self.held >= HEARS_TOO

    @property
    def ground_sure(self) -> bool:
        """Rules and model agree on the ground, and it leads."""
        second = self.ranking[1][1] if len(self.ranking) > 1 else 0.0
        return self.agreed and self.ranking[0][1] - second >= GROUND_LEAD


@lru_cache(maxsize=4)
def verdict(document: Document) -> Verdict:
    """Weigh rules and model together, by weights fitted on labelled letters."""
    return judge(weigh(document), opinion(document))


def judge(weighing: Weighing, seen: Opinion) -> Verdict:
    """The verdict on one weighing and one opinion. The ground is the best one of the likelier class."""
    rules, model = _shares(weighing.totals), _shares(seen.totals)
    if not rules and seen.heard < HEARD:
        return Verdict((), None, None, False)
    both = {g: (rules.get(g, 0.0) + model.get(g, 0.0)) / (2 if rules else 1) for g in {*rules, *model}}
    words = heard("classes", weighing)
    classes = joined("classes", posterior("denial_class", class_signs(weighing, seen)), words)
    likelier, probability = next(iter(classes.items()))
    ranking = tuple(sorted(both.items(), key=lambda s: (class_of(s[0]).value != likelier, -s[1])))
    if class_of(ranking[0][0]).value != likelier:  # nothing names a ground of that class
        likelier, probability = class_of(ranking[0][0]).value, 1 - probability
    one = max(rules, key=lambda g: rules[g], default=None)
    two = max(model, key=lambda g: model[g], default=None)
    near = bool(one and two and rules[one] >= PLAIN and model.get(one, 0.0) >= NEARLY * model[two])
    faint = weighing.best <= FAINT
    agreed = ranking[0][0] is one and (one is two or near) and not faint
    chosen = DenialClass(likelier)
    held = min(_held(half, chosen) for half in (rules, model) if half)
    by_law = ranking[0][0] in _USES and any(PART_D in s.cues for s in weighing.sentences)
    return Verdict(
        ranking,
        one,
        two,
        agreed,
        chosen,
        probability,
        faint,
        held,
        words[likelier],
        by_law,
        _divided(weighing),
    )


def _divided(weighing: Weighing) -> bool:
    """Whether codes of refused lines are explained by a medical reason and by another of about its weight."""
    best = dict.fromkeys(DenialClass, 0.0)
    for item in weighing.sentences:
        if item.carried and not item.roles & ASIDE and item.grounds:
            ground = max(item.grounds, key=lambda g: item.grounds[g])
            best[class_of(ground)] = max(best[class_of(ground)], item.grounds[ground])
    return min(best.values()) >= max(DIVIDES, BESIDE * max(best.values()))


_USES = (DenialCategory.EXPERIMENTAL, DenialCategory.NOT_COVERED)  # as which such a use is told


def class_signs(weighing: Weighing, seen: Opinion) -> dict[str, float]:
    """What speaks for each class: shares of every ground by rules and by model, and how strong the best are."""
    found: dict[str, float] = {}
    for half, totals, least in (("rules", weighing.totals, 0.5), ("model", seen.totals, 0.05)):
        shares = _shares(totals)
        best = {c: max((w for g, w in totals if class_of(g) is c), default=0.0) for c in DenialClass}
        found |= {f"{half} {g.value}": share for g, share in shares.items()}
        clinical = sum(s for g, s in shares.items() if class_of(g) is DenialClass.CLINICAL)
        found[f"{half} share"] = clinical if shares else 0.5
        found |= {f"{half} {c.value}": min(w, MOST) for c, w in best.items()}
        found[f"{half} odds"] = math.log(
            (best[DenialClass.CLINICAL] + least) / (best[DenialClass.ADMINISTRATIVE] + least)
        )
    return found


def _held(half: Mapping[DenialCategory, float], chosen: DenialClass) -> float:
    best = max(half.values())
    return max((w for g, w in half.items() if class_of(g) is chosen), default=0.0) / best if best else 0.0


def class_of(category: DenialCategory) -> DenialClass:
    """Clinical where a medical judgment decides, administrative otherwise."""
    return DenialClass.CLINICAL if category in CLINICAL_CATEGORIES else DenialClass.ADMINISTRATIVE


def _shares(totals: Sequence[tuple[DenialCategory, float]]) -> Mapping[DenialCategory, float]:
    whole = sum(weight for _, weight in totals)
    return {ground: weight / whole for ground, weight in totals} if whole else {}
