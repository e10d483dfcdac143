"""Other names that stand for a plan on its letter: which are rivals of the one chosen, and which only stand beside it."""

import re

from extractors import insurer
from extractors.acting import acting, short_for
from extractors.base import Sheet
from extractors.party import Party, unlike
from extractors.reading import Reading


def beside(reading: Reading, mains: list[Party], best: Party) -> list[Party]:
    """The other names that may stand for the plan, strongest first."""
    place = best.shown()
    return [
        p
        for p in mains
        if p is not best
        and unlike(p.shown().text, place.text)
        and not insurer.related(p, best, reading.names)
        and not program_beside(reading, p, best)
        and not (best.kind == "plan" and place.worth > 1.5 and p.kind != "plan")  # the carrier that serves it
        and not (place.why == "letterhead" and lesser(reading, p, best))
    ]


def program_beside(reading: Reading, other: Party, best: Party) -> bool:
    """Whether another name is that of a public program ("Medicare", a state's), beside the plan that runs it."""
    if best.kind not in ("insurer", "plan") or insurer.federal(best, reading.names):
        return False
    if insurer.federal(other, reading.names):
        return other.shown().text.lower() in ("medicare", "cms")
    return best.body >= 0 and best.shown().why != "body" and insurer.program(other, reading.names)


def lesser(reading: Reading, other: Party, best: Party) -> bool:
    """Whether another name at the head of a known plan's letter stands for no plan beside it.

    An unknown name under it in no larger print (its company, an employer, a product), a state's program, initials that
    stand for it, a carrier of teeth or eyes that acts for it.
    """
    if best.body < 0:
        return False
    place, its = best.shown(), other.shown()
    sheet = reading.sheet
    larger = sheet.segment_at(its.start).size > 1.05 * sheet.segment_at(place.start).size
    if other.body < 0:
        under = place.start < its.start and not larger and other.signs < 1
        return other.kind == "insurer" and (under or short_for(place.text, its.text))
    if insurer.program(other, reading.names):
        return True
    roles, own = reading.names.bodies[other.body].roles, reading.names.bodies[best.body].roles
    if own[:1] == ["blue_plan"] and roles[:1] == ["blue_plan"] and "Service Benefit" in place.text:
        return True  # the plan of one state that serves the federal one
    parts = roles[:1] in (["dental"], ["vision"]) and own[:1] != roles[:1]
    acts = any(t.over(p.start, p.end) for t in acting(sheet, reading.lexicon) for p in other.places)
    return parts and (acts or its.why != "letterhead" or not larger)


def cut_short(sheet: Sheet, name: str) -> bool:
    """Whether one and the same word in a capital follows a name wherever it stands, twice or more: it may be a part of it."""
    text = sheet.text.replace("\n", " ")
    behind = re.findall(rf"{re.escape(name)}[®™℠]?( [A-Z][A-Za-z]+\b)?", text)
    return len(behind) > 1 and bool(behind[0]) and len(set(behind)) == 1
