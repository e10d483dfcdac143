"""A folder of letters: one packet each, whatever happens on the way.

Every letter ends as a case, a named problem or a duplicate that points to its case; what a broken-off batch had
finished stays finished. Several processes, on several machines, may work on the same folder with one ledger.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.batch.crew import Crew
from pipeline.batch.desk import ChangedError, Desk, Ready, Result
from pipeline.batch.disk import sha256_of
from pipeline.batch.listing import Found, FoundBundle, check_folders, list_folder
from pipeline.batch.outcome import BatchResult, Progress, Tally
from pipeline.batch.reasons import write_reasons
from pipeline.batch.spread import Carry, entry_point, spread_inline
from pipeline.batch.sweep import sweep
from pipeline.batch.work import Load, LoadKit
from pipeline.models.facts import Facts
from pipeline.record import Entry, FileEntry, Ledger, State
from pipeline.summary import write_summary

_PASSES = 3  # files that were changed while they were read are looked at again
_ENTER_AT_ONCE = 200


def run_batch(
    folder: Path,
    out: Path,
    *,
    ledger: Ledger,
    as_of: dt.date,
    facts: Facts | None = None,
    workers: int = 1,
    resume: bool = False,
    load: Load | None = None,
    recipe: str | None = None,
    carry: Carry = spread_inline,
    password: str | None = None,
    ignore: Sequence[str] = (),
    seconds_per_letter: float = 600.0,
    on_progress: Callable[[Progress], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> BatchResult:
    """Work off every letter in `folder`; originals stay where they are.

    `facts` hold for every letter and are overlaid by `NAME.facts.yaml` beside it. `load` gives each worker
    process its work (default: the whole pipeline); `recipe` names what decides results besides letters, facts
    and day, so that a second run knows whether anything changed. With `resume`, what ended in an earlier run
    stays as it is even if the day has changed since. `carry` hands bundles to the desk: inline, or as Prefect
    tasks. On Ctrl-C all that was finished is kept, the rest is pending, and KeyboardInterrupt goes on.

    Raises UsageError for impossible folders, NotReadyError when the workers cannot start.
    """
    folder, out = check_folders(folder, out)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(out)
    load = load or LoadKit()
    recipe = recipe if recipe is not None else load.recipe() if isinstance(load, LoadKit) else ""
    tally = Tally(clock, on_progress)
    crew = Crew(workers, load, seconds_per_job=seconds_per_letter)
    desk = Desk(
        ledger,
        crew,
        out=out,
        facts=facts or Facts(),
        as_of=as_of,
        recipe=recipe,
        keep=resume,
        password=password,
        in_place=True,
    )
    try:
        with desk, crew:
            for _ in range(_PASSES):
                if not _pass(folder, out, ledger, desk, tally, workers, carry, ignore):
                    break
    finally:
        results = tally.results()
        write_reasons(out, results)
        rows = write_summary(ledger, out, as_of=as_of)
    return BatchResult(folder, out, results, rows, tally.seconds())


def _pass(
    folder: Path,
    out: Path,
    ledger: Ledger,
    desk: Desk,
    tally: Tally,
    workers: int,
    carry: Carry,
    ignore: Sequence[str],
) -> bool:
    """List, identify, settle. True when a file was changed meanwhile and another look is due."""
    found = list_folder(folder, ignore)
    tally.expect([bundle.key for bundle in found])
    start = entry_point(len(found), desk.others)
    ready = _ready([*found[start:], *found[:start]], folder, out, ledger, desk, tally, workers)
    changed = False

    def settle(bundle: Ready) -> Result:
        try:
            return desk.settle(bundle)
        except ChangedError:
            ledger.rejoin(bundle.bundle_id)
            ledger.back(bundle.bundle_id, State.GONE)  # the next pass enters it anew, as it is then
            raise

    for result in carry(ready, settle, workers):
        changed |= result.code == ChangedError.code
        tally.add(result)
    return changed


def _ready(
    found: Sequence[FoundBundle],
    folder: Path,
    out: Path,
    ledger: Ledger,
    desk: Desk,
    tally: Tally,
    workers: int,
) -> Iterator[Ready]:
    """Enter what was found into the ledger, a part at a time; what is refused or ended before ends here."""
    for group in _parts(found, 2 * workers):
        part: list[tuple[FoundBundle, Entry]] = []
        for bundle in group:
            if not bundle.files:
                code, message = bundle.refused or ("empty", "no letters in it")
                tally.add(Result(bundle.key, "pending", code=code, message=message))
                continue
            try:
                part.append((bundle, entry_of(bundle)))
            except FileNotFoundError:
                tally.expected -= 1  # taken away between listing and reading
            except OSError as trouble:
                why = f"{bundle.key}: cannot be read ({trouble.strerror}). Check the rights and the disk."
                tally.add(Result(bundle.key, "pending", code="passing", message=why))
        ids = ledger.enter("batch", str(folder), str(out), [entry for _, entry in part])
        closed = ledger.closed(ids)
        for (bundle, entry), bundle_id in zip(part, ids, strict=True):
            if bundle.refused:
                code, message = bundle.refused
                tally.add(Result(bundle.key, "set_aside", code=code, message=message))
                continue
            shas = [file.sha256 or "" for file in entry.files]
            paths, facts = (tuple(file.path for file in files) for files in (bundle.files, bundle.facts))
            only = shas[0] if len(shas) == 1 else None
            ready = Ready(bundle_id, bundle.key, paths, facts, only)
            before = desk.recall(ready) if bundle_id in closed else None
            if before is not None:
                tally.add(before)
                continue
            yield ready


def _parts(found: Sequence[FoundBundle], first: int) -> Iterator[list[FoundBundle]]:
    """What is entered at once: `first` few, so that the workers start while the rest is entered.

    The largest of each part come first (Graham's rule for the shortest makespan): with a scan as the last
    letter, all workers but one would wait for it.
    """
    starts = range(first, len(found), _ENTER_AT_ONCE)
    for part in (found[:first], *(found[start : start + _ENTER_AT_ONCE] for start in starts)):
        yield sorted(part, key=_size, reverse=True)


def _size(bundle: FoundBundle) -> int:
    return sum(file.bytes for file in bundle.files)


def entry_of(bundle: FoundBundle) -> Entry:
    """A found bundle as the ledger wants it, its files identified by their bytes. Raises OSError."""
    files = tuple(_identified(file, refused=bundle.refused is not None) for file in bundle.files)
    facts = bundle.facts[0].source if bundle.facts else None
    return Entry(bundle.key, files, facts, bundle.refused)


def _identified(file: Found, *, refused: bool) -> FileEntry:
    sha256 = None if refused else sha256_of(file.path)
    return FileEntry(file.source, file.bytes, file.mtime_ns, file.inode, sha256)
