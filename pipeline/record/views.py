"""The people's side of the ledger: list, show, export, purge."""

import csv
import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.errors import LedgerError
from pipeline.record.lists import Lists
from pipeline.record.tables import (
    arrivals,
    attempts,
    bundles,
    cases,
    corrections,
    decisions,
    documents,
    history,
    letters,
    matters,
    readings,
    versions,
)
from pipeline.record.verdict import CLOSED, State

_BY_CASE = (versions, readings, decisions, documents, corrections, matters)
_SHORTEST_ID = 8
_OUR_FOLDERS = ("cases", "done", "set_aside", ".work")  # in the output folder; nothing above them is touched


class Views(Lists):
    """Questions that people ask."""

    def show(self, case_id: str) -> dict[str, Any]:
        """All that is known of a case: its letters, versions, decisions, corrections, history, matter.

        `case_id` may be shortened to eight signs, or be a letter's SHA-256. Raises LedgerError.
        """
        with self.begin(reading=True) as link:
            digests, ids = self._resolve(link, case_id)
            mine = self._bundles_of(link, digests, ids)
            rows = sa.select(arrivals.c.sha256, arrivals.c.source, arrivals.c.state, arrivals.c.place).where(
                arrivals.c.bundle_id.in_(mine)
            )
            told = history.c.case_id.in_(ids) | history.c.bundle_id.in_(mine)
            query = sa.select(cases).where(cases.c.digest.in_(digests))
            return {
                "case_id": ids[0] if ids else None,
                "cases": _dicts(link, query, drop=("owner", "held_by", "bundle_id")),
                "letters": _dicts(link, rows.order_by(arrivals.c.id)),
                "versions": _dicts(link, _by_id(versions, ids), drop=("case",)),
                "readings": _dicts(link, _by_id(readings, ids)),
                "decisions": _dicts(link, _by_id(decisions, ids)),
                "documents": _dicts(link, _by_id(documents, ids)),
                "corrections": _dicts(link, _by_id(corrections, ids)),
                "attempts": _dicts(link, sa.select(attempts).where(attempts.c.bundle_id.in_(mine))),
                "linked": sorted({other for one in ids for other in self._linked(link, one)}),
                "history": _dicts(link, sa.select(history).where(told).order_by(history.c.id)),
            }

    def matters(self) -> list[list[str]]:
        """Cases whose letters belong together (same member, same claim or reference number), as groups."""
        key = matters.c.member, matters.c.number
        shared = sa.select(*key).group_by(*key).having(sa.func.count() > 1).subquery()
        same = (shared.c.member == matters.c.member) & (shared.c.number == matters.c.number)
        query = sa.select(*key, matters.c.case_id).join(shared, same).order_by(*key)
        group: dict[str, set[str]] = {}
        with self.begin(reading=True) as link:
            rows = link.execute(query).fetchall()
        for _, found in groupby(rows, key=itemgetter(0, 1)):
            together = {row[2] for row in found}
            joined = together.union(*(group[one] for one in together if one in group))
            for one in joined:
                group[one] = joined
        together_ones = {tuple(sorted(found)) for found in group.values() if len(found) > 1}
        return [list(found) for found in sorted(together_ones)]

    def export(self, target: Path) -> list[Path]:
        """The whole ledger for other programs: a folder of CSV and JSON lines, or one `.json` file."""
        tables = (
            letters,
            bundles,
            arrivals,
            cases,
            versions,
            readings,
            decisions,
            documents,
            corrections,
            history,
        )
        with self.begin(reading=True) as link:
            if target.suffix == ".json":
                everything = {t.name: _dicts(link, sa.select(t).order_by(*t.primary_key)) for t in tables}
                _write(target, json.dumps(everything, ensure_ascii=False, indent=1) + "\n")
                return [target]
            target.mkdir(parents=True, exist_ok=True, mode=0o700)
            written = []
            for table in tables:
                rows = _dicts(link, sa.select(table).order_by(*table.primary_key))
                lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
                written.append(target / f"{table.name}.jsonl")
                _write(written[-1], "".join(lines))
        written.append(target / "letters.csv")
        _write_csv(written[-1], self.letters())
        return written

    def purge(self, case_id: str, *, out: Path | None = None, who: str | None = None) -> dict[str, Any]:
        """Remove all of a person's data in a case: rows, packet, originals we moved. Leaves the fact of it.

        Originals that `run` and `batch` left with their owner are not ours to delete; they are listed in
        `left`. `linked` names other cases of the same matter. Raises LedgerError when there is no such case.
        """
        with self.begin() as link:
            digests, ids = self._resolve(link, case_id)
            mine = self._bundles_of(link, digests, ids)
            places, left = self._places(link, mine, ids, out)
            other = sorted({one for each in ids for one in self._linked(link, each)} - set(ids))
            shas = list(
                link.execute(sa.select(arrivals.c.sha256).where(arrivals.c.bundle_id.in_(mine))).scalars()
            )
            for table in _BY_CASE:
                link.execute(table.delete().where(table.c.case_id.in_(ids)))
            link.execute(cases.delete().where(cases.c.digest.in_(digests)))
            link.execute(arrivals.delete().where(arrivals.c.bundle_id.in_(mine)))
            link.execute(attempts.delete().where(attempts.c.bundle_id.in_(mine)))
            link.execute(bundles.delete().where(bundles.c.id.in_(mine)))
            still = sa.select(arrivals.c.sha256).where(arrivals.c.sha256.in_(shas))
            link.execute(letters.delete().where(letters.c.sha256.in_(shas), letters.c.sha256.not_in(still)))
            # The files go before the commit: a purge that is cut short can be asked for again.
            for place in places:
                _remove(place)
            for bundle_id in mine:
                self.note(
                    link, "purged", bundle_id=bundle_id, case_id=ids[0] if ids else None, who=who or self.who
                )
        self._scrub()
        return {"case_ids": ids, "removed": [str(p) for p in places], "left": left, "linked": other}

    def _places(
        self, link: Connection, mine: list[int], ids: list[str], out: Path | None
    ) -> tuple[list[Path], list[str]]:
        query = sa.select(
            arrivals.c.place, arrivals.c.reason_place, arrivals.c.source, bundles.c.facts_place, bundles.c.root, bundles.c.out
        ).join(bundles).where(bundles.c.id.in_(mine))  # fmt: skip
        ours: set[Path] = set()
        left: list[str] = []
        for row in link.execute(query):
            base = out or Path(row.out or ".")
            ours |= {base / p for p in (row.place, row.reason_place, row.facts_place) if p}
            if row.out or out:
                ours |= {base / "cases" / one for one in ids}
            if not row.place:
                left.append(str(Path(row.root) / row.source))
                ours.add(base / "set_aside" / f"{row.source}.reason.json")
        packets = sa.select(versions.c.place).where(
            versions.c.case_id.in_(ids), versions.c.place.is_not(None)
        )
        ours |= {Path(place) for place in link.execute(packets).scalars()}
        return sorted(ours), sorted(set(left))

    def _resolve(self, link: Connection, wanted: str) -> tuple[list[str], list[str]]:
        """(digests, case ids) of a case id, the beginning of one, or a letter's SHA-256."""
        wanted = wanted.strip().lower()
        if len(wanted) < _SHORTEST_ID or not wanted.isalnum():
            raise LedgerError("Give a case id as `imrkit cases list` shows it, at least eight signs of it.")
        whole = sa.select(cases.c.digest, cases.c.case_id)
        found = link.execute(whole.where(cases.c.case_id == wanted)).all()
        found = found or link.execute(whole.where(cases.c.case_id.startswith(wanted))).all()
        if not found:
            by_letter = sa.select(bundles.c.digest).join(arrivals).where(arrivals.c.sha256.startswith(wanted))
            query = sa.select(cases.c.digest, cases.c.case_id).where(cases.c.digest.in_(by_letter))
            found = link.execute(query).all()
        if not found:
            raise LedgerError(f"No case {wanted} in the ledger. `imrkit cases list` shows them.")
        if len({row.case_id for row in found}) > 1:
            raise LedgerError(f"{wanted} fits more than one case. Give more of the id.")
        return [row.digest for row in found], [row.case_id for row in found if row.case_id]

    def _bundles_of(self, link: Connection, digests: Iterable[str], ids: Iterable[str]) -> list[int]:
        theirs = bundles.c.digest.in_(list(digests)) | bundles.c.case_id.in_(list(ids))
        query = sa.select(bundles.c.id).where(theirs, bundles.c.state.in_([*CLOSED, State.GONE]))
        mine = list(link.execute(query).scalars())
        apart = sa.select(bundles.c.id).where(bundles.c.part_of.in_(mine))
        return sorted({*mine, *link.execute(apart).scalars()})

    def _scrub(self) -> None:
        """Nothing of it stays in SQLite's write-ahead log (freed pages are overwritten: see `secure_delete`)."""
        if self.engine.dialect.name == "sqlite":
            with suppress(sa.exc.OperationalError), self.engine.connect() as link:
                link.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _by_id(table: sa.Table, ids: list[str]) -> Any:
    return sa.select(table).where(table.c.case_id.in_(ids)).order_by(*table.primary_key)


def _dicts(link: Connection, query: Any, drop: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k not in drop} for row in link.execute(query).mappings()]


def _remove(place: Path) -> None:
    """The file or packet, and the folders that it leaves empty: they may be named after a person."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    for folder in place.parents:
        if folder.name in _OUR_FOLDERS:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    path.touch(mode=0o600)
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        columns = ("sha256", "source", "state", "reason", "case_id", "file_by")
        writer.writerow(columns)
        writer.writerows([row[name] for name in columns] for row in rows)
