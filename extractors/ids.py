"""Identifiers: member, group, claim and reference numbers.

Every span that looks like an identifier is read by the labels near it, else by the words of its sentence.
What no label explains is kept as left over: a letter with numbers nobody can name is a reason to ask.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.base import Sheet, body_size
from extractors.charges import Row
from extractors.context import Option, beside, inline, options
from extractors.idbehind import behind, of_topic
from extractors.idcuts import apart, completed, without_code
from extractors.idlabels import rest_of_cell
from extractors.idnear import lead_of, line_before, unlabelled, with_name
from extractors.idwords import filled_in, key, refused
from extractors.lexicon import Lexicon, normal
from extractors.mentions import Mentions, Span
from extractors.sections import own_line

FIELDS = ("member_id", "group_number", "claim_numbers", "reference_numbers")


@dataclass(slots=True)
class IdReading:
    """One identifier over the whole letter: every place, and how much speaks for each field."""

    key: str
    text: str
    spans: list[Span] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    best_span: dict[str, Span] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    overruled: str | None = None  # the field that a label told, where the words around it told another

    @property
    def field(self) -> str | None:
        named = [
            f for f in FIELDS if self.scores.get(f, 0) >= 0.9
        ]  # what a label says outweighs another's number
        return max(named or self.scores, key=lambda f: self.scores[f]) if self.scores else None

    @property
    def surely_labelled(self) -> bool:
        """Whether a label stands before or left of it in so many words."""
        name = self.field or ""
        return self.score(name) > 0.8 and self.rules[name].endswith(("/before", "/left"))

    def add(self, option: Option, span: Span) -> None:
        self.votes[option.field] += 1
        if option.score > self.scores.get(option.field, 0):
            self.scores[option.field] = option.score
            self.rules[option.field] = f"{option.rule}/{option.slot}"
            self.best_span[option.field] = span

    def move(self, name: str, other: str) -> None:
        """Read the number as `other` with all that spoke for `name`."""
        self.scores[other] = self.scores.pop(name)
        self.rules[other] = self.rules.pop(name)
        self.best_span[other] = self.best_span.pop(name)
        self.votes[other] += self.votes.pop(name, 0)

    def score(self, name: str) -> float:
        return self.scores.get(name, 0.0)


def read(sheet: Sheet, lexicon: Lexicon, found: Mentions, rows: Sequence[Row] = ()) -> dict[str, IdReading]:
    """Every identifier of the letter by its key; `rows` of claim tables say which column a number stands in."""
    row_of = {id(w): i for i, r in enumerate(rows) for s in (*r.segments, *r.more) for w in s.words}
    column = {id(w): name for r in rows for name, cells in r.cells.items() for s in cells for w in s.words}
    readings: dict[str, IdReading] = {}
    body = body_size(sheet)
    previous: Span | None = None
    inherited: Option | None = None
    told = 0  # where what was said of the number before ends
    numbers = [
        completed(sheet, part)
        for whole in (*found.ids, *_dated(sheet, lexicon, found))
        for cut in ([whole] if _wrapped_member(sheet, lexicon, whole) else apart(sheet, whole, row_of))
        for part in without_code(sheet, cut, column)
    ]
    for span in sorted(numbers, key=lambda s: s.start):
        if sheet.top(span.start) < 0.07 and _HEADER.search(sheet.segment_at(span.start).text):
            continue
        if _FORM.match(sheet.text[span.end : span.end + 16]):
            continue  # a form's number with its revision
        if filled_in(span.text):
            continue
        if _EXAMPLE.search(sheet.text[max(0, span.start - 170) : span.start]):
            continue
        since = max(previous.end, told) if previous and previous.end > span.start - 200 else 0
        gloss = behind(sheet, lexicon, span)
        if gloss is None and _MBI.fullmatch(key(span.text)):  # Medicare's own make, and nobody else's
            gloss = Option("member_id", 0.9, "behind", "id.program.mbi"), span.end
        told = gloss[1] if gloss else 0
        seen = options(sheet, lexicon, "id", span.start, since)
        if over := line_before(sheet, lexicon, span.start):
            seen = [over]
        if any(o.field == "other_claim" for o in seen) and (line := own_line(sheet, span.start)):
            hit = lexicon.ending("id", line)  # "Approved" over "Claim 25E3381147" is a heading
            seen = [Option(hit.field, hit.strength, "before", hit.id, line)] if hit else seen
        place = _in_column(column.get(id(sheet.words[sheet.word_span(span.start, span.end)[0]])))
        # a line over the charges of a claim names it, whatever column it stands in
        named = any(o.slot == "before" and o.rule == "id.claim" for o in seen)
        seen = place if place and place[0].rule == "id.column.provider" and not named else seen + place
        best = max(seen, key=lambda o: o.score, default=None)
        narrower = best is not None and (best.field, gloss and gloss[0].field) == (
            "reference_numbers",
            "claim_numbers",
        )
        whole = gloss is not None and gloss[0].rule == "id.program.mbi"
        weak = (
            best is None or best.score < 0.85 or narrower or of_topic(sheet, span)
        )  # "Transaction no. 1 (pharmacy claim)"
        claimed = best is not None and best.field in (
            "other_claim",
            "claim_numbers",
        )  # "Medicare claim number"
        labelled = best is not None and best.field == "member_id"
        if gloss and (weak or (whole and claimed)) and not (whole and labelled):
            seen = [gloss[0]]
        if not seen or max(o.score for o in seen) < 0.5:
            seen += with_name(sheet, lexicon, span)
        if not seen:
            seen = unlabelled(sheet, lexicon, span, previous, inherited, since)
        lead = lead_of(sheet, span)
        if lead is not None:
            seen = [*seen, *beside(sheet, lexicon, "id", lead)]
            span = Span(span.start, span.end, f"{lead.text} {span.text}")
        best = max(seen, key=lambda o: o.score) if seen else None
        entry = readings.setdefault(key(span.text), IdReading(key(span.text), span.text))
        entry.spans.append(span)
        small = sheet.top(span.start) > 0.66 and sheet.segment_at(span.start).size < 0.87 * body
        around = sheet.block_at(span.start).text
        for option in seen:
            labelled = option.slot in ("before", "left", "list") and not option.rule.startswith(
                ("id.control", "id.prose")
            )
            if small and (len(around) > 80 or not labelled):
                sheet_number = option.rule.startswith("id.control")  # of the print-out, seldom of the claim
                less = 0.4 if sheet_number else 0.85 if labelled else 0.6
                option = replace(option, score=option.score * less)
            if not refused(option, span.text, rest_of_cell(sheet, span.end)):
                entry.add(_part(sheet, lexicon, span, option), span)
            elif option.rule == "id.somebodys_id" and re.search(r"\bplan\b", option.label, re.I):
                entry.add(replace(option, field="group_number", score=0.6), span)  # of an employer's plan
        previous, inherited = span, None if gloss else best
    _by_shape(readings)
    _bare(readings)
    return readings


def _bare(readings: dict[str, IdReading]) -> None:
    """The number of a document ("EOB number", "Control no.") is the claim's only where no other number is."""
    claims = [r for r in readings.values() if r.field == "claim_numbers"]
    bare = [r for r in claims if r.rules["claim_numbers"].startswith(("id.control_bare/", "id.control_own/"))]
    if any(
        r.surely_labelled or r.rules["claim_numbers"].endswith("/column") for r in claims if r not in bare
    ):
        for reading in bare:
            reading.move("claim_numbers", "other")


