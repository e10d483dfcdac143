"""Codes that say why where no rule tells one: every short code of the letter, and what stands around it.

Payers' own codes stand in forms without end ("reason code on file PA-D/07"). Weights of the words and places around
codes were fitted on labelled letters, with no sign of what the rules say (tests/benchmarks/fit_codes.py).
"""

import json
import re
from collections.abc import Iterator, Set
from functools import cache
from importlib.resources import files

from extractors import ranking
from extractors.base import Sheet
from extractors.claims import Claims, denied_rows
from extractors.codes import Code
from extractors.codeshapes import FIVE, GROUPED, STANDARD, printed
from extractors.legend import explanation, refuses, share_only
from extractors.remarks import Key, keys, says_why_not
from extractors.stems import stems

Signs = dict[str, float]
Places = list[tuple[int, int]]
BIAS = ""
LEAST = 0.5  # chance from which a code is told
SURE = 0.8  # confidence of one at most
AROUND = 90  # characters on either side of a code that are read
NEAR = 9  # words on either side that count wherever they stand there
MOST = 12  # printings of one code that are read
MANY = 300  # short codes from which a paper is a list and no letter

_CODE = re.compile(
    rf"(?<![\w.$/#-])(?:{GROUPED}(?![\w-]|[.,]\d)"
    r"|(?=[A-Z\d/-]*[A-Z\d])[A-Z\d]{1,6}(?:[-/][A-Z\d]{1,4}){0,2}[a-z]?(?![\w/-]|[.,]\d|%))"
)
_LETTERS = re.compile(r"[A-Z]{2,5}|[A-Z]{2,4}[-/][A-Z]{1,4}|(?![IJO])[A-Z]")
_NUMBER = re.compile(
    r"[1-9]\d{4,}|\d{6,}|(?:19|20)\d\d|\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?|\d{3}-\d{3,4}(?:-\d{4})?"
)
_SHOUTED = re.compile(r"[A-Z]{2,} $"), re.compile(r" [A-Z]{2,}")  # within words in capitals
_LONGEST = 12
_TOKEN = re.compile(r"[a-zà-ÿ]+|\d+|[()\[\]:“”\"—–=#;,.-]")


def likely(sheet: Sheet, claims: Claims, taken: Set[str]) -> list[Code]:
    """The codes of which the weights say that they tell why; `taken` are codes of care and of diagnoses."""
    weights = _weights()
    told = []
    for places, found in signs(sheet, claims, taken).values():
        chance = ranking.chance(weights, found)
        if chance >= LEAST:
            told.append(printed(sheet, *places[0], min(SURE, chance), "reason.likely"))
    return told


def signs(sheet: Sheet, claims: Claims, taken: Set[str]) -> dict[str, tuple[Places, Signs]]:
    """Every short code of the letter, where it stands, and what speaks for and against its telling why."""
    found = candidates(sheet)
    if len(found) > MANY:
        return {}
    heads = {k.text: k for k in keys(sheet)}
    return {
        code: (places, _signs(sheet, claims, code, places, heads.get(code), code in taken))
        for code, places in found.items()
    }


def candidates(sheet: Sheet) -> dict[str, Places]:
    """Where each short code of letters, of figures or of both stands."""
    found: dict[str, Places] = {}
    for match in _CODE.finditer(sheet.text):
        code = match[0]
        shouted = (
            len(code) > 1
            and code.isalpha()
            and (
                _SHOUTED[0].search(sheet.text, max(0, match.start() - AROUND), match.start())
                or _SHOUTED[1].match(sheet.text, match.end())
            )
        )
        if len(code) > _LONGEST or _NUMBER.fullmatch(code) or shouted:
            continue
        if re.search(r"\d", code) or _LETTERS.fullmatch(code):
            found.setdefault(" ".join(code.split()), []).append(match.span())
    return found


