"""Worker processes: each takes one bundle at a time; one that crashes, hangs or grows harms no other.

Not a `ProcessPoolExecutor`: there, one killed worker breaks the pool and loses every job in it.
"""

import errno
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from queue import LifoQueue, SimpleQueue
from typing import Any

from pipeline.batch.work import Job, Load
from pipeline.errors import (
    BadInputError,
    ImrkitError,
    InternalError,
    NotFoundInputError,
    PassingError,
    ReadTimeoutError,
)

_RECYCLE_AFTER = 500  # letters a process reads before a fresh one takes its place
_TRIES = 2  # a worker killed once may have been the machine's fault; twice is the letter's
# As many workers as cores: libraries that start a thread for each core would only get in each other's way.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
_GRACE_SECONDS = 60.0  # beyond the letter's own time limit, before the whole worker is ended


class CrashedError(BadInputError):
    """Reading the letter ended its worker process, twice."""

    code = "crashed"


class NotReadyError(ImrkitError):
    """The workers cannot start: the law, the templates or the installation is broken. No letter's fault."""

    code = "not_ready"


class _Worker:
    def __init__(self, context: BaseContext, load: Load) -> None:
        self.link, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, load), daemon=False)  # type: ignore[attr-defined]
        with _deaf():
            self.process.start()
        theirs.close()
        self.jobs = 0

    def stop(self, *, now: bool) -> None:
        if now:
            self.process.kill()  # whoever waits for its answer sees the pipe end
        else:
            self.link.close()  # the worker ends when its pipe does
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Crew:
    """At most `size` worker processes, started when first needed. `run` may be called from many threads."""

    def __init__(self, size: int, load: Load, *, seconds_per_job: float = 600.0) -> None:
        self._load = load
        self._seconds = seconds_per_job + _GRACE_SECONDS
        self._context = multiprocessing.get_context("spawn")
        self._places: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(size):
            self._places.put(None)
        self._size = size
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(now=kind is not None)

    def run(self, job: Job) -> Mapping[str, Any]:
        """The case of `job`. Raises what the work raises, CrashedError, ReadTimeoutError or InternalError."""
        for left in reversed(range(_TRIES)):
            worker = self._places.get()
            keep: _Worker | None = None
            try:
                worker = worker or self._hire()
                answer: Mapping[str, Any] | ImrkitError = self._ask(worker, job)
                worker.jobs += 1
                keep = worker if worker.jobs < _RECYCLE_AFTER else None
                if isinstance(answer, ImrkitError):
                    raise answer
                return answer
            except (EOFError, ConnectionError):
                if self._closed:
                    raise KeyboardInterrupt from None
                if not left:
                    name = job.paths[0].name if job.paths else "letter"
                    raise CrashedError(
                        f"{name}: reading it ended the reader, twice. Print the letter to a new PDF or scan it."
                    ) from None
            finally:
                if keep is None and worker is not None:
                    self._dismiss(worker)
                self._places.put(keep)
        raise AssertionError("unreachable")

    def _ask(self, worker: _Worker, job: Job) -> Any:
        worker.link.send(job)
        if not worker.link.poll(self._seconds):
            raise ReadTimeoutError(
                f"{job.paths[0].name}: reading took more than {self._seconds:.0f} s. Split the file, or scan it anew."
            )
        return worker.link.recv()

    def _hire(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise KeyboardInterrupt
            worker = _Worker(self._context, self._load)
            self._all.add(worker)
            return worker

    def _dismiss(self, worker: _Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.stop(now=True)

    def close(self, *, now: bool = False) -> None:
        """End all workers: idle ones in order, with `now` also busy ones at once."""
        with self._lock:
            self._closed = True
            workers, self._all = list(self._all), set()
        for worker in workers:
            worker.stop(now=now)


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that are started meanwhile do not hear Ctrl-C until they can: it is for the parent to handle."""
    resource_tracker.ensure_running()  # at its own start it lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(link: Connection, load: Load) -> None:
    """The worker process: answer jobs until the pipe closes. Ctrl-C is for the parent to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for name in _ONE_THREAD:  # before anything that reads it is imported
        os.environ.setdefault(name, "1")
    jobs: SimpleQueue[Job] = SimpleQueue()

    def listen() -> None:
        with suppress(EOFError, OSError):
            while True:
                jobs.put(link.recv())
        os._exit(0)  # the parent is gone or has closed the pipe: half-done work is only a temporary folder

    threading.Thread(target=listen, daemon=True).start()
    try:
        work = load()
    except Exception as error:
        named = _named(error)
        jobs.get()
        link.send(NotReadyError(named.message))
        return
    while True:
        job = jobs.get()
        try:
            answer: Any = dict(work(job))
        except Exception as error:
            answer = _named(error, job)
        with suppress(BrokenPipeError):
            link.send(answer)


def _named(error: Exception, job: Job | None = None) -> ImrkitError:
    """The error as one of ours; of an unknown one only its kind and place are told, never its words."""
    if isinstance(error, ImrkitError):
        return error
    if isinstance(error, FileNotFoundError) and job is not None:
        if not all(map(os.path.lexists, job.paths)):
            return NotFoundInputError("The letter was taken away before it could be read.")
        if not job.out.exists():
            return PassingError(
                f"{os.strerror(errno.ENOENT)}: the output folder is away; it will be tried again."
            )
    elif isinstance(error, OSError):
        return PassingError(f"{os.strerror(error.errno or 0)}: this can pass, so it will be tried again.")
    if isinstance(error, MemoryError):
        return CrashedError("Reading the letter needs more memory than there is. Split the file.")
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"
    return InternalError(f"Internal error ({type(error).__name__} at {place}). Please report this line.")
