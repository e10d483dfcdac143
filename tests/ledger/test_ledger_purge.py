"""What is purged from the ledger is gone from both databases, and nothing else is."""

import json
from pathlib import Path

import pytest

from pipeline.errors import LedgerError
from tests.ledger.desk import Desk
from tests.ledger.light import letter


def test_purge_leaves_nothing_but_the_fact(desk: Desk, tmp_path: Path, url: str) -> None:
    out = desk.folder / "out"
    case_id = desk.done("Jane Canary.pdf", letter("secret", member="CANARY77", claim="K1"))
    desk.done("copy of Jane Canary.pdf", letter("secret", member="CANARY77", claim="K1"))
    other = desk.done("other.pdf", letter("other", member="M", claim="2"))
    desk.ledger.correct(case_id, {"patient": {"name": "Jane Canary"}}, who="Ana")
    (out / "cases" / case_id).mkdir(parents=True)
    (out / "cases" / case_id / "case.json").write_text("CANARY77")

    told = desk.ledger.purge(case_id, out=out, who="Ana")

    assert not (out / "cases" / case_id).exists()
    assert told["left"] == [
        str(desk.folder / "Jane Canary.pdf"),
        str(desk.folder / "copy of Jane Canary.pdf"),
    ]
    assert [row["case_id"] for row in desk.ledger.letters()] == [other]
    with pytest.raises(LedgerError, match="No case"):
        desk.ledger.show(case_id)
    [everything] = desk.ledger.export(tmp_path / "all.json")
    text = everything.read_text()
    assert "anary" not in text and "CANARY" not in text
    purged = [line for line in json.loads(text)["history"] if line["event"] == "purged"]
    assert {(line["who"], line["case_id"]) for line in purged} == {("Ana", case_id)}
    if url.startswith("sqlite"):
        raw = b"".join(path.read_bytes() for path in tmp_path.glob("ledger.db*"))
        assert b"anary" not in raw and b"CANARY" not in raw, "not in freed pages nor in the write-ahead log"


def test_a_purged_letter_that_comes_again_is_a_new_one(desk: Desk) -> None:
    case_id = desk.done("a.pdf", letter("a"))
    desk.ledger.purge(case_id)
    assert desk.done("a.pdf", letter("a")) == case_id
    assert desk.ledger.totals()["done"] == 1


@pytest.mark.parametrize("wanted", ["", "abc", "%%%%%%%%%%", "zzzzzzzzzzzz"])
def test_a_wrong_id_purges_nothing(desk: Desk, wanted: str) -> None:
    desk.done("a.pdf", letter("a"))
    with pytest.raises(LedgerError):
        desk.ledger.purge(wanted)
    assert desk.ledger.totals()["done"] == 1
