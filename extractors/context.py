"""What stands near a span: the label inline, in the cell to the left, or over the column."""

import re
from dataclasses import dataclass, replace

from extractors.base import Segment, Sheet
from extractors.idlabels import composed, on_file
from extractors.lexicon import LabelHit, Lexicon, pattern

_ABOVE_ROWS = 14
_TALL, _HEADS = 8, 4  # lines that a row of a table may be tall; headings that make one
_RULE = re.compile(r"[-=_*.~ ]{3,}")  # a line that a printer draws of signs
_TWO_LINES = 2.0  # of their own size
_FLUSH = 2.0  # points between the left edges of a cell and of its label
_VALUE = re.compile(r"\d{5}.*\(")  # a number with its gloss: no label of the next
DAY_NAME = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,?\s*$", re.I)
_ITEM = re.compile(
    r"^\s*(?:box\s+)?\d{1,2}[a-z]?(?:[.):]|(?= (?-i:[A-Z]{4})))\s+(?=\D)", re.I
)  # "3. GROUP", "3 GROUP" on a form

_SENTENCE = re.compile(
    r"(?<!\bno)(?<!\bnos)(?<!\bnum)(?<!\bid)(?<!\bd)(?<!\bref)(?<!\bcert)(?<!\bauth)(?<!\bident)\.\s*$", re.I
)


_PAPER_OF = re.compile(r"(?:[A-Z][\w-]*\.? ){1,2}(?:of|dated)")  # "NABD of 10/21/2025" in a cell
# a sentence or a bracket that ends before the number, no abbreviation
_CLOSED = re.compile(
    r"(?:\b(?!ident|cert|auth|acct|memb|subs|prec|reci|enrol)[a-z]{4,}[)”\"]*\.|.{30}\)\s*[.•·])\s+$", re.I
)

_NAMES_SOMEBODY = re.compile(r"(?:[A-Z][\w’'.-]*(?:, ?| |$)){2,5}")
_ASIDE = pattern("number.aside")


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a span: the field it would be, how much speaks for it, and from where."""

    field: str
    score: float
    slot: str
    rule: str
    label: str = ""


def options(sheet: Sheet, lexicon: Lexicon, family: str, start: int, since: int = 0) -> list[Option]:
    """The labels that may govern the span at `start`; text before `since` belongs to an earlier span."""
    found: list[Option] = []
    segment = sheet.segment_at(start)
    at_start = sheet.starts_segment(start)
    if captioned := sheet.caption(segment):
        return _captioned(lexicon, family, captioned[0]) if at_start else []
    before = inline(sheet, start, since)
    if family == "date":
        before = DAY_NAME.sub("", before)
        lead = DAY_NAME.sub("", sheet.text[sheet.offset_of(segment) : start]).strip()
        at_start = at_start or not lead or _PAPER_OF.fullmatch(lead) is not None
    if family == "id":
        before = _ASIDE.sub(" ", before)
    if before.strip(" :#.–—-•·|()") and (
        hit := (lexicon.cell(family, before) if family == "date" else None)
        or lexicon.ending(family, _tail(before))
        or (lexicon.ending(family, before.rstrip(" :")) if "#" in before[-4:] else None)
    ):
        if family == "id":
            hit = on_file(lexicon, before) or _named(lexicon, hit, before)
        found.append(
            Option(
                hit.field,
                hit.strength * (1.0 if _tight(before) else 0.96),
                "before",
                hit.id,
                before[-40:],
            )
        )
    if at_start:
        found += beside(sheet, lexicon, family, segment)
    elif not found and family == "id" and (second := _second_of_two(sheet, lexicon, segment, start)):
        found.append(second)
    return found


def _second_of_two(sheet: Sheet, lexicon: Lexicon, segment: Segment, start: int) -> Option | None:
    """The label of a number behind a name in a cell, under the head of both ("Member / RID")."""
    lead = sheet.text[sheet.offset_of(segment) : start].strip(" ,·–—-|/(")
    if not _NAMES_SOMEBODY.fullmatch(lead):
        return None
    for other in sheet.above(segment, _ABOVE_ROWS):
        first, stroke, second = other.text.partition(" / ")
        if stroke and len(other.text) < 40 and lexicon.cell("text", first):
            hit = lexicon.cell("id", second)
            return Option(hit.field, hit.strength * 0.93, "above", hit.id, other.text) if hit else None
    return None


def _captioned(lexicon: Lexicon, family: str, caption: Segment) -> list[Option]:
    """What the caption under a value says of it: no other label does."""
    hit = lexicon.cell(family, caption.text)
    if family == "id":
        hit = _named(lexicon, hit, caption.text) if hit else _unknown(lexicon, caption.text)
    return [Option(hit.field, hit.strength * 0.98, "left", hit.id, caption.text)] if hit else []


def _named(lexicon: Lexicon, hit: LabelHit, text: str) -> LabelHit:
    """A label of anybody's making ("Audit ID") is read by its head noun, where that is known."""
    if hit.id not in ("id.somebodys_id", "id.id"):
        return hit
    words = re.split(r"[|•·;,:(]", text.rstrip(" :#."))[-1].split()[-3:]
    return next((h for i in range(len(words)) if (h := composed(lexicon, " ".join(words[i:]) + ":"))), hit)


