"""When a file that arrives is taken: whole, at rest, with its fellows, whatever the clocks and events say; and once."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.record import Ledger
from pipeline.watch import Rules
from tests.ledger.light import letter
from tests.watch.inbox import Inbox

TOP = Path(__file__).parents[2]


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
