"""Names of the gazetteer in a letter: how far one goes over its lines, and what is printed with it."""

import re

from extractors.base import Sheet
from extractors.extent import OF_STATE, STATE, SURE
from extractors.flowing import GOES_ON, UNENDED, print_end, unlike_print
from extractors.gazetteer import Gazetteer, NameHit

_GOES_ON = re.compile(
    r"(?:and|&|of)\b"
)  # not as `GOES_ON`: "Public Employees ..." below may be a name of its own


def owned(names: Gazetteer, text: str) -> bool:
    """Whether a name is that of a product of a known plan, by whose name it begins: "HMSA's Preferred Provider Plan"."""
    owner = re.match(r"(.+?)['’]s (?=[A-Z])", text)
    return owner is not None and any(
        (h.start, h.end) == owner.span(1) and max(n.sure for n in h.names) >= SURE
        for h in names.find(owner[1])
    )


def fills(sheet: Sheet, hit: NameHit) -> bool:
    """Whether a known name ends its line, and what stands on the next one does not read as more of it."""
    line = sheet.segment_at(hit.start)
    ends = sheet.offset_of(line) + len(line.text) == hit.end
    return ends and not GOES_ON.match(sheet.text, hit.end + 1) and not UNENDED.search(line.text)


def of_whom(text: str, hit: NameHit) -> int:
    """Where a name begins that its list holds without the words before it: "State of Louisiana, Office of Group Benefits"."""
    before = _STATE_OF.search(text, max(0, hit.start - 16), hit.start)
    return before.start() if before and _A_STATE.match(text, hit.start) else hit.start


_STATE_OF = re.compile(r"\b(?:State of|STATE OF|Commonwealth of|COMMONWEALTH OF) $")
_A_STATE = re.compile(STATE, re.I)


def is_known(hits: list[NameHit], start: int, end: int) -> bool:
    """Whether the gazetteer knows what stands there, by its first words, by most of it, or by several names side by side."""
    inside = [h for h in hits if start <= h.start and h.end <= end and max(n.sure for n in h.names) >= SURE]
    if sum(h.end - h.start for h in inside) > 0.8 * (end - start):
        return True
    return any(
        (h.start <= start and end <= h.end)
        or (
            max(n.sure for n in h.names) >= SURE
            and (h.start <= start or min(h.end, end) - max(h.start, start) > 0.6 * (end - start))
        )
        for h in hits
        if h.start < end and start < h.end
    )


def by_line(sheet: Sheet, names: Gazetteer, hit: NameHit) -> list[NameHit]:
    """The name, or where it runs over two lines of unlike print the names that stand on each of them by themselves.

    "UnitedHealthcare" over "Oxford Health Insurance, Inc., Grievance ..." is no "UnitedHealthcare Oxford".
    """
    first, last = sheet.segment_at(hit.start), sheet.segment_at(hit.end - 1)
    start = sheet.offset_of(last)
    if first is not last and unlike_print(first, last):
        below = next(iter(names.find(last.text)), None)
        if below and below.start == 0 and below.end > hit.end - start:
            end = sheet.offset_of(first) + len(first.text)
            above = names.find(sheet.text[hit.start : end])
            both = [*((hit.start, h) for h in above), (start, below)]
            return [NameHit(at + h.start, at + h.end, h.names) for at, h in both]
    return [_one_line(sheet, names, hit)]


def _one_line(sheet: Sheet, names: Gazetteer, hit: NameHit) -> NameHit:
    """Of a name over two lines that say more, the part on one of them, if that is a name of the same body.

    "State of West Virginia" over "Public Employees ..." is the second, "CareSource" over "Ohio Medicaid" the first.
    """
    first, last = sheet.segment_at(hit.start), sheet.segment_at(hit.end - 1)
    start = sheet.offset_of(last)
    if first is last or _GOES_ON.match(sheet.text, start):
        return hit
    parts = [(start, hit.end)] if sheet.offset_of(first) < hit.start else []
    headed = (
        sheet.offset_of(first) == hit.start or len(first.text) < _PROSE
    )  # in a sentence a name goes on below
    if headed and hit.end < start + len(last.text) and not UNENDED.search(first.text):
        parts.append((hit.start, sheet.offset_of(first) + len(first.text)))
    bodies = {n.body for n in hit.names}
    for begin, end in parts:
        for alone in names.find(sheet.text[begin:end]):
            same = tuple(n for n in alone.names if n.body in bodies and n.sure >= SURE)
            if same and alone.start == 0 and not sheet.text[begin + alone.end : end].strip(" ®™℠"):
                return NameHit(begin, begin + alone.end, same)
    return hit


def known_in_one_print(sheet: Sheet, names: Gazetteer, start: int, end: int) -> int:
    """Where a name ends that goes on in another print, if the words before that are a known name by themselves.

    "Health Alliance Plan", and small beside it the product that it sells; but "CareFirst", and small beside it
    "BlueCross BlueShield", is the emblem of one name.
    """
    stop = print_end(sheet, start, end)
    if OF_STATE.fullmatch(sheet.text, stop, end):
        return end  # "DELTA DENTAL", and in small letters "of Arizona"
    emblem = sheet.segment_at(start) is sheet.segment_at(end - 1) and _known(names, sheet.text[start:end])
    return stop if not emblem and _known(names, sheet.text[start:stop]) else end


def _known(names: Gazetteer, text: str) -> bool:
    hits = (h for h in names.find(text) if h.start == 0 and h.end == len(text))
    return any(n.sure >= SURE for h in hits for n in h.names)


_PROSE = 60  # characters from which a line is a sentence's
