"""Pictures of the letters' pages, drawn in a process of their own: a hostile file can end that, not the page.

Geometry comes from the same functions that reading uses, so that boxes fall where they should.
"""

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pipeline.errors import DamagedError, ImrkitError, ReadTimeoutError
from pipeline.models.document import Box
from pipeline.models.letter import Letter, Limits

DPI = 144.0  # sharp on a screen at 200 %
_POINTS_PER_INCH = 72.0
_SECONDS = 60.0
_CACHE_BYTES = 64 * 1024 * 1024
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a page as displayed, in points."""

    width: float
    height: float


def turned_size(size: Size, turned: int) -> Size:
    """The size of a page after a turn by quarters."""
    return Size(size.height, size.width) if turned % 180 else size


def turned_box(box: Box, size: Size, turned: int) -> Box:
    """Where `box` of a page of `size` lies after the page was `turned` degrees clockwise (by quarters)."""
    x0, top, x1, bottom = box
    if turned % 360 == 90:
        return (size.height - bottom, x0, size.height - top, x1)
    if turned % 360 == 180:
        return (size.width - x1, size.height - bottom, size.width - x0, size.height - top)
    if turned % 360 == 270:
        return (top, size.width - x1, bottom, size.width - x0)
    return box


class Pages:
    """Sizes and pictures of pages, each made once and kept in memory while there is room."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._pictures: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._sizes: dict[str, list[Size]] = {}

    def warm(self) -> None:
        """Start the drawing process now, so that the first page does not wait for it."""
        with self._lock:
            self._pool = self._pool or ProcessPoolExecutor(1, get_context("spawn"))
            self._pool.submit(_warm)

    def close(self) -> None:
        """End the drawing process."""
        with self._lock:
            self._end()

    def sizes(self, paths: Sequence[Path], sha256: str) -> list[Size]:
        """The size of each page of the letter `sha256` among `paths`. Raises ImrkitError."""
        with self._lock:
            if sha256 not in self._sizes:
                self._sizes[sha256] = self._ask(_sizes, list(paths), sha256, self.limits)
            return self._sizes[sha256]

    def picture(self, paths: Sequence[Path], sha256: str, number: int, turned: int = 0) -> bytes:
        """Page `number` (from 1) of a letter as WebP, `turned` degrees clockwise. Raises ImrkitError."""
        key = (sha256, number, turned)
        with self._lock:
            if key not in self._pictures:
                drawn = self._ask(_picture, list(paths), sha256, number, turned, self.limits)
                self._pictures[key] = drawn
            self._pictures.move_to_end(key)
            while len(self._pictures) > 1 and sum(map(len, self._pictures.values())) > _CACHE_BYTES:
                self._pictures.popitem(last=False)
            return self._pictures[key]

    def _ask(self, verb: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Run `verb` in the drawing process; one that crashed or hangs is ended, and the next starts anew."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"))
        try:
            return self._pool.submit(verb, *args, **named).result(timeout=_SECONDS)
        except TooSlow:
            self._end()
            raise ReadTimeoutError("Drawing this page takes too long. Open the letter itself.") from None
        except ImrkitError:
            raise
        except Exception as error:  # whatever a hostile file does to the drawing, the case stays readable
            if isinstance(error, BrokenProcessPool):
                self._end()
            raise DamagedError("This page cannot be drawn. Open the letter itself.") from None

    def _end(self) -> None:
        if self._pool is None:
            return
        for process in list((self._pool._processes or {}).values()):
            process.kill()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None


def _warm() -> None:
    """Load what drawing needs."""
    import pipeline.intake
    import pipeline.read.pdf
    import pipeline.read.raster  # noqa: F401


def _letter(paths: Sequence[Path], sha256: str, limits: Limits) -> Letter:
    """The letter with these bytes. Raises DamagedError when the file is another one by now."""
    from pipeline.intake import admit

    found = next((one for one in admit(paths, limits) if one.sha256 == sha256), None)
    if found is None:
        raise DamagedError("The letter's file has changed since it was read. Its picture is not shown.")
    return found


def _sizes(paths: Sequence[Path], sha256: str, limits: Limits) -> list[Size]:
    from pipeline.read.pdf import opened
    from pipeline.read.raster import decode, frames

    letter = _letter(paths, sha256, limits)
    if letter.media_type == "application/pdf":
        with opened(letter.parts[0], letter.source, limits, None) as pdf:
            return [Size(*pdf[n].get_size()) for n in range(len(pdf))]
    sizes = []
    for part in letter.parts:
        for n in range(frames(part, letter.media_type, letter.source, limits)):
            raster = decode(part, n, letter.source, limits)
            sizes.append(Size(raster.width, raster.height))
    return sizes


def _picture(paths: Sequence[Path], sha256: str, number: int, turned: int, limits: Limits) -> bytes:
    from PIL import Image

    from pipeline.read.pdf import opened
    from pipeline.read.raster import TooManyPixelsError, decode, frames

    letter = _letter(paths, sha256, limits)
    try:
        if letter.media_type == "application/pdf":
            with opened(letter.parts[0], letter.source, limits, None) as pdf:
                if not 1 <= number <= len(pdf):
                    raise DamagedError("There is no such page.")
                return _webp(_drawn(pdf[number - 1], limits), turned)
        first = 1
        for part in letter.parts:
            count = frames(part, letter.media_type, letter.source, limits)
            if first <= number < first + count:
                raster = decode(part, number - first, letter.source, limits)
                image = Image.fromarray(raster.grey)
                size = (_pixels(raster.width), _pixels(raster.height))
                return _webp(image.resize(size, Image.Resampling.LANCZOS), turned)
            first += count
    except TooManyPixelsError:
        raise DamagedError("This page is too large to show.") from None
    raise DamagedError("There is no such page.")


def _drawn(page: Any, limits: Limits) -> Any:
    """A page of a PDF in color, coarser where it would have too many pixels."""
    width, height = page.get_size()
    scale = min(DPI / _POINTS_PER_INCH, (limits.max_pixels_per_page / max(width * height, 1.0)) ** 0.5)
    return page.render(scale=scale, draw_annots=True).to_pil()


def _pixels(points: float) -> int:
    return max(1, round(points * DPI / _POINTS_PER_INCH))


def _webp(image: Any, turned: int) -> bytes:
    if turned % 360:
        image = image.rotate(-turned, expand=True)
    longest = max(image.size)
    if longest > 16383:  # WebP's own limit
        image = image.resize((image.width * 16383 // longest, image.height * 16383 // longest))
    out = io.BytesIO()
    image.convert("RGB").save(out, "WEBP", quality=82, method=2)
    return out.getvalue()
