"""Reading law files: only those a question needs, each once.

A state's processes stand in `states/XX.yaml`; a federal process has its own file, `federal/ID.yaml`. A process
may say `like: ID` and give only what differs. `defaults.yaml` holds what all share.
"""

import datetime as dt
import hashlib
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

import yaml

import pipeline
from pipeline.errors import LawError
from pipeline.law.model import Process
from pipeline.law.terms import CATEGORIES

# What a process that is `like` another must say for itself.
_OWN = frozenset(
    (
        "id",
        "name",
        "effective_from",
        "effective_until",
        "plans",
        "confidence",
        "uncertain",
        "sources",
        "serves",
    )
)
LAW_FOLDER = Path(pipeline.__file__).parent.parent / "law"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
T = TypeVar("T")


class Law:
    """The law in one folder. Immutable to its users; files are read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, dict[str, Any]] = {}
        self._processes: dict[str, tuple[Process, ...]] = {}
        self._sha256 = ""

    @classmethod
    def load(cls, folder: Path = LAW_FOLDER) -> "Law":
        """Open the law in `folder`. Raises LawError if there is none."""
        if not (folder / "defaults.yaml").is_file():
            raise LawError(f"{folder}: no law here (defaults.yaml is missing)")
        return cls(folder)

    @property
    def sha256(self) -> str:
        """Digest of all law files, so that a decision can name the law it was made under."""
        if not self._sha256:
            digest = hashlib.sha256()
            for path in (*self.files(), *sorted(self.folder.glob("calendars/*.txt"))):
                digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
            self._sha256 = digest.hexdigest()
        return self._sha256

    def files(self) -> tuple[Path, ...]:
        """Every rule file, in a fixed order."""
        return (
            self.folder / "defaults.yaml",
            *sorted(self.folder.glob("federal/*.yaml")),
            *sorted(self.folder.glob("states/*.yaml")),
        )

    def jurisdictions(self) -> tuple[str, ...]:
        """Codes of all states and territories with a file."""
        return tuple(path.stem for path in sorted(self.folder.glob("states/*.yaml")))

    def process(self, process_id: str, on: dt.date | None = None) -> Process:
        """The process called `process_id`, as in force on `on` (default: the newest version).

        Raises LawError if there is no such process, or none in force that day.
        """
        versions = [p for p in self._all_versions(_file_of(process_id)) if p.id == process_id]
        if not versions:
            raise LawError(f"no process is called {process_id}")
        if on is None:
            return versions[-1]
        for one in versions:
            if one.effective_from <= on and (one.effective_until is None or on <= one.effective_until):
                return one
        if on < versions[0].effective_from:
            return versions[0]  # older letters: the oldest rule known, rather than no answer
        raise LawError(f"{process_id}: no rule in force on {on}")

    def for_jurisdiction(self, code: str, on: dt.date | None = None) -> tuple[Process, ...]:
        """Processes of a state or territory, or of the federation for "US"; empty if unknown."""
        if code.upper() == "US":
            names = [f"federal/{p.stem}" for p in sorted(self.folder.glob("federal/*.yaml"))]
        else:
            names = [f"states/{code.upper()}"]
        found: dict[str, Process] = {}
        for name in names:
            if (self.folder / f"{name}.yaml").is_file():
                for one in self._all_versions(name):
                    found[one.id] = self.process(one.id, on) if on else one
        return tuple(found.values())

    def all_processes(self) -> tuple[Process, ...]:
        """Every process, newest version of each."""
        codes = ("US", *self.jurisdictions())
        return tuple(p for code in codes for p in self.for_jurisdiction(code))

    def defaults(self) -> dict[str, Any]:
        """What all processes share: notes on grounds, the internal appeal, what comes after."""
        return self.raw("defaults")

    def raw(self, name: str) -> dict[str, Any]:
        """The content of one file, `federal/FED-HHS` or `states/CA`, as YAML gives it."""
        if name not in self._files:
            path = self.folder / f"{name}.yaml"
            try:
                self._files[name] = yaml.load(path.read_bytes(), Loader=_LOADER)
            except (OSError, yaml.YAMLError) as problem:
                raise LawError(f"{path}: {problem}") from problem
        return self._files[name]

    def _all_versions(self, name: str) -> tuple[Process, ...]:
        if name not in self._processes:
            if not (self.folder / f"{name}.yaml").is_file():
                return ()
            content = self.raw(name)
            built = []
            for entry in content["processes"]:
                merged = self.complete(self.merged(entry))
                merged.setdefault("jurisdiction", content["jurisdiction"])
                try:
                    built.append(build(Process, merged))
                except (KeyError, TypeError, ValueError) as problem:
                    raise LawError(f"{name}.yaml: {entry.get('id')}: {problem}") from problem
            order = {process.id: place for place, process in reversed(list(enumerate(built)))}
            self._processes[name] = tuple(sorted(built, key=lambda p: (order[p.id], p.effective_from)))
        return self._processes[name]

    def merged(self, entry: dict[str, Any]) -> dict[str, Any]:
        """An entry with all it inherits: from its `like` process."""
        base: dict[str, Any] = {}
        if like := entry.get("like"):
            others = self.raw(_file_of(like))["processes"]
            base = self.merged(next(other for other in others if other["id"] == like))
        inherited = {key: value for key, value in base.items() if key not in _OWN}
        merged = {**inherited, **{key: value for key, value in entry.items() if key != "like"}}
        if "grounds" in entry:
            merged["grounds"] = self._grounds(entry["grounds"])
        return merged

    def complete(self, entry: dict[str, Any]) -> dict[str, Any]:
        """A merged entry with what all processes of its role share."""
        whole = {**self.defaults()["process"], **entry}
        own = whole["legal_basis"][0]  # what a shared step cites when it has no law of its own
        shared = self.defaults()["after_filing"][whole["role"]]
        shared = [{**step, "cite": own} if step["cite"] == "own" else step for step in shared]
        whole["after_filing"] = [*whole.get("after_filing", ()), *shared]
        return whole

    def _grounds(self, given: dict[str, Any]) -> dict[str, Any]:
        """`{reviewable: [...], depends: [...], outside: [...], notes: {...}}` as one rule for each category."""
        notes = given.get("notes", {})
        shared = self.defaults()["ground_notes"]
        rules: dict[str, Any] = {}
        for status in ("reviewable", "depends", "outside", "other"):
            for category in given.get(status, CATEGORIES if given.get("all") == status else ()):
                note = notes.get(category) or shared.get(status, {}).get(category, "")
                rules[category] = {"status": status, "note": note}
        return {category: rules[category] for category in CATEGORIES if category in rules}


def _file_of(process_id: str) -> str:
    return f"federal/{process_id}" if process_id.startswith("FED-") else f"states/{process_id[:2]}"


def build(kind: type[T], data: Any) -> T:
    """Plain YAML data as the dataclass `kind`. Trusts the data: `law check` is where it is validated."""
    values: dict[str, Any] = {}
    for item in fields(kind):  # type: ignore[arg-type]
        if item.name in data:
            values[item.name] = _value(item.type, data[item.name])
        elif item.default is MISSING and item.default_factory is MISSING:
            raise KeyError(f"{kind.__name__} lacks {item.name}")
    return kind(**values)


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin is UnionType:
        return _value(next(arg for arg in get_args(kind) if arg is not type(None)), value)
    if origin is tuple:
        return tuple(_value(get_args(kind)[0], one) for one in value)
    if origin is dict:
        return {key: _value(get_args(kind)[1], one) for key, one in value.items()}
    if is_dataclass(kind):
        return build(kind, value)  # type: ignore[arg-type]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value
