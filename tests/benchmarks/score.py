"""`make score`: `imrkit extract` on the labelled letters, born-digital and one degraded kind.

Prints the table of the bench's own score.py. Needs the shared folder with letters and bench.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

IMRKIT = Path(sys.executable).with_name("imrkit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--hands", default="defghik", help="first letters of the files to take")
    parser.add_argument("--kind", default="scan", choices=["scan", "fax", "photo", "none"])
    parser.add_argument("--every", type=int, default=8, help="degrade every Nth letter only")
    args = parser.parse_args()
    if not args.letters.is_dir():
        print(f"{args.letters} is not here: nothing to score")
        return
    letters = sorted(p for p in args.letters.glob("*.pdf") if p.stem[0] in args.hands)
    with tempfile.TemporaryDirectory() as work:
        score("born-digital", letters, args, Path(work))
        if args.kind != "none":
            degraded = []
            for letter in letters[:: args.every]:
                target = Path(work) / f"{letter.stem}-{args.kind}.pdf"
                degrade = [
                    sys.executable,
                    str(args.bench / "degrade.py"),
                    str(letter),
                    str(target),
                    "--kind",
                    args.kind,
                ]
                subprocess.run(degrade, check=True)
                degraded.append(target)
            score(args.kind, degraded, args, Path(work))


def score(name: str, letters: list[Path], args: argparse.Namespace, work: Path) -> None:
    cases = work / f"{name}.jsonl"
    subprocess.run([str(IMRKIT), "extract", *map(str, letters), "--jsonl", str(cases)], check=True)
    print(f"\n== {name}, {len(letters)} letters", flush=True)
    subprocess.run(
        [sys.executable, str(args.bench / "score.py"), "--truth", str(args.letters), "--pred", str(cases)],
        check=True,
    )


if __name__ == "__main__":
    main()
