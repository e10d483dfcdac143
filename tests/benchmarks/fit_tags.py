"""Train the tagger: what each word of a letter names (extractors/tagger.py), on the labelled letters of the open hands.

    .venv/bin/python tests/benchmarks/fit_tags.py [--folds] [--write]

`--write` ships the tagger trained on all open hands (some ten minutes on one core). `--folds` trains one on each half of
the hands and prints how many words of the other half it reads right; these judge letters that they did not see
(`build/tags` keeps them for the other fits and score_hands.py).
"""

# ruff: noqa: E402  the checkout goes first on the path
import argparse
import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

sys.path[:0] = [str(Path(__file__).parents[2])]

from extractors import dates, tagger
from extractors.base import Sheet
from extractors.dates import DateReading
from extractors.lexicon import lexicon
from extractors.mentions import mentions
from extractors.tagger import LABELS, OTHER, Tokens, tokens
from pipeline.intake import admit
from pipeline.models.letter import Limits
from pipeline.read import read
from tests.benchmarks.hands import OPEN, Labelled, letters, open_here

KEPT = Path(__file__).parents[2] / "build" / "tags"
FOLDS = 2
EPOCHS = 6
SEED = 7
WIDTH, DEPTH, WINDOW = 96, 3, 2
CHUNK = 120  # words from which a stretch of a letter ends at the next line
EMPTY = 0.5  # share of stretches without any label that is learned from
STRANGE = 0.12  # share of longer words that are turned around, so that what stands around them is learned too
STEP = 12  # stretches learned from at once
RATE = 0.001

Marked = tuple[Tokens, list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", action="store_true")
    args, here = parser.parse_args(), open_here().split(",")
    if args.folds:
        for fold in range(FOLDS):
            train([x for h in here if h not in OPEN[fold::FOLDS] for x in marked(h)], KEPT / str(fold))
            tell([h for h in here if h in OPEN[fold::FOLDS]], _kept(fold))
    if args.write:
        train([x for h in here for x in marked(h)], tagger.MODEL)


@cache
def marked(hand: str) -> list[Marked]:
    """The letters of a hand, each word with its label."""
    return [mark(one) for one in letters([hand])]


def mark(one: Labelled) -> Marked:
    """The words of a letter with what the truth says that they name."""
    sheet = Sheet.of(read(admit([one.pdf], Limits())[0], Limits()))
    days = dates.read(sheet, lexicon(), mentions(sheet.text), frozenset())
    seen = tokens(sheet)
    found = [OTHER] * len(seen.words)
    for label, start, end in spans(one.truth, sheet.text, days):
        for i, (a, b) in enumerate(zip(seen.starts, seen.ends, strict=True)):
            if start <= a and b <= end and (start < a < end or a < b):
                found[i] = label
    return seen, found


def spans(truth: dict[str, Any], text: str, days: Sequence[DateReading]) -> Iterator[tuple[str, int, int]]:
    """(label, start, end) in the running text; later ones win."""
    named = [("insurer", x) for x in (truth["insurer"], *(truth.get("insurer_aliases") or ()))]
    for name in ("criteria_cited", "service", "regulator", "provider", "administrator", "member_name"):
        values = truth[name] if isinstance(truth[name], list) else [truth[name]]
        named += [(name, x) for x in values]
    for label, value in named:
        for match in printed(str(value), text, exact=False) if value else ():
            yield label, *match
    for name in ("reference_numbers", "group_number", "claim_numbers", "member_id"):
        values = truth[name] if isinstance(truth[name], list) else [truth[name]]
        for value in values:
            for match in printed(str(value), text, exact=True) if value else ():
                yield name, *match
    for day in days:
        if label := day_named(truth, day, ("letter_date", "initial_denial_date")):
            yield label, day.span.start, day.span.end


def day_named(truth: dict[str, Any], day: DateReading, single: Sequence[str]) -> str | None:
    """Which of the fields `single`, else of the days of care, a printed day is by the truth."""
    first, last = day.span.first.isoformat(), day.span.last.isoformat()
    if found := next((name for name in single if first == last == truth[name]), None):
        return found
    cared = any([first, last] == d or (first == last and first in d) for d in truth["service_dates"])
    return "service_dates" if cared else None


def printed(value: str, text: str, *, exact: bool) -> Iterator[tuple[int, int]]:
    """Where a value stands in the text, whatever the spaces, and its case for a name."""
    parts = [re.escape(p) for p in re.findall(r"\w+|[^\w\s]", value)]
    if parts:
        pattern = (
            r"(?<!\w)" + r"\s*".join(parts) + r"(?!\w)" if parts[-1][-1].isalnum() else r"\s*".join(parts)
        )
        for match in re.finditer(pattern, text, 0 if exact else re.I):
            yield match.span()


def chunks(rows: Sequence[Marked], order: random.Random) -> Iterator[Marked]:
    """Stretches of letters, those without any label thinned."""
    for seen, found in rows:
        first = 0
        for i, word in enumerate(seen.words):
            whole = i + 1 == len(seen.words)
            if not whole and not (i - first >= CHUNK and word.isspace()):
                continue
            part = slice(first, i + 1)
            if any(x != OTHER for x in found[part]) or order.random() < EMPTY:
                words = strange(seen.words[part], order)
                labels, looks = seen.labels[part], seen.looks[part]
                yield Tokens(seen.starts[part], seen.ends[part], words, labels, looks), found[part]
            first = i + 1


def strange(words: Sequence[str], order: random.Random) -> tuple[str, ...]:
    """The words, some of them as nobody has read them before: backwards, with the capitals where they were."""
    return tuple(
        _backwards(w) if len(w) > 3 and w.isalpha() and order.random() < STRANGE else w for w in words
    )


def _backwards(word: str) -> str:
    back = word[::-1].lower()
    return back.upper() if word.isupper() else back.capitalize() if word[0].isupper() else back


def blank() -> Language:
    """An untrained tagger."""
    nlp = spacy.blank("en")
    config = {
        "model": {
            "@architectures": "spacy.Tagger.v2",
            "normalize": True,
            "tok2vec": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": WIDTH,
                    "attrs": ["NORM", "SUFFIX", "SHAPE", "LEMMA", "MORPH"],
                    "rows": [6000, 1500, 1500, 2000, 300],
                    "include_static_vectors": False,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": WIDTH,
                    "depth": DEPTH,
                    "window_size": WINDOW,
                    "maxout_pieces": 3,
                },
            },
        }
    }
    pipe: Any = nlp.add_pipe("tagger", config=config)
    for label in (OTHER, *LABELS):
        pipe.add_label(label)
    return nlp


