"""Numbers that only a sentence names: who numbers what, and what is a number in passing."""

import pytest

from tests.extract.page import letter
from tests.extract.test_ids import values


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        # what the plan calls a bill that it was sent
        ("The bill of Lakeside Emergency Physicians for your visit of May 3, which came to us under our number 2534-0988-112 and amounts to $866.40, is not covered.", "claim_numbers", ["2534-0988-112"]),
        ("The hospital has asked us for $4,410.30. Our examiner logged it as W2509-33817.", "claim_numbers", ["W2509-33817"]),
        ("The services you bought in March were entered here as 26-0409-7715 and amount together to $5,380.00.", "claim_numbers", ["26-0409-7715"]),
        ("The charges of the clinic, in the sum of $2,150.00, are those which we are holding under 25-337-00814.", "claim_numbers", ["25-337-00814"]),
        ("Your treatment in June, for which $900.00 has been charged and to which the Company has assigned its number TX25-C-118203, is refused.", "claim_numbers", ["TX25-C-118203"]),
        ("The laboratory billed us $2,640.00, and we keep the bill under DH-25-287-06612.", "claim_numbers", ["DH-25-287-06612"]),
        ("The claim in dispute, which we logged as 22-0419-7781, is from Emory Spine.", "claim_numbers", ["22-0419-7781"]),  # no dispute's number
        # what it calls what it was asked for
        ("The grievance you brought to us in May, and which our staff have been calling 25-G-4417, has been decided.", "reference_numbers", ["25-G-4417"]),
        ("When you call it helps to mention 26-G-01884, which is how we have filed your appeal.", "reference_numbers", ["26-G-01884"]),  # behind it
        ("When the hospital calls they should mention request 25-DHP-71993.", "reference_numbers", ["25-DHP-71993"]),
        ("To join, give the operator the number of the hearing, G25-07712.", "reference_numbers", ["G25-07712"]),
        ("I filed all of this as MR2602-5571.", "reference_numbers", ["MR2602-5571"]),
        ("Please write the mark CM/26/0918 on whatever you send us.", "reference_numbers", ["CM/26/0918"]),
        # whom it knows the person as
        ("You carry the plan under the number 8840227-00; please bring your card.", "member_id", ["8840227-00"]),
        ("Use the 11-digit number on the front of your card, 10093374802.", "member_id", ["10093374802"]),
        ("It would help if you had your health record number with you (1188-40-27).", "member_id", ["1188-40-27"]),
        ("Send it to the insurer, which knows you as H70441183 01.", "member_id", ["H70441183 01"]),
        ("Your Harbor Health ID, if you need to call us, is DDM300447182.", "member_id", ["DDM300447182"]),  # an aside
        ("Your number with us was 7044718839-01.", "member_id", ["7044718839-01"]),
        # numbers in passing
        ("The nurse used the criteria set FL-BIO-0426 of our medical policy for your request.", "reference_numbers", []),
        ("If you disagree with this decision see the brochure (RI 71-00691).", "reference_numbers", []),
        ("Premera is an independent licensee of the Blue Cross Blue Shield Association. 024710", "group_number", []),  # of the form
        ("You were enrolled in the 2024-2025 plan by another school.", "member_id", []),  # years
        ("Your appeal came with an abstract of the HOPE4LIVER study.", "reference_numbers", []),
        ("Under AS 21.07.005 you may ask for a review of the appeal.", "reference_numbers", []),  # a law
    ],
)  # fmt: skip
def test_what_sentences_call_a_number(text: str, name: str, wanted: list[str]) -> None:
    assert (
        values(letter("Dear Ms. Rivera:", text, "We denied it as not medically necessary."), name) == wanted
    )
