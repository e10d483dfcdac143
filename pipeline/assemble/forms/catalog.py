"""The official forms as templates/forms/*.yaml describe them: questions in the order of the form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.assemble.templates import Templates
from pipeline.errors import TemplateError


@dataclass(frozen=True, slots=True)
class Question:
    """One box of a form. `fact` answers it, else `other`, else `wants` (a fact that few people give)."""

    label: str
    kind: str  # text, address, phone, email, date, choice, checkbox, signature, upload
    fact: str | None = None
    other: str | None = None
    wants: str | None = None
    part: str | None = None  # first, middle, last; street, city, state, zip
    choices: tuple[str, ...] = ()
    map: Mapping[str, tuple[Any, ...]] | None = None  # choice to the values of the fact that mean it
    note: str | None = None
    required: bool = False
    field: str | None = None  # the name of the office's form field, where a blank was looked at


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    filled_by: str  # filer, representative, physician, provider
    questions: tuple[Question, ...]
    seen: bool = True  # read on the form itself; False: put together from memory and the law
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    processes: tuple[str, ...]
    office: str
    name: str
    filing: tuple[str, ...]
    as_printed: bool  # the sections' order is the form's own
    read: str  # full, part, summary, none: how much of the form was read
    sections: tuple[Section, ...]
    number: str = ""
    url: str = ""
    goes_with: str = ""
    note: str = ""
    when: tuple[Mapping[str, Any], ...] = ()
    enclosures: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    def questions(self) -> Iterator[tuple[Section, Question]]:
        for section in self.sections:
            for question in section.questions:
                yield section, question


def forms(texts: Templates) -> tuple[Form, ...]:
    """Every form that is described, a person's own descriptions before the shipped ones."""
    names = {p.name for folder in texts.folders for p in (folder / "forms").glob("*.yaml")}
    return tuple(form(texts, name.removesuffix(".yaml")) for name in sorted(names))


def form(texts: Templates, form_id: str) -> Form:
    """One form. TemplateError if there is none or its description is wrong."""
    data = texts.data(f"forms/{form_id}.yaml")
    try:
        return Form(
            id=data["id"],
            processes=tuple(data["processes"]),
            office=data["office"],
            name=data["name"],
            filing=tuple(data.get("filing", ())),
            as_printed=data["order"] == "as_printed",
            read=data["read"],
            sections=tuple(_section(s) for s in data["sections"]),
            when=tuple(data.get("when", ())),
            enclosures=tuple(data.get("enclosures", ())),
            signs=tuple(data.get("signs", ())),
            **{k: str(data.get(k, "")) for k in ("number", "url", "goes_with", "note")},
        )
    except (KeyError, TypeError) as e:
        raise TemplateError(f"forms/{form_id}.yaml: {e}") from e


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        title=data["title"],
        filled_by=data["filled_by"],
        seen=data["basis"] == "seen",
        when=data.get("when"),
        questions=tuple(_question(q) for q in data["questions"]),
    )


def _question(data: Mapping[str, Any]) -> Question:
    rest = {k: v for k, v in data.items() if k not in ("else", "choices", "map", "basis")}
    return Question(
        **rest,
        other=data.get("else"),
        choices=tuple(map(str, data.get("choices", ()))),
        map={str(k): tuple(v) for k, v in data["map"].items()} if "map" in data else None,
    )


def for_case(every: tuple[Form, ...], process_id: str | None, traits: Mapping[str, str]) -> tuple[Form, ...]:
    """The forms that this step of this case is filed on, main ones first."""
    if process_id is None:
        return ()
    fitting = [f for f in every if process_id in f.processes and _fits(f, traits)]
    return tuple(sorted(fitting, key=lambda f: (bool(f.goes_with), f.id)))


def _fits(form: Form, traits: Mapping[str, str]) -> bool:
    paths = {path for rule in form.when for path in rule.get("path", ())}
    if not paths and traits["path"] not in ("external_review", "other_program"):
        return False
    rules = form.when or ({},)
    return any(all(traits.get(k) in [str(x) for x in v] for k, v in rule.items()) for rule in rules)
