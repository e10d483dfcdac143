"""When a number of the member or of a claim is asked about: what in a letter makes its reading fragile."""

from collections import defaultdict

import pytest

from extractors import doubts, numbers
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from tests.extract.page import document, letter

DENIED = "We denied it because it is not medically necessary. The charge was $1,240.00."


def sign(made: Document, name: str, wanted: str, kind: str = "initial_denial") -> bool:
    reading = Reading.of(made)
    numbers.identifiers(reading, kind, Fields())
    return reading.features[name][wanted] > 0


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (letter("Member ID: XYZ123456789 (01)", DENIED), True),  # a dependent's digits in brackets
        (letter("Member ID: K7730129 03", DENIED), False),  # one number with a space
        (document((60, 60, "Insured's ID"), (60, 73, "K7730129"), (60, 86, "03"), (300, 73, "Gideon Hall"), (300, 86, "(dependent)"), (60, 200, DENIED)), False),  # a cell too narrow for it
        (document((60, 60, "Member ID: K7730129"), (170, 60, "03"), (60, 200, DENIED)), True),  # set apart
        (letter("Member ID: K7730129 Group: 4417", DENIED), False),  # the next label
        (document((60, 60, "Member"), (60, 73, "ID no."), (160, 60, "00417 228"), (160, 73, "903"), (60, 200, DENIED)), True),  # it may go on under it
        (document((60, 60, "Member ID"), (60, 73, "K7730129"), (60, 86, "Suffix 03"), (60, 200, DENIED)), False),  # labelled
        (document((60, 60, "Member ID"), (168, 73, "M24-"), (160, 84, "8827104"), (60, 200, DENIED)), False),  # a cell in two lines, its hyphen at the end of the first
        (document((60, 60, "Member number"), (60, 73, "Enrollment code"), (160, 60, "R 6084 4172"), (160, 73, "104"), (60, 200, DENIED)), False),  # the value of the next row
        # text that runs on in wide gaps: the figures that begin its second line end the number over them at the right
        (document((60, 60, "Claim: 20260155712"), (240, 60, "Patient: Ana Roe"), (380, 60, "Subscriber ID: TRS 812 446"), (60, 73, "907"), (95, 73, "Group: 385000"), (60, 200, DENIED)), True),
    ],
)  # fmt: skip
def test_loose_ends_of_a_members_number(made: Document, wanted: bool) -> None:
    assert sign(made, "member_id", "suffix") is wanted


def table(*rows: list[str]) -> Document:
    heads = [(60, "Claim"), (200, "Billed"), (300, "Allowed"), (400, "Paid"), (480, "Note")]
    lines = [(x, 120.0, text) for x, text in heads]
    for i, row in enumerate(rows):
        lines += [(x, 140.0 + 20 * i, cell) for (x, _), cell in zip(heads, row, strict=True) if cell]
    return document((60, 60, "Member ID: XYZ123456789"), *lines, (60, 300, DENIED))


