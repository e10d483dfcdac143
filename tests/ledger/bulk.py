"""A ledger of many letters, written straight into its tables: for what depends on its size alone."""

import hashlib
from typing import Any

import sqlalchemy as sa

from pipeline.record import Ledger
from pipeline.record.tables import arrivals, bundles, cases, history, letters, matters, versions


def sha_of(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def fill(ledger: Ledger, count: int, *, root: str = "/in", out: str = "/out") -> None:
    """`count` letters: of ten one is a duplicate, one was set aside; each third belongs to one matter."""
    rows: dict[sa.Table, list[dict[str, Any]]] = {
        t: [] for t in (letters, bundles, arrivals, cases, versions, matters, history)
    }
    for n in range(1, count + 1):
        sha, state = sha_of(n), {8: "duplicate", 9: "set_aside"}.get(n % 10, "done")
        case_id = sha_of(n - 1 if state == "duplicate" else n)[:16]
        aside = state == "set_aside"
        rows[letters].append({"sha256": sha, "bytes": 1000, "first_seen": "2026-03-01"})
        rows[bundles].append(
            {
                "id": n, "door": "watch" if n % 2 else "batch", "root": root, "key": f"{n:05}.pdf", "out": out,
                "slot": None, "state": state, "attempts": 1, "digest": sha, "filed": True,
                "case_id": None if aside else case_id, "code": "encrypted" if aside else None,
                "message": "this letter needs a password." if aside else None,
            }
        )  # fmt: skip
        rows[arrivals].append(
            {"id": n, "bundle_id": n, "source": f"{n:05}.pdf", "sha256": sha, "state": state,
             "place": f"done/{n:05}.pdf"}
        )  # fmt: skip
        rows[history].append({"at": "now", "who": "test", "event": "arrived", "bundle_id": n, "after": state})
        if state == "done":
            file_by = f"2026-{1 + n % 12:02}-15" if n % 3 else None
            rows[cases].append(
                {"digest": sha, "case_id": case_id, "state": "done", "bundle_id": n, "version": 1,
                 "file_by": file_by, "summary": _summary(n)}
            )  # fmt: skip
            rows[versions].append(
                {"case_id": case_id, "version": 1, "at": "now", "who": "test", "pipeline_version": "1",
                 "case": {"case_id": case_id, "words": "x" * 3000}}
            )  # fmt: skip
            rows[matters].append({"case_id": case_id, "member": f"M{n // 30}", "number": f"C{n // 30}"})
    with ledger.begin() as link:
        for table, values in rows.items():
            link.execute(table.insert(), values)


def _summary(n: int) -> dict[str, Any]:
    return {
        "insurer": f"Example Health Plan {n % 40}", "member_name": f"Jordan Example {n}", "letter_date": "2026-01-02",
        "kind": "initial_denial", "denial_class": "clinical",
        "denial_category": "experimental" if n % 7 == 0 else "medical_necessity",
        "path": "external_review", "process_id": "CA-DMHC-IMR", "eligible": "yes", "missing_facts": ["plan.funding"],
        "review": ["letter_date"] if n % 4 == 0 else [], "review_needed": n % 4 == 0,
        "packet": ["request.pdf", "request.docx", "checklist.pdf"],
    }  # fmt: skip
