"""Score what is extracted from scans, faxes and photos of the labelled letters, beside the born-digital ones.

    python tests/benchmarks/score_scans.py [--every N] [--first N] [--seeds N] [--kinds scan,fax,...] [--shared DIR]

Each kind is also made `-sideways`: some pages turned. Prints score.py's mean critical accuracy per kind, what
was lost against the born-digital letters of the same sample, and how many wrong values went through unflagged.
Degraded files are kept in the temporary folder and made again only when they are gone.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMRKIT = ROOT / ".venv" / "bin" / "imrkit"
KINDS = ("scan", "fax", "photo", "scan-sideways", "fax-sideways", "photo-sideways")
# Mean critical accuracy may fall by so much against born-digital letters.
ALLOWED = {"scan": 0.01, "fax": 0.01, "photo": 0.03, "scan-sideways": 0.03, "fax-sideways": 0.03}


def degraded(letter: Path, kind: str, seed: int, folder: Path, shared: Path) -> Path:
    """The letter as a scan, fax or photo; the same pixels for the same seed."""
    out = folder / f"{letter.stem}.{kind}.{seed}.pdf"
    if not out.exists():
        base, _, sideways = kind.partition("-")
        command = [sys.executable, str(shared / "bench" / "degrade.py"), str(letter), str(out)]
        command += ["--kind", base, "--seed", str(seed)] + (["--sideways"] if sideways else [])
        subprocess.run(command, check=True)
    return out


def score(files: list[Path], name: str, folder: Path, shared: Path) -> dict[str, float]:
    """score.py's summary over what `imrkit extract` finds in `files`."""
    cases, table = folder / f"{name}.jsonl", folder / f"{name}.json"
    subprocess.run(
        [str(IMRKIT), "extract", *map(str, files), "--jsonl", str(cases)], stdout=subprocess.DEVNULL
    )
    subprocess.run(
        [
            sys.executable,
            str(shared / "bench" / "score.py"),
            *("--truth", str(shared / "letters")),
            *("--pred", str(cases)),
            *("--json", str(table)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    summary: dict[str, float] = json.loads(table.read_text())["summary"]
    return summary


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=10, help="every Nth letter (default 10)")
    parser.add_argument("--first", type=int, default=0, help="beginning with this one")
    parser.add_argument("--seeds", type=int, default=1, help="so many versions of each (default 1)")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    letters = sorted((args.shared / "letters").glob("*.pdf"))[args.first :: args.every]
    if not letters:
        raise SystemExit(f"no labelled letters under {args.shared}")
    folder = Path(tempfile.gettempdir()) / "imrkit-score-scans"
    folder.mkdir(exist_ok=True)
    print(
        f"{'kind':16}{'letters':>8}{'critical':>10}{'lost':>8}{'allowed':>9}{'passed':>8}{'silent':>8}",
        flush=True,
    )
    base = score(letters, "born-digital", folder, args.shared)
    rows = [("born-digital", base)]
    for kind in filter(None, args.kinds.split(",")):
        seeds = range(1, args.seeds + 1)
        files = [degraded(each, kind, seed, folder, args.shared) for seed in seeds for each in letters]
        rows.append((kind, score(files, kind, folder, args.shared)))
    for kind, summary in rows:
        lost = base["critical_accuracy"] - summary["critical_accuracy"]
        print(
            f"{kind:16}{summary['cases']:8.0f}{summary['critical_accuracy']:10.3f}{lost:8.3f}"
            f"{ALLOWED.get(kind, 0.03 if kind in KINDS else 0):9.2f}"
            f"{summary['passed_without_review']:8.0f}{summary['silent_errors']:8.0f}"
        )


if __name__ == "__main__":
    main()
