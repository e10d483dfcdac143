"""A member's number behind a program's word, under a pharmacy's label, or told by a bracket behind it."""

import pytest

from extractors import choose, numbers
from extractors.doubts import doubts
from extractors.reading import Fields, Reading
from pipeline.models.fields import Field
from tests.extract.page import letter

HEAD = ("Ridgeline Health Plan", "March 4, 2026", "Noor Adeyemi", "12 Elm St, Dayton, OH 45402")
BODY = (
    "Dear Noor Adeyemi:",
    "We have denied the request for a lumbar MRI because it is not medically necessary.",
)


def read(line: str) -> tuple[dict[str, list[str]], bool]:
    """The numbers by field, and whether the member's is asked about."""
    reading, fields = Reading.of(letter(*HEAD, line, *BODY)), Fields()
    choose.people(reading, "initial_denial", fields)
    numbers.identifiers(reading, "initial_denial", fields)
    asked = doubts(reading, Field(value="initial_denial", confidence=1.0), fields)
    told = {k: [str(f.value) for f in (v if isinstance(v, tuple) else (v,))] for k, v in fields.items()}
    return told, any(d.field == "member_id" for d in asked)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("CHIP 618 440 927   Authorization 26-77182", "618 440 927"),  # in capitals, like letters of the number
        ("Noor Adeyemi   HUSKY A 004418027", "004418027"),  # with a letter of its own
        ("STAR+PLUS 618440927 · Reference 26-77182", "618440927"),  # two words
        ("Apple Health 100044718WA", "100044718WA"),
        ("VMAH 66104827 (member)", "VMAH 66104827"),  # four letters that are the number's
        ("Rx ID 880114627   RxGroup CATRX01   BIN 003858   Case ID 97744120", "880114627"),  # a card's
        ("Re: Reconsideration — R 5582 1047 (contract), claim 5325204411-00", "R 5582 1047"),  # what before, whose behind
        ("Re: Your appeal — W2218 40931 (ID), authorization 26-77182", "W2218 40931"),
        ("Re: Appeal of W2218 40931 (your card), received February 2, 2026", "W2218 40931"),
        ("Your ID: XBA 913 004 775 Group: 038119 Plan: PPO 2500 (insured)", "XBA 913 004 775"),  # a product, no number
    ],
)  # fmt: skip
def test_the_members_number(line: str, number: str) -> None:
    assert read(line)[0].get("member_id") == [number]


def test_a_prescriptions_number_is_nobodys() -> None:
    assert "880114627" not in str(read("Member ID W2218 40931   Rx no. 880114627")[0])


def test_an_unknown_word_before_a_number_without_a_label_is_asked_about() -> None:
    told, asked = read("Noor Adeyemi   ELDER 618 440 927")
    assert asked or told.get("member_id") == ["618 440 927"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Treatment plan no.: FLP-25-3190447", "FLP-25-3190447"),  # of orthodontics
        ("TRIP NUMBER....: 2-51407739-A", "2-51407739-A"),  # of a ride
    ],
)
def test_references_of_what_was_asked_for(line: str, number: str) -> None:
    assert read(line)[0]["reference_numbers"] == [number]
