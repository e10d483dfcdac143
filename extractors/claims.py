"""Which claims were denied, on which rows of the tables, for how much, on which days."""

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.base import Sheet
from extractors.charges import Row
from extractors.ids import IdReading
from extractors.legend import explanation
from extractors.lexicon import pattern
from extractors.mentions import Mentions, Span
from extractors.outcomes import outcome, repeated, replaced, verdict
from extractors.printed_days import DateSpan
from extractors.sections import section_of, sections


@dataclass(slots=True)
class Charge:
    """A row of a claim table with what belongs to it."""

    row: Row
    claim: str | None = None  # key of the identifier
    dates: list[DateSpan] = field(default_factory=list)
    start: int = 0
    end: int = 0
    inside: bool = False  # whether the row itself prints the claim's number


@dataclass(slots=True)
class Claims:
    """The claims of a letter. `denied` are keys in order of the letter; `settled` those allowed or paid."""

    charges: list[Charge] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    void: list[str] = field(default_factory=list)  # taken back, and decided anew under another number
    unsettled: bool = False  # no row and no sentence says which of them were denied

    @property
    def denied_charges(self) -> list[Charge]:
        return [c for c in self.charges if c.row.denied is not None and not c.row.total]


_Place = tuple[
    int, float, str, frozenset[int], bool
]  # page, height, claim, its words, whether in a line of its own


def charges(sheet: Sheet, rows: list[Row], ids: dict[str, IdReading], found: Mentions) -> list[Charge]:
    """Join rows to the claim number in the row, else the nearest one over it, and to its dates."""
    places: list[_Place] = []
    for reading in ids.values():
        if reading.field != "claim_numbers":
            continue
        for span in reading.spans:
            first = sheet.segment_at(span.start)
            places.append(
                (
                    first.page,
                    (first.box[1] + first.box[3]) / 2,
                    reading.key,
                    frozenset(_cells(sheet, span)),
                    len(first.text) < 60,
                )
            )
    own = [p for p in places if p[4]]
    under = _claims_under(rows, own)
    joined = []
    explain(sheet, rows)
    for row in rows:
        cells = {id(s.words[0]) for s in (*row.segments, *row.more)}
        words = {id(w) for s in (*row.segments, *row.more) for w in s.words}
        charge = Charge(row)
        starts = [sheet.offset_by_word(w) for s in row.segments for w in s.words]
        charge.start, charge.end = min(starts), max(starts)
        own_words = {id(w) for s in (*row.segments, *row.cells.get("claim", [])) for w in s.words}
        inside = [key for _, _, key, mine, _ in places if mine & own_words]
        if inside:
            charge.claim, charge.inside = inside[0], True
        elif not row.total and row.table in under:
            below = [(p, y, key) for p, y, key, *_ in own if (p, y) >= (row.page, row.top)]
            charge.claim = min(below)[2] if below else None
        elif not row.total:
            over = sorted((p, y, key) for p, y, key, *_ in places if (p, y) < (row.page, row.bottom))
            charge.claim = over[-1][2] if over else None
            beside = (
                {key for p, y, key in over if (p, over[-1][1] - y < 16) == (over[-1][0], True)}
                if over
                else set()
            )
            if len(beside) > 1 and not any(
                r.page == over[-1][0] and over[-1][1] < r.top < row.top for r in rows
            ):
                charge.claim = None  # several claims head the table
        charge.dates = [
            d
            for d in found.dates
            if cells & {id(sheet.segment_at(d.start).words[0])} or _word_in(sheet, d.start, words)
        ]
        joined.append(charge)
    for earlier, later in itertools.pairwise(joined):
        if (
            earlier.row.total
            and earlier.row.table == later.row.table
            and not later.dates
            and not later.row.text("code")
        ):
            later.row.total = True  # what is summed up under the totals
        if not later.dates and not later.row.total and later.claim == earlier.claim:
            later.dates = list(earlier.dates)
    return joined


def _claims_under(rows: list[Row], places: list[_Place]) -> set[int]:
    """Tables in which the claim's number stands under its row: none over the first one, one after each."""
    tables: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if not row.total:
            tables[row.table].append(row)
    found = set()
    for table, own in tables.items():
        ends = [*((r.page, r.top) for r in own[1:]), (own[-1].page, own[-1].bottom + 60)]
        between = [
            any((r.page, r.bottom) <= (p, y) < end for p, y, *_ in places)
            for r, end in zip(own, ends, strict=True)
        ]
        if all(between) and not any(
            own[0].page == p and own[0].top - 60 < y < own[0].bottom for p, y, *_ in places
        ):
            found.add(table)
    return found


