"""The ledger on both databases: states, versions, matters, corrections, purge, history that cannot be rewritten."""

import datetime as dt
import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from pipeline.batch.work import Job
from pipeline.errors import LedgerError, PassingError
from pipeline.models.case import Case
from pipeline.models.facts import Facts
from pipeline.record import Ending, Entry, FileEntry, Ledger, Verdict
from pipeline.record.review import ReviewBook
from pipeline.record.tables import metadata
from tests.ledger.light import case_of, letter


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger(url, who="tester") as book:
        yield book


class Desk:
    """Enters letters and ends them, as the engine would."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger, self.folder = ledger, folder
        ledger.join()

    def enter(self, name: str, data: bytes) -> tuple[int, dict[str, Any]]:

        path = self.folder / name
        path.write_bytes(data)
        sha = hashlib.sha256(data).hexdigest()
        entry = Entry(name, (FileEntry(name, len(data), 1, 1, sha),))
        [number] = self.ledger.enter("batch", str(self.folder), str(self.folder / "out"), [entry])
        case = case_of(Job((path,), self.folder / "out", Facts(), dt.date(2026, 3, 1)), [sha])
        return number, case

    def done(self, name: str, data: bytes, stamp: str = "s") -> str:
        number, case = self.enter(name, data)
        if self.ledger.claim(number, stamp=stamp, facts_sha256=None) is Verdict.WORK:
            self.ledger.finish(number, Ending(case=case), stamp=stamp, facts_sha256=None, place=None)
        return str(case["case_id"])


@pytest.fixture
def desk(ledger: Ledger, tmp_path: Path) -> Desk:
    folder = tmp_path / "letters"
    folder.mkdir()
    return Desk(ledger, folder)


def test_migrations_bring_the_database_to_the_shape_of_the_tables(ledger: Ledger) -> None:
    with ledger.engine.connect() as link:
        assert compare_metadata(MigrationContext.configure(link), metadata) == []


def test_opening_again_migrates_nothing_and_a_newer_ledger_is_refused(url: str) -> None:
    with Ledger(url):
        pass
    with Ledger(url) as ledger, ledger.begin() as link:
        link.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="newer imrkit"):
        Ledger(url)


def test_many_open_a_fresh_ledger_at_once(url: str) -> None:
    wrong: list[BaseException] = []

    def open_it() -> None:
        try:
            Ledger(url).close()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


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


def test_a_correction_is_a_new_version_and_never_an_overwrite(desk: Desk) -> None:
    case_id = desk.done("a.pdf", letter("a"))
    told = {"fields": {"member_id": "M-2"}}
    desk.ledger.correct(case_id, told, who="Ana")
    changed = desk.ledger.case(case_id).model_copy(update={"facts": Facts(fields={"member_id": "M-2"})})
    assert desk.ledger.save_case(changed, [], who="Ana") == 2
    assert desk.ledger.save_case(changed, [], who="Ana") == 2, "nothing changed, no new version"

    shown = desk.ledger.show(case_id[:10])
    assert [(v["version"], v["who"]) for v in shown["versions"]] == [(1, "tester"), (2, "Ana")]
    assert [(c["who"], c["facts"]) for c in shown["corrections"]] == [("Ana", told)]
    assert "corrected" in {line["event"] for line in shown["history"]}
    [bundle_id] = {line["bundle_id"] for line in shown["history"]} - {None}
    assert desk.ledger.background(bundle_id).corrections == [told]


def test_letters_of_one_matter_are_offered_as_one_case(desk: Desk) -> None:
    first = desk.done("denial.pdf", letter("denial", member="XYZ 123-45", claim="C-1"))
    upheld = desk.done("appeal.pdf", letter("appeal upheld", member="xyz12345", claim="C1"))
    desk.done("other claim.pdf", letter("another", member="xyz12345", claim="C2"))
    desk.done("other person.pdf", letter("another", member="abc", claim="C1"))
    assert desk.ledger.matters() == [sorted([first, upheld])]
    assert desk.ledger.show(first)["linked"] == [upheld]


def test_a_matter_joins_over_a_letter_that_names_both_numbers(desk: Desk) -> None:
    """a and c share no number; b, which came later, has both."""
    a = desk.done("a.pdf", letter("a", member="M", claim="1"))
    c = desk.done("c.pdf", letter("c", member="M", claim="2"))
    assert desk.ledger.matters() == []
    number, case = desk.enter("b.pdf", letter("b", member="M", claim="1"))
    case["fields"]["reference_numbers"] = [{**case["fields"]["claim_numbers"][0], "value": "2"}]
    desk.ledger.claim(number, stamp="s", facts_sha256=None)
    desk.ledger.finish(number, Ending(case=case), stamp="s", facts_sha256=None, place=None)
    assert desk.ledger.matters() == [sorted([a, c, case["case_id"]])]


def test_a_case_made_by_hand_is_kept_and_a_batch_finds_it(desk: Desk, tmp_path: Path) -> None:
    _, case = desk.enter("a.pdf", letter("a"))
    hand = tmp_path / "hand.pdf"
    hand.write_bytes(letter("a"))
    assert desk.ledger.save_case(Case.model_validate(case), [hand], who="run") == 1
    desk.done("a.pdf", letter("a"))
    states = {(row["source"], row["state"]) for row in desk.ledger.letters()}
    assert states == {("hand.pdf", "done"), ("a.pdf", "duplicate")}


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


def test_a_locked_database_is_something_that_can_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.record.store._BUSY_SECONDS", 0.2)
    path = tmp_path / "ledger.db"
    with Ledger(f"sqlite:///{path}") as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PassingError, match="locked"):
            ledger.join()
        other.execute("ROLLBACK")
        ledger.join()
        assert ledger.totals()["done"] == 0  # reading waits for nobody


def test_the_ledger_is_for_this_user_only(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path}/deep/ledger.db") as ledger:
        ledger.join()
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "deep").iterdir()}
    assert set(modes.values()) == {0o600} and "ledger.db" in modes


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:////proc/no/ledger.db"])
def test_an_impossible_url_is_named(url: str) -> None:
    with pytest.raises(LedgerError):
        Ledger(url)


def test_letters_of_one_case_from_two_folders_are_found_again(url: str, tmp_path: Path) -> None:
    paths = [tmp_path / "denials" / "letter.pdf", tmp_path / "appeals" / "letter.pdf"]
    for n, path in enumerate(paths):
        path.parent.mkdir()
        path.write_bytes(letter(f"letter {n}"))
    job = Job(tuple(paths), tmp_path, Facts(), dt.date(2026, 3, 1))
    shas = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    case = Case.model_validate(case_of(job, shas))
    with ReviewBook(url) as book:
        book.save_case(case, paths, out=tmp_path / "out")
        assert book.originals(case.case_id) == paths
        assert {row["source"] for row in book.letters()} == {"denials/letter.pdf", "appeals/letter.pdf"}
