"""What the tests of batches start from, and how each letter of a batch ended."""

import datetime as dt
from pathlib import Path
from typing import Any

from pipeline.batch.folder import run_batch
from pipeline.batch.outcome import BatchResult
from pipeline.record import Ledger
from tests.ledger.light import LightLoad

DAY = dt.date(2026, 3, 1)


class Room:
    """A folder of letters and where its batch goes."""

    def __init__(self, top: Path) -> None:
        self.folder, self.out, self.log = top / "letters", top / "out", top / "log"
        self.folder.mkdir()

    def put(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def run(self, **options: Any) -> BatchResult:
        self.out.mkdir(exist_ok=True)
        options = {"as_of": DAY, "workers": 2, "load": LightLoad(log=self.log), **options}
        with Ledger(self.url) as ledger:
            return run_batch(self.folder, self.out, ledger=ledger, **options)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.out}/imrkit.db"

    def work_done(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0

    def files(self) -> dict[str, tuple[int, int]]:
        """All outputs but the ledger, with size and time of change."""
        found = [p for p in self.out.rglob("*") if p.is_file() and not p.name.startswith("imrkit.db")]
        return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in found}


def endings(result: BatchResult) -> dict[str, tuple[str, str | None]]:
    return {r.key: (str(r.state), r.code) for r in result.results}
