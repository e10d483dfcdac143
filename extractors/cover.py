"""What covers the patient: how the plan is funded, its type, its state and regulator, and whether the letter speaks of urgent care."""

import re
from dataclasses import replace

from extractors import agencies
from extractors import plan as plans
from extractors.base import Sheet
from extractors.lexicon import pattern
from extractors.reading import Fields, Reading
from pipeline.models.facts import Funding
from pipeline.models.fields import DocumentKind, Field

NOT_A_DENIAL = DocumentKind.NOT_A_DENIAL.value
_PLAN_TYPE = {
    Funding.FULLY_INSURED: "fully_insured", Funding.MARKETPLACE: "marketplace", Funding.SELF_FUNDED: "self_funded",
    Funding.SELF_FUNDED_GOVERNMENT: "government_employee", Funding.FEHB: "government_employee",
    Funding.MEDICARE_ADVANTAGE: "medicare_advantage", Funding.MEDICARE_PART_D: "medicare_advantage", Funding.ORIGINAL_MEDICARE: "medicare_advantage",
    Funding.TRICARE: "government_employee", Funding.SHORT_TERM: "fully_insured",
    Funding.MEDICAID: "medicaid", Funding.MEDICAID_FFS: "medicaid", Funding.CHIP: "medicaid",
}  # fmt: skip


def plan(reading: Reading, kind: str | None, fields: Fields) -> None:
    """Funding, plan type, regulator, state, urgency."""
    sheet = reading.sheet
    denied = kind not in (None, NOT_A_DENIAL)
    regulators = agencies.regulators(sheet)
    said = _funding(reading, regulators)
    if said and not denied and said.value == Funding.FULLY_INSURED and said.score < 0.8:
        said = None  # a carrier's name or a regulator's alone; nothing hangs on it where nothing was denied
    if said:
        if said.rule == "funding.metal" and ("group_number" in fields or _individual(sheet, said.start)):
            said = replace(said, value=Funding.FULLY_INSURED.value)  # a metal outside of the Marketplace
        funding = Funding(said.value)
        sure = min(
            0.85 if said.value in (Funding.MEDICAID, Funding.CHIP) else 0.9, said.score
        )  # named in other plans' letters too
        if said.score > 0.55:
            fields["plan_funding"] = sheet.found(funding.value, said.start, said.end, sure, said.rule)
        if funding in _PLAN_TYPE and (said.rule != "funding.insurer" or _insurance_regulator(regulators)):
            fields["plan_type"] = sheet.found(_PLAN_TYPE[funding], said.start, said.end, sure, said.rule)
    party = reading.party
    if said and said.value == Funding.SELF_FUNDED and said.score > 1.0 and party and party.kind == "insurer":
        legal = next((p for p in party.places if p.legal and p.worth > 0.1), party.shown())
        fields.setdefault(
            "administrator", sheet.found(legal.text, legal.start, legal.end, 0.7, "administrator.carrier")
        )
    if said and said.value == Funding.SELF_FUNDED:
        regulators = [r for r in regulators if r.rule == "regulator.labor" or r.value.startswith("U")]
    elif any(r.rule != "regulator.labor" for r in regulators):
        regulators = [r for r in regulators if r.rule != "regulator.labor"]
    if regulators:
        best = regulators[0]
        fields["regulator"] = sheet.found(
            best.value,
            best.start,
            best.end,
            min(0.9 if "department" in best.rule else 0.7, best.score),
            best.rule,
        )
    _state(reading, regulators, said.value if said else None, fields)
    if denied and (hit := plans.says(sheet, reading.lexicon, "expedited_rights_mentioned")):
        fields["expedited_rights_mentioned"] = sheet.found(True, hit.start, hit.end, 0.9, hit.rule)
    if denied and (hit := plans.says(sheet, reading.lexicon, "urgent_or_concurrent")):
        fields["urgent_or_concurrent"] = sheet.found(True, hit.start, hit.end, 0.7, hit.rule)


def _individual(sheet: Sheet, start: int) -> bool:
    return bool(re.search(r"\bindividual\b[^\n]{0,30}$", sheet.text[max(0, start - 50) : start], re.I))


_PUBLIC_PLAN = pattern("plan.public")
_LINES = {Funding.MEDICAID, Funding.CHIP, Funding.MEDICARE_ADVANTAGE, Funding.MEDICARE_PART_D}
_PUBLIC = {"hmo", "government", "medicaid_plan"}  # of a plan for Medicaid and nothing else


