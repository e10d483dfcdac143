"""What kind of letter this is: a first denial, a final internal denial, an EOB with a denial, or no denial.

Cues and the trained categorizer of acts each count what the letter does. Weights fitted on labelled letters make
one probability of both counts; where it is low, or something speaks against the kind, a person looks.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict

from extractors.acts import (
    BOTH,
    DENIES_NOTHING,
    DISMISSED,
    FAINTLY_HEARD,
    FAVOURS,
    GRANTS,
    NO_LINE,
    NO_STEP,
    NOTHING,
    ONLY_CUT,
    SAID,
    STRONG,
    YET_OPEN,
    Signals,
    contrary,
    does_nothing,
    grants,
    rank,
    signs,
)
from extractors.asserted import denies_none, in_spanish, ours, says, titles, writes_off
from extractors.columns import denied_amounts, money_rows
from extractors.confidence import posterior
from extractors.cues import cues
from extractors.grounds import GREETING, Weighed, Weighing, weigh
from extractors.opinion import Opinion, opinion
from extractors.outline import outline
from extractors.passages import PAST, unquoted
from extractors.promised import ACTS as PROMISED
from extractors.promised import promised
from extractors.tenor import heard, joined
from pipeline.models.document import Document, Origin
from pipeline.models.fields import Candidate, DocumentKind, Doubt, Field

NO_BILL = "ac-not-a-bill"  # as an explanation of benefits says; by itself it is no title
RULE = 0.4  # what a refusal counts in a sentence that gives a rule for everybody
RECAPPED = 0.5  # what an act counts in a sentence that looks back
BEFORE = 0.15  # in one that tells of an earlier decision in an answer to an appeal
MOST = 3  # sentences counted for one act
CELL = 3  # words
OWN = 0.5  # share of a sentence that is not quoted, from which the model's act counts
HEARD = 0.6  # weight of a ground by the model alone
DECIDING = (
    "deny",
    "uphold",
    "overturn",
    "approve",
    "bill",
    "eob",
    "outside",
    "closed",
    "reviewed",
)  # acts that may share a sentence with rights
OUTSIDE = ("outside", "reviewed")  # what is no act of the plan, and is told in words of rights
TOLD = 6.0  # weight from which a ground on an EOB is told of one of its lines
LIKELY, PER_ACT = (
    0.5,
    4.0,
)  # the model's acts count from this probability, and a sure one as much as a sure cue
TELLING = 60  # words from which a letter that does nothing is likely no denial, though a person looks
SURE = 0.85  # least probability of a kind that passes unasked
SURELY = (
    0.9  # least probability where something speaks against the kind, or the whole letter reads as another
)
# What only cues, model and the whole letter outweigh, where all three hear the same kind, and this plainly.
HARDLY = (DENIES_NOTHING, NO_STEP, NOTHING)
NEVER = (BOTH, DISMISSED, NO_LINE, ONLY_CUT, YET_OPEN, GRANTS)  # what nothing outweighs
PLAIN, HEARD_WHOLE = 0.97, 0.5  # least probability by all together, and by the whole letter

_WORD = re.compile(r"[a-z]{3,}")


def kind(document: Document) -> tuple[Field, tuple[Doubt, ...]]:
    """The document's kind with its proof, and a doubt where the letter does not settle it."""
    weighing, model = weigh(document), opinion(document)
    by_cues, by_model = _counted(document)
    shown = outline(document, weighing)
    seen_signs = signs(by_cues, by_model, model.heard) | shown
    by_acts, whole = posterior("document_kind", seen_signs), heard("kinds", weighing)
    shares = {DocumentKind(k): p for k, p in joined("kinds", by_acts, whole).items()}
    (best, sure), (second, _) = list(shares.items())[:2]
    clash = contrary(by_cues, by_model, shown, best, model.heard) or _hinted(by_cues, best, model)
    clash = GRANTS if grants(by_cues, best, whole) else clash
    proof = _proof(best, weighing)
    others = tuple(
        Candidate(value=k.value, score=round(p, 3), rule="kind")
        for k, p in list(shares.items())[1:]
        if p > 0.01 or k is second
    )
    alike = best.value == max(whole, key=lambda k: whole[k]) or _settled(by_cues, shown, best, model.heard)
    agreed = alike and all(best is max(r, key=lambda k: r[k]) for r in (rank(by_cues), rank(by_model)))
    idle = best is DocumentKind.NOT_A_DENIAL and does_nothing(by_cues, by_model, shown)
    unread = idle and _wordless(weighing)
    clash = NOTHING if unread else clash
    plain = agreed and not unread and sure >= PLAIN and whole[best.value] >= HEARD_WHOLE
    foreign = in_spanish([s.text for s in weighing.sentences])
    passes = sure >= (SURELY if clash or not alike or foreign else SURE)
    passes = passes and not unread and clash not in NEVER and (plain or clash not in HARDLY)
    found = Field(
        value=None if unread else best.value,
        confidence=round(min(sure, 0.99), 3),
        page=proof.sentence.page if proof else None,
        box=proof.sentence.box if proof else None,
        quote=proof.sentence.text if proof else None,
        origin=proof.sentence.words[0].origin if proof else Origin.TEXT,
        rule="kind",
        candidates=others,
    )
    if passes:
        return found, ()
    why = clash or f"reads as {best.value}, but could be {second.value}"
    return found, (Doubt(field="document_kind", why=why, candidates=others),)


