"""Score the labelled letters hand by hand, each with confidences that were fitted without it.

    .venv/bin/python tests/benchmarks/score_hands.py [--hands dfhk] [--letters DIR] [--fit] [--out DIR]

For every hand: mean accuracy of the critical fields, how many letters pass without review, and how many of those
carry a wrong critical field (silent), first with the shipped confidences (seen), then with confidences fitted on the
other hands (unseen). `--fit` writes `extractors/calibration.json` from all hands given. `--letters` may name a folder
of degraded letters (d001.scan.pdf); truths always come from the labelled letters. `--out` keeps one JSONL of cases a
hand, as `imrkit extract` writes them.
"""

# ruff: noqa: E402  the checkout goes first on the path
import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import calibrate

from extractors import confidence as shipped
from extractors.gather import examine
from pipeline.classify import classify
from pipeline.intake import admit
from pipeline.models.case import Case, DocumentSummary
from pipeline.models.document import Document
from pipeline.models.facts import Facts
from pipeline.models.fields import Classification, Extraction
from pipeline.models.letter import Limits
from pipeline.read import read
from pipeline.weigh import weigh

SHARED = Path(__file__).parents[3] / "shared"
CRITICAL = ("document_kind", "insurer", "claim_numbers", "letter_date", "denial_class", "member_id")
CALIBRATION = Path(__file__).parents[2] / "extractors" / "calibration.json"


@dataclass(slots=True)
class Scored:
    """One letter: the features of each calibrated field, and which critical fields are right."""

    name: str
    case: Case
    features: dict[str, dict[str, float]] = field(default_factory=dict)
    right: dict[str, bool] = field(default_factory=dict)

    @property
    def hand(self) -> str:
        return self.name[0]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hands", default="defghik")
    parser.add_argument("--letters", type=Path, default=SHARED / "letters")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if not (SHARED / "bench" / "score.py").is_file():
        raise SystemExit("the labelled letters are not here (../shared)")
    sys.path.insert(0, str(SHARED / "bench"))
    documents = [(p.name, _read(p)) for h in args.hands for p in sorted(args.letters.glob(f"{h}[0-9]*.pdf"))]
    letters = [_score(name, document) for name, document in documents]
    if args.fit:
        CALIBRATION.write_text(json.dumps(_fit(letters), indent=1) + "\n", encoding="utf-8")
        shipped._tables.cache_clear()
        letters = [_score(name, document) for name, document in documents]
    print(
        f"{'hand':6}{'letters':>8}   {'accuracy':>8}{'passed':>8}{'silent':>8}   {'passed':>8}{'silent':>8}"
    )
    print(f"{'':17}{'seen':>17}{'':7}   {'unseen':>16}")
    total: dict[str, list[Scored]] = defaultdict(list)
    unseen_all: list[Scored] = []
    for hand in sorted({x.hand for x in letters}):
        seen = [x for x in letters if x.hand == hand]
        table = _fit([x for x in letters if x.hand != hand])
        with _tables(table):
            unseen = [_score(n, d) for n, d in documents if n[0] == hand]
        _row(hand, seen, unseen)
        total["seen"] += seen
        unseen_all += unseen
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(x.case.model_dump(mode="json"), ensure_ascii=False) for x in unseen]
            (args.out / f"{hand}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _row("all", total["seen"], unseen_all)
    _reliability(unseen_all)
    for letter in unseen_all:
        wrong = [n for n in CRITICAL if not letter.right[n]]
        if wrong and not letter.case.review.needed:
            print("silent:", letter.name, ", ".join(wrong))


def _read(path: Path) -> Document:
    return read(admit([path], Limits())[0], Limits())


def _score(name: str, document: Document) -> Scored:
    import score as bench

    extraction, reading = examine(document)
    classification = classify(document, extraction)
    truth = json.loads((SHARED / "letters" / f"{name[:4]}.json").read_text(encoding="utf-8"))
    scored = Scored(name, _case(document, extraction, classification), reading.features if reading else {})
    fields = scored.case.model_dump(mode="json")["fields"]
    for item in ("insurer", "letter_date", "member_id"):
        got, want = bench.value(fields, item), truth.get(item)
        scored.right[item] = (
            got is None
            if want is None
            else got is not None and bench.right(item, got, want, truth["insurer_aliases"])
        )
    claims = (
        bench.normal("claim_numbers", x or [])
        for x in (bench.value(fields, "claim_numbers"), truth["claim_numbers"])
    )
    scored.right["claim_numbers"] = next(claims) == next(claims)
    scored.right["document_kind"] = extraction.kind.value == truth["document_kind"]
    scored.right["denial_class"] = classification.denial_class == truth["denial_class"]
    return scored


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
        review=weigh((summary,), extraction, classification, Facts()),
    )


def _fit(letters: list[Scored]) -> dict[str, Any]:
    return {
        name: calibrate.fit(name, [(x.features[name], x.right[name]) for x in letters if name in x.features])
        for name in calibrate.SIGNS
    }


def _reliability(letters: list[Scored]) -> None:
    """Of the values in each tenth of confidence, how many were right; confidences fitted without their hand."""
    tenths: dict[int, list[bool]] = defaultdict(list)
    for letter in letters:
        for name in ("insurer", "letter_date", "member_id"):
            if found := letter.case.one(name):
                tenths[min(9, int(found.confidence * 10))].append(letter.right[name])
        for claim in letter.case.many("claim_numbers")[:1]:
            tenths[min(9, int(claim.confidence * 10))].append(letter.right["claim_numbers"])
    print("confidence   values   right")
    for tenth, right in sorted(tenths.items()):
        print(f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}   {len(right):6}   {sum(right) / len(right):5.3f}")


class _tables:  # noqa: N801
    """Use another calibration for a while."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table

    def __enter__(self) -> None:
        self.before = shipped._tables
        shipped._tables = lambda: self.table  # type: ignore[assignment]

    def __exit__(self, *_: object) -> None:
        shipped._tables = self.before


def _row(name: str, seen: list[Scored], unseen: list[Scored]) -> None:
    def counts(letters: list[Scored]) -> tuple[int, int]:
        passed = [x for x in letters if not x.case.review.needed]
        return len(passed), sum(not all(x.right.values()) for x in passed)

    right = sum(sum(x.right.values()) for x in seen) / max(1, sum(len(x.right) for x in seen))
    (a, b), (c, d) = counts(seen), counts(unseen)
    print(f"{name:6}{len(seen):8}   {right:8.3f}{a:8}{b:8}   {c:8}{d:8}", flush=True)


if __name__ == "__main__":
    main()
