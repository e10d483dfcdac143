"""Fit the weights that rank services, providers, patients, citations and plans: `extractors/ranking.json`.

    .venv/bin/python tests/benchmarks/fit_ranking.py [--hands mnprst] [--quick] [--write]

Prints how often service, citations, provider and patient are right: on the letters fitted on, and (but for
`--quick`) with each hand left out in turn; whose denial it is always with hands left out (plans.py). Fitted on all open hands that are there (score_hands.py names them).
"""

# ruff: noqa: E402  the checkout goes first on the path
import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import criteria, ranking, service
from extractors.reading import Reading
from tests.benchmarks import plans
from tests.benchmarks.compare import verdict
from tests.benchmarks.hands import LISTS_PLAN, fit_arguments
from tests.benchmarks.hands import named as hands_named
from tests.benchmarks.namable import Letter, Weights, bases, patients, providers, services
from tests.benchmarks.score_hands import _documents, _neighbours

RANKING = Path(__file__).parents[2] / "extractors" / "ranking.json"
STEPS, RATE = 1500, 0.05
# What a sign may do to the odds of a citation or a provider; few letters would teach accidents besides.
RAISE = frozenset((
    "basis", "under_decision", "rules", "labelled", "head", "said", "said_enough", "own_sentence",
    "numbered", "place", "listed_id", "alone", "again", "denies", "criteria_word", "after_basis", "word_in",
    "word_under", "word_by", "word_see", "word_on", "word_with", "word_of", "word_colon", "word_used",
    "word_per", "requested", "to_see", "may_call", "gave", "doctor_gave", "trade", "lettered", "words"
))  # fmt: skip
LOWER = frozenset((
    "rights", "rights_block", "rights_head", "notice", "procedure", "late", "bare_plan", "beside_policy",
    "beside_numbered", "bare_beside", "law_beside_policy", "plan_beside_policy", "policy_beside_policy",
    "set_aside", "unchecked", "elsewhere", "junk", "decided", "source"
))  # fmt: skip
NO_NAME = frozenset(
    ("name", "plan", "address", "generic", "rights", "aside", "off", "said_yes")
)  # of a service
NAMES = frozenset(("from_asked_label", "from_label", "from_row", "brand", "said_no", "words"))
MEMBER_RAISE = frozenset((
    "told", "patient", "holder", "said", "beside", "whole", "addressee", "dear_full", "dear_last",
    "honoured", "first_said", "family_first", "kin_family", "family_said", "family_patient", "only_spoken_of", "ruled", "cell",
    "labelled"
))  # fmt: skip
MEMBER_LOWER = frozenset((
    "town", "other", "aside", "credential", "signed", "copy", "never_whole", "runs_on", "doctored",
    "dear_doctor_full", "dear_doctor_last", "kin_to", "another_meant"
))  # fmt: skip


def main() -> None:
    args = fit_arguments(__doc__)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:  # a hand each
        read = list(workers.map(_signs_of, hands_named(args.hands)))
    named, cited, gave, meant, whose = (list(chain.from_iterable(part)) for part in zip(*read, strict=True))
    tables = {
        "service": _report("service", named, fit_service, _named_right, args.quick),
        "criteria": _report("criteria", cited, fit_each, _cited_right, args.quick),
        "provider": _report("provider", gave, fit_one, _gave_right, args.quick),
        "member": _report("member", meant, fit_member, _meant_right, args.quick),
        "plan": plans.report([x for x in whose if x]),
    }
    if args.write:
        rounded = {
            n: {k: round(w, 3) for k, w in sorted(t.items()) if abs(w) > 5e-4} for n, t in tables.items()
        }
        RANKING.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


def _signs_of(
    hand: str,
) -> tuple[list[Letter], list[Letter], list[Letter], list[Letter], list["plans.Case | None"]]:
    """The candidates of one hand's letters with their signs: services, citations, providers, patients, plans."""
    named, cited, gave, meant, whose = [], [], [], [], []
    for labelled, document in _documents([hand], None):
        with _neighbours(hand):  # weights of words that did not see this hand, as on a new letter
            reading = Reading.of(document)
            whose.append(plans.case(labelled, document))
            meant.append(patients(labelled.name, labelled.truth, reading))
            if labelled.truth.get("provider"):
                gave.append(providers(labelled.name, labelled.truth, reading))
            if labelled.truth["document_kind"] != "not_a_denial":
                if hand not in LISTS_PLAN:
                    cited.append(bases(labelled.name, labelled.truth, reading))
                named.append(services(labelled.name, labelled.truth, reading))
    return named, cited, gave, meant, whose


def _meant_right(letter: Letter, weights: Weights) -> bool | None:
    return _gave_right(letter, weights) if letter.truth.get("member_name") else None


def _gave_right(letter: Letter, weights: Weights) -> bool:
    odds = ranking.chances(weights, letter.features)
    return bool(odds) and letter.right[int(np.argmax(odds))]


