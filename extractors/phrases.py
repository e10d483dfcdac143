"""Noun phrases that may name a service: grown around a word for one, a drug, or the words before a code."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.base import Sheet
from extractors.lexicon import Lexicon, lexicon, pattern, patterns
from extractors.people import FACILITY

ASKING = patterns().source("phrase.asking")
_NO_SUBSTANCE = patterns().source("phrase.no_substance")
_DRUG = re.compile(
    r"\b[A-Z][\w-]+(?: [A-Z]{2,4}| [A-Z][a-z]+[A-Z][a-z]+)?(?: \([a-z][\w -]+\))? ?\d[\d.,/]*\s?(?:mg|mcg|mL|units?|MG|ML)\b(?:/[\d.]*\s?m[lL])?[^.;:\n(]{0,40}?(?=[.;:\n(]|, | for | from | to | at | is | was |$)"
    r"|\b[A-Z][a-z]+(?: [A-Z]{2,4})? \((?!"
    + _NO_SUBSTANCE
    + r")[a-z]{5,}(?:-[a-z]{4})?(?: \d+ \w+)?\)(?: (?:injections?|infusions?|pen|tablets?|capsules?)[^.;\n]{0,28}?(?=[.;\n]|, [A-Z]\d|$))?"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_FORMS = patterns().source("phrase.forms")
_END = pattern("phrase.end")
_DAY = re.compile(rf"(?:{_MONTHS}) \d{{1,2}},? (?:\d{{4}},? )?")
_TAKES = patterns().source("phrase.takes")
_TAKERS = re.compile(rf"^(?:{ASKING}|{_TAKES})$", re.I)
_LINKS = frozenset(("into", "of", "for", "to", "in", "with", "and", "without", "or"))
_RIGHT = re.compile(
    r"(?:(?<=MRI)(?: [a-z]{3,}){1,2}|(?<=CT)(?: [a-z]{3,}){1,2})?(?:,? (?:of|to|in|into|for|with|without) (?:the |your |her |his |a |an |both )?(?!"
    + _MONTHS
    + r"|"
    + patterns().source("phrase.not_of")
    + r")"
    r"[\w'’/.-]*[\w](?: (?!" + patterns().source("phrase.not_on") + r")[\w'’/-]+){0,3}"
    r"|, " + patterns().source("phrase.side") + r"(?: [\w-]+){0,2}){0,2}"
)

_PLACE = re.compile(  # where a stay was, whom a visit was to
    r" (?:at|in|with|to|of) (?:the )?(?:(?:Dr|St|Mt)\. )?[A-Z][\w’'&-]*(?: (?:(?:of|the|and|at) )?[A-Z][\w’'&-]*){0,6}"
)


@cache
def heads(known: Lexicon) -> re.Pattern[str]:
    """The words that the name of a service ends on, and the forms of names of operations and scans."""
    words = sorted((re.escape(w) for w in known.words["service_heads"]), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(words)}|{_FORMS})\b(?!,? (?-i:[A-Z]{{2}}) \d{{5}})", re.I)


@cache
def _ending(known: Lexicon, words: str) -> re.Pattern[str]:
    """The words of a list of the lexicon, as a name ends on them."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, known.words[words]))})\b", re.I)


