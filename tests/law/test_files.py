"""The law files themselves: all in order, and every kind of rot is caught with file and line."""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import LawError
from pipeline.law import LAW_FOLDER, Law, check, show
from pipeline.law.checking import STATES, in_file, problems
from pipeline.law.terms import CATEGORIES, Confidence

FILES = [path.relative_to(LAW_FOLDER) for path in Law.load().files()]
RULES = [path for path in FILES if path.name != "defaults.yaml"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    copy = tmp_path_factory.mktemp("law") / "law"
    shutil.copytree(LAW_FOLDER, copy)
    yield copy


def test_every_file_is_in_order() -> None:
    assert check() == []


def test_all_jurisdictions_and_processes_are_there() -> None:
    law = Law.load()
    assert set(law.jurisdictions()) == STATES
    assert len(law.all_processes()) == 87


def duplicate_key(text: str) -> str:
    return re.sub(r"(    name: .*\n)", r"\1    name: twice\n", text, count=1)


def unknown_key(text: str) -> str:
    return re.sub(r"(    role: .*\n)", r"\1    rolle: x\n", text, count=1)


def wrong_type(text: str) -> str:
    return re.sub(r"    confidence: .*\n", "    confidence: certain\n", text, count=1)


def no_citation(text: str) -> str:
    return re.sub(r"(    (?:sources):\n)", r"    minimum: {amount: 7}\n\1", text, count=1)


def no_date(text: str) -> str:
    return re.sub(r"    effective_from: .*\n", "", text, count=1)


def ends(text: str) -> str:
    return re.sub(r"(    effective_from: .*\n)", r"\1    effective_until: 2030-12-31\n", text, count=1)


ROT = [
    (duplicate_key, "stands twice"),
    (unknown_key, "there is no such key"),
    (wrong_type, "confidence"),
    (no_citation, "minimum"),  # a number with no citation beside it
    (no_date, "effective_from"),
    (ends, "nothing is in force after"),  # a gap in time
]


@pytest.mark.parametrize("name", RULES, ids=str)
def test_rot_is_caught_in_every_file(folder: Path, name: Path) -> None:
    path = folder / name
    healthy = path.read_text()
    try:
        for rot, told in ROT:
            spoiled = rot(healthy)
            assert spoiled != healthy, rot.__name__
            path.write_text(spoiled)
            found = list(in_file(Law.load(folder), path))
            assert any(told in text for _, text in found), (rot.__name__, found)
    finally:
        path.write_text(healthy)
    assert list(in_file(Law.load(folder), path)) == []


# What is done to Colorado's file, and the line and words that must come back.
LINES: list[tuple[str, Callable[[str], str], str]] = [
    ("a key twice", lambda t: t.replace("    role: external\n", "    role: external\n    role: external\n", 1), "role: stands twice"),
    ("a unit that does not exist", lambda t: t.replace("unit: months", "unit: moons", 1), "unit"),
    ("an unknown ground", lambda t: t.replace("reviewable: [medical_necessity,", "reviewable: [medical_need,", 1), "grounds"),
    ("not YAML", lambda t: t.replace("    role: external\n", "    role: [external\n", 1), "is not YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("rot", "told"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_a_mistake_names_its_line(folder: Path, rot: Callable[[str], str], told: str) -> None:
    path = folder / "states" / "CO.yaml"
    healthy = path.read_text()
    path.write_text(rot(healthy))
    changed = next(
        n
        for n, (a, b) in enumerate(zip(healthy.split("\n"), rot(healthy).split("\n"), strict=False), 1)
        if a != b
    )
    try:
        line, text = next((line, text) for line, text in in_file(Law.load(folder), path) if told in text)
    finally:
        path.write_text(healthy)
    assert abs(line - changed) <= 3, text


SHARED = [
    ("an unknown key", lambda t: t + "rules: {}\n", "rules: there is no such key"),
    ("an unknown role", lambda t: t.replace("  program: []", "  programme: []"), "there is no such role"),
    ("an unknown ground", lambda t: t.replace("    cosmetic: Named", "    cosmetics: Named"), "no such ground"),
    ("no citation", lambda t: t.replace("      cite: own\n", "", 1), "needs an outcome and a citation"),
]  # fmt: skip


@pytest.mark.parametrize(("rot", "told"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_rot_in_what_all_share_is_caught(folder: Path, rot: Callable[[str], str], told: str) -> None:
    path = folder / "defaults.yaml"
    healthy = path.read_text()
    assert rot(healthy) != healthy
    path.write_text(rot(healthy))
    try:
        assert any(told in text for _, text in in_file(Law.load(folder), path))
    finally:
        path.write_text(healthy)


def test_versions_in_time(folder: Path) -> None:
    """A rule that changed on a day: letters before it are decided by the old one; a gap is refused."""
    path = folder / "states" / "RI.yaml"
    healthy = path.read_text()
    start = healthy.index("  - id: RI")
    entry = healthy[start:]
    old = entry.replace(
        "effective_from: 2012-01-01", "effective_from: 2012-01-01\n    effective_until: 2025-12-31"
    )
    old = old.replace("amount: 4\n      unit: months", "amount: 60\n      unit: days", 1)
    new = entry.replace("effective_from: 2012-01-01", "effective_from: 2026-01-01")
    try:
        path.write_text(healthy[:start] + old + new)
        law = Law.load(folder)
        assert list(in_file(law, path)) == []
        before = law.process("RI-OHIC-EXTERNAL-APPEAL", on=dt.date(2025, 12, 31))
        after = law.process("RI-OHIC-EXTERNAL-APPEAL", on=dt.date(2026, 1, 1))
        assert before.deadline and after.deadline
        assert (before.deadline.amount, after.deadline.amount) == (60, 4)
        path.write_text(healthy[:start] + old + new.replace("2026-01-01", "2026-02-01", 1))
        assert any("gap or overlap" in text for _, text in in_file(Law.load(folder), path))
    finally:
        path.write_text(healthy)


def test_a_missing_state_is_a_problem(folder: Path) -> None:
    gone = folder / "states" / "RI.yaml"
    text = gone.read_text()
    gone.unlink()
    try:
        assert "states/RI.yaml:1: missing" in problems(folder)
    finally:
        gone.write_text(text)


def test_no_law_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="no law here"):
        Law.load(tmp_path)


def test_unknown_names_are_errors() -> None:
    law = Law.load()
    with pytest.raises(LawError, match="no process is called"):
        law.process("CA-NOTHING")
    assert law.for_jurisdiction("ZZ") == ()
    with pytest.raises(LawError, match="no such state"):
        show(law, "ZZ")


@pytest.mark.parametrize("process", Law.load().all_processes(), ids=lambda p: p.id)
def test_a_process_says_what_a_caseworker_needs(process: object) -> None:
    from pipeline.law import Process

    assert isinstance(process, Process)
    assert set(process.grounds) == set(CATEGORIES)
    assert process.plans and process.regulator and process.administrative_route and process.file_with.name
    assert process.sources and all(source.cite for source in process.sources)
    assert process.after_filing and all(step.cite for step in process.after_filing)
    assert process.confidence is Confidence.HIGH or process.uncertain
    if process.file_with.recipient in ("regulator", "reviewer"):
        assert process.file_with.address or process.file_with.url
        assert "(" not in process.file_with.address  # an address is printed on an envelope as it stands
    else:
        assert not process.file_with.address  # it stands in the letter; the regulator's is under `help`


def test_show_fits_one_screen_and_tells_what_is_not_verified() -> None:
    told = show(Law.load(), "ca")
    assert [title.split()[0] for title, _ in told] == ["CA-DMHC-IMR", "CA-CDI-IMR"]
    for _, rows in told:
        labels = [label for label, _ in rows]
        for needed in (
            "who",
            "by when",
            "how counted",
            "where",
            "fee",
            "fast track",
            "plan first",
            "confidence",
        ):
            assert needed in labels
        assert len(rows) <= 14
    assert "not verified" in dict(told[0][1])["confidence"]


def test_show_of_one_process_tells_all() -> None:
    ladder = dict(show(Law.load(), "FED-FEHB")[0][1])
    assert "6 months" in ladder["step 1"] and "90 days" in ladder["step 2"]
    whole = [label for label, _ in show(Law.load(), "ia-iid")[0][1]]
    for needed in (
        "certification",
        "enclose",
        "binds",
        "administrative",
        "if upheld",
        "source",
        "not verified",
    ):
        assert needed in whole
