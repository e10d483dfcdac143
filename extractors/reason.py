"""The sentences of a letter that say why it denies, as they stand there."""

from collections.abc import Mapping, Sequence

from extractors.grounds import Weighed, weigh
from extractors.opinion import opinion
from extractors.verdict import verdict
from pipeline.models.document import Document, union
from pipeline.models.fields import Candidate, DenialCategory, DocumentKind, Doubt, Field

ASIDE = frozenset(
    {"rights", "notice", "sample", "conditional", "argument", "citation", "recap", "withdrawn", "cost_share"}
)
LONGEST = 90  # words; a reason longer than this is no longer a reason but the letter
BOTH = 6.0  # what the model's certainty of a sentence weighs beside its cues
TELLS = 0.5  # probability of a ground from which a sentence further off belongs to the reason
WORDS, SHORT = 7, 0.4  # a line of fewer words is a label or a title, and counts this much

Grounds = Mapping[int, Mapping[DenialCategory, float]]


def reason(document: Document, kind: DocumentKind | None) -> tuple[Field | None, tuple[Doubt, ...]]:
    """The denial reason of a letter of `kind`, verbatim; None where the letter denies nothing."""
    if kind is None or kind is DocumentKind.NOT_A_DENIAL:
        return None, ()
    items = weigh(document).sentences
    grounds = opinion(document).grounds
    found = verdict(document)
    best = strongest(items, grounds, found.ground) if found.ground else None
    if best is None or found.ground is None:
        return None, (Doubt(field="denial_reason", why="no sentence says why this was denied"),)
    ground = found.ground
    run = _with_neighbours(items, best, grounds)
    words = [w for item in run for w in item.sentence.words]
    page = run[0].sentence.page
    text = " ".join(item.sentence.text for item in run)
    others = sorted((s for s in items if s not in run and s.grounds), key=lambda s: -max(s.grounds.values()))
    return (
        Field(
            value=text,
            confidence=0.93 if found.ground_sure else 0.6,
            page=page,
            box=union([w.box for w in words if w.page == page]),
            quote=text,
            origin=words[0].origin,
            rule=f"reason.{ground.value}",
            candidates=tuple(_candidate(s) for s in others[:2]),
        ),
        (),
    )


def strongest(items: Sequence[Weighed], grounds: Grounds, ground: DenialCategory) -> Weighed | None:
    """The sentence that speaks most for `ground`, by cues and model together."""
    best, top = None, 0.0
    for place, item in enumerate(items):
        weight = _weight(item, grounds.get(place, {}), ground)
        if weight > top:
            best, top = item, weight
    return best


def _weight(item: Weighed, model: Mapping[DenialCategory, float], ground: DenialCategory) -> float:
    if item.unused or item.roles & {"notice", "sample"}:
        return 0.0
    weight = item.grounds.get(ground, 0.0) + BOTH * model.get(ground, 0.0) * min(item.factor, 1.0)
    return weight * (SHORT if len(item.sentence.words) < WORDS else 1.0)


def _with_neighbours(items: Sequence[Weighed], best: Weighed, grounds: Grounds) -> list[Weighed]:
    """`best` with its paragraph around it: the sentence next to it on either side, and on from there all that tell a ground."""
    at = next(i for i, s in enumerate(items) if s is best)
    run = [best]
    for step in (-1, 1):
        between: list[Weighed] = []
        near = at + step
        while 0 <= near < len(items) and items[near].sentence.block == best.sentence.block:
            other = items[near]
            words = sum(len(s.sentence.words) for s in (*run, *between, other))
            if other.roles & ASIDE or other.unused or words > LONGEST:
                break
            tells = bool(other.grounds) or max(grounds.get(near, {}).values(), default=0.0) >= TELLS
            if tells or (len(other.sentence.words) >= WORDS and near == at + step):
                added = [*between, other]
                run = [*reversed(added), *run] if step < 0 else [*run, *added]
                between = []
            elif len(between) < 1:
                between.append(other)
            else:
                break
            near += step
    return run


def _candidate(item: Weighed) -> Candidate:
    return Candidate(
        value=item.sentence.text,
        score=round(max(item.grounds.values()), 2),
        page=item.sentence.page,
        box=item.sentence.box,
        quote=item.sentence.text,
        rule="reason",
    )
