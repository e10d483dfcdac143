"""Spreads letters over processes and gives their cases back in order."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ImrkitError, InternalError
from pipeline.photos import letters_of

if TYPE_CHECKING:
    from pipeline.run import Kit
    from pipeline.settings import Settings

# Fewer files than this do not pay for starting a second process.
_WORTH_SPREADING = 6

_kit: "Kit | None" = None  # one per worker process


def examined(
    files: Sequence[Path], settings: "Settings", workers: int, password: str | None
) -> Iterator[str]:
    """One line of JSON a letter, in order; a file that cannot be used gives a line with `error`.

    Photos named NAME-1.jpg, NAME-2.jpg in a row are pages of one letter; every other file stands alone.
    """
    letters = [tuple(pages) for pages in letters_of((file, file) for file in files)]
    if workers == 1 or len(letters) < _WORTH_SPREADING:
        _start(settings, workers)
        yield from (_line(letter, password) for letter in letters)
        _stop()
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (settings, 1)) as pool:
        chunks = [pool.submit(_line, letter, password) for letter in letters]
        yield from (chunk.result() for chunk in chunks)


def _start(settings: "Settings", workers: int) -> None:
    global _kit
    from pipeline.run import Kit

    _kit = Kit.load(limits=settings.limits(), workers=workers, law=settings.law)


def _stop() -> None:
    global _kit
    if _kit is not None:
        _kit.close()
        _kit = None


def _line(letter: tuple[Path, ...], password: str | None) -> str:
    from pipeline.run import examine, failed

    assert _kit is not None
    try:
        case = examine(letter, kit=_kit, password=password)
    except ImrkitError as error:
        case = failed(letter[0].name, error)
    except Exception as bug:  # ours, but the other letters must not suffer; its text may quote the letter
        message = (
            f"imrkit failed on this letter ({type(bug).__name__}): please report it. The file is unchanged."
        )
        case = failed(letter[0].name, InternalError(message))
    return json.dumps(case.model_dump(mode="json", by_alias=True), ensure_ascii=False)
