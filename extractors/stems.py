"""Words cut to their beginnings: the form in which weights know the words around a number or a code."""

import re

_LENGTH = 7  # letters that tell a word from others, whatever its ending
_WORD = re.compile(r"[a-zà-ÿ]+|\d+")


def stems(text: str, token: re.Pattern[str] = _WORD) -> list[str]:
    """The tokens of `text`, words and numbers unless told otherwise, in small letters and cut; every number is a 0."""
    return ["0" if t.isdigit() else t[:_LENGTH] for t in token.findall(text.lower())]
