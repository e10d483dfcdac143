"""`imrkit run`, `batch`, `watch` and `extract`: the commands that take letters."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.given import day, facts_for, ledger_url, out_folder, settings

Out = Annotated[
    Path | None, typer.Option(help="Where the packets go (default: imrkit-out beside the input).")
]
FactsFile = Annotated[Path | None, typer.Option("--facts", help="What the letter cannot tell (YAML).")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Decide as on this day (default: today).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print for programs.")]
LedgerUrl = Annotated[
    str | None, typer.Option("--ledger", help="Another ledger: an SQLite or PostgreSQL URL.")
]
Language = Annotated[str, typer.Option("--language", help="Patient-facing pages in en or es.")]
Templates = Annotated[
    Path | None, typer.Option("--templates", help="Your own wording: a folder made by `templates eject`.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="How many letters at once (default: all cores).")
]
Engine = Annotated[str, typer.Option("--engine", help="inline, prefect or auto.")]
Password = Annotated[str | None, typer.Option("--password", help="Opens an encrypted PDF.")]


def run(
    letters: Annotated[
        list[Path], typer.Argument(help="The letters of ONE case: first denial, upheld appeal, EOB, photos.")
    ],
    out: Out = None,
    facts: FactsFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    password: Password = None,
    ledger: LedgerUrl = None,
    language: Language = "en",
    templates: Templates = None,
    engine: Engine = "inline",
) -> None:
    """One case by hand: read the letters, decide, write the packet, say what to do."""
    when = day(as_of)
    given = facts_for(letters, facts)
    from pipeline.intake import admit
    from pipeline.record import Ledger
    from pipeline.run import Kit, dumped, process

    kept = settings()
    admit(letters, kept.limits())  # refuse bad input before anything is made
    folder = out_folder(out, letters[0])
    with (
        Kit.load(
            limits=kept.limits(),
            workers=kept.workers or os.cpu_count() or 1,
            law=kept.law,
            templates=templates or kept.templates,
            language=language,
        ) as kit,
        Ledger(ledger_url(ledger, folder)) as book,
    ):
        if engine == "prefect":
            from pipeline.flows import run_by_hand

            case = run_by_hand(
                letters, out=folder, facts=given, as_of=when, kit=kit, password=password, data=kept.data
            )
        else:
            case = process(letters, out=folder, facts=given, as_of=when, kit=kit, password=password)
        book.save_case(case, letters, who="run", out=folder)
    if as_json:
        sys.stdout.write(dumped(case))
        return
    from pipeline.cli.show import print_case

    print_case(case, folder, kit.law)


def extract(
    files: Annotated[list[Path], typer.Argument(help="Letters; each is a case of its own.")],
    jsonl: Annotated[Path | None, typer.Option(help="Write here instead of standard output.")] = None,
    password: Password = None,
    workers: Workers = None,
) -> None:
    """Read, extract and classify only: one case a line, in the order given. A bad file is a line with `error`."""
    from pipeline.cli.spread import examined

    kept = settings()
    stream = jsonl.open("w", encoding="utf-8") if jsonl else sys.stdout
    try:
        for line in examined(files, kept, workers or kept.workers or os.cpu_count() or 1, password):
            stream.write(line + "\n")
            stream.flush()
    finally:
        if jsonl:
            stream.close()


def batch(
    folder: Annotated[Path, typer.Argument(help="Every letter in it is a case; a sub-folder is one case.")],
    out: Out = None,
    workers: Workers = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a batch that was stopped.")] = False,
    facts: FactsFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    ledger: LedgerUrl = None,
    language: Language = "en",
    templates: Templates = None,
    engine: Engine = "auto",
) -> None:
    """A folder of letters: one packet each, and a summary sorted by deadline."""
    from pipeline.cli.work import work_off_folder

    result = work_off_folder(
        folder, out, workers, resume, facts, as_of, ledger, language, templates, engine, quiet=as_json
    )
    if as_json:
        sys.stdout.write(json.dumps(result.as_dict(), indent=1) + "\n")
    else:
        from pipeline.cli.show import print_batch

        print_batch(result)
    raise typer.Exit(result.exit_code)


def watch(
    folder: Annotated[Path, typer.Argument(help="The folder that people drop letters in.")],
    out: Out = None,
    once: Annotated[bool, typer.Option("--once", help="Work off what is there, then end.")] = False,
    workers: Workers = None,
    as_of: AsOf = None,
    ledger: LedgerUrl = None,
    language: Language = "en",
    templates: Templates = None,
    engine: Engine = "auto",
    settle: Annotated[
        float, typer.Option(help="Seconds a file must stay unchanged before it is taken.")
    ] = 5.0,
) -> None:
    """Pick up what is dropped in a folder until stopped (Ctrl-C)."""
    from pipeline.cli.work import watch_folder

    code = watch_folder(folder, out, once, workers, as_of, ledger, language, templates, engine, settle)
    raise typer.Exit(code)
