"""Fit what the words around a number, a date or a name say it is: `extractors/neighbours.json`.

    .venv/bin/python tests/benchmarks/fit_neighbours.py [--write] [--joint abxyz]

Prints how many numbers and dates of the open hands the rules, the weights and both together read right, each hand
judged by weights that were fitted without it (`build/neighbours` keeps those weights for score_hands.py). `--write`
ships weights fitted on all open hands. `--joint` fits anew how rules and weights are joined, on hands at whose first
sight the rules were measured: on hands that the rules were made from, they would look better than they are.
"""

# ruff: noqa: E402  the checkout goes first on the path
import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import neighbours, tenor
from extractors.grounds import weigh
from extractors.idwords import key
from extractors.namewords import NAMES, WANTED
from extractors.neighbours import DATES, NUMBERS, OTHER, Table, days_signs, roles_by_rules, signs
from extractors.reading import Reading
from pipeline.intake import admit
from pipeline.models.fields import DenialClass, DocumentKind
from pipeline.models.letter import Limits
from pipeline.read import read
from tests.benchmarks import fit_tags
from tests.benchmarks.hands import LISTS_PLAN, OPEN, Labelled, letters, named
from tests.benchmarks.namable import Letter, bases, providers, services

SHIPPED = Path(neighbours.__file__).with_name("neighbours.json")
KEPT = Path(__file__).parents[2] / "build" / "neighbours"
KINDS = tuple(kind.value for kind in DocumentKind)
CLASSES = tuple(each.value for each in DenialClass)
LETTERS = ("kinds", "classes")  # what a whole letter is; the rules' half is fitted elsewhere
RANKED = ("services", "providers", "citations")  # names, whose rules are signs of rankings (fit_ranking.py)
LABELS = {
    "numbers": NUMBERS,
    "dates": DATES,
    "kinds": KINDS,
    "classes": CLASSES,
    **dict.fromkeys(RANKED, NAMES),
}
SKIP = "skip"  # a paid claim's number: no truth names it, and it is a claim's all the same
FOLDS = 5
PACES = {NUMBERS: (8, 0.08, 10.0, 2), DATES: (8, 0.08, 10.0, 2), KINDS: (20, 0.05, 30.0, 4)}
PACES[CLASSES] = PACES[KINDS]
PACES[NAMES] = (10, 0.1, 5.0, 3)
# rounds, rate, penalty, and the places in which a sign must be seen


