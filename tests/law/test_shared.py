"""The law cases and expected decisions handed down with the project, judged by their own scorer, when present."""

import datetime as dt
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import facts_file, situate
from pipeline.decide import decide
from pipeline.law import Law
from pipeline.models.decision import Situation

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "bench" / "score_law.py").is_file(), reason="no shared folder")
FUNDING = {"government_employee": "self_funded_government", "unknown": None}


@pytest.fixture(scope="module")
def bench() -> Any:
    spec = importlib.util.spec_from_file_location("score_law", SHARED / "bench" / "score_law.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_law"] = module
    spec.loader.exec_module(module)
    return module


def share(tally: Counter[str], what: str) -> float:
    return tally[f"{what} right"] / tally[f"{what} n"]


def test_law_cases(bench: Any) -> None:
    law, tally, errors = Law.load(), Counter[str](), []  # type: ignore[var-annotated]
    for case in yaml.safe_load((SHARED / "letters" / "law_cases.yaml").read_text()):
        facts = facts_file.parse(yaml.safe_dump(case["facts"], sort_keys=False))
        told = decide(situate.of_facts(facts), law, dt.date.fromisoformat(str(case["as_of"])))
        bench.judge(case["id"], json.loads(told.model_dump_json()), case["expect"], tally, errors)
    assert tally["LATE"] == 0 and tally["TOO EARLY TO SAY LATE"] == 0, errors
    assert min(share(tally, what) for what in ("path", "process", "file_by")) >= 0.97, errors


def situation_of(truth: dict[str, Any]) -> Situation:
    """What a perfect reader would know from a letter alone."""
    named = " ".join(str(truth.get(k) or "") for k in ("regulator", "insurer", "notes")).lower()
    funding = FUNDING.get(truth["plan_type"], truth["plan_type"])
    if truth["plan_type"] == "government_employee" and "personnel management" in named:
        funding = "fehb"
    return Situation.model_validate(
        {
            "funding": funding,
            "state": truth["state"],
            "regulator_named": truth["regulator"],
            "kind": truth["document_kind"],
            "denial_class": truth["denial_class"],
            "category": truth["denial_category"],
            "letter_date": truth["letter_date"],
            "amount_denied": truth["amount_denied"],
            "stated_deadlines": [
                {"step": s["for"], "text": s["text"], "date": s["date"]} for s in truth["stated_deadlines"]
            ],
        }
    )


def test_decisions_of_letters(bench: Any) -> None:
    law, tally, errors = Law.load(), Counter[str](), []  # type: ignore[var-annotated]
    for want in json.loads((SHARED / "letters" / "decisions.json").read_text()):
        truth = json.loads((SHARED / "letters" / f"{want['id']}.json").read_text())
        told = decide(situation_of(truth), law, dt.date.fromisoformat(want["as_of"]))
        expect = {"path": want["acceptable_paths"], "process_id": want["acceptable_process_ids"],
                  "file_by": want["acceptable_file_by"], "eligible": want["acceptable_eligible"]}  # fmt: skip
        bench.judge(want["id"], json.loads(told.model_dump_json()), expect, tally, errors)
    assert tally["LATE"] == 0, errors
    assert min(share(tally, what) for what in ("path", "process", "file_by")) >= 0.93, errors
