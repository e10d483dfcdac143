"""Where names of plans, insurers and administrators stand: those of the gazetteer, and names that say what they are."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.extent import (
    SURE,
    badge,
    closed,
    grown,
    of_place,
    phrase_end,
    stands_alone,
    trimmed,
    without_desk,
)
from extractors.flowing import GOES_ON, flowing, one_name, unlike_print
from extractors.gazetteer import Gazetteer, Name, NameHit
from extractors.knownnames import by_line, fills, is_known, of_whom, owned
from extractors.lexicon import pattern
from extractors.sender import Sender
from extractors.wording import (
    COMPANY_NAME,
    COMPANY_WORD,
    EMPLOYER_WORD,
    NO_TPA,
    NOT_A_PLAN,
    PLAIN_START,
    PLAN_NAME,
    TPA_NAME,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the running text. `names` are its lines in the gazetteer; without them `kind` says what it is."""

    start: int
    end: int
    kind: str  # plan, insurer, vendor; known: see `names`
    names: tuple[Name, ...] = ()


def named(
    sheet: Sheet, names: Gazetteer, strong: Callable[[int, int], bool], told: Sequence[Sender] = ()
) -> Iterator[Named]:
    """Every name of a body; `strong` says whether a plan's name would stand at a place, `told` who may be the sender.

    A name that is part of a longer one is not given by itself.
    """
    text = flowing(sheet)
    hits = [h for hit in names.find(text) for h in by_line(sheet, names, hit)]
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return not any(a <= start < b or a < end <= b for a, b in taken)

    for match in PLAN_NAME.finditer(text):
        start, end = _last_line(sheet, *trimmed(text, match.start(), match.end()))
        bare = start + badge(text[start:end])
        known = any(h.start <= bare and end <= h.end and max(n.sure for n in h.names) >= SURE for h in hits)
        if known or not free(start, end) or not _named_so(text[start:end]) or _OFFICE.match(text, end):
            continue
        start = _joined(sheet, bare)
        own = EMPLOYER_WORD.search(text[start:end]) or COMPANY_WORD.search(text[start:end])
        if own or strong(start, end):
            end = (
                _above_only(sheet, start, of_place(text, end, _end_below(sheet, end)), end)
                if own
                else phrase_end(text, end, _line_end(sheet, start))
            )
            if whom := _FOR_WHOM.match(text, end):
                end = whom.end()
            taken.append((start, end))
            yield Named(start, end, "plan" if own else "insurer")
    for start, end in _companies(sheet, hits, strong):
        if free(start, end):
            start -= _number_before(sheet, start, end)
            taken.append((start, end))
            yield Named(start, end, "insurer")
    plans = [set(text[a:b].lower().split()) for a, b in taken]
    for sender in told:
        employer = any(set(sender.text.lower().split()) <= p for p in plans)
        if (
            not employer
            and not owned(names, sender.text)
            and not any(is_known(hits, start, end) for start, end in sender.places)
        ):
            for start, end in sender.places:
                if free(start, end):
                    taken.append((start, end))
                    yield Named(start, end, sender.kind)
    for match in TPA_NAME.finditer(text):
        start, end = trimmed(text, match.start(), match.end())
        sure = [(h.start, h.end) for h in hits if max(n.sure for n in h.names) >= SURE]
        begun = (b for a, b in (*taken, *sure) if a <= start < b < end)  # a fund's name beside it
        start = next((b + len(text[b:end]) - len(text[b:end].lstrip()) for b in begun), start)
        name = text[start:end]
        if (
            "\n" in name
            or len(name.split()) < 2
            or _NOBODY.fullmatch(name)
            or NO_TPA.search(name)
            or not free(start, end)
        ):
            continue
        if not any(h.start <= start and end <= h.end for h in hits):
            taken.append((start, end))
            yield Named(start, end, "vendor")
    for hit in hits:
        office = _OFFICE.match(text, hit.end)
        if not office and not any(a <= hit.start and hit.end <= b for a, b in taken) and _capital(sheet, hit):
            arm = _ARM.match(text, hit.end) or _ARM.search(text, hit.start, hit.end)
            if arm and arm.end() >= hit.end:  # a carrier's arm that administers for others
                insures = any(n.sure == 1 for n in hit.names) and arm.start() < hit.end
                vendors = insures and all(names.bodies[n.body].insurer == "no" for n in hit.names)
                yield Named(
                    hit.start, arm.end(), "known" if vendors else "vendor", hit.names if vendors else ()
                )
                continue
            begin, end = of_whom(text, hit), hit.end if fills(sheet, hit) else grown(text, hit, hits)
            trust = end > hit.end and bool(EMPLOYER_WORD.search(text[hit.end : end]))
            yield Named(begin, end, "plan" if trust else "known", () if trust else hit.names)


