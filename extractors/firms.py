"""Whether a name is that of a firm, and not of a person, a hospital, a desk or a heading."""

import re

from extractors.acting import firm_word
from extractors.lexicon import pattern
from extractors.people import clean, is_person
from extractors.wording import NO_TPA

CRITERIA = pattern("name.criteria")  # whose guidelines are cited
OFFICE = pattern("name.no_firm")
_DOCTOR = pattern("acting.doctor")


def firm(text: str) -> bool:
    """Whether a name is that of a firm, not of a person, a hospital or a department."""
    if (
        _DOCTOR.search(text)
        or NO_TPA.search(text)
        or CRITERIA.search(text)
        or re.search(r"\d|[a-z]{3}\. (?!LLC|Inc)", text)
    ):
        return False
    named = len(text.split()) > 1 and firm_word(text)
    return named and not OFFICE.search(text) and not TEAM.search(text)


def says_nobody(text: str) -> bool:
    """Whether every word of a name is common to desks and headings ("Independent Review", "Policy Administration")."""
    left = _COMMON.sub("", _DESK.sub("", text))
    return not re.search(r"[A-Za-z]{2}", left) and not _COMPANY.search(text)


_COMPANY = pattern("name.firm")
_COMMON, _DESK = pattern("sender.common"), pattern("acting.common")
# sentences that no person stands in
_PLAINLY = {
    f"administrator.{n}"
    for n in (
        *("our", "its", "does", "by", "asked", "provides", "independent", "manages"),
        *("writes", "which", "partner", "work", "serves", "given", "contract", "heads"),
    )
}
_NO_FIRM = pattern("acting.no_firm")


def said_firm(text: str, rule: str) -> bool:
    """Whether a sentence gives a firm's part to a name that does not say what it is ("our dental partner SKYGEN USA")."""
    person = rule == "administrator.by" and is_person(clean(text))
    if rule not in _PLAINLY or person or not text[:1].isupper() or len(text) < 5:
        return False
    noise = (_DOCTOR, NO_TPA, CRITERIA, OFFICE, TEAM, _NO_FIRM)
    return not re.search(r"\d|[a-z]{3}\. ", text) and not any(n.search(text) for n in noise)


TEAM = pattern("acting.team")
