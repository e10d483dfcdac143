"""The day on which an appeal was decided: what a sentence says was done on each of its days.

A day belongs to the act nearest before it ("the panel voted on §"), or, where it opens its part of the sentence, to
the acts that follow ("On § our reviewer read the file again and decided"). The acts and their words stand in the
lexicon (`history.*`).
"""

import datetime as dt
import re

from extractors.base import Sheet
from extractors.dates import A_DATE, DateReading
from extractors.lexicon import pattern

LATEST_BEFORE = dt.timedelta(days=21)  # the letter is seldom written later than this after the decision
DECIDED, MET, READ = 0.9, 0.62, 0.55  # it was decided; a body met about it; somebody looked at it

_LEADS = re.compile(
    r"(?:^|[,;:(–—]\s*|\b(?:and|that|but|then|was)\s)\s*(?:on|by|as of)?\s*(?:\w+day,? )?$", re.I
)
_YEAR = re.compile(r"^,? (?:19|20)\d\d\b")
_NEXT_TO = 22  # letters between a day and the act that it qualifies: "the § meeting", "§ – review ended"
_FOUND = {
    "decides": pattern("history.decides"),
    "earlier": pattern("history.earlier"),
    "meets": pattern("history.meets"),
    "future": pattern("history.future"),
    "reads": pattern("history.reads"),
    "other": pattern("history.other"),
    "things": pattern("history.things"),
}
_OVER = ("earlier", "future")  # "our first decision was made", "will meet"
_OBJECT = 40  # letters behind an act within which a thing is what it was done to
_SCORES = {"decides": DECIDED, "meets": MET, "reads": READ}
_BODY = pattern("history.body")


def decision(
    sheet: Sheet, readings: list[DateReading], letter: dt.date | None
) -> tuple[DateReading, float] | None:
    """The day on which the letter says that the appeal was decided, else taken up, with how surely: DECIDED, MET, READ.

    Only days shortly before the letter's own count; of equals the last printed, as the decision is told last.
    """
    found = [
        (score, reading.span.first, reading)
        for reading in readings
        if letter is not None
        and letter - LATEST_BEFORE <= reading.span.first <= letter
        and reading.span.first == reading.span.last
        and (score := decides(sheet, reading)) > 0
    ]
    best = max(found, key=lambda f: f[:2], default=None)
    return (best[2], best[0]) if best else None


def decides(sheet: Sheet, reading: DateReading) -> float:
    """How much the sentence of a date, or its label, says that an appeal was decided on it."""
    if reading.roles.get("decision", 0) > 0.8:
        return DECIDED + 0.1
    span = reading.span
    before, after = sheet.clause(span.start, 200), sheet.clause_after(span.end, 200)
    days = [m.end() for m in A_DATE.finditer(before)]
    near = _YEAR.sub("", before[days[-1] :]) if days else before
    following = A_DATE.search(after)
    rest = after[: following.start()] if following else after
    name = _act(near, rest)
    if name in ("meets", "reads"):
        before = sheet.text[max(0, span.start - 200) : span.start]
        body = _BODY.search(before + rest)
        name = name if body else "reads" if name == "reads" else None
        name = "meets" if name == "reads" and body and body.start() < len(before) + 40 else name
    return _SCORES.get(name or "", 0.0)


def _act(near: str, rest: str) -> str | None:
    """What was done on a day between the words before it, since the last day, and those after it."""
    then = _acts(rest)
    beside = then and then[0][0] < _NEXT_TO and not re.match(r"\W{0,2}(?:and|who|which|that|,)\b", rest)
    earlier = _acts(near)
    if not earlier or _LEADS.search(near):
        names = [name for _, _, name in then]
        if not names:
            return earlier[-1][2] if earlier else None
        if names[0] not in _SCORES:
            return names[0]
        return "decides" if "decides" in names else names[0]
    name = earlier[-1][2]
    if name == "other" and beside and re.match(r" (?:meeting|hearing|session|decision)", rest):
        return then[0][2]
    if name in ("meets", "reads") and then and then[0][2] == "decides":
        return "decides"
    return name


def _acts(text: str) -> list[tuple[int, int, str]]:
    """The acts that `text` names, in order; of those that overlap, the one whose words are the more particular."""
    found: list[tuple[int, int, str]] = []
    for name, words in _FOUND.items():
        for match in words.finditer(text):
            clash = [f for f in found if f[0] < match.end() and match.start() < f[1]]
            if name in _OVER:
                found = [f for f in found if f not in clash]
            elif clash or (name == "things" and _object(found, match, text)):
                continue
            found.append((match.start(), match.end(), name))
    return sorted(found)


def _object(found: list[tuple[int, int, str]], thing: re.Match[str], text: str) -> bool:
    """Whether an act is done to a thing ("decided this appeal on §"), which is not told by its own day ("appeal of §")."""
    done = any(0 <= thing.start() - end < _OBJECT and name in _SCORES for _, end, name in found)
    return done and not re.match(r",? (?:of|from|dated) *$", text[thing.end() :])