def _wrapped_member(sheet: Sheet, lexicon: Lexicon, span: Span) -> bool:
    """Whether a number in two lines under one label of a person's is one: its cell was too narrow for it."""
    segment = sheet.segment_at(span.start)
    if "\n" in span.text or len(key(segment.text)) > 8 or not sheet.starts_segment(span.start):
        return False
    over = next(iter(sheet.above(segment, 1)), None)
    hit = lexicon.cell("id", over.text) if over else None
    return hit is not None and hit.field == "member_id"


def _part(sheet: Sheet, lexicon: Lexicon, span: Span, option: Option) -> Option:
    """ "BIN/PCN/GRP: 004336 / ADV / RX7710": of several values, the one that stands where its label does."""
    labels = normal(option.label).split(" / ")
    segment = sheet.segment_at(span.start)
    start, end = sheet.offset_of(segment), sheet.offset_of(segment) + len(segment.text)
    before, after = sheet.text[start : span.start], sheet.text[span.end : end]
    told = option.slot in ("before", "list") and ":" not in before  # the label stands in the same line
    at = before.rpartition(":")[2].count(" / ") - told * (len(labels) - 1)
    if (
        len(labels) == 2 and at in (0, 1) and at + after.count(" / ") == 1
    ):  # "Claim / Appeal: 26-0044-118 / AP-118-26"
        hits = [lexicon.cell("id", label) for label in labels]
        if all(hits) and (hit := hits[at]) and len({h.field for h in hits if h}) == 2:
            return replace(option, field=hit.field, rule=hit.id)
    if option.field != "group_number" or len(labels) < 2 or " / " not in segment.text.rpartition(":")[2]:
        return option
    wanted = next(
        (i for i, label in enumerate(labels) if "group" in label or "grp" in label or label == "control"), 0
    )
    if any(label.endswith("name") for label in labels) and labels[-1].endswith("number"):
        wanted = len(labels) - 1  # "Group name / number"
    return option if before.count(" / ") == wanted else Option("other", 0.9, option.slot, option.rule)


