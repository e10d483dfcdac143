"""A claim's number in a letter about a request, and a bill refused without one: both are asked about."""

import pytest

from extractors import choose, numbers
from extractors.base import Sheet
from extractors.billed import billed
from extractors.doubts import doubts
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from pipeline.models.fields import Doubt, Field
from tests.extract.page import document, letter

HEAD = ("Ridgeline Health Plan", "March 4, 2026", "Noor Adeyemi", "12 Elm St, Dayton, OH 45402")
MEMBER = "Member ID: W2218 40931"
REQUEST = (
    "Dear Noor Adeyemi:",
    "We have denied the request for a lumbar MRI because it is not medically necessary. You have not had six weeks of physical therapy.",
    "Your doctor may ask for a peer to peer talk with our reviewer. You may appeal within 180 days.",
)
BILL = (
    "Dear Noor Adeyemi:",
    "We cannot pay the charge of $412.00 that Dayton Imaging billed for your visit on January 5, 2026.",
    "The bill was received more than 90 days after the date of service. You may appeal within 180 days.",
)


def _read(page: Document, kind: str = "initial_denial") -> tuple[Reading, Fields, tuple[Doubt, ...]]:
    reading, fields = Reading.of(page), Fields()
    choose.people(reading, kind, fields)
    numbers.identifiers(reading, kind, fields)
    found = doubts(reading, Field(value=kind, confidence=1.0), fields)
    return reading, fields, tuple(d for d in found if d.field == "claim_numbers")


def _claims(fields: Fields) -> list[str]:
    found = fields["claim_numbers"]
    assert isinstance(found, tuple)
    return [str(f.value) for f in found]


def test_a_letter_on_a_bill_is_told_from_one_on_a_request() -> None:
    assert billed(Sheet.of(letter(*HEAD, MEMBER, *BILL))) > 0.7
    assert billed(Sheet.of(letter(*HEAD, MEMBER, *REQUEST))) < 0.3


NOT_OF_A_BILL = [  # a line of a letter that refuses a request: no denied claim is named
    ("Pre-service claim no.: 26-1041-77182", "what the law of employers' plans calls a request"),
    ("Re: urgent care claim 26-1041-77182, lumbar MRI requested by Dr. Osei", "the same, urgent"),
    ("Concurrent care claim number 26-1041-77182", "the same, of care that goes on"),
    ("Predetermination claim no. 26-1041-77182", "what dental plans call it"),
    ("Workers' compensation claim 26-1041-77182 was opened for this injury.", "another insurance's"),
]


@pytest.mark.parametrize(("line", "why"), NOT_OF_A_BILL)
def test_claims_that_are_no_bill(line: str, why: str) -> None:
    _, fields, _ = _read(letter(*HEAD, MEMBER, line, *REQUEST))
    assert _claims(fields) == [], why


DOUBTFUL = [  # the same, where only the letter as a whole speaks against a claim
    ("Disability claim: 26-1041-77182", "another insurance's"),
    ("Document control number: 26-1041-77182", "an office's word for whatever paper"),
    ("ICN 26-1041-77182", "the same"),
    ("Request/claim #: 26-1041-77182", "either"),
    ("Auto insurer: State Farm, claim number 55-8841-Q72", "another insurer's, told by the sentence"),
    ("Last year we paid an MRI under claim number 2511-40077-22.", "an earlier one, told by the sentence"),
]


@pytest.mark.parametrize(("line", "why"), DOUBTFUL)
def test_a_claims_number_in_a_letter_about_a_request_is_asked_about(line: str, why: str) -> None:
    _, fields, asked = _read(letter(*HEAD, MEMBER, line, *REQUEST))
    assert _claims(fields) == [] or asked, why


def test_a_claims_number_in_a_letter_about_a_bill_is_not_asked_about() -> None:
    _, fields, asked = _read(letter(*HEAD, MEMBER, "Claim number: 26-1041-77182", *BILL))
    assert _claims(fields) == ["26-1041-77182"]
    assert not asked


def test_a_bill_refused_without_a_claims_number_is_asked_about() -> None:
    _, fields, asked = _read(letter(*HEAD, MEMBER, *BILL))
    assert _claims(fields) == []
    assert any("no claim's number" in d.why for d in asked)
    assert not _read(letter(*HEAD, MEMBER, *REQUEST))[2]


def test_medicares_own_number_is_a_persons_whatever_it_is_called() -> None:
    _, fields, _ = _read(letter(*HEAD, "Medicare claim number: 1EG4-TE5-MK73", *REQUEST))
    member = fields["member_id"]
    assert isinstance(member, Field)
    assert member.value == "1EG4-TE5-MK73"


@pytest.mark.parametrize(
    ("before", "denied"),
    [
        ("Claims we have on hand that won't be paid:", True),  # in a list behind the verb
        ("Claims we have not paid:", True),
        ("Claims never paid:", True),
        ("Bills we are unable to pay:", True),
        ("Claims already paid:", False),  # the same words without a no
        ("Paid claim:", False),
    ],
)
def test_claims_listed_behind_what_became_of_them(before: str, denied: bool) -> None:
    other = "The claim 26-OSC-11130755 for $300.00 was denied since the policy had ended."
    line = f"{before} 25-OSC-99130744 (Dayton General Hospital, November 20, 2025, $4,902.00)."
    _, fields, _ = _read(letter(*HEAD, MEMBER, *BILL, line, other))
    assert ("25-OSC-99130744" in _claims(fields)) is denied


def test_a_label_with_its_own_number_beside_it_heads_no_column() -> None:
    page = document(
        (47, 50, "Ridgeline Health Plan"), (47, 66, "March 4, 2026"), (47, 82, MEMBER),
        (47, 120, "CLAIM"), (85, 120, "2025-324-00917"), (188, 120, "PROVIDER"), (242, 120, "Dayton Imaging"),
        (47, 134, "LN SERVICE"), (215, 134, "DESCRIPTION"), (323, 134, "CHARGE"), (400, 134, "NOT COV"),
        (47, 148, "03 080624"), (215, 148, "3D RENDERING"), (323, 148, "94.00"), (400, 148, "94.00"),
    )  # fmt: skip
    assert _claims(_read(page, "eob_denial")[1]) == ["2025-324-00917"]
