"""Codes by shape and context: procedures and diagnoses."""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.context import options
from extractors.lexicon import Lexicon
from extractors.mentions import Mentions
from extractors.plan import STATES

_CPT = r"\d{4}[0-9FTUM]"
_HCPCS = r"[A-CEGHJ-MP-V]\d{4}"
_CDT = r"D\d{4}"
_PROCEDURE = re.compile(rf"(?<![\w$.#/-])({_CPT}|{_HCPCS}|{_CDT})(?:-(?:[A-Z0-9]{{2}}))?(?![\w/]|-\d|\.\d)")
_ICD = re.compile(r"(?<![\w-])([A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?)(?![\w-])")
_PROCEDURE_CUE = re.compile(
    r"\b(?:CPT|HCPCS|CDT|procedures?|codes?|proc)\b[\s.:#(]*(?:[\w/-]+[\s,.:#(]+){0,4}$|\b(?:billed|service)\b[^.;]{0,20}$",
    re.I,
)
_ZIP = re.compile(
    r"\b(?:"
    + "|".join({*STATES.values(), *(name.title() for name in STATES)})
    + r"),? +$|\b[A-Z][a-z]+, [A-Z]{2}\.?\s$"
)
_PLACE = re.compile(
    r"\b(?:box|suite|file|room|sections?|§|apt|rule|CFR|statutes?|license|lic)\.?\s*$|[#§]\s*$", re.I
)
_OTHER_CODE = re.compile(
    r"\b(?:message|remark|reason code|explanation code|denial code|reject|ICN|DCN|claim)\W*$", re.I
)
_STREET = re.compile(
    r"\s+(?:[NSEW]{1,2}\.? )?(?:[A-Z0-9][\w.’'-]* ){1,4}(?:St|Street|Ave|Avenue|Blvd|Rd|Road|Dr|Drive|Ln|Lane|Way|Ct|Court|Hwy|Highway|Pkwy|Parkway|Route|\d+)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:rebill\w*|bundled|not in dispute|may (?:be )?bill\w*|instead|were paid|was paid|is paid|separate(?:ly)? (?:request|paid)|was allowed|paid in full)\b",
    re.I,
)
_GRANTED = re.compile(
    r"\b(?:(?<!not )(?<!been )approved?|(?:was|were|is|are|already|have|has been) (?:approved|covered)|will (?:cover|approve)|can be approved|meets (?:the )?criteria|allowed)\b",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:den(?:y|ied|ial)|not (?:approved?|covered?|medically|certified|authori[sz]ed?)|refus\w+|declin\w+|asked us to|request\w*)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    start: int
    end: int
    score: float
    rule: str


