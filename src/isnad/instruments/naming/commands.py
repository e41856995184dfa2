"""``isnad names``: compare two names, rank a list for each of many."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from isnad import speech
from isnad.words.errors import Refusal, Unavailable

commands = typer.Typer(no_args_is_help=True)

MOST_CANDIDATES = 2_000_000


@commands.command("compare", help=speech.phrase("naming.help-compare"))
def compare_names(
    a: Annotated[str, typer.Argument(metavar="A", help=speech.phrase("naming.help-a"))],
    b: Annotated[str, typer.Argument(metavar="B", help=speech.phrase("naming.help-b"))],
    as_json: Annotated[bool, typer.Option("--json", help=speech.phrase("naming.help-json"))] = False,
) -> None:
    """Prints how far two names agree, part by part."""
    from isnad.instruments.naming.compare import compare

    found = compare(a, b)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        typer.echo(speech.phrase("naming.score", score=f"{found.score:.3f}"))
        typer.echo(found.why)


@commands.command("rank", help=speech.phrase("naming.help-rank"))
def rank_names(
    candidates: Annotated[Path, typer.Option("--candidates", help=speech.phrase("naming.help-candidates"))],
    queries: Annotated[Path, typer.Option("--queries", help=speech.phrase("naming.help-queries"))],
    out: Annotated[Path, typer.Option("--out", help=speech.phrase("naming.help-out"))],
    top: Annotated[int, typer.Option("--top", min=1, help=speech.phrase("naming.help-top"))] = 10,
) -> None:
    """Writes a JSON line for each query: the best candidates with their probabilities."""
    from isnad.instruments.naming.rank import rank

    asked, known = _lines(queries), _lines(candidates)
    if len(known) > MOST_CANDIDATES:
        raise Refusal("naming.too-many", count=len(known), most=MOST_CANDIDATES)
    try:
        with out.open("w", encoding="utf-8", newline="\n") as file:
            for query, ranked in zip(asked, rank(asked, known, top), strict=True):
                pairs = [[known[each.place], round(each.score, 6)] for each in ranked]
                file.write(json.dumps({"query": query, "ranked": pairs}, ensure_ascii=False) + "\n")
    except OSError as error:
        raise Unavailable("naming.not-written", name=out.name) from error
    typer.echo(speech.phrase("naming.ranked", count=len(asked), candidates=len(known)), err=True)


def _lines(path: Path) -> list[str]:
    """The lines of a text file exactly as they stand, without their ends; a byte order mark is no part of a name."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal("naming.not-read", name=path.name) from error
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Refusal("naming.not-utf8", name=path.name) from error
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return [line.removesuffix("\r") for line in lines]
