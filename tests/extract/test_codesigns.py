"""Codes of denial in forms that no rule knows, told by weights of what stands around them."""

import pytest

from extractors import codesigns
from extractors.base import Sheet
from tests.extract.page import letter
from tests.extract.test_codes_in_letters import Reading, why


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Reason code on our system: 197-NA.", {"197-NA"}),  # a make of no list
        (
            "When you call, please give: claim 2436-0048812; employer group 6140; explanation code BLX.",
            {"BLX"},
        ),
        ("No authorization was requested or is on file for this date. Ex code 7Q1.", {"7Q1"}),
        ("denial reason ELIG-3   tmpl vsp-mbr-reimb   receipt entered 11/26/2024", {"ELIG-3"}),  # at the foot
        # codes for something else
        ("Use promotional code N30 to save.", set()),
        ("Form GR-69140-14 (2-25) C ASC", set()),
        ("Mail code CS3A, suite B12, Level 2.", set()),
        ("Section 4(c) of the plan, page B-12, and rule R9 apply.", set()),
    ],
)
def test_codes_of_no_known_form(text: str, wanted: set[str]) -> None:
    assert why(Reading.of(letter("Aetna", "We have denied the claim.", text))) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("code PA-D/07 and CO 50, see B7", {"PA-D/07", "CO 50", "B7"}),
        ("on 05/13/2025 in 2026 at 555-0148 for $9.00 and 12%", set()),  # days, years, phones, sums
        ("NOTICE OF DENIAL ABC PLAN", set()),  # words in capitals
        ("claim 250528009331 of group 80104417", set()),  # long numbers
    ],
)
def test_what_may_be_a_code(text: str, wanted: set[str]) -> None:
    assert set(codesigns.candidates(Sheet.of(letter(text)))) == wanted
