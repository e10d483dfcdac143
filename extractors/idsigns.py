"""Signs that a member's number may be misread, for its confidence and for the doubts."""

import re

from extractors.base import Segment, Sheet, body_size
from extractors.ids import IdReading
from extractors.idwraps import torn
from extractors.mentions import Span
from extractors.reading import Reading


def broken_off(reading: Reading, span: Span) -> bool:
    """Whether a number ends on a hyphen at the end of its line, and what follows was not found."""
    return bool(re.match(r"[-–](?:\n|$)", reading.sheet.text[span.end : span.end + 2]))


def begun_above(sheet: Sheet, span: Span) -> bool:
    """Whether a number fills a line of a cell over which another line breaks off on a hyphen: "M24-" over "8827104-"."""
    if not sheet.starts_segment(span.start):
        return False
    line = sheet.segment_at(span.start)
    over = next(iter(sheet.above(line, 1)), None)
    near = over is not None and line.box[1] - over.box[3] < 0.6 * line.size
    return bool(near and over and re.fullmatch(r"[\w-]*\w-", over.text))


def loose_end(reading: Reading, span: Span) -> bool:
    """Whether it is not clear where a number ends: one or two digits in brackets, behind or under it may belong to it."""
    sheet = reading.sheet
    before = sheet.text[max(0, span.start - 8) : span.start]
    if (
        "(" in span.text
        or broken_off(reading, span)
        or begun_above(sheet, span)
        or torn(reading, "member_id", [span])
        or _MASKED.search(before)
    ):
        return True
    if sum(c.isalnum() for c in span.text) < _WHOLE:
        return True  # its end alone, perhaps
    if _STRANGE_PART.search(span.text) or re.match(r" of \d", sheet.text[span.end :][:5]):
        return True
    segment = sheet.segment_at(span.end - 1)
    first = sheet.segment_at(span.start)
    lower = sheet.text[sheet.offset_of(segment) : span.end]
    if segment is not first and min(map(_digits, (lower, span.text[: -len(lower)]))) > _WHOLE:
        return True  # two lines, each long enough for a number
    if segment is not first and re.fullmatch(r"\d{1,3}", segment.text):
        wrapped = abs(segment.box[0] - first.box[0]) < 2 and segment.box[1] - first.box[3] < 0.6 * first.size
        return not wrapped  # the cell was too narrow for it
    rest = sheet.text[span.end : sheet.offset_of(segment) + len(segment.text)]
    if rest.strip():
        return bool(_GOES_ON.match(rest))
    lines = sheet.block_of(segment).segments
    under = [s for s in lines[lines.index(segment) + 1 :][:1] if not _labelled(reading, s)]
    right = sheet.right(segment)
    beside = [right] if right is not None and right.box[0] - segment.box[2] < 2 * segment.size else []
    return any(re.fullmatch(r"[-–—/(*#+]? ?\d{1,4}(?:[- ]\d{1,2})?\)?", s.text) for s in (*under, *beside))


def _labelled(reading: Reading, cell: Segment) -> bool:
    """Whether words stand left of a cell that are no second line of a number's label: it holds a value of its own."""
    left = reading.sheet.left(cell)
    if left is None or sum(c.isalpha() for c in left.text) < _LABEL:
        return False
    hit = reading.lexicon.ending("id", left.text)
    return hit is None or hit.field != "member_id"


_LABEL = 4  # letters of a label


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


_WHOLE = 5  # letters and digits of a whole number
# behind a number in its cell: letters, a person's digits behind whatever sign, or figures that another sign holds to it
_GOES_ON = re.compile(
    r" (?!PPO|HMO|POS|EPO|HSA)[A-Z]{2,3}$|\s?[a-z]$|[_~:+]\w|\s*/\s?[A-Z]\d{1,2}\b"
    r"|\s*[-–—/(\[*#+~·•:]?\s*\d{1,3}[)\]]?(?:\s*$|\s+(?=[A-Z|•·(]))"
)
# its first digits are not printed, or its letters stand apart
_MASKED = re.compile(r"[*•#xX]{2,}[ -]?$|(?<![A-Za-z])[A-Z]{2,4}[-/] ?$")
_STRANGE_PART = re.compile(
    r"^(?:PPO|HMO|EPO|POS|HSA|HDHP)\b|\d [FM]$"
)  # a product's name, or the person's sex


def worded(found: IdReading) -> bool:
    """Whether a number that no label names begins with a word, which may be a program's: "CHIP 618 440 927"."""
    return found.rules["member_id"].startswith(("id.spare", "id.guess")) and bool(_WORD.match(found.text))


_WORD = re.compile(r"[A-Z]{4,} \d")


def printed_longer(reading: Reading, found: IdReading) -> bool:
    """Whether the letter elsewhere prints a number with one to three digits more: with its dependent's, perhaps."""
    return any(
        key != found.key and key.startswith(found.key) and re.fullmatch(r"\d{1,3}", key[len(found.key) :])
        for key in reading.ids
    )


_OWNER = re.compile(r"\b([A-Z][a-z]+)(?:[’']s)? (?:ID|I\.D\.|Id)[\s:.#]*(?:(?:no\.|number|code)[\s:.#]*)?$")


def strangers(reading: Reading, found: IdReading) -> bool:
    """Whether a number is called the ID of something that is no person's and that the letter speaks of nowhere else:
    "Session ID"; a word in capitals is a plan's name in short."""
    if not found.rules.get("member_id", "").startswith(("id.id/", "id.somebodys_id/")):
        return False
    sheet, start = reading.sheet, found.best_span["member_id"].start
    segment = sheet.segment_at(start)
    cells = (
        [sheet.left(segment), next(iter(sheet.above(segment, 1)), None)]
        if sheet.starts_segment(start)
        else []
    )
    texts = [sheet.clause(start, 50), *(c.text for c in cells if c)]
    owners = [match[1].lower() for text in texts if (match := _OWNER.search(text.rstrip()))]
    known = {*reading.lexicon.words["id_member_id"], *reading.lexicon.words["id_owners"]}
    return any(
        owner not in known
        and not reading.names.find(owner.title())
        and len(re.findall(rf"\b{re.escape(owner)}", sheet.text, re.I)) < 2
        for owner in owners[:1]
    )


def none_possible(reading: Reading) -> bool:
    """Whether no number of the letter can be a member's: a form to be filled in, a general notice, about no one's case."""
    cases = (r for r in reading.ids.values() if r.field in ("claim_numbers", "reference_numbers"))
    return (
        not any(len(left.key) >= _MEMBERS for left in leftovers(reading))  # shorter ones are those of forms
        and not any(re.search(r"(?:[1-9].*){4}", r.key) and r.score(r.field or "") > _CASE for r in cases)
        and all(reading.chance(key, "member_id") < _POSSIBLE for key in reading.ids)
    )


_POSSIBLE = 0.06
_MEMBERS = 8  # letters and figures that a member's number has at least
_CASE = 0.57  # score from which a number is a claim's or a reference


def leftovers(reading: Reading) -> list[IdReading]:
    """Numbers that look like identifiers and that no label explains; small print at the foot is left out."""
    sheet = reading.sheet
    left = []
    for found in reading.ids.values():
        if found.scores and max(found.scores.values()) >= 0.6:
            continue
        span = found.spans[0]
        segment = sheet.segment_at(span.start)
        digits = sum(c.isdigit() for c in found.key)
        if (
            len(found.key) < 6
            or digits < 4
            or sheet.top(span.start) > 0.9
            or segment.size < 0.87 * body_size(reading.sheet)
        ):
            continue
        left.append(found)
    return left
