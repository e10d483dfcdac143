"""The ledger: the audit trail of every letter, attempt, reading, decision, document and correction."""

from typing import Self

from pipeline.record.lists import STATES
from pipeline.record.parts import Background, Part
from pipeline.record.precedents import PrecedentBook
from pipeline.record.rows import Arrival, Bundle, Ending, Entry, FileEntry, digest_of
from pipeline.record.verdict import CLOSED, PENDING, State, Verdict


class Ledger(PrecedentBook):
    """One open ledger: SQLite (WAL, for this user only) or PostgreSQL, by URL. Safe to use from threads."""

    def __enter__(self) -> Self:
        return self


__all__ = [
    "CLOSED",
    "PENDING",
    "STATES",
    "Arrival",
    "Background",
    "Bundle",
    "Ending",
    "Entry",
    "FileEntry",
    "Ledger",
    "Part",
    "State",
    "Verdict",
    "digest_of",
]
