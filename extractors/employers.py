"""The employer whose plan a firm administers, where the letter names no plan but by the employer's name."""

import re

from extractors.lexicon import pattern
from extractors.pairs import Pair
from extractors.reading import Reading
from pipeline.models.fields import Field

_SURE = 0.5  # far under any threshold: who the plan is, a person must say
_CUT = pattern("employer.cut")
_NAME = re.compile(r"[A-Z][\w.'’&,/-]*(?: (?:[A-Z][\w.'’&,/-]*|&|of|and|the|for)){1,9}")
_SIGNS = {
    "score": 1.0, "margin": 1.0, "rival_evidence": 0.0, "evidence": 0.0, "agreed": 0.0, "outweighed": 0.0, "only": 0.0,
    "known": 0.0, "plan": 1.0, "chance": 1.0, "rival_chance": 0.0, "whole": 1.0, "hearsay": 1.0
}  # fmt: skip


def employer(reading: Reading) -> Field | None:
    """The name behind a label for the plan or the employer, to be asked about; None without one."""
    for pair in sorted(reading.labelled, key=lambda p: p.field != "plan"):
        if pair.field in ("plan", "employer") and (span := _name(pair)):
            reading.note("insurer", **_SIGNS)
            start, end = span
            return reading.sheet.found(reading.sheet.text[start:end], start, end, _SURE, "insurer.employer")
    return None


def _name(pair: Pair) -> tuple[int, int] | None:
    first = re.match(r"[:\s]*", pair.text)
    lead = first.end() if first else 0
    line = _CUT.split(pair.text[lead:].split("\n")[0], maxsplit=1)[0].rstrip(" ,;:")
    if re.search(r"\d{3}", line) or not _NAME.fullmatch(line):
        return None
    return pair.start + lead, pair.start + lead + len(line)
