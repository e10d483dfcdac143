"""Where a blank form has room for an answer: its form fields, or, on a flat form, the places beside labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.errors import DamagedError, EncryptedError, NotADocumentError, UnsupportedError

LINE = 4.0  # words whose tops differ less than this stand on one line, in points
AWAY = 300.0  # a label ends at most this far left of its field, with nothing between
ABOVE = 22.0  # a label stands at most this far above its field


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for an answer. `name` is the form field's, empty on a flat form; `states` are a check box's own."""

    page: int
    box: tuple[float, float, float, float]  # x0, top, x1, bottom in points
    label: str
    name: str = ""
    kind: str = "text"  # text, check
    states: tuple[str, ...] = ()
    hint: str = ""  # the label of the line it stands on: the question of a check box


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line of a page."""

    page: int
    words: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        return " ".join(w["text"] for w in self.words)


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank form as read."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    sizes: tuple[tuple[float, float], ...]
    has_fields: bool


def read_blank(path: Path) -> Blank:
    """The form's fields with the labels printed beside them, and its lines of text.

    Raises a BadInputError that says what is wrong with the file.
    """
    from pypdf import PdfReader  # heavy, and only forms need it
    from pypdf.errors import PyPdfError

    content = path.read_bytes()
    if b"%PDF-" not in content[:1024]:
        raise NotADocumentError(f"{path.name} is not a PDF: get the office's form as a PDF")
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedError(f"{path.name} needs a password: save it without one first")
        lines, sizes = _lines(path)
        spots = tuple(s for n, page in enumerate(reader.pages) for s in _fields(n, page, sizes[n], lines))
        form: Any = reader.root_object.get("/AcroForm")
    except (PyPdfError, KeyError, IndexError, AttributeError, ValueError) as e:
        raise DamagedError(f"{path.name} cannot be opened as a PDF form") from e
    if form is not None and "/XFA" in form.get_object() and not spots:
        raise UnsupportedError(
            f"{path.name} is a dynamic (XFA) form: open it in Adobe Reader and print it to PDF"
        )
    return Blank(spots, tuple(lines), tuple(sizes), bool(spots))


def _lines(path: Path) -> tuple[list[Line], list[tuple[float, float]]]:
    import pdfplumber

    out: list[Line] = []
    sizes = []
    try:
        with pdfplumber.open(path) as pdf:
            for n, page in enumerate(pdf.pages):
                sizes.append((float(page.width), float(page.height)))
                words = sorted(page.extract_words(keep_blank_chars=False), key=lambda w: (w["top"], w["x0"]))
                held: list[dict[str, Any]] = []
                for word in words:
                    if held and word["top"] - held[0]["top"] > LINE:
                        out.append(Line(n, tuple(sorted(held, key=lambda w: float(w["x0"])))))
                        held = []
                    held.append(word)
                if held:
                    out.append(Line(n, tuple(sorted(held, key=lambda w: float(w["x0"])))))
                page.close()
    except Exception as e:  # pdfminer raises whatever it meets
        raise DamagedError(f"{path.name} cannot be read") from e
    return out, sizes


def _fields(number: int, page: Any, size: tuple[float, float], lines: Sequence[Line]) -> list[Spot]:
    found = []
    for reference in page.get("/Annots") or ():
        widget = reference.get_object()
        if widget.get("/Subtype") != "/Widget":
            continue
        kind = _inherited(widget, "/FT")
        if kind not in ("/Tx", "/Btn", "/Ch"):
            continue  # signatures are never ours to fill
        x0, y0, x1, y1 = (float(v) for v in widget["/Rect"])
        box = (min(x0, x1), size[1] - max(y0, y1), max(x0, x1), size[1] - min(y0, y1))
        states = _states(widget) if kind == "/Btn" else ()
        if kind == "/Btn" and not states:
            continue  # a push button
        here = [line for line in lines if line.page == number]
        label = _right(box, here) if kind == "/Btn" else _left_or_above(box, here)
        tip = str(_inherited(widget, "/TU") or "")
        found.append(
            Spot(
                number,
                box,
                tip if len(tip) > 2 and kind != "/Btn" else label or tip or _name(widget),
                name=_name(widget),
                kind="check" if kind == "/Btn" else "text",
                states=states,
                hint=_question(box, here) if kind == "/Btn" else "",
            )
        )
    return sorted(found, key=lambda s: (s.page, round(s.box[1] / 8), s.box[0]))


def _inherited(widget: Any, key: str) -> Any:
    node: Any = widget
    while node is not None:
        if key in node:
            return node[key]
        node = node.get("/Parent")
        node = node.get_object() if node is not None else None
    return None


def _name(widget: Any) -> str:
    parts: list[str] = []
    node: Any = widget
    while node is not None:
        if "/T" in node:
            parts.insert(0, str(node["/T"]))
        node = node.get("/Parent")
        node = node.get_object() if node is not None else None
    return ".".join(parts)


def _states(widget: Any) -> tuple[str, ...]:
    appearances = widget.get("/AP", {})
    normal = appearances.get("/N") if appearances else None
    keys = normal.get_object().keys() if normal is not None else ()
    return tuple(str(k) for k in keys if k != "/Off")


def _left_or_above(box: tuple[float, float, float, float], lines: Sequence[Line]) -> str:
    """The words that end left of the box on its line, else those just above it."""
    middle = (box[1] + box[3]) / 2
    for line in lines:
        top, bottom = line.words[0]["top"], line.words[0]["bottom"]
        if top - 3 <= middle <= bottom + 3:
            left = _last_group([w for w in line.words if w["x1"] <= box[0] + 2])
            if left and box[0] - left[-1]["x1"] < AWAY:
                return " ".join(w["text"] for w in left)
    above = [
        line
        for line in lines
        if 0 <= box[1] - line.words[0]["bottom"] <= ABOVE
        and any(w["x1"] > box[0] - 2 and w["x0"] < box[2] for w in line.words)
    ]
    if not above:
        return ""
    words = [w for w in above[-1].words if w["x1"] > box[0] - 2 and w["x0"] < box[2]]
    return " ".join(w["text"] for w in words)


def _question(box: tuple[float, float, float, float], lines: Sequence[Line]) -> str:
    """The words with which the line of a check box begins: the question it answers; else the line above."""
    middle = (box[1] + box[3]) / 2
    for line in lines:
        if line.words[0]["top"] - 3 <= middle <= line.words[0]["bottom"] + 3 and line.words[0]["x1"] < box[0]:
            group = [line.words[0]]
            for word in line.words[1:]:
                if word["x0"] - group[-1]["x1"] > 14 or word["x0"] > box[0]:
                    break
                group.append(word)
            return " ".join(w["text"] for w in group)
    return _left_or_above(box, lines)


def _last_group(words: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The words after the last wide gap or row of underscores: the label nearest to what follows."""
    group: list[dict[str, Any]] = []
    for word, following in pairwise([*words, None]):
        assert word is not None
        if set(word["text"]) <= {"_"}:
            group = []
            continue
        group.append(word)
        if following is not None and following["x0"] - word["x1"] > 14:
            group = []
    return group


def _right(box: tuple[float, float, float, float], lines: Sequence[Line]) -> str:
    """The words just right of a check box."""
    middle = (box[1] + box[3]) / 2
    for line in lines:
        if line.words[0]["top"] - 3 <= middle <= line.words[0]["bottom"] + 3:
            words = [w for w in line.words if w["x0"] >= box[2] - 2]
            group: list[str] = []
            last = box[2]
            for word in words:
                if word["x0"] - last > 16:
                    break
                group.append(word["text"])
                last = word["x1"]
            if group:
                return " ".join(group)
    return ""
