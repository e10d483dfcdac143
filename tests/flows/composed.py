"""compose.yaml as Compose runs it, on this machine: its commands, its environment, its health checks; no containers."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).parents[2]
GIVEN = {"IMRKIT_DB_PASSWORD": "secret", "IMRKIT_LETTERS": "/share/letters", "IMRKIT_OUT": "/share/out"}


def interpolated(text: str) -> str:
    """As Compose fills variables in: ${NAME}, ${NAME:?why}, $NAME; $$ is a dollar sign."""

    def fill(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name = found[1] or found[2]
        assert name in GIVEN, f"{found[0]} would be filled in from the machine that starts it"
        return GIVEN[name]

    return re.sub(r"\$\$|\$\{(\w+)(?::\?[^}]*)?\}|\$(\w+)", fill, text)


def compose() -> dict[str, Any]:
    """compose.yaml, its variables filled in and its anchors resolved."""
    return dict(yaml.safe_load(interpolated((TOP / "compose.yaml").read_text())))


class Composed:
    """The services on this machine. What containers have of their own is told apart by `here`: host names and ports."""

    def __init__(self, home: Path, here: dict[str, str]) -> None:
        """`here`: what stands in the file, and what it is on this machine."""
        self.home, self.here = home, here
        self.services: dict[str, Any] = compose()["services"]

    def start(self, name: str, *words: str, number: int = 1) -> subprocess.Popen[bytes]:
        """The command of service `name` (or `words` in its container, as by `compose exec`), in a group of its own.

        Its environment is that of the file and nothing else; its home is empty, as in a fresh container.
        """
        command = [self._here(word) for word in words] or self._here(self.services[name]["command"]).split()
        home = self.home / f"{name}-{number}"
        home.mkdir(parents=True, exist_ok=True)
        programs = Path(sys.executable).parent
        told = {key: self._here(value) for key, value in self.services[name]["environment"].items()}
        own = {"PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}
        with (home / "log").open("ab") as log:
            return subprocess.Popen(
                [str(programs / command[0]), *command[1:]], cwd=home, env={**own, **told}, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def healthy(self, name: str) -> bool:
        """Waits as Compose does: its own test, so often and in such pauses as the file says."""
        check = self.services[name]["healthcheck"]
        kind, *command = check["test"]
        assert kind == "CMD"
        for _ in range(check["retries"]):
            if self.start(name, *command).wait(60) == 0:
                return True
            time.sleep(float(check["interval"].removesuffix("s")) / 5)
        return False

    @contextmanager
    def up(self, name: str, count: int = 1) -> Iterator[list[subprocess.Popen[bytes]]]:
        """So many of service `name`, ended as by `compose kill`."""
        with ExitStack() as last:
            running = []
            for number in range(1, count + 1):
                process = self.start(name, number=number)
                last.callback(_kill, process)
                running.append(process)
            yield running

    def log(self, name: str, number: int = 1) -> str:
        """What it wrote."""
        return (self.home / f"{name}-{number}" / "log").read_text(errors="replace")

    def _here(self, text: str) -> str:
        for there, here in self.here.items():
            text = text.replace(there, here)
        return text


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
