"""Where to write: an address in running text begins with its box or its house, never with a count of days."""

import pytest

from extractors.base import Sheet
from extractors.contacts import contacts
from extractors.mentions import mentions
from tests.extract.page import letter


def found(text: str) -> list[tuple[str | None, str, str, str | None]]:
    sheet = Sheet.of(letter(text))
    return [(c.step, c.name, c.address, c.fax) for c in contacts(sheet, mentions(sheet.text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a period before the address is none of it
        ("Send your appeal within 365 days of the date on this letter to Lucet Appeals, P.O. Box 6729, Leawood, KS 66206.", [("internal_appeal", "Lucet Appeals", "P.O. Box 6729, Leawood, KS 66206", None)]),
        ("You must ask us to reconsider within 6 months from the date of our decision: NALC Health Benefit Plan, 20547 Waverly Court, Ashburn, VA 20149.", [("internal_appeal", "NALC Health Benefit Plan", "20547 Waverly Court, Ashburn, VA 20149", None)]),
        ("Appeal within 60 Calendar Days by writing to Oscar, 75 Varick Street, New York, NY 10013.", [("internal_appeal", "Oscar", "75 Varick Street, New York, NY 10013", None)]),
        # capitals
        ("APPEALS: 180 DAYS FROM RECEIPT TO WEA TRUST APPEALS, PO BOX 7338, MADISON WI 53707.", [("internal_appeal", "WEA TRUST APPEALS", "PO BOX 7338, MADISON WI 53707", None)]),
        # a box with a floor, a suite, a street before the box
        ("File your grievance with Member Appeals, Suite 400, 1 Main Street, Troy MI 48083, fax 248-555-0101.", [("internal_appeal", "Member Appeals", "Suite 400, 1 Main Street, Troy MI 48083", "248-555-0101")]),
        ("Write for an external review to the Bureau of Insurance, P.O. Box 1157, Richmond, VA 23218-1157.", [("external_review", "the Bureau of Insurance", "P.O. Box 1157, Richmond, VA 23218-1157", None)]),
        # two addresses in one sentence stay two
        ("Appeals go to Acme Appeals, PO Box 10, Reno, NV 89501, or for an external review to the Division, 1818 E. College Pkwy., Carson City, NV 89706.", [("internal_appeal", "Acme Appeals", "PO Box 10, Reno, NV 89501", None), ("external_review", "the Division", "1818 E. College Pkwy., Carson City, NV 89706", None)]),
        # an agency's office of appeals is no desk of the plan
        ("The form is enclosed; send it to the Ohio Department of Insurance, Office of Appeals, P.O. Box 302, Lansing, MI 48909.", [("external_review", "the Ohio Department of Insurance, Office of Appeals", "P.O. Box 302, Lansing, MI 48909", None)]),
        # none
        ("Your appeal must come within 180 days. The plan is in ME 04101.", []),
    ],
)  # fmt: skip
def test_addresses(text: str, wanted: list[tuple[str | None, str, str, str | None]]) -> None:
    assert found(text) == wanted
