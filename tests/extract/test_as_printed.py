"""What the print of a page tells: sizes within a name, lines set out to both margins, labels beside the middle of a cell."""

from dataclasses import replace

import pytest

from extractors.base import Sheet
from pipeline.models.document import Document, Origin, Page, Word
from tests.extract.page import asked, document, letter, value

DAY, TO = "March 4, 2026", "Dear Ms. Roe:"
BODY = "We have denied your request because the service is not medically necessary under your plan."

Sized = tuple[float, str, float]  # top in points, text, size in points


def drawn(*heads: Sized) -> Document:
    """A letter under a head whose words have sizes of their own; words at the same top stand on one line."""
    made = letter(DAY, TO, BODY, top=160.0)
    words, right = [], dict.fromkeys((top for top, _, _ in heads), 60.0)
    for top, text, size in heads:
        for part in text.split():
            at = right[top]
            words.append(Word(part, (at, top, at + 0.5 * size * len(part), top + size), 1, size=size))
            right[top] = at + 0.5 * size * len(part) + 3.0
    return replace(made, pages=(replace(made.pages[0], words=(*words, *made.pages[0].words)),))


HEADS = [
    # a product in small letters beside the plan's name
    ([(30, "Health Alliance Plan", 18.0), (30, "HAP Senior Plus (HMO)", 10.0)], "Health Alliance Plan"),
    # who is in the plan, in small letters under its name
    ([(30, "North Carolina State Health Plan", 18.0), (50, "FOR TEACHERS AND STATE EMPLOYEES", 9.0)], "North Carolina State Health Plan"),
    # an emblem that prints one name in two sizes
    ([(30, "CareFirst", 18.0), (30, "BlueCross BlueShield", 12.0)], "CareFirst BlueCross BlueShield"),
    ([(30, "BlueCross BlueShield", 18.0), (30, "of Vermont", 12.0)], "BlueCross BlueShield of Vermont"),
]  # fmt: skip


@pytest.mark.parametrize(("heads", "insurer"), HEADS)
def test_a_name_ends_with_its_print(heads: list[Sized], insurer: str) -> None:
    assert value(drawn(*heads), "insurer") == insurer


WHOLE = [
    # a brand with the program of which it is, alone on its line and in a sentence
    (["Aetna Medicare", "Medicare Part C Appeals, PO Box 14067, Lexington, KY 40512", DAY, TO, BODY], "Aetna Medicare"),
    (["Important notice", DAY, TO, BODY, "You may ask Aetna Medicare to review it. Ask Aetna Medicare for an appeal within 65 days."], "Aetna Medicare"),
    # a product of that brand is none of the name
    (["Humana", DAY, TO, BODY, "Your Humana Medicare plan ends in December."], "Humana"),
    # a day of the week is no plan
    (["UnitedHealthcare of Mississippi, Inc.", "Friday, May 3, 2026", TO, BODY], "UnitedHealthcare of Mississippi, Inc."),
    # a heading in Spanish is no name
    (["DETERMINACIÓN ADVERSA DE BENEFICIOS", "Iowa Total Care", DAY, TO, BODY], "Iowa Total Care"),
    # of the companies of a house that its paper lists the one that the letter speaks of
    (["wellfleet", DAY, TO, "Wellfleet Insurance Company insures the plan of your college.", BODY, "Wellfleet is the marketing name used to refer to the operations of Wellfleet Insurance Company, Wellfleet New York Insurance Company, and Wellfleet Group, LLC."], "Wellfleet Insurance Company"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "insurer"), WHOLE)
def test_how_far_a_name_goes(lines: list[str], insurer: str) -> None:
    assert value(letter(*lines, top=24.0), "insurer") == insurer


def test_a_company_named_in_capitals_is_whole() -> None:
    made = letter("HIGHMARK BLUE CROSS BLUE SHIELD", DAY.upper(), BODY.upper(), "UNDERWRITTEN BY HIGHMARK INC.", top=24.0)  # fmt: skip
    assert not asked(made)


def test_who_operates_under_a_brand_acts() -> None:
    made = letter("UnitedHealthcare of Mississippi, Inc.", DAY, TO, "United Behavioral Health, operating under the brand Optum, manages these benefits for us.", BODY)  # fmt: skip
    assert value(made, "administrator") == "United Behavioral Health"


def spread(text: str, gap: float, top: float = 100.0) -> Page:
    """One line whose words stand `gap` points apart."""
    words, at = [], 60.0
    for part in text.split():
        words.append(Word(part, (at, top, at + 5.0 * len(part), top + 10.0), 1))
        at += 5.0 * len(part) + gap
    usual = document((60, 300, "The usual space between words is set by lines such as this one is."))
    return Page(1, 612.0, 792.0, (*words, *usual.pages[0].words), Origin.TEXT, "text layer")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Re: Your appeal on behalf of Ana Reed", True),  # running text, set out to both margins
        ("Billed Allowed Discount Paid Owed", False),  # heads of columns stand as far apart
        ("01 02 03 04 05", False),  # figures
    ],
)
def test_lines_set_out_to_both_margins(text: str, whole: bool) -> None:
    sheet = Sheet.of(Document("letter.pdf", "0" * 64, (spread(text, 9.0),)))
    first = sheet.segment_at(0)
    assert (first.text == text) is whole


def test_a_label_beside_the_middle_of_two_lines() -> None:
    made = document(
        (60, 40, "Premera Blue Cross"), (60, 80, DAY),
        (60, 126.75, "Order ID"), (160, 126.75, "318 447 206"), (385, 126.75, "Member"),
        (486, 120, "Annika"), (486, 133.5, "Troutman"),
        (60, 200, BODY),
    )  # fmt: skip
    assert value(made, "member_name") == "Annika Troutman"
