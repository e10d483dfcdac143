"""The acts of a letter in words that no list holds in full: refused, kept, supposed, and only sounding so."""

import pytest

from extractors.cues import plain
from extractors.grounds import weigh
from extractors.kind import kind, signals
from extractors.outline import outline
from extractors.tallies import left_over
from pipeline.models.document import Document
from tests.classify.paper import typed


def letter(said: str, rights: str = "You may appeal within 180 days of this letter.") -> Document:
    return typed(f"Acme Health Plan\n\nDear Ann Reed:\n\n{said}\n\n{rights}")


REFUSED = [
    "Unfortunately, this medicine is not something your plan pays for.",  # what the plan is said not to do
    "After review, the medical director found that the requested MRI does not meet our guideline.",  # a finding
    "Your plan does not include coverage for weight loss surgery.",
    "Coverage of your nursing home stay will end on June 4.",  # an end that is set
    "We regret that we are not in a position to cover this device.",  # unable, in other words
    "We're sorry, but the plan won't be able to pay for your scooter.",
    "Your request did not meet the requirements for approval.",
    "The service you asked for falls outside what your plan provides.",
    "We have decided against covering the procedure.",
    "Payment for the second surgeon cannot be made.",  # the thing refused comes first
    "Approval has not been granted for 12 visits of therapy.",
    "No authorization will be issued for the stay.",
    "The panel found it investigational, so benefits are unavailable.",
    "Decision: Non-covered.",  # a line of a form
    "Outcome of review: not medically necessary.",
    "Determination: criteria not met.",
    "The ambulance trip does not qualify for benefits.",
    "We must turn down the request for a power wheelchair.",
    "The level of care requested was found to be not medically necessary.",
    "Your doctor's request was reviewed and could not be approved as submitted.",  # past, and not supposed
    "Therefore this item is ineligible for reimbursement.",
    "The claim for $412 was processed with no payment because it arrived late.",
]


@pytest.mark.parametrize("said", REFUSED)
def test_a_refusal_is_heard_by_the_cues(said: str) -> None:
    document = letter(said)
    assert signals(document, weigh(document)).deny >= 2


NOT_REFUSED = [
    "Payment cannot be made until we have the form.",  # a condition
    "Your coverage will end on June 4 unless you renew.",
    "This denial does not qualify for external review.",  # what a step is closed to
    "Days beyond the tenth are denied unless the hospital calls us first.",  # a rule for everybody
    "Visits beyond 40 will be denied.",
    "Nothing your doctor is now asking for has been denied.",  # says so itself
    "If the hospital does another test we may deny it as not authorized.",  # supposed
    "The request may not be approved if the form is late.",
    "No authorization is needed for this visit.",
]


@pytest.mark.parametrize("said", NOT_REFUSED)
def test_what_only_sounds_like_a_refusal_is_none(said: str) -> None:
    document = letter(said)
    assert signals(document, weigh(document)).deny < 2


KEPT = [
    "The committee voted unanimously not to pay for the surgery.",
    "The reviewer concluded that the plan's decision had been right.",
    "We find no grounds on which to grant the appeal.",
    "Your grievance was decided against you.",
    "Nothing in the new records leads us to a different result.",
    "We must again decline to cover the implant.",
    "Upon reconsideration the plan's determination will not be disturbed.",
    "The earlier determination has been confirmed.",
    "Level II decision: Denied.",
    "The panel did not find reason to set aside the denial.",
    "Our review of your appeal did not result in approval.",
]


@pytest.mark.parametrize("said", KEPT)
def test_a_decision_kept_on_appeal_is_heard(said: str) -> None:
    document = letter(
        f"We are writing about the appeal you sent us on May 2, 2026.\n\n{said}",
        "You may ask for an external review within four months of this letter.",
    )
    assert signals(document, weigh(document)).uphold >= 3
    assert kind(document)[0].value == "final_internal_denial"


