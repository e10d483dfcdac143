"""Whose day a printed day is: the letter's, the first denial's, the decision's. Each row says why it is there."""

from dataclasses import replace

import pytest

from extractors import choose
from extractors.gather import examine
from extractors.letterday import letter_candidates
from extractors.reading import Fields, Reading
from pipeline.models.document import Document
from pipeline.models.fields import Field
from tests.extract.page import Line, document, letter

BODY: list[Line] = [
    (60, 300, "Dear Ms. Okafor:"),
    (60, 330, "We received the request for a knee brace on February 2, 2026 and cannot approve it."),
    (60, 360, "You may appeal within 180 days. Call us by September 1, 2026 if you need help with it."),
]


def days(*lines: Line) -> list[str]:
    reading = Reading.of(document(*lines, *BODY))
    return [str(day) for day, score, *_ in letter_candidates(reading.sheet, reading.dates) if score > 0.45]


@pytest.mark.parametrize(
    "lines",
    [
        # what is dated is named by a noun, and what was done with it by a verb; any such pair is a label
        [(60, 60, "Sample Health Plan"), (60, 90, "Letter created: 02/10/2026")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Voucher date 02/10/2026")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Invoice date"), (200, 90, "02/10/2026"), (60, 104, "Invoice no."), (200, 104, "77")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Cycle date 02/10/2026"), (60, 104, "Check no. 118840")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Decision letter sent on 02/10/2026")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Explanation of Benefits for the period ending 02/10/2026")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Delivered by hand February 10, 2026, to Ms. Ngozi Okafor")],
        [(60, 60, "Sample Health Plan"), (60, 90, "This notice was mailed to you on February 10, 2026.")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Date this notice was issued: 02/10/2026")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Dated this 10th day of February, 2026")],
        # a label in a machine's short words, and a day of mailing behind it
        [(60, 60, "Sample Health Plan"), (60, 90, "STATEMENT DT 02-10-26"), (60, 104, "MAILED 02-13-26")],
        [(60, 60, "Sample Health Plan"), (60, 90, "STATEMENT DT"), (200, 90, "02-10-26"), (60, 104, "MAILED"), (200, 104, "02-13-26")],
        [(60, 60, "Sample Health Plan"), (60, 90, "NOTICE DTE: 02/10/2026"), (60, 104, "POSTED: 02/12/2026")],
        [(60, 60, "Sample Health Plan"), (60, 90, "LTR DT 02/10/2026"), (60, 104, "RCVD DT 02/12/2025")],
        # a sentence that says it of itself
        [(60, 60, "Sample Health Plan"), (60, 90, "We wrote this on"), (200, 90, "February 10, 2026"), (60, 104, "We got your appeal on"), (200, 104, "January 9, 2026")],
        [(60, 60, "Sample Health Plan"), (60, 90, "We sent you this letter on February 10, 2026"), (60, 104, "First decision November 18, 2025")],
        [(60, 60, "Sample Health Plan"), (60, 90, "When we wrote this: February 10, 2026")],
        # a longer label says more than its last word
        [(60, 60, "Sample Health Plan"), (60, 90, "Notice date 02/10/2026"), (60, 104, "Page 2 of 2 Print run date 02/12/2026")],
        [(60, 60, "Sample Health Plan"), (60, 90, "PAGE 3 OF 7 RUN DATE 02/11/2026"), (60, 130, "CHECK 000914 PAYMENT DATE 02/10/2026")],
        # labels and values on one line without signs between them
        [(60, 60, "Sample Health Plan"), (60, 90, "Policy WI2526LASHIP77 EOB date 2026-02-10 | EOB document no. 5530981")],
        [(60, 60, "Sample Health Plan"), (60, 90, "Member ID 1101-7749-30 Notice date 02/10/2026 Page 1 of 2")],
        # a fact among others on one line, under a long one
        [(60, 60, "Sample Health Plan"), (60, 90, "Zephyrine Calloway, 3841 E Saguaro Place, Phoenix AZ 85042"), (60, 104, "Member ID OSC40771293-01 · Plan: Bronze · Sent 02/10/2026 · We got the claim 01/20/2026")],
        # a period ends before the day on which its statement is printed
        [(60, 60, "Sample Health Plan"), (60, 90, "Statement for the period ending 01/31/2026"), (60, 104, "Printed 02/10/2026")],
    ],
)  # fmt: skip
def test_the_letters_own_day(lines: list[Line]) -> None:
    assert days(*lines)[:1] == ["2026-02-10"]


