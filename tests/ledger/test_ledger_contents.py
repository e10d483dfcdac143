"""What the ledger holds and gives out, on both databases: letters, history, export, precedents."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.record import Ending, Ledger
from tests.ledger.desk import Desk
from tests.ledger.light import letter


@pytest.mark.parametrize("what", ["UPDATE history SET who = 'nobody'", "DELETE FROM history"])
def test_history_cannot_be_rewritten(desk: Desk, what: str) -> None:
    desk.done("a.pdf", letter("a"))
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), desk.ledger.engine.begin() as link:
        link.exec_driver_sql(what)


def test_one_object_a_letter_in_the_shape_of_the_contract(desk: Desk) -> None:
    case_id = desk.done("a.pdf", letter("a"))
    desk.done("copy.pdf", letter("a"))
    number, _ = desk.enter("locked.pdf", letter("b"))
    desk.ledger.claim(number, stamp="s", facts_sha256=None)
    ending = Ending(code="encrypted", message="locked.pdf: needs a password.")
    desk.ledger.finish(number, ending, stamp="s", facts_sha256=None, place=None)
    desk.enter("waiting.pdf", letter("c"))

    rows = desk.ledger.letters()
    keys = {"sha256", "source", "state", "reason", "case_id", "file_by"}
    assert all(keys <= row.keys() for row in rows)
    assert [(r["source"], r["state"], r["reason"], r["case_id"], r["file_by"]) for r in rows] == [
        ("a.pdf", "done", None, case_id, "2026-09-01"),
        ("copy.pdf", "duplicate", None, case_id, "2026-09-01"),
        ("locked.pdf", "set_aside", "encrypted", None, None),
        ("waiting.pdf", "pending", None, None, None),
    ]
    assert desk.ledger.totals() == {"pending": 1, "done": 1, "set_aside": 1, "duplicate": 1}


def test_export_to_a_folder_has_every_table(desk: Desk, tmp_path: Path) -> None:
    desk.done("a.pdf", letter("a"))
    names = {path.name for path in desk.ledger.export(tmp_path / "export")}
    assert {"letters.csv", "history.jsonl", "versions.jsonl", "decisions.jsonl"} <= names
    assert (tmp_path / "export" / "letters.csv").read_text().splitlines()[1].split(",")[1:3] == [
        "a.pdf",
        "done",
    ]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "export").iterdir())


def test_precedents_are_replaced_not_doubled(ledger: Ledger) -> None:
    row = {"source": "dmhc", "reference": "EI1", "type": "Medical Necessity", "decided": 1, "overturned": 1}
    assert ledger.add_precedents([row, {**row, "reference": "EI2", "overturned": 0}]) == 2
    assert ledger.add_precedents([{**row, "overturned": 0}]) == 1
    found = ledger.find_precedents(type="Medical Necessity")
    assert [(r["reference"], r["overturned"]) for r in found] == [("EI1", 0), ("EI2", 0)]
    assert ledger.find_precedents(reference=["EI2", "EI3"])[0]["reference"] == "EI2"
