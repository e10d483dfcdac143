"""How much of a limit is used where some of it is left: "You have used 11 of 40 visits" denies nothing.

What is told so is no ground of a denial, however many words of a limit it holds; "40 of 40" is one.
"""

import re

from extractors.lexicon import pattern

_USED = pattern("tally.used")
_PART = re.compile(
    r"\$?(\d[\d,]*(?:\.\d+)?) (?:[a-z]+ ){0,2}?(?:out )?of (?:(?:your|the|a|an|its|his|her) )?(?:[a-z-]+ ){0,3}?(?:\$|(?!(?:19|20)\d\d\b))(\d[\d,]*(?:\.\d+)?)(?![\d/])"
)
_OF_MOST = re.compile(  # "Used this year of the $1,500 maximum: $203.00", "annual maximum: $1,500.00. Used to date: $139.00"
    r"(?:used[a-z ]{0,24} of (?:the|your) |maximum:? )\$?(\d[\d,]*(?:\.\d+)?)(?: maximum)?[.:,;]? (?:used[a-z \d]{0,24}:? )?\$?(\d[\d,]*(?:\.\d+)?)"
)
_TURN = re.compile(r"[;]|\.(?= |$)|,? (?:so|but|and (?:this|the|your|we|it)|which)\b")
_NEAR = 40  # characters between the word and the numbers


def left_over(text: str) -> list[tuple[int, int]]:
    """Parts of a sentence, in lower case, that tell of a limit with some of it left."""
    found = []
    for part in _PART.finditer(text):
        used = _USED.search(text, max(0, part.start() - _NEAR))
        told = used is not None and used.start() < part.end() + _NEAR
        if told and _number(part[1]) < _number(part[2]):
            begins = max((m.end() for m in _TURN.finditer(text[: part.start()])), default=0)
            turn = _TURN.search(text, part.end())
            found.append((begins, turn.start() if turn else len(text)))
    found += [m.span() for m in _OF_MOST.finditer(text) if _number(m[2]) < _number(m[1])]
    return found


def _number(text: str) -> float:
    return float(text.replace(",", ""))
