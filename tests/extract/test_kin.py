"""Relatives of the reader, of whom a letter speaks by a first name or by a cell of a table."""

import pytest

from extractors.base import Sheet
from extractors.kin import first_names, relations, spoken_of
from tests.extract.page import letter


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("This is no judgment of whether Mavis needed the care.", 1),
        (
            "You sent us a receipt for Mavis's exam, and we wrote to Mavis. We hope that Mavis, too, is well.",
            3,
        ),
        ("Dear Mavis Reed: you asked us to pay.", 0),  # greeted, and by the whole name
        ("MAVIS REED 4 IRON GATE CT", 0),  # no sentence
        ("Otis had the scan.", 0),  # the reader's own first name is not looked for
    ],
)
def test_spoken_of_by_a_first_name(text: str, wanted: int) -> None:
    assert spoken_of(Sheet.of(letter("Aetna", text)), ["mavis", "reed"], ["otis", "reed"]) == wanted


def test_nobody_else_is_spoken_of_where_the_name_is_the_readers() -> None:
    assert (
        spoken_of(Sheet.of(letter("Aetna", "whether Otis needed it")), ["otis", "reed"], ["otis", "reed"])
        == 0
    )


def test_cells_that_tell_a_relation() -> None:
    page = letter("Aetna", "Relation to you: Daughter", "Your daughter is covered.", "Spouse")
    assert relations(Sheet.of(page)) == 2


def test_a_relative_who_speaks_for_the_reader_is_no_patient() -> None:
    page = Sheet.of(
        letter("Aetna", "Your daughter Anahit, who is your representative, asked us. Your son Leo was seen.")
    )
    assert first_names(page) == {"leo"}