def _insurance_regulator(regulators: list[plans.Said]) -> bool:
    """Whether the letter names an agency that regulates insurance; a carrier's name alone is no sign of funding."""
    return any(r.rule == "regulator.department" for r in regulators)


def _funding(reading: Reading, regulators: list[plans.Said]) -> plans.Said | None:
    """What the letter says of funding, weighed with whose plan it is: words on ERISA stand in insured letters too."""
    said = plans.funding(reading.sheet, reading.lexicon)
    party = reading.party
    if party is None:
        return said[0] if said else None
    place = party.shown()
    roles = reading.names.bodies[party.body].roles if party.body >= 0 else []
    insured = _insurance_regulator(regulators)
    if party.kind == "plan":
        own = {Funding.SELF_FUNDED_GOVERNMENT, Funding.FEHB, Funding.TRICARE}
        if "government" not in roles:
            own |= {Funding.SELF_FUNDED}
        kept = [s for s in said if s.value in own]
        if kept and kept[0].score > 0.6:
            return kept[0]
        if len(roles) > 1 and said and said[0].score > 0.85 and said[0].value in _LINES:
            return said[0]  # a house of several lines: the letter says which
        public = "government" in roles or _PUBLIC_PLAN.search(place.text)
        value = Funding.SELF_FUNDED_GOVERNMENT if public else Funding.SELF_FUNDED
        return plans.Said(value.value, place.start, place.end, 0.7, "funding.plan_name")
    kept = [
        s for s in said if s.value != Funding.SELF_FUNDED or s.score > 1.0 or (s.score > 0.7 and not insured)
    ]
    kept = [s for s in kept if s.value != Funding.ORIGINAL_MEDICARE or "government" in roles]  # it pays first
    if insured and "medicaid_plan" not in roles[:1]:
        kept = [s for s in kept if s.rule != "funding.medicaid_named"]
    welfare = any(r.rule == "regulator.medicaid" for r in regulators[:2])
    if not kept or kept[0].score < 0.7:
        lone = (
            (Funding.MEDICARE_ADVANTAGE, roles[:1] == ["medicare_advantage"]),
            (
                Funding.MEDICAID,
                "medicaid_plan" in roles
                and (welfare or roles[0] == "medicaid_plan" or not set(roles) - _PUBLIC),
            ),
        )
        for value, fits in lone:
            if fits and not insured:
                return plans.Said(value.value, place.start, place.end, 0.75, "funding.line")
    if kept:
        return kept[0]
    return plans.Said(Funding.FULLY_INSURED.value, place.start, place.end, 0.5, "funding.insurer")


def _state(reading: Reading, regulators: list[plans.Said], funding: str | None, fields: Fields) -> None:
    if funding in plans.FEDERAL:
        return
    for agency in regulators:
        if state := plans.state_in(agency.value):
            fields["state"] = reading.sheet.found(state, agency.start, agency.end, 0.93, "state.regulator")
            return
    to = fields.get("addressee")
    places = plans.addresses(reading.sheet)
    if isinstance(to, Field):
        near = [p for p in places if 0 <= p.start - reading.sheet.text.find(to.quote or "") < 200]
        places = near or places
    text = reading.sheet.text
    homes = [
        p
        for p in places
        if not _BOX.search(text[max(0, p.start - 70) : p.start]) and reading.sheet.top(p.start) > 0.12
    ]
    if places and not homes and (said := _of_the_plan(reading)) and said.rule == "state.plan_name":
        fields["state"] = reading.sheet.found(said.value, said.start, said.end, 0.7, said.rule)
    elif places := homes or places:
        fields["state"] = reading.sheet.found(
            places[0].value, places[0].start, places[0].end, 0.75, "state.address"
        )
    elif said := _of_the_plan(reading) or plans.only_state(text):
        fields["state"] = reading.sheet.found(said.value, said.start, said.end, 0.6, said.rule)


def _of_the_plan(reading: Reading) -> plans.Said | None:
    """The state that the plan's name carries, or the only one in which the plan works."""
    party = reading.party
    if party is None:
        return None
    shown = party.shown()
    body = reading.names.bodies[party.body] if party.body >= 0 else None
    if state := plans.state_in(shown.text):
        return plans.Said(state, shown.start, shown.end, 0.6, "state.plan_name")
    if body and len(body.states) == 1 and body.states != ["national"]:
        return plans.Said(body.states[0], shown.start, shown.end, 0.6, "state.insurer")
    return None


_BOX = re.compile(r"\bBox \w+[^\n]{0,60}$", re.I)
