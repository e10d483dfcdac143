"""What lies in a folder: which names are letters, what may not be touched, which facts belong to which letter."""

import os
from pathlib import Path

import pytest

from pipeline.batch.listing import check_folders, list_folder
from pipeline.errors import UsageError


@pytest.mark.parametrize(
    ("name", "is_letter"),
    [
        ("denial.pdf", True),
        ("DENIAL.PDF", True),  # case does not matter
        ("scan", True),  # no ending: the content decides
        ("letter.docx", True),  # will be named as unusable, not passed over
        ("~notes.pdf", True),  # not the office suite's lock file
        (".DS_Store", False),
        ("._denial.pdf", False),  # macOS resource fork
        ("Thumbs.db", False),
        ("desktop.ini", False),
        ("~$denial.docx", False),  # office lock file
        (".~lock.denial.odt#", False),
        ("denial.pdf.part", False),  # Firefox
        ("denial.pdf.crdownload", False),  # Chrome
        ("denial.pdf.filepart", False),  # WinSCP
        ("denial.pdf.partial", False),
        ("denial.PDF.TMP", False),
        (".denial.pdf.Xa3b2", False),  # rsync
        ("denial.pdf~", False),  # editor backup
        ("denial.pdf.reason.json", False),  # ours
        ("denial.facts.yaml", False),  # facts, not a letter
    ],
)
def test_names(tmp_path: Path, name: str, is_letter: bool) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert [bundle.key for bundle in list_folder(tmp_path)] == ([name] if is_letter else [])


@pytest.mark.parametrize("name", ["@eaDir", "__MACOSX", "$RECYCLE.BIN", ".git", "lost+found"])
def test_system_folders_are_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "denial.pdf").write_bytes(b"x")
    assert list_folder(tmp_path) == []


def test_own_patterns_add_and_never_take_away(tmp_path: Path) -> None:
    for name in ("a.pdf", "draft-b.pdf", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    assert [bundle.key for bundle in list_folder(tmp_path, ["draft-*", "!.hidden"])] == ["a.pdf"]


def test_a_sub_folder_is_one_case_at_any_depth(tmp_path: Path) -> None:
    for name in ("Smith/2.pdf", "Smith/1.pdf", "Jones/2025/a.pdf", "loose.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    found = {bundle.key: [file.source for file in bundle.files] for bundle in list_folder(tmp_path)}
    assert found == {
        "Jones/2025": ["Jones/2025/a.pdf"],
        "Smith": ["Smith/1.pdf", "Smith/2.pdf"],
        "loose.pdf": ["loose.pdf"],
    }


def test_facts_belong_to_the_letter_of_their_name(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.facts.yaml", "b.pdf", "b.pdf.facts.yaml", "b.facts.yaml", "c.pdf"):
        (tmp_path / name).write_bytes(b"x")
    found = {bundle.key: [facts.source for facts in bundle.facts] for bundle in list_folder(tmp_path)}
    assert found == {"a.pdf": ["a.facts.yaml"], "b.pdf": ["b.pdf.facts.yaml"], "c.pdf": []}


def test_what_may_not_be_touched_is_refused_unopened(tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    inbox.mkdir()
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(b"secret")
    (inbox / "link.pdf").symlink_to(outside / "secret.pdf")
    (inbox / "broken.pdf").symlink_to(outside / "nothing.pdf")
    (inbox / "folder").symlink_to(outside, target_is_directory=True)
    (inbox / "named.pdf").mkdir()
    (inbox / "loop").symlink_to(inbox, target_is_directory=True)
    os.mkfifo(inbox / "pipe.pdf")
    refused = {bundle.key: bundle.refused and bundle.refused[0] for bundle in list_folder(inbox)}
    assert refused == dict.fromkeys(
        ("broken.pdf", "folder", "link.pdf", "loop", "named.pdf", "pipe.pdf"), "refused_path"
    )


def test_a_name_that_is_no_text_is_still_listed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"d\xe9nial.pdf")).write_bytes(b"x")
    [bundle] = list_folder(tmp_path)
    assert bundle.key == "d\\xe9nial.pdf"
    assert bundle.files[0].path.read_bytes() == b"x"


@pytest.mark.parametrize(
    ("root", "out"),
    [
        ("in", "in"),  # the same folder
        ("in", "in/out"),  # would be read as letters
        ("in", "in/../in/deep/out"),  # the same, hidden behind dots
        ("out/done", "out"),  # would take in its own originals
        ("out/cases/1", "out"),
        ("in", "link"),  # a link that leads inside
    ],
)
def test_folders_that_feed_each_other_are_refused(tmp_path: Path, root: str, out: str) -> None:
    for folder in ("in/deep", "out/done", "out/cases/1"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "in" / "deep", target_is_directory=True)
    with pytest.raises(UsageError):
        check_folders(tmp_path / root, tmp_path / out)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"x")
    with pytest.raises(UsageError, match="not a folder"):
        check_folders(tmp_path / "letter.pdf", tmp_path / "out")


def test_every_module_can_be_imported_first() -> None:
    """Imports in a ring fail only for whoever comes first, such as one command among many."""
    import subprocess
    import sys

    top = Path(__file__).parents[2]
    names = [
        ".".join(path.relative_to(top).with_suffix("").parts).removesuffix(".__init__")
        for part in ("batch", "watch", "record", "flows", "cli", "web")
        for path in sorted((top / "pipeline" / part).rglob("*.py"))
        if "migrations" not in path.parts and path.name not in ("runs.py", "deployed.py")
    ] + ["pipeline.summary", "pipeline.run", "pipeline.photos", "pipeline.understand"]
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for known in [n for n in sys.modules if n.startswith('pipeline')]:\n"
        "        del sys.modules[known]\n"
        "    importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *names], cwd=top, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]
