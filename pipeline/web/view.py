"""A case as the page shows it: entries with their proof, boxes on pages, doubts, the decision. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.models.case import Case
from pipeline.models.document import Origin
from pipeline.models.fields import Doubt
from pipeline.web.answers import FACT, LETTER, SEEN, fact_value, letter_value, to_look_at
from pipeline.web.proofs import Choice, Mark, Proof, choices_of, proof_of, proofs_of, state_of
from pipeline.web.values import Texts, long_date, row_count, shown
from pipeline.web.words import Asked, Words, plain

_SOON_DAYS, _NEAR_DAYS = 14, 42


@dataclass(slots=True)
class Entry:
    """One value of the form. `state`: sure | check | none | you (given by a person) | ask (a question)."""

    asked: Asked
    inputs: Texts
    state: str
    proofs: list[Proof] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    error: str = ""
    options: dict[str, str] = field(default_factory=dict)
    letter_says: str = ""
    spelled: str = ""
    prefix: str = LETTER

    @property
    def name(self) -> str:
        return f"{self.prefix}.{self.asked.name}"

    @property
    def id(self) -> str:
        """Anchor on the page."""
        return f"at-{self.asked.name}"

    @property
    def text(self) -> str:
        return self.inputs.get(self.name, "")

    @property
    def folded(self) -> bool:
        return self.asked.minor and not (self.doubts or self.error)

    @property
    def rows(self) -> range:
        """Row numbers of a table, with one empty row to write in."""
        return range(row_count(self.inputs, self.name) + (not self.asked.readonly))

    def cell(self, row: int, column: str) -> tuple[str, str]:
        """Name and text of one cell."""
        name = f"{self.name}.{row}.{column}"
        return name, self.inputs.get(name, "")


@dataclass(frozen=True, slots=True)
class Ask:
    """A doubt or a missing fact on top of the page, linked to where it is settled."""

    label: str
    why: str
    link: str


@dataclass(frozen=True, slots=True)
class Look:
    """A letter or page that the program could not use; `done` when a person has looked at it."""

    name: str
    why: str
    done: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    case: Case
    letter: list[tuple[str, list[Entry]]]
    facts: list[tuple[str, bool, list[Entry]]]
    missing: list[Entry]
    doubts: list[Ask]
    marks: dict[int, list[Mark]]
    errors: list[Ask]
    looks: list[Look]


def case_view(
    case: Case,
    words: Words,
    typed: Texts | None = None,
    errors: Mapping[str, str] | None = None,
) -> CaseView:
    """Everything of the case page. `typed` and `errors` bring back a form that could not be saved."""
    marks: dict[int, list[Mark]] = {}
    letter = [
        (s.title, [_letter_entry(case, a, words, marks, typed, errors or {}) for a in s.fields])
        for s in words.letter
    ]
    asked_for = {words.place(key) for key in (case.decision.missing_facts if case.decision else ())}
    facts, missing = [], []
    for section in words.facts:
        entries = [_fact_entry(case, a, words, marks, typed, errors or {}) for a in section.fields]
        missing += [e for e in entries if e.asked.name in asked_for]
        rest = [e for e in entries if e.asked.name not in asked_for]
        known = any(e.text or e.error for e in rest)
        if rest:
            facts.append((section.title, section.open or known, rest))
    everything = [e for _, entries in letter for e in entries] + missing + [e for *_, es in facts for e in es]
    on_page = {e.asked.name for e in everything}
    doubts = [
        Ask(words.label(d.field), _why(case, d, words), _link(words.place(d.field), on_page, bool(missing)))
        for d in case.review.reasons
    ]
    wrong = [Ask(words.label(e.asked.name), e.error, e.id) for e in everything if e.error]
    return CaseView(case, letter, facts, missing, _once(doubts), marks, wrong, _looks(case, typed))


def _looks(case: Case, typed: Texts | None) -> list[Look]:
    """What a person must look at, as it stands or as it was ticked in a form that could not be saved."""
    ticked = typed if typed and SEEN in typed else None
    names = [(f"{SEEN}.{n}", why, done) for n, (why, done) in enumerate(to_look_at(case))]
    return [Look(name, why, done if ticked is None else name in ticked) for name, why, done in names]


def _why(case: Case, doubt: Doubt, words: Words) -> str:
    """A doubt's reason; keys of the facts file mean nothing here, the questions below say it in words."""
    if doubt.field == "route" and case.decision and case.decision.missing_facts:
        return "it depends on your answers to the questions below"
    return words.without_identifiers(doubt.why)


