"""Pages for tests: text put at places, as a letter's words would stand."""

from extractors.gather import extract
from extractors.reading import Reading
from pipeline.models.document import Document, Origin, Page, Word
from pipeline.models.fields import Field

Line = tuple[float, float, str]  # x0 and top in points, text


def document(
    *lines: Line, size: float = 10.0, source: str = "letter.pdf", confidence: float = 1.0
) -> Document:
    """One page whose words stand where `lines` say: 5 points a letter, 3 between words."""
    words = []
    for x0, top, text in lines:
        at = x0
        for part in text.split(" "):
            width = 5.0 * len(part)
            if part:
                words.append(
                    Word(part, (at, top, at + width, top + size), 1, confidence=confidence, size=size)
                )
            at += width + 3.0
    page = Page(1, 612.0, 792.0, tuple(words), Origin.TEXT, "text layer")
    return Document(source, "0" * 64, (page,))


def letter(*paragraphs: str, top: float = 60.0) -> Document:
    """Paragraphs at the left margin, one line each, far enough apart to be blocks of their own."""
    return document(*((60.0, top + 30.0 * i, text) for i, text in enumerate(paragraphs)))


def reading_of(*lines: str | list[tuple[float, str]]) -> Reading:
    """A reading of lines 14 points apart; a line of cells gives the left edge of each, in points."""
    words = []
    for row, line in enumerate(lines):
        for left, text in [(60.0, line)] if isinstance(line, str) else line:
            x = left
            for token in text.split():
                width = 5.0 * len(token)
                words.append(Word(token, (x, 100 + 14.0 * row, x + width, 110 + 14.0 * row), 1))
                x += width + 2.5
    page = Page(1, 1200.0, 1500.0, tuple(words), Origin.TEXT, "test")
    return Reading.of(Document("test.pdf", "0" * 64, (page,)))


def value(made: Document, name: str) -> object:
    """The value read for a field that has one value; None where nothing was read."""
    found = extract(made).fields.get(name)
    return found.value if isinstance(found, Field) else None


def asked(made: Document, name: str = "insurer") -> list[str]:
    """Why a person is asked about a field."""
    return [d.why for d in extract(made).doubts if d.field == name]
