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

if TYPE_CHECKING:
    from pipeline.batch import BatchResult
    from pipeline.law import Law
    from pipeline.models.case import Case
    from pipeline.models.decision import Decision

console = Console(highlight=False)

NEXT_STEP = {
    "external_review": "Ask for external review",
    "internal_appeal_first": "Appeal to the plan first",
    "administrative_route": "Correct the claim or complain",
    "other_program": "Use the program's own appeal",
    "needs_facts": "Tell us more, then decide",
    "not_a_denial": "Nothing to appeal",
}
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


def urgency(file_by: dt.date | None, as_of: dt.date) -> str:
    """The colour of a deadline: red when under two weeks or past, yellow under six, else green."""
    if file_by is None:
        return "yellow"
    left = (file_by - as_of).days
    return "bold red" if left < 14 else "yellow" if left < 42 else "green"


def print_case(case: "Case", out: Path) -> None:
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
        _decision_rows(table, case.decision)
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


def print_decision(decision: "Decision") -> None:
    """A decision alone, with the rule and citation behind each step."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    _decision_rows(table, decision)
    console.print(table)
    for step in decision.because:
        cite = f" [dim]({step.cite})[/dim]" if step.cite else ""
        console.print(f"  • {step.text}{cite}")
    for caution in decision.cautions:
        console.print(f"  ! {caution}", style="yellow")


def _decision_rows(table: Table, decision: "Decision") -> None:
    table.add_row("What to do next", Text(NEXT_STEP[decision.path.value], style="bold"))
    if decision.process_id:
        table.add_row("Where", decision.process_id)
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
        table.add_row("Please tell us", ", ".join(decision.missing_facts))


def print_batch(result: "BatchResult") -> None:
    """The table at the end of a batch, the most pressing first, and where the packets lie."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left", row_styles=["", "on grey7"])
    for title, least in (
        ("Letter", 14),
        ("Insurer", 14),
        ("Denial", 12),
        ("What to do next", 14),
        ("File by", 12),
        ("A person must look at", 16),
        ("Packet", 10),
    ):
        table.add_column(title, overflow="fold", min_width=least)
    for row in result.rows:
        if row["state"] == "done":
            _done_row(table, row)
        else:
            state = f"{words(row['state'])}: {row['reason']}".rstrip(": ")
            table.add_row(
                row["letter"],
                "",
                "",
                Text(state, style="red" if row["state"] == "set_aside" else "dim"),
                "",
                "",
                "",
            )
    console.print(table)
    counts = ", ".join(
        f"{result.count(s)} {words(s)}"
        for s in ("done", "set_aside", "duplicate", "pending")
        if result.count(s)
    )
    console.print(
        f"[bold]{len(result.results)} letters[/bold]: {counts}, in {result.seconds:.0f} s.",
        f"Packets are in {result.out / 'cases'}; the table is in {result.out / 'summary.xlsx'}.",
        sep="\n",
    )
    console.print("This is not legal advice. Read each request before it is signed.", style="dim")


def _done_row(table: Table, row: Mapping[str, Any]) -> None:
    left = row["days_left"]
    colour = "dim" if left is None else "bold red" if left < 14 else "yellow" if left < 42 else "green"
    date = Text(long_date(row["file_by"] or None), style=colour)
    if left is not None and left < 0:
        date.append(" (past)")
    person = row["person"].removeprefix("yes: ")
    table.add_row(
        row["letter"],
        row["insurer"],
        row["denial"],
        row["next_step"],
        date,
        Text(person, style="yellow"),
        row["case_id"],
    )


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