def _number_before(sheet: Sheet, start: int, end: int) -> int:
    """The length of a number that a name begins with: "90 Degree Health", where a line of the letter is no more than that."""
    number = re.search(r"(?<![\w.,/-])\d{1,3} $", sheet.text[max(0, start - 5) : start])
    alone = number and sheet.starts_segment(start - len(number[0]))
    line = len(sheet.segment_at(start).text)
    return len(number[0]) if number and alone and line <= end - start + len(number[0]) + 1 else 0


def _named_so(name: str) -> bool:
    """Whether words made like a plan's name are one, and no heading or sentence."""
    told = bool(_TELLS.sub("", name).strip(" -,&"))
    house = _HOUSE.sub("", name) if EMPLOYER_WORD.search(name) and _PLANS.search(name) else name
    return bool(
        told
        and not _PUBLIC_PROGRAM.search(name)
        and "\n" not in name
        and not NOT_A_PLAN.search(house)
        and not PLAIN_START.match(name)
    )


_PUBLIC_PROGRAM = re.compile(r"\b(?:Medicaid|Medicare|CHIP|Medi-Cal)\b.*\bProgram$", re.I)  # plans run it
_STREET = re.compile(r"\d{3,5} ")


_HOUSE = re.compile(
    r"\b(?:Department|Office|Division) of (?=[A-Z])"
)  # of a county or a state that has a plan
_PLANS = re.compile(r"\b(?:Plan|Fund|Trust)$")
_TELLS = pattern("name.tells")


def _joined(sheet: Sheet, start: int) -> int:
    """Where a name begins that seems to begin with "and": with its line, "UNITE HERE LOCAL 25 AND HOTEL ASSOCIATION ..."."""
    first = sheet.offset_of(sheet.segment_at(start))
    before = sheet.text[first:start]
    return first if _AND.match(sheet.text, start) and before.isupper() else start


_AND = re.compile(r"(?:AND|OF|&) ")


def _last_line(sheet: Sheet, start: int, end: int) -> tuple[int, int]:
    """Of a match over two lines the second alone, if it is a name by itself ("Teachers Health Trust" under a school's)."""
    last = sheet.segment_at(end - 1)
    second = sheet.offset_of(last)
    alone = PLAN_NAME.match(sheet.text, second) if start < second else None
    head = last.page == sheet.first_page and sheet.top(second) < 0.2
    named = head and alone and len(alone[0].split()) > 2 and not GOES_ON.match(alone[0])
    return (second, end) if alone and alone.end() >= end and named else (start, end)


def _capital(sheet: Sheet, hit: NameHit) -> bool:
    """Whether the words are printed as a name: in capitals where the gazetteer has them ("the standard" is none).

    A line of its own may be a name in small letters, as the emblem over a letter is.
    """
    text = sheet.text[hit.start : hit.end]
    if " " not in text and (_GIVEN.match(sheet.text, hit.end) or _DAY.match(sheet.text, hit.start)):
        return False  # "ABARCA,JULIAN" is a person, "Friday, May 3" a day
    if len(text) >= 0.8 * len(sheet.segment_at(hit.start).text):
        return True
    if (
        sheet.starts_segment(hit.start)
        and _PART_ENDS.match(sheet.text, hit.end)
        and sheet.top(hit.start) < 0.2
        and max(n.sure for n in hit.names) == 1
    ):
        return True  # "absolute total care — South Carolina Healthy Connections"
    if not text.isupper() and all(n.text.isupper() and len(n.text) < 5 for n in hit.names):
        return False  # "Nia" is no "NIA"
    printed = re.findall(r"[^\W_]+", text)
    small = {w.lower() for n in hit.names for w in re.findall(r"[^\W_]+", n.text) if w[:1].islower()}
    capital = [w[:1].isupper() or w[:1].isdigit() for w in printed]
    if sheet.starts_segment(hit.start) and len(printed) > 2:
        capital[0] = True  # a brand that begins small ("carelon Medical Benefits Management")
    return all(c or w.lower() in small or len(w) < 4 for c, w in zip(capital, printed, strict=True))


