"""Opening the ledger's database: SQLite in WAL mode, or PostgreSQL; migrated, private, and with one clock.

The database's own clock stamps everything, so several machines with clocks that disagree, or one whose clock
jumps, still write one consistent story. Order is by row number, never by time.
"""

import os
import socket
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from pipeline.errors import LedgerError, PassingError
from pipeline.record.tables import history, owners

HEAD = "0002"
_BUSY_SECONDS = 30
_AT_ONCE = 5.0  # seconds; a refusal that took longer has waited for the lock already
_PAUSES = (0.1, 0.4, 1.5)
_BEAT_TTL = 90.0  # seconds without a beat after which a process on another machine counts as dead
_MIGRATION_LOCK = 0x1312_2026


class Now(FunctionElement[str]):
    """The database's clock as ISO text, UTC."""

    type = sa.Text()
    inherit_cache = True


class Epoch(FunctionElement[float]):
    """The database's clock in seconds since 1970."""

    type = sa.Float()
    inherit_cache = True


@compiles(Now, "sqlite")
def _now_sqlite(_element: Any, _compiler: Any, **_: Any) -> str:
    return "strftime('%Y-%m-%dT%H:%M:%fZ','now')"


@compiles(Now, "postgresql")
def _now_postgresql(_element: Any, _compiler: Any, **_: Any) -> str:
    return "to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"


