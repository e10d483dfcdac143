"""Spans of the running text by shape alone: dates, amounts, telephone numbers, and what looks like an identifier.

A span belongs to one shape: dates, money, telephone numbers, ZIP codes, addresses of the web and citations of law
are taken first, and only what is left can be an identifier.
"""

import re
from dataclasses import dataclass

from extractors.lexicon import pattern, patterns
from extractors.printed_days import DateSpan, printed_days

PHONE = re.compile(
    r"(?<![\w-])(?:\+?1[\s.-]{1,2}|1\s?\()?\(?\b[2-9]\d{2}\)?[\s.\u2011–-]{1,2}\d{3}[\s.\u2011–-]{1,2}\d{4}\b"
    r"|(?<![\w-])1?-?8(?:00|88|77|66|55|44|33)-[A-Z0-9]{3,10}(?:-[A-Z0-9]{2,6})?\b"
    r"|\b8(?:00|88|77|66|55|44|33)-[A-Z0-9]{3}-[A-Z0-9]{4}\b|(?<!\w)1-\d{3}-\d{3}-\d{4}"
)
MONEY = re.compile(
    r"-?\(?\$\s?\d[\d,]*(?:\.\d{2})?\)?|(?<![\w.-])-?\(?(?:\d{1,3}(?:,\d{3})*|\d{4,6})\.\d{2}\)?-?(?!\d|\.\d|%)"
)
_ZIP = re.compile(
    # two letters that are also a word or a label stand for a state only before a ZIP code of it ("ID 45521" is an identifier)
    r"\b(?:A[KLRZ]|CT|D[CE]|FL|GA|GU|I[AL]|K[SY]|LA|M[DINOST]|N[CDEHJMVY]|O[HK]|PR|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]"
    r"|(?:CA(?=\W+9)|CO(?=\W+8)|HI(?=\W+9)|ID(?=\W+83)|IN(?=\W+4)|MA(?=\W+0)|ME(?=\W+0)|OR(?=\W+97)|PA(?=\W+1)))\.?,?\s+\d{5}(?:-\d{4})?\b(?!-\d)"
    r"|\b(?!Group|Grp|Account|Acct|Member|Case|Policy|Number|Claim|Plan|Employer|Contract|Code|File|Appeal|Suffix|Certificate|Reference)"
    r"[A-Z][a-z]+ +\d{5}(?:-\d{4}(?![\d-])|(?=[ ]*(?:[.,;•·|)\n]|$)))"
)
_WEB = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+|\b[\w.-]+\.(?:com|org|net|gov|edu|us|health)\b\S*", re.I)
_LAW = re.compile(
    r"(?<![\w-])(?:sections?|secs?\.|§+|CFR|C\.F\.R\.|U\.?S\.?C\.?|Part|Parts|Title|Article|chapter|page|pages|pp?\.|NYCRR|CCR|"
    r"NAC|COMAR|IAC|Suite|Ste\.?|Room|Rm\.?|Unit|Apt\.?|Floor|Box|Drawer|Lockbox|Dept\.|Bldg\.?|WAC|RCW|ORS|OAR|MCL|KRS|RSA|ARS|ORC|NJAC|COMAR|Statutes?|Stat\.)"
    r"(?![A-Za-z])(?:(?<=[.§])|(?=[ #])) *#? *[A-Z]?-?\d[\w.()/-]*(?:\s*(?:and|or|,|to|-)\s*\d[\w.()-]*)*|\b\d+\s+(?:CFR|C\.F\.R|U\.?S\.?C|NYCRR|CCR)\b"
    r"\s*§*\s*(?:Part\s*)?[\d.()a-z-]*|\b(?:MS|MC|MZ|Mail ?stop|Mail Code|Mail Zone|Route|Mailstop)[:\s]+#?\s*(?:[A-Z]{2} )?[A-Z]{0,3}\d[\w-]*"
    # states' codes by their initials ("A.R.S. 36-2903.01"), named one by one: "I.D." is none
    r"|\b(?:A\.R\.S|A\.A\.C|C\.M\.R|C\.R\.S|C\.G\.S|F\.A\.C|K\.A\.R|K\.R\.S|K\.S\.A|M\.C\.A|M\.C\.L|M\.R\.S|N\.A\.C|N\.C\.G\.S|N\.J\.A\.C|N\.J\.S\.A|"
    r"N\.M\.A\.C|N\.M\.S\.A|N\.R\.S|O\.A\.C|O\.A\.R|O\.C\.G\.A|O\.R\.C|O\.R\.S|R\.C\.W|R\.S\.A|T\.A\.C|T\.C\.A|U\.C\.A|W\.A\.C)\.?\s*(?:§+\s*)?[A-Z]?\d[\w.()-]*",
    re.I,
)
_TAX = re.compile(r"\b(?:tax|EIN|TIN)\b[^\n]{0,40}?\b\d{2}-?\d{7}(?!\w)", re.I)
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s?%|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d+/\d+\s+(?:pages?)\b", re.I)
_NO_STREET = patterns().source("number.no_street")
_IN_STREET = rf"(?!{_NO_STREET}|[\w-]*\d{{4}})[A-Z0-9][\w.'’-]* +"
_STREET = re.compile(
    r"\b(?<![\w.]-)\d{1,6}(?:-\d+)? +(?![A-Z]{0,3}\d{5})(?:[NSEW]\.? +|North |South |East |West )?"
    rf"(?:(?=[\w.'’-]*[A-Za-z]){_IN_STREET}){{0,3}}{_IN_STREET}"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Way|Ct|Court|Pl|Place|Pkwy|Parkway|Hwy|Highway|Ter|Terrace|"
    r"Cir|Circle|Loop|Trl|Trail|Sq|Square|Plaza|Pike|Tpke|Turnpike|Broadway|Concourse|Freeway|Fwy|Expressway|Expy|Causeway|Crossing|Trace)\b",
    re.I,
)
_WRAP = r"-\n(?=[A-Z]{0,3}\d{2})"  # a number that goes on in the next line, behind its own hyphen
_TOKEN = rf"(?:\d+(?:–\d+){{2,}}|[A-Z0-9][A-Z0-9*]*(?:(?:[-‐‑/.*_]|{_WRAP})[A-Z0-9*]+)*)"
_NO_PREFIX = patterns().source("number.no_prefix")
_ID = re.compile(
    rf"(?<![\w$.@/&-])(?:[A-Z]&[A-Z] |(?!{_NO_PREFIX})[A-Z]{{1,5}}(?:-[A-Z]{{1,5}}(?=[ ]\d))?[- ](?:[A-Z][ ](?=\d))?)?(?=[A-Z*_./-]*\d){_TOKEN}(?:[ ](?=[A-Z]?\d|[A-Z]\d|X\d|\d*[A-Z]\b(?![\w'’]))"
    rf"[A-Z0-9*]{{1,12}}(?:[-/.*][A-Z0-9]+)*(?![\w/.,]*[a-z]))*(?:[ ]\(\d{{1,2}}\)|[ ][*#][ ]?\d{{1,2}}(?!\d)|[ ]-\d{{2}}(?![\d-])|[ ]/[ ]\d{{2}}(?![\d-])|[ ][-–—][ ]\d{{2}}(?=[);,.|•·]|[ ]\(|\n|$))?(?![\w@])"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the running text of one shape."""

    start: int
    end: int
    text: str


_NO_GAP = re.compile(r"\bnos?\.(?=[A-Z]{0,5}\d)", re.I)  # "claim no.26-0044-118"


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
    dates = []
    for span in printed_days(text):
        if _free(taken, span.start, span.end):
            dates.append(span)
            _take(taken, span.start, span.end)
    phones = _phones(text, taken)
    money = _spans(MONEY, text, taken)
    for shape in (_WEB, _TAX, _STREET, _LAW, _PERCENT, _ZIP):
        _spans(shape, text, taken)
    masked = "".join("\x00" if hit and c != "\n" else c for c, hit in zip(text, taken, strict=False))
    masked = _NO_GAP.sub(lambda m: m[0][:-1] + " ", masked)
    ids = tuple(
        Span(m.start(), m.end(), unwrapped(text[m.start() : m.end()]))
        for m in _ID.finditer(masked)
        if _plausible(m.group())
    )
    return Mentions(tuple(sorted(dates, key=lambda d: d.start)), money, phones, ids)


def unwrapped(number: str) -> str:
    """A number without the end of the line that it goes over."""
    return number.replace("-\n", "-")


_LETTERS = re.compile(r"(?<![A-Z])(?!FAX|TEL|TTY|TDD|ALT|OFC)[A-Z]{3} $")


_CALLED = pattern("number.called")
# in so many words the number of a person or a claim
_PERSONS_NUMBER = pattern("number.persons")
_NUMBERED = re.compile(
    r"(?:\bI\.?D\b\.?|\bno\.|\bnumber|#|\b(?:member|contract|ident\w*))\s*(?:\w+\s+)?:?\s*$", re.I
)


def _phones(text: str, taken: list[bool]) -> tuple[Span, ...]:
    """Telephone numbers; "XUP 900 417 7352" and "ID 300 447 1192" are identifiers."""
    found = []
    for match in PHONE.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if re.match(r"-\d", text[match.end() : match.end() + 2]) or _PERSONS_NUMBER.search(before):
            continue
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