_NOTE = re.compile(r"[A-Z0-9]{1,4}(?:-[A-Z0-9]{1,3})?(?![\w-])")


def explain(sheet: Sheet, rows: list[Row]) -> None:
    """Keep with each row how the letter explains the codes in its note column."""
    notes = (c for row in rows for c in _NOTE.findall(row.text("note")))
    keys = frozenset(c for c in notes if not c.isdigit() and any(x.isdigit() for x in c))
    for row in rows:
        row.why = _why(sheet, row, keys)


def _why(sheet: Sheet, row: Row, keys: frozenset[str]) -> str:
    """How the letter explains the codes in the note column of a row; `keys` are those of all rows."""
    said = []
    for code in _NOTE.findall(row.text("note"))[:4]:
        if code not in ("CO", "PR", "OA", "PI") and (span := explanation(sheet, code, keys)):
            text = sheet.text[slice(*span)].removeprefix(code)
            end = text.find("\n", 25)
            said.append(text[: end if end > 0 else len(text)])
    return " ".join(said)


def _cells(sheet: Sheet, span: Span) -> list[int]:
    return [id(sheet.words[i]) for i in sheet.word_span(span.start, span.end)]


def _word_in(sheet: Sheet, position: int, words: set[int]) -> bool:
    return any(id(sheet.words[i]) in words for i in sheet.word_span(position, position + 1))


_SAID_DENIED = re.compile(r"\b(?:denied|not covered|not payable|rejected|refused)\b", re.I)


def denied_rows(claims: Claims) -> list[Charge]:
    """The denied rows: by their amounts, by the word for it, or all of a table that shows no decision."""
    open_ones = [c for c in claims.charges if not c.row.total and not c.row.settled and not c.row.taken_back]
    said = [c for c in open_ones if _SAID_DENIED.search(c.row.said)]
    return (
        claims.denied_charges or said or (open_ones if not any(c.row.settled for c in claims.charges) else [])
    )


def settle(sheet: Sheet, ids: dict[str, IdReading], joined: list[Charge]) -> Claims:
    """The claims that the letter denies: those with a denied row, else those that nothing says were paid."""
    result = Claims(joined)
    by_claim: dict[str, list[Charge]] = defaultdict(list)
    for charge in joined:
        if charge.claim and not charge.row.total:
            by_claim[charge.claim].append(charge)
    readings = sorted(
        (r for r in ids.values() if r.field == "claim_numbers" and r.score("claim_numbers") > 0.45),
        key=lambda r: r.spans[0].start,
    )
    claimed = any(r.rules["claim_numbers"].startswith(_CLAIM) for r in readings)
    papers = {r.key for r in readings if claimed and r.rules["claim_numbers"].startswith(_PAPER)}
    readings = [r for r in readings if r.key in by_claim or r.key not in papers]
    any_denied = any(c.row.denied is not None for cs in by_claim.values() for c in cs)
    listed = {c.claim for c in joined if c.inside and not c.row.total}
    decided = [c for c in joined if c.row.denied is not None and not c.row.total]
    parts = sections(sheet)
    table_tells = bool(decided) and all(c.inside for c in decided)  # every denied row names its claim itself
    for reading in readings:
        rows = by_claim.get(reading.key, [])
        others = [s for r in readings if r is not reading for s in r.spans]
        said = outcome(sheet, reading.spans, others)
        if (part := section_of(sheet, parts, reading.spans[0])) and not repeated(sheet, reading.spans):
            said = part
        if replaced(sheet, reading.spans, others):
            result.void.append(reading.key)
        elif any(c.row.denied is not None for c in rows):
            result.denied.append(reading.key)
        elif len(readings) > 1 and rows and all(c.row.taken_back for c in rows):
            result.void.append(reading.key)
        elif any(c.row.settled for c in rows) or (rows and any_denied) or said in ("settled", "open"):
            result.settled.append(reading.key)
        elif table_tells and reading.key not in listed and said != "denied":
            result.settled.append(reading.key)  # named under the table, by the way
        else:
            result.denied.append(reading.key)
    if len(result.denied) > 1 and not any_denied:
        _by_status(sheet, ids, result, by_claim)
    if not result.denied:  # nothing says which: all in the tables, as in a statement of what was paid
        result.denied = [k for k in result.settled if k in by_claim]
        result.settled = [k for k in result.settled if k not in result.denied]
        result.unsettled = True
    if not result.denied and (only := _original(sheet, ids)):
        result.denied, result.settled = [only], []
    return result


