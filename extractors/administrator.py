"""Who acts for the plan: a vendor, a delegated reviewer, or the carrier that administers somebody else's plan."""

import re

from extractors.acting import LABEL, SHORT, Acting, acting, full, short_for
from extractors.base import Sheet
from extractors.firms import CRITERIA, OFFICE, TEAM, firm, said_firm, says_nobody
from extractors.lexicon import pattern, patterns
from extractors.party import Party, longer, unlike, within
from extractors.people import clean, is_person
from extractors.places import Place
from extractors.reading import Reading
from pipeline.models.fields import Field

_DELEGATES = {"tpa", "pbm", "utilization_reviewer", "medical_group", "network"}
_OUTSIDE = "independent_reviewer"
_PARTS = {"dental", "vision"}  # of care, which plans have others cover
_SAYS_SO = 2.6  # a sentence or a label tells the part
_APPOINTS = {LABEL, *(f"administrator.{n}" for n in ("by", "work", "prepared"))}
# sentences that give a carrier a part in another's plan
_GIVES_PART = _APPOINTS | {
    f"administrator.{n}"
    for n in (
        *("does", "independent", "our", "its", "manages", "which", "partner", "provides"),
        *("apposed", "role", "for_plan", "work", "serves", "given", "contract", "heads", "prepared"),
    )
}
_BY = pattern("acting.by")
# What follows a name that acts: "X looks at drug requests for us", "X, which reviews drugs for the plan", "X denied".
_ACTS = pattern("acting.acts")


def administrator(reading: Reading, listed: list[Party], best: Party, name: str) -> Field | None:
    """The body that acts for the plan `best`, shown as `name`, with its place; None where the letter names none."""
    sheet = reading.sheet
    found: list[tuple[float, int, int]] = []
    told = acting(sheet, reading.lexicon, reading.labelled)
    for party in listed:
        if party is not best and (weight := _part(reading, party, best, name, told)):
            shown = _shown(sheet, party, told)
            found.append((weight, shown.start, shown.end))
    for one in told:
        end = one.end - bool(re.search(r"(?:[a-z]{3}|\bRx)\.$", sheet.text[one.start : one.end]))
        text = " ".join(sheet.text[one.start : end].split())
        person = _REVIEWER.search(sheet.text[: one.start][-20:]) and is_person(clean(text))
        if person or _TITLED.match(sheet.text, end) or _BROKEN.search(text) or says_nobody(text):
            continue
        if _NOT_ASKED.search(sheet.text[max(0, one.start - 40) : one.start]):
            continue
        if not (firm(text) or said_firm(text, one.rule)) or any(_stands(x, best, one) for x in listed):
            continue
        if unlike(text, name):
            found.append((_SAYS_SO - 0.5 * (one.rule != LABEL), one.start, end))
    if not found and best.kind == "insurer":
        found = _only_serves(sheet, listed, best, told)
    if not found:
        return None
    named = [(w, a, e, " ".join(sheet.text[a:e].split())) for w, a, b in found if (e := full(sheet, a, b))]
    named = [n for n in named if not _ASKED.match(sheet.text, n[2])]
    if not named:
        return None
    named = [n for n in named if not any(o[1] <= n[1] and n[2] <= o[2] and o[3] != n[3] for o in named)]
    best_text = max(named)[3]
    arms = [n for n in named if n[3] == best_text or longer(best_text, n[3])]
    weight, start, end, text = max(
        arms, key=lambda n: (len(n[3]), n[0])
    )  # "AultCare" is "AultCare Administrators"
    for place in (p for party in listed for p in party.places):
        if (brand := _OPERATES.match(sheet.text, place.end)) and brand["brand"] == text:
            start, end, text = place.start, place.end, place.text
    return sheet.found(text, start, end, min(0.9, 0.55 + 0.06 * weight), "administrator.party")


def _only_serves(
    sheet: Sheet, listed: list[Party], best: Party, told: list[Acting]
) -> list[tuple[float, int, int]]:
    """Where a carrier stands that heads the letter but only serves somebody else's plan, as a sentence says."""
    heads = (p for p in best.places if p.worth > 1.0)
    another = (p for p in heads if _FOR_ANOTHER.match(sheet.text, full(sheet, p.start, p.end)))
    if place := next(another, None):
        return [(_SAYS_SO, place.start, place.end)]
    employers = any(p.kind == "plan" and p.body < 0 for p in listed)
    given = (t for t in told if t.rule in _GIVES_PART and any(t.over(p.start, p.end) for p in best.places))
    return [(_SAYS_SO, t.start, t.end) for t in given if employers][:1]


