"""Fit the weights that tell which sentences of a letter are the reason of its denial: `extractors/reasons.json`.

    .venv/bin/python tests/benchmarks/fit_reasons.py [--hands m,n,aa] [--quick] [--write]

Prints how often the reason is right: on the letters fitted on, and (but for `--quick`) with each hand left out in turn.
"""

# ruff: noqa: E402  the checkout goes first on the path
import itertools
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import reasonsigns
from extractors.grounds import Weighed, weigh
from extractors.opinion import opinion
from extractors.reason import most_likely
from extractors.reasonsigns import Signs, score, signs
from extractors.verdict import verdict
from tests.benchmarks import logit
from tests.benchmarks.compare import _words, same
from tests.benchmarks.hands import fit_arguments
from tests.benchmarks.hands import named as hands_named
from tests.benchmarks.score_hands import _documents, _neighbours

REASONS = Path(reasonsigns.__file__).with_name("reasons.json")
PENALTY = 3.0
INSIDE, HOLDS = 0.7, 0.6  # share of a sentence that the labelled reason holds, or of the reason that it holds


@dataclass(slots=True)
class Letter:
    hand: str
    wanted: str
    items: Sequence[Weighed]
    signs: list[Signs]
    part: list[bool]  # whether each sentence is of the labelled reason


def main() -> None:
    args = fit_arguments(__doc__)
    letters = [x for hand in hands_named(args.hands) for x in _letters(hand)]
    weights = fit(letters)
    print(f"fitted {accuracy(letters, weights)}")
    for hand in sorted({x.hand for x in letters}) if not args.quick else ():
        others = fit([x for x in letters if x.hand != hand])
        print(f"  {hand} left out {accuracy([x for x in letters if x.hand == hand], others)}", flush=True)
    if args.write:
        REASONS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def _letters(hand: str) -> list[Letter]:
    found = []
    for labelled, document in _documents([hand], None):
        wanted = labelled.truth.get("denial_reason")
        with _neighbours(hand):
            verdict.cache_clear()
            ground = verdict(document).ground
        if wanted and ground:
            items = weigh(document).sentences
            parts = [_part(i.sentence.text, wanted) for i in items]
            found.append(Letter(hand, wanted, items, signs(items, opinion(document), ground), parts))
    return found


def _part(text: str, wanted: str) -> bool:
    own, want = _pairs(text), _pairs(wanted)
    both = len(own & want)
    inside = len(_words(text)) > 2 and both >= INSIDE * len(own)
    return bool(own) and (inside or both >= HOLDS * len(want))


def _pairs(text: str) -> set[tuple[str, str]]:
    words = _words(text)
    return set(itertools.pairwise(words)) or {(w, w) for w in words}


def fit(letters: Sequence[Letter]) -> dict[str, float]:
    """Weights that make sentences of the reason likely."""
    weights = logit.for_yes(
        [s for x in letters for s in x.signs], [p for x in letters for p in x.part], PENALTY
    )
    return {k: round(w, 3) for k, w in weights.items()}


def accuracy(letters: Sequence[Letter], weights: Mapping[str, float]) -> str:
    """The share of letters whose reason is right."""
    right = 0
    for letter in letters:
        run = most_likely(letter.items, [score(s, weights) for s in letter.signs])
        right += same("denial_reason", " ".join(i.sentence.text for i in run), letter.wanted)
    return f"{right / max(1, len(letters)):.3f} of {len(letters)}"


if __name__ == "__main__":
    main()
