"""Codes that say why on a row of charges: in its note column, at its end, or in a cell that can be nothing else."""

import re

from extractors.base import Sheet
from extractors.claims import Charge
from extractors.codes import Code
from extractors.codeshapes import CHAIN, EACH, FIVE, GROUPED, NEXT, STANDARD, printed, split
from extractors.legend import explanation
from extractors.lexicon import pattern
from extractors.remarks import explains_why_not

_GROUPS = {"CO", "PR", "OA", "PI", "CR"}  # of X12
_LETTERS = re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
_OF_GROUP = re.compile(rf"{GROUPED}(?:(?:{NEXT}|\s){STANDARD})*")
_WITH_AMOUNTS = re.compile(rf"(?:{GROUPED}:? -?\$?[\d,]*\.\d\d[ ,;/]*)+")  # "CO-97 238.00"
_OWN = re.compile(r"(?=[A-Z]*\d)[A-Z]{1,3}\d{1,3}[A-Z]?|[A-Z]{2,5}")
_MONEY = r"-?\$?[\d,]*\.\d\d"


def row_codes(sheet: Sheet, charge: Charge) -> list[Code]:
    """Codes in the note column of a row; letters alone ("EDL") only where a legend explains them."""
    found = []
    cells = charge.row.cells.get("note", []) or [
        s
        for s in charge.row.cells.get("code", [])
        if CHAIN.fullmatch(s.text)
        and not FIVE.search(s.text)
        and (re.match(STANDARD, s.text) or explanation(sheet, s.text, marked=True))  # no modifier
    ]
    money = max((s.box[2] for s in charge.row.segments if re.fullmatch(_MONEY, s.text)), default=1e9)
    cells = cells + [
        s
        for s in (*charge.row.segments, *charge.row.more)
        if s.box[0] > money and s not in cells and CHAIN.fullmatch(s.text)
    ]
    cells += [s for s in charge.row.segments if s not in cells and _by_itself(sheet, s.text)]
    last = max((s.box[2] for s in charge.row.segments), default=0.0)
    ending = not cells
    if ending:
        cells = [s for s in charge.row.segments if s.box[2] == last]
    for cell in cells:
        start = sheet.offset_by_word(cell.words[0])
        text = sheet.text[start : start + len(cell.text)]
        if ending and (behind := re.search(r"\d\.\d\d(?= +[A-Za-z][^.$]*$)", text)):
            start, text = start + behind.end(), text[behind.end() :]  # a line of charges in one piece
        if text.endswith("-") and (below := sheet.segment_at(start + len(text))) in cells:
            text += below.text  # "CO-" over "97"
        if re.search(r"\$|\d\.\d\d", text) and not _WITH_AMOUNTS.fullmatch(text):
            continue
        for match in EACH.finditer(text):
            told = _REFUSED.search(text[: match.start()]) or explanation(sheet, match[0], marked=True)
            may_be_one = FIVE.fullmatch(match[0]) and not told
            if not may_be_one and not re.match(r"\s*(?:days?|visits?|units?)\b", text[match.end() :]):
                plain = re.fullmatch(r"\d", match[0]) and explanation(sheet, match[0], marked=True)
                rule = "reason.note" if plain else "reason.row"
                found.append(printed(sheet, start + match.start(), start + match.end(), 0.95, rule))
        for match in _TOKEN.finditer(text):  # of a shape that only its explanation tells for a code
            if not EACH.fullmatch(match[0]) and (span := explanation(sheet, match[0], marked=True)):
                found += _pointed(sheet, span[0] + len(match[0]), span[1])
                if (
                    re.search(r"\d", match[0])
                    and not FIVE.fullmatch(match[0])
                    and re.search("[A-Za-z-]", match[0])
                ):
                    found.append(
                        printed(sheet, start + match.start(), start + match.end(), 0.85, "reason.row")
                    )
        for match in _LETTERS.finditer(text):
            if match[0] not in _GROUPS and explanation(sheet, match[0], marked=True):
                found.append(printed(sheet, start + match.start(), start + match.end(), 0.85, "reason.row"))
    return found


_REFUSED = pattern("reason.refused_cell")
_TOKEN = re.compile(r"(?<![\w.$-])[A-Za-z\d]{1,6}(?:-[A-Za-z\d]{1,3})?(?![\w.,-])")


def _pointed(sheet: Sheet, start: int, end: int) -> list[Code]:
    """The standard codes that an explanation begins with: "a = MA130/252. We asked you"."""
    chain = re.compile(rf"[\s=:–—-]*(?P<codes>{CHAIN.pattern})(?=[.:;\s]|$)").match(sheet.text, start, end)
    if not chain or not re.search(rf"(?<![\w-]){STANDARD}(?![\w-])", chain["codes"]):
        return []
    return split(sheet, *chain.span("codes"), 0.88, "reason.legend")


def _by_itself(sheet: Sheet, cell: str) -> bool:
    """Whether a cell under a head of any name holds codes: of a group, or one that the letter explains by a refusal."""
    if _OF_GROUP.fullmatch(cell) or _WITH_AMOUNTS.fullmatch(cell):
        return True
    if cell in _GROUPS or not _OWN.fullmatch(cell):
        return False
    return explains_why_not(sheet, cell)
