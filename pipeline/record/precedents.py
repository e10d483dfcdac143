"""Decided independent reviews in the ledger: loaded in bulk, asked for what is comparable."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from pipeline.record.store import upsert
from pipeline.record.tables import precedents
from pipeline.record.views import Views

_CHUNK = 500
_COLUMNS = tuple(c.name for c in precedents.columns if c.name != "id")


class PrecedentBook(Views):
    """Rows are parsed elsewhere; here they are kept and counted."""

    def add_precedents(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Keep `rows` (columns of the `precedents` table); one with the same source and reference is replaced.

        A row is one review (`decided` 1, `overturned` 0 or 1, `reference` its number) or a count of many.
        """
        added = 0
        chunk: list[dict[str, Any]] = []
        with self.begin() as link:
            for row in rows:
                chunk.append({name: row.get(name) for name in _COLUMNS})
                if len(chunk) == _CHUNK:
                    added += self._put(link, chunk)
                    chunk = []
            added += self._put(link, chunk)
            self.note(link, "precedents", code=str(added))
        return added

    def _put(self, link: sa.Connection, chunk: list[dict[str, Any]]) -> int:
        if chunk:
            insert = upsert(link, precedents)
            fresh = {n: insert.excluded[n] for n in _COLUMNS if n not in ("source", "reference")}
            link.execute(
                insert.on_conflict_do_update(index_elements=["source", "reference"], set_=fresh), chunk
            )
        return len(chunk)

    def forget_precedents(self, source: str) -> None:
        """Remove all rows of one source, before it is loaded anew."""
        with self.begin() as link:
            link.execute(precedents.delete().where(precedents.c.source == source))

    def find_precedents(self, **wanted: str | Sequence[str]) -> list[dict[str, Any]]:
        """Rows whose columns equal what is wanted (a list: any of), such as treatment="Cancer Treatment"."""
        query = sa.select(precedents)
        for name, value in wanted.items():
            column = precedents.c[name]
            query = query.where(column == value if isinstance(value, str) else column.in_(list(value)))
        with self.begin(reading=True) as link:
            return [dict(row) for row in link.execute(query.order_by(precedents.c.id)).mappings()]
