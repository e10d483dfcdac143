"""Numbers that a state's program knows a person by under a name that elsewhere is a claim's.

Missouri's Medicaid calls its members by a departmental client number, "DCN"; for everybody
else a DCN is a document control number, a claim's.
"""

import re

from extractors.ids import IdReading
from extractors.reading import Reading

_CLIENT = re.compile(r"(?<!claim )\bDCN\b[\s:#.]*(?:no\.?|number)?[\s:#.]*$", re.I)
_MISSOURI = re.compile(r"\bMO HealthNet\b|\bMissouri(?:[’']s)? Medicaid\b")


def clients(reading: Reading) -> list[IdReading]:
    """The one client number of a letter of Missouri's Medicaid, which until now was read as a claim's."""
    text = reading.sheet.text
    if reading.rows or not _MISSOURI.search(text):
        return []
    found = [r for r in reading.ids.values() if _is_client(text, r)]
    if len(found) != 1:
        return []
    found[0].move("claim_numbers", "member_id")
    for listed in (reading.claims.denied, reading.claims.settled):
        listed[:] = [key for key in listed if key != found[0].key]
    return found


def _is_client(text: str, found: IdReading) -> bool:
    if not found.rules.get("claim_numbers", "").startswith("id.control_number/"):
        return False
    start = found.best_span["claim_numbers"].start
    return bool(_CLIENT.search(text[max(0, start - 20) : start]))
