"""What a person reads in the terminal. Words only; every value comes from the case."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pipeline.models.words import FACTS, NEXT_STEP

if TYPE_CHECKING:
    from pipeline.batch.outcome import BatchResult
    from pipeline.law import Law
    from pipeline.models.case import Case
    from pipeline.models.decision import Decision

console = Console(highlight=False)

KIND = {
    "initial_denial": "first denial",
    "final_internal_denial": "denial upheld on appeal",
    "eob_denial": "explanation of benefits with a denial",
    "not_a_denial": "no denial",
}


def words(value: object) -> str:
    """An identifier as words: `no_prior_authorization` is "no prior authorization"."""
    return str(value).replace("_", " ")


def long_date(value: dt.date | str | None) -> str:
    """March 9, 2026; a dash where there is none."""
    if value is None:
        return "–"
    day = dt.date.fromisoformat(value) if isinstance(value, str) else value
    return f"{day:%B} {day.day}, {day.year}"


def print_case(case: "Case", out: Path, law: "Law") -> None:
    """The summary of one case."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("Letter", ", ".join(d.source for d in case.documents))
    table.add_row("Kind", KIND.get(str(case.document.kind), "unclear"))
    table.add_row("From", str(case.value("insurer") or "unknown"))
    table.add_row("Member", _joined(case.value("member_name"), case.value("member_id")))
    table.add_row(
        "Claim or reference",
        ", ".join(case.values("claim_numbers") or case.values("reference_numbers")) or "none found",
    )
    table.add_row("Letter date", long_date(case.value("letter_date")))
    table.add_row(
        "Denial", _joined(case.classification.denial_class, words(case.classification.denial_category or ""))
    )
    if case.decision:
        _decision_rows(table, case.decision, law)
    parts: list[Any] = [table]
    if case.review.needed:
        parts += ["", Text("A person must check this before filing:", style="bold yellow")]
        parts += [Text(f"  • {words(d.field)}: {d.why}", style="yellow") for d in case.review.reasons]
    parts += ["", Text(f"Packet: {out / 'cases' / case.case_id}", style="bold")]
    parts += [Text(f"  {name}") for name in case.packet[:4]]
    if len(case.packet) > 4:
        parts.append(Text(f"  and {len(case.packet) - 4} more"))
    console.print(Panel(Group(*parts), title=f"Case {case.case_id}", border_style="blue", padding=(1, 2)))
    console.print("This is not legal advice. Read the request before you sign it.", style="dim")


def print_decision(decision: "Decision", law: "Law") -> None:
    """A decision alone, with the rule and citation behind each step."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    _decision_rows(table, decision, law)
    console.print(table)
    for step in decision.because:
        cite = f" [dim]({step.cite})[/dim]" if step.cite else ""
        console.print(f"  • {step.text}{cite}")
    for caution in decision.cautions:
        console.print(f"  ! {caution}", style="yellow")


def _decision_rows(table: Table, decision: "Decision", law: "Law") -> None:
    table.add_row("What to do next", Text(NEXT_STEP[decision.path.value], style="bold"))
    if decision.process_id:
        told = Text(law.process(decision.process_id).name) + Text(f"  {decision.process_id}", style="dim")
        first = decision.path.value == "internal_appeal_first"
        table.add_row("After that" if first else "Where", told)
    deadline = decision.deadline
    if deadline and deadline.file_by:
        counted = deadline.counted_from
        since = f", counted from {words(counted.event)} {long_date(counted.date)}" if counted else ""
        table.add_row(
            "File by",
            Text(long_date(deadline.file_by), style="bold")
            + Text(f"  {deadline.window}{since}", style="dim"),
        )
        if deadline.cite:
            table.add_row("", Text(deadline.cite, style="dim"))
        if deadline.note:
            table.add_row("", Text(deadline.note, style="yellow"))
    if decision.expedited and decision.expedited.available:
        table.add_row("If it is urgent", decision.expedited.because or "an expedited review can be asked for")
    if decision.missing_facts:
        asked = (f"{FACTS[name]} ({name})" if name in FACTS else name for name in decision.missing_facts)
        table.add_row("Please tell us", ", ".join(asked))


def print_batch(result: "BatchResult") -> None:
    """The table at the end of a batch, the most pressing first, and where the packets lie."""
    table = Table(box=box.HORIZONTALS, pad_edge=False, show_lines=True, border_style="dim")
    table.add_column("File by", no_wrap=True)
    table.add_column("Letter", ratio=5, overflow="fold")
    table.add_column("What to do next", ratio=6, overflow="fold")
    for row in result.rows:
        table.add_row(_when(row), _letter(row), _next(row))
    console.print(table)
    counts = ", ".join(
        f"{result.count(s)} {words(s)}"
        for s in ("done", "set_aside", "duplicate", "pending")
        if result.count(s)
    )
    console.print(f"[bold]{len(result.results)} letters[/bold]: {counts}, in {result.seconds:.0f} s.")
    console.print(f"Packets: {result.out / 'cases'}\nTable:   {result.out / 'summary.xlsx'}", soft_wrap=True)
    console.print("This is not legal advice. Read each request before it is signed.", style="dim")


def _when(row: Mapping[str, Any]) -> Text:
    left = row["days_left"]
    if row["state"] != "done":
        return Text(words(row["state"]), style="red" if row["state"] == "set_aside" else "dim")
    if left is None:
        return Text("no date", style="dim")
    day = dt.date.fromisoformat(row["file_by"])
    text = Text(f"{day:%b} {day.day}, {day.year}", style=_urgent(left))
    return text.append(f"\n{left} days left" if left >= 0 else "\nthis day is past", style="not bold")


def _urgent(days_left: int) -> str:
    return "bold red" if days_left < 14 else "bold yellow" if days_left < 42 else "bold green"


def _letter(row: Mapping[str, Any]) -> Text:
    text = Text(row["letter"], style="bold")
    for line in (row["insurer"], row["denial"]):
        if line:
            text.append(f"\n{line}", style="not bold")
    return text


def _next(row: Mapping[str, Any]) -> Text:
    if row["state"] != "done":
        return Text(row["reason"], style="red")
    text = Text(row["next_step"], style="bold")
    if row["where"]:
        text.append(f"\n{row['where']}", style="not bold")
    person = row["person"].removeprefix("yes: ")
    if person:
        text.append(f"\n{person}", style="not bold yellow")
    return text.append(f"\ncases/{row['case_id']}", style="not bold dim")


def _joined(*parts: object) -> str:
    return " · ".join(str(p) for p in parts if p) or "unknown"


def print_law(law: "Law", jurisdiction: str) -> None:
    """The rules of a jurisdiction on one screen."""
    from pipeline.law import show

    for name, rows in show(law, jurisdiction):
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", justify="right", no_wrap=True)
        table.add_column(overflow="fold")
        for label, text in rows:
            table.add_row(label, text)
        console.print(Panel(table, title=name, title_align="left", border_style="blue"))


def print_changes(changes: list[dict[str, Any]]) -> None:
    """What a change of law files changes for open cases."""
    if not changes:
        console.print("No open case changes.")
        return
    table = Table("Case", "What", "Before", "After")
    for change in changes:
        for what, (before, after) in change["changes"].items():
            table.add_row(change["case_id"], words(what), str(before), str(after))
    console.print(table)
