"""Letters dropped on the page: kept first, then worked off in the background as a small batch each.

Each drop is a folder below `.uploads/` of the output folder until all in it has ended; what a crash left there
is taken up at the next start. Ended originals go to `done/` or `set_aside/`, like those of a watched folder.
"""

import os
import queue
import re
import secrets
import shutil
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline.errors import ImrkitError

if TYPE_CHECKING:
    from pipeline.batch.desk import Result
    from pipeline.web.shelf import Shelf

FOLDER = ".uploads"
_NEWS = 20
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class News:
    """How a drop ended: `state` is done, set_aside, duplicate or pending."""

    name: str
    state: str
    case_id: str | None = None
    message: str = ""


class InTray:
    """One thread works off drops in the order they came."""

    def __init__(self, shelf: "Shelf") -> None:
        self._shelf = shelf
        self._root = shelf.out / FOLDER
        self._drops: queue.Queue[Path | None] = queue.Queue()
        self._waiting: dict[Path, list[str]] = {}
        self._news: deque[News] = deque(maxlen=_NEWS)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work, first on what an earlier run left."""
        self._thread = threading.Thread(target=self._work, name="in-tray", daemon=True)
        self._thread.start()
        for left in sorted(self._root.glob("*/")) if self._root.is_dir() else []:
            self._enqueue(left)

    def close(self) -> None:
        """End after the drop in hand; what waits is taken up at the next start."""
        with suppress(queue.Empty):
            while True:
                self._drops.get_nowait()
        self._drops.put(None)
        if self._thread is not None:
            self._thread.join(timeout=5)

    def take(self, files: Sequence[tuple[str, BinaryIO]], together: bool) -> None:
        """Keep the files and queue them: each a case of its own, or all `together` one case."""
        drop = self._root / secrets.token_hex(8)
        half = drop.with_name(f".{drop.name}")
        half.mkdir(parents=True, mode=0o700)
        folder = half
        if together and len(files) > 1:
            folder = half / self._free(Path(safe_name(files[0][0])).stem or "letters", half)
            folder.mkdir(mode=0o700)
        for name, source in files:
            target = folder / self._free(safe_name(name), folder)
            with open(target, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as handle:
                shutil.copyfileobj(source, handle)
        half.rename(drop)  # whole or not there: a drop cut short is never taken up
        self._enqueue(drop)

    def waiting(self) -> list[str]:
        """Names of letters that are read now or wait for it."""
        return [name for names in list(self._waiting.values()) for name in names]

    def news(self) -> list[News]:
        """What has ended since the page was started, newest first."""
        return list(reversed(self._news))

    def _free(self, name: str, folder: Path) -> str:
        """`name`, numbered if it is taken here or among the letters that have ended."""
        taken = (folder, self._shelf.out / "done", self._shelf.out / "set_aside")
        stem, suffix = Path(name).stem, Path(name).suffix
        number, found = 1, name
        while any((place / found).exists() for place in taken):
            number += 1
            found = f"{stem} ({number}){suffix}"
        return found

    def _enqueue(self, drop: Path) -> None:
        self._waiting[drop] = sorted(path.name for path in drop.iterdir())
        self._drops.put(drop)

    def _work(self) -> None:
        while (drop := self._drops.get()) is not None:
            try:
                for result in self._settle(drop):
                    self._news.append(News(result.key, result.state, result.case_id, result.message or ""))
            except ImrkitError as error:
                self._news.append(News(", ".join(self._waiting[drop]), "pending", None, error.message))
            except Exception as error:  # the thread must live on; its words could be a letter's
                told = f"Our fault ({type(error).__name__}). The letter is kept and tried again at the next start."
                self._news.append(News(", ".join(self._waiting[drop]), "pending", None, told))
            finally:
                self._waiting.pop(drop, None)

    def _settle(self, drop: Path) -> Sequence["Result"]:
        from pipeline.batch.folder import run_batch
        from pipeline.batch.work import LoadKit

        shelf = self._shelf
        done = run_batch(
            drop,
            shelf.out,
            ledger=shelf.book,
            as_of=shelf.today(),
            load=LoadKit(shelf.limits, shelf.law, shelf.templates, shelf.language),
            seconds_per_letter=shelf.limits.seconds_per_letter,
        )
        self._file(drop)
        return done.results

    def _file(self, drop: Path) -> None:
        """Move the originals of what has ended to their place, and tell the ledger."""
        for bundle in self._shelf.book.ended(str(drop)):
            kind = "set_aside" if bundle.state == "set_aside" else "done"
            places = {one.id: f"{kind}/{one.source}" for one in bundle.arrivals}
            self._shelf.book.file(bundle.id, dict(places), moved=False)
            for one in bundle.arrivals:
                target = self._shelf.out / places[one.id]
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with suppress(FileNotFoundError):  # moved already, before a crash
                    (drop / one.source).rename(target)
            self._shelf.book.file(bundle.id, dict(places), moved=True)
        if not any(path.is_file() for path in drop.rglob("*")):
            shutil.rmtree(drop)


def safe_name(given: str) -> str:
    """A plain file name: no folders, no control characters, none that a listing would skip."""
    name = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]", "_", given.replace("\\", "/").rpartition("/")[2])
    name = name.lstrip(".~$ ").rstrip(". ~") or "letter"
    stem, suffix = Path(name).stem[:_LONGEST_NAME], Path(name).suffix[:12]
    if suffix.lower() in (".part", ".partial", ".tmp", ".temp", ".swp", ".lock", ".ready", ".yaml", ".json"):
        suffix = suffix.replace(".", "_")
    return f"{stem}{suffix}"
