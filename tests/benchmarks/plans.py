"""Fit whose denial it is: the weights of parties and of wordings of their names (extractors/planrank.py).

Two tables in one: a logit over the parties of a letter, and one that tells for each wording whether it is a whole name of
the plan. Names cut short by hand stand beside the real ones, as names that are no whole ones. Weights fitted without
each hand are kept in `build/plans` for score_hands.py, so that confidences are fitted on opinions that did not see it.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from extractors import planrank, ranking
from extractors.gather import examine
from extractors.plansigns import wording_signs
from extractors.reading import Reading
from pipeline.models.document import Document
from tests.benchmarks.compare import same
from tests.benchmarks.hands import Labelled, hand_of

KEPT = Path(__file__).parents[2] / "build" / "plans"
FOLDS = 6
SEEN = 8  # letters in which a sign must be seen
STEPS, RATE = 300, 0.05
PENALTY = 1.0
Weights = dict[str, float]


@dataclass(slots=True)
class Case:
    """One letter: its parties with their signs, which of them are right; wordings with their signs, and whether each is."""

    name: str
    parties: list[Weights]
    right: list[bool]
    wordings: list[tuple[Weights, bool]]
    akin: list[bool]  # to the rules' choice
    chosen: Weights  # signs of the wording that the rules chose
    sound: bool  # the rules are right

    @property
    def hand(self) -> str:
        return hand_of(self.name)


def case(labelled: Labelled, document: Document) -> Case | None:
    """What the letter's parties are; None where it names none, or the truth names no plan."""
    _, reading = examine(document)
    truth, wanted = labelled.truth, labelled.truth["insurer"]
    if reading is None or reading.plans is None or not wanted:
        return None
    aliases = truth.get("insurer_aliases") or ()

    def good(text: str) -> bool:
        return same("insurer", text, wanted, aliases)

    def own(found: planrank.Candidate) -> bool:
        """Whether a party is the plan, and not the firm that acts for it, which the labels call an alias."""
        texts = [w.text for w in found.wordings]
        if any(same("insurer", t, wanted) for t in texts):
            return True
        acts = truth.get("administrator")
        if acts and any(same("administrator", t, acts) for t in texts):
            return False
        served = truth.get("plan_type") == "self_funded" and found.party.kind != "plan"
        return not served and any(map(good, texts))

    choice = reading.plans
    wordings, every = [], {w.text for c in choice.candidates for w in c.wordings}
    for found in choice.candidates:
        whole = any(good(w.text) for w in found.wordings)
        for w in found.wordings:
            words = set(planrank.spelled(w.text).split())
            if whole or words < set(planrank.spelled(wanted).split()):
                wordings.append((dict(w.signs), good(w.text)))
            if good(w.text):
                wordings += [(s, False) for s in _cut(reading, w, every, good)]
    if "as made" in choice.wording.signs:
        wordings.append((dict(choice.wording.signs), good(choice.wording.text)))
    return Case(
        labelled.name,
        [dict(c.signs) for c in choice.candidates],
        [own(c) for c in choice.candidates],
        wordings,
        list(choice.akin),
        dict(choice.wording.signs),
        good(choice.wording.text),
    )


def _cut(reading: Reading, wording: planrank.Wording, others: set[str], good: Any) -> list[Weights]:
    """Signs of the name without its last or first word, where that is no name of the plan: beside the whole one, or not."""
    sheet, found = reading.sheet, []
    places = [replace(p, legal=False) for p in wording.places]
    for first in (False, True):
        spans = []
        for start, end in wording.spans:
            text = sheet.text[start:end]
            at = text.find(" ") if first else text.rfind(" ")
            if at > 2:
                spans.append((start + at + 1, end) if first else (start, start + at))
        texts = {" ".join(sheet.text[a:b].split()) for a, b in spans}
        if spans and len(texts) == 1 and not good(text := texts.pop()):
            for beside in (others, others - {wording.text}):
                found.append(wording_signs(sheet, text, spans, sorted(beside), places))
    return found


def fit(cases: Sequence[Case]) -> Weights:
    """Both tables, whose names do not meet: signs of wordings begin with "as"."""
    return _fit_parties(cases) | _fit_wordings(cases)


