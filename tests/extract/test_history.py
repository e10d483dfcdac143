"""The days before a final letter: the first denial's and the decision's. The letter is of March 11, 2026."""

import pytest

from extractors import choose
from extractors.reading import Fields, Reading
from tests.extract.page import Line, document, letter


def told(*paragraphs: str) -> tuple[str | None, str | None]:
    reading, fields = Reading.of(letter("March 11, 2026", *paragraphs)), Fields()
    choose.dates(reading, "final_internal_denial", fields)
    first, decided = (fields.get(n) for n in ("initial_denial_date", "internal_appeal_decision_date"))
    return getattr(first, "value", None), getattr(decided, "value", None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # somebody decided shortly before the letter
        ("I've gone through it with one of our physicians, and on March 10 he made a decision.", "2026-03-10"),
        ("On March 10, 2026, we decided we are not changing our decision.", "2026-03-10"),
        ("A physician who was not part of that decision completed the review on March 10, 2026.", "2026-03-10"),
        ("On March 5, 2026 the Trustees voted to uphold the denial.", "2026-03-05"),
        ("I regret that the Committee, meeting on Monday March 9, came to the same view.", "2026-03-09"),
        ("A physiatrist who did not make the first decision made this determination on March 9, 2026.", "2026-03-09"),
        ("The grievance decision is to uphold. It was made on March 9, 2026.", "2026-03-09"),
        ("March 9, 2026 – review ended. Why we are saying no.", "2026-03-09"),
        ("Decision date: March 9, 2026. We uphold the denial.", "2026-03-09"),
        # whoever decided and whatever stands between, also where a meeting came before
        ("The denial is upheld, by decision of March 9, 2026.", "2026-03-09"),
        ("On March 9 our physician reviewer, who specializes in rehabilitation, looked again at all the notes and decided to uphold.", "2026-03-09"),
        ("A cardiologist, Dr. S. Amadi, decided this appeal on March 9, 2026. She was not part of the first decision.", "2026-03-09"),
        ("A gastroenterologist reviewed all the records, and on March 9, 2026 decided to keep our first decision.", "2026-03-09"),
        ("Your appeal has been decided, on March 9, 2026, and the first decision was not changed.", "2026-03-09"),
        ("The panel sat by video on March 6, 2026 with you and Dr. Stoltz on the line, and decided on March 9, 2026.", "2026-03-09"),
        ("Your appeal was denied on March 9, 2026 by a nurse consultant's supervising physician.", "2026-03-09"),
        ("We finished our review of your appeal on March 9, 2026 and the answer is still no.", "2026-03-09"),
        ("The Medical Director signed the decision on March 9, 2026.", "2026-03-09"),
        ("Final determination rendered March 9, 2026: denial upheld.", "2026-03-09"),
        ("Your grievance was closed on March 9, 2026 with the denial upheld.", "2026-03-09"),
        ("The claim was reconsidered and on March 9, 2026, after a second physician had read the chart, the original denial was affirmed.", "2026-03-09"),
        ("As of March 9, 2026, your Level 2 appeal is denied.", "2026-03-09"),
        ("Appeal determination: UPHELD on 03/09/2026", "2026-03-09"),
        ("Determination made: 03/09/2026. Received: 02/20/2026.", "2026-03-09"),
        ("We have denied your appeal. This decision was effective March 9, 2026.", "2026-03-09"),
        ("By a vote of three to nothing on March 9, 2026 the panel sustained the denial.", "2026-03-09"),
        ("It was on March 9, 2026 that the Board resolved to leave the denial in place.", "2026-03-09"),
        ("Our Grievance Committee met on March 5, 2026. The committee made its decision on March 9, 2026.", "2026-03-09"),
        ("The panel heard you on March 5, 2026 and issued its decision on March 9, 2026.", "2026-03-09"),
        ("You spoke to the committee on March 5. It decided the grievance on March 9.", "2026-03-09"),
        # the letter's own day, where the other days are of something else
        ("We received your appeal on March 2, 2026. We are keeping our denial.", "2026-03-11"),
        ("We called you on March 10, 2026 to tell you of our decision. We uphold the denial.", "2026-03-11"),
        ("The records came on March 6, 2026 and were read by a physician. The denial is upheld.", "2026-03-11"),
        ("We sent the file to MAXIMUS on March 10, 2026, for we upheld our decision.", "2026-03-11"),
        ("A panel will hear cases on March 20, 2026. The denial is upheld.", "2026-03-11"),
        ("We first denied the request on March 4, 2026. After a fast appeal we uphold it.", "2026-03-11"),
        ("We received your appeal on March 9, 2026 and the denial is upheld.", "2026-03-11"),
        ("Dr. Lee spoke with our medical director on March 9, 2026. We uphold the denial.", "2026-03-11"),
        ("On March 6, 2026 you asked us to look again at our decision of March 3, 2026 to stop your rehabilitation stay. We uphold it.", "2026-03-11"),
        ("Your surgery was on March 9, 2026. We uphold the denial of the inpatient level of care.", "2026-03-11"),
        ("On March 9, 2026 Dr. Lee faxed us his notes. The denial is upheld.", "2026-03-11"),
        ("On March 4, 2026 we decided not to cover further days, and you asked for a fast appeal. We uphold that decision.", "2026-03-11"),
        ("Our first decision, made on March 4, 2026, was to deny the stay. We have now upheld it.", "2026-03-11"),
        ("The hearing aid was fitted on March 5, 2026. We uphold the denial.", "2026-03-11"),
        ("We mailed this decision on March 11, 2026 and telephoned you on March 10, 2026.", "2026-03-11"),
        ("The committee will meet again on March 9, 2026. The denial is upheld.", "2026-03-11"),
        ("An outside urologist gave us his opinion on March 6, 2026. We uphold the denial.", "2026-03-11"),
    ],
)  # fmt: skip
def test_the_day_of_the_decision(text: str, wanted: str) -> None:
    assert told(text)[1] == wanted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Your grievance came before the Grievance Committee on March 5, 2026.", "2026-03-05"),
        (
            "Four people sat down last Thursday, March 5, to consider what you had written to us.",
            "2026-03-05",
        ),
        (
            "The Appeals Committee took up your appeal at its regular quarterly meeting on March 5, 2026.",
            "2026-03-05",
        ),
        ("On March 5, a Level 2 grievance committee met about your request.", "2026-03-05"),
        (
            "At its quarterly meeting, held March 1, 2026, the Board of Trustees took up your appeal.",
            "2026-03-01",
        ),
        ("The appeal went before the Trustees' Appeal Subcommittee on March 9.", "2026-03-09"),
        ("Thank you for speaking with our Grievance Committee on March 5, 2026. The committee upheld the denial.", "2026-03-05"),
        ("The Grievance Review Committee (three people, one of them a plan member) held its hearing on March 5, 2026. The denial stands.", "2026-03-05"),
        ("The Step Two grievance panel met on March 5, 2026. You took part by phone. The panel upheld the denial.", "2026-03-05"),
        ("EXTRACT FROM THE MINUTES OF THE APPEALS COMMITTEE. Meeting of March 5, 2026. Resolved, that the appeal be denied.", "2026-03-05"),
        ("Your hearing took place on March 5, 2026 before three members of the Appeals Board. They agree with the denial.", "2026-03-05"),
        ("You presented your case to the panel on March 5, 2026. The panel kept the denial.", "2026-03-05"),
        ("A panel hearing was conducted on March 5, 2026 by telephone. The original denial is upheld.", "2026-03-05"),
    ],
)  # fmt: skip
def test_a_meeting_alone_is_shown_beside_the_letters_day(text: str, day: str) -> None:
    reading, fields = Reading.of(letter("March 11, 2026", text)), Fields()
    choose.dates(reading, "final_internal_denial", fields)
    found = fields["internal_appeal_decision_date"]
    assert not isinstance(found, tuple)
    assert found.value == "2026-03-11"
    assert found.confidence < 0.65
    assert day in [c.value for c in found.candidates]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You wrote to us because you were unhappy that we would not cover it; we had said so on January 27, 2026.", "2026-01-27"),
        ("The Fund Office denied the claim by notice of January 22, 2026, and you appealed on February 3, 2026.", "2026-01-22"),
        ("You appealed our letter of January 3, 2026. In it we said yes to 20 hours a week and no to the rest.", "2026-01-03"),
        ("On January 28, 2026 we stopped approving the stay because vital signs are stable. You appealed on February 3, 2026.", "2026-01-28"),
        ("The first appeal had been denied on February 13, 2026, and the claim itself on January 20, 2026.", "2026-01-20"),
        # a paper mailed earlier is none, nor is the day on which the denial was upheld
        ("No election came within sixty days of the notice mailed January 2, 2026. The claim was first denied on January 20, 2026.", "2026-01-20"),
        ("We denied the first claim on January 20, 2026. The first level panel upheld the denial on February 13, 2026.", "2026-01-20"),
        ("The claim was denied on January 20, 2026. Your first appeal, received January 29, was denied on February 13, 2026.", "2026-01-20"),
        ("On March 10 he made a decision: we keep the answer that we gave on January 27, 2026.", "2026-01-27"),
        ("On February 27, 2026 we received your appeal of the denial of Part D coverage dated January 27, 2026.", "2026-01-27"),
        # what the appeal is against, however many words stand between
        ("You wrote to us to appeal our decision of January 20, 2026 about laparoscopic surgery.", "2026-01-20"),
        ("On February 13, 2026 you asked us to change our decision of January 20, 2026 (request 25170-CD).", "2026-01-20"),
        # the first level's own result, with its number or its day of receipt
        ("The claim was denied on January 20, 2026; first-level appeal F24-08-3318 denied February 13, 2026.", "2026-01-20"),
        ("The plan denied it on January 20, 2026. Your first appeal was received on February 3, 2026 and denied on February 13, 2026.", "2026-01-20"),
        ("You sent your appeal on February 13, 2026. We uphold the denial.", None),
        # beyond another day, by other words, and not the appeal's own denial
        ("On January 15, 2026 benefits for the days from January 2, 2026 were denied. The first appeal was denied on February 9, 2026.", "2026-01-15"),
        ("The claim was denied on January 15, 2026. Your first level appeal was denied on February 9, 2026.", "2026-01-15"),
        ("On January 15, 2026 we had cut it to 84 hours from February 1, and you appealed.", "2026-01-15"),
        ("Coverage for the wheelchair was refused January 15, 2026; the Level I appeal was refused February 9, 2026.", "2026-01-15"),
        ("The notice given to him January 15, 2026 said coverage would stop. You appealed on February 9, 2026.", "2026-01-15"),
        ("The first answer, of 15 January 2026, was no.", "2026-01-15"),
        ("On January 15, 2026 we reduced your nursing from 112 hours to 84 hours a week.", "2026-01-15"),
        ("On January 15, 2026 the plan ended payment for your stay. You appealed on February 2, 2026.", "2026-01-15"),
        ("You asked us to think again about what we told you on January 15, 2026.", "2026-01-15"),
        ("Your dentist's estimate of January 15, 2026 came with your appeal of February 2, 2026.", None),
        ("Your MRI of January 15, 2026 shows no tear. We uphold the denial.", None),
    ],
)  # fmt: skip
def test_the_day_of_the_first_denial(text: str, wanted: str | None) -> None:
    assert told(text)[0] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The Fund Office turned them down by its explanations of November 14, 2025, which said that the maximum had been used.",
        "You appeal the two claims. The office turned both down in its notice of November 14, 2025.",
        "The plan refused the chair by its letter of November 14, 2025, and you appealed.",
    ],
)
def test_the_paper_by_which_it_was_first_denied(text: str) -> None:
    assert (
        told("You were heard by telephone on January 22, 2026. " + text, "The denial is upheld.")[0]
        == "2025-11-14"
    )


