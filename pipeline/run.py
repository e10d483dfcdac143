"""The one way through the house: letters in, a case and its packet out.

Nothing here reads the clock, the environment or the settings; the doors pass them in. The same letters,
facts and as-of date give the same bytes, whichever door they came through.
"""

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline import __version__
from pipeline.assemble import assemble
from pipeline.assemble.precedents import load as load_precedents
from pipeline.combine import Reading, combine
from pipeline.decide import decide
from pipeline.errors import ImrkitError
from pipeline.intake import printable
from pipeline.law import Law
from pipeline.models.case import Case, CaseError, DocumentSummary, Review
from pipeline.models.decision import Decision
from pipeline.models.document import Document, PageRole, turn_of
from pipeline.models.facts import Facts
from pipeline.models.fields import Classification, DenialCategory, Doubt, Extraction, Field
from pipeline.models.letter import Limits
from pipeline.overrule import overrule
from pipeline.passing import passing
from pipeline.read import Reader
from pipeline.situate import situate
from pipeline.understand import understand
from pipeline.weigh import weigh

PRECEDENTS = "precedents.csv"  # in the output folder: counts that a person imported, used by every door


@dataclass
class Kit(AbstractContextManager["Kit"]):
    """What is loaded once per process and used for every case."""

    law: Law
    reader: Reader
    limits: Limits = field(default_factory=Limits)
    templates: Path | None = None
    language: str = "en"

    @classmethod
    def load(
        cls,
        *,
        limits: Limits | None = None,
        workers: int = 1,
        law: Path | None = None,
        templates: Path | None = None,
        language: str = "en",
    ) -> "Kit":
        """Load the law and start the readers; close it with `with` or `close()`."""
        limits = limits or Limits()
        return cls(
            law=Law.load(law) if law else Law.load(),
            reader=Reader(workers=workers, limits=limits).__enter__(),
            limits=limits,
            templates=templates,
            language=language,
        )

    def close(self) -> None:
        """Stop the readers."""
        self.reader.__exit__(None, None, None)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def case_id(sha256s: Sequence[str]) -> str:
    """A stable name for the case of these letters, in whatever order they were given."""
    if len(sha256s) == 1:
        return sha256s[0][:16]
    return hashlib.sha256("".join(sorted(sha256s)).encode()).hexdigest()[:16]


def examine(
    paths: Sequence[Path], *, kit: Kit, facts: Facts | None = None, password: str | None = None
) -> Case:
    """Read, extract and classify the letters of one case; decides and writes nothing.

    Raises BadInputError when a letter cannot be used, PassingError when the machine is in trouble.
    """
    with passing():
        return _case(_readings(paths, kit, password), facts or Facts())


def process(
    paths: Sequence[Path],
    *,
    out: Path,
    facts: Facts,
    as_of: dt.date,
    kit: Kit,
    password: str | None = None,
    left_out: Sequence[str] = (),
) -> Case:
    """One case from its letters to its packet under `out/cases/CASE_ID/`.

    `left_out` says of letters that belong to it and could not be used why; a person must then look at the case.
    Raises BadInputError when a letter cannot be used, PassingError when the machine is in trouble.
    """
    case = settle(paths, facts=facts, as_of=as_of, kit=kit, password=password, left_out=left_out)
    with passing():
        return _write(case, paths, out=out, as_of=as_of, kit=kit)


def settle(
    paths: Sequence[Path],
    *,
    facts: Facts,
    as_of: dt.date,
    kit: Kit,
    password: str | None = None,
    left_out: Sequence[str] = (),
) -> Case:
    """One case from its letters to its decision; writes nothing. Raises as `process` does."""
    with passing():
        return _case(_readings(paths, kit, password), facts, kit.law, as_of, left_out)


def redo(case: Case, paths: Sequence[Path], *, out: Path, facts: Facts, as_of: dt.date, kit: Kit) -> Case:
    """Decide and assemble again after a person's correction; the letters are not read again."""
    extraction, classification = overrule(_extraction_of(case), case.classification, facts)
    decision, otherwise = _decide(extraction, classification, facts, kit.law, as_of)
    changed = case.model_copy(
        update={
            "fields": extraction.fields,
            "classification": classification,
            "facts": facts,
            "decision": decision,
            "review": weigh(case.documents, extraction, classification, facts, decision, otherwise),
        }
    )
    with passing():
        return _write(changed, paths, out=out, as_of=as_of, kit=kit)


def redecide(case: Case, old: Law, new: Law, as_of: dt.date) -> dict[str, Any] | None:
    """What changes for a stored case between two laws: `{"case_id", "changes": {what: [before, after]}}`, or None."""
    extraction = _extraction_of(case)
    situation = situate(extraction, case.classification, case.facts)
    told = [
        {
            "path": d.path.value,
            "process_id": d.process_id,
            "eligible": d.eligible.value,
            "file_by": str(d.deadline.file_by) if d.deadline else None,
            "never_late_before": str(d.deadline.never_late_before) if d.deadline else None,
        }
        for d in (decide(situation, law, as_of) for law in (old, new))
    ]
    changes = {what: [told[0][what], told[1][what]] for what in told[0] if told[0][what] != told[1][what]}
    return {"case_id": case.case_id, "changes": changes} if changes else None


