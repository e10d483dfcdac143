"""Which reading wins: dates, identifiers, parties and people, each with its proof and its runners-up."""

import datetime as dt
import re

from extractors import dates as date_readings
from extractors import ids, insurer
from extractors import people as names
from extractors import plan as plans
from extractors.confidence import calibrated
from extractors.reading import Fields, Reading
from pipeline.models.fields import Candidate, DocumentKind, Field

FINAL = DocumentKind.FINAL_INTERNAL_DENIAL.value


def dates(reading: Reading, kind: str | None, fields: Fields) -> None:
    """The letter's own date; for an upheld appeal, the first denial's and the decision's."""
    sheet = reading.sheet
    listed = date_readings.letter_candidates(reading.dates)
    letter: dt.date | None = None
    if listed:
        letter, score, where, count = listed[0]
        runner = listed[1][1] if len(listed) > 1 else 0.0
        word = sheet.place(where.span.start, where.span.end)[2]
        later = max(
            (
                r.span.last
                for r in reading.dates
                if r.role in ("received", "service_dates", "processed", "decision", "initial_denial_date")
                and r.span.year_known
            ),
            default=letter,
        )
        features = reading.note(
            "letter_date",
            score=min(score, 1.0),
            margin=min(score - runner, 1.0),
            count=min(count, 3),
            word=word,
            later=float((later - letter).days > 0),
            alone=float(where.rules.get("letter_date") == "date.alone"),
        )
        fields["letter_date"] = sheet.found(
            letter.isoformat(),
            where.span.start,
            where.span.end,
            calibrated("letter_date", features),
            where.rules.get(where.role or "", "date.alone"),
            tuple(
                sheet.candidate(d.isoformat(), w.span.start, w.span.end, s, w.role or "")
                for d, s, w, _ in listed[1:4]
            ),
        )
    date_readings.settle_years(reading.dates, letter)
    if kind != FINAL:
        return
    first = _past(reading, "initial_denial_date", letter)
    if first:
        fields["initial_denial_date"] = _date_field(reading, first, "initial_denial_date")
    decided = _past(reading, "decision", letter, labelled=True)
    if decided:
        fields["internal_appeal_decision_date"] = _date_field(reading, decided, "decision")
    elif "letter_date" in fields:
        own = fields["letter_date"]
        assert isinstance(own, Field)
        fields["internal_appeal_decision_date"] = own.model_copy(update={"rule": "decision.letter_date"})


def _past(
    reading: Reading, role: str, letter: dt.date | None, labelled: bool = False
) -> date_readings.DateReading | None:
    """The reading that most speaks for `role`, not after the letter."""
    listed = [
        r
        for r in reading.dates
        if r.roles.get(role, 0) > (0.85 if labelled else 0.4)
        and r.role == role
        and (letter is None or (r.span.first <= letter if labelled else r.span.first < letter))
        and r.span.first == r.span.last
    ]
    return max(listed, key=lambda r: (r.roles[role], -r.span.start), default=None)


def _date_field(reading: Reading, found: date_readings.DateReading, role: str) -> Field:
    span = found.span
    return reading.sheet.found(
        span.first.isoformat(), span.start, span.end, min(0.95, found.roles[role]), found.rules[role]
    )


