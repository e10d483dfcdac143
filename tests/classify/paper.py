"""Letters typed on the spot: lines of text as a Document, one word after the other."""

from pipeline.models.document import Document, Origin, Page, Word

LEFT, TOP, SIZE, LEADING, GAP, COLUMN = 60.0, 60.0, 10.0, 12.0, 18.0, 100.0


def typed(text: str, source: str = "typed.pdf") -> Document:
    """A one-page document. A blank line starts a new block; four spaces a new cell, in columns."""
    words: list[Word] = []
    top = TOP
    for line in text.strip("\n").splitlines():
        if not line.strip():
            top += GAP
            continue
        left = LEFT
        for number, cell in enumerate(line.strip().split("    ")):
            left = max(left, LEFT + COLUMN * number)
            for word in cell.split():
                right = left + 5.0 * len(word)
                words.append(Word(word, (left, top, right, top + SIZE), 1))
                left = right + 3.0
            left += 40.0
        top += LEADING
    page = Page(1, 612.0, max(792.0, top + 60), tuple(words), Origin.TEXT, "typed")
    return Document(source, "0" * 64, (page,))
