"""Codes of diagnoses (ICD-10-CM), by shape and context."""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.context import options
from extractors.lexicon import Lexicon
from extractors.mentions import Mentions

_ICD = re.compile(r"(?<![\w-])([A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    start: int
    end: int
    score: float
    rule: str


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
