"""`imrkit cases` as a person types it, each command in a process of its own."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.record import Ledger
from tests.ledger.bulk import fill, sha_of
from tests.ledger.light import letter
from tests.ledger.room import Room

TOP = Path(__file__).parents[2]


def imrkit(*words: str, code: int = 0) -> str:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *words]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.put("Jane Canary.pdf", letter("a", member="M1", claim="C1"))
    room.put("b.pdf", letter("b", member="M1", claim="C1"))
    room.put("copy.pdf", letter("b", member="M1", claim="C1"))
    room.put("locked.pdf", letter("x", encrypted="1"))
    room.run()
    return room


def test_list_show_export_purge(room: Room, tmp_path: Path) -> None:
    out = ("--out", str(room.out), "--ledger", room.url)
    letters = json.loads(imrkit("cases", "list", "--json", *out))
    assert {row["source"]: row["state"] for row in letters} == {
        "Jane Canary.pdf": "done", "b.pdf": "done", "copy.pdf": "duplicate", "locked.pdf": "set_aside",
    }  # fmt: skip
    assert json.loads(imrkit("cases", "list", "--json", "--state", "set_aside", *out)) == [
        row for row in letters if row["state"] == "set_aside"
    ]
    shown = imrkit("cases", "list", "--limit", "2", *out)
    assert "locked.pdf" in shown and "2 more" in shown
    assert json.loads(imrkit("cases", "list", "--json", "--ledger", room.url)) == letters, (
        "a ledger named: all of it"
    )
    case_id = next(row["case_id"] for row in letters if row["source"] == "Jane Canary.pdf")
    assert json.loads(imrkit("cases", "show", case_id[:10], "--json", *out))["case_id"] == case_id
    imrkit("cases", "export", str(tmp_path / "exported"), *out)
    with (tmp_path / "exported" / "letters.csv").open() as handle:
        assert len(list(csv.DictReader(handle))) == 4

    told = imrkit("cases", "purge", case_id, "--yes", *out)
    assert "Jane Canary.pdf" in told, "where the original lies, which was never ours to move"
    assert next(row["case_id"] for row in letters if row["source"] == "b.pdf") in told, "of the same matter"
    assert [row["source"] for row in json.loads(imrkit("cases", "list", "--json", *out))] == [
        "b.pdf", "copy.pdf", "locked.pdf",
    ]  # fmt: skip
    assert not (room.out / "cases" / case_id).exists()
    assert "Canary" not in (room.out / "summary.csv").read_text()
    assert "purged" not in imrkit("cases", "purge", case_id, "--yes", *out, code=1)


def test_ten_thousand_letters_are_all_listed_as_json(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path}/imrkit.db") as ledger:
        fill(ledger, 10_000, out=str(tmp_path))
    letters = json.loads(imrkit("cases", "list", "--json", "--out", str(tmp_path)))
    assert len(letters) == 10_000 and letters[-1]["sha256"] == sha_of(10_000)
    assert "9800 more" in imrkit("cases", "list", "--out", str(tmp_path))
    imrkit("cases", "list", "--state", "lost", code=2)
