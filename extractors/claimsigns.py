"""Signs that the list of denied claims may be misread, for its confidence and for the doubts."""

import re
from collections.abc import Set

from extractors.billed import billed
from extractors.charges import Row
from extractors.claimmakes import in_short, one_make, sister
from extractors.claims import Claims
from extractors.ids import IdReading
from extractors.idsigns import begun_above, broken_off, leftovers
from extractors.idunnamed import unnamed, unread
from extractors.idwords import is_code
from extractors.idwraps import torn
from extractors.lexicon import pattern
from extractors.lines import crowded
from extractors.mentions import Span
from extractors.outcomes import mixed, outcome
from extractors.reading import Reading
from extractors.spare import bills
from pipeline.models.fields import DocumentKind


def _sound(reading: Reading, found: IdReading) -> bool:
    """Whether a number has the making of an identifier of the plan: digits enough, and no code, year or date of a form."""
    digits, start = sum(c.isdigit() for c in found.key), found.spans[0].start
    guide = re.search(
        r"\b(?:policy|guideline|criteria|protocol|form)\W*$", reading.sheet.text[:start][-24:], re.I
    )
    return (
        not guide
        and digits >= 6
        and not is_code(found.text)
        and not _NOT_NUMBERED.search(found.text)
        and not _MAIL.search(found.text)
    )


_MAIL = re.compile(
    r"MAIL|^9[1-5]\d\d(?: \d{4}){3,}|\d{20}|20\d\d ?[-/] ?20\d\d|\d{1,2}[/-](?:20)?\d\d$|^[HSYRE]\d{4}"
)


def _in_part(claims: Claims, keys: set[str]) -> bool:
    """Whether one claim counts as denied only since a part of its charge was not paid, and another was not paid at all."""
    by_claim: dict[str, set[bool]] = {}
    for charge in claims.denied_charges:
        if charge.claim in keys:
            amounts = charge.row.amounts
            by_claim.setdefault(charge.claim or "", set()).add(
                bool(amounts.get("paid") or amounts.get("allowed"))
            )
    return {True} in by_claim.values() and len(by_claim) > 1


def _absurd(row: Row) -> bool:
    """Whether the amounts of a row contradict each other or its words: they were read from the wrong columns."""
    billed = row.amounts.get("billed")
    over = (
        billed is not None
        and billed > 0
        and any(row.amounts.get(n, 0) > billed for n in ("paid", "denied", "allowed"))
    )
    return over or (
        row.settled
        and bool(re.search(r"\bdenied\b", row.said, re.I))
        and not re.search(r"\bpaid\b", row.said, re.I)
    )