def _fit_parties(cases: Sequence[Case]) -> Weights:
    """Weights that make the right parties of each letter likely, or none where none is right."""
    keys = [ranking.NONE, *_often([x.parties for x in cases])]
    rows = [_dense([*x.parties, {ranking.NONE: 1.0}], keys) for x in cases]
    right = [np.array([*x.right, not any(x.right)], float) for x in cases]
    table, good = np.concatenate(rows), np.concatenate(right)
    sizes = np.array([len(r) for r in rows])
    begins = np.r_[0, np.cumsum(sizes)[:-1]]
    letter = np.repeat(np.arange(len(rows)), sizes)

    def slope(weights: Any) -> Any:
        scores = table @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, begins)[letter])
        chance = odds / np.add.reduceat(odds, begins)[letter]
        share = chance * good  # of several right ones, the likelier bear more
        share = share / (np.add.reduceat(share, begins)[letter] + 1e-12)
        return table.T @ (chance - share) / len(rows)

    return _descend(keys, slope, PENALTY / len(rows))


def _fit_wordings(cases: Sequence[Case]) -> Weights:
    every = [w for x in cases for w in x.wordings]
    keys = _often([[signs] for signs, _ in every])
    table, right = _dense([s for s, _ in every], keys), np.array([float(r) for _, r in every])

    def slope(weights: Any) -> Any:
        return table.T @ (1 / (1 + np.exp(-np.clip(table @ weights, -30, 30))) - right) / len(right)

    return _descend(keys, slope, PENALTY / len(right))


def _often(groups: Sequence[Sequence[Weights]]) -> list[str]:
    seen = Counter(k for group in groups for k in {k for signs in group for k in signs})
    return sorted(k for k, n in seen.items() if n >= SEEN)


def _dense(signs: Sequence[Weights], keys: list[str]) -> Any:
    place = {k: i for i, k in enumerate(keys)}
    table = np.zeros((len(signs), len(keys)), np.float32)
    for row, found in zip(table, signs, strict=True):
        for k, v in found.items():
            if k in place:
                row[place[k]] = v
    return table


def _descend(keys: list[str], slope: Any, penalty: float) -> Weights:
    """Adam on the penalised log loss."""
    weights, mean, square = (np.zeros(len(keys), np.float32) for _ in range(3))
    for step in range(1, STEPS + 1):
        down = slope(weights) + penalty * weights
        mean, square = 0.9 * mean + 0.1 * down, 0.999 * square + 0.001 * down**2
        rate = RATE if step < 0.6 * STEPS else RATE / 5
        weights = weights - rate * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {k: round(float(w), 3) for k, w in zip(keys, weights, strict=True) if abs(w) > 5e-4}


def report(cases: Sequence[Case]) -> Weights:
    """Weights fitted on all; prints how the parties told without each hand stand to the rules' choice, and keeps those weights."""
    hands = sorted({x.hand for x in cases})
    judged = []
    KEPT.mkdir(parents=True, exist_ok=True)
    for n in range(FOLDS):
        group = hands[n::FOLDS]
        table = fit([x for x in cases if x.hand not in group])
        for hand in group:
            (KEPT / f"{hand}.json").write_text(json.dumps(table), encoding="utf-8")
        judged += [(x, opinion(x, table)) for x in cases if x.hand in group]
    same_party = [(x, o) for x, o in judged if o["agrees"]]
    other = [x for x, o in judged if not o["agrees"]]
    print(f"plan: of {len(judged)} letters {sum(x.sound for x in cases)} right by the rules")
    print(f"  weights agree in {len(same_party)}, of which {sum(not x.sound for x, _ in same_party)} wrong")
    print(f"  weights name another party in {len(other)}, of which {sum(not x.sound for x in other)} wrong")
    return fit(cases)


def opinion(one: Case, table: Weights) -> Weights:
    """What the weights say of a letter: whether they name the rules' party, and whether they are right."""
    chances = ranking.chances(table, one.parties)
    best = int(np.argmax(chances)) if chances else -1
    return {"agrees": float(best >= 0 and one.akin[best]), "named": float(best >= 0 and one.right[best])}


def without(hand: str) -> Weights | None:
    """Weights that did not see a hand, where they are kept."""
    path = KEPT / f"{hand}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
