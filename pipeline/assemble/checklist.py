"""The rows of the checklist: what is in the packet, what is missing and who has it, what must be checked."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.assemble.choose import Paper
from pipeline.assemble.gather import Gatherer
from pipeline.assemble.given import Given, Names, Several, as_date, long_date
from pipeline.models.decision import Decision
from pipeline.models.fields import Doubt

DOCTOR_DAYS = 10  # a doctor's paper is asked for this long before the last day
OWN_DAYS = 7  # what the person has, this long


def contents(g: Gatherer, papers: Sequence[Paper], filed_by: str) -> list[Names]:
    """One row for each document: its title, who signs, where it goes."""
    rows = []
    for paper in papers:
        who = g.words["signs"].get(paper.signs or "none")
        signs = who[filed_by] if isinstance(who, Mapping) else who
        rows.append(
            Names(
                {
                    "title": _title(g, paper),
                    "signs": Given(signs, f"words:signs.{paper.signs or 'none'}"),
                    "goes": g.say("goes", paper.to),
                }
            )
        )
    return rows


def _title(g: Gatherer, paper: Paper) -> Given:
    title = g.say("titles", paper.text)
    if paper.id == f"{paper.text}-{paper.tongue}":  # beside the English one that goes out
        return Given(f"{title.text} ({g.words['small']['copy']})", title.source)
    return title


def missing(
    g: Gatherer, printed: Iterable[Given], decision: Decision | None, as_of: dt.date, *, urgent: bool
) -> list[Names]:
    """Every blank that any document shows, once, gathered by who supplies it and by when: now, if urgent."""
    found: dict[str, dict[str, Given]] = {who: {} for who in g.words["who"]}
    for value in printed:
        key = value.source.removeprefix("blank:")
        who = g.words["blanks"].get(key, {}).get("who")
        if value.blank and who in found:
            found[who].setdefault(key, Given(g.words["blanks"][key]["label"], value.source))
    return [
        Names(
            {
                "who": g.say("who", who),
                "what": Several(tuple(labels.values()), g.blank("signed"), "; "),
                "by": g.say("when", "at_once") if urgent else _by(g, who, decision, as_of),
            }
        )
        for who, labels in found.items()
        if labels
    ]


def _by(g: Gatherer, who: str, decision: Decision | None, as_of: dt.date) -> Given:
    last = decision.deadline.file_by if decision and decision.deadline else None
    if last is None:
        return g.say("when", "before_filing")
    day = last - dt.timedelta(days=DOCTOR_DAYS if who == "doctor" else OWN_DAYS)
    if day <= as_of:
        return g.say("when", "at_once")
    return g.date(day, "decision:deadline.file_by")


def asked(g: Gatherer, decision: Decision | None) -> list[Names]:
    """The facts that would change the next step, as questions, with who knows."""
    rows = []
    for key in decision.missing_facts if decision else ():
        entry = g.words["facts"].get(key) or {"label": key, "who": g.words["who"]["you"]}
        source = f"decision:missing_facts.{key}"
        rows.append(Names({"what": Given(entry["label"], source), "who": Given(entry["who"], source)}))
    return rows


def doubts(g: Gatherer, printed: Iterable[Given], reasons: Sequence[Doubt]) -> list[Names]:
    """What a person must check: doubtful values that were printed, then what the stages said."""
    rows: dict[tuple[str, str], Names] = {}
    shown: dict[str, Given] = {}
    for value in printed:
        if value.doubt and value.source not in shown:
            shown[value.source] = value
    by_field = {r.field: r for r in reasons}
    for source, value in shown.items():
        field = _field(source)
        if field in by_field:
            continue
        rows[(field, source)] = _row(
            g, field, value, g.words["doubts"].get(value.doubt, value.doubt), f"doubt:{source}"
        )
    for reason in reasons:
        doubted = next((v for s, v in shown.items() if _field(s) == reason.field), None)
        seen = [_said(g, c.value) for c in reason.candidates if doubted is None or c.value != doubted.raw]
        why = reason.why
        if seen:
            why += f"; {g.words['small']['also_seen']}: " + "; ".join(seen[:3])
        rows[(reason.field, reason.why)] = _row(g, reason.field, doubted, why, f"review:{reason.field}")
    return list(rows.values())


def _said(g: Gatherer, value: object) -> str:
    """A candidate in words: a category by its name, a date written out."""
    text = str(value)
    if day := as_date(text):
        return long_date(day, g.language)
    return str(g.words["categories"].get(text) or g.words["kinds"].get(text) or text)


def _field(source: str) -> str:
    """The field behind a source: field:claim_numbers[0] gives claim_numbers, an office's address gives address."""
    if match := re.search(r"(?:appeal_addresses\[\d+\]|file_with)\.(\w+)$", source):
        return match.group(1)
    return source.partition(":")[2].partition("[")[0] or source


def _row(g: Gatherer, field: str, value: Given | None, why: str, source: str) -> Names:
    name = g.words["fields"].get(field) or g.words["blanks"].get(f"office.{field}", {}).get("label") or field
    shown = Given(value.text, value.source) if value else g.say("small", "printed_nowhere")
    return Names({"what": Given(name, f"words:fields.{field}"), "printed": shown, "why": Given(why, source)})