@pytest.mark.parametrize(
    ("made", "name", "wanted"),
    [
        # no claim's number, money, and a number that nobody explains
        (letter("Member ID: XYZ123456789", "Worksheet line 2534-0988-112", DENIED), "nameless", True),
        (letter("Member ID: XYZ123456789", "The code is 72148-26.", DENIED), "nameless", False),  # a code
        (letter("Member ID: XYZ123456789", "Plan year 2025-2026", DENIED), "nameless", False),
        (letter("Member ID: XYZ123456789", "Claim number 2534-0988-112", DENIED), "nameless", False),
        # columns that were misread: more paid than billed; a word against the amounts
        (table(["A26-001", "$81.60", "$81.60", "$385.00", ""]), "absurd", True),
        (table(["A26-001", "$100.00", "$80.00", "$80.00", "DENIED"]), "absurd", True),
        (table(["A26-001", "$100.00", "$80.00", "$80.00", "PAID"]), "absurd", False),
        # sentences that may speak of one of two
        (letter("Claims A26-001 and B26-002 came together. The latter was paid.", DENIED), "mixed", True),
        (letter("Claims A26-001 and B26-002 are denied.", DENIED), "mixed", False),
        (letter("Claim A26-001-", DENIED), "broken", True),  # at the end of its line
        # figures under a number that belong to the one at the end of its line
        (document((60, 60, "Claim Number: 0202602D71X40C"), (240, 60, "Patient: Ana Roe"), (380, 60, "Subscriber ID: TRS 812 446"), (60, 73, "907"), (95, 73, "Group: 385000"), (60, 200, DENIED)), "torn", True),
        (letter("Claim A26-001", DENIED), "torn", False),
        # a claim's number that ends on a hyphen, whatever it was taken for, and goes on elsewhere
        (letter("Your plan said of claim SM-25-", DENIED), "broken", True),
        # a row with an amount under no column that is known
        (table(["A26-001", "$81.60", "$0.00", "$0.00", ""], ["B26-002", "$85.00", "$0.00", "$0.00", "$4.00"]), "crowded", True),
        (table(["A26-001", "$81.60", "$0.00", "$0.00", ""], ["B26-002", "$85.00", "$0.00", "$0.00", ""]), "crowded", False),
        # of two numbers of one make in a table one was taken for nothing
        (table(["", "$81.60", "$0.00", "$0.00", "250722801193"], ["250722801207", "$85.00", "$0.00", "$0.00", ""]), "sister", True),
        (table(["250722801193 Greene", "$81.60", "$0.00", "$0.00", ""], ["250722801207", "$85.00", "$0.00", "$0.00", ""]), "sister", False),  # both are read
        # decided anew
        (letter("Claim A26-001 (original)", "Claim A26-002 (adjusted)", DENIED), "replaced", True),
        (letter("Claim A26-001", "Claim A26-002", DENIED), "replaced", False),
    ],
)  # fmt: skip
def test_signs_of_a_fragile_list_of_claims(made: Document, name: str, wanted: bool) -> None:
    assert sign(made, "claim_numbers", name) is wanted


def test_a_claim_paid_in_part_beside_one_that_was_not_paid_is_asked_about() -> None:
    heads = [(60, "Claim"), (200, "Charge"), (300, "Ineligible"), (400, "Paid")]
    rows = [["A26-001", "6,420.00", "3,870.00", "2,550.00"], ["B26-002", "3,115.00", "3,115.00", "0.00"]]
    lines = [(x, 120.0, text) for x, text in heads]
    lines += [
        (x, 140.0 + 20 * i, cell)
        for i, row in enumerate(rows)
        for (x, _), cell in zip(heads, row, strict=True)
    ]
    assert sign(
        document((60, 60, "Member ID: XYZ123456789"), *lines, (60, 300, DENIED)), "claim_numbers", "partial"
    )


def test_a_labelled_claim_that_the_words_around_it_overruled_is_asked_about() -> None:
    reading = Reading.of(letter("Member ID: XQH 881 204 417", "Claim number 26041-77-0831", DENIED))
    claim = reading.ids["26041770831"]
    claim.scores = {"claim_numbers": 0.2, "other": 0.8}
    claim.overruled = "claim_numbers"
    numbers.identifiers(reading, "initial_denial", Fields())
    assert reading.features["claim_numbers"]["overruled"] == 1.0


