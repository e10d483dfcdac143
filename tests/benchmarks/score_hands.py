"""Score the labelled letters hand by hand, each with confidences that were fitted without it.

    .venv/bin/python tests/benchmarks/score_hands.py [--hands dfhk] [--degraded DIR] [--fields] [--errors] [--shipped | --fit]

For every hand: mean accuracy of the critical fields, how many letters pass without review, and how many of those carry a
wrong critical field (silent), first with the shipped confidences (seen), then with confidences fitted on the other hands
(unseen); hands that nothing was fitted on are unseen as shipped. `--shipped` reads with every weight as it is shipped,
whatever it was fitted on: nothing need be fitted first. `--fit` writes `extractors/calibration.json` from the open hands
given, and stops. `--degraded` names a folder of degraded letters (d001.scan.pdf). `--fields` adds the accuracy of every
field by hand, `--errors` what was wrong. `--out` keeps one JSONL of cases a hand, as `imrkit extract` writes.
"""

# ruff: noqa: E402  the checkout goes first on the path
import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import confidence as shipped
from extractors import neighbours, planrank
from extractors.gather import examine
from extractors.grounds import weigh
from extractors.kind import kind_signs
from extractors.opinion import opinion
from extractors.verdict import class_signs
from extractors.verdict import verdict as verdict_of
from pipeline.classify import classify
from pipeline.intake import admit
from pipeline.models.case import Case, DocumentSummary
from pipeline.models.document import Document
from pipeline.models.facts import Facts
from pipeline.models.fields import Classification, Extraction
from pipeline.models.letter import Limits
from pipeline.read import read
from pipeline.weigh import weigh as review
from tests.benchmarks import calibrate, fit_neighbours, fit_tags, plans
from tests.benchmarks.compare import CRITICAL, LISTS, SCALARS, bare, verdict
from tests.benchmarks.hands import CLOSED, OPEN, Labelled, hand_of, letters, named

CALIBRATION = Path(__file__).parents[2] / "extractors" / "calibration.json"
LABELS = {
    "document_kind": 5.0,
    "denial_class": 3.0,
}  # fields fitted as labels, and the penalty of their weights
FIELDS = (*CRITICAL[:1], "denial_class", "denial_category", *SCALARS, *LISTS)


