"""What a sentence of asking, billing or refusing is about: "asked us to cover X", "the claim for X", "X is denied".

The sentences stand in lexicon.yaml as cues of the field `service`; here a find is cut to what names the service.
"""

import re
from collections.abc import Iterator

from extractors.base import Sheet
from extractors.lexicon import Lexicon, pattern, patterns

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_DAY = rf"(?:(?:\w+day,? )?(?:{_MONTHS})\b\.?|\d{{1,2}}[-/ ](?:\d|{_MONTHS})|20\d\d)"
DAYS = re.compile(  # when it was or is to be, up to the end
    rf"(?:[,;]? (?:from|on|for|of|dated|beginning|starting|between|since|effective|dates?(?: of service)?:?))+ {_DAY}.*$",
    re.I,
)
# where the name of a service ends: a verb, a clause of its own, who gave it, when
_STOPS = patterns().source("frame.stop")
_STOP = re.compile(
    r"\s*[.;:?!](?:\s|$)|\n|[“”|•·☐☒]|\s[–—]\s|\s[-–—](?=\s)|,? \$|"
    rf",? (?:{_STOPS}|(?:(?:on|from|of|dated|for|at|beginning|starting|between|during|in|to|through) (?:or about )?)?{_DAY}(?=\W|$))",
    re.I,
)
_WHO = re.compile(  # by whom and for whom, which only capitals tell
    r",? (?:from|with|at|by|of|for|to) (?:(?:Dr|Mr|Ms|Mrs|St)\b\.?|(?:[A-Z][a-z’']+[ -]){1,4}(?:[A-Z][a-z’']+|LLC|PC|MD|DO)(?![\w-]* (?:syndrome|disease))|[A-Z][a-z]+, (?:MD|DO|NP|PA))"
)
_CLAUSE = re.compile(
    r", (?:and (?=[a-z]+(?:ed|s) )|an? |the |your |our |this |in |on |at |with an? |made |given |done |filed )|, (?=[A-Z][a-z]+ [A-Z])"
)
ARTICLE = pattern("frame.article")
_OPENING = pattern("frame.opening")
_END = pattern("frame.end")
_MEASURE = re.compile(
    r"^,? ?(?:\(?(?:x ?)?\d+(?:[-–]\d+)?\)?(?: (?:more|additional|further|per|every))?[ -]"
    + patterns().source("frame.unit")
    + r"|(?:left|right|both|bilateral|upper|lower)\b)"
    r"(?: (?:a|per|each|every|for|over|in) (?:\d+ )?\w+)*",
    re.I,
)
_VISITS = re.compile(  # the visits that go with it
    r"^,? and (?:up to )?(?:(?:one|two|three|four|five|six|\d+|a) )?(?:follow[ -]?ups?|return|office|further|later)(?: visits?)?\b(?: \([^()\n]{3,30}\))?",
    re.I,
)
_CODES = re.compile(r"^\s?\((?:[^()\n]|\([^()\n]*\)){2,80}\)")  # "(procedure code 15830)", "(blepharoplasty)"


_BARE = pattern("frame.bare")
_PLACE = re.compile(
    r" (?:at|in|with) (?:the )?(?:[A-Z][\w’'&.-]*|of|the|and)(?: (?:[A-Z][\w’'&-]*|of|the|and|at))*"
)


def frames(sheet: Sheet, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Spans that a sentence names as what was asked for or refused: (start, end, source)."""
    text = sheet.text
    for cue in lexicon.cues.get("service", ()):
        for match in cue.pattern.finditer(text):
            if "before" in cue.id:  # "X is not covered": what stands before the verb
                start, end = subject(text, match.start()), match.start()
            else:
                start = match.end()
                end = start + ended(text[start : start + 220])
            yield *trimmed(text, start, end), cue.id.rpartition(".")[2]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the article before the name and the little words after it."""
    for opening in (_OPENING, ARTICLE):
        if lead := opening.match(text, start, end):
            start = lead.end()
    if tail := _END.search(text[start:end]):
        end = start + tail.start()
    return start, max(start, end)


def ended(text: str) -> int:
    """How far the name of a service goes that begins `text`."""
    ends = [m.start() for p in (_STOP, _WHO, _CLAUSE) if (m := p.search(text))]
    end = min([len(text), *ends])
    if bare := _BARE.fullmatch(text[:end]):  # a stay and no more: where it was tells which
        place = _PLACE.match(text, bare.end())
        end = place.end() if place else end
    inner = text[:end]
    if inner.count("(") > inner.count(")"):  # cut in the middle of a bracket: keep it whole, or leave it out
        opened = inner.rfind("(")
        whole = _CODES.match(text[max(0, opened - 1) :])
        end = max(0, opened - 1) + whole.end() if whole else opened
    return end


def stretched(text: str, end: int) -> int:
    """The end with what belongs to the name after it: a bracket, how many, which side."""
    for _ in range(3):
        rest = text[end : end + 90]
        more = _CODES.match(rest) or _MEASURE.match(rest[:60]) or _VISITS.match(rest)
        if not more:
            break
        end += more.end()
    return end


_CLAUSES = re.compile(r"[.;:?!]\s+|\n|[“”]|" + patterns().source("frame.clause") + r"|\bthat ")


def subject(text: str, verb: int) -> int:
    """Where the subject of the verb at `verb` begins: its sentence, or its clause."""
    floor = max(0, verb - 160)
    cuts = list(_CLAUSES.finditer(text[floor:verb]))
    if cuts or not floor:
        return floor + (cuts[-1].end() if cuts else 0)
    return text.find(" ", floor, verb) + 1 or floor  # not in the middle of a word
