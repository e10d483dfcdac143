"""Signs that a member's or a claim's number may be misread, for its confidence and for the doubts."""

import re
from collections.abc import Set

from extractors.base import body_size
from extractors.claims import Claims
from extractors.ids import IdReading
from extractors.idwords import is_code
from extractors.lines import Row
from extractors.mentions import Span
from extractors.outcomes import mixed, outcome
from extractors.reading import Reading
from pipeline.models.fields import DocumentKind


def broken_off(reading: Reading, span: Span) -> bool:
    """Whether a number ends on a hyphen at the end of its line, and what follows was not found."""
    return bool(re.match(r"[-–](?:\n|$)", reading.sheet.text[span.end : span.end + 2]))


def loose_end(reading: Reading, span: Span) -> bool:
    """Whether it is not clear where a number ends: one or two digits in brackets, behind or under it may belong to it."""
    sheet = reading.sheet
    if "(" in span.text or broken_off(reading, span):
        return True
    segment = sheet.segment_at(span.end - 1)
    first = sheet.segment_at(span.start)
    if segment is not first and re.fullmatch(r"\d{1,3}", segment.text):
        wrapped = abs(segment.box[0] - first.box[0]) < 2 and segment.box[1] - first.box[3] < 0.6 * first.size
        return not wrapped  # the cell was too narrow for it
    rest = sheet.text[span.end : sheet.offset_of(segment) + len(segment.text)]
    if rest.strip():
        return bool(re.match(r" [A-Z]{2,3}$|\s*[-–/(*#+]?\s*\d{1,3}\)?(?:\s*$|\s+(?=[A-Z|•·]))", rest))
    lines = sheet.block_of(segment).segments
    under = lines[lines.index(segment) + 1 :][:1]
    right = sheet.right(segment)
    beside = [right] if right is not None and right.box[0] - segment.box[2] < 2 * segment.size else []
    return any(re.fullmatch(r"[-–/(*#+]? ?\d{1,3}\)?", s.text) for s in (*under, *beside))


def printed_longer(reading: Reading, found: IdReading) -> bool:
    """Whether the letter elsewhere prints a number with one to three digits more: with its dependent's, perhaps."""
    return any(
        key != found.key and key.startswith(found.key) and re.fullmatch(r"\d{1,3}", key[len(found.key) :])
        for key in reading.ids
    )


_OWNER = re.compile(r"\b([A-Z][a-z]+)(?:[’']s)? (?:ID|I\.D\.|Id)[\s:.#]*(?:(?:no\.|number|code)[\s:.#]*)?$")


def strangers(reading: Reading, found: IdReading) -> bool:
    """Whether a number is called the ID of something that is no person's and that the letter speaks of nowhere else:
    "Session ID"; a word in capitals is a plan's name in short."""
    if not found.rules.get("member_id", "").startswith(("id.id/", "id.somebodys_id/")):
        return False
    sheet, start = reading.sheet, found.best_span["member_id"].start
    segment = sheet.segment_at(start)
    cells = (
        [sheet.left(segment), next(iter(sheet.above(segment, 1)), None)]
        if sheet.starts_segment(start)
        else []
    )
    texts = [sheet.clause(start, 50), *(c.text for c in cells if c)]
    owners = [match[1].lower() for text in texts if (match := _OWNER.search(text.rstrip()))]
    known = {*reading.lexicon.words["id_member_id"], *_PLAIN_OWNERS}
    return any(
        owner not in known and len(re.findall(rf"\b{re.escape(owner)}", sheet.text, re.I)) < 2
        for owner in owners[:1]
    )


_PLAIN_OWNERS = {
    "your", "his", "her", "their", "our", "the", "plan", "health", "insurance", "coverage", "rx", "unique", "trust",
    "fund", "union", "network", "hmo", "ppo", "program", "state", "family", "covered", "insured", "drug", "medical", "contract", "agreement", "policy",
    "certificate", "alternate", "enrollment",
}  # fmt: skip


def none_possible(reading: Reading) -> bool:
    """Whether no number of the letter can be a member's: a form to be filled in, a general notice."""
    return not leftovers(reading) and all(reading.chance(key, "member_id") < _POSSIBLE for key in reading.ids)


_POSSIBLE = 0.06


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
    return reading.note(
        "claim_numbers",
        score=min((min(c.score("claim_numbers"), 1.0) for c in denied), default=0.0),
        none=float(not denied),
        none_eob=float(not denied and kind == DocumentKind.EOB_DENIAL.value),
        none_money=float(not denied) * min(paid, 4) / 4,
        none_claim=float(not denied) * min(len(_CLAIM_WORD.findall(sheet.text)), 4) / 4,
        nameless=float(not denied and _maybe_claim(reading, taken, bool(paid))),
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
            and mixed(sheet, [s for c in denied for s in c.spans], _one_list(reading, denied))
        ),
        settled=float(bool(claims.settled)),
        replaced=float(bool(claims.void)),
        broken=float(any(broken_off(reading, c.best_span["claim_numbers"]) for c in denied)),
        partial=float(_in_part(claims, keys)),
        absurd=float(any(_absurd(c.row) for c in claims.charges if not c.row.total)),
        elsewhere=float(any(r.field == "other_claim" for r in reading.ids.values())),
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
        chance=min((reading.chance(k, "claim_numbers") for k in keys), default=0.0),
        missed=max(
            (
                reading.chance(k, "claim_numbers")
                for k in reading.ids.keys() - keys - {*claims.settled, *claims.void}
            ),
            default=0.0,
        ),
    )


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


_CONCEIVABLE = 0.04  # probability from which a number may be a claim's


def _disputed(reading: Reading, found: IdReading, denied: list[IdReading]) -> bool:
    """Whether a number that a label calls a claim's, and the words around it do not, may be another denied claim."""
    if not denied or found in denied:
        return True
    if re.fullmatch(r"\d+\.\d\d", found.text) or reading.chance(found.key, "claim_numbers") < _CONCEIVABLE:
        return False
    others = [s for c in denied for s in c.spans]
    return outcome(reading.sheet, found.spans, others) != "settled"


_OF_CLAIM = re.compile(r"\bclaim(?! (?:appeal|review|dispute|reconsideration))[^.;|]{0,30}$", re.I)


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


_CLAIM_WORD = re.compile(
    r"\bclaim(?:s|ed)?\b(?! (?:appeals?|review|administrator|form|procedures?|processing))", re.I
)


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


def leftovers(reading: Reading) -> list[IdReading]:
    """Numbers that look like identifiers and that no label explains; small print at the foot is left out."""
    sheet = reading.sheet
    left = []
    for found in reading.ids.values():
        if found.scores and max(found.scores.values()) >= 0.6:
            continue
        span = found.spans[0]
        segment = sheet.segment_at(span.start)
        digits = sum(c.isdigit() for c in found.key)
        if (
            len(found.key) < 6
            or digits < 4
            or sheet.top(span.start) > 0.9
            or segment.size < 0.87 * body_size(reading.sheet)
        ):
            continue
        left.append(found)
    return left