_ASKED = re.compile(r"\s*\?")  # "Northwood Pharmacy Services? No"
_FEDERAL = "federal_employees"
_PAID = re.compile(r"\b(?:pay(?:able)? to|payee|provider|billed by)[\s:]*$", re.I)  # who gave the care
_DOCTORS = re.compile(r"\b(?:Medical Group|IPA|Physicians|Associates)\b")


def _stands(party: Party, best: Party, one: Acting) -> bool:
    """Whether a name told to act is weighed as a party; another company of the plan's own body is not."""
    if party is best and one.rule in _APPOINTS:
        return False
    told = one.rule in _GIVES_PART  # of a longer name the first word may be somebody's short form
    return any(
        one.over(p.start, p.end) and p.why != "other role" and not (told and p.sure < 0.5)
        for p in party.places
    )


def _part(reading: Reading, party: Party, best: Party, name: str, told: list[Acting]) -> float:
    """What speaks for a part of `party` in the decision; 0 where too little does."""
    own = {p.start for p in best.places}
    if all(p.start in own and p.sure < 0.8 for p in party.places):
        return 0.0  # another reading of the plan's own name
    body = reading.names.bodies[party.body] if party.body >= 0 else None
    roles = set(body.roles) if body else {"tpa"}
    place = max(party.places, key=lambda p: p.worth * p.sure)
    shown = _shown(reading.sheet, party, told)
    if _PAID.search(reading.sheet.text[: place.start][-30:]):
        return 0.0
    if place.why == "other role" or not unlike(shown.text, name):
        return 0.0
    said = _said(reading.sheet, party, told)
    appointed = any(t.over(p.start, p.end) and t.rule in _GIVES_PART for t in told for p in said)
    program = roles >= {"government", "medicaid_plan"} and not appointed
    nobody = body is None and says_nobody(
        reading.sheet.text[shown.start : full(reading.sheet, shown.start, shown.end)]
    )
    if CRITERIA.search(shown.text) or OFFICE.search(shown.text) or program or nobody:
        return 0.0
    weight = place.worth * place.sure + 0.25 * min(len(party.places) - 1, 4) + _SAYS_SO * bool(said)
    if party.kind in ("vendor", "own"):
        heads = any(
            p.why == "letterhead" and not _ITS_RULES.match(reading.sheet.text, p.end) for p in party.places
        )
        outside = roles and _OUTSIDE in roles and "tpa" not in roles  # who reads files for whoever asks
        named_only = place.why == "label:plan" or _DOCTORS.search(shown.text) or outside
        if not said and not heads and (named_only or not body or not _named(reading.sheet, party)):
            return 0.0  # a product's name; the doctors who gave the care; a second opinion; whose criteria are used
        labelled = any(t.over(p.start, p.end) and t.rule == LABEL for t in told for p in said)
        arm = (
            2.0 * labelled
            + 1.5 * bool(_ARM.search(shown.text))
            + 1.5 * heads
            + 2.5 * _heads(reading.sheet, party)
        )
        return weight + 1.0 + arm if _DELEGATES & roles else 0.0
    if (
        body
        and roles & _PARTS
        and not _part_only(reading, best)
        and place.why in ("body", "letterhead", "footer", "signature")
    ):
        return weight + 1.0 if _named(reading.sheet, party) else 0.0  # a plan's carrier of eye or tooth care
    served = best.kind == "plan" or _serves(reading, best) or appointed
    head = body is None and party.signs >= 0 and place.why == "letterhead" and not TEAM.search(shown.text)
    headed = head and _spoken_for(reading.sheet, best)
    sure = max(p.sure for p in party.places) > 0.9
    if best.kind == "plan" and body:  # the carrier whose paper it is, or whose people sign
        weight += {"letterhead": 2.5, "signature": 1.0}.get(place.why, 0.0)
    return (
        weight
        if (served or headed)
        and ((party.kind == "insurer" and (body or appointed or headed)) or (appointed and body))
        and weight > 1.5
        and sure
        else 0.0
    )


