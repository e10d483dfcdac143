"""Bundles as Prefect tasks: one flow run a batch or scan, one task a letter. The only place of tasks.

Prefect stores parameters, names, state messages and artifacts in clear: they carry numbers, case ids and codes,
never a file's name nor a word of a letter. What the tasks work with stays in this process.
"""

import datetime as dt
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.events.clients import PrefectEventsClient
from prefect.events.worker import EventsWorker
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_LOGGING_TO_API_ENABLED,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    temporary_settings,
)
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from pipeline.batch.desk import BusyError, ChangedError, Ready, Result
from pipeline.batch.spread import BACK_OFF, Line, Settle, pending, persist, spread_inline
from pipeline.errors import ImrkitError, MissingToolError, PassingError
from pipeline.flows.server import answers
from pipeline.models.case import Case

_LOOK_SECONDS = 2.0  # between looks whether the server still lives, once the work is done
_MOST_ROWS = 1000  # of the table artifact
_NAMELESS = (
    "Names of files and people are kept out of this page: `summary.xlsx` in the output folder has them, with "
    "links to the packets, and `set_aside/` the reasons."
)


def run_name(kind: str) -> Callable[[], str]:
    """What a run is called on the page: its kind and when it began."""
    return lambda: f"{kind} {dt.datetime.now():%Y-%m-%d %H:%M:%S}"


def in_flow(ready: Iterable[Ready], settle: Settle, workers: int) -> Iterator[Result]:
    """A `Carry` for code that already runs inside a flow: each bundle is one task of it."""
    results: dict[int, Result] = {}
    waiting: dict[int, Ready] = {}

    @task(
        name="letter",
        task_run_name="letter-{number}",
        retries=len(BACK_OFF),
        retry_delay_seconds=list(BACK_OFF),
        retry_condition_fn=_can_pass,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    def letter(number: int) -> None:
        bundle = waiting[number]
        try:
            results[number] = settle(bundle)
        except (BusyError, ChangedError, MissingToolError) as trouble:
            results[number] = pending(bundle, trouble)
        except PassingError as trouble:
            results[number] = pending(bundle, trouble)
            # Prefect keeps this message: it must not name the file.
            raise PassingError(f"Could not be ended now ({trouble.code}); trying again.") from None

    line = Line(ready)
    ended: queue.SimpleQueue[int] = queue.SimpleQueue()
    while True:
        for bundle in line.next(2 * workers - len(waiting), idle=not waiting):
            waiting[bundle.bundle_id] = bundle
            letter.submit(bundle.bundle_id).add_done_callback(partial(_tell, ended, bundle.bundle_id))
        if not waiting:
            return
        number = ended.get()
        bundle = waiting.pop(number)
        # A task that Prefect itself broke has no result: the letter is done without it.
        result = results.pop(number) if number in results else persist(bundle, settle)
        if not line.later(bundle, result):
            yield result


def carry_by(url: str, name: str, say: Callable[[str], None]) -> Callable[..., Iterator[Result]]:
    """A `Carry` that runs each call as one flow run `name` against the Prefect API at `url`.

    When Prefect fails in the middle, the rest is worked off without it, and `say` is told.
    """

    def carry(ready: Iterable[Ready], settle: Settle, workers: int) -> Iterator[Result]:
        bundles = _Shared(ready)
        out: queue.SimpleQueue[Result | None] = queue.SimpleQueue()
        trouble: list[BaseException] = []
        answered: set[int] = set()

        def run() -> None:
            try:
                with reaching(url):
                    _flow(name, workers, lambda: in_flow(bundles, settle, workers), out.put)()
            except BaseException as error:
                trouble.append(error)
            finally:
                out.put(None)

        thread = threading.Thread(target=run, name="prefect-flow", daemon=True)
        thread.start()
        try:
            while (result := out.get()) is not None:
                answered.add(bundles.number(result.key))
                yield result
        finally:
            bundles.close()
        while thread.is_alive():
            thread.join(_LOOK_SECONDS)
            if thread.is_alive() and not answers(url):
                trouble.append(ConnectionError())  # Prefect would wait for it; all letters are done
                break
        if trouble:
            say(f"Prefect failed ({type(trouble[0]).__name__}); going on without it. Nothing is lost.")
            yield from spread_inline(bundles.rest(answered), settle, workers)

    return carry


def by_hand(url: str, work: Callable[[], Case], say: Callable[[str], None]) -> Case:
    """One case as a flow run with one task. What `work` raises comes out as it is; Prefect's own trouble does not."""
    made: list[Case] = []
    wrong: list[ImrkitError] = []

    @task(name="letter", retries=len(BACK_OFF), retry_delay_seconds=list(BACK_OFF),
          retry_condition_fn=_can_pass, cache_policy=NO_CACHE, persist_result=False)  # fmt: skip
    def letter() -> None:
        wrong.clear()
        try:
            made.append(work())
        except ImrkitError as error:
            wrong.append(error)
            raise type(error)(f"Not done: {error.code}.") from None  # no file names in Prefect's records

    @flow(name="by hand", flow_run_name=run_name("by hand"), persist_result=False)
    def one_case() -> State[Any]:
        state: State[Any] = letter(return_state=True)
        return Completed(message=f"case {made[0].case_id}") if made else state

    try:
        with reaching(url):
            one_case(return_state=True)
    except Exception as trouble:
        say(f"Prefect failed ({type(trouble).__name__}); going on without it.")
    if wrong:
        raise wrong[0]
    return made[0] if made else work()


def reaching(url: str) -> Any:
    """Settings for a flow run in this process. The heartbeat would cost each run up to a second at its end."""
    # By default each event waits seconds for a server that is gone, hundreds of them at the end.
    EventsWorker.set_client_override(PrefectEventsClient, api_url=url, reconnection_attempts=2)
    return temporary_settings(
        {
            PREFECT_API_URL: url,
            PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
            PREFECT_LOGGING_TO_API_ENABLED: False,
            PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False,
        }
    )


def show_table(results: list[Result]) -> None:
    """The batch's table on the Prefect page: case ids, states, codes and dates."""
    results = each(results)
    rows = [
        {
            "case": r.case_id or "",
            "state": r.state.replace("_", " "),
            "code": r.code or "",
            "file by": r.file_by or "",
        }
        for r in sorted(results, key=lambda r: (r.file_by or "9999", r.case_id or ""))
    ]
    more = f" The first {_MOST_ROWS} of {len(rows)}." if len(rows) > _MOST_ROWS else ""
    told = f"Letters of this run.{more} {_NAMELESS}"
    create_table_artifact(rows[:_MOST_ROWS], key="letters", description=told)


def each(results: Iterable[Result]) -> list[Result]:
    """The results, and those of letters that were parted from their folder."""
    return [one for result in results for one in (result, *result.apart)]


def final_state(results: list[Result]) -> State[Any]:
    """The final state of a flow run, with what became of its letters."""
    results = each(results)
    if not results:
        return Completed(message="nothing to do")
    counts = {state: sum(r.state == state for r in results) for state in ("done", "set_aside", "duplicate")}
    told = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in counts.items())
    return Completed(message=f"{told}, {len(results) - sum(counts.values())} pending")


