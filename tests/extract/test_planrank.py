"""A fitted second opinion on whose denial it is: which party it names, and whether a wording is a whole name."""

from dataclasses import replace

import pytest

from extractors import planrank, ranking
from extractors.gather import examine
from extractors.plansigns import wording_signs
from extractors.reading import Reading
from tests.extract.page import letter

DAY = "March 4, 2026"
BODY = (
    "We have denied your request because the service is not medically necessary under the terms of the plan."
)
MEMBER = "Member ID: XQW448201993"


def read(*lines: str) -> Reading:
    reading = examine(letter(*lines, top=24.0))[1]
    assert reading is not None
    return reading


def likeliest(*lines: str) -> str:
    """The party that the weights would choose."""
    chosen = read(*lines).plans
    assert chosen is not None
    odds = ranking.chances(planrank.table(), [c.signs for c in chosen.candidates])
    return chosen.candidates[odds.index(max(odds))].party.shown().text


@pytest.mark.parametrize(
    ("lines", "plan"),
    [
        # an employer's plan under the paper of the firm that serves it
        (["Meritain Health", DAY, "Plan: Larkspur Foods Employee Health Plan", MEMBER, BODY, "Meritain Health administers claims for your plan."], "Larkspur Foods Employee Health Plan"),
        (["UMR", "A UnitedHealthcare Company", DAY, "Employer: Grady Larkspur Steel", "You are covered under the Grady Larkspur Steel Group Health Plan.", BODY], "Grady Larkspur Steel Group Health Plan"),
        # a vendor that reviews for the plan
        (["eviCore healthcare", DAY, "eviCore healthcare reviews requests for Priority Health.", "Priority Health has denied your request.", BODY], "Priority Health"),
        (["Express Scripts", DAY, "On behalf of Medica, we have reviewed this drug.", "You may appeal to Medica within 180 days.", BODY], "Medica"),
        # another plan that is only spoken of
        (["Fallon Health", DAY, BODY, "You told us that you are also covered by Aetna.", "Fallon Health Appeals Department"], "Fallon Health"),
        # a plan beside the program it runs for a state
        (["Horizon NJ Health", "Your NJ FamilyCare health plan", DAY, BODY], "Horizon NJ Health"),
    ],
)  # fmt: skip
def test_whose_denial_the_weights_take_it_for(lines: list[str], plan: str) -> None:
    assert likeliest(*lines) == plan


@pytest.mark.parametrize(
    ("lines", "cut", "whole"),
    [
        # without the state, the town or the region that always follows it
        (["Aetna Better Health® of New Jersey", DAY, BODY, "Aetna Better Health of New Jersey is part of Aetna."], "Aetna Better Health", "Aetna Better Health of New Jersey"),
        (["Ironworkers Health Fund of Greater Cincinnati", DAY, BODY], "Ironworkers Health Fund", "Ironworkers Health Fund of Greater Cincinnati"),
        # without the employer or the county that always stands before it
        (["Macon County Mental Health Board Group Health Plan", DAY, BODY], "Group Health Plan", "Macon County Mental Health Board Group Health Plan"),
        (["Larkspur County Schools Employee Benefit Trust", DAY, BODY], "Employee Benefit Trust", "Larkspur County Schools Employee Benefit Trust"),
        # the company's name broken off
        (["Blue Cross and Blue Shield of Vermont", DAY, BODY, "Blue Cross and Blue Shield of Vermont Appeals"], "Blue Cross and Blue Shield of", "Blue Cross and Blue Shield of Vermont"),
        # run together with what follows it on the line
        (["Select Health Claims Department", DAY, BODY, "Select Health has denied it.", "Call Select Health."], "Select Health Claims", "Select Health"),
    ],
)  # fmt: skip
def test_a_name_that_is_cut_is_less_likely_whole(lines: list[str], cut: str, whole: str) -> None:
    reading = read(*lines)
    sheet, chosen = reading.sheet, reading.plans
    assert chosen is not None
    every = [p for c in chosen.candidates for p in c.party.places]

    def chance(name: str) -> float:
        spans = [(i, i + len(name)) for i in range(len(sheet.text)) if sheet.text.startswith(name, i)]
        assert spans
        places = [replace(p, legal=False) for p in every if any(p.start < b and a < p.end for a, b in spans)]
        return ranking.chance(planrank.table(), wording_signs(sheet, name, spans, [cut, whole], places))

    assert chance(cut) < chance(whole)


def test_no_place_is_needed() -> None:
    """A letter without a name of a plan has no opinion, and says so."""
    reading = read(DAY, "Dear Ms. Roe:", "This is a note about nothing.")
    assert reading.plans is None or planrank.opinion(reading.plans)["chance"] <= 1.0
    assert "insurer" not in reading.features or reading.features["insurer"]["chance"] < 1.0


def test_chances_are_of_one_whole() -> None:
    chosen = read("Meritain Health", DAY, "Plan: Larkspur Foods Employee Health Plan", MEMBER, BODY).plans
    assert chosen is not None
    said = planrank.opinion(chosen)
    assert said["chance"] + said["rival_chance"] <= 1.0 + 1e-9
    assert 0.0 <= said["whole"] <= 1.0
