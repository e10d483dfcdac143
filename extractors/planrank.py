"""Whose denial it is, by weights fitted on labelled letters: a second opinion beside the rules (extractors/whose.py).

One logit ranks the parties that a letter names, another tells for each wording of a party whether it is a whole name of
the plan. Both were fitted with every hand left out in turn (tests/benchmarks/fit_ranking.py); neither sees what the
rules chose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors import insurer, ranking
from extractors.gazetteer import Gazetteer
from extractors.party import Party, unlike
from extractors.places import Place
from extractors.plansigns import Parties, wording_signs

MOST = 14  # parties of a letter that are weighed
_WORDINGS = 8  # of one party


@dataclass(frozen=True, slots=True)
class Wording:
    """A way in which the letter prints a party's name: where, and its signs."""

    text: str
    spans: tuple[tuple[int, int], ...]
    places: tuple[Place, ...]
    signs: dict[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party with its signs and its wordings."""

    party: Party
    spans: tuple[tuple[int, int], ...]
    signs: dict[str, float]
    wordings: tuple[Wording, ...]


def spelled(text: str) -> str:
    """A name's words without marks; with "Inc." and without are two wordings, unlike in `party.plain`."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def candidates(about: Parties) -> list[Candidate]:
    """The parties that the letter names, strongest first by the rules, each with its signs and wordings.

    Of bodies that share one name ("Anthem Blue Cross and Blue Shield" of twelve states) only the first is given.
    """
    listed = list({_where(p): p for p in reversed(about.listed) if p.places}.values())[::-1][:MOST]
    printed = [_wordings(p) for p in listed]
    texts = list(dict.fromkeys(t for ws in printed for t in ws))
    return [
        Candidate(p, _where(p), about.signs(p), tuple(_signed(about, t, ps, texts) for t, ps in ws.items()))
        for p, ws in zip(listed, printed, strict=True)
    ]


def _where(party: Party) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({(p.start, p.end) for p in party.places}))


def _wordings(party: Party) -> dict[str, list[Place]]:
    """The places of each wording of a party."""
    found: dict[str, list[Place]] = {}
    shown: dict[str, str] = {}
    for place in sorted(party.places, key=lambda p: p.start):
        if place.why != "other role" or len(party.places) == 1:
            found.setdefault(shown.setdefault(spelled(place.text), place.text), []).append(place)
    most = sorted(found, key=lambda t: -max(p.worth * p.sure for p in found[t]))[:_WORDINGS]
    return {t: found[t] for t in most}


def _signed(about: Parties, text: str, places: Sequence[Place], texts: Sequence[str]) -> Wording:
    spans = tuple((p.start, p.end) for p in places)
    return Wording(text, spans, tuple(places), wording_signs(about.sheet, text, spans, texts, places))


@dataclass(frozen=True, slots=True)
class Choice:
    """The rules' choice among the candidates; `wording` is the name as it is told."""

    candidates: tuple[Candidate, ...]
    party: int  # place of the party in `candidates`, or -1
    wording: Wording
    akin: tuple[bool, ...]  # which candidates are the chosen one, of its group or of its name


def choice(
    about: Parties, found: Sequence[Candidate], best: Party, start: int, end: int, text: str
) -> Choice:
    """What the rules chose, in terms of the candidates `found`."""
    at = next((i for i, c in enumerate(found) if c.party is best or c.spans == _where(best)), -1)
    own = found[at].wordings if at >= 0 else ()
    same = next((w for w in own if spelled(w.text) == spelled(text)), None)
    if same is None:
        texts = list(dict.fromkeys(w.text for c in found for w in c.wordings))
        inner = [p for p in best.places if start <= p.start < end]
        signs = wording_signs(about.sheet, text, ((start, end),), texts, inner)
        same = Wording(
            text, ((start, end),), tuple(inner), signs | {"as made": 1.0}
        )  # of more than a name that was found
    akin = (i == at or _akin(c.party, best, text, about.names) for i, c in enumerate(found))
    return Choice(tuple(found), at, same, tuple(akin))


def _akin(party: Party, best: Party, text: str, names: Gazetteer) -> bool:
    """Whether a party is of the group of `best`, or named with words of its name."""
    return insurer.related(party, best, names) or not unlike(party.shown().text, text)


def table() -> Mapping[str, float]:
    """The shipped weights of parties and of wordings."""
    return ranking.weights("plan")


def opinion(chosen: Choice) -> dict[str, float]:
    """What the weights say of the rules' choice.

    `chance`: that the party chosen, one of its group or one of its name is whose denial it is; `rival_chance`: that the
    likeliest other one is; `whole`: that the wording chosen is a whole name.
    """
    weights = table()
    chances = ranking.chances(weights, [c.signs for c in chosen.candidates])
    pairs = list(zip(chances, chosen.akin, strict=True))
    return {
        "chance": sum(c for c, akin in pairs if akin),
        "rival_chance": max((c for c, akin in pairs if not akin), default=0.0),
        "whole": ranking.chance(weights, chosen.wording.signs),
    }
