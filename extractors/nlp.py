"""The trained half: small spaCy text categorizers for the ground and the act of a sentence, loaded when needed."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.cues import plain

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = Path(__file__).parent / "model"
NONE = "none"
STEM = 5  # letters of a word that count: "denied" and "denial" are alike, and rare endings teach nothing
_DIGITS = re.compile(r"\d+")
_RULED = re.compile(r"([=*_~#.-])\1{3,}")  # lines drawn between the parts of a print
_TAIL = re.compile(rf"(?<=\b[^\W\d_]{{{STEM}}})[^\W\d_]+")


def prepare(text: str) -> str:
    """`text` as the categorizers see it, in training and in use: plain, words cut to stems, every number as 0."""
    return (
        _TAIL.sub("", _DIGITS.sub("0", plain(_RULED.sub(" ", text)))) or "0"
    )  # the bag of words cannot take an empty text


@cache
def load(name: str) -> "Language":
    """The shipped component `name` (ground or act)."""
    import spacy  # slow to import; imports of this module stay cheap

    return spacy.load(MODEL / name)


def scores(name: str, texts: Sequence[str]) -> list[dict[str, float]]:
    """For each text, the probability of each label of component `name`."""
    return [doc.cats for doc in load(name).pipe((prepare(t) for t in texts), batch_size=128)]
