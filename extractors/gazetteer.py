"""The names in `insurers.yaml`, found in running text: longest name first, in one pass over the words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from extractors.lexicon import LexiconError

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class Body(BaseModel):
    """One line of `insurers.yaml`; its keys are explained there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    entities: list[str] = []
    aliases: list[str] = []
    weak: list[str] = []
    shared: list[str] = []
    roles: list[str] = []
    insurer: str
    states: list[str] = []
    parent: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """One printed name of one body. `sure` is 1 for a name that stands for itself, less where it needs company."""

    body: int
    text: str
    legal: bool
    sure: float


@dataclass(frozen=True, slots=True)
class NameHit:
    """Where a name stands, and whose it may be."""

    start: int
    end: int
    names: tuple[Name, ...]


_MARKS = str.maketrans("™℠®©", "    ")  # "Washington™" is no "WashingtonT"
_ALIKE = str.maketrans("l1058", "iiosb")  # what a reader of pages takes for each other: "HealthPIans"
_MISREAD = 9  # letters of a name that is known although some were taken for others
_APART = 10  # letters of a name that is known although its letters are set apart
_SMALL = {"inc", "llc", "the", "corp", "corporation", "co", "ltd"}


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Words of `text` in lower case without accents, with their places; "&" reads as "and"."""
    text = text.translate(_MARKS)
    plain = unicodedata.normalize("NFKD", text)
    if len(plain) != len(text):  # keep offsets: fold character by character
        plain = "".join(unicodedata.normalize("NFKD", c)[0] for c in text)
    plain = plain.lower().replace("’", "'").replace("‘", " ").replace("ʻ", " ")
    return [
        (
            "and" if m[0] == "&" else m[0].removesuffix("'s") + ("s" if m[0].endswith("'s") else ""),
            m.start(),
            m.end(),
        )
        for m in re.finditer(r"[a-z0-9]+(?:'s\b)?|&", plain)
    ]


class Gazetteer:
    """All bodies, with an index from the letters of a name to its names: spaces tell no names apart."""

    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = bodies
        self.index: dict[str, dict[tuple[str, ...], list[Name]]] = {}
        self._parents = {b.name: b.parent for b in bodies}
        self._misread: dict[tuple[str, ...], list[Name]] = {}  # by the names' words as a reader may take them
        self.most = 0  # letters of the longest name
        for number, body in enumerate(bodies):
            weak, shared = set(body.weak), set(body.shared)
            for text in dict.fromkeys([body.name, *body.entities, *body.aliases, *body.weak, *body.shared]):
                sure = 0.35 if text in weak else 0.8 if text in shared else 1.0
                self._add(text, Name(number, text, text in body.entities, sure))

    def _add(self, text: str, name: Name) -> None:
        words = [t for t, _, _ in tokens(text)]
        forms = {tuple(words)}
        if len(words) > 2 and words[-1] in _SMALL:
            forms.add(tuple(words[:-1]))
        if len(words) > 3 and words[0] == "the":
            forms.add(tuple(words[1:]))
        for form in list(forms):  # Blue Cross and Blue Shield, BlueCross BlueShield, Blue Cross Blue Shield
            forms |= (
                {_blue(form, style) for style in range(4)} if "blue" in form or "bluecross" in form else set()
            )
        for form in forms:
            if form:
                key = "".join(form)
                self.index.setdefault(key, {}).setdefault(form, []).append(name)
                if name.sure == 1 and len(key) >= _MISREAD:
                    self._misread.setdefault(tuple(w.translate(_ALIKE) for w in form), []).append(name)
                self.most = max(self.most, len(key))

    def parent_of(self, name: str) -> str | None:
        """The group that the body of this name belongs to."""
        return self._parents.get(name)

    def find(self, text: str) -> list[NameHit]:
        """Every name in `text`, longest first where several begin at one word."""
        words = tokens(text)
        found = []
        at = 0
        while at < len(words):
            best, names = 0, []
            key = ""
            for i in range(at, len(words)):
                key += words[i][0]
                if len(key) > self.most:
                    break
                forms = self.index.get(key)
                seen = (
                    ()
                    if forms or len(key) < _MISREAD
                    else tuple(w.translate(_ALIKE) for w, _, _ in words[at : i + 1])
                )
                fits = _fitting(text, forms, words[at : i + 1]) if forms else self._misread.get(seen, [])
                if fits:
                    best, names = i + 1 - at, fits
            if best:
                start, end = words[at][1], words[at + best - 1][2]
                found.append(NameHit(start, end, tuple(names)))
            at += best or 1
        return found


def _fitting(
    text: str, forms: dict[tuple[str, ...], list[Name]], printed: list[tuple[str, int, int]]
) -> list[Name]:
    """Names printed word for word; else those whose words are set close, each with its capital ("PriorityHealth").

    Letters that a logo sets apart ("Heal th Ass oc iation") are words of their own on the page: a long name is known by
    its letters if each of its words begins where a printed one does.
    """
    words = tuple(t for t, _, _ in printed)
    if words in forms:
        return forms[words]
    letters = "".join(text[a:b] for _, a, b in printed)
    if len(letters) >= _APART and text[printed[0][1]].isupper():
        begins = set(_starts(words))
        apart = [
            n
            for form, names in forms.items()
            if len(words) > len(form) and begins >= set(_starts(form))
            for n in names
            if n.sure == 1
        ]
        if apart:
            return apart
    if letters.isupper() and len(letters) < 10:
        return []  # "MEDICAL" is no "Medi-Cal"
    return [
        n
        for form, names in forms.items()
        if len(words) < len(form) and all(letters[i : i + 1].isupper() for i in _starts(form))
        for n in names
        if n.sure == 1
    ]


def _starts(form: tuple[str, ...]) -> list[int]:
    return [sum(map(len, form[:i])) for i in range(len(form))]


def _blue(form: tuple[str, ...], style: int) -> tuple[str, ...]:
    text = " ".join(form)
    text = re.sub(r"\bblue ?cross (?:and )?blue ?shield\b", "BCBS", text)
    both = (
        "blue cross and blue shield",
        "blue cross blue shield",
        "bluecross blueshield",
        "bluecross and blueshield",
    )
    text = text.replace("BCBS", both[style])
    return tuple(text.split())


def rejoined(printed: str, name: str) -> str:
    """A printed name with the words of the gazetteer where the page sets its letters apart, else as it is printed."""
    known, read = [w for w, _, _ in tokens(name)], tokens(printed)
    begun = [w for w, _, _ in read[: len(known)]]
    if begun != known and [w.translate(_ALIKE) for w in begun] == [w.translate(_ALIKE) for w in known]:
        return name + printed[read[len(known) - 1][2] :]  # letters were taken for others
    for n in range(len(known) + 1, len(read) + 1):
        apart = any(
            not printed[a].isupper() or b - a == 1 for _, a, b in read[1:n] if printed[a:b] not in known
        )
        if apart and "".join(w for w, _, _ in read[:n]) == "".join(known):
            return name + printed[read[n - 1][2] :].removeprefix("." if name.endswith(".") else "")
    return printed


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the package. Raises LexiconError naming the line that is malformed."""
    raw = yaml.load((files("extractors") / "insurers.yaml").read_text(encoding="utf-8"), Loader=_Loader)
    bodies = []
    for line in raw:
        try:
            bodies.append(Body.model_validate(line))
        except ValueError as error:
            raise LexiconError(f"insurers.yaml: {line.get('name', line)}: {error}") from None
    return Gazetteer(bodies)
