"""A light, real worker: reads the file, writes a case folder whole or not at all. For tests that need hundreds."""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.batch.work import Job, Work
from pipeline.errors import BadInputError, DamagedError, EncryptedError, FaultyLettersError, PassingError


@dataclass(frozen=True)
class LightLoad:
    """Letters tell the worker what to do by what they hold: `crash`, `encrypted`, `busy FILE`, `once FILE`, `bug`, `missing`."""

    seconds: float = 0.0
    log: Path | None = None  # each piece of work done is one line here

    def __call__(self) -> Work:
        return self.work

    def work(self, job: Job) -> Mapping[str, Any]:
        found = [path.read_bytes() for path in job.paths]
        faults = []
        for path, data in zip(job.paths, found, strict=True):
            try:
                _obey(data)
            except BadInputError as bad:
                if len(found) == 1:
                    raise
                faults.append((path.name, bad.code, bad.message))
        if faults:
            raise FaultyLettersError(faults)
        time.sleep(self.seconds)
        shas = [hashlib.sha256(data).hexdigest() for data in found]
        case = case_of(job, shas)
        write(job.out, case)
        if self.log:
            with self.log.open("a") as log:
                log.write(f"{os.getpid()} {case['case_id']}\n")
        return case


def case_of(job: Job, shas: list[str]) -> dict[str, Any]:
    """A case in the shape of case.json, with what the letters' words say of member and claim."""
    said: dict[str, Any] = {}
    for path in job.paths:
        for line in path.read_bytes().decode("latin-1").splitlines():
            if line.startswith("%%") and ": " in line:
                name, value = line[2:].split(": ", 1)
                said[name] = value
    joined = shas[0] if len(shas) == 1 else hashlib.sha256("".join(sorted(shas)).encode()).hexdigest()
    documents = [
        {"source": p.name, "sha256": s, "pages": 1, "kind": "initial_denial", "ocr_pages": [],
         "unreadable_pages": [], "skipped_pages": {}, "reading": {"1": "text"}}
        for p, s in zip(job.paths, shas, strict=True)
    ]  # fmt: skip
    fields: dict[str, Any] = {"insurer": _field(said.get("insurer", "Example Health"))}
    if "member" in said:
        fields["member_id"] = _field(said["member"])
    if "claim" in said:
        fields["claim_numbers"] = [_field(said["claim"])]
    return {
        "case_id": joined[:16], "schema_version": 1, "pipeline_version": "light", "document": documents[0],
        "documents": documents, "fields": fields,
        "classification": {"denial_class": "clinical", "denial_category": "medical_necessity", "confidence": 0.9,
                           "evidence": [], "doubts": []},
        "decision": {"path": "external_review", "process_id": "CA-DMHC-IMR", "eligible": "yes", "because": [],
                     "deadline": {"file_by": said.get("file_by", "2026-09-01"), "never_late_before": None,
                                  "counted_from": None, "cite": "", "window": "", "note": None, "uncertain": False},
                     "expedited": None, "missing_facts": [], "alternatives": [], "cautions": [], "law_sha256": "law"},
        "review": {"needed": bool(job.left_out), "reasons": [{"field": "document", "why": w} for w in job.left_out]},
        "facts": job.facts.model_dump(mode="json", by_alias=True), "packet": ["checklist.pdf"], "provenance": {},
        "error": None,
    }  # fmt: skip


def _field(value: Any) -> dict[str, Any]:
    return {"value": value, "confidence": 1.0, "page": 1, "box": None, "quote": None, "origin": "text",
            "rule": "light", "candidates": []}  # fmt: skip


def _obey(data: bytes) -> None:
    if b"%%crash" in data:
        os._exit(9)
    if b"%%damaged" in data or not data.startswith(b"%PDF-"):
        raise DamagedError("this letter is damaged. Scan it again.")
    if b"%%encrypted" in data:
        raise EncryptedError("this letter needs a password.")
    if b"%%bug" in data:
        raise KeyError("Jane Canary")
    if b"%%missing" in data:
        raise FileNotFoundError(2, "No such file", "a part of the program")
    if b"%%once " in data:
        tried = Path(data.split(b"%%once ")[1].split(b"\n")[0].decode())
        if not tried.exists():
            tried.touch()
            raise PassingError("the file is held by another program")
    if b"%%busy " in data:
        gate = Path(data.split(b"%%busy ")[1].split(b"\n")[0].decode())
        if not gate.exists():
            raise PassingError("the disk is full")


def write(out: Path, case: Mapping[str, Any]) -> None:
    cases = out / "cases"
    cases.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".light-", dir=cases))
    (work / "case.json").write_text(json.dumps(case, indent=1) + "\n")
    (work / "checklist.pdf").write_bytes(b"%PDF-1.4 checklist\n%%EOF\n")
    place = cases / case["case_id"]
    shutil.rmtree(place, ignore_errors=True)
    try:
        work.rename(place)
    except OSError:  # another process was quicker: the same bytes
        shutil.rmtree(work, ignore_errors=True)


def letter(text: str, **said: str) -> bytes:
    """A letter for the light worker; whole by its structure."""
    lines = [f"%%{name}: {value}" for name, value in said.items()]
    return "\n".join(["%PDF-1.4", text, *lines, "%%EOF", ""]).encode()
