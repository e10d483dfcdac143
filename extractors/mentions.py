"""Spans of the running text by shape alone: dates, amounts, telephone numbers, and what looks like an identifier.

A span belongs to one shape: dates, money, telephone numbers, ZIP codes, addresses of the web and citations of law
are taken first, and only what is left can be an identifier.
"""

import datetime as dt
import difflib
import re
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
    rf"(?P<m>{_MONTH})[\s-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[,.]\s*|[\s-]+)(?P<y>{_YEAR})",
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
    # the 5th of January | January 5 (the year must come from elsewhere)
    rf"(?P<d>{_ORDINAL})\s+(?:day\s+)?of\s+(?P<m>{_MONTH})",
    rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:-|–|—){_MONTH}?\s*(?P<d2>\d{{1,2}}))?(?![\d,]*\d)",
]
_DATE_PATTERNS = [re.compile(rf"(?<![\w/.-]){p}(?:(?!\w)|(?=T\d\d:))", re.I) for p in _DATES]
_COMPACT = re.compile(r"(?<!\d)(20[12]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")

PHONE = re.compile(
    r"(?<![\w-])(?:\+?1[\s.-]{1,2}|1\s?\()?\(?\b[2-9]\d{2}\)?[\s.\u2011–-]{1,2}\d{3}[\s.\u2011–-]{1,2}\d{4}\b"
    r"|(?<![\w-])1?-?8(?:00|88|77|66|55|44|33)-[A-Z0-9]{3,10}(?:-[A-Z0-9]{2,6})?\b"
    r"|\b8(?:00|88|77|66|55|44|33)-[A-Z0-9]{3}-[A-Z0-9]{4}\b|(?<!\w)1-\d{3}-\d{3}-\d{4}"
)
MONEY = re.compile(
    r"-?\(?\$\s?\d[\d,]*(?:\.\d{2})?\)?|(?<![\w.-])-?\(?\d{1,3}(?:,\d{3})*\.\d{2}\)?-?(?!\d|\.\d|%)"
)
_ZIP = re.compile(
    # two letters that are also a word or a label stand for a state only before a ZIP code of it ("ID 45521" is an identifier)
    r"\b(?:A[KLRZ]|CT|D[CE]|FL|GA|GU|I[AL]|K[SY]|LA|M[DINOST]|N[CDEHJMVY]|O[HK]|PR|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]"
    r"|(?:CA(?=\W+9)|CO(?=\W+8)|HI(?=\W+9)|ID(?=\W+83)|IN(?=\W+4)|MA(?=\W+0)|ME(?=\W+0)|OR(?=\W+97)|PA(?=\W+1)))\.?,?\s+\d{5}(?:-\d{4})?\b"
    r"|\b(?!Group|Grp|Account|Acct|Member|Case|Policy|Number|Claim|Plan|Employer|Contract|Code|File|Appeal|Suffix|Certificate|Reference)"
    r"[A-Z][a-z]+\s+\d{5}(?:-\d{4}(?!\d)|(?=[ ]*(?:[.,;•·|)\n]|$)))"
)
_WEB = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+|\b[\w.-]+\.(?:com|org|net|gov|edu|us|health)\b\S*", re.I)
_LAW = re.compile(
    r"(?<![\w-])(?:sections?|secs?\.|§+|CFR|C\.F\.R\.|U\.?S\.?C\.?|Part|Parts|Title|Article|chapter|page|pages|pp?\.|NYCRR|CCR|"
    r"NAC|COMAR|IAC|Suite|Ste\.?|Room|Rm\.?|Unit|Apt\.?|Floor|Box|Drawer|Lockbox|Dept\.|Bldg\.?|WAC|RCW|ORS|OAR|MCL|KRS|RSA|ARS|ORC|NJAC|COMAR|Statutes?|Stat\.)"
    r"(?![A-Za-z]) *#? *[A-Z]?-?\d[\w.()/-]*(?:\s*(?:and|or|,|to|-)\s*\d[\w.()-]*)*|\b\d+\s+(?:CFR|C\.F\.R|U\.?S\.?C|NYCRR|CCR)\b"
    r"\s*§*\s*(?:Part\s*)?[\d.()a-z-]*|\b(?:MS|MC|MZ|Mail ?stop|Mail Code|Mail Zone|Route|Mailstop)[:\s]+#?\s*(?:[A-Z]{2} )?[A-Z]{0,3}\d[\w-]*"
    # states' codes by their initials ("A.R.S. 36-2903.01"), named one by one: "I.D." is none
    r"|\b(?:A\.R\.S|A\.A\.C|C\.M\.R|C\.R\.S|C\.G\.S|F\.A\.C|K\.A\.R|K\.R\.S|K\.S\.A|M\.C\.A|M\.C\.L|M\.R\.S|N\.A\.C|N\.C\.G\.S|N\.J\.A\.C|N\.J\.S\.A|"
    r"N\.M\.A\.C|N\.M\.S\.A|N\.R\.S|O\.A\.C|O\.A\.R|O\.C\.G\.A|O\.R\.C|O\.R\.S|R\.C\.W|R\.S\.A|T\.A\.C|T\.C\.A|U\.C\.A|W\.A\.C)\.?\s*(?:§+\s*)?[A-Z]?\d[\w.()-]*",
    re.I,
)
_TAX = re.compile(r"\b(?:tax|EIN|TIN)\b[^\n]{0,40}?\b\d{2}-?\d{7}(?!\w)", re.I)
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s?%|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d+/\d+\s+(?:pages?)\b", re.I)
_STREET = re.compile(
    r"\b(?<![\w.]-)\d{1,6}(?:-\d+)? +(?![A-Z]{0,3}\d{5})(?:[NSEW]\.? +|North |South |East |West )?(?:(?=[\w.'’-]*[A-Za-z])[A-Z0-9][\w.'’-]* +){0,3}[A-Z0-9][\w.'’-]* +"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Way|Ct|Court|Pl|Place|Pkwy|Parkway|Hwy|Highway|Ter|Terrace|"
    r"Cir|Circle|Loop|Trl|Trail|Sq|Square|Plaza|Pike|Tpke|Turnpike|Broadway|Concourse)\b",
    re.I,
)
_TOKEN = r"[A-Z0-9][A-Z0-9*]*(?:[-/.*_][A-Z0-9*]+)*"
_ID = re.compile(
    rf"(?<![\w$.@/&-])(?:[A-Z]&[A-Z] |(?!(?:{'{stop}'})\b)[A-Z]{{1,5}}(?:-[A-Z]{{1,5}}(?=[ ]\d))?[- ](?:[A-Z][ ](?=\d))?)?(?=[A-Z*_./-]*\d){_TOKEN}(?:[ ](?=[A-Z]?\d|[A-Z]\d|X\d|\d*[A-Z]\b(?![\w'’]))"
    rf"[A-Z0-9*]{{1,12}}(?:[-/.*][A-Z0-9]+)*(?![\w/.,]*[a-z]))*(?:[ ]\(\d{{1,2}}\)|[ ]/[ ]\d{{2}}(?!\d)|[ ]-[ ]\d{{2}}(?=[);,.]|\n|$))?(?![\w@])".replace(
        "{stop}",
        "ERISA|COBRA|HIPAA|NPI|TIN|BIN|PCN|GRP|RXGRP|ID|NO|NOS|NUM|BOX|FAX|TTY|TDD|TEL|THE|AND|OF|FOR|TO|ON|IN|AT|BY|IS|AS|OR|CLAIM|CASE|GROUP|"
        "REF|ICN|DCN|TCN|DOS|DOB|CPT|HCPCS|ICD|DRG|REV|CODE|ACCT|PAGE|PG|EFT|CHECK|MEMBER|PLAN|POLICY|NOTE|LINE|DATE|FROM|"
        "THRU|AUTH|APPEAL|EIN|LIC|FORM|UNIT|UNITS|QTY|MOD|DX|MRN|RX|FILE|CARC|RARC|TAX|BILL|FUND|YOUR|OUR|LOB|PTACCT|PT|"
        "CERT|THAN|EACH|MORE|OVER|UNDER|EVERY|AFTER|WITH|ONLY|LAST|LEAST|ABOUT|MBI|HIC|CIN|SSN|ISC|MCG|CPB|LCD|NCD|SUB|BOOK|CLM|I|A|AM|PM|ET|CT|US|TYPE|STAGE|LEVEL|STEP|TIER|PHASE|ERA|NDC|ACCOUNT|NUMBER|RUN|CYCLE|PO",
    )
)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or a range as printed. `year_known` is false for "January 5"; `last` equals `first` unless a range."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    year_known: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the running text of one shape."""

    start: int
    end: int
    text: str


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