_PART_ENDS = re.compile(r" ?[|·•—–]|[®™℠]?\s*\n")
_GIVEN = re.compile(r",(?: (?=[A-Z]+ ?[A-Z]?\b\.?(?:\s|$)))?(?!\s|INC|LLC|Inc)[A-Z]{3,}\b")
_DAY = re.compile(r"[A-Z][a-z]+day,? [A-Z][a-z]{2,8}\.? \d")
_AGENCY = pattern("name.agency")
_NOBODY = pattern("name.nobody")
_ARM = pattern("name.arm")
_OFFICE = pattern("name.office")  # "Managed Health Care Bureau" regulates


def _parts(line: str) -> list[str]:
    return re.split(r"\s*[|·•—–(]\s*|\s+-\s+", line)


def _above_only(sheet: Sheet, start: int, end: int, least: int) -> int:
    """The end of a name that runs on to a line: that of the line above if they are unlike in print, and it can end there."""
    above = sheet.segment_at(start)
    stop = sheet.offset_of(above) + len(above.text)
    return stop if least <= stop < end and unlike_print(above, sheet.segment_at(end - 1)) else end


def _end_below(sheet: Sheet, end: int) -> int:
    """Where the line ends on which the text goes on behind `end`."""
    line = sheet.segment_at(min(end + 1, len(sheet.text) - 1))
    return sheet.offset_of(line) + len(line.text)


def _line_end(sheet: Sheet, start: int) -> int:
    """The end of the line, or of the next where a name goes on there."""
    segment = sheet.segment_at(start)
    end = sheet.offset_of(segment) + len(segment.text)
    if end + 1 < len(sheet.text) and sheet.top(start) < 0.2:
        below = sheet.segment_at(end + 1)
        if below.page == segment.page and one_name(segment, below):
            return sheet.offset_of(below) + len(below.text)
    return end


_PARENT = re.compile(r"(?<=\w) An? [A-Z].* Company$")  # "UMR A UnitedHealthcare Company"


# words before a comma, no list of trades and no company's tail behind it
_APART = re.compile(r"[^,&\n]*, (?!Inc|LLC|L\.L|Co\b|INC|the\b)(?=[^,&\n]*$)")


_FOR_WHOM = pattern("name.for_whom")


def _companies(
    sheet: Sheet, hits: list[NameHit], strong: Callable[[int, int], bool]
) -> Iterator[tuple[int, int]]:
    """Names of companies that the gazetteer does not hold whole, where a plan's name would stand."""
    text = sheet.text
    for match in COMPANY_NAME.finditer(text):
        start, end = trimmed(text, match.start(), match.end())
        start += badge(text[start:end])
        if whole := re.match(r".*?\b(?:Insurance|Life) Company\b(?! of\b)", text[start:end]):
            end = start + whole.end()  # what follows is a program
        if apart := _APART.match(text, start, end):
            start = apart.end()
        end = without_desk(text, start, end)
        name = text[start:end]
        if (
            "\n" in name
            or NOT_A_PLAN.search(name)
            or _STREET.match(name)
            or _AGENCY.match(name)
            or len(name.split()) < 2
            or PLAIN_START.match(name)
            or _OFFICE.match(text, end)
        ):
            continue
        if any(h.start <= start and closed(text, h.end, end) for h in hits if start < h.end):
            continue
        inside = [h for h in hits if start <= h.start and h.end <= end]
        sure = any(max(n.sure for n in h.names) >= SURE for h in inside)
        if sure and (name not in _parts(sheet.segment_at(start).text) or badge(name)):
            continue  # a known name with other words around it, unless it fills its part of the line
        if any(h.start == start and stands_alone(text, text[start : h.end], start, end) for h in inside):
            continue  # the words that follow are a product's
        if strong(start, end):
            name = _PARENT.sub("", text[start : phrase_end(text, end, _line_end(sheet, start))])
            if not NOT_A_PLAN.search(name):
                yield from ((m.start(), m.end()) for m in re.finditer(re.escape(name), text))
