"""What the engine tells the ledger, and what it gets back."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.record.tables import arrivals, bundles, cases


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file as it was when we looked. `source` is its path below the root, with forward slashes."""

    source: str
    bytes: int
    mtime_ns: int
    inode: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Files handed in together. `refused` is (code, message) for what may not even be opened."""

    key: str
    files: tuple[FileEntry, ...]
    facts: str | None = None
    refused: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    id: int
    source: str
    sha256: str | None
    state: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """One row of `bundles` with its arrivals."""

    id: int
    root: str
    key: str
    state: str
    owner: str | None
    attempts: int
    case_id: str | None
    digest: str | None
    facts: str | None
    filed: bool
    file_by: str | None
    code: str | None
    message: str | None
    part_of: int | None
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """How work on a bundle ended: a case, a named reason, or a reason for some of its letters."""

    case: Mapping[str, Any] | None = None
    code: str | None = None
    message: str | None = None
    faults: tuple[tuple[str, str, str], ...] = ()  # (name, code, message) of letters among several


def digest_of(sha256s: Iterable[str]) -> str:
    """One digest for a set of letters, whatever their order and however often each is there."""
    return hashlib.sha256("".join(sorted(set(sha256s))).encode()).hexdigest()


def read_bundles(link: Connection, condition: Any) -> list[Bundle]:
    """The bundles that meet `condition`, oldest first."""
    dated = bundles.outerjoin(cases, bundles.c.case_id == cases.c.case_id)
    query = sa.select(bundles, cases.c.file_by).select_from(dated).where(condition)
    rows = link.execute(query.order_by(bundles.c.id)).all()
    files: dict[int, list[Arrival]] = {}
    joined = sa.select(arrivals).join(bundles).where(condition).order_by(arrivals.c.id)
    for a in link.execute(joined):
        files.setdefault(a.bundle_id, []).append(Arrival(a.id, a.source, a.sha256, a.state, a.place))
    return [
        Bundle(
            r.id, r.root, r.key, r.state, r.owner, r.attempts, r.case_id, r.digest, r.facts, r.filed,
            r.file_by,
            r.code, r.message, r.part_of, tuple(files.get(r.id, ())),
        )
        for r in rows
    ]  # fmt: skip
