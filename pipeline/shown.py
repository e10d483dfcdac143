"""Boxes as the file shows its pages: what reading turned, straightened or flattened is laid back.

Stages see pages upright and straight; everyone outside (case.json, the review page, exhibits) sees the file.
"""

from collections.abc import Iterable
from typing import TypeVar

from pipeline.models.document import Document, box_as_given
from pipeline.models.fields import Candidate, Classification, Doubt, Extraction, Field, Pointer

T = TypeVar("T", Field, Candidate, Pointer)


def as_shown(
    document: Document, extraction: Extraction, classification: Classification
) -> tuple[Extraction, Classification]:
    """The same findings with every box where the page as the file shows it has it."""
    pages = {page.number: page for page in document.pages if page.as_given is not None}
    if not pages:
        return extraction, classification

    def box(one: T) -> T:
        page = pages.get(one.page or 0)
        if page is None or one.box is None:
            return one
        return one.model_copy(update={"box": tuple(round(n, 2) for n in box_as_given(page, one.box))})

    def field(one: Field) -> Field:
        return box(one).model_copy(update={"candidates": tuple(box(c) for c in one.candidates)})

    def doubts(some: Iterable[Doubt]) -> tuple[Doubt, ...]:
        return tuple(d.model_copy(update={"candidates": tuple(box(c) for c in d.candidates)}) for d in some)

    fields = {
        name: tuple(field(f) for f in found) if isinstance(found, tuple) else field(found)
        for name, found in extraction.fields.items()
    }
    told = {"kind": field(extraction.kind), "fields": fields, "doubts": doubts(extraction.doubts)}
    evidence = tuple(box(pointer) for pointer in classification.evidence)
    return extraction.model_copy(update=told), classification.model_copy(
        update={"evidence": evidence, "doubts": doubts(classification.doubts)}
    )
