"""Whose denial it is, as a field with its proof: the plan that the letter names best, and what speaks against it."""

import re

from extractors import insurer
from extractors import people as names
from extractors import plan as plans
from extractors.administrator import administrator
from extractors.confidence import calibrated
from extractors.extent import run_out, stands_alone
from extractors.headline import bills, headline, outsider, stranger, whole
from extractors.reading import Fields, Reading
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
