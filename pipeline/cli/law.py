"""`imrkit decide` and `imrkit law`: the law alone."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.given import day, settings
from pipeline.cli.quick import decided
from pipeline.errors import ExitCode

commands = typer.Typer(no_args_is_help=True, help="Print, check and compare the rules.")


def decide(
    facts: Annotated[
        Path, typer.Option("--facts", help="What is known of the case (YAML).", show_default=False)
    ],
    as_of: Annotated[str | None, typer.Option(help="Decide as on this day (default: today).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the decision for programs.")] = False,
) -> None:
    """Ask the law alone: facts in, the next step, the office and the last safe day out."""
    if as_json:
        sys.stdout.write(decided(facts, as_of) + "\n")
        return
    from pipeline.cli.show import print_decision
    from pipeline.law import Law
    from pipeline.models.decision import Decision

    print_decision(Decision.model_validate_json(decided(facts, as_of)), Law.load())


@commands.command("show")
def show(
    jurisdiction: Annotated[
        str, typer.Argument(help="A state or territory (CA), or US for the federal programs.")
    ],
) -> None:
    """Print the rules of a state or of the federal programs, with their citations."""
    from pipeline.cli.show import print_law
    from pipeline.law import LAW_FOLDER, Law

    print_law(Law.load(settings().law or LAW_FOLDER), jurisdiction)


@commands.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="Another folder of law files.")] = None,
) -> None:
    """Validate every rule file: keys, citations, dates, gaps."""
    from pipeline.law import LAW_FOLDER
    from pipeline.law import check as check_files

    problems = check_files(folder or LAW_FOLDER)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(ExitCode.BAD_INPUT)
    typer.echo("Every rule file is in order.")


@commands.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(help="The folder of law files as it was.")],
    new: Annotated[Path, typer.Argument(help="The folder of law files as it is.")],
    out: Annotated[Path, typer.Option(help="The output folder whose open cases are asked.")] = Path(
        "imrkit-out"
    ),
    ledger: Annotated[str | None, typer.Option(help="Another ledger (SQLAlchemy URL).")] = None,
    as_of: Annotated[str | None, typer.Option(help="Decide as on this day (default: today).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show what a change of the law files changes for the open cases of a ledger."""
    from pipeline.cli.given import ledger_url
    from pipeline.cli.show import print_changes
    from pipeline.law import Law
    from pipeline.record import Ledger
    from pipeline.run import redecide

    then, now, when = Law.load(old), Law.load(new), day(as_of)
    with Ledger(ledger_url(ledger, out)) as book:
        changes = [change for case in book.cases() if (change := redecide(case, then, now, when)) is not None]
    if as_json:
        sys.stdout.write(json.dumps(changes, indent=1) + "\n")
    else:
        print_changes(changes)
