"""The server's process holds SQLite to a small heap, and is Prefect's own command line otherwise."""

import subprocess
import sys


def told(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-400:]
    return done.stdout


def test_the_limit_holds_for_every_connection_of_the_process() -> None:
    program = (
        "import sqlite3; from pipeline.flows.lean import HEAP_BYTES, hold; hold(); "
        "print(HEAP_BYTES == sqlite3.connect(':memory:').execute('PRAGMA soft_heap_limit').fetchone()[0] > 0)"
    )
    assert told("-c", program).strip() == "True"


def test_it_is_prefects_command_line() -> None:
    assert "--host" in told("-m", "pipeline.flows.lean", "server", "start", "--help")
