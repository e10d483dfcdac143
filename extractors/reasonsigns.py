"""What speaks for a sentence of a letter to be, or to belong to, the reason of its denial."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from extractors.cues import Cue, cues
from extractors.grounds import Weighed
from extractors.lexicon import pattern
from extractors.opinion import Opinion
from extractors.verdict import class_of
from pipeline.models.fields import DenialCategory

FULL = 10.0  # weight of a ground by cues that counts as all of it
SHORT, LONG = 7, 40  # words of a sentence
TITLE = 9  # words of a heading
NEAR = 4  # sentences behind a refusal within which its distance is told
_ASKED = pattern("reason.asked")
_BECAUSE = pattern("reason.because")
_FACTS = pattern("reason.facts")
_RULE = pattern("reason.rule")
_SEE = pattern("reason.see")
_GREETING = pattern("reason.greeting")
_WHO = pattern("reason.who")
_HEAD = pattern("reason.head")

Signs = dict[str, float]


def signs(items: Sequence[Weighed], seen: Opinion, ground: DenialCategory) -> list[Signs]:
    """The signs of every sentence of a letter that is denied for `ground`."""
    told = [_told(item, seen.grounds.get(at, {}), ground) for at, item in enumerate(items)]
    most = max((t["both"] for t in told), default=0.0) or 1.0
    place = told.index(max(told, key=lambda t: t["both"])) if told else 0
    own = [_own(item, seen.acts.get(at, {})) | told[at] for at, item in enumerate(items)]
    sizes = Counter(item.sentence.block for item in items)
    since, heading = NEAR, -1
    for at, item in enumerate(items):
        own[at] |= {"share": told[at]["both"] / most, "best": float(at == place)}
        own[at][f"behind refusal {min(since, NEAR)}"] = 1.0
        refuses = own[at]["refuses"] > 0 and not item.roles & {"rights", "notice", "conditional"}
        since = 0 if refuses else since + 1
        if abs(at - place) <= NEAR:
            own[at][f"from best {at - place:+d}"] = 1.0
        for b, side, end in ((at - 1, "before", "first"), (at + 1, "after", "last")):
            if not 0 <= b < len(items):
                continue
            if items[b].sentence.block == item.sentence.block:
                own[at] |= {f"share {side}": told[b]["both"] / most, f"any {side}": told[b]["any"]}
            else:
                own[at][f"{end} of block"] = 1.0
        own[at]["alone"] = float(sizes[item.sentence.block] == 1)
        own[at]["size"] = min(sizes[item.sentence.block], 5) / 5
        own[at]["announced"] = float(0 <= heading == item.sentence.block - 1)
        if sizes[item.sentence.block] == 1 and len(item.sentence.words) <= TITLE:
            said = any(c.find.search(item.text) for c in cues().reason_headings)
            heading = item.sentence.block if said else heading
        own[at]["with best"] = float(item.sentence.block == items[place].sentence.block)
        own[at]["place"] = at / max(1, len(items))
    return own


def _told(item: Weighed, model: Mapping[DenialCategory, float], ground: DenialCategory) -> Signs:
    """How much it speaks for the ground, for one of its class, and for any."""
    cues_for = min(item.grounds.get(ground, 0.0), FULL) / FULL
    raw = min(item.raw.get(ground, 0.0), FULL) / FULL
    alike = [g for g in {*item.raw, *model} if class_of(g) is class_of(ground)]
    return {
        "cues": cues_for,
        "raw": raw,
        "model": model.get(ground, 0.0),
        "both": cues_for + model.get(ground, 0.0) * min(item.factor, 1.0),
        "class": max((max(item.raw.get(g, 0.0) / FULL, model.get(g, 0.0)) for g in alike), default=0.0),
        "any": max([*model.values(), *(w / FULL for w in item.raw.values())], default=0.0),
    }


def _own(item: Weighed, acts: Mapping[str, float]) -> Signs:
    text, words = item.text, len(item.sentence.words)
    found = {f"role {r}": 1.0 for r in item.roles} | {f"act {a}": p for a, p in acts.items()}
    refusing = max((c.weight for c in _refusing() if c.find.search(text)), default=0.0)
    return found | {
        "bias": 1.0,
        "refuses": max(refusing / 4.0, acts.get("deny", 0.0)),
        "short": float(words < SHORT),
        "tiny": float(words < 4),
        "long": float(words > LONG),
        "bold": float(item.sentence.bold),
        "capitals": float(item.sentence.text.isupper()),
        "labelled": float(bool(item.sentence.label)),
        "factor": min(item.factor, 1.5),
        "under reason": float(item.factor > 1.25),
        "number": float(any(c.isdigit() for c in text)),
        "asked": float(bool(_ASKED.search(text))),
        "because": float(bool(_BECAUSE.search(text))),
        "facts": float(bool(_FACTS.search(text))),
        "rule": float(bool(_RULE.search(text))),
        "see": float(bool(_SEE.search(text))),
        "greeting": float(bool(_GREETING.search(text))),
        "who": float(bool(_WHO.search(text))),
        "headed": float(bool(_HEAD.search(text))),
        "sentence": float(text.endswith((".", ".\"", ";"))),
    }  # fmt: skip


@cache
def _refusing() -> tuple[Cue, ...]:
    return (*cues().acts["deny"], *cues().acts["uphold"])


@cache
def weights() -> Mapping[str, float]:
    """The weight of every sign, fitted on labelled letters (tests/benchmarks/fit_reasons.py)."""
    return dict(json.loads((files("extractors") / "reasons.json").read_text(encoding="utf-8")))


def score(found: Signs, table: Mapping[str, float]) -> float:
    """The log odds that a sentence with the signs `found` belongs to the reason."""
    return sum(table.get(k, 0.0) * v for k, v in found.items())
