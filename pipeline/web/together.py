"""Letters of one matter, each a case of its own until now: their files and facts for one case of all."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.batch.disk import sha256_of
from pipeline.batch.layers import overlay
from pipeline.errors import BadInputError, NotFoundInputError
from pipeline.intake import PHOTO_TYPES, sniff
from pipeline.models.case import Case
from pipeline.models.facts import Facts

_OF_ONE_LETTER = frozenset({"denial", "fields", "looked_at"})  # sections of facts that speak of a letter
_HEAD = 1024


def files_of(cases: Sequence[Case], originals: Callable[[str], list[Path]]) -> list[Path]:
    """The files of all letters of `cases`, each once, those of a case in its order.

    Raises NotFoundInputError when a file is gone, BadInputError when two cases are photos.
    """
    files: dict[str, Path] = {}
    covered: set[str | None] = set()
    photos = 0
    for case in sorted(cases, key=lambda one: len(one.documents)):
        letters = {document.sha256 for document in case.documents}
        if letters <= covered:
            continue  # made of the others
        found = originals(case.case_id)
        if not found or not all(path.is_file() and not path.is_symlink() for path in found):
            raise NotFoundInputError("A letter's file is not where it was, so they cannot be read together.")
        photos += any(_is_photo(path) for path in found)
        covered |= letters
        for path in found:
            files.setdefault(sha256_of(path), path)
    if photos > 1:
        raise BadInputError(
            "Two of these letters are photos, and photos given together are read as pages of one letter. "
            "Make a PDF of each first, then add the PDFs together."
        )
    return list(files.values())


def facts_of(cases: Sequence[Case]) -> Facts:
    """What `cases` say of the person and the plan; where two differ, the one that comes first in the list."""
    layers = [
        one.facts.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
        for one in reversed(cases)
    ]
    return overlay(Facts(), [{k: v for k, v in one.items() if k not in _OF_ONE_LETTER} for one in layers])


def _is_photo(path: Path) -> bool:
    with path.open("rb") as file:
        return sniff(file.read(_HEAD), path.name) in PHOTO_TYPES
