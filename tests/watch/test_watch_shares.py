"""Disks and shares that are busy, full, forbidden, elsewhere, gone: it passes, or it is said."""

import errno
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.light import letter
from tests.watch.inbox import Inbox


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EACCES, errno.ENOSPC, errno.EIO, errno.ESTALE])
@pytest.mark.parametrize("where", ["rename", "link"])
def test_trouble_of_the_disk_passes(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, number: int, where: str
) -> None:
    """Each call fails once: claiming (rename) or putting away (link)."""
    monkeypatch.setattr("pipeline.batch.spread.BACK_OFF", (0.01, 0.01))
    target: Any = Path if where == "rename" else os
    real, failed = getattr(target, where), list[int]()

    def fails_once(*args: Any, **options: Any) -> Any:
        if "inbox" in str(args[0]) or ".work" in str(args[0]):
            failed.append(1)
            if len(failed) == 1:
                raise OSError(number, os.strerror(number))
        return real(*args, **options)

    monkeypatch.setattr(target, where, fails_once)
    inbox.put("a.pdf", letter("a"))
    assert inbox.once().counts == {"done": 1}
    assert failed, "the fault was never met"
    assert inbox.lying("done") == ["done/a.pdf"]


def test_what_does_not_pass_stays_pending_and_says_why(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("pipeline.batch.spread.BACK_OFF", (0.01,))
    inbox.put("a.pdf", letter(f"%%busy {tmp_path}/gate"))
    inbox.put("b.pdf", letter("b"))
    result = inbox.once()
    assert (result.counts, result.exit_code) == ({"done": 1}, 4)
    assert result.left == ("a.pdf: the disk is full",)
    assert inbox.states() == {"a.pdf": "pending", "b.pdf": "done"}
    (tmp_path / "gate").touch()
    assert inbox.once().counts == {"done": 1}


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder on another file system, as a share is."""
    shm = Path("/dev/shm")
    if not shm.is_dir() or shm.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev:
        pytest.skip("there is no second file system here")
    folder = Path(tempfile.mkdtemp(dir=shm))
    yield folder
    shutil.rmtree(folder)


def test_an_output_on_another_file_system(tmp_path: Path, elsewhere: Path) -> None:
    inbox = Inbox(tmp_path, elsewhere / "out")
    inbox.put("Smith/a.pdf", letter("a"))
    inbox.put("b.pdf", letter("b"))
    inbox.put("b.facts.yaml", "urgent: true\n")
    (inbox.folder / "link.pdf").symlink_to("b.pdf")
    assert inbox.once().counts == {"done": 2, "set_aside": 1}
    assert (inbox.out / "done/Smith/a.pdf").read_bytes() == letter("a")
    assert list(inbox.folder.rglob("*")) == []


@pytest.mark.parametrize("share", ["coarse", "refused"])
def test_a_share_that_does_not_keep_times(
    share: str, tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps even seconds only (FAT), or lets nobody set them: the letter is not taken for changed."""
    inbox, real = Inbox(tmp_path, elsewhere / "out"), os.utime
    hour_ago = 1_000_000_000 * (int(time.time()) - 3600 | 1) + 7
    real(inbox.put("a.pdf", letter("a")), ns=(hour_ago, hour_ago))

    def utime(path: Any, times: Any = None, *, ns: Any = None, **options: Any) -> None:
        if share == "refused":
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        even = 2_000_000_000
        real(path, ns=(ns[0] // even * even, ns[1] // even * even), **options)

    monkeypatch.setattr(os, "utime", utime)
    assert inbox.once().counts == {"done": 1}
    assert [result.state for result in inbox.results] == ["done"], "at once"


def test_a_copy_between_file_systems_that_was_cut_short_goes_on(tmp_path: Path, elsewhere: Path) -> None:
    """Killed after the claim inside the inbox, before the copy was whole."""
    inbox = Inbox(tmp_path, elsewhere / "out")
    inbox.put("a.pdf", letter("a"))
    real = shutil.copyfile

    def dies(source: Path, target: Path, **options: Any) -> None:
        real(source, target, **options)
        target.write_bytes(target.read_bytes()[:5])
        raise KeyboardInterrupt

    shutil.copyfile = dies  # type: ignore[assignment]
    try:
        with pytest.raises(KeyboardInterrupt):
            inbox.once()
    finally:
        shutil.copyfile = real
    assert inbox.states() == {"a.pdf": "pending"}
    inbox.once()
    assert inbox.states() == {"a.pdf": "done"}
    assert (inbox.out / "done/a.pdf").read_bytes() == letter("a")


def test_a_share_that_is_gone_and_comes_back(inbox: Inbox, tmp_path: Path) -> None:
    with inbox.going() as watching:
        inbox.put("a.pdf", letter("a"))
        watching.until({"a.pdf": "done"})
        inbox.folder.rename(tmp_path / "unmounted")
        time.sleep(0.6)
        (tmp_path / "unmounted" / "b.pdf").write_bytes(letter("b"))
        (tmp_path / "unmounted").rename(inbox.folder)
        watching.until({"a.pdf": "done", "b.pdf": "done"})
    assert any("away" in notice for notice in inbox.notices)


def test_a_locked_ledger_only_delays(inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.put("a.pdf", letter("a"))
    inbox.once()
    monkeypatch.setattr("pipeline.record.store._BUSY_SECONDS", 0.1)
    with inbox.going() as watching:
        other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        inbox.put("b.pdf", letter("b"))
        time.sleep(1.0)
        other.execute("ROLLBACK")
        watching.until({"a.pdf": "done", "b.pdf": "done"})
    assert inbox.work_done() == 2
