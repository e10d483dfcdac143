"""The answer to each question of a form, from the letter and the person's facts; a blank where neither tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.assemble.forms.catalog import Form, Question, Section
from pipeline.assemble.gather import Gatherer
from pipeline.assemble.given import Given, Several

_ADDRESS = re.compile(
    r"^(?P<street>.+?),\s*(?P<city>[^,]+),\s*(?P<state>[A-Za-z]{2})\s+(?P<zip>\d{5}(?:-\d{4})?)$"
)
_OWN_HAND = ("signature", "upload")  # never filled in
_UNSPLIT = re.compile(r"[,.]|\b(?:jr|sr|ii|iii|iv|de|del|la|van|von|der|st)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what to write. `value` is a blank where a person must answer, None for signatures."""

    section: Section
    question: Question
    value: Given | None


def answers(
    form: Form, g: Gatherer, context: Mapping[str, Any], traits: Mapping[str, str]
) -> tuple[Answer, ...]:
    """Every question of `form` with its answer, in the form's order."""
    return tuple(Answer(s, q, _answer(form, q, g, context, traits)) for s, q in form.questions())


def _answer(
    form: Form, q: Question, g: Gatherer, context: Mapping[str, Any], traits: Mapping[str, str]
) -> Given | None:
    if q.kind in _OWN_HAND or (q.fact is None and q.wants is None and q.kind in ("date", "checkbox")):
        return None  # signatures and their dates, certifications, lists of papers: never ours to fill
    blank = Given(q.label, f"form:{form.id}", blank=True)
    if q.kind in ("choice", "checkbox"):
        return _choice(q, g, traits) or blank
    keys = [q.fact, q.other, q.wants]
    if q.fact == "representative.name" and traits["filed_by"] == "patient" and q.other:
        keys = [q.other]  # an applicant's box: the representative only where there is one
    if q.fact and q.fact.startswith("representative.") and traits["filed_by"] == "patient" and not q.other:
        return None
    for key in keys:
        value = lookup(key, g, context) if key else None
        if value:
            return _part(q, value) or blank
    return blank


def lookup(key: str, g: Gatherer, context: Mapping[str, Any]) -> Given | None:
    """The value of a key of the contract, `patient.name` or `fields.member_id`; None if it is not known."""
    group, _, name = key.partition(".")
    if group == "fields":
        found = g.fields(name, "signed") if g.case.many(name) and g.case.one(name) is None else g.field(name)
        return _joined(found) if isinstance(found, Several) else found
    spaces = {"patient": "patient", "representative": "representative", "treating_provider": "doctor"}
    if group in spaces:
        value = vars(context[spaces[group]]).get(name)
    elif group in ("argument", "received_on"):
        value = context[group]
    elif group == "insurer":
        value = vars(context["plan"]).get(name)
    elif group == "denial" and name == "amount_denied":
        value = vars(context["letter"])["amount"]
    elif group == "plan" and name in vars(context["plan"]):
        value = vars(context["plan"])[name]
    else:
        value = _fact(g, key)
    return value if isinstance(value, Given) and value else None


def _fact(g: Gatherer, key: str) -> Given | None:
    try:
        return g.fact(key)
    except AttributeError:  # a form asks for something no facts file holds
        return None


def _joined(found: Several) -> Given | None:
    if not found:
        return None
    doubts = [v.doubt for v in found if v.doubt]
    text = "; ".join(v.text for v in found)
    return Given(text, found.items[0].source.partition("[")[0], doubts[0] if doubts else None)


def _part(q: Question, value: Given) -> Given | None:
    """The piece of a name or an address that a box asks for; None where it cannot be told apart surely."""
    if q.part in ("first", "middle", "last"):
        words = value.text.split()
        if len(words) not in (2, 3) or _UNSPLIT.search(value.text):
            return None
        middle = words[1] if len(words) == 3 else ""
        piece = {"first": words[0], "middle": middle, "last": words[-1]}[q.part]
        return replace(value, text=piece) if piece else None
    if q.part:
        match = _ADDRESS.match(" ".join(value.text.replace("\n", ", ").split()))
        return replace(value, text=match.group(q.part)) if match else None
    return value


def _choice(q: Question, g: Gatherer, traits: Mapping[str, str]) -> Given | None:
    """The choice that the facts point to. An unknown fact ticks nothing."""
    known = _known(q, g, traits)
    if known is None:
        return None
    value, source, doubt = known
    if q.kind == "checkbox":
        return Given("✓", source, doubt) if value is True else None
    if not q.map:
        picked = _unmapped(q, value, traits)
        return Given(picked, source, doubt) if picked else None
    for choice in q.choices:
        if value in q.map.get(choice, ()):
            return Given(choice, source, doubt)
    defaults = [c for c in q.choices if c not in q.map]
    return Given(defaults[0], source, doubt) if len(defaults) == 1 and len(q.choices) == 2 else None


def _known(q: Question, g: Gatherer, traits: Mapping[str, str]) -> tuple[Any, str, str | None] | None:
    facts = g.case.facts
    match q.fact:
        case "urgent":
            return None if facts.urgent is None else (facts.urgent, "fact:urgent", None)
        case "filed_by":
            return None if facts.filed_by is None else (facts.filed_by.value, "fact:filed_by", None)
        case "denial.category":
            if traits["category"] == "unknown":
                return None
            given = facts.denial.category is not None
            sure = given or g.case.classification.confidence >= 0.9
            source = "fact:denial.category" if given else "classification:denial_category"
            return traits["category"], source, None if sure else "confidence"
        case "denial.kind":
            return None if traits["kind"] == "unknown" else (traits["kind"], "document:kind", None)
        case "plan.funding":
            return _funding(g)
        case "internal_appeals":
            if traits["exhaustion"] == "finished" or facts.internal_appeals:
                return True, "fact:internal_appeals" if facts.internal_appeals else "document:kind", None
            return None if facts.internal_appeals is None else (False, "fact:internal_appeals", None)
        case "fields.service_dates":
            source = "field:service_dates[0]"
            return None if traits["timing"] == "unknown" else (traits["timing"], source, None)
        case _:
            return None


def _funding(g: Gatherer) -> tuple[str, str, str | None] | None:
    given = g.case.facts.plan.funding
    if given is not None:
        return None if given.value == "unknown" else (given.value, "fact:plan.funding", None)
    found = g.case.one("plan_funding")
    if found is None or found.value is None or found.confidence < 0.9:
        return None
    return str(found.value), "field:plan_funding", None


def _unmapped(q: Question, value: Any, traits: Mapping[str, str]) -> str | None:
    """Choices without a map: Yes and No of appeals; past and future of service dates, told by their words."""
    if q.fact == "internal_appeals" and set(q.choices) == {"Yes", "No"}:
        return "Yes" if value else "No"
    if q.fact == "fields.service_dates":
        words = (
            ("received", "claim", "retrospective")
            if value == "received"
            else ("future", "not yet", "preauth")
        )
        against = ("not yet",) if value == "received" else ("already",)
        fitting = [
            c
            for c in q.choices
            if any(w in c.lower() for w in words) and not any(w in c.lower() for w in against)
        ]
        return fitting[0] if len(fitting) == 1 else None
    return None
