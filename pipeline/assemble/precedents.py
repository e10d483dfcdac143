"""Decided reviews, counted: what California's reviewers did with comparable denials.

The shipped counts are of the DMHC's open data, 2001 to 2016. An upheld denial is never counted as support, and
a review whose outcome is not plainly one of the two is not counted at all.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

TYPES = {"MN": "Medical Necessity", "EI": "Experimental/Investigational", "UC": "Urgent Care"}
REFERENCES = 5  # reference numbers kept for one count, newest first

# The columns of the DMHC's file, bare of spaces, underscores and case, to our names.
_COLUMNS = {
    "referenceid": "reference",
    "reportyear": "year",
    "diagnosiscategory": "diagnosis",
    "diagnosissubcategory": "diagnosis_detail",
    "treatmentcategory": "treatment",
    "treatmentsubcategory": "treatment_detail",
    "determination": "determination",
    "type": "type",
}
_SHIPPED = (
    "type", "diagnosis", "diagnosis_detail", "treatment", "treatment_detail",
    "decided", "overturned", "first_year", "last_year", "overturned_references",
)  # fmt: skip
_NEEDED = ("reference", "year", "determination", "type")


@dataclass(frozen=True, slots=True)
class Review:
    """One decided review."""

    reference: str
    year: int
    type: str
    diagnosis: str
    diagnosis_detail: str
    treatment: str
    treatment_detail: str
    overturned: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Reviews alike: how many were decided, how many of them overturned the plan."""

    type: str
    diagnosis: str
    diagnosis_detail: str
    treatment: str
    treatment_detail: str
    decided: int
    overturned: int
    first_year: int
    last_year: int
    references: tuple[str, ...]  # of overturned ones only, newest first

    @property
    def upheld(self) -> int:
        return self.decided - self.overturned


@dataclass(frozen=True, slots=True)
class Imported:
    """A file read: its reviews, and how many rows had no plain outcome, type, year or reference number."""

    reviews: tuple[Review, ...]
    left_out: int


def load(path: Path) -> tuple[Count, ...]:
    """Counts from a file in the shape of the shipped one."""
    return _load(path, path.stat().st_mtime_ns)


def save(counts: Sequence[Count], path: Path) -> None:
    """Write `counts` in the shape of the shipped file: packets made in that output folder use them instead."""
    letters = {name: letter for letter, name in TYPES.items()}
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(_SHIPPED)
        for c in counts:
            alike = (c.diagnosis, c.diagnosis_detail, c.treatment, c.treatment_detail)
            span = (c.decided, c.overturned, c.first_year, c.last_year)
            writer.writerow((letters[c.type], *alike, *span, " ".join(c.references)))


@lru_cache(maxsize=2)
def _load(path: Path, _changed: int) -> tuple[Count, ...]:
    with path.open(newline="", encoding="utf-8") as handle:
        return tuple(
            Count(
                TYPES[row["type"]],
                row["diagnosis"],
                row["diagnosis_detail"],
                row["treatment"],
                row["treatment_detail"],
                int(row["decided"]),
                int(row["overturned"]),
                int(row["first_year"]),
                int(row["last_year"]),
                tuple(row["overturned_references"].split()),
            )
            for row in csv.DictReader(handle)
        )


