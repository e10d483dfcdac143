"""Kinds that are hard on letters never seen: told right, or asked about; never passed wrong."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.kind import kind
from tests.classify.paper import typed

LETTERS = yaml.safe_load(Path(__file__).with_name("hard_kinds.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["name"])
def test_a_hard_kind_is_told_or_asked_about(letter: dict[str, Any]) -> None:
    found, doubts = kind(typed(letter["letter"]))
    assert doubts if letter.get("asked") else found.value == letter["kind"]
