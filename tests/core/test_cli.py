"""The command line as a person meets it: exit codes, messages, help. Slow parts are tested with samples."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

IMRKIT = Path(sys.executable).with_name("imrkit")


def imrkit(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(IMRKIT), *map(str, words)], capture_output=True, text=True, timeout=120, cwd=cwd
    )


COMMANDS = [
    "run",
    "batch",
    "watch",
    "extract",
    "decide",
    "law",
    "review",
    "cases",
    "serve",
    "doctor",
    "precedents",
    "forms",
    "templates",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    done = imrkit(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


REFUSED = [
    # (name, bytes, code in the message): each is an input that can never be used
    ("empty.pdf", b"", "empty"),
    ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
    ("page.pdf", b"<!doctype html><html><body>hello</body></html>", "not_a_document"),
    ("letter.docx", b"PK\x03\x04" + b"\x00" * 60, "not_a_document"),
]


@pytest.mark.parametrize(("name", "data", "code"), REFUSED)
def test_bad_input_is_named(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    letter = tmp_path / name
    letter.write_bytes(data)
    done = imrkit("run", letter, "--out", tmp_path / "out")
    assert done.returncode == 3, done.stderr
    assert f"imrkit: {code}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert letter.read_bytes() == data


def test_no_such_file(tmp_path: Path) -> None:
    done = imrkit("run", tmp_path / "nothing.pdf")
    assert done.returncode == 3
    assert "not_found" in done.stderr


def test_a_folder_is_not_a_letter(tmp_path: Path) -> None:
    done = imrkit("run", tmp_path)
    assert done.returncode == 3
    assert "not_a_document" in done.stderr


WRONG_USAGE = [
    ["run"],  # no letter
    ["decide", "--facts", "nowhere.yaml"],  # no such facts file
    ["run", "x.pdf", "--as-of", "tomorrow"],  # not a date
    ["nonsense"],  # no such command
]


@pytest.mark.parametrize("words", WRONG_USAGE)
def test_wrong_usage_is_two(tmp_path: Path, words: list[str]) -> None:
    assert imrkit(*words, cwd=tmp_path).returncode == 2


def test_a_wrong_fact_is_named(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("plan: {stat: CA}\n")
    done = imrkit("decide", "--facts", facts)
    assert done.returncode == 2
    assert "plan.stat" in done.stderr


def test_extract_goes_on_after_a_bad_file(tmp_path: Path, samples: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"")
    done = imrkit("extract", bad, samples / "02-first-denial-mri.pdf", samples / "10-damaged.pdf")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["document"]["source"] for line in lines] == [
        "bad.pdf",
        "02-first-denial-mri.pdf",
        "10-damaged.pdf",
    ]
    assert [(line["error"] or {}).get("code") for line in lines] == ["empty", None, "damaged"]
    assert lines[1]["fields"]["member_id"]["value"] == "HMH300418227"


def test_files_are_private(tmp_path: Path, samples: Path) -> None:
    done = imrkit(
        "run",
        samples / "06-no-prior-authorization.pdf",
        "--out",
        tmp_path / "out",
        "--as-of",
        "2026-06-15",
        "--json",
    )
    assert done.returncode == 0, done.stderr
    case = json.loads(done.stdout)
    folder = tmp_path / "out" / "cases" / case["case_id"]
    assert {"case.json", "request.pdf", "request.docx", "checklist.pdf"} <= {f.name for f in folder.iterdir()}
    assert all(f.stat().st_mode & 0o077 == 0 for f in folder.iterdir())
