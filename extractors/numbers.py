"""Which number is which: member, group, claim and reference numbers, each with its proof and its runners-up."""

import re

from extractors import ids, spare
from extractors.base import body_size
from extractors.confidence import calibrated
from extractors.context import beside
from extractors.reading import Fields, Reading
from pipeline.models.fields import Candidate, DocumentKind

# words that tell a member's number where no other number is left unexplained
_WEAK_LABELS = ("id.policy", "id.prose", "id.spare")
# labels that a second number of the same person stands under: the plan's and the program's, the holder's and the patient's
_OWN_LABELS = ("id.program", "id.id/", "id.holder", "id.member/", "id.somebodys_id")


def identifiers(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Member, group, claim and reference numbers."""
    sheet = reading.sheet
    spare.settle(reading)
    members = sorted(
        (r for r in reading.ids.values() if r.score("member_id") > 0.4), key=lambda r: -_member_score(r)
    )
    members = [m for m in members if m.field == "member_id"] or members[:1] or spare.member(reading, fields)
    chosen = None
    if members:
        top = _member_score(members[0])
        level = [m for m in members if _member_score(m) > top - 0.05]
        chosen = _nearest_denied(reading, level) if len(level) > 1 else members[0]
        rivals = [
            m
            for m in members
            if m is not chosen
            and (
                m in level or (_member_score(m) > top - 0.12 and m.rules["member_id"].startswith(_OWN_LABELS))
            )
        ]
        runner = next((_member_score(m) for m in members if m is not chosen), 0.0)
        span = chosen.best_span["member_id"]
        weak = chosen.rules["member_id"].startswith(_WEAK_LABELS) and (top < 0.6 or bool(leftovers(reading)))
        features = reading.note(
            "member_id",
            score=min(top, 1.0),
            margin=max(0.0, min(_member_score(chosen) - runner, 1.0)),
            count=min(len(chosen.spans), 4),
            word=min(sheet.place(s.start, s.end)[2] for s in chosen.spans),
            rivals=float(len(rivals) if not reading.claims.denied_charges else 0),
            fallback=float(chosen.field != "member_id" or weak),
            length=float(len(chosen.key) < 6),
            suffix=float("(" in span.text),
            chance=reading.chance(chosen.key, "member_id"),
            rival_chance=max(
                (reading.chance(m.key, "member_id") for m in reading.ids.values() if m is not chosen),
                default=0.0,
            ),
        )
        fields["member_id"] = sheet.found(
            span.text,
            span.start,
            span.end,
            calibrated("member_id", features),
            chosen.rules["member_id"],
            tuple(_candidate(reading, m, "member_id") for m in members if m is not chosen)[:3],
        )
    taken = {chosen.key} if chosen else set()
    _group(reading, kind, fields, taken)
    denied = [reading.ids[k] for k in reading.claims.denied if k not in taken]
    if kind == DocumentKind.NOT_A_DENIAL.value and not reading.claims.denied_charges:
        denied += [reading.ids[k] for k in reading.claims.settled if k not in taken]
        denied.sort(key=lambda r: r.spans[0].start)
    sure = calibrated("claim_numbers", _claim_signs(reading, kind, denied))
    fields["claim_numbers"] = tuple(
        sheet.found(
            claim.best_span["claim_numbers"].text,
            claim.best_span["claim_numbers"].start,
            claim.best_span["claim_numbers"].end,
            sure,
            claim.rules["claim_numbers"],
        )
        for claim in denied
    )
    reading.sure["claim_numbers"] = sure
    taken |= {c.key for c in denied} | set(reading.claims.settled) | set(reading.claims.void)
    fields["reference_numbers"] = tuple(
        sheet.found(
            r.text,
            r.best_span["reference_numbers"].start,
            r.best_span["reference_numbers"].end,
            min(0.95, r.score("reference_numbers")),
            r.rules["reference_numbers"],
        )
        for r in sorted(reading.ids.values(), key=lambda r: r.spans[0].start)
        if r.field == "reference_numbers"
        and r.key not in taken
        and r.score("reference_numbers") > 0.57
        and (
            kind == DocumentKind.NOT_A_DENIAL.value
            or not all(_elsewhere(reading, s.start, s.end) for s in r.spans)
        )
    )


def _group(reading: Reading, kind: str | None, fields: Fields, taken: set[str]) -> None:
    """The group number: under a label, else letters alone under one, else the number of an employer's plan."""
    sheet = reading.sheet
    bill = (
        kind == DocumentKind.NOT_A_DENIAL.value and len(reading.found.money) > 1
    )  # whose account is the payer's, not the group's
    groups = [
        r
        for r in reading.ids.values()
        if r.field == "group_number"
        and r.key not in taken
        and r.score("group_number") > 0.55
        and not (bill and r.rules["group_number"].startswith(("id.head.account", "id.account")))
    ]
    if groups:
        best = max(
            groups, key=lambda r: (r.score("group_number"), r.votes["group_number"], -r.spans[0].start)
        )
        span = best.best_span["group_number"]
        fields["group_number"] = sheet.found(
            span.text, span.start, span.end, min(0.97, best.score("group_number")), best.rules["group_number"]
        )
        taken.add(best.key)
        return
    for segment in sheet.segments:
        if re.fullmatch(r"[A-Z]{4,10}", segment.text):
            for option in beside(sheet, reading.lexicon, "id", segment):
                if option.field == "group_number" and "rx" in option.label.lower():
                    start = sheet.offset_of(segment)
                    fields["group_number"] = sheet.found(
                        segment.text, start, start + len(segment.text), 0.9, option.rule
                    )
                    return
    for cue in reading.lexicon.cues.get("group_letters", ()):
        if hit := cue.pattern.search(sheet.text):
            fields["group_number"] = sheet.found(
                hit["value"], hit.start("value"), hit.end("value"), 0.9, cue.id
            )
            return


_ELSEWHERE = re.compile(
    r"\b(?:approved|approval|authorized|previous(?:ly)?|alternative|remains approved|earlier request|remittance)\b(?![^.;]*\bnot\b)[^.;]{0,90}$",
    re.I,
)
_STAYS = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:(?:stays?|remains?|is|was|were) (?:still )?approved|(?:are|is) not in (?:question|dispute)|ended|expired)",
    re.I,
)


