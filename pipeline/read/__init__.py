"""Read a letter: words with boxes from its text layer where that is good, by OCR where it is not."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from pipeline.errors import BadInputError, DamagedError, ReadTimeoutError, TooLargeError, UnreadableError
from pipeline.models.document import Document, Page
from pipeline.models.letter import Letter, Limits
from pipeline.read.pool import Pool
from pipeline.read.survey import DAMAGED, TOO_LARGE, TOO_SLOW, survey

__all__ = ["Reader", "read"]

_PDFIUM = threading.Lock()  # pdfium must not be entered by two threads at once


def read(letter: Letter, limits: Limits, password: str | None = None) -> Document:
    """The letter's pages, read in this process, one after the other: for letters that can be trusted.

    Raises BadInputError kinds, and MissingToolError when OCR is needed and tesseract is not installed.
    """
    from pipeline.read.scan import scan  # OpenCV is slow to import; letters with good text need none of it

    with _PDFIUM:
        pages = [
            sheet.page or scan(letter, sheet.number, sheet.reason, limits, password)
            for sheet in survey(letter, limits, password)
        ]
    return _document(letter, pages)


class Reader:
    """Reads letters in processes of their own, at most `workers` at a time, however many threads ask."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._pool = Pool(workers, limits)
        self._threads = ThreadPoolExecutor(max_workers=max(1, workers), thread_name_prefix="read")

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._pool.close()

    def read(self, letter: Letter, password: str | None = None) -> Document:
        """The letter's pages; those that need OCR side by side. A page that fails is unreadable, with a note.

        Raises BadInputError kinds, MissingToolError when OCR is needed and tesseract is not installed, and
        PassingError when a reading process cannot be started.
        """
        with self._pool.task(letter, password) as task:
            pages = list(self._threads.map(lambda sheet: sheet.page or task.scan(sheet), task.survey()))
        return _document(letter, pages)


def _document(letter: Letter, pages: list[Page]) -> Document:
    if any(page.words for page in pages):
        return Document(letter.source, letter.sha256, tuple(pages), letter.media_type)
    notes = sorted({page.note for page in pages if page.note}) or ["every page is blank"]
    raise _error_for(notes)(
        f"{letter.source}: no text on any of its pages ({'; '.join(notes)}). "
        "Scan or photograph the letter again, straight, sharp and in good light."
    )


def _error_for(notes: list[str]) -> type[BadInputError]:
    """When every page failed for one reason, that is the reason the letter failed."""
    for beginning, kind in (
        (TOO_LARGE, TooLargeError),
        (TOO_SLOW, ReadTimeoutError),
        (DAMAGED, DamagedError),
    ):
        if all(note.startswith(beginning) for note in notes):
            return kind
    return UnreadableError
