"""Procedure codes (CPT, HCPCS, CDT, ICD-10-PCS): which numbers are such codes, and which of them were refused.

Five digits are a code only where something says so: a label, a table, a word for codes, a modifier or units behind
them, the name of a service before them. Ranges are those of the AMA's CPT and of HCPCS level II.
"""

import re
from collections.abc import Sequence

from extractors.base import Segment, Sheet
from extractors.codes import Code
from extractors.context import options
from extractors.lexicon import Lexicon, pattern, patterns
from extractors.mentions import Mentions
from extractors.plan import STATES
from extractors.standing import standing

_CODE = re.compile(
    r"(?:(?<![\w$.#/-])|(?<=\b0\d{3}/)|(?<=\b\d{5}/))(\d{4}[0-9FTUM]|[A-CEGHJ-MP-V]\d{4}|D\d{4})(?:-[A-Z0-9]{2}|NU|RR|UE){0,4}(?!\w|/(?!\d{5}\b)|-\w|\.\d)"
)
_PCS = re.compile(r"(?<![\w-])(?=[A-Z]*\d)([0-9BCDFGHX][0-9A-HJ-NP-Z]{6})(?![\w-])")
_MODIFIER = re.compile(
    r" (?:with |and )?modifiers?\b|(?:-| |, )(?:2[2-7]|3[23]|47|5[0-9]|6[26]|7[3-9]|8[0-2]|9[0-59]|A[ASG]|LT|RT|TC|X[ESPU]|G[AOPTYZ]|KX|NU|RR|QW|TD|E[1-4]|T[1-9A]|F[1-9A])\b"
)
_UNITS = re.compile(
    r"(?:-\w\w)?,? ?[x×] ?\d{1,3}\b|(?:-\w\w)?(?: [–-]|,)? \(?\d{1,3} ?(?:units?|visits?|hours?|h|days?|sessions?)\b"
)
_CUE = pattern("procedure.cue")
_ZIP = re.compile(
    r"\b(?:"
    + "|".join({*STATES.values(), *(name.title() for name in STATES)})
    + r"),? +$|\b[A-Z][a-z]+, [A-Z]{2}\.?\s$"
)
_PLACE = re.compile(patterns().source("procedure.place") + r"|[#§]\s*$", re.I)
_OTHER_CODE = pattern("procedure.other_code")
_MESSAGE = pattern("procedure.message")  # right before a plan's own code that has the form of a procedure's
_STREET = re.compile(
    r"\s+(?:[NSEW]{1,2}\.? )?(?:(?:[A-Z]|\d+(?:st|nd|rd|th)\b)[\w.’'-]* ){1,4}(?:St|Street|Ave|Avenue|Blvd|Rd|Road|Dr|Drive|Ln|Lane|Way|Ct|Court|Circle|Cir|Place|Pl|Plaza|Square|Sq|Terrace|Trail|Hwy|Highway|Pkwy|Parkway|Route)\b"
)
_CHAIN = re.compile(
    r"(?:-[A-Z0-9]{2})?(?:[\s,;/&]|(?<=, )with\b|\b(?:and|or|[LR]T)\b|[x×] ?\d+\b)*(?:\([^)]*\)[\s,]*(?:and)?\s*)?"
)
_ELSEWHERE = pattern("procedure.elsewhere")  # around the code of what was not refused
_INTO = pattern("procedure.into")
_PAID_AS = pattern("procedure.paid_as")
_GRANTED = pattern("procedure.granted")
_REFUSED = pattern("procedure.refused")
_NONE = pattern("procedure.none")
_LINE, _NAMED = pattern("procedure.line"), pattern("procedure.named")


