"""What the words and the place around a number or a date say it is: a second opinion, apart from the rules.

The rules read labels; these weights were fitted on the words near every number and date of labelled letters
(tests/benchmarks/fit_neighbours.py), so that a label that no rule knows may still be told by its parts. Both are
joined into one probability: where the weights speak plainly against a rule, the number is read as they say, and
where they do not agree, the value is less sure.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.base import Segment, Sheet
from extractors.dates import DateReading
from extractors.ids import FIELDS, IdReading
from extractors.mentions import MONEY

OTHER = "other"
NUMBERS = (*FIELDS, OTHER)
DECISION = "internal_appeal_decision_date"
DATES = ("letter_date", "initial_denial_date", DECISION, "service_dates", OTHER)
PLAIN, PLAINLY = 0.6, 0.9  # probability from which the joined opinion outweighs a rule, and a sure rule
SURELY_OTHER, DOUBTFUL = 0.95, 0.55
SURE = 0.9  # score of a label that the lexicon knows whole
RESTORED = 0.6  # score of what a label says against the words around it
TOLD = 0.5  # least score with which a rule says anything
_STEM = 7  # letters of a word that count
_ROWS = 14  # of a column, up to its head
_PLACES = 3  # of one number that are weighed
_WORD = re.compile(r"[a-z#]+|\d+")
_CELLS = re.compile(r"[|•·;]")

Signs = dict[str, float]


def signs(sheet: Sheet, start: int, end: int) -> Signs:
    """The words before, left of, over and after a span, its shape and its place on the page, each by name."""
    segment, block = sheet.segment_at(start), sheet.block_at(start)
    first, text = sheet.offset_of(segment), sheet.text[start:end]
    alone = sheet.starts_segment(start)
    found: Signs = {"first page": float(segment.page == sheet.first_page)}
    inside = sheet.text[first:start].strip()
    run = (
        sheet.text[max(block.start, start - 80) : start] if inside or segment is not block.segments[0] else ""
    )
    before = stems(_CELLS.split(run)[-1])
    _put(found, "before", before, 7)
    _put(found, "near", before, 4)
    found["colon"] = float(run.rstrip().endswith((":", "#")))
    captioned = sheet.caption(segment)
    left = (captioned[0] if captioned else sheet.left(segment)) if alone else None
    if left is not None:
        words = stems(left.text[-60:])
        _put(found, "left", words, 6)
        _put(found, "near", words, 4)
    over = None if captioned else next(iter(sheet.above(segment, 1)), None)
    if over is not None and segment.box[1] - over.box[3] < 2.6 * segment.size:
        words = stems(over.text[-50:])
        _put(found, "over", words, 6, last=alone)
    else:
        found["over nothing"] = 1.0
    if alone and not captioned and (head := _head(sheet, segment)):
        _put(found, "column", stems(head[-40:]), 6)
    after = stems(sheet.text[end : min(end + 40, first + len(segment.text))])
    found |= {f"after {word}": 1.0 for word in after[:3]}
    found |= {f"sentence {word}": 1.0 for word in stems(sheet.clause(start, 120))[-14:-3]}
    found |= {f"later {word}": 1.0 for word in stems(sheet.clause_after(end, 90))[:9]}
    found["block " + _size(len(block.text))] = 1.0
    found["shape " + re.sub(r"[A-Z]+", "A", re.sub(r"\d+", "9", text.upper()))[:10]] = 1.0
    found[f"digits {min(sum(c.isdigit() for c in text), 14)}"] = 1.0
    found[f"letters {min(sum(c.isalpha() for c in text), 6)}"] = 1.0
    if prefix := re.match(r"[A-Z]{1,5}", text):
        found["prefix " + prefix[0]] = 1.0
    found[f"fifth {int(sheet.top(start) * 5)}"] = 1.0
    found["short line"] = float(len(segment.text) < 60)
    return {name: value for name, value in found.items() if value}


def _head(sheet: Sheet, segment: Segment) -> str:
    """The nearest words without figures over a cell of a column."""
    lower = segment
    for other in sheet.above(segment, _ROWS):
        if lower.box[1] - other.box[3] > 3.2 * segment.size or len(other.text) > 60:
            return ""
        if not any(c.isdigit() for c in other.text) and len(other.text) > 2:
            return other.text
        lower = other
    return ""


def _size(length: int) -> str:
    return next(
        (name for most, name in ((30, "bit"), (90, "line"), (250, "lines")) if length < most), "prose"
    )


def days_signs(days: Sequence[DateReading]) -> list[Signs]:
    """How each date stands among the others of its letter: the latest, the earliest, the first printed, the most used."""
    order = sorted({d.span.first for d in days})
    found = []
    for n, day in enumerate(days):
        rank, back = order.index(day.span.first), len(order) - 1 - order.index(day.span.first)
        uses = sum(d.span.first == day.span.first for d in days)
        gap = (order[-1] - day.span.first).days
        found.append(
            {
                f"from first {min(rank, 4)}": 1.0,
                f"from last {min(back, 4)}": 1.0,
                f"printed {min(n, 4)}": 1.0,
                f"uses {min(uses, 4)}": 1.0,
                "range": float(day.span.first != day.span.last),
                "year": float(day.span.year_known),
                f"gap {next((m for m in (0, 3, 10, 30, 60, 120, 400, 2000) if gap <= m), 9999)}": 1.0,
            }
        )
    return found


def _put(found: Signs, place: str, words: list[str], most: int, *, last: bool = True) -> None:
    found |= {f"{place} {word}": 1.0 for word in words[-most:]}
    if words and last and place != "near":
        found[f"{place} last {words[-1]}"] = 1.0
        found[f"{place} two {' '.join(words[-2:])}"] = 1.0
    elif not words and place == "before":
        found["before nothing"] = 1.0


def stems(text: str) -> list[str]:
    """The words of a text, each by its first letters; figures count as so many noughts."""
    return [word[:_STEM] for word in _WORD.findall(re.sub(r"\d", "0", text.lower()))]


@dataclass(frozen=True, slots=True)
class Table:
    """Fitted weights: of each sign for each label; and how rules and weights are joined."""

    labels: Sequence[str]
    bias: Sequence[float]
    weights: Mapping[str, Sequence[float]]
    joint: Mapping[str, Any]

    def chances(self, places: Iterable[Signs]) -> dict[str, float]:
        """The probability of each label, from all places where the value stands."""
        each = [self._logs(found) for found in places]
        agree = math.sqrt(min(2, len(each)))  # two places say more than one, but not twice as much
        mean = [agree * sum(column) / len(each) for column in zip(*each, strict=True)]
        return dict(zip(self.labels, shares(mean), strict=True))

    def _logs(self, found: Signs) -> list[float]:
        total = list(self.bias)
        for name, value in found.items():
            for i, weight in enumerate(self.weights.get(name, ())):
                total[i] += weight * value
        return [math.log(p + 1e-6) for p in shares(total)]

    def joined(
        self, scores: Mapping[str, float], told: str | None, chances: Mapping[str, float]
    ) -> dict[str, float]:
        """Rules (`scores` by label, `told` the one they choose) and weights (`chances`) as one probability."""
        by_rule, by_weights, chosen = self.joint["rule"], self.joint["weights"], self.joint["chosen"]
        totals = [
            by_rule * scores.get(label, 0.0)
            + by_weights * math.log(chances[label] + 1e-4)
            + chosen * (label == told)
            + self.joint["bias"][label]
            for label in self.labels
        ]
        return dict(zip(self.labels, shares(totals), strict=True))


def shares(totals: Sequence[float]) -> list[float]:
    """Logits as probabilities."""
    top = max(totals)
    odds = [math.exp(total - top) for total in totals]
    whole = sum(odds)
    return [o / whole for o in odds]


def log_odds(chance: float) -> float:
    """A probability as log odds."""
    return math.log((chance + 1e-6) / (1 - chance + 1e-6))


@cache
def _tables() -> dict[str, Any]:
    return dict(json.loads((files("extractors") / "neighbours.json").read_text(encoding="utf-8")))


@cache
def table(name: str) -> Table:
    """The shipped weights for `name` (numbers, dates or kinds)."""
    found = _tables()[name]
    return Table(found["labels"], found["bias"], found["weights"], found["joint"])


def weigh(sheet: Sheet, readings: Mapping[str, IdReading]) -> dict[str, dict[str, float]]:
    """For each number, by its key, the probability of each field; a number that the rules misread is read anew."""
    weights = table("numbers")
    found = {}
    for key, reading in readings.items():
        places = [signs(sheet, s.start, s.end) for s in reading.spans[:_PLACES]]
        found[key] = weights.joined(*told_by_rules(reading), weights.chances(places))
    for column in _columns(readings):
        shared = shares([sum(math.log(found[k][f] + 1e-6) for k in column) / len(column) for f in NUMBERS])
        found |= {k: dict(zip(NUMBERS, shared, strict=True)) for k in column}
    for key, reading in readings.items():
        _reread(reading, found[key])
    if MONEY.search(sheet.text):  # where nothing was billed there is no claim to miss
        _restore(readings.values())
    return found


def _restore(readings: Iterable[IdReading]) -> None:
    """Where no number is left a claim's, those that a label called so are, however little the words speak for it."""
    every = list(readings)
    if any(r.field == "claim_numbers" for r in every):
        return
    for reading in every:
        if reading.overruled == "claim_numbers":
            reading.scores = {"claim_numbers": RESTORED}