def test_a_title_over_the_day_is_no_label_of_it() -> None:
    title = document((60, 60, "Prior Authorization Decision"), size=16.0)
    plain = document((60, 84, "February 10, 2026"), *BODY)
    page = plain.pages[0]
    whole = plain.pages[0].__class__(
        page.number, page.width, page.height, title.pages[0].words + page.words, page.origin, page.reason
    )
    reading = Reading.of(plain.__class__(plain.source, plain.sha256, (whole,)))
    assert [str(day) for day, *_ in letter_candidates(reading.sheet, reading.dates)][:1] == ["2026-02-10"]


def test_a_day_in_a_row_of_charges_is_not_the_letters() -> None:
    rows: list[Line] = [
        (60, 60, "Sample Health Plan"),
        (60, 90, "EOB date 2026-02-10"),
        (60, 130, "2026-01-18"),
        (160, 130, "99204 new patient visit"),
        (400, 130, "charged 410.00"),
        (60, 170, "2026-01-25"),
        (160, 170, "0232T injection, left elbow"),
        (400, 170, "charged 975.00"),
    ]
    assert days(*rows) == ["2026-02-10"]


def test_a_page_without_another_day_has_that_of_its_printing() -> None:
    reading = Reading.of(document((60, 30, "Page 1 of 1"), (200, 30, "Printed Wed Feb 10 2026 07:12"), *BODY))
    ((day, score, *_),) = letter_candidates(reading.sheet, reading.dates)
    assert str(day) == "2026-02-10"
    assert score < 0.45  # and is asked about


def test_the_day_of_a_machines_run_gives_way_to_the_notices() -> None:
    found = days((60, 60, "RUN DATE 02/12/26 PAGE 0001"), (60, 90, "NOTICE DATE: 02/10/26 MEMBER: N. OKAFOR"))
    assert found[0] == "2026-02-10"


@pytest.mark.parametrize(
    "lines",
    [
        # the letter is dated; when it or a copy of it went out comes after
        [(400, 40, "Statement mailed 2/13/26"), (60, 60, "Sample Health Plan"), (60, 90, "February 10, 2026")],
        [(60, 60, "REMIT DATE 02/10/2026"), (60, 600, "COPY MAILED TO MEMBER 02/14/2026 AT MEMBER'S REQUEST")],
        [(60, 60, "Sample Health Plan"), (60, 90, "February 10, 2026"), (60, 600, "Mailed: 02/11/2026")],
        [(60, 60, "Notice date: 02/10/2026"), (300, 60, "Posted: 02/12/2026")],
        # nothing else says when: then that day, not surely
        [(60, 60, "Sample Health Plan"), (60, 90, "Mailed: 02/10/2026")],
        # months that are spelt wrongly
        [(60, 60, "Sample Health Plan"), (60, 90, "Febuary 10th, 2026")],
    ],
)  # fmt: skip
def test_the_day_it_went_out_gives_way_to_its_date(lines: list[Line]) -> None:
    assert days(*lines)[:1] == ["2026-02-10"]


def test_where_nothing_else_is_dated_it_is_the_day_of_sending_and_asked() -> None:
    reading = Reading.of(
        document((60, 60, "Member Appeal Form"), (60, 600, "Sent to member at her request 02/10/2026"))
    )
    ((day, score, *_),) = letter_candidates(reading.sheet, reading.dates)
    assert (str(day), score < 0.45) == ("2026-02-10", True)


def test_what_somebody_else_mailed_is_not_the_letters_day() -> None:
    assert (
        days(
            (60, 60, "Sample Trust"),
            (60, 200, "We went over the papers which Valley Clinic mailed on July 11, 2025."),
        )
        == []
    )


