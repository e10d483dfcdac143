"""`imrkit review` as a person starts it."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def started(out: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        _command(out, port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    yield process
    process.terminate()
    process.communicate(timeout=20)


def _command(out: Path, port: int) -> list[str]:
    program = Path(sys.executable).with_name("imrkit")
    return [str(program), "review", "--out", str(out), "--port", str(port)]


def _get(port: int, host: str = "127.0.0.1") -> str:
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/", timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_it_serves_this_machine_alone(started: subprocess.Popen[str], out: Path, port: int) -> None:
    assert "Sierra Vista Health Plan" in _get(port)
    with socket.socket() as other:
        other.settimeout(2)
        # 127.0.0.2 is this machine too, but not the address that was bound: nothing listens there.
        assert other.connect_ex(("127.0.0.2", port)) != 0
    again = subprocess.run(_command(out, port), capture_output=True, text=True, timeout=60)
    assert again.returncode == 2
    assert "Choose one with --port" in again.stderr
