"""The service in plain words: whose it was, what it cost, who did it, and what else stands in the sentence are none of its name."""

import pytest

from extractors.candidates import cell_name, wordings
from extractors.gather import extract
from extractors.reading import Reading
from extractors.servicenames import possible
from tests.extract.page import document, letter
from tests.extract.test_care import named
from tests.extract.test_refused_lines import PLACES, grid


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You asked that we pay Newton Medical Center's charge of $6,740.22 for an appendix operation given to your son.", "appendix operation"),
        ("We deny the charges of Swedish Hospital for your daughter's appendectomy on May 30, 2025.", "appendectomy"),
        ("This is about the claim sent on behalf of your wife for the removal of her gallbladder by Dr. Amos Pettus.", "removal of her gallbladder"),
        ("We received your second level appeal about your wife's hysteroscopy (58558) on October 27, 2025.", "hysteroscopy"),
        ("We are denying the request to go out of network for a partial hospitalization program.", "partial hospitalization program"),
        ("We denied your claim of $896.00 for medically supervised weight-loss program fees on June 24, 2025.", "supervised weight-loss program"),
        ("The plan turned down four chiropractic visits with Dr. Casey Wolverine.", "chiropractic visits"),
        ("Service: Breast reduction, both sides (19318-50)", "Breast reduction, both sides"),
        ("What: Genetic panel for drug response (pharmacogenomic), 0029U", "Genetic panel for drug response (pharma"),
        ("For the emergency and outpatient surgery care of your son Nico Reyes (laparoscopic appendectomy, 44970).", "laparoscopic appendectomy"),
        ("The bill for Mr. Ruiz's hernia operation on May 22, 2025 cannot be paid.", "hernia operation"),
        ("We will cover the office visit but not the allergy testing, which is considered experimental.", "allergy testing"),
        ("We denied the birth of your son at Lakeside Hospital, $14,000.00.", "birth"),
    ],
)  # fmt: skip
def test_a_wording_that_would_do_is_there(text: str, wanted: str) -> None:
    found = named(Reading.of(letter("Member ID: XYZ123456789", text)))
    near = [f for f in found if wanted.lower() in f.lower() and len(f) < len(wanted) + 18]
    assert near, found


@pytest.mark.parametrize(
    "text",
    [
        "HOSPITAL NOTICE: ADMINISTRATIVE DENIAL OF ADMISSION",
        "Notice of partial denial",
        "Explanation of benefits",
        "Line in dispute",
        "GN UN 1",
    ],
)
def test_what_names_no_service(text: str) -> None:
    assert not possible(text)


@pytest.mark.parametrize("name", ["Office visit, established", "New patient visit, level 4", "Office visit"])
def test_a_plain_visit_names_the_service_of_its_row(name: str) -> None:
    made = grid(
        PLACES,
        ["Date", "Service", "Billed", "Paid", "You owe", "Note"],
        ["02/03/2026", "Knee x-ray", "$90.00", "$80.00", "$10.00", ""],
        ["02/03/2026", name, "$200.00", "$0.00", "$200.00", "T9"],
        after=("T9 - Received past the filing limit; no payment is due.",),
    )
    reading = Reading.of(made)
    rows = [c.row for c in reading.claims.denied_charges]
    assert [cell_name(r) for r in rows] == [name]
    assert name in [
        w.text for w in wordings(reading.sheet, reading.lexicon, reading.labelled, reading.claims, ())
    ]


def test_the_code_stands_for_a_service_without_a_name() -> None:
    made = document(
        (60, 40, "Claim number: PE260774110"),
        (60, 100, "DOS"), (140, 100, "PROC"), (220, 100, "PROVIDER"), (380, 100, "CHARGE"), (460, 100, "FUND PAYS"), (540, 100, "EXPL"),
        (60, 117, "03-02-26"), (140, 117, "45378"), (220, 117, "IRONBOUND ENDOSCOPY ASSOC."), (380, 117, "1,450.00"), (460, 117, "0.00"), (540, 117, "C3"),
        (60, 160, "EXPL C3 - OUR RECORDS SHOW OTHER COVERAGE. CLAIM DENIED."),
    )  # fmt: skip
    assert named(Reading.of(made))[0] == "45378"


def test_who_gives_the_care_is_not_the_service() -> None:
    made = document(
        (60, 40, "Larch Health Plan"), (60, 60, "Claim number: PE260774110"),
        (60, 100, "Service date"), (140, 100, "Provider / procedure"), (300, 100, "Charged"), (380, 100, "Ineligible"), (460, 100, "Remark"), (520, 100, "Paid"),
        (60, 117, "05/12/25"), (140, 117, "Larch Bay Gastro Assoc – 43239"), (300, 117, "1,965.00"), (380, 117, "1,965.00"), (460, 117, "H19"), (520, 117, ".00"),
        (60, 134, "05/12/25"), (140, 134, "Larch Bay Gastro Assoc – 88305"), (300, 134, "310.00"), (380, 134, "310.00"), (460, 134, "H19"), (520, 134, ".00"),
        (60, 155, "H19 – The charges cannot be considered until we receive the other carrier's explanation of benefits."),
    )  # fmt: skip
    found = extract(made)
    provider, service = found.one("provider"), found.one("service")
    assert provider and provider.value == "Larch Bay Gastro Assoc"
    assert service is None or service.value == "43239"
