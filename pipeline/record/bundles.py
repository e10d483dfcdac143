"""The engine's side of the ledger: what came in, who works on it, how it ended. Every method is one transaction."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.record.keep import CaseKeeper
from pipeline.record.rows import Bundle, Ending, Entry, FileEntry, digest_of, read_bundles
from pipeline.record.store import Now, upsert
from pipeline.record.tables import arrivals, attempts, bundles, cases, letters
from pipeline.record.verdict import PENDING, Known, State, Verdict, judge


class BundleBook(CaseKeeper):
    """Arrivals and the bundles they make."""

    def enter(self, door: str, root: str, out: str, entries: Sequence[Entry]) -> list[int]:
        """Bundles of a folder that stays as it is: each (root, key, content) has one row for ever."""
        with self.begin() as link:
            return [self._enter(link, door, root, out, entry) for entry in entries]

    def _enter(self, link: Connection, door: str, root: str, out: str, entry: Entry) -> int:
        digest = digest_of(f.sha256 for f in entry.files if f.sha256) if not entry.refused else None
        slot = "|".join((door, out, root, entry.key, digest or "refused"))
        known = link.execute(sa.select(bundles.c.id).where(bundles.c.slot == slot)).scalar()
        if known is not None:
            return int(known)
        state = State.SET_ASIDE if entry.refused else State.STABLE
        bundle_id = self._insert(link, door, root, out, entry, slot, state, digest)
        if bundle_id is None:  # another process was quicker
            return int(link.execute(sa.select(bundles.c.id).where(bundles.c.slot == slot)).scalar_one())
        return bundle_id

    def _insert(
        self,
        link: Connection,
        door: str,
        root: str,
        out: str,
        entry: Entry,
        slot: str,
        state: State,
        digest: str | None,
    ) -> int | None:
        code, message = entry.refused or (None, None)
        bundle_id: int | None = link.execute(
            upsert(link, bundles)
            .values(
                door=door, root=root, key=entry.key, out=out, slot=slot, state=state, digest=digest,
                facts=entry.facts, code=code, message=message, attempts=0, filed=door != "watch",
            )
            .on_conflict_do_nothing()
            .returning(bundles.c.id)
        ).scalar()  # fmt: skip
        if bundle_id is not None:
            self._add_files(link, bundle_id, entry.files, state)
            self.note(link, "arrived", bundle_id=bundle_id, after=state, code=code)
        return bundle_id

    def _add_files(self, link: Connection, bundle_id: int, files: Sequence[FileEntry], state: State) -> None:
        for file in files:
            row = {
                "bundle_id": bundle_id, "source": file.source, "sha256": file.sha256, "bytes": file.bytes,
                "mtime_ns": file.mtime_ns, "inode": file.inode, "state": state,
            }  # fmt: skip
            link.execute(upsert(link, arrivals).values(**row).on_conflict_do_nothing())
            if file.sha256:
                keep_letter(link, file.sha256, file.bytes)

    def claim(self, bundle_id: int, *, stamp: str, facts_sha256: str | None, keep: bool = False) -> Verdict:
        """Decide under lock what to do with a bundle and, for WORK, make it ours."""
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or row.digest is None:
                return Verdict.SAME
            if row.state == State.CLAIMED and row.owner != self.owner and self.alive(link, row.owner):
                return Verdict.BUSY
            link.execute(
                upsert(link, cases)
                .values(digest=row.digest, state="new", bundle_id=bundle_id, version=0)
                .on_conflict_do_nothing()
            )
            query = sa.select(cases).where(cases.c.digest == row.digest).with_for_update()
            case = link.execute(query).one()
            verdict = self._judged(link, row, case, stamp, facts_sha256, keep)
            if verdict is Verdict.WORK:
                # A finished case keeps its owner bundle: a copy that brings new facts does not take it over.
                owner_bundle = case.bundle_id if case.state == "done" else bundle_id
                self._start(link, row, owner_bundle)
            elif verdict is Verdict.DUPLICATE:
                self._close(link, row, State.DUPLICATE, case_id=case.case_id)
            elif verdict is Verdict.ECHO:
                self._close(link, row, State.SET_ASIDE, code=case.code, message=case.message)
            elif verdict is Verdict.SAME and row.state in PENDING:
                self._close(
                    link, row, State(case.state), case_id=case.case_id, code=case.code, message=case.message
                )
            return verdict

    def closed(self, bundle_ids: Sequence[int]) -> set[int]:
        """Which of these bundles have ended, in this run or in an earlier one."""
        query = sa.select(bundles.c.id).where(bundles.c.id.in_(bundle_ids), bundles.c.state.not_in(PENDING))
        with self.begin(reading=True) as link:
            return set(link.execute(query).scalars())

    def recall(self, bundle_id: int, *, stamp: str, facts_sha256: str | None, keep: bool = False) -> bool:
        """Whether the bundle has ended and nothing that decides its ending has changed; changes nothing."""
        with self.begin(reading=True) as link:
            row = link.execute(sa.select(bundles).where(bundles.c.id == bundle_id)).one()
            case = link.execute(sa.select(cases).where(cases.c.digest == row.digest)).one_or_none()
            if case is None or row.state in PENDING:
                return False
            return self._judged(link, row, case, stamp, facts_sha256, keep) is Verdict.SAME

    def _judged(
        self, link: Connection, row: Any, case: Any, stamp: str, facts_sha256: str | None, keep: bool
    ) -> Verdict:
        in_hand = case.state == "working" and case.held_by != row.id and self.alive(link, case.owner)
        known = Known(case.state, case.bundle_id, in_hand, case.stamp, case.facts_sha256, case.code)
        verdict = judge(known, bundle_id=row.id, stamp=stamp, facts_sha256=facts_sha256, keep=keep)
        echoes = {Verdict.DUPLICATE: State.DUPLICATE, Verdict.ECHO: State.SET_ASIDE}
        return Verdict.SAME if row.state == echoes.get(verdict) else verdict  # said before

    def _start(self, link: Connection, row: Any, owner_bundle: int) -> None:
        link.execute(
            cases.update()
            .where(cases.c.digest == row.digest)
            .values(state="working", bundle_id=owner_bundle, held_by=row.id, owner=self.owner)
        )
        self._to(link, row.id, row.state, State.CLAIMED, owner=self.owner, attempts=row.attempts + 1)
        link.execute(attempts.insert().values(bundle_id=row.id, owner=self.owner, started=Now()))

    def finish(
        self, bundle_id: int, ending: Ending, *, stamp: str, facts_sha256: str | None, place: str | None
    ) -> bool:
        """Record how the work ended; False when the claim was lost meanwhile and nothing was recorded."""
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or row.state != State.CLAIMED or row.owner != self.owner:
                return False
            case = link.execute(sa.select(cases).where(cases.c.digest == row.digest).with_for_update()).one()
            known = {"stamp": stamp, "facts_sha256": facts_sha256, "owner": None, "held_by": None}
            outcome = ending.code or "done"
            if ending.case is not None:
                self.keep_version(link, case.digest, ending.case, place=place, known=known)
                state = State.DONE if case.bundle_id == bundle_id else State.DUPLICATE
                self._close(link, row, state, case_id=ending.case["case_id"])
            else:
                aside = {"state": "set_aside", "code": ending.code, "message": ending.message, **known}
                link.execute(cases.update().where(cases.c.digest == row.digest).values(**aside))
                self._close(link, row, State.SET_ASIDE, code=ending.code, message=ending.message)
            self._end_attempts(link, bundle_id, outcome)
            return True

    def bundle(self, bundle_id: int) -> Bundle:
        """One bundle as it stands."""
        with self.begin(reading=True) as link:
            return read_bundles(link, bundles.c.id == bundle_id)[0]

    # Inside a transaction ----------------------------------------------------------------------------

    def _locked(self, link: Connection, bundle_id: int) -> Any:
        return link.execute(
            sa.select(bundles).where(bundles.c.id == bundle_id).with_for_update()
        ).one_or_none()

    def _to(self, link: Connection, bundle_id: int, before: str, after: State, **values: Any) -> None:
        link.execute(bundles.update().where(bundles.c.id == bundle_id).values(state=after, **values))
        alive = (arrivals.c.bundle_id == bundle_id) & (arrivals.c.state != State.GONE)
        link.execute(arrivals.update().where(alive).values(state=after))
        self.note(
            link, "state", bundle_id=bundle_id, case_id=values.get("case_id"), before=before, after=after,
            code=values.get("code"),
        )  # fmt: skip

    def _close(self, link: Connection, row: Any, state: State, **values: Any) -> None:
        cleared = {"code": None, "message": None, **values}
        owner = row.owner if not row.filed else None  # filing is still to be done by whoever holds it
        self._to(link, row.id, row.state, state, owner=owner, **cleared)
        if state is State.DONE:
            self._mark_copies(link, row.id)

    def _mark_copies(self, link: Connection, bundle_id: int) -> None:
        """The same bytes twice in one bundle: the first is the letter, the others are duplicates."""
        first = sa.select(sa.func.min(arrivals.c.id)).where(
            arrivals.c.bundle_id == bundle_id, arrivals.c.state != State.GONE
        ).group_by(arrivals.c.sha256)  # fmt: skip
        copies = (
            (arrivals.c.bundle_id == bundle_id)
            & (arrivals.c.state == State.DONE)
            & arrivals.c.id.not_in(first)
        )
        link.execute(arrivals.update().where(copies).values(state=State.DUPLICATE))

    def _free_case(self, link: Connection, row: Any) -> None:
        """Nobody works on the case of this bundle any more; a case that had ended before is ended again."""
        held = (cases.c.digest == row.digest) & (cases.c.held_by == row.id) & (cases.c.state == "working")
        ended = sa.case((cases.c.version > 0, "done"), else_="new")
        link.execute(cases.update().where(held).values(state=ended, owner=None, held_by=None))
        self._end_attempts(link, row.id, "released")

    def _end_attempts(self, link: Connection, bundle_id: int, outcome: str) -> None:
        still = (attempts.c.bundle_id == bundle_id) & attempts.c.ended.is_(None)
        link.execute(attempts.update().where(still).values(ended=Now(), outcome=outcome))


def keep_letter(link: Connection, sha256: str, size: int) -> None:
    row = {"sha256": sha256, "bytes": size}
    link.execute(upsert(link, letters).values(first_seen=Now(), **row).on_conflict_do_nothing())
