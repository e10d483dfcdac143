"""One bundle from claim to ending. Thread-safe; the same for batch, watcher and Prefect tasks."""

import datetime as dt
import hashlib
import json
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.batch.crew import Crew
from pipeline.batch.disk import sync_folder
from pipeline.batch.layers import bare, overlay
from pipeline.batch.work import Job
from pipeline.errors import (
    BadInputError,
    FactsError,
    FaultyLettersError,
    InternalError,
    MissingToolError,
    NotFoundInputError,
    PassingError,
)
from pipeline.intake import printable
from pipeline.models.facts import Facts
from pipeline.record import Background, Ending, Ledger, Part, State, Verdict

_BEAT_SECONDS = 20.0
_TOGETHER = (
    " The other letters of this folder make a case without it; to have them all in one, put them into a folder "
    "together with a good copy of this one."
)
_JOIN_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # a ledger that is locked at the start


@dataclass(frozen=True, slots=True)
class Ready:
    """A bundle whose letters lie still and are known by their bytes."""

    bundle_id: int
    key: str
    paths: tuple[Path, ...]
    facts: tuple[Path, ...] = ()
    sha256: str | None = None  # of the only letter, to see that it was not changed under our hands


@dataclass(frozen=True, slots=True)
class Result:
    """How a bundle ended: `state` is done, set_aside, duplicate, or pending with the reason why."""

    key: str
    state: str
    case_id: str | None = None
    code: str | None = None
    message: str | None = None
    file_by: str | None = None
    fresh: bool = False  # worked on in this run, not known from an earlier one
    apart: tuple["Result", ...] = ()  # letters that were parted from it because they cannot be used


class BusyError(PassingError):
    """Another process works on the same letters right now."""

    code = "busy"


class ChangedError(PassingError):
    """The file was changed while it was read."""

    code = "changed"


