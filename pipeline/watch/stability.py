"""Which bundles have come to rest. Pure: sightings and a listing in, sightings and settled bundles out.

Time is a monotonic clock's: a wall clock that jumps moves nothing here. The same rule holds at start-up.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.listing import FoundBundle

Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """`settle`: seconds nothing may change; `patience`: seconds after which a file that does not look whole is
    taken all the same, so that its problem gets a name, and that numbered photos wait for another page."""

    settle: float = 5.0
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Sighting:
    """A bundle as it looked, and since when (monotonic seconds) it has looked so."""

    signature: Signature
    since: float
    first: float


def signature(bundle: FoundBundle) -> Signature:
    """All that changes when any file of a bundle, or the facts beside it, changes."""
    return tuple((f.source, f.bytes, f.mtime_ns, f.inode) for f in (*bundle.files, *bundle.facts))


def observe(
    before: Mapping[str, Sighting],
    listing: Iterable[FoundBundle],
    now: float,
    rules: Rules,
    looks_whole: Callable[[Path], bool],
) -> tuple[dict[str, Sighting], list[FoundBundle]]:
    """The new sightings, and the bundles that may be taken in now. What is no longer listed is forgotten."""
    after: dict[str, Sighting] = {}
    settled: list[FoundBundle] = []
    for bundle in listing:
        looks = signature(bundle)
        old = before.get(bundle.key)
        if old is None or old.signature != looks:
            after[bundle.key] = Sighting(looks, now, old.first if old else now)
            continue
        after[bundle.key] = old
        still = now - old.since
        # Pages of a letter come one after the other, often with a pause between them.
        if still >= (rules.patience if bundle.more else rules.settle) and (
            still >= rules.patience or _whole(bundle, looks_whole)
        ):
            settled.append(bundle)
    return after, settled


def _whole(bundle: FoundBundle, looks_whole: Callable[[Path], bool]) -> bool:
    """A file that cannot be opened now is one to wait for."""
    try:
        return all(looks_whole(file.path) for file in bundle.files)
    except OSError:
        return False
