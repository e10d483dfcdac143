"""Photos that are pages of one letter, told by their names: one rule for folders, `watch` and `extract`.

`NAME-1.jpg`, `NAME-2.jpg`, … counted from 1 without a gap are one letter. Numbers that a camera, a scanner or a
program gives by itself (IMG-1, Scan-2, 20260301-1), or that count letters and people (letter-1, patient-2), say
nothing of that kind: two people's letters would mix. A sub-folder is the way to say so whatever the names.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

_PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"})
_NUMBERED = re.compile(r"(.+)-([1-9]\d?)")
# Words that devices and programs write: whatever number stands beside them is theirs.
_DEVICES = """
    adobe archivo camera cam camscanner capture captura copy dcim doc docs document documento documentos documents
    dsc dscf dscn escaneado escaneo export fax file files foto fotos genius image imagen imagenes images img jpeg jpg
    mms mvimg new photo photos pic pics picture pictures png pxl scan scanned scanner scans screen screenshot snap
    snapshot tiny unnamed untitled upload video whatsapp am pm at the of and on
"""
# Words for a letter or a person: with no other word and no number of its own, what follows counts those.
_COUNTED = """
    appeal appeals apelacion bill carta cartas case cases caso claim claims client cliente denial denials eob letter
    letters mail member miembro notice paciente patient patients person post reclamo
"""
_LONGEST_NUMBER = 5  # a longer one is a date or a camera's
FACTS = ".facts.yaml"
T = TypeVar("T")


def page_of(path: Path) -> tuple[str, int] | None:
    """(what the pages of its letter have in common, number) of a photo that is named as a page, else None."""
    found = _NUMBERED.fullmatch(path.stem)
    if found is None or path.suffix.lower() not in _PHOTOS:
        return None
    if not _names_one(found[1].lower()):
        return None
    return f"{path.parent}/{found[1]}|{path.suffix.lower()}", int(found[2])


def _names_one(name: str) -> bool:
    """Whether `name` tells one letter from others."""
    words, numbers = set(re.findall(r"[^\W\d_]+", name)), re.findall(r"\d+", name)
    devices, counted = set(_DEVICES.split()), set(_COUNTED.split())
    if words - devices - counted:
        return True
    own = bool(numbers) and all(len(number) <= _LONGEST_NUMBER for number in numbers)
    return own and not words & devices


def letters_of(found: Iterable[tuple[Path, T]]) -> list[list[T]]:
    """What belongs to `found`'s paths, in the order given: pages 1, 2, 3 … of one name in a row are together."""
    letters: list[list[T]] = []
    expected: tuple[str, int] | None = None
    for path, one in found:
        page = page_of(path)
        if page is not None and page == expected:
            letters[-1].append(one)
        else:
            letters.append([one])
            page = page if page and page[1] == 1 else None
        expected = (page[0], page[1] + 1) if page else None
    return letters


def facts_names(letter: Path) -> tuple[str, ...]:
    """Names of the facts file beside a letter (for pages of one: beside the first), the closest first."""
    page = _NUMBERED.fullmatch(letter.stem) if page_of(letter) else None
    return (letter.name + FACTS, letter.stem + FACTS, *((page[1] + FACTS,) if page else ()))


def in_order(name: str) -> list[tuple[int, str]]:
    """A key that sorts names as people count: page 2 before page 10."""
    return [(int(part), part) if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]
