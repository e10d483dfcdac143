"""The flows that a Prefect server can start: by hand, batch, watched folder. Each is a door of its own.

Parameters are folders, dates and numbers, kept in clear by Prefect; ledger and settings come from the
environment of whoever serves them.
"""

import datetime as dt
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from prefect import Flow, flow, get_client, serve
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, State
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Completed, Failed
from prefect.types.entrypoint import EntrypointType

from pipeline.batch.desk import Ready, Result
from pipeline.batch.folder import run_batch
from pipeline.batch.spread import Carry, Settle
from pipeline.batch.work import LoadKit
from pipeline.errors import BadInputError
from pipeline.facts_file import load as load_facts
from pipeline.flows.runs import final_state, in_flow, run_name, show_table
from pipeline.models.facts import Facts
from pipeline.record import Ledger
from pipeline.settings import Settings
from pipeline.watch import Rules, watch

_POLL_SECONDS = 0.5


@flow(name="by hand", flow_run_name=run_name("by hand"), persist_result=False)
def by_hand(letters: list[str], out: str, facts: str | None = None, as_of: str | None = None) -> State[Any]:
    """One case of the letters given (paths on the machine that runs it)."""
    from pipeline.run import Kit, process

    settings = Settings()
    paths, folder = [Path(letter) for letter in letters], Path(out)
    given = load_facts(Path(facts)) if facts else Facts()
    try:
        with (
            Kit.load(limits=settings.limits(), law=settings.law, templates=settings.templates) as kit,
            _ledger(settings, folder) as ledger,
        ):
            case = process(paths, out=folder, facts=given, as_of=_day(as_of), kit=kit)
            ledger.save_case(case, paths, who="flow", out=folder)
    except BadInputError as bad:
        return Failed(message=f"The letter could not be used: {bad.code}")
    return Completed(message=f"case {case.case_id}")


@flow(name="batch", flow_run_name=run_name("batch"), persist_result=False)
def batch(
    folder: str,
    out: str,
    facts: str | None = None,
    as_of: str | None = None,
    workers: int | None = None,
    resume: bool = False,
) -> State[Any]:
    """Every letter of a folder. Started several times at once, on one machine or many, the runs share the work."""
    settings, results = Settings(), list[Result]()
    with _ledger(settings, Path(out)) as ledger:
        run_batch(
            Path(folder),
            Path(out),
            ledger=ledger,
            as_of=_day(as_of),
            facts=load_facts(Path(facts)) if facts else None,
            workers=_workers(workers, settings),
            resume=resume,
            load=_load(settings),
            carry=_noting(results),
            seconds_per_letter=settings.seconds_per_letter,
        )
    show_table(results)
    return final_state(results)


@flow(name="watch", flow_run_name=run_name("watch"), persist_result=False)
def look(inbox: str, out: str, workers: int | None = None, settle: float = 5.0) -> State[Any]:
    """Work off what lies in a watched folder."""
    settings, results = Settings(), list[Result]()
    with _ledger(settings, Path(out)) as ledger:
        watch(
            Path(inbox),
            Path(out),
            ledger=ledger,
            once=True,
            workers=_workers(workers, settings),
            load=_load(settings),
            carry=_noting(results),
            rules=Rules(settle),
            seconds_per_letter=settings.seconds_per_letter,
        )
    if results:
        show_table(results)
    return final_state(results)


def serve_all(out: Path, inbox: Path | None, workers: int | None, every: float) -> None:
    """Register all three and run what is asked of them in this machine's processes; returns when stopped."""
    defaults: dict[str, Any] = {"out": str(out), "workers": workers}
    watched = {**defaults, **({"inbox": str(inbox)} if inbox else {})}
    one_at_a_time = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    interval = dt.timedelta(seconds=every) if inbox else None
    # By module, not by file: a run must find the flow whatever folder `serve` was started in.
    common: dict[str, Any] = {"tags": ["imrkit"], "entrypoint_type": EntrypointType.MODULE_PATH}
    deployments: list[Any] = [
        by_hand.to_deployment("by-hand", parameters={"out": str(out)}, **common),
        batch.to_deployment("batch", parameters=defaults, **common),
        look.to_deployment(
            "watch", parameters=watched, interval=interval, concurrency_limit=one_at_a_time, **common
        ),
    ]
    serve(*deployments, pause_on_shutdown=True, print_starting_message=False)


def register(pool: str, shared: Flow[..., Any] = batch) -> str:
    """Register `shared` for the workers of a pool (made if missing); gives the deployment's name.

    Every worker has imrkit installed and sees the same folders; nothing is copied to it.
    """
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    deployment: Any = shared.to_deployment(
        "many", work_pool_name=pool, tags=["imrkit"], entrypoint_type=EntrypointType.MODULE_PATH
    )
    deployment.apply()
    return f"{shared.name}/many"


def start_shares(deployment: str, shares: int, parameters: dict[str, Any]) -> list[str]:
    """Start so many runs of the same batch; each takes what the others have not. Waits; gives their end states."""
    runs: list[Any] = [
        run_deployment(deployment, parameters=parameters, timeout=0, as_subflow=False) for _ in range(shares)
    ]
    states: dict[Any, str] = {}
    with get_client(sync_client=True) as client:
        while len(states) < shares:
            for run in runs:
                state = client.read_flow_run(run.id).state
                if state is not None and state.is_final():
                    states[run.id] = state.type.value
            time.sleep(_POLL_SECONDS)
    return [states[run.id] for run in runs]


def _noting(results: list[Result]) -> Carry:
    """`in_flow`, keeping the results for the table."""
    lock = threading.Lock()

    def carry(ready: Iterable[Ready], settle: Settle, workers: int) -> Iterator[Result]:
        for result in in_flow(ready, settle, workers):
            with lock:
                results.append(result)
            yield result

    return carry


def _ledger(settings: Settings, out: Path) -> Ledger:
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Ledger(settings.ledger or f"sqlite:///{(out / 'imrkit.db').absolute()}", who="flow")


def _load(settings: Settings) -> LoadKit:
    return LoadKit(limits=settings.limits(), law=settings.law, templates=settings.templates)


def _workers(asked: int | None, settings: Settings) -> int:
    return asked or settings.workers or os.cpu_count() or 1


def _day(as_of: str | None) -> dt.date:
    return dt.date.fromisoformat(as_of) if as_of else dt.date.today()
