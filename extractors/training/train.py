"""Train the shipped categorizers anew: `python -m extractors.training.train [--out DIR] [--count N]`.

Writes OUT/ground and OUT/act (default extractors/model). Nothing is downloaded: blank English tokens, own
sentences, a fixed seed. Takes about two minutes on one core.
"""

import argparse
import json
import logging
import shutil
import tempfile
from pathlib import Path

import spacy
from spacy.cli.train import train as fit
from spacy.tokens import DocBin

from extractors.nlp import MODEL, prepare
from extractors.training.examples import Example, act_examples, examples

CONFIG = Path(__file__).with_name("config.cfg")
COUNT = 48000
HELD_OUT = 2000  # sentences of another seed, to report on
SEED, HELD_OUT_SEED = 1, 2
SOURCES = {
    "ground": (1, examples),
    "act": (2, act_examples),
}  # column of the label, where sentences come from


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--count", type=int, default=COUNT)
    args = parser.parse_args()
    print(json.dumps(train(args.out, args.count), indent=1))


def train(out: Path, count: int = COUNT, held_out: int = HELD_OUT) -> dict[str, float]:
    """Train every component into `out`; the share of held-out sentences that each gets right."""
    logging.getLogger("spacy").setLevel(logging.ERROR)
    report: dict[str, float] = {}
    for name, (column, source) in SOURCES.items():
        learn, check = list(source(count, SEED)), list(source(held_out, HELD_OUT_SEED))
        labels = sorted({e[column] for e in learn})
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            _save(learn, column, labels, work / "train.spacy")
            _save(check[:300], column, labels, work / "dev.spacy")
            paths = {"paths.train": str(work / "train.spacy"), "paths.dev": str(work / "dev.spacy")}
            fit(CONFIG, work / "made", overrides=paths)
            made = spacy.load(work / "made" / "model-last")
            made.config["paths"] = dict.fromkeys(
                made.config["paths"]
            )  # where the sentences lay is nobody's concern
            made.meta["name"], made.meta["performance"] = name, {}
            made.to_disk(work / name)
            report[name] = accuracy(
                work / name, check, column
            )  # loads it: a broken one never replaces a good one
            shutil.rmtree(out / name, ignore_errors=True)
            shutil.copytree(work / name, out / name)
    return report


def accuracy(model: Path, check: list[Example], column: int) -> float:
    """The share of `check` whose label in `column` the model at `model` gives."""
    nlp = spacy.load(model)
    docs = nlp.pipe(prepare(e[0]) for e in check)
    right = sum(
        max(doc.cats, key=lambda c: doc.cats[c]) == e[column] for doc, e in zip(docs, check, strict=True)
    )
    return round(right / len(check), 4)


def _save(rows: list[Example], column: int, labels: list[str], path: Path) -> None:
    nlp = spacy.blank("en")
    docs = DocBin()
    for row in rows:
        doc = nlp.make_doc(prepare(row[0]))
        doc.cats = {label: float(label == row[column]) for label in labels}
        docs.add(doc)
    docs.to_disk(path)


if __name__ == "__main__":
    main()
