"""A batch in trouble: what can pass is waited for, what is not the letter's fault is not laid on it."""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.crew import NotReadyError
from pipeline.batch.work import Job, Work
from pipeline.errors import LawError, MissingToolError
from pipeline.record import Ledger
from tests.ledger.light import LightLoad, letter
from tests.ledger.room import Room, endings


def test_what_can_pass_is_pending_and_done_in_the_next_run(room: Room, tmp_path: Path, no_wait: None) -> None:
    room.put("a.pdf", letter(f"%%busy {tmp_path}/gate"))
    room.put("b.pdf", letter("b"))
    assert endings(room.run()) == {"a.pdf": ("pending", "passing"), "b.pdf": ("done", None)}
    assert room.run().exit_code == 4
    (tmp_path / "gate").touch()
    assert endings(room.run()) == {"a.pdf": ("done", None), "b.pdf": ("done", None)}


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.spread.BACK_OFF", (0.01, 0.01))


def test_it_passes_while_we_wait(room: Room, tmp_path: Path) -> None:
    room.put("a.pdf", letter(f"%%busy {tmp_path}/gate"))
    threading.Timer(1.0, (tmp_path / "gate").touch).start()
    assert endings(room.run()) == {"a.pdf": ("done", None)}


@dataclass(frozen=True)
class Broken:
    """Workers that cannot start."""

    def __call__(self) -> Work:
        raise LawError("law/ca.yaml line 7: no such key")


def test_broken_law_stops_the_batch_and_blames_no_letter(room: Room) -> None:
    room.put("a.pdf", letter("a"))
    with pytest.raises(NotReadyError, match="line 7"):
        room.run(load=Broken())
    assert endings(room.run()) == {"a.pdf": ("done", None)}


@dataclass(frozen=True)
class Toolless(LightLoad):
    """A machine without tesseract: text letters work, scans do not."""

    def work(self, job: Job) -> Any:
        if b"scan" in job.paths[0].read_bytes():
            raise MissingToolError("tesseract is not installed. apt-get install tesseract-ocr")
        return super().work(job)


def test_a_missing_tool_leaves_letters_pending(room: Room) -> None:
    room.put("scan.pdf", letter("scan"))
    room.put("text.pdf", letter("text"))
    result = room.run(load=Toolless())
    assert endings(result) == {"scan.pdf": ("pending", "missing_tool"), "text.pdf": ("done", None)}
    assert endings(room.run()) == {"scan.pdf": ("done", None), "text.pdf": ("done", None)}


@dataclass(frozen=True)
class Slow(LightLoad):
    """Hangs on one letter; lets another vanish or change while it is read."""

    def work(self, job: Job) -> Any:
        data = job.paths[0].read_bytes()
        if b"stuck" in data:
            time.sleep(60)
        if b"vanish" in data:
            job.paths[0].unlink()
        if b"change once" in data:
            job.paths[0].write_bytes(letter("changed"))
        return super().work(job)


def test_a_letter_that_hangs_is_ended_and_named(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.crew._GRACE_SECONDS", 0.0)
    room.put("hang.pdf", letter("stuck"))
    room.put("a.pdf", letter("a"))
    result = room.run(load=Slow(), seconds_per_letter=15.0, workers=2)
    assert endings(result) == {"a.pdf": ("done", None), "hang.pdf": ("set_aside", "timeout")}


def test_a_letter_that_is_taken_away_or_changed_meanwhile(room: Room) -> None:
    room.put("vanish.pdf", letter("vanish"))
    room.put("change.pdf", letter("change once"))
    result = room.run(load=Slow())
    assert endings(result) == {"change.pdf": ("done", None)}
    with Ledger(room.url) as ledger:
        [row] = ledger.letters()
    assert row["sha256"][:16] == result.results[0].case_id, "the case is of the bytes that were read"


def test_nothing_of_a_killed_worker_is_left_in_the_cases(room: Room) -> None:
    room.put("a.pdf", letter("a"))
    stale = room.out / "cases" / ".1234-dead"
    stale.mkdir(parents=True)
    young = room.out / "cases" / ".5678-alive"
    young.mkdir()
    os.utime(stale, (0, 0))
    room.run()
    assert not stale.exists()
    assert young.exists(), "another process may be writing there"