def _flow(
    name: str, workers: int, work: Callable[[], Iterator[Result]], give: Callable[[Result | None], None]
) -> Callable[[], Any]:
    runner: Any = _Forgetful(max_workers=2 * workers)

    @flow(name=name, flow_run_name=run_name(name), task_runner=runner, persist_result=False)
    def letters() -> State[Any]:
        results = []
        for result in work():
            results.append(result)
            give(result)
        give(None)  # the work is done; what follows is only for Prefect's page
        show_table(results)
        return final_state(results)

    return lambda: letters(return_state=True)


def _can_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Only what can pass is tried again; `state.data` holds the exception, in this process."""
    try:
        state.result(raise_on_failure=True)
    except PassingError:
        return True
    except Exception:
        return False
    return False


def _tell(ended: "queue.SimpleQueue[int]", number: int, _future: Any) -> None:
    ended.put(number)


class _Forgetful(ThreadPoolTaskRunner):  # type: ignore[type-arg]
    """Lets go of what it keeps of a task once it has ended; Prefect's keeps it for as long as the flow runs."""

    def submit(self, *args: Any, **options: Any) -> Any:
        """As in the runner that this one is."""
        future = super().submit(*args, **options)
        future.add_done_callback(self._forget)
        return future

    def cancel_all(self) -> None:
        """As there, of a list that tasks that end meanwhile do not shorten."""
        running, self._cancel_events = list(self._cancel_events.values()), {}
        for event in running:
            event.set()
        super().cancel_all()

    def _forget(self, ended: Any) -> None:
        self._cancel_events.pop(ended.task_run_id, None)


class _Shared:
    """The bundles of one carry, remembered until they are answered, so that none is lost when a flow breaks."""

    def __init__(self, ready: Iterable[Ready]) -> None:
        self._source = iter(ready)
        self._given: dict[str, Ready] = {}
        self._closed = False
        self._lock = threading.Lock()

    def __iter__(self) -> "_Shared":
        return self

    def __next__(self) -> Ready:
        with self._lock:
            if self._closed:
                raise StopIteration
            bundle = next(self._source)
            self._given[bundle.key] = bundle
            return bundle

    def number(self, key: str) -> int:
        """The bundle's number; it need not be remembered any longer."""
        return self._given.pop(key).bundle_id

    def close(self) -> None:
        """Give no more to the flow."""
        self._closed = True

    def rest(self, answered: set[int]) -> Iterator[Ready]:
        """What was given and not answered, then what was never given."""
        yield from (b for b in self._given.values() if b.bundle_id not in answered)
        yield from self._source
