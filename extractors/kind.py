"""What kind of letter this is: a first denial, a final internal denial, an EOB with a denial, or no denial.

Cues and the trained categorizer of acts each count what the letter does; the same weighing of those counts
ranks the kinds twice. Where the two rankings name different kinds, or the winner leads by little, a person looks.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from extractors.columns import denied_amounts, money_rows
from extractors.cues import cues
from extractors.grounds import Weighed, Weighing, weigh
from extractors.opinion import Opinion, opinion
from pipeline.models.document import Document, Origin
from pipeline.models.fields import Candidate, DocumentKind, Doubt, Field

RECAPPED = 0.5  # what an act counts in a sentence that looks back
MOST = 3  # sentences counted for one act
UPHELD, UNDONE = 4.0, 2.5  # points from which it is plain that a denial is upheld, or undone
CELL = 3  # words
HEADING_WORDS = 12
TITLE_WITHIN = 120  # characters from the start of its block at which a title may stand
DECIDING = (
    "deny",
    "uphold",
    "overturn",
    "approve",
    "bill",
    "eob",
    "outside",
)  # acts that may share a sentence with rights
NOTHING = "nothing says whether this is a denial, a decision on appeal or neither"
SAID = 2.0  # points of one act below which nothing is said
STRONG = 3.0  # points of one act that are a plain statement
HINTED, HINTED_PAID, SURELY_TOLD, TOLD_AT_LENGTH = 2.5, 4.0, 7.0, 12.0  # weights of a ground on the letter
TOLD = 6.0  # weight from which a ground on an EOB is told of one of its lines
LIKELY, PER_ACT = (
    0.5,
    4.0,
)  # the model's acts count from this probability, and a sure one as much as a sure cue
# The model agrees with the cues too where they are plain and it holds their kind nearly as likely as its own.
PLAIN, NEARLY = 0.7, 0.6
LEAD = 0.15  # least lead of the best kind, in shares, for it to pass

_SALUTATION = re.compile(r"^(?:dear|to whom|estimad|aloha|greetings|hello)\b", re.IGNORECASE)
_NOT_DENIED = re.compile(
    r"\b(?:not|n't|nothing|none|neither|nor|never|no \w+)(?: (?:has|have|had|been|was|were|is|are|be|being|yet|to|that))* den(?:y|ied)\b"
)
_MENTIONED = re.compile(
    r"(?:\b(?:an?|the|our|their|this|that|each|every|any|another|first|no|primary|plan'?s|carrier'?s)(?: [\w-]+){0,2}|'s|\S your) $"
)
_NOT_SO = re.compile(
    r"(?:\bnot|n't|\bnothing (?:was|is|were|has been|have been)|\bnever|\bnor|\bwithout|\bnone (?:of \w+ )?(?:was|were)|\bno (?:\w+ ){0,2}(?:was|were|is|are|has been|have been))"
    r"\s+(?:\w+ )?$|\b(?:if|when|once|until|unless|whether|should)\b[^.;]{0,70}$"
)


@dataclass(frozen=True, slots=True)
class Signals:
    """How much a letter says of each act, in points; and what its form shows."""

    deny: float = 0.0
    uphold: float = 0.0
    appeal: float = 0.0
    overturn: float = 0.0
    approve: float = 0.0
    receive: float = 0.0
    ask: float = 0.0
    bill: float = 0.0
    other: float = 0.0
    outside: float = 0.0  # a step after the plan's own appeals is named
    titled: bool = False  # it calls itself an EOB or remittance
    columns: float = 0.0  # heads of claim tables
    money_rows: int = 0
    denied: bool = False  # as an EOB, it shows something denied
    amounts: bool = False  # an amount above zero stands in a column of what was not paid
    paid: bool = False  # as an EOB, it has a column for what was not paid, and nothing in it
    salutation: bool = False
    ground: float = 0.0


def kind(document: Document) -> tuple[Field, tuple[Doubt, ...]]:
    """The document's kind with its proof, and a doubt where the letter does not settle it."""
    weighing = weigh(document)
    by_cues = signals(document, weighing)
    by_model = Signals(**{**asdict(by_cues), **_model_points(weighing, opinion(document))})
    one, two = rank(by_cues), rank(by_model)
    shares = {k: one[k] + two[k] for k in one}
    (best, first), (second, next_) = sorted(shares.items(), key=lambda s: -s[1])[:2]
    top = max(two.values())
    near = one[best] >= PLAIN and two[best] >= NEARLY * top
    agreed = max(one, key=lambda k: one[k]) is best and (two[best] == top or near)
    lead = (first - next_) / 2
    clash = contrary(by_cues, best)
    sure = agreed and lead >= LEAD and clash is None
    confidence = round(min(0.5 + first / 4 + (0.2 if agreed else 0.0), 0.99), 3)
    proof = _proof(best, weighing)
    others = tuple(
        Candidate(value=k.value, score=round(s / 2, 3), rule="kind")
        for k, s in sorted(shares.items(), key=lambda s: -s[1])[1:]
        if s > 0.1
    )
    found = Field(
        value=None if clash is NOTHING else best.value,
        confidence=confidence if sure else min(confidence, 0.6),
        page=proof.sentence.page if proof else None,
        box=proof.sentence.box if proof else None,
        quote=proof.sentence.text if proof else None,
        origin=proof.sentence.words[0].origin if proof else Origin.TEXT,
        rule="kind",
        candidates=others,
    )
    if sure:
        return found, ()
    why = clash or f"reads as {best.value}, but could be {second.value}"
    return found, (Doubt(field="document_kind", why=why, candidates=others),)


