"""A watcher in a process of its own, to be killed: python -m tests.watch.runner INBOX OUT URL LOG [SECONDS]."""

import datetime as dt
import json
import os
import sys
from pathlib import Path

from pipeline.batch import spread
from pipeline.record import Ledger
from pipeline.watch import Rules, watch
from tests.ledger.light import LightLoad


def main() -> int:
    if "QUICK" in os.environ:  # seconds between tries of what can pass
        spread.BACK_OFF = (0.05, 0.1, 0.2)
    inbox, out, url, log, seconds = [*sys.argv[1:], "0.005"][:5]
    told: list[tuple[str, str]] = []
    with Ledger(url) as ledger:
        result = watch(
            Path(inbox),
            Path(out),
            ledger=ledger,
            once=True,
            as_of=lambda: dt.date(2026, 3, 1),
            workers=2,
            load=LightLoad(float(seconds), Path(log)),
            rules=Rules(0.1, 0.2),
            interval=0.2,
            on_result=lambda result: told.append((result.key, result.state)),
        )
    print(json.dumps({"told": told, "counts": result.counts}))
    return int(result.exit_code)


if __name__ == "__main__":
    sys.exit(main())
