"""Scale of the batch: memory, cost per letter from first to last, ledger queries, Prefect's share. Prints ratios.

python -m tests.benchmarks.bench_batch                 300 real letters, 3,000 through the engine alone
python -m tests.benchmarks.bench_batch --letters 10000 --rounds 10 --light 10000 --prefect
python -m tests.benchmarks.bench_batch --speedup       one worker beside two, on a quiet machine
python -m tests.benchmarks.bench_batch --share 3 --letters 800   Prefect's share, runs with and without in turn
"""

import argparse
import datetime as dt
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event

from pipeline.batch.folder import run_batch
from pipeline.batch.work import Load, LoadKit
from pipeline.record import Ledger
from pipeline.record.review import ReviewBook
from tests.benchmarks.many_letters import make
from tests.benchmarks.meter import Meter, tell
from tests.ledger.light import LightLoad, letter

DAY = dt.date(2026, 3, 9)
TOP = Path(__file__).parents[2]


def run(folder: Path, out: Path, load: Load, workers: int, carry: Any = None) -> tuple[Meter, float]:
    """One batch, measured; gives the meter and the wall seconds."""
    meter = Meter()
    options = {"carry": carry} if carry else {}
    with Ledger(f"sqlite:///{out}.db") as ledger:
        begun = time.perf_counter()
        result = run_batch(
            folder, out, ledger=ledger, as_of=DAY, workers=workers, load=load, on_progress=meter, **options
        )
        seconds = time.perf_counter() - begun
    counts, each = result.as_dict()["counts"], 1000 * seconds / len(result.results)
    print(f"  {counts} in {seconds:.1f} s: {each:.1f} ms a letter", flush=True)
    return meter, seconds


