"""How many independent things tell that a party is whose letter it is.

A letterhead, a label, the foot, the signature, the address to which appeals go, the letter's own site, sentences in which
only the plan's name stands, and the gazetteer's states each speak alone; where several agree, the name is hardly wrong.
"""

import re
from collections.abc import Collection

from extractors.base import Sheet
from extractors.extent import ASIDE
from extractors.gazetteer import Gazetteer
from extractors.lexicon import Lexicon, pattern
from extractors.party import Party
from extractors.places import Place
from extractors.sender import on_its_site, told_by_sentences

_SURE = 0.8  # of a name, from here on it stands for itself
_OFTEN = 3  # places
_BY_PLACE = {
    "letterhead": "head",
    "for": "label",
    "defined": "label",
    "footer": "foot",
    "signature": "signed",
}
_TURN_TO = pattern("insurer.turn_to")
_OWN = pattern("insurer.own")


def evidence(
    sheet: Sheet, lexicon: Lexicon, names: Gazetteer, party: Party, states: Collection[str]
) -> frozenset[str]:
    """The kinds of evidence for `party`: head, label, foot, signed, asked, own, told, site, home, often."""
    sure = [p for p in party.places if p.sure >= _SURE and p.why not in ("other role", "care of")]
    found = {_BY_PLACE[p.why] for p in sure if p.why in _BY_PLACE}
    found |= {"label" for p in sure if p.why == "label:plan"}
    found |= {"asked" for p in sure if _asked(sheet, p)}
    found |= {"own" for p in sure if _OWN.match(sheet.text, p.end)}
    spoken = told_by_sentences(sheet, lexicon)
    if any(p.text.lower() in s.lower() for p in sure for s in spoken):
        found.add("told")
    if any(on_its_site(sheet, p.text) for p in sure):
        found.add("site")
    if len(sure) >= _OFTEN:
        found.add("often")
    if party.body >= 0 and set(names.bodies[party.body].states) & set(states):
        found.add("home")
    return frozenset(found)


def _asked(sheet: Sheet, place: Place) -> bool:
    """Whether the reader is told to turn to whoever stands there, or a desk of theirs follows."""
    line = sheet.text[place.end : place.end + 40]
    desk = re.match(r"[®™]?,? (?=[A-Z])", line)
    return bool(
        _TURN_TO.search(sheet.text[max(0, place.start - 40) : place.start])
        or (desk and ASIDE.match(line, desk.end()))
    )
