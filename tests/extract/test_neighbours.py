"""The second opinion on numbers and dates: told by the words near them, joined with the rules."""

import math

import pytest

from extractors import neighbours, tenor
from extractors.grounds import weigh
from extractors.neighbours import DATES, NUMBERS, OTHER, signs, table
from extractors.reading import Reading
from pipeline.models.fields import DocumentKind
from tests.extract.page import document, letter

WANTED = {"numbers": NUMBERS, "dates": DATES, "kinds": tuple(kind.value for kind in DocumentKind)}
DENIED = "We denied the request since the service is not medically necessary."


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Your coverage card reads 7714-220-09B", "member_id"),  # no label, but the word that every card has
        ("Refused bill XK-55190-27", "claim_numbers"),  # a label of a clerk's own making
        ("The provider's NPI is 1457788213", OTHER),  # somebody else's number
        ("Form QX-2291-B 04/25", OTHER),  # the sheet's own
    ],
)  # fmt: skip
def test_words_near_a_number_say_what_it_is(line: str, field: str) -> None:
    reading = Reading.of(letter("March 9, 2026", "Dear Ana Rivera,", line, DENIED))
    number = next(iter(reading.chances.values()))
    assert max(number, key=lambda f: number[f]) == field


def test_a_label_that_the_rules_know_is_not_outweighed_by_little() -> None:
    reading = Reading.of(letter("Member ID: W220 114 78", "Claim number: 26-114-0078", DENIED))
    assert {r.field for r in reading.ids.values()} == {"member_id", "claim_numbers"}
    assert not any(r.rules[r.field or ""] == "id.neighbours" for r in reading.ids.values())


def test_numbers_under_one_head_of_a_table_are_of_one_kind() -> None:
    """Words beside one of them must not make it something else while its neighbours stay claims."""
    heads = [(60, "Claim / Provider"), (220, "Date"), (300, "Charge"), (380, "Not payable"), (480, "Paid")]
    rows = [("26010-00883", "12/18/25", "214.00", "0.00", "152.80"), ("26012-01147", "01/05/26", "1,630.00", "1,630.00", "0.00")]  # fmt: skip
    names = ["Clara Barton Medical Clinic", "Great Plains Heart Assoc."]
    lines = [(x, 200.0, text) for x, text in heads]
    for i, (row, name) in enumerate(zip(rows, names, strict=True)):
        lines += [(x, 220.0 + 30 * i, cell) for (x, _), cell in zip(heads, row, strict=True)]
        lines.append((60, 230.0 + 30 * i, name))
    reading = Reading.of(document((60, 60, "Employee ID #: BM8800-3716"), *lines, (60, 400, DENIED)))
    chances = [reading.chances[key] for key in ("2601000883", "2601201147")]
    assert chances[0] == chances[1]
    assert {reading.ids[key].field for key in ("2601000883", "2601201147")} == {"claim_numbers"}


def test_dates_are_told_from_each_other() -> None:
    """The letter's day at its head, the day of care, and the birthday, which is nobody's."""
    made = letter("March 9, 2026", "Date of birth: 05/01/1970", "Date of service: 02/11/2026", DENIED)
    best = [max(day, key=lambda r: day[r]) for day in Reading.of(made).days]
    assert best == ["letter_date", OTHER, "service_dates"]


@pytest.mark.parametrize("name", ["numbers", "dates", "kinds"])
def test_shipped_weights_are_whole(name: str) -> None:
    """A label without a weight, or a weight that is no number, would silence the opinion."""
    shipped = table(name)
    assert set(shipped.labels) == set(WANTED[name])
    rows = [shipped.bias, *shipped.weights.values()]
    assert all(len(row) == len(shipped.labels) and all(map(math.isfinite, row)) for row in rows)


def test_signs_name_the_words_before_and_the_shape() -> None:
    sheet = Reading.of(letter("Claim number: C26-0417", DENIED)).sheet
    found = signs(sheet, sheet.text.index("C26"), sheet.text.index("C26") + 8)
    assert {"before last number", "before claim", "shape A9-9", "prefix C", "digits 6"} <= found.keys()


def test_a_number_without_words_is_told_by_nothing_and_stays_unread() -> None:
    reading = Reading.of(letter(DENIED, "88 1034 552"))
    assert all(neighbours.told_by_rules(r)[1] == OTHER for r in reading.ids.values())


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        # a decision on appeal that never says "upheld"
        ("The committee met and sees no ground to change our answer of January 5. Your appeal has not succeeded. "
         "You may now ask for external review by an independent organization.", "final_internal_denial"),
        ("We got your appeal on March 2 and will decide it within 30 days. You need do nothing now.", "not_a_denial"),
    ],
)  # fmt: skip
def test_all_words_together_tell_the_kind(said: str, kind: str) -> None:
    sentences = [s.strip() + "." for s in said.split(".") if s.strip()]
    weighing = weigh(letter("March 9, 2026", "Dear Ana Rivera,", *sentences))
    even = dict.fromkeys(table("kinds").labels, 0.25)
    assert next(iter(tenor.joined("kinds", even, tenor.heard("kinds", weighing)))) == kind


@pytest.mark.parametrize(
    ("said", "class_"),
    [
        # misspelt, so that no cue is found
        ("The doctor went over the notes and finds she is doing allright on therapy, so a pump is not medicaly necesary for her condition.", "clinical"),
        ("The bill reached us 14 months after the visit, past the time that the plan gives to file a claim.", "administrative"),
    ],
)  # fmt: skip
def test_all_words_together_tell_the_class(said: str, class_: str) -> None:
    heard = tenor.heard(
        "classes", weigh(letter("March 9, 2026", "Dear Ana Rivera,", "We cannot pay this.", said))
    )
    assert max(heard, key=lambda label: heard[label]) == class_


def test_every_letter_weighs_the_same() -> None:
    short, long = (
        tenor.signs(weigh(letter(*["We denied your request for surgery."] * 1, *more)))
        for more in ([], [DENIED] * 9)
    )
    assert sum(v * v for v in short.values()) == pytest.approx(sum(v * v for v in long.values()))
