"""A batch: every letter ends, one bad one stops nothing, a second run changes nothing."""

import csv
import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.batch.crew import NotReadyError
from pipeline.batch.folder import run_batch
from pipeline.batch.outcome import BatchResult, Progress
from pipeline.batch.spread import entry_point
from pipeline.batch.work import Job, LoadKit, Work
from pipeline.errors import LawError, MissingToolError
from pipeline.models.facts import Facts
from pipeline.record import Ledger
from tests.ledger.light import LightLoad, letter

TOP = Path(__file__).parents[2]
DAY = dt.date(2026, 3, 1)


class Room:
    """A folder of letters and where its batch goes."""

    def __init__(self, top: Path) -> None:
        self.folder, self.out, self.log = top / "letters", top / "out", top / "log"
        self.folder.mkdir()

    def put(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def run(self, **options: Any) -> BatchResult:
        self.out.mkdir(exist_ok=True)
        options = {"as_of": DAY, "workers": 2, "load": LightLoad(log=self.log), **options}
        with Ledger(self.url) as ledger:
            return run_batch(self.folder, self.out, ledger=ledger, **options)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.out}/imrkit.db"

    def work_done(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0

    def files(self) -> dict[str, tuple[int, int]]:
        """All outputs but the ledger, with size and time of change."""
        found = [p for p in self.out.rglob("*") if p.is_file() and not p.name.startswith("imrkit.db")]
        return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in found}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def endings(result: BatchResult) -> dict[str, tuple[str, str | None]]:
    return {r.key: (str(r.state), r.code) for r in result.results}


def test_each_letter_ends_and_one_bad_one_stops_nothing(room: Room) -> None:
    room.put("a.pdf", letter("a"))
    room.put("copy of a.pdf", letter("a"))
    room.put("damaged.pdf", "not a pdf")
    room.put("locked.pdf", letter("x", encrypted="1"))
    room.put("kills the reader.pdf", letter("%%crash"))
    room.put("our bug.pdf", letter("%%bug"))
    room.put("our file is missing.pdf", letter("%%missing"))  # not the letter, which lies there
    room.put("Smith/denial.pdf", letter("denial"))
    room.put("Smith/appeal.pdf", letter("appeal"))
    (room.folder / "link.pdf").symlink_to("a.pdf")
    before = {p: p.read_bytes() for p in room.folder.rglob("*.pdf")}

    result = room.run()

    assert endings(result) == {
        "Smith": ("done", None),
        "a.pdf": ("done", None),
        "copy of a.pdf": ("duplicate", None),
        "damaged.pdf": ("set_aside", "damaged"),
        "kills the reader.pdf": ("set_aside", "crashed"),
        "link.pdf": ("set_aside", "refused_path"),
        "locked.pdf": ("set_aside", "encrypted"),
        "our bug.pdf": ("set_aside", "internal"),
        "our file is missing.pdf": ("set_aside", "internal"),
    }
    assert result.exit_code == 4
    assert result.as_dict()["counts"] == {"done": 2, "set_aside": 6, "duplicate": 1, "pending": 0}
    assert {p: p.read_bytes() for p in room.folder.rglob("*.pdf")} == before, "originals stay as they are"
    reason = json.loads((room.out / "set_aside" / "locked.pdf.reason.json").read_text())
    assert (reason["code"], reason["source"]) == ("encrypted", "locked.pdf")
    bug = next(r for r in result.results if r.code == "internal")
    assert "Canary" not in (bug.message or ""), "an unknown error's words may be the letter's"


def test_a_second_run_changes_nothing(room: Room) -> None:
    for n in range(5):
        room.put(f"{n}.pdf", letter(str(n)))
    room.put("copy.pdf", letter("1"))
    room.put("bad.pdf", "bad")
    first = room.run()
    work, files = room.work_done(), room.files()
    again = room.run()
    assert endings(again) == endings(first)
    assert (room.work_done(), room.files()) == (work, files)
    assert again.as_dict()["fresh"] == 0


