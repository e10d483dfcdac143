"""A bundle of several letters of which some cannot be used: those go their own way, the others make the case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.record.bundles import BundleBook
from pipeline.record.rows import digest_of
from pipeline.record.store import upsert
from pipeline.record.tables import arrivals, bundles, cases, corrections
from pipeline.record.verdict import WORTH_AGAIN, State


@dataclass(frozen=True, slots=True)
class Part:
    """A letter that was parted from its bundle, and why. `stamp` is of all that decided that."""

    source: str
    code: str
    message: str
    stamp: str | None

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.source.rpartition("/")[2]

    def worth_again(self, stamp: str) -> bool:
        """Whether reading it again may end otherwise."""
        return self.stamp != stamp or self.code in WORTH_AGAIN


@dataclass(frozen=True, slots=True)
class Background:
    """What the ledger knows of a bundle before it is worked on. `corrections` are to be laid over its facts."""

    parts: list[Part]
    corrections: list[dict[str, Any]]


_APART = (
    sa.select(bundles.c.key, bundles.c.code, bundles.c.message, cases.c.stamp)
    .select_from(bundles.outerjoin(cases, bundles.c.digest == cases.c.digest))
    .where(bundles.c.part_of == sa.bindparam("number"))
    .order_by(bundles.c.key)
)
_CORRECTED = (
    sa.select(corrections.c.facts)
    .join(cases, corrections.c.case_id == cases.c.case_id)
    .join(bundles, bundles.c.digest == cases.c.digest)
    .where(bundles.c.id == sa.bindparam("number"))
    .order_by(corrections.c.id)
)


class PartsBook(BundleBook):
    """Every method is one transaction."""

    def background(self, bundle_id: int) -> Background:
        """What was parted from a bundle, in order of name, and what a person corrected in its case, oldest first."""
        number = {"number": bundle_id}
        with self.begin(reading=True) as link:
            apart = [
                Part(r.key, r.code or "", r.message or "", r.stamp) for r in link.execute(_APART, number)
            ]
            return Background(apart, [dict(facts) for facts in link.execute(_CORRECTED, number).scalars()])

    def part(self, bundle_id: int, faults: Mapping[str, tuple[str, str]], *, stamp: str) -> bool:
        """Set the letters aside whose names are in `faults` (code, message), each as a bundle of its own.

        The rest is STABLE again. False when the claim was lost meanwhile and nothing was changed.
        """
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or row.state != State.CLAIMED or row.owner != self.owner:
                return False
            mine = (arrivals.c.bundle_id == bundle_id) & (arrivals.c.state != State.GONE)
            files = link.execute(sa.select(arrivals).where(mine).order_by(arrivals.c.id)).all()
            self._forget_case(link, row.digest, bundle_id)
            rest = []
            for file in files:
                fault = faults.get(file.source.rpartition("/")[2])
                if fault is None:
                    rest.append(file.sha256)
                else:
                    self._set_apart(link, row, file, *fault, stamp)
            self._again(link, row, rest, "parted")
            return True

    def rejoin(self, bundle_id: int) -> None:
        """Put everything that was parted back, to be read again; nothing when somebody works on the bundle."""
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or (row.state == State.CLAIMED and self.alive(link, row.owner)):
                return
            apart = sa.select(bundles.c.id).where(bundles.c.part_of == bundle_id)
            link.execute(arrivals.update().where(arrivals.c.bundle_id.in_(apart)).values(bundle_id=bundle_id))
            link.execute(bundles.delete().where(bundles.c.part_of == bundle_id))
            mine = (arrivals.c.bundle_id == bundle_id) & (arrivals.c.state != State.GONE)
            self._again(
                link, row, list(link.execute(sa.select(arrivals.c.sha256).where(mine)).scalars()), "joined"
            )

    def _set_apart(self, link: Connection, row: Any, file: Any, code: str, message: str, stamp: str) -> None:
        digest = digest_of([file.sha256])
        values = {
            "door": row.door, "root": row.root, "key": file.source, "out": row.out, "slot": None,
            "state": State.SET_ASIDE, "owner": None if row.filed else self.owner, "attempts": row.attempts,
            "digest": digest, "filed": row.filed, "code": code, "message": message, "part_of": row.id,
        }  # fmt: skip
        number = link.execute(bundles.insert().values(**values).returning(bundles.c.id)).scalar_one()
        link.execute(
            arrivals.update().where(arrivals.c.id == file.id).values(bundle_id=number, state=State.SET_ASIDE)
        )
        known = {"state": "set_aside", "bundle_id": number, "stamp": stamp, "code": code, "message": message}
        link.execute(
            upsert(link, cases)
            .values(digest=digest, version=0, **known)
            .on_conflict_do_update(
                index_elements=["digest"], set_=known, where=cases.c.state.in_(("new", "set_aside"))
            )
        )
        self.note(link, "parted", bundle_id=number, before=row.state, after=State.SET_ASIDE, code=code)

    def _again(self, link: Connection, row: Any, sha256s: Sequence[str], event: str) -> None:
        """The bundle with these letters, waiting to be worked on."""
        cleared = {"owner": None, "code": None, "message": None, "case_id": None}
        link.execute(
            bundles.update()
            .where(bundles.c.id == row.id)
            .values(state=State.STABLE, digest=digest_of(sha256s), **cleared)
        )
        alive = (arrivals.c.bundle_id == row.id) & (arrivals.c.state != State.GONE)
        link.execute(arrivals.update().where(alive).values(state=State.STABLE))
        self._end_attempts(link, row.id, event)
        self.note(link, event, bundle_id=row.id, before=row.state, after=State.STABLE)

    def _forget_case(self, link: Connection, digest: str, bundle_id: int) -> None:
        """Nobody works on all the letters together any more; a case that was made of them before stays."""
        held = (cases.c.digest == digest) & (cases.c.held_by == bundle_id)
        link.execute(cases.delete().where(held, cases.c.version == 0))
        link.execute(cases.update().where(held).values(state="done", owner=None, held_by=None))
