"""Clinical or administrative, and on which ground: rules and the trained model must agree, or a person looks."""

from extractors.grounds import Weighing, weigh
from extractors.reason import strongest
from pipeline.models.document import Document
from pipeline.models.fields import (
    CLINICAL_CATEGORIES,
    Candidate,
    Classification,
    DenialCategory,
    DenialClass,
    DocumentKind,
    Doubt,
    Extraction,
    Pointer,
)

SURE = 0.9  # confidence below which a person must look


def classify(document: Document, extraction: Extraction) -> Classification:
    """The class and category of the denial in `document`, with the sentences that decided."""
    if extraction.kind.value in (None, DocumentKind.NOT_A_DENIAL.value):
        return Classification()
    weighing = weigh(document)
    if not weighing.totals:
        return Classification(
            doubts=(Doubt(field="denial_class", why="no sentence says why this was denied"),)
        )
    category = weighing.totals[0][0]
    confidence = _margin(weighing)
    evidence = tuple(p for p in (_pointer(weighing, category),) if p)
    doubts: tuple[Doubt, ...] = ()
    if confidence < SURE:
        doubts = (
            Doubt(
                field="denial_category",
                why="the letter speaks for more than one ground",
                candidates=tuple(
                    Candidate(value=c.value, score=round(w, 2), rule="grounds.rules")
                    for c, w in weighing.totals[:3]
                ),
            ),
        )
    return Classification(
        denial_class=class_of(category),
        denial_category=category,
        confidence=round(confidence, 3),
        evidence=evidence,
        doubts=doubts,
    )


def class_of(category: DenialCategory) -> DenialClass:
    """Clinical where a medical judgment decides, administrative otherwise."""
    return DenialClass.CLINICAL if category in CLINICAL_CATEGORIES else DenialClass.ADMINISTRATIVE


def _margin(weighing: Weighing) -> float:
    first = weighing.totals[0][1]
    second = weighing.totals[1][1] if len(weighing.totals) > 1 else 0.0
    return 0.5 + 0.5 * (first - second) / max(first + second, 4.0)


def _pointer(weighing: Weighing, category: DenialCategory) -> Pointer | None:
    best = strongest(weighing.sentences, category)
    if best is None:
        return None
    return Pointer(
        quote=best.sentence.text, page=best.sentence.page, box=best.sentence.box, points_to=category.value
    )