def _report(
    name: str,
    letters: list[Letter],
    fit: Callable[[Sequence[Letter]], Weights],
    right: Callable[[Letter, Weights], bool | None],
    quick: bool,
) -> Weights:
    def accuracy(some: list[Letter], table: Weights) -> str:
        told = [r for x in some if (r := right(x, table)) is not None]
        return f"{sum(told) / max(1, len(told)):.3f} of {len(told)}"

    weights = fit(letters)
    print(f"{name}: fitted {accuracy(letters, weights)}")
    for hand in sorted({x.hand for x in letters}) if not quick else ():
        left_out = [x for x in letters if x.hand == hand]
        print(f"  {hand} left out {accuracy(left_out, fit([x for x in letters if x.hand != hand]))}")
    return weights


def fit_one(
    letters: Sequence[Letter], only_raise: frozenset[str] = RAISE, only_lower: frozenset[str] = LOWER
) -> Weights:
    """Weights that make the right one of a letter's candidates likely, the nearest most; or none, where none is right."""
    keys = [ranking.NONE, *sorted({k for x in letters for f in x.features for k in f})]
    data = []
    for letter in letters:
        near = [r * (n**2 + 0.05) for r, n in zip(letter.right, letter.near, strict=True)]
        near.append(float(not any(near)))
        rows = _table([*letter.features, {ranking.NONE: 1.0}], keys)
        data.append((rows, np.array(near) / sum(near)))

    def slope(weights: Any) -> Any:
        return sum(x.T @ (_softmax(x @ weights) - y) for x, y in data) / len(data)

    return _descend(keys, slope, 1.0 / len(data), only_raise, only_lower)


def fit_service(letters: Sequence[Letter]) -> Weights:
    """The same for wordings of the service, whose signs have names in common with those of citations."""
    return fit_one(letters, NAMES, NO_NAME)


def fit_member(letters: Sequence[Letter]) -> Weights:
    """The same for names that may be the patient's; every eighth letter also as if it did not name the patient."""
    unnamed = []
    for letter in letters[::8]:
        kept = [
            i
            for i, f in enumerate(letter.features)
            if not (letter.right[i] or f.get("told") or f.get("ruled"))
        ]
        items, signs = [letter.items[i] for i in kept], [letter.features[i] for i in kept]
        none = [False] * len(kept)
        unnamed.append(Letter(letter.name, letter.truth, items, signs, none, [1.0] * len(kept), []))
    return fit_one([*letters, *unnamed], MEMBER_RAISE, MEMBER_LOWER)


def fit_each(letters: Sequence[Letter]) -> Weights:
    """Weights that tell for each candidate by itself whether it is right."""
    keys = sorted({k for x in letters for f in x.features for k in f})
    table = _table([f for x in letters for f in x.features], keys)
    right = np.array([float(r) for x in letters for r in x.right])

    def slope(weights: Any) -> Any:
        return table.T @ (1 / (1 + np.exp(-table @ weights)) - right) / len(right)

    return _descend(keys, slope, 20.0 / len(right), RAISE, LOWER)


def _table(features: Sequence[Weights], keys: list[str]) -> Any:
    return np.array([[f.get(k, 0.0) for k in keys] for f in features])


def _descend(
    keys: list[str],
    slope: Callable[[Any], Any],
    penalty: float,
    only_raise: frozenset[str],
    only_lower: frozenset[str],
) -> Weights:
    """Adam on the penalised log loss, within the signs."""
    low = np.array([0.0 if k in only_raise else -np.inf for k in keys])
    high = np.array([0.0 if k in only_lower else np.inf for k in keys])
    weights, mean, square = (np.zeros(len(keys)) for _ in range(3))
    for step in range(1, STEPS + 1):
        down = slope(weights) + penalty * weights
        mean, square = 0.9 * mean + 0.1 * down, 0.999 * square + 0.001 * down**2
        rate = RATE if step < 0.6 * STEPS else RATE / 5
        weights = weights - rate * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = np.clip(weights, low, high)
    return {k: float(w) for k, w in zip(keys, weights, strict=True)}


def _softmax(scores: Any) -> Any:
    odds = np.exp(scores - scores.max())
    return odds / odds.sum()


def _named_right(letter: Letter, weights: Weights) -> bool | None:
    if not letter.truth.get("service"):
        return None
    chances = service.pooled(letter.items, ranking.chances(weights, letter.features))
    return bool(chances) and letter.right[int(np.argmax(chances))]


def _cited_right(letter: Letter, weights: Weights) -> bool | None:
    found = criteria.chosen(letter.items, letter.features, weights)
    case = {"fields": {"criteria_cited": [{"value": c.text} for c in found]}}
    said = verdict(case, letter.truth, "criteria_cited")
    return None if said == "none" else said == "right"


if __name__ == "__main__":
    main()
