"""Nothing leaves the machine, whatever the door; and nothing of a letter stays in Prefect's records."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
LETTER = TOP / "samples" / "letters" / "02-first-denial-mri.pdf"
WORDS = ("Okafor", "Daniel")  # the member's name: in the letter, so nowhere in Prefect's records
WALLED = ["unshare", "-rn", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


def walled() -> list[str]:
    """A prefix that gives a command no network but this machine's own; empty where that is not permitted."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        return []
    return WALLED if subprocess.run([*WALLED, "true"], capture_output=True).returncode == 0 else []


def test_the_guard_sees_and_refuses(tmp_path: Path) -> None:
    """Else the next test could not fail."""
    programs = (
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
        "import urllib.request; urllib.request.urlopen('http://telemetry.example/')",
        "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', "
        '\'import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 9))\']))',
    )
    for number, program in enumerate(programs, 1):
        done = subprocess.run([sys.executable, "-c", program], env=guarded(tmp_path), capture_output=True)
        assert done.returncode != 0
        assert len(attempts(tmp_path)) == number
    local = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); socket.create_connection(s.getsockname())"
    assert subprocess.run([sys.executable, "-c", local], env=guarded(tmp_path)).returncode == 0
    assert len(attempts(tmp_path)) == len(programs)


@pytest.mark.slow
@pytest.mark.prefect
def test_every_door_works_and_tries_to_reach_nobody(tmp_path: Path) -> None:
    command = [*walled(), sys.executable, "-m", "tests.flows.road", str(LETTER), str(tmp_path)]
    done = subprocess.run(
        command, cwd=TOP, env=guarded(tmp_path), capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, done.stderr[-3000:]
    gave = json.loads(done.stdout.splitlines()[-1])
    assert len({gave[name] for name in ("run", "extract", "batch", "watch")}) == 1
    assert gave["prefect"] == 1 and gave["review"] == 2
    assert attempts(tmp_path) == []
    packets = [
        {p.name: p.read_bytes() for p in (tmp_path / out / "cases" / gave["run"]).iterdir()}
        for out in ("hand", "watched")
    ]
    assert packets[0] == packets[1] and len(packets[0]) > 3, "by hand and watched: the same bytes"
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file():
            assert not [word for word in WORDS if word.encode() in path.read_bytes()], path.name


def guarded(top: Path) -> dict[str, str]:
    """The environment of a person who has set nothing, with the guard in every Python process."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "IMRKIT_", "DO_NOT_TRACK", "CI"))
    }
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "guard"), str(TOP)]),
        "IMRKIT_TEST_ATTEMPTS": str(top / "attempts"),
        "IMRKIT_DATA": str(top / "data"),
        "HOME": str(top / "home"),
    }


def attempts(top: Path) -> list[str]:
    log = top / "attempts"
    return log.read_text().splitlines() if log.exists() else []
