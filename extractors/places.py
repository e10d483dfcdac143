"""Where a name stands, and what that place is worth: letterhead, label, "on behalf of", footer, signature, running text."""

import re
from dataclasses import dataclass

from extractors.base import Segment, Sheet
from extractors.context import options
from extractors.extent import ASIDE, DESKS, STATE, part_of_a_product
from extractors.flowing import drawn, unlike_print
from extractors.lexicon import Lexicon, pattern
from extractors.wording import FOOT, FOR, ITSELF, OTHER_ROLE, OTHER_ROLE_AFTER

# What a place is worth.
_LETTERHEAD, _LARGEST, _LABEL, _CUE, _FOOTER, _SIGNATURE, _BODY = 2.2, 1.2, 3.0, 2.2, 1.0, 0.8, 0.35
HEADING = 1.6  # of a plan's name that has a line to itself, or the subject's line


@dataclass(slots=True)
class Place:
    start: int
    end: int
    text: str
    worth: float
    why: str
    legal: bool = False
    sure: float = 1.0
    part: bool = False  # only the first words of a product's name, or pieced together of two lines


def place_of(sheet: Sheet, lexicon: Lexicon, start: int, end: int, body_size: float) -> Place:
    """What a name's place is worth."""
    segment = sheet.segment_at(start)
    text = sheet.text[start:end]
    if (
        end < len(sheet.text)
        and sheet.text[end] == "."
        and text.endswith(("Inc", "INC", "Co", "Corp", "CORP", "L.L.C"))
    ):
        end += 1
        text = sheet.text[start:end]
    worth, why = _BODY, "body"
    block = sheet.block_at(start)
    before, after = sheet.text[block.start : start], sheet.text[end : min(block.end, end + 60)]
    for option in options(sheet, lexicon, "text", start):
        value = {"plan": _LABEL, "employer": 1.6, "administrator": 0.2}.get(option.field)
        if value and option.score > 0.7 and not before.endswith("; "):
            worth, why = max((worth, why), (value, f"label:{option.field}"))
    if FOR.search(before[-90:]):
        worth, why = max((worth, why), (_CUE, "for"))
    if ITSELF.search(after):
        worth, why = max((worth, why), (_CUE + 0.5, "defined"))
    if why != "label:employer" and _letterhead(sheet, segment, start):
        head = (
            _LETTERHEAD
            + (_LARGEST if segment.size > 1.25 * body_size else 0)
            - 0.6 * (len(block.text) > 90 and end - start < 0.6 * len(segment.text))
        )
        worth, why = max((worth, why), (head, "letterhead"))
    if FOOT.search(block.text) and segment.page > 0 and why == "body":
        worth, why = _FOOTER, "footer"
    if why == "body" and _signature(sheet, start):
        worth, why = _SIGNATURE, "signature"
    if _IN_AN_ADDRESS.match(after) or (_part_of_a_name(text, after) and not _whole_line(sheet, end, text)):
        worth, why = 0.05, "other role"
    if re.search(r"\ban? $", before, re.I) and (
        _GROUP.match(after) or text.lower().endswith(("company", "company."))
    ):
        worth, why = 0.05, "other role"  # "a UnitedHealthcare company": the group of the one named before
    if OTHER_ROLE.search(before[-60:]) or OTHER_ROLE_AFTER.match(after):
        worth, why = 0.05, "other role"
    if _CARE_OF.search(before):
        worth, why = min(worth, 0.35), "care of"  # whose address it is, not whose letter
    if why != "other role" and _OWNER.search(before):
        worth, why = min(worth, 0.9), "owner"
    if _HOUSE.search(before) and (_COMPANY_NEXT.match(after) or _COMPANY_LAST.search(before)):
        worth, why = min(worth, _BODY), "body"  # all companies of a house, of which one is this letter's
        return Place(start, end, " ".join(drawn(text).split()), worth, why, part=True)
    line = sheet.offset_of(segment) + len(segment.text)
    part = (end < line and part_of_a_product(sheet.text[:line], end)) or _pieced(sheet, start, end)
    return Place(start, end, " ".join(drawn(text).split()), worth, why, part=part)


