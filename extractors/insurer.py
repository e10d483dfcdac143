"""Whose denial it is: the plan or insurer, its legal entity, and who administers for it.

Two kinds of names stand for a plan: those of the gazetteer, and names that say by their own words what they are (an
employer's plan, a union's fund). Every place where a name stands is weighed: letterhead, label, "on behalf of", footer,
signature. A vendor can never be the insurer; an insurer that only administers an employer's plan is the administrator.
"""

from dataclasses import replace

from extractors.acting import Acting, acting
from extractors.base import Sheet, body_size
from extractors.extent import part_of_a_name
from extractors.gazetteer import Body, Gazetteer, Name, rejoined
from extractors.headline import bills
from extractors.lexicon import Lexicon, pattern
from extractors.naming import named
from extractors.party import Party, plain
from extractors.places import HEADING, Place, is_a_town, on_its_own, place_of
from extractors.sender import Sender, senders
from extractors.sisters import Sisters, places, sisters
from extractors.wording import COMPANY_WORD, EMPLOYER_WORD


def parties(
    sheet: Sheet,
    lexicon: Lexicon,
    names: Gazetteer,
    states: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
) -> list[Party]:
    """Every plan, insurer and vendor that the letter names, strongest first; `people` are the persons it names."""
    found: dict[str, Party] = {}
    usual = body_size(sheet)
    billed = bills(sheet)

    served = _administered(sheet, names)
    soldiers = bool(_TRICARE.search(sheet.text))

    def strong(start: int, end: int) -> bool:
        why = place_of(sheet, lexicon, start, end, usual).why
        plan = (served or why == "for") and why != "other role" and _A_PLAN.search(sheet.text[start:end])
        return why in ("letterhead", "defined") or why.startswith("label:plan") or bool(plan)

    told = senders(sheet, lexicon, people)
    beside = sisters(sheet)
    if beside.meant:
        told.append(Sender(beside.meant.text, beside.meant.named, tuple(places(sheet, beside.meant))))
    signs = {plain(s.text): s.signs for s in told}
    for name in named(sheet, names, strong, told):
        for person in people:  # who stands before a plan's name on its line
            if "&" in person or EMPLOYER_WORD.search(person):
                continue  # no person
            rest = name.start + len(person) + 1
            if name.kind == "plan" and sheet.text[name.start : rest].lower() == person.lower() + " ":
                name = replace(name, start=rest if sheet.text[rest : name.end].count(" ") > 2 else name.start)
        place = _beside(sheet, beside, place_of(sheet, lexicon, name.start, name.end, usual))
        if name.kind != "known":
            key = plain(sheet.text[name.start : name.end])
            if name.kind == "plan" and place.why == "body" and on_its_own(sheet, name.start, name.end):
                place = replace(place, worth=HEADING, why="heading")
            if billed and name.kind == "insurer" and place.why == "letterhead":
                place = replace(place, worth=0.05, why="other role")  # whose bill it is
            if place.why == "label:plan" and _PRODUCT.search(place.text):
                place = replace(place, worth=1.0)  # what was bought, not from whom
            kind = "plan" if served and name.kind == "insurer" and _A_PLAN.search(place.text) else name.kind
            party = found.setdefault(key, Party(key, -1, kind, signs=signs.get(key, -1)))
            party.places.append(place)
            party.kind = "plan" if _served(sheet, place) else party.kind
            continue
        for one in _one_per_body(name.names):
            body = names.bodies[one.body]
            kind = _kind(body)
            if kind == "vendor" and one.legal and _INSURES.search(one.text):
                party = found.setdefault(f"#{one.text}", Party(f"#{one.text}", -1, "insurer"))
                party.places.append(replace(place, legal=True))  # whose policy the vendor serves
                continue
            party = found.setdefault(f"#{one.body}", Party(f"#{one.body}", one.body, kind))
            sure = one.sure * (0.9 if body.insurer == "own" else 1.0)
            town = is_a_town(sheet.text, name.start, name.end)
            if sure < 0.5 and place.worth >= 2 and len(place.text) > 3 and not town:
                sure = 0.9  # a weak name in a strong place
            if federal(party, names) and body.insurer != "no" and not (soldiers and body.whole):
                sure *= 0.3
            if sure < 0.5 and town:
                sure *= 0.1
            party.places.append(
                replace(place, legal=one.legal, sure=sure, text=rejoined(place.text, one.text))
            )
            home = _at_home(body, states)
            anywhere = kind == "plan" and any(p.sure == 1 for p in party.places)  # who handles its claims
            party.bonus = max(home, 0.0) if anywhere else home
    acts = acting(sheet, lexicon)
    for party in found.values():
        _sisters(party)
        if party.body < 0 and party.kind == "insurer" and _acts(party, sheet, acts):
            party.kind = "vendor"
    _programs(list(found.values()), names)
    return sorted(found.values(), key=lambda p: -p.score)


