"""What may be the service, the provider, the patient or the basis of a letter, each candidate with its signs and the truth."""

from dataclasses import dataclass
from typing import Any

from extractors import (
    candidates,
    choose,
    citations,
    criteria,
    fill,
    members,
    named,
    people,
    procedures,
    provider,
    signs,
)
from extractors.namewords import places
from extractors.neighbours import Signs
from extractors.reading import Reading
from tests.benchmarks.compare import _overlap, _same_item, _words, same
from tests.benchmarks.hands import hand_of

Weights = dict[str, float]


@dataclass(slots=True)
class Letter:
    """The candidates of one letter: their features, whether each is right, how near it comes to the label; its words."""

    name: str
    truth: dict[str, Any]
    items: list[Any]
    features: list[Weights]
    right: list[bool]
    near: list[float]
    words: list[tuple[Signs, ...]]

    @property
    def hand(self) -> str:
        return hand_of(self.name)


def services(name: str, truth: dict[str, Any], r: Reading) -> Letter:
    """Wordings that may name the service."""
    rows = frozenset(id(s.words[0]) for x in r.rows for s in (*x.segments, *x.more))
    coded = procedures.procedures(r.sheet, r.lexicon, r.found, rows)
    found = candidates.wordings(r.sheet, r.lexicon, r.labelled, r.claims, coded, r.tags.seen("service"))
    wanted = truth.get("service") or ""
    return Letter(
        name,
        truth,
        found,
        signs.features(r.sheet, r.lexicon, r.labelled, r.claims, found, r.tags),
        [bool(wanted) and same("service", n.text, wanted, ()) for n in found],
        [_overlap(n.text, wanted) for n in found],
        [places(r.sheet, [(n.start, n.end)], n.text) for n in found],
    )


def providers(name: str, truth: dict[str, Any], r: Reading) -> Letter:
    """Names that may be of who gave or ordered the care."""
    to, wanted = people.addressee(r.sheet, r.names), truth["provider"]
    found = provider.candidates(r, to, truth.get("member_name") or "")
    right = [same("provider", provider.shown(p).text, wanted, ()) for p in found]
    near = [_overlap(provider.shown(p).text, wanted) for p in found]
    words = [places(r.sheet, [(p.start, p.end) for p in ps], provider.shown(ps).text) for ps in found]
    return Letter(name, truth, found, provider.features(r, found, to, choose.billed(r)), right, near, words)


def patients(name: str, truth: dict[str, Any], r: Reading) -> Letter:
    """Names that may be the patient's."""
    to, wanted = people.addressee(r.sheet, r.names), truth.get("member_name") or ""
    ruled = people.members(r.sheet, r.lexicon, r.names, r.labelled, to)
    found = named.candidates(r, ruled, to)
    right = [bool(wanted) and same("member_name", members.shown(p).text, wanted) for p in found]
    features = members.features(r, found, ruled, to)
    return Letter(name, truth, found, features, right, [1.0] * len(found), [])


def bases(name: str, truth: dict[str, Any], r: Reading) -> Letter:
    """Policies, rules and provisions that may be the basis of the decision."""
    found = citations.citations(r.sheet, r.lexicon, fill.own_numbers(r))
    wanted = [" ".join(_words(x)) for x in truth.get("criteria_cited") or ()]
    right = [any(_same_item("criteria_cited", w, " ".join(_words(c.text))) for w in wanted) for c in found]
    words = [places(r.sheet, [(c.start, c.end)], c.text) for c in found]
    return Letter(name, truth, found, criteria.features(r.sheet, r.labelled, r.tags, found), right, [], words)