def identifiers(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Member, group, claim and reference numbers."""
    sheet = reading.sheet
    members = sorted(
        (r for r in reading.ids.values() if r.score("member_id") > 0.4), key=lambda r: -_member_score(r)
    )
    members = [m for m in members if m.field == "member_id"] or members[:1] or _by_the_name(reading, fields)
    chosen = None
    if members:
        top = _member_score(members[0])
        level = [m for m in members if _member_score(m) > top - 0.05]
        chosen = _nearest_denied(reading, level) if len(level) > 1 else members[0]
        runner = next((_member_score(m) for m in members if m is not chosen), 0.0)
        span = chosen.best_span["member_id"]
        features = reading.note(
            "member_id",
            score=min(top, 1.0),
            margin=max(0.0, min(_member_score(chosen) - runner, 1.0)),
            count=min(len(chosen.spans), 4),
            word=min(sheet.place(s.start, s.end)[2] for s in chosen.spans),
            rivals=float(len(level) - 1),
            fallback=float(chosen.field != "member_id"),
            length=float(len(chosen.key) < 6),
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
    groups = [
        r
        for r in reading.ids.values()
        if r.field == "group_number" and r.key not in taken and r.score("group_number") > 0.55
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
    else:
        for cue in reading.lexicon.cues.get("group_letters", ()):
            if hit := cue.pattern.search(sheet.text):
                fields["group_number"] = sheet.found(
                    hit["value"], hit.start("value"), hit.end("value"), 0.9, cue.id
                )
    denied = [reading.ids[k] for k in reading.claims.denied if k not in taken]
    if kind == DocumentKind.NOT_A_DENIAL.value and not reading.claims.denied_charges:
        denied += [reading.ids[k] for k in reading.claims.settled if k not in taken]
        denied.sort(key=lambda r: r.spans[0].start)
    values = []
    for claim in denied:
        span = claim.best_span["claim_numbers"]
        rows = [c for c in reading.claims.charges if c.claim == claim.key]
        features = reading.note(
            f"claim_numbers:{claim.key}",
            score=min(claim.score("claim_numbers"), 1.0),
            count=min(len(claim.spans), 4),
            word=min(sheet.place(s.start, s.end)[2] for s in claim.spans),
            row=float(any(c.row.denied is not None for c in rows)),
            many=float(len(denied) > 1),
            other=max([0.0, *(s for f, s in claim.scores.items() if f != "claim_numbers")]),
        )
        values.append(
            sheet.found(
                span.text,
                span.start,
                span.end,
                calibrated("claim_numbers", features),
                claim.rules["claim_numbers"],
            )
        )
    fields["claim_numbers"] = tuple(values)
    taken |= {c.key for c in denied} | set(reading.claims.settled)
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
        and not all(_elsewhere(reading, s.start, s.end) for s in r.spans)
    )


_ELSEWHERE = re.compile(
    r"\b(?:approved|authorized|previous(?:ly)?|alternative|remains approved|earlier request)\b(?![^.;]*\bnot\b)[^.;]{0,90}$",
    re.I,
)
_STAYS = re.compile(r"^\W*(?:\w+\W+){0,2}(?:stays?|remains?|is|was|were) (?:still )?approved", re.I)


def _elsewhere(reading: Reading, start: int, end: int) -> bool:
    """Whether a reference number belongs to another request: what was approved, or came before."""
    before = reading.sheet.clause(start, 130)
    return bool(_ELSEWHERE.search(before) or _STAYS.search(reading.sheet.clause_after(end, 60)))


def _by_the_name(reading: Reading, fields: Fields) -> list[ids.IdReading]:
    """A number without a label that stands with the member's name; never sure."""
    who = fields.get("member_name")
    if not isinstance(who, Field) or not who.quote:
        return []
    for found in reading.ids.values():
        span = found.spans[0]
        block = reading.sheet.block_at(span.start)
        if (
            not found.scores
            and len(found.key) >= 7
            and who.quote in reading.sheet.text[block.start : span.start][-160:]
        ):
            found.add(ids.Option("member_id", 0.5, "name", "id.by_the_name"), span)
            return [found]
    return []


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


def parties(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Insurer, legal entity and administrator."""
    sheet = reading.sheet
    states = tuple(dict.fromkeys(s.value for s in plans.addresses(sheet)))[:3]
    listed = insurer.parties(sheet, reading.lexicon, reading.names, states)
    mains = [p for p in listed if p.kind != "vendor" and p.score > 0]
    if mains:
        best = mains[0]
        place = best.shown()
        rivals = [p for p in mains[1:] if insurer.unlike(p.shown().text, place.text)]
        features = reading.note(
            "insurer",
            score=min(best.score, 8.0) / 8,
            margin=min(best.score - (rivals[0].score if rivals else 0.0), 4.0) / 4,
            places=min(len(best.places), 6) / 6,
            strong=float(place.why != "body"),
            plan=float(best.kind == "plan"),
            known=float(best.body >= 0),
            word=sheet.place(place.start, place.end)[2],
            vendor=float(any(p.kind == "vendor" and p.score > best.score for p in listed)),
        )
        fields["insurer"] = sheet.found(
            place.text,
            place.start,
            place.end,
            calibrated("insurer", features),
            f"insurer.{place.why}",
            tuple(
                sheet.candidate(
                    p.shown().text, p.shown().start, p.shown().end, p.score, f"insurer.{p.shown().why}"
                )
                for p in rivals[:3]
            ),
        )
        legal = max(
            (
                p
                for p in best.places
                if p.legal or p.text.endswith(("Inc.", "Inc", "Company", "Corporation", "LLC"))
            ),
            key=lambda p: p.worth,
            default=None,
        )
        if legal:
            fields["legal_entity"] = sheet.found(legal.text, legal.start, legal.end, 0.9, "insurer.legal")
        helper = _administrator(reading, listed, best)
        if helper:
            at = helper.shown()
            fields["administrator"] = sheet.found(at.text, at.start, at.end, 0.8, f"administrator.{at.why}")


def _administrator(
    reading: Reading, listed: list[insurer.Party], best: insurer.Party
) -> insurer.Party | None:
    """A vendor with a part in the decision, or the carrier that administers an employer's plan."""
    for party in listed:
        if party is best or party.score <= 0:
            continue
        if (
            party.kind == "vendor"
            and party.score > 0.9
            and party.body >= 0
            and not _only_reviews(reading, party)
        ):
            return party
        if (
            best.kind == "plan"
            and party.kind == "insurer"
            and party.score > 1.5
            and insurer.unlike(party.shown().text, best.shown().text)
        ):
            return party
    return None


def _only_reviews(reading: Reading, party: insurer.Party) -> bool:
    roles = set(reading.names.bodies[party.body].roles)
    return roles <= {"independent_reviewer", "network", "government"}


def people(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Member, addressee and provider."""
    sheet = reading.sheet
    to = names.addressee(sheet)
    if to:
        fields["addressee"] = sheet.found(to.text, to.start, to.end, 0.85, to.rule)
    who = names.members(sheet, reading.lexicon, reading.labelled, to)
    if who:
        best = _member_near(reading, who)
        fields["member_name"] = sheet.found(
            best.text,
            best.start,
            best.end,
            min(0.97, best.score),
            best.rule,
            tuple(
                sheet.candidate(p.text, p.start, p.end, p.score, p.rule)
                for p in who
                if not names.same(p.text, best.text)
            )[:3],
        )
    doctors = names.providers(sheet, reading.lexicon, reading.labelled, to)
    row = reading.claims.denied_charges[0] if reading.claims.denied_charges else None
    cell = row.row.text("provider") if row else ""
    member = fields.get("member_name")
    doctors = [
        d for d in doctors if not (isinstance(member, Field) and names.same(d.text, str(member.value)))
    ]
    if row and len(cell) > 5 and not any(d.score > 0.9 for d in doctors):
        fields["provider"] = sheet.found(cell, row.start, row.end, 0.8, "provider.row")
    elif doctors:
        best = doctors[0]
        fields["provider"] = sheet.found(best.text, best.start, best.end, min(0.95, best.score), best.rule)


def _member_near(reading: Reading, who: list[names.Person]) -> names.Person:
    """Of several patients in one statement, the one over the first denied row."""
    top = [p for p in who if p.score > who[0].score - 0.13 and p.score > 0.9]
    rows = reading.claims.denied_charges
    if len({p.text.lower() for p in top}) < 2 or not rows:
        return who[0]
    page, bottom = rows[0].row.page, rows[0].row.bottom
    best, place = who[0], (-1, -1.0)
    for person in top:
        segment = reading.sheet.segment_at(person.start)
        here = (segment.page, segment.box[1])
        if here <= (page, bottom) and here > place:
            best, place = person, here
    return best
