"""Read a letter: words with boxes from its text layer where that is good, by OCR where it is not."""

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from pipeline.errors import UnreadableError
from pipeline.models.document import Document, Page
from pipeline.models.letter import Letter, Limits
from pipeline.read.scan import scan
from pipeline.read.survey import survey

__all__ = ["Reader", "read"]


def read(letter: Letter, limits: Limits, password: str | None = None) -> Document:
    """The letter's pages, read in this process, one after the other.

    Raises BadInputError kinds, and MissingToolError when OCR is needed and tesseract is not installed.
    """
    pages = [
        sheet.page or scan(letter, sheet.number, sheet.reason, limits, password)
        for sheet in survey(letter, limits, password)
    ]
    return _document(letter, pages)


class Reader:
    """Reads letters with at most `workers` pages under OCR at a time."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._limits = limits
        self._pool = ThreadPoolExecutor(max_workers=max(1, workers))

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()

    def read(self, letter: Letter, password: str | None = None) -> Document:
        """As the function `read`."""
        return read(letter, self._limits, password)


def _document(letter: Letter, pages: list[Page]) -> Document:
    if not any(page.words for page in pages):
        raise UnreadableError(
            f"{letter.source}: no text was found on any of its pages. Scan the letter again, straight and sharp."
        )
    return Document(letter.source, letter.sha256, tuple(pages), letter.media_type)
