"""Official forms: what they ask, the answers, and blanks of the office filled in as far as known."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.assemble.choose import traits
from pipeline.assemble.context import context
from pipeline.assemble.forms.answers import Answer, answers
from pipeline.assemble.forms.boxes import Blank, read_blank
from pipeline.assemble.forms.catalog import Form, Question, Section, for_case, form, forms
from pipeline.assemble.forms.filling import Filled, Placed, fill
from pipeline.assemble.forms.matching import Labels, alike
from pipeline.assemble.gather import Gatherer
from pipeline.assemble.given import as_date
from pipeline.assemble.templates import Templates
from pipeline.assemble.templates import templates as open_templates
from pipeline.errors import UsageError
from pipeline.law import Law
from pipeline.models.case import Case

__all__ = [
    "Added",
    "Answer",
    "Filled",
    "Form",
    "add",
    "answers",
    "fill_form",
    "for_case",
    "form",
    "forms",
    "keep",
]

UNKNOWN = "unknown-form"  # a blank that none of the descriptions fits
_RECOGNIZED = 0.45  # share of a form's questions that must be printed on a blank


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a blank: which form it is, the file written, what went in and what did not.

    `unplaced` holds labels: answers without a sure box, and answers that a person must check first.
    """

    form_id: str
    file: Path
    placed: tuple[Placed, ...]
    unplaced: tuple[str, ...]


def add(
    blank: Path,
    case: Case,
    law: Law,
    out: Path,
    *,
    form_id: str | None = None,
    templates: Path | None = None,
    as_of: dt.date,
) -> Added:
    """Fill the office's blank form for `case` and write it into the folder `out`, file mode 0600.

    The form is recognized by what is printed on it, unless `form_id` names it; one that nobody has described is
    filled by the usual labels. Raises a BadInputError for a file that cannot be used, UsageError for an unknown
    `form_id`.
    """
    texts = open_templates(templates)
    described = _described(read_blank(blank), texts, form_id)
    process_id = case.decision.process_id if case.decision else None
    on = case.facts.denial.letter_date or as_date(case.value("letter_date"))
    process = law.process(process_id, on) if process_id else None
    g = Gatherer(case, texts.words("en"), "en")
    found = traits(case, process, texts.data("packets.yaml"), as_of)
    filled = fill_form(blank, described, texts, g, context(g, process, found, as_of), found)
    file = out / f"form-{described.id}.pdf"
    file.touch(mode=0o600)
    file.write_bytes(filled.content)
    return Added(described.id, file, filled.placed, tuple(a.question.label for a in filled.unplaced))


def fill_form(
    blank: Path,
    described: Form,
    texts: Templates,
    g: Gatherer,
    names: Mapping[str, Any],
    found: Mapping[str, str],
) -> Filled:
    """`blank`, filled with the answers to the questions of `described`."""
    labels = Labels.of(texts.data("labels.yaml"))
    style = texts.find("typst/style.typ")
    assert style is not None
    return fill(blank, answers(described, g, names, found), labels, ordered=described.as_printed, style=style)


def keep(blank: Path, folder: Path, *, form_id: str | None = None) -> str:
    """Keep the office's blank in a person's templates folder, so that packets fill it from now on.

    Returns the form's id. UsageError if the form is not recognized and `form_id` does not name it.
    """
    texts = open_templates(folder if folder.is_dir() else None)
    described = _described(read_blank(blank), texts, form_id)
    if described.id == UNKNOWN:
        known = ", ".join(f.id for f in forms(texts))
        raise UsageError(f"{blank.name}: which form is this? Name it with --form, one of: {known}")
    place = folder / "forms" / f"{described.id}.pdf"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(blank.read_bytes())
    return described.id


def _described(blank: Blank, texts: Templates, form_id: str | None) -> Form:
    every = forms(texts)
    if form_id is not None:
        named = next((f for f in every if f.id == form_id), None)
        if named is None:
            raise UsageError(f"no form is called {form_id}; known are: {', '.join(f.id for f in every)}")
        return named
    return _recognized(blank, every, Labels.of(texts.data("labels.yaml"))) or _usual(texts)


def _recognized(blank: Blank, every: Sequence[Form], labels: Labels) -> Form | None:
    """The form whose number is printed on the blank, or whose questions are; None where two fit alike."""
    text = " ".join(line.text for line in blank.lines).lower()
    numbered = [
        f for f in every if len(f.number) > 3 and re.search(rf"\b{re.escape(f.number.lower())}\b", text)
    ]
    if len(numbered) == 1:
        return numbered[0]
    printed = [labels.words(line.text) for line in blank.lines] + [labels.words(s.label) for s in blank.spots]
    scored = sorted(((_share(f, printed, labels), f.id, f) for f in numbered or every), reverse=True)
    if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.1:
        return None
    return scored[0][2] if scored and scored[0][0] >= _RECOGNIZED else None


def _share(form_: Form, printed: Sequence[frozenset[str]], labels: Labels) -> float:
    asked = [labels.words(q.label) for _, q in form_.questions()]
    asked = [words for words in asked if words]
    return sum(any(alike(a, p) >= 0.8 for p in printed) for a in asked) / max(len(asked), 1)


def _usual(texts: Templates) -> Form:
    questions = tuple(Question(**q) for q in texts.data("labels.yaml")["usual"])
    section = Section("", "filer", questions)
    return Form(UNKNOWN, (), "", "", (), as_printed=False, read="none", sections=(section,))
