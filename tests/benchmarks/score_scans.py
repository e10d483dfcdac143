"""Score what is extracted from scans, faxes and photos of the labelled letters, beside the born-digital ones.

    python tests/benchmarks/score_scans.py [--every N] [--first N] [--hands defghik] [--seeds N]
        [--kinds scan,fax,...] [--lost] [--shared DIR]

Each kind is also made `-sideways`: some pages turned. Prints score.py's mean critical accuracy per kind, what
was lost against the born-digital letters of the same sample, and how many wrong values went through unflagged.
Degraded files are kept in the temporary folder and made again only when they are gone. Closed hands are left
out unless asked for: those letters are kept unseen.
"""

# ruff: noqa: E402  the checkout goes first on the path
import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]  # run as a file

from tests.benchmarks.hands import letters, named

ROOT = Path(__file__).resolve().parents[2]
IMRKIT = ROOT / ".venv" / "bin" / "imrkit"
HANDS = "defghik"
KINDS = ("scan", "fax", "photo", "scan-sideways", "fax-sideways", "photo-sideways")
# Mean critical accuracy may fall by so much against born-digital letters.
ALLOWED = {"scan": 0.01, "fax": 0.01, "photo": 0.03, "scan-sideways": 0.03, "fax-sideways": 0.03}
CRITICAL = ("document_kind", "insurer", "claim_numbers", "letter_date", "denial_class", "member_id", "SILENT")


def degraded(letter: Path, kind: str, seed: int, folder: Path, shared: Path) -> Path:
    """The letter as a scan, fax or photo; the same pixels for the same seed."""
    out = folder / f"{letter.stem}.{kind}.{seed}.pdf"
    if not out.exists():
        base, _, sideways = kind.partition("-")
        command = [sys.executable, str(shared / "bench" / "degrade.py"), str(letter), str(out)]
        command += ["--kind", base, "--seed", str(seed)] + (["--sideways"] if sideways else [])
        subprocess.run(command, check=True)
    return out


def score(files: list[Path], name: str, folder: Path, shared: Path) -> tuple[dict[str, float], list[str]]:
    """score.py's summary over what `imrkit extract` finds in `files`, and its lines on critical fields not right."""
    cases, table = folder / f"{name}.jsonl", folder / f"{name}.json"
    subprocess.run(
        [str(IMRKIT), "extract", *map(str, files), "--jsonl", str(cases)], stdout=subprocess.DEVNULL
    )
    command = [sys.executable, str(shared / "bench" / "score.py"), "--errors"]
    command += ["--truth", str(folder / "truth"), "--pred", str(cases), "--json", str(table)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    summary: dict[str, float] = json.loads(table.read_text())["summary"]
    return summary, [line for line in told if line.count(" | ") >= 2 and line.split(" | ")[1] in CRITICAL]


def lost(base: list[str], now: list[str]) -> list[str]:
    """Of the lines `now`, those whose letter and field are not among those of `base`."""

    def key(line: str) -> tuple[str, str]:
        source, field = line.split(" | ")[:2]
        return re.split("[.-]", source)[0], field

    known = {key(line) for line in base}
    return [line for line in now if key(line) not in known]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=10, help="every Nth letter (default 10)")
    parser.add_argument("--first", type=int, default=0, help="beginning with this one")
    parser.add_argument("--hands", default=HANDS, help=f"as in score_hands.py (default {HANDS})")
    parser.add_argument("--seeds", type=int, default=1, help="so many versions of each (default 1)")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--lost", action="store_true", help="list each critical field lost")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    chosen = letters(named(args.hands))[args.first :: args.every]
    folder = Path(tempfile.gettempdir()) / "imrkit-score-scans"
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    for one in chosen:
        shutil.copy(one.truth_file, folder / "truth")
    print(
        f"{'kind':16}{'letters':>8}{'critical':>10}{'lost':>8}{'allowed':>9}{'passed':>8}{'silent':>8}",
        flush=True,
    )
    base, wrong = score([one.pdf for one in chosen], "born-digital", folder, args.shared)
    tell("born-digital", base, base)
    for kind in filter(None, args.kinds.split(",")):
        seeds = range(1, args.seeds + 1)
        files = [degraded(one.pdf, kind, seed, folder, args.shared) for seed in seeds for one in chosen]
        summary, errors = score(files, kind, folder, args.shared)
        tell(kind, summary, base)
        if args.lost:
            print("\n".join(f"    {line}" for line in lost(wrong, errors)), flush=True)


def tell(kind: str, summary: dict[str, float], base: dict[str, float]) -> None:
    """One row of the table."""
    print(
        f"{kind:16}{summary['cases']:8.0f}{summary['critical_accuracy']:10.3f}"
        f"{base['critical_accuracy'] - summary['critical_accuracy']:8.3f}"
        f"{ALLOWED.get(kind, 0.03 if kind in KINDS else 0):9.2f}"
        f"{summary['passed_without_review']:8.0f}{summary['silent_errors']:8.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