def _columns(readings: Mapping[str, IdReading]) -> list[list[str]]:
    """Numbers under one head of a table or in one list: they are of one kind, so words must not tell some of them apart."""
    heads: dict[tuple[str, str], list[str]] = {}
    told = {key: r.rules.get(r.field, "") for key, r in readings.items() if r.field in FIELDS}
    lists = {(_made(key), r.removesuffix("/list")) for key, r in told.items() if r.endswith("/list")}
    for key, rule in told.items():
        if rule.endswith("/column"):
            heads.setdefault(("", rule), []).append(key)
        elif (alike := (_made(key), rule.partition("/")[0])) in lists:
            heads.setdefault(alike, []).append(key)
    return list(heads.values())


def _made(key: str) -> str:
    """The make of a number: where it has letters and where digits."""
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", key))


def weigh_days(sheet: Sheet, readings: Sequence[DateReading]) -> list[dict[str, float]]:
    """For each date the probability of each role, rules and weights joined."""
    weights = table("dates")
    return [
        weights.joined(
            *roles_by_rules(day), weights.chances([signs(sheet, day.span.start, day.span.end) | order])
        )
        for day, order in zip(readings, days_signs(readings), strict=True)
    ]


def roles_by_rules(day: DateReading) -> tuple[dict[str, float], str]:
    """What the rules say of a date: the score of each role, and the one they choose."""
    scores = {DECISION if role == "decision" else role: score for role, score in day.roles.items()}
    rest = max((s for r, s in scores.items() if r not in DATES), default=0.0)
    known = {**{r: s for r, s in scores.items() if r in DATES}, OTHER: rest}
    return known, max(known, key=lambda r: known[r]) if day.roles else OTHER


