"""The fields around the decision: charges and codes, deadlines, where to write."""

import datetime as dt
import re
from typing import Any

from extractors import amounts, care, criteria, deadlines, reasoncodes, service
from extractors import codes as code_readings
from extractors import contacts as contact_readings
from extractors import procedures as procedure_codes
from extractors.claims import Charge, denied_rows
from extractors.ids import FIELDS as ID_FIELDS
from extractors.legend import explanation
from extractors.lexicon import pattern
from extractors.people import FACILITY
from extractors.reading import Fields, Reading
from extractors.servicenames import content
from pipeline.models.fields import DocumentKind, Field

NOT_A_DENIAL = DocumentKind.NOT_A_DENIAL.value


def charges(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Service, codes, days and amounts: those of the denied rows where there is a table."""
    sheet, claims = reading.sheet, reading.claims
    denied = kind not in (None, NOT_A_DENIAL)
    rows = frozenset(id(s.words[0]) for r in reading.rows for s in (*r.segments, *r.more))
    numbers = [
        (s.start, s.end, len(r.key) > 9)
        for r in reading.ids.values()
        if r.field in ID_FIELDS and (len(r.key) > 9 or r.surely_labelled)
        for s in r.spans
    ]
    procedures = procedure_codes.procedures(sheet, reading.lexicon, reading.found, rows, numbers)
    notes = {id(w) for r in reading.rows for s in r.cells.get("note", []) for w in s.words}
    procedures = [
        c
        for c in procedures
        if not (_word_in(reading, c.start, notes) and explanation(sheet, c.text, marked=True))
    ]  # a remark may look like a code of equipment
    _lines(reading, procedures, fields)
    fields["service_dates"] = care.service_dates(reading, kind, letter_day(fields))
    if not denied:
        fields["service_dates"] = _of_a_case(fields)
        return
    fields["procedure_codes"] = _listed(reading, _of_denied(reading, procedures))
    known = {c.text for c in procedures}
    diagnoses = code_readings.diagnoses(sheet, reading.lexicon, reading.found, known)
    fields["diagnosis_codes"] = _listed(reading, _not_of_paid(reading, diagnoses))
    taken = frozenset(known) | {c.text for c in diagnoses}
    fields["denial_codes"] = _listed(reading, reasoncodes.reasons(sheet, reading.labelled, claims, taken))
    named = service.services(sheet, reading.lexicon, reading.labelled, claims, procedures, reading.tags)
    best = next((n for n in named if not _somebody(n.text, fields)), None)
    if best and best.score > service.LEAST:
        fields["service"] = sheet.found(
            best.text,
            best.start,
            best.end,
            min(0.93, best.score),
            best.rule,
        )
    fields["criteria_cited"] = _listed(
        reading,
        criteria.criteria(sheet, reading.lexicon, reading.labelled, reading.tags, own_numbers(reading)),
    )
    if amount := amounts.amount_denied(reading):
        fields["amount_denied"] = amount
    limits = deadlines.find(
        sheet,
        reading.lexicon,
        reading.found,
        letter_day(fields),
        kind == DocumentKind.FINAL_INTERNAL_DENIAL.value,
        to_provider(reading, fields),
    )
    fields["stated_deadlines"] = tuple(
        sheet.found(
            {"for": x.step, "text": x.text, "date": x.date},
            x.start,
            x.end,
            min(0.93, x.score) * (0.95 if x.step == "internal_appeal" else 1.0),
            x.rule,
        )
        for x in limits
    )


def _somebody(text: str, fields: Fields) -> bool:
    """Whether a wording names the patient or who gives the care, or begins so and says no more: "Falls Heart Clinic, services"."""
    text = text.lower()
    if text == _lower(fields, "member_name"):
        return True
    provider = _lower(fields, "provider")
    if not provider or text.count(" ") < 2:  # "urgent care" is a service, whoever is called so
        return False
    return provider.startswith(text) or (text.startswith(provider) and not content(text[len(provider) :]))


def _lower(fields: Fields, name: str) -> str:
    found = fields.get(name)
    return str(found.value).lower() if isinstance(found, Field) else ""


_PROVIDER = pattern("letter.to_provider")


def to_provider(reading: Reading, fields: Fields) -> bool:
    """Whether the letter is written to the provider."""
    to = fields.get("addressee")
    named = isinstance(to, Field) and bool(
        FACILITY.search(str(to.value)) or re.search(r", (?:MD|DO|DDS|NP)\b", str(to.value))
    )
    return named or bool(_PROVIDER.search(reading.sheet.text))


def _of_a_case(fields: Fields) -> tuple[Field, ...]:
    """Days of care of a letter that denies nothing: without a claim or a request, later days are those of a change it tells of."""
    days, letter = fields.get("service_dates"), letter_day(fields)
    if not isinstance(days, tuple):
        return ()
    if letter is None or fields.get("claim_numbers") or fields.get("reference_numbers"):
        return days
    return tuple(d for d in days if d.value[0] <= letter.isoformat())


def own_numbers(reading: Reading) -> frozenset[str]:
    """Numbers of member, group and claim, letters and digits: what holds one is no citation."""
    names = ("member_id", "group_number", "claim_numbers")
    return frozenset(
        k for k, r in reading.ids.items() if len(k) > 5 and r.field in names and r.score(r.field) > 0.7
    )


def letter_day(fields: Fields) -> dt.date | None:
    found = fields.get("letter_date")
    return dt.date.fromisoformat(found.value) if isinstance(found, Field) else None


def _on(reading: Reading, position: int, charges: list[Charge]) -> bool:
    return _word_in(
        reading, position, {id(w) for c in charges for s in (*c.row.segments, *c.row.more) for w in s.words}
    )


def _word_in(reading: Reading, position: int, words: set[int]) -> bool:
    return any(id(reading.sheet.words[i]) in words for i in reading.sheet.word_span(position, position + 1))


def _of_denied(reading: Reading, found: list[code_readings.Code]) -> list[code_readings.Code]:
    """Codes on the denied rows; where none is there, those on no row."""
    claims = reading.claims
    return (
        [c for c in found if _on(reading, c.start, denied_rows(claims))]
        or [c for c in found if not _on(reading, c.start, claims.charges)]
        or found
    )


def _not_of_paid(reading: Reading, found: list[code_readings.Code]) -> list[code_readings.Code]:
    """Codes but those that stand on rows alone that were not denied."""
    denied = denied_rows(reading.claims)
    others = [c for c in reading.claims.charges if c not in denied and c.row.settled]
    return [c for c in found if not _on(reading, c.start, others)] or found


def _listed(reading: Reading, found: list[code_readings.Code]) -> tuple[Field, ...]:
    seen: dict[str, Field] = {}
    for code in found:
        if code.text.upper() not in seen:
            seen[code.text.upper()] = reading.sheet.found(
                code.text, code.start, code.end, min(0.97, code.score), code.rule
            )
    return tuple(seen.values())


def _lines(reading: Reading, procedures: list[code_readings.Code], fields: Fields) -> None:
    values = []
    for charge in reading.claims.charges:
        row = charge.row
        if row.total:
            continue
        value: dict[str, Any] = {k: str(v) for k, v in row.amounts.items()}
        value["claim"] = reading.ids[charge.claim].text if charge.claim else None
        value["service"] = row.text("service") or row.text("code") or None
        value["dates"] = [[d.first.isoformat(), d.last.isoformat()] for d in charge.dates]
        value["codes"] = [c.text for c in procedures if _on(reading, c.start, [charge])]
        value["notes"] = row.text("note") or None
        value["denied_amount"] = str(row.denied) if row.denied is not None else None
        values.append(reading.sheet.found(value, charge.start, charge.end, 0.9, "lines.row"))
    fields["claim_lines"] = tuple(values)


def contacts(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Addresses for appeals; the insurer's own address, telephone and fax."""
    sheet = reading.sheet
    listed = contact_readings.contacts(sheet, reading.found)
    own = [
        c
        for c in listed
        if c.step is None and sheet.segment_at(c.start).page == sheet.first_page and sheet.top(c.start) < 0.25
    ]
    fields["appeal_addresses"] = tuple(
        sheet.found(
            {"for": c.step, "name": c.name, "address": c.address, "phone": c.phone, "fax": c.fax},
            c.start,
            c.end,
            0.8,
            "contacts.address",
        )
        for c in listed
        if c.step is not None and kind not in (None, NOT_A_DENIAL)
    )
    if own:
        fields["insurer_address"] = sheet.found(
            own[0].address, own[0].start, own[0].end, 0.75, "contacts.letterhead"
        )
    for name, word in (
        ("insurer_fax", "fax"),
        ("insurer_phone", "call|phone|telephone|tel|toll.free|customer service|member services"),
    ):
        if hit := contact_readings.number_after(sheet, word):
            fields[name] = sheet.found(hit[0], hit[1], hit[2], 0.7, f"contacts.{name}")