def contrary(seen: Signals, best: DocumentKind) -> str | None:
    """What speaks so strongly against `best` that a person must look, whatever the ranking."""
    favour = max(seen.approve, seen.overturn, seen.ask, seen.receive, seen.bill, seen.other)
    if (
        best is DocumentKind.INITIAL_DENIAL
        and favour >= max(seen.deny, STRONG)
        and seen.ground < TOLD_AT_LENGTH
    ):
        return "it denies, but it also approves, asks, acknowledges or undoes a denial"
    if best in (DocumentKind.INITIAL_DENIAL, DocumentKind.FINAL_INTERNAL_DENIAL) and (
        seen.titled or (not seen.salutation and seen.money_rows >= 1 and seen.columns >= 1)
    ):
        return "it could be an explanation of benefits"
    if best is DocumentKind.FINAL_INTERNAL_DENIAL and not seen.outside:
        return "it upholds a denial, but names no step after the plan's own appeals"
    if best is DocumentKind.EOB_DENIAL:
        if seen.salutation and seen.money_rows < 2:
            return "it speaks of an explanation of benefits, but is written as a letter"
        if not seen.titled and not seen.amounts:
            return "it has a claim table, but does not call itself an explanation of benefits"
        if not seen.amounts and seen.deny < STRONG and seen.ground < SURELY_TOLD:
            return "no line of the claim is clearly denied"
    settled = seen.paid or (seen.titled and seen.money_rows)
    if best is DocumentKind.NOT_A_DENIAL and not settled and favour < SAID:
        return NOTHING
    if (
        best is DocumentKind.NOT_A_DENIAL
        and seen.approve > max(seen.overturn, seen.bill)
        and seen.ground >= HINTED
    ):
        return "it approves, but may also deny a part"
    if (
        best is DocumentKind.NOT_A_DENIAL
        and seen.titled
        and seen.ground >= (HINTED_PAID if seen.paid else HINTED)
    ):
        return "an explanation of benefits on which no denied line was found"
    return None


def signals(document: Document, weighing: Weighing) -> Signals:
    """Count by cues what the letter does, leaving out rights, conditions and notices."""
    points: dict[str, list[float]] = {act: [] for act in cues().acts}
    titled = False
    for item in weighing.sentences:
        if not _acts(item):
            continue
        idle = bool(item.roles & {"conditional", "definition"})
        for act, group in cues().acts.items():
            if idle and act not in ("uphold", "bill", "eob", "outside"):
                continue
            if "rights" in item.roles and act not in DECIDING:
                continue
            said = item.text[: _rights_from(item)] if act in DECIDING and act != "outside" else item.text
            if act == "outside":
                points[act] += [1.0] if group[0].find.search(said) else []
                continue
            weight = max((c.weight for c in group if _says(c.find, said)), default=0.0)
            if act == "deny" and (_NOT_DENIED.search(item.text) or (_is_cell(item) and weight < STRONG)):
                continue
            if act == "eob" and weight > 2:
                titled = titled or _titles(group[0].find, item)
                continue
            if weight:
                points[act].append(weight * _back(act, item))
    total = {act: sum(sorted(p, reverse=True)[:MOST]) for act, p in points.items()}
    total["columns"] = total.pop("eob")
    ground = weighing.totals[0][1] if weighing.totals else 0.0
    amounts = [a for page in document.body for a in denied_amounts(page)]
    none_denied = bool(amounts) and not any(amounts)
    return Signals(
        **total,
        titled=titled,
        money_rows=sum(money_rows(page) for page in document.body),
        denied=any(amounts) or (not none_denied and (total["deny"] > 0 or ground >= TOLD)),
        amounts=any(amounts),
        paid=none_denied,
        salutation=any(_SALUTATION.match(s.text) for s in weighing.sentences),
        ground=ground,
    )


