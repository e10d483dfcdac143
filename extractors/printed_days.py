"""Dates as they are printed: in figures, with months in English or Spanish, in words, misspelt, and in ranges."""

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "ene feb mar abr may jun jul ago sep oct nov dic",
)
_MONTH_NUMBER = {name: i for names in _MONTHS for i, name in enumerate(names.split(), 1)} | {"set": 9}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MES = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|ene|abr|ago|set|dic)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ORDINAL_NUMBER = {name: i for i, name in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
_ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|(?:(?:twenty|thirty)[ -])?(?:{'|'.join(_ORDINALS[:9])})|{'|'.join(_ORDINALS[9:])}|thirtieth)"
_TO = r"\s*(?:-|–|—|to|thru|through|until|al)\s*"

# Each pattern names its parts; `2` marks the second day of a range.
_DATES = [
    # January 5 to February 2, 2026 | January 5-7, 2026 | January 5, 2026
    rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>{_YEAR}))?{_TO}"
    rf"(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{_YEAR})",
    rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:-|–|—|\s+to\s+|\s+through\s+|\s+and\s+)(?P<d2>\d{{1,2}}),?\s+(?P<y>{_YEAR})",
    rf"(?P<m>{_MONTH})[\s-]+(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[,.]\s*|[\s-]+)(?P<y>{_YEAR})",
    # Feb.10,2026 | February, 10 2026 | Feb. 10, '26 | 10 Feb '26 | 2026 Feb 10
    rf"(?P<m>{_MONTH})(?:(?<=\.)|,\s+)(?P<d>\d{{1,2}})(?:,\s*|\s+)(?P<y>{_YEAR})",
    rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+['’](?P<y>\d\d)",
    rf"(?P<d>\d{{1,2}})\s+(?P<m>{_MONTH}),?\s+['’](?P<y>\d\d)",
    rf"(?P<y>{_YEAR})[\s-]+(?P<m>{_MONTH})[\s-]+(?P<d>\d{{1,2}})(?!\s*,?\s*{_YEAR})",
    rf"(?P<d>\d{{1,2}})\s+(?P<m>{_MONTH}){_TO}(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH}),?\s+(?P<y>{_YEAR})",
    # 5 January 2026 | 05-JAN-2026 | 5 to 7 January 2026
    rf"(?P<d>\d{{1,2}})(?:-|–|\s+to\s+)(?P<d2>\d{{1,2}})\s+(?P<m>{_MONTH}),?\s+(?P<y>{_YEAR})",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s/]*(?:of\s+)?(?P<m>{_MONTH}),?[-\s/]*(?P<y>{_YEAR})",
    rf"(?P<d>\d{{1,2}})-?(?P<m>{_MONTH})-?(?P<y>\d\d)",
    # the 27th day of June, 2025 | the first of April, 2026
    rf"(?P<d>{_ORDINAL})\s+(?:day\s+)?of\s+(?P<m>{_MONTH})(?:,?\s+|\s+of\s+)(?P<y>{_YEAR})",
    # 5 de enero de 2026
    rf"(?P<d>\d{{1,2}})\s+(?:de\s+)?(?P<m>{_MES})\s+(?:de\s+|del\s+)?(?P<y>{_YEAR})",
    rf"(?P<m>{_MES})\s+(?P<d>\d{{1,2}}),?\s+(?:de\s+)?(?P<y>{_YEAR})",
    # 2026-01-05 to 2026-01-07 | 01/05/2026 - 01/07/2026
    rf"(?P<y>{_YEAR})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_TO}(?P<y2>{_YEAR})-(?P<m2>\d{{1,2}})-(?P<d2>\d{{1,2}})(?!\d)",
    rf"(?P<m>\d{{1,2}})(?P<s>[-/])(?P<d>\d{{1,2}})(?P=s)(?P<y>{_YEAR}|\d\d){_TO}"
    rf"(?P<m2>\d{{1,2}})(?P=s)(?P<d2>\d{{1,2}})(?P=s)(?P<y2>{_YEAR}|\d\d)(?![\d/])",
    # 2026-01-05 | 2026/01/05
    rf"(?P<y>{_YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)",
    # 01/05/2026 - 01/07/2026 | 01/05-01/07/26 | 01/05/26
    rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}}){_TO}(?P<m2>\d{{1,2}})/(?P<d2>\d{{1,2}})/(?P<y>{_YEAR}|\d\d)(?![\d/])",
    rf"(?P<m>\d{{1,2}})(?P<s>[-/.])(?P<d>\d{{1,2}})(?P=s)(?P<y>{_YEAR}|\d\d)(?![\d/])",
    rf"(?P<m>\d{{1,2}})(?: / |\\)(?P<d>\d{{1,2}})(?: / |\\)(?P<y>{_YEAR})(?![\d/])",
    # the 5th of January | January 5 (the year must come from elsewhere)
    rf"(?P<d>{_ORDINAL})\s+(?:day\s+)?of\s+(?P<m>{_MONTH})",
    rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:-|–|—){_MONTH}?\s*(?P<d2>\d{{1,2}}))?(?![\d,]*\d)",
]
# what goes on in figures is a number that begins like a day ("25-06-19-0442"); a range may go on ("1/5/26-1/9")
_ENDS = r"(?:(?!\w)(?![-/](?:\d{3,}(?![/-]\d)|[A-Z]{1,4}-?\d)|-\d{1,2}(?![\d/-])|\.\d)|(?=T\d\d:))"
_DATE_PATTERNS = [re.compile(rf"(?<![\w/.-]){p}{_ENDS}", re.I) for p in _DATES]
# June 2, 9, 16 and 23, 2026: each a day of its own
_LIST = re.compile(
    rf"\b(?P<m>{_MONTH})\s+(?P<days>\d{{1,2}}(?:(?:\s?,\s?|\s+)(?:(?:and|&)\s+)?\d{{1,2}}(?!\d))+),?\s+(?:of\s+)?(?P<y>{_YEAR})(?!\d)",
    re.I,
)
_SIX = re.compile(r"(?<![\w/.,$-])(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([12]\d)(?![\w/,-]|\.\d)")
_SIX_TO_SIX = re.compile(r"(?<![\w-])(\d{6})-(\d{6})(?![\w-])")
_RECENT = dt.timedelta(days=730)
_COMPACT = re.compile(r"(?<!\d)(20[12]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or a range as printed. `year_known` is false for "January 5"; `last` equals `first` unless a range."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    year_known: bool = True


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _nth(text: str) -> int:
    """The number of a day: 27, "twenty-seventh"."""
    if text[0].isdigit():
        return int(re.match(r"\d+", text)[0])  # type: ignore[index]
    tens, _, ones = text.lower().replace(" ", "-").rpartition("-")
    return {"": 0, "twenty": 20, "thirty": 30}[tens] + _ORDINAL_NUMBER[ones]


_NAMES = (
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
    ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)  # fmt: skip
# a word where a month stands before or after a day, with a year; no sentence is printed so otherwise
_MISSPELT = [
    re.compile(rf"(?P<word>[A-Za-z]{{3,11}})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\s?[,.]?\s+{_YEAR}(?!\d)"),
    re.compile(
        rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?P<word>[A-Za-z]{{3,11}}),?\s+(?:de\s+)?{_YEAR}(?!\d)"
    ),
]