def test_a_packet_that_somebody_removed_is_made_again(room: Room) -> None:
    room.put("a.pdf", letter("a"))
    [result] = room.run().results
    packet = room.out / "cases" / str(result.case_id)
    shutil.rmtree(packet)
    assert room.run().exit_code == 0
    assert (packet / "case.json").exists()


@pytest.mark.parametrize(
    ("options", "worked_again"),
    [
        ({}, 0),  # nothing changed
        ({"as_of": DAY + dt.timedelta(1)}, 1),  # another day may be another answer
        ({"as_of": DAY + dt.timedelta(1), "resume": True}, 0),  # but a batch resumed is still yesterday's
        ({"recipe": "newer law"}, 1),
        ({"facts": Facts(urgent=True)}, 1),
    ],
)
def test_what_makes_a_letter_be_done_again(room: Room, options: dict[str, Any], worked_again: int) -> None:
    room.put("a.pdf", letter("a"))
    room.run()
    assert room.run(**options).exit_code == 0
    assert room.work_done() == 1 + worked_again


def test_facts_beside_a_letter_are_laid_over_those_for_all(room: Room) -> None:
    room.put("a.pdf", letter("a"))
    room.put("a.facts.yaml", "plan: {state: CA}\nurgent: true\n")
    room.put("b.pdf", letter("b"))
    given = Facts.model_validate({"plan": {"state": "NY", "grandfathered": False}})
    cases = {r.key: r.case_id for r in room.run(facts=given).results}
    facts = {
        key: json.loads((room.out / "cases" / str(case_id) / "case.json").read_text())["facts"]
        for key, case_id in cases.items()
    }
    assert (facts["a.pdf"]["plan"]["state"], facts["a.pdf"]["plan"]["grandfathered"]) == ("CA", False)
    assert facts["a.pdf"]["urgent"] is True
    assert (facts["b.pdf"]["plan"]["state"], facts["b.pdf"]["urgent"]) == ("NY", None)


def test_wrong_facts_are_named_and_mended_facts_start_it_again(room: Room) -> None:
    room.put("a.pdf", letter("a"))
    room.put("a.facts.yaml", "plan: {colour: red}\n")
    result = room.run()
    assert endings(result) == {"a.pdf": ("set_aside", "facts")}
    assert (result.results[0].message or "").startswith("a.facts.yaml: "), "which file is to be mended"
    assert room.work_done() == 0
    room.put("a.facts.yaml", "plan: {state: CA}\n")
    assert endings(room.run()) == {"a.pdf": ("done", None)}
    assert not (room.out / "set_aside" / "a.pdf.reason.json").exists()


def test_a_person_s_correction_stays_when_the_letter_is_done_again(room: Room) -> None:
    room.put("a.pdf", letter("a"))
    case_id = str(room.run().results[0].case_id)
    with Ledger(room.url) as ledger:
        ledger.correct(case_id, {"fields": {"member_id": "right"}}, who="Ana")
    room.run(recipe="newer law")
    case = json.loads((room.out / "cases" / case_id / "case.json").read_text())
    assert case["facts"]["fields"] == {"member_id": "right"}


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


def test_the_same_bytes_twice_in_one_folder_are_one_letter(room: Room) -> None:
    """Counted as one letter done and a copy of it, so that the sums are right."""
    for name in ("denial.pdf", "denial (1).pdf", "appeal.pdf"):
        room.put(f"Smith/{name}", letter(name[:6]))
    assert room.run().count("done") == 1
    with Ledger(room.url) as ledger:
        assert ledger.totals() == {"pending": 0, "done": 2, "set_aside": 0, "duplicate": 1}


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


def test_a_letter_mended_in_its_place_is_no_more_a_problem(room: Room) -> None:
    room.put("a.pdf", letter("a", damaged="1"))
    room.put("b.pdf", letter("b", damaged="1"))
    assert [row["state"] for row in room.run().rows] == ["set_aside", "set_aside"]
    room.put("a.pdf", letter("a"))
    rows = {(row["letter"], row["state"]): row["reason"] for row in room.run().rows}
    assert set(rows) == {("a.pdf", "done"), ("a.pdf", "replaced"), ("b.pdf", "set_aside")}
    assert "One of this name came later: case " in rows["a.pdf", "replaced"]


