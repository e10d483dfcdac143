"""Values that know where they come from: the only thing a template may print.

A `Given` is a piece of text with its source (a field, a fact, a law file, a date we were handed). A blank is
a `Given` too: it prints a ruled line with a label and is listed in the checklist. What is doubtful says why.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

# Private-use marks that carry a value's standing through Markdown to the page; never present in a value.
VALUE, CHECK, BLANK, END = "\ue000", "\ue001", "\ue002", "\ue003"

# Control characters break XML, bidirectional ones can reorder what a reader sees, private use is ours.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffe\uffff\ud800-\udfff]")
_CITY = re.compile(r",\s*([^,\n]+,\s*[A-Z]{2}\s+\d{5}(?:-\d{4})?)\s*$")  # the last line of a US address
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Given:
    """One printable value. `doubt` is why a person must check it: a key of `doubts` in words.yaml, or a text from
    the review; a blank has a label in `text`."""

    text: str
    source: str
    doubt: str | None = None
    blank: bool = False
    keep: str = ""  # "" one line, "lines" keeps line breaks, "paragraphs" keeps paragraphs
    raw: Any = field(default=None, compare=False)  # the value before formatting: a date, a Decimal

    def __bool__(self) -> bool:
        return not self.blank

    def kept(self, how: str) -> "Given":
        """The same value with its line breaks or paragraphs kept."""
        return replace(self, keep=how)

    @property
    def state(self) -> str:
        return "blank" if self.blank else "check" if self.doubt else "filled"


@dataclass(frozen=True, slots=True)
class Several:
    """A list of values; prints them joined, or `missing` when there are none."""

    items: tuple[Given, ...]
    missing: Given
    joint: str = ", "

    def __bool__(self) -> bool:
        return bool(self.items)

    def __iter__(self) -> Iterator[Given]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class Names:
    """A namespace of a template's context. An unknown name stays unknown, and the template then fails."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


def clean(text: str) -> str:
    """`text` without what no printer or XML file can hold."""
    return _PRIVATE.sub("\ufffd", _UNPRINTABLE.sub("", text))


def literal(text: str) -> str:
    """`text` such that Markdown gives it back unchanged."""
    return _PUNCTUATION.sub(r"\\\1", text)


def marked(value: Given) -> str:
    """The Markdown of one value, between marks that tell its standing."""
    mark = BLANK if value.blank else CHECK if value.doubt else VALUE
    text = clean(value.text)
    if value.keep == "paragraphs":
        parts = [" ".join(p.split()) for p in re.split(r"\n\s*\n", text)]
        return "\n\n".join(f"{mark}{literal(p)}{END}" for p in parts if p)
    if value.keep == "lines":
        lines = [" ".join(line.split()) for line in _CITY.sub(r"\n\1", text).splitlines()]
        return "\\\n".join(f"{mark}{literal(line)}{END}" for line in lines if line)
    if value.source.endswith("address"):
        text = ", ".join(line.strip().rstrip(",") for line in text.splitlines() if line.strip())
    return f"{mark}{literal(' '.join(text.split()))}{END}"


MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}


def long_date(day: dt.date, language: str) -> str:
    """January 12, 2026; 12 de enero de 2026."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day} de {month} de {day.year}" if language == "es" else f"{month} {day.day}, {day.year}"


def as_date(value: Any) -> dt.date | None:
    """A date from a date or ISO text, else None."""
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def money(value: Any) -> str | None:
    """$1,250.00 from a Decimal or decimal text, else None."""
    try:
        return f"${Decimal(str(value).replace(',', '').lstrip('$')):,.2f}"
    except InvalidOperation:
        return None


def spelled(text: str, language: str) -> str:
    """`text` with its ISO dates written out."""
    return re.sub(
        r"\b\d{4}-\d{2}-\d{2}\b",
        lambda m: long_date(day, language) if (day := as_date(m.group())) else m.group(),
        text,
    )
