"""Which number is which: member, group, claim and reference numbers, each with its proof and its runners-up."""

import re

from extractors import groups, idrivals, ids, spare
from extractors.claimmakes import of_one_claim, stem
from extractors.claimsigns import claim_signs
from extractors.confidence import calibrated
from extractors.idsigns import leftovers, loose_end, printed_longer, strangers, worded
from extractors.lexicon import pattern
from extractors.reading import Fields, Reading
from pipeline.models.fields import Candidate, DocumentKind

# words that tell a member's number where no other number is left unexplained
_WEAK_LABELS = ("id.policy", "id.prose", "id.spare", "id.guess")
_LABELLED = 0.75  # from which a second number is also said to be the member's
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
        chosen = idrivals.dependents(reading, chosen, members)
        others = [m for m in members if m is not chosen and idrivals.competes(reading, chosen, m)]
        rivals = [
            m
            for m in others
            if m in level or (_member_score(m) > top - 0.12 and m.rules["member_id"].startswith(_OWN_LABELS))
        ]
        runner = next((_member_score(m) for m in others), 0.0)
        span = chosen.best_span["member_id"]
        weak = chosen.rules["member_id"].startswith(_WEAK_LABELS) and (top < 0.6 or bool(leftovers(reading)))
        features = reading.note(
            "member_id",
            score=min(top, 1.0),
            margin=max(0.0, min(_member_score(chosen) - runner, 1.0)),
            count=min(len(chosen.spans), 4),
            word=min(sheet.place(s.start, s.end)[2] for s in chosen.spans),
            rivals=float(len(rivals)),
            fallback=float(chosen.field != "member_id" or weak),
            length=float(len(chosen.key) < 6),
            suffix=float(loose_end(reading, span) or printed_longer(reading, chosen) or worded(chosen)),
            stranger=float(strangers(reading, chosen)),
            two=float(
                any(
                    m.score("member_id") >= _LABELLED and not m.rules["member_id"].startswith(_WEAK_LABELS)
                    for m in others
                    if m.field == "member_id"
                )
            ),
            chance=reading.chance(chosen.key, "member_id"),
            rival_chance=max(
                (
                    reading.chance(m.key, "member_id")
                    for m in reading.ids.values()
                    if m is not chosen and (m not in members or m in others)
                ),
                default=0.0,
            ),
            tag=_tag(reading, chosen, "member_id"),
            longer=reading.tags.runs_on("member_id", span.start, span.end),
            tag_rival=max(
                (_tag(reading, m, "member_id") for m in reading.ids.values() if m is not chosen), default=0.0
            ),
            guess=float(chosen.rules["member_id"].startswith("id.guess")),
            alone=float(spare.alone(reading, chosen, fields)),
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
    groups.group(reading, kind, fields, taken)
    denied = [reading.ids[k] for k in reading.claims.denied if k not in taken]
    if kind == DocumentKind.NOT_A_DENIAL.value and not reading.claims.denied_charges:
        denied += [reading.ids[k] for k in reading.claims.settled if k not in taken]
        denied.sort(key=lambda r: r.spans[0].start)
    sure = calibrated("claim_numbers", claim_signs(reading, kind, denied, taken))
    listed = [(claim.best_span["claim_numbers"], claim.rules["claim_numbers"]) for claim in denied]
    if of_one_claim(sheet, [reading.ids[k].text for k in (*reading.claims.denied, *reading.claims.settled)]):
        listed = list({claim.text: (claim, rule) for s, rule in listed for claim in [stem(s)]}.values())
    fields["claim_numbers"] = tuple(
        sheet.found(claim.text, claim.start, claim.end, sure, rule) for claim, rule in listed
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
        for r in _references(reading, kind, taken)
    )


def _references(reading: Reading, kind: str | None, taken: set[str]) -> list[ids.IdReading]:
    """Reference numbers in order of the letter: not those of other requests, nor of papers where the request has its own."""
    found = [
        r
        for r in sorted(reading.ids.values(), key=lambda r: r.spans[0].start)
        if r.field == "reference_numbers"
        and r.key not in taken
        and r.score("reference_numbers") > 0.57
        and not _CITED.search(r.text)
        and (
            kind == DocumentKind.NOT_A_DENIAL.value
            or not all(_elsewhere(reading, s.start, s.end) for s in r.spans)
        )
    ]
    own = [r for r in found if not _MINOR.search(spare.near(reading, r.spans[0].start))]
    return own or found


_ELSEWHERE = pattern("reference.elsewhere")
_NO = re.compile(r"\b(no|nos|auth|ref|dr|mr|mrs|ms|st|cert)\.", re.I)  # ends no sentence
_STAYS = pattern("reference.stays")
_MINOR, _CITED = pattern("reference.minor"), pattern("reference.cited")


def _elsewhere(reading: Reading, start: int, end: int) -> bool:
    """Whether a reference number belongs to another request: what was approved, or came before."""
    before = _NO.sub(r"\1", reading.sheet.clause(start, 130))
    return bool(_ELSEWHERE.search(before) or _STAYS.search(reading.sheet.clause_after(end, 120)))


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


def _tag(reading: Reading, found: ids.IdReading, name: str) -> float:
    """The most that the trained reader gives for any place of a number as `name`."""
    return reading.tags.best(name, ((s.start, s.end) for s in found.spans))


def _candidate(reading: Reading, found: ids.IdReading, name: str) -> Candidate:
    span = found.best_span.get(name, found.spans[0])
    return reading.sheet.candidate(
        span.text, span.start, span.end, found.score(name), found.rules.get(name, "")
    )
