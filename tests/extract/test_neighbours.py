"""The second opinion on numbers and dates: told by the words near them, joined with the rules."""

import math

import pytest

from extractors import neighbours
from extractors.neighbours import DATES, NUMBERS, OTHER, signs, table
from extractors.reading import Reading
from tests.extract.page import letter

DENIED = "We denied the request since the service is not medically necessary."


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Your coverage card reads 7714-220-09B", "member_id"),  # no label, but the word that every card has
        ("Bill we turned down: XK-55190-27", "claim_numbers"),  # a label of a clerk's own making
        ("The provider's NPI is 1457788213", OTHER),  # somebody else's number
        ("Form QX-2291-B 04/25", OTHER),  # the sheet's own
    ],
)  # fmt: skip
def test_words_near_a_number_say_what_it_is(line: str, field: str) -> None:
    reading = Reading.of(letter("March 9, 2026", "Dear Ana Rivera,", line, DENIED))
    number = next(iter(reading.chances.values()))
    assert max(number, key=lambda f: number[f]) == field


def test_a_label_that_the_rules_know_is_not_outweighed_by_little() -> None:
    reading = Reading.of(letter("Member ID: W220 114 78", "Claim number: 26-114-0078", DENIED))
    assert {r.field for r in reading.ids.values()} == {"member_id", "claim_numbers"}
    assert not any(r.rules[r.field or ""] == "id.neighbours" for r in reading.ids.values())


def test_dates_are_told_from_each_other() -> None:
    """The letter's day at its head, the day of care, and the birthday, which is nobody's."""
    made = letter("March 9, 2026", "Date of birth: 05/01/1970", "Date of service: 02/11/2026", DENIED)
    best = [max(day, key=lambda r: day[r]) for day in Reading.of(made).days]
    assert best == ["letter_date", OTHER, "service_dates"]


@pytest.mark.parametrize("name", ["numbers", "dates"])
def test_shipped_weights_are_whole(name: str) -> None:
    """A label without a weight, or a weight that is no number, would silence the opinion."""
    shipped = table(name)
    assert tuple(shipped.labels) == (NUMBERS if name == "numbers" else DATES)
    rows = [shipped.bias, *shipped.weights.values()]
    assert all(len(row) == len(shipped.labels) and all(map(math.isfinite, row)) for row in rows)


def test_signs_name_the_words_before_and_the_shape() -> None:
    sheet = Reading.of(letter("Claim number: C26-0417", DENIED)).sheet
    found = signs(sheet, sheet.text.index("C26"), sheet.text.index("C26") + 8)
    assert {"before last number", "before claim", "shape A9-9", "prefix C", "digits 6"} <= found.keys()


def test_a_number_without_words_is_told_by_nothing_and_stays_unread() -> None:
    reading = Reading.of(letter(DENIED, "88 1034 552"))
    assert all(neighbours.told_by_rules(r)[1] == OTHER for r in reading.ids.values())
