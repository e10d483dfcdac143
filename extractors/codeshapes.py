"""Shapes of codes that say why: CARC and RARC by their lists, a plan's own by being short; and boxes checked beside them."""

import re

from extractors.base import Sheet
from extractors.codes import Code

GROUPED = r"(?:CO|PR|OA|PI)[ */-]{0,2}(?:[1-9]\d{0,2}|[ABDPWY]\d{1,2})"
NAMED = r"(?:CARC|RARC)[^\S\n]+(?:MA?\d{1,3}|N\d{1,3}|[ABDPWY]\d{1,2}|[1-9]\d{0,2})"
RARC = r"(?:MA\d{2,3}|M\d{1,3}|N\d{1,3})"
STANDARD = rf"(?:{GROUPED}|{NAMED}|{RARC})"
CARC = r"(?:[1-9]\d?|[12]\d\d)"  # of the X12 list, in brackets
OWN = r"(?:(?-i:EX)[- ]?(?=[A-Z]?[a-z\d])[A-Za-z\d]{2,3}|(?-i:EX(?!AM|IT|PL|CL|EC)[A-Z]{2})(?![A-Za-z])|[A-Z]\d-\d{2,3}|\d{2}-[A-Z]\d|(?=[A-Z-]{0,4}\d)[A-Z]{0,4}-?\d{1,4}(?:[A-Za-z]{1,2}|-[A-Z])?|\d[A-Z]\d?|[A-Za-z]\d[A-Z])"
ANY = rf"(?:{STANDARD}|{OWN})(?![\w$]|[.,]\d|-\w)(?:(?<=[A-Z]\d)|(?<=[A-Z]\d\d)|(?!/(?!\d{{3}}(?!\d))\d))"
NEXT = r"(?:[^\S\n]*(?:[,;/|]|and|&)[^\S\n]*(?:and[^\S\n]+)?|[^\S\n]*\([^\S\n]*|\)[^\S\n]*)(?:(?:remark|reason|adjustment|the|plan|our|local|payer|(?-i:[A-Z]\w{2,14})(?=[^\S\n]+code))[^\S\n]+(?:code[^\S\n]+)?)*"
CHAIN = re.compile(rf"{ANY}(?:{NEXT}{ANY})*")
EACH = re.compile(rf"(?<![\w-]){ANY}")
FIVE = re.compile(r"\d{4,5}[A-Z]?|[A-Z]\d{4}")  # may be a procedure or a revenue code

NO_DENIAL = re.compile(
    r"(?:CARC|CO|PR|OA|PI)[ -]*(?:1|2|3|45|253)"
)  # cost share; write-offs by contract and sequestration


def printed(sheet: Sheet, start: int, end: int, score: float, rule: str) -> Code:
    return Code(" ".join(sheet.text[start:end].split()), start, end, score, rule)


_ON = re.compile(r"(?:☑|☒|\[\s?[xX✓✔]\s?\]|\([xX✓✔]\))\s*$")
_OFF = re.compile(r"(?:☐|\[\s{0,3}\]|\(\s{0,3}\)|\[_+\]|\(_+\))\s*$")


def boxes(sheet: Sheet) -> tuple[list[Code], set[str]]:
    """Codes beside a box that is checked, where a list of such boxes stands, and those beside one that is not."""
    on: list[Code] = []
    off: set[str] = set()
    for segment in sheet.segments:
        start = sheet.offset_of(segment)
        match = re.match(
            rf"(?P<box>[☐☑☒]|[\[(][\s_xX✓✔]{{0,3}}[\])])?\s*(?P<code>{ANY})(?=\s|$)", segment.text
        )
        if not match or FIVE.fullmatch(match["code"]):
            continue
        left = sheet.left(segment)
        box = match["box"] or (left.text[-4:] if left is not None else "")
        if _OFF.search(box):
            off.add(match["code"])
        elif _ON.search(box):
            on.append(
                printed(sheet, start + match.start("code"), start + match.end("code"), 0.92, "reason.checked")
            )
    return (on, off - {c.text for c in on}) if off else ([], set())


def split(sheet: Sheet, start: int, end: int, score: float, rule: str) -> list[Code]:
    """The codes of a chain of them; four digits and more are one only where words say so."""
    return [
        printed(sheet, start + m.start(), start + m.end(), score, rule)
        for m in EACH.finditer(sheet.text[start:end])
        if not re.fullmatch(r"\d{4,}", m[0])
        or rule == "reason.reject"
        or (
            rule in ("reason.said", "reason.named", "text.denial_code") and (len(m[0]) == 4 or m[0][0] == "0")
        )
    ]
