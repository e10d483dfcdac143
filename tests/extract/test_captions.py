"""Labels in small print under their values, and labels over them, which may stand as close to the value before."""

from dataclasses import replace
from typing import Any

import pytest

from extractors import numbers
from extractors.base import Sheet
from extractors.captions import captions
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import document

Cell = tuple[float, float, str]


def page(values: list[Cell], small: list[Cell]) -> Document:
    """A letter with `values` in body size and `small` lines."""
    big = document(
        *values, (60, 420, "We denied the claim. The charge of $842.00 is not covered by the plan.")
    )
    little = document(*small, size=7.5)
    first = big.pages[0]
    return replace(big, pages=(replace(first, words=first.words + little.pages[0].words),))


GRID = [(60, 100, "Efrain Soto"), (220, 100, "CLW-700-33-5182"), (400, 100, "07/31/2025"), (60, 124, "Efrain Soto"), (220, 124, "2260719-A"), (400, 124, "Mason Hospital")]  # fmt: skip
UNDER = [(60, 111, "Covered employee"), (220, 111, "Alternate ID"), (400, 111, "Statement date"), (60, 135, "Patient"), (220, 135, "Claim"), (400, 135, "Provider")]  # fmt: skip
OVER = [(60, 91, "Covered employee"), (220, 91, "Alternate ID"), (400, 91, "Statement date"), (60, 115, "Patient"), (220, 115, "Claim"), (400, 115, "Provider")]  # fmt: skip


@pytest.mark.parametrize("small", [UNDER, OVER])
def test_numbers_by_labels_under_or_over_them(small: list[Cell]) -> None:
    reading, fields = Reading.of(page(GRID, small)), Fields()
    numbers.identifiers(reading, "eob_denial", fields)
    member, claims = fields["member_id"], fields["claim_numbers"]
    assert not isinstance(member, tuple) and member.value == "CLW-700-33-5182"
    assert isinstance(claims, tuple) and [c.value for c in claims] == ["2260719-A"]


def test_names_by_labels_under_them() -> None:
    found = {p.field: p.text for p in Reading.of(page(GRID, UNDER)).labelled}
    assert found["member_name"] == "Efrain Soto"
    assert found["provider"] == "Mason Hospital"


@pytest.mark.parametrize(
    ("values", "small", "count"),
    [
        (GRID, UNDER, 6),
        (GRID, OVER, 0),  # the last line of each column is a value
        ([(60, 60, "MERITAIN HEALTH")], [(60, 71, "An Aetna Company")], 0),  # a motto under a name
        (GRID[:3], UNDER[:3], 3),  # one row is enough
        (GRID[:2], UNDER[:2], 0),  # two labels are not
        # a value of two lines
        ([*GRID[:2], (400, 100, "HMO Value (fully"), (400, 111, "insured)")], [*UNDER[:2], (400, 122, "Product")], 3),
    ],
)  # fmt: skip
def test_captions_are_told_by_their_size_and_place(values: list[Cell], small: list[Cell], count: int) -> None:
    found: dict[int, Any] = captions(Sheet.of(page(values, small)).page_segments(1))
    assert len({id(caption) for caption, _ in found.values()}) == count