def _settled(seen: Signals, shown: Mapping[str, float], best: DocumentKind, heard_: float) -> bool:
    """An explanation of benefits that pays all; by its words alone it is like one that denies."""
    quiet = heard_ < FAINTLY_HEARD and seen.deny < SAID
    told = seen.paid or shown["rows settled"] or shown["shown all_paid"]
    return bool(
        best is DocumentKind.NOT_A_DENIAL and seen.titled and quiet and told and not shown["rows refused"]
    )


def _wordless(weighing: Weighing) -> bool:
    """Too little is read to tell even what is likely, as on a page upside down."""
    return sum(len(_WORD.findall(s.text)) for s in weighing.sentences) < TELLING


def kind_signs(document: Document) -> dict[str, float]:
    """What speaks for each kind of `document`, as the fitted weights read it."""
    return signs(*_counted(document), opinion(document).heard) | outline(document, weigh(document))


def _counted(document: Document) -> tuple[Signals, Signals]:
    """What the letter does, with its acts counted by cues, and by the categorizer."""
    weighing = weigh(document)
    by_cues = signals(document, weighing)
    return by_cues, Signals(**{**asdict(by_cues), **_model_points(weighing, opinion(document))})


def _hinted(seen: Signals, best: DocumentKind, model: Opinion) -> str | None:
    """A ground that only the model hears on an EOB without a denied line."""
    if best is DocumentKind.NOT_A_DENIAL and seen.titled and model.heard >= HEARD:
        return "an explanation of benefits that may give a reason for a denial"
    return None


def signals(document: Document, weighing: Weighing) -> Signals:
    """Count by cues what the letter does, leaving out rights, conditions and notices."""
    points: dict[str, list[float]] = {act: [] for act in cues().acts}
    titled = no_bill = False
    own, coming = unquoted(weighing.sentences), promised(weighing.sentences)
    for at, item in enumerate(own):
        if not _acts(item):
            continue
        idle = bool(item.roles & {"conditional", "definition"})
        for act, group in cues().acts.items():
            if at in coming and act in PROMISED:
                continue
            if idle and act not in ("uphold", "bill", "eob", "outside"):
                continue
            if "rights" in item.roles and act not in DECIDING:
                continue
            said = item.text[: _rights_from(item)] if act in DECIDING and act not in OUTSIDE else item.text
            said = ours(said) if act == "deny" else said
            if act == "outside":
                points[act] += [1.0] if group[0].find.search(said) else []
                continue
            weight = max((c.weight for c in group if says(c.find, said)), default=0.0)
            faint = writes_off(item.text) or (weight < STRONG and _is_cell(item))
            if act == "deny" and (denies_none(item.text) or faint):
                continue
            if act == "eob" and weight > 2:
                titled = titled or titles(group[0].find, item)
                continue
            no_bill = no_bill or (
                act == "eob" and any(c.id == NO_BILL and c.find.search(said) for c in group)
            )
            if weight:
                points[act].append(weight * _back(act, item))
    total = {act: sum(sorted(p, reverse=True)[:MOST]) for act, p in points.items()}
    total["columns"] = total.pop("eob")
    pairs = zip(weighing.sentences, own, strict=True)
    ground = weighing.best_among([o for s, o in pairs if len(o.text) >= OWN * len(s.text)])
    amounts = [a for page in document.body for a in denied_amounts(page)]
    none_denied = bool(amounts) and not any(amounts)
    rows = sum(money_rows(page) for page in document.body)
    greets = any(GREETING.match(s.text) for s in weighing.sentences)
    tabled = not greets and (rows > 0 or total["columns"] >= STRONG)
    return Signals(
        **total,
        titled=titled or (no_bill and tabled),
        money_rows=rows,
        denied=any(amounts) or (not none_denied and (total["deny"] > 0 or ground >= TOLD)),
        amounts=any(amounts),
        paid=none_denied,
        salutation=greets,
        ground=ground,
        recapped=any(_recaps(s) for s in own),
    )


