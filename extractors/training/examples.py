"""Sentences with labels for the text categorizers, in any number, from the wording alone."""

import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from extractors.training import appeals
from extractors.training.bank import ACT, GROUND, drawn
from extractors.training.claims import HEADS
from extractors.training.grammar import capital, expand, pick, wording
from extractors.training.invent import Case, invent, why
from extractors.training.letters import KINDS, draft
from extractors.training.noise import bend
from extractors.training.parts import NONE
from pipeline.models.fields import DenialCategory

Example = tuple[str, str, str]  # text, ground, act

DENY = re.compile(
    r"\b(?:denied|not approved|declined|turned down|cannot|unable to|can't|will not|not payable|not certified)\b"
)
UPHOLD = re.compile(r"\buph[eo]ld|appeal (?:is denied|fails)|say no again|still no\b")
HEADINGS = [text for texts in HEADS.values() for text in texts]
NOISY = 0.15  # share of sentences with the slips of OCR
BANKED = 0.7  # share of sentences that were written one by one


def examples(count: int, seed: int, acts: bool = False) -> Iterator[Example]:
    """`count` sentences: half of them reasons of every ground alike, half of them everything else.

    With `acts` only sentences of which is also known what they do.
    """
    rng = random.Random(f"examples-{seed}")
    grounds = list(DenialCategory)
    for n in range(count):
        if rng.random() < BANKED:
            ground_, act, text = drawn(GROUND, rng, acts)
            yield bend(text, rng) if rng.random() < NOISY else text, ground_, act
            continue
        ground = grounds[n % len(grounds)]
        case = invent("initial_denial", ground, rng)
        draw = rng.random()
        if draw < 0.15:
            example = _reason(case, ground)
        elif draw < 0.35:
            text = capital(expand(pick(wording("more")[ground.value], rng), case.context, rng))
            example = (text, ground.value, "deny" if DENY.search(text.lower()) else NONE)
        elif draw < 0.45:
            example = _framed(case, ground, "live")
        elif draw < 0.65:
            example = _framed(case, ground, "idle")
        else:
            example = _other(rng)
        text = bend(example[0], rng) if rng.random() < NOISY else example[0]
        yield (text, *example[1:])


def act_examples(count: int, seed: int) -> Iterator[Example]:
    """`count` sentences for the categorizer of acts: every act alike, and as many that do nothing."""
    rng = random.Random(f"acts-{seed}")
    told: dict[str, list[str]] = {act: list(texts) for act, texts in wording("acts").items()}
    kinds = wording("kinds")
    for group in (*kinds["decisions"].values(), *kinds["openings"].values()):
        for entry in group:
            told[entry["act"]].append(entry["text"])
    for told_text, act in appeals.told():
        told[act].append(told_text)
    told[NONE] += [*kinds["recaps"], *kinds["arguments"], *kinds["withdrawals"], *kinds["asides"]]
    acts = [a for a in told if a != NONE]
    plain_rows = examples(count, seed, acts=True)
    for n in range(count):
        if rng.random() < BANKED:
            _, act, text = drawn(ACT, rng, acts=True)
            yield bend(text, rng) if rng.random() < NOISY else text, NONE, act
            continue
        if n % 3 == 2:  # a sentence that gives a reason, or anything else
            yield next(plain_rows)
            continue
        act = acts[n // 3 % len(acts)] if n % 3 == 0 else rng.choice([NONE, NONE, "deny", "uphold", "appeal"])
        case = invent("initial_denial", rng.choice(list(DenialCategory)), rng)
        told_by = told[act] if act != NONE or rng.random() < 0.5 else _notices()
        context = {**case.context, "win": "180 days", "leveldate": case.context["date"]}
        context["oldwhy"] = context[rng.choice(["oldfact", "oldverdict"])]
        text = capital(expand(pick(told_by, rng), context, rng))
        yield (bend(text, rng) if rng.random() < NOISY else text, NONE, act)


@cache
def _notices() -> list[str]:
    """Everything that stands around a decision and decides nothing."""
    notices = wording("notices")
    lists: list[list[str]] = [
        v for k, v in notices.items() if isinstance(v, list) and not k.startswith("windows")
    ]
    lists += list(notices["headings"].values())
    return [text for texts in (*lists, wording("background")["sentences"]) for text in texts]


def _reason(case: Case, ground: DenialCategory) -> Example:
    parts = [p for p in re.split(r"(?<=[.!?]) (?=[A-Z])", why(case)) if p]
    text = pick(parts, case.rng)
    return text, ground.value, "deny" if DENY.search(text.lower()) else NONE


def _framed(case: Case, ground: DenialCategory, frame: str) -> Example:
    own: dict[str, Any] = wording("grounds")[ground.value]
    rng = case.rng
    context = dict(case.context)
    for name in ("fact", "fact2", "verdict"):
        context[name] = expand(
            pick(own["verdicts" if name == "verdict" else "facts"], rng), case.context, rng
        )
    text = capital(expand(pick(wording("frames")[frame], rng), context, rng))
    if frame == "idle":
        return text, NONE, NONE
    act = "uphold" if UPHOLD.search(text.lower()) else "deny" if DENY.search(text.lower()) else NONE
    return text, ground.value, act


def _other(rng: random.Random) -> Example:
    """Any sentence of any letter but its reason, and lines of reference blocks and tables."""
    if rng.random() < 0.3:
        case = invent("initial_denial", rng.choice(list(DenialCategory)), rng)
        return capital(expand(pick(_notices(), rng), {**case.context, "win": "180 days"}, rng)), NONE, NONE
    made = draft(0, rng, rng.choice(list(KINDS)))
    said = [s for s in made.said() if s.ground == NONE]
    if rng.random() < 0.4:
        text = capital(expand(pick(wording("background")["sentences"], rng), made.case.context, rng))
        return text, NONE, NONE
    if rng.random() < 0.1:
        labels = [text for texts in wording("slots")["labels"].values() for text in texts]
        return " ".join(rng.sample(labels + HEADINGS, rng.randint(1, 6))), NONE, NONE
    rows = [" ".join(row) for part in made.parts for row in part.rows if row]
    if rows and rng.random() < 0.15:
        return rng.choice(rows), NONE, NONE
    one = rng.choice([s for s in said if s.act != NONE] or said) if rng.random() < 0.5 else rng.choice(said)
    return one.text, NONE, one.act