APPROVES = [  # rights of a refusal that may come, in an approval
    "If we ever deny or end a service, we will send you a notice. You could then ask for an appeal within 60 calendar days of that notice.",
    "We can deny days that are not needed; if we do, you'll be told in writing how to appeal.",
    "You don't need to answer that letter, and you don't need to file a grievance or an appeal.",
    "Should we later refuse a claim, you may appeal that decision within 180 days.",
    "A claim may be denied if you are no longer a member. You can then file an appeal.",
]


@pytest.mark.parametrize("rights", APPROVES)
def test_rights_of_a_later_refusal_are_no_rights_of_this_letter(rights: str) -> None:
    document = letter("Good news. We approved the cardiac MRI that Dr. Holt asked for.", rights)
    assert not outline(document, weigh(document))["shown appeal_open"]
    assert (kind(document)[0].value, kind(document)[1]) == ("not_a_denial", ())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("You have used 11 of 40 physical therapy visits this year.", True),
        ("Deductible met: $412.66 of $1,750.00.", True),
        ("Chiropractic visits 4 used of 12", True),  # as a small table prints it
        ("You have used 40 of 40 visits.", False),  # nothing left
        ("Visits 31 to 33 of your 30 were used.", False),
        ("We covered 5 of the 9 days.", False),  # no count of a limit
        ("The benefit was used on May 3 of 2025.", False),  # a date
    ],
)
def test_a_count_with_some_left_is_told_from_a_limit_reached(text: str, left: bool) -> None:
    assert bool(left_over(plain(text))) is left


ROWS = "Explanation of Benefits\n\nService    Charge    Paid    Note\nMRI    $900.00    $0.00    {code}\n\n"


@pytest.mark.parametrize(
    ("legend", "told"),
    [
        ("E3 The patient was not eligible for benefits on the date of service.", True),  # on the line
        ("Q9 The patient was not eligible for benefits on the date of service.", False),  # on no line
        ("E3 The charge is more than the contracted amount.", False),  # a discount
        ("E3 This was first denied on May 2 for no authorization; we have now paid it.", False),  # looks back
    ],
)
def test_a_code_on_a_line_tells_of_a_refusal_by_its_entry(legend: str, told: bool) -> None:
    document = typed(ROWS.format(code="E3") + legend)
    assert bool(outline(document, weigh(document))["legend told"]) is told


@pytest.mark.parametrize(
    "said",
    [
        "Codes used on our EOBs: 18 exact duplicate, 29 time limit expired, 197 precertification absent.",
        "Other notes used on our statements: NP no prior authorization on file, not paid.",
        "Common codes: 50 not deemed a medical necessity; 29 time limit for filing has expired.",
        "The most common reasons are: filed late, no prior authorization, not medically necessary.",
    ],
)
def test_a_list_of_what_other_papers_use_gives_no_reason(said: str) -> None:
    assert weigh(typed(said)).best == 0


def test_what_a_first_letter_read_is_quoted_from_the_past() -> None:
    document = letter(
        "You asked us on January 5, 2026 to reconsider. The first letter read:\n\n"
        '"Coverage is denied because the records we asked for were not sent."\n\n'
        "We uphold the denial, on a different ground. The rules require that metformin be tried first."
    )
    assert [g.value for g, _ in weigh(document).totals][:1] == ["step_therapy"]


@pytest.mark.parametrize(
    "said",
    [
        "The amount over the contracted rate is not covered and is written off.",  # a price, and no refusal
        "The difference of $150.03 is not payable by you.",  # what the patient need not pay
        "Charges above the fee schedule are not paid.",
        "RBP: the amount above the plan's Medicare rate is not payable, as the plan uses reference-based prices.",
        "This part of the charge is not covered, being above the allowed amount.",
    ],
)
def test_a_price_that_cuts_a_charge_is_no_refusal(said: str) -> None:
    document = typed(f"Explanation of Benefits\n\nMember: Ann Reed\n\n{said}")
    assert signals(document, weigh(document)).deny < 2
