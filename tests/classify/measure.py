"""Kind, class, category and reason on the labelled letters, hand by hand.

    python -m tests.classify.measure [HANDS] [--errors]

Nothing of the letters is in the training, so every hand is left out. `silent` counts letters with a wrong
kind or class and no doubt; `flagged`, letters with a doubt about kind, class or category.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from extractors.kind import kind
from extractors.reason import reason
from pipeline.classify import classify
from pipeline.models.document import Document
from pipeline.models.fields import DocumentKind, Extraction
from pipeline.models.letter import Letter, Limits
from pipeline.read import read
from tests.benchmarks import hands
from tests.benchmarks.compare import same


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("hands", nargs="?", default="dfhkegi")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    everything: Counter[str] = Counter()
    for hand in hands.named(args.hands):
        tally: Counter[str] = Counter()
        for document, truth in letters(hand):
            verdict = judged(document, truth)
            tally.update(verdict)
            if args.errors and (verdict["kind"] == 0 or (verdict["denials"] and verdict["category"] == 0)):
                print(
                    "   ",
                    document.source,
                    "silent" if verdict["silent"] else "flagged" if verdict["flagged"] else "",
                )
        print(row(hand, tally))
        everything.update(tally)
    print(row("all", everything))


def letters(hand: str, every: int = 1) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Each letter of a hand as read, with its truth; or one in `every`."""
    for labelled in hands.letters(hand)[::every]:
        data = labelled.pdf.read_bytes()
        letter = Letter(labelled.pdf.name, hashlib.sha256(data).hexdigest(), "application/pdf", (data,))
        yield read(letter, Limits()), labelled.truth


def judged(document: Document, truth: dict[str, Any]) -> Counter[str]:
    """What of one letter is right, silent or flagged."""
    found, doubts = kind(document)
    why, _ = reason(document, DocumentKind(found.value) if found.value else None)
    classes = classify(document, Extraction(kind=found, fields={}, doubts=doubts))
    flagged = bool(doubts or classes.doubts)
    right_kind = found.value == truth["document_kind"]
    right_class = classes.denial_class == truth["denial_class"]
    denial = truth["denial_class"] is not None
    return Counter(
        letters=1,
        denials=denial,
        kind=right_kind,
        **{"class": denial and right_class},
        category=denial and classes.denial_category == truth["denial_category"],
        reason=denial and why is not None and same("denial_reason", why.value, truth["denial_reason"]),
        flagged=flagged,
        silent=not flagged and not (right_kind and right_class),
    )


def row(name: str, tally: Counter[str]) -> str:
    """One line of the table."""
    n, m = max(1, tally["letters"]), max(1, tally["denials"])
    shares = "  ".join(f"{k} {tally[k] / m:.3f}" for k in ("class", "category", "reason"))
    return (
        f"{name:4} letters {tally['letters']:3}  kind {tally['kind'] / n:.3f}  {shares}  "
        f"flagged {tally['flagged'] / n:.2f}  silent {tally['silent']}"
    )


if __name__ == "__main__":
    main()
