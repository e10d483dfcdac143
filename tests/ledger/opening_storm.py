"""Many processes that open one ledger at the same moment: python -m tests.ledger.opening_storm COUNT URL...

For each URL `COUNT` processes wait for one signal, open it and write. Prints what went wrong; nothing if nothing did.
"""

import os
import sys
import traceback

import alembic.command  # noqa: F401  the children shall open at one moment, not import

from pipeline.record import Entry, FileEntry, Ledger


def work(url: str, number: int) -> None:
    """What a machine does that joins a batch."""
    name = f"{number}.pdf"
    with Ledger(url) as ledger:
        ledger.join()
        entry = Entry(name, (FileEntry(name, 1, 1, 1, f"{number:064x}"),))
        (bundle,) = ledger.enter("batch", "/in", "/out", [entry])
        ledger.claim(bundle, stamp="s", facts_sha256=None)
        ledger.leave()


def storm(url: str, count: int) -> int:
    """How many of the processes failed."""
    waiting, signal = os.pipe()
    children = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(signal)
                os.read(waiting, 1)  # ends when the parent closes its end: for all at once
                work(url, number)
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        children.append(child)
    os.close(signal)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    os.close(waiting)
    return failed


if __name__ == "__main__":
    sys.exit(min(sum(storm(url, int(sys.argv[1])) for url in sys.argv[2:]), 100))
