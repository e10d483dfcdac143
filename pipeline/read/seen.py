"""What of a page's text layer can be seen on the page.

Text under a redaction or a patch of white, in a layer that is switched off, outside its clip or white on white is in
the file and not on the paper; a letter does not say it. So the page is drawn small, and words that leave no mark on
it are not read.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium

from pipeline.errors import DamagedError
from pipeline.models.document import Box, Word
from pipeline.read.raster import Grey

_LONGEST = 2000.0  # pixels of a drawing's longer side
_MARK = 8  # grey levels between the lightest and the darkest pixel of a word; drawings have no noise
_DARK = 200.0  # grey level; white letters on anything lighter cannot be seen
_ABOVE, _BELOW = 0.1, 0.05  # of a word's height: there may be ink of its neighbours


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as displayed, with what was written on it and into its forms, at `scale` pixels to the point."""

    grey: Grey
    scale: float

    @property
    def blank(self) -> bool:
        """Nothing at all can be seen on it."""
        return int(self.grey.max()) - int(self.grey.min()) < _MARK

    def part(self, box: Box) -> Grey:
        """The pixels of a word, none when it lies outside of the page."""
        high = box[3] - box[1]
        x0, top = (max(0, math.floor(side * self.scale)) for side in (box[0], box[1] + _ABOVE * high))
        x1, bottom = (max(0, math.ceil(side * self.scale)) for side in (box[2], box[3] - _BELOW * high))
        return self.grey[top:bottom, x0:x1]


def drawing(page: pdfium.PdfPage, turned: int = 0) -> Drawing:
    """The page drawn small, turned clockwise by `turned` degrees. Raises DamagedError."""
    scale = min(1.0, _LONGEST / max(page.get_size()))
    try:
        bitmap = page.render(scale=scale, grayscale=True)
    except pdfium.PdfiumError:
        raise DamagedError("the page cannot be drawn") from None
    try:
        # Rows may be padded.
        grey = np.array(bitmap.to_numpy(), copy=True).reshape(bitmap.height, -1)[:, : bitmap.width]
    finally:
        bitmap.close()
    return Drawing(np.rot90(grey, -turned // 90), scale)


def marked(words: Iterable[Word], drawn: Drawing) -> list[Word]:
    """Those of the words that leave a mark on the page. Rules of signs stay: they stand outside of their boxes."""
    return [
        word for word in words if not any(map(str.isalnum, word.text)) or _is_marked(drawn.part(word.box))
    ]


def on_dark(words: Iterable[Word], drawn: Drawing) -> list[Word]:
    """Those of the white `words` that stand on something darker, so that people see them."""
    parts = ((word, drawn.part(word.box)) for word in words)
    return [word for word, part in parts if _is_marked(part) and np.percentile(part, 20) < _DARK]


def _is_marked(part: Grey) -> bool:
    return bool(part.size) and int(part.max()) - int(part.min()) >= _MARK
