"""Which letter of a batch is done when and by whom: two at once, the largest first, a window, Ctrl-C."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.spread import entry_point
from pipeline.record import Ledger
from tests.ledger.light import letter
from tests.ledger.room import Room

TOP = Path(__file__).parents[2]


def test_two_batches_at_once_share_the_work(room: Room) -> None:
    for n in range(30):
        room.put(f"{n}.pdf", letter(str(n)))
    room.put("copy.pdf", letter("7"))
    room.out.mkdir()
    command = [sys.executable, "-m", "tests.ledger.batch_runner", str(room.folder), str(room.out), room.url]
    command += [str(room.log), "0.05", "wait"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    batches = [subprocess.Popen(command, cwd=TOP, **pipes) for _ in range(2)]
    for batch in batches:
        assert batch.stdout and batch.stdout.readline() == "ready\n"
    for batch in batches:
        assert batch.stdin
        batch.stdin.write("go\n")
        batch.stdin.flush()
    told = [batch.communicate(timeout=120)[0] for batch in batches]
    assert told == ["{'done': 30, 'set_aside': 0, 'duplicate': 1, 'pending': 0}\n"] * 2
    assert room.work_done() == 30
    assert len({line.split()[0] for line in room.log.read_text().splitlines()}) > 2, "both had a share"


def test_the_largest_letters_of_a_part_go_first(room: Room) -> None:
    """With a scan as the last letter, all workers but one would wait for it."""
    for n in range(12):
        room.put(f"{n:02}.pdf", letter("x" * (9000 if n == 11 else n)))
    largest = hashlib.sha256((room.folder / "11.pdf").read_bytes()).hexdigest()[:16]
    room.run(workers=1)
    done = [line.split()[1] for line in room.log.read_text().splitlines()]
    assert done.index(largest) == 2, "after the two that start the workers, before the nine that are smaller"


@pytest.mark.parametrize(
    ("others", "begins"),
    [(0, 0), (1, 50), (2, 25), (3, 75), (4, 12)],  # far from all that work already
)
def test_machines_begin_far_from_each_other(others: int, begins: int) -> None:
    assert entry_point(100, others) == begins


def test_ctrl_c_keeps_what_was_finished_and_the_rest_is_pending(room: Room) -> None:
    for n in range(40):
        room.put(f"{n:02}.pdf", letter(str(n)))
    room.out.mkdir()
    command = [sys.executable, "-m", "tests.ledger.batch_runner", str(room.folder), str(room.out), room.url]
    batch = subprocess.Popen(
        [*command, str(room.log), "0.2"], cwd=TOP, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while room.work_done() < 5:
        time.sleep(0.02)
    os.killpg(batch.pid, signal.SIGINT)  # as a terminal does: the readers hear it too
    _, told = batch.communicate(timeout=30)
    assert batch.returncode == 130, told
    assert "Traceback" not in told
    with Ledger(room.url) as ledger:
        totals = ledger.totals()
    assert totals["done"] >= 3 and totals["pending"] >= 20 and sum(totals.values()) == 40
    assert (room.out / "summary.csv").exists()
    finished = totals["done"]
    before = room.work_done()
    assert room.run(resume=True).count("done") == 40
    assert room.work_done() - before == 40 - finished, "what was finished is not done again"


def test_ten_thousand_are_not_held_in_memory_at_once(room: Room) -> None:
    """Bundles are handed out through a window: never more than twice the workers are under way."""
    from pipeline.batch.desk import Ready, Result
    from pipeline.batch.spread import spread_inline

    handed: list[int] = []
    ended: list[int] = []

    def many() -> Iterator[Ready]:
        for n in range(200):
            handed.append(n)
            assert len(handed) - len(ended) <= 5, "handed out too early"
            yield Ready(n, str(n), ())

    for _ in spread_inline(many(), lambda ready: Result(ready.key, "done"), 2):
        ended.append(1)
    assert len(ended) == 200