def _free(taken: list[bool], start: int, end: int) -> bool:
    return not any(taken[start:end])


def _take(taken: list[bool], start: int, end: int) -> None:
    taken[start:end] = [True] * (end - start)


@dataclass(frozen=True, slots=True)
class Mentions:
    """All spans of one letter by shape."""

    dates: tuple[DateSpan, ...]
    money: tuple[Span, ...]
    phones: tuple[Span, ...]
    ids: tuple[Span, ...]


def mentions(text: str) -> Mentions:
    """Find the spans of `text`; of two that overlap, the shape that is surer wins."""
    taken = [False] * (len(text) + 1)
    years = [int(y) for y in re.findall(r"(?<!\d)20[12]\d(?!\d)", text)]
    usual = max(set(years), key=years.count) if years else 2000
    dates = []
    spelt = _spelt(text)
    for pattern in _DATE_PATTERNS:
        for match in pattern.finditer(spelt):
            if _free(taken, match.start(), match.end()) and (span := _read(match, usual)):
                dates.append(span)
                _take(taken, match.start(), match.end())
    phones = _phones(text, taken)
    money = _spans(MONEY, text, taken)
    for pattern in (_WEB, _TAX, _STREET, _LAW, _PERCENT, _ZIP):
        _spans(pattern, text, taken)
    masked = "".join("\x00" if hit and c != "\n" else c for c, hit in zip(text, taken, strict=False))
    ids = tuple(
        Span(m.start(), m.end(), text[m.start() : m.end()])
        for m in _ID.finditer(masked)
        if _plausible(m.group())
    )
    return Mentions(tuple(sorted(dates, key=lambda d: d.start)), money, phones, ids)


