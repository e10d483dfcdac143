"""Whether a file looks whole, by its shape alone: the second half of the stability rule.

A copy that has stalled is as still as one that has ended; only its end tells them apart. Nothing is decoded.
A kind we do not know counts as whole: the pipeline will name what it is.
"""

import os
import struct
from pathlib import Path
from typing import BinaryIO

_HEAD = 64
_TAIL = 4096
_MOST_PAGES = 1000


def looks_whole(path: Path) -> bool:
    """False while the end of a PDF, JPEG, PNG, TIFF, WebP, HEIC or ZIP is not there yet. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        size = os.fstat(descriptor).st_size
        head = file.read(_HEAD)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
        if not head.strip(b"\0"):
            return False  # empty, or space that was set aside before the bytes come
        if b"%PDF-" in head:
            return b"%%EOF" in tail
        if head.startswith(b"\xff\xd8\xff"):
            return b"\xff\xd9" in tail
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return b"IEND" in tail
        if head.startswith(b"PK\x03\x04"):
            return b"PK\x05\x06" in tail
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return size >= int(struct.unpack("<I", head[4:8])[0]) + 8
        if head[4:8] == b"ftyp":
            return _boxes_fit(file, size)
        if head[:4] in (b"II*\0", b"MM\0*"):
            return _tiff_fits(file, size)
        return True


def _boxes_fit(file: BinaryIO, size: int) -> bool:
    """HEIC: top-level boxes follow one another up to the end of the file."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length = int(struct.unpack(">I", head[:4])[0])
        if length == 1 and len(head) == 16:
            length = int(struct.unpack(">Q", head[8:])[0])
        if length == 0:
            return True  # "up to the end"
        if length < 8:
            return True  # no box at all: damaged, not unfinished
        at += length
    return at == size


def _tiff_fits(file: BinaryIO, size: int) -> bool:
    """TIFF: every directory and every strip or tile it names lies inside the file."""
    file.seek(0)
    order = "<" if file.read(2) == b"II" else ">"
    file.seek(4)
    at = int(struct.unpack(f"{order}I", file.read(4))[0])
    for _ in range(_MOST_PAGES):
        if at == 0:
            return True
        if at + 2 > size:
            return False
        file.seek(at)
        count = int(struct.unpack(f"{order}H", file.read(2))[0])
        entries = file.read(12 * count + 4)
        if len(entries) < 12 * count + 4:
            return False
        offsets: list[int] = []
        lengths: list[int] = []
        for n in range(count):
            tag, kind, amount = struct.unpack(f"{order}HHI", entries[12 * n : 12 * n + 8])
            if tag in (273, 324):
                offsets = _numbers(file, entries[12 * n + 8 : 12 * n + 12], kind, amount, order)
            elif tag in (279, 325):
                lengths = _numbers(file, entries[12 * n + 8 : 12 * n + 12], kind, amount, order)
        if any(o + n > size for o, n in zip(offsets, lengths, strict=False)):
            return False
        at = int(struct.unpack(f"{order}I", entries[-4:])[0])
    return True


def _numbers(file: BinaryIO, value: bytes, kind: int, amount: int, order: str) -> list[int]:
    """The numbers of a TIFF entry: in place when they fit into four bytes, else where those point."""
    width, letter = (2, "H") if kind == 3 else (4, "I")
    amount = min(amount, 100_000)
    if amount * width > 4:
        file.seek(int(struct.unpack(f"{order}I", value)[0]))
        value = file.read(amount * width)
    whole = len(value) // width if amount * width > 4 else amount
    return list(struct.unpack(f"{order}{whole}{letter}", value[: whole * width]))
