"""`imrkit cases` and `imrkit precedents`: the ledger."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.given import day, ledger_url, settings

if TYPE_CHECKING:
    from pipeline.models.case import Case

commands = typer.Typer(no_args_is_help=True, help="The ledger: every letter taken in and what became of it.")
precedents = typer.Typer(no_args_is_help=True, help="Outcomes of decided independent reviews.")

Out = Annotated[Path, typer.Option(help="The output folder.")]
LedgerUrl = Annotated[str | None, typer.Option("--ledger", help="Another ledger (SQLAlchemy URL).")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
OUT = Path("imrkit-out")
_ON_SCREEN = 200


def stored(case: str, out: Path, ledger: str | None = None) -> "Case":
    """A case of the ledger by its id."""
    from pipeline.record import Ledger

    with Ledger(ledger_url(ledger, out)) as book:
        return book.case(case)


@commands.command("list")
def list_cases(
    out: Annotated[
        Path | None,
        typer.Option(
            help="Only letters of this output folder (default: imrkit-out, or all of a ledger that is named)."
        ),
    ] = None,
    ledger: LedgerUrl = None,
    as_json: AsJson = False,
    state: Annotated[
        str | None, typer.Option(help="Only letters that are pending, done, set_aside or duplicate.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Only the latest so many (default: 200 on the screen, all in JSON)."),
    ] = None,
) -> None:
    """One line a letter: where it came from, its state, its case, its deadline."""
    from pipeline.errors import UsageError
    from pipeline.record import STATES, Ledger

    if state is not None and state not in STATES:
        raise UsageError(f"--state is one of {', '.join(STATES)}, not {state!r}")
    most = limit if limit or as_json else _ON_SCREEN
    named = ledger or settings().ledger
    of = out if out or named else OUT
    with Ledger(ledger_url(ledger, of or OUT)) as book:
        letters = book.letters(out=of, state=state, limit=most)
        totals = book.totals(out=of) if most else {}
    if as_json:
        sys.stdout.write(json.dumps(letters, indent=1) + "\n")
        return
    from rich.table import Table

    from pipeline.cli.show import console, words

    table = Table("Letter", "State", "Case", "File by", "Why set aside")
    for letter in letters:
        table.add_row(
            letter["source"], words(letter["state"]), letter["case_id"], letter["file_by"], letter["reason"]
        )
    console.print(table)
    more = (totals[state] if state else sum(totals.values())) - len(letters)
    if more > 0:
        console.print(f"The latest {len(letters)}; {more} more with --limit {more + len(letters)}.")


@commands.command("show")
def show(
    case: Annotated[str, typer.Argument(help="The case's id, or the beginning of it.")],
    out: Out = OUT,
    ledger: LedgerUrl = None,
    as_json: AsJson = False,
) -> None:
    """All that is known of a case: letters, versions, decisions, corrections, history."""
    from pipeline.record import Ledger

    with Ledger(ledger_url(ledger, out)) as book:
        known = book.show(case)
    if as_json:
        sys.stdout.write(json.dumps(known, indent=1, default=str) + "\n")
    else:
        from pipeline.cli.show import console

        console.print_json(json.dumps(known, default=str))


@commands.command("export")
def export(
    target: Annotated[
        Path, typer.Argument(help="A new folder (CSV and JSON lines), or one file ending in .json.")
    ],
    out: Out = OUT,
    ledger: LedgerUrl = None,
) -> None:
    """Write the whole ledger out for other programs."""
    from pipeline.record import Ledger

    with Ledger(ledger_url(ledger, out)) as book:
        for path in book.export(target):
            typer.echo(path)


@commands.command("purge")
def purge(
    case: Annotated[str, typer.Argument(help="The case's id.")],
    out: Out = OUT,
    ledger: LedgerUrl = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove all of a person's data in a case; only the fact that it was purged stays."""
    from pipeline.record import Ledger

    if not yes:
        typer.confirm(f"Remove case {case}, its packet and its letters in {out} for good?", abort=True)
    from pipeline.summary import write_summary

    with Ledger(ledger_url(ledger, out)) as book:
        gone = book.purge(case, out=out, who="cases purge")
        write_summary(book, out, as_of=day(None))
    typer.echo(f"Case {case} is gone.")
    for path in gone.get("left", ()):
        typer.echo(f"  still there, because it was never ours to move: {path}")
    for other in gone.get("linked", ()):
        typer.echo(f"  of the same matter, and kept: case {other}")


@precedents.command("import")
def import_precedents(
    file: Annotated[
        Path, typer.Argument(help="California's open-data file of independent medical reviews (CSV).")
    ],
    out: Out = OUT,
    ledger: LedgerUrl = None,
) -> None:
    """Load decided reviews into the ledger, beside the counts that come with the program."""
    from pipeline.assemble.precedents import count as counted
    from pipeline.assemble.precedents import import_rows, save
    from pipeline.record import Ledger
    from pipeline.run import PRECEDENTS

    imported = import_rows(file)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = "CA-DMHC"
    rows = [
        {
            **asdict(r),
            "source": source,
            "decided": 1,
            "overturned": int(r.overturned),
            "first_year": r.year,
            "last_year": r.year,
        }
        for r in imported.reviews
    ]
    with Ledger(ledger_url(ledger, out)) as book:
        book.forget_precedents(source)
        count = book.add_precedents(rows)
    save(counted(imported.reviews), out / PRECEDENTS)
    left = (
        f"; {imported.left_out} rows without a plain outcome, year or number were left out"
        if imported.left_out
        else ""
    )
    typer.echo(f"{count} reviews are in the ledger{left}.")
