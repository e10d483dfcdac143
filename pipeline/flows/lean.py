"""Prefect's own command line in a process whose SQLite keeps to a small heap: `python -m pipeline.flows.lean server start`.

Prefect lets each of its connections hold 20,000 pages of the database (80 MB) in memory, with no setting to change it,
so that its server grows by all that it writes. Under SQLite's limit pages that were not used for long make room.
"""

import runpy
import sqlite3
from contextlib import closing

HEAP_BYTES = 8 * 2**20  # of all connections together (https://sqlite.org/pragma.html#pragma_soft_heap_limit)


def hold() -> None:
    """Set the limit for the whole process."""
    with closing(sqlite3.connect(":memory:")) as any_one:
        any_one.execute(f"PRAGMA soft_heap_limit = {HEAP_BYTES}")


if __name__ == "__main__":
    hold()
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
