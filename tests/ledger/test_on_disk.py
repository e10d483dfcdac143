"""What is said to be done is on the disk: no power cut is tried here, but what is flushed, and when, is seen."""

import datetime as dt
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.disk import sha256_of
from pipeline.batch.folder import run_batch
from pipeline.models.facts import Facts
from pipeline.record import Ledger
from pipeline.run import Kit, process
from pipeline.watch import Rules, watch
from tests.ledger.light import LightLoad, letter

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What this process flushes, as (device, inode), in order, and between them which bundles the ledger ends."""
    seen: list[Any] = []
    flush, finish = os.fsync, Ledger.finish

    def fsync(descriptor: int) -> None:
        state = os.fstat(descriptor)
        seen.append((state.st_dev, state.st_ino))
        flush(descriptor)

    def finished(self: Ledger, *given: Any, **named: Any) -> Any:
        seen.append("ended")
        return finish(self, *given, **named)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Ledger, "finish", finished)
    yield seen


def mark(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_dev, state.st_ino


def test_every_file_of_a_packet_is_flushed(flushed: list[Any], samples: Path, tmp_path: Path) -> None:
    with Kit.load(workers=1) as kit:
        case = process([samples / "02-first-denial-mri.pdf"], out=tmp_path, facts=Facts(), as_of=DAY, kit=kit)
    files = list((tmp_path / "cases" / case.case_id).iterdir())
    assert len(files) > 5
    assert [file.name for file in files if mark(file) not in flushed] == []


def test_a_packet_lies_in_its_folder_before_the_ledger_says_so(flushed: list[Any], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(letter("a"))
    out = tmp_path / "out"
    with Ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger:
        result = run_batch(tmp_path / "in", out, ledger=ledger, as_of=DAY, load=LightLoad())
    [packet] = [out / "cases" / str(one.case_id) for one in result.results]
    before, after = flushed[: flushed.index("ended")], flushed[flushed.index("ended") :]
    assert mark(packet) in before and mark(out / "cases") in before
    assert {mark(out / "summary.csv"), mark(out / "summary.xlsx")} <= set(after)


def test_an_original_is_moved_by_flushed_steps(flushed: list[Any], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in (("a.pdf", letter("a")), ("bad.pdf", letter("bad", damaged="1"))):
        (tmp_path / "in" / name).write_bytes(data)
    out = tmp_path / "out"
    with Ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger:
        watch(
            tmp_path / "in", out, ledger=ledger, once=True, as_of=lambda: DAY, load=LightLoad(), rules=Rules(0.1)
        )  # fmt: skip
    places = (out / "done", out / "set_aside", out / "set_aside" / "bad.pdf.reason.json")
    assert {mark(place) for place in places} <= set(flushed)


def test_what_became_a_link_or_a_pipe_since_it_was_listed_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of another folder")
    (tmp_path / "a.pdf").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "b.pdf")
    with pytest.raises(OSError):
        sha256_of(tmp_path / "a.pdf")
    reader = threading.Thread(target=sha256_of, args=(tmp_path / "b.pdf",), daemon=True)
    reader.start()
    reader.join(5)
    assert not reader.is_alive(), "a pipe that nobody writes to would be waited for"
