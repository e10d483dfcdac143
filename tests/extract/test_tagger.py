"""The trained reader: what it sees of a word's place, and what it says of letters that no list or label explains."""

import time

import pytest

from extractors import tagger
from extractors.base import Sheet
from extractors.tagger import LABELS, Tags, tokens
from tests.extract.page import letter, reading_of


def sheet_of(*lines: str | list[tuple[float, str]]) -> Sheet:
    return reading_of(*lines).sheet


def seen(sheet: Sheet, word: str) -> tuple[str, str]:
    """The label and the look that a word carries."""
    found = tokens(sheet)
    at = found.words.index(word)
    return found.labels[at], found.looks[at]


def test_a_word_carries_the_label_left_of_it() -> None:
    sheet = sheet_of([(60.0, "Your member number"), (260.0, "XQT 4471")])
    assert seen(sheet, "XQT")[0] == "member number"


def test_a_word_carries_the_label_over_it() -> None:
    sheet = sheet_of([(60.0, "Member ID")], [(60.0, "XQT 4471")])
    assert seen(sheet, "XQT")[0] == "member id"


def test_numbers_are_only_as_long_as_they_are() -> None:
    assert [w for w in tokens(sheet_of("Claim 2026-118-4")).words if w[0] == "0"] == ["0000", "000", "0"]


def test_lines_and_blocks_are_parted() -> None:
    words = tokens(sheet_of("Dear Ms. Hale:", "", "We have denied it.")).words
    assert "\n\n" in words


def test_names_of_plans_are_marked() -> None:
    sheet = sheet_of("Kaiser Foundation Health Plan, Inc. and Nobody Knows")
    assert seen(sheet, "Kaiser")[1].endswith("Y")
    assert seen(sheet, "Nobody")[1].endswith("N")


@pytest.fixture(scope="module")
def whole() -> tuple[Sheet, Tags]:
    reading = reading_of(
        "Tamarack Ridge Health Plan",
        "March 9, 2026",
        "",
        "Member: Odalys Brandvold",
        "Member ID: TRH 4471 8820",
        "Claim number: 26-118-40031",
        "Service requested: MRI of the lumbar spine",
        "",
        "Dear Odalys Brandvold:",
        "Your doctor, Dr. Leona Whitcomb, asked us to approve this. We have denied this request.",
        "We used the Tamarack Spine Surgery Policy, number SP-114.",
    )
    return reading.sheet, reading.tags


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("insurer", "Tamarack Ridge Health Plan"),  # no list holds it
        ("letter_date", "March 9, 2026"),  # under the name, without a label
        ("member_name", "Odalys Brandvold"),
        ("member_id", "TRH 4471 8820"),
        ("claim_numbers", "26-118-40031"),
        ("provider", "Dr. Leona Whitcomb"),
        ("service", "MRI of the lumbar spine"),
    ],
)
def test_what_it_says(whole: tuple[Sheet, Tags], label: str, words: str) -> None:
    sheet, tags = whole
    start = sheet.text.index(words)
    chances = {name: tags.chance(name, start, start + len(words)) for name in LABELS}
    assert max(chances, key=lambda n: chances[n]) == label
    assert chances[label] > 0.4


def test_runs_of_words(whole: tuple[Sheet, Tags]) -> None:
    sheet, tags = whole
    assert "Tamarack Ridge Health Plan" in [sheet.text[a:b] for a, b in tags.seen("insurer")]


def test_a_letter_without_words() -> None:
    tags = Tags(Sheet.of(letter()), tagger.load())
    assert tags.chance("insurer", 0, 10) == 0.0
    assert not tags.seen("insurer")


def test_it_loads_within_a_second_and_is_small() -> None:
    tagger.load.cache_clear()
    begun = time.perf_counter()
    tagger.load()
    assert time.perf_counter() - begun < 1.0
    size = sum(p.stat().st_size for p in tagger.MODEL.parent.rglob("*") if p.is_file())
    assert size < 15_000_000  # all trained components together
