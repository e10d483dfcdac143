"""The page's side of the ledger and the output folder: cases in, corrected cases out. No web here."""

import datetime as dt
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ImrkitError, LedgerError
from pipeline.models.case import Case
from pipeline.models.document import Origin
from pipeline.models.facts import Facts
from pipeline.models.fields import Field
from pipeline.models.letter import Limits
from pipeline.record.review import ReviewBook, VersionRow
from pipeline.web.answers import letter_value
from pipeline.web.together import facts_of, files_of

if TYPE_CHECKING:
    from pipeline.law import Law
    from pipeline.law.model import Process
    from pipeline.run import Kit

_CASE_ID = re.compile(r"[0-9a-f]{8,64}")


class NoSuchCaseError(ImrkitError):
    """No case, version or file of that name is on the shelf."""

    code = "no_such_case"


class MovedOnError(ImrkitError):
    """Somebody saved the case after this form was opened."""

    code = "moved_on"


@dataclass
class Shelf:
    """Everything that the page reads and writes. Safe to use from threads; one writes at a time."""

    out: Path
    ledger_url: str
    today: Callable[[], dt.date]
    limits: Limits = field(default_factory=Limits)
    law: Path | None = None
    templates: Path | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        self.out = self.out.absolute()
        self.book = ReviewBook(self.ledger_url, who="review page")
        self._kit: Kit | None = None
        self._book_of_law: Law | None = None
        self._writing = threading.RLock()

    def close(self) -> None:
        """Give the readers and the ledger back."""
        with self._writing:
            if self._kit is not None:
                self._kit.close()
                self._kit = None
        self.book.close()

    def kit(self) -> "Kit":
        """Law, readers and templates, loaded when first needed."""
        with self._writing:
            if self._kit is None:
                from pipeline.run import Kit

                self._kit = Kit.load(
                    limits=self.limits, law=self.law, templates=self.templates, language=self.language
                )
            return self._kit

    # Reading -----------------------------------------------------------------------------------------

    def letters(self, state: str, limit: int) -> tuple[list[dict[str, Any]], int]:
        """The latest letters of a state, and how many there are in all."""
        return self.book.letters(out=self.out, state=state, limit=limit), self.book.totals(out=self.out)[
            state
        ]

    def versions(self, case_id: str) -> list[VersionRow]:
        """The versions of a case, newest first. Raises NoSuchCaseError."""
        found = self.book.versions(case_id) if _CASE_ID.fullmatch(case_id) else []
        if not found:
            raise NoSuchCaseError("There is no such case. It may have been removed.")
        return found

    def case(self, case_id: str, version: int | None = None) -> tuple[Case, int]:
        """A case and which version it is: the newest by default. Raises NoSuchCaseError."""
        known = [v.version for v in self.versions(case_id)]
        if version is not None and version not in known:
            raise NoSuchCaseError("There is no such version of this case.")
        wanted = version or known[0]
        return self.book.version(case_id, wanted), wanted

    def originals(self, case_id: str) -> list[Path]:
        """The letters' files that are still where the ledger says."""
        return [path for path in self.book.originals(case_id) if path.is_file() and not path.is_symlink()]

    def same_matter(self, case: Case) -> list[tuple[str, str]]:
        """(id, letter) of cases with the same member and number whose letters are not in this one already."""
        mine = {one.sha256 for one in case.documents}
        others = [self.case(other)[0] for other in self.book.linked(case.case_id)]
        return [(o.case_id, o.document.source) for o in others if not mine & {d.sha256 for d in o.documents}]

    def whole(self, case: Case) -> str | None:
        """The id of a case that holds the letters of this one and others of the matter; None if there is none."""
        mine = {one.sha256 for one in case.documents}
        for other in self.book.linked(case.case_id):
            if mine < {one.sha256 for one in self.case(other)[0].documents}:
                return other
        return None

    def packet_file(self, case: Case, name: str) -> Path:
        """A file of the packet, by a name that the case itself lists. Raises NoSuchCaseError."""
        path = self.out / "cases" / case.case_id / name
        listed = name in case.packet or name == "case.json"
        if not listed or Path(name).name != name or not path.is_file() or path.is_symlink():
            raise NoSuchCaseError("This file is not in the packet any more. Save the case to make it again.")
        return path

    def process(self, process_id: str | None) -> "Process | None":
        """The law's entry for the office that decides, if there is one."""
        if not process_id:
            return None
        from pipeline.law import Law

        try:
            self._book_of_law = self._book_of_law or (Law.load(self.law) if self.law else Law.load())
            return self._book_of_law.process(process_id)
        except ImrkitError:
            return None

    # Writing -----------------------------------------------------------------------------------------

    def save(self, case_id: str, version: int, facts: Facts, who: str) -> tuple[Case, int]:
        """Decide and assemble again with `facts`; a new version if anything differs, never an overwrite.

        Raises MovedOnError when `version` is not the newest, NoSuchCaseError, PassingError.
        """
        from pipeline.run import redo

        with self._writing:
            now, newest = self.case(case_id)
            if newest != version:
                raise MovedOnError("This case was saved in another window after you opened it.")
            read = self._as_read(case_id)
            changed = redo(
                read,
                self.originals(case_id),
                out=self.out,
                facts=facts,
                as_of=self.today(),
                kit=self.kit(),
            )
            told = difference(now.facts, facts, read)
            if told:
                self.book.correct(case_id, told, who)
            return changed, self.book.save_case(changed, [], who=who, out=self.out)

    def join(self, case_id: str, who: str) -> str:
        """Make one case of all letters of this case's matter; gives its id. The cases it is made of stay.

        What was told of the person and the plan goes along, first what this case holds; what was corrected in
        one letter does not: the letters are read together anew. Raises NoSuchCaseError, BadInputError kinds.
        """
        from pipeline.run import process

        with self._writing:
            cases = [self.case(one)[0] for one in (case_id, *self.book.linked(case_id))]
            paths = files_of(cases, self.book.originals)
            made = process(paths, out=self.out, facts=facts_of(cases), as_of=self.today(), kit=self.kit())
            self.book.save_case(made, paths, who=who, out=self.out)
            return made.case_id

    def _as_read(self, case_id: str) -> Case:
        """The newest version before any person's word, so that a word taken back leaves what was read."""
        rows = self.versions(case_id)
        for row in rows:
            case, _ = self.case(case_id, row.version)
            if row is rows[-1] or not _touched(case):
                return case
        raise LedgerError(f"Case {case_id} has no versions.")


def difference(before: Facts, after: Facts, read: Case) -> dict[str, Any]:
    """What changed between two sets of facts, in the shape of a facts file; None where a fact was taken back.

    A correction that was taken back is told as the value that was `read`: None would say that there is none.
    """
    old, new = (f.model_dump(mode="json", by_alias=True) for f in (before, after))
    for name in old["fields"].keys() - new["fields"].keys():
        new["fields"][name] = letter_value(read, name)
    changed: dict[str, Any] = {}
    for key, value in new.items():
        if isinstance(value, dict):
            inner = {n: v for n, v in sorted(value.items()) if n not in old[key] or v != old[key][n]}
            if inner:
                changed[key] = inner
        elif value != old[key]:
            changed[key] = value
    return changed


def _touched(case: Case) -> bool:
    """Whether a person's word stands in the fields or the classification."""
    denial = case.facts.denial
    if denial.kind or denial.denial_class or denial.category:
        return True
    held = [f for many in case.fields.values() for f in (many if isinstance(many, tuple) else (many,))]
    return bool(case.facts.fields) or any(isinstance(f, Field) and f.origin is Origin.PERSON for f in held)