def procedures(sheet: Sheet, lexicon: Lexicon, found: Mentions, rows: frozenset[int]) -> list[Code]:
    """CPT, HCPCS and CDT codes; five digits count only where a label, a table or a word for codes stands near."""
    busy = [(d.start, d.end) for d in found.dates]
    busy += [(s.start, s.end) for s in (*found.money, *found.phones)]
    codes: list[Code] = []
    for match in _PROCEDURE.finditer(sheet.text):
        start, end = match.start(1), match.end(1)
        if any(a < end and start < b for a, b in busy):
            continue
        digits = match[1].isdigit()
        before = sheet.text[max(0, start - 60) : start]
        after = sheet.text[end : end + 40]
        if _OTHER_CODE.search(before) or _PLACE.search(before) or (digits and _STREET.match(sheet.text, end)):
            continue
        score = 0.0 if digits else 0.62 if re.match(r"[EKJLGQSTV]|A[04-9]|D\d", match[1]) else 0.45
        if any(
            o.field in ("procedure", "service") and o.score > 0.7
            for o in options(sheet, lexicon, "text", start)
        ):
            score = max(score, 0.95)
        if any(o.field == "code" for o in options(sheet, lexicon, "column", start)):
            score = max(score, 0.95)
        if id(sheet.segment_at(start).words[0]) in rows and not re.match(r"\d{5}-\d{4}", sheet.text[start:]):
            score = max(score, 0.8)
        if _PROCEDURE_CUE.search(before):
            score = max(score, 0.85)
        if re.search(r"\(\s*$|\(.*(?:,|and|;)\s*$", before) and re.match(
            r"(?:-\w\w)?\s*(?:\)|,|;|and\b|x ?\d)", after
        ):
            score = max(score, 0.8)
        if (
            codes
            and start - codes[-1].end < 30
            and re.fullmatch(
                r"(?:-[A-Z0-9]{2})?[\s,;/&]*(?:and|or|x\d+)?[\s,]*(?:\([^)]*\)[\s,]*(?:and)?\s*)?",
                sheet.text[codes[-1].end : start],
            )
        ):
            score = max(score, codes[-1].score * 0.98)
        if digits and re.match(
            r"(?:-\w\w)? \([a-z]|(?:-\w\w)?\s*[–—:]\s*[A-Za-z]|\s+[A-Z][\w/]+,? [a-z]", after
        ):
            score = max(score, 0.65 if sheet.starts_segment(start) or after.startswith(" (") else 0.0)
        if digits and re.search(r"[a-z]{4,}, $", before) and re.match(r"(?:-\w\w)?(?:[,.;]|\s*\n|$)", after):
            score = max(score, 0.65)  # "outpatient hysteroscopy, 58558"
        if digits and (
            (_ZIP.search(before) and not re.search(r"\bMD,? $", before)) or re.match(r"-\d{4}", after)
        ):
            score = 0.0
        if score >= 0.6:
            codes.append(Code(match[1], start, end, score, "code.procedure"))
    in_rows = [c for c in codes if id(sheet.segment_at(c.start).words[0]) in rows]
    return sorted([*in_rows, *_refused(sheet, [c for c in codes if c not in in_rows])], key=lambda c: c.start)


def _refused(sheet: Sheet, codes: list[Code]) -> list[Code]:
    """Codes of what was refused: without what the sentence says was approved, paid or may be billed instead."""
    left = [c for c in codes if not _ELSEWHERE.search(_around(sheet, c))]
    open_ones = [
        c for c in left if not _GRANTED.search(_around(sheet, c)) or _REFUSED.search(_around(sheet, c))
    ]
    granted = {c.text for c in left} - {c.text for c in open_ones}
    return [c for c in open_ones if c.text not in granted or c.score > 0.9] or left


def _around(sheet: Sheet, code: Code) -> str:
    return sheet.clause(code.start, 110) + " " + sheet.clause_after(code.end, 70)


def diagnoses(sheet: Sheet, lexicon: Lexicon, found: Mentions, taken: set[str]) -> list[Code]:
    """ICD-10 codes: with a dot, or with a label or a word for diagnoses near."""
    codes: list[Code] = []
    for match in _ICD.finditer(sheet.text):
        start, end = match.span(1)
        dotted = "." in match[1]
        before = sheet.text[max(0, start - 70) : start]
        near = re.search(r"\b(?:diagnos\w+|dx|icd)\b[^.;]{0,60}$", before, re.I)
        label = any(o.field == "diagnosis" for o in options(sheet, lexicon, "text", start))
        chained = bool(codes) and re.fullmatch(r"[\s,;/&]*(?:and)?\s*", sheet.text[codes[-1].end : start])
        bracket = re.search(r"\([^()]{0,50}$", before) and re.match(r"[^()]{0,40}\)", sheet.text[end:])
        if (
            re.search(
                r"\b(?:policy|bulletin|guideline|section|form|note|code|remark|MCG|page|exhibit)\s*(?:no\.?|number|#)?\s*$",
                before,
                re.I,
            )
            and not near
        ):
            continue
        score = (
            0.97
            if label or (near and dotted)
            else 0.9
            if dotted and (bracket or chained)
            else 0.8
            if dotted
            else 0.75
            if near or chained
            else 0
        )
        if score and match[1] not in taken:
            codes.append(Code(match[1], start, end, score, "code.diagnosis"))
    return codes
