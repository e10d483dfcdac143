"""Scale of the batch: memory, cost per letter from first to last, ledger queries, Prefect's share. Prints ratios.

python -m tests.benchmarks.bench_batch                 300 real letters, 3,000 through the engine alone
python -m tests.benchmarks.bench_batch --letters 10000 --light 10000 --prefect
"""

import argparse
import datetime as dt
import io
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean
from typing import Any

import psutil
from reportlab.lib.pagesizes import letter as page_size
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.batch import Load, LoadKit, run_batch
from pipeline.batch.outcome import Progress
from pipeline.record import Ledger
from tests.ledger.light import LightLoad, letter

DAY = dt.date(2026, 3, 9)
SCANS = 0.03  # share of letters that are pictures
FIRST = 0.05  # of the letters, before memory counts
LINES = """Northfield Health Plan of California, Inc.|P.O. Box 1234, Oakland, CA 94612|||March 2, 2026||
Member: Jordan Example {n}|Member ID: NHP{n:08}|Claim number: C26-{n:07}|Group number: 77-1203||
NOTICE OF ADVERSE BENEFIT DETERMINATION||Dear Jordan Example,||
We have reviewed the request for lumbar spine MRI (CPT 72148) from Pat Provider, MD.|
The request is denied. The service is not medically necessary because the records do not|
show six weeks of conservative treatment, as our criteria MCG A-0048 require.||
You may appeal within 180 days of this letter. You may also ask the California Department|
of Managed Health Care for an Independent Medical Review, at no cost to you."""


def born_digital(number: int) -> bytes:
    """One page of text, different for each number, the same for the same number."""
    data = io.BytesIO()
    page = Canvas(data, pagesize=page_size, invariant=True)
    text = page.beginText(72, 720)
    for line in LINES.replace("\n", "").format(n=number).split("|"):
        text.textLine(line)
    page.drawText(text)
    page.showPage()
    page.save()
    return data.getvalue()


def scanned(number: int) -> bytes:
    """The same page as a picture at 200 dpi."""
    import pypdfium2

    picture = pypdfium2.PdfDocument(born_digital(number))[0].render(scale=200 / 72, grayscale=True).to_pil()
    data = io.BytesIO()
    page = Canvas(data, pagesize=page_size, invariant=True)
    page.drawImage(ImageReader(picture), 0, 0, *page_size)
    page.showPage()
    page.save()
    return data.getvalue()