class Desk:
    """What is needed to work on bundles; `settle` does one. Use as a context manager: it keeps the beat."""

    def __init__(
        self,
        ledger: Ledger,
        crew: Crew,
        *,
        out: Path,
        facts: Facts,
        as_of: dt.date,
        recipe: str,
        keep: bool = False,
        password: str | None = None,
        in_place: bool = False,
    ) -> None:
        """`in_place`: originals stay where they are, so that what was parted can be looked at again."""
        self.ledger, self.crew, self.out = ledger, crew, out
        self.as_of, self.keep, self.in_place = as_of, keep, in_place
        self._facts, self._recipe, self._password = facts, recipe, password
        self.others = 0  # processes that worked with this ledger when we came
        self._over = threading.Event()
        self._pulse = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "Desk":
        for pause in (*_JOIN_PAUSES, None):
            try:
                self.others = self.ledger.join()
                break
            except PassingError:
                if pause is None:
                    raise
                time.sleep(pause)
        self._pulse.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._pulse.join()
        with suppress(PassingError):  # the beat ends anyway, and this process with it
            self.ledger.leave()

    def _beat(self) -> None:
        while not self._over.wait(_BEAT_SECONDS):
            with suppress(PassingError):
                self.ledger.beat()

    def recall(self, ready: Ready) -> Result | None:
        """The ending of a bundle that an earlier run brought about and that still holds, else None."""
        ready, known = self._narrowed(ready)
        facts, given, wrong = self._facts_for(ready, known)
        if self._to_rejoin(known.parts, facts, wrong):
            return None
        stamp = self._stamp(facts, wrong, known.parts)
        if not self.ledger.recall(ready.bundle_id, stamp=stamp, facts_sha256=given, keep=self.keep):
            return None
        result = self.result(ready, fresh=False)
        return result if self._packet_lies_there(result) else None

    def settle(self, ready: Ready) -> Result:
        """Work on a bundle, unless the ledger knows its ending. Raises PassingError for what can pass.

        Letters of it that cannot be used are parted from it and set aside; the others make the case.
        """
        return self._settle(ready, parted=False)

    def _settle(self, whole: Ready, *, parted: bool) -> Result:
        ready, known = self._narrowed(whole)
        facts, given, wrong = self._facts_for(ready, known)
        if not parted and self._to_rejoin(known.parts, facts, wrong):
            self.ledger.rejoin(ready.bundle_id)
            ready, known = self._narrowed(whole)
        apart = known.parts
        stamp = self._stamp(facts, wrong, apart)
        verdict = self.ledger.claim(ready.bundle_id, stamp=stamp, facts_sha256=given, keep=self.keep)
        if verdict is Verdict.SAME and not self._packet_lies_there(self.result(ready, fresh=False)):
            verdict = self.ledger.claim(ready.bundle_id, stamp="lost packet", facts_sha256=given)
        if verdict is Verdict.BUSY:
            raise BusyError(f"{ready.key}: another process works on it")
        if verdict is Verdict.WORK:
            ending = self._work(ready, facts, wrong, apart)
            if ending.faults:
                if not self._part(ready, ending.faults, self._stamp(facts, wrong)):
                    raise BusyError(f"{ready.key}: another process took it over")
                return self._settle(whole, parted=True)
            place = str(self.out / "cases" / ending.case["case_id"]) if ending.case else None
            ended = self.ledger.finish(ready.bundle_id, ending, stamp=stamp, facts_sha256=given, place=place)
            if ended is None:
                raise BusyError(f"{ready.key}: another process took it over")
            return _result(ready, ended, ending, apart)
        return self.result(ready, fresh=verdict is not Verdict.SAME)

    def result(self, ready: Ready, *, fresh: bool) -> Result:
        """How the ledger says a bundle ended."""
        row, known = self.ledger.bundle(ready.bundle_id), self.ledger.background(ready.bundle_id)
        told = (row.state, row.case_id, row.code, row.message, row.file_by)
        return Result(ready.key, *told, fresh, _told_apart(known.parts, fresh=fresh))

    def _packet_lies_there(self, result: Result) -> bool:
        """False where a person has removed the packet of a done letter: then it is made again."""
        if result.state != State.DONE or result.case_id is None:
            return True
        return (self.out / "cases" / result.case_id / "case.json").exists()

    def _narrowed(self, ready: Ready) -> tuple[Ready, Background]:
        """The bundle without what was parted from it, and what the ledger knows of it."""
        known = self.ledger.background(ready.bundle_id)
        gone = {part.name for part in known.parts}
        left = tuple(path for path in ready.paths if printable(path.name) not in gone)
        return replace(ready, paths=left), known

    def _to_rejoin(self, apart: Sequence[Part], facts: Facts, wrong: FactsError | None) -> bool:
        """Whether what was parted may be of use now: only where the originals still lie together."""
        stamp = self._stamp(facts, wrong)
        return self.in_place and not self.keep and any(part.worth_again(stamp) for part in apart)

    def _part(self, ready: Ready, faults: Sequence[tuple[str, str, str]], stamp: str) -> bool:
        """Set letters aside that cannot be used, each with its own reason; if none can, one of them stays."""
        told = {printable(name): (code, message) for name, code, message in faults}
        good = [path for path in ready.paths if printable(path.name) not in told]
        if good:
            told = {name: (code, message + _TOGETHER) for name, (code, message) in told.items()}
        else:
            told.pop(printable(ready.paths[-1].name))
        return self.ledger.part(ready.bundle_id, told, stamp=stamp)

    def _work(self, ready: Ready, facts: Facts, wrong: FactsError | None, apart: Sequence[Part]) -> Ending:
        if wrong is not None:
            return Ending(code=wrong.code, message=wrong.message)
        left_out = tuple(part.message.removesuffix(_TOGETHER) for part in apart)
        job = Job(ready.paths, self.out, facts, self.as_of, self._password, left_out)
        try:
            case = self.crew.run(job)
        except FaultyLettersError as some:
            return Ending(faults=some.faults)
        except NotFoundInputError as gone:
            self.ledger.back(ready.bundle_id, State.STABLE, gone.code, forget=True)
            raise ChangedError(gone.message) from None
        except (BadInputError, InternalError) as bad:
            return Ending(code=bad.code, message=bad.message)
        except MissingToolError as missing:
            self.ledger.back(ready.bundle_id, State.STABLE, missing.code, missing.message)
            raise
        except BaseException as other:
            code, message = getattr(other, "code", None), getattr(other, "message", None)
            with suppress(PassingError):  # a dead ledger frees the claim when this process ends
                self.ledger.back(ready.bundle_id, State.STABLE, code, message)
            raise
        if ready.sha256 and case["document"]["sha256"] != ready.sha256:
            self.ledger.back(ready.bundle_id, State.STABLE, "changed", forget=True)
            raise ChangedError(f"{ready.key}: changed while it was read")
        for folder in (self.out / "cases" / case["case_id"], self.out / "cases"):
            sync_folder(folder)  # before the ledger says that it is there
        return Ending(case=case)

    def _facts_for(self, ready: Ready, known: Background) -> tuple[Facts, str | None, FactsError | None]:
        """(facts to use, digest of those that lay beside, what is wrong with them)."""
        layers: list[Mapping[str, Any]] = []
        given = None
        try:
            if len(ready.facts) > 1:
                names = ", ".join(path.name for path in ready.facts)
                raise FactsError(f"{ready.key}: more than one facts file ({names}). Keep one, as facts.yaml.")
            for path in ready.facts:
                from pipeline.facts_file import load

                given = hashlib.sha256(path.read_bytes()).hexdigest()
                layers.append(bare(load(path)))
            layers += known.corrections
            return overlay(self._facts, layers), given, None
        except FactsError as wrong:
            told = [path.name for path in ready.facts]
            named = any(name in wrong.message for name in told)
            wrong = wrong if named else FactsError(f"{', '.join(told)}: {wrong.message}")
            return self._facts, given or "wrong", wrong
        except OSError as trouble:
            raise PassingError(f"{ready.key}: its facts file cannot be read ({trouble.strerror})") from None

    def _stamp(self, facts: Facts, wrong: FactsError | None, apart: Sequence[Part] = ()) -> str:
        told = [
            facts.model_dump(mode="json", by_alias=True),
            str(self.as_of),
            self._recipe,
            wrong and wrong.message,
            *(part.message for part in apart),
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _result(ready: Ready, ended: State, ending: Ending, apart: Sequence[Part]) -> Result:
    """Work that has just ended: what the ledger would tell of it."""
    case = ending.case or {}
    file_by = ((case.get("decision") or {}).get("deadline") or {}).get("file_by")
    told = (case.get("case_id"), ending.code, ending.message, file_by)
    return Result(ready.key, ended, *told, fresh=True, apart=_told_apart(apart, fresh=True))


def _told_apart(parts: Sequence[Part], *, fresh: bool) -> tuple[Result, ...]:
    return tuple(Result(p.source, State.SET_ASIDE, None, p.code, p.message, None, fresh) for p in parts)
