"""The processes that work on a batch: readers that live, die and are replaced; and who says that it is alive."""

import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from contextlib import suppress

import pytest

from pipeline.batch import crew, desk
from pipeline.batch.crew import Crew
from pipeline.models.facts import Facts
from pipeline.record import Ledger
from tests.ledger.light import LightLoad, letter
from tests.ledger.room import DAY, Room


def test_a_reader_does_not_hear_ctrl_c_not_even_while_it_starts(room: Room) -> None:
    """Else it would die with a traceback on the screen, and its letter would be the second time called a bad one."""
    room.put("a.pdf", letter("a"))
    over = threading.Event()

    def interrupt() -> None:
        while not over.wait(0.005):
            for reader in multiprocessing.active_children():
                with suppress(ProcessLookupError):
                    os.kill(reader.pid or 0, signal.SIGINT)

    nagging = threading.Thread(target=interrupt)
    nagging.start()
    try:
        result = room.run(workers=1)
    finally:
        over.set()
        nagging.join()
    assert result.count("done") == 1


def test_who_works_says_so_again_and_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else another machine would take a letter for free that takes longer than the others wait."""
    monkeypatch.setattr(desk, "_BEAT_SECONDS", 0.05)
    with Ledger(room.url) as ledger:

        def said() -> float:
            with ledger.begin(reading=True) as link:
                return float(link.exec_driver_sql("SELECT beat FROM owners").scalar_one())

        readers = Crew(1, LightLoad())
        with desk.Desk(ledger, readers, out=room.out, facts=Facts(), as_of=DAY, recipe=""):
            first, end = said(), time.monotonic() + 10
            while said() == first:
                assert time.monotonic() < end
                time.sleep(0.05)


def test_a_reader_makes_place_for_a_fresh_one(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a library leaks is given back; no letter is lost or read twice by the change."""
    monkeypatch.setattr(crew, "_RECYCLE_AFTER", 3)
    for n in range(7):
        room.put(f"{n}.pdf", letter(str(n)))
    assert room.run(workers=1).count("done") == 7
    assert sorted(Counter(line.split()[0] for line in room.log.read_text().splitlines()).values()) == [
        1,
        3,
        3,
    ]
