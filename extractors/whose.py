"""Whose denial it is, as a field with its proof: the plan that the letter names best, and what speaks against it."""

import re
from dataclasses import replace

from extractors import insurer, planrank
from extractors import plan as plans
from extractors.administrator import administrator
from extractors.base import Sheet
from extractors.confidence import calibrated
from extractors.employers import employer
from extractors.evidence import evidence
from extractors.headline import bills, outsider
from extractors.lexicon import pattern
from extractors.party import Party, unlike
from extractors.places import Place
from extractors.plansigns import Parties
from extractors.printedname import wording
from extractors.reading import Fields, Reading
from extractors.rivals import beside, lesser, program_beside
from pipeline.models.facts import Funding
from pipeline.models.fields import Field


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
    if not mains:
        nobody = Party("", -1, "plan")
        if helper := administrator(reading, listed, nobody, ""):
            fields["administrator"] = helper
        if told := employer(reading):
            fields["insurer"] = told
        return
    said = plans.funding(sheet, reading.lexicon)[:1]
    self_funded = bool(said and said[0].value == Funding.SELF_FUNDED and said[0].score > 1.0)
    about = Parties(sheet, reading.lexicon, reading.names, listed, states, self_funded=self_funded)
    weighed = planrank.candidates(about)
    best = _served(reading, listed, mains[0], self_funded) or _brand(mains, reading)
    reading.party = best
    rivals = [] if best.why == "served" else beside(reading, mains, best)
    features = _signs(reading, listed, best, rivals, states)
    employers = any(p.kind == "plan" and p.body < 0 and p is not best for p in listed)
    features["carrier"] = float(best.kind == "insurer" and best.body >= 0 and self_funded and employers)
    start, end, text = wording(reading, listed, mains, best, features, fields)
    reading.plans = planrank.choice(about, weighed, best, start, end, text)
    features |= planrank.opinion(reading.plans)
    place = best.shown()
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


def _served(reading: Reading, listed: list[Party], first: Party, self_funded: bool) -> Party | None:
    """The one employer's plan that the letter names in its text, where a firm that serves such plans heads it or it is said to be self-funded."""
    plain = [p for p in listed if p.kind == "plan" and max(x.worth for x in p.places) > 0.1]
    heads = any(p.kind == "vendor" and any(x.why == "letterhead" for x in p.places) for p in listed)
    if len(plain) != 1 or not (heads or self_funded):
        return None
    one = plain[0]
    firm = any(n.sure >= 0.8 for hit in reading.names.find(one.shown().text) for n in hit.names)
    if one.body < 0 and firm:
        return None  # a plan under the name of a firm
    if one is first or (first.kind == "insurer" and self_funded) or first.score < one.score + 0.5:
        if one.shown().worth < SERVED:
            one.places = [replace(p, worth=max(p.worth, SERVED)) for p in one.places if p.worth > 0.1]
        one.why = "served"
        return one
    return None


SERVED = 2.2  # what a plan's name in running text is worth where its administrator heads the letter


def _initials(party: Party) -> bool:
    """Whether a public employees' or another plan is named by nothing but a few capitals ("OEBB Birch 2")."""
    return all(p.text.isupper() and len(p.text) < 7 for p in party.places)


