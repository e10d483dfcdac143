"""Every door once, with a real letter: python -m tests.flows.road LETTER FOLDER. Prints what each gave.

Meant to be run where nothing can leave the machine (see test_flows_private.py).
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

IMRKIT = [sys.executable, "-c", "from pipeline.cli import main; main()"]
DAY = ["--as-of", "2026-03-20"]


def door(*words: str, codes: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run([*IMRKIT, *words], capture_output=True, text=True, timeout=240, check=False)
    if done.returncode not in codes:
        raise SystemExit(f"imrkit {words[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def main() -> None:
    letter, top = Path(sys.argv[1]), Path(sys.argv[2])
    for name in ("batch", "watch"):
        (top / name).mkdir()
        (top / name / letter.name).write_bytes(letter.read_bytes())
    gave: dict[str, object] = {}
    by_hand = json.loads(door("run", str(letter), "--out", str(top / "hand"), "--json", *DAY))
    gave["run"] = by_hand["case_id"]
    gave["extract"] = json.loads(door("extract", str(letter)))["case_id"]
    told = door("batch", str(top / "batch"), "--out", str(top / "out"), "--engine", "prefect", "--json", *DAY)
    gave["batch"] = json.loads(told[told.index("{") :])["letters"][0]["case_id"]
    gave["prefect"] = _flow_runs()
    door("watch", str(top / "watch"), "--out", str(top / "watched"), "--once", "--settle", "0.2", *DAY)
    gave["watch"] = json.loads(door("cases", "list", "--json", "--out", str(top / "watched")))[0]["case_id"]
    gave["review"] = _corrected(top / "out", by_hand["case_id"])
    print(json.dumps(gave))


def _flow_runs() -> int:
    """How many runs the server knows that the batch has started."""
    noted = json.loads((Path(os.environ["IMRKIT_DATA"]) / "prefect" / "server.json").read_text())
    request = urllib.request.Request(
        f"{noted['url']}/flow_runs/count", b"{}", {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.read())


def _corrected(out: Path, case_id: str) -> int:
    """Correct a value on the review page; gives how many versions the case has then."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    page = subprocess.Popen(
        [*IMRKIT, "review", "--out", str(out), "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        html = _fetched(f"http://127.0.0.1:{port}/cases/{case_id}")
        held = {name: re.search(rf'name="{name}" value="([^"]+)"', html) for name in ("token", "version")}
        form = {name: found[1] for name, found in held.items() if found}
        form |= {"f.member_id": "CORRECTED-1", "who": "Ana"}
        _fetched(f"http://127.0.0.1:{port}/cases/{case_id}", urllib.parse.urlencode(form).encode())
        return len(json.loads(door("cases", "show", case_id, "--out", str(out), "--json"))["versions"])
    finally:
        page.terminate()
        page.wait(20)


def _fetched(address: str, data: bytes | None = None) -> str:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, data, timeout=60) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


if __name__ == "__main__":
    try:
        main()
    finally:
        door("serve", "--stop")
