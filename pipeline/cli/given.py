"""Turns what a person types into what the program takes: dates, facts, folders, ledgers."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.models.facts import Facts
    from pipeline.settings import Settings


def day(text: str | None) -> dt.date:
    """`--as-of`; today where it is not given. The one place where the clock is read for law."""
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of wants a date such as 2026-03-09, not {text!r}") from None


def facts_for(letters: Sequence[Path], given: Path | None) -> "Facts":
    """The facts file given, else the one beside the first letter that has one (as in a folder), else no facts."""
    from pipeline.facts_file import load
    from pipeline.models.facts import Facts
    from pipeline.photos import facts_names

    if given is not None:
        return load(given)
    for letter in letters:
        for name in facts_names(letter):
            if letter.with_name(name).is_file():
                return load(letter.with_name(name))
    return Facts()


def settings() -> "Settings":
    """Settings from the environment; a wrong value is a usage error that names it."""
    from pydantic import ValidationError

    from pipeline.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"IMRKIT_{e['loc'][0]}".upper() for e in error.errors() if e["loc"])
        raise UsageError(f"a setting in the environment has a wrong value: {names}") from None


def out_folder(out: Path | None, beside: Path) -> Path:
    """`--out`, else `imrkit-out` beside the input. Made if missing, for this user only."""
    folder = out or beside.absolute().parent / "imrkit-out"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def ledger_url(given: str | None, out: Path) -> str:
    """`--ledger`, else IMRKIT_LEDGER, else `imrkit.db` in the output folder."""
    return given or settings().ledger or f"sqlite:///{(out / 'imrkit.db').absolute()}"