def told_by_rules(reading: IdReading) -> tuple[dict[str, float], str]:
    """What the rules say of a number: the score of each field, and the one they choose."""
    rest = max((s for f, s in reading.scores.items() if f not in FIELDS), default=0.0)
    scores = {**{f: s for f, s in reading.scores.items() if f in FIELDS}, OTHER: rest}
    name = reading.field
    return scores, name if name in FIELDS and reading.score(name) >= TOLD else OTHER


def _reread(reading: IdReading, chances: Mapping[str, float]) -> None:
    """Where the joined opinion is plain and not the rule's, let it outweigh the rule's score."""
    best = max(chances, key=lambda f: chances[f])
    _, told = told_by_rules(reading)
    sure = told != OTHER and reading.score(told) >= SURE
    if best == told or chances[best] < (PLAINLY if sure else PLAIN):
        return
    reading.overruled = told if told in FIELDS else None
    for name in reading.scores:
        reading.scores[name] *= min(1.0, chances.get(name, chances[OTHER]) / chances[best])
    if best not in reading.scores or reading.score(best) < chances[best]:
        doubtful = best == OTHER and chances[best] < SURELY_OTHER  # it stays among those that nobody explains
        reading.scores[best] = DOUBTFUL if doubtful else 0.55 + 0.3 * chances[best]
        reading.rules.setdefault(best, "id.neighbours")
        reading.best_span.setdefault(best, reading.spans[0])
        reading.votes[best] += not reading.votes[best]
