"""What a worker process does with one bundle of letters, and how it gets ready for it.

The seam: a `Load` is called once in each worker process and gives a `Work`; the engine knows no more of the
core than that.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.models.facts import Facts
from pipeline.models.letter import Limits


@dataclass(frozen=True, slots=True)
class Job:
    """The letters of one case and all that decides its result."""

    paths: tuple[Path, ...]
    out: Path
    facts: Facts
    as_of: dt.date
    password: str | None = None
    left_out: tuple[str, ...] = ()  # why letters that belong to the case are not among `paths`


Work = Callable[[Job], Mapping[str, Any]]  # gives the case as in case.json; raises ImrkitError
Load = Callable[[], Work]  # must be picklable


@dataclass(frozen=True, slots=True)
class LoadKit:
    """The real work: `pipeline.run.process` with a kit that is loaded once per process."""

    limits: Limits = field(default_factory=Limits)
    law: Path | None = None
    templates: Path | None = None
    language: str = "en"

    def __call__(self) -> Work:
        from pipeline.run import Kit, process

        kit = Kit.load(
            limits=self.limits, workers=1, law=self.law, templates=self.templates, language=self.language
        )

        def work(job: Job) -> Mapping[str, Any]:
            case = process(
                job.paths,
                out=job.out,
                facts=job.facts,
                as_of=job.as_of,
                kit=kit,
                password=job.password,
                left_out=job.left_out,
            )
            return case.model_dump(mode="json", by_alias=True)

        return work

    def recipe(self) -> str:
        """A digest of what decides the result besides letters, facts and day: program, law, wording."""
        import pipeline

        top = Path(pipeline.__file__).parent.parent
        law = self.law or top / "law"
        wording = self.templates or top / "templates"
        parts = [pipeline.__version__, self.language, _digest_of_folder(law), _digest_of_folder(wording)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _digest_of_folder(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
