"""Law cases that a lawyer can read aloud: facts in, the next step out."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import facts_file, situate
from pipeline.decide import decide
from pipeline.law import Law

CASES = [
    (path.stem, case)
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
]


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


@pytest.mark.parametrize("case", [c for _, c in CASES], ids=[f"{stem}: {c['name']}" for stem, c in CASES])
def test_case(case: dict[str, Any], law: Law) -> None:
    situation = situate.of_facts(facts_file.parse(yaml.safe_dump(case["facts"])))
    told = decide(situation, law, case["as_of"])
    deadline = told.deadline
    have: dict[str, Any] = {
        "path": told.path.value,
        "process_id": told.process_id,
        "eligible": told.eligible.value,
        "file_by": deadline.file_by if deadline else None,
        "never_late_before": deadline.never_late_before if deadline else None,
        "expedited_available": told.expedited.available if told.expedited else None,
    }
    for key, wanted in case["expect"].items():
        if key == "missing":
            assert set(wanted) <= set(told.missing_facts), case["why"]
        elif key == "alternatives":
            assert set(wanted) <= {other.process_id for other in told.alternatives}, case["why"]
        else:
            accepted = wanted if isinstance(wanted, list) else [wanted]
            assert have[key] in accepted, f"{key}: {case['why']}"


def test_every_process_is_named_in_a_case(law: Law) -> None:
    named = {p for _, c in CASES for p in _listed(c["expect"].get("process_id"))}
    named |= {p for _, c in CASES for p in c["expect"].get("alternatives", ())}
    assert {p.id for p in law.all_processes()} - named == set()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_not_one_case_is_told_too_late(law: Law) -> None:
    """The error that ends rights: a day told after the last acceptable one."""
    for _, case in CASES:
        wanted = [day for day in _listed(case["expect"].get("file_by")) if day]
        told = decide(situate.of_facts(facts_file.parse(yaml.safe_dump(case["facts"]))), law, case["as_of"])
        day = told.deadline.file_by if told.deadline else None
        assert not (wanted and day and day > max(wanted)), case["name"]
        assert isinstance(case["as_of"], dt.date)


def test_who_files_for_another_is_told_the_rule(law: Law) -> None:
    facts = {
        "filed_by": "provider",
        "plan": {"funding": "fully_insured", "state": "MI", "grandfathered": False},
        "denial": {"category": "medical_necessity", "class": "clinical", "kind": "final_internal_denial"},
    }
    told = decide(situate.of_facts(facts_file.parse(yaml.safe_dump(facts))), law, dt.date(2026, 3, 1))
    assert any("no provider for its own payment" in caution for caution in told.cautions)


def test_doubtful_law_says_what_to_check_and_whom_to_call(law: Law) -> None:
    facts = {
        "plan": {"funding": "fully_insured", "state": "KY", "grandfathered": False},
        "denial": {"category": "medical_necessity", "class": "clinical", "kind": "final_internal_denial",
                   "letter_date": "2026-03-05"},
    }  # fmt: skip
    told = decide(situate.of_facts(facts_file.parse(yaml.safe_dump(facts))), law, dt.date(2026, 3, 10))
    assert told.deadline and told.deadline.uncertain
    doubt = next(caution for caution in told.cautions if "confidence: low" in caution)
    assert "the time to file" in doubt and "800-595-6053" in doubt
