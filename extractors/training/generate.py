"""Make letters with their truths: `python -m extractors.training.generate OUT_DIR --count N --seed S`.

Writes t0000.pdf + t0000.json, t0001.pdf + ... into OUT_DIR, in the format of labelled letters (a truth is
a JSON object with document_kind, insurer, member_name, claim_numbers, ... as `bench/score.py` reads it).
The same seed gives the same letters. About 30 letters a second. Options: `--sort eob_denial` makes one sort
only (see letters.KINDS), `--ground experimental` one ground only.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from extractors.training.layout import pdf
from extractors.training.letters import KINDS, Draft, draft
from pipeline.models.fields import DenialCategory


def drafts(
    count: int, seed: int, sort: str | None = None, ground: DenialCategory | None = None
) -> Iterator[Draft]:
    """`count` letters; letter n of a seed is the same however many are made."""
    for n in range(count):
        yield draft(n, random.Random(f"{seed}-{n}"), sort, ground)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sort", choices=list(KINDS))
    parser.add_argument("--ground", type=DenialCategory)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for made in drafts(args.count, args.seed, args.sort, args.ground):
        stem = made.truth["id"]
        (args.out / f"{stem}.pdf").write_bytes(pdf(made))
        (args.out / f"{stem}.json").write_text(
            json.dumps(made.truth, indent=1, ensure_ascii=False), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
