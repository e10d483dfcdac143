"""One reading process: parses and OCRs untrusted bytes, apart from everything else.

Started as `python -m pipeline.read.worker FD FOLDER`; talks over that socket until the other side closes it. FOLDER
is where it keeps what it works on.
"""

import contextlib
import os
import resource
import shutil
import signal
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline import errors
from pipeline.models.letter import Limits
from pipeline.read import wire
from pipeline.read.survey import survey

# What the interpreter and the libraries map before any letter comes, in bytes.
_OWN_MEMORY = 1024 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_GRACE = 5.0  # seconds after which the process ends itself, should the parent be gone


def main() -> None:
    """Answer requests until the parent hangs up."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    wire.send(channel, {"ready": True})
    while True:
        try:
            request, file = wire.receive(channel)
        except wire.GoneError:
            _clear(Path(sys.argv[2]))
            return
        if file is None:
            return
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + _GRACE)
        try:
            answer = _answer(request, file)
        finally:
            os.close(file)
        signal.setitimer(signal.ITIMER_REAL, 0)
        wire.send(channel, answer)


def _clear(folder: Path) -> None:
    """Remove the folder, and the readers' common one after the last of them: the parent may have been ended at once."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        folder.parent.rmdir()


def _answer(request: dict[str, Any], file: int) -> dict[str, Any]:
    limits = Limits(**request["limits"])
    _bound(limits)
    try:
        letter = wire.unpack_letter(request["letter"], file)
        if request["do"] == "survey":
            sheets = survey(letter, limits, request["password"], request["only"])
            return {"sheets": [wire.pack_sheet(sheet) for sheet in sheets]}
        # OpenCV is slow to import; letters with good text need none of it.
        import cv2

        from pipeline.read import tesseract
        from pipeline.read.scan import scan

        cv2.setNumThreads(1)  # one core each
        tesseract.stay_inside()
        page = scan(letter, request["number"], request["reason"], limits, request["password"])
        return {"page": wire.pack_page(page)}
    except errors.ImrkitError as error:
        return {"error": type(error).__name__, "message": error.message}
    except MemoryError:
        return {"error": "MemoryError"}
    except Exception as error:
        # The kind alone: a parser's message may quote the letter.
        return {"error": "Exception", "message": type(error).__name__}


def _bound(limits: Limits) -> None:
    most = limits.memory_mb_per_letter * _MEGABYTE + _OWN_MEMORY
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(
        resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


def pack_limits(limits: Limits) -> dict[str, Any]:
    """Limits as JSON knows them."""
    return asdict(limits)


if __name__ == "__main__":
    main()