def _heads(sheet: Sheet, party: Party) -> bool:
    """Whether a party's name is the first line of the letter."""
    first = sheet.page_segments(sheet.first_page)[0]
    return any(p.why == "letterhead" and sheet.segment_at(p.start) is first for p in party.places)


def _part_only(reading: Reading, best: Party) -> bool:
    """Whether the plan itself covers but teeth or eyes."""
    return best.body >= 0 and reading.names.bodies[best.body].roles[0] in _PARTS


def _named(sheet: Sheet, party: Party) -> bool:
    """Whether a firm is named for itself: not for its guidelines, as an outside reader or as one who did not do it."""
    return any(
        (p.sure >= 0.8 or p.worth * p.sure > 0.6)
        and p.why not in ("other role", "for", "owner")
        and not any(
            x.search(sheet.text[max(0, p.start - 60) : p.start])
            for x in (_NOT_ACTING, _NOT_ASKED, _GIVES_CARE)
        )
        and not _ITS_RULES.match(sheet.text, p.end)
        for p in party.places
    )


_GIVES_CARE = pattern("acting.gives_care")
_NOT_ACTING, _NOT_ASKED = pattern("acting.not_acting"), pattern("acting.not_asked")
_ITS_RULES = pattern("acting.its_rules")


def _spoken_for(sheet: Sheet, best: Party) -> bool:
    """Whether somebody else writes for the plan: it is an employer's, or stands behind "on behalf of"."""
    return best.kind == "plan" or any(
        _FOR.search(sheet.text[max(0, p.start - 60) : p.start]) for p in best.places
    )


_FOR = pattern("acting.for")


def _said(sheet: Sheet, party: Party, told: list[Acting]) -> list[Place]:
    """The places of a party where the words around say that it acts."""
    return [
        p
        for p in party.places
        if p.sure > 0.3
        and not sheet.text[: p.start].endswith("not ")
        and not _GIVES_CARE.search(sheet.text[max(0, p.start - 60) : p.start])
        and (
            any(t.over(p.start, p.end) for t in told)
            or _BY.search(sheet.clause(p.start, 60))
            or _ACTS.match(sheet.text.replace("\n", " "), p.end)
        )
    ]


def _shown(sheet: Sheet, party: Party, told: list[Acting]) -> Place:
    """The place whose wording stands for the party here: its arm for others' plans, else where it is said to act."""
    arm = next((p for p in party.places if _ARM.search(p.text)), None)
    legals = [p for p in party.places if p.legal and not p.part and p.why != "other role"]
    legal = max(legals, key=lambda p: p.worth, default=None)
    if party.kind == "insurer" and legal:
        return legal
    if arm:
        return arm
    said = _said(sheet, party, told)
    said = [p for p in said if p.why == "letterhead" and p.sure >= 0.8] or said
    base = next((p for p in said if not SHORT.fullmatch(p.text)), said[0] if said else party.shown())
    others = [p for p in party.places if p.sure >= 0.8 and not p.part]
    brief = bool(SHORT.fullmatch(base.text)) and party.body >= 0  # "BCBSTX", of which the list knows the name
    whole = [p for p in (base, *others) if brief or within(base.text, p.text) or short_for(base.text, p.text)]
    return max(whole, key=lambda p: (full(sheet, p.start, p.end) - p.start, p is base))


_ARM = re.compile(
    r"\b(?:Administrators|Administrative|Self-Insured|Self-Funded|TPA)\b"
)  # that serves others' plans


def _serves(reading: Reading, best: Party) -> bool:
    """Whether `best` is a program that carriers administer for a government."""
    roles = reading.names.bodies[best.body].roles if best.body >= 0 else []
    return "government" in roles or _FEDERAL in roles


_FOR_ANOTHER = pattern("acting.for_another")
_TITLED = re.compile(r",? (?:M\.?D|D\.?O|R\.?N|N\.?P|L\.?P\.?N|LCSW|Pharm\.?D|RPh|Ph\.?D)\b")  # a person
_BROKEN = re.compile(
    r"(?:\S+ ){7}|\b(?:of|and|NOTICE)\b.*\bof$|\bNOTICE\b|\b(?:has|have|was|is|are|will|within|partly)\b|\bthe$",
    re.I,
)  # a heading or a sentence, or no whole name
_OPERATES = re.compile(patterns().source("name.operates") + r"(?P<brand>\w+)")
_REVIEWER = re.compile(r"\b(?:reviewer|consultant),? $", re.I)  # may be a person
