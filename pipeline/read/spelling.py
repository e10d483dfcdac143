"""Words of forms put right where tesseract took a letter for one that looks like it: `Ciaim`, `Pian`, `SUBS CRIBER`, `Member 10`.

Labels are small and often grey, a fax breaks their strokes, and a label that is not known takes its value along. Only
words that stand on forms again and again are put right, and only by signs of one look; names and prose stay as read.
"""

import re
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.read.raster import Grey
from pipeline.read.roles import words
from pipeline.read.shapes import shapes_of
from pipeline.read.tesseract import Read

_LOOKS = str.maketrans(
    {**dict.fromkeys("i1|!jt'’[]{}", "l"), "e": "c", "0": "o", "u": "n", "b": "h", "5": "s"}
)
_TWO_FOR_ONE = (("rn", "m"), ("vv", "w"), ("8", "b"))
_CORE = re.compile(r"([(]?)(.*?)([).,:;#*]*)$")
_SHORTEST, _LEAST_TORN = 4, 7  # letters of a word that is put right, and of one that is put together
_SAME_FORM = re.compile(r"[A-Z][ACEMNORSUVWXZ]{3,}$")  # small letters of no more height than the others
_LARGE, _LOWER = 1.5, 0.85  # times the usual height of words; of the first letter's height
_DIGITS = 1  # that a word may be read with; an identifier has more
_UNSURE = 0.6  # confidence below which a letter may be there twice, in two readings side by side
_TORN = 0.35  # of the height of its letters: a narrower gap may be inside of a word
_ID = re.compile(r"[1lI!|{\[§ij][D0O][)]?(?=[:.#]?$)")
_PLAIN_ID = re.compile(r"[1l!|{\[§ij]D[)]?(?=[:.#]?$)")
_NUMBER = re.compile(r"(?:number|num|no|nos)\b|#", re.I)
_NPI = re.compile(r"NP[!1l|](?=[):.,#]*$)")


def respelled(reads: Sequence[Read], grey: Grey) -> list[Read]:
    """`reads` with the words of forms put right, line by line, and large names that were read in capitals."""
    usual = statistics.median(read.box[3] - read.box[1] for read in reads) if reads else 0.0
    lines: dict[tuple[int, int, int], list[Read]] = defaultdict(list)
    for read in reads:
        lines[read.line].append(read)
    found: list[Read] = []
    for line in lines.values():
        line = [_known(_small(read, grey, usual)) for read in _whole(line)]
        found += [
            _identification(line[place - 1] if place else None, read, line[place + 1 : place + 2])
            for place, read in enumerate(line)
        ]
    return found


def _known(read: Read) -> Read:
    """The word of forms that looks like `read`."""
    before, core, after = _parts(read.text)
    if _NPI.match(core + after):
        return replace(read, text=before + "NPI" + after.lstrip("!"))
    if len(core) < _SHORTEST or core.lower() in words("forms") or sum(map(str.isdigit, core)) > _DIGITS:
        return read
    meant = _by_look().get(_look(core), ())
    if not meant and read.confidence < _UNSURE and len(core) > _LEAST_TORN:
        small = core.lower()
        meant = tuple({small[:at] + small[at + 1 :] for at in range(len(core))} & words("forms"))
    if len(meant) != 1:
        return read
    return replace(read, text=before + _as_cased(meant[0], core) + after)


def _small(read: Read, grey: Grey, usual: float) -> Read:
    """`Humana` where a name in large print beside small print was read as HUMANA: its letters are lower than the first."""
    large = read.box[3] - read.box[1] > _LARGE * usual
    if not large or not _SAME_FORM.match(read.text):
        return read
    heights = [shape.height for shape in shapes_of(read, grey)]
    if len(heights) != len(read.text) or max(heights[1:]) > _LOWER * heights[0]:
        return read
    return replace(read, text=read.text.capitalize())


def _whole(line: list[Read]) -> list[Read]:
    """Two parts of one word of forms, with no gap between them that parts words."""
    whole: list[Read] = []
    for read in line:
        if whole and _torn(whole[-1], read):
            last = whole.pop()
            (x0, top, _, bottom), (_, other_top, x1, other_bottom) = last.box, read.box
            box = (x0, min(top, other_top), x1, max(bottom, other_bottom))
            read = Read(last.text + read.text, box, last.line, min(last.confidence, read.confidence))
        whole.append(read)
    return whole


def _torn(left: Read, right: Read) -> bool:
    height = min(left.box[3] - left.box[1], right.box[3] - right.box[1])
    if right.box[0] - left.box[2] > _TORN * height:
        return False
    core = _parts(left.text + right.text)[1].lower()
    parts = left.text.lower() in words("forms") and right.text.lower() in words("forms")
    return len(core) >= _LEAST_TORN and core in words("forms") and not parts


def _identification(before: Read | None, read: Read, after: list[Read]) -> Read:
    """`ID` after whom it identifies, or before `number`."""
    numbered = bool(after and _NUMBER.match(after[0].text))
    ends = not after or numbered or any(map(str.isdigit, after[0].text)) or read.text[-1] in ":.#"
    holder = before is not None and before.text.lower() in words("identified")
    if ends and ((holder and _ID.match(read.text)) or (numbered and _PLAIN_ID.match(read.text))):
        return replace(read, text=_ID.sub("ID", read.text))
    return read


def _parts(text: str) -> tuple[str, str, str]:
    """What stands before a word, the word, and the signs after it."""
    match = _CORE.match(text)
    return (match[1], match[2], match[3]) if match else ("", text, "")


def _as_cased(word: str, like: str) -> str:
    letters = [letter for letter in like if letter.isalpha()]
    if letters and sum(map(str.isupper, letters)) > len(letters) / 2:
        return word.upper()
    return word.capitalize() if letters and letters[0].isupper() else word


def _look(word: str) -> str:
    """What is left of a word for eyes that do not tell letters of one look apart."""
    word = word.lower()
    for two, one in _TWO_FOR_ONE:
        word = word.replace(two, one)
    return word.translate(_LOOKS)


@cache
def _by_look() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words("forms"):
        found[_look(word)] = (*found.get(_look(word), ()), word)
    return found