def test_progress_tells_rate_and_time_left(room: Room) -> None:
    for n in range(6):
        room.put(f"{n}.pdf", letter(str(n)))
    steps: list[Progress] = []
    ticks: Iterator[float] = iter(float(n) for n in range(1000))
    room.run(on_progress=steps.append, clock=lambda: next(ticks), workers=1)
    assert [step.ended for step in steps] == [0, 1, 2, 3, 4, 5, 6]
    assert {step.total for step in steps} == {6}
    assert (steps[3].rate, steps[3].seconds_left) == (1.0, 3.0)
    assert steps[0].seconds_left is None


def test_the_summary_is_sorted_by_deadline_and_colored_and_links_to_packets(room: Room) -> None:
    room.put("late.pdf", letter("late", file_by="2026-02-01", member="M", claim="1"))
    room.put("far.pdf", letter("far", file_by="2026-12-01"))
    room.put("soon.pdf", letter("soon", file_by="2026-03-05", member="M", claim="1"))
    room.put("bad.pdf", "bad")
    room.put("formula.pdf", letter("f", insurer="=HYPERLINK(0)", file_by="2026-05-01"))
    result = room.run()
    assert [row["letter"] for row in result.rows] == [
        "late.pdf",
        "soon.pdf",
        "formula.pdf",
        "far.pdf",
        "bad.pdf",
    ]
    sheet = openpyxl.load_workbook(room.out / "summary.xlsx").active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    colors = {
        str(row[head.index("Letter")].value): row[0].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)
    }
    assert len({colors["late.pdf"], colors["soon.pdf"], colors["far.pdf"], colors["bad.pdf"]}) == 4
    late = sheet[2]
    case_id = next(r.case_id for r in result.results if r.key == "late.pdf")
    link = late[head.index("Packet")].hyperlink
    assert link is not None and link.target == f"cases/{case_id}/checklist.pdf"
    assert late[head.index("Days left")].value == -28
    assert late[head.index("Same matter as")].value == result.rows[1]["case_id"]
    assert sheet[4][head.index("Insurer")].data_type == "s", "a letter's words never become a formula"
    with (room.out / "summary.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert rows[2]["Insurer" if "Insurer" in rows[2] else "insurer"] == "'=HYPERLINK(0)"
    modes = {name: (room.out / name).stat().st_mode & 0o777 for name in ("summary.csv", "summary.xlsx")}
    assert set(modes.values()) == {0o600}


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


@pytest.mark.slow
def test_by_hand_and_by_batch_and_by_watch_give_the_same_bytes(samples: Path, tmp_path: Path) -> None:
    from pipeline.run import Kit, process
    from pipeline.watch import Rules, watch

    source = sorted(samples.glob("*.pdf"))[0]
    outs = {door: tmp_path / door for door in ("hand", "batch", "watch")}
    for door in ("batch", "watch"):
        (tmp_path / f"{door}-in").mkdir()
        (tmp_path / f"{door}-in" / source.name).write_bytes(source.read_bytes())
    with Kit.load() as kit:
        case = process([source], out=outs["hand"], facts=Facts(), as_of=DAY, kit=kit)
    for door in ("batch", "watch"):
        with Ledger(f"sqlite:///{outs[door]}/imrkit.db") as ledger:
            if door == "batch":
                run_batch(tmp_path / "batch-in", outs[door], ledger=ledger, as_of=DAY, load=LoadKit())
            else:
                watch(
                    tmp_path / "watch-in", outs[door], ledger=ledger, once=True, as_of=lambda: DAY,
                    load=LoadKit(), rules=Rules(0.1),
                )  # fmt: skip
    packets = {
        door: {p.name: p.read_bytes() for p in sorted((out / "cases" / case.case_id).iterdir())}
        for door, out in outs.items()
    }
    assert len(packets["hand"]) > 3
    assert packets["hand"] == packets["batch"] == packets["watch"]


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