def _elsewhere(reading: Reading, start: int, end: int) -> bool:
    """Whether a reference number belongs to another request: what was approved, or came before."""
    before = reading.sheet.clause(start, 130)
    return bool(_ELSEWHERE.search(before) or _STAYS.search(reading.sheet.clause_after(end, 60)))


def _member_score(reading: ids.IdReading) -> float:
    return (
        reading.score("member_id")
        + 0.015 * min(4, reading.votes["member_id"] - 1)
        - (0.3 if reading.field != "member_id" else 0.0)
    )


def _nearest_denied(reading: Reading, level: list[ids.IdReading]) -> ids.IdReading:
    """Of several members, the one that stands nearest over the first denied row, else the first in the letter."""
    rows = reading.claims.denied_charges
    if not rows:
        return max(level, key=lambda m: (_member_score(m), -m.spans[0].start))
    page, bottom = rows[0].row.page, rows[0].row.bottom
    best, place = level[0], (-1, -1.0)
    for member in level:
        for span in member.spans:
            segment = reading.sheet.segment_at(span.start)
            here = (segment.page, segment.box[1])
            if here <= (page, bottom) and here > place:
                best, place = member, here
    return best


def _candidate(reading: Reading, found: ids.IdReading, name: str) -> Candidate:
    span = found.best_span.get(name, found.spans[0])
    return reading.sheet.candidate(
        span.text, span.start, span.end, found.score(name), found.rules.get(name, "")
    )


def _claim_signs(reading: Reading, kind: str | None, denied: list[ids.IdReading]) -> dict[str, float]:
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
        nameless=float(not denied and any(_stands_alone(reading, x) for x in leftovers(reading))),
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
        settled=float(bool(claims.settled)),
        elsewhere=float(any(r.field == "other_claim" for r in reading.ids.values())),
        no_money=float(bool(denied) and paid == 0 and kind != DocumentKind.NOT_A_DENIAL.value),
        weak=float(bool(weak)),
        unsettled=float(claims.unsettled),
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


def _one_list(reading: Reading, denied: list[ids.IdReading]) -> bool:
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


def _stands_alone(reading: Reading, found: ids.IdReading) -> bool:
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


def leftovers(reading: Reading) -> list[ids.IdReading]:
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
