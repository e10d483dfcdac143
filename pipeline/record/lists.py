"""Long lists out of the ledger: letters, how many of each state, what the summary shows of each.

Rows come as they are from the driver: ten thousand letters are listed in some hundredths of a second.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipeline.record.inbox import InboxBook
from pipeline.record.tables import arrivals, bundles, cases
from pipeline.record.verdict import CLOSED, PENDING, State

_PAGE = 1000  # letters
STATES = ("pending", *(str(state) for state in CLOSED))  # as people are told them


class Lists(InboxBook):
    """Questions with long answers."""

    def letters(
        self,
        *,
        out: Path | None = None,
        state: str | None = None,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """One object a letter that was handed in, in the order they came (`imrkit cases list --json`).

        `state` is one of STATES; with a `limit` only the latest so many are given, in the same order.
        """
        query = _lines(out, state)
        if limit is None:
            return [
                {name: row[name] for name in row if name != "id"}
                for row in self._paged(query.add_columns(arrivals.c.id))
            ]
        return self._rows(query.order_by(arrivals.c.id.desc()).limit(limit))[::-1]

    def summary_lines(self, *, out: Path | None = None) -> list[dict[str, Any]]:
        """As `letters`, each with its folder (`root`) and the `summary` of its case (None where there is no case)."""
        query = _lines(out, None).add_columns(arrivals.c.id, bundles.c.root, cases.c.summary)
        return list(self._paged(query))

    def totals(self, *, root: str | None = None, out: Path | None = None) -> dict[str, int]:
        """How many letters are pending, done, set aside and duplicates."""
        query = sa.select(arrivals.c.state, sa.func.count()).where(arrivals.c.state != State.GONE)
        if root is not None:
            query = query.join(bundles).where(bundles.c.root == root)
        if out is not None:
            query = query.join(bundles).where(_of(out))
        counts = dict.fromkeys(STATES, 0)
        with self.begin(reading=True) as link:
            for state, count in link.execute(query.group_by(arrivals.c.state)):
                counts[state if state in CLOSED else "pending"] += count
        return counts

    def _paged(self, query: Any) -> Iterator[dict[str, Any]]:
        """Rows of a query that gives the arrivals' ids, in pages: no query holds the ledger for long."""
        last = 0
        while page := self._rows(query.where(arrivals.c.id > last).order_by(arrivals.c.id).limit(_PAGE)):
            yield from page
            last = page[-1]["id"]

    def _rows(self, query: Any) -> list[dict[str, Any]]:
        with self.begin(reading=True) as link:
            found = link.execute(query)
            names = tuple(found.keys())
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _lines(out: Path | None, state: str | None) -> Any:
    told = sa.case((arrivals.c.state.in_(CLOSED), arrivals.c.state), else_="pending")
    query = (
        sa.select(
            arrivals.c.sha256, arrivals.c.source, told.label("state"), bundles.c.code.label("reason"),
            bundles.c.case_id, cases.c.file_by, bundles.c.message,
        )
        .select_from(arrivals.join(bundles).outerjoin(cases, bundles.c.case_id == cases.c.case_id))
        .where(arrivals.c.state != State.GONE)
    )  # fmt: skip
    if state is not None:
        query = query.where(arrivals.c.state.in_(PENDING if state == "pending" else (state,)))
    return query if out is None else query.where(_of(out))


def _of(out: Path) -> Any:
    """Letters of an output folder, and those that were kept without one."""
    return bundles.c.out.in_((str(out.absolute()), ""))
