"""A batch: every letter ends, one bad one stops nothing, and every door gives the same packet."""

import json
from pathlib import Path

import pytest

from pipeline.batch.folder import run_batch
from pipeline.batch.work import LoadKit
from pipeline.models.facts import Facts
from pipeline.record import Ledger
from tests.ledger.light import letter
from tests.ledger.room import DAY, Room, endings


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


def test_the_same_bytes_twice_in_one_folder_are_one_letter(room: Room) -> None:
    """Counted as one letter done and a copy of it, so that the sums are right."""
    for name in ("denial.pdf", "denial (1).pdf", "appeal.pdf"):
        room.put(f"Smith/{name}", letter(name[:6]))
    assert room.run().count("done") == 1
    with Ledger(room.url) as ledger:
        assert ledger.totals() == {"pending": 0, "done": 2, "set_aside": 0, "duplicate": 1}


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
