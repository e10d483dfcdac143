"""What a batch tells while it runs and when it ends."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.batch.desk import Result
from pipeline.errors import ExitCode

_RATE_OVER = 20  # of the last letters, so that one slow scan does not spoil the estimate


@dataclass(frozen=True, slots=True)
class Progress:
    """After each bundle. `rate` is in bundles per second, `seconds_left` None until it can be told."""

    total: int
    ended: int
    done: int
    set_aside: int
    duplicate: int
    pending: int
    rate: float
    seconds_left: float | None
    last: Result | None = None


class Tally:
    """Counts results as they come; a bundle looked at again replaces its earlier result."""

    def __init__(self, clock: Callable[[], float], tell: Callable[[Progress], None] | None) -> None:
        self._clock, self._tell = clock, tell
        self._start = clock()
        self._results: dict[str, Result] = {}
        self._counts: Counter[str] = Counter()
        self._times: list[float] = [self._start]
        self._lock = threading.Lock()
        self.expected = 0

    def expect(self, keys: Collection[str]) -> None:
        """Which bundles there are; an earlier result of one that is no longer there is dropped."""
        with self._lock:
            self.expected = len(keys)
            for key in self._results.keys() - set(keys):
                self._counts[self._results.pop(key).state] -= 1
        self._say(None)

    def add(self, result: Result) -> None:
        """One bundle has ended, or stays pending."""
        with self._lock:
            for one in (result, *result.apart):
                old = self._results.get(one.key)
                if old is not None:
                    self._counts[old.state] -= 1
                elif one is not result:
                    self.expected += 1  # a letter that goes its own way
                self._results[one.key] = one
                self._counts[one.state] += 1
            self._times = [*self._times[-_RATE_OVER:], self._clock()]
        self._say(result)

    def results(self) -> list[Result]:
        """In order of name."""
        return [self._results[key] for key in sorted(self._results)]

    def seconds(self) -> float:
        """Since the start."""
        return self._clock() - self._start

    def _say(self, last: Result | None) -> None:
        if self._tell is None:
            return
        ended = len(self._results)
        span = self._times[-1] - self._times[0]
        rate = (len(self._times) - 1) / span if span > 0 else 0.0
        left = max(self.expected - ended, 0) / rate if rate else None
        count = self._counts
        self._tell(
            Progress(
                self.expected, ended, count["done"], count["set_aside"], count["duplicate"],
                ended - count["done"] - count["set_aside"] - count["duplicate"], rate, left, last,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How a batch ended. `rows` are those of the summary, sorted by deadline."""

    folder: Path
    out: Path
    results: Sequence[Result]
    rows: Sequence[Mapping[str, Any]]
    seconds: float

    def count(self, state: str) -> int:
        """How many bundles ended so: done, set_aside, duplicate or pending."""
        return sum(result.state == state for result in self.results)

    @property
    def exit_code(self) -> ExitCode:
        """4 when some letters were set aside or could not be ended, else 0."""
        ended = self.count("done") + self.count("duplicate")
        return ExitCode.OK if ended == len(self.results) else ExitCode.PARTLY_SET_ASIDE

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: counts, and for each letter its state and code."""
        return {
            "folder": str(self.folder),
            "out": str(self.out),
            "counts": {s: self.count(s) for s in ("done", "set_aside", "duplicate", "pending")},
            "fresh": sum(result.fresh for result in self.results),
            "seconds": round(self.seconds, 2),
            "exit_code": int(self.exit_code),
            "letters": [
                {
                    "source": r.key,
                    "state": r.state,
                    "case_id": r.case_id,
                    "code": r.code,
                    "message": r.message,
                }
                for r in self.results
            ],
        }
