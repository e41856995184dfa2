"""``isnad read``: what machines see on photographs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from isnad import speech
from isnad.words import Refusal, Unavailable

commands = typer.Typer(no_args_is_help=True)


@commands.command("numbers", help=speech.phrase("reading.numbers"))
def numbers(
    path: Annotated[Path, typer.Argument(help=speech.phrase("reading.path"))],
    out: Annotated[Path, typer.Option(help=speech.phrase("reading.out"))],
    series: Annotated[str, typer.Option(help=speech.phrase("reading.series"))] = "caesar",
) -> None:
    """One JSON line a photograph: any folder, no archive."""
    from isnad.reading.numbers import read_all
    from isnad.reading.photographs import photographs
    from isnad.reading.progress import Progress
    from isnad.reading.series import series_named

    files = list(photographs(path))
    progress = Progress(len(files), sys.stderr)
    with _written(out) as opened:
        for line in read_all(files, path, series_named(series)):
            opened.write(json.dumps(line, ensure_ascii=False) + "\n")
            progress.done(line)
    progress.end()


@commands.command("run", help=speech.phrase("reading.run"))
def run(
    readers: Annotated[list[str] | None, typer.Option("--reader", help=speech.phrase("reading.help-reader"))] = None,
    limit: Annotated[int | None, typer.Option(min=1, help=speech.phrase("reading.help-limit"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=speech.phrase("cli.help-json"))] = False,
) -> None:
    """Has readers read what they have not read; each reading is a claim."""
    from isnad.reading import running

    running.run(tuple(readers or ()), limit, as_json=as_json)


@commands.command("calibrate", help=speech.phrase("reading.calibrate"))
def calibrate(as_json: Annotated[bool, typer.Option("--json", help=speech.phrase("cli.help-json"))] = False) -> None:
    """How often the reader of numbers is right on this archive, by what people typed."""
    from isnad.reading import running

    running.calibrate(as_json=as_json)


@contextmanager
def _written(out: Path) -> Iterator[TextIO]:
    """The file to write; it takes its name when it is whole, so that half a run is never taken for all of it."""
    if str(out) == "-":
        yield sys.stdout
        return
    partial = out.with_name(out.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8") as opened:
            yield opened
        partial.replace(out)
    except IsADirectoryError as error:
        raise Refusal("reading.out-is-folder", out=out.name) from error
    except OSError as error:
        raise Unavailable("reading.cannot-write", out=out.name) from error
