"""A body that a letter names, with all its places and the wording that stands for it; and names set beside each other."""

import re
from collections import Counter
from dataclasses import dataclass, field

from extractors.places import Place


@dataclass(slots=True)
class Party:
    """A body that the letter names, with all its places. `body` is its line in the gazetteer, or -1."""

    key: str
    body: int
    kind: str  # plan (employer's or union's plan), insurer, vendor
    places: list[Place] = field(default_factory=list)
    bonus: float = 0.0
    signs: int = -1  # that tell an unknown name to be the sender's; -1 if nothing does
    why: str = ""  # how it was chosen, if not by its score

    @property
    def score(self) -> float:
        best = max((p.worth * p.sure for p in self.places), default=0.0)
        rest = sorted((p.worth * p.sure for p in self.places), reverse=True)[1:8]
        own = 2.4 if self.kind == "plan" and best >= 2 else 0.0  # a plan that a carrier serves is the insurer
        return best + 0.35 * sum(rest) + (self.bonus if best > 0.1 or self.bonus < 0 else 0.0) + own

    def shown(self) -> Place:
        """The place whose wording stands for the party: a full name, where it is most prominent and most used."""
        used = Counter(p.text for p in self.places)
        heads = {w for p in self.places if p.why == "letterhead" for w in plain(p.text).split()}
        akin = [p for p in self.places if heads & set(plain(p.text).split())]
        whole = {plain(p.text) for p in self.places if not p.legal}
        lead = [p.text for p in self.places if p.why == "letterhead" and p.sure >= 0.8]
        among = any(p.legal and p.sure >= 0.8 and p.why != "letterhead" for p in akin)
        return max(
            self.places,
            key=lambda p: (
                not PARENT.match(p.text),
                not _APART.fullmatch(p.text),  # "G·E·H·A", as a logo draws it
                f"{plain(p.text)} plan" not in whole,  # a line that ends before the name does
                p in akin
                or not among,  # of two companies of one house, the one that bears the letterhead's name
                p.sure >= 0.8,
                not (p.text.isupper() and len(p.text) < 7 and p.sure < 1),  # an abbreviation
                not (heads and p.why == "body" and _PRODUCT.search(p.text)),
                # a product behind a label, where the house heads the letter under another name
                not (lead and p.why == "label:plan" and all(unlike(p.text, text) for text in lead)),
                not p.part,
                not p.text.islower(),
                p.worth + 0.05 * p.legal + 0.003 * len(p.text) + 0.1 * used[p.text],
            ),
        )


_APART = re.compile(r"(?:[A-Z][.·• ]+){2,}[A-Z]\.?")
_PRODUCT = re.compile(r"\b(?:HMO|PPO|POS|EPO|PDP|HSA)$")  # what was bought, where the seller heads the letter
PARENT = re.compile(r"(?:an?|the)\b.* company$", re.I)  # "an Aetna Company" under a name


def plain(text: str) -> str:
    return " ".join(w for w in re.findall(r"[a-z0-9]+", text.lower()) if w not in ("inc", "the", "llc", "co"))


def within(a: str, b: str) -> bool:
    """Whether all words of `a` stand in `b`."""
    return set(plain(a).split()) <= set(plain(b).split())


def longer(a: str, b: str) -> bool:
    """Whether `b` begins with all of the name `a` and goes on."""
    return plain(b).startswith(plain(a) + " ")


def unlike(a: str, b: str) -> bool:
    """Whether two names stand for two bodies: neither is the other with words left out."""
    first, second = set(plain(a).split()), set(plain(b).split())
    return not (first <= second or second <= first)
