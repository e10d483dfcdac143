"""The page's own words: which values are shown, what each is called and how it is asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import TemplateError

_IDENTIFIER = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
FOLDER = Path(__file__).resolve().parents[2] / "templates" / "web"


@dataclass(frozen=True, slots=True)
class Asked:
    """One value of the form.

    `kind`: text | long | essay | phone | email | date | choice | yesno | lines | ranges | table | appeals.
    `of` names the list of choices; `reads` the letter's field that answers the same question; a `minor`
    value is folded away unless it is in doubt.
    """

    name: str
    label: str
    kind: str = "text"
    of: str = ""
    help: str = ""
    reads: str = ""
    minor: bool = False
    readonly: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    fields: tuple[Asked, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Everything of `templates/web/words.yaml`."""

    letter: tuple[Section, ...]
    facts: tuple[Section, ...]
    raw: dict[str, Any]

    def letter_fields(self) -> Iterator[Asked]:
        """Values that the letter gives, in the page's order."""
        return (asked for section in self.letter for asked in section.fields)

    def questions(self) -> Iterator[Asked]:
        """Facts that only a person can give, in the page's order."""
        return (asked for section in self.facts for asked in section.fields)

    def choices(self, name: str) -> dict[str, str]:
        """Value to label of the list of choices `name`."""
        found: dict[str, str] = self.raw.get(name) or self.raw["choices"][name]
        return found

    def place(self, name: str) -> str:
        """The form's own name for a key of doubts and missing facts; as it is where there is none."""
        return str(self.raw["same_as"].get(name, name))

    def label(self, name: str) -> str:
        """What a value is called; its key as words where the page does not show it."""
        place = self.place(name)
        for asked in (*self.letter_fields(), *self.questions()):
            if asked.name == place:
                return asked.label
        return str(self.raw["doubts"].get(name) or plain(name.rpartition(".")[2]).capitalize())

    def say(self, group: str, key: object) -> str:
        """The words for an identifier of a closed list; the identifier as words where there are none."""
        return str(self.choices(group).get(str(key)) or plain(key))

    def codes(self, word: str) -> tuple[str, ...]:
        """Identifiers of reasons, kinds of letter and next steps whose words hold `word` (in lower case)."""
        groups = [self.choices(name) for name in ("categories", "classes", "kinds", "steps")]
        return tuple(key for group in groups for key, label in group.items() if word in label.lower())

    def without_identifiers(self, text: str) -> str:
        """`text` with identifiers such as not_a_denial put into words."""
        groups = [self.raw[name] for name in ("steps", "fundings", "categories", "classes", "kinds")]
        known = {key: label for group in groups for key, label in group.items()}
        return _IDENTIFIER.sub(lambda m: f"“{known[m[0]]}”" if m[0] in known else plain(m[0]), text)


def plain(key: object) -> str:
    """`no_prior_authorization` as "no prior authorization"."""
    return str(key).replace("_", " ")


@lru_cache(maxsize=1)
def load(folder: Path = FOLDER) -> Words:
    """Read the words. Raises TemplateError when the file is missing or malformed."""
    try:
        raw = yaml.safe_load((folder / "words.yaml").read_text("utf-8"))
        return Words(letter=_sections(raw["letter"]), facts=_sections(raw["facts"]), raw=raw)
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise TemplateError(f"web/words.yaml cannot be used: {error}") from error


def _sections(given: list[dict[str, Any]]) -> tuple[Section, ...]:
    return tuple(
        Section(s["title"], tuple(Asked(**one) for one in s["fields"]), s.get("open", False)) for s in given
    )