def _model_points(weighing: Weighing, seen: Opinion) -> dict[str, float]:
    """The same counts by the categorizer of acts."""
    points: dict[str, list[float]] = {}
    for place, acts in seen.acts.items():
        item = weighing.sentences[place]
        if not _acts(item):
            continue
        for act, p in acts.items():
            if act == "deny" and (_NOT_DENIED.search(item.text) or _is_cell(item)):
                continue
            found = points.setdefault(act, [])
            if p >= LIKELY:
                found.append(PER_ACT * p * _back(act, item))
    return {act: sum(sorted(p, reverse=True)[:MOST]) for act, p in points.items()}


def rank(seen: Signals) -> Mapping[DocumentKind, float]:
    """The share of each kind; all together make one."""
    form = seen.titled or (not seen.salutation and seen.money_rows >= 2 and seen.columns >= 3)
    denied = seen.denied
    denial = min(seen.deny, 6.0) + min(seen.ground, 15.0) / 4
    uphold = (
        seen.uphold if seen.appeal else 0.4 * seen.uphold
    )  # "the decision stands" needs an appeal to speak of
    appealed = uphold + 0.6 * min(seen.appeal, 5.0)
    final = appealed + denial if uphold else 0.6 * min(seen.appeal, 5.0)
    first = max(denial - appealed, 0.0) if uphold else denial
    points = {
        DocumentKind.FINAL_INTERNAL_DENIAL: final,
        DocumentKind.EOB_DENIAL: max(
            (6.0 + denial if form and denied else 2.0 if form and not seen.paid else 0.0)
            - (appealed if uphold else 0.0),
            0.0,
        ),
        DocumentKind.INITIAL_DENIAL: first * (0.5 if form and denied else 0.2 if form else 1.0),
        DocumentKind.NOT_A_DENIAL: max(
            1.0,
            seen.overturn * (0.3 if uphold else 1.2) - seen.deny * 0.3,
            seen.approve - seen.deny,
            max(seen.receive, seen.ask) - seen.deny * 0.8,
            seen.bill - seen.deny * 0.5,
            seen.other - seen.deny,
            8.0 if form and seen.paid else 3.0 if form and not denied else 0.0,
        ),
    }
    whole = sum(points.values())
    return {k: p / whole for k, p in points.items()}


def _acts(item: Weighed) -> bool:
    return not item.roles & {"notice", "sample"} and not item.unused and not item.text.endswith("?")


def _is_cell(item: Weighed) -> bool:
    """A bare "Not covered" or "Days not certified" is the head of a column."""
    return len(item.sentence.words) <= CELL and not item.text.isupper()


def _back(act: str, item: Weighed) -> float:
    """To uphold is to name the first denial; any other act in a look back counts less."""
    return RECAPPED if act != "uphold" and item.roles & {"recap", "argument"} else 1.0


def _rights_from(item: Weighed) -> int | None:
    """Where a sentence turns to rights: what it decides, it says before."""
    if "rights" not in item.roles:
        return None
    role = next(r for r in cues().roles if r.name == "rights")
    return min(m.start() for c in role.cues if (m := c.find.search(item.text)))


def _says(find: re.Pattern[str], text: str) -> bool:
    """A match that is neither negated nor only supposed."""
    return any(not _NOT_SO.search(text[: m.start()]) for m in find.finditer(text))


def _titles(find: re.Pattern[str], item: Weighed) -> bool:
    """An EOB names itself; other letters speak of "the" or "our" explanation of benefits."""
    if item.roles & {"rights", "conditional", "argument", "definition"}:
        return False
    match = find.search(item.text)
    return (
        match is not None
        and match.start() < TITLE_WITHIN
        and not _MENTIONED.search(item.text[: match.start()])
    )


_ACTS: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.FINAL_INTERNAL_DENIAL: ("uphold", "appeal"),
    DocumentKind.EOB_DENIAL: ("deny", "eob"),
    DocumentKind.INITIAL_DENIAL: ("deny",),
    DocumentKind.NOT_A_DENIAL: ("overturn", "approve", "receive", "ask", "bill", "other"),
}


def _proof(best: DocumentKind, weighing: Weighing) -> Weighed | None:
    """The sentence that says most clearly what kind this is."""
    for act in _ACTS[best]:
        found, top = None, 0.0
        for item in weighing.sentences:
            if item.roles & {"conditional", "notice", "sample"}:
                continue
            weight = max((c.weight for c in cues().acts[act] if _says(c.find, item.text)), default=0.0)
            if weight > top:
                found, top = item, weight
        if found:
            return found
    return None
