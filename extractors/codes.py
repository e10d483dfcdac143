"""Codes by shape and context: procedures and diagnoses."""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.context import options
from extractors.lexicon import Lexicon
from extractors.mentions import Mentions

_CPT = r"\d{4}[0-9FTUM]"
_HCPCS = r"[A-CEGHJ-MP-V]\d{4}"
_CDT = r"D\d{4}"
_PROCEDURE = re.compile(rf"(?<![\w$.#/-])({_CPT}|{_HCPCS}|{_CDT})(?:-(?:[A-Z0-9]{{2}}))?(?![\w/]|-\d|\.\d)")
_ICD = re.compile(r"(?<![\w-])([A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?)(?![\w-])")
_PROCEDURE_CUE = re.compile(
    r"\b(?:CPT|HCPCS|procedure|code|codes|proc|CDT|billed|service)\b[^.;]{0,40}$", re.I
)
_STREET_OR_ZIP = re.compile(r"\b[A-Z]{2},?\s+$|\bBox\s+$|\bSuite\s+$|\bfile\s+$|#\s*$", re.I)


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
        if re.search(r"\(\s*$|\(.*(?:,|and|;)\s*$", before) and re.match(r"\s*(?:\)|,|;|and\b)", after):
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
        if (
            re.match(r"\s*[-–—:(]\s*[A-Za-z]|\s+[A-Z][a-z]+", after)
            and digits
            and sheet.starts_segment(start)
        ):
            score = max(score, 0.6)
        if _STREET_OR_ZIP.search(before) or re.match(r"-\d{4}", after):
            score = 0.0
        if score >= 0.6:
            codes.append(Code(match[1], start, end, score, "code.procedure"))
    return codes


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
