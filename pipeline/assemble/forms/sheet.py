"""The answer sheet: the answers in the order of the official form, as names for its template."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.assemble.forms.answers import Answer, answers
from pipeline.assemble.forms.catalog import Form
from pipeline.assemble.forms.filling import Filled
from pipeline.assemble.gather import Gatherer
from pipeline.assemble.given import Given, Names, Several


def sheet_names(
    forms: Sequence[Form],
    g: Gatherer,
    context: Mapping[str, Any],
    traits: Mapping[str, str],
    filled: Mapping[str, Filled],
) -> list[Names]:
    """One entry for each form of the case; `filled` are those whose blank was at hand."""
    return [_form(form, g, answers(form, g, context, traits), filled.get(form.id)) for form in forms]


def _form(form: Form, g: Gatherer, found: Sequence[Answer], filled: Filled | None) -> Names:
    source = f"forms/{form.id}.yaml"

    def text(value: str) -> Given | None:
        return Given(value, source) if value else None

    def several(values: Sequence[str], joint: str = "; ") -> Several:
        return Several(tuple(Given(v, source) for v in values), g.blank("signed"), joint)

    sections = []
    for section, rows in groupby(found, key=lambda a: a.section):
        sections.append(
            Names(
                {
                    "title": Given(section.title, source),
                    "when": text(section.when or ""),
                    "doctor": section.filled_by in ("physician", "provider"),
                    "recalled": form.as_printed and not section.seen,
                    "rows": [_row(a, g, source) for a in rows],
                }
            )
        )
    return Names(
        {
            "name": Given(form.name, source),
            "number": text(form.number),
            "office": Given(form.office, source),
            "url": text(form.url),
            "filing": several(form.filing, ", "),
            "note": text(form.note),
            "as_printed": form.as_printed,
            "partly": form.as_printed and any(not s.seen for s in form.sections),
            "sections": sections,
            "filled": filled is not None,
            "unplaced": several([a.question.label for a in filled.unplaced] if filled else ()),
            "signs": several(form.signs),
            "enclosures": several(form.enclosures),
        }
    )


def _row(answer: Answer, g: Gatherer, source: str) -> Names:
    q, value = answer.question, answer.value
    hand = q.kind if q.kind in g.words["hand"] else "blank"
    return Names(
        {
            "label": Given(q.label, source),
            "required": q.required,
            "value": value if value else None,
            "hand": g.say("hand", hand) if value is None else None,
            "blank": Given(g.words["hand"]["blank"], "blank:form", blank=True),
            "note": Given(q.note, source) if q.note else None,
        }
    )
