"""What `batch` and `watch` do once the options are read: settings in, progress on the screen, result out."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
)

from pipeline.cli.given import day, facts_for, ledger_url, out_folder, settings
from pipeline.cli.show import console, words
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.batch.desk import Result
    from pipeline.batch.outcome import BatchResult
    from pipeline.batch.outcome import Progress as Step
    from pipeline.batch.work import LoadKit

ENGINES = ("inline", "prefect", "auto")


def work_off_folder(
    folder: Path,
    out: Path | None,
    workers: int | None,
    resume: bool,
    facts: Path | None,
    as_of: str | None,
    ledger: str | None,
    language: str,
    templates: Path | None,
    engine: str,
    password: str | None = None,
    *,
    quiet: bool = False,
) -> "BatchResult":
    """`imrkit batch`: every letter of `folder`."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder. For single letters use: imrkit run LETTER")
    _known(engine)
    when, given, kept = day(as_of), facts_for((), facts), settings()
    place = out_folder(out, folder)
    from pipeline.batch.folder import run_batch
    from pipeline.flows import carry_for
    from pipeline.record import Ledger

    with (
        _stopped("Stopped. What was finished is kept; go on with the same command and --resume."),
        Ledger(ledger_url(ledger, place), who="batch") as book,
        _bar(quiet) as tell,
    ):
        return run_batch(
            folder,
            place,
            ledger=book,
            as_of=when,
            facts=given,
            workers=workers or kept.workers or os.cpu_count() or 1,
            resume=resume,
            load=_load(language, templates),
            password=password,
            seconds_per_letter=kept.seconds_per_letter,
            on_progress=tell,
            carry=carry_for(engine, data=kept.data, name="batch", say=_say if not quiet else lambda _: None),
        )


def watch_folder(
    folder: Path,
    out: Path | None,
    once: bool,
    workers: int | None,
    as_of: str | None,
    ledger: str | None,
    language: str,
    templates: Path | None,
    engine: str,
    settle: float,
) -> int:
    """`imrkit watch`: what is dropped in `folder`, until stopped."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder")
    _known(engine)
    kept, place = settings(), out_folder(out, folder)
    fixed = day(as_of) if as_of else None
    from pipeline.flows import carry_for
    from pipeline.record import Ledger
    from pipeline.watch import watch
    from pipeline.watch.stability import Rules

    console.print(f"Watching {folder}; packets go to {place}. Ctrl-C stops it, nothing is lost.")
    with (
        _stopped("Stopped. Nothing is lost; the same command goes on."),
        Ledger(ledger_url(ledger, place), who="watch") as book,
    ):
        result = watch(
            folder,
            place,
            ledger=book,
            once=once,
            as_of=lambda: fixed or day(None),
            workers=workers or kept.workers or os.cpu_count() or 1,
            load=_load(language, templates),
            rules=Rules(settle),
            seconds_per_letter=kept.seconds_per_letter,
            on_result=_tell,
            on_notice=_say,
            carry=carry_for(engine, data=kept.data, name="watch", say=_say),
        )
    counts = ", ".join(f"{n} {words(state)}" for state, n in sorted(result.counts.items()) if n)
    console.print(counts or "Nothing was there to do.")
    return int(result.exit_code)


def _say(notice: str) -> None:
    console.print(notice, style="dim")


def _tell(result: "Result") -> None:
    place = f" → case {result.case_id}" if result.case_id else f": {result.message}" if result.message else ""
    console.print(f"{result.key}  {words(result.state)}{place}")


def _load(language: str, templates: Path | None) -> "LoadKit":
    from pipeline.batch.work import LoadKit

    kept = settings()
    return LoadKit(
        limits=kept.limits(), law=kept.law, templates=templates or kept.templates, language=language
    )


@contextmanager
def _stopped(told: str) -> Iterator[None]:
    """Say that Ctrl-C was understood, and how to go on; the system's stop (SIGTERM) is heard like it."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        print(told, file=sys.stderr)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _known(engine: str) -> None:
    if engine not in ENGINES:
        raise UsageError(f"--engine is one of {', '.join(ENGINES)}, not {engine!r}")


@contextmanager
def _bar(quiet: bool) -> Iterator[Callable[["Step"], None] | None]:
    """A progress bar with rate and time left; nothing where a program reads the output."""
    if quiet:
        yield None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
    )
    with Progress(*columns, console=console, transient=False) as bar:
        task = bar.add_task("Reading letters", total=None, rate="")

        def tell(step: "Step") -> None:
            left = (
                f" · {_span(step.seconds_left)} left" if step.seconds_left and step.ended < step.total else ""
            )
            rate = f"{step.rate:.1f} letters/s{left}" if step.rate else ""
            bar.update(task, total=step.total, completed=step.ended, rate=rate)

        yield tell


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
    )
