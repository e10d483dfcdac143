"""How the letter prints the name of the plan most fully: how far it goes, and whether another stands for it."""

import re

from extractors import insurer
from extractors import people as names
from extractors.acting import short_for
from extractors.base import Sheet
from extractors.extent import badge, run_out, stands_alone
from extractors.gazetteer import Body
from extractors.headline import complete, headline, stranger, whole
from extractors.knownnames import known_in_one_print
from extractors.lexicon import pattern
from extractors.party import Party, longer
from extractors.places import Place
from extractors.reading import Fields, Reading
from extractors.rivals import cut_short
from pipeline.models.fields import Field


def wording(
    reading: Reading,
    listed: list[Party],
    mains: list[Party],
    best: Party,
    features: dict[str, float],
    fields: Fields,
) -> tuple[int, int, str]:
    """(start, end, text) of the name as the letter prints it most fully; notes where it may be but a part, or somebody else's."""
    sheet = reading.sheet
    place = best.shown()
    whys = {p.why for p in best.places}
    text, start, end = place.text, place.start, place.end
    segment = sheet.segment_at(start)
    line = sheet.offset_of(segment)
    told = (
        other
        for p in mains
        if p.body < 0
        and p.kind == "insurer"
        and (longer(text, (other := p.shown()).text) or short_for(text, other.text))
    )
    fuller = next((p for p in told if p.why in ("letterhead", "label:plan")), None)
    if fuller:
        start, end, text = fuller.start, fuller.end, fuller.text
    elif place.why in ("letterhead", "label:plan") and (
        more := run_out(segment.text, end - line, place.why == "label:plan")
    ):
        typed = segment.text[:more].endswith(")")
        alone = place.why != "letterhead" or stands_alone(sheet.text, text, start, line + more)
        if typed or not alone:
            end = line + more
            text = " ".join(sheet.text[start:end].split())
    part = insurer.only_part(sheet, best, text) or cut_short(sheet, text)
    features["part"] = float(text == place.text and part)
    head = headline(sheet)
    to = fields.get("addressee")
    if head and isinstance(to, Field) and names.same(head[2], str(to.value)):
        head = None
    if head and best.kind == "insurer" and "letterhead" not in whys:
        read = [x for p in listed for x in p.places if x.start < head[1] and head[0] < x.end]
        features["unread"] = float(not read)
    if head and place.why in ("letterhead", "body", "footer", "signature") and best.why != "served":
        if whole(text, head[2]) and not complete(text) and not stands_alone(sheet.text, text, *head[:2]):
            start, end, text = head
        own = any(x.start < head[1] and head[0] < x.end and x.sure >= 0.8 for x in best.places)
        known = own or any(not stranger(p.shown().text, head[2]) for p in listed)
        large = sheet.segment_at(head[0]).size > 1.05 * sheet.segment_at(place.start).size
        features["headless"] = float(not known and (large or place.why != "letterhead"))
        public = best.body >= 0 and "government" in reading.names.bodies[best.body].roles
        if (not known and place.why == "body") or (features["headless"] and public):
            start, end, text = head  # a plan that nobody knows, or a program under the name of who runs it
    if fuller := _ends_a_longer(listed, text):
        start, end, text = fuller.start, fuller.end, fuller.text
    if (stop := known_in_one_print(sheet, reading.names, start, end)) < end:
        end, text = stop, " ".join(sheet.text[start:stop].split())
    if _SHARED.fullmatch(text) and (whose := _whose(reading)):
        start, end = whose
        text = f"{text.strip('.®™')} from {' '.join(sheet.text[start:end].split())}"
    nobodys = _SHARED.fullmatch(text) or not _TELLS.sub("", text).strip(
        " -,&."
    )  # "Employee Health Plan": whose?
    features["part"] = max(features["part"], float(bool(nobodys)))
    features["begun"] = float(best.body < 0 and place.why == "letterhead" and _begun(sheet, start))
    if best.body >= 0 and (program := _program(best, reading.names.bodies[best.body])):
        start, end, text = program.start, program.end, program.text
    elif before := badge(text) or _trades_as(text):
        start, text = start + before, text[before:]
    return start, end, _EMBLEM.sub(" from ", text)


def _whose(reading: Reading) -> tuple[int, int] | None:
    """Where the plan stands whose a shared brand is, in a line of the logo: "ambetter." and beside it "FROM Peach State"."""
    sheet = reading.sheet
    for lead in _FROM.finditer(sheet.text):
        if sheet.starts_segment(lead.start()) and sheet.top(lead.start()) < _LOGO:
            ahead = sheet.text[lead.end() : lead.end() + 80].replace("\n", " ")
            if (far := max((h.end for h in reading.names.find(ahead) if h.start == 0), default=0)) > 0:
                return lead.end(), lead.end() + far
    return None


_EMBLEM = re.compile(r"(?<=[a-z])[.®™]* FROM (?=[A-Z][a-z])")  # "ambetter. FROM Peach State Health Plan"
_FROM = re.compile(r"\b(?:from|FROM)\s+(?=[A-Z])")
_LOGO = 0.25  # share of the page in which a logo stands


def _begun(sheet: Sheet, start: int) -> bool:
    """Whether a name in capitals begins its line, close under another line of capitals that may be its first words."""
    line = sheet.segment_at(start)
    over = next(iter(sheet.above(line, 1)), None)
    return (
        over is not None
        and sheet.offset_of(line) == start
        and line.text.isupper()
        and bool(_CAPITALS.fullmatch(over.text))
        and not _LEADS_TO.search(over.text)
        and line.box[1] - over.box[3] < 0.8 * line.height
        and abs(over.size - line.size) < 0.05 * line.size
    )


_LEADS_TO = re.compile(
    r"\b(?:TRUSTEES|PARTICIPANTS|MEMBERS|BEHALF|ADMINISTRATOR) OF(?: THE)?$|\bFOR(?: THE)?$"
)
_CAPITALS = re.compile(r"[A-Z][A-Z’'&.,/ –-]{4,}")


def _program(best: Party, body: Body) -> Place | None:
    """Where a government's program stands by its own name: one program, whatever its region or the agency over it."""
    if body.whole:
        return next((p for p in best.places if p.text == body.name), None)
    if {"government", "medicaid_plan"} <= set(body.roles) and insurer.AGENCY.search(best.shown().text):
        return next((p for p in best.places if p.why in _HEADS and not insurer.AGENCY.search(p.text)), None)
    return None


_HEADS = ("letterhead", "label:plan", "for")


def _trades_as(text: str) -> int:
    """Where the name begins under which a company does business: "California Physicians’ Service dba Blue Shield"."""
    trades = _DBA.search(text)
    return trades.end() if trades else 0


_SHARED = pattern("insurer.shared_brand")
_TELLS = pattern("name.tells")
_DBA = re.compile(r" (?:dba|d/b/a|doing business as) (?=[A-Z])", re.I)


def _ends_a_longer(listed: list[Party], text: str) -> Place | None:
    """Where the letter prints a known name that ends in this one, of which a logo holds the first words."""
    if " " not in text:
        return None
    places = (p for party in listed for p in party.places if party.body >= 0 and p.sure >= _SURE)
    return next((p for p in places if p.text.lower().endswith(" " + text.lower())), None)


_SURE = 0.8