@dataclass(frozen=True, slots=True)
class Item:
    """A number, a date or a name of a letter: its places, what the rules make of it, and what it is."""

    hand: str
    places: tuple[dict[str, float], ...]
    scores: dict[str, float]
    told: str
    label: str


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--joint", default="")
    args = parser.parse_args()
    items = collect(letters(OPEN))
    joints = json.loads(SHIPPED.read_text()) if SHIPPED.exists() else {}
    joints = {n: joints[n]["joint"] if n in joints else _even(LABELS[n]) for n in LABELS}
    joints["kinds"] = {"rule": 0.8, "weights": 0.8}  # best on open hands, each by weights fitted without it
    joints["classes"] = {"rule": 1.0, "weights": 0.5}
    for name, every in items.items():
        if args.joint and name not in LETTERS + RANKED:
            chosen = [x for x in every if x.hand in named(args.joint)]
            joints[name] = fit_joint([(x, _fold(name, every, x.hand)) for x in chosen], LABELS[name])
            print(name, "joined by", joints[name])
    if args.write:
        tables = {n: _plain(fit(every, LABELS[n]), joints[n]) for n, every in items.items()}
        SHIPPED.write_text(json.dumps(tables, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
        neighbours.table.cache_clear()
        neighbours._tables.cache_clear()
    KEPT.mkdir(parents=True, exist_ok=True)
    for group in folds():
        tables = {n: _plain(_fold(n, every, group[0]), joints[n]) for n, every in items.items()}
        for hand in group:
            (KEPT / f"{hand}.json").write_text(json.dumps(tables), encoding="utf-8")
    for name, every in items.items():
        _tell(name, every, joints[name])


def collect(labelled: Sequence[Labelled]) -> dict[str, list[Item]]:
    """The numbers and dates of all letters."""
    found: dict[str, list[Item]] = {name: [] for name in LABELS}
    with unjoined():
        for one in labelled:
            document = read(admit([one.pdf], Limits())[0], Limits())
            with fit_tags.blind(one.hand):
                reading = Reading.of(document)
            words = tenor.signs(weigh(document))
            for name, truth in zip(LETTERS, ("document_kind", "denial_class"), strict=True):
                if one.truth[truth]:  # what denies nothing is of no class
                    found[name].append(Item(one.hand, (words,), {}, OTHER, one.truth[truth]))
            found["numbers"] += _numbers(one, reading)
            found["dates"] += _dates(one, reading)
            for name, listed in _names(one, reading).items():
                found[name] += [
                    Item(one.hand, words, {}, OTHER, WANTED if right else OTHER)
                    for words, right in zip(listed.words, listed.right, strict=True)
                ]
    return found


def _names(one: Labelled, reading: Reading) -> dict[str, Letter]:
    """The candidates of what this letter is labelled with."""
    name, truth = one.name, one.truth
    found = {"providers": providers(name, truth, reading)} if truth["provider"] else {}
    if truth["document_kind"] != "not_a_denial":
        found["services"] = services(name, truth, reading)
        if one.hand not in LISTS_PLAN:
            found["citations"] = bases(name, truth, reading)
    return found


class unjoined:  # noqa: N801
    """Read by rules alone for a while."""

    def __enter__(self) -> None:
        self.before = neighbours._reread
        neighbours._reread = lambda *_: None

    def __exit__(self, *_: object) -> None:
        neighbours._reread = self.before


def _numbers(one: Labelled, reading: Reading) -> list[Item]:
    truth = one.truth
    wanted: dict[str, str] = {}
    for name in NUMBERS[:-1]:
        values = truth[name] if isinstance(truth[name], list) else [truth[name]] if truth[name] else []
        wanted |= {key(v): name for v in values}
    found = []
    for number, seen in reading.ids.items():
        near = [f for w, f in wanted.items() if len(number) > 5 and (number in w or w in number)]
        paid = number in reading.claims.settled or number in reading.claims.void
        label = wanted.get(number) or next(iter(near), SKIP if paid else OTHER)
        places = tuple(signs(reading.sheet, s.start, s.end) for s in seen.spans[:3])
        found.append(Item(one.hand, places, *neighbours.told_by_rules(seen), label))
    return found


def _dates(one: Labelled, reading: Reading) -> list[Item]:
    truth, found = one.truth, []
    for seen, order in zip(reading.dates, days_signs(reading.dates), strict=True):
        label = fit_tags.day_named(truth, seen, DATES[:3]) or OTHER
        place = signs(reading.sheet, seen.span.start, seen.span.end) | order
        scores, told = roles_by_rules(seen)
        found.append(Item(one.hand, (place,), scores, told, label))
    return found


def folds() -> list[tuple[str, ...]]:
    """The open hands in groups; a hand is judged by weights that were fitted without its group."""
    return [OPEN[n::FOLDS] for n in range(FOLDS)]


_made: dict[tuple[str, tuple[str, ...]], Table] = {}


def _fold(name: str, every: Sequence[Item], hand: str) -> Table:
    group = next(g for g in folds() if hand in g)
    if (name, group) not in _made:
        _made[name, group] = fit([x for x in every if x.hand not in group], LABELS[name])
    return _made[name, group]


def fit(items: Sequence[Item], labels: Sequence[str], joint: Mapping[str, Any] | None = None) -> Table:
    """Softmax regression on sparse signs by stochastic descent with a pace for each weight (AdaGrad, Duchi 2011)."""
    rounds, rate, penalty, least = PACES[tuple(labels)]
    rows = [(p, labels.index(x.label), 1 / len(x.places)) for x in items if x.label != SKIP for p in x.places]
    seen = Counter(name for found, *_ in rows for name in found)
    places = {name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count >= least))}
    index = [np.array([places[n] for n in found if n in places]) for found, *_ in rows]
    values = [np.array([v for n, v in found.items() if n in places]) for found, *_ in rows]
    weights, bias = np.zeros((len(places), len(labels))), np.zeros(len(labels))
    pace, bias_pace = np.full_like(weights, 0.1), np.full_like(bias, 0.1)
    order = np.random.default_rng(0)
    for _ in range(rounds):
        for n in order.permutation(len(rows)):
            at, value = index[n], values[n]
            total = value @ weights[at] + bias
            wrong = np.exp(total - total.max())
            wrong /= wrong.sum()
            wrong[rows[n][1]] -= 1
            wrong *= rows[n][2]
            slope = np.outer(value, wrong) + penalty / len(rows) * weights[at]
            pace[at] += slope**2
            weights[at] -= rate * slope / np.sqrt(pace[at])
            bias_pace += wrong**2
            bias -= rate * wrong / np.sqrt(bias_pace)
    kept = {
        n: [round(float(w), 2) for w in weights[i]]
        for n, i in places.items()
        if np.abs(weights[i]).max() > 0.04
    }
    return Table(list(labels), [round(float(b), 3) for b in bias], kept, joint or _even(labels))