def test_a_letter_that_denies_nothing_recaps_no_first_denial() -> None:
    text = "After we looked at it again, the January 18, 2026 denial is overturned on appeal."
    reading, fields = Reading.of(letter("March 11, 2026", text)), Fields()
    choose.dates(reading, "not_a_denial", fields)
    assert "initial_denial_date" not in fields


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the same in Spanish: the verb stands before the day, or the day before the body that decides
        ("Usted presentó una apelación el 10 de febrero de 2026, porque MCS denegó el 11 de enero de 2026 la reconstrucción. El 10 de marzo de 2026 el Comité de Apelaciones determinó sostener la denegación.", ("2026-01-11", "2026-03-10")),
        ("Su solicitud fue denegada el 11 de enero de 2026. Recibimos su apelación el 10 de febrero de 2026. El 9 de marzo de 2026 un médico revisor confirmó la denegación.", ("2026-01-11", "2026-03-09")),
        ("El plan rechazó la solicitud el 11 de enero de 2026. Usted apeló el 3 de febrero de 2026.", ("2026-01-11", "2026-03-11")),
    ],
)  # fmt: skip
def test_days_told_in_spanish(text: str, wanted: tuple[str, str]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    "lines",
    [
        # the paper's short name stands before its day, under a label or beside it
        [(60, 120, "Notice appealed"), (250, 120, "Appeal received"), (60, 134, "NABD of 10/21/2025"), (250, 134, "11/07/2025")],
        [(60, 120, "Notice appealed:"), (250, 120, "NOA dated 10/21/2025")],
        [(60, 120, "Decision under appeal"), (250, 120, "EOB of October 21, 2025")],
        [(60, 120, "First decision"), (250, 120, "Letter of October 21, 2025")],
    ],
)  # fmt: skip
def test_first_denial_of_a_paper_in_a_cell(lines: list[Line]) -> None:
    reading, fields = (
        Reading.of(document((60, 60, "March 11, 2026"), *lines, (60, 200, "We uphold the denial."))),
        Fields(),
    )
    choose.dates(reading, "final_internal_denial", fields)
    assert getattr(fields.get("initial_denial_date"), "value", None) == "2025-10-21"


@pytest.mark.parametrize(
    ("right", "wanted"),
    [
        ("Claim denied, reason N130", "2026-01-22"),  # a row of what happened when
        ("First level decision", None),  # another decision
    ],
)
def test_a_table_of_what_happened_when(right: str, wanted: str | None) -> None:
    made = document(
        (60.0, 60.0, "March 11, 2026"),
        (60.0, 120.0, "01/22/2026"),
        (200.0, 120.0, right),
        (60.0, 160.0, "We have upheld the denial of your appeal. The hearing aids are not covered."),
    )
    reading, fields = Reading.of(made), Fields()
    choose.dates(reading, "final_internal_denial", fields)
    assert getattr(fields.get("initial_denial_date"), "value", None) == wanted
