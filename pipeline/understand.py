"""Letters to readings: admitted, read, extracted, classified. Says of all letters at once which cannot be used."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from extractors import extract
from pipeline.classify import classify
from pipeline.combine import Reading
from pipeline.errors import BadInputError, FaultyLettersError
from pipeline.intake import admit
from pipeline.models.letter import Letter, Limits
from pipeline.read import Reader
from pipeline.shown import as_shown

Fault = tuple[str, str, str]  # file name, code, message


def understand(
    paths: Sequence[Path], *, reader: Reader, limits: Limits, password: str | None = None
) -> list[Reading]:
    """One reading a letter, in order.

    Raises BadInputError when the only file cannot be used, FaultyLettersError when one of several cannot.
    """
    letters, faults = _admitted(paths, limits)
    readings = []
    for letter, files in letters:
        try:
            document = reader.read(letter, password=password)
        except BadInputError as bad:
            if len(paths) == 1:
                raise
            faults += [(file.name, bad.code, bad.message) for file in files]
            continue
        if not faults:
            extraction = extract(document)
            shown = as_shown(document, extraction, classify(document, extraction))
            readings.append(Reading(document, *shown))
    if faults:
        raise FaultyLettersError(faults)
    return readings


def _admitted(
    paths: Sequence[Path], limits: Limits
) -> tuple[list[tuple[Letter, tuple[Path, ...]]], list[Fault]]:
    """The letters, each with the files it is made of, and what is wrong with files that are none."""
    faults: list[Fault] = []
    usable = list(paths)
    try:
        letters = admit(usable, limits)
    except BadInputError:
        if len(paths) == 1:
            raise
        for path in paths:
            try:
                admit([path], limits)
            except BadInputError as bad:
                faults.append((path.name, bad.code, bad.message))
                usable.remove(path)
        if not faults:  # each is fine, all together are too much
            raise
        letters = admit(usable, limits)
    files = iter(usable)
    return [(letter, tuple(islice(files, len(letter.parts)))) for letter in letters], faults
