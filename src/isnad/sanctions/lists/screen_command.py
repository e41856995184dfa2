"""``isnad screen``: names against the lists."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from isnad import speech
from isnad.sanctions.lists import asking, sources
from isnad.sanctions.lists.commands import MACHINE, STORE, store_at, warn_of_age
from isnad.sanctions.lists.screening import THRESHOLD, Screen
from isnad.sanctions.lists.store import Version
from isnad.words import Refusal

_ABOUT = tuple(source for source in sources.NAMES if source != "uk-conlist")  # the closed one is history


def screen(
    file: Annotated[Path, typer.Argument(help=speech.phrase("lists.help-screen-file"))],
    threshold: Annotated[
        float, typer.Option("--threshold", min=0.05, max=1.0, help=speech.phrase("lists.help-threshold"))
    ] = THRESHOLD,
    store: STORE = None,
    lists: Annotated[list[str] | None, typer.Option("--list", help=speech.phrase("lists.help-lists"))] = None,
    accept_old: Annotated[bool, typer.Option("--accept-old", help=speech.phrase("lists.help-accept-old"))] = False,
    as_machine: MACHINE = False,
    as_lines: Annotated[bool, typer.Option("--lines", help=speech.phrase("lists.help-lines"))] = False,
) -> None:
    """Prints each query with its hits."""
    versions = [version for version in store_at(store).last() if version.source in _wanted(lists)]
    warn_of_age(versions)
    queries = list(asking.read(file))  # all of them, before anything is printed: a bad line leaves no half an answer
    answers = Screen(versions, today=date.today(), accept_old=accept_old).ask(queries, threshold)
    print(speech.phrase("lists.a-person-decides"), file=sys.stderr)
    if as_machine:
        _print(answers, as_lines=as_lines)
        return
    for answer in answers:
        print("\n".join(_lines(answer, versions)))


def _print(answers: Iterator[dict[str, Any]], *, as_lines: bool) -> None:
    """One array, written as the answers come; or one value a line."""
    if not as_lines:
        sys.stdout.write("[")
    for number, answer in enumerate(answers):
        sys.stdout.write(("" if as_lines or not number else ",\n") + json.dumps(answer, ensure_ascii=False))
        if as_lines:
            sys.stdout.write("\n")
    if not as_lines:
        sys.stdout.write("]\n")


def _lines(answer: dict[str, Any], versions: list[Version]) -> Iterator[str]:
    names = ", ".join(version.source for version in versions)
    yield speech.phrase(f"lists.answer-{answer['answer'].replace('_', '-')}", query=answer["query"], lists=names)
    for hit in [*answer["hits"], *answer["leads"]]:
        yield f"  {hit['score']:.2f}  {hit['list']}  {hit['id']}  {hit['name']}"
        yield from (f"        {reason['text']}" for reason in hit["why"])


def _wanted(lists: list[str] | None) -> tuple[str, ...]:
    for name in lists or ():
        if name not in sources.NAMES:
            raise Refusal("lists.no-such-source", source=name, known=", ".join(sources.NAMES))
    return tuple(lists) if lists else _ABOUT
