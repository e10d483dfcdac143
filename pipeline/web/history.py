"""What changed from one version of a case to the next, in words. Pure."""

from dataclasses import dataclass
from typing import Any

from pipeline.models.case import Case
from pipeline.record.review import VersionRow
from pipeline.web.answers import fact_value, letter_value
from pipeline.web.values import readable
from pipeline.web.words import Asked, Words


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One version: who made it, what it changed, what was decided then."""

    row: VersionRow
    case: Case
    changes: tuple[Change, ...]


def story(versions: list[tuple[VersionRow, Case]], words: Words) -> list[Chapter]:
    """Versions, newest first, each with its difference from the one before."""
    chapters = []
    for n, (row, case) in enumerate(versions):
        before = versions[n + 1][1] if n + 1 < len(versions) else None
        chapters.append(Chapter(row, case, tuple(_changes(before, case, words)) if before else ()))
    return chapters


def _changes(before: Case, after: Case, words: Words) -> list[Change]:
    found = []
    for asked in words.letter_fields():
        found += _change(asked, letter_value(before, asked.name), letter_value(after, asked.name), words)
    for asked in words.questions():
        found += _change(
            asked, fact_value(before.facts, asked.name), fact_value(after.facts, asked.name), words
        )
    seen, looked = ("; ".join(case.facts.looked_at) or "nothing" for case in (before, after))
    if seen != looked:
        found.append(Change("Looked at by a person", seen, looked))
    old, new = (_file_by(case) for case in (before, after))
    if old != new:
        found.append(Change("File by", old, new))
    paths = [str(c.decision.path) if c.decision else "" for c in (before, after)]
    if paths[0] != paths[1]:
        found.append(Change("Next step", *(words.say("steps", p) if p else "nothing" for p in paths)))
    return found


def _change(asked: Asked, old: Any, new: Any, words: Words) -> list[Change]:
    if old == new:
        return []
    return [Change(asked.label, *(_said(asked, value, words) for value in (old, new)))]


def _said(asked: Asked, value: Any, words: Words) -> str:
    if asked.of and value is not None:
        return words.say(asked.of, value)
    if asked.kind == "appeals":
        return "not told" if value is None else readable(asked, value) if value else "none was made"
    return readable(asked, value)


def _file_by(case: Case) -> str:
    deadline = case.decision.deadline if case.decision else None
    return str(deadline.file_by) if deadline and deadline.file_by else "no date"
