"""A bar for long work, on standard error: how much, how fast, how long still. Silent where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

Advance = Callable[[int, int], None]


@contextmanager
def counting(title: str) -> Iterator[Callable[[int, int], Advance]]:
    """Counts things and their bytes: ``measure(things, bytes)`` gives what is told of each part that is done."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[things]}"),
        console=Console(file=sys.stderr),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with bar:

        def measure(things: int, size: int) -> Advance:
            task = bar.add_task(title, total=max(size, 1), things=f"0/{things}")
            done = 0

            def advance(more: int, more_bytes: int) -> None:
                nonlocal done
                done += more
                bar.update(task, advance=more_bytes, things=f"{done}/{things}")

            return advance

        yield measure


@contextmanager
def steps(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Counts steps: the value given is called with how many were done in all."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)
