"""Of several numbers that a letter calls a person's, which do not compete for being the member's.

The plan's own number outranks that of a state's or the nation's program that stands after it; the patient's that of
the subscriber, where they differ in the last two digits alone; and each head of a part of a statement has its own.
"""

import re

from extractors.ids import IdReading
from extractors.lexicon import pattern
from extractors.reading import Reading
from extractors.spare import beside

_PROGRAM = pattern("member.program")
_OTHERS = pattern("member.others_number")
_NAMED = ("id.member/", "id.holder/")  # labels that say it in so many words
_LEAST = 5  # digits of a member's number that no label names whole
_LIKELY = 0.5  # probability from which another number competes


def competes(reading: Reading, chosen: IdReading, other: IdReading) -> bool:
    """Whether `other` may be the member's number instead of `chosen`."""
    longer = (
        chosen.key.startswith(other.key) and len(chosen.key) - len(other.key) <= 2
    )  # with the person's digits
    if longer or related(chosen, other) or of_other_rows(reading, chosen, other):
        return False
    if of_program(reading, other):
        first = chosen.spans[0].start < other.spans[0].start
        return not first or of_program(reading, chosen)
    if chosen.rules["member_id"].startswith(_NAMED) and any(
        _OTHERS.search(text) for text in beside(reading, other.best_span["member_id"])
    ):
        return False
    digits = sum(c.isdigit() for c in other.key)
    return digits >= _LEAST and reading.chance(other.key, "member_id") >= _LIKELY


def of_program(reading: Reading, entry: IdReading) -> bool:
    """Whether a number is the one that Medicaid, Medicare or a program of a state knows the person by."""
    rule = entry.rules.get("member_id", "")
    return rule.startswith("id.program") or any(
        _PROGRAM.search(text) for text in beside(reading, entry.best_span["member_id"])
    )


def related(one: IdReading, other: IdReading) -> bool:
    """Whether two numbers differ in their last two digits alone: a family's."""
    return (
        len(one.key) == len(other.key) >= 7
        and one.key[:-2] == other.key[:-2]
        and bool(re.fullmatch(r"0\d0\d", one.key[-2:] + other.key[-2:]))
    )


def dependents(reading: Reading, chosen: IdReading, members: list[IdReading]) -> IdReading:
    """`chosen`, or the number of the same family that is not the subscriber's: the letter is about that person."""
    if chosen.key[-2:] not in ("00", "01"):
        return chosen
    family = [
        m
        for m in members
        if related(chosen, m) and m.key[-2:] not in ("00", "01") and m.score("member_id") > 0.7
    ]
    return family[0] if len(family) == 1 and not of_other_rows(reading, chosen, family[0]) else chosen


def of_other_rows(reading: Reading, one: IdReading, other: IdReading) -> bool:
    """Whether charges stand between two members' numbers under such labels: each heads a part of the statement."""
    sure = min(one.score("member_id"), other.score("member_id")) >= 0.9
    if one.rules["member_id"] != other.rules["member_id"] and not sure:
        return False
    places = sorted(
        (segment.page, segment.box[1])
        for m in (one, other)
        for segment in [reading.sheet.segment_at(m.best_span["member_id"].start)]
    )
    return any(
        places[0] < (c.row.page, c.row.bottom) and (c.row.page, c.row.top) < places[1]
        for c in reading.claims.charges
    )
