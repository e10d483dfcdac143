"""Several letters of one case become one: a first denial, an upheld appeal, an EOB of the same matter.

The letter that governs is the latest decision on appeal, else the latest denial; its values stand. The
others fill what it does not say, and where two letters contradict each other about who or what the case
is, both values are kept and a person is asked.
"""

from collections.abc import Sequence

from pipeline.models.document import Document
from pipeline.models.fields import Candidate, Classification, DocumentKind, Doubt, Extraction, Field

# Which kind of letter governs, strongest first.
_RANK = {
    DocumentKind.FINAL_INTERNAL_DENIAL: 3,
    DocumentKind.INITIAL_DENIAL: 2,
    DocumentKind.EOB_DENIAL: 1,
    DocumentKind.NOT_A_DENIAL: 0,
}
# Fields that say which matter this is: a difference between letters means they may not belong together.
_IDENTITY = ("member_id", "insurer", "member_name")
# Lists that grow over the letters of a matter; every other list is the governing letter's own.
_GROWING = ("claim_numbers", "reference_numbers", "claim_lines", "service_dates")
# Fields that describe one letter rather than the matter; never filled from another letter.
_OF_THE_LETTER = (
    "letter_date",
    "stated_deadlines",
    "denial_reason",
    "addressee",
    "internal_appeal_decision_date",
)


class Reading:
    """One letter, read and understood."""

    def __init__(self, document: Document, extraction: Extraction, classification: Classification) -> None:
        self.document = document
        self.extraction = extraction
        self.classification = classification

    @property
    def weight(self) -> tuple[int, str]:
        """Order of authority: kind first, then the later date."""
        kind = self.extraction.kind.value
        dated = self.extraction.one("letter_date")
        return (_RANK.get(DocumentKind(kind), 0) if kind else 0, str(dated.value) if dated else "")


def combine(readings: Sequence[Reading]) -> tuple[int, Extraction, Classification]:
    """Join `readings` (at least one); gives the index of the governing letter and the joined findings."""
    lead = max(range(len(readings)), key=lambda i: readings[i].weight)
    governing = readings[lead]
    if len(readings) == 1:
        return 0, governing.extraction, governing.classification
    fields = dict(governing.extraction.fields)
    doubts = list(governing.extraction.doubts)
    others = [_named(r) for i, r in enumerate(readings) if i != lead]
    for other in others:
        for name, found in other.extraction.fields.items():
            if name in _OF_THE_LETTER:
                continue
            held = fields.get(name)
            if held is None:
                fields[name] = found
            elif name in _GROWING and isinstance(held, tuple) and isinstance(found, tuple):
                fields[name] = _grow(held, found)
            elif name in _IDENTITY and isinstance(held, Field) and isinstance(found, Field):
                doubts.extend(_contradiction(name, held, found))
    if "initial_denial_date" not in fields:
        first = _first_denial(others)
        if first is not None:
            fields["initial_denial_date"] = first
    extraction = Extraction(kind=governing.extraction.kind, fields=fields, doubts=tuple(doubts))
    return lead, extraction, _class_of(governing, others)


def _named(reading: Reading) -> Reading:
    """The same findings, each saying which letter it stands in: a page number alone would not."""
    mark = {"letter": reading.document.sha256}

    def field(found: Field) -> Field:
        return found.model_copy(
            update={**mark, "candidates": tuple(c.model_copy(update=mark) for c in found.candidates)}
        )

    fields = {
        name: tuple(field(f) for f in found) if isinstance(found, tuple) else field(found)
        for name, found in reading.extraction.fields.items()
    }
    evidence = tuple(p.model_copy(update=mark) for p in reading.classification.evidence)
    return Reading(
        reading.document,
        reading.extraction.model_copy(update={"fields": fields}),
        reading.classification.model_copy(update={"evidence": evidence}),
    )


def _grow(held: tuple[Field, ...], found: tuple[Field, ...]) -> tuple[Field, ...]:
    seen = {repr(f.value) for f in held}
    return held + tuple(f for f in found if repr(f.value) not in seen)


def _contradiction(name: str, held: Field, found: Field) -> list[Doubt]:
    if _key(held.value) == _key(found.value):
        return []
    both = tuple(
        Candidate(
            value=f.value,
            score=f.confidence,
            page=f.page,
            box=f.box,
            quote=f.quote,
            rule=f.rule,
            letter=f.letter,
        )
        for f in (held, found)
    )
    return [
        Doubt(
            field=name,
            why="the letters of this case give different values: do they belong together?",
            candidates=both,
        )
    ]


def _first_denial(others: Sequence[Reading]) -> Field | None:
    dates = [
        r.extraction.one("letter_date")
        for r in others
        if r.extraction.kind.value in (DocumentKind.INITIAL_DENIAL, DocumentKind.EOB_DENIAL)
    ]
    known = [d for d in dates if d is not None]
    return min(known, key=lambda d: str(d.value)) if known else None


def _class_of(governing: Reading, others: Sequence[Reading]) -> Classification:
    """The governing letter's class; an appeal decision that gives no reason leans on the first denial."""
    own = governing.classification
    if own.denial_class is not None:
        return own
    return next((r.classification for r in others if r.classification.denial_class is not None), own)


def _key(value: object) -> str:
    return "".join(c for c in str(value).upper() if c.isalnum())
