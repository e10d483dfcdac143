"""Reading beside its floors, in one run on the same cores.

    python tests/benchmarks/bench_read.py [--letters N] [--scans N] [--workers N] [--shared DIR]

1. Born-digital letters: one pdfplumber extract_words pass over their pages, against our reading of them in this
   process and in the reading processes (parsing, hand-over and all).
2. The same letters scanned, faxed and photographed: bare tesseract (default layout, one thread each, as many at
   a time as there are workers) over the same page images at the same resolution, against our reading with
   orientation and clean-up. ocrmypdf --rotate-pages --deskew stands beside them where it is installed.

CPU seconds are printed beside the wall clock: on a machine that does other things they are the fairer figure.
"""

import argparse
import hashlib
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from pipeline.models.letter import Letter, Limits
from pipeline.read import Reader, read

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("scan", "fax", "photo", "scan-sideways")
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


@dataclass
class Cost:
    """Seconds on the wall, and of all cores together."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def measured() -> Iterator[Cost]:
    cost = Cost()
    before, started = _cpu(), time.perf_counter()
    yield cost
    cost.wall, cost.cpu = time.perf_counter() - started, _cpu() - before


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def best(work: Callable[[], object], times: int = 3) -> Cost:
    costs = []
    for _ in range(times):
        with measured() as cost:
            work()
        costs.append(cost)
    return Cost(min(cost.wall for cost in costs), min(cost.cpu for cost in costs))


def letter(path: Path) -> Letter:
    data = path.read_bytes()
    return Letter(path.name, hashlib.sha256(data).hexdigest(), "application/pdf", (data,))


def plumbed(paths: list[Path]) -> None:
    for path in paths:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_words(x_tolerance_ratio=0.15, extra_attrs=["size"])
                page.close()


def born_digital(paths: list[Path], workers: int) -> None:
    letters = [letter(path) for path in paths]
    floor = best(lambda: plumbed(paths))
    ours = best(lambda: [read(each, Limits()) for each in letters])
    with Reader(workers, Limits()) as reader:
        reader.read(letters[0])
        apart = best(lambda: [reader.read(each) for each in letters])
    print(f"\nborn-digital, {len(paths)} letters{'wall s':>22}{'times pdfplumber':>19}")
    for name, cost in (("pdfplumber", floor), ("ours, in process", ours), ("ours, processes", apart)):
        print(f"  {name:32}{cost.wall:10.3f}{cost.wall / floor.wall:19.2f}")


def images(path: Path, folder: Path) -> list[tuple[Path, int]]:
    """The page images of a scanned PDF as they are, and their resolution."""
    found = []
    with pdfium.PdfDocument(path) as pdf:
        for number in range(len(pdf)):
            page = pdf[number]
            picture = next(iter(list(page.get_objects(filter=(3,)))))
            dpi = round(picture.get_px_size()[0] / page.get_width() * 72)
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            out = folder / f"{path.stem}.{number}.png"
            bitmap.to_pil().convert("L").save(out, compress_level=1)
            found.append((out, dpi))
            page.close()
    return found


def bare(page: tuple[Path, int]) -> None:
    path, dpi = page
    subprocess.run(
        ["tesseract", str(path), str(path.with_suffix("")), "--dpi", str(dpi), "tsv"],
        env=ONE_THREAD,
        check=True,
        capture_output=True,
    )


def ocrmypdf(path: Path, program: str, workers: int) -> None:
    subprocess.run(
        [
            program,
            "--rotate-pages",
            "--deskew",
            "--jobs",
            str(workers),
            "--output-type",
            "pdf",
            str(path),
            "/dev/null",
        ],
        capture_output=True,
    )


def scanned(sources: list[Path], kinds: list[str], workers: int, shared: Path, rival: str | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(
            f"\nscanned, {len(sources)} letters a kind{'pages':>8}{'bare s':>9}{'ours s':>9}{'ratio':>7}",
            end="",
        )
        print(
            f"{'cpu bare':>10}{'cpu ours':>10}{'ratio':>7}"
            + ("  ocrmypdf s  times ours   cpu  times" if rival else "")
        )
        for kind in kinds:
            base, _, sideways = kind.partition("-")
            files = []
            for source in sources:
                out = folder / f"{source.stem}.{kind}.pdf"
                command = [sys.executable, str(shared / "bench" / "degrade.py"), str(source), str(out)]
                command += ["--kind", base, "--seed", "7", *(["--sideways"] if sideways else [])]
                subprocess.run(command, check=True)
                files.append(out)
            pages = [page for file in files for page in images(file, folder)]
            letters = [letter(file) for file in files]
            with measured() as floor, ThreadPoolExecutor(workers) as pool:
                list(pool.map(bare, pages))
            with (
                measured() as ours,
                Reader(workers, Limits()) as reader,
                ThreadPoolExecutor(workers) as pool,
            ):
                list(pool.map(reader.read, letters))
            row = f"  {kind:28}{len(pages):8}{floor.wall:9.1f}{ours.wall:9.1f}{ours.wall / floor.wall:7.2f}"
            row += f"{floor.cpu:10.1f}{ours.cpu:10.1f}{ours.cpu / floor.cpu:7.2f}"
            if rival:
                with measured() as theirs:
                    for file in files:
                        ocrmypdf(file, rival, workers)
                row += f"{theirs.wall:12.1f}{theirs.wall / ours.wall:12.2f}"
                row += f"{theirs.cpu:6.1f}{theirs.cpu / ours.cpu:7.2f}"
            print(row, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--letters", type=int, default=12, help="born-digital letters to read")
    parser.add_argument("--scans", type=int, default=5, help="of which so many are scanned")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--ocrmypdf", default=shutil.which("ocrmypdf"), help="the program, where it is not on PATH"
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    letters = sorted((args.shared / "letters").glob("*.pdf"))
    if not letters:
        raise SystemExit(f"no letters under {args.shared}")
    letters = letters[:: max(1, len(letters) // args.letters)][: args.letters]
    born_digital(letters, args.workers)
    scanned(letters[: args.scans], args.kinds.split(","), args.workers, args.shared, args.ocrmypdf)
    if not args.ocrmypdf:
        print("ocrmypdf is not installed: not measured beside (see --ocrmypdf)")


if __name__ == "__main__":
    main()