def _recaps(item: Weighed) -> bool:
    """It tells of an earlier denial."""
    denied = (c for c in cues().acts["deny"] if c.weight >= STRONG)
    return PAST in item.roles and any(says(c.find, item.text) for c in denied)


def _model_points(weighing: Weighing, seen: Opinion) -> dict[str, float]:
    """The same counts by the categorizer of acts."""
    points: dict[str, list[float]] = {}
    own, coming = unquoted(weighing.sentences), promised(weighing.sentences)
    for place, acts in seen.acts.items():
        item = weighing.sentences[place]
        if not _acts(item) or len(own[place].text) < OWN * len(item.text):
            continue
        for act, p in acts.items():
            if act == "deny" and (denies_none(item.text) or _is_cell(item)):
                continue
            found = points.setdefault(act, [])
            if p >= LIKELY and not (place in coming and act in PROMISED):
                found.append(PER_ACT * p * _back(act, item))
    points.pop("eob", None)  # a paper's form is told by its title and table, not by a sentence
    return {act: sum(sorted(p, reverse=True)[:MOST]) for act, p in points.items()}


def _acts(item: Weighed) -> bool:
    return not item.roles & {"notice", "sample"} and not item.unused and not item.text.endswith("?")


def _is_cell(item: Weighed) -> bool:
    """A bare "Not covered" or "Days not certified" is the head of a column."""
    return len(item.sentence.words) <= CELL and not item.text.isupper()


def _back(act: str, item: Weighed) -> float:
    """To uphold is to name the first denial; any other act in a look back counts less."""
    if PAST in item.roles and act not in ("appeal", "receive"):
        return BEFORE
    if act == "deny" and item.roles & {"rule", "usual"}:
        return RULE
    if "argument" in item.roles and act in ("overturn", "approve"):  # what they ask for is not yet done
        return BEFORE
    return RECAPPED if act != "uphold" and item.roles & {"recap", "argument"} else 1.0


def _rights_from(item: Weighed) -> int | None:
    """Where a sentence turns to rights: what it decides, it says before."""
    if "rights" not in item.roles:
        return None
    role = next(r for r in cues().roles if r.name == "rights")
    return min((m.start() for c in role.cues if (m := c.find.search(item.text))), default=None)


_ACTS: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.FINAL_INTERNAL_DENIAL: ("uphold", "appeal"),
    DocumentKind.EOB_DENIAL: ("deny", "eob"),
    DocumentKind.INITIAL_DENIAL: ("deny",),
    DocumentKind.NOT_A_DENIAL: FAVOURS,
}


def _proof(best: DocumentKind, weighing: Weighing) -> Weighed | None:
    """The sentence that says most clearly what kind this is."""
    for act in _ACTS[best]:
        found, top = None, 0.0
        for item in weighing.sentences:
            if item.roles & {"conditional", "notice", "sample"}:
                continue
            weight = max((c.weight for c in cues().acts[act] if says(c.find, item.text)), default=0.0)
            if weight > top:
                found, top = item, weight
        if found:
            return found
    return None
