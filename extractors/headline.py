"""The name printed large over a letter: whether the plan found is all of it, part of it, or somebody else.

The gazetteer knows many bodies by a short name. Where the sheet's head prints more ("Meridian Rx Choice" for
"Meridian"), the whole is the name; where it prints a name that nobody knows, the one found is not sure.
"""

import re

from extractors.base import Segment, Sheet, body_size
from extractors.lexicon import pattern

_TOP = 0.22  # of the first page's height
_LARGE = 1.12  # of the usual size
# Words of a heading or of a department; a line that holds one is not, or not only, a name.
NO_NAME = pattern("name.heading")
_TAIL = re.compile(r"\s*[(\[–—|·-].*$|[®™*]")


def headline(sheet: Sheet) -> tuple[int, int, str] | None:
    """(start, end, text) of the name-like line in the largest print at the head of the first page, if there is one."""
    usual = body_size(sheet)
    head = [
        s
        for s in sheet.page_segments(sheet.first_page)
        if sheet.top(sheet.offset_of(s)) < _TOP and s.size > _LARGE * usual and not beside_a_label(sheet, s)
    ]
    named = [(s, text) for s in head if (text := _name(s))]
    if not named:
        return None
    segment, text = max(named, key=lambda n: n[0].size)
    start = sheet.offset_of(segment) + max(0, segment.text.find(text))
    return start, start + len(text), text


def _name(segment: Segment) -> str | None:
    """The line's words as a name, without what stands in brackets or after a dash; None if it is none."""
    text = _TAIL.sub("", segment.text).strip(" ,.")
    words = text.split()
    if words and words[0] == "".join(w[0] for w in words[1:]):
        words = words[1:]  # an emblem of the name's initials before it
        text = " ".join(words)
    if not 2 <= len(words) <= 8 or re.search(r"[\d:?!/]", text) or NO_NAME.search(text):
        return None
    capital = sum(w[:1].isupper() for w in words)
    return text if capital >= len(words) - words.count("of") - words.count("and") else None


def beside_a_label(sheet: Sheet, segment: Segment) -> bool:
    """Whether the line is a value beside its label ("Member   Ana Rivera")."""
    left = sheet.left(segment)
    return left is not None and segment.box[0] - left.box[2] < 150 and len(left.text.split()) < 4


_OUTSIDE = pattern("head.outside")


def outsider(sheet: Sheet) -> bool:
    """Whether the head of the letter is that of a hospital, an outside reviewer or an office of a state."""
    first = [s for s in sheet.page_segments(sheet.first_page) if sheet.top(sheet.offset_of(s)) < 0.12][:3]
    return any(_OUTSIDE.search(s.text) for s in first) or bills(sheet)


def bills(sheet: Sheet) -> bool:
    """Whether the letter is a hospital's or a doctor's, who tell the patient what a plan has not paid."""
    return len({m[0].lower().split()[0] for m in _BILLS.finditer(sheet.text)}) > 1


_BILLS = pattern("head.bills", "head.insurer_said")


_PROGRAMS = {"medicaid", "chip", "star", "perinatal"}


def whole(found: str, head: str) -> bool:
    """Whether `head` is `found` with more words to it, and these are not a state's program that many plans run."""
    return _words(found) < _words(head) and not (_words(head) - _words(found)) & _PROGRAMS


def stranger(found: str, head: str) -> bool:
    """Whether `head` names somebody else: no word of weight in common."""
    return not (_words(found) & _words(head))


def _words(name: str) -> set[str]:
    common = {
        "health",
        "plan",
        "plans",
        "of",
        "the",
        "and",
        "inc",
        "insurance",
        "company",
        "care",
        "healthcare",
        "llc",
    }
    return {w for w in re.findall(r"[a-z0-9]+", name.lower()) if w not in common}


def complete(name: str) -> bool:
    """Whether a name is whole as it stands: what a head prints besides is a program or a department."""
    return bool(re.search(r"(?:Company|Inc\.?|LLC|Corporation|Health ?Plan|Health ?Care)$", name, re.I))
