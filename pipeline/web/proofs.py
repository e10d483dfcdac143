"""Where each value stands in the letters: the words, the page, the box; and what else was seen. Pure."""

from dataclasses import dataclass
from typing import Any

from pipeline.models.case import Case
from pipeline.models.document import Box, Origin
from pipeline.models.fields import Field
from pipeline.web.answers import candidates_of
from pipeline.web.values import readable
from pipeline.web.words import Asked, Words

SURE = 0.9  # below this a value is shown as "please check", doubt or no doubt


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page of a letter. `sheet` counts pages over all letters of the case, from 0."""

    id: str
    sheet: int
    box: Box
    state: str
    label: str
    entry: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a value stands: the words there, the page in the person's count, the mark to jump to."""

    quote: str
    page: int | None = None
    mark: str | None = None
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that was seen but not taken; `take` is what the form sends when it is clicked."""

    take: str
    text: str
    texts: str
    proof: Proof


def state_of(case: Case, name: str, value: Any, doubted: bool) -> str:
    if name in ("document_kind", "denial_class", "denial_category"):
        given = {
            "document_kind": case.facts.denial.kind,
            "denial_class": case.facts.denial.denial_class,
            "denial_category": case.facts.denial.category,
        }[name]
        sure = name == "document_kind" or case.classification.confidence >= SURE
        if given:
            return "you"
        return "none" if value is None else "check" if doubted or not sure else "sure"
    found = case.many(name)
    if not found or all(f.value is None for f in found):
        return "check" if doubted else "none"
    if all(f.origin is Origin.PERSON for f in found):
        return "you"
    return "check" if doubted or min(f.confidence for f in found) < SURE else "sure"


def proofs_of(
    case: Case, asked: Asked, marks: dict[int, list[Mark]], state: str, words: Words
) -> list[Proof]:
    if asked.name in ("denial_class", "denial_category"):
        group = "classes" if asked.name == "denial_class" else "categories"
        known = words.choices(group)
        return [
            Proof(e.quote, e.page, _mark(case, e, f"{asked.name}-{n}", asked, marks, state))
            for n, e in enumerate(case.classification.evidence)
            if e.points_to in known
        ]
    found = [g for f in case.many(asked.name) if (g := _as_printed(f)).quote or g.box]
    return [
        proof_of(case, f, asked.name if len(found) == 1 else f"{asked.name}-{n}", asked, marks, state)
        for n, f in enumerate(found)
    ]


def _as_printed(found: Field) -> Field:
    """A value that a person confirmed still stands where it was read."""
    if found.origin is not Origin.PERSON:
        return found
    read = next((c for c in found.candidates if c.value == found.value), None)
    return (
        found.model_copy(update={"page": read.page, "box": read.box, "quote": read.quote}) if read else found
    )


def proof_of(
    case: Case, found: Field, key: str, asked: Asked, marks: dict[int, list[Mark]], state: str
) -> Proof:
    mark = _mark(case, found, key, asked, marks, state)
    return Proof(found.quote or "", found.page, mark, found.origin is Origin.OCR)


def choices_of(
    case: Case, asked: Asked, name: str, marks: dict[int, list[Mark]], words: Words
) -> list[Choice]:
    choices = []
    for n, candidate in enumerate(candidates_of(case, name)):
        text = words.say(asked.of, candidate.value) if asked.of else readable(asked, candidate.value)
        mark = _mark(case, candidate, f"{name}-other-{n}", asked, marks, "other", text)
        proof = Proof(candidate.quote or "", candidate.page, mark)
        raw = "" if isinstance(candidate.value, list | dict) else str(candidate.value)
        choices.append(Choice(f"{name}:{n}", text, raw, proof))
    return choices


def _mark(
    case: Case, found: Any, key: str, asked: Asked, marks: dict[int, list[Mark]], state: str, seen: str = ""
) -> str | None:
    """Note a box on its page; gives the anchor of the box."""
    if found.page is None or found.box is None:
        return None
    label = f"{asked.label}: {seen}" if seen else asked.label
    sheet = first_sheet(case, getattr(found, "letter", None)) + found.page - 1
    mark = Mark(f"box-{key}", sheet, found.box, state, label, asked.name)
    marks.setdefault(sheet, []).append(mark)
    return mark.id


def first_sheet(case: Case, sha256: str | None) -> int:
    """The number of the first page of a letter, over all letters; the governing letter's by default."""
    wanted = sha256 or case.document.sha256
    count = 0
    for document in case.documents or (case.document,):
        if document.sha256 == wanted:
            return count
        count += document.pages
    return 0
