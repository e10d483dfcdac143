"""What speaks for and against a date as a day of the care in question, sign by sign.

The weights were fitted on the dates of labelled letters (tests/benchmarks/fit_days_of_care.py).
"""

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from extractors import carewords as words
from extractors.base import Sheet
from extractors.dates import PLANNED, DateReading
from extractors.dayplaces import unknown_label
from extractors.lexicon import pattern
from extractors.people import FACILITY, PROFESSIONAL
from extractors.phrases import heads
from extractors.reading import Reading

Signs = dict[str, float]

ROLES = (
    "letter_date",
    "initial_denial_date",
    "decision",
    "received",
    "processed",
    "due",
    "birth",
    "other",
    "fax",
)
_BEFORE = {
    "care": words.CARE,
    "done_by": words.DONE_BY,
    "planned": PLANNED,
    "claimed": words.CLAIMED,
    "billed": words.BILLED,
    "handled": words.HANDLED,
    "granted": words.GRANTED,
    "aside": words.ASIDE,
    "not_from": words.NOT_FROM,
    "from_then": words.FROM_THEN,
    "valid": pattern("care.valid"),
    "history": pattern("care.history"),
    "meeting": pattern("care.meeting"),
    "held": pattern("care.held"),
    "in_claim": pattern("care.in_claim"),
}
_AFTER = {
    "care_after": words.CARE_AFTER,
    "we_after": words.WE_AFTER,
    "refused_after": words.REFUSED_AFTER,
    "refused_then": words.REFUSED_THEN,
    "paid_after": words.PAID_AFTER,
}
_PLANNED_LABEL = pattern("care.planned")
_LET, _KEPT_BACK = pattern("care.let"), pattern("care.kept_back")
_MONEY = re.compile(r"\$ ?\d|\d\.\d\d\b")


def signs(
    reading: Reading,
    letter: dt.date | None,
    kind: str | None,
    ranged: Callable[[DateReading], bool],
    weigh: Callable[[DateReading, float], float],
) -> list[Signs]:
    """The signs of each date of `reading.dates`, in order; `ranged` tells whether a range begins with a date."""
    listed = [
        _own(reading, item, chance["service_dates"], letter, ranged(item))
        for item, chance in zip(reading.dates, reading.days, strict=True)
    ]
    best = max((s["chance"] for s in listed), default=0.0)
    billed = bool(reading.claims.denied) or bool(reading.found.money)
    labelled = any(s.get("labelled") for s in listed)
    for item, found in zip(reading.dates, listed, strict=True):
        uses = [s for i, s in zip(reading.dates, listed, strict=True) if i.span.first == item.span.first]
        found["weight"] = weigh(item, found["chance"])
        found["weight_high"] = max(0.0, found["weight"] - 0.82)
        found["again"] = float(len(uses) > 1)
        found["elsewhere"] = max((s["chance"] for s in uses if s is not found), default=0.0)
        found["behind_best"] = best - found["chance"]
        found["unlabelled_beside"] = float(labelled and not found.get("labelled"))
        found["billed"] = float(billed)
        found["no_denial"] = float(kind == "not_a_denial")
        found["ahead_billed"] = found.get("ahead", 0.0) * billed
        found["past_unbilled"] = found.get("past", 0.0) * (not billed) * (not found["labelled"])
        found["valid_no_denial"] = found.get("valid", 0.0) * found["no_denial"]
        found["bias"] = 1.0
    return [{k: v for k, v in s.items() if v} for s in listed]


def label(sheet: Sheet, start: int) -> str:
    """The words that tell a day as a label does: before it in its line, else beside or over it."""
    segment = sheet.segment_at(start)
    before = sheet.text[sheet.offset_of(segment) : start]
    if len(before.split()) > 5 or len(sheet.block_of(segment).text) > 300:
        return ""  # a sentence
    words = unknown_label(sheet, segment)
    over = next(iter(sheet.above(segment, 1)), None)
    if (
        not words
        and over
        and len(over.text.split()) < 6
        and not re.search(r"\d", over.text)
        and abs(over.box[0] - segment.box[0]) < 4
        and segment.box[1] - over.box[3] < segment.size
    ):
        words = over.text
    return f"{words} {before}".strip()


