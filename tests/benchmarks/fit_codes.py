"""Fit the weights that tell codes of denial from all others where no rule tells one: `extractors/denialcodes.json`.

    .venv/bin/python tests/benchmarks/fit_codes.py [--hands m,n,aa] [--quick] [--write]

Fitted on every short code of letters that deny something. Prints in how many letters all codes of denial and no others
are told by the weights alone, with every fifth hand left out in turn (but for `--quick`).
"""

# ruff: noqa: E402  the checkout goes first on the path
import json
import re
import sys
from collections.abc import Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import codesigns, ranking, reasoncodes
from extractors.base import Sheet
from extractors.claims import Claims
from extractors.codes import Code
from extractors.gather import examine
from pipeline.models.document import Document
from pipeline.models.fields import DocumentKind
from tests.benchmarks import logit
from tests.benchmarks.hands import fit_arguments
from tests.benchmarks.hands import named as hands_named
from tests.benchmarks.score_hands import _documents

CODES = Path(codesigns.__file__).with_name("denialcodes.json")
PENALTY = 1.0
SEEN, SMALL = 4, 0.03  # codes that must show a sign; a weight that is left out
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Letter:
    """The short codes of a letter with their signs, and those of them that say why."""

    hand: str
    signs: dict[str, codesigns.Signs]
    wanted: frozenset[str]
    all_there: bool


def main() -> None:
    args = fit_arguments(__doc__)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:  # a hand each
        letters = list(chain.from_iterable(workers.map(_letters, hands_named(args.hands))))
    if not args.quick:
        _report(letters)
    if args.write:
        table = {name: round(weight, 3) for name, weight in sorted(fit(letters).items())}
        kept = {n: w for n, w in table.items() if abs(w) >= SMALL}
        CODES.write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def _letters(hand: str) -> list[Letter]:
    found = []
    for labelled, document in _documents([hand], None):
        truth = labelled.truth
        if truth["document_kind"] == DocumentKind.NOT_A_DENIAL.value or not (signs := _signs(document)):
            continue
        want = truth.get("denial_codes") or []
        right = {w: [c for c in signs if _plain(c) == _plain(w)] for w in want}
        wanted = frozenset(chain.from_iterable(right.values()))
        found.append(Letter(hand, signs, wanted, all(right.values())))
    return found


def _plain(code: str) -> str:
    """A code's letters and figures; hands label "CARC 29" or "29" for the same one."""
    return re.sub(r"^(?:CARC|RARC)\s+|[^A-Z\d]", "", code.upper())


def _signs(document: Document) -> dict[str, codesigns.Signs]:
    """The signs of a letter's short codes, as the extraction of codes of denial gets to see it."""
    seen: dict[str, codesigns.Signs] = {}

    def reasons(sheet: Sheet, _: object, claims: Claims, taken: Set[str]) -> list[Code]:
        seen.update({code: found for code, (_, found) in codesigns.signs(sheet, claims, taken).items()})
        return []

    with patch.object(reasoncodes, "reasons", reasons):
        examine(document)
    return seen


def fit(letters: Sequence[Letter]) -> dict[str, float]:
    """A weight for each sign of a code."""
    items = [
        ({n: v for n, v in found.items() if n != codesigns.BIAS}, code in x.wanted)
        for x in letters
        for code, found in x.signs.items()
    ]
    return logit.for_yes(
        [s for s, _ in items], [y for _, y in items], PENALTY, seen=SEEN, bias=codesigns.BIAS
    )


def _report(letters: Sequence[Letter]) -> None:
    hands = sorted({x.hand for x in letters})
    right = with_codes = false = 0
    for fold in range(FOLDS):
        out = set(hands[fold::FOLDS])
        weights = fit([x for x in letters if x.hand not in out])
        for x in (x for x in letters if x.hand in out):
            told = {c for c, found in x.signs.items() if ranking.chance(weights, found) >= codesigns.LEAST}
            with_codes += bool(x.wanted)
            right += bool(x.wanted) and x.all_there and told == x.wanted
            false += bool(told) and not x.wanted
    print(
        f"all codes and no others in {right} of {with_codes} letters; in {false} of {len(letters) - with_codes} without any, one"
    )


if __name__ == "__main__":
    main()