def procedures(
    sheet: Sheet,
    lexicon: Lexicon,
    found: Mentions,
    rows: frozenset[int],
    numbers: Sequence[tuple[int, int, bool]] = (),
) -> list[Code]:
    """Codes of the refused services.

    `rows` are the ids of the first words of the cells of claim tables, `numbers` the places of identifiers, and
    whether one is too long to be a code that a table lists.
    """
    busy = [(d.start, d.end) for d in found.dates]
    busy += [(s.start, s.end) for s in (*found.money, *found.phones)]
    codes: list[Code] = []
    weak: list[Code] = []
    for match in _CODE.finditer(sheet.text):
        start, end = match.span(1)
        if any(a < end and start < b for a, b in busy) or not _possible(match[1]):
            continue
        score = _score(sheet, lexicon, match[1], start, end, rows, codes)
        if score is not None:
            (codes if score >= 0.6 else weak).append(Code(match[1], start, end, score, "code.procedure"))
    codes = [
        c
        for c in codes
        if not any(
            a <= c.start < b and (long or id(sheet.segment_at(c.start).words[0]) not in rows)
            for a, b, long in numbers
        )
    ]
    numbered = [(a, b) for a, b, _ in numbers]
    codes += [
        c for c in weak if not any(a <= c.start < b for a, b in numbered) and _in_column(sheet, c, codes)
    ]
    for match in _PCS.finditer(sheet.text):
        told = sheet.text[: match.start()].rstrip(" :#").endswith("PCS")
        if told or any(o.field == "procedure" for o in options(sheet, lexicon, "text", match.start())):
            codes.append(Code(match[1], *match.span(1), 0.9, "code.pcs"))
    messages = {
        m[1]
        for m in _CODE.finditer(sheet.text)
        if _MESSAGE.search(sheet.text, max(0, m.start() - 30), m.start(1))
    }
    codes = [c for c in codes if c.text not in messages]
    in_rows = [c for c in codes if id(sheet.segment_at(c.start).words[0]) in rows]
    return sorted([*in_rows, *_refused(sheet, [c for c in codes if c not in in_rows])], key=lambda c: c.start)


_RANGES = {  # of HCPCS level II where the plan's own numbers (contracts of Medicare, houses) have the same form
    "H": [(1, 50), (1000, 1011), (2000, 2041)], "E": [(100, 3299), (8000, 8002)], "K": [(1, 1099)], "T": [(1000, 5999)], "L": [(112, 9900)], "V": [(2020, 5364)],
    "M": [(1, 1300)], "P": [(2028, 9615)],
}  # fmt: skip


def _possible(text: str) -> bool:
    """Whether the code lies in a range that CPT, HCPCS level II or CDT uses."""
    if text[0] in _RANGES:
        return any(first <= int(text[1:]) <= last for first, last in _RANGES[text[0]])
    if not text.isdigit():
        return text[-1] not in "TUFM" or text[0] in "01"
    number = int(text)
    return 100 <= number <= 1999 or 10004 <= number <= 69990 or 70010 <= number <= 99607


