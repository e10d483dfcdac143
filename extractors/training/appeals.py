"""Letters that answer an appeal, in sections: what came before, what was argued, who looked, what was decided."""

import datetime as dt
import random
from typing import Any

from extractors.training.grammar import capital, expand, pick, wording
from extractors.training.invent import Case, denial_class
from extractors.training.parts import NONE, Part, Said
from pipeline.models.fields import DenialCategory

# sorts of letters that may be told in sections, with the act of their decision
ACTS = {
    "final_internal_denial": "uphold",
    "overturned": "overturn",
    "acknowledgement": "receive",
    "appeal_withdrawn": NONE,
    "iro": NONE,
}
PARTLY = 0.15  # share of upheld denials that are upheld in part
ORDERS = (
    ("background", "asked", "reviewed", "decision", "basis"),
    ("decision", "background", "asked", "reviewed", "basis"),
    ("asked", "background", "decision", "reviewed", "basis"),
    ("background", "reviewed", "asked", "basis", "decision"),
    ("decision", "basis", "background", "asked", "reviewed"),
    ("asked", "decision", "basis", "reviewed", "background"),
)


def sectioned(case: Case, sort: str, reason: list[Said]) -> list[Part]:
    """The body of a letter of `sort` about an appeal; `reason` is why this letter denies, if it does."""
    rng, words = case.rng, wording("appeals")
    context = {**case.context, **_earlier(case, rng)}

    def said(name: str, act: str = NONE) -> Said:
        return Said(capital(expand(pick(words[name], rng), context, rng)), act=act)

    sections: dict[str, list[Said]] = {
        "background": [said("looks_back") for _ in range(rng.randint(1, 2))],
        "asked": [said("arguments") for _ in range(rng.randint(0, 2))],
        "reviewed": [said("reviewed", "appeal")] if rng.random() < 0.7 else [],
        "decision": _decisions(sort, context, rng),
        "basis": reason,
    }
    if reason and rng.random() < 0.3:
        sections["background"].append(said("moved_on"))
    opening = "appeal" if sort in ("final_internal_denial", "overturned") else NONE
    parts = [Part("para", [said("openings", opening)])] if sort != "acknowledgement" else []
    headed = rng.random() < 0.65
    for name in rng.choice(ORDERS):
        if not sections[name]:
            continue
        if headed:
            parts.append(Part("heading", [Said(pick(words["headings"][name], rng))]))
        parts.append(Part("para", sections[name]))
    if sort == "final_internal_denial" and rng.random() < 0.7:
        parts.append(Part("para", [said("outside", "uphold")]))
    return parts


def title(sort: str, rng: random.Random) -> str | None:
    """A title for an answer to an appeal."""
    titles = wording("appeals")["titles"].get(sort)
    return expand(pick(titles, rng), {}, rng) if titles else None


def told() -> list[tuple[str, str]]:
    """Every sentence of these letters with its act, for the categorizer of acts."""
    words = wording("appeals")
    acts = {"openings": "appeal", "reviewed": "appeal", "outside": "uphold"}
    rows = [(text, act) for name, act in acts.items() for text in words[name]]
    rows += [(text, NONE) for name in ("looks_back", "moved_on", "arguments") for text in words[name]]
    for sort, texts in words["decisions"].items():
        rows += [(text, {"upheld": "uphold", "partly": "uphold"}.get(sort) or ACTS[sort]) for text in texts]
    return rows


def old_reason(
    category: DenialCategory | None, context: dict[str, str], rng: random.Random
) -> dict[str, str]:
    """The first denial's reason, on another ground than `category`, more often of the other class."""
    grounds: dict[str, Any] = wording("grounds")
    others = [c for c in DenialCategory if c is not category and c is not DenialCategory.RESCISSION]
    across = [c for c in others if category and denial_class(c) != denial_class(category)]
    own = grounds[rng.choice(across if across and rng.random() < 0.7 else others).value]
    fact, verdict = (expand(pick(own[n], rng), context, rng) for n in ("facts", "verdicts"))
    return {"oldfact": fact, "oldverdict": verdict, "oldwhy": rng.choice([fact, verdict])}


def _earlier(case: Case, rng: random.Random) -> dict[str, str]:
    level = (case.first_date or case.letter_date) + dt.timedelta(days=rng.randint(8, 20))
    return {**old_reason(case.category, case.context, rng), "leveldate": case.date(level)}


def _decisions(sort: str, context: dict[str, str], rng: random.Random) -> list[Said]:
    name = sort
    if sort == "final_internal_denial":
        name = "partly" if rng.random() < PARTLY else "upheld"
    texts = wording("appeals")["decisions"][name]
    chosen = rng.sample(texts, 2 if len(texts) > 3 and rng.random() < 0.4 else 1)
    return [Said(capital(expand(t, context, rng)), act=ACTS[sort]) for t in chosen]
