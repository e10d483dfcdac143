"""Of whom a letter speaks by a first name: the reader's relatives ("your son Owen"), who may be the patient."""

import re

from extractors.base import Sheet
from extractors.lexicon import pattern

_KIN = pattern("member.kin").pattern
_HONOUR = pattern("person.honour").pattern
_NAMED = re.compile(rf"(?i:{_KIN}),? (?:(?:the )?{_HONOUR}\.? )*([A-Z][\w’'-]+)")
_COVERED = pattern("member.first_name")  # "Adaeze, who is covered as your dependent"


def first_names(sheet: Sheet) -> frozenset[str]:
    """The names in small letters."""
    text = sheet.text.replace("\n", " ")
    found = (m[m.lastindex or 0] for find in (_NAMED, _COVERED) for m in find.finditer(text))
    return frozenset(name.lower() for name in found)