def _administered(sheet: Sheet, names: Gazetteer) -> bool:
    """Whether a firm that only administers plans heads the letter: the name of a plan in it is then an employer's."""
    for hit in names.find(sheet.text):
        line = sheet.segment_at(hit.start).text.strip() == sheet.text[hit.start : hit.end]
        if sheet.top(hit.start) < 0.2 and (line or max(n.sure for n in hit.names) >= 0.8):
            return all(_kind(names.bodies[n.body]) == "vendor" for n in hit.names)
    return False


_A_PLAN = pattern("insurer.a_plan")


def _beside(sheet: Sheet, heads: Sisters, place: Place) -> Place:
    """A place of a house's product at the head: whole if the letter means it, nobody's if it means the one beside it."""
    one = heads.at(place.start, place.end)
    if one is None:
        return place
    if heads.meant is None:
        return replace(place, worth=0.3, why="body", part=True)
    if one is not heads.meant:
        return replace(place, worth=0.05, why="other role")
    return replace(place, start=min(place.start, one.start), end=one.end, text=one.text, part=False)


def _acts(party: Party, sheet: Sheet, told: list[Acting]) -> bool:
    """Whether a sentence says that a party acts for a plan, by its name or the first words of it."""
    for one in told:
        short = plain(sheet.text[one.start : one.end])
        leads = len(short.split()) > 1 and any(plain(p.text).startswith(short) for p in party.places)
        if leads or any(one.start <= p.start < one.end <= p.end + 6 for p in party.places):
            return True
    return False


def _served(sheet: Sheet, place: Place) -> bool:
    """Whether a plan's name stands where a sentence names for whom claims are administered ("administers claims for the")."""
    own = place.why == "for" and _EMPLOYERS.search(place.text)
    return bool(own and _ADMINISTERS.search(sheet.text[max(0, place.start - 90) : place.start]))


_EMPLOYERS = pattern("insurer.employers")
_ADMINISTERS = pattern("insurer.administers")
_PRODUCT = pattern("insurer.product")


_INSURES = pattern("insurer.company")


def _kind(body: Body) -> str:
    """plan for a plan that covers its own people (a union's, a church's, a state's), insurer, vendor, or own."""
    if "sharing_ministry" in body.roles:
        return "insurer"  # decides as insurers do, whatever the law calls it
    public = "government" in body.roles and "national" not in body.states
    if {"union_fund", "church_plan"} & set(body.roles) or (
        public and not {"hmo", "insurer", "medicaid_plan"} & set(body.roles)
    ):
        return "plan"
    return {"yes": "insurer", "own": "own", "no": "vendor"}[body.insurer]


def _sisters(party: Party) -> None:
    """Where one company of a body heads the letter, its sisters that a line at the foot lists are less."""
    heads = {plain(p.text) for p in party.places if p.why == "letterhead" and COMPANY_WORD.search(p.text)}
    for i, place in enumerate(party.places):
        if heads and COMPANY_WORD.search(place.text) and plain(place.text) not in heads:
            party.places[i] = replace(place, worth=min(place.worth, 1.0))


