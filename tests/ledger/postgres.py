"""A real PostgreSQL server for tests, in a temporary folder, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Where initdb and pg_ctl are, or None if PostgreSQL is not installed."""
    found = shutil.which("initdb")
    places = (
        [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    )
    return places[0] if places else None


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database; PostgreSQL refuses to run as root, so then it runs as `postgres`."""
    programs = binaries()
    assert programs, "PostgreSQL is not installed: apt-get install postgresql"
    top = Path(tempfile.mkdtemp(prefix="imrkit-pg-"))
    as_other = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_other:
        shutil.chown(top, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def do(*command: str) -> None:
        subprocess.run([*as_other, *command], check=True, stdout=subprocess.DEVNULL, cwd=top)

    # fsync stays on: what is tested is that nothing is lost.
    do(str(programs / "initdb"), "-D", str(top / "db"), "-A", "trust", "-U", "imrkit", "-E", "UTF8")
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={top} -c max_connections=100"
    )
    do(str(programs / "pg_ctl"), "-D", str(top / "db"), "-w", "-l", str(top / "log"), "-o", options, "start")
    try:
        yield f"postgresql://imrkit@127.0.0.1:{port}/postgres"
    finally:
        do(str(programs / "pg_ctl"), "-D", str(top / "db"), "-m", "immediate", "stop")
        shutil.rmtree(top, ignore_errors=True)


def fresh_database(url: str, name: str) -> str:
    """An empty database `name` on the server at `url`."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
    return url.rsplit("/", 1)[0] + f"/{name}"
