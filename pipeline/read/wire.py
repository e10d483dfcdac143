"""What the reading processes and their parent say to each other: JSON, so that a process that a hostile
file took over can send nothing but data.

A message is four bytes of length and the JSON; the letter's bytes travel beside it as an open, nameless file.
"""

import json
import os
import socket
import struct
import time
from typing import Any

from pipeline.models.document import Origin, Page, PageRole, Word
from pipeline.models.letter import Letter
from pipeline.read.survey import Sheet

_LENGTH = struct.Struct("!I")
_LONGEST = 256 * 1024 * 1024


class GoneError(Exception):
    """The other side ended, or speaks nonsense."""


class LateError(Exception):
    """No whole message came in time."""


def send(channel: socket.socket, message: dict[str, Any], file: int | None = None) -> None:
    """Send one message, and with it an open file. Raises GoneError."""
    payload = json.dumps(message).encode()
    try:
        socket.send_fds(channel, [_LENGTH.pack(len(payload))], [] if file is None else [file])
        channel.sendall(payload)
    except OSError:
        raise GoneError from None


def receive(channel: socket.socket, seconds: float | None = None) -> tuple[dict[str, Any], int | None]:
    """The next message, and the open file that came with it. Raises GoneError, or LateError after `seconds`."""
    deadline = None if seconds is None else time.monotonic() + seconds
    try:
        channel.settimeout(seconds)
        head, files, _, _ = socket.recv_fds(channel, _LENGTH.size, 1)
        head += _exactly(channel, _LENGTH.size - len(head), deadline) if head else b""
        if len(head) < _LENGTH.size:
            raise GoneError
        (length,) = _LENGTH.unpack(head)
        if length > _LONGEST:
            raise GoneError
        message = json.loads(_exactly(channel, length, deadline))
    except TimeoutError:
        raise LateError from None
    except (OSError, ValueError, RecursionError):
        raise GoneError from None
    if not isinstance(message, dict):
        raise GoneError
    return message, files[0] if files else None


def _exactly(channel: socket.socket, length: int, deadline: float | None) -> bytes:
    chunks = bytearray()
    while len(chunks) < length:
        if deadline is not None:
            channel.settimeout(max(0.001, deadline - time.monotonic()))
        chunk = channel.recv(min(1 << 20, length - len(chunks)))
        if not chunk:
            raise GoneError
        chunks += chunk
    return bytes(chunks)


def pack_letter(letter: Letter) -> dict[str, Any]:
    """All of a letter but its bytes."""
    return {
        "source": letter.source,
        "sha256": letter.sha256,
        "media_type": letter.media_type,
        "lengths": [len(part) for part in letter.parts],
    }


def unpack_letter(packed: dict[str, Any], file: int) -> Letter:
    """A letter whose parts stand one after the other in the open file."""
    parts, offset = [], 0
    for length in packed["lengths"]:
        part = b""
        while len(part) < length:
            chunk = os.pread(file, length - len(part), offset + len(part))
            if not chunk:
                raise GoneError
            part += chunk
        parts.append(part)
        offset += length
    return Letter(packed["source"], packed["sha256"], packed["media_type"], tuple(parts))


def pack_page(page: Page) -> dict[str, Any]:
    """A page as JSON knows it."""
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "origin": page.origin.value,
        "reason": page.reason,
        "role": page.role.value,
        "readable": page.readable,
        "note": page.note,
        "as_given": page.as_given,
        "words": [[w.text, *w.box, w.origin.value, w.confidence, w.size, w.bold] for w in page.words],
    }


def unpack_page(packed: dict[str, Any]) -> Page:
    """The page that `pack_page` packed. Raises GoneError when it is something else."""
    try:
        number = int(packed["number"])
        words = tuple(
            Word(
                str(text),
                (float(x0), float(top), float(x1), float(bottom)),
                number,
                Origin(origin),
                float(sure),
                float(size),
                bool(bold),
            )
            for text, x0, top, x1, bottom, origin, sure, size, bold in packed["words"]
        )
        given = packed["as_given"]
        return Page(
            number,
            float(packed["width"]),
            float(packed["height"]),
            words,
            Origin(packed["origin"]),
            str(packed["reason"]),
            PageRole(packed["role"]),
            bool(packed["readable"]),
            None if packed["note"] is None else str(packed["note"]),
            None if given is None else tuple(float(value) for value in given),
        )
    except (KeyError, TypeError, ValueError):
        raise GoneError from None


def pack_sheet(sheet: Sheet) -> dict[str, Any]:
    """A surveyed page as JSON knows it."""
    page = None if sheet.page is None else pack_page(sheet.page)
    return {"number": sheet.number, "reason": sheet.reason, "page": page}


def unpack_sheet(packed: dict[str, Any]) -> Sheet:
    """The sheet that `pack_sheet` packed. Raises GoneError when it is something else."""
    try:
        page = None if packed["page"] is None else unpack_page(packed["page"])
        return Sheet(int(packed["number"]), str(packed["reason"]), page)
    except (KeyError, TypeError, ValueError):
        raise GoneError from None
