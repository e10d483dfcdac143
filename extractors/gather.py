"""All fields of one letter: each family of fields reads the sheet, and here their readings are joined."""

from extractors import choose, cover, fill, numbers, patient, whose
from extractors.doubts import doubts as field_doubts
from extractors.kind import kind as kind_of
from extractors.reading import Fields, Reading
from extractors.reason import reason as reason_of
from pipeline.models.document import Document
from pipeline.models.fields import DocumentKind, Doubt, Extraction, Field


def extract(document: Document) -> Extraction:
    """Every field of `document` with proof, and a doubt for each field that decides what is filed and is not sure.

    A document without words gives an extraction whose kind is None.
    """
    return examine(document)[0]


def examine(document: Document) -> tuple[Extraction, Reading | None]:
    """The extraction with the reading behind it, for calibration."""
    if not any(page.words for page in document.body):
        doubt = Doubt(field="document_kind", why="no page could be read")
        return Extraction(kind=Field(value=None, confidence=0.0), fields={}, doubts=(doubt,)), None
    reading = Reading.of(document)
    kind, doubts = kind_of(document)
    fields: Fields = {}
    for step in (
        choose.dates,
        choose.people,
        patient.details,
        numbers.identifiers,
        whose.parties,
        fill.charges,
        cover.plan,
        fill.contacts,
    ):
        step(reading, kind.value, fields)
    if kind.value not in (None, DocumentKind.NOT_A_DENIAL.value):
        why, more = reason_of(document, DocumentKind(kind.value))
        doubts += more
        if why:
            fields["denial_reason"] = why
    return Extraction(kind=kind, fields=fields, doubts=doubts + field_doubts(reading, kind, fields)), reading
