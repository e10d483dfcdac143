"""The original letters as pages that can stand in packet.pdf: PDFs as they are, everything else as pictures."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

from pipeline.assemble.context import tab

_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
PICTURE_DPI = 150
PICTURE_PIXELS = 2200  # of the longer side: a letter page at 200 dpi


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an exhibit: a file in the work folder, and the page in it for a PDF."""

    file: str
    page: int | None
    exhibit: str  # A, B, …
    number: int  # of the exhibit's pages, from 1
    count: int


def sheets(originals: Sequence[Path], work: Path, *, pictures: bool = False) -> tuple[list[Sheet], list[str]]:
    """Copy the letters into `work`, page by page; the second list names exhibits that could not be opened.

    Photos in a row are the pages of one letter, as everywhere. With `pictures` every page becomes a JPEG: smaller
    than a heavy scan, and safe where a PDF is not.
    """
    made: list[Sheet] = []
    closed: list[str] = []
    for i, letter in enumerate(_letters(originals)):
        name = tab(i)
        try:
            files = [
                page
                for n, part in enumerate(letter)
                for page in _pages(part, work, f"{name}{n}" if n else name, pictures)
            ]
        except (OSError, ValueError, pdfium.PdfiumError, Image.DecompressionBombError):
            closed.append(name)
            continue
        made += [Sheet(file, page, name, n, len(files)) for n, (file, page) in enumerate(files, 1)]
    return made, closed


def _letters(originals: Sequence[Path]) -> Iterator[list[bytes]]:
    """The bytes of each letter: one file, or photos that were given one after the other."""
    photos: list[bytes] = []
    for original in originals:
        content = original.read_bytes()
        if b"%PDF-" not in content[:1024] and content[:4] not in _TIFF:
            photos.append(content)
            continue
        if photos:
            yield photos
            photos = []
        yield [content]
    if photos:
        yield photos


def _pages(content: bytes, work: Path, name: str, pictures: bool) -> Iterator[tuple[str, int | None]]:
    if b"%PDF-" in content[:1024]:
        yield from _pdf(content, work, name, pictures)
    else:
        yield from _picture(content, work, name)


def _pdf(content: bytes, work: Path, name: str, pictures: bool) -> Iterator[tuple[str, int | None]]:
    document = pdfium.PdfDocument(content)
    try:
        count = len(document)
        if not pictures:
            _save(work / f"{name}.pdf", content)
            yield from ((f"{name}.pdf", n) for n in range(1, count + 1))
            return
        for n in range(count):
            page = document[n]
            scale = min(PICTURE_DPI / 72, PICTURE_PIXELS / max(*page.get_size(), 1))
            image = page.render(scale=scale).to_pil()
            yield _jpeg(image, work / f"{name}-{n + 1}.jpg"), None
            page.close()
    finally:
        document.close()


def _picture(content: bytes, work: Path, name: str) -> Iterator[tuple[str, int | None]]:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    with Image.open(io.BytesIO(content)) as image:
        for n, frame in enumerate(ImageSequence.Iterator(image), 1):
            yield _jpeg(ImageOps.exif_transpose(frame.copy()), work / f"{name}-{n}.jpg"), None


def _jpeg(image: Image.Image, path: Path) -> str:
    image = image.convert("RGB")
    image.thumbnail((PICTURE_PIXELS, PICTURE_PIXELS))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=72, optimize=False)
    _save(path, held.getvalue())
    return path.name


def _save(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