_LETTERS = re.compile(r"(?<![A-Z])(?!FAX|TEL|TTY|TDD|ALT|OFC)[A-Z]{3} $")


_CALLED = re.compile(
    r"\b(?:call\w*|phone|tele\w+|tel|fax|toll|tty|tdd|helpline|contact|dial|llame|tel[eé]fono)\b", re.I
)
_NUMBERED = re.compile(
    r"(?:\bI\.?D\b\.?|\bno\.|\bnumber|#|\b(?:member|contract|ident\w*))\s*(?:\w+\s+)?:?\s*$", re.I
)


def _phones(text: str, taken: list[bool]) -> tuple[Span, ...]:
    """Telephone numbers; "XUP 900 417 7352" and "ID 300 447 1192" are identifiers."""
    found = []
    for match in PHONE.finditer(text):
        if re.fullmatch(r"[\d ]+", match[0]) and (
            _LETTERS.search(text[max(0, match.start() - 5) : match.start()])
            or re.match(r"[-/]\d", text[match.end() : match.end() + 2])
            or re.match(r" \d{1,2}\b(?! ?[/-]|[ap]m)", text[match.end() : match.end() + 5])
            or not _CALLED.search(text[max(0, match.start() - 40) : match.end() + 24])
            or _NUMBERED.search(text[max(0, match.start() - 24) : match.start()])
        ):
            continue
        if _free(taken, match.start(), match.end()):
            _take(taken, match.start(), match.end())
            found.append(Span(match.start(), match.end(), match.group()))
    return tuple(found)


def _spans(pattern: re.Pattern[str], text: str, taken: list[bool]) -> tuple[Span, ...]:
    found = []
    for match in pattern.finditer(text):
        if _free(taken, match.start(), match.end()):
            _take(taken, match.start(), match.end())
            found.append(Span(match.start(), match.end(), match.group()))
    return tuple(found)


def _plausible(text: str) -> bool:
    """At least four letters or digits with a digit among them; labels decide the rest."""
    size = sum(c.isalnum() for c in text)
    return any(c.isdigit() for c in text) and (size >= 4 or (size == 3 and "-" in text))


def compact_dates(text: str) -> list[DateSpan]:
    """Dates printed as eight digits (20260304); only for places that a label marks as a date."""
    found = []
    for match in _COMPACT.finditer(text):
        if day := _day(int(match[1]), int(match[2]), int(match[3])):
            found.append(DateSpan(match.start(), match.end(), day, day))
    return found
