"""Which reading wins: dates, parties and people, each with its proof and its runners-up."""

import datetime as dt
import re

from extractors import dates as date_readings
from extractors import decisionday, history, insurer, letterday, members, provider
from extractors import people as names
from extractors import plan as plans
from extractors.administrator import administrator
from extractors.confidence import calibrated
from extractors.extent import run_out, stands_alone
from extractors.headline import bills, headline, outsider, stranger, whole
from extractors.reading import Fields, Reading
from pipeline.models.facts import Funding
from pipeline.models.fields import DocumentKind, Field

FINAL = DocumentKind.FINAL_INTERNAL_DENIAL.value


def dates(reading: Reading, kind: str | None, fields: Fields) -> None:
    """The letter's own date; for an upheld appeal, the first denial's and the decision's."""
    sheet = reading.sheet
    listed = letterday.letter_candidates(sheet, reading.dates)
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


def _date_field(reading: Reading, found: date_readings.DateReading, score: float, rule: str) -> Field:
    span = found.span
    return reading.sheet.found(
        span.first.isoformat(), span.start, span.end, min(0.95, 0.3 + 0.5 * score), rule
    )


def parties(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Insurer, legal entity and administrator."""
    sheet = reading.sheet
    states = tuple(dict.fromkeys(s.value for s in plans.addresses(sheet)))[:3]
    persons = tuple(
        str(f.value)
        for n in ("member_name", "addressee", "provider")
        if isinstance(f := fields.get(n), Field)
    )
    listed = insurer.parties(sheet, reading.lexicon, reading.names, states, persons)
    mains = [p for p in listed if p.kind not in ("vendor", "own") and p.score > 0.6]
    mains = mains or [p for p in listed if p.kind != "vendor" and p.score > 0]
    if mains:
        best = _brand(mains, reading)
        place = best.shown()
        reading.party = best
        rivals = [
            p
            for p in mains
            if p is not best
            and insurer.unlike(p.shown().text, place.text)
            and not insurer.related(p, best, reading.names)
            and not (
                best.kind == "plan" and place.worth > 1.5 and p.kind != "plan"
            )  # the carrier that serves it
        ]
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
        whys = {p.why for p in best.places}
        features["hearsay"] = float(whys <= {"label:employer", "body", "other role"} and place.why != "body")
        said = plans.funding(sheet, reading.lexicon)
        features["carrier"] = float(
            best.kind == "insurer" and any(x.value == Funding.SELF_FUNDED and x.score > 1.0 for x in said[:1])
        )
        told = best.body >= 0 and bool({"label:plan", "for"} & whys)
        features["outsider"] = float(
            bills(sheet) or ("letterhead" not in whys and not told and outsider(sheet))
        )
        text, start, end = place.text, place.start, place.end
        segment = sheet.segment_at(start)
        line = sheet.offset_of(segment)
        if place.why in ("letterhead", "label:plan") and (more := run_out(segment.text, end - line)):
            typed = segment.text[:more].endswith(")")
            alone = place.why != "letterhead" or stands_alone(sheet.text, text, start, line + more)
            if typed or not alone:
                end = line + more
                bare = sheet.text[start:end].partition(" (")[0]
                if typed and stands_alone(sheet.text, bare, start, end):
                    end = start + len(bare)  # the letter's own name for it
                text = " ".join(sheet.text[start:end].split())
        features["signs"] = min(max(best.signs, 0), 4) / 4
        features["delegate"] = float(best.kind == "own")
        features["part"] = float(text == place.text and insurer.only_part(sheet, best, text))
        features["program"] = float(
            (insurer.program(best, reading.names) and not insurer.AGENCY.search(place.text))
            or (insurer.federal(best, reading.names) and place.text.lower() == "medicare")
        )
        head = headline(sheet)
        to = fields.get("addressee")
        if head and isinstance(to, Field) and names.same(head[2], str(to.value)):
            head = None
        if head and best.kind == "insurer" and "letterhead" not in whys:
            read = [x for p in listed for x in p.places if x.start < head[1] and head[0] < x.end]
            features["unread"] = float(not read)
        if head and place.why in ("letterhead", "body", "footer", "signature"):
            if whole(text, head[2]) and not _complete(text) and not stands_alone(sheet.text, text, *head[:2]):
                start, end, text = head
            known = any(not stranger(p.shown().text, head[2]) for p in listed)
            large = sheet.segment_at(head[0]).size > 1.05 * sheet.segment_at(place.start).size
            features["headless"] = float(not known and (large or place.why != "letterhead"))
            public = best.body >= 0 and "government" in reading.names.bodies[best.body].roles
            if (not known and place.why == "body") or (features["headless"] and public):
                start, end, text = (
                    head  # a plan that nobody knows, or a program under the name of who runs it
                )
        fields["insurer"] = sheet.found(
            text,
            start,
            end,
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
        if helper := administrator(reading, listed, best, text):
            fields["administrator"] = helper


def _complete(name: str) -> bool:
    """Whether a name is whole as it stands: what a head prints besides is a program or a department."""
    return bool(re.search(r"(?:Company|Inc\.?|LLC|Corporation|Health ?Plan|Health ?Care)$", name, re.I))


def _brand(mains: list[insurer.Party], reading: Reading) -> insurer.Party:
    """The strongest; where that is the underwriter that a line names, the brand of its group that heads the letter."""
    best = mains[0]
    if best.shown().why.startswith("label"):
        for party in mains[1:]:
            if insurer.related(party, best, reading.names) and party.shown().why == "letterhead":
                return party
    return best


def people(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Member, addressee and provider."""
    sheet = reading.sheet
    to = names.addressee(sheet, reading.names)
    if to:
        fields["addressee"] = sheet.found(to.text, to.start, to.end, 0.85, to.rule)
    ruled = names.members(sheet, reading.lexicon, reading.names, reading.labelled, to)
    if not ruled and (seen := _in_the_table(reading)):
        ruled = [seen]
    near = _member_near(reading, ruled) if ruled else None
    who = members.members(reading, ruled, to) or ruled
    if who:
        best = near if near and near is not ruled[0] else who[0]  # one statement for several patients
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
    member = fields.get("member_name")
    known = str(member.value) if isinstance(member, Field) else ""
    if best_one := provider.provider(reading, to, billed(reading), known):
        fields["provider"] = sheet.found(
            best_one.text, best_one.start, best_one.end, best_one.score, best_one.rule
        )


def _in_the_table(reading: Reading) -> names.Person | None:
    """The patient whom a column of the claim table names, in the first denied row."""
    for charge in reading.claims.denied_charges or reading.claims.charges:
        cells = charge.row.cells.get("patient", [])
        text = names.clean(" ".join(c.text for c in cells))
        if cells and names.is_person(text):
            start = reading.sheet.offset_of(cells[0])
            return names.Person(text, start, start + len(text), 0.8, "member.column")
    return None


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
