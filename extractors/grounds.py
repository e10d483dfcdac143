"""Weigh the sentences of a letter: which ground of denial each speaks for, and how surely it is the reason.

The rules' half of the work; the trained half stands in nlp.py. Extractors and the classify stage read the
same weighing.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.cues import Cue, codes, cues, plain
from extractors.passages import NOW, PAST, SAMPLE, listed, passages
from extractors.sentences import Sentence, sentences
from extractors.tallies import left_over
from pipeline.models.document import Document
from pipeline.models.fields import DenialCategory

CAP = 8.0  # what one sentence can say for one ground at most
YIELD_FROM, YIELD_TO = 3.0, 0.35  # a ground with this weight makes weaker grounds give way to it
IN_REASON, IN_OTHER = 1.4, 0.4  # under a heading such as "Why we decided this", or "Your right to appeal"
AFTER_DENIAL = 1.2  # what stands right after "is denied" explains it
UNUSED_CODE, USED_CODE = 0.1, 1.5  # legend entries for codes that no claim line carries, or that one does
FAINT = 1.7  # weight of the best ground up to which the rules hardly hear one
RANKS = (1.0, 0.4, 0.2)  # how much the best, second and third sentence count for a letter

GREETING = re.compile(r"(?:dear|to whom|estimad|aloha|greetings|hello)\b")
MONEY = re.compile(r"^-?\(?\$?\(?(?:\d{1,3}(?:,\d{3})+|\d*)\.\d{2}\)?$")
CODE = re.compile(
    r"^(?:(?:CO|PR|OA|PI|CARC|RARC)[ -]?)?[A-Z]{0,4}-?\d{0,4}[A-Z]?$|^\(?[A-Z0-9]{1,2}\)$|^[a-z]$"
)
MIXED = re.compile(r"^(?=[A-Z-]*\d)(?=\d*[A-Z])[A-Z0-9-]{2,8}$")  # a code that is no word and no number
GROUP_CODE = re.compile(
    r"\b(?:CO|PR|OA|PI|CARC|RARC|code|reason|remark)s?[ #:-]{0,3}([ABDMNPWY]?\d{1,3}|MA\d{2,3})\b"
)
_SMALL = re.compile(r"(?:A|I|THE|DO|IF|YOU|WE|OUR|THIS|SEE|NO|NOT|FOR|AN|IN|TO|OF|ALL|IT|AND|OR)")
UNCHECKED = re.compile(r"^\W{0,2}(?:☐|□|❑|\[ ?\]|\( ?\)|_{2,3} )")
_TICK = r"(?:[☒☑✓✔■]|\[ ?[xX✓] ?\]|\( ?[xX✓] ?\)|_+[xX]_+)"
_BOX = r"(?:[☐□❑]|\[ ?\]|\( ?\)|(?<![\w_])_{2,5}(?= \w))"
_TICKED = re.compile(_TICK)
_UNTICKED = re.compile(rf"{_BOX}(?:(?!{_BOX}|{_TICK}).)*")


@dataclass(frozen=True, slots=True)
class Weighed:
    """One sentence with what it says. `grounds` are after roles and place; `raw` before them."""

    sentence: Sentence
    text: str  # as cues read it
    grounds: Mapping[DenialCategory, float]
    raw: Mapping[DenialCategory, float]
    roles: frozenset[str]
    factor: float
    cues: tuple[str, ...] = ()
    unused: bool = False  # a legend entry for a code that no claim line carries
    carried: bool = False  # one for a code that a claim line carries, or on from it


@dataclass(frozen=True, slots=True)
class Weighing:
    """All sentences of a letter, weighed, and the grounds of the letter as a whole, best first."""

    sentences: tuple[Weighed, ...]
    totals: tuple[tuple[DenialCategory, float], ...]
    codes: Mapping[DenialCategory, float] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """The weight of the best ground; 0 where there is none."""
        return self.totals[0][1] if self.totals else 0.0

    def best_among(self, kept: "Sequence[Weighed]") -> float:
        """The weight of the best ground by the sentences `kept` alone."""
        return next((weight for _, weight in _totals(kept, self.codes)), 0.0)


@lru_cache(maxsize=4)  # kind, reason and class of one letter rest on one weighing
def weigh(document: Document) -> Weighing:
    """Weigh every sentence of `document`."""
    found = sentences(document)
    places, parts, samples = _places(found), passages(found), listed(found)
    used = _used_codes(document)
    legends = {i: c for i, s in enumerate(found) if (c := _legend_code(s))}
    live = used & set(legends.values())
    weighed: list[Weighed] = []
    denied_block = entry_block = -1
    for index, sentence in enumerate(found):
        shown = ticked(sentence.text)
        text = plain(shown)
        factor = places[index]
        if sentence.block == denied_block:
            factor *= AFTER_DENIAL
        unused = False
        if live and index in legends:
            unused = legends[index] not in live
            entry_block = -1 if unused else sentence.block
            factor *= UNUSED_CODE if unused else USED_CODE
        if UNCHECKED.match(shown):
            factor, unused = 0.0, True
        part = parts[index] | ({SAMPLE} if index in samples else frozenset())
        weighed.append(_weigh(sentence, text, factor, unused, part, entry_block == sentence.block))
        if any(c.find.search(text) for c in cues().acts["deny"][:4]):
            denied_block = sentence.block
    by_code = _by_code([w.sentence for w in weighed if SAMPLE not in w.roles])
    return Weighing(tuple(weighed), _totals(weighed, by_code), by_code)


def ticked(text: str) -> str:
    """`text` without the choices that are not ticked, where some are and some are not."""
    return _UNTICKED.sub(" ", text) if _TICKED.search(text) else text


def _weigh(
    sentence: Sentence,
    text: str,
    factor: float,
    unused: bool,
    parts: frozenset[str] = frozenset(),
    carried: bool = False,
) -> Weighed:
    roles = frozenset(r.name for r in cues().roles if any(c.find.search(text) for c in r.cues))
    if NOW in parts:  # "we uphold our first denial because ..." names the first and decides now
        roles -= {"recap"}
    if PAST in parts:
        factor = 0.0  # the reason of an earlier decision is none of this one
    roles |= parts
    struck = _struck(text)
    for role in cues().roles:
        if role.name in roles and not role.clause:
            factor *= role.factor
    raw: dict[DenialCategory, float] = {}
    hits: list[str] = []
    if len(text) > 2 and factor > 0:
        for ground, group in cues().grounds.items():
            weight = 0.0
            for cue in group:
                match = cue.find.search(text)
                while match and any(a <= match.start() < b or a < match.end() <= b for a, b in struck):
                    match = cue.find.search(
                        text, match.end() if match.end() > match.start() else match.end() + 1
                    )
                if match:
                    weight += cue.weight
                    hits.append(cue.id)
            if weight:
                raw[ground] = min(weight, CAP)
    strength = 1.0
    for cue in cues().emphasis:
        if cue.find.search(text):
            strength *= cue.weight
    grounds = {g: w * factor * strength for g, w in _given_way(raw).items()}
    return Weighed(sentence, text, grounds, raw, roles, factor, tuple(hits), unused, carried)


def without_asides(text: str) -> str:
    """`text` as cues read it, without the parts that name a ground only to set it aside."""
    for start, end in sorted(_struck(text), reverse=True):
        text = text[:start] + " " + text[end:]
    return text


def _given_way(raw: Mapping[DenialCategory, float]) -> dict[DenialCategory, float]:
    out = dict(raw)
    for ground, stronger in cues().yields.items():
        if ground in out and any(raw.get(s, 0.0) >= YIELD_FROM for s in stronger):
            out[ground] *= YIELD_TO
    return out


def _struck(text: str) -> list[tuple[int, int]]:
    """Parts of the sentence that speak of a ground only to set it aside."""
    out = left_over(text)
    for role in cues().roles:
        if role.clause:
            for cue in role.cues:
                for match in cue.find.finditer(text):
                    end = re.search(
                        r"[;:]|,? (?:but|so|because|since|yet|and (?:it|we|the|your|so))\b|[,)] (?=[a-z])",
                        text[match.end() + 12 :],
                    )
                    out.append((match.start(), match.end() + 12 + end.start() if end else len(text)))
    return out


def _places(found: Sequence[Sentence]) -> list[float]:
    """How much the place of each sentence counts: under a heading that announces the reason, or rights."""
    out: list[float] = []
    section = 1.0
    block = -1
    for index, sentence in enumerate(found):
        first = sentence.block != block
        block = sentence.block
        if GREETING.match(plain(sentence.text)):
            section = 1.0  # what heads the sheet says nothing of the letter's sections
        place = section
        if first and len(sentence.words) <= 9:
            alone = index + 1 == len(found) or found[index + 1].block != block
            kind = _heading(plain(sentence.text))
            if kind is not None:
                section = kind
            elif alone and (sentence.bold or sentence.text.isupper()):
                section = 1.0
            place = section
        if sentence.label:
            beside = _heading(plain(sentence.label))
            place = place if beside is None else beside
        out.append(place)
    return out


def _heading(text: str) -> float | None:
    reason = _any(cues().reason_headings, text)
    other = _any(cues().other_headings, text)
    if reason == other:
        return 1.0 if reason else None
    return IN_REASON if reason else IN_OTHER


def _any(group: Sequence[Cue], text: str) -> bool:
    return any(c.find.search(text) for c in group)


def _used_codes(document: Document) -> set[str]:
    """Code-like words in rows that hold an amount of money."""
    out: set[str] = set()
    for page in document.body:
        amounts = [w.box for w in page.words if MONEY.match(w.text)]
        for word in page.words:
            text = word.text.strip("()[],;:.*")
            if text and len(text) <= 9 and not MONEY.match(word.text):
                middle = (word.box[1] + word.box[3]) / 2
                if any(b[1] - 14 < middle < b[3] + 14 for b in amounts):
                    out.update(t for t in re.split(r"[,/;+]", text) if t)
    return out


def _legend_code(sentence: Sentence) -> str | None:
    """The code that a legend entry explains: the cell to its left, or its own first word."""
    words = sentence.text.split()
    if len(words) < 3:
        return None
    head = words[0].strip("()[]:.*=")
    if MIXED.match(head) and len(head) <= 8:
        return head
    label = sentence.label.strip("()[]:.*= ")
    if label and CODE.match(label) and not MONEY.match(label) and len(label) <= 8:
        return label
    rest = words[1]
    if not head or not CODE.match(head) or len(head) > 8 or MONEY.match(words[0]):
        return None
    if head in {"A", "I", "a"} and words[0] == head and rest[:1].islower():
        return None
    if sentence.text.isupper() and _SMALL.fullmatch(words[0]) and rest.isalpha():
        return None  # "THE LAB MUST SUBMIT A CORRECTED CLAIM." in a letter in capitals
    if head.isalpha() and len(head) > 3 and words[0] == head:
        return None
    if head.isdigit() and words[0] == head and rest not in {"-", "=", ":", "–", "—"}:
        return head if len(head) <= 3 and rest[:1].isupper() else None
    return head


def _by_code(found: Sequence[Sentence]) -> dict[DenialCategory, float]:
    """What the CARC and RARC on the letter speak for; vague ones only a little."""
    table = codes()
    out: dict[DenialCategory, float] = defaultdict(float)
    seen: set[str] = set()
    for sentence in found:
        for match in GROUP_CODE.finditer(sentence.text):
            code = match[1]
            entry = table.get(code)
            if entry is None or code in seen or entry.category is None or entry.denial == "no":
                continue
            seen.add(code)
            out[entry.category] += (1.0 if entry.vague else 3.0) * (0.5 if entry.denial == "depends" else 1.0)
    return dict(out)


def _totals(
    weighed: Sequence[Weighed], by_code: Mapping[DenialCategory, float]
) -> tuple[tuple[DenialCategory, float], ...]:
    every: dict[DenialCategory, list[float]] = defaultdict(list)
    for item in weighed:
        for ground, weight in item.grounds.items():
            every[ground].append(weight)
    totals = {
        ground: sum(r * w for r, w in zip(RANKS, sorted(weights, reverse=True), strict=False))
        for ground, weights in every.items()
    }
    for ground, weight in by_code.items():
        totals[ground] = totals.get(ground, 0.0) + weight
    return tuple(sorted(totals.items(), key=lambda t: -t[1]))
