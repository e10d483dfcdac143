"""The Prefect door: the same work as one flow run a batch or scan and one task a letter.

Prefect is imported only inside these functions, after its telemetry is off. Without a server all work is
done inline, and says so: the audit trail is the ledger, what Prefect shows is best effort.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.desk import Ready, Result
from pipeline.batch.spread import Carry, Settle, spread_inline
from pipeline.errors import PassingError
from pipeline.flows.env import prepare
from pipeline.flows.server import ensure, find, stop

if TYPE_CHECKING:
    from pipeline.models.case import Case
    from pipeline.models.facts import Facts
    from pipeline.run import Kit


def carry_for(engine: str, *, data: Path, name: str = "batch", say: Callable[[str], None] = print) -> Carry:
    """How bundles are handed to the desk.

    `inline`: without Prefect. `prefect`: as flow runs called `name`, on the server that PREFECT_API_URL names,
    else on our own in `data`, started if need be and left running. `auto`: as flow runs if such a server
    answers already, else inline. `say` is told where the runs can be seen, or why there are none.
    """
    if engine == "inline":
        return spread_inline

    def carry(ready: Iterable[Ready], settle: Settle, workers: int) -> Iterator[Result]:
        bundles = iter(ready)
        first = next(bundles, None)
        if first is not None:  # a run with nothing to do does not pay for Prefect
            yield from _carry_now(engine, data, name, say)(chain([first], bundles), settle, workers)

    return carry


def _carry_now(engine: str, data: Path, name: str, say: Callable[[str], None]) -> Carry:
    prepare(data)
    try:
        server = ensure(data) if engine == "prefect" else find(data)
    except PassingError as trouble:
        say(f"Working without Prefect: {trouble.message}.")
        return spread_inline
    if server is None:
        if os.environ.get("PREFECT_API_URL"):
            say("Working without Prefect: the server at PREFECT_API_URL does not answer.")
        return spread_inline
    say(f"Runs are shown at {server.page}/runs")
    from pipeline.flows.runs import carry_by

    return carry_by(server.url, name, say)


def run_by_hand(
    letters: Sequence[Path],
    *,
    out: Path,
    facts: "Facts",
    as_of: dt.date,
    kit: "Kit",
    data: Path,
    password: str | None = None,
    say: Callable[[str], None] = print,
) -> "Case":
    """One case as a flow run with one task; without Prefect when there is none. Raises what `process` raises."""
    from pipeline.run import process

    def work() -> "Case":
        return process(letters, out=out, facts=facts, as_of=as_of, kit=kit, password=password)

    prepare(data)
    try:
        server = ensure(data)
    except PassingError as trouble:
        say(f"Working without Prefect: {trouble.message}.")
        return work()
    from pipeline.flows.runs import by_hand

    return by_hand(server.url, work, say)


def serve(
    out: Path,
    *,
    data: Path,
    inbox: Path | None = None,
    workers: int | None = None,
    ledger: str | None = None,
    every: float = 60.0,
    say: Callable[[str], None] | None = None,
) -> None:
    """Register the deployments (by hand, batch, watched folder) and run what is asked of them, until stopped.

    With an `inbox`, it is looked at `every` so many seconds. The ledger's URL may hold a password, so it goes
    through the environment and never into Prefect's records. Raises PassingError when there is no server.
    """
    prepare(data)
    if ledger:
        os.environ["IMRKIT_LEDGER"] = ledger
    server = ensure(data)
    os.environ["PREFECT_API_URL"] = server.url
    page = f"Prefect's page: {server.page}/deployments"
    say(page) if say else print(page, flush=True)  # at once, also into a file
    from pipeline.flows.deployed import serve_all

    try:
        serve_all(out.absolute(), inbox.absolute() if inbox else None, workers, every)
    finally:
        if server.started:
            os.environ.pop("PREFECT_API_URL")
            stop(data)


def deploy(pool: str, *, data: Path, say: Callable[[str], None] = print) -> str:
    """Register the batch for the workers of a pool; gives the deployment's name. Raises PassingError."""
    prepare(data)
    os.environ["PREFECT_API_URL"] = ensure(data).url
    from pipeline.flows.deployed import register

    name = register(pool)
    say(f"Registered {name}. On each machine: prefect worker start --pool {pool}")
    return name


def share(folder: Path, out: Path, *, shares: int, data: Path, as_of: dt.date | None = None) -> list[str]:
    """Start a batch as so many runs on the pool that `deploy` registered; gives their end states."""
    prepare(data)
    os.environ["PREFECT_API_URL"] = ensure(data).url
    from pipeline.flows.deployed import start_shares

    day = {"as_of": as_of.isoformat()} if as_of else {}
    return start_shares("batch/many", shares, {"folder": str(folder), "out": str(out), **day})


__all__ = ["carry_for", "deploy", "ensure", "find", "prepare", "run_by_hand", "serve", "share", "stop"]
