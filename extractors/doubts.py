"""When to ask: a field that decides what is filed and is missing, in conflict or below its threshold."""

from extractors.reading import Fields, Reading
from pipeline.models.fields import Doubt, Field

THRESHOLDS = {"insurer": 0.955, "letter_date": 0.965, "member_id": 0.95, "claim_numbers": 0.93}


def doubts(reading: Reading, kind: Field, fields: Fields) -> tuple[Doubt, ...]:
    """One doubt for each critical field that is not sure enough."""
    found = []
    for name in ("insurer", "letter_date", "member_id"):
        value = fields.get(name)
        if not isinstance(value, Field):
            found.append(Doubt(field=name, why="not found in the letter"))
        elif value.confidence < THRESHOLDS[name]:
            found.append(
                Doubt(field=name, why="not sure enough of this reading", candidates=value.candidates)
            )
    if reading.sure.get("claim_numbers", 0.0) < THRESHOLDS["claim_numbers"]:
        why = "not sure that these are the claims that were denied, and all of them"
        found.append(Doubt(field="claim_numbers", why=why))
    return tuple(found)
