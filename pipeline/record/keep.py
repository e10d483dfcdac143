"""Cases in the ledger: every version of each, what was read and decided, and a person's corrections."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.errors import LedgerError
from pipeline.models.case import Case
from pipeline.record.rows import digest_of
from pipeline.record.store import NOW, Store, unless_there
from pipeline.record.tables import (
    arrivals,
    bundles,
    cases,
    corrections,
    decisions,
    documents,
    letters,
    matters,
    readings,
    versions,
)

# Built once, for they run for every letter.
_CASE_IS = cases.update().where(cases.c.digest == sa.bindparam("of_digest"))
_VERSION = versions.insert().values(at=NOW)
_READINGS, _DECISION, _DOCUMENTS = readings.insert(), decisions.insert(), documents.insert()


class CaseKeeper(Store):
    """Versions of cases. Nothing here ever overwrites one."""

    def save_case(
        self, case: Case, paths: Sequence[Path], *, who: str | None = None, out: Path | None = None
    ) -> int:
        """Keep a case made by hand or corrected by a person; gives its version.

        `paths` are the letters' files (they stay where they are; empty after a correction). The same case
        saved again with nothing changed stays the version it is.
        """
        data = case.model_dump(mode="json", by_alias=True)
        place = str((out / "cases" / case.case_id).absolute()) if out else None
        found = [(p, hashlib.sha256(p.read_bytes()).hexdigest(), p.stat()) for p in paths]
        with self.begin() as link:
            known = link.execute(sa.select(cases.c.digest).where(cases.c.case_id == case.case_id)).scalar()
            if known is None and not found:
                raise LedgerError(f"Case {case.case_id} is not in the ledger, so it cannot be changed.")
            digest = known or digest_of(sha for _, sha, _ in found)
            bundle_id = self._by_hand(link, found, digest, case.case_id, out) if found else 0
            link.execute(
                unless_there(link, cases, state="new", version=0), {"digest": digest, "bundle_id": bundle_id}
            )
            row = link.execute(sa.select(cases).where(cases.c.digest == digest)).one()
            return self.keep_version(link, row, data, place=place, known={}, who=who)

    def _by_hand(
        self,
        link: Connection,
        found: Sequence[tuple[Path, str, Any]],
        digest: str,
        case_id: str,
        out: Path | None,
    ) -> int:
        places = [path.absolute() for path, _, _ in found]
        root = os.path.commonpath([place.parent for place in places])
        key = " + ".join(path.name for path, _, _ in found)
        slot = f"run|{root}|{key}|{digest}"
        known = link.execute(sa.select(bundles.c.id).where(bundles.c.slot == slot)).scalar()
        if known is not None:
            return int(known)
        other = link.execute(sa.select(cases.c.digest).where(cases.c.digest == digest)).scalar()
        state = "duplicate" if other else "done"
        bundle_id: int = link.execute(
            bundles.insert()
            .values(
                door="run", root=root, key=key, out=str(out.absolute() if out else ""), slot=slot, state=state,
                attempts=1, digest=digest, case_id=case_id, filed=True,
            )
            .returning(bundles.c.id)
        ).scalar_one()  # fmt: skip
        for place, (_, sha256, stat) in zip(places, found, strict=True):
            source = os.fsencode(place.relative_to(root)).decode("utf-8", "backslashreplace")
            row = {
                "bundle_id": bundle_id, "source": source, "sha256": sha256, "bytes": stat.st_size,
                "mtime_ns": stat.st_mtime_ns, "inode": stat.st_ino, "state": state,
            }  # fmt: skip
            link.execute(unless_there(link, arrivals), row)
            letter = {"sha256": sha256, "bytes": stat.st_size}
            link.execute(unless_there(link, letters, first_seen=NOW), letter)
        self.note(link, "arrived", bundle_id=bundle_id, case_id=case_id, after=state)
        return bundle_id

    def keep_version(
        self,
        link: Connection,
        row: Any,
        case: Mapping[str, Any],
        *,
        place: str | None,
        known: Mapping[str, Any],
        who: str | None = None,
    ) -> int:
        """Add a version in the caller's transaction, unless the case is just as it was. `row` is that of `cases`."""
        case_id, version = case["case_id"], row.version
        same = (versions.c.case_id == case_id) & (versions.c.version == version)
        last = link.execute(sa.select(versions.c.case).where(same)).scalar() if version else None
        decision = case.get("decision") or {}
        deadline = decision.get("deadline") or {}
        if last != case:
            version += 1
            self._add(link, case_id, version, case, decision, deadline, place, who or self.who)
            self.note(link, "version", case_id=case_id, who=who or self.who, code=str(version))
        values = {"state": "done", "case_id": case_id, "version": version, "file_by": deadline.get("file_by")}
        values["summary"] = _summary(case, decision)
        cleared = {"code": None, "message": None}
        link.execute(_CASE_IS, {"of_digest": row.digest, **values, **cleared, **known})
        return int(version)

    def _add(
        self,
        link: Connection,
        case_id: str,
        version: int,
        case: Mapping[str, Any],
        decision: Mapping[str, Any],
        deadline: Mapping[str, Any],
        place: str | None,
        who: str,
    ) -> None:
        key = {"case_id": case_id, "version": version}
        law = decision.get("law_sha256")
        version_row = {
            "who": who, "place": place, "case": dict(case), "law_sha256": law,
            "pipeline_version": case.get("pipeline_version", ""), **key,
        }  # fmt: skip
        link.execute(_VERSION, version_row)
        read = [
            {
                "sha256": reading.get("sha256") or "", "source": reading["source"], "kind": reading.get("kind"),
                "pages": reading.get("pages", 0), "ocr_pages": reading.get("ocr_pages", []),
                "unreadable_pages": reading.get("unreadable_pages", []), "reasons": reading.get("reading", {}), **key,
            }
            for reading in _once(case.get("documents") or [case["document"]], "sha256")
        ]  # fmt: skip
        link.execute(_READINGS, read)
        if decision:
            decided = {
                "path": decision["path"], "process_id": decision.get("process_id"), "law_sha256": law,
                "eligible": decision.get("eligible"), "file_by": deadline.get("file_by"),
                "never_late_before": deadline.get("never_late_before"), "review_needed": case["review"]["needed"], **key,
            }  # fmt: skip
            link.execute(_DECISION, decided)
        names = [{"name": name, **key} for name in dict.fromkeys(case.get("packet", ()))]
        if names:
            link.execute(_DOCUMENTS, names)
        same = [{"case_id": case_id, "member": m, "number": n} for m, n in sorted(_matter_keys(case))]
        if same:
            link.execute(unless_there(link, matters), same)

    def correct(self, case_id: str, facts: Mapping[str, Any], who: str) -> None:
        """Keep what a person corrected, in the shape of a facts file (`fields`: field name to value).

        Save the case that comes of it with `save_case`. Raises LedgerError when there is no such case.
        """
        with self.begin() as link:
            self._require(link, case_id)
            link.execute(corrections.insert().values(case_id=case_id, at=NOW, who=who, facts=dict(facts)))
            self.note(link, "corrected", case_id=case_id, who=who)

    def linked(self, case_id: str) -> list[str]:
        """Other cases of the same matter: the same member id with the same claim or reference number."""
        with self.begin(reading=True) as link:
            return self._linked(link, case_id)

    def _linked(self, link: Connection, case_id: str) -> list[str]:
        mine, other = matters.alias("mine"), matters.alias("other")
        same = (mine.c.member == other.c.member) & (mine.c.number == other.c.number)
        query = (
            sa.select(other.c.case_id)
            .distinct()
            .select_from(mine.join(other, same))
            .where(mine.c.case_id == case_id, other.c.case_id != case_id)
        )
        return list(link.execute(query.order_by(other.c.case_id)).scalars())

    def case(self, case_id: str) -> Case:
        """The latest version of a case. Raises LedgerError when there is none."""
        with self.begin(reading=True) as link:
            self._require(link, case_id)
            newest = versions.c.case_id == case_id
            query = sa.select(versions.c.case).where(newest).order_by(versions.c.version.desc()).limit(1)
            return Case.model_validate(link.execute(query).scalar_one())

    def cases(self) -> Iterator[Case]:
        """The latest version of every case, one at a time."""
        with self.begin(reading=True) as link:
            query = sa.select(cases.c.case_id).where(cases.c.version > 0)
            ids = list(link.execute(query.order_by(cases.c.case_id)).scalars())
        for case_id in ids:
            yield self.case(case_id)

    def _require(self, link: Connection, case_id: str) -> None:
        if link.execute(sa.select(cases.c.digest).where(cases.c.case_id == case_id)).scalar() is None:
            raise LedgerError(f"No case {case_id} in the ledger. `imrkit cases list` shows them.")


