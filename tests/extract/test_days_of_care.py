"""Which days are those of the care in question. Each row says why it is there."""

import datetime as dt

import pytest

from extractors import care, choose
from extractors.reading import Fields, Reading
from tests.extract.page import Line, document, letter


def days(reading: Reading, kind: str = "initial_denial", day: str = "2026-07-01") -> list[str]:
    found = care.service_dates(reading, kind, dt.date.fromisoformat(day))
    return ["/".join(dict.fromkeys(f.value)) for f in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # planned care
        ("Dr. Marsh requested prior approval to do a panniculectomy (15830) on July 29, 2026.", ["2026-07-29"]),
        ("The fusion is scheduled for July 29, 2026 at MacNeal Hospital, and we cannot approve it.", ["2026-07-29"]),
        ("The agency asked to keep private duty nursing at 56 hours from August 1 through October 29, 2026.", ["2026-08-01/2026-10-29"]),
        ("We have now approved the machine for rental, 07/13/2026 to 10/12/2026.", ["2026-07-13/2026-10-12"]),
        ("Asked: private duty nursing, T1000, 84 hours a week, 07/22/26 to 10/21/26. The reduction starts 07/22/26.", ["2026-07-22/2026-10-21"]),
        # of the care, though the sentence begins with the day of a paper
        ("On May 30, 2026 we denied your claim of $896.00 for weight-loss program fees on April 24, 2026.", ["2026-04-24"]),
        ("You wrote on June 2, 2026 about the $310.00 charge for the scan done on April 24, 2026.", ["2026-04-24"]),
        ("We hold charges from South Bay Sleep Medicine for a sleep study of May 5, 2026 in the sum of $2,150.00.", ["2026-05-05"]),
        ("On the evening of May 2, 2026 you were treated by Wood County Hospital, which asks for $4,410.30.", ["2026-05-02"]),
        # two of a kind
        ("The first claim, no. 1189-26-04417, is for care on March 14, 2026; the second, no. 1189-26-04503, is for care on March 16, 2026. Together $62.00.", ["2026-03-14", "2026-03-16"]),
        ("The program asked for ten more, beginning June 23, 2026 and ending July 5, 2026 (revenue code 0912).", ["2026-06-23/2026-07-05"]),
        ("Your appeal concerns intravenous ketamine infusions (J3490, 96365) at Elm City on 04/16/2026 and 04/18/2026, with billed charges of $1,150.00.", ["2026-04-16", "2026-04-18"]),
        ("We denied the claims for therapy visits on June 2, 2026, June 4, 2026 and June 9, 2026. The charges were $310.00.", ["2026-06-02", "2026-06-04", "2026-06-09"]),
        # two days, one after the other, are one period
        ("We denied the claims for therapy visits on June 3, 2026 and June 4, 2026. The charges were $310.00.", ["2026-06-03/2026-06-04"]),
        # what was approved is not in question
        ("The stay from June 1 through June 10, 2026 was approved and stays approved. The days from June 11 through June 20, 2026 are denied.", ["2026-06-11/2026-06-20"]),
        # days of history and of papers
        ("Ms. Calloway, 81, was admitted June 18, 2026 after a hip fracture. Coverage of your skilled nursing should end.", []),
        ("Received from your doctor: June 9, 2026. What this letter is about: an MRI of the back.", []),
        ("A request for tonsillectomy for the above patient, age 9, came to HMA on June 29, 2026.", []),
        ("Accumulators 01/01/2026 - 12/31/2026: therapy visits used 17 of 40. Your plan year runs January 1 to December 31, 2026.", []),
    ],
)  # fmt: skip
def test_in_a_sentence(text: str, wanted: list[str]) -> None:
    assert days(Reading.of(letter(text))) == wanted


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        # the two ends of a stay, each with its label
        ([(60, 60, "Admitted: 06/02/2026"), (60, 74, "Discharged: 06/05/2026"), (60, 88, "Billed: $9,000.00")], ["2026-06-02/2026-06-05"]),
        ([(60, 60, "Admission date"), (200, 60, "06/02/2026"), (60, 74, "Discharge date"), (200, 74, "06/05/2026")], ["2026-06-02/2026-06-05"]),
        ([(60, 60, "What"), (200, 60, "From"), (300, 60, "Through"), (60, 74, "Cardiac rehabilitation"), (200, 74, "07/27/2026"), (300, 74, "09/28/2026")], ["2026-07-27/2026-09-28"]),
        ([(60, 60, "Start date: 07/27/2026"), (60, 74, "End date: 09/28/2026")], ["2026-07-27/2026-09-28"]),
        # what was asked for, under a label that says so
        ([(60, 60, "Days requested:"), (200, 60, "02/10/2026 through 02/23/2026 (14 days)")], ["2026-02-10/2026-02-23"]),
        # the days in dispute, not the admission before them
        ([(60, 60, "Admitted: 06/02/2026"), (60, 74, "Days at issue: 06/12/2026 to 06/25/2026")], ["2026-06-12/2026-06-25"]),
        ([(60, 60, "Admitted: 06/02/2026"), (60, 90, "The center asked us to keep paying for treatment (H0018) from 06/30/2026 to 07/12/2026.")], ["2026-06-30/2026-07-12"]),
        ([(60, 60, "CLAIM 5289-004411-7 for 05/26/2026"), (60, 74, "FIRST DECISION 06/20/2026"), (60, 100, "The charge of $1,386.00 was not paid.")], ["2026-05-26"]),
        ([(60, 60, "Admitted: 06/02/2026"), (60, 90, "We will not pay for the stay.")], ["2026-06-02"]),  # the only day of it
    ],
)  # fmt: skip
def test_beside_labels(lines: list[Line], wanted: list[str]) -> None:
    assert days(Reading.of(document(*lines))) == wanted


