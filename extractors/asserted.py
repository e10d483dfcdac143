"""What a sentence says of an act of the plan, and what it only names: denied, supposed, the member's, another paper's.

"Nothing was denied", "if we uphold it", "you need not pay" and "our explanation of benefits said" hold the words of
an act and do none. The wordings stand in lexicon.yaml (`act.*`).
"""

import re
from collections.abc import Sequence

from extractors.grounds import Weighed
from extractors.lexicon import pattern

TITLE_WITHIN = 120  # characters from the start of its block at which a title may stand

_NONE_DENIED = pattern("act.none_denied")
_THEIRS = pattern("act.theirs")
_WRITTEN_OFF = pattern("act.written_off")
_REFUSED = pattern("act.plainly_refused")
_NOT_SO = pattern("act.not_so")
_MENTIONED = pattern("act.mentioned")
_THIS_IS = pattern("act.this_is")
_SPOKEN_OF = pattern("act.spoken_of")
_SPANISH = pattern("act.spanish")
FOREIGN = 0.15  # share of small Spanish words from which a letter is written in Spanish


def denies_none(text: str) -> bool:
    """It says that nothing is denied."""
    return bool(_NONE_DENIED.search(text))


def writes_off(text: str) -> bool:
    """It tells what the plan's price takes off a charge, and refuses nothing in plain words."""
    return bool(_WRITTEN_OFF.search(text)) and not _REFUSED.search(text)


def in_spanish(texts: Sequence[str]) -> bool:
    """Most of it is Spanish."""
    whole = " ".join(texts)
    return len(_SPANISH.findall(whole)) > FOREIGN * len(whole.split())


def ours(text: str) -> str:
    """`text` without what the member need not or cannot pay: no word of what the plan does."""
    return _THEIRS.sub(" ", text)


def says(find: re.Pattern[str], text: str) -> bool:
    """A match of `find` that is neither negated nor only supposed."""
    return any(not _NOT_SO.search(text[: m.start()]) for m in find.finditer(text))


# As a title is printed: in a sentence "your" is small.
_TITLED = re.compile(r"\bYour Explanation (?:of|Of) (?:Benefits|Payments?)\b")


def titles(find: re.Pattern[str], item: Weighed) -> bool:
    """A paper names itself; other letters speak of "the" or "our" explanation of benefits."""
    if item.roles & {"rights", "conditional", "argument", "definition"}:
        return False
    match = find.search(item.text)
    if match is None or match.start() >= TITLE_WITHIN:
        return False
    before, after = item.text[: match.start()], item.text[match.end() :]
    if _TITLED.search(item.sentence.text):
        before = before.removesuffix("your ")
    if _THIS_IS.search(before):
        return True
    return not _MENTIONED.search(before) and not _SPOKEN_OF.search(after)
