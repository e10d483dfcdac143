"""Every wording of a letter that may name the service in question, with where it was found."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.base import Segment, Sheet
from extractors.charges import Row
from extractors.claims import Claims, denied_rows
from extractors.codes import Code
from extractors.frames import ended, frames, stretched, subject, trimmed
from extractors.lexicon import Lexicon, pattern, patterns
from extractors.pairs import Pair
from extractors.people import FACILITY
from extractors.phrases import before_code, heads, phrases
from extractors.servicenames import SMALL, content, named, possible

_CUT = re.compile(
    r"\.\s|\s\((?:effective|notified|received|clinical)|, which\b|"
    + patterns().source("candidate.next")
    + r"|; |\s[-–—]\s?\d{5}|, (?=\d{1,2}[-/ ])|\s\[|, (?:dates?|on) "
)
_WEAK = pattern("candidate.weak")
_SAYS_SO = pattern("candidate.says_so")
_LABEL = 30  # characters; a line with more to its left stands beside other text, not beside a label
_AMOUNT = re.compile(r"\$|\d\.\d\d\b")
_CODE = re.compile(
    r"(?:^|\s)\(?(?:CPT|HCPCS|CDT|Rev(?:enue)?|code|proc(?:edure)?)?[ .:#]*[A-Z]?\d{4,5}[A-Z]?(?:-[A-Z\d]{2})?\)?(?=[\s,;:–—-]|$)",
    re.I,
)


Found = tuple[int, int, str, str]  # start, end, the wording where it is not the text itself, source


@dataclass(slots=True)
class Named:
    """One wording with all places it was found in."""

    text: str
    start: int
    end: int
    sources: set[str] = field(default_factory=set)
    words: frozenset[str] = frozenset()


def wordings(
    sheet: Sheet,
    words: Lexicon,
    labelled: Sequence[Pair],
    claims: Claims,
    codes: Sequence[Code],
    seen: Iterable[tuple[int, int]] = (),
) -> list[Named]:
    """Every wording that may name the service, once; `seen` are those that the trained reader sees."""
    known: dict[str, Named] = {}
    cells = (c.row.text("provider") for c in denied_rows(claims))
    houses = content(" ".join(cell for cell in cells if not re.search(r"\d{4}", cell)))
    rows = {id(w): i for i, c in enumerate(claims.charges) for s in _service(c.row) for w in s.words}
    for start, end, wording, source in _within_cells(
        sheet,
        itertools.chain(
            candidates(sheet, words, labelled, claims, codes), ((a, b, "", "tag") for a, b in seen)
        ),
    ):
        over = {rows.get(id(sheet.words[i]), -1) for i in sheet.word_span(start, end)} - {-1}
        if len(over) > 1 and not source.endswith("row"):
            continue  # cells of several rows, read as one text
        text = named(wording or sheet.text[start:end], source.endswith("cell"))
        if not possible(text, source in _CELLS) or any(c in text for c in "☐☒□•|"):
            continue
        if houses and content(text) and content(text) <= houses:
            continue  # who billed the row
        key = " ".join(re.findall(r"\w+", text.lower()))
        known.setdefault(key, Named(text, start, end, set(), content(text))).sources.add(source)
    return list(known.values())


def _service(row: Row) -> list[Segment]:
    return row.cells.get("service", [])


_CELLS = frozenset(
    (
        "asked_label",
        "label",
        "below",
        "under",
        "row",
        "next_row",
        "other_row",
        "before_code",
        "clause_code",
        "after_code",
    )
)


def _within_cells(sheet: Sheet, found: Iterator[Found]) -> Iterator[Found]:
    """Spans of the running text, cut where the value of another label begins."""
    for start, end, wording, source in found:
        cuts = [start]
        while not wording and (follows := _next_line(sheet, cuts[-1], end)) is not None:
            cuts.append(follows)
        for a, b in itertools.pairwise((*cuts, end)):
            yield a, b, wording, source


def _next_line(sheet: Sheet, start: int, end: int) -> int | None:
    """Where within a span the first line begins that has a label to its left."""
    position = start
    while True:
        segment = sheet.segment_at(position)
        position = sheet.offset_of(segment) + len(segment.text) + 1
        if position >= end:
            return None
        label = sheet.left(sheet.segment_at(position))
        if label is not None and len(label.text) <= _LABEL:
            return position


def candidates(
    sheet: Sheet, words: Lexicon, labelled: Sequence[Pair], claims: Claims, codes: Sequence[Code]
) -> Iterator[Found]:
    """Spans that may name the service; the same words may come from several places."""
    text = sheet.text
    for pair in labelled:
        if pair.field == "service":
            yield from _labelled(sheet, pair, bool(claims.denied_charges))
    yield from _rows(claims)
    framed = list(frames(sheet, words))
    starts = sorted(start for start, _, _ in framed)
    coded = [found for code in codes for found in _by_code(sheet, code, starts)]
    yield from coded
    spans = [(*trimmed(text, a, stretched(text, b)), s) for a, b, s in (*framed, *phrases(sheet, words))]
    for start, end, source in spans:
        yield start, end, "", source
        if second := _SECOND_NAME.match(text, end):
            yield start, stretched(text, second.end()), "", source
        if counted := _COUNTED.search(text, max(0, start - 60), start):
            yield counted.start(), end, "", source
        if whole := _WHOLE.match(text, start, end):
            yield start, whole.end(), "", source
    spans += [(*trimmed(text, a, stretched(text, b)), s) for a, b, w, s in coded if not w]
    yield from _two_in_one(text, spans)
    yield from _cells(sheet, words)


_SECOND_NAME = re.compile(  # "the amino-acid formula, Elecare Junior, that", "personal care aide, Level II (T1019)"
    r", (?!(?:Dr|Mr|Mrs|Ms|Inc|LLC|MD|DO|NPI|ID|CPT)\b)[A-Z][\w-]+(?: (?:[A-Z][\w-]*|\d{1,4})){0,3}(?=[.;,]? (?![A-Z])|[.;,]?\n|[.;,]$)"
)
_COUNTED = re.compile(  # "28 more days in the residential program", "a series of three injections"
    r"\b(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?: (?:more|additional|further|extra))? (?:days|visits|sessions|hours|units|weeks|months|nights)(?: (?:a|per|each|every) (?:day|week|month|year))?|(?:series|course|round|pair|set|cycle)s?) (?:of|in|at|for) (?:the |your |his |her )?$"
)
_WHOLE = re.compile(r"[^,\n]{6,80}(?=, (?:including|plus|with|along with|as well as|in the form of) )")
_AND = re.compile(
    r",? (?:and|with|plus|including)(?: (?:an?|the|your|his|her|its|up to))? (?:(?!not\b|for\b|other\b)[\w-]+ ){0,3}"
)


def _two_in_one(text: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[Found]:
    """Two names that "and" makes one: "an office visit and a custom orthotic"."""
    ordered = sorted({(a, b) for a, b, _ in spans if 3 < b - a < 70})
    starts = [a for a, _ in ordered]
    for a, b in ordered:
        for c, d in ordered[bisect_left(starts, b + 4) : bisect_left(starts, b + 40)]:
            if _AND.fullmatch(text, b, c) or _AND.fullmatch(text, b, c + 1):
                yield a, d, "", "joined"


def _labelled(sheet: Sheet, pair: Pair, table: bool) -> Iterator[Found]:
    weak = bool(_WEAK.fullmatch(pair.label.strip(":. ").lower()))
    value = re.split(r"\s[|•·]\s", pair.text)[0]
    value = _CUT.split(value)[0].strip(" .;,:")
    if pair.rule == "text.description" and " " not in value:
        return  # the head of another column
    if pair.slot == "bare":
        source = "bare"
    elif weak:
        source = "weak"
    elif pair.rule == "text.service" and _SAYS_SO.search(pair.label):
        source = "asked_label" if pair.slot != "below" or not table else "under"
    elif pair.slot == "below":
        source = "under" if table else "below"  # the head of a table: its denied row says more
    else:
        source = "label"
    if pair.rule == "text.description":
        source = "description"
    yield pair.start, pair.start + len(value), value, source
    line = sheet.segment_at(pair.start)
    first = sheet.text[pair.start : sheet.offset_of(line) + len(line.text)].strip(" .;,:")
    if len(first) < len(value):  # what follows may be the next paragraph
        yield pair.start, pair.start + len(first), first, source


def _rows(claims: Claims) -> Iterator[Found]:
    denied, first = {id(c.row) for c in denied_rows(claims)}, True
    for charge in claims.charges:
        if not charge.row.total and (cell := cell_name(charge.row)):
            source = "other_row" if id(charge.row) not in denied else "row" if first else "next_row"
            first = first and source != "row"
            yield charge.start, charge.end, cell, source


def _by_code(sheet: Sheet, code: Code, starts: Sequence[int]) -> Iterator[Found]:
    """What stands with a code: "72148 (MRI of the spine)", "MRI of the spine (72148)", the cell beside it.

    `starts` are places where a sentence comes to what it asks for or refuses.
    """
    text = sheet.text
    after = re.match(r"(?:-\w\w)?\s*[(–—:=-]\s*(?=[A-Za-z])|(?:-\w\w)?,? (?=[A-Za-z])", text[code.end :])
    if after:
        start = code.end + after.end()
        yield *trimmed(text, start, start + ended(text[start : start + 110])), "", "after_code"
    if span := before_code(text, code.start):
        yield *trimmed(text, *span), "", "before_code"
    segment = sheet.segment_at(code.start)
    mark = re.search(
        r"(?:,? ?[(\[]| ?[,;–—-] ?| )(?:[\w.#-]+ ?){0,3}$", text[max(0, code.start - 34) : code.start]
    )
    if mark:
        stop = max(0, code.start - 34) + mark.start()
        start = subject(text, stop)
        start = max([start, *(s for s in starts[: bisect_left(starts, stop - 3)][-3:] if s > start)])
        if (opened := text.rfind("(", start, stop)) >= 0 and ")" not in text[opened:stop]:
            start = opened + 1
        if number := list(re.finditer(r"\S*\d[\d-]{3,}\S*\s+|\s[–—]\s", text[start:stop])):
            start += number[-1].end()
        yield *trimmed(text, start, stop), "", "clause_code"
    for cell in (segment, sheet.left(segment), sheet.right(segment)):
        if (
            cell is not None
            and len(sheet.block_of(cell).segments) < 4
            and not _AMOUNT.search(cell.text)
            and not (cell is segment and len(cell.text) > 60 and len(sheet.block_of(cell).segments) > 1)
            and not (cell is segment and any(code.start - 90 < s < code.start for s in starts))
        ):
            yield from _cell(sheet, cell, "code_cell")


def _cell(sheet: Sheet, segment: Segment, source: str) -> Iterator[Found]:
    """A cell of a form or a table as a whole, without the code in it."""
    block = sheet.block_of(segment)
    start, value = sheet.offset_of(segment), segment.text
    if len(block.segments) in (2, 3) and len(block.text) < 130:
        start, value = block.start, block.text
    bare = " ".join(_CODE.sub(" ", value).split()).strip(" .;,:()–—-")
    yield start, start + len(value), _CUT.split(bare)[0], source


def _cells(sheet: Sheet, words: Lexicon) -> Iterator[Found]:
    """Short blocks that hold a word for a service: cells, subject lines, items of a list."""
    pattern = heads(words)
    for block in sheet.blocks:
        short = len(block.text) < 110 and len(block.segments) < 4
        if short and pattern.search(block.text) and not _AMOUNT.search(block.text):
            yield from _cell(sheet, block.segments[0], "cell")


def cell_name(row: Row) -> str:
    """The service of a row: its cell without codes and without the name of who gave it."""
    cell = row.text("service") or next(
        (t for n in ("code", "other") if re.search(r"[A-Za-z]{4}", t := row.text(n))), ""
    )
    cell = re.sub(r"(?<![\w-])(?:[A-Z]?\d{4,5}[A-Z]?(?:-[A-Z\d]{2})?|x ?\d+)(?![\w-])", " ", cell)
    cell = SMALL.sub(" ", cell)
    parts = [p for p in re.split(r"\s[–—-]\s|,\s(?=[a-z])", cell) if p.strip(" –—-()")]
    if len(parts) > 1 and FACILITY.search(parts[0]):
        parts = parts[1:] if re.search(r"[–—-]", cell) else parts[-1:]
        return " ".join(" ".join(parts).split()).strip(" –—-(),")
    return " ".join(cell.split()).strip(" –—-(),").replace("( )", "").strip()