def test_a_planned_day_without_its_year_lies_ahead() -> None:
    reading = Reading.of(
        letter(
            "July 1, 2026",
            "She proposes to do a fusion at MacNeal Hospital on or about the 9th of September.",
        )
    )
    fields: Fields = {}
    choose.dates(reading, "initial_denial", fields)
    assert days(reading) == ["2026-09-09"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # whatever was done by or at somebody; days of one month in a list; a printed length; a part of a stay; and
        # of what was asked and what was granted, the asked
        ("We denied payment of $2,900.00 for the nerve stimulator placed by Dr. Ottoline Burkhart on June 18, 2026.", ["2026-06-18"]),
        ("We cannot pay $640.00 for the crown seated by Dr. Lee on June 3, 2026.", ["2026-06-03"]),
        ("Payment of $310.00 for the cast applied at Mercy Clinic on June 3, 2026 is denied.", ["2026-06-03"]),
        ("The claim for $88.00 for blood drawn at Quest on June 3, 2026 is denied.", ["2026-06-03"]),
        ("We will not pay the $12,400.00 charged for the helicopter that flew you to Billings on June 3, 2026.", ["2026-06-03"]),
        ("You ask that we pay $880.00 for four sessions of EMDR psychotherapy given by Dr. Hathaway on June 2, 9, 16 and 23, 2026.", ["2026-06-02", "2026-06-09", "2026-06-16", "2026-06-23"]),
        ("We denied the claims for physical therapy on June 3, 5 and 8, 2026. The charges were $310.00.", ["2026-06-03", "2026-06-05", "2026-06-08"]),
        ("Dates of service: May 4 and 6, 2026. Charge: $200.00", ["2026-05-04", "2026-05-06"]),
        ("The academy asked us to cover residential treatment for an adolescent (H0018), 30 days beginning August 15, 2026.", ["2026-08-15/2026-09-13"]),
        ("The facility asked for 14 days of inpatient rehabilitation starting July 6, 2026.", ["2026-07-06/2026-07-19"]),
        ("Asked for: skilled nursing visits at home (G0299), daily for 60 days, 7/24/26-9/21/26, by Bayada Home Health Care. Approved: 3 visits a week, 7/24/26-8/22/26 (12 visits). Not approved: all other visits.", ["2026-07-24/2026-09-21"]),
        ("Days approved: June 1 to June 4, 2026. Days denied: June 5 to June 9, 2026.", ["2026-06-05/2026-06-09"]),
        ("Jonah stayed at Elevations from March 8, 2026 to May 14, 2026. The plan paid for March 8 to March 28. Benefits for the days from March 29, 2026 were denied ($48,645.00).", ["2026-03-29/2026-05-14"]),
        ("The notice said coverage would stop for the days from May 28, 2026. From May 28 through June 12, 2026 Mr. Bright walked 200 feet in the nursing facility.", ["2026-05-28/2026-06-12"]),
        ("Your plan year began January 1, 2026. We deny the MRI that your doctor asked for on June 3, 2026.", []),
        ("Your records of June 3, 2026 were reviewed by Dr. Lee on June 9, 2026. We deny the MRI.", []),
    ],
)  # fmt: skip
def test_days_told_in_other_ways(text: str, wanted: list[str]) -> None:
    assert days(Reading.of(letter(text))) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # admitted on one day, denied from a later one: the days in question begin there
        ("Admitted: March 1, 2026. Last covered day: March 4, 2026. Coverage of the inpatient stay is denied from March 5, 2026 forward.", ["2026-03-05"]),
        ("You were admitted on March 1, 2026. Days March 1 through March 4, 2026 are approved. Beginning March 5, 2026, continued inpatient days are denied.", ["2026-03-05"]),
        ("You were admitted on March 1, 2026. From March 5, 2026 on, the stay was not medically necessary.", ["2026-03-05"]),
        ("Admission date: March 1, 2026. Payment for the stay stops as of March 5, 2026, since skilled care was no longer needed.", ["2026-03-05"]),
        ("You entered the hospital on March 1, 2026. Days on and after March 5, 2026 are not approved.", ["2026-03-05"]),
        ("You came to the nursing facility on March 1, 2026. Starting March 5, 2026, your stay is not covered.", ["2026-03-05"]),
        ("Admit date: March 1, 2026. We cover the stay through March 4, 2026. The days from March 5, 2026 are denied.", ["2026-03-05"]),
        ("Admit date: March 1, 2026. Inpatient care was refused beginning March 5, 2026.", ["2026-03-05"]),
    ],
)  # fmt: skip
def test_days_refused_after_the_admission(text: str, wanted: list[str]) -> None:
    reading = Reading.of(letter("April 2, 2026", "Dear Ms. Doe:", text))
    assert days(reading, day="2026-04-02") == wanted


