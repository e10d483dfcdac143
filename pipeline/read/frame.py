"""The page as displayed: points from the top left, after the crop box and /Rotate."""

from dataclasses import dataclass

import pypdfium2 as pdfium

from pipeline.models.document import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps PDF user space to the page as displayed."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int  # degrees clockwise: 0, 90, 180 or 270

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "Frame":
        """How the page's user space lies on the page as displayed."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 180 else (width, height)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box with the corners (x0, y0) below left and (x1, y1) above right, as displayed."""
        if self.turn == 90:
            return (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.turn == 180:
            return (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        if self.turn == 270:
            return (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)

    def turned(self, degrees: int) -> "Frame":
        """The same page turned by `degrees` clockwise."""
        return Frame(self.left, self.bottom, self.right, self.top, (self.turn + degrees) % 360)