def _score(
    sheet: Sheet, lexicon: Lexicon, text: str, start: int, end: int, rows: frozenset[int], earlier: list[Code]
) -> float | None:
    """How much says that this is a code; None where something says that it is none."""
    digits = text.isdigit()
    before, after = sheet.text[max(0, start - 60) : start], sheet.text[end : end + 40]
    if _NONE.search(before):
        return None
    if _OTHER_CODE.search(before) or _PLACE.search(before) or _STREET.match(sheet.text, end):
        return None
    if digits and ((_ZIP.search(before) and not _doctor(before, text)) or re.match(r"-\d{4}", after)):
        return None
    score = (
        0.0
        if digits
        else 0.65
        if text[-1] in "UTF" or re.match(r"[EHKJLGQSTV]|A[04-9]|B[45]|D\d", text)
        else 0.45
    )
    segment = sheet.segment_at(start)
    first = bool(re.fullmatch(r"\W*(?:\d{1,2}[.)]\s+)?", sheet.text[sheet.offset_of(segment) : start]))
    labels = options(sheet, lexicon, "text", start)
    if any(o.field in ("procedure", "service") and o.score > 0.7 for o in labels):
        score = max(score, 0.95)
    if any(o.field == "code" for o in options(sheet, lexicon, "column", start)):
        score = max(score, 0.95)
    if id(sheet.segment_at(start).words[0]) in rows and not (
        re.search(r"\b[A-Z]{2,4}[ -]$", before) and re.match(r"\s*(?:\n|\Z)", after)
    ):
        score = max(score, 0.8)
    if _CUE.search(before):
        score = max(score, 0.85)
    line = sheet.text[sheet.offset_of(segment) : start]
    if start + len(text) == sheet.offset_of(segment) + len(segment.text) and _says_service(
        sheet, segment, line
    ):
        score = max(score, 0.8)
    if re.search(r"\(\s*$|\(.*(?:,|and|;)\s*$", before) and re.match(
        r"(?:-\w\w)?\s*(?:\)|,|;|and\b|[x×] ?\d)", after
    ):
        score = max(score, 0.8)
    if earlier and start - earlier[-1].end < 30 and _CHAIN.fullmatch(sheet.text[earlier[-1].end : start]):
        score = max(score, earlier[-1].score * 0.98)
    named = bool(
        re.search(r"[a-z]{3,}\)?,? [–—-] ?$|[a-z]{4,}, $|[a-z]{3,}\), $|[a-z]{4,}\) $|\b[A-Z]{3,}, $", before)
    )
    told = (
        named
        or first
        or bool(re.match(r" \w* ?modifier|-(?:25|59|26|50|51|52|95|RT|LT|TC|G[NOPT]|KX|X[SU])\b", after))
    )
    told = told or bool(
        re.search(r"[A-Za-z\d][:;,] $", before) and re.match(r" (?:G[NOP]|KX|RT|LT|TC)\b", after)
    )
    if digits and (_MODIFIER.match(after) or _UNITS.match(after)) and told:
        score = max(score, 0.8 if named or first or " modifier" in after[:12] else _BY_MODIFIER)
    if not digits and _UNITS.match(after):
        score = max(score, 0.7)
    if digits and re.match(
        r"(?:-\w\w)? \([a-z]|(?:-\w\w)?\s*[–—:]\s*[A-Za-z]|\s+[A-Z][\w/]+,? [a-z]|\s+[a-z]{4,} ", after
    ):
        score = max(score, 0.65 if first or after.startswith(" (") else 0.0)
    if digits and _NAMED.search(before) and re.match(r"(?:-\w\w)?\s*(?:[,;./)|–—]|\n|$|on\b|\()", after):
        score = max(score, 0.65)  # "(Tampa General, colonoscopy 45385, November 20)"
    if digits and re.search(r"[a-z]{4,} $", before) and re.match(r" ?[x×] ?\d{1,3}\b", after):
        score = max(score, 0.65)  # "with parent comparators 81426 × 2"
    if (
        digits
        and re.search(r"[a-z]{3,}: $", before)
        and re.match(r"(?:-\w\w)? [–—-] [A-Z][a-z]|(?:-\w\w)? [–—-] [A-Z][\w-]+ [a-z]", after)
    ):
        score = max(score, 0.65)  # "Line detail: 95810 – In-lab polysomnography"
    if digits and re.search(r"[a-z]{4,} $", before) and re.match(r"(?:-\w\w)?(?: [–—|·]|\s*\$)", after):
        score = max(score, 0.65)  # "Emergency visit 99283 — Billed"
    if sheet.top(start) > 0.92 and score < 0.85:
        return score and min(score, 0.5)
    last = sheet.offset_of(segment) + len(segment.text)
    if (
        digits
        and named
        and (
            end == last
            or re.match(
                r"(?:-\w\w)?(?: ?[,.;·|]| [–—] | and \d{5}\b|\s*\n|$| \((?:[A-TV-Z]\d|ICD|dx\b|diagnos))",
                after,
            )
        )
    ):
        score = max(score, 0.65)  # "outpatient hysteroscopy, 58558"
    return score


