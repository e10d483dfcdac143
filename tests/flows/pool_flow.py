"""The batch flow with the light worker, for a pool of many worker processes."""

import datetime as dt
import os
from pathlib import Path

from prefect import flow

from pipeline.batch.folder import run_batch
from pipeline.flows.runs import in_flow
from pipeline.record import Ledger
from tests.ledger.light import LightLoad


@flow(name="light batch", persist_result=False)
def light(folder: str, out: str, log: str, seconds: float) -> None:
    """One share of a batch; the ledger's URL comes from the environment, as in `deployed.batch`."""
    with Ledger(os.environ["IMRKIT_LEDGER"]) as ledger:
        run_batch(
            Path(folder), Path(out), ledger=ledger, as_of=dt.date(2026, 3, 1), workers=1,
            load=LightLoad(seconds, Path(log)), carry=in_flow,
        )  # fmt: skip
