"""Facts files: what is read, and how each mistake is told."""

from pathlib import Path

import pytest

from pipeline.errors import FactsError
from pipeline.facts_file import load, parse
from pipeline.models.facts import Funding

WRONG = [
    ("plan: {fonding: fehb}", r"plan\.fonding: there is no such key"),  # a slip in a key
    ("plann: {}", r"plann: there is no such key"),
    ("plan: {state: California}", r"plan\.state: must be a two-letter state"),
    ("plan: {funding: hmo}", r"plan\.funding: must be one of"),
    ("denial: {class: medical}", r"denial\.class: must be one of"),  # the file's own word, not Python's
    ("received_on: yesterday", r"received_on"),
    ("received_on: 2026-02-30", r"received_on|not YAML"),  # no such day
    ("urgent: perhaps", r"urgent"),
    ("plan: {state: CA}\nplan: {state: NY}", r"plan: stands twice \(line 2\)"),
    ("plan: {state: CA, state: NY}", r"state: stands twice"),
    ("internal_appeals: [{outcome: lost}]", r"internal_appeals\.0\.outcome: must be one of"),
    ("patient: Anna", r"patient"),  # a name where keys belong
    ("- a\n- b", r"must be a list of keys and values"),
    ("plan: {state: CA", r"is not YAML \(line"),
    ("denial: {amount_denied: much}", r"denial\.amount_denied"),
]


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[text for text, _ in WRONG])
def test_a_mistake_is_named_by_its_key(text: str, told: str) -> None:
    with pytest.raises(FactsError, match=told):
        parse(text)


def test_what_is_not_told_stays_unknown() -> None:
    facts = parse("plan: {funding: null}\nurgent:\nreceived_on: null\n")
    assert facts.plan.funding is None and facts.urgent is None and facts.received_on is None
    assert parse("") == parse("{}")


def test_dates_and_yes_and_no_as_people_write_them() -> None:
    facts = parse(
        "received_on: '2026-03-09'\nurgent: yes\nplan: {funding: fehb, state: va, grandfathered: no}"
    )
    assert str(facts.received_on) == "2026-03-09"
    assert facts.urgent is True and facts.plan.grandfathered is False
    assert facts.plan.state == "VA" and facts.plan.funding is Funding.FEHB


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="cannot be read"):
        load(tmp_path / "facts.yaml")


def test_nesting_bombs_are_refused() -> None:
    with pytest.raises(FactsError):
        parse("[" * 5000)
