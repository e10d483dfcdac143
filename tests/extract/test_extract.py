"""Fields of small letters: every layout a value may stand in, and every number that must not be taken for another."""

from dataclasses import replace

import pytest

from extractors import extract
from pipeline.models.document import Document, Origin
from pipeline.models.fields import Field
from tests.extract.page import asked, document, letter

BODY = "We have denied the request because the records do not show that the service is medically necessary for you."


def value(made: Document, name: str) -> object:
    found = extract(made).fields.get(name)
    if isinstance(found, tuple):
        return [f.value for f in found]
    return found.value if found else None


@pytest.mark.parametrize(
    "lines",
    [
        [(60, 200, "Member ID: XYZ123456789")],  # label and value in one line
        [(60, 200, "Member ID"), (200, 200, "XYZ123456789")],  # label column beside value column
        [(60, 200, "MEMBER ID"), (60, 212, "XYZ123456789")],  # label over value
        [
            (60, 200, "Patient"), (200, 200, "Member ID"), (340, 200, "Group"),
            (60, 216, "Ana Rivera"), (200, 216, "XYZ123456789"), (340, 216, "0045521"),
        ],  # a row of labels over a row of values
        [(60, 200, "Patient: Ana Rivera | Member ID: XYZ123456789 | Group: 0045521")],  # one line of several pairs
        [(60, 200, "ID DEL MIEMBRO: XYZ123456789")],  # Spanish
        [(60, 200, "You are enrolled in the plan under identification number XYZ123456789, as our card shows.")],  # prose
        [(60, 200, "Acme ID"), (200, 200, "XYZ123456789")],  # a plan's own name for it
    ],
)  # fmt: skip
def test_member_id_wherever_it_stands(lines: list) -> None:  # type: ignore[type-arg]
    assert value(document(*lines, (60, 300, BODY)), "member_id") == "XYZ123456789"


@pytest.mark.parametrize(
    ("line", "name", "wanted"),
    [
        ("Claim number: 26019-448817-01", "claim_numbers", ["26019-448817-01"]),
        (
            "Claims included: 26-0001-77 and 26-0001-78",
            "claim_numbers",
            ["26-0001-77", "26-0001-78"],
        ),  # a list
        ("Patient account: 77120-4431", "claim_numbers", []),  # the hospital's own number
        ("Prescriber NPI: 1760553182", "claim_numbers", []),
        ("Appeal number: AP-0419936", "claim_numbers", []),
        ("Appeal number: AP-0419936", "reference_numbers", ["AP-0419936"]),
        ("Authorization/tracking number: 2026-0812-417", "reference_numbers", ["2026-0812-417"]),
        ("docket 26-03-11", "reference_numbers", ["26-03-11"]),  # made like a date
        ("Group no.: 0045521-A", "group_number", "0045521-A"),
        ("BIN/PCN/GRP: 004336 / ADV / RX7710", "group_number", "RX7710"),  # the third of three
    ],
)
def test_numbers_are_told_apart(line: str, name: str, wanted: object) -> None:
    found = value(letter("Member ID: XYZ123456789", line, BODY), name)
    assert (found or []) == wanted if isinstance(wanted, list) else found == wanted


@pytest.mark.parametrize(
    "lines",
    [
        [(60, 90, "March 4, 2026")],  # alone over the address
        [(60, 90, "Date: 03/04/2026")],
        [(60, 90, "Notice date"), (200, 90, "2026-03-04")],
        [(60, 90, "RUN 26/03/04")],  # year first
        [(60, 600, "Dated at Helena, March 4, 2026.")],  # at the signature
        [(60, 40, "FROM: ACME HEALTH 03/06/2026 16:42 PAGE 1"), (60, 90, "March 4, 2026")],  # a fax header lies
        [(60, 90, "March 4, 2026"), (60, 400, "Appeal by: 09/01/2026")],  # a deadline is later
        [(60, 90, "March 4, 2026"), (60, 400, "We refer to our letter dated January 9, 2026 about the same care.")],
    ],
)  # fmt: skip
def test_letter_date(lines: list) -> None:  # type: ignore[type-arg]
    made = document(*lines, (60, 300, "Date of service: 02/11/2026"), (60, 330, "Date received: 02/20/2026"))
    assert value(made, "letter_date") == "2026-03-04"


def claim_table(*rows: tuple[str, str, str, str, str, str]) -> Document:
    heads = ["Claim", "Service date", "Code", "Billed", "Not covered", "Paid"]
    xs = [60, 190, 280, 340, 410, 500]
    lines = [(x, 200, head) for x, head in zip(xs, heads, strict=True)]
    for i, row in enumerate(rows):
        lines += [(x, 220.0 + 20 * i, cell) for x, cell in zip(xs, row, strict=True)]
    return document((60, 60, "Explanation of Benefits"), (60, 90, "Member ID: XYZ123456789"), *lines)


def test_claims_of_denied_rows_only() -> None:
    made = claim_table(
        ("26019-448817-01", "02/11/2026", "99213", "$180.00", "$0.00", "$140.00"),
        ("26019-448818-02", "02/12/2026", "72148", "$950.00", "$950.00", "$0.00"),
        ("26019-448818-02", "02/12/2026", "72149", "$50.00", "$50.00", "$0.00"),
    )
    assert value(made, "claim_numbers") == ["26019-448818-02"]
    assert value(made, "amount_denied") in ("1000.00", None)  # None where the letter is read as no denial
    assert value(made, "service_dates") == [["2026-02-12", "2026-02-12"]]