def train(rows: Sequence[Marked], out: Path) -> None:
    """Train on `rows` and keep the tagger in `out`."""
    fix_random_seed(SEED)
    order = random.Random(SEED)
    nlp = blank()
    examples = [_example(nlp, seen, found) for seen, found in chunks(rows, order)]
    print(f"{len(examples)} stretches, {sum(len(x.reference) for x in examples)} words", flush=True)
    sgd = Adam(RATE, L2=0.01, grad_clip=1.0, use_averages=True)
    nlp.initialize(lambda: examples[:200], sgd=sgd)
    for epoch in range(EPOCHS):
        begun, losses = time.perf_counter(), dict[str, float]()
        order.shuffle(examples)
        sgd.learn_rate = RATE * (1.0 if epoch < 0.6 * EPOCHS else 0.3)
        for first in range(0, len(examples), STEP):
            nlp.update(examples[first : first + STEP], drop=0.25, sgd=sgd, losses=losses)
        print(f"  {epoch + 1}: loss {losses['tagger']:.0f}, {time.perf_counter() - begun:.0f} s", flush=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out, ignore_errors=True)
    with nlp.use_params(sgd.averages):
        nlp.to_disk(out)


def _example(nlp: Language, seen: Tokens, found: list[str]) -> Example:
    reference = Doc(nlp.vocab, words=list(seen.words), tags=found)
    return Example(tagger.doc(nlp, seen), reference)


def without(hand: str) -> Language | None:
    """The tagger that was trained without `hand`; None for a hand that none is trained on."""
    if hand not in OPEN:
        return None
    return _kept(OPEN.index(hand) % FOLDS)


@cache
def _kept(fold: int) -> Language:
    if not (KEPT / str(fold)).is_dir():
        raise SystemExit(f"{KEPT / str(fold)} is not there: run tests/benchmarks/fit_tags.py --folds first")
    return spacy.load(KEPT / str(fold))


@contextmanager
def blind(hand: str) -> Iterator[None]:
    """Read with the tagger that was trained without `hand`."""
    shipped, other = tagger.load, without(hand)
    if other is not None:
        tagger.load = lambda: other  # type: ignore[assignment]
    try:
        yield
    finally:
        tagger.load = shipped


def tell(hands: Sequence[str], nlp: Language) -> None:
    """Precision and recall of words by label."""
    pipe: Any = nlp.get_pipe("tagger")
    hit, said, true = Counter[str](), Counter[str](), Counter[str]()
    for seen, found in (x for h in hands for x in marked(h)):
        chances = pipe.model.predict([tagger.doc(nlp, seen)])[0]
        for label, row in zip(found, chances, strict=True):
            got = pipe.labels[int(row.argmax())]
            said[got] += 1
            true[label] += 1
            hit[label] += got == label
    for label in LABELS:
        print(
            f"{label:22} precision {hit[label] / max(1, said[label]):.3f} recall {hit[label] / max(1, true[label]):.3f} of {true[label]}"
        )


if __name__ == "__main__":
    main()
