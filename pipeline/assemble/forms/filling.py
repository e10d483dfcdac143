"""An office's blank form, filled in as far as the answers are known and their places can be told surely."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.assemble.forms.answers import Answer
from pipeline.assemble.forms.boxes import Blank, Spot, read_blank
from pipeline.assemble.forms.flat import overlay, places, written
from pipeline.assemble.forms.matching import Labels, alike, in_order, only_ones


@dataclass(frozen=True, slots=True)
class Placed:
    """An answer and the box it went into."""

    label: str
    box: str
    value: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form filled in. `unplaced` are answers for which no box was found, or which must be checked first."""

    content: bytes
    placed: tuple[Placed, ...]
    unplaced: tuple[Answer, ...]


def fill(blank: Path, found: Sequence[Answer], labels: Labels, *, ordered: bool, style: Path) -> Filled:
    """Fill `blank` with the answers that are sure. Signatures, dates of signing and doubtful values stay empty.

    `ordered`: the answers stand in the form's own order, which tells boxes with the same label apart.
    Raises a BadInputError for a file that is no usable PDF form.
    """
    form = read_blank(blank)
    sure = [a for a in found if a.value is not None and a.value and not a.value.doubt]
    doubtful = [a for a in found if a.value is not None and a.value and a.value.doubt]
    if form.has_fields:
        pairs = _pair(form, sure, labels, ordered)
        content = _acroform(blank, [(form.spots[j], sure[i]) for i, j in pairs.items()])
        placed = tuple(_placed(sure[i], form.spots[j]) for i, j in pairs.items())
        missed = [a for i, a in enumerate(sure) if i not in pairs]
    else:
        put, missed = places(form, sure, labels)
        content = overlay(blank, form, put, style)
        placed = tuple(Placed(w.label, w.printed, w.text) for w in put)
    return Filled(content, placed, (*missed, *doubtful))


def _placed(answer: Answer, spot: Spot) -> Placed:
    assert answer.value is not None
    return Placed(answer.question.label, spot.name or spot.label, written(answer.value))


def _pair(form: Blank, sure: Sequence[Answer], labels: Labels, ordered: bool) -> dict[int, int]:
    """Answer to spot: by the map of the form's description, then text boxes by label, then ticks by choice."""
    pairs = {
        i: j
        for i, a in enumerate(sure)
        for j, s in enumerate(form.spots)
        if a.question.field and a.question.field == s.name
    }
    texts = [
        i for i, a in enumerate(sure) if a.question.kind not in ("choice", "checkbox") and i not in pairs
    ]
    boxes = [j for j, s in enumerate(form.spots) if s.kind == "text" and j not in pairs.values()]
    match = in_order if ordered else only_ones
    found = match(
        [labels.words(sure[i].question.label) for i in texts],
        [labels.words(form.spots[j].label) for j in boxes],
    )
    pairs |= {texts[i]: boxes[j] for i, j in found.items()}
    for i, answer in enumerate(sure):
        if answer.question.kind in ("choice", "checkbox") and i not in pairs:
            spot = _tick(form, answer, labels, taken=set(pairs.values()))
            if spot is not None:
                pairs[i] = spot
    return pairs


def _tick(form: Blank, answer: Answer, labels: Labels, taken: set[int]) -> int | None:
    """The one check box beside the chosen words; where several have them, the one on its question's line."""
    assert answer.value is not None
    yes_no = answer.question.kind == "choice"
    wanted = labels.words(answer.value.text if yes_no else answer.question.label)
    fitting = [
        j
        for j, s in enumerate(form.spots)
        if s.kind == "check" and j not in taken and alike(wanted, labels.words(s.label)) >= 0.8
    ]
    if len(fitting) > 1 or (yes_no and len(wanted) < 2):
        question = labels.words(answer.question.label)
        fitting = [j for j in fitting if alike(question, labels.words(form.spots[j].hint)) >= 0.6]
    return fitting[0] if len(fitting) == 1 else None


def _acroform(blank: Path, pairs: Sequence[tuple[Spot, Answer]]) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import BooleanObject, NameObject

    writer = PdfWriter(clone_from=blank)
    for spot, answer in pairs:
        assert answer.value is not None
        text = written(answer.value)
        value = (spot.states[0] if spot.states else "/Yes") if spot.kind == "check" else text
        writer.update_page_form_field_values(
            writer.pages[spot.page], {spot.name: value}, auto_regenerate=False
        )
    form: Any = writer.root_object["/AcroForm"].get_object()
    form[NameObject("/NeedAppearances")] = BooleanObject(True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