_BY_MODIFIER = 0.62
_MARYLAND = range(20588, 21931)  # its ZIP codes


def _doctor(before: str, number: str) -> bool:
    """Whether what stands before is a doctor's degree, not the state of a ZIP code."""
    return bool(re.search(r"\bMD,? $", before)) and int(number) not in _MARYLAND


def _says_service(sheet: Sheet, segment: Segment, before: str) -> bool:
    """Whether a line that ends on the code begins with a word for a service, or has one as its label."""
    beside, cell = before, sheet.left(segment)
    while cell is not None and len(cell.text) < 40 and len(beside) < 90:
        beside, cell = f"{cell.text} {beside}", sheet.left(cell)
    return bool(re.search(r"[A-Za-z]{4}.*[A-Za-z]{4}", beside)) and bool(_LINE.search(beside))


_AFTER_WORD = re.compile(r"[a-z]{4,} $")


def _in_column(sheet: Sheet, code: Code, sure: list[Code]) -> bool:
    """Whether a number stands in its cell as a sure code stands in another cell of the column ("Manual therapy 97140")."""
    if any(
        0 < other.start - code.end < 60
        and all(_AFTER_WORD.search(sheet.text[: c.start][-12:]) for c in (code, other))
        for other in sure
    ):
        return True
    cell = sheet.segment_at(code.start)
    at = sheet.offset_of(cell)
    if len(cell.text) > 60 or not (code.start == at or code.end == at + len(cell.text)):
        return False
    for other in sure:
        like = sheet.segment_at(other.start)
        begin = sheet.offset_of(like)
        ends = (code.start == at and other.start == begin) or (
            code.end == at + len(cell.text) and other.end == begin + len(like.text)
        )
        lap = min(like.box[2], cell.box[2]) - max(like.box[0], cell.box[0])
        if ends and like is not cell and like.page == cell.page and lap > 0.6 * (cell.box[2] - cell.box[0]):
            return True
    return False


def _refused(sheet: Sheet, codes: list[Code]) -> list[Code]:
    """Codes of what was refused: without what the letter says was approved, paid or may be billed instead."""
    if any(c.score > 0.84 for c in codes):  # what else was billed is told by a modifier alone
        codes = [c for c in codes if c.score != _BY_MODIFIER]
    said = {
        c.text: [s for o in codes if o.text == c.text and (s := standing(sheet, o.start, o.end))]
        for c in codes
    }
    left = [
        c
        for c in codes
        if not _ELSEWHERE.search(_around(sheet, c))
        and not _part_of(sheet, c)
        and (set(said[c.text]) != {"yes"})
    ]
    sole = [c for c in codes if not _ELSEWHERE.search(_around(sheet, c))]  # of a letter that denies something
    open_ones = [
        c for c in left if not _GRANTED.search(_around(sheet, c)) or _REFUSED.search(_around(sheet, c))
    ]
    granted = {c.text for c in left} - {c.text for c in open_ones}
    return [c for c in open_ones if c.text not in granted or c.score > 0.9] or left or sole


def _part_of(sheet: Sheet, code: Code) -> bool:
    """Whether the code names the service that the refused one is part of, or what it was paid as."""
    over = next(iter(sheet.above(sheet.segment_at(code.start), 1)), None)
    if over is not None and len(head := sheet.block_of(over).text) < 30 and _PAID_AS.search(head):
        return True
    return bool(_INTO.search(sheet.text[max(0, code.start - 60) : code.start]))


def _around(sheet: Sheet, code: Code) -> str:
    label = sheet.left(sheet.segment_at(code.start)) if sheet.starts_segment(code.start) else None
    said = label.text if label is not None and len(label.text) < 30 else ""
    return f"{said} {sheet.clause(code.start, 110)} {sheet.clause_after(code.end, 70)}"
