"""The labelled letters of tests/hands: every truth is whole and what it copies stands in its letter."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline.models.fields import CLINICAL_CATEGORIES, DenialCategory, DocumentKind

HANDS = Path(__file__).parents[1] / "hands"
COPIED = (
    "insurer",
    "administrator",
    "regulator",
    "member_name",
    "member_id",
    "group_number",
    "provider",
    "service",
)
LISTS = (
    "claim_numbers",
    "reference_numbers",
    "procedure_codes",
    "diagnosis_codes",
    "denial_codes",
    "criteria_cited",
)
DATES = ("letter_date", "internal_appeal_decision_date", "initial_denial_date")
# A ground of one class that the writer judged to be of the other, with a note in the truth.
MEANT_SO: set[str] = set()


class Text(HTMLParser):
    """What a letter prints."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in ("style", "script", "title")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script", "title")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data)


def bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@pytest.mark.parametrize("hand", sorted(p.name for p in HANDS.iterdir() if p.is_dir()))
def test_every_truth_is_whole_and_copied_from_its_letter(hand: str) -> None:
    wrong = [f"{p.stem}: {w}" for p in sorted((HANDS / hand).glob("*.json")) for w in faults(p)]
    assert wrong == []


def faults(path: Path) -> list[str]:
    truth = json.loads(path.read_text(encoding="utf-8"))
    printed = bare(" ".join(Text(path.with_suffix(".html").read_text(encoding="utf-8")).said))
    copied = [(n, truth[n]) for n in COPIED if truth[n]] + [(n, v) for n in LISTS for v in truth[n]]
    copied += [("stated_deadlines", d["text"]) for d in truth["stated_deadlines"]]
    if truth["denial_reason"]:
        copied.append(("denial_reason", truth["denial_reason"]))
    found = [f"{name} is not printed: {value!r}" for name, value in copied if bare(value) not in printed]
    found += [f"{n} is no date" for n in DATES if truth[n] and not re.fullmatch(r"\d{4}-\d\d-\d\d", truth[n])]
    if truth["document_kind"] not in set(DocumentKind):
        found.append("no such kind")
    if truth["document_kind"] == DocumentKind.NOT_A_DENIAL:
        told = [
            n for n in ("denial_class", "denial_category", "denial_reason", "stated_deadlines") if truth[n]
        ]
        return found + [f"{n} of a letter that denies nothing" for n in told]
    clinical = truth["denial_category"] in CLINICAL_CATEGORIES
    if truth["denial_category"] not in set(DenialCategory):
        found.append("no such category")
    elif (truth["denial_class"] == "clinical") != clinical and path.stem not in MEANT_SO:
        found.append("class and category differ")
    return found
