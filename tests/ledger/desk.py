"""Fills a ledger for its tests, without a batch and without workers."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from pipeline.batch.work import Job
from pipeline.models.facts import Facts
from pipeline.record import Ending, Entry, FileEntry, Ledger, Verdict
from tests.ledger.light import case_of


class Desk:
    """Enters letters and ends them, as the engine would."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger, self.folder = ledger, folder
        ledger.join()

    def enter(self, name: str, data: bytes) -> tuple[int, dict[str, Any]]:
        path = self.folder / name
        path.write_bytes(data)
        sha = hashlib.sha256(data).hexdigest()
        entry = Entry(name, (FileEntry(name, len(data), 1, 1, sha),))
        [number] = self.ledger.enter("batch", str(self.folder), str(self.folder / "out"), [entry])
        case = case_of(Job((path,), self.folder / "out", Facts(), dt.date(2026, 3, 1)), [sha])
        return number, case

    def done(self, name: str, data: bytes, stamp: str = "s") -> str:
        number, case = self.enter(name, data)
        if self.ledger.claim(number, stamp=stamp, facts_sha256=None) is Verdict.WORK:
            self.ledger.finish(number, Ending(case=case), stamp=stamp, facts_sha256=None, place=None)
        return str(case["case_id"])
