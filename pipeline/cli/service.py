"""`imrkit review`, `serve`, `doctor`, `forms` and `templates`: what stands around the letters."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.given import day, ledger_url, out_folder, settings
from pipeline.errors import ExitCode

forms = typer.Typer(no_args_is_help=True, help="Official forms: fill an office's blank form.")
templates = typer.Typer(no_args_is_help=True, help="The wording of the documents.")


def review(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8377,
    out: Annotated[Path, typer.Option(help="The output folder whose cases are shown.")] = Path("imrkit-out"),
    ledger: Annotated[str | None, typer.Option("--ledger", help="Another ledger (SQLAlchemy URL).")] = None,
) -> None:
    """Open the review page on 127.0.0.1: check, correct and confirm what was read."""
    from pipeline.web import create_app
    from pipeline.web import serve as serve_page

    folder, kept = out_folder(out, out), settings()
    app = create_app(
        folder,
        ledger_url(ledger, folder),
        today=lambda: day(None),
        limits=kept.limits(),
        law=kept.law,
        templates=kept.templates,
    )
    typer.echo(
        f"The review page is at http://127.0.0.1:{port} (Ctrl-C ends it). Nothing leaves this machine."
    )
    serve_page(app, port)


def serve(
    inbox: Annotated[Path | None, typer.Option(help="Also watch this folder.")] = None,
    out: Annotated[Path, typer.Option(help="Where the packets go.")] = Path("imrkit-out"),
    workers: Annotated[int | None, typer.Option(min=1, help="Letters at once.")] = None,
    ledger: Annotated[str | None, typer.Option("--ledger", help="Another ledger (SQLAlchemy URL).")] = None,
    pool: Annotated[
        str | None, typer.Option(help="Register the batch for this work pool's workers, then end.")
    ] = None,
    stop: Annotated[
        bool, typer.Option("--stop", help="Stop the Prefect server that imrkit started.")
    ] = False,
) -> None:
    """Register the Prefect deployments (by hand, batch, watched folder) and stay up."""
    from pipeline.flows import deploy
    from pipeline.flows import serve as serve_flows
    from pipeline.flows import stop as stop_server

    kept = settings()
    if stop:
        typer.echo("Stopped." if stop_server(kept.data) else "No server of ours was running.")
        return
    if pool:
        deploy(pool, data=kept.data, say=typer.echo)
        return
    folder = out_folder(out, out)
    serve_flows(
        folder,
        inbox=inbox,
        workers=workers or kept.workers,
        ledger=ledger_url(ledger, folder),
        data=kept.data,
    )


def doctor() -> None:
    """Say what is installed, what is missing and the command that mends it."""
    from rich.table import Table

    from pipeline.cli.doctor import examine
    from pipeline.cli.show import console

    table = Table("", "What", "Found", "To mend it", box=None)
    findings = examine()
    for finding in findings:
        mark = "[green]✓[/green]" if finding.ok else "[red]✗[/red]"
        table.add_row(mark, finding.name, finding.found, "" if finding.ok else f"[bold]{finding.mend}[/bold]")
    console.print(table)
    if not all(f.ok for f in findings):
        raise typer.Exit(ExitCode.BAD_INPUT)


@forms.command("add")
def add_form(
    blank: Annotated[Path, typer.Argument(help="The office's blank form (PDF).")],
    case: Annotated[str, typer.Option(help="The case to fill it for.")],
    out: Annotated[Path, typer.Option(help="The output folder of the case.")] = Path("imrkit-out"),
    ledger: Annotated[str | None, typer.Option("--ledger", help="Another ledger (SQLAlchemy URL).")] = None,
    form: Annotated[str | None, typer.Option(help="Which form it is, where it is not recognized.")] = None,
) -> None:
    """Fill an office's blank form for a case; what could not be placed is listed."""
    from pipeline.assemble.forms import add
    from pipeline.cli.cases import stored
    from pipeline.law import LAW_FOLDER, Law

    kept, known = settings(), stored(case, out, ledger)
    added = add(
        blank,
        known,
        Law.load(kept.law or LAW_FOLDER),
        out / "cases" / known.case_id,
        form_id=form,
        templates=kept.templates,
        as_of=day(None),
    )
    typer.echo(f"{added.form_id}: {len(added.placed)} answers filled in {added.file}")
    for label in added.unplaced:
        typer.echo(f"  please fill in by hand: {label}")


@forms.command("keep")
def keep_form(
    blank: Annotated[Path, typer.Argument(help="The office's blank form (PDF).")],
    templates_folder: Annotated[
        Path, typer.Argument(help="Your templates folder (`imrkit templates eject`).")
    ],
    form: Annotated[str | None, typer.Option(help="Which form it is, where it is not recognized.")] = None,
) -> None:
    """Keep an office's blank form with your templates: every packet that needs it fills it from then on."""
    from pipeline.assemble.forms import keep

    typer.echo(
        f"Kept as {keep(blank, templates_folder, form_id=form)}. Use it with --templates {templates_folder}"
    )


@templates.command("eject")
def eject(folder: Annotated[Path, typer.Argument(help="A new folder for your copy of the wording.")]) -> None:
    """Copy the wording to a folder, to be changed there and used with --templates."""
    from pipeline.assemble.templates import eject as copy_out

    copy_out(folder)
    typer.echo(f"Change the wording in {folder}, then use: imrkit run LETTER --templates {folder}")