def claim_signs(
    reading: Reading, kind: str | None, denied: list[IdReading], taken: Set[str]
) -> dict[str, float]:
    """What speaks for and against this being the whole list of denied claims, the empty list too."""
    sheet, claims = reading.sheet, reading.claims
    keys = {c.key for c in denied}
    rows = {c.claim for c in claims.charges if c.row.denied is not None and c.claim}
    weak = [k for k in claims.settled if k not in {c.claim for c in claims.charges}]
    paid = sum(1 for m in reading.found.money if sheet.top(m.start) < 0.92)
    denial = kind not in (None, DocumentKind.NOT_A_DENIAL.value)
    bill = billed(sheet)
    offices = any(c.rules["claim_numbers"].startswith(_OFFICES) for c in denied)
    return reading.note(
        "claim_numbers",
        score=min((min(c.score("claim_numbers"), 1.0) for c in denied), default=0.0),
        none=float(not denied),
        none_eob=float(not denied and kind == DocumentKind.EOB_DENIAL.value),
        none_money=float(not denied) * min(paid, 4) / 4,
        none_claim=float(not denied) * min(len(_CLAIM_WORD.findall(sheet.text)), 4) / 4,
        nameless=float(not denied and _maybe_claim(reading, taken, bool(paid))),
        unnamed=float(not denied and bool(unnamed(reading, kind, {*taken, *claims.settled, *claims.void}))),
        offices=float(offices),
        unbilled=float(offices and not bills(reading)),
        unread=float(unread(reading)),
        leftover=min(len(leftovers(reading)), 3) / 3,
        shape=float(
            any(
                c.rules["claim_numbers"].startswith(("id.shape", "id.prose"))
                and c.score("claim_numbers") <= 0.6
                for c in denied
            )
        ),
        others=float(any(f != "claim_numbers" and s > 0.8 for c in denied for f, s in c.scores.items())),
        no_row=float(bool(rows) and bool(keys - rows)),
        many_no_row=float(
            len(denied) > 1
            and not rows
            and bool(keys - {c.claim for c in claims.charges})
            and not _one_list(reading, denied)
        ),
        mixed=float(
            len(denied) > 1
            and not rows
            and (
                mixed(sheet, [s for c in denied for s in c.spans], listed := _one_list(reading, denied))
                or (listed and _one_again(denied))
            )
        ),
        settled=float(bool(claims.settled)),
        replaced=float(bool(claims.void)),
        broken=float(
            any(
                broken_off(reading, s) or begun_above(sheet, s)
                for c in denied
                for s in [c.best_span["claim_numbers"]]
            )
            or any(_claim_breaks_off(reading, span) for r in reading.ids.values() for span in r.spans)
        ),
        uneven=float(
            bool(denied) and UNEVEN * min(len(c.key) for c in denied) <= max(len(c.key) for c in denied)
        ),
        torn=float(torn(reading, "claim_numbers", [s for c in denied for s in c.spans])),
        crowded=float(len(denied) > 1 and any(crowded(c.row) for c in claims.charges)),
        rowless=float(claims.unsettled and any(c.claim is None for c in claims.denied_charges)),
        sister=float(any(sister(reading, c, {*keys, *claims.settled, *claims.void}) for c in denied)),
        twin=float(
            any(
                one_make(c.key, left.key) and outcome(sheet, left.spans, c.spans) != "settled"
                for c in denied
                for left in leftovers(reading)
            )
        ),
        short=float(any(in_short(sheet.text, s) for c in denied for s in c.spans)),
        partial=float(_in_part(claims, keys)),
        absurd=float(any(_absurd(c.row) for c in claims.charges if not c.row.total)),
        elsewhere=float(any(r.field == "other_claim" for r in reading.ids.values())),
        billed=bill * denial,
        request=float(denial and bool(denied)) * (1 - bill),
        estimate=float(bool(denied) and bool(_ESTIMATE.search(sheet.text))),
        bill_alone=float(denial and not denied) * bill,
        no_money=float(bool(denied) and paid == 0 and kind != DocumentKind.NOT_A_DENIAL.value),
        weak=float(bool(weak)),
        unsettled=float(claims.unsettled),
        overruled=float(
            any(
                r.overruled == "claim_numbers" and r.key not in taken and _disputed(reading, r, denied)
                for r in reading.ids.values()
            )
        ),
        aside=float(claims.unsettled and not claims.charges and bool(keys)),
        word=min((sheet.place(s.start, s.end)[2] for c in denied for s in c.spans), default=1.0),
        longer=max(
            (reading.tags.runs_on("claim_numbers", s.start, s.end) for c in denied for s in c.spans),
            default=0.0,
        ),
        tag=min((reading.tags.best("claim_numbers", _places(c)) for c in denied), default=0.0),
        tag_missed=max(
            (
                reading.tags.best("claim_numbers", _places(r))
                for k, r in reading.ids.items()
                if k not in {*keys, *claims.settled, *claims.void}
            ),
            default=0.0,
        ),
        chance=min((reading.chance(k, "claim_numbers") for k in keys), default=0.0),
        missed=max(
            (
                reading.chance(k, "claim_numbers")
                for k in reading.ids.keys() - keys - {*claims.settled, *claims.void}
            ),
            default=0.0,
        ),
    )