@pytest.mark.parametrize(
    ("name", "signs", "asked"),
    [
        # rules say that two may be the member's; words near them say which, or do not
        ("member_id", {"rivals": 1, "chance": 0.97, "rival_chance": 0.2}, False),
        ("member_id", {"rivals": 1, "chance": 0.97, "rival_chance": 0.6}, True),
        ("member_id", {"rivals": 1, "chance": 0.8, "rival_chance": 0.1}, True),
        # no label, but words
        ("member_id", {"fallback": 1, "chance": 0.75, "rival_chance": 0.05}, False),
        ("member_id", {"fallback": 1, "chance": 0.25, "rival_chance": 0.05}, True),
        ("member_id", {"fallback": 1, "chance": 0.4, "rival_chance": 0.05}, False),  # nothing else comes near
        ("member_id", {"fallback": 1, "chance": 0.75, "rival_chance": 0.3}, True),
        # two days where a letter's would stand
        ("letter_date", {"score": 1, "margin": 0.05, "chance": 0.98, "rival_chance": 0.1}, False),
        ("letter_date", {"score": 1, "margin": 0.05, "chance": 0.98, "rival_chance": 0.8}, True),
        ("letter_date", {"score": 0.4, "margin": 0.4, "chance": 0.97, "rival_chance": 0.01}, False),
        ("letter_date", {"score": 0.4, "margin": 0.4, "chance": 0.3, "rival_chance": 0.01}, True),
        # rules are plain, but the words are for another
        ("letter_date", {"score": 1, "margin": 0.5, "chance": 0.97, "rival_chance": 0.91}, True),
        ("letter_date", {"score": 1, "margin": 0.5, "chance": 0.97, "rival_chance": 0.85}, False),
        ("member_id", {"margin": 0.2, "chance": 0.4, "rival_chance": 0.93}, True),
        ("member_id", {"margin": 0.2, "chance": 0.99, "rival_chance": 0.93}, False),
        # a number left out that nothing says is a claim's, and one that may be
        ("claim_numbers", {"nameless": 1, "missed": 0.02}, False),
        ("claim_numbers", {"nameless": 1, "missed": 0.2}, True),
        ("claim_numbers", {"no_money": 1, "chance": 0.99, "missed": 0.0}, False),
        ("claim_numbers", {"no_money": 1, "chance": 0.95, "missed": 0.15}, True),
    ],
)  # fmt: skip
def test_a_sign_that_words_outweigh_is_not_asked_about(
    name: str, signs: dict[str, float], asked: bool
) -> None:
    whole = defaultdict(float, signs)
    assert any(speaks(whole) for field, speaks, _ in doubts.CONFLICTS if field == name) is asked


@pytest.mark.parametrize(
    ("label", "stranger"),
    [
        ("Session ID", 1.0),  # of a call
        ("Practice ID", 1.0),
        ("GEHA ID", 0.0),  # a plan's name in short
        ("Contract ID", 0.0),
        ("Larkspur ID", 0.0),  # the letter's own plan
        ("Your ID", 0.0),
    ],
)
def test_an_id_of_something_the_letter_never_speaks_of_is_asked_about(label: str, stranger: float) -> None:
    reading = Reading.of(letter("Larkspur Health Plan", f"{label}: 8812004417", "We denied the request."))
    numbers.identifiers(reading, "initial_denial", Fields())
    assert reading.features["member_id"]["stranger"] == stranger


@pytest.mark.parametrize(
    ("lines", "name", "wanted"),
    [
        # the program's number and the plan's own
        (["MA ID 2907744183", "JHP member no. HPP 0091 7726"], "two", True),
        (["Medicaid number 333018846271", "Amerigroup number 718304592"], "two", True),  # by the plan's name
        (["CIN: AB12345C", "Member ID: HPP 0091 7726", "Member no. HPP 0091 7726"], "two", True),
        (["Member ID: HPP 0091 7726", "CIN: AB12345C"], "two", False),  # the plan's own stands first
        (["Member ID: HPP 0091 7726", "Member number HPP 0091 7726"], "two", False),  # one printed twice
        (["Member ID: HPP 0091 7726", "Policy number 4410372"], "two", False),  # weak beside a label
        # printed once with the dependent's digits and once without
        (["Member ID: H20377109", "RASHEED, MUNTAZIR H20377109 02"], "suffix", True),
        (["Member ID: H20377109", "Account H203771"], "suffix", False),
    ],
)
def test_two_numbers_that_may_be_the_members_are_asked_about(
    lines: list[str], name: str, wanted: bool
) -> None:
    assert sign(letter("March 9, 2026", *lines, DENIED), "member_id", name) is wanted