def _summary(case: Mapping[str, Any], decision: Mapping[str, Any]) -> dict[str, Any]:
    fields = {
        name: case.get("fields", {}).get(name) or {} for name in ("insurer", "member_name", "letter_date")
    }
    why = case.get("classification") or {}
    review = case.get("review") or {}
    return {
        **{name: field.get("value") for name, field in fields.items()},
        "kind": case["document"].get("kind"),
        "denial_class": why.get("denial_class"),
        "denial_category": why.get("denial_category"),
        "path": decision.get("path"),
        "process_id": decision.get("process_id"),
        "eligible": decision.get("eligible"),
        "missing_facts": list(decision.get("missing_facts") or ()),
        "review": list(dict.fromkeys(reason["field"] for reason in review.get("reasons", ()))),
        "review_needed": bool(review.get("needed")),
        "packet": list(case.get("packet") or ()),
    }


def _matter_keys(case: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(member id, claim or reference number), both without spaces, dashes and case."""
    fields = case.get("fields", {})
    member = _plain((fields.get("member_id") or {}).get("value"))
    found = [*fields.get("claim_numbers", ()), *fields.get("reference_numbers", ())]
    numbers = {_plain(field.get("value")) for field in found} - {""}
    return {(member, number) for number in numbers} if member else set()


def _plain(value: Any) -> str:
    return re.sub(r"[^0-9A-Z]", "", str(value or "").upper())


def _once(rows: Sequence[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    return list({row.get(key): row for row in rows}.values())