def test_a_discount_under_not_covered_is_no_denial() -> None:
    heads = ["Claim", "Date", "Billed", "Allowed", "Not covered", "Paid"]
    xs = [60, 190, 280, 340, 410, 500]
    rows = [
        ("26019-448817-01", "02/11/2026", "$180.00", "$100.00", "$80.00", "$100.00"),
        ("26019-448818-02", "02/12/2026", "$950.00", "$0.00", "$950.00", "$0.00"),
    ]
    lines = [(x, 200, head) for x, head in zip(xs, heads, strict=True)]
    for i, row in enumerate(rows):
        lines += [(x, 220.0 + 20 * i, cell) for x, cell in zip(xs, row, strict=True)]
    assert value(document((60, 60, "Explanation of Benefits"), *lines), "claim_numbers") == [
        "26019-448818-02"
    ]


@pytest.mark.parametrize(
    ("lines", "insurer"),
    [
        (["Blue Cross and Blue Shield of Texas", BODY], "Blue Cross and Blue Shield of Texas"),
        # a vendor's letterhead, the plan named in the sentence
        (
            ["eviCore healthcare", "We review requests on behalf of Premera Blue Cross.", BODY],
            "Premera Blue Cross",
        ),
        # a carrier that only administers an employer's plan
        (
            ["Aetna", "Plan: Tarheel Polymer Holdings Medical Plan", BODY],
            "Tarheel Polymer Holdings Medical Plan",
        ),
        # a plan that no list holds
        (["Tidewater Commonwealth Health Plan, Inc.", BODY], "Tidewater Commonwealth Health Plan, Inc."),
        # the Association of every Blue footer is nobody's insurer
        (
            [
                "Regence BlueShield",
                BODY,
                "An Independent Licensee of the Blue Cross and Blue Shield Association",
            ],
            "Regence BlueShield",
        ),
    ],
)
def test_insurer(lines: list[str], insurer: str) -> None:
    assert value(letter(*lines), "insurer") == insurer


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("You may appeal within 180 days of the date you receive this letter.", [("internal_appeal", None)]),
        (
            "You may ask for an external review within four (4) months after you receive our final decision.",
            [("external_review", None)],
        ),
        ("We will answer your appeal within 30 days.", []),  # the plan's time, not the member's
        ("You must file suit within three years.", []),
        ("A civil rights complaint must be filed within 180 days of the event.", []),
        ("Send your appeal no later than December 22, 2026.", [("internal_appeal", "2026-12-22")]),
    ],
)
def test_stated_deadlines(sentence: str, wanted: list[tuple[str, str | None]]) -> None:
    made = letter("Acme Health Plan, Inc.", "March 4, 2026", "Member ID: XYZ123456789", BODY, sentence)
    found = extract(made).fields.get("stated_deadlines", ())
    assert isinstance(found, tuple)
    assert [(f.value["for"], f.value["date"]) for f in found] == wanted


def test_every_value_has_proof() -> None:
    made = letter(
        "Premera Blue Cross", "March 4, 2026", "Member ID: XYZ123456789", "Claim number: 26-0001-77", BODY
    )
    for name, found in extract(made).fields.items():
        for one in found if isinstance(found, tuple) else (found,):
            assert isinstance(one, Field) and one.page == 1 and one.box and one.quote and one.rule, name


def test_missing_and_doubtful_values_ask() -> None:
    asked = {d.field for d in extract(letter("To whom it may concern", BODY)).doubts}
    assert {"insurer", "letter_date", "member_id"} <= asked


def test_hard_to_read_numbers_ask() -> None:
    made = document(
        (60, 60, "Member ID: XYZ123456789"), (60, 90, "March 4, 2026"), (60, 120, BODY), confidence=0.4
    )
    assert any(d.field == "member_id" and "read" in d.why for d in extract(made).doubts)


@pytest.mark.parametrize(
    ("number", "origin", "wanted"),
    [
        ("Z344A2E07718", Origin.OCR, True),  # of a fax that printed AZE
        ("Z344A2E07718", Origin.TEXT, False),  # printed so
        ("XYZ44B77120", Origin.OCR, True),  # perhaps an 8
        ("OPHO041182", Origin.OCR, True),  # perhaps OPH0041182
        ("XYZ123456789", Origin.OCR, False),
    ],
)  # fmt: skip
def test_a_letter_among_digits_or_a_digit_among_letters_is_asked_about(
    number: str, origin: Origin, wanted: bool
) -> None:
    made = document((60, 60, f"Member ID: {number}"), (60, 90, "March 4, 2026"), (60, 120, BODY))
    (page,) = made.pages
    words = tuple(replace(word, origin=origin) for word in page.words)
    read = replace(made, pages=(replace(page, words=words, origin=origin),))
    assert any("look alike" in why for why in asked(read, "member_id")) is wanted


def test_empty_document() -> None:
    extraction = extract(document())
    assert extraction.kind.value is None and extraction.doubts
