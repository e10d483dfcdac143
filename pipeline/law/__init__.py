"""The law as data: fifty states, five territories, the District and the federal programs."""

from pathlib import Path

from pipeline.law.load import LAW_FOLDER, Law
from pipeline.law.model import Process

__all__ = ["LAW_FOLDER", "Law", "Process", "check", "show"]


def check(folder: Path = LAW_FOLDER) -> list[str]:
    """Problems in the law files of `folder`, each with file and line; empty when all is well."""
    from pipeline.law.checking import problems  # pydantic's validators: only the check pays for them

    return problems(folder)


def show(law: Law, jurisdiction: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a caseworker wants to know: for each process its title and rows of (label, text)."""
    from pipeline.law.showing import rows

    return rows(law, jurisdiction)
