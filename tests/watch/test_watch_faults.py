"""A watcher among others, on a machine that runs out of room, stopped by hand: nothing is lost, nothing is done twice."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.record import Ledger
from tests.ledger.light import letter

TOP = Path(__file__).parents[2]
RUNNER = [sys.executable, "-m", "tests.watch.runner"]
IMRKIT = [sys.executable, "-c", "from pipeline.cli import main; main()"]


def dropped(folder: Path, count: int) -> None:
    folder.mkdir()
    for n in range(count):
        (folder / f"{n}.pdf").write_bytes(letter(f"letter {n}"))
    (folder / "Smith").mkdir()
    for name, data in (("good.pdf", letter("good")), ("bad.pdf", letter("bad", damaged="1"))):
        (folder / "Smith" / name).write_bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("outs", [("out", "out"), ("out 0", "out 1")])
def test_two_watchers_with_one_ledger_share_the_work(tmp_path: Path, outs: tuple[str, str]) -> None:
    """Into one output folder or each into its own: every original lies in one of them, once."""
    folder, url = tmp_path / "inbox", f"sqlite:///{tmp_path}/ledger.db"
    dropped(folder, 40)
    watchers = [
        subprocess.Popen(
            [*RUNNER, str(folder), str(tmp_path / out), url, str(tmp_path / "log"), "0.05"],
            cwd=TOP,
            stdout=subprocess.PIPE,
        )
        for out in outs
    ]
    try:
        said = [json.loads(watcher.communicate(timeout=240)[0]) for watcher in watchers]
        assert {watcher.returncode for watcher in watchers} <= {0, 4}
    finally:
        for watcher in watchers:
            watcher.kill()
    with Ledger(url) as ledger:
        assert ledger.totals() == {"pending": 0, "done": 41, "set_aside": 1, "duplicate": 0}
    lying = Counter(
        path.name
        for out in set(outs)
        for kind in ("done", "set_aside")
        for path in (tmp_path / out / kind).rglob("*.pdf")
    )
    assert len(lying) == 42 and set(lying.values()) == {1}
    assert list(folder.rglob("*")) == []
    assert not [path for out in set(outs) for path in (tmp_path / out).glob(".work/**/*")]
    work = [line.split()[1] for line in (tmp_path / "log").read_text().splitlines()]
    assert len(work) == len(set(work)) == 41
    told = Counter(key for each in said for key, state in each["told"] if state != "pending")
    assert len(told) == 42 and set(told.values()) == {1}, "each letter is told by the one that ended it"
    assert sum((Counter(each["counts"]) for each in said), Counter()) == {"done": 41, "set_aside": 1}


@pytest.mark.slow
@pytest.mark.parametrize("outs", [("out 0", "out 1")])
def test_a_watcher_does_not_take_over_what_lies_in_another_s_output(
    tmp_path: Path, outs: tuple[str, str]
) -> None:
    """One is killed with letters in hand; the other, writing elsewhere, leaves those to it."""
    folder, url, log = tmp_path / "inbox", f"sqlite:///{tmp_path}/ledger.db", tmp_path / "log"
    dropped(folder, 20)
    first = subprocess.Popen([*RUNNER, str(folder), str(tmp_path / outs[0]), url, str(log), "0.2"], cwd=TOP)
    end = time.monotonic() + 60
    while not (log.exists() and len(log.read_text().splitlines()) >= 3) and time.monotonic() < end:
        time.sleep(0.02)
    first.kill()
    first.wait()
    for out in (outs[1], outs[0]):
        assert subprocess.run(
            [*RUNNER, str(folder), str(tmp_path / out), url, str(log)], cwd=TOP
        ).returncode in (0, 4)
    with Ledger(url) as ledger:
        assert ledger.totals() == {"pending": 0, "done": 21, "set_aside": 1, "duplicate": 0}
    lying = Counter(
        p.name for out in outs for k in ("done", "set_aside") for p in (tmp_path / out / k).rglob("*.pdf")
    )
    assert len(lying) == 22 and set(lying.values()) == {1}


SMALL_DISK = 'mount -t tmpfs -o size=%s tmpfs "$0" && exec "$@"'


def mounted() -> bool:
    """Whether a file system of our own can be mounted here, for one process and its children alone."""
    if not shutil.which("unshare"):
        return False
    probe = ["unshare", "-rm", "--", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]
    return subprocess.run(probe, capture_output=True).returncode == 0


@pytest.mark.slow
def test_a_disk_that_is_full_loses_nothing(tmp_path: Path) -> None:
    """A real one: output and ledger on 2 MB, 40 letters of 100 KB. What finds room is done, the rest waits."""
    if not mounted():
        pytest.skip("no file system can be mounted here")
    folder, out = tmp_path / "inbox", tmp_path / "small"
    folder.mkdir()
    out.mkdir()
    for n in range(40):
        (folder / f"{n}.pdf").write_bytes(letter(f"letter {n} " + "x" * 100_000))
    # The disk is seen by this one process tree; at its end everything on it is copied out to be counted.
    command = [*RUNNER, str(folder), str(out / "o"), f"sqlite:///{out}/ledger.db", str(tmp_path / "log")]
    script = (
        'mount -t tmpfs -o size=2m tmpfs "$0"; copy="$1"; shift; "$@"; code=$?; cp -a "$0"/. "$copy"; '
        'mount -o remount,size=20m tmpfs "$0"; "$@"; again=$?; mkdir "$copy/then"; cp -a "$0"/. "$copy/then"; '
        "echo $code $again"
    )
    (tmp_path / "copy").mkdir()
    done = subprocess.run(
        ["unshare", "-rm", "--", "sh", "-c", script, str(out), str(tmp_path / "copy"), *command],
        cwd=TOP, capture_output=True, text=True, timeout=200, env={**os.environ, "QUICK": "1"},
    )  # fmt: skip
    code, again = done.stdout.split()[-2:]
    assert (code != "0", again) == (True, "0"), done.stderr[-2000:]
    first = [p.name for p in (tmp_path / "copy" / "o").rglob("*.pdf") if "cases" not in p.parts]
    assert 0 < len(set(first)) < 40, "some found room, some did not"
    then = tmp_path / "copy" / "then"
    kept = {p.name: p.read_bytes() for p in (then / "o" / "done").glob("*.pdf")}
    assert sorted(kept) == sorted(f"{n}.pdf" for n in range(40))
    assert all(data == letter(f"letter {name[:-4]} " + "x" * 100_000) for name, data in kept.items())
    with Ledger(f"sqlite:///{then}/ledger.db") as ledger:
        assert ledger.totals() == {"pending": 0, "done": 40, "set_aside": 0, "duplicate": 0}


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_hand_it_goes_without_a_fuss(tmp_path: Path, how: signal.Signals, samples: Path) -> None:
    """The real command; a letter is being read when Ctrl-C, or the system's stop, comes."""
    folder, out = tmp_path / "inbox", tmp_path / "out"
    folder.mkdir()
    source = samples / "02-first-denial-mri.pdf"
    (folder / source.name).write_bytes(source.read_bytes())
    command = [*IMRKIT, "watch", str(folder), "--out", str(out), "--settle", "0.2", "--engine", "inline"]
    watcher = subprocess.Popen(
        command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ}
    )
    end = time.monotonic() + 60
    while not list(out.glob(".work/*/*.pdf")) and time.monotonic() < end:
        time.sleep(0.02)
    watcher.send_signal(how)
    told, _ = watcher.communicate(timeout=60)
    assert "Traceback" not in told
    assert "the same command goes on" in told
    assert watcher.returncode == 130, told
    lying = [*folder.rglob("*.pdf"), *out.glob(".work/*/*.pdf"), *out.glob("done/*.pdf")]
    assert [p.read_bytes() for p in lying] == [source.read_bytes()]
    again = subprocess.run([*command, "--once"], cwd=TOP, capture_output=True, text=True, timeout=120)
    assert again.returncode == 0, again.stderr
    assert (out / "done" / source.name).read_bytes() == source.read_bytes()
