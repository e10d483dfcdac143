"""Killed at any moment, started again until quiet: nothing is lost, nothing is done twice."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.record import Ledger
from tests.ledger.light import letter

TOP = Path(__file__).parents[2]
FILES = 220


class Drop:
    """What people drop: letters, copies, broken ones, folders that are one case, the same name in two folders."""

    def __init__(self, inbox: Path, seed: int) -> None:
        self.inbox, self.chance = inbox, random.Random(seed)
        self.dropped: list[bytes] = []

    def some(self, count: int) -> None:
        for _ in range(min(count, FILES - len(self.dropped))):
            number = len(self.dropped)
            kind = self.chance.random()
            if kind < 0.12 and self.dropped:
                data = self.chance.choice(self.dropped)  # a copy, under another name
            elif kind < 0.18:
                data = letter(f"letter {number}", damaged="1")
            else:
                data = letter(f"letter {number}", member=f"M{number // 3}", claim=f"C{number // 3}")
            place = self.inbox / f"{number:03}.pdf"
            if kind > 0.85:  # two letters of one case, with a name that other folders have too
                place = self.inbox / f"case {number // 2}" / "letter.pdf"
                if place.exists():
                    place = place.with_name("second.pdf")
            place.parent.mkdir(exist_ok=True)
            half = place.with_name(f".{place.name}.part")
            half.write_bytes(data)
            half.rename(place)
            self.dropped.append(data)


def start(inbox: Path, out: Path, url: str, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.watch.runner", str(inbox), str(out), url, str(log)]
    return subprocess.Popen(command, cwd=TOP, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def held(*folders: Path) -> Counter[str]:
    """The letters that lie in the folders, by digest, however many names each has."""
    found: dict[tuple[int, int], str] = {}
    for folder in folders:
        for path in folder.rglob("*") if folder.exists() else ():
            try:
                state = path.stat()
                if path.is_file() and ".reason.json" not in path.name:
                    found[state.st_dev, state.st_ino] = hashlib.sha256(path.read_bytes()).hexdigest()
            except FileNotFoundError:
                continue
    return Counter(found.values())


def under_way(out: Path, log: Path, chance: random.Random) -> None:
    """Wait until a watcher has taken something in, and a random while longer."""
    end = time.monotonic() + 10
    lines = len(log.read_text().splitlines()) + chance.randrange(0, 6) if log.exists() else 0
    while time.monotonic() < end:
        if (out / ".work").exists() and log.exists() and len(log.read_text().splitlines()) >= lines:
            break
        time.sleep(0.005)
    time.sleep(chance.random() * 0.15)


def workers_of(pid: int) -> list[int]:
    """The worker processes of a watcher."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in children.read_text().split()] if children.exists() else []


@pytest.mark.slow
def test_no_kill_loses_or_doubles_a_letter(tmp_path: Path, url: str) -> None:
    inbox, out, log = tmp_path / "inbox", tmp_path / "out", tmp_path / "log"
    inbox.mkdir()
    drop, chance = Drop(inbox, seed=7), random.Random(11)
    drop.some(100)
    kills = 0
    while kills < 10:
        watchers = [start(inbox, out, url, log) for _ in range(1 + (kills % 4 == 3))]
        drop.some(13)
        under_way(out, log, chance)
        victim = chance.choice(watchers)
        if kills % 3 == 1 and (crew := workers_of(victim.pid)):
            os.kill(chance.choice(crew), signal.SIGKILL)  # a worker alone: its watcher goes on
            time.sleep(0.2)
        for watcher in watchers:
            watcher.kill()
            watcher.wait()
        kills += 1
        assert held(inbox, out / ".work", out / "done", out / "set_aside") == Counter(
            hashlib.sha256(data).hexdigest() for data in drop.dropped
        ), f"after kill {kills}"
    drop.some(FILES)
    while (last := start(inbox, out, url, log)).wait(150) not in (0, 4) or any(
        p.is_file() for p in inbox.rglob("*")
    ):
        assert last.returncode in (0, 4), last.stderr and last.stderr.read().decode()

    digests = Counter(hashlib.sha256(data).hexdigest() for data in drop.dropped)
    broken = {hashlib.sha256(d).hexdigest() for d in drop.dropped if b"%%damaged" in d}
    assert held(out / "done", out / "set_aside") == digests
    assert not (out / ".work").exists()
    with Ledger(url) as ledger:
        totals, letters = ledger.totals(), ledger.letters()
        with ledger.begin(reading=True) as link:
            adopted = link.exec_driver_sql(
                "SELECT count(*) FROM history WHERE event = 'adopted'"
            ).scalar_one()
    assert adopted >= 5, "too few kills hit work under way for this to be a test"
    assert len(letters) == FILES
    assert totals["pending"] == 0
    assert sum(totals.values()) == FILES
    # What is good in a folder is used even where another letter in it is broken.
    assert {row["sha256"] for row in letters if row["state"] == "set_aside"} <= broken
    done = Counter(row["sha256"] for row in letters if row["state"] == "done")
    loose = Counter(row["sha256"] for row in letters if row["state"] == "done" and "/" not in row["source"])
    assert max(loose.values()) == 1, "the same bytes are done once"
    assert not broken & set(done)
    for row in letters:
        if row["state"] in ("done", "duplicate"):
            assert (out / "cases" / row["case_id"] / "case.json").is_file()