def _link(place: str, on_page: set[str], asked: bool) -> str:
    """The anchor where a doubt is settled."""
    if place in on_page:
        return f"at-{place}"
    return {"deadline": "decision", "document": "at-letters"}.get(place, "missing" if asked else "decision")


def _once(asks: Sequence[Ask]) -> list[Ask]:
    return list(dict.fromkeys(asks))


def _letter_entry(
    case: Case,
    asked: Asked,
    words: Words,
    marks: dict[int, list[Mark]],
    typed: Texts | None,
    errors: Mapping[str, str],
) -> Entry:
    value = letter_value(case, asked.name)
    inputs = shown(asked, LETTER, value)
    if typed is not None and not asked.readonly:
        inputs = _only(typed, f"{LETTER}.{asked.name}")
    entry = Entry(
        asked=asked,
        inputs=inputs,
        state="none",
        doubts=[_why(case, d, words) for d in case.review.reasons if words.place(d.field) == asked.name],
        error=errors.get(asked.name, ""),
        options=_options(asked, words, inputs.get(f"{LETTER}.{asked.name}", "")),
    )
    entry.state = state_of(case, asked.name, value, bool(entry.doubts))
    entry.proofs = proofs_of(case, asked, marks, entry.state, words)
    entry.choices = choices_of(case, asked, asked.name, marks, words)
    entry.spelled = long_date(entry.text) if asked.kind == "date" else ""
    return entry


def _fact_entry(
    case: Case,
    asked: Asked,
    words: Words,
    marks: dict[int, list[Mark]],
    typed: Texts | None,
    errors: Mapping[str, str],
) -> Entry:
    inputs = shown(asked, FACT, fact_value(case.facts, asked.name))
    if typed is not None:
        inputs = _only(typed, f"{FACT}.{asked.name}")
    entry = Entry(
        asked=asked,
        inputs=inputs,
        state="ask",
        error=errors.get(asked.name, ""),
        options=_options(asked, words, inputs.get(f"{FACT}.{asked.name}", "")),
        prefix=FACT,
    )
    if asked.reads:
        found = case.one(asked.reads)
        entry.doubts = [_why(case, d, words) for d in case.review.reasons if d.field == asked.reads]
        entry.choices = choices_of(case, asked, asked.reads, marks, words)
        if found is not None and found.origin is not Origin.PERSON and found.value is not None:
            said = long_date(found.value) if asked.kind == "date" else str(found.value)
            entry.letter_says = words.say(asked.of, found.value) if asked.of else said
            entry.proofs = [proof_of(case, found, asked.reads, asked, marks, "ask")]
    entry.spelled = long_date(entry.text) if asked.kind == "date" else ""
    return entry


def _only(texts: Texts, name: str) -> Texts:
    return {key: text for key, text in texts.items() if key == name or key.startswith(name + ".")}


def _options(asked: Asked, words: Words, now: str) -> dict[str, str]:
    if asked.kind == "yesno":
        return words.choices("yes_no")
    if asked.kind != "choice":
        return {}
    known = words.choices(asked.of)
    return known if not now or now in known else known | {now: plain(now)}


def packet_of(case: Case, words: Words) -> list[tuple[str, list[str]]]:
    """The packet's documents in the order a person needs them, each with its files (PDF before DOCX)."""
    documents: dict[str, list[str]] = {}
    for name in case.packet:
        documents.setdefault(name.rpartition(".")[0], []).append(name)
    known = list(words.raw["files"])
    place = {name: n for n, name in enumerate(known)}
    ordered = sorted(documents, key=lambda stem: place.get(stem, len(known)))
    label = {
        stem: str(words.raw["files"].get(stem) or plain(stem.replace("-", " ")).capitalize())
        for stem in ordered
    }
    return [
        (label[stem], sorted(documents[stem], key=lambda name: not name.endswith(".pdf"))) for stem in ordered
    ]


def urgency(file_by: dt.date | None, today: dt.date) -> tuple[str, str]:
    """A colour's name and the words that go with it."""
    if file_by is None:
        return "none", "no date yet"
    left = (file_by - today).days
    if left < 0:
        return "past", "yesterday" if left == -1 else f"{-left} days ago"
    told = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    return ("soon" if left < _SOON_DAYS else "near" if left < _NEAR_DAYS else "far"), told
