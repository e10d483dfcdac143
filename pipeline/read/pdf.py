"""Open PDFs with pdfium: one named outcome for each way in which that can fail."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.errors import DamagedError, EmptyInputError, EncryptedError, TooLargeError, UnsupportedError
from pipeline.models.letter import Limits
from pipeline.read.content import drawn
from pipeline.read.frame import Frame
from pipeline.read.raster import Raster, TooManyPixelsError

_POINTS_PER_INCH = 72.0
# PDF 32000-1 annex C: a page is at most 14400 units on a side.
_LONGEST_SIDE = 14400.0
# Resolutions for drawing a page: of a scan within the first two (more makes OCR slower, not better), of
# anything else the third.
_LEAST_DPI, _MOST_DPI, _DRAWN_DPI = 72.0, 240.0, 240.0
# Pages with sides out of these bounds, in inches, are sheets of usual size whose file is wrong about it.
_SMALLEST, _LARGEST, _SHEET = 5.5, 14.0, 8.5
_MANY_PIXELS = 1200.0  # on the short side: a picture of a whole sheet, not of a card
_COARSEST_DPI = 72.0  # a page that must be drawn coarser than this to fit the limit cannot be read


@contextmanager
def opened(data: bytes, source: str, limits: Limits, password: str | None) -> Iterator[pdfium.PdfDocument]:
    """The PDF in `data`. An owner's password alone keeps nobody from reading, and needs none.

    Raises EncryptedError, DamagedError, EmptyInputError, TooLargeError or UnsupportedError.
    """
    pdf = _open(data, source, password)
    try:
        count = len(pdf)
        if count == 0:
            raise EmptyInputError(f"{source}: this PDF has no pages. Export or scan the letter again.")
        if count > limits.max_pages:
            raise TooLargeError(
                f"{source}: {count} pages, the limit is {limits.max_pages}. Give the pages of the letter alone."
            )
        form = pdf.get_formtype()
        if form == pdfium_c.FORMTYPE_XFA_FULL:
            raise dynamic_xfa(source)
        if form != pdfium_c.FORMTYPE_NONE:
            pdf.init_forms()
        yield pdf
    finally:
        pdf.close()


def _open(data: bytes, source: str, password: str | None) -> pdfium.PdfDocument:
    # A password given for one letter of several must not lock those that need none.
    for key in dict.fromkeys((password, None)):
        try:
            return pdfium.PdfDocument(data, password=key)
        except pdfium.PdfiumError as error:
            code = error.err_code
        except UnicodeEncodeError:
            code = pdfium_c.FPDF_ERR_PASSWORD
    if code == pdfium_c.FPDF_ERR_PASSWORD:
        advice = "the password given does not open it" if password else "it needs a password"
        raise EncryptedError(
            f"{source}: this PDF is locked; {advice}. Give its password with --password, "
            "or open it, print it to PDF without one and give that file."
        )
    if code == pdfium_c.FPDF_ERR_SECURITY:
        raise EncryptedError(
            f"{source}: this PDF is locked in a way we cannot open. Print it to PDF and give that file."
        )
    if _has_no_pages(data, password):
        raise EmptyInputError(f"{source}: this PDF has no pages. Export or scan the letter again.")
    raise DamagedError(
        f"{source}: begins like a PDF but cannot be opened; it may have been cut short. Copy or scan it again."
    )


def _has_no_pages(data: bytes, password: str | None) -> bool:
    """It opens, but there is nothing in it."""
    document = pdfium_c.FPDF_LoadMemDocument64(data, len(data), password.encode() if password else None)
    if not document:
        return False
    pdfium_c.FPDF_CloseDocument(document)
    return True


def dynamic_xfa(source: str) -> UnsupportedError:
    """The error for a form whose pages only Adobe Reader can make."""
    return UnsupportedError(
        f"{source}: a dynamic XFA form; its pages exist only in Adobe Reader. "
        "Open it there, print it to PDF and give that file."
    )


def has_sane_size(frame: Frame) -> bool:
    """A page can be displayed at all."""
    width, height = frame.size
    return 1 <= width <= _LONGEST_SIDE and 1 <= height <= _LONGEST_SIDE


@contextmanager
def page_at(pdf: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    """Page `number` (from 1), closed again at the end. Raises DamagedError when it cannot be loaded."""
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        raise DamagedError(f"page {number} is damaged") from None
    try:
        yield page
    finally:
        page.close()


def scan_dpi(page: pdfium.PdfPage, limits: Limits) -> float:
    """The resolution at which to draw the page: of the picture that makes it up, within what OCR needs.

    Raises TooManyPixelsError for a picture over the limit: drawing it would decode it.
    """
    frame = Frame.of(page)
    width, height = frame.size
    dpi = 0.0
    for picture in drawn(page, frame).pictures:
        if picture.across * picture.down > limits.max_pixels_per_page:
            raise TooManyPixelsError(picture.across * picture.down)
        if picture.area > 0.5 * width * height:
            # The finer way: fax pixels are up to twice as high as wide. Turned pictures have long sides alike.
            sides = sorted((picture.box[2] - picture.box[0], picture.box[3] - picture.box[1]))
            pixels = sorted((picture.across, picture.down))
            dpi = max(
                dpi, *(pixel / side * _POINTS_PER_INCH for pixel, side in zip(pixels, sides, strict=True))
            )
    wrong = _times_too_large(width, height, dpi)
    return min(max(dpi * wrong, _LEAST_DPI), _MOST_DPI) / wrong if dpi else _DRAWN_DPI / wrong


def _times_too_large(width: float, height: float, dpi: float) -> float:
    """How many times larger the page says it is than the sheet it shows; 1 where it may be right.

    Scanning programs that know no resolution make pages of one point a pixel; /UserUnit makes small ones large.
    """
    inches = min(width, height) / _POINTS_PER_INCH
    wrong = inches > _LARGEST or (inches < _SMALLEST and inches * dpi >= _MANY_PIXELS)
    return inches / _SHEET if wrong else 1.0


def render(page: pdfium.PdfPage, dpi: float, limits: Limits) -> Raster:
    """The page as displayed, in grey, drawn at `dpi`, or coarser where it would have too many pixels. The raster's
    own resolution is that of the sheet shown, where the page is wrong about its size.

    Raises TooManyPixelsError before anything is drawn, DamagedError when drawing fails.
    """
    import cv2  # slow to import; letters with good text need none of it

    width, height = page.get_size()
    wrong = _times_too_large(width, height, dpi)
    pixels = width * height * (dpi / _POINTS_PER_INCH) ** 2
    if pixels > limits.max_pixels_per_page:
        coarser = dpi * (limits.max_pixels_per_page / pixels) ** 0.5
        if coarser * wrong < _COARSEST_DPI:
            raise TooManyPixelsError(pixels)
        dpi = coarser
    try:
        # In colour: pdfium takes twice as long to draw pictures in grey.
        bitmap = page.render(scale=dpi / _POINTS_PER_INCH, draw_annots=True)
    except pdfium.PdfiumError:
        raise DamagedError("the page cannot be drawn") from None
    try:
        grey = cv2.cvtColor(bitmap.to_numpy(), cv2.COLOR_BGR2GRAY)
    finally:
        bitmap.close()
    return Raster(np.asarray(grey, dtype=np.uint8), dpi * wrong, width, height)


def refuse_undecoded(page: pdfium.PdfPage) -> None:
    """Raises DamagedError when a picture of the page cannot be decoded: pdfium draws nothing in its place."""
    for picture in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,)):
        bitmap = pdfium_c.FPDFImageObj_GetBitmap(picture.raw)
        if not bitmap:
            raise DamagedError("a picture of the page cannot be decoded")
        pdfium_c.FPDFBitmap_Destroy(bitmap)
