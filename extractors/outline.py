"""What a letter shows of its kind as a whole: the steps it names, the appeal it speaks of, the rows of its table."""

from collections.abc import Mapping

from extractors import lines
from extractors.base import Sheet
from extractors.claims import explain
from extractors.cues import cues
from extractors.grounds import Weighing
from extractors.lexicon import lexicon
from extractors.opinion import opinion
from extractors.promised import supposed
from pipeline.models.document import Document

MOST = 3.0  # more sentences or rows of one sort say no more
WHOLE = 0.98  # share of a charge that is all of it
REASON, HEARD = (
    2.5,
    0.6,
)  # weight of a ground from which an entry of a legend gives a reason: by rules, by the model
NO_REASON = frozenset(
    {
        "recap",
        "past",
        "cost_share",
        "sample",
        "conditional",
        "rights",
        "definition",
        "notice",
        "granted",
        "rule",
        "usual",
    }
)
# Roles of sentences that do not say such a thing, though they hold its words: what happened is neither supposed nor
# a right; a step is told by rights.
SUPPOSED = frozenset({"conditional"})
ASIDE: dict[str, frozenset[str]] = dict.fromkeys(
    ("inside", "appeal_open", "outside_now", "outside_later", "blank", "fill_in", "written_off"), frozenset()
) | dict.fromkeys(("lodged", "fresh"), frozenset({"conditional", "rights"}))


def outline(document: Document, weighing: Weighing) -> dict[str, float]:
    """Signs of the kind of `document`, by name."""
    return {**_steps(weighing), **_table(document), "legend told": _told(document, weighing)}


def _told(document: Document, weighing: Weighing) -> float:
    """Whether the legend's entry for a code on a line of the claim gives a reason for not paying it."""
    model = opinion(document).grounds
    for at, item in enumerate(weighing.sentences):
        if item.carried and not item.roles & NO_REASON:
            heard = max(model.get(at, {}).values(), default=0.0)
            if max(item.grounds.values(), default=0.0) >= REASON or heard >= HEARD:
                return 1.0
    return 0.0


def _steps(weighing: Weighing) -> dict[str, float]:
    """How often it says each thing of cues.yaml `shown`; and whether it names outside steps alone."""
    said = [s for s in weighing.sentences if "notice" not in s.roles]
    later = supposed(said)
    now = [s for at, s in enumerate(said) if at not in later]
    found: dict[str, float] = {}
    for name, group in cues().shown.items():
        fitting = [
            s for s in (now if name == "appeal_open" else said) if not s.roles & ASIDE.get(name, SUPPOSED)
        ]
        found[name] = min(MOST, float(sum(any(c.find.search(s.text) for c in group) for s in fitting)))
    outside = any(c.find.search(s.text) for s in said for c in cues().acts["outside"])
    return {f"shown {n}": v for n, v in found.items()} | {
        "shown outside alone": float(outside and not found["inside"])
    }


def _table(document: Document) -> Mapping[str, float]:
    """Rows of its claim table that were refused whole, cut, or settled."""
    sheet = Sheet.of(document)
    rows = [r for r in lines.rows(sheet, lexicon()) if not r.total]
    explain(sheet, rows)
    refused = cut = settled = 0
    for row in rows:
        billed, denied = row.amounts.get("billed"), row.denied
        if denied is not None:
            of = row.amounts.get("allowed") or billed  # a dentist's approved fee
            whole = not of or denied == row.amounts.get("owed") or float(denied) >= WHOLE * float(of)
            refused, cut = refused + whole, cut + (not whole)
        settled += row.settled
    return {
        name: min(MOST, float(n))
        for name, n in (("rows refused", refused), ("rows cut", cut), ("rows settled", settled))
    }
