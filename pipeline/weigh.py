"""What a person must look at before anything is filed, and why.

A case asks for review whenever something that decides what is filed is missing, in conflict or not sure
enough. The extractors and the classifier bring their own doubts; here are those that show only when the
parts are seen together.
"""

from collections.abc import Sequence

from pipeline.models.case import DocumentSummary, Review
from pipeline.models.decision import Decision, Path
from pipeline.models.facts import Facts
from pipeline.models.fields import (
    CLINICAL_CATEGORIES,
    Candidate,
    Classification,
    DenialCategory,
    DocumentKind,
    Doubt,
    Extraction,
)
from pipeline.overrule import settled

OF_ONE_MIND = 0.9  # confidence of a class from which a sentence for the other one is background


def weigh(
    documents: Sequence[DocumentSummary],
    extraction: Extraction,
    classification: Classification,
    facts: Facts,
    decision: Decision | None = None,
    otherwise: Sequence[Decision] = (),
) -> Review:
    """All reasons to ask a person; `decision` is None for `imrkit extract`, which decides nothing.

    `otherwise` holds the decisions on the other grounds that the letter may mean: where they lead the same way,
    the ground within the class decides nothing that is filed, and nobody is asked for it.
    """
    known = settled(facts)
    if all(_way(o) == _way(decision) for o in otherwise):
        known |= {"denial_category"}
    doubts = [d for d in (*extraction.doubts, *classification.doubts) if d.field not in known]
    doubts += _pages(documents) + _missing(extraction, classification)
    doubts = [d for d in doubts if d.field != "document" or d.why not in facts.looked_at]
    doubts += [d for d in _two_minds(classification) if d.field not in known]
    if decision is not None:
        doubts += _contradictions(extraction, facts) + _route(decision)
    unique = {(d.field, d.why): d for d in doubts}
    return Review(needed=bool(unique), reasons=tuple(unique.values()))


def _way(decision: Decision | None) -> tuple[object, ...]:
    """What is filed, where and by when."""
    if decision is None:
        return ()
    return (
        decision.path,
        decision.process_id,
        decision.eligible,
        decision.deadline and decision.deadline.file_by,
    )


def _pages(documents: Sequence[DocumentSummary]) -> list[Doubt]:
    return [
        Doubt(field="document", why=f"{d.source}: page {n} could not be read")
        for d in documents
        for n in d.unreadable_pages
    ]


def _missing(extraction: Extraction, classification: Classification) -> list[Doubt]:
    if extraction.kind.value is None:
        why = "nothing says whether this is a denial, a decision on appeal or neither"
        return [Doubt(field="document_kind", why=why)]
    denied = extraction.kind.value != DocumentKind.NOT_A_DENIAL
    doubts = [
        Doubt(field=name, why="not found in the letter")
        for name in ("insurer", "letter_date")
        if denied
        and extraction.one(name) is None  # of a form to be filled in the extractors know what may be missing
    ]
    if denied and classification.denial_class is None:
        doubts.append(Doubt(field="denial_class", why="the letter does not say clearly why it was denied"))
    return doubts


def _two_minds(classification: Classification) -> list[Doubt]:
    """Sentences for both classes stand in the letter: which decided it is for a person to say."""
    grounds = {p.points_to for p in classification.evidence} & set(DenialCategory)
    clinical = grounds & CLINICAL_CATEGORIES
    if classification.confidence >= OF_ONE_MIND or not clinical or clinical == grounds:
        return []
    seen = tuple(
        Candidate(value=p.points_to, score=classification.confidence, page=p.page, box=p.box, quote=p.quote)
        for p in classification.evidence
        if p.points_to in grounds
    )
    why = "sentences for a medical and for an administrative reason stand in the letter"
    return [Doubt(field="denial_class", why=why, candidates=seen)]


def _contradictions(extraction: Extraction, facts: Facts) -> list[Doubt]:
    """A person's fact goes first, but a letter that says otherwise is shown."""
    doubts = []
    for name, given in (("plan_funding", facts.plan.funding), ("state", facts.plan.state)):
        found = extraction.one(name)
        if given and found and str(found.value) != str(given):
            doubts.append(Doubt(field=name, why=f"you gave {given}, the letter points to {found.value}"))
    return doubts


def _route(decision: Decision) -> list[Doubt]:
    if decision.path is Path.NOT_A_DENIAL:
        return []
    if decision.path is Path.NEEDS_FACTS:
        asked = ", ".join(decision.missing_facts) or "more facts"
        return [Doubt(field="route", why=f"the next step depends on {asked}")]
    if decision.deadline is None or decision.deadline.file_by is None:
        return [Doubt(field="deadline", why="no deadline could be counted: file at once and ask the office")]
    return []
