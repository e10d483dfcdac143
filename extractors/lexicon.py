"""Labels, cues and patterns from `lexicon.yaml`, compiled once.

A label is matched on normal form (lower case, no accents, "#" and "no." as "number"); a cue is matched on the running
text, and so is a pattern, which joins many wordings into one expression. Adding a wording is an entry in the file; every entry carries an example that a test runs.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict

from pipeline.errors import ImrkitError

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class LexiconError(ImrkitError):
    """An entry of the lexicon is malformed; names the entry."""

    code = "lexicon"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LabelEntry(_Entry):
    """A label. `family` says what kind of value follows it; `strength` 0 to 1 how surely it means `field`."""

    id: str
    family: str
    field: str
    strength: float
    pattern: str
    examples: list[str]


class CueEntry(_Entry):
    """Words in running text. The group `value`, if any, is the value."""

    id: str
    field: str
    strength: float = 1.0
    pattern: str
    case: bool = False  # whether capitals matter
    example: str
    finds: str | None = None


class PatternEntry(_Entry):
    """Wordings joined into one expression; `within` is the frame, @ the place of the wordings in it."""

    within: str = "@"
    case: bool = False  # whether capitals matter
    words: list[str] = []
    example: str = ""  # for the words, @ the place of each
    any: dict[str, str] = {}  # expression: what it must find

    def framed(self, *wordings: str) -> str:
        """The source of the expression for `wordings`, or for all."""
        body = "|".join(wordings or (*map(re.escape, self.words), *self.any))
        return self.within.replace("@", body if self.within != "@" else f"(?:{body})")


@dataclass(frozen=True, slots=True)
class Label:
    id: str
    field: str
    strength: float
    whole: re.Pattern[str]
    tail: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cue:
    id: str
    field: str
    strength: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label that fits: which, how strong, and how many characters of the text it covers."""

    id: str
    field: str
    strength: float
    length: int

    @property
    def weight(self) -> float:
        """Of two labels that a text ends with, the one that says more: stronger, and longer."""
        return self.strength + (0.012 * min(self.length, 24) if self.strength > 0.85 else 0.0)

    def says_more(self, other: "LabelHit") -> bool:
        """Whether a text that both end is labelled by this one: of one field's, the longer ("run date" over "date")."""
        if self.field == other.field and self.length != other.length:
            return self.length > other.length
        return self.weight > other.weight


class Lexicon:
    """Every entry of `lexicon.yaml`. Raises LexiconError naming the entry that is malformed."""

    def __init__(self, raw: dict[str, Any]) -> None:
        macros: dict[str, str] = raw.get("macros", {})
        unknown = set(raw) - {"macros", "labels", "cues", "words", "patterns"}
        if unknown:
            raise LexiconError(f"lexicon.yaml: unknown part {sorted(unknown)[0]}")
        self.label_entries = [_parse(LabelEntry, e) for e in raw["labels"]]
        self.cue_entries = [_parse(CueEntry, e) for e in raw["cues"]]
        self.words: dict[str, list[str]] = raw.get("words", {})
        self.labels: dict[str, list[Label]] = {}
        self.cues: dict[str, list[Cue]] = {}
        for entry in self.label_entries:
            body = _expand(entry.pattern, macros)
            self.labels.setdefault(entry.family, []).append(
                Label(
                    entry.id,
                    entry.field,
                    entry.strength,
                    _compile(rf"(?:{body})", entry.id),
                    _compile(rf"(?:^|(?<= ))(?:{body})$", entry.id),
                )
            )
        for cue in self.cue_entries:
            flags = 0 if cue.case else re.IGNORECASE
            self.cues.setdefault(cue.field, []).append(
                Cue(cue.id, cue.field, cue.strength, _compile(_expand(cue.pattern, macros), cue.id, flags))
            )

    @lru_cache(maxsize=256)  # noqa: B019
    def group(self, prefix: str) -> tuple[Cue, ...]:
        """The cues whose field begins with `prefix` and a dot."""
        return tuple(c for name, cues in self.cues.items() if name.startswith(prefix + ".") for c in cues)

    @lru_cache(maxsize=8192)  # noqa: B019  one lexicon lives as long as the program
    def cell(self, family: str, text: str) -> LabelHit | None:
        """The label that `text` as a whole is, or None."""
        wanted = normal(text)
        if not wanted or len(wanted) > 70:
            return None
        best = None
        for label in self.labels.get(family, ()):
            if label.whole.fullmatch(wanted) and (best is None or label.strength > best.strength):
                best = LabelHit(label.id, label.field, label.strength, len(wanted))
        first, *others = text.split(" / ")
        if best is None and family == "text" and any(self.cell(f, x) for x in others for f in self.labels):
            name = self.cell(family, first)  # of two values in one cell: "Patient / DOB"
            return name if name and name.field in ("member_name", "subscriber_name") else None
        return best

    @lru_cache(maxsize=8192)  # noqa: B019
    def fields(self, family: str, text: str) -> frozenset[str]:
        """Every field that `text` as a whole may be the label of."""
        wanted = normal(text)
        if not wanted or len(wanted) > 70:
            return frozenset()
        return frozenset(
            label.field for label in self.labels.get(family, ()) if label.whole.fullmatch(wanted)
        )

    @lru_cache(maxsize=8192)  # noqa: B019
    def ending(self, family: str, text: str) -> LabelHit | None:
        """The label that `text` ends with: the strongest, and of those the longest."""
        behind = text.rpartition(") ")[2]  # what closes a bracket belongs to what stood before the label
        if len(behind) < len(text) and behind[:1].isupper() and (own := self.ending(family, behind)):
            return own
        wanted = normal(text[-90:])
        best = None
        for label in self.labels.get(family, ()):
            match = label.tail.search(wanted)
            if match:
                hit = LabelHit(label.id, label.field, label.strength, len(match[0]))
                if best is None or hit.says_more(best):
                    best = hit
        return best


