"""Printed lengths of time: "within one hundred eighty (180) days", "four months"."""

import re

_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|thirty|forty-five|sixty|sixty-five|ninety|"
    r"one hundred(?: and)? (?:twenty|thirty|forty|fifty|sixty|eighty|ninety)(?:-(?:three|five|seven))?)(?:st|nd|rd|th)?(?:\s*\((?:\d{1,3}|[a-z]+(?:[ -][a-z]+){0,3})\))?"
)
SPAN = re.compile(
    rf"\b{_NUMBER}[\s-]+(?:(?:calendar|business|working|full|consecutive)[\s-]+)?(?:days?|months?|years?|d[ií]as?|meses)\b"
    r"(?:\s*\(\d{1,3} (?:calendar )?days\))?(?: calendario)?",
    re.I,
)
_UNITS = {"d": 1, "m": 30.4, "y": 365.25}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80,
    "ninety": 90,
}  # fmt: skip


def days(text: str) -> float | None:
    """The length of a printed time in days, or None."""
    span = SPAN.search(text)
    if span is None:
        return None
    shown = span[0].lower()
    digits = re.search(r"\d+", shown)
    count = int(digits[0]) if digits else 0
    for word in () if digits else re.findall("[a-z]+", shown):
        count = max(1, count) * 100 if word == "hundred" else count + _WORDS.get(word, 0)
    unit = re.search(r"\b(d|m|y)(?:ay|[ií]a|onth|es|ear)", shown)
    return count * _UNITS[unit[1]] if count and unit else None