@pytest.mark.parametrize(
    "text",
    [
        # days on which coverage ends or a decision was made are none of care
        "If the premium is not here by the last day of the grace period, coverage will end as of March 31, 2026.",
        "After our review this service has been: DENIED as of March 13, 2026. The records do not show a need.",
    ],
)
def test_days_from_which_nothing_is_refused(text: str) -> None:
    assert days(Reading.of(letter("April 2, 2026", "Dear Ms. Doe:", text)), day="2026-04-02") == []


_CLAIM = [(60, 60, "Re: Claim 25-0811-6604 (CoxHealth, service 14 July 2025, $22,318.77)")]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        # a line about a claim tells its day; the history of a rescission does not
        ([*_CLAIM, (60, 90, "Records show that on 9 January 2025 you were seen for shortness of breath."), (60, 104, "We rescind your coverage back to 1 May 2025.")], ["2025-07-14"]),
        ([(60, 60, "Claim 250411-7720 (Guthrie Cortland, 03/19/2025, angiography, $31,482.16)"), (60, 90, "You were told of our intent by letter of May 29, 2025.")], ["2025-03-19"]),
        ([(60, 60, "Claims pending: LC25-3390274 (Ozarks Healthcare, 14-16 November 2025)"), (60, 90, "Your coverage is treated as if it had never begun on 1 September 2025.")], ["2025-11-14/2025-11-16"]),
        # what is planned, under the labels of it, beside what was done before
        ([(60, 20, "July 1, 2026"), (60, 60, "Planned for"), (200, 60, "October 20, 2026"), (60, 90, "The visual field tests, done on May 12, 2026, show a loss of 8 degrees.")], ["2026-10-20"]),
        ([(60, 60, "Proposed surgery date 08/04/2026"), (60, 90, "We were asked whether your plan will cover a hysterectomy.")], ["2026-08-04"]),
        ([(60, 60, "Anticipated admission: 08/04/2026"), (60, 90, "We cannot approve the inpatient stay.")], ["2026-08-04"]),
        # of days asked for, approved and not approved, the last
        ([(60, 60, "Days requested: 05/11/2026 to 05/22/2026"), (60, 74, "Days approved: 05/11/2026 to 05/13/2026"), (60, 88, "Days not approved: 05/14/2026 to 05/22/2026")], ["2026-05-14/2026-05-22"]),
        ([(60, 60, "Period requested"), (60, 74, "05/11/2026 to 05/22/2026"), (60, 98, "Denied days"), (60, 112, "05/14/2026 to 05/22/2026")], ["2026-05-14/2026-05-22"]),
        ([(60, 60, "SNF days beginning March 8, 2026 are denied."), (60, 90, "Days from February 14 through March 7, 2026 were approved.")], ["2026-03-08"]),
        ([(60, 60, "Therapy given to your wife at Beartooth Clinic on December 11"), (60, 74, "and again on December 18, 2025, billed at $2,940.00, is denied.")], ["2025-12-11", "2025-12-18"]),
        ([(60, 60, "Your therapist asked us to authorize 16 sessions between April 6 and May 29, 2026.")], ["2026-04-06/2026-05-29"]),
        # no days of care
        ([(60, 60, "The panel's hearing dates for this quarter are 2026-08-11 and 2026-09-08.")], []),
        ([(60, 60, "Grace period began"), (200, 60, "06/01/2026"), (60, 74, "Grace period ends"), (200, 74, "08/31/2026")], []),
        ([(60, 60, "Her endoscopy on May 12, 2026 was normal, and we do not authorize the formula.")], []),
    ],
)  # fmt: skip
def test_what_kind_of_day(lines: list[Line], wanted: list[str]) -> None:
    assert days(Reading.of(document(*lines))) == wanted
