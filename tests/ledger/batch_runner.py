"""A batch in a process of its own: python -m tests.ledger.batch_runner FOLDER OUT URL LOG SECONDS [wait]."""

import datetime as dt
import sys
from pathlib import Path

from pipeline.batch.folder import run_batch
from pipeline.record import Ledger
from tests.ledger.light import LightLoad


def main() -> int:
    folder, out, url, log, seconds, *wait = sys.argv[1:]
    if wait:
        print("ready", flush=True)
        sys.stdin.readline()
    with Ledger(url) as ledger:
        result = run_batch(
            Path(folder), Path(out), ledger=ledger, as_of=dt.date(2026, 3, 1), workers=2,
            load=LightLoad(float(seconds), Path(log)),
        )  # fmt: skip
    print(result.as_dict()["counts"])
    return int(result.exit_code)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
