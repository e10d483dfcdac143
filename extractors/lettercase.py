"""Lines in capitals as they would be written in sentences, so that what is known of small letters holds for them.

"EXCLUDED BY THE CERTIFICATE OF COVERAGE" reads "excluded by the Certificate of Coverage": little words and verbs
(`capitals.small` of the lexicon) in small letters, other words with a capital, short ones as they are: they may be
initials. Every character keeps its place.
"""

import re
from collections.abc import Iterator

from extractors.lexicon import pattern

_SMALL = pattern("capitals.small")
_LINE = re.compile(r"[^\n]+")
_SPACED = re.compile(r"[A-Z]{2,}[^\na-z]* [^\na-z]*[A-Z]{2,}")
_WORD = re.compile(r"(?<![\w-])[A-Z][A-Z’']*(?![\w-])")
_INITIALS = 3  # letters of a word that may be initials


def capitals(text: str) -> Iterator[tuple[int, str]]:
    """Where each line without small letters begins, and how it would be written; of two words or more."""
    for line in _LINE.finditer(text):
        if _SPACED.search(line[0]) and line[0].upper() == line[0]:
            yield line.start(), written(line[0])


def written(line: str) -> str:
    """One line in capitals as a sentence would hold it, as long as it was."""
    return _WORD.sub(_cased, line)


def _cased(word: re.Match[str]) -> str:
    if _SMALL.fullmatch(word[0]):
        return word[0].lower()
    return word[0] if len(word[0]) <= _INITIALS else word[0][0] + word[0][1:].lower()
