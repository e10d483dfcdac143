"""The samples, end to end: what a careful reader finds in each letter is found, or a person is asked."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.facts_file import load
from pipeline.models.case import Case
from pipeline.models.facts import Facts
from pipeline.run import Kit, process
from tests.conftest import ROOT

LETTERS = [x for x in yaml.safe_load((ROOT / "samples" / "letters.yaml").read_text()) if "truth" in x]
AS_OF = dt.date(2026, 6, 15)


@pytest.fixture(scope="module")
def kit() -> Any:
    with Kit.load(workers=2) as kit:
        yield kit


@pytest.mark.parametrize("letter", LETTERS, ids=lambda x: x["file"])
def test_sample(letter: dict[str, Any], kit: Kit, samples: Path, tmp_path: Path) -> None:
    file = samples / letter["file"]
    beside = file.with_name(f"{file.stem}.facts.yaml")
    case = process(
        [file], out=tmp_path, facts=load(beside) if beside.is_file() else Facts(), as_of=AS_OF, kit=kit
    )
    found = said(case)
    wrong = {
        name: (found[name], want) for name, want in letter["truth"].items() if found[name] != plain(want)
    }
    assert not wrong
    assert (tmp_path / "cases" / case.case_id / "case.json").is_file()


def said(case: Case) -> dict[str, Any]:
    decision = case.decision
    assert decision is not None
    deadline = decision.deadline
    return {
        "kind": case.document.kind,
        "insurer": case.value("insurer"),
        "member_id": case.value("member_id"),
        "claim_numbers": case.values("claim_numbers"),
        "letter_date": case.value("letter_date"),
        "denial_class": case.classification.denial_class,
        "denial_category": case.classification.denial_category,
        "path": decision.path,
        "process_id": decision.process_id,
        "file_by": deadline.file_by.isoformat() if deadline and deadline.file_by else None,
    }


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
