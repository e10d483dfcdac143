"""Values as the form shows them, and back: one pair of small functions for each kind of input."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.web.words import Asked

Texts = dict[str, str]  # name of an input to what stands in it

_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_RANGE = re.compile(r"\s+(?:to|through|until|-|–)\s+|\s*\.\.\s*")
_MAX_ROWS = 60
APPEAL = {"filed_on": "Asked on", "decided_on": "Answered on", "outcome": "Outcome"}


class NotUnderstoodError(ValueError):
    """What was typed cannot be such a value; the message tells the person what can."""


def shown(asked: Asked, prefix: str, value: Any) -> Texts:
    """The inputs of one value under names that begin with `prefix`; nothing known is an empty text."""
    name = f"{prefix}.{asked.name}"
    if asked.kind == "table":
        return _rows_shown(name, list(asked.columns), value or [])
    if asked.kind == "appeals":
        told = "" if value is None else "some" if value else "none"
        return {name: told} | _rows_shown(name, list(APPEAL), value or [])
    if value is None or value == []:
        return {name: ""}
    if asked.kind == "yesno":
        return {name: "true" if value else "false"}
    if asked.kind == "ranges":
        return {name: "\n".join(_range_shown(v) for v in value)}
    if asked.kind == "lines":
        return {name: "\n".join(str(v) for v in value)}
    return {name: str(value)}


def typed(asked: Asked, prefix: str, form: Mapping[str, str]) -> Texts:
    """What a form holds for this value, tidied so that it compares with `shown`."""
    name = f"{prefix}.{asked.name}"
    found = {name: _tidy(form.get(name, ""))} if asked.kind != "table" else {}
    if asked.kind in ("table", "appeals"):
        start = name + "."
        rows = {key: _tidy(text) for key, text in form.items() if key.startswith(start)}
        found |= {key: text for key, text in rows.items() if text}
    return found


def differ(one: Texts, other: Texts) -> bool:
    """Whether two sets of inputs say different things; an empty input says nothing."""
    return {k: _tidy(v) for k, v in one.items() if v} != {k: v for k, v in other.items() if v}


def understood(asked: Asked, prefix: str, texts: Texts) -> Any:
    """The value that the inputs spell, None for nothing. Raises NotUnderstoodError."""
    name = f"{prefix}.{asked.name}"
    if asked.kind == "table":
        return _rows(asked, name, list(asked.columns), texts) or None
    text = texts.get(name, "")
    if asked.kind == "appeals":
        return _appeals(asked, name, text, texts)
    if not text:
        return None
    if asked.kind == "date":
        return iso_date(text)
    if asked.kind == "money":
        return _money(text)
    if asked.kind == "yesno":
        return text == "true"
    if asked.kind == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if asked.kind == "ranges":
        return [_range(line) for line in text.split("\n") if line.strip()]
    return text


def iso_date(text: str) -> str:
    """A date as typed, 2026-03-09 or 3/9/2026, in ISO form. Raises NotUnderstoodError."""
    american = _US_DATE.fullmatch(text.strip())
    try:
        if american:
            month, day, year = (int(part) for part in american.groups())
            return dt.date(year, month, day).isoformat()
        return dt.date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise NotUnderstoodError("Please write a date such as 2026-03-09 or 3/9/2026.") from None


def _money(text: str) -> str:
    try:
        amount = Decimal(text.replace("$", "").replace(",", "").strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise NotUnderstoodError("Please write an amount in dollars, such as 1250.00.")
    return f"{amount:f}"


def long_date(text: object) -> str:
    """Monday, March 9, 2026; empty if it is no date."""
    try:
        day = dt.date.fromisoformat(str(text))
    except ValueError:
        return ""
    return f"{day:%A, %B} {day.day}, {day.year}"


def readable(asked: Asked, value: Any) -> str:
    """A value on one line, for candidates and the history."""
    if value is None or value == []:
        return "nothing"
    if asked.kind == "date":
        return long_date(value).partition(", ")[2] or str(value)
    if asked.kind == "ranges":
        many = isinstance(value, list) and value and isinstance(value[0], list)
        return ", ".join(_range_shown(v) for v in (value if many else [value]))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(readable(asked, v) for v in value)
    if isinstance(value, dict):
        return " · ".join(str(v) for v in value.values() if v)
    return str(value)


def row_count(texts: Texts, name: str) -> int:
    """How many rows of a table the inputs hold."""
    numbers = [int(k[len(name) + 1 :].split(".")[0]) for k in texts if _row_key(k, name)]
    return min(max(numbers, default=-1) + 1, _MAX_ROWS)


def _row_key(key: str, name: str) -> bool:
    return key.startswith(name + ".") and key[len(name) + 1 :].split(".")[0].isdigit()


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _rows_shown(name: str, columns: list[str], rows: list[Any]) -> Texts:
    return {
        f"{name}.{n}.{column}": _cell(row.get(column))
        for n, row in enumerate(rows)
        for column in columns
        if isinstance(row, dict)
    }


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return _range_shown(value) if _is_range(value) else ", ".join(_cell(v) for v in value)
    return "" if value is None else str(value)


def _is_range(value: list[Any]) -> bool:
    return len(value) == 2 and all(isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", v) for v in value)


def _rows(asked: Asked, name: str, columns: list[str], texts: Texts) -> list[dict[str, Any]]:
    rows = []
    for n in range(row_count(texts, name)):
        row: dict[str, Any] = {c: texts.get(f"{name}.{n}.{c}") or None for c in columns}
        if not any(row.values()):
            continue
        for column in ("date", *APPEAL):
            if row.get(column) and column != "outcome":
                row[column] = iso_date(row[column])
        for column in asked.choices:
            if not row[column]:
                raise NotUnderstoodError("Please choose one in the first column of each row.")
        rows.append(row)
    return rows


def _appeals(asked: Asked, name: str, told: str, texts: Texts) -> list[dict[str, Any]] | None:
    rows = _rows(asked, name, list(APPEAL), texts)
    if rows and told == "none":
        raise NotUnderstoodError(
            "You chose “no appeal was made”, but there is an appeal below. Please clear one."
        )
    if rows:
        return rows
    if told == "some":
        raise NotUnderstoodError("Please give at least the day on which the plan was asked, or its answer.")
    return [] if told == "none" else None


def _range_shown(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    first, last = value[0], value[-1]
    return str(first) if last in (None, first) else f"{first or '?'} to {last}"


def _range(line: str) -> list[str]:
    parts = [iso_date(part) for part in _RANGE.split(line.strip()) if part]
    if len(parts) not in (1, 2):
        raise NotUnderstoodError("One a line, such as 2026-01-05 or 2026-01-05 to 2026-01-09.")
    if parts[-1] < parts[0]:
        raise NotUnderstoodError("The last day is before the first one.")
    return [parts[0], parts[-1]]