@pytest.mark.parametrize(
    "lines",
    [
        # a line of prose that goes on with a day of care; the head of a message with the hour, and the day of printing
        [(60, 60, "Larkspur Health"), (60, 90, "Your claim, explained | processed June 30, 2026 | this is not a bill"), (60, 120, "Genetic panel, ordered by Thaddeus Mrozek MD and run by Assurex Health on"), (60, 132, "06/02/2026")],
        [(60, 60, "Larkspur Health"), (60, 90, "June 30, 2026"), (60, 120, "We are writing to you about the surgery that you had at Mercy Hospital on"), (60, 132, "June 2, 2026")],
        [(60, 60, "Larkspur Health"), (60, 90, "Processed: June 30, 2026"), (60, 120, "Scan at Mercy Hospital of"), (60, 132, "June 2, 2026")],
        [(60, 60, "From: Larkspur Health Utilization Review"), (60, 72, "To: Jaswinder Gill, MD"), (60, 84, "Date: Tue, Jun 30, 2026 3:55 PM"), (60, 96, "Subject: Offer to talk"), (60, 140, "Printed 07/01/2026.")],
        [(60, 60, "From: Larkspur Health Utilization Review"), (60, 72, "Sent: Tuesday, June 30, 2026 3:55 PM"), (60, 84, "To: Jaswinder Gill, MD"), (60, 140, "This message was printed on 07/01/2026.")],
        [(60, 60, "From:"), (120, 60, "Larkspur Health <secure>"), (60, 72, "Date:"), (120, 72, "Tue, Jun 30, 2026 3:55 PM"), (60, 140, "Printed 07/01/2026.")],
        [(60, 60, "Larkspur Health"), (60, 90, "June 30, 2026 at 9:12 AM"), (60, 120, "Dear Ms. Doe,")],
    ],
)  # fmt: skip
def test_a_day_that_a_sentence_leads_to_is_not_the_letters(lines: list[Line]) -> None:
    reading = Reading.of(document(*lines))
    assert str(letter_candidates(reading.sheet, reading.dates)[0][0]) == "2026-06-30"


P: Line = (60, 60, "Sample Health Plan")
HEAD: Line = (60, 90, "February 10, 2026")


@pytest.mark.parametrize(
    "lines",
    [
        # a statement is of the day on which it was processed; a machine printed it days later
        [P, (60, 90, "Processed: 02/10/2026"), (60, 104, "Printed: 02/13/2026")],
        [P, (60, 90, "Date processed"), (200, 90, "02/10/2026"), (60, 104, "Statement produced"), (200, 104, "02/12/2026")],
        [P, (60, 90, "Finalized: 02/10/2026"), (60, 700, "NOT A BILL. EOB-178. Run 02/11/2026.")],
        [P, (60, 80, "EFT: $0.00"), (60, 92, "RUN DATE: 02/09/26"), (60, 104, "EOP DATE: 02/10/26")],
        # a paper of somebody else, or an earlier one of the plan's
        [P, HEAD, (60, 130, "About"), (160, 130, "our letter of 21 January 2026")],
        [P, HEAD, (60, 130, "Your letter of January 21, 2026 came to us on January 28, 2026.")],
        [P, HEAD, (60, 130, "Your fax dated:"), (160, 130, "January 28, 2026")],
        [P, HEAD, (60, 130, "Medicare's notice dated"), (260, 130, "January 21, 2026")],
        [P, HEAD, (60, 130, "Re: Dr. Lee's letter dated January 21, 2026")],
        [P, HEAD, (60, 130, "Our earlier notice: January 21, 2026")],
        [P, HEAD, (60, 130, "Member's letter dated 01/28/2026")],
        [P, HEAD, (60, 130, "The scan was denied on the"), (60, 142, "Explanation of Benefits dated January 21, 2026.")],
        [P, HEAD, (60, 130, "You ask us to change our"), (60, 142, "notice of January 21, 2026.")],
        [P, (60, 90, "ISSUED: 02/10/2026"), (60, 102, "CYCLE: 02/07/2026")],
        # what is to happen, in a label over its day; the stamp of a fax machine in pieces; a stamp at the foot
        [P, HEAD, (60, 120, "Effective date of the change:"), (60, 132, "March 1, 2026")],
        [(60, 20, "02/11/2026"), (140, 20, "09:14"), (200, 20, "FROM: SAMPLE UM 800-555-0170"), (60, 60, "Date of notice: 02/10/2026")],
        [P, HEAD, (60, 700, "UMR1190-2LV-U 07-24 | Document created 02/11/2026 02:14:07 CT")],
    ],
)  # fmt: skip
def test_no_other_day_is_as_likely(lines: list[Line]) -> None:
    reading = Reading.of(document(*lines))
    found = [(str(day), score) for day, score, *_ in letter_candidates(reading.sheet, reading.dates)]
    assert found[0][0] == "2026-02-10"
    assert len(found) == 1 or found[0][1] - found[1][1] >= 0.12


@pytest.mark.parametrize(
    "lines",
    [
        # these are the letter's own, whatever possessive stands before
        [P, (60, 90, "Date of your notice: 02/10/2026")],
        [P, (60, 90, "Sent at your request on 02/10/2026 to N. Okafor")],
        [P, (60, 90, "Our letter dated: 02/10/2026")],
        [P, (60, 90, "Today's date: 02/10/2026")],
        [P, (60, 90, "Your statement date"), (200, 90, "02/10/2026")],
        [P, (60, 90, "Your Explanation of Benefits, February 10, 2026")],
    ],
)  # fmt: skip
def test_a_possessive_may_stand_before_its_own_day(lines: list[Line]) -> None:
    assert days(*lines)[:1] == ["2026-02-10"]


