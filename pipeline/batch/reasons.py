"""`set_aside/NAME.reason.json`: why a letter could not be used, for a person and for a program."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from pipeline.batch.desk import Result
from pipeline.whole import write_whole

FOLDER = "set_aside"
_ENDING = ".reason.json"


def reason_name(source: str) -> str:
    """Where the reason of a letter lies below the output folder."""
    return f"{FOLDER}/{source}{_ENDING}"


def write_reasons(out: Path, results: Iterable[Result]) -> None:
    """One file for each letter that was set aside; that of a letter which has become usable goes."""
    for result in results:
        place = out / reason_name(result.key)
        if result.state == "set_aside":
            write_reason(place, result.key, result.code or "", result.message or "")
        elif result.state in ("done", "duplicate"):
            place.unlink(missing_ok=True)
            _forget(out / FOLDER / result.key, {out / reason_name(part.key) for part in result.apart})


def _forget(folder: Path, still: Collection[Path]) -> None:
    """Reasons of letters in a folder that are usable now; not those beside an original that was moved here."""
    for place in folder.glob(f"*{_ENDING}") if folder.is_dir() else ():
        if place not in still and not place.with_name(place.name.removesuffix(_ENDING)).exists():
            place.unlink(missing_ok=True)


def write_reason(place: Path, source: str, code: str, message: str, sha256: str | None = None) -> None:
    """Whole or not at all: a temporary file beside, then one rename."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    told = {"source": source, "sha256": sha256, "code": code, "message": message}
    data = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    if not (place.exists() and place.read_bytes() == data):
        write_whole(place, data)
