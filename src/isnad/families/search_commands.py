"""``isnad search``: whatever one types, and why each result is there."""

from __future__ import annotations

from typing import Annotated

import typer

from isnad.claims import yielding
from isnad.families import searching
from isnad.families.entries import TRACING
from isnad.speech import phrase
from isnad.speech.output import print_json

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
MOST_REASONS = 4


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help=phrase("search.help-text"))],
    purpose: Annotated[str, typer.Option(help=phrase("families.help-purpose"))] = TRACING,
    most: Annotated[int, typer.Option(min=1, max=1000, help=phrase("search.help-most"))] = searching.MOST,
    as_json: AsJson = False,
) -> None:
    """Searches remains, inquiries, registers and claims."""
    answer = searching.search(text, yielding.asked_by_owner(purpose), most=most)
    if as_json:
        print_json(searching.as_json(answer, purpose))
        return
    for each in answer.results:
        kind = phrase(f"search.kind-{each.kind}")
        typer.echo(phrase("search.result", entry=each.entry, kind=kind, caption=each.caption or "—", score=each.score))
        for reason in each.reasons[:MOST_REASONS]:
            typer.echo(f"    {reason.told()}  [{reason.claim.entry}]")
    typer.echo(phrase("search.count", shown=len(answer.results), more=answer.more))