@pytest.mark.parametrize(
    "lines",
    [
        # a paper is also made, compiled, drawn up
        [P, (60, 90, "Statement made: February 10, 2026")],
        [P, (60, 90, "Report compiled on 02/10/2026")],
        [P, (60, 90, "Summary drawn up"), (200, 90, "02/10/2026")],
        # a check's day, wrapped so that only a name, as of a town, stands before it
        [P, (60, 80, "Notice made: February 10, 2026"), (320, 80, "Claim no.: 5214E0-00"), (320, 92, "Check no.: 00774120 to Boston Skin Surgery"), (320, 104, "Associates, 02/09/2026"), (320, 116, "Provider: Kay Abel, MD")],
        [P, (60, 80, "EOB date: 02/10/2026"), (320, 80, "Payment: check 00774120 mailed to Lakeview"), (320, 92, "Imaging, 02/09/2026"), (320, 104, "Plan: Gold PPO")],
        [P, (60, 80, "Statement completed 02/10/2026"), (60, 92, "Warrant no. 88120 issued 02/09/2026")],
        # the end of a sentence that takes a line of its own
        [P, (60, 80, "REMIT DATE 02/10/26"), (60, 120, "COPY SENT TO: MUNTAZIR RASHEED, 7301 WARWICK ST, DETROIT MI 48228, AT HIS REQUEST. PRINTED"), (60, 132, "02/14/26.")],
        [P, (60, 80, "Notice date: 02/10/26"), (60, 120, "This second copy was made for the member's daughter, who asked our office for it by telephone on"), (60, 132, "02/14/26, and was sent by mail.")],
        # none of these: the head of a letter ends where its day begins
        [(60, 60, "Sample Health Plan, Appeals Department, One Long Harbor Avenue, Box Twelve, Madison, Wisconsin"), (60, 72, "February 10, 2026")],
        [(60, 60, "Attn: Member Appeals and Grievances Department"), (60, 72, "Madison, February 10, 2026")],
    ],
)  # fmt: skip
def test_what_goes_on_from_another_line_is_not_the_letters_day(lines: list[Line]) -> None:
    assert days(*lines) == ["2026-02-10"]


def test_the_last_message_of_a_thread_has_the_letters_day() -> None:
    thread: list[Line] = [
        (60, 60, "Sample Health Plan Portal - Secure messaging - exported 02/12/2026"),
        (60, 90, "From: NGOZI OKAFOR"),
        (60, 102, "To: Member Services"),
        (60, 114, "02/09/2026 7:52 PM"),
        (60, 150, "From: Member Services (Kim)"),
        (60, 162, "To: NGOZI OKAFOR"),
        (60, 174, "02/10/2026 10:18 AM"),
    ]
    assert days(*thread)[:1] == ["2026-02-10"]


@pytest.mark.parametrize(
    ("lines", "day", "asked"),
    [
        # of two days without a label, the one that stands where a letter's does
        (["April 9, 2026", "Dear Ana Rivera,", "Proposed surgery date 05/04/2026", "We cannot approve it."], "2026-04-09", False),
        # a fax machine's day beside that of the decision
        (["Transmitted: 03/27/2026", "Decision date: 03/26/2026", "We cannot approve it."], "2026-03-27", True),
        # the day of mailing is a letter's own where no machine speaks
        (["Mailed: 03/27/2026", "Decision date: 03/26/2026", "We cannot approve it."], "2026-03-27", False),
        # ... but not beside one under a word that nobody knows, or under none
        (["Wording of 03/24/2026", "Mailed: 03/27/2026", "We cannot approve it."], "2026-03-27", True),
        (["STMT 03/24/2026", "MAILED 03/27/2026", "We cannot approve it."], "2026-03-24", False),
    ],
)  # fmt: skip
def test_which_of_two_days_is_the_letters(lines: list[str], day: str, asked: bool) -> None:
    reading, fields = Reading.of(letter("Summit Valley Health Plan", *lines)), Fields()
    choose.dates(reading, "initial_denial", fields)
    found = fields["letter_date"]
    assert isinstance(found, Field)
    assert (found.value, reading.features["letter_date"]["sent"] > 0) == (day, asked)