@compiles(Epoch, "sqlite")
def _epoch_sqlite(_element: Any, _compiler: Any, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(Epoch, "postgresql")
def _epoch_postgresql(_element: Any, _compiler: Any, **_: Any) -> str:
    return "extract(epoch from clock_timestamp())"


# Statements that every letter needs are built once: building them costs more than the database does.
NOW = Now()
_NOTE = history.insert().values(at=NOW)


def process_started(pid: int) -> str | None:
    """A mark that tells process `pid` from a later one with the same number; None if there is no such process."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return ""
    return ""  # alive, on a system without /proc


def _machine() -> str:
    """This machine, or this container: process numbers mean the same only within one."""
    with suppress(OSError):
        return f"{socket.gethostname()} {Path('/proc/self/ns/pid').readlink()}"
    return socket.gethostname()


class Store:
    """One open ledger database. Use as a context manager, or call `close`."""

    def __init__(self, url: str, *, who: str = "imrkit") -> None:
        """Open and migrate. Raises LedgerError when `url` cannot be used, PassingError when it is busy."""
        self.who = who
        self.owner = uuid4().hex
        self.host = _machine()
        self.engine = _engine(url)
        self._reader = self.engine.execution_options(reading=True)
        with self.begin(reading=True) as link:
            ready = _at_head(link)
        if not ready:
            self._migrate()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def begin(self, *, reading: bool = False) -> Iterator[Connection]:
        """One transaction. A lock, a full disk or a lost connection comes out as PassingError."""
        try:
            with ExitStack() as open_ones:
                yield self._begun(open_ones, self._reader if reading else self.engine)
        except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as trouble:
            kind = type(getattr(trouble, "orig", None) or trouble).__name__
            raise PassingError(f"The ledger is locked, full or away ({kind}); trying again later.") from None

    def _begun(self, open_ones: ExitStack, engine: Engine) -> Connection:
        """A transaction that has begun. SQLite says "locked" at once where waiting might deadlock: ask again then."""
        for pause in _PAUSES:
            asked = time.monotonic()
            try:
                return open_ones.enter_context(engine.begin())
            except sa.exc.OperationalError as trouble:
                if "locked" not in str(trouble.orig) or time.monotonic() - asked > _AT_ONCE:
                    raise
                time.sleep(pause)
        return open_ones.enter_context(engine.begin())

    def _migrate(self) -> None:
        """Bring the database to HEAD; several processes may open a fresh one at the same moment."""
        from alembic import command  # takes a while: before the lock that the others wait for
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.begin() as link:
            if link.dialect.name == "postgresql":
                link.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            if not _at_head(link):  # else another was quicker
                config.attributes["connection"] = link
                command.upgrade(config, HEAD)

    def note(self, link: Connection, event_name: str, **columns: Any) -> None:
        """Add one line to the history, in the caller's transaction."""
        link.execute(_NOTE, {"event": event_name, "who": self.who, **columns})

    def note_all(self, link: Connection, event_name: str, lines: Sequence[Mapping[str, Any]]) -> None:
        """Several lines of one kind, all with the same columns."""
        link.execute(_NOTE, [{"event": event_name, "who": self.who, **columns} for columns in lines])

    # Who is alive ------------------------------------------------------------------------------------

    def join(self) -> int:
        """Say that this process works now; call `beat` at least every 30 s after. Gives how many others do already.

        Those that were killed and could not say that they leave are forgotten.
        """
        with self.begin() as link:
            known = link.execute(sa.select(owners.c.id).where(owners.c.id != self.owner)).scalars().all()
            dead = [other for other in known if not self.alive(link, other)]
            link.execute(owners.delete().where(owners.c.id.in_(dead)))
            self._appear(link)
            return len(known) - len(dead)

    def beat(self) -> None:
        """Still alive."""
        with self.begin() as link:
            me = owners.update().where(owners.c.id == self.owner)
            if link.execute(me.values(beat=Epoch())).rowcount == 0:
                self._appear(link)  # after a long sleep, in which it was taken for dead

    def _appear(self, link: Connection) -> None:
        pid = os.getpid()
        row = {"id": self.owner, "host": self.host, "pid": pid, "started": process_started(pid) or ""}
        link.execute(owners.insert().values(beat=Epoch(), **row))

    def leave(self) -> None:
        """This process works no more; what it had claimed is free at once."""
        with self.begin() as link:
            link.execute(owners.delete().where(owners.c.id == self.owner))

    def alive(self, link: Connection, owner: str | None) -> bool:
        """Whether `owner` still works: by its process on this machine, by its beat on another."""
        if owner is None:
            return False
        if owner == self.owner:
            return True
        row = link.execute(
            sa.select(
                owners.c.host, owners.c.pid, owners.c.started, (Epoch() - owners.c.beat).label("age")
            ).where(owners.c.id == owner)
        ).one_or_none()
        if row is None:
            return False
        if row.host == self.host:
            return bool(process_started(row.pid) == row.started)
        return bool(row.age < _BEAT_TTL)


def _engine(url: str) -> Engine:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise LedgerError("The ledger's URL is not one. Write sqlite:///PATH or postgresql://…") from None
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=10, max_overflow=20
        )
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise LedgerError("The ledger is SQLite or PostgreSQL: sqlite:///PATH or postgresql://…")
    path = Path(parsed.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise LedgerError(
            f"The ledger {path} cannot be opened ({error.strerror}). Name another with --ledger."
        ) from None
    engine = sa.create_engine(parsed, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: Any) -> None:
    """WAL lets readers and one writer go on together; FULL makes each commit survive a power cut."""
    connection.isolation_level = None  # we say BEGIN ourselves
    _to_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _to_wal(connection: Any) -> None:
    """While one process turns a fresh ledger to WAL, SQLite refuses it to others at once: its timeout does not count."""
    end = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as trouble:
            if "locked" not in str(trouble) or time.monotonic() > end:
                raise
            time.sleep(_PAUSES[0])


def _on_begin(link: Connection) -> None:
    """Take the write lock at once: a transaction that reads, then writes, can never meet SQLITE_BUSY midway."""
    link.exec_driver_sql("BEGIN" if link.get_execution_options().get("reading") else "BEGIN IMMEDIATE")


def upsert(link: Connection, table: sa.Table) -> Any:
    """An INSERT that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _dialect(link.dialect.name).insert(table)


def unless_there(link: Connection, table: sa.Table, *returning: sa.Column[Any], **values: Any) -> Any:
    """An INSERT that passes over what is there already; `values` are the same for all: it is built once."""
    return _unless_there(link.dialect.name, table, returning, tuple(values.items()))


@cache
def _unless_there(dialect: str, table: sa.Table, returning: tuple[Any, ...], values: tuple[Any, ...]) -> Any:
    insert = _dialect(dialect).insert(table).values(dict(values)).on_conflict_do_nothing()
    return insert.returning(*returning) if returning else insert


def _dialect(name: str) -> Any:
    return postgresql if name == "postgresql" else sqlite


def _at_head(link: Connection) -> bool:
    """Whether nothing is to be migrated; reading waits for no lock. Raises LedgerError for a newer ledger."""
    if not sa.inspect(link).has_table("alembic_version"):
        return False
    found = link.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found is not None and found > HEAD:
        raise LedgerError("This ledger was written by a newer imrkit. Please upgrade this one.")
    return found == HEAD
