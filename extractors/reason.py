"""The sentences of a letter that say why it denies, as they stand there."""

import math
from collections.abc import Mapping, Sequence

from extractors.grounds import Weighed, weigh
from extractors.opinion import opinion
from extractors.reasonsigns import score, signs, weights
from extractors.verdict import verdict
from pipeline.models.document import Document, union
from pipeline.models.fields import Candidate, DenialCategory, DocumentKind, Doubt, Field

LONGEST = 100  # words; a reason longer than this is no longer a reason but the letter
LEAST = -2.5  # log odds of belonging to it from which a sentence next to the reason is told with it
NEW_BLOCK = 0.5  # what it costs to go on into another paragraph
BOTH = 6.0  # what the model's certainty of a sentence weighs beside its cues
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
    run = most_likely(items, [score(s, weights()) for s in signs(items, opinion(document), ground)])
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


def most_likely(items: Sequence[Weighed], odds: Sequence[float]) -> Sequence[Weighed]:
    """The likeliest sentence that is of use, with those around it that together are most likely of the reason too."""
    best = max(range(len(items)), key=lambda at: (not items[at].unused, odds[at]))
    place, top = slice(best, best + 1), -math.inf
    for start in range(best + 1):
        whole, words = 0.0, 0
        for end in range(start, len(items)):
            item = items[end]
            words += len(item.sentence.words)
            if item.unused or (words > LONGEST and end > start):
                break
            turned = end > start and item.sentence.block != items[end - 1].sentence.block
            whole += odds[end] - LEAST - NEW_BLOCK * turned
            if end >= best and whole > top:
                place, top = slice(start, end + 1), whole
    return items[place]


def _candidate(item: Weighed) -> Candidate:
    return Candidate(
        value=item.sentence.text,
        score=round(max(item.grounds.values()), 2),
        page=item.sentence.page,
        box=item.sentence.box,
        quote=item.sentence.text,
        rule="reason",
    )
