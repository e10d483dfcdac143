"""Cases by hand: a YAML file with a letter's fields, the person's facts and a decision becomes a `Case`."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.models.case import Case, DocumentSummary, Review
from pipeline.models.decision import Decision
from pipeline.models.facts import Facts
from pipeline.models.fields import LIST_FIELDS, Classification, Doubt, Field

CASES = Path(__file__).parent / "cases"
NAMES = sorted(p.stem for p in CASES.glob("*.yaml"))


@dataclass(frozen=True)
class Given:
    """A case as written by hand, and the day and language to assemble it in."""

    case: Case
    as_of: dt.date
    language: str


def given(name: str) -> Given:
    """The case of `cases/NAME.yaml`."""
    data = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))
    told = data["classification"]
    summary = DocumentSummary(source="letter.pdf", sha256="0" * 64, pages=1, kind=data["kind"])
    case = Case(
        case_id=f"case-{name}",
        pipeline_version="test",
        document=summary,
        documents=(summary,),
        fields={k: _field(k, v) for k, v in data["letter"].items()},
        classification=Classification(
            denial_class=told.get("class"),
            denial_category=told.get("category"),
            confidence=told.get("confidence", 0.0),
        ),
        decision=Decision.model_validate(data["decision"]),
        review=Review(
            needed="review" in data,
            reasons=tuple(_doubt(d) for d in data.get("review", ())),
        ),
        facts=Facts.model_validate(data["facts"]),
    )
    return Given(case, dt.date.fromisoformat(str(data["as_of"])), data.get("language", "en"))


def _doubt(data: dict[str, Any]) -> Doubt:
    candidates = [{"value": value, "score": 0.4} for value in data.get("candidates", ())]
    return Doubt.model_validate({**data, "candidates": candidates})


def _field(name: str, value: Any) -> Field | tuple[Field, ...]:
    if name in LIST_FIELDS:
        return tuple(_one(v) for v in value)
    return _one(value)


def _one(value: Any) -> Field:
    if isinstance(value, dict) and "confidence" in value:
        return Field(value=value["value"], confidence=value["confidence"], page=1)
    return Field(value=value, confidence=0.98, page=1)
