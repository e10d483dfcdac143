"""The local Prefect server: found if it runs, else started, kept in the data folder, and left running.

Never Prefect's ephemeral server: that one was measured to lose most task records.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PassingError
from pipeline.flows.env import home, prepare

_FAVORITE_PORT = 4200
_START_SECONDS = 120.0
_LOOK_SECONDS = 3.0
# By default each task's states are three transactions of their own, and every event is stored a second time as an
# event, sent to pages that may watch, and held against automations, of which we have none: most of what Prefect
# costs a letter. Runs, their states and tries are what the page shows of us; its feed of events stays empty.
_FRUGAL = {
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "2",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A Prefect API that answers. `page` is where a person looks."""

    url: str
    pid: int | None = None
    started: bool = False  # by this call

    @property
    def page(self) -> str:
        return self.url.removesuffix("/api")


def answers(url: str) -> bool:
    """Whether a Prefect API answers at `url`."""
    with (
        suppress(OSError, ValueError),
        urllib.request.urlopen(f"{url}/health", timeout=_LOOK_SECONDS) as reply,
    ):
        return bool(reply.status == 200)
    return False


def find(data: Path) -> Server | None:
    """The configured server (PREFECT_API_URL), else ours if it runs; None if neither answers."""
    configured = os.environ.get("PREFECT_API_URL")
    if configured:
        return Server(configured.rstrip("/")) if answers(configured.rstrip("/")) else None
    with suppress(OSError, ValueError, KeyError):
        noted = json.loads((home(data) / "server.json").read_text())
        if answers(noted["url"]):
            return Server(noted["url"], noted["pid"])
    return None


def ensure(data: Path) -> Server:
    """Find a server or start one. Raises PassingError when none can be had; work goes on without."""
    if os.environ.get("PREFECT_API_URL"):
        found = find(data)
        if found is None:
            raise PassingError("the Prefect server at PREFECT_API_URL does not answer")
        return found
    with _only_one(home(data) / "server.lock"):
        return find(data) or _start(data)


def stop(data: Path) -> bool:
    """Stop the server that we keep in `data`; False if none runs."""
    found = find(data)
    if found is None or found.pid is None:
        return False
    with suppress(ProcessLookupError):
        os.killpg(found.pid, signal.SIGTERM)
    end = time.monotonic() + 15
    while answers(found.url) and time.monotonic() < end:
        time.sleep(0.2)
    (home(data) / "server.json").unlink(missing_ok=True)
    return True


def _start(data: Path) -> Server:
    folder = home(data)
    port = _free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = {**_FRUGAL, **prepare(data, dict(os.environ))}
    environment.update(
        {"PREFECT_HOME": str(folder), "PREFECT_API_URL": url, "PREFECT_SERVER_UI_API_URL": url}
    )
    environment["PREFECT_SERVER_UI_STATIC_DIRECTORY"] = str(
        folder / "page"
    )  # we may be installed by another user
    command = [
        sys.executable,
        "-m",
        "pipeline.flows.lean",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    log_path = folder / "server.log"
    descriptor = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True
        )
    end = time.monotonic() + _START_SECONDS
    while not answers(url):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            raise PassingError(f"the local Prefect server did not start; its log is {log_path}")
        time.sleep(0.2)
    (folder / "server.json").write_text(json.dumps({"url": url, "pid": process.pid}))
    return Server(url, process.pid, started=True)


def _free_port() -> int:
    """4200, where people look for Prefect, else any."""
    for wanted in (_FAVORITE_PORT, 0):
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", wanted))
            return int(probe.getsockname()[1])
    raise PassingError("no free port for the Prefect server")


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Two batches at once start one server between them."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