def _in_column(name: str | None) -> list[Option]:
    if name == "claim":
        return [Option("claim_numbers", 0.97, "column", "id.column.claim")]
    if name == "member_id":
        return [Option("member_id", 0.97, "column", "id.column.member")]
    if name in ("code", "note", "line"):
        return [Option("other", 0.7, "column", f"id.column.{name}")]
    if name == "provider":
        return [Option("other", 1.06, "column", "id.column.provider")]  # its account for the patient
    return []


def _dated(sheet: Sheet, lexicon: Lexicon, found: Mentions) -> list[Span]:
    """Numbers that are made like a date but are labelled as an identifier ("docket 26-03-11")."""
    spans = []
    for day in found.dates:
        text = sheet.text[day.start : day.end]
        if re.fullmatch(r"\d{2}-\d{2}-\d{2,4}", text):
            hit = lexicon.ending("id", inline(sheet, day.start))
            if hit and hit.field in FIELDS and not lexicon.ending("date", inline(sheet, day.start)):
                spans.append(Span(day.start, day.end, text))
    return spans


_MBI = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d"
)
_FORM = re.compile(
    r"\s*(?:\(\s*)?(?:R|[Rr]ev\.?|REV\.?)\s*\d{1,2}[/-]?\d{2,4}|\s*\(\s*\d{1,2}[/-]\d{2,4}\s*\)|\s+\d{1,2}/\d{4}\b|\s+Rev\b"
)
_EXAMPLE = re.compile(r"\b(?:example|for instance|sample|ejemplo)\b[^\n“\"]{0,30}[“\"][^”\"]*$", re.I)
_HEADER = re.compile(r"\bfrom:|\bto:|\bfax\b|\bpage\b", re.I)


def _by_shape(readings: dict[str, IdReading]) -> None:
    """A number without a label that is made like a claim number of the letter is one too."""
    shapes = {
        _shape(r.text)
        for r in readings.values()
        if r.field == "claim_numbers" and r.score("claim_numbers") > 0.5
    }
    for reading in readings.values():
        if (
            max(reading.scores.values(), default=0.0) < 0.5
            and _shape(reading.text) in shapes
            and len(reading.key) >= 5
            and not reading.text.isdigit()
        ):
            reading.add(Option("claim_numbers", 0.6, "shape", "id.shape"), reading.spans[0])


def _shape(text: str) -> str:
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", text))
