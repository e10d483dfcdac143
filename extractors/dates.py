"""Dates and what each is the date of: the letter, the service, the first denial, the decision on appeal."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.base import Segment, Sheet
from extractors.context import DAY_NAME, Option, inline, options
from extractors.dayplaces import goes_on, in_a_grid, in_charges, set_as_a_title, under_a_title, unknown_label
from extractors.lexicon import Lexicon, pattern
from extractors.mentions import Mentions
from extractors.printed_days import DateSpan, compact_dates


@dataclass(slots=True)
class DateReading:
    """One printed date or range, and how much speaks for each role."""

    span: DateSpan
    roles: dict[str, float] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)

    @property
    def role(self) -> str | None:
        return max(self.roles, key=lambda r: self.roles[r]) if self.roles else None

    def add(self, role: str, score: float, rule: str) -> None:
        if score > self.roles.get(role, 0):
            self.roles[role] = score
            self.rules[role] = rule


A_DATE = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b",
    re.I,
)
PLANNED = re.compile(  # the date stands at the end
    r"\b(?:to (?:do|have|perform|undergo|get|receive|be (?:done|given|performed|had))|scheduled|planned|proposed?s?|set for|booked|"
    r"will (?:have|undergo|be done))\b[^.;]{0,90}\b(?:on|for|about|before)(?: or about)?(?: the)? $",
    re.I,
)
_FAX = re.compile(r"\b\d{1,2}:\d{2}\b|\bfax\b|\bpage?s?\b|\bp\.\s?\d|\bfrom:|\bto:", re.I)
_STAMPED = 0.06  # of a page from the top, where fax machines print
ANOTHERS = pattern("date.anothers")  # a label that names a paper of somebody else
PLACE = re.compile(r"[A-Z][\w. ]{2,20}(?:, [A-Z][\w. ]{1,14})?,\s*(?:the\s+)?\W*")
WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|\b(?:de|el|the|this|day of|on)\b", re.I
)
_CLOSING = re.compile(
    r"\n(?:Sincerely|Respectfully|Cordially|Regards|(?:Very )?[Tt]ruly yours|Yours|(?:With |Warm |Kind |Best )?(?:kind |warm )?regards)\b"
)
_SIGNED = re.compile(r"\b(?:signature|signed|firma)\b[^.]{0,90}\b(?:date|fecha)\b\W*$", re.I)


def read(
    sheet: Sheet, lexicon: Lexicon, found: Mentions, in_rows: frozenset[int] = frozenset()
) -> list[DateReading]:
    """Every date of the letter with its roles; `in_rows` are the ids of first words of cells in claim tables."""
    spans = list(found.dates)
    taken = [(s.start, s.end) for s in spans]
    for extra in compact_dates(sheet.text):
        if not any(a <= extra.start < b for a, b in taken) and any(
            o.score > 0.8 for o in options(sheet, lexicon, "date", extra.start)
        ):
            spans.append(extra)
    spans.sort(key=lambda s: s.start)
    readings = []
    closing = _CLOSING.search(sheet.text)
    closed = closing.start() if closing else len(sheet.text)
    since = 0
    for span in spans:
        reading = DateReading(span)
        labels = options(sheet, lexicon, "date", span.start, since if span.start - since < 200 else 0)
        recapped = any(o.field == "initial_denial_date" and o.slot in ("left", "above") for o in labels)
        for option in labels:
            if recapped and option.field == "letter_date" and option.slot == "before":
                continue  # "Notice appealed   Letter of May 2, 2026"
            if option.slot == "above" and set_as_a_title(sheet, option.label, span.start):
                continue
            if option.field == "letter_date" and ANOTHERS.search(option.label):
                continue
            if option.slot == "before" and not _leads(sheet, lexicon, span.start, span.end):
                if option.field in ("letter_date", "service_dates"):
                    continue  # "the letter dated ..." in a sentence speaks of another letter
                option = replace(option, score=option.score * 0.68)  # words of a sentence, not a label
            if option.field == "initial_denial_date" and under_a_title(sheet, lexicon, span.start):
                option = replace(option, score=option.score * 0.8)
                reading.add("letter_date", 0.9, "date.under_title")
            if option.field == "letter_date" and span.start > closed:
                option = replace(
                    option, score=option.score * 0.85
                )  # when it was posted, or its form was made
            reading.add(option.field, option.score, f"{option.rule}/{option.slot}")
        if id(sheet.segment_at(span.start).words[0]) in in_rows:
            if reading.roles.get("letter_date", 0) < 0.9:  # else a row of the statement's own figures
                reading.roles.pop("letter_date", None)
            if not reading.roles:
                reading.add("service_dates", 0.95, "date.table_row")
            readings.append(reading)
            since = span.end
            continue
        if max(reading.roles.values(), default=0.0) < 0.75:
            for guess in _sentence(sheet, lexicon, span):
                reading.add(guess.field, guess.score, guess.rule)
        _alone(sheet, span, reading)
        readings.append(reading)
        since = span.end
    return readings


def _sentence(sheet: Sheet, lexicon: Lexicon, span: DateSpan) -> list[Option]:
    """What the words around a date in running text say of it; nearer words weigh more."""
    found = []
    before = unknown_label(sheet, sheet.segment_at(span.start)) if sheet.starts_segment(span.start) else ""
    before = before or sheet.clause(span.start, 140)
    before = re.sub(r"\b(?:on|of|the|in|dated|about)\s*$", "", before.rstrip()) + " "
    after = sheet.clause_after(span.end, 40)
    for cue in lexicon.group("date_before"):
        if match := cue.pattern.search(before):
            role = cue.field.partition(".")[2]
            found.append(
                Option(role, cue.strength * (0.68 - 0.025 * len(match[0].split())), "sentence", cue.id)
            )
    for cue in lexicon.group("date_after"):
        if cue.pattern.search(after):
            found.append(Option(cue.field.partition(".")[2], 0.7, "sentence", cue.id))
    return found


def _leads(sheet: Sheet, lexicon: Lexicon, start: int, end: int) -> bool:
    """Whether the label before `start` opens its cell, or its part of a line ("Plan: X | Date: ...")."""
    segment = sheet.segment_at(start)
    first = sheet.offset_of(segment)
    before = DAY_NAME.sub("", sheet.text[first:start] if first < start else inline(sheet, start))
    part = re.split(r"[|·•—–/;]|\.\s", before)[-1]
    words = part.split()
    if re.search(r"\s[|·•]\s*$", before[: len(before) - len(part)]) and lexicon.cell(
        "date", part.strip(" :")
    ):
        return True  # one of the facts of a line: "Group 4471 · Sent 06/24/2025 · ..."
    if _GOES_ON.match(sheet.text[end : end + 24]):
        return False
    lines = sheet.block_of(segment).segments
    at = lines.index(segment)
    if at and _UNFINISHED.search(lines[at - 1].text):
        return False  # "It was denied on the / Explanation of Benefits dated ..."
    for n in range(
        2, min(6, len(words))
    ):  # "Policy WI2526 EOB date": the value of another label ends before it
        if re.search(r"\d", words[-n - 1]) and lexicon.cell("date", " ".join(words[-n:])):
            return True
    if lexicon.cell("date", part) is not None and not part.rstrip().endswith(":"):
        # else a line of running prose
        return not (at and len(lines[at - 1].text) > 50) or bool(
            re.match(r"[A-Z].*\bdate:?\s*$", part.strip(), re.I)
        )
    return lexicon.cell("date", part) is not None or (part.rstrip().endswith(":") and len(part.split()) <= 6)


# the head of one of a thread
_MESSAGE = re.compile(r"\b(?:From|De): [^\n]{2,80}\s(?:To|Para): [^\n:]{2,60}\s$")
_LED_TO = re.compile(
    r"\S[^\s:](?<!\bdate)(?<!\bnotice) (?:on|of|dated|from|to|by|through|until|since|between|before|after)\s$",
    re.I,
)
_UNFINISHED = re.compile(r"\b(?:on|in|by|of|with|the|our|your|an?|and|or|to|from|this|that|under|per)$", re.I)
_GOES_ON = re.compile(
    r",? (?:was|were|is|has|had|and|or|but|we|you|that|which|our|your|the|this|said|did|could|[a-z]+ed)\b"
)


def _to_the_right(sheet: Sheet, segment: Segment) -> Iterator[Segment]:
    """The segments level with one, to its right."""
    beside = sheet.right(segment)
    while beside is not None:
        yield beside
        beside = sheet.right(beside)


def _alone(sheet: Sheet, span: DateSpan, reading: DateReading) -> None:
    """A date that stands by itself is the letter's own date; one in a fax header is nobody's."""
    segment = sheet.segment_at(span.start)
    if not span.year_known:
        return
    rest = segment.text.replace(sheet.text[span.start : span.end], "")
    pieces = (sheet.left(segment), *_to_the_right(sheet, segment)) if sheet.top(span.start) < _STAMPED else ()
    if _SIGNED.search(sheet.text[max(0, span.start - 120) : span.start].replace("\n", " ")):
        reading.roles.clear()
        reading.add("other", 1.02, "date.signature")
        return
    if (
        _FAX.search(" ".join([rest, *(piece.text for piece in pieces if piece)]))
        and not re.search(r"\bprinted\b", rest, re.I)
        and (sheet.top(span.start) < _STAMPED or sheet.top(span.start) > 0.95)
    ):
        reading.roles.clear()
        if re.search(
            r"https?://|www\.|portal", rest, re.I
        ):  # a page of a portal has no other date of its own
            reading.add("letter_date", 0.4, "date.printed_page")
        else:
            reading.add("fax", 1.0, "date.fax_header")
        return
    here = segment.text.find(sheet.text[span.start : span.end])
    parts = re.split(r"\s[|·•—–/]\s", segment.text)
    own = (
        next((p for p in parts if sheet.text[span.start : span.end] in p), segment.text)
        if here >= 0
        else segment.text
    )
    own = own.replace(sheet.text[span.start : span.end], "")
    if re.search(r"\d{1,2}:\d{2}", sheet.text[span.end : span.end + 9]):
        own_label = reading.rules.get("letter_date", "").startswith(("date.bare/", "date.letter/"))
        low = segment.page != sheet.first_page or sheet.top(span.start) > 0.8
        reading.roles = {  # a machine's stamp, if it is not the head of a message
            role: score * ((0.7 if low else 1.0) if own_label and role == "letter_date" else 0.55)
            for role, score in reading.roles.items()
        }
    if re.match(r",?\s+\d{1,2}:\d{2}", sheet.text[span.end : span.end + 6]) and _MESSAGE.search(
        sheet.text[max(0, span.start - 220) : span.start]
    ):
        reading.add("letter_date", 0.55, "date.message")
    left = "" if PLACE.fullmatch(own) else re.sub(r"[\W_]", "", WEEKDAY.sub("", own))
    if (
        left
        or reading.roles.get("service_dates", 0) > 0.85
        or any(
            reading.roles.get(r, 0) > 0.85
            for r in ("received", "due", "birth", "initial_denial_date", "other")
        )
        or any(
            reading.roles.get(r, 0) > 0.5 and reading.rules[r].endswith("/before")
            for r in ("processed", "decision")
        )
    ):
        return
    if span.first != span.last or in_a_grid(sheet, segment) or in_charges(sheet, segment):
        return
    first = segment.page == sheet.first_page
    top = sheet.top(span.start)
    block = sheet.block_of(segment)
    if _LED_TO.search(sheet.text[max(block.start, span.start - 40) : span.start]):
        return  # the sentence of the line above goes on
    over = next(iter(sheet.above(segment, 1)), None)
    if (
        over
        and segment.box[1] - over.box[3] < 0.6 * segment.size
        and abs(over.box[0] - segment.box[0]) < 4
        and len(over.text.split()) <= 4
        and not any(c.isdigit() for c in over.text)
        and over is not block.segments[0]
    ):
        top = max(top, 0.46)  # a cell under a label that we do not know
    if len(parts) > 1:
        top = max(top, 0.46) if top > 0.3 else top
    score = 0.9 if first and top < 0.45 else 0.62 if first else 0.5
    if unknown_label(sheet, segment):
        score = min(score, 0.42)
    if len(block.segments) > 3 and len(block.text) > 160:
        score = 0.3  # a line of a paragraph that happens to hold only a date
    if goes_on(sheet, segment, not re.search(r"\w", own)):
        score = 0.3
    reading.add("letter_date", score, "date.alone")


_PAST = 90  # days from which a day that lies ahead is one of the next year: "by January 5" in a letter of December


def settle_years(sheet: Sheet, readings: list[DateReading], letter: dt.date | None) -> None:
    """Give dates printed without a year the latest year that does not put them after the letter; what is planned or
    due lies ahead."""
    if letter is None:
        return
    for reading in readings:
        span = reading.span
        if span.year_known:
            continue
        year = letter.year
        try:
            ahead = reading.role == "due" or bool(PLANNED.search(sheet.clause(span.start, 140)))
            first = span.first.replace(year=year)
            if not ahead and first > letter:
                year -= 1
            if ahead and (letter - first).days > _PAST:
                year += 1
            reading.span = replace(
                span, first=span.first.replace(year=year), last=span.last.replace(year=year)
            )
        except ValueError:
            continue
