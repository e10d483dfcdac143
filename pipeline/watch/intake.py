"""One bundle from the inbox to its place: take, gather, identify, settle, put away.

Each step first says in the ledger what it will do, then does it; begun again after a kill, it goes on where it was.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from pipeline.batch.desk import BusyError, Desk, Ready, Result
from pipeline.batch.disk import sha256_of
from pipeline.batch.listing import Found, FoundBundle
from pipeline.batch.reasons import write_reason
from pipeline.errors import PassingError
from pipeline.photos import FACTS, in_order
from pipeline.record import CLOSED, Arrival, Bundle, Ledger, State
from pipeline.watch.moves import (
    COARSE_NS,
    copy_in,
    free_name,
    hidden_claim,
    keeps_times,
    put_away,
    take_in,
    tidy,
)
from pipeline.whole import write_whole

WORK = ".work"
ELSEWHERE = "elsewhere"  # another process works on it
_GONE = "no longer there: taken away by a person, or taken in by another watcher"


class Intake:
    """Moves bundles of one inbox along. Safe to call from threads, one bundle each."""

    def __init__(self, ledger: Ledger, desk: Desk, root: Path, out: Path) -> None:
        self.ledger, self.desk, self.root, self.out = ledger, desk, root, out
        self.found: Mapping[int, FoundBundle] = {}  # what the last scan saw, by bundle
        self.shared_facts: frozenset[Path] = frozenset()  # facts files that more than one letter uses

    def advance(self, ready: Ready) -> Result:
        """Bring a bundle as far as it goes. Raises PassingError for what can pass."""
        try:
            return self._advance(ready)
        except BusyError as busy:  # not for this look: others may drop letters meanwhile
            return Result(ready.key, "pending", code=ELSEWHERE, message=busy.message)
        except OSError as trouble:
            why = os.strerror(trouble.errno or 0)
            raise PassingError(f"{ready.key}: {why}. This can pass, so it will be tried again.") from None

    def _advance(self, ready: Ready) -> Result:
        row = self.ledger.bundle(ready.bundle_id)
        if row.state == State.SEEN:
            found = self.found.get(row.id)
            if found is None:
                return Result(row.key, State.GONE, message=_GONE)
            if not self._take(row, found):
                raise BusyError(f"{row.key}: another process has taken it in")
        elif not self.ledger.adopt(row.id):
            raise BusyError(f"{row.key}: another process works on it")
        row = self.ledger.bundle(row.id)
        if row.state not in CLOSED:
            ready = self._identified(row)
            if not ready.paths:
                return Result(row.key, State.GONE, message=_GONE)
            self.desk.settle(ready)
            row = self.ledger.bundle(row.id)
        if row.state in CLOSED and not row.filed:
            self._put_away(row)
        return Result(row.key, row.state, row.case_id, row.code, row.message, row.file_by, fresh=True)

    def _take(self, row: Bundle, found: FoundBundle) -> bool:
        """Say which files are taken and where they go."""
        present = [file.source for file in found.files]
        places = {source: self._work(row, source) for source in present}
        return self.ledger.take(row.id, str(self.out), present, places)

    def _work(self, row: Bundle, source: str) -> str:
        return f"{WORK}/{row.part_of or row.id}/{source}"

    def _identified(self, row: Bundle) -> Ready:
        """All files of the bundle in our hands and known by their bytes; no paths if it had been taken away."""
        mine = [a for a in row.arrivals if a.state != State.GONE]
        facts = self._facts(row)
        if row.digest is None:
            mine = [arrival for arrival in mine if self._gather(row, arrival)]
            if not mine:
                self.ledger.back(row.id, State.GONE)
                return Ready(row.id, row.key, ())
            if not self._unchanged(row, mine):
                return Ready(row.id, row.key, ())
            paths = {a.id: self.out / self._work(row, a.source) for a in mine}
            known = {number: (sha256_of(path), path.stat().st_size) for number, path in paths.items()}
            self.ledger.identify(row.id, known)
            row = self.ledger.bundle(row.id)
            for arrival in mine:
                tidy((self.root / arrival.source).parent, self.root)
        sources = sorted((a.source for a in mine), key=in_order)
        sha256 = mine[0].sha256 if len(mine) == 1 else None
        paths_in_order = tuple(self.out / self._work(row, source) for source in sources)
        return Ready(row.id, row.key, paths_in_order, facts, sha256)

    def _gather(self, row: Bundle, arrival: Arrival) -> bool:
        """One file into the work folder, from wherever a kill may have left it; False if it is nowhere."""
        place = self.out / self._work(row, arrival.source)
        source = self._inbox_path(row, arrival.source)
        tag = f"{self.out}|{arrival.id}"
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            hidden = hidden_claim(source, tag)
            if hidden.exists():
                copy_in(hidden, place)
            elif not source.parent.resolve().is_relative_to(self.root):
                return False  # a folder on the way became a link
            else:
                try:
                    take_in(source, place, tag)
                except FileNotFoundError:
                    if os.path.lexists(source):
                        raise
                    return False  # another watcher was quicker, or a person took it away
        return stat.S_ISREG(place.lstat().st_mode)

    def _unchanged(self, row: Bundle, mine: list[Arrival]) -> bool:
        """Whether every file is as it was when it had come to rest; else it goes back and the wait begins anew."""
        found = self.found.get(row.id)
        if found is None:
            return True  # after a restart: whole when it was taken
        looks = {file.source: file for file in found.files}
        if all(self._as_it_was(self.out / self._work(row, a.source), looks.get(a.source)) for a in mine):
            return True
        for arrival in mine:
            place, home = self.out / self._work(row, arrival.source), self._inbox_path(row, arrival.source)
            if os.path.lexists(home):
                return True  # its name is taken by a newer file: go on with what we have
            put_away(place, home)
        self.ledger.back(row.id, State.SEEN)
        return False

    def _as_it_was(self, place: Path, seen: Found | None) -> bool:
        """Size and time as when it had come to rest; times may be coarse, or lost, in a copy on another file system."""
        state = place.stat()
        if seen is None:
            return True
        if state.st_size != seen.bytes:
            return False
        moved = state.st_dev == self.root.stat().st_dev
        return abs(state.st_mtime_ns - seen.mtime_ns) <= COARSE_NS or not (moved or keeps_times(place.parent))

    def _inbox_path(self, row: Bundle, source: str) -> Path:
        """Where a file lay; its printable name may not be the real one."""
        found = self.found.get(row.id)
        real = next((file.path for file in found.files if file.source == source), None) if found else None
        return real or self.root / source

    def _facts(self, row: Bundle) -> tuple[Path, ...]:
        """The facts beside, moved along with the letters; copied when another letter uses them too."""
        if row.facts is None:
            return ()
        found = self.found.get(row.id)
        place = (self.out / self._work(row, row.facts)).parent
        for source in [file.path for file in found.facts] if found else [self.root / row.facts]:
            target = place / source.name
            if not target.exists() and source.exists():
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                if source in self.shared_facts:
                    write_whole(target, source.read_bytes())
                else:
                    take_in(source, target, f"{self.out}|{row.id}|{source.name}")
        return _facts_in(place)

    def _put_away(self, row: Bundle) -> None:
        """Originals to `done/` or `set_aside/`, each with its reason there; then the bundle is filed."""
        folder = "set_aside" if row.state == State.SET_ASIDE else "done"
        places: dict[int, str | None] = {}
        mine = [a for a in row.arrivals if a.state != State.GONE]
        for arrival in mine:
            known = arrival.place if arrival.place and not arrival.place.startswith(f"{WORK}/") else None
            places[arrival.id] = known or free_name(f"{folder}/{arrival.source}", self._taken)
        self.ledger.file(row.id, places, moved=False)
        for arrival in mine:
            place = places[arrival.id] or ""
            if folder == "set_aside":
                write_reason(
                    self.out / f"{place}.reason.json",
                    arrival.source,
                    row.code or "",
                    row.message or "",
                    arrival.sha256,
                )
            self._carry(row, arrival, self.out / place)
        facts_place = None
        if mine and row.facts:
            loose = row.key == mine[0].source
            facts_place = self._put_facts_away(row, PurePosixPath(places[mine[0].id] or ""), loose=loose)
        self.ledger.file(row.id, places, moved=True, facts_place=facts_place)
        for arrival in mine:
            tidy((self.out / self._work(row, arrival.source)).parent, self.out)
            tidy((self.root / arrival.source).parent, self.root)

    def sweep(self) -> None:
        """Remove what a kill left empty: work folders of bundles that are filed, and of no other."""
        work = self.out / WORK
        for folder in work.iterdir() if work.is_dir() else ():
            if folder.name.isdigit() and self.ledger.bundle(int(folder.name)).filed:
                for inner in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
                    tidy(inner, folder)
                tidy(folder, self.out)
        tidy(work, self.out)

    def _carry(self, row: Bundle, arrival: Arrival, target: Path) -> None:
        """The original to its place: from the work folder, or (what was refused) straight from the inbox."""
        work = self.out / self._work(row, arrival.source)
        if os.path.lexists(work):
            put_away(work, target)
        elif row.digest is None and not os.path.lexists(target):
            source = self._inbox_path(row, arrival.source)
            if os.path.lexists(source):
                put_away(source, target)

    def _put_facts_away(self, row: Bundle, beside: PurePosixPath, *, loose: bool) -> str | None:
        """The facts go with the letters; None when there are none."""
        placed = None
        for facts in _facts_in((self.out / self._work(row, row.facts or "-")).parent):
            name = f"{beside.stem}.facts.yaml" if loose else facts.name
            placed = free_name(str(beside.with_name(name)), lambda wanted: os.path.lexists(self.out / wanted))
            put_away(facts, self.out / placed)
        return placed

    def _taken(self, place: str) -> bool:
        return os.path.lexists(self.out / place) or self.ledger.place_taken(place)


def _facts_in(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(p for p in folder.iterdir() if p.name == "facts.yaml" or p.name.endswith(FACTS)))