def _pieced(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a name is read over two lines in unlike print: a brand and the region of the desk below it."""
    above, below = sheet.segment_at(start), sheet.segment_at(end - 1)
    return above is not below and bool(unlike_print(above, below) or ASIDE.match(sheet.text, end + 1))


_HOUSE = pattern("name.house")
_COMPANY_NEXT = re.compile(
    r",? (?:(?:and|or|and/or) )?(?:[A-Z][\w&.-]* ){1,6}(?:Company|Inc|LLC|Corporation)\b"
)
_COMPANY_LAST = re.compile(
    r"\b(?:Company|Inc\.?|LLC|Corporation)(?: of [A-Z]\w+)?,? (?:(?:and|or|and/or) )?$"
)
_OWNER = pattern("name.owner")
_GROUP = pattern("name.group")  # "a Heritage Provider Network affiliate"
_CARE_OF = re.compile(r"\b(?:c/o|care of)\s*$", re.I)


_IN_AN_ADDRESS = re.compile(
    r",?\s+(?:[A-Z]{2}\.?|(?!Group|Policy|Plan|Account|Contract|Division|Member|Claim|Case|Box)[A-Z][a-z]+)\s+\d{5}\b"
)
_TOWN = re.compile(rf",\s+(?:{STATE}|[A-Z]{{2}}\b)")  # "Hartford, Connecticut": where, and no company
_PART_OF_A_NAME = pattern("name.care")


def _part_of_a_name(name: str, after: str) -> bool:
    """Whether a name goes on as that of who gives care ("Providence Imaging"), and neither begins anew nor is a desk's."""
    again = after.lstrip().lower().startswith(name.lower()[:9])
    return bool(_PART_OF_A_NAME.match(after) and not DESKS.match(after) and not again)


def _whole_line(sheet: Sheet, end: int, name: str) -> bool:
    """Whether a name of several words ends its line, which a longer one seldom breaks off there."""
    line = sheet.segment_at(end - 1)
    return name.count(" ") > 2 and end >= sheet.offset_of(line) + len(line.text)


def is_a_town(text: str, start: int, end: int) -> bool:
    """Whether a word that may be a company's name is a town with its state."""
    return " " not in text[start:end] and bool(_TOWN.match(text, end))


def _letterhead(sheet: Sheet, segment: Segment, start: int) -> bool:
    return (
        segment.page == sheet.first_page
        and sheet.top(start) < 0.2
        and len(segment.text) < 110
        and not _sentence(segment.text)
        and not sheet.clause(start).rstrip().endswith((" by", " with", " from"))
    )


def _sentence(text: str) -> bool:
    """Whether a line is running prose: it ends as sentences do and most of its words are small."""
    words = text.split()
    small = sum(w[:1].islower() for w in words)
    spoken = sum(w[:1].islower() and w not in _IN_NAMES for w in words)
    told = small > 0.5 * len(words) or (spoken > 1 and text.rstrip()[-1:] in ".?")
    return len(words) > 5 and told and text.rstrip()[-1:] in ".,;?"


_IN_NAMES = {
    "of",
    "and",
    "the",
    "for",
    "a",
    "an",
    "by",
    "from",
    "in",
    "c/o",
    "independent",
    "licensee",
    "company",
    "its",
}


def _signature(sheet: Sheet, start: int) -> bool:
    before = sheet.text[max(0, start - 220) : start]
    return bool(
        re.search(
            r"(?:Sincerely|truly|Regards|regards|Respectfully|Fraternally|Atentamente|Cordially)", before
        )
    )


def on_its_own(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a name fills a line of the first page's upper half, or follows "Re:"."""
    segment = sheet.segment_at(start)
    if segment.page != sheet.first_page or sheet.top(start) > 0.5:
        return False
    subject = re.search(
        r"(?:^|\s)(?:Re|Subject|Regarding):?\s*$", sheet.text[max(0, start - 12) : start], re.I
    )
    return bool(subject) or end - start >= len(segment.text) - 2
