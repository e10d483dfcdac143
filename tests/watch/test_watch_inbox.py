"""What is dropped in an inbox, and what goes wrong there: every letter ends up where it belongs."""

import csv
import datetime as dt
import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.desk import Result
from pipeline.errors import UsageError
from pipeline.record import Ledger
from pipeline.watch import Rules, WatchResult, watch
from tests.ledger.light import LightLoad, letter

TOP = Path(__file__).parents[2]
DAY = dt.date(2026, 3, 1)
QUICK = Rules(0.1, 0.3)


class Inbox:
    """An inbox, its output and ledger; `once` works it off, `going` watches it in a thread."""

    def __init__(self, top: Path, out: Path | None = None) -> None:
        self.folder, self.out, self.log = top / "inbox", out or top / "out", top / "log"
        self.folder.mkdir()
        self.url = f"sqlite:///{top}/ledger.db"
        self.notices: list[str] = []
        self.results: list[Result] = []

    def put(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def once(self, **options: Any) -> WatchResult:
        return self._watch(once=True, **options)

    def going(self, **options: Any) -> "Going":
        return Going(self, options)

    def _watch(self, **options: Any) -> WatchResult:
        settings: dict[str, Any] = {
            "as_of": lambda: DAY, "load": LightLoad(log=self.log), "rules": QUICK, "interval": 0.2,
            "on_notice": self.notices.append, "on_result": self.results.append,
        }  # fmt: skip
        with Ledger(self.url) as ledger:
            return watch(self.folder, self.out, ledger=ledger, **{**settings, **options})

    def rows(self) -> list[dict[str, Any]]:
        with Ledger(self.url) as ledger:
            return ledger.letters()

    def states(self) -> dict[str, str]:
        return {row["source"]: row["state"] for row in self.rows()}

    def lying(self, *folders: str) -> list[str]:
        return sorted(
            str(path.relative_to(self.out))
            for folder in folders
            for path in (self.out / folder).rglob("*")
            if not path.is_dir() or path.is_symlink()
        )

    def work_done(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0


class Going:
    """A watcher that runs until the block ends."""

    def __init__(self, inbox: Inbox, options: dict[str, Any]) -> None:
        self.inbox, self.options, self.stop = inbox, options, threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.wrong: list[BaseException] = []

    def _run(self) -> None:
        try:
            self.inbox._watch(stop=self.stop, **self.options)
        except BaseException as error:
            self.wrong.append(error)

    def __enter__(self) -> "Going":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(20)
        assert not self.thread.is_alive()
        assert not self.wrong, self.wrong

    def until(self, states: dict[str, str], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while (now := self.inbox.states()) != states and time.monotonic() < end and not self.wrong:
            time.sleep(0.05)
        assert now == states


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


def test_originals_end_in_done_or_set_aside_with_a_reason(inbox: Inbox) -> None:
    good = letter("good")
    inbox.put("good.pdf", good)
    inbox.put("copy.pdf", good)
    inbox.put("locked.pdf", letter("x", encrypted="1"))
    inbox.put("notes.tmp", "not ours")
    result = inbox.once()
    assert (result.counts, result.exit_code) == ({"done": 1, "duplicate": 1, "set_aside": 1}, 4)
    assert inbox.lying("done", "set_aside") == [
        "done/copy.pdf",
        "done/good.pdf",
        "set_aside/locked.pdf",
        "set_aside/locked.pdf.reason.json",
    ]
    reason = json.loads((inbox.out / "set_aside/locked.pdf.reason.json").read_text())
    assert reason["code"] == "encrypted" and reason["source"] == "locked.pdf" and len(reason["sha256"]) == 64
    assert (inbox.out / "done/good.pdf").read_bytes() == good
    assert [path.name for path in inbox.folder.iterdir()] == ["notes.tmp"]
    assert not (inbox.out / ".work").exists()


def test_a_better_copy_in_the_same_place_starts_again(inbox: Inbox) -> None:
    inbox.put("a.pdf", letter("x", damaged="1"))
    with inbox.going() as watching:
        watching.until({"a.pdf": "set_aside"})
        inbox.put("a.pdf", letter("whole now"))
        end = time.monotonic() + 15
        while len(inbox.rows()) < 2 or inbox.rows()[1]["state"] == "pending":
            assert time.monotonic() < end
            time.sleep(0.05)
    assert [row["state"] for row in inbox.rows()] == ["set_aside", "done"]
    with (inbox.out / "summary.csv").open(encoding="utf-8-sig") as table:
        good, bad = csv.DictReader(table)
    assert (good["state"], bad["state"]) == ("done", "replaced"), "nobody need look at the bad one any more"
    assert good["case_id"] in bad["reason"]


def test_the_same_bad_letter_with_mended_facts_starts_again(inbox: Inbox) -> None:
    inbox.put("a.pdf", letter("a"))
    inbox.put("a.facts.yaml", "colour: red\n")
    inbox.once()
    assert inbox.lying("set_aside") == [
        "set_aside/a.facts.yaml",
        "set_aside/a.pdf",
        "set_aside/a.pdf.reason.json",
    ]
    shutil.move(inbox.out / "set_aside/a.pdf", inbox.folder / "a.pdf")
    inbox.put("a.facts.yaml", "plan: {state: CA}\n")
    assert inbox.once().counts == {"done": 1}
    case = json.loads(next((inbox.out / "cases").glob("*/case.json")).read_text())
    assert case["facts"]["plan"]["state"] == "CA"
    assert inbox.lying("done") == ["done/a.facts.yaml", "done/a.pdf"]


def test_facts_that_two_letters_share_reach_both(inbox: Inbox) -> None:
    inbox.put("a.pdf", letter("a"))
    inbox.put("a.tif", letter("a, another scan"))
    inbox.put("a.facts.yaml", "urgent: true\n")
    assert inbox.once(workers=2).counts == {"done": 2}
    facts = [json.loads(p.read_text())["facts"]["urgent"] for p in (inbox.out / "cases").glob("*/case.json")]
    assert facts == [True, True]


def test_the_same_name_in_two_folders_and_twice_never_overwrites(inbox: Inbox) -> None:
    for round_ in range(2):
        for name in ("a/x.pdf", "b/x.pdf", "x.pdf"):
            inbox.put(name, letter(f"{name} {round_}"))
        inbox.once()
    kept = Counter((inbox.out / name).read_bytes() for name in inbox.lying("done"))
    assert len(kept) == 6 and set(kept.values()) == {1}
    assert "done/x~2.pdf" in inbox.lying("done")


def test_a_sub_folder_is_one_case_and_disappears_when_it_is_taken(inbox: Inbox) -> None:
    inbox.put("Smith/denial.pdf", letter("denial"))
    inbox.put("Smith/appeal.pdf", letter("appeal"))
    inbox.put("Smith/facts.yaml", "urgent: true\n")
    assert inbox.once().counts == {"done": 1}
    [case] = [json.loads(p.read_text()) for p in (inbox.out / "cases").glob("*/case.json")]
    assert [d["source"] for d in case["documents"]] == ["appeal.pdf", "denial.pdf"]
    assert case["facts"]["urgent"] is True
    assert list(inbox.folder.iterdir()) == []
    assert inbox.lying("done") == ["done/Smith/appeal.pdf", "done/Smith/denial.pdf", "done/Smith/facts.yaml"]


def test_links_and_pipes_are_moved_away_unopened(inbox: Inbox, tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(letter("secret"))
    (inbox.folder / "link.pdf").symlink_to(secret)
    os.mkfifo(inbox.folder / "pipe.pdf")
    (inbox.folder / "folder.pdf").mkdir()
    inbox.put("good.pdf", letter("good"))
    assert inbox.once().counts == {"set_aside": 3, "done": 1}
    assert {row["reason"] for row in inbox.rows()} == {"refused_path", None}
    assert (inbox.out / "set_aside/link.pdf").is_symlink()
    assert secret.read_bytes() == letter("secret")
    assert list(inbox.folder.iterdir()) == []


def test_an_output_inside_the_inbox_is_refused(inbox: Inbox) -> None:
    with pytest.raises(UsageError, match="inside"):
        inbox.out = inbox.folder / "out"
        inbox.once()


@pytest.mark.parametrize("events", [True, False])
def test_a_growing_file_is_not_read_before_it_is_whole(inbox: Inbox, events: bool) -> None:
    """The writer pauses longer than the delay; only the structure tells that more is to come. It is there at start-up."""
    data = letter("x" * 4000)
    path = inbox.put("slow.pdf", data[:500])
    with inbox.going(events=events, rules=Rules(0.15, 30)) as watching:
        for start in range(500, len(data), 1000):
            time.sleep(0.5)
            assert inbox.states().get("slow.pdf", "pending") == "pending"
            with path.open("ab") as file:
                file.write(data[start : start + 1000])
        watching.until({"slow.pdf": "done"})
    assert (inbox.out / "done/slow.pdf").read_bytes() == data


def test_a_file_renamed_into_place_is_taken(inbox: Inbox) -> None:
    with inbox.going() as watching:
        half = inbox.put("a.pdf.filepart", letter("a"))
        time.sleep(0.5)
        assert inbox.states() == {}
        half.rename(inbox.folder / "a.pdf")
        watching.until({"a.pdf": "done"})


def test_without_events_a_look_finds_it(inbox: Inbox) -> None:
    with inbox.going(events=False) as watching:
        time.sleep(0.5)
        inbox.put("a.pdf", letter("a"))
        watching.until({"a.pdf": "done"}, seconds=6)


@pytest.mark.parametrize("year", [1980, 2100])
def test_times_of_another_clock_do_not_matter(inbox: Inbox, year: int) -> None:
    path = inbox.put("a.pdf", letter("a"))
    when = dt.datetime(year, 1, 1).timestamp()
    os.utime(path, (when, when))
    assert inbox.once().counts == {"done": 1}


def test_a_clock_that_jumps_moves_nothing(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    jumps = iter([0.0, 1e9, -1e9] * 1000)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + next(jumps, 0.0))
    inbox.put("a.pdf", letter("a"))
    inbox.put("copy.pdf", letter("a"))
    assert inbox.once().counts == {"done": 1, "duplicate": 1}


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


def test_a_file_that_vanishes_before_it_is_taken_is_no_letter(inbox: Inbox) -> None:
    with inbox.going(rules=Rules(1.0, 5.0)) as watching:
        path = inbox.put("a.pdf", letter("a"))
        watching.until({"a.pdf": "pending"})
        path.unlink()
        watching.until({})


def test_two_watchers_with_ledgers_of_their_own_take_each_letter_once(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n}.pdf").write_bytes(letter(f"letter {n}"))
    command = [sys.executable, "-m", "tests.watch.runner", str(folder)]
    watchers = [
        subprocess.Popen(
            [*command, str(tmp_path / f"out{n}"), f"sqlite:///{tmp_path}/{n}.db", str(tmp_path / f"log{n}")],
            cwd=TOP,
        )
        for n in range(2)
    ]
    assert [watcher.wait(90) for watcher in watchers] == [0, 0]
    done = 0
    for n in range(2):
        with Ledger(f"sqlite:///{tmp_path}/{n}.db") as ledger:
            totals = ledger.totals()
        assert totals["pending"] == totals["set_aside"] == 0
        assert (
            len(list((tmp_path / f"out{n}" / "done").glob("*"))) == totals["done"] if totals["done"] else True
        )
        done += totals["done"]
    assert done == 60
    assert list(folder.iterdir()) == []


def test_a_storm_of_touches_renames_and_copies(inbox: Inbox) -> None:
    with inbox.going(workers=2):
        for n in range(15):
            path = inbox.put(f"{n}.pdf", letter(f"letter {n}"))
            path.touch()
            moved = path.rename(inbox.folder / f"renamed {n}.pdf")
            shutil.copy(moved, inbox.folder / f"copy {n}.pdf")
            time.sleep(0.03)
        ended = {
            "done": 15,
            "duplicate": 15,
        }  # the last copy is told a duplicate some time after it was taken in
        end = time.monotonic() + 30
        while Counter(row["state"] for row in inbox.rows()) != ended and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(0.5)  # nothing may come after
    assert inbox.work_done() == 15, "the same bytes are worked on once"
    assert Counter(row["state"] for row in inbox.rows()) == ended
    assert not any(inbox.folder.iterdir())


def test_own_ignore_patterns(inbox: Inbox) -> None:
    inbox.put("draft-a.pdf", letter("a"))
    inbox.put("b.pdf", letter("b"))
    inbox.once(ignore=["draft-*"])
    assert inbox.states() == {"b.pdf": "done"}


def test_a_name_that_is_no_text(inbox: Inbox) -> None:
    path = inbox.folder / os.fsdecode(b"d\xe9nial.pdf")
    path.write_bytes(letter("a"))
    assert inbox.once().counts == {"done": 1}
    assert inbox.lying("done") == ["done/d\\xe9nial.pdf"]


def test_purge_removes_what_the_watcher_moved(inbox: Inbox) -> None:
    inbox.put("Jane.pdf", letter("a"))
    inbox.put("Jane.facts.yaml", "urgent: true\n")
    inbox.put("other.pdf", letter("b"))
    inbox.once()
    case_id = next(row["case_id"] for row in inbox.rows() if row["source"] == "Jane.pdf")
    with Ledger(inbox.url) as ledger:
        assert ledger.purge(case_id)["left"] == []
    assert inbox.lying("done") == ["done/other.pdf"]
    assert not (inbox.out / "cases" / case_id).exists()


def test_a_bad_letter_in_a_folder_is_set_aside_and_the_others_make_the_case(inbox: Inbox) -> None:
    inbox.put("Smith/denial.pdf", letter("denial"))
    inbox.put("Smith/locked.pdf", letter("x", encrypted="1"))
    result = inbox.once()
    assert (result.counts, result.exit_code) == ({"done": 1, "set_aside": 1}, 4)
    assert inbox.states() == {"Smith/denial.pdf": "done", "Smith/locked.pdf": "set_aside"}
    assert inbox.lying("done", "set_aside") == [
        "done/Smith/denial.pdf",
        "set_aside/Smith/locked.pdf",
        "set_aside/Smith/locked.pdf.reason.json",
    ]
    assert list(inbox.folder.iterdir()) == [] and not (inbox.out / ".work").exists()
    case_id = next(row["case_id"] for row in inbox.rows() if row["case_id"])
    with Ledger(inbox.url) as ledger:
        ledger.purge(case_id)
    assert inbox.lying("cases", "done", "set_aside") == []
    assert not list(inbox.out.rglob("Smith")), "the folder's name is the person's"


def test_photos_of_one_letter_wait_for_each_other(inbox: Inbox) -> None:
    """They come with a pause that is longer than a file must lie still."""
    with inbox.going(rules=Rules(0.1, 1.5)) as watching:
        for n in (1, 2, 3):
            inbox.put(f"smith-{n}.jpg", letter(f"page {n}"))
            time.sleep(0.6)
        watching.until({f"smith-{n}.jpg": "done" for n in (1, 2, 3)})
    [case] = [json.loads(p.read_text()) for p in (inbox.out / "cases").glob("*/case.json")]
    assert [d["source"] for d in case["documents"]] == ["smith-1.jpg", "smith-2.jpg", "smith-3.jpg"]
    assert inbox.lying("done") == ["done/smith-1.jpg", "done/smith-2.jpg", "done/smith-3.jpg"]


def test_facts_without_their_letter_wait_for_it_and_it_is_said_once(inbox: Inbox) -> None:
    with inbox.going() as watching:
        inbox.put("a.facts.yaml", "urgent: true\n")
        time.sleep(1.0)
        assert [notice for notice in inbox.notices if "a.facts.yaml" in notice] == inbox.notices
        assert len(inbox.notices) == 1 and "drop the letter too" in inbox.notices[0]
        inbox.put("a.pdf", letter("a"))
        watching.until({"a.pdf": "done"})
    [case] = [json.loads(p.read_text()) for p in (inbox.out / "cases").glob("*/case.json")]
    assert case["facts"]["urgent"] is True


def test_facts_changed_later_make_a_new_version(inbox: Inbox) -> None:
    """The letter was done; the same letter comes again with other facts, in place or from `done/`."""
    inbox.put("a.pdf", letter("a"))
    inbox.put("a.facts.yaml", "urgent: false\n")
    inbox.once()
    shutil.copy(inbox.out / "done/a.pdf", inbox.folder / "a.pdf")
    inbox.put("a.facts.yaml", "urgent: true\n")
    inbox.once()
    [case] = [json.loads(p.read_text()) for p in (inbox.out / "cases").glob("*/case.json")]
    assert case["facts"]["urgent"] is True
    with Ledger(inbox.url) as ledger:
        assert [row["version"] for row in ledger.show(case["case_id"])["versions"]] == [1, 2]
        assert ledger.totals() == {"pending": 0, "done": 1, "set_aside": 0, "duplicate": 1}


def test_empty_work_folders_that_a_kill_left_are_swept(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.put("a.pdf", letter("a"))
    inbox.once()
    left = inbox.out / ".work" / "1" / "inner"  # of the filed bundle
    left.mkdir(parents=True)
    held = inbox.out / ".work" / "1" / "held.pdf"
    held.write_bytes(b"kept")
    inbox.once()
    assert not left.exists() and held.read_bytes() == b"kept"  # what is not empty is never touched
    held.unlink()
    inbox.once()
    assert not (inbox.out / ".work").exists()
