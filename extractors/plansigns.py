"""What speaks for each party of a letter to be the plan whose denial it is, and for each wording to be its name.

Signs of the rules' kind (places, evidence, the gazetteer's roles) and the words around every mention, each by name;
their weights are fitted (extractors/planrank.py).
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from extractors import insurer
from extractors.acting import acting
from extractors.base import Segment, Sheet
from extractors.evidence import evidence
from extractors.gazetteer import Gazetteer
from extractors.lexicon import Lexicon, pattern
from extractors.neighbours import Signs, stems
from extractors.party import Party
from extractors.places import Place

_MOST = 4  # places of one kind that count
_SURE = 0.5
_NONE = ("other role", "care of")  # places that say nothing for a party
_HEAD = 0.25  # of the first page's height
_BEFORE = re.compile(r"(?:^|[\s(])([A-Z][\w'’&-]*|(?:of|and|&|for) [A-Z][\w'’-]*)[®™]? $")
_BEHIND = re.compile(
    r" ?[®™]{0,2} {1,2}(?:(?:of|and|&|from|in|for) (?:the )?)?(?:[A-Z][\w'’&-]*|\((?=[A-Z]))"
)
_OF = re.compile(r" ?[®™]{0,2} {1,2}(?:of|from|in) (?:the )?[A-Z]")
_PRODUCT = pattern("plan.product")
_DESK, _COMMON = pattern("acting.common"), pattern("sender.common")
_LEGAL = re.compile(r"\b(?:Inc|LLC|L\.L\.C|Corp|Company|Corporation|Co)\b\.?$", re.I)
_STRANGE = re.compile(r"[\d|:;/]|\b(?:of|and|the|for|a|by|from)$", re.I)


class Parties:
    """The parties of one letter with what all of their signs need: the persons and states are those of the letter."""

    def __init__(
        self,
        sheet: Sheet,
        lexicon: Lexicon,
        names: Gazetteer,
        listed: Sequence[Party],
        states: Collection[str],
        *,
        self_funded: bool,
    ) -> None:
        self.sheet, self.names, self.listed, self.states = sheet, names, listed, states
        self.lexicon, self.self_funded = lexicon, self_funded
        self.acts = acting(sheet, lexicon)
        first = sheet.page_segments(sheet.first_page)
        self.head = [s for s in first if sheet.top(sheet.offset_of(s)) < _HEAD]
        self.largest = max((s.size for s in self.head), default=0.0)
        self.sure = {id(p): [x for x in p.places if x.sure >= _SURE and x.why not in _NONE] for p in listed}
        self.uses = {id(p): len({x.start for x in self.sure[id(p)]}) for p in listed}
        self.begin = sorted(min((x.start for x in xs), default=len(sheet.text)) for xs in self.sure.values())
        self.lead = {id(p) for p in listed if any(x.why == "letterhead" for x in self.sure[id(p)])}
        self.plans = sum(p.kind == "plan" for p in listed if self.sure[id(p)])

    def signs(self, party: Party) -> Signs:
        """What speaks for one party, each by name."""
        sure = self.sure[id(party)]
        found: Signs = {f"kind {party.kind}": 1.0}
        speaks = evidence(self.sheet, self.lexicon, self.names, party, self.states)
        found |= {f"told {kind}": 1.0 for kind in speaks}
        found |= {f"told {min(len(speaks), 5)}": 1.0, "kinds": len(speaks) / 5}
        for why, n in Counter(p.why for p in party.places if p.sure >= _SURE).items():
            found[f"at {why}"] = min(n, _MOST) / _MOST
            found[f"any {why}"] = 1.0
        found["best"] = max((p.worth * p.sure for p in party.places), default=0.0) / 4
        found["surest"] = max((p.sure for p in party.places), default=0.0)
        found |= self._standing(party, sure)
        found |= self._among(party)
        for place in sure[:6]:
            found |= {f"word {w}": 1.0 for w in self._around(place)}
        return {k: v for k, v in found.items() if v}

    def _standing(self, party: Party, sure: list[Place]) -> Signs:
        """How often, how early and how large it is printed."""
        begin = min((p.start for p in sure), default=len(self.sheet.text))
        all_uses = max(1, sum(self.uses.values()))
        spans = [(p.start, p.end) for p in sure]
        large = [s.size for s in self.head if any(_holds(self.sheet, s, a) for a, _ in spans)]
        return {
            "share": self.uses[id(party)] / all_uses,
            "most": float(self.uses[id(party)] == max(self.uses.values(), default=0) > 0),
            "first": float(begin == self.begin[0]),
            "second": float(len(self.begin) > 1 and begin == self.begin[1]),
            "late": begin / max(1, len(self.sheet.text)),
            "largest": float(bool(large) and max(large) >= 0.99 * self.largest),
            "larger": float(bool(large) and max(large) >= 1.25 * self.sheet.segment_at(begin - 1).size)
            if begin
            else 0.0,
            "never": float(not sure),
        }

    def _among(self, party: Party) -> Signs:
        """What the gazetteer says of it, and how it stands to the other parties."""
        found: Signs = {f"signs {min(party.signs, 3)}": 1.0} if party.body < 0 else {"known": 1.0}
        if party.body >= 0:
            body = self.names.bodies[party.body]
            found |= {f"role {role}": 1.0 for role in body.roles}
            found |= {f"first role {body.roles[0]}": 1.0} if body.roles else {}
            found[f"insures {body.insurer}"] = 1.0
            found["away"] = float(party.bonus < 0)
            found["program"] = float(insurer.program(party, self.names))
            found["federal"] = float(insurer.federal(party, self.names))
        acts = any(t.over(p.start, p.end) for t in self.acts for p in self.sure[id(party)])
        others = any(
            t.over(p.start, p.end) for t in self.acts for q in self.listed if q is not party for p in q.places
        )
        akin = [
            q
            for q in self.listed
            if q is not party and self.sure[id(q)] and insurer.related(party, q, self.names)
        ]
        found |= {
            "acts": float(acts),
            "others act": float(others),
            "others act for plan": float(others and party.kind == "plan"),
            "self-funded": float(self.self_funded),
            f"self-funded {party.kind}": float(self.self_funded),
            f"{party.kind} beside plan": float(self.plans - (party.kind == "plan") > 0),
            f"{party.kind} under another": float(
                bool(self.lead - {id(party)}) and id(party) not in self.lead
            ),
            "head beside": float(bool(self.lead - {id(party)}) and id(party) in self.lead),
            "kin": float(bool(akin)),
            "kin heads": float(any(id(q) in self.lead for q in akin)),
            "alone": float(sum(1 for q in self.listed if self.sure[id(q)]) == 1),
        }
        return found

    def _around(self, place: Place) -> list[str]:
        """The words before and behind a mention."""
        before = stems(self.sheet.clause(place.start, 60))[-4:]
        after = stems(self.sheet.clause_after(place.end, 40))[:3]
        over = next(iter(self.sheet.above(self.sheet.segment_at(place.start), 1)), None)
        above = (
            stems(over.text[-40:])[-2:] if over is not None and self.sheet.starts_segment(place.start) else []
        )
        return (
            [f"before {w}" for w in before]
            + [f"last {w}" for w in before[-1:]]
            + [f"after {w}" for w in after]
            + [f"next {w}" for w in after[:1]]
            + [f"over {w}" for w in above]
        )


def _holds(sheet: Sheet, segment: Segment, start: int) -> bool:
    first = sheet.offset_of(segment)
    return first <= start < first + len(segment.text)


def wording_signs(
    sheet: Sheet, text: str, spans: Sequence[tuple[int, int]], others: Sequence[str], places: Sequence[Place]
) -> Signs:
    """What speaks for `text`, which stands at `spans`, to be a whole name; `others` are the letter's other wordings."""
    words = text.split()
    plain = stems(text)
    ahead = [_BEFORE.search(_line(sheet, a)[0]) for a, _ in spans]
    behind = [_BEHIND.match(_line(sheet, b)[1]) for _, b in spans]
    of = [_OF.match(_line(sheet, b)[1]) for _, b in spans]
    alone = [not _line(sheet, a)[0].strip() and not _line(sheet, b)[1].strip(" .®™,") for a, b in spans]
    n = max(1, len(spans))
    low = text.lower()
    longer = [o for o in others if o.lower().startswith(low + " ") or o.lower().startswith(low + "®")]
    holds = [o for o in others if low != o.lower() and f" {low} " in f" {o.lower()} "]
    kin = [o for o in others if _kin(plain, stems(o))]
    joined = [o for o in kin if any(_joined(sheet, b, o) for _, b in spans)]
    flowing = [p.why == "body" for p in places]
    shorter = [o for o in others if low.startswith(o.lower() + " ")]
    found: Signs = {
        "as such": 1.0,
        f"as words {min(len(words), 8)}": 1.0,
        "as used": min(len(spans), 5) / 5,
        "as once": float(len(spans) == 1),
        "as led": sum(map(bool, ahead)) / n,
        "as always led": float(all(ahead)),
        "as followed": sum(map(bool, behind)) / n,
        "as always followed": float(all(behind)),
        "as of": sum(map(bool, of)) / n,
        "as always of": float(all(of)),
        "as alone": float(any(alone)),
        "as longer": float(bool(longer)),
        "as held": float(bool(holds)),
        "as shorter": float(bool(shorter)),
        "as legal": float(any(p.legal for p in places)),
        "as company": float(bool(_LEGAL.search(text))),
        "as product": float(bool(_PRODUCT.search(text))),
        "as strange": float(bool(_STRANGE.search(text))),
        "as common": float(not re.search(r"[A-Za-z]{2}", _COMMON.sub("", _DESK.sub("", text)))),
        "as upper": float(text.isupper()),
        "as lower": float(text.islower()),
        "as part": float(any(p.part for p in places)),
        "as surest": max((p.sure for p in places), default=0.0),
        "as small": float(any(w[:1].islower() and w not in _SMALL for w in words)),
        "as kin": float(bool(kin)),
        "as joined": float(bool(joined)),
        "as spoken": float(any(flowing)),
        "as never spoken, kin": float(bool(kin) and not any(flowing)),
        "as mark": float(bool(re.search(r"[®™]", text))),
    }
    found |= {f"as at {p.why}": 1.0 for p in places}
    found |= {f"as in {w}": 1.0 for w in plain}
    if plain:
        found |= {f"as first {plain[0]}": 1.0, f"as end {plain[-1]}": 1.0}
    return {k: v for k, v in found.items() if v}


def _kin(words: list[str], other: list[str]) -> bool:
    """Whether two names begin with one word and neither holds the other ("Larkspur Prime", "Larkspur Advantage")."""
    return words[:1] == other[:1] and bool(set(words) - set(other)) and bool(set(other) - set(words))


def _joined(sheet: Sheet, end: int, other: str) -> bool:
    """Whether `other` follows a name, joined to it by a word."""
    behind = " ".join(sheet.text[end : end + 60].split()).lower()
    found = re.match(r"[®™]* ?(?:\([^)]*\))? ?(?:and|or|&|/) (.*)", behind)
    return bool(found and found[1].startswith(other.lower()))


_SMALL = {"of", "and", "the", "for", "in", "from", "by", "de", "a", "an"}


def _line(sheet: Sheet, at: int) -> tuple[str, str]:
    """What stands before and behind a place on its line."""
    segment = sheet.segment_at(max(0, at - 1)) if at else sheet.segment_at(at)
    first = sheet.offset_of(segment)
    if first + len(segment.text) < at:
        segment = sheet.segment_at(at)
        first = sheet.offset_of(segment)
    return sheet.text[first:at], sheet.text[at : first + len(segment.text)]
