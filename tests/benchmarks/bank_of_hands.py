"""Write the sentences of the open hands' letters for the categorizer of grounds: `extractors/training/bank/hands.tsv`.

    .venv/bin/python tests/benchmarks/bank_of_hands.py

What a letter's label gives as the reason has the ground that is labelled; what a letter says of rights, and all that
letters say which deny nothing, has none. What such sentences do is not labelled and teaches nothing.
"""

# ruff: noqa: E402  the checkout goes first on the path
import html
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors.training.bank import BANK
from extractors.training.examples import DENY, UPHOLD
from extractors.training.parts import NONE
from pipeline.models.fields import DocumentKind
from tests.benchmarks.hands import OPEN, OWN

TARGET = BANK / "hands.tsv"
MOST = 5000  # sentences without a ground, of either kind
SHORTEST = 4  # words
_BLOCK = re.compile(
    r"</?(?:p|div|td|th|tr|li|h\d|br|table|pre|section|header|footer|ul|ol|dl|dt|dd)\b[^>]*>", re.I
)
_HIDDEN = re.compile(r"<(style|title|script|svg)\b.*?</\1>", re.I | re.S)
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])|\n")
_RIGHTS = re.compile(
    r"\b(?:appeal|external|independent review|hearing|complaint|grievance|free of charge|copies|copy|call us|representative)\b",
    re.I,
)


def main() -> None:
    rng = random.Random("bank of hands")
    told: list[tuple[str, str]] = []
    rights: list[str] = []
    quiet: list[str] = []
    for hand in (h for h in OPEN if (OWN / h).is_dir()):
        for path in sorted((OWN / hand).glob("*.json")):
            truth = json.loads(path.read_text(encoding="utf-8"))
            said = list(_sentences(_text(path.with_suffix(".html"))))
            if truth["document_kind"] == DocumentKind.NOT_A_DENIAL.value:
                quiet += [s for s in said if not _decides(s)]
                continue
            why = [s for s in _sentences(truth.get("denial_reason") or "") if truth.get("denial_category")]
            told += [(str(truth["denial_category"]), s) for s in why]
            rights += [s for s in said if _RIGHTS.search(s) and not _decides(s) and not _of(truth, s)]
    lines = [f"{ground}\t\t{s}" for ground, s in dict.fromkeys(told)]
    for some in (rights, quiet):
        listed = sorted(set(some))
        lines += [f"{NONE}\t\t{s}" for s in rng.sample(listed, min(MOST, len(listed)))]
    head = "# ground, and nothing about what it does, of sentences of the open hands (tests/benchmarks/bank_of_hands.py)"
    TARGET.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    print(f"{len(lines)} sentences, {len(dict.fromkeys(told))} with a ground")


def _text(page: Path) -> str:
    source = _BLOCK.sub("\n", _HIDDEN.sub(" ", page.read_text(encoding="utf-8")))
    return html.unescape(re.sub(r"<[^>]+>", "", source))


def _sentences(text: str) -> Iterator[str]:
    for part in _END.split(re.sub(r"[^\S\n]+", " ", text)):
        sentence = part.strip()
        if len(sentence.split()) >= SHORTEST and sentence[0] != "#":
            yield sentence


def _decides(sentence: str) -> bool:
    """Whether a sentence denies or upholds something, as one on an earlier decision does too."""
    return bool(DENY.search(sentence.lower()) or UPHOLD.search(sentence.lower()))


def _of(truth: dict[str, Any], sentence: str) -> bool:
    """Whether a sentence is of the labelled reason."""
    return sentence.strip(" .") in " ".join((truth.get("denial_reason") or "").split())


if __name__ == "__main__":
    main()
