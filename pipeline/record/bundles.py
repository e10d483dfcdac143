"""The engine's side of the ledger: what came in, who works on it, how it ended. Every method is one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.record.keep import CaseKeeper
from pipeline.record.rows import Bundle, Ending, Entry, FileEntry, digest_of, read_bundles
from pipeline.record.store import NOW, unless_there
from pipeline.record.tables import arrivals, attempts, bundles, cases, letters
from pipeline.record.verdict import PENDING, Known, State, Verdict, judge

# Built once, for they run for every letter.
_number: sa.BindParameter[int] = sa.bindparam("number")
_digest: sa.BindParameter[str] = sa.bindparam("of_digest")
_LOCKED = sa.select(bundles).where(bundles.c.id == _number).with_for_update()
_BUNDLE = bundles.update().where(bundles.c.id == _number)
_FILES = arrivals.update().where(arrivals.c.bundle_id == _number, arrivals.c.state != State.GONE)
_CASE = sa.select(cases).where(cases.c.digest == _digest).with_for_update()
_CASE_IS = cases.update().where(cases.c.digest == _digest)
_BEGIN = attempts.insert().values(started=NOW)
_END = attempts.update().where(attempts.c.bundle_id == _number, attempts.c.ended.is_(None)).values(ended=NOW)


class BundleBook(CaseKeeper):
    """Arrivals and the bundles they make."""

    def enter(self, door: str, root: str, out: str, entries: Sequence[Entry]) -> list[int]:
        """Bundles of a folder that stays as it is: each (root, key, content) has one row for ever."""
        slots = ["|".join((door, out, root, entry.key, _digest_of(entry) or "refused")) for entry in entries]
        with self.begin() as link:
            known = _at(link, slots)
            self._insert(
                link, door, root, out, {s: e for s, e in zip(slots, entries, strict=True) if s not in known}
            )
            known = _at(link, slots)  # another process may have been quicker
        return [known[slot] for slot in slots]

    def _insert(
        self, link: Connection, door: str, root: str, out: str, entries: Mapping[str, Entry]
    ) -> dict[str, int]:
        """New bundles by slot; gives the numbers of those whose slot was free.

        In order of slot, and letters in order of SHA-256: processes that enter the same wait for each other, and
        never each for the other.
        """
        waiting = State.SEEN if door == "watch" else State.STABLE
        rows: dict[str, dict[str, Any]] = {}
        for slot, entry in sorted(entries.items()):
            code, message = entry.refused or (None, None)
            rows[slot] = {
                "door": door, "root": root, "key": entry.key, "out": out, "slot": slot, "digest": _digest_of(entry),
                "state": State.SET_ASIDE if entry.refused else waiting, "facts": entry.facts, "code": code,
                "message": message, "attempts": 0, "filed": door != "watch",
            }  # fmt: skip
        if not rows:
            return {}
        insert = unless_there(link, bundles, bundles.c.slot, bundles.c.id)
        fresh = _pairs(link.execute(insert, list(rows.values())))
        new = [(number, entries[slot].files, rows[slot]) for slot, number in sorted(fresh.items())]
        self._add_files(link, [(number, files, row["state"]) for number, files, row in new])
        told = [{"bundle_id": n, "after": row["state"], "code": row["code"]} for n, _, row in new]
        if told:
            self.note_all(link, "arrived", told)
        return fresh

    def _add_files(self, link: Connection, added: Sequence[tuple[int, Sequence[FileEntry], State]]) -> None:
        files = [
            {
                "bundle_id": number, "source": file.source, "sha256": file.sha256, "bytes": file.bytes,
                "mtime_ns": file.mtime_ns, "inode": file.inode, "state": state,
            }
            for number, some, state in added for file in some
        ]  # fmt: skip
        if files:
            link.execute(unless_there(link, arrivals), files)
        keep_letters(link, {file.sha256: file.bytes for _, some, _ in added for file in some if file.sha256})

    def claim(self, bundle_id: int, *, stamp: str, facts_sha256: str | None, keep: bool = False) -> Verdict:
        """Decide under lock what to do with a bundle and, for WORK, make it ours."""
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or row.digest is None:
                return Verdict.SAME
            if row.state == State.CLAIMED and row.owner != self.owner and self.alive(link, row.owner):
                return Verdict.BUSY
            held = {"state": "working", "bundle_id": bundle_id, "held_by": bundle_id, "owner": self.owner}
            insert = unless_there(link, cases, cases.c.digest, version=0)
            if link.execute(insert, {"digest": row.digest, **held}).scalar() is not None:
                self._start(link, row)
                return Verdict.WORK
            case = link.execute(_CASE, {"of_digest": row.digest}).one()
            verdict = self._judged(link, row, case, stamp, facts_sha256, keep)
            if verdict is Verdict.WORK:
                # A finished case keeps its owner bundle: a copy that brings new facts does not take it over.
                keeper = case.bundle_id if case.state == "done" else bundle_id
                link.execute(_CASE_IS, {"of_digest": row.digest, **held, "bundle_id": keeper})
                self._start(link, row)
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

    def _start(self, link: Connection, row: Any) -> None:
        self._to(link, row.id, row.state, State.CLAIMED, owner=self.owner, attempts=row.attempts + 1)
        link.execute(_BEGIN, {"bundle_id": row.id, "owner": self.owner})

    def finish(
        self, bundle_id: int, ending: Ending, *, stamp: str, facts_sha256: str | None, place: str | None
    ) -> State | None:
        """Record how the work ended, and give it; None when the claim was lost meanwhile and nothing was recorded."""
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or row.state != State.CLAIMED or row.owner != self.owner:
                return None
            case = link.execute(_CASE, {"of_digest": row.digest}).one()
            known = {"stamp": stamp, "facts_sha256": facts_sha256, "owner": None, "held_by": None}
            outcome = ending.code or "done"
            if ending.case is not None:
                self.keep_version(link, case, ending.case, place=place, known=known)
                state = State.DONE if case.bundle_id == bundle_id else State.DUPLICATE
                self._close(link, row, state, case_id=ending.case["case_id"])
            else:
                state = State.SET_ASIDE
                aside = {"state": "set_aside", "code": ending.code, "message": ending.message, **known}
                link.execute(_CASE_IS, {"of_digest": row.digest, **aside})
                self._close(link, row, state, code=ending.code, message=ending.message)
            self._end_attempts(link, bundle_id, outcome)
            return state

    def bundle(self, bundle_id: int) -> Bundle:
        """One bundle as it stands."""
        with self.begin(reading=True) as link:
            return read_bundles(link, bundles.c.id == bundle_id)[0]

    # Inside a transaction ----------------------------------------------------------------------------

    def _locked(self, link: Connection, bundle_id: int) -> Any:
        return link.execute(_LOCKED, {"number": bundle_id}).one_or_none()

    def _to(self, link: Connection, bundle_id: int, before: str, after: State, **values: Any) -> int:
        """The bundle and its files have a new state; gives how many files."""
        link.execute(_BUNDLE, {"number": bundle_id, "state": after, **values})
        files = link.execute(_FILES, {"number": bundle_id, "state": after}).rowcount
        self.note(
            link, "state", bundle_id=bundle_id, case_id=values.get("case_id"), before=before, after=after,
            code=values.get("code"),
        )  # fmt: skip
        return int(files)

    def _close(self, link: Connection, row: Any, state: State, **values: Any) -> None:
        cleared = {"code": None, "message": None, **values}
        owner = row.owner if not row.filed else None  # filing is still to be done by whoever holds it
        files = self._to(link, row.id, row.state, state, owner=owner, **cleared)
        if state is State.DONE and files > 1:
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
        link.execute(_END, {"number": bundle_id, "outcome": outcome})


def keep_letters(link: Connection, sizes: Mapping[str, int]) -> None:
    """Letters by their SHA-256 with their bytes, those that are not known yet."""
    rows = [{"sha256": sha256, "bytes": sizes[sha256]} for sha256 in sorted(sizes)]
    if rows:
        link.execute(unless_there(link, letters, first_seen=NOW), rows)


def _at(link: Connection, slots: Sequence[str]) -> dict[str, int]:
    query = sa.select(bundles.c.slot, bundles.c.id).where(bundles.c.slot.in_(slots))
    return _pairs(link.execute(query))


def _pairs(rows: Iterable[Any]) -> dict[str, int]:
    return {slot: number for slot, number in rows}  # noqa: C416 -- rows are no pairs to mypy


def _digest_of(entry: Entry) -> str | None:
    found = [file.sha256 for file in entry.files if file.sha256]
    return digest_of(found) if found and not entry.refused else None