@dataclass(slots=True)
class Scored:
    """One letter: the features of each calibrated field, and how each field came out."""

    name: str
    case: Case
    kind_confidence: float
    features: dict[str, dict[str, float]]
    verdicts: dict[str, str]
    signs: dict[
        str, tuple[dict[str, float], str]
    ]  # of fields that are labels: what speaks for each, and the truth
    wrong: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # field: got, wanted

    @property
    def hand(self) -> str:
        return hand_of(self.name)

    def right(self, item: str) -> bool:
        return self.verdicts[item] in ("right", "none")

    @property
    def sound(self) -> bool:
        return all(self.right(n) for n in CRITICAL)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hands", default=",".join((*OPEN, *CLOSED)))
    parser.add_argument("--degraded", type=Path)
    parser.add_argument("--out", type=Path)
    for flag in ("--fields", "--errors", "--shipped", "--fit"):
        parser.add_argument(flag, action="store_true")
    args = parser.parse_args()
    hands = sorted(named(args.hands))
    fork = get_context("fork")  # workers see what was scored before them
    AS_SHIPPED.extend([True] * args.shipped)
    with fork.Pool() as workers:
        scored = _flat(workers.starmap(_of_hand, [(hand, args.degraded) for hand in hands], chunksize=1))
    if args.fit:
        table = _fit([x for x in scored if x.hand in OPEN])
        CALIBRATION.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
        return
    SCORED.extend(scored)
    with fork.Pool() as workers:
        unseen_all = _flat(workers.starmap(_without, [(hand, args.degraded) for hand in hands], chunksize=1))
    print(
        f"{'hand':6}{'letters':>8}   {'accuracy':>8}{'passed':>8}{'silent':>8}   {'passed':>8}{'silent':>8}"
    )
    print(f"{'':17}{'seen':>17}{'':7}   {'unseen':>16}")
    for hand in hands:
        unseen = [x for x in unseen_all if x.hand == hand]
        _row(hand, [x for x in scored if x.hand == hand], unseen)
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(x.case.model_dump(mode="json"), ensure_ascii=False) for x in unseen]
            (args.out / f"{hand}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _row("all", scored, unseen_all)
    _reliability(unseen_all)
    if args.fields:
        _fields(unseen_all)
    for letter in unseen_all:
        wrong = [n for n in (FIELDS if args.errors else CRITICAL) if not letter.right(n)]
        silent = not letter.sound and not letter.case.review.needed
        if silent:
            print("silent:", letter.name, ", ".join(n for n in CRITICAL if not letter.right(n)))
        for n in wrong if args.errors else ():
            print(
                f"{letter.name} {n} {letter.verdicts[n]}: {letter.wrong[n][0]!r} for {letter.wrong[n][1]!r}"
            )


SCORED: list[
    Scored
] = []  # every letter with the shipped confidences, for the workers that fit without a hand
AS_SHIPPED: list[bool] = []  # not empty where every weight is read as it is shipped


def _of_hand(hand: str, degraded: Path | None) -> list[Scored]:
    return [_score(*one) for one in _documents([hand], degraded)]


def _without(hand: str, degraded: Path | None) -> list[Scored]:
    """The letters of a hand with confidences fitted on the other open hands, where the shipped ones know it."""
    others = [x for x in SCORED if x.hand in OPEN and x.hand != hand]
    if hand not in OPEN or not others or AS_SHIPPED:
        return [x for x in SCORED if x.hand == hand]
    with _tables(_fit(others)):
        return _of_hand(hand, degraded)


def _flat(parts: Sequence[list[Scored]]) -> list[Scored]:
    return [one for part in parts for one in part]


def _documents(hands: Sequence[str], degraded: Path | None) -> "list[tuple[Labelled, Document]]":
    found = []
    for labelled in letters(hands):
        files = [labelled.pdf] if degraded is None else sorted(degraded.glob(f"{labelled.name}.*.pdf"))
        found += [(labelled, read(admit([path], Limits())[0], Limits())) for path in files]
    return found


def _score(labelled: Labelled, document: Document) -> Scored:
    with nullcontext() if AS_SHIPPED else _neighbours(labelled.hand):
        extraction, reading = examine(document)
        classification = classify(document, extraction)
    case, truth = _case(document, extraction, classification), labelled.truth
    plain = case.model_dump(mode="json")
    verdicts = {item: verdict(plain, truth, item) for item in FIELDS}
    wrong = {i: (bare(plain, i), truth.get(i)) for i, v in verdicts.items() if v not in ("right", "none")}
    labels = {"document_kind": (kind_signs(document), truth["document_kind"])}
    if truth["denial_class"]:
        labels["denial_class"] = (class_signs(weigh(document), opinion(document)), truth["denial_class"])
    return Scored(
        labelled.name,
        case,
        extraction.kind.confidence,
        reading.features if reading else {},
        verdicts,
        labels,
        wrong,
    )


def _case(document: Document, extraction: Extraction, classification: Classification) -> Case:
    summary = DocumentSummary(
        source=document.source,
        sha256=document.sha256,
        pages=len(document.pages),
        kind=extraction.kind.value,
        unreadable_pages=tuple(document.unreadable_pages),
    )
    return Case(
        case_id=document.sha256[:16],
        pipeline_version="benchmark",
        document=summary,
        fields=extraction.fields,
        classification=classification,
        review=review((summary,), extraction, classification, Facts()),
    )


def _fit(letters: list[Scored]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: calibrate.fit(name, [(x.features[name], x.right(name)) for x in letters if name in x.features])
        for name in calibrate.SIGNS
    }
    for name, penalty in LABELS.items():
        found[name] = calibrate.fit_labels([x.signs[name] for x in letters if name in x.signs], penalty)
    return found


def _reliability(letters: list[Scored]) -> None:
    """Of the values in each tenth of confidence, how many were right; confidences fitted without their hand."""
    tenths: dict[int, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for letter in letters:
        sure = {name: found.confidence for name in CRITICAL if (found := letter.case.one(name))}
        if claims := letter.case.many("claim_numbers"):
            sure["claim_numbers"] = claims[0].confidence
        sure["document_kind"] = letter.kind_confidence
        if letter.case.classification.denial_class:
            sure["denial_class"] = letter.case.classification.confidence
        for name, confidence in sure.items():
            tenths[min(9, int(confidence * 10))][name].append(letter.right(name))
    print("confidence  " + "".join(f"{n:>16}" for n in CRITICAL) + f"{'all':>14}   (right of values)")
    for tenth, by in sorted(tenths.items()):
        cells = "".join(f"{f'{sum(by[n])} of {len(by[n])}' if by[n] else '':>16}" for n in CRITICAL)
        every = [r for n in CRITICAL for r in by[n]]
        print(f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}  {cells}{sum(every) / len(every):14.3f}")


class _tables:  # noqa: N801
    """Use another calibration for a while."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table

    def __enter__(self) -> None:
        self.before = shipped._tables
        shipped._tables = lambda: self.table  # type: ignore[assignment]
        verdict_of.cache_clear()

    def __exit__(self, *_: object) -> None:
        shipped._tables = self.before
        verdict_of.cache_clear()


class _neighbours:  # noqa: N801
    """Read a letter of an open hand with weights of words that were fitted without it."""

    def __init__(self, hand: str) -> None:
        self.tables = fit_neighbours.without(hand)
        self.plans = plans.without(hand)
        self.tags = fit_tags.blind(hand)

    def __enter__(self) -> None:
        self.before, self.shipped = neighbours.table, planrank.table
        self.tags.__enter__()
        if self.plans is not None:
            planrank.table = lambda: self.plans or {}
        if self.tables is not None:
            neighbours.table = self.tables.__getitem__  # type: ignore[assignment]

    def __exit__(self, *_: object) -> None:
        neighbours.table, planrank.table = self.before, self.shipped
        self.tags.__exit__(None, None, None)


def _accuracy(letters: list[Scored], names: tuple[str, ...] = CRITICAL) -> float:
    """Mean over fields of the share of letters with a value for it whose value is right, as score.py counts it."""
    each = []
    for name in names:
        told = [x.verdicts[name] for x in letters if x.verdicts[name] not in ("none", "false")]
        if told:
            each.append(sum(v == "right" for v in told) / len(told))
    return sum(each) / max(1, len(each))


def _fields(letters: list[Scored]) -> None:
    """Accuracy of each field by hand and over all, and where a value was given that is not there."""
    hands = sorted({x.hand for x in letters})
    print(f"{'field':30}" + "".join(f"{h:>6}" for h in hands) + f"{'all':>7}{'false':>7}")
    for name in FIELDS:
        row = [_accuracy([x for x in letters if x.hand == h], (name,)) for h in hands]
        false = sum(x.verdicts[name] == "false" for x in letters)
        print(
            f"{name:30}" + "".join(f"{r:6.2f}" for r in row) + f"{_accuracy(letters, (name,)):7.3f}{false:7}"
        )


def _row(name: str, seen: list[Scored], unseen: list[Scored]) -> None:
    def counts(letters: list[Scored]) -> tuple[int, int]:
        passed = [x for x in letters if not x.case.review.needed]
        return len(passed), sum(not x.sound for x in passed)

    right = _accuracy(seen)
    (a, b), (c, d) = counts(seen), counts(unseen)
    print(f"{name:6}{len(seen):8}   {right:8.3f}{a:8}{b:8}   {c:8}{d:8}", flush=True)


if __name__ == "__main__":
    main()
