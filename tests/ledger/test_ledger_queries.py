"""With ten thousand letters, no question that a person asks takes long; and parts of lists are the right parts."""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from pipeline.batch.folder import run_batch
from pipeline.record import STATES, Ledger
from pipeline.record.review import ReviewBook, Word
from tests.benchmarks.meter import yardstick
from tests.ledger.bulk import fill, sha_of
from tests.ledger.light import LightLoad, letter

MANY = 10_000
MOST_SECONDS = 0.050
# For the fixed piece of work of tests/benchmarks/meter.py: a generous guess, no measurement. A slow machine takes 0.014,
# and 0.06 to 0.09 for the two longest questions, each of whose queries takes less than 0.045.
USUAL_SECONDS = 0.006
MOST_STATEMENTS = 24  # each letter, with those that begin: one look, a claim, an ending
TOP = Path(__file__).parents[2]
DUE = dt.date(2026, 4, 1)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewBook]:
    with ReviewBook(f"sqlite:///{tmp_path_factory.mktemp('full')}/ledger.db") as book:
        fill(book, MANY)
        yield book


@pytest.fixture
def small(url: str) -> Iterator[ReviewBook]:
    with ReviewBook(url) as book:
        fill(book, 40)
        yield book


CASE = sha_of(5001)[:16]
QUESTIONS: dict[str, Callable[[ReviewBook], Any]] = {
    "cases list --json: every letter": lambda book: book.letters(),
    "cases list: the latest on the screen": lambda book: book.letters(limit=200),
    "cases list --state": lambda book: book.letters(state="set_aside", limit=200),
    "of one output folder": lambda book: book.letters(out=Path("/out"), limit=200),
    "how many of each state": lambda book: book.totals(out=Path("/out")),
    "cases show": lambda book: book.show(CASE),
    "cases show, shortened": lambda book: book.show(CASE[:8]),
    "cases show, by the letter's SHA-256": lambda book: book.show(sha_of(5001)),
    "web: the first page": lambda book: book.page(due_by=DUE, limit=100),
    "web: the last page": lambda book: book.page(due_by=DUE, limit=100, offset=7900),
    "web: what needs a person": lambda book: book.page(show="person", due_by=DUE, limit=100),
    "web: what is due": lambda book: book.page(show="due", due_by=DUE, limit=100),
    "web: a search": lambda book: book.page(
        search=[Word("example"), Word("experim", ("experimental",))], due_by=DUE, limit=100
    ),
    "web: versions": lambda book: book.versions(CASE),
    "web: where the originals lie": lambda book: book.originals(CASE),
    "web: the same matter": lambda book: book.linked(CASE),
    "watch: what is unfinished": lambda book: book.unfinished("/in", "/out"),
    "watch: is a place taken": lambda book: book.place_taken("done/05001.pdf"),
    "batch: one bundle": lambda book: book.bundle(5001),
    "batch: what is known before": lambda book: book.background(5001),
    "summary: what belongs together": lambda book: book.matters(),
}


def test_a_letter_costs_few_statements(tmp_path: Path) -> None:
    """Building and running them is most of what a batch costs beside the reading, and two workers share that cost."""
    said: list[str] = []

    def hear(_link: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    counts = []
    for count in (10, 30):
        folder = tmp_path / str(count)
        folder.mkdir()
        for n in range(count):
            (folder / f"{n}.pdf").write_bytes(letter(f"{n}", member=f"M{n}", claim=f"C{n}"))
        with Ledger(f"sqlite:///{tmp_path}/{count}.db") as ledger:
            event.listen(ledger.engine, "before_cursor_execute", hear)
            said.clear()
            run_batch(folder, tmp_path / f"out {count}", ledger=ledger, as_of=DUE, load=LightLoad())
        counts.append(len(said))
    assert (counts[1] - counts[0]) / 20 <= MOST_STATEMENTS


def test_a_reader_loads_no_database() -> None:
    """Each worker process pays at its start for what it imports."""
    program = "import sys, pipeline.batch.crew, pipeline.batch.work; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=TOP, timeout=60).returncode == 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_takes_long(full: ReviewBook, question: str) -> None:
    """In seconds of this process's own work, so that a busy machine does not count; the best of some.

    A machine that takes longer for a fixed piece of work than USUAL_SECONDS has as much more time for a question.
    """
    slower = max(1.0, min(yardstick() for _ in range(5)) / USUAL_SECONDS)
    times = []
    for _ in range(9):
        begun = time.process_time()
        QUESTIONS[question](full)
        times.append(time.process_time() - begun)
    assert min(times) < MOST_SECONDS * slower, (
        f"{1000 * min(times):.0f} ms, on a machine {slower:.1f} times slower"
    )


def test_every_letter_is_listed_and_parts_are_the_latest(small: ReviewBook) -> None:
    every = small.letters()
    assert [row["source"] for row in every] == [f"{n:05}.pdf" for n in range(1, 41)]
    assert small.letters(limit=3) == every[-3:]
    for state in STATES:
        assert small.letters(state=state) == [row for row in every if row["state"] == state]
        assert small.totals()[state] == len(small.letters(state=state))
    assert set(every[0]) == {"sha256", "source", "state", "reason", "case_id", "file_by", "message"}


def test_the_table_is_the_same_in_one_page_or_many(
    small: ReviewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = small.summary_lines()
    assert [row["source"] for row in whole] == [f"{n:05}.pdf" for n in range(1, 41)]
    monkeypatch.setattr("pipeline.record.lists._PAGE", 7)
    assert small.summary_lines() == whole


def test_pages_of_cases_come_in_order_and_are_counted(small: ReviewBook) -> None:
    rows, counts = small.page(due_by=DUE, limit=100)
    assert counts == {"all": 32, "person": 8, "due": 7}
    dated = [row.file_by for row in rows if row.file_by]
    assert dated == sorted(dated) and [row.file_by for row in rows[: len(dated)]] == dated
    open_ones = [row.summary["review_needed"] for row in rows[len(dated) :]]
    assert open_ones == sorted(open_ones, reverse=True) and True in open_ones and False in open_ones
    parts = [small.page(due_by=DUE, limit=10, offset=start)[0] for start in range(0, 40, 10)]
    assert [row for part in parts for row in part] == rows
    due, _ = small.page(show="due", due_by=DUE, limit=100)
    assert due == [row for row in rows if row.file_by and row.file_by <= "2026-04-01"]
    person, _ = small.page(show="person", due_by=DUE, limit=100)
    assert person == [row for row in rows if row.summary["review_needed"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((Word("EXAMPLE"),), 32),  # whatever its case
        ((Word("jordan"), Word("plan 31")), 1),  # every word must fit
        ((Word("experim", ("experimental",)),), 4),  # the reason's words, by its code
        ((Word(sha_of(7)[:10]),), 1),  # the case's own number
        ((Word("%"),), 0),  # a sign of the database's own language is only a sign
        ((Word("nobody"),), 0),
    ],
)
def test_a_search_finds_names_reasons_and_numbers(
    small: ReviewBook, words: tuple[Word, ...], found: int
) -> None:
    rows, counts = small.page(search=words, due_by=DUE, limit=100)
    assert len(rows) == counts["all"] == found
