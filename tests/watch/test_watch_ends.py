"""Every original that is dropped in an inbox ends where it belongs: done, or set aside with a reason."""

import csv
import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.record import Ledger
from tests.ledger.light import letter
from tests.watch.inbox import Inbox


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