def inline(sheet: Sheet, start: int, since: int = 0) -> str:
    """Text before `start`: its segment, or the sentence where the segment is a line of running prose."""
    segment = sheet.segment_at(start)
    clause = sheet.clause(start)
    if since > start - len(clause):
        clause = sheet.text[since:start]
    if sheet.starts_segment(start) and not _prose(sheet, segment, start):
        return ""
    return "" if _CLOSED.search(clause) else clause


def beside(sheet: Sheet, lexicon: Lexicon, family: str, segment: Segment) -> list[Option]:
    """Labels in the cell to the left and over the column."""
    found: list[Option] = []
    left, middle = sheet.left(segment), _middle(sheet, segment)
    broken = segment.text.endswith(("-", "/"))  # a number of two lines, its label level with their middle
    if left is None or (broken and middle is not None and middle.box[2] > left.box[2]):
        left = middle
    if left is not None and not (family == "id" and _VALUE.search(left.text)):
        level = abs((left.box[1] + left.box[3]) - (segment.box[1] + segment.box[3])) < 0.5 * segment.height
        single = lexicon.cell(family, _ITEM.sub("", left.text))
        hit = (single if level else None) or _wrapped(sheet, lexicon, family, left) or single
        if hit is None and left.text.rstrip().endswith((":", "#", ".")):
            hit = lexicon.ending(family, left.text)
        if family == "id":
            hit = _named(lexicon, hit, left.text) if hit else _unknown(lexicon, left.text)
        if hit:
            near = max(0.0, 1 - max(0.0, segment.box[0] - left.box[2] - 150) / 600)
            found.append(
                Option(hit.field, hit.strength * (0.98 if near == 1 else 0.9), "left", hit.id, left.text)
            )
    if over := above(sheet, lexicon, family, segment):
        if found:  # labels stand beside their values here; what is over this one is the value of another
            over = replace(over, score=over.score * 0.8)
        found.append(over)
    return found


def above(sheet: Sheet, lexicon: Lexicon, family: str, segment: Segment) -> Option | None:
    """The label over the column of `segment`: the next segment up, or the head of a table."""
    lower = segment
    over = list(sheet.above(segment, _ABOVE_ROWS))
    for row, other in enumerate(over):
        if family == "id" and _RULE.fullmatch(other.text):
            return _over_a_rule(sheet, lexicon, segment, over[row + 1 :])
        away = lower.box[1] - other.box[3]
        lower = other
        if away > (3.2 if row else 2.6) * segment.size and (row or not _heads_a_table(sheet, other, away)):
            return None  # another part of the page
        if family == "id" and _VALUE.search(other.text):
            continue  # a value with its own label
        hit = lexicon.cell(family, _ITEM.sub("", other.text)) or _wrapped(sheet, lexicon, family, other)
        if family == "id":
            hit = _named(lexicon, hit, other.text) if hit else _unknown(lexicon, other.text)
        if hit and row and family == "id" and _has_value(sheet, other):
            return None  # the label of what stands beside it, and no head of this column
        if hit and not _SENTENCE.search(other.text):
            return Option(hit.field, hit.strength * (0.96 if row == 0 else 0.93), "above", hit.id, other.text)
        if len(other.text) > 45 or other.text.rstrip().endswith((".", ":")):
            return None
        if (family == "date" or row == 0) and re.fullmatch(r"(?=.*[A-Za-z]{3})[^\d(]+", other.text):
            return None  # a label that we do not know; what is over it is the label of another value
    return None


def _over_a_rule(sheet: Sheet, lexicon: Lexicon, segment: Segment, over: list[Segment]) -> Option | None:
    """Of a head of one line or two, each for rows of its own, over a drawn line: the label that begins where the cell does."""
    for head in over:
        if over[0].box[3] - head.box[3] > _TWO_LINES * head.size or not _a_head(sheet, head):
            return None
        hit = lexicon.cell("id", head.text)
        if hit and abs(head.box[0] - segment.box[0]) < _FLUSH:
            return Option(hit.field, hit.strength * 0.96, "above", hit.id, head.text)
    return None


