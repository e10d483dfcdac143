"""From a saved form to facts: what a person changed, confirmed or answered. Pure; nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from pipeline.models.case import Case
from pipeline.models.facts import Facts
from pipeline.models.fields import LIST_FIELDS, Field
from pipeline.web.values import NotUnderstoodError, Texts, differ, shown, typed, understood
from pipeline.web.words import Asked, Words

# Fields that the facts keep in their `denial` section.
_DENIAL = {"document_kind": "kind", "denial_class": "class", "denial_category": "category"}
_ALSO_DENIAL = {"letter_date": "letter_date", "amount_denied": "amount_denied"}
LETTER, FACT, SEEN = "f", "q", "seen"  # prefixes of input names: a field of the letter, a question, a page


@dataclass
class Answers:
    """The facts that a form gives, or what is wrong with it: `errors` by name of the value."""

    facts: Facts
    typed: Texts
    errors: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)


def letter_value(case: Case, name: str) -> Any:
    """What the case holds for a value of the letter, whoever gave it."""
    if name == "document_kind":
        return case.facts.denial.kind or case.document.kind
    if name in ("denial_class", "denial_category"):
        return getattr(case.classification, name)
    return case.values(name) if name in LIST_FIELDS else case.value(name)


def fact_value(facts: Facts, name: str) -> Any:
    """What a person has told under the key `name`, such as plan.funding."""
    value: Any = facts.model_dump(mode="json", by_alias=True)
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def read_form(case: Case, form: Mapping[str, str], words: Words) -> Answers:
    """Compare a form with the case that it showed; a value that was not touched stays as it was."""
    data = case.facts.model_dump(mode="json", by_alias=True)
    answers = Answers(facts=case.facts, typed={})
    taken = _taken(case, form.get("take", ""))
    for asked in words.letter_fields():
        if asked.readonly and asked.name not in taken and f"ok.{asked.name}" not in form:
            continue
        _letter(case, asked, form, taken, data, answers)
    for asked in words.questions():
        _question(case, asked, form, taken, data, answers)
    _looked_at(case, form, data, answers)
    answers.facts = _checked(data, answers)
    return answers


def to_look_at(case: Case) -> list[tuple[str, bool]]:
    """Letters and pages that the program could not use, and whether a person has said to have looked at each."""
    still = [(doubt.why, False) for doubt in case.review.reasons if doubt.field == "document"]
    return [*still, *((why, True) for why in case.facts.looked_at)]


def _looked_at(case: Case, form: Mapping[str, str], data: dict[str, Any], answers: Answers) -> None:
    listed = to_look_at(case)
    if form.get(SEEN) != str(len(listed)):
        return  # a form that did not show them
    answers.typed |= {name: text for name, text in form.items() if name.startswith(SEEN)}
    told = [why for n, (why, _) in enumerate(listed) if f"{SEEN}.{n}" in form]
    if told != list(case.facts.looked_at):
        answers.changed.append("document")
        data["looked_at"] = told


def _letter(
    case: Case, asked: Asked, form: Mapping[str, str], taken: dict[str, Any], data: Any, answers: Answers
) -> None:
    now = letter_value(case, asked.name)
    given = typed(asked, LETTER, form)
    answers.typed |= given
    if asked.name in taken:
        value = taken[asked.name]
    elif differ(shown(asked, LETTER, now), given) and not asked.readonly:
        try:
            value = understood(asked, LETTER, given)
        except NotUnderstoodError as error:
            answers.errors[asked.name] = str(error)
            return
    elif f"ok.{asked.name}" in form:
        value = now
    else:
        return
    answers.changed.append(asked.name)
    put(data, asked.name, value)


def put(data: dict[str, Any], name: str, value: Any) -> None:
    """Write a person's word on a field of the letter into facts as plain data."""
    if name in _DENIAL:
        data["denial"][_DENIAL[name]] = value
        return
    data["fields"][name] = value
    if name in _ALSO_DENIAL:
        data["denial"][_ALSO_DENIAL[name]] = None  # one place only, or the older word would win


def _question(
    case: Case, asked: Asked, form: Mapping[str, str], taken: dict[str, Any], data: Any, answers: Answers
) -> None:
    given = typed(asked, FACT, form)
    answers.typed |= given
    before = shown(asked, FACT, fact_value(case.facts, asked.name))
    chosen = taken.get(asked.reads) if asked.reads else None
    confirmed = bool(asked.reads) and f"ok.{asked.reads}" in form
    if not (differ(before, given) or chosen is not None or confirmed):
        return
    try:
        value = chosen if chosen is not None else understood(asked, FACT, given)
    except NotUnderstoodError as error:
        answers.errors[asked.name] = str(error)
        return
    if confirmed and value is None:
        value = case.value(asked.reads)
    answers.changed.append(asked.name)
    *path, last = asked.name.split(".")
    section = data
    for part in path:
        section = section[part]
    section[last] = value
    if asked.reads:  # the person has seen what the letter says, and has decided
        if value is None:
            data["fields"].pop(asked.reads, None)
        else:
            data["fields"][asked.reads] = value.upper() if asked.name == "plan.state" else value


def _taken(case: Case, told: str) -> dict[str, Any]:
    """The candidate that a person clicked: `NAME:INDEX`, an index into `candidates_of`."""
    name, _, index = told.rpartition(":")
    choices = candidates_of(case, name) if name else []
    if index.isdigit() and int(index) < len(choices):
        value = choices[int(index)].value
        return {name: _added(case, name, value) if name in LIST_FIELDS else value}
    return {}


def _added(case: Case, name: str, value: Any) -> list[Any]:
    """A candidate for a list joins the values held, unless it is a whole list itself."""
    whole = isinstance(value, list) and (name != "service_dates" or (value and isinstance(value[0], list)))
    return list(value) if whole else [*case.values(name), value]


def candidates_of(case: Case, name: str) -> list[Any]:
    """Other values that were seen for `name`, from its field and from the doubts, each value once."""
    held = case.one(name)
    seen = [*(held.candidates if isinstance(held, Field) else ())]
    seen += [c for d in case.review.reasons if d.field == name for c in d.candidates]
    now = str(letter_value(case, name))
    unique = {str(c.value): c for c in reversed(seen) if str(c.value) != now and c.value is not None}
    return list(reversed(unique.values()))


def _checked(data: dict[str, Any], answers: Answers) -> Facts:
    """Facts from plain data; a value that is refused is named in `answers.errors`."""
    try:
        return Facts.model_validate(data)
    except ValidationError as error:
        for one in error.errors():
            name = ".".join(str(part) for part in one["loc"] if not isinstance(part, int))
            answers.errors.setdefault(_place(name), _plain(one))
        return answers.facts


def _place(name: str) -> str:
    """The value on the page that a key of the facts belongs to."""
    back = {f"denial.{key}": place for place, key in _DENIAL.items()}
    if name.startswith("internal_appeals"):
        return "internal_appeals"
    return back.get(name, name)


def _plain(error: Any) -> str:
    told = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] in ("enum", "literal_error"):
        return "Please choose one of the list."
    if error["type"].startswith("date"):
        return "Please write a date such as 2026-03-09."
    return f"This cannot be used: {told[0].lower()}{told[1:]}."