def failed(source: str, error: ImrkitError) -> Case:
    """The case of a letter that could not be used: one line of `extract` with its `error`."""
    source = printable(source)
    return Case(
        case_id=case_id([hashlib.sha256(source.encode()).hexdigest()]),
        pipeline_version=__version__,
        document=DocumentSummary(source=source),
        review=Review(needed=True, reasons=(Doubt(field="document", why=error.message),)),
        error=CaseError(code=error.code, message=error.message),
    )


def dumped(case: Case) -> str:
    """`case.json` as text: stable key order, no timestamps."""
    return json.dumps(case.model_dump(mode="json", by_alias=True), indent=1, ensure_ascii=False) + "\n"


def _readings(paths: Sequence[Path], kit: Kit, password: str | None) -> list[Reading]:
    return understand(paths, reader=kit.reader, limits=kit.limits, password=password)


def _case(
    readings: Sequence[Reading],
    facts: Facts,
    law: Law | None = None,
    as_of: dt.date | None = None,
    left_out: Sequence[str] = (),
) -> Case:
    lead, extraction, classification = combine(readings)
    missing = tuple(
        Doubt(field="document", why=f"a letter of this case is missing: {why}") for why in left_out
    )
    extraction = extraction.model_copy(update={"doubts": extraction.doubts + missing})
    extraction, classification = overrule(extraction, classification, facts)
    summaries = tuple(_summary(r.document, r.extraction.kind.value) for r in readings)
    decision: Decision | None = None
    otherwise: tuple[Decision, ...] = ()
    if law is not None and as_of is not None:
        decision, otherwise = _decide(extraction, classification, facts, law, as_of)
    return Case(
        case_id=case_id([s.sha256 or "" for s in summaries]),
        pipeline_version=__version__,
        document=summaries[lead],
        documents=summaries,
        fields=extraction.fields,
        classification=classification,
        decision=decision,
        doubts=extraction.doubts,
        review=weigh(summaries, extraction, classification, facts, decision, otherwise),
        facts=facts,
    )


def _decide(
    extraction: Extraction, classification: Classification, facts: Facts, law: Law, as_of: dt.date
) -> tuple[Decision, tuple[Decision, ...]]:
    """The decision, and those on the other grounds that the letter may mean."""
    decision = decide(situate(extraction, classification, facts), law, as_of)
    grounds = [
        DenialCategory(c.value)
        for d in classification.doubts
        if d.field == "denial_category"
        for c in d.candidates
        if c.value != classification.denial_category
    ]
    others = (classification.model_copy(update={"denial_category": ground}) for ground in grounds)
    return decision, tuple(decide(situate(extraction, o, facts), law, as_of) for o in others)


def _summary(document: Document, kind: str | None) -> DocumentSummary:
    return DocumentSummary(
        source=document.source,
        sha256=document.sha256,
        pages=len(document.pages),
        kind=kind,
        ocr_pages=tuple(document.ocr_pages),
        unreadable_pages=tuple(document.unreadable_pages),
        skipped_pages={str(p.number): p.role.value for p in document.pages if p.role is not PageRole.BODY},
        reading={str(p.number): p.reason for p in document.pages},
        turned={str(p.number): turn for p in document.pages if (turn := turn_of(p))},
    )


def _extraction_of(case: Case) -> Extraction:
    """The extraction inside a stored case."""
    kind = Field(value=case.document.kind, confidence=1.0)
    return Extraction(kind=kind, fields=case.fields, doubts=case.doubts)


def _write(case: Case, paths: Sequence[Path], *, out: Path, as_of: dt.date, kit: Kit) -> Case:
    """Assemble beside the final place, then move in one step: a packet is whole or not there."""
    cases = out / "cases"
    cases.mkdir(parents=True, exist_ok=True, mode=0o700)
    work = Path(tempfile.mkdtemp(prefix=f".{case.case_id}-", dir=cases))
    try:
        known = out / PRECEDENTS
        packet, provenance = assemble(
            case,
            kit.law,
            paths,
            work,
            templates=kit.templates,
            language=kit.language,
            as_of=as_of,
            precedents=load_precedents(known) if known.is_file() else None,
        )
        case = case.model_copy(update={"packet": packet, "provenance": provenance})
        (work / "case.json").write_text(dumped(case), encoding="utf-8")
        for file in work.iterdir():
            file.chmod(0o600)
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
        _swap(work, cases / case.case_id)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return case


def _swap(new: Path, place: Path) -> None:
    """Put `new` at `place`; an older packet steps aside first and is removed last."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
