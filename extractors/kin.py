"""Of whom a letter speaks by a first name: the reader's relatives ("your son Owen"), who may be the patient."""

import re
from collections.abc import Sequence

from extractors.base import Sheet
from extractors.lexicon import pattern
from extractors.people import TITLE

_KIN = pattern("member.kin")
_ACTS_FOR = pattern("member.acts_for")

_FIRST = re.compile(r"[A-Z][\w’'-]+")
_COVERED = pattern("member.first_name")  # "Adaeze, who is covered as your dependent"
_NEAR = 60  # characters behind a word for a relative in which titles and a name stand


def first_names(sheet: Sheet) -> frozenset[str]:
    """The names in small letters."""
    text = sheet.text.replace("\n", " ")
    behind = (text[m.end() : m.end() + _NEAR].lstrip(" ,").removeprefix("the ") for m in _KIN.finditer(text))
    named = (rest for full in behind if _FIRST.match(rest := TITLE.sub("", full)))
    # "your daughter Anahit, who is your representative" speaks for the reader
    found = [
        _FIRST.findall(rest)[0] for rest in named if not _ACTS_FOR.search(_FIRST.sub("§", rest, count=1))
    ]
    found += [m[m.lastindex or 0] for m in _COVERED.finditer(text)]
    return frozenset(name.lower() for name in found)


def relations(sheet: Sheet) -> int:
    """How many cells say no more than whose relative somebody is: "Daughter" under "Relation to you"."""
    return sum(bool(_RELATION.fullmatch(s.text)) for s in sheet.segments)


_RELATION = pattern("member.relation")


def spoken_of(sheet: Sheet, key: Sequence[str], reader: Sequence[str]) -> int:
    """How often sentences speak of somebody by a first name alone, which is not the reader's ("whether Mavis needed it")."""
    first = next((w for w in key if w not in reader and len(w) > 2), None)
    if first is None:
        return 0
    text = sheet.text.replace("\n", " ")
    return len(re.findall(rf"(?<=[a-z,] ){re.escape(first.title())}(?=[’']s\b| [a-z]{{2}}|[,.;?] )", text))
