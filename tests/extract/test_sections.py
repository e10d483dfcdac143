"""Claims under headings that say what became of them: the heading outweighs words of the lines before it."""

import pytest

from extractors import numbers
from extractors.base import Sheet
from extractors.reading import Fields, Reading
from extractors.sections import sections
from tests.extract.page import Line, document, letter

MEMBER: Line = (60.0, 50.0, "Member ID: W2218 40931")


def part(top: float, heading: str, *lines: str) -> list[Line]:
    return [(60.0, top + 14 * i, text) for i, text in enumerate((heading, *lines))]


PARTS: list[tuple[list[list[Line]], list[str]]] = [
    # a remittance of three parts; what is in process was not denied
    ([part(80, "PAID CLAIMS", "Claim 2603114400829   Billed 188.00   Paid 112.40"), part(124, "DENIED CLAIMS", "Claim 2603114400847   Billed 262.00   Paid .00"),
      part(168, "CLAIMS IN PROCESS", "Claim 2603600012275   Billed 376.00")], ["2603114400847"]),
    # numbered, the decision behind a dash
    ([part(80, "Claim 1 of 2 — paid", "Claim ID 25E3381147", "Physical therapy $160.00"), part(138, "Claim 2 of 2 — not paid", "Claim ID 25E3402266", "Physical therapy $320.00")], ["25E3402266"]),
    # no label beside the numbers
    ([part(80, "Claims we paid", "25E3381147  Dr. Lee  $160.00"), part(124, "Claims we did not pay", "25E3402266  Dr. Lee  $320.00")], ["25E3402266"]),
    # with a bracket behind
    ([part(80, "Pended claims (do not rebill)", "ICN 25E3381147  Dr. Lee  $160.00"), part(124, "Denied claims", "ICN 25E3402266  Dr. Lee  $320.00")], ["25E3402266"]),
    # in plain words
    ([part(80, "Still being worked on", "Claim 25E3381147  Dr. Lee  $160.00"), part(124, "Finished: not covered", "Claim 25E3402266  Dr. Lee  $320.00")], ["25E3402266"]),
    # one word; it is no label of "Claim"
    ([part(80, "Approved", "Claim 25E3381147  Dr. Lee  $160.00"), part(124, "Not approved", "Claim 25E3402266  Dr. Lee  $320.00")], ["25E3402266"]),
    # other words of remittances
    ([part(80, "Suspended claims", "Claim 25E3381147  Dr. Lee  $160.00"), part(124, "Rejected claims", "Claim 25E3402266  Dr. Lee  $320.00")], ["25E3402266"]),
    # the denied part names the claim that it repeats
    ([part(80, "Denied claims", "Claim 25E3402266 is a duplicate of claim 25E3381147"), part(124, "Paid claims", "Claim 25E3390001  Dr. Lee  $320.00")], ["25E3402266"]),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "wanted"), PARTS)
def test_what_a_heading_says_of_the_claims_under_it(parts: list[list[Line]], wanted: list[str]) -> None:
    reading, fields = Reading.of(document(MEMBER, *(line for lines in parts for line in lines))), Fields()
    numbers.identifiers(reading, "eob_denial", fields)
    found = fields["claim_numbers"]
    assert isinstance(found, tuple)
    assert [f.value for f in found] == wanted


@pytest.mark.parametrize(
    "lines",
    [
        part(80, "Denied claims", "Claim 25E3402266"),  # one heading alone sets nothing apart
        [(60.0, 80.0, "Billed"), (160.0, 80.0, "Paid"), (260.0, 80.0, "Not covered")],  # heads of columns
        [(60.0, 80.0, "We have denied claims that were sent late, and paid claims that were in time.")],  # a sentence
    ],
)  # fmt: skip
def test_what_is_no_such_heading(lines: list[Line]) -> None:
    assert sections(Sheet.of(document(*lines))) == []


SAID: list[tuple[list[str], list[str]]] = [
    (["Claim 26-118-40031 is pending; we need records.", "Claim 26-118-40044 for $112.00 is denied."], ["26-118-40044"]),
    (["Claim # 26-118-40031 Provider: Dr. Lee Amount: $412.00 Status: Denied", "Claim # 26-118-40032 Provider: Dr. Lee Amount: $88.00 Status: Paid"], ["26-118-40031"]),
    (["Primary payer's claim: 88-4471-20", "Our claim: 26-118-40031", "We did not pay the charge of $412.00."], ["26-118-40031"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), SAID)
def test_what_a_line_says_of_its_claim(lines: list[str], wanted: list[str]) -> None:
    reading, fields = Reading.of(letter("Member ID: W2218 40931", *lines)), Fields()
    numbers.identifiers(reading, "eob_denial", fields)
    found = fields["claim_numbers"]
    assert isinstance(found, tuple)
    assert [f.value for f in found] == wanted


@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("Claim 26-118-40031-01, -02 and -03", True),
        ("Claim nos. 26-118-40031/40032", True),
        ("Claims 26-118-40031 and 26-118-40032", False),
        ("Claim 26-118-40031, 04/04/2026", False),
    ],
)
def test_further_numbers_in_short_are_asked_about(line: str, short: bool) -> None:
    reading = Reading.of(letter("Member ID: W2218 40931", line, "We did not pay the charge of $412.00."))
    numbers.identifiers(reading, "eob_denial", Fields())
    assert (reading.features["claim_numbers"]["short"] > 0) is short
