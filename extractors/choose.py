"""Which reading wins: dates and people, each with its proof and its runners-up."""

import datetime as dt

from extractors import dates as date_readings
from extractors import decisionday, history, letterday, members, provider
from extractors import people as names
from extractors.confidence import calibrated
from extractors.named import treats
from extractors.patientcolumn import PatientColumn
from extractors.reading import Fields, Reading
from pipeline.models.fields import DocumentKind, Field

FINAL = DocumentKind.FINAL_INTERNAL_DENIAL.value


def dates(reading: Reading, kind: str | None, fields: Fields) -> None:
    """The letter's own date; for an upheld appeal, the first denial's and the decision's."""
    sheet = reading.sheet
    listed = letterday.ranked(letterday.letter_candidates(sheet, reading.dates), reading.dates, reading.days)
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
            chance=_chance(reading, {letter}),
            rival_chance=_chance(reading, {r.span.first for r in reading.dates} - {letter}),
            **_tagged(reading, letter),
            head=float(letterday.heads(sheet, where)),
            sent=float(letterday.only_sent(sheet, where, reading.dates, reading.days)),
            twice=float(letterday.made_twice(sheet, where, reading.dates)),
            led=float(letterday.led(sheet, where)),
            second=float(letterday.heads_another(sheet, where, reading.dates, reading.days)),
            outrun=float(letterday.outrun(reading.sheet, where, reading.dates)),
            anew=float(letterday.made_anew(sheet, where, reading.dates)),
            foot=float(
                (
                    sheet.top(where.span.start) > 0.5
                    or sheet.segment_at(where.span.start).page != sheet.first_page
                    or where.rules.get("letter_date", "").startswith(("date.run", "date.printed"))
                )
                and any(r.role == "processed" and r.span.first != letter for r in reading.dates)
            ),
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
    date_readings.settle_years(sheet, reading.dates, letter)
    chances = [day["initial_denial_date"] for day in reading.days]
    if first := history.first_denial(sheet, reading.lexicon, reading.dates, chances, letter, kind):
        fields["initial_denial_date"] = _date_field(reading, *first, "history.first_denial")
    if kind != FINAL:
        return
    decided = decisionday.decision(sheet, reading.dates, letter)
    own = fields.get("letter_date")
    if decided and (decided[1] >= decisionday.DECIDED or own is None):
        fields["internal_appeal_decision_date"] = _date_field(reading, *decided, "history.appeal_decision")
    elif isinstance(own, Field):
        update: dict[str, object] = {"rule": "history.letter_date"}
        if decided and decided[0].span.first != letter:  # somebody met: perhaps it was decided then
            met = _date_field(reading, *decided, "history.met")
            seen = sheet.candidate(met.value, decided[0].span.start, decided[0].span.end, 0.5, "history.met")
            update |= {"confidence": min(own.confidence, 0.6), "candidates": (seen, *own.candidates)}
        fields["internal_appeal_decision_date"] = own.model_copy(update=update)


def _chance(reading: Reading, days: set[dt.date]) -> float:
    """The best probability that one of `days` is the letter's own, by rules and words joined."""
    both = zip(reading.dates, reading.days, strict=True)
    return max((roles["letter_date"] for r, roles in both if r.span.first in days), default=0.0)


def _tagged(reading: Reading, day: dt.date) -> dict[str, float]:
    """The most that the trained reader gives for this day as the letter's, and for another."""
    own = [(r.span.start, r.span.end) for r in reading.dates if r.span.first == day]
    others = [(r.span.start, r.span.end) for r in reading.dates if r.span.first != day]
    return {
        "tag": reading.tags.best("letter_date", own),
        "tag_rival": reading.tags.best("letter_date", others),
    }


def _date_field(reading: Reading, found: date_readings.DateReading, score: float, rule: str) -> Field:
    span = found.span
    return reading.sheet.found(
        span.first.isoformat(), span.start, span.end, min(0.95, 0.3 + 0.5 * score), rule
    )


def people(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Member, addressee and provider."""
    sheet = reading.sheet
    to = names.addressee(sheet, reading.names)
    if to:
        fields["addressee"] = sheet.found(to.text, to.start, to.end, 0.85, to.rule)
    ruled = names.members(sheet, reading.lexicon, reading.names, reading.labelled, to)
    column = PatientColumn.of(reading)
    if column.who and (column.decides or not ruled):
        ruled = [column.who, *ruled]
    near = _member_near(reading, ruled) if ruled else None
    who = members.members(reading, ruled, to)
    if not who:
        who = sorted(ruled, key=lambda p: (treats(sheet, p), not names.is_person(p.text)))
        noted = reading.features.get("member_name") or reading.note(
            "member_name", chance=0.0, rival_chance=0.0, kin=0.0
        )
        noted["doctor"] = float(
            any(treats(sheet, p) for p in who[:1])
        )  # may be the patient, or who asks for one
    if who:
        best = near if near and near is not ruled[0] else who[0]  # one statement for several patients
        best = column.who if column.who and column.decides else best
        if best.text != who[0].text:  # whose row was denied
            reading.note("member_name", chance=1.0, rival_chance=0.0, kin=0.0, doctor=0.0)
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
        reading.features["member_name"]["row"] = float(column.names_another(best))
        reading.features["member_name"]["namesake"] = float(len(names.namesakes(sheet.text, best.text)) > 1)
    member = fields.get("member_name")
    known = str(member.value) if isinstance(member, Field) else ""
    if best_one := provider.provider(reading, to, billed(reading), known):
        fields["provider"] = sheet.found(
            best_one.text, best_one.start, best_one.end, best_one.score, best_one.rule
        )


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


def billed(reading: Reading) -> bool:
    """Whether the care was given and billed: claims and amounts stand in the letter."""
    return bool(reading.claims.charges) or (bool(reading.claims.denied) and bool(reading.found.money))