def phrases(sheet: Sheet, known: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Spans around a word for a service, and names of drugs: (start, end, source)."""
    text = sheet.text
    names = [(m.start(), m.end()) for m in FACILITY.finditer(text)]
    for m in _DRUG.finditer(text):
        yield m.start(), m.end(), "drug"
    for m in heads(known).finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in names):
            start, end = _grown(text, m.start(), m.end())
            day = _DAY.match(text, start, end)  # "your February 20 hernia repair"
            yield (day.end() if day else start), end, "phrase"
        elif m[0].lower().startswith("emergency "):  # "the Mercy General Emergency Department"
            yield m.start(), m.end(), "phrase"
    for m in _ending(known, "service_loose").finditer(text):
        yield *_grown(text, m.start(), m.end()), "loose"
    for m in _ending(known, "service_placed").finditer(text):
        if place := _PLACE.match(text, m.end()):
            yield _left(text, m.start()), place.end(), "placed"


def before_code(text: str, at: int) -> tuple[int, int] | None:
    """The words that a code stands for: "arthroscopy of the knee (29881)", "eyelid surgery (blepharoplasty, 15823)"."""
    mark = re.search(
        r"(\s*[,(]\s*|, )(?:CPT|HCPCS|codes?|procedure(?: code)?)?\s*$", text[max(0, at - 40) : at]
    )
    if not mark:
        return None
    end = max(0, at - 40) + mark.start()
    start = _left(text, end)
    if text[start - 1 : start] == "(":  # a second name in brackets: the first one stands before them
        outer = start - 1 - (text[start - 2 : start - 1] == " ")
        if sum(c.isalpha() for c in text[_left(text, outer) : outer]) > 7:
            start, end = _left(text, outer), outer
    if text[max(0, start - 2) : start] == ", " and end - start < 24:
        start = _left(text, start - 2)
    return (start, end) if end - start > 5 and sum(c.isalpha() for c in text[start:end]) > 6 else None


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """A head word with what stands before it ("lumbar spine MRI") and after it ("of the left knee")."""
    tail = _RIGHT.match(text, end)
    return _left(text, start), tail.end() if tail else end


def _left(text: str, start: int) -> int:
    """Where the noun phrase begins whose last words start at `start`."""
    floor = max(0, start - 110)
    clause = re.search(r"[^.;:()\n“”\"—–§]*$", text[floor:start])
    base = floor + (clause.start() if clause else 0)
    words = list(re.finditer(r"[\w'’/.-]+,?", clause[0] if clause else ""))
    begin = start
    for i in range(len(words) - 1, max(-1, len(words) - 10), -1):
        word = words[i][0].rstrip(",").lower()
        before = words[i - 1][0].rstrip(",") if i else ""
        if word in ("the", "a", "an", "your", "his", "her"):
            if before.lower() not in _LINKS or before.lower() in ("and", "or") or _taken(words, i - 1):
                break
            continue
        if word in _LINKS:
            if (
                (word in ("and", "or", "to", "in") and not begin < start)
                or (word == "for" and not _named_for(before))
                or _taken(words, i)
                or not before
                or _END.fullmatch(before.lower())
            ):
                break
            continue
        if word[0].isdigit() and text[base + words[i].start() - 1] in ".,$":
            break
        if (
            (_END.fullmatch(word) and not (is_noun(words[i][0]) and before[:1].isupper()))
            or re.fullmatch(r"\d{4,}|\d+[/-]\d+.*", word)
            or (words[i][0].endswith(",") and i < len(words) - 1 and begin < start)
        ):
            break
        begin = base + words[i].start()
    return begin - 3 if text[max(0, begin - 3) : begin + 5].lower() == "in vitro" else begin


def _named_for(before: str) -> bool:
    """Whether a noun before "for" may name a service itself ("therapy for back pain")."""
    return bool(heads(lexicon()).fullmatch(before))


def _taken(words: list[re.Match[str]], i: int) -> bool:
    """Whether the preposition at `i` belongs to a verb or noun of asking ("request for", "denial of")."""
    before = words[i - 1][0].rstrip(",") if i > 0 else "is"
    proper = words[i][0] in ("for", "to") and before[:1].isupper() and not before.isupper()
    return proper or bool(_TAKERS.match(before))


def is_noun(word: str) -> bool:
    """Whether a capital makes a noun of what is a verb without it: "Community Living Supports"."""
    return (
        word[:1].isupper()
        and not word.isupper()
        and word.lower().rstrip(",") in lexicon().words["service_nouns"]
    )


def is_drug(text: str) -> bool:
    """Whether the words look like the name of a drug with its strength or substance."""
    return bool(_DRUG.match(text))
