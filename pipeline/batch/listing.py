"""What lies in a folder: letters, sub-folders that are one case, facts files; and what may not be touched.

One function for batch, the watcher, its start-up and network shares. It opens nothing and follows no link.
"""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from pipeline.errors import UsageError
from pipeline.intake import printable
from pipeline.photos import FACTS, facts_names, in_order, letters_of, page_of

_IGNORED_NAMES = (
    ".*", "~$*", "*~", "*.part", "*.partial", "*.filepart", "*.crdownload", "*.download", "*.opdownload",
    "*.tmp", "*.temp", "*.swp", "*.lock", "*.ready", "*.reason.json", "Thumbs.db", "ehthumbs.db",
    "desktop.ini", "Icon\r",
)  # fmt: skip
_IGNORED_FOLDERS = (
    ".*", "@eaDir", "@Recycle", "#recycle", "#snapshot", "__MACOSX", "lost+found", "$RECYCLE.BIN",
    "System Volume Information",
)  # fmt: skip
_LETTER_SUFFIXES = (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".heic", ".heif", ".webp")
_DEEPEST = 8
_OUR_FOLDERS = ("cases", "done", "set_aside", ".work")


@dataclass(frozen=True, slots=True)
class Found:
    """One file as it lies there. `source` is its path below the root, printable, with forward slashes."""

    source: str
    path: Path
    bytes: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class FoundBundle:
    """Files that make one case. `refused` is (code, message) for what may not even be opened."""

    key: str
    files: tuple[Found, ...]
    facts: tuple[Found, ...] = ()
    refused: tuple[str, str] | None = None
    more: bool = False  # named as a page of a letter: another page may follow


def check_folders(root: Path, out: Path) -> tuple[Path, Path]:
    """Both folders, absolute. Raises UsageError when `root` is no folder or one would feed the other."""
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder. Give the folder that the letters are in.")
    root, out = root.resolve(), out.resolve()
    if out == root or root in out.parents:
        raise UsageError(
            f"The output {out} lies inside {root}: it would be read as letters. Put it elsewhere."
        )
    if any(root == out / name or out / name in root.parents for name in _OUR_FOLDERS):
        raise UsageError(
            f"{root} belongs to the output folder {out}. Give the folder that letters are dropped in."
        )
    return root, out


def list_folder(root: Path, ignore: Sequence[str] = ()) -> list[FoundBundle]:
    """The bundles below `root`, in order of name. `ignore` are more patterns; they never un-ignore anything.

    Raises OSError when `root` itself cannot be listed (a share that is gone); a sub-folder that vanishes
    meanwhile is left out.
    """
    return sorted(_walk(root, PurePosixPath(), tuple(ignore), 0), key=lambda bundle: bundle.key)


def lone_facts(root: Path, listing: Sequence[FoundBundle]) -> list[str]:
    """Names of facts files directly in `root` that belong to no letter there. Raises OSError as `list_folder`."""
    used = {facts.path.name for bundle in listing for facts in bundle.facts}
    with os.scandir(root) as entries:
        return sorted(printable(e.name) for e in entries if e.name.endswith(FACTS) and e.name not in used)


def _walk(folder: Path, below: PurePosixPath, ignore: tuple[str, ...], depth: int) -> list[FoundBundle]:
    bundles: list[FoundBundle] = []
    letters: list[Found] = []
    facts: dict[str, Found] = {}
    folders: list[tuple[Path, PurePosixPath]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            source = below / printable(entry.name)
            if _ignored(entry.name, str(source), ignore, _IGNORED_NAMES):
                continue
            try:
                state = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # gone between listing and looking
            found = Found(str(source), Path(entry.path), state.st_size, state.st_mtime_ns, state.st_ino)
            if stat.S_ISDIR(state.st_mode):
                if _ignored(entry.name, str(source), ignore, _IGNORED_FOLDERS):
                    continue
                if entry.name.lower().endswith(_LETTER_SUFFIXES):
                    bundles.append(_refused(found, "a folder that is named like a letter. Rename it."))
                elif depth == _DEEPEST:
                    bundles.append(_refused(found, "a folder too deep down. Move its letters further up."))
                else:
                    folders.append((found.path, source))
            elif not stat.S_ISREG(state.st_mode):
                what = "a link" if stat.S_ISLNK(state.st_mode) else "a pipe or device"
                bundles.append(_refused(found, f"{what}. Give the letter's own file."))
            elif entry.name == "facts.yaml" or entry.name.endswith(FACTS):
                facts[entry.name] = found
            else:
                letters.append(found)
    letters.sort(key=lambda found: in_order(found.source))
    if depth == 0:
        bundles += [_loose(pages, facts) for pages in letters_of((f.path, f) for f in letters)]
    elif letters:
        bundles.append(FoundBundle(str(below), tuple(letters), tuple(facts[name] for name in sorted(facts))))
    for path, source in folders:
        try:
            bundles += _walk(path, source, ignore, depth + 1)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except PermissionError:
            message = f"{source}: this folder may not be opened. Give the right to read it, or take it away."
            bundles.append(FoundBundle(str(source), (), (), ("passing", message)))
    return bundles


def _loose(pages: Sequence[Found], facts: dict[str, Found]) -> FoundBundle:
    """A letter outside of any sub-folder: one file, or photos of its pages; with the facts beside it."""
    first = pages[0]
    beside = next(((facts[name],) for name in facts_names(first.path) if name in facts), ())
    return FoundBundle(first.source, tuple(pages), beside, more=page_of(first.path) is not None)


def _refused(found: Found, what: str) -> FoundBundle:
    return FoundBundle(found.source, (found,), (), ("refused_path", f"{found.path.name}: this is {what}"))


def _ignored(name: str, source: str, ignore: tuple[str, ...], built_in: tuple[str, ...]) -> bool:
    if any(fnmatch(name.lower(), pattern.lower()) for pattern in built_in):
        return True
    return any(fnmatch(name, pattern) or fnmatch(source, pattern) for pattern in ignore)
