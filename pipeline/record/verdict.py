"""What to do with letters that were handed in, given what the ledger knows of the same bytes. Pure."""

from dataclasses import dataclass
from enum import StrEnum

# A second try of the same bytes can end otherwise: slower machine then, more memory now.
WORTH_AGAIN = frozenset({"timeout", "crashed", "internal"})


class State(StrEnum):
    """Where an arrival stands. The first three are pending; GONE was taken away before we took it in."""

    SEEN = "seen"
    STABLE = "stable"
    CLAIMED = "claimed"
    DONE = "done"
    SET_ASIDE = "set_aside"
    DUPLICATE = "duplicate"
    GONE = "gone"


PENDING = (State.SEEN, State.STABLE, State.CLAIMED)
CLOSED = (State.DONE, State.SET_ASIDE, State.DUPLICATE)


class Verdict(StrEnum):
    WORK = "work"  # read, decide, assemble
    SAME = "same"  # ended before and nothing that decides the result has changed
    DUPLICATE = "duplicate"  # the same bytes have a case already
    ECHO = "echo"  # the same bytes were set aside already, and would be again
    BUSY = "busy"  # somebody works on the same letters right now


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a set of letters."""

    state: str  # new | working | done | set_aside
    bundle_id: int
    in_hand: bool  # a living process works on it, for another bundle or in another process
    stamp: str | None = None
    facts_sha256: str | None = None
    code: str | None = None


def judge(
    known: Known, *, bundle_id: int, stamp: str, facts_sha256: str | None, keep: bool = False
) -> Verdict:
    """`stamp` is of all that decides the result besides the letters (facts, as-of, law, version).

    `facts_sha256` is None where no facts came with the letters. `keep` leaves what has ended as it is, even
    if the stamp has changed (`--resume`).
    """
    if known.in_hand:
        return Verdict.BUSY
    mine = known.bundle_id == bundle_id
    if known.state == "done":
        if mine:
            return Verdict.SAME if keep or known.stamp == stamp else Verdict.WORK
        news = facts_sha256 is not None and facts_sha256 != known.facts_sha256
        return Verdict.WORK if news else Verdict.DUPLICATE
    if known.state == "set_aside":
        if mine and keep:
            return Verdict.SAME
        if known.stamp == stamp and known.code not in WORTH_AGAIN:
            return Verdict.SAME if mine else Verdict.ECHO
    return Verdict.WORK