def _even(labels: Sequence[str]) -> dict[str, Any]:
    return {"rule": 1.0, "weights": 1.0, "chosen": 1.0, "bias": dict.fromkeys(labels, 0.0)}


def fit_joint(rows: Sequence[tuple[Item, Table]], labels: Sequence[str]) -> dict[str, Any]:
    """How much a rule's score, the weights and the rules' choice count, and a bias for each label."""
    rows = [(x, t) for x, t in rows if x.label != SKIP]
    chances = [t.chances(x.places) for x, t in rows]
    data = np.array(
        [
            [[x.scores.get(n, 0.0), np.log(c[n] + 1e-4), float(n == x.told)] for n in labels]
            for (x, _), c in zip(rows, chances, strict=True)
        ]
    )
    wanted = np.array([labels.index(x.label) for x, _ in rows])
    weights, bias = np.zeros(3), np.zeros(len(labels))
    for _ in range(4000):
        total = data @ weights + bias
        wrong = np.exp(total - total.max(axis=1, keepdims=True))
        wrong /= wrong.sum(axis=1, keepdims=True)
        wrong[np.arange(len(wanted)), wanted] -= 1
        weights -= 0.3 * np.einsum("nl,nlk->k", wrong, data) / len(wanted)
        bias -= 0.3 * wrong.mean(axis=0)
    by_rule, by_weights, chosen = (round(float(w), 3) for w in weights)
    return {
        "rule": by_rule,
        "weights": by_weights,
        "chosen": chosen,
        "bias": {n: round(float(b), 3) for n, b in zip(labels, bias, strict=True)},
    }


def _plain(table: Table, joint: Mapping[str, Any]) -> dict[str, Any]:
    return {"labels": table.labels, "bias": table.bias, "weights": table.weights, "joint": joint}


@cache
def without(hand: str) -> dict[str, Table] | None:
    """The tables that were fitted without `hand`; None for a hand that nothing is fitted on."""
    if hand not in OPEN:
        return None
    path = KEPT / f"{hand}.json"
    if not path.exists():
        raise SystemExit(f"{path} is not there: run tests/benchmarks/fit_neighbours.py first")
    return {
        n: Table(t["labels"], t["bias"], t["weights"], t["joint"])
        for n, t in json.loads(path.read_text()).items()
    }


def _tell(name: str, every: Sequence[Item], joint: Mapping[str, Any]) -> None:
    """How many are read right, by hand."""
    right: dict[str, Counter[str]] = {}
    for x in every:
        if x.label == SKIP:
            continue
        table = _fold(name, every, x.hand)
        table = Table(table.labels, table.bias, table.weights, joint)
        chances = table.chances(x.places)
        both = chances if name in LETTERS + RANKED else table.joined(x.scores, x.told, chances)
        count = right.setdefault(x.hand, Counter())
        count["all"] += 1
        count["rules"] += x.told == x.label
        count["weights"] += max(chances, key=lambda n: chances[n]) == x.label
        count["both"] += max(both, key=lambda n: both[n]) == x.label
    print(f"{name:10}{'all':>7}{'rules':>8}{'weights':>8}{'both':>8}")
    for hand, count in [*sorted(right.items()), ("all", sum(right.values(), Counter()))]:
        shares = (count[n] / count["all"] for n in ("rules", "weights", "both"))
        print(f"{hand:10}{count['all']:7}" + "".join(f"{s:8.3f}" for s in shares))


if __name__ == "__main__":
    main()
