"""A small shelf for the review page: real sample letters, really read, with values set by hand.

Values are set by hand so that these tests hold the page, not the extractors, to its promises.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from pipeline.intake import admit
from pipeline.models.case import Case, DocumentSummary, Review
from pipeline.models.decision import CountedFrom, Deadline, Decision
from pipeline.models.decision import Path as Way
from pipeline.models.document import Document, union
from pipeline.models.facts import Facts
from pipeline.models.fields import Candidate, Classification, Doubt, Field, Pointer
from pipeline.models.letter import Limits
from pipeline.read import read
from pipeline.record.review import ReviewBook

LETTERS = Path(__file__).parents[2] / "samples" / "letters"
TODAY = dt.date(2026, 3, 20)


def url(out: Path) -> str:
    """The ledger of an output folder."""
    return f"sqlite:///{out / 'imrkit.db'}"


def found(document: Document, value: Any, printed: str, confidence: float = 0.97, **more: Any) -> Field:
    """A field whose proof is where `printed` stands in the letter."""
    wanted = printed.split()
    for page in document.pages:
        texts = [w.text.strip(".,:") for w in page.words]
        for n in range(len(texts) - len(wanted) + 1):
            if texts[n : n + len(wanted)] == [w.strip(".,:") for w in wanted]:
                words = page.words[n : n + len(wanted)]
                return Field(
                    value=value, confidence=confidence, page=page.number, box=union([w.box for w in words]),
                    quote=" ".join(w.text for w in words), origin=words[0].origin, rule="test", **more,
                )  # fmt: skip
    raise AssertionError(f"{printed!r} does not stand in {document.source}")


def grievance(out: Path) -> Case:
    """An upheld appeal in California: one date in doubt, no claim number, the plan's funding unknown."""
    path = LETTERS / "01-hmo-appeal-upheld.pdf"
    document = read(admit([path], Limits())[0], Limits())
    other = found(document, "2026-02-06", "February 6, 2026")
    fields: dict[str, Field | tuple[Field, ...]] = {
        "insurer": found(document, "Sierra Vista Health Plan of California", "Sierra Vista Health Plan of California"),
        "member_name": found(document, "Marisol Vega", "Marisol Vega"),
        "member_id": found(document, "SVH-4471902-01", "SVH-4471902-01", 0.99),
        "letter_date": found(
            document, "2026-03-02", "March 2, 2026", 0.6,
            candidates=(
                Candidate(value="2026-02-06", score=0.3, page=other.page, box=other.box, quote=other.quote),
            ),
        ),
        "reference_numbers": (found(document, "GR-2026-008815", "GR-2026-008815"),),
        "service": found(document, "Residential treatment for bulimia nervosa", "Residential treatment for bulimia nervosa"),
        "state": found(document, "CA", "CA"),
    }  # fmt: skip
    proof = found(document, "x", "not medically necessary")
    case = _case(
        document,
        "final_internal_denial",
        fields,
        Classification(
            denial_class="clinical", denial_category="level_of_care", confidence=0.95,
            evidence=(Pointer(quote=proof.quote or "", page=proof.page, box=proof.box, points_to="level_of_care"),),
        ),
        Decision(path=Way.NEEDS_FACTS, missing_facts=("plan.funding", "urgent", "internal_appeals")),
        (
            Doubt(field="letter_date", why="two dates could be the date of the letter"),
            Doubt(field="claim_numbers", why="not found in the letter"),
            Doubt(field="route", why="the next step depends on plan.funding"),
        ),
    )  # fmt: skip
    return _keep(out, case, path)


def scan(out: Path) -> Case:
    """A scanned appeal decision, read by OCR, with nothing in doubt and a deadline that is near."""
    path = LETTERS / "03-scanned-experimental.pdf"
    document = read(admit([path], Limits())[0], Limits())
    fields: dict[str, Field | tuple[Field, ...]] = {
        "insurer": found(document, "Great Plains Assurance Company", "Great Plains Assurance Company"),
        "member_name": Field(
            value="Ruth <b>Delgado</b>-Hale", confidence=0.9, quote="<script>alert(1)</script>"
        ),
        "letter_date": found(document, "2026-02-11", "February 11, 2026"),
        "service_dates": (Field(value=["2025-11-19", "2025-11-19"], confidence=0.95),),
        "claim_numbers": (Field(value="2025-1187-40932", confidence=0.97),),
    }
    deadline = Deadline(
        file_by=dt.date(2026, 3, 28), counted_from=CountedFrom(event="letter_date", date=dt.date(2026, 2, 11))
    )
    case = _case(
        document,
        "final_internal_denial",
        fields,
        Classification(denial_class="clinical", denial_category="experimental", confidence=0.97),
        Decision(path=Way.EXTERNAL_REVIEW, process_id="OH-DOI-EXTERNAL", deadline=deadline),
        (),
    )
    return _keep(out, case, path)


def first_denial(out: Path) -> Case:
    """Another letter that is of the same matter as `grievance`; its case knows the patient's telephone."""
    path = LETTERS / "02-first-denial-mri.pdf"
    document = read(admit([path], Limits())[0], Limits())
    fields: dict[str, Field | tuple[Field, ...]] = {
        "member_id": Field(value="SVH-4471902-01", confidence=0.99),
        "reference_numbers": (Field(value="GR-2026-008815", confidence=0.99),),
    }
    case = _case(document, "initial_denial", fields, Classification(), Decision(path=Way.NEEDS_FACTS), ())
    facts = Facts.model_validate({"patient": {"phone": "559-555-0107"}})
    return _keep(out, case.model_copy(update={"facts": facts}), path)


def _case(
    document: Document,
    kind: str,
    fields: dict[str, Field | tuple[Field, ...]],
    classification: Classification,
    decision: Decision,
    doubts: tuple[Doubt, ...],
) -> Case:
    summary = DocumentSummary(
        source=document.source, sha256=document.sha256, pages=len(document.pages), kind=kind,
        ocr_pages=tuple(document.ocr_pages),
    )  # fmt: skip
    return Case(
        case_id=document.sha256[:16], pipeline_version="test", document=summary, documents=(summary,),
        fields=fields, classification=classification, decision=decision,
        review=Review(needed=bool(doubts), reasons=doubts), facts=Facts(), packet=("checklist.pdf",),
    )  # fmt: skip


def _keep(out: Path, case: Case, path: Path) -> Case:
    folder = out / "cases" / case.case_id
    folder.mkdir(parents=True)
    (folder / "checklist.pdf").write_bytes((LETTERS / "09-approval.pdf").read_bytes())
    with ReviewBook(url(out)) as book:
        book.save_case(case, [path], who="run", out=out)
    return case
