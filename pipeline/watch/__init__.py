"""The watched folder: what is dropped there becomes a case, a named problem or a duplicate. Nothing else.

A scan of the folder beside the ledger is the only source of truth; events of the file system merely wake it
sooner. So start-up, missed events, network shares and `--once` are one and the same code.
"""

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.crew import Crew
from pipeline.batch.desk import Desk, Ready, Result
from pipeline.batch.listing import FoundBundle, check_folders, list_folder, lone_facts
from pipeline.batch.spread import Carry, spread_inline
from pipeline.batch.sweep import sweep
from pipeline.batch.work import Load, LoadKit
from pipeline.errors import ExitCode, PassingError
from pipeline.models.facts import Facts
from pipeline.record import CLOSED, Entry, FileEntry, Ledger, State
from pipeline.summary import write_summary
from pipeline.watch.intake import ELSEWHERE, Intake
from pipeline.watch.stability import Rules, Sighting, observe
from pipeline.watch.structure import looks_whole

_AT_ONCE = 200  # bundles between two looks at the folder
_LONGEST_WAIT = 300.0  # seconds, between tries of what does not pass
_TRIES = 4  # with `--once`, before what does not pass is left for the next run
_SHORTEST_LOOK = 0.25  # seconds between two looks, however many events there are
_ALONE = "{}: facts without a letter of that name beside them. They wait for it; drop the letter too."
_SUMMARY_SHARE = 20  # the summary is written at most for a twentieth of the time


@dataclass(frozen=True, slots=True)
class WatchResult:
    """What one run of the watcher brought to an end, by state, and what it had to leave pending."""

    counts: dict[str, int]
    left: tuple[str, ...]

    @property
    def exit_code(self) -> ExitCode:
        """4 when something was set aside or left pending, else 0."""
        return ExitCode.PARTLY_SET_ASIDE if self.counts.get("set_aside") or self.left else ExitCode.OK


