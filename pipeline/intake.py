"""Take files in: decide by content what each is, group photos into one letter, refuse what is no letter.

Cheap on purpose: nothing is decoded here, so a hostile file has nothing to attack yet.
"""

import hashlib
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import (
    EmptyInputError,
    ImrkitError,
    NotADocumentError,
    NotFoundInputError,
    PassingError,
    RefusedPathError,
    TooLargeError,
)
from pipeline.models.letter import Letter, Limits

# Kinds that can be one page of a letter; several given one after the other are pages of one letter.
PHOTO_TYPES = frozenset({"image/png", "image/jpeg", "image/heic", "image/webp"})

_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
# Control characters, line ends, and signs that turn the direction of what follows.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_MAIL = (
    b"from:",
    b"to:",
    b"subject:",
    b"date:",
    b"received:",
    b"return-path:",
    b"delivered-to:",
    b"mime-version:",
)
_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document or an e-mail saved by Outlook"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"AT&TFORM", "a DjVu document"),
    (b"%!PS", "a PostScript document"),
)


def admit(paths: Sequence[Path], limits: Limits) -> list[Letter]:
    """The letters in `paths`, in order: each PDF or TIFF is one, photos given together are one.

    Raises NotFoundInputError, EmptyInputError, TooLargeError, NotADocumentError or RefusedPathError.
    """
    letters: list[Letter] = []
    photos: list[tuple[Path, str, bytes]] = []
    for path in paths:
        data = _bytes(path, limits)
        name = printable(path.name)
        media_type = sniff(data, name)
        if media_type in PHOTO_TYPES:
            photos.append((path, media_type, data))
            continue
        letters += _joined(photos, limits)
        photos = []
        letters.append(Letter(name, _sha256(data), media_type, (data,)))
    return letters + _joined(photos, limits)


def printable(name: str) -> str:
    """A file name that any terminal, log and database can hold: bytes that are no UTF-8, and signs that would move
    the cursor or turn the line around, as \\xNN or \\uNNNN."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _UNSHOWABLE.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), text)


def sniff(data: bytes, name: str) -> str:
    """The media type of `data` by its first bytes. Raises NotADocumentError when letters never come so."""
    head = data[:1024]
    # Readers accept junk before the header, and so do we; but another kind's magic comes first.
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "image/tiff"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    for magic, what in _OTHER_KINDS:
        if head.startswith(magic):
            raise _not_a_letter(name, what)
    if b"%PDF-" in head:
        return "application/pdf"
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lowered.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")):
        raise _not_a_letter(name, "a web page or XML file")
    if lowered.startswith(_MAIL):
        raise _not_a_letter(name, "a saved e-mail")
    raise _not_a_letter(name, "not a PDF or picture inside, whatever its name says")


def _not_a_letter(name: str, what: str) -> NotADocumentError:
    return NotADocumentError(
        f"{name}: this is {what}. Give the letter as PDF, TIFF, PNG, JPEG, HEIC or WebP "
        "(print or export it as PDF, or photograph the pages)."
    )


def _bytes(path: Path, limits: Limits) -> bytes:
    """The file's bytes. Only plain files are opened, and never through a link."""
    name = printable(path.name)
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundInputError(f"{name}: no such file. Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        raise _unreachable(path, error) from None
    if stat.S_ISDIR(mode):
        raise NotADocumentError(f"{name}: this is a folder. Use `imrkit batch` for folders.")
    if not stat.S_ISREG(mode):
        raise RefusedPathError(f"{name}: a link, pipe or device. Give the letter's own file.")
    try:
        # O_NOFOLLOW and fstat: what was checked is what is read, even if the name is changed meanwhile.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _unreachable(path, error) from None
    try:
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise RefusedPathError(f"{name}: a link, pipe or device. Give the letter's own file.")
            if state.st_size == 0:
                raise EmptyInputError(f"{name}: the file is empty. Copy or scan it again.")
            if state.st_size > limits.max_bytes:
                raise _too_large(name, state.st_size, limits)
            data = file.read(limits.max_bytes + 1)
    except OSError as error:
        raise _unreachable(path, error) from None
    if len(data) > limits.max_bytes:
        raise _too_large(name, len(data), limits)
    if not data:
        raise EmptyInputError(f"{name}: the file is empty. Copy or scan it again.")
    return data


def _unreachable(path: Path, error: OSError | ValueError) -> ImrkitError:
    """Worth another try: a share that is gone, a file held by another program, rights not yet set."""
    why = getattr(error, "strerror", None) or "not a possible file name"
    return PassingError(
        f"{printable(path.name)}: cannot be opened ({why}). Check the rights and the disk, then try again."
    )


def _too_large(name: str, size: int, limits: Limits) -> TooLargeError:
    megabytes = 1024 * 1024
    return TooLargeError(
        f"{name}: {size / megabytes:.0f} MB, more than the limit of {limits.max_bytes / megabytes:.0f} MB. "
        "Split the file or scan it at 300 dpi."
    )


def _joined(photos: list[tuple[Path, str, bytes]], limits: Limits) -> list[Letter]:
    """The photos given in a row as one letter."""
    if not photos:
        return []
    source, media_type = printable(photos[0][0].name), photos[0][1]
    parts = tuple(data for _, _, data in photos)
    if len(parts) > limits.max_pages:
        raise TooLargeError(f"{source}: {len(parts)} photos in a row, the limit is {limits.max_pages} pages.")
    total = sum(map(len, parts))
    if total > limits.max_bytes:
        raise _too_large(source, total, limits)
    digests = [_sha256(part) for part in parts]
    sha256 = digests[0] if len(parts) == 1 else _sha256("".join(digests).encode())
    return [Letter(source, sha256, media_type, parts)]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
