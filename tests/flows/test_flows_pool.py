"""Many machines: worker processes on one pool, Prefect and the ledger on PostgreSQL, one killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pipeline.flows.server import Server
from pipeline.record import Ledger
from tests.ledger.light import letter
from tests.ledger.postgres import fresh_database

pytestmark = [pytest.mark.prefect, pytest.mark.postgres, pytest.mark.slow]
TOP = Path(__file__).parents[2]


@contextmanager
def pool_of(count: int, server: Server, ledger: str, pool: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes, each taking one run at a time, each in a process group of its own like a machine."""
    environment = {
        **os.environ,
        "PREFECT_API_URL": server.url,
        "IMRKIT_LEDGER": ledger,
        "PYTHONPATH": str(TOP),
    }
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", pool, "--type", "process"]
    command += ["--limit", "1", "--install-policy", "never"]
    workers = [
        subprocess.Popen(
            [*command, "--name", f"machine {n}"], cwd=TOP, env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for n in range(count)
    ]  # fmt: skip
    try:
        yield workers
    finally:
        for worker in workers:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


@pytest.mark.parametrize("count", [2, 4])
def test_one_machine_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    count: int, many: Server, pg: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", many.url)
    from pipeline.flows.deployed import register, start_shares
    from pipeline.flows.runs import reaching
    from tests.flows.pool_flow import light

    def shared() -> None:
        with reaching(many.url):  # Prefect may have read its settings long before, for another test
            start_shares(name, count, parameters)

    url = fresh_database(pg, f"pool{count}")
    folder, log = tmp_path / "in", tmp_path / "log"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n}.pdf").write_bytes(letter(f"letter {n}"))
    for n in range(4):
        (folder / f"copy {n}.pdf").write_bytes(letter(f"letter {n}"))
    with reaching(many.url):
        name = register(f"pool-{count}", light)
    parameters = {
        "folder": str(folder),
        "out": str(tmp_path / "out"),
        "log": str(log),
        "seconds": 0.7,
    }  # no machine may be done before the next is up

    with pool_of(count, many, url, f"pool-{count}") as workers:
        shares = threading.Thread(target=shared, daemon=True)
        shares.start()
        kill_one_that_works(workers, log)
        totals = until_quiet(url, 64)

    assert totals == {"pending": 0, "done": 60, "set_aside": 0, "duplicate": 4}
    times = Counter(line.split()[1] for line in log.read_text().splitlines())
    assert len(times) == 60
    # The one letter that the killed machine had in hand may have been written just before it died.
    assert sum(times.values()) <= 61
    assert len(list((tmp_path / "out" / "cases").glob("*/case.json"))) == 60
    assert len({line.split()[0] for line in log.read_text().splitlines()}) >= 2, (
        "more than one machine worked"
    )


def kill_one_that_works(workers: list[subprocess.Popen[bytes]], log: Path) -> None:
    """Power off: the worker, its flow run and that one's reader, all at once."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        pids = {int(line.split()[0]) for line in log.read_text().splitlines()} if log.exists() else set()
        if len(pids) >= 2 and len(log.read_text().splitlines()) >= 8:
            victim = next(w for w in workers if pids & descendants(w.pid))
            for pid in [*descendants(victim.pid), victim.pid]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.1)
    raise AssertionError("no two machines came to work")


def descendants(pid: int) -> set[int]:
    """All processes below `pid`."""
    found: set[int] = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in children.read_text().split():
                found |= {int(child)} | descendants(int(child))
    return found


def until_quiet(url: str, letters: int) -> dict[str, int]:
    """The totals, once nothing is pending."""
    end = time.monotonic() + 120
    with Ledger(url) as ledger:
        while (totals := ledger.totals())["pending"] or sum(totals.values()) < letters:
            if time.monotonic() > end:
                break
            time.sleep(0.3)
        return totals