@pytest.mark.parametrize(
    "lines",
    [
        # a letter that prints no day of its own, and another's in its head
        [(60, 90, "Case opened 02/03/2026")],
        [(60, 90, "Case opened"), (200, 90, "02/03/2026")],
        [(60, 90, "Logged 02/02/2026")],
        [(60, 90, "Plan year begins 01/01/2026")],
        [(60, 90, "Policy effective"), (200, 90, "01/01/2026")],
        [(60, 90, "Peer-to-peer call: February 3, 2026")],
        [(60, 90, "Nurse review 02/03/2026")],
        [(60, 90, "Authorization ends"), (200, 90, "03/31/2026")],
        [(60, 90, "Subject: Surgery on January 20, 2026")],
        [(60, 90, "RE: MRI of 01/20/2026")],
        [(60, 90, "Date of notice being appealed: 01/10/2026")],
        [(60, 90, "Date of last notice: 01/10/2026")],
        # made anew on a later day
        [(60, 90, "Date: January 28, 2026"), (60, 104, "Amended: February 10, 2026")],
        [(60, 90, "Date: January 28, 2026"), (60, 104, "Reissued: February 10, 2026")],
        [(60, 90, "January 28, 2026"), (60, 104, "(revised February 10, 2026)")],
        [(60, 90, "Notice date: January 28, 2026"), (300, 90, "Corrected copy, February 10, 2026")],
        # a decision on a later day than the paper that is named first
        [(60, 90, "Denial letter date: January 5, 2026"), (60, 120, "Appeal decision: February 10, 2026")],
        [(60, 90, "Notice date"), (200, 90, "January 5, 2026"), (60, 104, "Decided on"), (200, 104, "February 10, 2026")],
        # the paper of a house
        [(60, 90, "Provider invoice date 01/10/2026"), (60, 104, "Determined on 02/10/2026")],
        [(60, 90, "Hospital statement date: 01/10/2026"), (60, 104, "Case opened 02/10/2026")],
    ],
)  # fmt: skip
def test_a_day_that_may_not_be_the_letters_is_asked_about(lines: list[Line]) -> None:
    body: list[Line] = [
        (60, 300, "Dear Ms. Okafor:"),
        (60, 330, "We cannot approve the knee brace because it is not medically necessary."),
        (60, 360, "You may appeal within 180 days of the date of this notice."),
    ]
    asked = examine(document((60, 30, "Premera Blue Cross"), *lines, *body))[0].doubts
    assert any(d.field == "letter_date" for d in asked)


@pytest.mark.parametrize(
    "lines",
    [
        [(60, 90, "Notice given: February 10, 2026")],
        [(60, 90, "Albany, the 10th of February, 2026")],
        [(60, 90, "February 10, 2026   Patient: Ngozi Okafor")],
        [(60, 90, "Issued February 10, 2026")],
        [(60, 90, "When we sent this"), (200, 90, "February 10, 2026")],
    ],
)  # fmt: skip
def test_a_letters_day_in_its_head_is_not_asked_about(lines: list[Line]) -> None:
    asked = examine(document((60, 30, "Premera Blue Cross"), *lines, *BODY))[0].doubts
    assert not any(d.field == "letter_date" for d in asked)


def _pages(*pages: list[Line]) -> Document:
    """One document of several pages."""
    each = [document(*lines) for lines in pages]
    return replace(
        each[0],
        pages=tuple(
            replace(d.pages[0], number=n, words=tuple(replace(w, page=n) for w in d.pages[0].words))
            for n, d in enumerate(each, 1)
        ),
    )


LETTER: list[Line] = [(60, 30, "Premera Blue Cross"), (60, 90, "February 10, 2026"), *BODY]


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        # another's letter over it, a fax's cover, the plan's own word about a copy
        ([(60, 30, "Lakeside Legal Aid"), (60, 90, "March 20, 2026"), (60, 120, "Enclosed is the denial.")], LETTER, True),
        ([(60, 30, "FAX COVER SHEET"), (60, 60, "Date: March 20, 2026"), (60, 80, "To: Appeals"), (60, 100, "Pages: 2")], LETTER, True),
        ([(60, 30, "Premera Blue Cross"), (60, 90, "March 20, 2026"), (60, 120, "Dear Ms. Okafor:"), (60, 150, "A copy of our letter is enclosed.")], LETTER, True),
        # the head of a page that goes on
        (LETTER, [(60, 40, "Ngozi Okafor"), (60, 54, "February 10, 2026"), (60, 68, "Page 2"), (60, 120, "You may ask for help.")], False),
        (LETTER, [(60, 60, "Your rights"), (60, 90, "A form of this office, valid from January 1, 2026, is free.")], False),
    ],
)  # fmt: skip
def test_a_second_letters_day_is_asked_about(first: list[Line], second: list[Line], asked: bool) -> None:
    doubts = examine(_pages(first, second))[0].doubts
    assert asked is any(d.field == "letter_date" for d in doubts)
