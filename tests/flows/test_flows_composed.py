"""The services of compose.yaml with a real PostgreSQL: started, registered, worked, as docs/many-machines.md tells."""

import json
import shutil
import socket
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from pipeline.record import Ledger
from tests.flows.composed import GIVEN, Composed, compose

pytestmark = [pytest.mark.prefect, pytest.mark.postgres, pytest.mark.slow]
LETTERS = (
    "01-hmo-appeal-upheld.pdf",
    "01-hmo-appeal-upheld.facts.yaml",
    "02-first-denial-mri.pdf",
    "10-damaged.pdf",
)


def test_two_workers_share_a_folder_as_the_file_says(pg: str, samples: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with psycopg.connect(pg, autocommit=True) as link:
        link.execute("CREATE DATABASE composed")  # that of POSTGRES_DB, by another name: the server is shared
        link.execute(
            compose()["configs"]["second-database"]["content"].replace("prefect", "composed_prefect")
        )
    place = pg.rpartition("@")[2].rpartition("/")[0]
    (tmp_path / "letters").mkdir()
    for name in LETTERS:
        shutil.copy(samples / name, tmp_path / "letters" / name)
    mounts = dict(line.split(":")[1::-1] for line in compose()["services"]["worker"]["volumes"])
    assert mounts == {"/letters": GIVEN["IMRKIT_LETTERS"], "/out": GIVEN["IMRKIT_OUT"]}
    here = {
        "@database/imrkit": f"@{place}/composed",
        "@database/prefect": f"@{place}/composed_prefect",
        "http://server:4200": f"http://127.0.0.1:{port}",
        "http://127.0.0.1:4200": f"http://127.0.0.1:{port}",
        "0.0.0.0": f"127.0.0.1 --port {port}",
        "/home/imrkit": str(tmp_path / "homes"),
    }
    group = Composed(tmp_path / "homes", here)
    with group.up("server") as [server]:
        assert group.healthy("server"), group.log("server")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ui-settings", timeout=30) as page:
            assert json.loads(page.read())["api_url"] == "/api", "a browser outside knows no host `server`"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            assert b"<html" in page.read()
        assert group.start("register").wait(120) == 0, group.log("register")
        with group.up("worker", 2) as workers:
            asked = ["prefect", "deployment", "run", "batch/many"]
            asked += ["--param", f"folder={tmp_path}/letters", "--param", f"out={tmp_path}/out"]
            for number in (1, 2):
                assert group.start("worker", *asked, number=number).wait(60) == 0, group.log("worker", number)
            with Ledger(f"postgresql://imrkit@{place}/composed") as ledger:
                totals = until_ended(ledger, tmp_path / "out", 3)
            assert totals == {"pending": 0, "done": 2, "set_aside": 1, "duplicate": 0}, group.log("worker")
            assert [server.poll(), *(worker.poll() for worker in workers)] == [None] * 3
    assert len(list((tmp_path / "out" / "cases").glob("*/case.json"))) == 2
    assert not list(tmp_path.rglob("imrkit.db")), "the ledger is in PostgreSQL"


def until_ended(ledger: Ledger, out: Path, letters: int) -> dict[str, int]:
    """The totals, once all letters have ended and the table of them is written."""
    end = time.monotonic() + 150
    while time.monotonic() < end:
        totals = ledger.totals()
        if sum(totals.values()) == letters and not totals["pending"] and (out / "summary.xlsx").exists():
            break
        time.sleep(0.3)
    return totals
