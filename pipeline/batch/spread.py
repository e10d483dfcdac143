"""Handing bundles to the desk, `workers` at a time, and trying again what can pass."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Protocol

from pipeline.batch.desk import BusyError, ChangedError, Ready, Result
from pipeline.errors import MissingToolError, PassingError

BACK_OFF = (0.5, 2.0, 8.0)  # seconds before each further try
_BUSY_SECONDS = (0.5, 1.0, 2.0, 5.0)  # between two looks at what others work on

Settle = Callable[[Ready], Result]


def entry_point(count: int, others: int) -> int:
    """Where among `count` bundles a process begins that finds so many `others` at work: as far from them as can be.

    Halves, quarters, eighths (van der Corput's sequence). Side by side they would meet at every letter.
    """
    part, step = 0.0, 0.5
    while others:
        part, step, others = part + step * (others & 1), step / 2, others >> 1
    return int(count * part)


class Carry(Protocol):
    """Hands each bundle to `settle` and gives the results as they come; never raises for one bundle."""

    def __call__(self, ready: Iterable[Ready], settle: Settle, workers: int) -> Iterator[Result]: ...


class Line:
    """Bundles waiting for their turn; those that another process works on come again after all others."""

    def __init__(self, ready: Iterable[Ready], sleep: Callable[[float], None] = time.sleep) -> None:
        self._bundles, self._sleep = iter(ready), sleep
        self._later: list[Ready] = []
        self._looks = 0

    def next(self, count: int, *, idle: bool) -> list[Ready]:
        """At most `count` bundles: a window, so that memory stays flat over ten thousand letters.

        None left, `idle` and others still busy: waits a little, then gives those again.
        """
        found = list(islice(self._bundles, count))
        if not found and idle and self._later:
            self._sleep(_BUSY_SECONDS[min(self._looks, len(_BUSY_SECONDS) - 1)])
            self._looks += 1
            self._bundles, self._later = iter(self._later), []
            found = list(islice(self._bundles, count))
        return found

    def later(self, bundle: Ready, result: Result) -> bool:
        """Whether this is no ending yet, and the bundle comes again."""
        if result.code != BusyError.code or result.state != "pending":
            return False
        self._later.append(bundle)
        return True


def spread_inline(ready: Iterable[Ready], settle: Settle, workers: int) -> Iterator[Result]:
    """In threads of this process; each waits for a worker process, so they cost nothing."""
    line, machine = Line(ready), Machine()
    running: dict[Future[Result], Ready] = {}
    with ThreadPoolExecutor(workers, "bundle") as pool:
        try:
            while True:
                for bundle in line.next(2 * workers - len(running), idle=not running):
                    running[pool.submit(persist, bundle, settle, machine)] = bundle
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    bundle, result = running.pop(future), future.result()
                    if not line.later(bundle, result):
                        yield result
        finally:
            for future in running:
                future.cancel()


class Machine:
    """Remembers that trouble outlasted all tries of a letter: a full disk is the next letter's trouble too."""

    down = False


def persist(bundle: Ready, settle: Settle, machine: Machine | None = None) -> Result:
    """`settle`, again after a pause for what can pass; what does not pass stays pending and says why.

    While the `machine` is down, each letter is tried once, without a pause, until one gets through.
    """
    machine = machine or Machine()
    for pause in (None,) if machine.down else (*BACK_OFF, None):
        try:
            result = settle(bundle)
            machine.down = False
            return result
        except (BusyError, ChangedError, MissingToolError) as trouble:
            return pending(bundle, trouble)
        except PassingError as trouble:
            if pause is None:
                machine.down = True
                return pending(bundle, trouble)
            time.sleep(pause)
    raise AssertionError("unreachable")


def pending(bundle: Ready, trouble: PassingError | MissingToolError) -> Result:
    """The result of a bundle that could not be ended in this run."""
    return Result(bundle.key, "pending", code=trouble.code, message=trouble.message)