def _own(reading: Reading, item: DateReading, chance: float, letter: dt.date | None, ranged: bool) -> Signs:
    sheet, span = reading.sheet, item.span
    segment = sheet.segment_at(span.start)
    clause, after = sheet.clause(span.start, 120), sheet.clause_after(span.end, 70)
    before = words.LED.sub(" ", clause)
    around = (clause + " " + after).replace(str(span.first.year), "")
    led = label(sheet, span.start)
    rule = item.rules.get("service_dates", "")
    odds = min(0.995, max(0.005, chance))
    own = item.roles.get("service_dates", 0.0)
    found = {
        "chance": chance,
        "odds": math.log(odds / (1 - odds)) / 3,
        "rule": own,
        "labelled": float(item.role == "service_dates" and rule.startswith(("date.service", "date.table"))),
        "rule_wins": float(item.role == "service_dates"),
        "from_label": float(rule.startswith("date.service_from")),
        "to_label": float(rule.startswith("date.service_to")),
        "sure_label": max(0.0, own - 0.85)
        * 5
        * (rule.startswith(("date.service/", "date.service.", "date.table"))),
        "ranged": float(ranged),
        "printed_range": float(span.first != span.last),
        "year_unknown": float(not span.year_known),
        "near_care": float(bool(words.NEAR_CARE.search(around))),
        "in_force": float(bool(words.IN_FORCE.search(around))),
        "first_page": float(segment.page == sheet.first_page),
        "top": float(segment.page == sheet.first_page and sheet.top(span.start) < 0.4),
        "foot": float(sheet.top(span.start) > 0.88),
        "alone": float(len(segment.text) < span.end - span.start + 4),
        "prose": float(len(sheet.block_at(span.start).text) > 160),
        "in_brackets": float(before.rfind("(") > before.rfind(")")),
        "house": float(bool(FACILITY.search(around) or PROFESSIONAL.search(around))),
        "money_after": float(bool(_MONEY.search(after[:40]))),
        "money_before": float(bool(_MONEY.search(before[-60:]))),
        "planned_label": float(bool(_PLANNED_LABEL.search(led))),
        "let": float(bool(_LET.search(led))),
        "kept_back": float(bool(_KEPT_BACK.search(led))),
        "led": float(bool(led)),
        "told": float(
            any(
                p.field in ("service", "provider") and p.start <= span.start < p.end + 40
                for p in reading.labelled
            )
        ),
        "head_before": float(
            any(len(before) - m.end() < 70 for m in heads(reading.lexicon).finditer(before))
        ),
        "head_label": float(any(len(led) - m.end() < 8 for m in heads(reading.lexicon).finditer(led))),
        "head_after": float(bool(heads(reading.lexicon).search(after[:40]))),
    }
    for role in ROLES:
        found[f"role_{role}"] = item.roles.get(role, 0.0)
        found[f"is_{role}"] = float(item.role == role)
    for name, expression in _BEFORE.items():
        found[name] = float(bool(expression.search(before)))
    for name, expression in _AFTER.items():
        found[name] = float(bool(expression.search(after)))
    found["papers"] = found["handled"] * (not (found["care"] or found["done_by"] or found["head_before"]))
    found["refused_from"] = max(found["not_from"], min(found["from_then"], found["refused_then"]))
    if letter is not None:
        gap = (letter - span.first).days
        found |= {
            "of_letter": float(gap == 0),
            "ahead": float(gap < 0),
            "far_ahead": float(gap < -120),
            "past": float(gap > 0),
            "half_year": float(gap > 180),
            "years": float(gap > 400),
            "long_past": float(gap > 1000),
        }
    return found


def chances(found: Sequence[Signs], weights: dict[str, float]) -> list[float]:
    """The probability of each date that the care in question began on it."""
    return [1 / (1 + math.exp(-sum(weights.get(k, 0.0) * v for k, v in s.items()))) for s in found]


@cache
def table() -> dict[str, float]:
    """The fitted weights."""
    return dict(json.loads((files("extractors") / "caredays.json").read_text(encoding="utf-8")))