def _a_head(sheet: Sheet, label: Segment) -> bool:
    """Whether a label stands in a line of labels."""
    level = [s for s in sheet.page_segments(label.page) if abs(s.box[1] - label.box[1]) < 2]
    return len(level) >= _HEADS and not any(c.isdigit() for s in level for c in s.text)


def _heads_a_table(sheet: Sheet, other: Segment, away: float) -> bool:
    """Whether one of a row of headings stands a few lines over a cell, which other rows of its table are taller than."""
    level = [s for s in sheet.page_segments(other.page) if abs(s.box[3] - other.box[3]) < 1.5 * other.height]
    heads = [s for s in level if len(s.text) < 30 and not any(c.isdigit() for c in s.text)]
    return away < _TALL * other.size and len(heads) >= _HEADS and len(heads) == len(level)


def _has_value(sheet: Sheet, label: Segment) -> bool:
    """Whether a number stands right behind a label in its line."""
    right = sheet.right(label)
    near = right is not None and right.box[0] - label.box[2] < 2.5 * label.size
    return near and right is not None and bool(re.fullmatch(r":? ?(?=(?:.*\d){5})[\w /-]+", right.text))


def _unknown(lexicon: Lexicon, text: str) -> LabelHit | None:
    """A label that the lexicon does not know: by its head noun, else by its first language ("Health plan ID / No. de")."""
    first, stroke, _ = text.partition(" / ")
    bare = re.sub(r"\s*\([^)]*\)", "", text)  # "Medi-Cal (CIN)"
    return (
        composed(lexicon, text)
        or (lexicon.cell("id", first) if stroke and " " in first.strip() else None)
        or (lexicon.cell("id", bare) if bare != text else None)
        or _owned(lexicon, text)
    )


def _owned(lexicon: Lexicon, text: str) -> LabelHit | None:
    """A label behind the name of whoever numbers ("AvMed contract number")."""
    words = text.split()
    for i in range(1, min(4, len(words) - 1)):
        if not words[i - 1][:1].isupper() or words[i - 1].lower().rstrip("s'’") in _NOT_OWNERS:
            return None
        hit = lexicon.cell("id", " ".join(words[i:]))
        if hit is not None and hit.field in ("member_id", "group_number"):
            return replace(hit, strength=min(hit.strength, 0.8))
    return None


_NOT_OWNERS = {
    "other", "old", "former", "previous", "prior", "new", "second", "secondary", "vendor", "broker", "agent",
    "employer", "account", "network", "facility", "dental", "vision", "service", "maintenance", "case", "claim", "appeal",
}  # fmt: skip


def _middle(sheet: Sheet, segment: Segment) -> Segment | None:
    """The cell to the left of a value of two or three lines, level with its middle."""
    block = sheet.block_of(segment)
    if segment is not block.segments[0] or not 2 <= len(block.segments) <= 3 or len(block.text) > 60:
        return None
    x0, top, _, bottom = block.box
    near = [
        s
        for s in sheet.page_segments(segment.page)
        if s.box[2] < x0 and top < (s.box[1] + s.box[3]) / 2 < bottom
    ]
    return max(near, key=lambda s: s.box[2], default=None)


def _wrapped(sheet: Sheet, lexicon: Lexicon, family: str, segment: Segment) -> LabelHit | None:
    """A label of two or three lines ("Grievance case" over "no.:")."""
    lines = sheet.block_of(segment).segments
    at = lines.index(segment)
    for first, last in ((at - 1, at), (at, at + 1), (at - 2, at), (at - 1, at + 1), (at, at + 2)):
        if first >= 0 and last < len(lines):
            text = " ".join(s.text for s in lines[first : last + 1])
            if len(text) < 60 and not re.search(r"\d{3}", text) and (hit := lexicon.cell(family, text)):
                return hit
    return None


def _prose(sheet: Sheet, segment: Segment, start: int) -> bool:
    """Whether the segment continues a paragraph, or a label stands over it in the same block."""
    block = sheet.block_of(segment)
    return segment is not block.segments[0]


def _tail(before: str) -> str:
    return before.rstrip().rstrip(":#=–—-•·|( ").rstrip(".") or before


def _tight(before: str) -> bool:
    return len(before) < 60 or before.rstrip().endswith((":", "#", "."))