def queries(url: str) -> None:
    """What people and the engine ask of the ledger: the longest query of each (read page by page), the middle of seven."""
    with ReviewBook(url) as book:
        rows = book.letters()
        case_id = rows[len(rows) // 2]["case_id"] or rows[0]["case_id"]
        asked: dict[str, Any] = {
            f"every letter ({len(rows)})": book.letters,
            "the latest 200": lambda: book.letters(limit=200),
            "one case (show)": lambda: book.show(case_id),
            "page of cases, counted": lambda: book.page(due_by=DAY, limit=100),
            "one bundle": lambda: book.bundle(len(rows) // 2),
            "same matter": lambda: book.linked(case_id),
            "all matters": book.matters,
            "totals": book.totals,
            "all that the summary table holds": book.summary_lines,
        }
        begun, spans = [0.0], list[float]()
        event.listen(book.engine, "begin", lambda _: begun.__setitem__(0, time.perf_counter()))
        for end in ("commit", "rollback"):
            event.listen(book.engine, end, lambda _: spans.append(time.perf_counter() - begun[0]))
        for name, ask in asked.items():
            times = []
            for _ in range(7):
                spans.clear()
                gc.disable()  # as timeit does: a collection of all that this process holds is no query
                ask()
                gc.enable()
                times.append(max(spans))
            print(f"  {name:<41} {1000 * median(times):.1f} ms")


def speedup(top: Path, count: int) -> None:
    """The same letters by one worker and by two: worker processes of one batch, then batches of one worker each."""
    make(top / "in", count)
    print(f"{count} real letters; load of this machine before: {os.getloadavg()[0]:.2f} (should be near 0)")
    alone = _machines(top, 1)
    for name, seconds in (
        ("one batch, --workers 2", _machines(top, 1, workers=2)),
        ("two machines, one ledger", _machines(top, 2)),
    ):
        print(
            f"  {name:<26} {alone / seconds:.2f} times as fast as one worker ({alone:.1f} / {seconds:.1f} s)"
        )


def share(top: Path, given: argparse.Namespace) -> None:
    """The same letters with Prefect and without in turn, for machines get faster and slower while they work."""
    from pipeline.flows import carry_for, ensure, stop

    make(top / "in", given.letters, scan_every=given.scan_every)
    shares = []
    try:
        begun = time.perf_counter()
        ensure(top / "data")
        start = time.perf_counter() - begun
        carries = {"without": None, "with": carry_for("prefect", data=top / "data")}
        for pair in range(given.share):
            taken = {}
            for name in sorted(carries, reverse=bool(pair % 2)):
                out = top / f"{name}-{pair}"
                print(f"{name} Prefect:", flush=True)
                _, taken[name] = run(top / "in", out, LoadKit(), given.workers, carries[name])
                shutil.rmtree(out)
            shares.append(1 - taken["without"] / taken["with"])
    finally:
        stop(top / "data")
    told = ", ".join(f"{each:.3f}" for each in shares)
    print(
        f"Prefect's share of the wall time, {given.letters} letters a run: {told}; middle {median(shares):.3f}"
    )
    print(f"(its server's start, once, took {start:.1f} s besides)")


def _machines(top: Path, count: int, workers: int = 1) -> float:
    """Wall seconds until so many processes with a ledger in common have worked off all letters."""
    out = Path(tempfile.mkdtemp(prefix="out-", dir=top))
    program = str(Path(sys.executable).with_name("imrkit"))
    command = [program, "batch", str(top / "in"), "--out", str(out), "--json"]
    command += ["--workers", str(workers), "--as-of", str(DAY), "--engine", "inline"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    begun = time.perf_counter()
    running = [
        subprocess.Popen(command, cwd=TOP, env=environment, stdout=subprocess.DEVNULL) for _ in range(count)
    ]
    codes = {process.wait() for process in running}
    seconds = time.perf_counter() - begun
    if not codes <= {0, 4}:
        raise SystemExit(f"a batch ended with {codes}")
    shutil.rmtree(out)
    return seconds


def main() -> int:
    """Command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--letters", type=int, default=300, help="real letters through the whole pipeline")
    arguments.add_argument(
        "--rounds", type=int, default=10, help="the same letters so often, with other bytes"
    )
    arguments.add_argument("--scan-every", type=int, default=50, help="every so many is a scan; 0: none")
    arguments.add_argument("--light", type=int, default=3000, help="letters through the engine alone")
    arguments.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    arguments.add_argument(
        "--prefect",
        action="store_true",
        help="the real letters as a Prefect flow, two rounds of them without before and after",
    )
    arguments.add_argument("--speedup", action="store_true", help="only: one worker beside two")
    arguments.add_argument(
        "--share", type=int, default=0, help="only: so many pairs of runs, with Prefect and without"
    )
    given = arguments.parse_args()
    top = Path(tempfile.mkdtemp(prefix="imrkit-bench-"))
    try:
        if given.speedup:
            speedup(top, given.letters)
        elif given.share:
            share(top, given)
        else:
            scale(top, given)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    return 0


def scale(top: Path, given: argparse.Namespace) -> None:
    """The engine alone, then the whole pipeline."""
    engine = 0.0
    if given.light:
        light = top / "light"
        light.mkdir()
        for n in range(given.light):
            data = letter(f"letter {n}", member=f"M{n // 3}", claim=f"C{n // 3}")
            (light / f"{n:05}.pdf").write_bytes(data)
        print(f"The engine alone, {given.light} letters, {given.workers} workers:")
        meter, engine = run(light, top / "light-out", LightLoad(), given.workers)
        tell(meter)
        print("Ledger queries:")
        queries(f"sqlite:///{top}/light-out.db")
    if not given.letters:
        return
    make(top / "real", given.letters, rounds=given.rounds, scan_every=given.scan_every)
    share = f", every {given.scan_every}th a scan" if given.scan_every else ""
    print(f"The whole pipeline, {given.letters} letters{share}, {given.rounds} rounds of the same:")
    meter, seconds = _as_flow(top, given) if given.prefect else _plain(top, "real", given.workers)
    tell(meter)
    if given.light:
        print(
            f"  engine's share of the wall time           {engine / given.light / (seconds / given.letters):.3f}"
        )
    print("Ledger queries:")
    queries(f"sqlite:///{top}/real-out.db")


def _plain(top: Path, folder: str, workers: int) -> tuple[Meter, float]:
    return run(top / folder, top / f"{folder}-out", LoadKit(), workers)


def _as_flow(top: Path, given: argparse.Namespace) -> tuple[Meter, float]:
    """All letters as a Prefect flow, two rounds of them without it before and after."""
    from pipeline.flows import carry_for, ensure, stop

    some = top / "some"
    some.mkdir()
    for path in sorted((top / "real").iterdir())[: 2 * given.letters // given.rounds]:
        os.link(path, some / path.name)
    _, before = _plain(top, "some", given.workers)
    print("The same as a Prefect flow:", flush=True)
    try:
        begun = time.perf_counter()
        ensure(top / "data")
        start = time.perf_counter() - begun
        carry = carry_for("prefect", data=top / "data")
        meter, seconds = run(top / "real", top / "real-out", LoadKit(), given.workers, carry)
    finally:
        stop(top / "data")
    some.rename(top / "again")
    _, after = _plain(top, "again", given.workers)  # machines get slower while they work
    without, with_it = (before + after) / 2 / len(list((top / "again").iterdir())), seconds / given.letters
    whole = with_it + start / given.letters
    print(f"  start of Prefect's server, once           {start:.1f} s")
    print(f"  Prefect's share of the wall time          {1 - without / whole:.3f}")
    print(f"  the same without that start               {1 - without / with_it:.3f}")
    return meter, seconds


if __name__ == "__main__":
    sys.exit(main())