def _spelt(text: str) -> str:
    """The text with months that are spelt wrongly put right in the same number of characters ("Augst 5th, 2025")."""
    for pattern in _MISSPELT:
        for match in pattern.finditer(text):
            word = match["word"].lower()
            known = any(
                word == name or (len(word) < 5 and name.startswith(word))
                for names in _NAMES
                for name in names
            )
            close = difflib.get_close_matches(word, [*_NAMES[0], *_NAMES[1]], n=1, cutoff=0.77)
            if not known and close and close[0][0] == word[0] and len(word) > 3:
                right = close[0][:3].ljust(len(word))
                text = text[: match.start("word")] + right + text[match.end("word") :]
    return text


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTH_NUMBER[text.lower()[:3]]


def _read(match: re.Match[str], year: int) -> DateSpan | None:
    part = match.groupdict()
    known = bool(part.get("y") or part.get("y2"))
    y2 = int(part.get("y2") or part.get("y") or year)
    y = int(part.get("y") or y2)
    y, y2 = (n + 2000 if n < 100 else n for n in (y, y2))
    month, day = _month(part["m"]), _nth(part["d"])
    if part["m"].isdigit() and month > 12 >= day and not part.get("d2"):
        month, day = day, month  # 24/09/2026
    if part["m"].isdigit() and not part.get("d2") and abs(y - year) > 6 and 20 <= int(part["m"]) <= 39:
        y, month, day = 2000 + int(part["m"]), int(part["d"]), y % 100  # 26/02/17, year first
    first = _day(y, month, day)
    last = (
        _day(y2, _month(part["m2"]) if part.get("m2") else month, int(part["d2"]))
        if part.get("d2")
        else first
    )
    if first is None or last is None:
        return None
    if last < first and not part.get("y"):
        first = _day(y - 1, month, day) or first
    if last < first or not 1900 <= first.year <= 2099:
        return None
    return DateSpan(match.start(), match.end(), first, last, known)


def printed_days(text: str) -> Iterator[DateSpan]:
    """Every reading of a date in `text`, the surest shapes first; readings may overlap."""
    years = [int(y) for y in re.findall(r"(?<!\d)20[12]\d(?!\d)", text)]
    usual = max(set(years), key=years.count) if years else 2000
    spelt = _spelt(text)
    yield from _listed(spelt)
    for pattern in _DATE_PATTERNS:
        for match in pattern.finditer(spelt):
            if span := _read(match, usual):
                yield span


def _listed(text: str) -> Iterator[DateSpan]:
    """The days of one month that a list names; "between June 2 and 9" is a range."""
    for match in _LIST.finditer(text):
        if text[: match.start()].rstrip().lower().endswith("between"):
            continue
        numbers = list(re.finditer(r"\d+", match["days"]))
        days = [_day(int(match["y"]), _month(match["m"]), int(n[0])) for n in numbers]
        told = [d for d in days if d]
        if len(told) < len(numbers) or told != sorted(set(told)):
            continue
        at = match.start("days")
        for i, (number, day) in enumerate(zip(numbers, told, strict=True)):
            start = match.start() if i == 0 else at + number.start()
            end = match.end() if i == len(numbers) - 1 else at + number.end()
            yield DateSpan(start, end, day, day)


def compact_dates(text: str) -> list[DateSpan]:
    """Dates printed as eight digits (20260304); only for places that a label marks as a date."""
    found = []
    for match in _COMPACT.finditer(text):
        if day := _day(int(match[1]), int(match[2]), int(match[3])):
            found.append(DateSpan(match.start(), match.end(), day, day))
    return found


def machine_days(text: str, latest: dt.date) -> list[dt.date]:
    """Days printed as six figures, month first (061726), in the two years before `latest`; only for rows of charges."""
    text = _SIX_TO_SIX.sub(r"\1 \2", text)
    found = [_day(2000 + int(m[3]), int(m[1]), int(m[2])) for m in _SIX.finditer(text)]
    return [d for d in found if d and dt.timedelta(0) <= latest - d < _RECENT]