def _signs(sheet: Sheet, claims: Claims, code: str, places: Places, key: Key | None, taken: bool) -> Signs:
    found = {BIAS, f"shape {_shape(code)}", f"times {min(4, len(places))}"}
    for start, end in places[:MOST]:
        found |= {*_words(sheet, start, end), *_cell(sheet, start, code), *_row(sheet, claims, start, end)}
    found |= {"standard"} if re.fullmatch(STANDARD, code) else set()
    found |= {"five"} if FIVE.fullmatch(code) else set()
    found |= {"taken"} if taken else set()
    if key:
        found |= {"key", "key used" if key.uses else "key unused", "key denies" if key.denies else "key else"}
    if span := explanation(sheet, code, marked=True):
        said = sheet.text[slice(*span)]
        why = "refuses" if refuses(said) else "why" if says_why_not(said) else "else"
        found |= {"told", f"told {why}"} | ({"told share"} if share_only(said) else set())
    return dict.fromkeys(found, 1.0)


def _shape(code: str) -> str:
    """A code's make: "A9" for N35, "AAA-9" for ELG-4."""
    letters = re.sub(r"[A-Z]+", lambda m: "A" * min(4, len(m[0])), code)
    return re.sub(r"\d+", lambda m: "9" * min(6, len(m[0])), letters)


def _words(sheet: Sheet, start: int, end: int) -> Iterator[str]:
    """The words of its line on both sides, the nearest with their places."""
    left = stems(sheet.text[max(0, start - AROUND) : start].rpartition("\n")[2], _TOKEN)
    right = stems(sheet.text[end : end + AROUND].partition("\n")[0], _TOKEN)
    for n in (1, 2, 3):
        yield f"-{n} {left[-n] if len(left) >= n else '^'}"
        yield f"+{n} {right[n - 1] if len(right) >= n else '$'}"
    yield "-- " + " ".join(left[-2:])
    yield "++ " + " ".join(right[:2])
    yield "-+ " + " ".join([*left[-1:], "_", *right[:1]])
    yield from (f"near {w}" for w in left[-NEAR:] if w.isalpha())
    yield from (f"after {w}" for w in right[:NEAR] if w.isalpha())


def _cell(sheet: Sheet, start: int, code: str) -> Iterator[str]:
    """What stands beside and over a code that has a cell to itself."""
    cell = sheet.segment_at(start)
    if cell.text.strip("“”\"'.:*()[] ") != code:
        if sheet.starts_segment(start):
            yield "starts"
        return
    yield "alone"
    left, right = sheet.left(cell), sheet.right(cell)
    if left is not None and len(left.text) < 40:
        yield from (f"left {w}" for w in stems(left.text, _TOKEN)[-3:])
    if right is not None:
        yield from (f"right {w}" for w in stems(right.text, _TOKEN)[:2])
    head = next(
        (s for s in sheet.above(cell, 8) if len(s.text) < 30 and re.search("[A-Za-z]{3}", s.text)), None
    )
    if head is not None:
        yield from (f"head {w}" for w in stems(head.text, _TOKEN)[-3:])


def _row(sheet: Sheet, claims: Claims, start: int, end: int) -> Iterator[str]:
    """Whether it stands on a row of charges, what became of that, and whether in the column for notes."""
    mine = {id(sheet.words[i]) for i in sheet.word_span(start, end)}
    denied = {id(c) for c in denied_rows(claims)}
    for charge in claims.charges:
        row = charge.row
        if not any(id(w) in mine for s in (*row.segments, *row.more) for w in s.words):
            continue
        fate = (
            "denied"
            if id(charge) in denied
            else "total"
            if row.total
            else "settled"
            if row.settled
            else "open"
        )
        yield f"row {fate}"
        if any(id(w) in mine for s in row.cells.get("note", []) for w in s.words):
            yield from ("note", f"note {fate}")


@cache
def _weights() -> dict[str, float]:
    return dict(json.loads((files("extractors") / "denialcodes.json").read_text(encoding="utf-8")))
