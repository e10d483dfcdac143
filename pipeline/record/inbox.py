"""The ledger's side of a watched folder: seen, taken, identified, put away. Every method is one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.record.bundles import keep_letters
from pipeline.record.parts import PartsBook
from pipeline.record.rows import Bundle, Entry, digest_of, read_bundles
from pipeline.record.tables import arrivals, bundles
from pipeline.record.verdict import PENDING, State


class InboxBook(PartsBook):
    """Bundles whose originals are moved."""

    def see(self, root: str, out: str, entries: Sequence[Entry]) -> list[int]:
        """Bundles that lie in an inbox: one open row a place; files that are new there are added to it."""
        slots = [f"watch|{root}|{entry.key}" for entry in entries]
        by_slot = dict(zip(slots, entries, strict=True))
        with self.begin() as link:
            fresh = self._insert(link, "watch", root, out, by_slot)
            numbers = {s: fresh.get(s) or self._see_again(link, s, by_slot[s]) for s in by_slot}
        return [numbers[slot] for slot in slots]

    def _see_again(self, link: Connection, slot: str, entry: Entry) -> int:
        row = link.execute(sa.select(bundles).where(bundles.c.slot == slot).with_for_update()).one()
        if row.state == State.SEEN:
            link.execute(bundles.update().where(bundles.c.id == row.id).values(facts=entry.facts))
            self._add_files(link, [(row.id, entry.files, State.SEEN)])
        return int(row.id)

    def take(self, bundle_id: int, out: str, present: Sequence[str], places: Mapping[str, str]) -> bool:
        """Claim a bundle in an inbox before its files are moved; False when another was quicker.

        `present` are the sources that are still there; others of the bundle are GONE. `places` say where each
        will be moved to below `out`, so that a restart knows where to look.
        """
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or row.state not in (State.SEEN, State.STABLE):
                return False
            mine = (arrivals.c.bundle_id == bundle_id) & (arrivals.c.state.in_(PENDING))
            link.execute(
                arrivals.update().where(mine, arrivals.c.source.not_in(present)).values(state=State.GONE)
            )
            for source, place in places.items():
                link.execute(arrivals.update().where(mine, arrivals.c.source == source).values(place=place))
            self._to(link, bundle_id, row.state, State.CLAIMED, owner=self.owner, out=out)
            return True

    def adopt(self, bundle_id: int) -> bool:
        """Take over a bundle whose owner is dead; False when it is alive, or has put all of it away meanwhile."""
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or row.filed or (row.owner != self.owner and self.alive(link, row.owner)):
                return False
            if row.owner != self.owner:
                link.execute(bundles.update().where(bundles.c.id == bundle_id).values(owner=self.owner))
                self.note(link, "adopted", bundle_id=bundle_id, before=row.state, after=row.state)
            return True

    def identify(self, bundle_id: int, sha256s: Mapping[int, tuple[str, int]]) -> None:
        """The files of a taken bundle are in our hands: their (sha256, bytes) by arrival. Its place is free again."""
        with self.begin() as link:
            for arrival_id, (sha256, size) in sha256s.items():
                link.execute(
                    arrivals.update().where(arrivals.c.id == arrival_id).values(sha256=sha256, bytes=size)
                )
            keep_letters(link, dict(sha256s.values()))
            digest = digest_of(sha for sha, _ in sha256s.values())
            link.execute(bundles.update().where(bundles.c.id == bundle_id).values(slot=None, digest=digest))

    def back(
        self,
        bundle_id: int,
        state: State,
        code: str | None = None,
        message: str | None = None,
        *,
        forget: bool = False,
    ) -> None:
        """Let a bundle go: to SEEN (in the inbox), STABLE (to be tried again) or GONE; `forget` changed bytes."""
        with self.begin() as link:
            row = self._locked(link, bundle_id)
            if row is None or row.state not in PENDING:
                return
            if state is State.GONE and row.owner not in (None, self.owner):
                return  # it is not gone: another watcher took it in since we looked
            self._free_case(link, row)
            values: dict[str, Any] = {"owner": None, "code": code, "message": message}
            if forget:
                values["digest"] = None
            if state is State.GONE:
                values |= {"slot": None, "filed": True}
            if state is State.SEEN:
                link.execute(arrivals.update().where(arrivals.c.bundle_id == bundle_id).values(place=None))
            self._to(link, bundle_id, row.state, state, **values)

    def file(
        self, bundle_id: int, places: Mapping[int, str | None], *, moved: bool, facts_place: str | None = None
    ) -> None:
        """Where the originals of a closed bundle go (`moved` False: about to; True: they are there)."""
        with self.begin() as link:
            for arrival_id, place in places.items():
                reason = f"{place}.reason.json" if place and place.startswith("set_aside/") else None
                row = arrivals.update().where(arrivals.c.id == arrival_id)
                link.execute(row.values(place=place, reason_place=reason))
            if moved:
                filed = {"filed": True, "owner": None, "slot": None, "facts_place": facts_place}
                link.execute(bundles.update().where(bundles.c.id == bundle_id).values(**filed))
                self.note(link, "filed", bundle_id=bundle_id)

    def place_taken(self, place: str) -> bool:
        """Whether an original of ours already lies, or will lie, at `place`."""
        with self.begin(reading=True) as link:
            return (
                link.execute(sa.select(arrivals.c.id).where(arrivals.c.place == place)).scalar() is not None
            )

    def unfinished(self, root: str, out: str) -> list[Bundle]:
        """Bundles of an inbox that are pending, or whose originals have not reached their place.

        Those that somebody has moved towards another output folder than `out` are not among them.
        """
        with self.begin(reading=True) as link:
            open_ones = bundles.c.state.in_(PENDING) | bundles.c.filed.is_(False)
            ours = (bundles.c.state == State.SEEN) | (bundles.c.out == out)
            return read_bundles(
                link, (bundles.c.root == root) & (bundles.c.door == "watch") & open_ones & ours
            )
