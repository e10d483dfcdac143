"""Batches and scans as Prefect flows on a real server; without one, the work goes on."""

import contextlib
import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.folder import run_batch
from pipeline.flows import carry_for, find
from pipeline.flows.server import Server, answers, ensure, stop
from pipeline.record import Ledger
from pipeline.watch import Rules, watch
from tests.ledger.light import LightLoad, letter

pytestmark = pytest.mark.prefect
DAY = dt.date(2026, 3, 1)
TOP = Path(__file__).parents[2]
CANARY = "Xanthippe Canary"


def asked(server: Server, path: str, **body: Any) -> Any:
    """What Prefect's API answers. While its database is locked it says 503, and Prefect's own clients ask again."""
    request = urllib.request.Request(
        f"{server.url}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    for pause in (1, 2, 4, None):
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return json.loads(reply.read())
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE or pause is None:
                raise
            time.sleep(pause)


def until(wanted: int, server: Server, path: str, **body: Any) -> list[Any]:
    """Records come late: Prefect's recorder lags behind the runs."""
    end = time.monotonic() + 30
    while len(found := asked(server, path, **body)) < wanted and time.monotonic() < end:
        time.sleep(0.3)
    return list(found)


def test_the_server_can_be_imported() -> None:
    """Prefect 3.8 installs with a FastAPI that its server cannot be imported with; the lock file must hold."""
    program = "import prefect.server.api.server"
    assert subprocess.run([sys.executable, "-c", program], cwd=TOP, timeout=120).returncode == 0


def test_our_doors_do_not_pay_for_prefect() -> None:
    program = "import sys, pipeline.flows, pipeline.batch.folder, pipeline.watch; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=TOP, timeout=60).returncode == 0


def test_a_second_batch_finds_the_server_of_the_first(server: Server, data: Path) -> None:
    assert server.started and answers(server.url)
    again = ensure(data)
    assert (again.url, again.started) == (server.url, False)
    assert (data / "prefect" / "server.log").stat().st_mode & 0o077 == 0


@pytest.fixture(scope="module")
def shown(server: Server, data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One batch as a flow run: good letters, a bad one, one that passes at the second try, one that never does."""
    top = tmp_path_factory.mktemp("batch")
    folder, out, told = top / "in", top / "out", list[str]()
    folder.mkdir()
    for n in range(20):
        (folder / f"{CANARY} {n}.pdf").write_bytes(
            letter(f"{CANARY} {n}", member=CANARY, file_by=f"2026-05-{n + 1:02}")
        )
    (folder / "bad.pdf").write_bytes(letter(CANARY, encrypted="1"))
    (folder / "later.pdf").write_bytes(letter(f"%%once {top}/tried"))
    (folder / "never.pdf").write_bytes(letter(f"%%busy {top}/never"))
    with Ledger(f"sqlite:///{top}/ledger.db") as ledger:
        result = run_batch(
            folder, out, ledger=ledger, as_of=DAY, workers=2, load=LightLoad(),
            carry=carry_for("prefect", data=data, name="shown", say=told.append),
        )  # fmt: skip
    runs = until(1, server, "flow_runs/filter", flows={"name": {"any_": ["shown"]}})
    where = {"flow_runs": {"id": {"any_": [runs[0]["id"]]}}}
    ended = {"state": {"type": {"any_": ["COMPLETED", "FAILED"]}}}
    tasks = until(23, server, "task_runs/filter", task_runs=ended, **where)
    return {"result": result, "told": told, "runs": runs, "tasks": tasks, "data": data, "where": where}


def test_one_flow_run_a_batch_and_one_task_a_letter(shown: dict[str, Any]) -> None:
    assert shown["result"].as_dict()["counts"] == {"done": 21, "set_aside": 1, "duplicate": 0, "pending": 1}
    [run] = shown["runs"]
    assert (run["state"]["type"], run["state"]["message"]) == (
        "COMPLETED",
        "21 done, 1 set aside, 0 duplicate, 1 pending",
    )
    assert len(shown["tasks"]) == 23
    assert any("http://127.0.0.1" in line for line in shown["told"])


def test_only_what_can_pass_is_tried_again(shown: dict[str, Any]) -> None:
    counts = sorted(task["run_count"] for task in shown["tasks"])
    assert counts[:21] == [1] * 21, "20 good letters and a bad one: once each"
    assert counts[21] == 2, "tried again, and it passed"
    assert counts[22] == 4, "tried three times again, then left pending"


def test_the_page_has_a_table_of_the_batch(shown: dict[str, Any], server: Server) -> None:
    [artifact] = until(1, server, "artifacts/filter", **shown["where"])
    rows = json.loads(artifact["data"])
    assert len(rows) == 23
    assert [row["file by"] for row in rows[:2]] == ["2026-05-01", "2026-05-02"]
    assert {row["code"] for row in rows} == {"", "encrypted", "passing"}


def test_prefect_s_records_hold_nothing_of_a_letter(shown: dict[str, Any]) -> None:
    time.sleep(1.0)  # let the recorder write
    for path in (shown["data"] / "prefect").rglob("*"):
        if path.is_file():
            assert CANARY.split()[0].encode() not in path.read_bytes(), path.name


def test_a_scan_of_the_watcher_is_a_flow_run(server: Server, data: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(letter("a"))
    with Ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger:
        result = watch(
            tmp_path / "in", tmp_path / "out", ledger=ledger, once=True, as_of=lambda: DAY, load=LightLoad(),
            rules=Rules(0.1), carry=carry_for("prefect", data=data, name="scan"),
        )  # fmt: skip
    assert result.counts == {"done": 1}
    [run] = until(1, server, "flow_runs/filter", flows={"name": {"any_": ["scan"]}})
    assert run["state"]["type"] == "COMPLETED"


def batch_of(top: Path, count: int) -> tuple[Path, Path]:
    folder = top / "in"
    folder.mkdir()
    for n in range(count):
        (folder / f"{n}.pdf").write_bytes(letter(f"letter {n}"))
    return folder, top / "out"


@pytest.mark.parametrize("engine", ["prefect", "auto"])
def test_a_configured_server_that_is_dead_stops_nothing(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{probe.getsockname()[1]}/api")
    folder, out = batch_of(tmp_path, 3)
    told: list[str] = []
    with Ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger:
        carry = carry_for(engine, data=tmp_path / "data", say=told.append)
        result = run_batch(folder, out, ledger=ledger, as_of=DAY, load=LightLoad(), carry=carry)
    assert result.count("done") == 3
    assert told and "without Prefect" in told[0]


def test_auto_starts_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    carry_for("auto", data=tmp_path / "data")
    assert find(tmp_path / "data") is None


@pytest.mark.slow
def test_a_server_that_dies_in_the_middle_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a server of its own, killed when some letters are done."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.delenv("PREFECT_HOME", raising=False)
    own = ensure(tmp_path / "data")
    folder, out = batch_of(tmp_path, 30)
    told: list[str] = []
    log = tmp_path / "log"

    def kill() -> None:
        while not log.exists() or len(log.read_text().splitlines()) < 8:
            time.sleep(0.05)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(own.pid or 0, signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    try:
        with Ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger:
            carry = carry_for("prefect", data=tmp_path / "data", say=told.append)
            result = run_batch(
                folder, out, ledger=ledger, as_of=DAY, workers=2, load=LightLoad(0.1, log), carry=carry
            )
    finally:
        stop(tmp_path / "data")
    assert result.count("done") == 30
    assert len(log.read_text().splitlines()) == 30, "nothing twice"
    assert any("going on without it" in line for line in told), told


@pytest.mark.slow
def test_serve_registers_all_three_and_runs_a_batch(
    server: Server, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sorted(samples.glob("*.pdf"))[0]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / source.name).write_bytes(source.read_bytes())
    program = (
        "import sys; from pathlib import Path; from pipeline.flows import serve;"
        "serve(Path(sys.argv[1]), data=Path(sys.argv[2]), inbox=Path(sys.argv[3]), every=3600)"
    )
    command = [
        sys.executable,
        "-c",
        program,
        str(tmp_path / "out"),
        str(tmp_path / "data"),
        str(tmp_path / "in"),
    ]
    environment = {**os.environ, "PREFECT_API_URL": server.url, "PYTHONPATH": str(TOP)}
    (tmp_path / "elsewhere").mkdir()
    serving = subprocess.Popen(command, cwd=tmp_path / "elsewhere", env=environment, start_new_session=True)
    try:
        ours = {
            "name": {"any_": ["by-hand", "batch", "watch"]}
        }  # other tests register for pools on this server
        deployments = until(3, server, "deployments/filter", deployments=ours)
        assert {d["name"] for d in deployments} == {"by-hand", "batch", "watch"}
        [looked] = [d for d in deployments if d["name"] == "watch"]
        assert [s["schedule"]["interval"] for s in looked["schedules"]] == [3600.0]
        [batch] = [d for d in deployments if d["name"] == "batch"]
        values = {"folder": str(tmp_path / "in"), "as_of": "2026-03-01", "workers": 1}
        run = asked(server, f"deployments/{batch['id']}/create_flow_run", parameters=values)
        end = time.monotonic() + 180
        state = run["state"]
        while state["type"] not in ("COMPLETED", "FAILED", "CRASHED") and time.monotonic() < end:
            time.sleep(0.5)
            [run] = asked(server, "flow_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
            state = run["state"]
    finally:
        os.killpg(serving.pid, signal.SIGTERM)
        serving.wait(30)
    assert (state["type"], state["message"]) == ("COMPLETED", "1 done, 0 set aside, 0 duplicate, 0 pending")
    assert len(list((tmp_path / "out" / "cases").glob("*/case.json"))) == 1


def test_starting_the_program_is_light() -> None:
    """Help, typing errors and `decide` must not wait for what only letters need."""
    program = (
        "import resource, sys, pipeline.cli.app; used = resource.getrusage(resource.RUSAGE_SELF);"
        "print(used.ru_utime + used.ru_stime);"
        "sys.exit(bool({'prefect', 'sqlalchemy', 'spacy', 'fastapi', 'pdfplumber', 'cv2'} & set(sys.modules)))"
    )
    runs = [subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True) for _ in range(3)]
    assert {run.returncode for run in runs} == {0}
    assert min(float(run.stdout) for run in runs) < 0.3, "seconds of CPU"


def test_what_has_a_schedule_is_scheduled(server: Server) -> None:
    """`serve --inbox` looks at the folder by Prefect's schedule: were none made, it would never look."""
    flow = asked(server, "flows/", name="scheduled")["id"]
    hourly = {"schedule": {"interval": 3600, "anchor_date": "2026-03-01T00:00:00Z"}, "active": True}
    asked(server, "deployments/", name="scheduled", flow_id=flow, schedules=[hourly])
    assert until(1, server, "flow_runs/filter", flows={"id": {"any_": [flow]}})


def test_ended_tasks_are_let_go_of(server: Server, tmp_path: Path) -> None:
    """Else what Prefect keeps of each letter would grow until the batch ends."""
    from prefect import flow, task
    from prefect.context import FlowRunContext

    from pipeline.flows.runs import _Forgetful, reaching

    go, seen = threading.Event(), list[int]()

    @task
    def wait() -> None:
        go.wait(30)

    @flow(task_runner=_Forgetful(max_workers=2), persist_result=False)  # type: ignore[arg-type]
    def some() -> None:
        runner: Any = FlowRunContext.get().task_runner  # type: ignore[union-attr]
        futures = [wait.submit() for _ in range(4)]
        seen.append(len(runner._cancel_events))
        go.set()
        [future.wait() for future in futures]
        for _ in range(100 * bool(runner._cancel_events)):
            time.sleep(0.05)  # told right after who waits
        seen.append(len(runner._cancel_events))

    with reaching(server.url):
        some()
    assert seen == [4, 0]
