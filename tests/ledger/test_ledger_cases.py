"""Cases in the ledger, on both databases: versions, corrections, matters, letters handed in by hand."""

import datetime as dt
import hashlib
from pathlib import Path

from pipeline.batch.work import Job
from pipeline.models.case import Case
from pipeline.models.facts import Facts
from pipeline.record import Ending
from pipeline.record.review import ReviewBook
from tests.ledger.desk import Desk
from tests.ledger.light import case_of, letter


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
