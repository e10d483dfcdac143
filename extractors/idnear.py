"""What a number is where no label stands before, beside or over it: a list goes on, a name or a line's end comes between."""

import re
from dataclasses import replace

from extractors.base import Segment, Sheet, segment_of
from extractors.context import Option, above, beside, inline
from extractors.idlabels import before_number, composed, named, over_the_line
from extractors.idprose import told
from extractors.idwords import OWN_PREFIX
from extractors.lexicon import Lexicon, normal, pattern
from extractors.mentions import Span
from extractors.outcomes import renumbered

_SLASHES = re.compile(r"\s/\s(?:[A-Z]+\s/\s)*")
_LIST = re.compile(
    r"\s*(?:\([^)]{0,60}\))?\s*(?:,|;|and|&|/|y)\s*(?:and\s+)?(?:no\.\s*)?|\s*\([^)]{2,60}\)\s*", re.I
)
# an account of whoever pays for the plan, named in the same paragraph: no patient's with a hospital
_ACCOUNT = pattern("number.account")
_SPONSOR = pattern("number.sponsor")


def unlabelled(
    sheet: Sheet, lexicon: Lexicon, span: Span, previous: Span | None, inherited: Option | None, since: int
) -> list[Option]:
    """What speaks for a number without a label: the list that it goes on, a label further off, its sentence."""
    before = inline(sheet, span.start, since)
    between = sheet.text[previous.end : span.start] if inherited and previous else None
    if around := _stacked(sheet, lexicon, span.start):
        return [around]
    if hit := before_number(lexicon, before):
        return [Option(hit.field, hit.strength, "before", hit.id, before[-40:])]
    if inherited and between is not None and _LIST.fullmatch(between):
        return [Option(inherited.field, inherited.score * 0.95, "list", inherited.rule)]
    if inherited and between is not None and inherited.field == "claim_numbers" and renumbered(between):
        return [replace(inherited, slot="list")]
    if inherited and between is not None and _SLASHES.fullmatch(between):
        return [inherited]
    if over := _own_head(sheet, lexicon, span, previous):
        return [over]
    if hit := over_the_line(sheet, lexicon, span.start):
        return [Option(hit.field, hit.strength * 0.9, "left", hit.id)]
    if near := _split_label(sheet, lexicon, span):
        return [near]
    paragraph = sheet.text[max(sheet.block_at(span.start).start, since, span.start - 170) : span.start]
    if _ACCOUNT.search(before) and _SPONSOR.search(paragraph):
        return [Option("group_number", 0.7, "before", "id.account_of_plan", before[-40:])]
    if OWN_PREFIX.match(span.text):
        return [Option("reference_numbers", 0.7, "prefix", "id.prefix")]
    prose = before or len(sheet.block_at(span.start).text) > 90
    return [guess] if prose and (guess := told(sheet, span, since)) else []


def _stacked(sheet: Sheet, lexicon: Lexicon, start: int) -> Option | None:
    """A label of two lines whose middle is level with the number, or a label under the number with nothing under it."""
    segment = sheet.segment_at(start)
    if not sheet.starts_segment(start):
        return None
    on_page, size, middle = (
        sheet.page_segments(segment.page),
        segment.size,
        (segment.box[1] + segment.box[3]) / 2,
    )
    near = [
        s
        for s in on_page
        if s.box[2] < segment.box[0] and abs((s.box[1] + s.box[3]) / 2 - middle) < 1.2 * size
    ]
    if (
        len(near) == 2
        and abs(near[0].box[0] - near[1].box[0]) < 4
        and all(len(s.text) < 30 and not re.search(r"\d{3}", s.text) for s in near)
    ):
        upper, lower = sorted(near, key=lambda s: s.box[1])
        if hit := lexicon.cell("id", f"{upper.text} {lower.text}"):
            return Option(hit.field, hit.strength * 0.95, "left", hit.id)
    under = sheet.below(segment)
    if under is None or under.box[1] - segment.box[3] > 0.7 * size or len(segment.text) > 40:
        return None
    after = sheet.below(under)
    if after is not None and after.box[1] - under.box[3] < 1.5 * size:
        return None  # labels stand over their values
    hit = lexicon.cell("id", under.text)
    return Option(hit.field, hit.strength * 0.9, "left", hit.id, under.text) if hit else None


