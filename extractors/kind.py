"""What kind of letter this is: a first denial, a final internal denial, an EOB with a denial, or no denial."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.cues import cues
from extractors.grounds import MONEY, Weighed, Weighing, weigh
from extractors.sentences import Block, blocks
from pipeline.models.document import Document, Origin, Page, Word
from pipeline.models.fields import Candidate, DocumentKind, Doubt, Field

FULL, RECAPPED = 1.0, 0.5  # what a cue counts in a sentence that decides, and in one that looks back
MOST = 3  # sentences counted for one act
SURE = 0.9  # confidence below which a person must look
HEADING_WORDS = 14

_DENIED_COLUMN = re.compile(
    r"\b(?:not (?:covered|payable|allowed|paid)|non-?covered|denied|ineligible|disallowed|excluded|not eligible|rejected)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"^(?:dear|to whom|estimad|re:)\b", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"(?:\bnot|n't|\bnothing (?:was|is|were)|\bnever|\bno|\bnor|without|\bif|\bnone (?:of \w+ )?(?:was|were))\s+(?:\w+ )?$"
)


@dataclass(frozen=True, slots=True)
class Signals:
    """How much a letter says of each act, in points."""

    deny: float = 0.0
    uphold: float = 0.0
    appeal: float = 0.0
    overturn: float = 0.0
    approve: float = 0.0
    receive: float = 0.0
    ask: float = 0.0
    bill: float = 0.0
    other: float = 0.0
    eob: float = 0.0
    money_rows: int = 0
    denied_amounts: int = 0  # amounts above zero in a column of amounts not paid
    denied_zero: bool = False  # such a column stands there, and all its amounts are zero
    salutation: bool = False
    ground: float = 0.0


def kind(document: Document, weighing: Weighing | None = None) -> tuple[Field, tuple[Doubt, ...]]:
    """The document's kind with its proof, and a doubt where the letter does not settle it."""
    weighing = weighing or weigh(document)
    seen = signals(document, weighing)
    ranked = rank(seen)
    (best, points), (second, runner_up) = ranked[0], ranked[1]
    confidence = 0.5 + 0.5 * (points - runner_up) / max(points + runner_up, 1.0)
    proof = _proof(best, weighing)
    found = Field(
        value=best.value,
        confidence=round(min(confidence, 0.99), 3),
        page=proof.sentence.page if proof else None,
        box=proof.sentence.box if proof else None,
        quote=proof.sentence.text if proof else None,
        origin=proof.sentence.words[0].origin if proof else Origin.TEXT,
        rule="kind.rules",
        candidates=tuple(
            Candidate(value=k.value, score=round(p, 2), rule="kind.rules") for k, p in ranked[1:3] if p > 0
        ),
    )
    if confidence >= SURE:
        return found, ()
    why = f"reads as {best.value}, but could be {second.value}"
    return found, (Doubt(field="document_kind", why=why, candidates=found.candidates),)


def signals(document: Document, weighing: Weighing) -> Signals:
    """Count what the letter does, leaving out rights, conditions and notices."""
    points: dict[str, list[float]] = {act: [] for act in cues().acts}
    for item in weighing.sentences:
        if item.roles & {"notice", "sample"} or item.unused:
            continue
        idle = bool(item.roles & {"rights", "conditional", "definition"})
        for act, group in cues().acts.items():
            if (idle and act not in ("uphold", "bill", "eob")) or (
                act == "uphold" and "conditional" in item.roles
            ):
                continue
            if item.text.endswith("?") and act != "bill":
                continue
            weight = max((c.weight for c in group if _says(c.find, item.text)), default=0.0)
            if act == "eob" and weight > 2 and not _titles(item):
                weight = 0.0
            if weight:
                back = act != "uphold" and item.roles & {
                    "recap",
                    "argument",
                }  # to uphold is to name the first denial
                points[act].append(weight * (RECAPPED if back else FULL))
    total = {act: sum(sorted(p, reverse=True)[:MOST]) for act, p in points.items()}
    amounts = [a for page in document.body for a in _denied_amounts(page)]
    return Signals(
        **total,
        money_rows=sum(_money_rows(page) for page in document.body),
        denied_amounts=sum(1 for a in amounts if a > 0),
        denied_zero=bool(amounts) and not any(amounts),
        salutation=any(_SALUTATION.match(s.text) for s in weighing.sentences),
        ground=weighing.totals[0][1] if weighing.totals else 0.0,
    )