def _signs(
    reading: Reading, listed: list[Party], best: Party, rivals: list[Party], states: tuple[str, ...]
) -> dict[str, float]:
    """What speaks for the party chosen, and what against it."""
    sheet = reading.sheet
    place = best.shown()
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
    if best.why == "served" and _PLAN.search(place.text):
        features["hearsay"] = 0.0  # an employer is none, its plan is one
    told = best.body >= 0 and bool({"label:plan", "for"} & whys)
    refused = told and not rivals and _REFUSED.search(sheet.text)
    features["outsider"] = float(
        (bills(sheet) and not refused) or ("letterhead" not in whys and not told and outsider(sheet))
    )
    own = [(p.start, p.end) for p in best.places]
    features["tag"] = reading.tags.best("insurer", own)
    features["longer"] = reading.tags.runs_on("insurer", place.start, place.end)
    features["tag_rival"] = _tagged_other(reading, best)
    features["signs"] = min(max(best.signs, 0), 4) / 4
    features["delegate"] = float(best.kind == "own")
    features["contracted"] = float(
        bool(_CONTRACT.search(sheet.text[max(0, place.start - 30) : place.start]))
        and any(p is not best and p.kind == "insurer" and _heads(p) for p in listed)
    )
    features["posted"] = float(best.body < 0 and _posted(sheet, place, listed))
    features["agency"] = float(
        (
            bool(insurer.AGENCY.search(place.text))
            or (best.kind == "plan" and best.body >= 0 and _initials(best))
        )
        and place.why != "letterhead"
        and any(
            p is not best and p.kind == "insurer" and p.body >= 0 and max(x.sure for x in p.places) >= 0.8
            for p in listed
        )
    )
    features["program"] = float(
        (insurer.program(best, reading.names) and not insurer.AGENCY.search(place.text))
        or (insurer.federal(best, reading.names) and place.text.lower() == "medicare")
    )
    others = any(
        p is not best
        and p.kind in ("insurer", "plan")
        and p.score > 0.3
        and not insurer.program(p, reading.names)
        and not program_beside(reading, p, best)
        and unlike(p.shown().text, place.text)
        and not insurer.related(p, best, reading.names)
        for p in listed
    )
    speaks = evidence(sheet, reading.lexicon, reading.names, best, states)
    theirs = [evidence(sheet, reading.lexicon, reading.names, p, states) for p in rivals[:3]]
    most = max(map(len, theirs), default=0)
    features["evidence"], features["rival_evidence"] = min(len(speaks), 5) / 5, min(most, 5) / 5
    plain = speaks <= {"home", "often"} or (insurer.program(best, reading.names) and "head" not in speaks)
    features["agreed"] = float(not plain and len(speaks) >= most + 2 and (not most or len(speaks) > 2))
    features["outweighed"] = float(best.body < 0 and best.kind != "plan" and 0 < most >= len(speaks))
    sure = sum(p.sure >= 0.8 and p.worth > 0.1 for p in best.places)
    features["only"] = float(
        best.body >= 0
        and sure > 1
        and not (rivals or others)
        and not (insurer.program(best, reading.names) or insurer.federal(best, reading.names))
        and not insurer.sometimes_part(sheet, best)
    )
    features["heads"] = float(
        best.body >= 0 and not rivals and place.why == "letterhead" and place.sure >= 0.8
    )
    return features


def _heads(party: Party) -> bool:
    return any(p.why == "letterhead" and p.sure >= 0.8 for p in party.places)


def _posted(sheet: Sheet, place: Place, listed: list[Party]) -> bool:
    """Whether a name stands over an address below another name at the head: to whom the letter goes."""
    block = sheet.block_at(place.start)
    below = sheet.text[place.end : block.start + len(block.text)]
    over = (p for party in listed for p in party.places if p.why == "letterhead" and p.start < block.start)
    return (
        place.why == "letterhead"
        and any(unlike(p.text, place.text) for p in over)
        and bool(_ZIP.search(below))
    )


_ZIP = re.compile(r"\b[A-Z]{2},? {1,2}\d{5}\b")
_CONTRACT = re.compile(r"\b(?:contract|agreement) with (?:the )?$", re.I)


def _tagged_other(reading: Reading, best: Party) -> float:
    """The most that the trained reader gives for a name unlike the plan's as the plan's."""
    text = reading.sheet.text
    return max(
        (
            chance
            for start, end, chance in reading.tags.spans("insurer")
            if end - start > 3 and unlike(" ".join(text[start:end].split()), best.shown().text)
        ),
        default=0.0,
    )


_PLAN = re.compile(r"\b(?:Plan|PLAN|Fund|FUND|Program|PROGRAM)$")
_REFUSED = pattern("insurer.refused")


def _brand(mains: list[Party], reading: Reading) -> Party:
    """The strongest; where that is the underwriter that a line names, the brand of its group that heads the letter.

    Of two names at the head that weigh nearly the same, one that is lesser beside the other gives way.
    """
    best = mains[0]
    if best.shown().why == "letterhead":
        for party in mains[1:]:
            near = party.shown().why == "letterhead" and party.score > best.score - 0.5
            if near and party.body >= 0 and lesser(reading, best, party):
                return party
    if best.shown().why.startswith("label"):
        for party in mains[1:]:
            if insurer.related(party, best, reading.names) and party.shown().why == "letterhead":
                return party
    return best
