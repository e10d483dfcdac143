"""The amount that a sentence says was denied. Each row says why it is there."""

import pytest

from extractors import amounts
from extractors.reading import Reading
from tests.extract.page import letter


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The panel upholds the denial of $14,772.00 billed by the hospital.", "14772.00"),  # a noun for the verb
        ("The Center charged $164.00 for the visit and $2,875.00 for the graft. We paid $20.24 and nothing for the graft, $2,875.00 being disallowed.", "2875.00"),
        ("Of $3,039.00 charged we sent $20.24; the rest, $2,875.00, we disallow.", "2875.00"),
        ("The hospital wants $2,260.40 for July 14, 2025. I am sorry but the Fund can not pay it.", "2260.40"),
        ("You had paid the birth center $4,350.00 yourself and sent us a claim form. That claim was turned down.", "4350.00"),
        ("The price on the quote was $4,280. We cannot approve the brace.", "4280.00"),  # care not yet given
        ("DRUG DUPIXENT SUBMITTED 3,803.20 REJECT 608", "3803.20"),  # without a sign
        ("The clinic seeks $610.00 for the visit; we have declined to pay.", "610.00"),
        ("Nothing of the $731.25 can be paid.", "731.25"),
        ("We will not reimburse the $128.40 that you spent on the drug.", "128.40"),
        ("The hospital billed $9,000.00. The amount that was not paid is $6,204.50.", "6204.50"),  # a clause between
        ("We approve $3,200.00 and deny $6,650.00.", "6650.00"),  # the plain verb
        ("The triage fee was $140.00. We'll not pay the rest, $1,266.00.", "1266.00"),
        ("PROV: LAKE MRI DOS: FEB. 2 2026 AMT $2,215.00 WE DENY THE CLAIM.", "2215.00"),  # a machine's word
        # what somebody wants to be paid
        ("You ask the Agency to pay $4,312.00 for two implants (D6010). The Agency upholds the denial.", "4312.00"),
        ("Your husband wants the Fund to reimburse him the $812.40. We cannot.", "812.40"),
        # more words between the verb and the amount than between it and another's
        ("The hospital billed $10,412.00. We allowed $10,000.00 and denied one day of the stay, $412.00.", "412.00"),
        ("The reviewer allowed $900.00 and refused the tests of June 3, $60.00.", "60.00"),
        # none of them an amount denied
        ("We denied the aids. You may purchase them at the member price of $1,895.00 per ear.", None),
        ("We denied the scan. You have paid $265.00 toward your $5,900 out-of-pocket maximum.", None),
        ("We denied the scan. The premiums you paid ($5,916.20) will be sent back to you.", None),
        ("We denied the scan. A filing fee of $25 may apply; your deductible is $500.00.", None),
        ("We denied the scan. Premiums in the amount of $1,014.60 will be returned to you.", None),
        ("We denied the scan. Your copay for each visit is $40.00, up to $2,000 in a year.", None),
    ],
)  # fmt: skip
def test_said(text: str, wanted: str | None) -> None:
    found = amounts.amount_denied(Reading.of(letter(text)))
    assert (found.value if found else None) == wanted
