"""What the terminal says of a decision: words for people, with the name in the facts file beside each question."""

import pytest

from pipeline.cli import show
from pipeline.law import Law
from pipeline.models.decision import Decision, Path
from pipeline.models.words import FACTS


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (Path.EXTERNAL_REVIEW, "Where"),
        (
            Path.INTERNAL_APPEAL_FIRST,
            "After that",
        ),  # the plan comes first, the office is not where to file now
    ],
)
def test_the_office_is_told_by_its_name(path: Path, label: str) -> None:
    law = Law.load()
    decision = Decision(path=path, process_id="CA-DMHC-IMR", eligible="yes", missing_facts=("received_on",))
    with show.console.capture() as said:
        show.print_decision(decision, law)
    told = " ".join(said.get().split())
    assert f"{label} {law.process('CA-DMHC-IMR').name}" in told
    assert f"{FACTS['received_on']} (received_on)" in told
