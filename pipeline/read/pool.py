"""The parent's side of the reading processes: hand out work, replace what crashes or hangs."""

import contextlib
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline import errors
from pipeline.models.document import Page
from pipeline.models.letter import Letter, Limits
from pipeline.read import wire
from pipeline.read.survey import DAMAGED, TOO_SLOW, Sheet, unreadable
from pipeline.read.worker import pack_limits

_START_SECONDS = 60.0
_STOP_SECONDS = 2.0
_TASKS = 200  # after so many a process is replaced, so that what libraries leak stays bounded
_ROOT = Path(__file__).resolve().parents[2]


class CrashedError(Exception):
    """The process ended, ran out of memory or stumbled over the letter."""


class SlowError(Exception):
    """The process did not answer in time."""


class _Process:
    """One reading process."""

    def __init__(self, folder: Path) -> None:
        self.tasks = 0
        self._folder = Path(tempfile.mkdtemp(dir=folder))
        self._channel, theirs = socket.socketpair()
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])),
            "TMPDIR": str(self._folder),
            # One core each: there are as many processes as cores.
            "OMP_THREAD_LIMIT": "1",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.read.worker", str(theirs.fileno()), str(self._folder)],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # Its own group, so that tesseract goes with it.
                start_new_session=True,
            )
        try:
            wire.receive(self._channel, _START_SECONDS)
        except (wire.GoneError, wire.LateError):
            self.stop()
            raise errors.PassingError(
                "The reading process cannot be started. Is there memory and room in the temporary folder? "
                "`imrkit doctor` says what is missing."
            ) from None

    def ask(self, request: dict[str, Any], file: int, seconds: float) -> dict[str, Any]:
        """The answer to a request. Raises CrashedError or SlowError; the process is of no use after either."""
        self.tasks += 1
        try:
            wire.send(self._channel, {**request, "seconds": seconds}, file)
            return wire.receive(self._channel, seconds)[0]
        except wire.GoneError:
            raise CrashedError from None
        except wire.LateError:
            raise SlowError from None

    def stop(self) -> None:
        """End it and all that it started, and remove what it left."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._channel.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
        shutil.rmtree(self._folder, ignore_errors=True)


class Pool:
    """At most `workers` reading processes, started when first needed. Safe to use from several threads."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._limits = limits
        self._folder = Path(tempfile.mkdtemp(prefix="imrkit-read-"))
        self._free: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(max(1, workers)):
            self._free.put(None)
        self._all: set[_Process] = set()
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """End all processes and remove the temporary folder."""
        with self._lock:
            self._closed = True
            processes = list(self._all)
            self._all.clear()
        for process in processes:
            process.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def task(self, letter: Letter, password: str | None) -> Iterator["Task"]:
        """Work on one letter; its bytes are in a file without a name, gone when the task ends or we do."""
        with tempfile.TemporaryFile(dir=self._folder) as file:
            for part in letter.parts:
                file.write(part)
            file.flush()
            yield Task(self, letter, password, file.fileno(), self._limits)

    def ask(self, request: dict[str, Any], file: int, seconds: Callable[[], float]) -> dict[str, Any]:
        """Ask the next free process; `seconds` is called when it is free. Raises CrashedError or SlowError."""
        process = self._free.get()
        try:
            if process is None:
                process = self._started()
            answer = process.ask(request, file, seconds())
        except (CrashedError, SlowError):
            self._drop(process)
            process = None
            raise
        finally:
            if process is not None and process.tasks >= _TASKS:
                self._drop(process)
                process = None
            self._free.put(process)
        return answer

    def _started(self) -> _Process:
        process = _Process(self._folder)
        with self._lock:
            if not self._closed:
                self._all.add(process)
                return process
        process.stop()
        raise CrashedError

    def _drop(self, process: _Process | None) -> None:
        if process is not None:
            with self._lock:
                self._all.discard(process)
            process.stop()


class Task:
    """The questions about one letter, within its time."""

    def __init__(self, pool: Pool, letter: Letter, password: str | None, file: int, limits: Limits) -> None:
        self._pool, self._letter, self._file, self._limits = pool, letter, file, limits
        self._request = {
            "letter": wire.pack_letter(letter),
            "limits": pack_limits(limits),
            "password": password,
        }
        self._spent = 0.0
        self._lock = threading.Lock()

    def survey(self) -> list[Sheet]:
        """All pages surveyed; when that fails on the whole, each by itself, so that one page harms no other.

        Raises BadInputError kinds.
        """
        name = self._letter.source
        try:
            return self._survey(None)
        except (SlowError, CrashedError):
            pass
        try:
            count = len(self._survey([]))
        except SlowError:
            raise errors.ReadTimeoutError(
                f"{name}: opening it took longer than {self._limits.seconds_per_page:.0f} s. "
                "Print it to PDF again, or give the letter's pages alone."
            ) from None
        except CrashedError:
            raise errors.DamagedError(
                f"{name}: too damaged or too large to be opened. Print it to PDF again, or scan the letter."
            ) from None
        return [self._survey_one(number) for number in range(1, count + 1)]

    def _survey_one(self, number: int) -> Sheet:
        try:
            return self._survey([number])[number - 1]
        except SlowError:
            return Sheet(number, "", unreadable(number, f"{TOO_SLOW}; print or scan the page again"))
        except CrashedError:
            return Sheet(number, "", unreadable(number, f"{DAMAGED}; print or scan the page again"))

    def _survey(self, only: list[int] | None) -> list[Sheet]:
        # All pages together are surveyed sooner than one hard page is read.
        answer = self._ask({"do": "survey", "only": only}, self._limits.seconds_per_page)
        return [wire.unpack_sheet(sheet) for sheet in answer["sheets"]]

    def scan(self, sheet: Sheet) -> Page:
        """The page by OCR; unreadable with a note when that crashed or took too long. Raises MissingToolError."""
        request = {"do": "scan", "number": sheet.number, "reason": sheet.reason}
        try:
            # A little more than the process itself allows tesseract, so that it can say so.
            answer = self._ask(request, self._limits.seconds_per_page + 2)
            return wire.unpack_page(answer["page"])
        except SlowError:
            return unreadable(sheet.number, f"{TOO_SLOW}; scan the page again at 300 dpi")
        except (CrashedError, wire.GoneError, KeyError):
            return unreadable(
                sheet.number, f"{DAMAGED}, or too large for the memory limit; scan the page again"
            )

    def _ask(self, request: dict[str, Any], most: float) -> dict[str, Any]:
        started = 0.0

        def seconds() -> float:
            nonlocal started
            started = time.monotonic()
            return min(most, self._limits.seconds_per_letter - self._spent)

        try:
            if self._spent >= self._limits.seconds_per_letter:
                raise SlowError
            answer = self._pool.ask({**self._request, **request}, self._file, seconds)
        finally:
            if started:
                with self._lock:
                    self._spent += time.monotonic() - started
        if "error" in answer:
            kind = getattr(errors, str(answer["error"]), None)
            if isinstance(kind, type) and issubclass(kind, errors.ImrkitError):
                raise kind(str(answer["message"]))
            raise CrashedError
        return answer
