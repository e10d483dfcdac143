"""A batch that is run again: what changed is done again, and nothing else."""

import datetime as dt
import json
import shutil
from typing import Any

import pytest

from pipeline.models.facts import Facts
from pipeline.record import Ledger
from tests.ledger.light import letter
from tests.ledger.room import DAY, Room, endings


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


def test_a_letter_mended_in_its_place_is_no_more_a_problem(room: Room) -> None:
    room.put("a.pdf", letter("a", damaged="1"))
    room.put("b.pdf", letter("b", damaged="1"))
    assert [row["state"] for row in room.run().rows] == ["set_aside", "set_aside"]
    room.put("a.pdf", letter("a"))
    rows = {(row["letter"], row["state"]): row["reason"] for row in room.run().rows}
    assert set(rows) == {("a.pdf", "done"), ("a.pdf", "replaced"), ("b.pdf", "set_aside")}
    assert "One of this name came later: case " in rows["a.pdf", "replaced"]
