"""What happens when tesseract or a reading process misbehaves: a named outcome in time, nothing left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.errors import (
    BadInputError,
    DamagedError,
    MissingToolError,
    PassingError,
    ReadTimeoutError,
    TooLargeError,
    UnreadableError,
)
from pipeline.models.letter import Letter, Limits
from pipeline.read import Reader, read
from tests.read import make_forms as forms
from tests.read import make_layers as layers
from tests.read import make_letter as made
from tests.read.conftest import letter

ROOT = Path(__file__).parents[2]

# What stands in for tesseract: a script each; $1 is the picture, $2 the base of the output's name.
FAKES = {
    "crashes": "kill -SEGV $$",
    "is killed for memory": "kill -KILL $$",
    "fails": "echo oops >&2; exit 3",
    "bad UTF-8": r"printf 'level\tpage_num\n5\t\377\376\n' > $2.tsv",
    "bad UTF-8 on stderr": r"printf '\377\376' >&2; exit 1",
    "no output": "exit 0",
    "no table": "echo hello > $2.tsv",
    "a table that does not parse": (
        r"printf 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        r"5\t1\t1\t1\t1\t1\tx\t\t\t\t\tword\n' > $2.tsv"
    ),
    "hangs": "sleep 60",
    "hangs and ignores being asked to stop": "trap '' TERM; sleep 60 & wait; sleep 60",
    "floods": "head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1",
}


def put(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fake tesseract, found first."""
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("fault", FAKES)
def test_tesseract_misbehaves(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, FAKES[fault], monkeypatch)
    limits = Limits(seconds_per_page=2)
    started = time.monotonic()
    with Reader(1, limits) as reader:
        with pytest.raises(ReadTimeoutError if "hangs" in fault else UnreadableError):
            reader.read(letter(made.scan_pdf()))
        # A letter of which one page can be read goes on, with the other listed.
        document = reader.read(letter(layers.typed_on_nine_scans()))
    assert document.unreadable_pages == [2]
    assert document.pages[1].note
    assert document.pages[0].words
    assert time.monotonic() - started < 20


def test_tesseract_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with Reader(1, Limits()) as reader:
        with pytest.raises(MissingToolError, match="apt-get install tesseract-ocr"):
            reader.read(letter(made.scan_pdf()))
        assert reader.read(letter(made.born_digital())).pages[0].words  # which needs none


def test_language_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(MissingToolError, match="tesseract-ocr-eng"):
        read(letter(made.scan_pdf()), Limits())


def temporary(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fakes, room = tmp_path / "bin", tmp_path / "tmp"
    fakes.mkdir()
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    with Reader(2, Limits(seconds_per_page=2)) as reader:
        reader.read(letter(made.scan_pdf()))
        assert temporary(room) == []
        put(fakes, FAKES["hangs"], monkeypatch)
    with Reader(2, Limits(seconds_per_page=1)) as reader:
        with pytest.raises(BadInputError):
            reader.read(letter(made.scan_pdf()))
        assert temporary(room) == []
    assert list(room.iterdir()) == []


def workers(parent: int) -> list[int]:
    """The reading processes of `parent`."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True)
    lines = [line.split(None, 1) for line in found.stdout.splitlines()]
    return [int(pid) for pid, command in lines if "pipeline.read.worker" in command]


def test_a_killed_process_is_replaced() -> None:
    with Reader(1, Limits()) as reader:
        reader.read(letter(made.born_digital()))
        (first,) = workers(os.getpid())[-1:]
        # Killed in the middle of a page: that page is lost, the next letter is not.
        threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()
        with pytest.raises(DamagedError):
            reader.read(letter(made.scan_pdf()))
        assert reader.read(letter(made.born_digital())).pages[0].words
    assert first not in workers(os.getpid())


def test_little_memory() -> None:
    """A page that needs more memory than allowed is named, and the process lives or is replaced."""
    from PIL import Image

    giant = made.saved(Image.new("L", (16_000, 16_000), 255), "PNG")
    limits = Limits(memory_mb_per_letter=150, max_pixels_per_page=300_000_000)
    with Reader(1, limits) as reader:
        with pytest.raises((TooLargeError, DamagedError)):
            reader.read(letter(giant, "image/png"))
        assert reader.read(letter(made.born_digital())).pages[0].words


def test_letter_has_no_time_left() -> None:
    with Reader(1, Limits(seconds_per_letter=0.0)) as reader, pytest.raises(ReadTimeoutError):
        reader.read(letter(made.born_digital()))


def test_many_threads() -> None:
    """Letters come out whole and in place, whoever asks."""
    letters = [letter(made.born_digital(pages)) for pages in (1, 2, 3)] * 4
    with Reader(2, Limits()) as reader:
        expected = [reader.read(each) for each in letters[:3]] * 4
        got: list[object] = [None] * len(letters)

        def work(place: int) -> None:
            got[place] = reader.read(letters[place])

        threads = [threading.Thread(target=work, args=(place,)) for place in range(len(letters))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert got == expected


def test_process_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Reader(1, Limits()) as reader, pytest.raises(PassingError):
        reader.read(letter(made.born_digital()))


def test_sources_stay_as_they_are() -> None:
    """Reading never changes a letter, signed or not."""
    data = forms.signed()
    given = Letter("signed.pdf", "x", "application/pdf", (bytes(data),))
    read(given, Limits())
    assert given.parts == (data,)


def test_a_reader_that_is_ended_at_once_leaves_no_folder_behind(tmp_path: Path) -> None:
    """As the workers of a batch end: without a chance to close what they opened."""
    sample = ROOT / "samples" / "letters" / "01-hmo-appeal-upheld.pdf"
    script = (
        "import os, sys, pathlib; from pipeline.intake import admit; from pipeline.models.letter import Limits; "
        "from pipeline.read import Reader; reader = Reader(1, Limits()).__enter__(); "
        "reader.read(admit([pathlib.Path(sys.argv[1])], Limits())[0]); os._exit(0)"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script, str(sample)], env=environment, check=True)
    end = time.monotonic() + 10
    while any(tmp_path.iterdir()) and time.monotonic() < end:
        time.sleep(0.05)
    assert not list(tmp_path.iterdir())
