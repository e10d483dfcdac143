"""Where to write and call: addresses for appeals, the insurer's own address, telephone and fax."""

import re
from dataclasses import dataclass

from extractors.agencies import agencies
from extractors.base import Sheet
from extractors.mentions import PHONE, Mentions

_PO = r"(?:[Pp]\.?\s?[Oo]\.? ?[Bb](?:ox|OX)|Post Office Box)"
_HOUSE = (  # a number that counts no days
    r"(?:(?:Suite|Ste\.?|SUITE|STE) \w+, )?(?<![\w$-])\d{1,6}[A-Z]? (?!(?i:calendar|business|working|days?|months?|hours?|weeks?|years?)\b)"
    r"[A-Z0-9][\w.'’-]*(?: [\w.'’-]+){0,5},?"
)
_BOX = re.compile(
    rf"(?:{_PO}|\b(?:Box|BOX)|{_HOUSE})(?:(?!{_PO}|(?i:\bdays\b|\bmonths\b))[^\n;]){{0,90}}?\b[A-Z]{{2}}\.?,? ?\d{{5}}(?:-\d{{4}})?"
)
_ITS_OWN = 40  # characters between an agency and its address
_BEFORE = 220  # characters before an address that say what it is for
_COUNTED = re.compile(r"^.*\b(?:DAYS|MONTHS)\b.*?\bTO ")  # in capitals a sentence looks like a name
_FOR = [
    (
        "external_review",
        re.compile(
            r"external|independent review|IRO\b|fair hearing|state hearing|department of|commissioner|division of insurance|IMR\b",
            re.I,
        ),
    ),
    ("internal_appeal", re.compile(r"appeal|grievance|reconsider|redetermination|complaint", re.I)),
]


@dataclass(frozen=True, slots=True)
class Contact:
    """An address block in running text. `step` is what it is for, if the words before it say so."""

    step: str | None
    name: str
    address: str
    phone: str | None
    fax: str | None
    start: int
    end: int


def contacts(sheet: Sheet, found: Mentions) -> list[Contact]:
    """Every postal address with the telephone and fax numbers that follow it."""
    agency_ends = [a.end for a in agencies(sheet.text) if a.rule != "regulator.labor"]
    listed = []
    for match in _BOX.finditer(sheet.text):
        block = sheet.block_at(match.start())
        before = sheet.text[max(block.start, match.start() - _BEFORE) : match.start()]
        after = sheet.text[match.end() : min(block.end, match.end() + 130)]
        step = None
        best = -1
        for name, pattern in _FOR:
            hits = [m.end() for m in pattern.finditer(before)]
            if hits and hits[-1] > best:
                step, best = name, hits[-1]
        if any(block.start < end and 0 <= match.start() - end < _ITS_OWN for end in agency_ends):
            step = "external_review"  # an agency's address, whatever its office is called
        named = re.search(
            r"((?:[A-Z][\w&’'.-]*|of|and|&|the|for)(?:,? (?:[A-Z][\w&’'.-]*|of|and|&|the|for|c/o|Attn:?))*),?\s*$",
            before.strip(),
        )
        phone = re.search(r"(?:phone|call|tel\w*|at)?\W{0,4}(" + PHONE.pattern + ")", after)
        fax = re.search(r"fax\w*\W{0,12}(" + PHONE.pattern + ")", after, re.I)
        listed.append(
            Contact(
                step,
                _COUNTED.sub("", named[1]).strip(" ,") if named else "",
                " ".join(match[0].split()),
                phone[1] if phone and not (fax and fax.start(1) == phone.start(1)) else None,
                fax[1] if fax else None,
                match.start(),
                match.end(),
            )
        )
    return listed


def number_after(sheet: Sheet, word: str) -> tuple[str, int, int] | None:
    """The first telephone number that `word` ("fax", "call") announces on the first page, else anywhere."""
    for match in re.finditer(rf"\b(?:{word})\b[^\n]{{0,24}}?({PHONE.pattern})", sheet.text, re.I):
        return match[1], match.start(1), match.end(1)
    return None
