"""All commands in one place, in the order a newcomer needs them."""

import typer

from pipeline import __version__
from pipeline.cli import cases, law, letters, service

app = typer.Typer(
    name="imrkit",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "From a health insurer's denial letter to a request for review that is ready to sign and file.\n\n"
        "Start with [bold]imrkit run LETTER.pdf[/bold]: it reads the letter, says what the law allows next and "
        "by when, and writes the documents. Nothing leaves this machine. This is not legal advice."
    ),
)

app.command("run")(letters.run)
app.command("batch")(letters.batch)
app.command("watch")(letters.watch)
app.command("extract")(letters.extract)
app.command("decide")(law.decide)
app.add_typer(law.commands, name="law")
app.command("review")(service.review)
app.add_typer(cases.commands, name="cases")
app.add_typer(cases.precedents, name="precedents")
app.add_typer(service.forms, name="forms")
app.add_typer(service.templates, name="templates")
app.command("serve")(service.serve)
app.command("doctor")(service.doctor)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"imrkit {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """Options that stand before any command."""
