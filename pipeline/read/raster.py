"""A page as pixels: decoding pictures within limits."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import DamagedError, EmptyInputError, TooLargeError
from pipeline.models.letter import Limits

Grey = NDArray[np.uint8]

# The short side of the sheets that letters come on, in inches: what a photo without resolution shows.
_LETTER_INCHES = 8.5
_FORMATS = ("TIFF", "PNG", "JPEG", "WEBP", "HEIF", "AVIF")


class TooManyPixelsError(Exception):
    """A page has more pixels than the limit; `args[0]` is how many."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A page in grey, with square pixels. Width and height are in points."""

    grey: Grey
    dpi: float
    width: float
    height: float


def frames(data: bytes, media_type: str, source: str, limits: Limits) -> int:
    """How many pages a picture file has. Decodes nothing.

    Raises DamagedError, EmptyInputError or TooLargeError.
    """
    if media_type != "image/tiff":
        return 1  # an animation's first picture is what people see
    with _image(data, source) as image:
        count = _count(image, limits.max_pages + 1, source)
    if count == 0:
        raise EmptyInputError(f"{source}: this TIFF has no pages. Scan the letter again.")
    if count > limits.max_pages:
        raise TooLargeError(
            f"{source}: more than {limits.max_pages} pages. Give the pages of the letter alone."
        )
    return count


def _count(image: Image.Image, most: int, source: str) -> int:
    """Frames up to `most`, found one by one: a chain of frames may be a ring."""
    try:
        for number in range(most):
            try:
                image.seek(number)
            except EOFError:
                return number
    except Exception:
        raise DamagedError(f"{source}: a damaged TIFF. Scan or export it again.") from None
    return most


def decode(data: bytes, frame: int, source: str, limits: Limits) -> Raster:
    """Frame `frame` (from 0) of a picture, turned as its EXIF says, on white, in grey, pixels square.

    Raises TooManyPixelsError before decoding, DamagedError when it cannot be decoded.
    """
    with _image(data, source) as image:
        try:
            if frame:
                image.seek(frame)
            if image.width * image.height > limits.max_pixels_per_page:
                raise TooManyPixelsError(image.width * image.height)
            x_dpi, y_dpi = _resolution(image)
            grey = _grey(ImageOps.exif_transpose(image))
            if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):
                x_dpi, y_dpi = y_dpi, x_dpi
        except TooManyPixelsError:
            raise
        except Exception:
            raise DamagedError(f"{source}: a damaged picture. Scan, export or photograph it again.") from None
    return _squared(grey, x_dpi, y_dpi, limits)


def _image(data: bytes, source: str) -> Image.Image:
    import pillow_heif

    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before decoding
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except (UnidentifiedImageError, Exception):
        raise DamagedError(f"{source}: a damaged picture. Scan, export or photograph it again.") from None


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Pixels per inch across and down; what phones write (72) says nothing of the paper."""
    dpi: Any = image.info.get("dpi") or (0, 0)
    try:
        x, y = float(dpi[0]), float(dpi[1])
    except (TypeError, ValueError, IndexError):
        x = y = 0.0
    if 90 <= x <= 1300 and 60 <= y <= 1300:
        return x, y
    short = min(image.width, image.height) or 1
    guess = short / _LETTER_INCHES
    return guess, guess


def _grey(image: Image.Image) -> Grey:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float32)
        low, high = float(values.min()), float(values.max())
        return ((values - low) * (255.0 / max(high - low, 1.0))).astype(np.uint8)
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        sheet = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(sheet, image)
    return np.asarray(image.convert("L"), dtype=np.uint8)


def _squared(grey: Grey, x_dpi: float, y_dpi: float, limits: Limits) -> Raster:
    """Fax pixels are up to twice as high as wide: stretch them to squares."""
    import cv2

    height, width = grey.shape
    size = (width * 72.0 / x_dpi, height * 72.0 / y_dpi)
    dpi = max(x_dpi, y_dpi)
    if abs(x_dpi / y_dpi - 1) > 0.02:
        across, down = round(width * dpi / x_dpi), round(height * dpi / y_dpi)
        if across * down > limits.max_pixels_per_page:
            raise TooManyPixelsError(across * down)
        grey = np.asarray(cv2.resize(grey, (across, down), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    return Raster(grey, dpi, *size)