def _places(found: IdReading) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in found.spans]


def _maybe_claim(reading: Reading, taken: Set[str], paid: bool) -> bool:
    """Whether a number that nobody explains may be a claim's, or one that was read as a reference speaks of a claim."""
    left = [
        x
        for x in leftovers(reading)
        if x.key not in taken and reading.chance(x.key, "claim_numbers") >= _CONCEIVABLE
    ]
    if any(_stands_alone(reading, x) or (paid and _sound(reading, x)) for x in left):
        return True
    references = [
        r.best_span["reference_numbers"] for r in reading.ids.values() if r.field == "reference_numbers"
    ]
    return paid and any(_OF_CLAIM.search(reading.sheet.clause(s.start, 70)) for s in references)


_OFFICES = ("id.control", "id.head.encounter", "id.transaction")  # labels that do not say "claim"
_CONCEIVABLE = 0.04  # probability from which a number may be a claim's


def _disputed(reading: Reading, found: IdReading, denied: list[IdReading]) -> bool:
    """Whether a number that a label calls a claim's, and the words around it do not, may be another denied claim."""
    if not denied or found in denied:
        return True
    if re.fullmatch(r"\d+\.\d\d", found.text) or reading.chance(found.key, "claim_numbers") < _CONCEIVABLE:
        return False
    others = [s for c in denied for s in c.spans]
    return outcome(reading.sheet, found.spans, others) != "settled"


_ESTIMATE = pattern("claim.estimate")
_OF_CLAIM = pattern("claim.of_claim")


def _one_list(reading: Reading, denied: list[IdReading]) -> bool:
    """Whether the claims stand together somewhere, as one list under one label."""
    for first in denied[0].spans:
        at = first.end
        for other in denied[1:]:
            near = [s for s in other.spans if 0 <= s.start - at < 45]
            if not near:
                break
            at = near[0].end
        else:
            return True
    return False


def _one_again(denied: list[IdReading]) -> bool:
    """Whether some of the claims of a list are named again without the others, as the one that stays unpaid is."""
    return len({len(c.spans) > 1 for c in denied}) > 1


UNEVEN = 1.4  # times a plan's shortest claim number its longest is, from which the short one may be a part
_CLAIM_WORD = pattern("claim.word")


def _stands_alone(reading: Reading, found: IdReading) -> bool:
    """Whether a number without a label stands where the letter lists its numbers, not in a sentence."""
    span = found.spans[0]
    segment = reading.sheet.segment_at(span.start)
    before = reading.sheet.text[reading.sheet.offset_of(segment) : span.start].strip()
    left = reading.sheet.left(segment)
    if _NOT_NUMBERED.search(found.text) or (left is not None and not before):
        return False
    return (
        (not before or before.lower().endswith(("no.:", "no.", "number:", "#", "id:")))
        and segment.page == reading.sheet.first_page
        and reading.sheet.top(span.start) < 0.55
        and len(segment.text) < 70
        and sum(c.isdigit() for c in found.key) >= 6
    )


_NOT_NUMBERED = re.compile(
    r"^\d{5}-\d{4}$|\b[A-Z]\d{4}-\d{3}|^\d{5}[- ]?\w{2,3}$|AUTO|\b[2-9]\d{9}$|^\d{7} \d\d$|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-"
)


def _claim_breaks_off(reading: Reading, span: Span) -> bool:
    """Whether a number right behind the word "claim" ends on a hyphen at the end of its line, and goes on elsewhere."""
    return broken_off(reading, span) and bool(
        _NAMED.search(reading.sheet.text[max(0, span.start - 16) : span.start])
    )


_NAMED = re.compile(r"\bclaim(?: (?:no\.?|number|#|id))?:? $", re.I)
