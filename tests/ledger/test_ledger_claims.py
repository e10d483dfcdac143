"""Who works on a letter, on both databases: one process at a time, and never one that is dead."""

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from pipeline.record import Ending, Entry, FileEntry, Ledger, Verdict
from tests.ledger.desk import Desk
from tests.ledger.light import letter


def test_the_same_letter_entered_from_many_threads_is_worked_on_once(desk: Desk) -> None:
    numbers = [desk.enter(f"{n}.pdf", letter("the same"))[0] for n in range(8)]
    verdicts: list[Verdict] = []

    def claim(number: int) -> None:
        verdicts.append(desk.ledger.claim(number, stamp="s", facts_sha256=None))

    threads = [threading.Thread(target=claim, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(verdicts) == [Verdict.BUSY] * 7 + [Verdict.WORK]


def test_two_that_enter_the_same_letters_in_other_orders_do_not_wait_for_each_other_for_ever(
    url: str,
) -> None:
    """PostgreSQL ends one of two transactions that wait each for the other; here neither ever does."""

    together = threading.Barrier(2)

    def enter(book: Ledger, entries: Sequence[Entry]) -> dict[str, int]:
        together.wait(30)
        return dict(zip((e.key for e in entries), book.enter("batch", "/in", "/out", entries), strict=True))

    with Ledger(url) as one, Ledger(url) as other, ThreadPoolExecutor(2) as pool:
        for turn in range(6):
            shas = [hashlib.sha256(f"{turn} {n}".encode()).hexdigest() for n in range(400)]
            files = [FileEntry(f"{turn} {n}.pdf", 1, 1, 1, sha) for n, sha in enumerate(shas)]
            entries = [Entry(file.source, (file,)) for file in files]
            first, second = pool.map(enter, (one, other), (entries, entries[::-1]))
            assert first == second


def test_what_a_dead_process_had_claimed_is_free(desk: Desk, url: str) -> None:
    number, _ = desk.enter("a.pdf", letter("a"))
    with Ledger(url) as other:
        other.join()
        assert other.claim(number, stamp="s", facts_sha256=None) is Verdict.WORK
        assert desk.ledger.claim(number, stamp="s", facts_sha256=None) is Verdict.BUSY
        other.leave()  # what a process that ends does; a killed one is told by its number and start
    assert desk.ledger.claim(number, stamp="s", facts_sha256=None) is Verdict.WORK


def test_who_joins_is_told_how_many_work_already(desk: Desk, url: str) -> None:
    with Ledger(url) as second, Ledger(url) as third:
        assert second.join() == 1  # the desk of this test
        assert third.join() == 2
        second.leave()
        third.host = "another machine"
        with third.begin() as link:
            link.exec_driver_sql("UPDATE owners SET beat = beat - 1000, host = 'another machine'")
        assert second.join() == 0, "the dead do not count"


def test_killed_processes_are_forgotten_and_one_that_only_slept_comes_back(desk: Desk, url: str) -> None:
    def there() -> set[str]:
        with desk.ledger.begin(reading=True) as link:
            return set(link.exec_driver_sql("SELECT id FROM owners").scalars())

    with Ledger(url) as killed, Ledger(url) as asleep:
        killed.join()
        asleep.host = "another machine"
        asleep.join()
        with killed.begin() as link:
            link.exec_driver_sql(f"UPDATE owners SET started = 'before' WHERE id = '{killed.owner}'")
            link.exec_driver_sql(f"UPDATE owners SET beat = beat - 1000 WHERE id = '{asleep.owner}'")
        with Ledger(url) as new:
            assert new.join() == 1, "how many others are at work"
            assert there() == {desk.ledger.owner, new.owner}
            asleep.beat()
            assert there() == {desk.ledger.owner, new.owner, asleep.owner}
            new.leave()


def test_a_process_on_another_machine_lives_by_its_beat(desk: Desk, url: str) -> None:
    number, _ = desk.enter("a.pdf", letter("a"))
    with Ledger(url) as other:
        other.host = "another machine"
        other.join()
        other.claim(number, stamp="s", facts_sha256=None)
        assert desk.ledger.claim(number, stamp="s", facts_sha256=None) is Verdict.BUSY
        with other.begin() as link:
            link.exec_driver_sql("UPDATE owners SET beat = beat - 1000")
        assert desk.ledger.claim(number, stamp="s", facts_sha256=None) is Verdict.WORK
        # It was only asleep: what it brings now is not taken, the claim is another's.
        lost = other.finish(number, Ending(code="damaged"), stamp="s", facts_sha256=None, place=None)
    assert lost is None