def _original(sheet: Sheet, ids: dict[str, IdReading]) -> str | None:
    """The one claim of a letter that calls it the original one, as a decision on an appeal does of what was appealed."""
    found = [r for r in ids.values() if r.field in ("claim_numbers", "other_claim")]
    if len(found) != 1:
        return None
    before = (sheet.text[max(0, s.start - _LABEL) : s.start] for s in found[0].spans)
    if not any(_ORIGINAL.search(text) for text in before):
        return None
    if found[0].field != "claim_numbers":
        found[0].move("other_claim", "claim_numbers")
    return found[0].key


_ORIGINAL = pattern("claim.original")
_CLAIM = "id.claim/"  # where a label says "claim" ...
_PAPER = "id.control_number"  # ... a document's number is the paper's
_LABEL = 30  # characters
_BRACKET = re.compile(r"\([^()$\n]{3,30}\)")
_TOTALS = re.compile(r"\n(?:sub-?|grand )?total\b", re.I)  # what is said of all together tells none apart


def _by_status(
    sheet: Sheet, ids: dict[str, IdReading], result: Claims, by_claim: dict[str, list[Charge]]
) -> None:
    """Of claims without rows, each with its lines under it, those whose lines say that nothing was denied are settled."""
    starts = sorted((ids[k].spans[0].start, k) for k in result.denied if k not in by_claim)
    if not starts:
        return
    ends = [*(start for start, _ in starts[1:]), starts[-1][0] + 400]
    parts = [_TOTALS.split(sheet.text[a:b])[0] for (a, _), b in zip(starts, ends, strict=True)]
    said = {k: verdict(part) for (_, k), part in zip(starts, parts, strict=True)}
    for (here, k), (there, other) in reversed(list(itertools.pairwise(starts))):
        between = _BRACKET.sub("", sheet.text[here + len(ids[k].text) : there])  # "(surgeon)"
        if not re.search(r"[^\W\d_]{4}|\d\d/\d\d|\$|\n", between):
            said[k] = said[other]  # one list: what follows it is said of all
    if "denied" in said.values():
        result.settled += [k for k in result.denied if said.get(k, "denied") != "denied"]
        result.denied = [k for k in result.denied if k not in result.settled]


def total_denied(claims: Claims) -> Decimal | None:
    """The sum of the denied rows, None where no row is denied; a row without a day that sums up the others is none."""
    rows = [(c, c.row.denied) for c in claims.denied_charges if c.row.denied is not None]
    rows = [r for i, r in enumerate(rows) if not (i and _goes_on(rows[i - 1], r))]
    if rows:
        total = sum((amount for _, amount in rows), Decimal(0))
        sums = [a for c, a in rows if 2 * a == total and not c.dates and _sums_up(c, [c for c, _ in rows])]
        return sums[0] if sums else total
    totals = [c.row.denied for c in claims.charges if c.row.total and c.row.denied]
    return totals[0] if totals else None


def _sums_up(charge: Charge, rows: list[Charge]) -> bool:
    """Whether a row may sum up the others: of two alike one that stands in a table of its own, or has no words."""
    cells = (s.text for name, cells in charge.row.cells.items() if name != "note" for s in cells)
    alone = sum(c.row.table == charge.row.table for c in rows) == 1
    return len(rows) > 2 or (
        len(rows) == 2 and (alone or not any(c.isalpha() for text in cells for c in text))
    )


def _goes_on(one: tuple[Charge, Decimal], other: tuple[Charge, Decimal]) -> bool:
    """Whether a row only says more of the charge before it: as much, without a bill, a day or a service of its own."""
    (before, amount), (row, its) = one, other
    bare = "billed" in before.row.amounts and "billed" not in row.row.amounts
    named = any(row.row.text(name) for name in ("date", "service", "code", "claim"))
    return bare and not named and amount == its
