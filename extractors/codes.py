"""Codes of diagnoses (ICD-10-CM), by shape and context."""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.context import options
from extractors.lexicon import Lexicon, pattern
from extractors.mentions import Mentions

_ICD = re.compile(r"(?<![\w-])([A-TV-Z]\d[0-9AB](?:\.?[0-9A-Z]{1,4})?)(?![\w-])")
_NEAR, _NOT, _REPLACED = (
    pattern("diagnosis.before"),
    pattern("diagnosis.not_before"),
    pattern("diagnosis.replaced"),
)
_WHOLE = pattern("diagnosis.whole")


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    start: int
    end: int
    score: float
    rule: str


def diagnoses(sheet: Sheet, lexicon: Lexicon, found: Mentions, taken: set[str]) -> list[Code]:
    """ICD-10 codes: with a dot, with a label or a word for diagnoses near, or whole and alone in their cell."""
    codes: list[Code] = []
    for match in _ICD.finditer(sheet.text):
        start, end = match.span(1)
        before = sheet.text[max(0, start - 70) : start]
        near = bool(_NEAR.search(before))
        if (match[1] in taken) or (_NOT.search(before) and not near) or _put_in_place(sheet, start):
            continue
        label = any(o.field == "diagnosis" for o in options(sheet, lexicon, "text", start))
        chained = bool(codes) and bool(
            re.fullmatch(r"[\s,;/&]*(?:and)?\s*", sheet.text[codes[-1].end : start])
        )
        bracket = re.search(r"\([^()]{0,50}$", before) and re.match(r"[^()]{0,40}\)", sheet.text[end:])
        if score := _score(match[1], label, near, chained, bool(bracket)) or 0.7 * _alone(sheet, match):
            codes.append(Code(match[1], start, end, score, "code.diagnosis"))
    return codes


def _score(text: str, label: bool, near: bool, chained: bool, bracket: bool) -> float:
    """How much says that a code is of a diagnosis; one of four characters or more without its dot needs a word for it."""
    dotted = "." in text
    if len(text) > 3 and not dotted and not re.search(r"\d{3}", text):
        return 0.0
    if label or (near and dotted):
        return 0.97
    if dotted:
        return 0.9 if bracket or chained else 0.8
    return 0.75 if near or chained else 0.0


def _alone(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether a code of three characters that is whole has a cell or a bracket to itself."""
    start, end = match.span(1)
    bracket = (
        bool(re.search(r"[a-z]{3} \($", sheet.text[max(0, start - 6) : start]))
        and sheet.text[end : end + 1] == ")"
    )
    return bool(_WHOLE.fullmatch(match[1])) and (bracket or sheet.segment_at(start).text == match[1])


def _put_in_place(sheet: Sheet, start: int) -> bool:
    """Whether a code stands under a head for what the plan put in the place of the code to the left of it."""
    segment = sheet.segment_at(start)
    left = sheet.left(segment)
    if left is None or len(segment.text) > 24 or not _ICD.fullmatch(left.text):
        return False
    return any(_REPLACED.match(s.text) for s in sheet.above(segment, 6) if len(s.text) < 30)
