"""Signs of the whole letter: what it offers, what it answers, and what its table shows."""

import pytest

from extractors.grounds import weigh
from extractors.outline import outline
from tests.classify.paper import typed

# sentence, sign it must raise, sign it must not
SAID = [
    ("You have 180 days from the day you get this letter to send your appeal.", "inside", "outside_now"),
    ("An appeal must be in writing and reach us within sixty (60) days.", "inside", "lodged"),
    ("If you feel this is wrong you can file an appeal in writing.", "inside", "lodged"),
    ("After our decision you may ask for an external review.", "outside_later", "outside_now"),
    ("When the Trustees have decided, you may sue under section 502(a).", "outside_later", "outside_now"),
    ("You may ask for an independent review within four months after you receive this letter.", "outside_now", "inside"),
    ("A request must be filed within four (4) months of the date of this notice.", "outside_now", "inside"),
    ("Appeal received: 11/03/25", "lodged", "inside"),
    ("APPEAL NUMBER: A25-1103-0091", "lodged", "inside"),
    ("You wrote to us on January 21 to appeal, and on March 3 you appealed again.", "lodged", "dismissed"),
    ("Your appeal of our May 22 letter was presented to a surgeon.", "lodged", "inside"),
    ("Thank you for asking us to reconsider.", "lodged", "inside"),
    ("We handled the call as a grievance.", "lodged", "inside"),
    ("A cardiologist who was not consulted before read your papers.", "fresh", "inside"),
    ("We have sent your case to the Independent Review Entity.", "forwarded", "inside"),
    ("The rest of the stay remains denied.", "partly", "lodged"),
    ("We are dismissing your appeal because it came 109 days after the notice.", "dismissed", "inside"),
    ("Nothing has been denied now.", "denies_nothing", "dismissed"),
    ("This is not a denial.", "denies_nothing", "dismissed"),
    ("The claim has been neither paid nor refused.", "denies_nothing", "dismissed"),
    ("The difference is a provider write-off.", "written_off", "inside"),
    ("The earlier notice no longer applies.", "put_right", "inside"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "there", "away"), SAID)
def test_a_sentence_raises_its_sign_and_no_other(text: str, there: str, away: str) -> None:
    document = typed(text)
    found = outline(document, weigh(document))
    assert found[f"shown {there}"] and not found[f"shown {away}"]


@pytest.mark.parametrize(
    "text",
    [
        "If your appeal is denied you may ask the State for a hearing.",  # supposed
        "If we continue to deny your request, we have sent your case to an independent reviewer.",
        "An appeal that is filed late may be dismissed if there is no good cause.",
    ],
)
def test_what_is_only_supposed_raises_nothing_that_happened(text: str) -> None:
    document = typed(text)
    found = outline(document, weigh(document))
    assert not any(found[f"shown {n}"] for n in ("lodged", "dismissed", "denies_nothing", "put_right"))


def test_rows_are_refused_cut_or_settled() -> None:
    text = (
        "Service    Billed    Allowed    Paid    Not covered\nCT scan    $900.00    $0.00    $0.00    $900.00\n"
        "Visit    $120.00    $80.00    $80.00    $0.00"
    )
    found = outline(typed(text), weigh(typed(text)))
    assert (found["rows refused"], found["rows cut"], found["rows settled"]) == (1, 0, 1)