_NUMBER = re.compile(
    r"#s?|\bn(?:o|os|um|ums|umero|br|br's)\b\.?|\bnumbers?\b|\bnumeros?\b|№|\bn[ºo°]\.?(?=\s)"
)
_IN_FULL = {
    "dt": "date",
    "dte": "date",
    "ltr": "letter",
    "stmt": "statement",
    "rcvd": "received",
    "recvd": "received",
}  # as machines print them
_SHORTENED = re.compile(rf"\b(?:{'|'.join(_IN_FULL)})\b")
_FILLER = re.compile(r"(?:\s+(?:is|are|was|were|es|as|still|of|the))+$")


@lru_cache(maxsize=16384)
def normal(text: str) -> str:
    """The normal form in which labels are compared."""
    text = unicodedata.normalize("NFKD", text.replace("º", "o")).lower()
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("’", "'")
    text = re.sub(r"^\(?\d{1,2}[.)]\s+(?=[a-z])", "", text)  # labels of forms are numbered
    text = re.sub(
        r"'s\b|\(s\)|\bi\.d\.|\.{2,}|(?:\. ){2,}", lambda m: "id" if m[0].startswith("i") else "", text
    )
    text = re.sub(r"\b\d{1,2} (?:of|/) \d{1,2}\b", " ", text)  # "Claim 2 of 3 No."
    text = _NUMBER.sub(" number ", text)
    text = re.sub(r"[^a-z0-9&/+ ]+", " ", text).replace("/", " / ").replace("&", " & ")
    text = " ".join(text.split())
    text = _SHORTENED.sub(lambda m: _IN_FULL[m[0]], text)
    return re.sub(r"(?:number )+number", "number", _FILLER.sub("", text)).strip(" /&")


_E = TypeVar("_E", bound=_Entry)


def _parse(model: type[_E], entry: dict[str, Any], name: str | None = None) -> _E:
    try:
        return model.model_validate(entry)
    except ValueError as error:
        raise LexiconError(f"lexicon.yaml: entry {name or entry.get('id', entry)}: {error}") from None


def _expand(pattern: str, macros: dict[str, str]) -> str:
    for _ in range(3):
        pattern = re.sub(r"<<(\w+)>>", lambda m: f"(?:{macros[m[1]]})", pattern)
    return pattern


def _compile(pattern: str, name: str, flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise LexiconError(f"lexicon.yaml: entry {name}: {error}") from None


class Patterns:
    """The patterns of `lexicon.yaml`, apart from the rest: modules compile theirs when they are imported."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.macros: dict[str, str] = raw.get("macros", {})
        self.entries = {name: _parse(PatternEntry, e, name) for name, e in raw.get("patterns", {}).items()}

    def source(self, name: str, *wordings: str) -> str:
        """The expression `name`, or its frame with `wordings` alone, to build into another. Raises LexiconError."""
        if name not in self.entries:
            raise LexiconError(f"lexicon.yaml: no pattern {name}")
        return _expand(self.entries[name].framed(*wordings), self.macros)

    def compiled(self, name: str, *wordings: str) -> re.Pattern[str]:
        """The expression `name`, or its frame with `wordings` alone, compiled. Raises LexiconError naming it."""
        return _compile(self.source(name, *wordings), name, self.flags(name))

    def flags(self, name: str) -> int:
        """Whether capitals matter in the expression `name`, as flags of `re`."""
        return 0 if self.entries[name].case else re.IGNORECASE


@cache
def _raw() -> dict[str, Any]:
    text = (files("extractors") / "lexicon.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=_Loader))


@cache
def patterns() -> Patterns:
    """The patterns of the package."""
    return Patterns(_raw())


@cache
def pattern(*names: str) -> re.Pattern[str]:
    """One pattern of the package, or several as alternatives of one expression, with the flags of the first."""
    known = patterns()
    return _compile("|".join(map(known.source, names)), names[0], known.flags(names[0]))


@cache
def lexicon() -> Lexicon:
    """The lexicon of the package."""
    return Lexicon(_raw())
