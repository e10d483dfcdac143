"""When an extracted value is right: identifiers without punctuation, names without suffixes, quotes by overlap."""

import difflib
import re
from collections import Counter
from typing import Any

SCALARS = (
    "insurer", "member_name", "member_id", "group_number", "letter_date", "initial_denial_date",
    "internal_appeal_decision_date", "provider", "service", "amount_denied", "state", "plan_type", "regulator",
    "administrator", "denial_reason",
)  # fmt: skip
LISTS = (
    "claim_numbers", "reference_numbers", "procedure_codes", "diagnosis_codes", "denial_codes", "service_dates",
    "stated_deadlines", "criteria_cited",
)  # fmt: skip
CRITICAL = ("document_kind", "insurer", "claim_numbers", "letter_date", "denial_class", "member_id")
_SUFFIX = re.compile(
    r"\b(?:inc|llc|llp|lp|ltd|co|corp|corporation|company|incorporated|the|of|and|an?|health plans?|insurance|plan|group)\b"
)
_UNITS = {"day": "d", "month": "m", "year": "y", "hour": "h", "week": "w"}
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "fifteen": 15, "thirty": 30, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
_SPAN = re.compile(r"(\d+)\)?[ -]*(?:calendar |business |working )?(day|month|year|hour|week)")
_TITLES = {"mr", "mrs", "ms", "dr", "md"}


def bare(case: dict[str, Any], field: str) -> Any:
    """The value of `field` in a case as JSON: bare, or a list of bare values; None where there is none."""
    if field == "document_kind":
        return case["document"]["kind"]
    if field in ("denial_class", "denial_category"):
        return (case.get("classification") or {}).get(field)
    got = case["fields"].get(field)
    if isinstance(got, list):
        return [g["value"] for g in got]
    return None if got is None or got["value"] in ("", "unknown") else got["value"]


def verdict(case: dict[str, Any], truth: dict[str, Any], field: str) -> str:
    """right | wrong | missing | false (a value where there is none) | none (rightly empty)."""
    got, want = bare(case, field), truth.get(field)
    if field in LISTS:
        have, need = _items(field, got or []), _items(field, want or [])
        if not need:
            return "false" if have else "none"
        if not have:
            return "missing"
        hits = {n for n in need if any(_same_item(field, n, h) for h in have)}
        return "right" if len(hits) == len(need) and len(have) <= len(need) else "wrong"
    if want in (None, "", "unknown"):
        return "none" if got is None else "false"
    if got is None:
        return "missing"
    return "right" if same(field, got, want, truth.get("insurer_aliases") or ()) else "wrong"


def same(field: str, got: Any, want: Any, aliases: Any = ()) -> bool:
    """Whether one value of `field` is the one wanted."""
    if field == "insurer":
        return any(_name(got) == _name(t) or _alike(_name(got), _name(t)) >= 0.9 for t in (want, *aliases))
    if field in ("regulator", "administrator"):
        return _alike(_name(got), _name(want)) >= 0.8 or _name(want) in _name(got)
    if field == "member_name":
        return _person(got) == _person(want)
    if field in ("provider", "service"):
        longer = len(_words(got)) < 3 * len(_words(want)) + 4
        return _overlap(got, want) >= 0.6 or (_name(want) in _name(got) and longer)
    if field == "denial_reason":
        need = Counter(_words(want))
        held = sum((Counter(_words(got)) & need).values()) / max(1, sum(need.values()))
        return _overlap(got, want) >= 0.5 or (held >= 0.8 and len(_words(got)) < 4 * len(_words(want)) + 40)
    if field == "amount_denied":
        try:
            return abs(_money(got) - _money(want)) < 0.005
        except ValueError:
            return False
    return _key(got) == _key(want)


def _items(field: str, items: list[Any]) -> set[Any]:
    if field == "service_dates":
        return {tuple(i) if isinstance(i, list | tuple) else (i, i) for i in items}
    if field == "stated_deadlines":
        return {_deadline(i) for i in items} - {(None, None)}
    if field == "criteria_cited":
        return {" ".join(_words(i)) for i in items}
    if field == "denial_codes":  # hands write "CARC 29" or "29" for the same code
        items = [re.sub(r"^(?:CARC|RARC)\s+", "", str(i)) for i in items]
    return {_key(i) for i in items}


def _same_item(field: str, want: Any, got: Any) -> bool:
    if field == "criteria_cited":
        return want in got or got in want or _alike(want, got) > 0.8
    return bool(want == got)


def _deadline(item: Any) -> tuple[Any, Any]:
    item = item if isinstance(item, dict) else {"text": item}
    text = (item.get("text") or "").lower()
    for word, number in _NUMBERS.items():
        text = re.sub(rf"\b{word}\b(?=[ -])", str(number), text)
    found = _SPAN.search(text)
    return item.get("for"), item.get("date") or ((int(found[1]), _UNITS[found[2]]) if found else None)


def _key(value: Any) -> str:
    return re.sub(r"[^A-Z0-9]", "", str(value).upper())


def _words(value: Any) -> list[str]:
    return re.findall(r"[a-z0-9]+", str(value).lower())


def _name(value: Any) -> str:
    return " ".join(_SUFFIX.sub(" ", " ".join(_words(value))).split())


def _person(value: Any) -> list[str]:
    return sorted(w for w in _words(value) if len(w) > 1 and w not in _TITLES)


def _money(value: Any) -> float:
    return float(re.sub(r"[$, ]", "", str(value)))


def _alike(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b).ratio()


def _overlap(got: Any, want: Any) -> float:
    p, t = Counter(_words(got)), Counter(_words(want))
    common = sum((p & t).values())
    return 2 * common / (sum(p.values()) + sum(t.values())) if common else 0.0