def rank(seen: Signals) -> list[tuple[DocumentKind, float]]:
    """Points for each kind, most first."""
    form = seen.eob >= 3.5 and (seen.money_rows >= 2 or not seen.salutation or seen.eob >= 6)
    denied = seen.deny > 0 or seen.denied_amounts > 0 or seen.ground >= 6
    denial = min(seen.deny, 6.0) + min(seen.ground, 10.0) / 5
    uphold = (
        seen.uphold if seen.appeal else 0.4 * seen.uphold
    )  # "the decision stands" needs an appeal to speak of
    appealed = uphold + 0.6 * min(seen.appeal, 5.0)
    final = appealed + denial if seen.uphold else 0.6 * min(seen.appeal, 5.0)
    first = max(denial - appealed, 0.0) if seen.uphold else denial
    undone = seen.overturn * (0.3 if seen.uphold else 1.2)
    points = {
        DocumentKind.FINAL_INTERNAL_DENIAL: final,
        DocumentKind.EOB_DENIAL: (6.0 + denial if form and denied else 0.0)
        - (appealed if seen.uphold else 0.0),
        DocumentKind.INITIAL_DENIAL: first * (0.5 if form and denied else 1.0),
        DocumentKind.NOT_A_DENIAL: max(
            1.0,
            undone - seen.deny * 0.3,
            seen.approve - seen.deny,
            max(seen.receive, seen.ask) - seen.deny * 0.8,
            seen.bill - seen.deny * 0.5,
            seen.other - seen.deny,
            8.0 if form and (seen.denied_zero or not denied) else 0.0,
        ),
    }
    return sorted(points.items(), key=lambda p: -p[1])


def _says(find: re.Pattern[str], text: str) -> bool:
    """A match that is not itself negated."""
    return any(not _NOT_BEFORE.search(text[: m.start()]) for m in find.finditer(text))


def _titles(item: Weighed) -> bool:
    """An EOB names itself in a heading or says "this is"; other letters only mention one."""
    short = len(item.sentence.words) <= HEADING_WORDS and not item.roles & {"recap", "argument"}
    return short or "this is" in item.text[:60] or "it is your" in item.text


def _money_rows(page: Page) -> int:
    rows: dict[int, int] = {}
    for word in page.words:
        if MONEY.match(word.text):
            row = round((word.box[1] + word.box[3]) / 2 / 6)
            rows[row] = rows.get(row, 0) + 1
    return sum(1 for count in rows.values() if count >= 2)


def _denied_amounts(page: Page) -> list[float]:
    """Amounts that stand under a column head such as "Not covered"."""
    heads = [b for b in blocks(page) if len(b.words) <= 6 and _DENIED_COLUMN.search(b.text)]
    return [_amount(w) for w in page.words if MONEY.match(w.text) and any(_under(b, w) for b in heads)]


def _under(head: Block, word: Word) -> bool:
    x0, x1 = min(line.box[0] for line in head.lines), max(line.box[2] for line in head.lines)
    return (
        x0 - 12 < (word.box[0] + word.box[2]) / 2 < x1 + 12 and 0 < word.box[1] - head.lines[-1].box[3] < 300
    )


def _amount(word: Word) -> float:
    return float(re.sub(r"[^\d.]", "", word.text) or 0)


_ACTS: dict[DocumentKind, Sequence[str]] = {
    DocumentKind.FINAL_INTERNAL_DENIAL: ("uphold", "appeal"),
    DocumentKind.EOB_DENIAL: ("deny", "eob"),
    DocumentKind.INITIAL_DENIAL: ("deny",),
    DocumentKind.NOT_A_DENIAL: ("overturn", "approve", "receive", "ask", "bill", "other"),
}


def _proof(best: DocumentKind, weighing: Weighing) -> Weighed | None:
    """The sentence that says most clearly what kind this is."""
    for act in _ACTS[best]:
        scored = [
            (max((c.weight for c in cues().acts[act] if _says(c.find, s.text)), default=0.0), s)
            for s in weighing.sentences
            if not s.roles & {"conditional", "notice", "sample"} and s.sentence.words
        ]
        top = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if top[0] > 0:
            return top[1]
    return None
