"""One letter for each kind of picture, and each way to scan or photograph a page badly."""

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.read.make_letter import coded_pdf, picture, saved, scan_pdf


def fax_tiff(compression: str, pages: int = 2, dpi: tuple[float, float] = (204, 196)) -> bytes:
    """What a fax server writes; 204x98 is the coarse mode, with pixels twice as high as wide."""
    image = (
        picture(204).resize((1734, round(11 * dpi[1]))).point(lambda v: 255 if v > 150 else 0).convert("1")
    )
    return saved(
        image, "TIFF", compression=compression, dpi=dpi, save_all=True, append_images=[image] * (pages - 1)
    )


def sixteen_bit_png() -> bytes:
    values = np.asarray(picture(), dtype=np.uint16) * 257
    return saved(Image.fromarray(values), "PNG", dpi=(200, 200))


def alpha_png() -> bytes:
    """Black on nothing: a viewer shows white paper."""
    alpha = Image.eval(picture(), lambda v: 255 - v)
    image = Image.new("LA", alpha.size, 0)
    image.putalpha(alpha)
    return saved(image, "PNG", dpi=(200, 200))


def cmyk_jpeg() -> bytes:
    return saved(picture().convert("RGB").convert("CMYK"), "JPEG", dpi=(200, 200), quality=85)


def exif_jpeg(orientation: int = 6) -> bytes:
    """Upright only when the camera's note is followed."""
    turn = {3: 180, 6: 90, 8: 270}[orientation]
    image = picture().rotate(turn, expand=True)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image.convert("RGB"), "JPEG", exif=exif, dpi=(200, 200), quality=85)


def heic() -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(picture().convert("RGB"), "HEIF", quality=80)


def webp() -> bytes:
    return saved(picture().convert("RGB"), "WEBP", quality=80)


def animated_webp() -> bytes:
    first = picture(120).convert("RGB")
    return saved(
        first, "WEBP", save_all=True, append_images=[Image.new("RGB", first.size, "white")], quality=80
    )


def jpx_pdf() -> bytes:
    """A scan in JPEG 2000."""
    return coded_pdf(saved(picture(), "JPEG2000"), "/JPXDecode", picture().size)


def ccitt_pdf() -> bytes:
    """A scan in fax coding."""
    image = picture().point(lambda v: 255 if v > 150 else 0).convert("1")
    return saved(image, "PDF", resolution=200)


def sideways(degrees: int, skew: float = 0.0) -> bytes:
    image = picture().rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return scan_pdf(image.rotate(degrees, expand=True))


def coarse(dpi: int = 150) -> bytes:
    return scan_pdf(picture(dpi), dpi)


def on_table() -> bytes:
    """A phone photo: perspective, a shadow, a table around the sheet."""
    sheet = np.asarray(picture(200))
    height, width = sheet.shape
    target = np.float32([[140, 120], [width + 60, 160], [width + 150, height + 90], [90, height + 140]])
    source = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    table = np.full((height + 260, width + 260), 95, np.uint8)
    matrix = cv2.getPerspectiveTransform(source, target)
    cv2.warpPerspective(sheet, matrix, table.shape[::-1], dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    light = np.linspace(1.0, 0.55, table.shape[1], dtype=np.float32)[None, :]
    return saved(Image.fromarray((table * light).astype(np.uint8)), "JPEG", quality=85)


def dark_edges() -> bytes:
    image = picture()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 60, image.height), fill=25)
    draw.rectangle((0, image.height - 50, image.width, image.height), fill=35)
    return scan_pdf(image)


def blank_scan() -> bytes:
    values = np.full((2200, 1700), 236, np.uint8)
    rng = np.random.default_rng(2)
    values[rng.integers(0, 2200, 60), rng.integers(0, 1700, 60)] = 60
    return scan_pdf(Image.fromarray(values))
