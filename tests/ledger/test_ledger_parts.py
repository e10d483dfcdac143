"""A folder that is one case, with a letter in it that cannot be used: the others make the case, and nothing is lost."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.work import Job
from pipeline.errors import ReadTimeoutError
from pipeline.record import Ledger
from tests.ledger.light import LightLoad, letter
from tests.ledger.room import DAY, Room, endings

LOCKED = letter("second", encrypted="1")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.put("Smith/denial.pdf", letter("denial"))
    room.put("Smith/appeal.pdf", letter("appeal"))
    room.put("Smith/locked.pdf", LOCKED)
    return room


def case_of(room: Room, key: str = "Smith", **options: Any) -> dict[str, Any]:
    result = next(r for r in room.run(**options).results if r.key == key)
    return dict(json.loads((room.out / "cases" / str(result.case_id) / "case.json").read_text()))


def test_the_good_letters_make_a_case_that_names_the_missing_one(room: Room) -> None:
    result = room.run()
    assert endings(result) == {"Smith": ("done", None), "Smith/locked.pdf": ("set_aside", "encrypted")}
    assert result.exit_code == 4
    case = case_of(room)
    assert [d["source"] for d in case["documents"]] == ["appeal.pdf", "denial.pdf"]
    [why] = [r["why"] for r in case["review"]["reasons"] if r["field"] == "document"]
    assert case["review"]["needed"] and "password" in why
    reason = json.loads((room.out / "set_aside/Smith/locked.pdf.reason.json").read_text())
    assert reason["code"] == "encrypted" and "good copy" in reason["message"]
    with Ledger(room.url) as ledger:
        assert ledger.totals() == {"pending": 0, "done": 2, "set_aside": 1, "duplicate": 0}
        rows = {row["source"]: (row["state"], row["reason"]) for row in ledger.letters()}
    assert rows["Smith/locked.pdf"] == ("set_aside", "encrypted")


@pytest.mark.parametrize("options", [{}, {"resume": True}])
def test_a_second_run_changes_nothing(room: Room, options: dict[str, Any]) -> None:
    first = room.run()
    work, files = room.work_done(), room.files()
    again = room.run(**options)
    assert endings(again) == endings(first)
    assert (room.work_done(), room.files()) == (work, files)


def test_a_good_copy_in_its_place_makes_the_whole_case(room: Room) -> None:
    room.run()
    room.put("Smith/locked.pdf", letter("second"))
    assert endings(room.run()) == {"Smith": ("done", None)}
    case = case_of(room)
    assert len(case["documents"]) == 3 and not case["review"]["needed"]
    assert not list((room.out / "set_aside").rglob("*.json"))


def test_what_can_end_otherwise_is_tried_again(room: Room, tmp_path: Path) -> None:
    """A newer program, or a letter that took too long on a busy day; but not with --resume."""
    room.put("Smith/locked.pdf", letter("slow"))
    load = Slow(log=room.log, gate=tmp_path / "quiet")
    assert endings(room.run(load=load)) == {
        "Smith": ("done", None),
        "Smith/locked.pdf": ("set_aside", "timeout"),
    }
    (tmp_path / "quiet").touch()
    assert len(room.run(load=load, resume=True).results) == 2
    assert endings(room.run(load=load)) == {"Smith": ("done", None)}
    with Ledger(room.url) as ledger:
        assert ledger.totals() == {"pending": 0, "done": 3, "set_aside": 0, "duplicate": 0}


@dataclass(frozen=True)
class Slow(LightLoad):
    """Takes too long over one letter until the machine is quiet."""

    gate: Path = Path()

    def work(self, job: Job) -> Any:
        from pipeline.errors import FaultyLettersError

        for path in job.paths:
            if b"slow" in path.read_bytes() and not self.gate.exists():
                bad = ReadTimeoutError("took too long")
                if len(job.paths) == 1:
                    raise bad
                raise FaultyLettersError([(path.name, bad.code, bad.message)])
        return super().work(job)


def test_where_no_letter_can_be_used_each_says_why(room: Room) -> None:
    room.put("Smith/denial.pdf", "no pdf")
    room.put("Smith/appeal.pdf", letter("x", encrypted="1"))
    codes = {r.key: (r.state, r.code) for r in room.run().results}
    assert sorted(code for _, code in codes.values() if code) == ["damaged", "encrypted", "encrypted"]
    assert {state for state, _ in codes.values()} == {"set_aside"}
    assert not list((room.out / "cases").glob("*/case.json"))


def test_the_same_good_letters_elsewhere_are_one_case(room: Room) -> None:
    for name in ("denial", "appeal"):
        room.put(f"Smyth/{name}.pdf", letter(name))
    assert sorted(endings(room.run()).values(), key=str) == [
        ("done", None),
        ("duplicate", None),
        ("set_aside", "encrypted"),
    ]
    assert len(list((room.out / "cases").glob("*/case.json"))) == 1


def test_purge_takes_the_letter_that_was_set_aside_too(room: Room) -> None:
    case_id = case_of(room)["case_id"]
    with Ledger(room.url) as ledger:
        gone = ledger.purge(case_id, out=room.out)
        assert sum(ledger.totals().values()) == 0
    assert len(gone["left"]) == 3
    assert not list(room.out.rglob("locked*"))


def test_an_older_ledger_is_brought_up(tmp_path: Path) -> None:
    """A ledger of the first shape, with letters in it, opens and goes on."""
    import sqlite3

    room = Room(tmp_path)
    room.put("a.pdf", letter("a"))
    room.run()
    with sqlite3.connect(room.url.removeprefix("sqlite:///")) as link:
        link.execute("DROP INDEX ix_bundles_part_of")
        link.execute("ALTER TABLE bundles DROP COLUMN part_of")
        link.execute("UPDATE alembic_version SET version_num = '0001'")
    again = room.run(as_of=DAY)
    assert endings(again) == {"a.pdf": ("done", None)} and again.as_dict()["fresh"] == 0