def watch(
    inbox: Path,
    out: Path,
    *,
    ledger: Ledger,
    once: bool = False,
    facts: Facts | None = None,
    as_of: Callable[[], dt.date] = dt.date.today,
    workers: int = 1,
    load: Load | None = None,
    recipe: str | None = None,
    carry: Carry = spread_inline,
    ignore: Sequence[str] = (),
    rules: Rules | None = None,
    interval: float = 5.0,
    events: bool = True,
    seconds_per_letter: float = 600.0,
    on_result: Callable[[Result], None] | None = None,
    on_notice: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> WatchResult:
    """Take in what is dropped in `inbox` until `stop` is set (or, with `once`, until all is worked off).

    Seconds everywhere. `as_of` is asked at each look, so that a watcher that runs for weeks counts from the
    day it is. `on_notice` is told what a person should know (a share that is gone). Several watchers, on
    several machines, may share an inbox. Raises UsageError for impossible folders, NotReadyError when the
    workers cannot start; on KeyboardInterrupt what was finished is kept and the rest is pending.
    """
    inbox, out = check_folders(inbox, out)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(out)
    load = load or LoadKit()
    recipe = recipe if recipe is not None else load.recipe() if isinstance(load, LoadKit) else ""
    rules = rules or Rules()
    if once:
        rules = Rules(rules.settle, min(rules.patience, 3 * rules.settle))
    crew = Crew(workers, load, seconds_per_job=seconds_per_letter)
    desk = Desk(ledger, crew, out=out, facts=facts or Facts(), as_of=as_of(), recipe=recipe)
    stop, wake = stop or threading.Event(), threading.Event()
    with desk, crew:
        watcher = _Watcher(inbox, out, ledger, desk, rules, ignore, carry, workers)
        watcher.tell = on_result or (lambda _: None)
        watcher.notice = on_notice or (lambda _: None)
        if events and not once:
            threading.Thread(target=_listen, args=(inbox, wake, stop), daemon=True).start()
        try:
            while not stop.is_set():
                desk.as_of = as_of()
                pause = watcher.look(time.monotonic(), interval)
                if once and watcher.quiet():
                    break
                stop.wait(_SHORTEST_LOOK)
                wake.wait(max(0.0, pause - _SHORTEST_LOOK))
                wake.clear()
        finally:
            stop.set()
            with suppress(PassingError, OSError):
                write_summary(ledger, out, as_of=desk.as_of)
            with suppress(PassingError, OSError, LookupError):  # what stays lies in nobody's way
                watcher.intake.sweep()
    return WatchResult(dict(watcher.counts), watcher.left())


class _Watcher:
    """What is remembered between two looks. All of it can be lost: the ledger and the folders hold the truth."""

    def __init__(
        self,
        inbox: Path,
        out: Path,
        ledger: Ledger,
        desk: Desk,
        rules: Rules,
        ignore: Sequence[str],
        carry: Carry,
        workers: int,
    ) -> None:
        self.inbox, self.out, self.ledger, self.rules = inbox, out, ledger, rules
        self.ignore, self.carry, self.workers, self.desk = ignore, carry, workers, desk
        self.intake = Intake(ledger, desk, inbox, out)
        self.tell: Callable[[Result], None] = lambda _: None
        self.notice: Callable[[str], None] = lambda _: None
        self.counts: Counter[str] = Counter()
        self._device = inbox.stat().st_dev
        self._seen: dict[str, Sighting] = {}
        self._ids: dict[str, int] = {}
        self._open: dict[str, str] = {}  # what is pending, and why
        self._tries: dict[int, tuple[int, float]] = {}  # failures so far, and not before when (monotonic)
        self._told: set[str] = set()
        self._away = 0
        self._busy = False
        self._summary_due = 0.0
        self._looked = 0.0  # a slow machine may be long at it: what counts is what the last look saw

    def look(self, now: float, interval: float) -> float:
        """One scan and what follows from it; gives the seconds until the next is due."""
        self._looked = now
        try:
            due = self._scan(now)
            self._away = 0
        except (OSError, PassingError) as trouble:
            self._away += 1
            why = trouble.message if isinstance(trouble, PassingError) else str(trouble.strerror)
            self.notice(f"The inbox or the ledger is away ({why}). Nothing is lost; looking again.")
            return float(min(interval * 2**self._away, _LONGEST_WAIT))
        results = 0
        for result in self.carry((Ready(n, key, ()) for key, n in due), self.intake.advance, self.workers):
            results += self._settled(result, dict(due), time.monotonic())
        if results:
            self._summarize()
        self._busy = bool(due)
        if due:
            return 0.0
        waiting = bool(self._seen) or bool(self._tries)
        return min(interval, self.rules.settle) if waiting else interval

    def _scan(self, now: float) -> list[tuple[str, int]]:
        """The bundles that can be moved along now, as (key, number)."""
        unfinished = self.ledger.unfinished(str(self.inbox), str(self.out))
        if self.inbox.stat().st_dev != self._device:
            raise PassingError("another disk is mounted there")
        everything = list_folder(self.inbox, self.ignore)
        self._say_once(everything)
        listing = [bundle for bundle in everything if bundle.files]
        by_key = {bundle.key: bundle for bundle in listing}
        for row in unfinished:
            if row.state == State.SEEN and row.key not in by_key:
                self.ledger.back(row.id, State.GONE)
        before = self._seen
        self._seen, settled = observe(before, listing, now, self.rules, looks_whole)
        news = [b for b in listing if before.get(b.key) is None or before[b.key] != self._seen[b.key]]
        if news:
            ids = self.ledger.see(str(self.inbox), str(self.out), [_entry(bundle) for bundle in news])
            self._ids.update(zip((bundle.key for bundle in news), ids, strict=True))
        self._ids = {key: self._ids[key] for key in by_key}
        still = {row.id for row in unfinished} | set(
            self._ids.values()
        )  # the rest was ended by another watcher
        self._tries = {number: tried for number, tried in self._tries.items() if number in still}
        due: dict[int, str] = {}
        for row in unfinished:  # first what was begun
            if row.state != State.SEEN and self._may_try(row.id, now):
                due[row.id] = row.key
        for bundle in [*settled, *(b for b in listing if b.refused)]:
            number = self._ids[bundle.key]
            if self._may_try(number, now):
                due.setdefault(number, bundle.key)
        self.intake.found = {self._ids[key]: bundle for key, bundle in by_key.items()}
        uses = Counter(facts.path for bundle in listing for facts in bundle.facts)
        self.intake.shared_facts = frozenset(path for path, count in uses.items() if count > 1)
        self._open = {bundle.key: "not yet at rest" for bundle in listing}
        self._open |= {
            row.key: row.message or "not finished" for row in unfinished if row.state != State.SEEN
        }
        return [(key, number) for number, key in list(due.items())[:_AT_ONCE]]

    def _say_once(self, everything: Sequence[FoundBundle]) -> None:
        """What lies there and cannot be taken, when it is first seen."""
        closed = {bundle.refused[1] for bundle in everything if not bundle.files and bundle.refused}
        alone = {_ALONE.format(name) for name in lone_facts(self.inbox, everything)}
        for notice in sorted((closed | alone) - self._told):
            self.notice(notice)
        self._told = closed | alone

    def _may_try(self, number: int, now: float) -> bool:
        return now >= self._tries.get(number, (0, 0.0))[1]

    def _settled(self, result: Result, due: dict[str, int], now: float) -> int:
        """Count a result; what is pending gets a later turn."""
        number = due[result.key]
        if result.state in CLOSED:
            self.counts[result.state] += 1
            self._tries.pop(number, None)
            self._forget(result.key)
        elif result.state == State.GONE:
            self._forget(result.key)
        else:
            tries = self._tries.get(number, (0, 0.0))[0] + 1
            wait = 1.0 if result.code == ELSEWHERE else min(2.0 ** (tries - 1), _LONGEST_WAIT)
            self._tries[number] = (tries, now + wait)
            self._open[result.key] = result.message or "not finished"
            if result.code == ELSEWHERE:
                self._open.pop(result.key)  # another process will end it, and tell
        if result.code != ELSEWHERE:
            self.tell(result)
        return int(result.state in CLOSED)

    def _forget(self, key: str) -> None:
        self._open.pop(key, None)
        self._seen.pop(key, None)

    def quiet(self) -> bool:
        """With `--once`: the last look found nothing to do, and nothing is left that could still come to an end."""
        if self._busy or self._away:
            return self._away >= _TRIES
        trying = any(tries < _TRIES for tries, _ in self._tries.values())
        given_up = {key for key, number in self._ids.items() if number in self._tries}
        young = 2 * self.rules.patience
        growing = any(self._looked - s.first < young for key, s in self._seen.items() if key not in given_up)
        return not trying and not growing

    def left(self) -> tuple[str, ...]:
        """What stays pending, each with its reason."""
        return tuple(f"{key}: {why}" for key, why in sorted(self._open.items()))

    def _summarize(self) -> None:
        begun = time.monotonic()
        if begun < self._summary_due:
            return
        with suppress(PassingError, OSError):
            write_summary(self.ledger, self.out, as_of=self.desk.as_of)
        ended = time.monotonic()
        self._summary_due = ended + _SUMMARY_SHARE * (ended - begun)


def _entry(bundle: FoundBundle) -> Entry:
    files = tuple(FileEntry(f.source, f.bytes, f.mtime_ns, f.inode) for f in bundle.files)
    return Entry(bundle.key, files, bundle.facts[0].source if bundle.facts else None, bundle.refused)


def _listen(inbox: Path, wake: threading.Event, stop: threading.Event) -> None:
    """Events only wake the scan; where there are none (a share, no watches left) polling does all."""
    import watchfiles

    with suppress(Exception):
        for _ in watchfiles.watch(inbox, stop_event=stop, debounce=400, raise_interrupt=False):
            wake.set()


__all__ = ["Rules", "WatchResult", "watch"]
