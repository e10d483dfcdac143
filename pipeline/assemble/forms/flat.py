"""Flat forms: answers written beside or under the printed labels, where there is room."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.assemble.forms.answers import Answer
from pipeline.assemble.forms.boxes import Blank, Line
from pipeline.assemble.forms.matching import Labels, Words, alike
from pipeline.assemble.given import Given
from pipeline.assemble.typeset import compile_pdf, quote

SIZE, SMALLEST = 9.0, 6.5  # points
WIDTH = 0.52  # of an average letter, in sizes
MARGIN = 36.0
SURE = 0.85  # a printed label on a flat form must share this much with the question's


@dataclass(frozen=True, slots=True)
class Written:
    """One answer on a flat form: where, how large, and the printed label it stands by."""

    page: int
    x: float
    y: float
    size: float
    text: str
    label: str
    printed: str


@dataclass(frozen=True, slots=True)
class _Label:
    line: int
    start: int
    end: int
    words: Words
    text: str


def written(value: Given) -> str:
    """A value as official forms want it: on one line, a date as mm/dd/yyyy."""
    if isinstance(value.raw, dt.date):
        return f"{value.raw:%m/%d/%Y}"
    return " ".join(value.text.split())


def places(form: Blank, found: Sequence[Answer], labels: Labels) -> tuple[list[Written], list[Answer]]:
    """Where each answer goes; the second list holds answers without a sure place or without room."""
    printed = [p for n, line in enumerate(form.lines) for p in _labels(n, line, labels)]
    put: list[Written] = []
    missed: list[Answer] = []
    used: set[tuple[int, int]] = set()
    for answer in found:
        if answer.question.kind in ("choice", "checkbox"):
            missed.append(answer)  # a box to tick cannot be seen on a flat form
            continue
        wanted = labels.words(answer.question.label)
        scored = sorted(
            ((alike(wanted, p.words), -(p.end - p.start), -i, p) for i, p in enumerate(printed)),
            key=lambda s: s[:3],
            reverse=True,
        )
        spot = None
        for score, _, _, label in scored:
            if score < SURE:
                break
            if (label.line, label.start) in used:
                continue
            spot = _room(form, label, answer)
            if spot is not None:
                used |= {(label.line, n) for n in range(label.start, label.end)}
                put.append(spot)
                break
        if spot is None:
            missed.append(answer)
    return put, missed


def _labels(number: int, line: Line, labels: Labels) -> Iterator[_Label]:
    """Runs of up to six words that may be a label: they end at a colon, a gap or the end of the line."""
    words = line.words
    for start in range(len(words)):
        if start and words[start]["x0"] - words[start - 1]["x1"] < 8 and not _rule(words[start - 1]):
            continue  # a label begins after a gap
        for end in range(start + 1, min(start + 7, len(words) + 1)):
            last = end == len(words)
            ends = last or words[end - 1]["text"].endswith(":") or _rule(words[end])
            if ends or words[end]["x0"] - words[end - 1]["x1"] > 8:
                text = " ".join(w["text"] for w in words[start:end])
                yield _Label(number, start, end, labels.words(text), text)
                break


def _rule(word: dict[str, Any]) -> bool:
    return set(word["text"]) <= {"_"}


def _room(form: Blank, label: _Label, answer: Answer) -> Written | None:
    """Right of the label up to the next word, else below it down to the next line."""
    assert answer.value is not None
    line = form.lines[label.line]
    text = written(answer.value)
    last = line.words[label.end - 1]
    following = next((w for w in line.words[label.end :] if not _rule(w)), None)
    right = (following["x0"] if following else form.sizes[line.page][0] - MARGIN) - last["x1"] - 8
    size = _fitting(text, right)
    if size:
        return Written(
            line.page, last["x1"] + 4, last["bottom"], size, text, answer.question.label, label.text
        )
    first = line.words[label.start]
    under = [
        other.words[0]["top"]
        for other in form.lines[label.line + 1 :]
        if other.page == line.page and other.words[0]["top"] > last["bottom"]
    ]
    room = (min(under) if under else form.sizes[line.page][1] - MARGIN) - last["bottom"]
    width = (following["x0"] - 8 if following else form.sizes[line.page][0] - MARGIN) - first["x0"]
    size = _fitting(text, width)
    if size and room >= size + 4:
        return Written(
            line.page, first["x0"], last["bottom"] + size + 2, size, text, answer.question.label, label.text
        )
    return None


def _fitting(text: str, width: float) -> float | None:
    """The largest size at which `text` fits into `width` points."""
    if width <= 0 or not text:
        return None
    size = min(SIZE, width / (len(text) * WIDTH))
    return size if size >= SMALLEST else None


def overlay(blank: Path, form: Blank, written: Sequence[Written], style: Path) -> bytes:
    """The blank's pages with the answers on them, in one PDF."""
    with tempfile.TemporaryDirectory(prefix="imrkit-form-") as work:
        shutil.copyfile(blank, Path(work) / "blank.pdf")
        pages = []
        for number, (width, height) in enumerate(form.sizes):
            here = "".join(
                f"#place(dx: {w.x:.1f}pt, dy: {w.y - w.size:.1f}pt, text(size: {w.size:.1f}pt, {quote(w.text)}))"
                for w in written
                if w.page == number
            )
            image = f'image("blank.pdf", page: {number + 1}, width: 100%, alt: {quote(f"form, page {number + 1}")})'
            pages.append(
                f"#page(width: {width:.2f}pt, height: {height:.2f}pt, margin: 0pt, background: {image})[{here}]"
            )
        source = '#set text(font: "Libertinus Serif")\n' + "\n".join(pages)
        return compile_pdf(source, style, dt.date(2000, 1, 1), Path(work), accessible=False)
