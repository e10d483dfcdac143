"""One identifier printed twice on a page and read in two ways: the surer reading is taken, or a person is asked.

Tesseract errs on letters and digits of one look, and now and then gives both of them side by side (`QDO00` for
`QD00`); two identifiers that differ in nothing else are one.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.read.tesseract import Read

_LOOKS = str.maketrans("OQDIlSBZ", "00011582")
_IDENTIFIER = re.compile(r"(?=(?:.*\d){4})([(]?)([A-Z0-9-]{6,})([).,:;]*)$")
_SIDE_BY_SIDE = re.compile(r"O(?=0)|(?<=0)O")
_SURER = 0.15  # more confidence than any other reading of it
_ASKED = 0.6  # most confidence where none is surer


def agreed(reads: Sequence[Read]) -> list[Read]:
    """`reads` with one text for each identifier."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, read in enumerate(reads):
        if match := _IDENTIFIER.match(read.text):
            places[_look(match[2])].append(index)
    found = list(reads)
    for same in places.values():
        sure: dict[str, float] = {}
        for index in same:
            text = _text(reads[index])
            sure[text] = max(sure.get(text, 0.0), reads[index].confidence)
        if len(sure) < 2:
            continue
        first, second = sorted(sure, key=lambda text: -sure[text])[:2]
        known = sure[first] - sure[second] >= _SURER
        for index in same:
            read = reads[index]
            confidence = sure[first] if known else min(read.confidence, _ASKED)
            text = read.text.replace(_text(read), first) if known else read.text
            found[index] = replace(read, text=text, confidence=confidence)
    return found


def _text(read: Read) -> str:
    match = _IDENTIFIER.match(read.text)
    return match[2] if match else read.text


def _look(text: str) -> str:
    return _SIDE_BY_SIDE.sub("", text, count=1).translate(_LOOKS)
