"""A second opinion on a page's text layer, by pdfplumber.

pdfminer maps glyphs to letters in its own way; where pdfium finds no letters, it sometimes does. It costs ten
times as much, and a tenth of what OCR costs.
"""

import io
import logging

from pipeline.models.document import Word
from pipeline.read.lines import in_reading_order

_UNMAPPED = "(cid:"


def second_opinion(data: bytes, number: int, password: str | None) -> tuple[Word, ...]:
    """The words of page `number` (from 1) as pdfplumber reads them; none where it finds unmapped glyphs or fails."""
    import pdfplumber  # slow to import, and seldom needed

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number], password=password or "") as pdf:
            page = pdf.pages[0]
            upright = page.filter(lambda thing: thing["object_type"] != "char" or thing["upright"])
            found = upright.dedupe_chars().extract_words(
                x_tolerance_ratio=0.15, extra_attrs=["size", "fontname"]
            )
            left, top = page.bbox[:2]
            page.close()
    except Exception:
        return ()  # pdfminer raises whatever it stumbles over
    if any(_UNMAPPED in word["text"] or "\ufffd" in word["text"] for word in found):
        return ()
    return in_reading_order(
        Word(
            word["text"],
            (word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top),
            number,
            size=round(float(word["size"]), 2),
            bold="bold" in word["fontname"].lower(),
        )
        for word in found
    )
