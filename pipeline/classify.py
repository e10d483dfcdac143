"""Clinical or administrative, and on which ground: rules and the trained model must agree, or a person looks."""

from extractors.grounds import weigh
from extractors.opinion import opinion
from extractors.reason import strongest
from extractors.verdict import SPEAKS_AGAINST, Verdict, class_of, verdict
from pipeline.models.document import Document
from pipeline.models.fields import (
    Candidate,
    Classification,
    DenialCategory,
    DocumentKind,
    Doubt,
    Extraction,
    Pointer,
)


def classify(document: Document, extraction: Extraction) -> Classification:
    """The class and category of the denial in `document`, with the sentences that decided.

    A letter that denies nothing has neither. Doubts name `denial_class` where rules and model differ on the
    class or the letter speaks for both, `denial_category` where only the ground within the class is open.
    """
    if extraction.kind.value in (None, DocumentKind.NOT_A_DENIAL.value):
        return Classification()
    found = verdict(document)
    if found.ground is None:
        return Classification(
            doubts=(Doubt(field="denial_class", why="no sentence says why this was denied"),)
        )
    return Classification(
        denial_class=class_of(found.ground),
        denial_category=found.ground,
        confidence=round(min(found.class_probability, 0.99), 3),
        evidence=_evidence(document, found),
        doubts=_doubts(found),
    )


def _doubts(found: Verdict) -> tuple[Doubt, ...]:
    if found.class_sure and found.ground_sure:
        return ()
    rules, model = found.by_rules, found.by_model
    if found.outside_part_d:
        why = "Part D leaves this use of the drug out by law: offices differ on whether a medical judgment decided"
    elif found.divided:
        why = "its lines were refused for a medical reason and for another"
    elif found.faint:
        why = "no sentence gives the reason in words that the rules know well"
    elif found.by_words < SPEAKS_AGAINST:
        why = "rules and trained model agree, but the letter as a whole reads like one for the other class"
    elif not found.agreed:
        why = f"the rules read {rules and rules.value}, the trained model {model and model.value}"
    else:
        why = "the letter also speaks for another ground"
    name = "denial_category" if found.class_sure else "denial_class"
    open_ = [(g, s) for g, s in found.ranking if name == "denial_class" or class_of(g) is found.denial_class]
    candidates = tuple(Candidate(value=g.value, score=round(s, 3), rule="verdict") for g, s in open_[:3])
    return (Doubt(field=name, why=why, candidates=candidates),)


def _evidence(document: Document, found: Verdict) -> tuple[Pointer, ...]:
    """The sentence that decided; where rules and model differ, the strongest sentence of each."""
    items = weigh(document).sentences
    grounds = opinion(document).grounds
    wanted = dict.fromkeys(g for g in (found.ground, found.by_rules, found.by_model) if g)
    pointers = []
    for ground in wanted:
        best = strongest(items, grounds, ground)
        if best is not None:
            pointers.append(_pointer(best.sentence.text, best.sentence.page, best.sentence.box, ground))
    return tuple(pointers)


def _pointer(
    quote: str, page: int, box: tuple[float, float, float, float], ground: DenialCategory
) -> Pointer:
    return Pointer(quote=quote, page=page, box=box, points_to=ground.value)