def import_rows(path: Path) -> Imported:
    """The reviews of the DMHC's open-data CSV, whatever the spelling of its column names.

    UsageError if the file cannot be read or lacks a column that is needed.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig", errors="replace") as handle:
            reader = csv.DictReader(handle)
            names = {c: _COLUMNS.get(re.sub(r"[\W_]", "", c).lower()) for c in reader.fieldnames or ()}
            if (
                "type" not in names.values()
            ):  # some years call it IMR Type; where both stand, that one is the speed
                names |= {c: "type" for c in names if re.sub(r"[\W_]", "", c).lower() == "imrtype"}
            lacking = [n for n in _NEEDED if n not in names.values()]
            if lacking:
                raise UsageError(
                    f"{path.name}: not the DMHC's file of reviews: no column for {', '.join(lacking)}"
                )
            rows = [{ours: (row[c] or "").strip() for c, ours in names.items() if ours} for row in reader]
    except (OSError, csv.Error) as e:
        raise UsageError(f"{path.name}: cannot be read as CSV") from e
    reviews = [_review(row) for row in rows]
    kept = {r.reference: r for r in reviews if r is not None}  # a review told twice counts once
    return Imported(tuple(kept.values()), sum(r is None for r in reviews))


def _review(row: Mapping[str, str]) -> Review | None:
    outcome = row["determination"].lower()
    overturned, upheld = "overturn" in outcome, "upheld" in outcome or "uphold" in outcome
    kind = {name.lower(): name for name in TYPES.values()}.get(row["type"].lower())
    if overturned == upheld or kind is None or not row["year"].isdigit() or not row["reference"]:
        return None
    return Review(
        reference=row["reference"],
        year=int(row["year"]),
        type=kind,
        diagnosis=row.get("diagnosis", ""),
        diagnosis_detail=row.get("diagnosis_detail", ""),
        treatment=row.get("treatment", ""),
        treatment_detail=row.get("treatment_detail", ""),
        overturned=overturned,
    )


def count(reviews: Iterable[Review]) -> tuple[Count, ...]:
    """Reviews as counts, one for each combination of type, diagnosis and treatment."""
    groups: dict[tuple[str, str, str, str, str], list[Review]] = {}
    for r in reviews:
        key = (r.type, r.diagnosis, r.diagnosis_detail, r.treatment, r.treatment_detail)
        groups.setdefault(key, []).append(r)
    out = []
    for key, found in sorted(groups.items()):
        won = sorted((r for r in found if r.overturned), key=lambda r: (-r.year, r.reference))
        years = [r.year for r in found]
        references = tuple(r.reference for r in won[:REFERENCES])
        out.append(Count(*key, len(found), len(won), min(years), max(years), references))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the worksheet: what the reviews have in common, and their outcomes together."""

    scope: str  # type, diagnosis, treatment, both
    type: str
    diagnosis: str
    treatment: str
    total: Count


def compare(
    counts: Sequence[Count],
    data: Mapping[str, Any],
    *,
    category: str,
    service: str,
    diagnosis_codes: Sequence[str],
) -> list[Comparison]:
    """From the widest to the narrowest group of reviews like this denial; groups without a review are left out.

    `data` is templates/precedents.yaml. A treatment is taken only where the service's own words name it.
    """
    type_ = data["types"].get(category)
    if type_ is None:
        return []
    diagnosis = _diagnosis(diagnosis_codes, data["diagnoses"])
    treatment = _treatment(service, data["treatments"])
    scopes = [("type", "", ""), ("diagnosis", diagnosis, ""), ("treatment", "", treatment)]
    scopes.append(("both", diagnosis, treatment))
    out = []
    for scope, d, t in scopes:
        if (scope in ("diagnosis", "both") and not d) or (scope in ("treatment", "both") and not t):
            continue
        alike = [
            c for c in counts if c.type == type_ and d in ("", c.diagnosis) and t in ("", c.treatment_detail)
        ]
        if alike:
            out.append(Comparison(scope, type_, d, t, _sum(alike)))
    return out


def _diagnosis(codes: Sequence[str], prefixes: Mapping[str, str]) -> str:
    """DMHC's group of the first code that has one."""
    for code in codes:
        matches = [p for p in prefixes if code.upper().startswith(str(p))]
        if matches:
            return str(prefixes[max(matches, key=len)])
    return ""


def _treatment(service: str, rules: Sequence[Mapping[str, Any]]) -> str:
    words = set(re.findall(r"[a-z]+", service.lower().replace("-", "")))
    return next((str(r["name"]) for r in rules if words.issuperset(r["words"])), "")


def _newest(reference: str) -> tuple[int, str]:
    """Order of reference numbers, newest first: MN15-21196 was decided in 2015."""
    year = re.match(r"[A-Z]+(\d{2})-", reference)
    return (-int(year.group(1)) if year else 0, reference)


def _sum(alike: Sequence[Count]) -> Count:
    references = sorted((r for c in alike for r in c.references), key=_newest)[:REFERENCES]
    return Count(
        alike[0].type,
        "",
        "",
        "",
        "",
        sum(c.decided for c in alike),
        sum(c.overturned for c in alike),
        min(c.first_year for c in alike),
        max(c.last_year for c in alike),
        tuple(references),
    )
