"""What kind of letter, and what class of denial, all its words together make it: a second opinion.

It stands beside the acts and grounds that rules and model count sentence by sentence.
A decision on appeal need not say "upheld", nor an approval "approve"; but each kind has its own turns of speech. The
weights were fitted on whole labelled letters (tests/benchmarks/fit_neighbours.py).
"""

import itertools
import math
import re
from collections.abc import Mapping

from extractors import neighbours
from extractors.grounds import Weighing
from extractors.neighbours import Signs, shares
from extractors.nlp import prepare

_WORD = re.compile(r"[a-z]+|0")
_TOP = 4  # sentences that open the letter
_LINE = 9  # words below which a sentence is a line by itself
_LENGTH = 12.0  # of the vector of signs, whatever the letter's length


def signs(weighing: Weighing) -> Signs:
    """The words, pairs and triples of a letter by what their sentences do, as long together for every letter."""
    found: set[str] = set()
    read = [item for item in weighing.sentences if not item.roles & {"notice", "sample"}]
    for n, item in enumerate(read):
        words = _WORD.findall(prepare(item.text).lower())
        part = _part(item.roles)
        found |= {f"{part} {a}" for a in words}
        found |= {f"{part} {a} {b}" for a, b in itertools.pairwise(words)}
        if part == "says":
            found |= {f"{a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)}
            found |= {f"top {a}" for a in words} if n < _TOP else set()
        if len(words) < _LINE:
            found.add("line " + " ".join(words))
    weight = _LENGTH / math.sqrt(max(1, len(found)))
    return dict.fromkeys(sorted(found), weight)


def _part(roles: frozenset[str] | set[str]) -> str:
    if "rights" in roles:
        return "rights"
    if roles & {"past", "recap"}:
        return "recap"
    return "aside" if roles & {"conditional", "definition", "argument"} else "says"


def heard(name: str, weighing: Weighing) -> dict[str, float]:
    """The probability of each label of the table `name` (kinds or classes), by all words together."""
    return neighbours.table(name).chances([signs(weighing)])


def joined(name: str, told: Mapping[str, float], words: Mapping[str, float]) -> dict[str, float]:
    """The probability of each label: `told` sentence by sentence, and by all `words` together; best first."""
    joint = neighbours.table(name).joint
    labels = list(told)
    both = shares(
        [
            joint["rule"] * math.log(told[k] + 1e-4) + joint["weights"] * math.log(words[k] + 1e-4)
            for k in labels
        ]
    )
    return dict(sorted(zip(labels, both, strict=True), key=lambda label: -label[1]))
