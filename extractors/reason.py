"""The sentences of a letter that say why it denies, as they stand there."""

from collections.abc import Sequence

from extractors.grounds import Weighed, Weighing, weigh
from pipeline.models.document import Document, union
from pipeline.models.fields import Candidate, DenialCategory, DocumentKind, Doubt, Field

NEAR = 0.3  # a neighbour joins the reason if it speaks for the ground at least this much of the best sentence
LONGEST = 110  # words; a reason longer than this is no longer a reason but the letter


def reason(
    document: Document, kind: DocumentKind | None, weighing: Weighing | None = None
) -> tuple[Field | None, tuple[Doubt, ...]]:
    """The denial reason of a letter of `kind`, verbatim; None where the letter denies nothing."""
    if kind is DocumentKind.NOT_A_DENIAL:
        return None, ()
    weighing = weighing or weigh(document)
    ground = weighing.totals[0][0] if weighing.totals else None
    best = strongest(weighing.sentences, ground)
    if best is None:
        why = "no sentence says why this was denied"
        return None, (Doubt(field="denial_reason", why=why),)
    run = _with_neighbours(weighing.sentences, best, ground)
    words = [w for item in run for w in item.sentence.words]
    page = run[0].sentence.page
    others = [s for s in weighing.sentences if s not in run and s.grounds]
    others.sort(key=lambda s: -max(s.grounds.values()))
    weight = best.grounds.get(ground, 0.0) if ground else 0.0
    return (
        Field(
            value=" ".join(item.sentence.text for item in run),
            confidence=round(min(0.95, 0.5 + weight / 20), 3),
            page=page,
            box=union([w.box for w in words if w.page == page]),
            quote=" ".join(item.sentence.text for item in run),
            origin=words[0].origin,
            rule=f"reason.{ground.value if ground else 'none'}",
            candidates=tuple(_candidate(s) for s in others[:2]),
        ),
        (),
    )


def strongest(items: Sequence[Weighed], ground: DenialCategory | None) -> Weighed | None:
    """The sentence that speaks most for `ground`."""
    if ground is None:
        return None
    best = max(items, key=lambda s: s.grounds.get(ground, 0.0), default=None)
    return best if best is not None and best.grounds.get(ground, 0.0) > 0 else None


def _with_neighbours(items: Sequence[Weighed], best: Weighed, ground: DenialCategory | None) -> list[Weighed]:
    """`best` with the sentences next to it in its paragraph that carry the same ground."""
    at = next(i for i, s in enumerate(items) if s is best)
    run = [best]
    for step in (-1, 1):
        near = at + step
        if not 0 <= near < len(items) or items[near].sentence.block != best.sentence.block:
            continue
        other = items[near]
        speaks = ground is not None and other.grounds.get(ground, 0.0) >= NEAR * best.grounds[ground]
        length = sum(len(s.sentence.words) for s in run) + len(other.sentence.words)
        if speaks and length <= LONGEST:
            run = [other, *run] if step < 0 else [*run, other]
    return run


def _candidate(item: Weighed) -> Candidate:
    return Candidate(
        value=item.sentence.text,
        score=round(max(item.grounds.values()), 2),
        page=item.sentence.page,
        box=item.sentence.box,
        quote=item.sentence.text,
        rule="reason.rules",
    )
