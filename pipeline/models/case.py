"""A case: letters in, one decision, one packet. `case.json` and one line of `extract`."""

from typing import Any

from pydantic import ConfigDict

from pipeline.models.decision import Decision
from pipeline.models.facts import Facts
from pipeline.models.fields import Classification, Doubt, Field, Frozen

SCHEMA_VERSION = 1


class DocumentSummary(Frozen):
    """What is told of a letter as a file."""

    source: str
    sha256: str | None = None
    pages: int = 0
    kind: str | None = None
    ocr_pages: tuple[int, ...] = ()
    unreadable_pages: tuple[int, ...] = ()
    skipped_pages: dict[str, str] = {}  # page number to role: blank, fax_cover, notice
    reading: dict[str, str] = {}  # page number to why it was read as it was
    turned: dict[
        str, int
    ] = {}  # page number to degrees clockwise that the file's page needs to stand upright


class Review(Frozen):
    needed: bool = False
    reasons: tuple[Doubt, ...] = ()


class CaseError(Frozen):
    code: str
    message: str


class Case(Frozen):
    """The whole of a case. `case_id` depends only on the letters' bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    case_id: str
    schema_version: int = SCHEMA_VERSION
    pipeline_version: str
    document: DocumentSummary
    documents: tuple[DocumentSummary, ...] = ()
    fields: dict[str, Field | tuple[Field, ...]] = {}
    classification: Classification = Classification()
    decision: Decision | None = None
    doubts: tuple[Doubt, ...] = ()  # what extraction doubted; `review` adds what shows only in the whole
    review: Review = Review()
    facts: Facts = Facts()
    packet: tuple[str, ...] = ()
    provenance: dict[str, Any] = {}  # document name to where each filled value came from
    error: CaseError | None = None

    def one(self, name: str) -> Field | None:
        """The scalar field `name`, or None."""
        found = self.fields.get(name)
        return found if isinstance(found, Field) else None

    def many(self, name: str) -> tuple[Field, ...]:
        """The list field `name`, empty if not found."""
        found = self.fields.get(name, ())
        return found if isinstance(found, tuple) else (found,)

    def value(self, name: str) -> Any:
        """The bare value of a scalar field, or None."""
        found = self.one(name)
        return found.value if found else None

    def values(self, name: str) -> list[Any]:
        """The bare values of a list field."""
        return [f.value for f in self.many(name)]