def line_before(sheet: Sheet, lexicon: Lexicon, start: int) -> Option | None:
    """The label that ends the line above, where the number that it names did not fit and begins the next line.

    Other cells of that line hold their label and number; this one is a label alone, and nothing stands under it.
    """
    segment = sheet.segment_at(start)
    if not sheet.starts_segment(start) or sheet.left(segment) is not None:
        return None
    near = [s for s in sheet.page_segments(segment.page) if 0 < segment.box[1] - s.box[1] < 2 * segment.size]
    last = max(near, key=lambda s: s.box[2], default=None)
    if (
        last is None
        or last.box[0] < segment.box[2] + 30
        or not any(c.isdigit() for s in near for c in s.text)
    ):
        return None
    under = sheet.below(last)
    if under is not None and under.box[1] - last.box[3] < 1.2 * last.size:
        return None
    hit = lexicon.cell("id", last.text) or (composed(lexicon, last.text) if last.text.endswith(":") else None)
    return Option(hit.field, hit.strength * 0.97, "left", hit.id, last.text) if hit else None


def with_name(sheet: Sheet, lexicon: Lexicon, span: Span) -> list[Option]:
    """The label of a cell that holds a name before the number ("Group: Adirondack Mills · 20018834")."""
    found = named(sheet, span.start)
    if found is None:
        return []
    label, cell = found
    if not label:
        seen = [replace(o, score=o.score * 0.97) for o in beside(sheet, lexicon, "id", cell)]
        return [*seen, *_second(sheet, lexicon, cell)]
    hit = lexicon.cell("id", label) or composed(lexicon, label + ":")
    return [Option(hit.field, hit.strength * 0.95, "before", hit.id, label)] if hit else []


def _second(sheet: Sheet, lexicon: Lexicon, cell: Segment) -> list[Option]:
    """The second half of a label for a name and a number ("Patient / ID card")."""
    for label in (sheet.left(cell), next(iter(sheet.above(cell, 1)), None)):
        halves = (
            re.split(r" ?/ ?| and | & ", label.text) if label is not None and len(label.text) < 40 else []
        )
        if len(halves) == 2 and (hit := lexicon.cell("id", halves[1])):
            return [Option(hit.field, hit.strength * 0.9, "left", hit.id, halves[1])]
    return []


def _own_head(sheet: Sheet, lexicon: Lexicon, span: Span, previous: Span | None) -> Option | None:
    """The label over a number whose cell was set so close to another's that they read as one."""
    if previous is None or sheet.text[previous.end : span.start].strip():
        return None
    words = [sheet.words[i] for i in sheet.word_span(span.start, span.end)]
    return above(sheet, lexicon, "id", segment_of([w for w in words if w.page == words[0].page]))


def _split_label(sheet: Sheet, lexicon: Lexicon, span: Span) -> Option | None:
    """ "Member: Ana Rivera    Number: 123": a bare "Number" belongs to the label before it."""
    segment = sheet.segment_at(span.start)
    before = normal(sheet.text[sheet.offset_of(segment) : span.start])
    left = sheet.left(segment)
    if before not in ("number", "id number") or left is None:
        return None
    hit = lexicon.cell("id", re.split(r"[:#]", left.text)[0] + " number")
    return Option(hit.field, hit.strength * 0.9, "left", hit.id) if hit else None


_LABEL_OF = re.compile(
    r"DCN|ICN|TCN|CCN|CLM|REF|GRP|MBR|MEM|SUB|MBI|CIN|RID|UMI|EID|UID|HIC|SRN|EOC|ACCT?|NPI|TIN"
)


def lead_of(sheet: Sheet, span: Span) -> Segment | None:
    """Letters set apart to the left of a number ("ZEF   9 0417 7732") that are part of it."""
    if not sheet.starts_segment(span.start):
        return None
    segment = sheet.segment_at(span.start)
    left = sheet.left(segment)
    if (
        left is None
        or not re.fullmatch(r"[A-Z]{3}", left.text)
        or segment.box[0] - left.box[2] > 2.5 * segment.size
        or _LABEL_OF.fullmatch(left.text)
        or span.text[0].isalpha()  # it has letters of its own
        or left.text.endswith(("ID", "NO"))
    ):
        return None
    return left
