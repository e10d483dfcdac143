"""What the review page asks of the ledger: the cases as rows, old versions, and where originals lie."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipeline.errors import LedgerError
from pipeline.models.case import Case
from pipeline.record import Ledger
from pipeline.record.rows import Bundle, read_bundles
from pipeline.record.tables import arrivals, bundles, cases, versions
from pipeline.record.verdict import CLOSED, State

_CODED = ("denial_category", "denial_class", "kind", "path")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of the list. `summary` is what the ledger keeps of it for tables."""

    case_id: str
    version: int
    file_by: str | None
    summary: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """One word to search for, and the codes (categories, classes, kinds, paths) whose labels hold it."""

    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a case: when it was made (UTC, ISO) and by whom."""

    version: int
    at: str
    who: str


class ReviewBook(Ledger):
    """A ledger with the questions of the review page."""

    def page(
        self,
        *,
        show: str = "all",
        search: Sequence[Word] = (),
        due_by: dt.date,
        limit: int,
        offset: int = 0,
    ) -> tuple[list[CaseRow], dict[str, int]]:
        """Part of the cases, and how many of each group there are.

        Deadlines first; then what waits for a person; what needs nothing comes last. `show` is a group: all,
        person (needs one), due (to be filed by `due_by`, or late). Every word of `search` must fit.
        """
        needs = cases.c.summary["review_needed"].as_boolean()
        due = cases.c.file_by <= due_by.isoformat()
        fits = sa.and_(cases.c.version > 0, *(_fits(word) for word in search))
        counted = sa.select(
            sa.func.count(), *(sa.func.coalesce(sa.func.sum(sa.case((group, 1), else_=0)), 0) for group in (needs, due))
        ).where(fits)  # fmt: skip
        chosen = {"person": needs, "due": due}.get(show, sa.true())
        rank = sa.case((cases.c.file_by.is_not(None), 0), (needs, 1), else_=2)
        order = (rank, cases.c.file_by, _said("insurer"), cases.c.case_id)
        # Only names are sorted; what a row says is fetched for this part alone.
        part = sa.select(cases.c.digest).where(fits, chosen).order_by(*order).limit(limit).offset(offset)
        ordered = (
            sa.select(cases.c.case_id, cases.c.version, cases.c.file_by, cases.c.summary)
            .where(cases.c.digest.in_(part))
            .order_by(*order)
        )
        with self.begin(reading=True) as link:
            counts = dict(zip(("all", "person", "due"), link.execute(counted).one(), strict=True))
            rows = link.execute(ordered)
            return [CaseRow(r.case_id, r.version, r.file_by, r.summary or {}) for r in rows], counts

    def versions(self, case_id: str) -> list[VersionRow]:
        """All versions of a case, newest first."""
        query = (
            sa.select(versions.c.version, versions.c.at, versions.c.who)
            .where(versions.c.case_id == case_id)
            .order_by(versions.c.version.desc())
        )
        with self.begin(reading=True) as link:
            return [VersionRow(r.version, r.at, r.who) for r in link.execute(query)]

    def version(self, case_id: str, version: int) -> Case:
        """One version of a case. Raises LedgerError when there is none."""
        query = sa.select(versions.c.case).where(versions.c.case_id == case_id, versions.c.version == version)
        with self.begin(reading=True) as link:
            found = link.execute(query).scalar()
        if found is None:
            raise LedgerError(f"Case {case_id} has no version {version}.")
        return Case.model_validate(found)

    def ended(self, root: str) -> list[Bundle]:
        """Bundles of a folder that have ended, whose originals may be put in their place."""
        with self.begin(reading=True) as link:
            return read_bundles(link, (bundles.c.root == root) & bundles.c.state.in_(CLOSED))

    def originals(self, case_id: str) -> list[Path]:
        """The files of a case's letters, where they lie now; some may be gone."""
        query = (
            sa.select(arrivals.c.source, arrivals.c.place, bundles.c.root, bundles.c.out)
            .select_from(arrivals.join(bundles).join(cases, cases.c.bundle_id == bundles.c.id))
            .where(cases.c.case_id == case_id, arrivals.c.state != State.GONE)
            .order_by(arrivals.c.id)
        )
        with self.begin(reading=True) as link:
            return [_place(row) for row in link.execute(query)]


def _said(name: str) -> Any:
    return cases.c.summary[name].as_string()


def _fits(word: Word) -> Any:
    """A case whose names hold the word, whatever its case, or that has one of the word's codes."""
    told = [_said(name) for name in ("insurer", "member_name")]
    written = [column.icontains(word.text, autoescape=True) for column in (*told, cases.c.case_id)]
    coded = [_said(name).in_(word.codes) for name in _CODED if word.codes]
    return sa.or_(*written, *coded)


def _place(row: Any) -> Path:
    if row.place:
        return Path(row.out or ".", row.place)
    return Path(row.root, row.source)
