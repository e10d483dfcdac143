"""What the tests of the watcher start from: an inbox that is worked off once, or watched while the test drops files."""

import datetime as dt
import threading
import time
from pathlib import Path
from typing import Any

from pipeline.batch.desk import Result
from pipeline.record import Ledger
from pipeline.watch import Rules, WatchResult, watch
from tests.ledger.light import LightLoad

DAY = dt.date(2026, 3, 1)
QUICK = Rules(0.1, 0.3)


class Inbox:
    """An inbox, its output and ledger; `once` works it off, `going` watches it in a thread."""

    def __init__(self, top: Path, out: Path | None = None) -> None:
        self.folder, self.out, self.log = top / "inbox", out or top / "out", top / "log"
        self.folder.mkdir()
        self.url = f"sqlite:///{top}/ledger.db"
        self.notices: list[str] = []
        self.results: list[Result] = []

    def put(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def once(self, **options: Any) -> WatchResult:
        return self._watch(once=True, **options)

    def going(self, **options: Any) -> "Going":
        return Going(self, options)

    def _watch(self, **options: Any) -> WatchResult:
        settings: dict[str, Any] = {
            "as_of": lambda: DAY, "load": LightLoad(log=self.log), "rules": QUICK, "interval": 0.2,
            "on_notice": self.notices.append, "on_result": self.results.append,
        }  # fmt: skip
        with Ledger(self.url) as ledger:
            return watch(self.folder, self.out, ledger=ledger, **{**settings, **options})

    def rows(self) -> list[dict[str, Any]]:
        with Ledger(self.url) as ledger:
            return ledger.letters()

    def states(self) -> dict[str, str]:
        return {row["source"]: row["state"] for row in self.rows()}

    def lying(self, *folders: str) -> list[str]:
        return sorted(
            str(path.relative_to(self.out))
            for folder in folders
            for path in (self.out / folder).rglob("*")
            if not path.is_dir() or path.is_symlink()
        )

    def work_done(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0


class Going:
    """A watcher that runs until the block ends."""

    def __init__(self, inbox: Inbox, options: dict[str, Any]) -> None:
        self.inbox, self.options, self.stop = inbox, options, threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.wrong: list[BaseException] = []

    def _run(self) -> None:
        try:
            self.inbox._watch(stop=self.stop, **self.options)
        except BaseException as error:
            self.wrong.append(error)

    def __enter__(self) -> "Going":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(20)
        assert not self.thread.is_alive()
        assert not self.wrong, self.wrong

    def until(self, states: dict[str, str], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while (now := self.inbox.states()) != states and time.monotonic() < end and not self.wrong:
            time.sleep(0.05)
        assert now == states
