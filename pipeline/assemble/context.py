"""The whole of what templates may name: letter, person, law, decision."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.assemble.choose import Paper
from pipeline.assemble.gather import Gatherer, gather
from pipeline.assemble.given import Given, Names, spelled
from pipeline.assemble.office import addressee, deadline_names, law_names
from pipeline.assemble.precedents import Comparison
from pipeline.law import Process
from pipeline.models.case import Case
from pipeline.models.decision import Alternative, Decision

POINTS = 10  # sentences of the plan's reason that a doctor is asked to answer one by one


def context(g: Gatherer, process: Process | None, found: Mapping[str, str], as_of: dt.date) -> dict[str, Any]:
    """Everything but the addressee, which differs by document."""
    case = g.case
    decision = case.decision
    because = decision.expedited.because if decision and decision.expedited else ""
    return {
        **gather(g),
        "law": law_names(g, process),
        "deadline": deadline_names(g, decision),
        "expedited": Names(
            {
                "known": bool(because and decision and decision.expedited and decision.expedited.available),
                "because": Given(because, "decision:expedited.because")
                if because
                else g.blank("exhaustion.reason"),
            }
        ),
        "because": [
            Names(
                {
                    "text": Given(spelled(step.text, g.language), f"decision:because[{i}].text"),
                    "cite": Given(step.cite, f"decision:because[{i}].cite") if step.cite else None,
                }
            )
            for i, step in enumerate(decision.because if decision else ())
        ],
        "cautions": _cautions(g, decision),
        "exhaustion": _exhaustion(g, decision),
        "step": next(
            (
                Given(spelled(step.text, g.language), f"decision:because[{i}].text")
                for i, step in enumerate(decision.because if decision else ())
                if step.rule.startswith("ladder.")
            ),
            None,
        ),
        "i_am": replace(g.say("small", "i_am"), doubt="unsaid" if found["filer_known"] == "no" else None),
        "voice": Names(_voice(g, found["filed_by"])),
        "blank": {key: g.blank(key) for key in g.words["blanks"]},
        "points": _points(g),
        "trait": Names(found),
        "as_of": g.date(as_of, "as_of"),
    }


def _exhaustion(g: Gatherer, decision: Decision | None) -> Names | None:
    """The rule by which no finished internal appeal is needed, in the decision's own words."""
    for i, step in enumerate(decision.because if decision else ()):
        if step.rule.startswith("exhaustion.") or step.rule == "level.waiting":
            source = f"decision:because[{i}]"
            return Names(
                {
                    "text": Given(spelled(step.text, g.language), f"{source}.text"),
                    "cite": Given(step.cite, f"{source}.cite") if step.cite else None,
                }
            )
    return None


def _cautions(g: Gatherer, decision: Decision | None) -> list[Given]:
    """What is not sure about the law; a caution that the deadline's note already says is not said twice."""
    if decision is None:
        return []
    note = (decision.deadline.note if decision.deadline else None) or ""
    return [
        Given(spelled(text, g.language), f"decision:cautions[{i}]")
        for i, text in enumerate(decision.cautions)
        if text not in note
    ]


def _points(g: Gatherer) -> list[Names]:
    """The sentences of the plan's reason, each exactly as printed, for the doctor to answer one by one."""
    reason = g.field("denial_reason")
    if reason is None:
        return []
    sentences = [s for s in re.split(r"(?<=[.;!?])\s+(?=[A-Z(])", " ".join(reason.text.split())) if s]
    if len(sentences) > POINTS:
        return []  # too many to answer one by one: the reason is quoted whole
    return [
        Names({"number": Given(str(i), "words:number"), "text": replace(reason, text=sentence)})
        for i, sentence in enumerate(sentences, 1)
    ]


def _voice(g: Gatherer, filed_by: str) -> dict[str, Given]:
    return {k: Given(v, f"words:voices.{filed_by}.{k}") for k, v in g.words["voices"][filed_by].items()}


def office_for(g: Gatherer, paper: Paper, process: Process | None) -> Names:
    """To whom this document is addressed."""
    return addressee(g, paper.addressee, process)


def enclosures(g: Gatherer, papers: Sequence[Paper], case: Case) -> list[Given]:
    """What goes with the main document: the plan's letters, then the papers of the packet."""
    out = []
    for i, letter in enumerate(case.documents or (case.document,)):
        kind = g.words["kinds"].get(str(letter.kind))
        text = f"{g.words['small']['exhibit']} {tab(i)}: {g.words['titles']['letter']}"
        details = [d for d in (kind, _pages(g, letter.pages)) if d]
        out.append(Given(text + (f" ({', '.join(details)})" if details else ""), f"documents[{i}]"))
    for paper in papers:
        if not paper.main and paper.to in ("office", "doctor"):
            out.append(g.say("titles", paper.text))
    return out


def tab(index: int) -> str:
    """The letter of an exhibit: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _pages(g: Gatherer, count: int) -> str:
    return f"{count} {g.words['small']['page' if count == 1 else 'pages']}" if count else ""


def precedent_names(g: Gatherer, found: Sequence[Comparison]) -> Names:
    """The worksheet's lines, widest group first."""
    rows = []
    for i, line in enumerate(found):
        source = f"precedents:{line.scope}[{i}]"
        what = g.words["precedents"][line.scope].format(
            type=line.type, diagnosis=line.diagnosis, treatment=line.treatment
        )
        total = line.total
        numbers = {
            name: Given(str(getattr(total, name)), f"{source}.{name}")
            for name in ("decided", "overturned", "upheld", "first_year", "last_year")
        }
        narrow = (
            line.scope != "type" and total.references
        )  # of all reviews of a type, a few numbers say nothing
        references = Given(", ".join(total.references), f"{source}.references") if narrow else None
        rows.append(Names({"what": Given(what, source), "references": references, **numbers}))
    years = (
        {
            "first_year": Given(str(min(f.total.first_year for f in found)), "precedents:first_year"),
            "last_year": Given(str(max(f.total.last_year for f in found)), "precedents:last_year"),
        }
        if found
        else {}
    )
    return Names({"rows": rows, **years})


def road_names(g: Gatherer, roads: Sequence[tuple[Alternative, Process]]) -> list[Names]:
    """Other roads the decision knows, by name and condition."""
    return [
        Names(
            {
                "name": Given(process.name, f"law:{process.id}.name"),
                "when": Given(spelled(road.when, g.language), f"decision:alternatives[{i}].when"),
            }
        )
        for i, (road, process) in enumerate(roads)
    ]