class Meter:
    """Memory and CPU of this process and its workers, at each letter."""

    def __init__(self) -> None:
        self.me = psutil.Process()
        self.memory: list[int] = []
        self.cpu: list[float] = []
        self.wall: list[float] = []
        self._gone = 0.0
        self._last: dict[int, float] = {}

    def __call__(self, step: Progress) -> None:
        memory, used = 0, {}
        for process in (self.me, *self.me.children(recursive=True)):
            try:
                memory += process.memory_info().rss
                used[process.pid] = sum(process.cpu_times()[:4])
            except psutil.NoSuchProcess:
                continue
        self._gone += sum(value for pid, value in self._last.items() if pid not in used)
        self._last = used
        self.memory.append(memory)
        self.cpu.append(self._gone + sum(used.values()))
        self.wall.append(time.perf_counter())

    def growth(self) -> float:
        """Memory of the last tenth over that after the first letters."""
        count = len(self.memory)
        start = min(500, max(int(count * FIRST), 20))
        tenth = max(count // 10, 1)
        return mean(self.memory[-tenth:]) / mean(self.memory[start : start + tenth])

    def cost(self, values: list[float]) -> tuple[float, float]:
        """Seconds a letter, in the first tenth after the start and in the last."""
        count = len(values)
        start, tenth = max(int(count * FIRST), 5), max(count // 10, 2)
        first = (values[start + tenth] - values[start]) / tenth
        return first, (values[-1] - values[-1 - tenth]) / tenth


def run(folder: Path, out: Path, load: Load, workers: int, carry: Any = None) -> tuple[Meter, float]:
    meter = Meter()
    options = {"carry": carry} if carry else {}
    with Ledger(f"sqlite:///{out}.db") as ledger:
        begun = time.perf_counter()
        result = run_batch(
            folder, out, ledger=ledger, as_of=DAY, workers=workers, load=load, on_progress=meter, **options
        )
        seconds = time.perf_counter() - begun
    print(
        f"  {result.as_dict()['counts']} in {seconds:.1f} s: {1000 * seconds / len(result.results):.1f} ms a letter"
    )
    return meter, seconds


def tell(meter: Meter) -> None:
    first, last = meter.cost(meter.cpu)
    wall_first, wall_last = meter.cost(meter.wall)
    print(
        f"  memory, last tenth / after the start   {meter.growth():.3f}   ({meter.memory[-1] / 2**20:.0f} MB)"
    )
    print(
        f"  CPU a letter, last / first tenth       {last / first:.3f}   ({1000 * last:.1f} / {1000 * first:.1f} ms)"
    )
    print(
        f"  wall a letter, last / first tenth      {wall_last / wall_first:.3f}   (noisy on a busy machine)"
    )


def queries(url: str) -> None:
    with Ledger(url) as ledger:
        rows = ledger.letters()
        case_id = rows[len(rows) // 2]["case_id"]
        digest = "0" * 64
        asked: dict[str, Any] = {
            "one case (show)": lambda: ledger.show(case_id),
            "one bundle": lambda: ledger.bundle(len(rows) // 2),
            "same matter": lambda: ledger.linked(case_id),
            "corrections": lambda: ledger.corrections(digest),
            "totals": ledger.totals,
            f"all {len(rows)} letters": ledger.letters,
        }
        for name, ask in asked.items():
            times = []
            for _ in range(7):
                begun = time.perf_counter()
                ask()
                times.append(time.perf_counter() - begun)
            print(f"  {name:<38} {1000 * sorted(times)[3]:.1f} ms")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--letters", type=int, default=300, help="real letters through the whole pipeline")
    arguments.add_argument("--light", type=int, default=3000, help="letters through the engine alone")
    arguments.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    arguments.add_argument("--prefect", action="store_true", help="also as Prefect flow runs")
    given = arguments.parse_args()
    top = Path(tempfile.mkdtemp(prefix="imrkit-bench-"))
    try:
        light = top / "light"
        light.mkdir()
        for n in range(given.light):
            (light / f"{n:05}.pdf").write_bytes(
                letter(f"letter {n}", member=f"M{n // 3}", claim=f"C{n // 3}")
            )
        print(f"The engine alone, {given.light} letters, {given.workers} workers:")
        meter, engine = run(light, top / "light-out", LightLoad(), given.workers)
        tell(meter)
        print("Ledger queries:")
        queries(f"sqlite:///{top}/light-out.db")
        prefect = None
        if given.prefect:
            from pipeline.flows import carry_for, stop

            carry = carry_for("prefect", data=top / "data")
            print("The same as a Prefect flow:")
            _, prefect = run(light, top / "prefect-out", LightLoad(), given.workers, carry)
            stop(top / "data")
        if given.letters:
            real = top / "real"
            real.mkdir()
            every = round(1 / SCANS)
            for n in range(given.letters):
                make = scanned if n % every == every - 1 else born_digital
                (real / f"{n:05}.pdf").write_bytes(make(n))
            print(f"The whole pipeline, {given.letters} letters, {SCANS:.0%} of them scans:")
            meter, seconds = run(real, top / "real-out", LoadKit(), given.workers)
            tell(meter)
            print(
                f"  engine's share of the wall time        {engine / given.light / (seconds / given.letters):.3f}"
            )
            if prefect is not None:
                share = (prefect - engine) / given.light / (seconds / given.letters)
                print(f"  Prefect's share of the wall time       {share:.3f}")
    finally:
        shutil.rmtree(top, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
