"""Rot test of templates/web/words.yaml: every value, fact and identifier that can come up has words."""

from enum import StrEnum

import pytest
from pydantic import BaseModel

from pipeline.models.decision import Eligible, Path
from pipeline.models.facts import Facts, FiledBy, Funding, Outcome
from pipeline.models.fields import LIST_FIELDS, SCALAR_FIELDS, DenialCategory, DenialClass, DocumentKind
from pipeline.web.words import FOLDER, load


def test_every_field_of_a_letter_is_on_the_page_once() -> None:
    shown = [a.name for a in load().letter_fields()] + [a.reads for a in load().questions() if a.reads]
    extra = ["document_kind", "denial_class", "denial_category"]
    assert sorted(shown) == sorted([*SCALAR_FIELDS, *LIST_FIELDS, *extra])


def test_every_fact_can_be_given() -> None:
    asked = sorted(a.name for a in load().questions())
    # `denial`, `fields` and `looked_at` speak of the letter: they are set through its own part of the form.
    assert asked == sorted(
        n for n in _leaves(Facts, "") if not n.startswith(("denial.", "fields", "looked_at"))
    )


def _leaves(model: type[BaseModel], prefix: str) -> list[str]:
    names = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        inner = isinstance(kind, type) and issubclass(kind, BaseModel)
        names += _leaves(kind, f"{prefix}{name}.") if inner else [prefix + name]
    return names


@pytest.mark.parametrize(
    ("group", "identifiers"),
    [
        ("steps", Path),
        ("eligible", Eligible),
        ("kinds", DocumentKind),
        ("classes", DenialClass),
        ("categories", DenialCategory),
        ("fundings", Funding),
        ("filed_by", FiledBy),
        ("outcome", Outcome),
    ],
)
def test_every_identifier_has_words(group: str, identifiers: type[StrEnum]) -> None:
    assert set(identifiers) <= set(load().choices(group))


def test_every_list_of_choices_exists() -> None:
    for asked in (*load().letter_fields(), *load().questions()):
        for name in (asked.of, *asked.choices.values()):
            assert not name or load().choices(name)
        assert asked.kind != "choice" or asked.of


def test_every_document_of_the_packet_has_words() -> None:
    documents = {path.stem for path in (FOLDER.parent / "en").glob("*.md")}
    # Requests of the several programs all leave as `request`.
    named = {name for name in documents if not name.startswith("request-")}
    assert named <= set(load().raw["files"])
