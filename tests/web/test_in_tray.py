"""Letters dropped on the page go the same way as all others, and none is lost."""

import datetime as dt
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.models.case import Case
from pipeline.record.review import Word
from pipeline.web import create_app
from pipeline.web.intray import FOLDER, safe_name
from tests.web.build import LETTERS, TODAY, url
from tests.web.conftest import BASE
from tests.web.forms import form_of


def test_a_drop_ends_as_case_problem_or_duplicate(client: TestClient, out: Path, grievance: Case) -> None:
    names = ("02-first-denial-mri.pdf", "10-damaged.pdf", "01-hmo-appeal-upheld.pdf")
    files = [("letters", (name, (LETTERS / name).read_bytes())) for name in names]
    token = form_of(client.get("/").text, "/letters")["token"]
    page = client.post("/letters", data={"token": token, "together": "no"}, files=files)
    assert page.status_code == 200
    _wait(client)
    page = client.get("/")
    assert "Daniel Okafor" in page.text  # read: in the list
    assert "10-damaged.pdf: begins like a PDF" in page.text  # set aside, with what to do
    assert "the same letter was here before" in page.text
    # The case that was there is as it was: a second copy must not overwrite what a person may have done.
    assert client.app.state.shelf.case(grievance.case_id)[1] == 1  # type: ignore[attr-defined]
    assert {p.name for p in (out / "done").iterdir()} == {names[0], names[2]}
    assert {p.name for p in (out / "set_aside").iterdir()} == {names[1], f"{names[1]}.reason.json"}
    assert not list((out / FOLDER).iterdir())
    # The letter can be looked at where it lies now.
    rows, _ = client.app.state.shelf.book.page(search=[Word("okafor")], due_by=dt.date(2026, 4, 1), limit=9)  # type: ignore[attr-defined]
    [row] = rows
    assert client.get(f"/cases/{row.case_id}/pages/0.webp").status_code == 200
    assert client.get(f"/cases/{row.case_id}/packet/checklist.pdf?open=1").content.startswith(b"%PDF")


def test_a_drop_that_a_crash_left_is_taken_up(out: Path) -> None:
    left = out / FOLDER / "0123456789abcdef"
    left.mkdir(parents=True)
    (left / "10-damaged.pdf").write_bytes((LETTERS / "10-damaged.pdf").read_bytes())
    half = out / FOLDER / ".fedcba9876543210"  # cut short while it was written: never a letter
    half.mkdir()
    (half / "x.pdf").write_bytes(b"%PDF-1.7 half")
    with TestClient(create_app(out, url(out), today=lambda: TODAY), base_url=BASE) as client:
        _wait(client)
        assert "10-damaged.pdf: begins like a PDF" in client.get("/").text
    assert not left.exists()


def _wait(client: TestClient) -> None:
    until = time.monotonic() + 90
    while "Being read now" in client.get("/").text:
        assert time.monotonic() < until, "the drop does not end"
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("letter.pdf", "letter.pdf"),
        ("C:\\Users\\me\\letter.pdf", "letter.pdf"),  # old browsers send the whole path
        ("../../etc/passwd", "passwd"),
        (".hidden.pdf", "hidden.pdf"),  # the listing skips dot files: the letter would vanish
        ("~$letter.pdf", "letter.pdf"),
        ("scan.tmp", "scan_tmp"),  # skipped as half a download
        ("letter.facts.yaml", "letter.facts_yaml"),  # facts are given on the page, not dropped
        ("a\x00b\n.pdf", "a_b_.pdf"),
        ("...", "letter"),
        ("", "letter"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_become_plain(given: str, kept: str) -> None:
    assert safe_name(given) == kept