def _at_home(body: Body, states: tuple[str, ...]) -> float:
    """Whether a body works in the states of the letter's addresses."""
    if len(body.states) <= 3 and set(body.states) & set(states):
        return 0.45
    away = states and body.states and "national" not in body.states and not set(body.states) & set(states)
    return -0.5 if away else 0.0


def _programs(found: list[Party], names: Gazetteer) -> None:
    """A state's Medicaid program is the insurer only where no plan that runs it stands at the head."""
    for party in found:
        if not program(party, names):
            continue
        if any(
            p is not party
            and p.kind == "insurer"
            and any(x.why == "letterhead" and x.sure > 0.5 for x in p.places)
            for p in found
        ):
            party.bonus -= 2.5


def program(party: Party, names: Gazetteer) -> bool:
    """Whether a party is a state's Medicaid program, which plans run for the state."""
    body = names.bodies[party.body] if party.body >= 0 else None
    return (
        body is not None
        and {"government", "medicaid_plan"} <= set(body.roles)
        and bool(AGENCY.search(body.name))
    )


def federal(party: Party, names: Gazetteer) -> bool:
    """Whether a party is a program of the federal government ("Medicare"), which letters of plans also name."""
    body = names.bodies[party.body] if party.body >= 0 else None
    return body is not None and body.roles[:1] == ["government"] and "national" in body.states


AGENCY = pattern("insurer.agency")
_TRICARE = pattern("insurer.tricare")


def _one_per_body(names: tuple[Name, ...]) -> list[Name]:
    best: dict[int, Name] = {}
    for name in names:
        if name.body not in best or name.sure > best[name.body].sure:
            best[name.body] = name
    return list(best.values())


def only_part(sheet: Sheet, party: Party, text: str) -> bool:
    """Whether the party's name, or its wording `text`, never stands without words that may belong to a longer name."""
    heads = sisters(sheet)
    if heads.all and not heads.meant:
        return True  # of two products over the letter nobody can tell which
    places = [p for p in party.places if p.sure >= 0.5 and p.why != "other role"]
    same = [p for p in places if p.text.lower() == text.lower()]
    return party.kind != "plan" and any(
        ps and all(_part(sheet, party, p) for p in ps) for ps in (places, same)
    )


def sometimes_part(sheet: Sheet, party: Party) -> bool:
    """Whether the party's name ever stands with words that may belong to a longer name."""
    return any(_part(sheet, party, p) for p in party.places if p.sure >= 0.5 and p.why != "other role")


def _part(sheet: Sheet, party: Party, place: Place) -> bool:
    if any(0 <= place.start - p.end < 3 and len(place.text) > 2 * len(p.text) for p in party.places):
        return False  # the short name and the long one beside each other
    line = sheet.segment_at(place.start)
    first = sheet.offset_of(line)
    if place.why in ("body", "footer") and not COMPANY_WORD.search(
        place.text
    ):  # in running text the words before it may stand on the line above
        first = max(sheet.block_at(place.start).start, first - _ABOVE)
    whole = sheet.text[first : sheet.offset_of(line) + len(line.text)].replace("\n", " ")
    return part_of_a_name(whole, place.start - first, place.end - first)


_ABOVE = 40  # characters of the line above


def related(a: Party, b: Party, names: Gazetteer) -> bool:
    """Whether one is the other's group, or both belong to one group."""
    return bool(_groups(a, names) & _groups(b, names))


def _groups(party: Party, names: Gazetteer) -> set[str]:
    """The body's own name and those of the groups over it, but for holdings that own whole industries."""
    found: set[str] = set()
    name = names.bodies[party.body].name if party.body >= 0 else None
    while name and name not in found:
        found.add(name)
        name = names.parent_of(name)
    return found
