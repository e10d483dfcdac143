"""Handing bundles to the desk, `workers` at a time, and trying again what can pass."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Protocol

from pipeline.batch.desk import BusyError, ChangedError, Ready, Result
from pipeline.errors import MissingToolError, PassingError

BACK_OFF = (0.5, 2.0, 8.0)  # seconds before each further try
_BUSY_SECONDS = 0.5

Settle = Callable[[Ready], Result]


class Carry(Protocol):
    """Hands each bundle to `settle` and gives the results as they come; never raises for one bundle."""

    def __call__(self, ready: Iterable[Ready], settle: Settle, workers: int) -> Iterator[Result]: ...


def spread_inline(ready: Iterable[Ready], settle: Settle, workers: int) -> Iterator[Result]:
    """In threads of this process; each waits for a worker process, so they cost nothing."""
    bundles = iter(ready)
    with ThreadPoolExecutor(workers, "bundle") as pool:
        running: set[Future[Result]] = set()
        try:
            while True:
                # A window, not the whole folder: memory stays flat over ten thousand letters.
                for bundle in islice(bundles, 2 * workers - len(running)):
                    running.add(pool.submit(persist, bundle, settle))
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in running:
                future.cancel()


def persist(bundle: Ready, settle: Settle, sleep: Callable[[float], None] = time.sleep) -> Result:
    """`settle`, again after a pause for what can pass; what does not pass stays pending and says why."""
    for pause in (*BACK_OFF, None):
        try:
            return patiently(bundle, settle, sleep)
        except ChangedError as trouble:
            return pending(bundle, trouble)
        except PassingError as trouble:
            if pause is None:
                return pending(bundle, trouble)
            sleep(pause)
        except MissingToolError as missing:
            return pending(bundle, missing)
    raise AssertionError("unreachable")


def patiently(bundle: Ready, settle: Settle, sleep: Callable[[float], None] = time.sleep) -> Result:
    """Wait as long as a living process works on the same letters: then the answer is known."""
    while True:
        try:
            return settle(bundle)
        except BusyError:
            sleep(_BUSY_SECONDS)


def pending(bundle: Ready, trouble: PassingError | MissingToolError) -> Result:
    """The result of a bundle that could not be ended in this run."""
    return Result(bundle.key, "pending", code=trouble.code, message=trouble.message)
