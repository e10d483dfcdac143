"""Facts files: what is read, and how each mistake is told."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline import situate
from pipeline.errors import FactsError
from pipeline.facts_file import load, parse, plain
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


CASES = [
    case["facts"]
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
]


def test_the_quick_reader_sees_what_the_full_one_sees() -> None:
    for facts in CASES:
        text = yaml.safe_dump(facts)
        quick = plain(yaml.load(text, Loader=TextDates))
        # Facts the law does not ask for (a patient's address) are left to the full reader.
        assert quick is None if "patient" in facts else quick == situate.of_facts(parse(text))


class TextDates(yaml.SafeLoader):
    """YAML whose dates stay text, as in facts files."""


TextDates.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)

# What the quick reader must leave to the full one, and why.
NOT_PLAIN = [
    {"patient": {"name": "Anna"}},  # more than the law asks for
    {"plan": {"fonding": "fehb"}},  # a slip, which the full reader explains
    {"plan": {"state": "California"}},
    {"urgent": "no"},  # text, not a flag
    {"received_on": "2026-02-30"},
    {"denial": {"amount_denied": "NaN"}},
    {"internal_appeals": {"outcome": "upheld"}},
    {"plan": ["CA"]},
]


@pytest.mark.parametrize("content", NOT_PLAIN, ids=str)
def test_whatever_is_not_plain_goes_to_the_full_reader(content: dict[str, object]) -> None:
    assert plain(content) is None


def test_deciding_never_waits_for_pydantic(tmp_path: Path) -> None:
    """The quick road: facts file, law and decision without the one import that takes longer than all of them."""
    path = tmp_path / "facts.yaml"
    path.write_text(yaml.safe_dump(CASES[0]))
    code = (
        "import sys, pathlib, datetime\n"
        "from pipeline.decide import decide\nfrom pipeline.facts_file import situation\nfrom pipeline.law import Law\n"
        f"told = decide(situation(pathlib.Path({str(path)!r})), Law.load(), datetime.date(2026, 1, 1))\n"
        "told.model_dump_json(indent=1)\n"
        "sys.exit('pydantic' in sys.modules or 'holidays' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
