"""``isnad package``: make one; set and lift conditions.

What checks one stands in ``verify/package_commands.py``, what receives a partner's in ``receiving_commands.py``.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.custody import queries
from isnad.instruments.sealing import Recipient
from isnad.packages import actions, leaving
from isnad.packages.choosing import Request
from isnad.packages.entries import Condition
from isnad.packages.receiving_commands import receive
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps
from isnad.verify.package_commands import verify
from isnad.words import Digest, Label, Refusal, When

commands = typer.Typer(no_args_is_help=True)
commands.command("verify", help=phrase("packages.help-verify"))(verify)
commands.command("receive", help=phrase("packages.help-receive"))(receive)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
SecondName = Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))]


@commands.command(help=phrase("packages.help-create"))
def create(
    out: Annotated[Path, typer.Option(help=phrase("packages.help-out"))],
    accession: Annotated[str | None, typer.Option(help=phrase("packages.help-accession"))] = None,
    items: Annotated[Path | None, typer.Option(help=phrase("packages.help-items"))] = None,
    label: Annotated[str, typer.Option(help=phrase("packages.help-label"))] = "internal",
    recipient: Annotated[list[str] | None, typer.Option("--for", help=phrase("packages.help-for"))] = None,
    purpose: Annotated[str, typer.Option(help=phrase("packages.help-purpose"))] = "justice",
    receiver: Annotated[str | None, typer.Option(help=phrase("custody.help-receiver"))] = None,
    fields: Annotated[list[str] | None, typer.Option(help=phrase("packages.help-fields"))] = None,
    original: Annotated[bool, typer.Option(help=phrase("custody.help-original"))] = False,
    reason: Annotated[str, typer.Option(help=phrase("custody.help-reason"))] = "",
    zipped: Annotated[bool, typer.Option("--zip", help=phrase("packages.help-zip"))] = False,
    second: SecondName = None,
    as_json: AsJson = False,
) -> None:
    """Makes a package: evidence copies, claims, proofs, terms, and what checks them."""
    request = Request(
        out.absolute(), accession, items, Label.parse(label), purpose, receiver,
        tuple(Recipient.parse(each) for each in recipient or []), _split(fields or []), original, reason, zipped,
    )  # fmt: skip
    for each in request.recipients:
        typer.echo(phrase("packages.for-recipient", recipient=each), err=True)
    with steps(phrase("packages.packing"), None) as progress:
        made = actions.create(request, by=OWNER, second=second_person(second), progress=progress)
    _tell(made, as_json=as_json)


def _split(fields: list[str]) -> tuple[str, ...]:
    """Names given one at a time or with commas between them."""
    return tuple(name for each in fields for name in each.replace(",", " ").split())


def _tell(made: actions.Made, *, as_json: bool) -> None:
    if as_json:
        told = asdict(made)
        print_json({**told, "label": str(made.label), "digest": str(made.digest)})
        return
    typer.echo(phrase("packages.made", count=made.items, claims=made.claims, entry=made.entry))
    for what, reasons in made.withheld.items():
        for reason, count in reasons.items():
            typer.echo(f"  {phrase(f'packages.withheld-{what}-{reason}')}: {count}")
    if made.given_before:
        typer.echo(phrase("packages.given-before", count=made.given_before))
    typer.echo(phrase("packages.stands-for-it", digest=made.digest))


@commands.command(help=phrase("packages.help-condition"))
def condition(
    accession: Annotated[str | None, typer.Option(help=phrase("packages.help-on-accession"))] = None,
    source: Annotated[str | None, typer.Option(help=phrase("packages.help-on-source"))] = None,
    item: Annotated[str | None, typer.Option(help=phrase("custody.help-digest"))] = None,
    purpose: Annotated[list[str] | None, typer.Option(help=phrase("packages.help-only-purpose"))] = None,
    receiver: Annotated[list[str] | None, typer.Option(help=phrase("packages.help-only-receiver"))] = None,
    until: Annotated[str | None, typer.Option(help=phrase("packages.help-until"))] = None,
    words: Annotated[str | None, typer.Option(help=phrase("packages.help-words"))] = None,
    as_json: AsJson = False,
) -> None:
    """Binds a source, an accession or an item, and all that came from it."""
    said = Condition(
        _subject(accession, source, item),
        tuple(purpose) if purpose else None,
        tuple(receiver) if receiver else None,
        When.parse(until) if until else None,
        words,
    )
    number = actions.set_condition(said, by=OWNER)
    if as_json:
        print_json({"entry": number})
    else:
        typer.echo(phrase("packages.condition-set", entry=number))


@commands.command(help=phrase("packages.help-lift"))
def lift(
    number: Annotated[int, typer.Argument(min=0, metavar="ENTRY", help=phrase("packages.help-condition-entry"))],
    reason: Annotated[str, typer.Option(help=phrase("custody.help-reason"))],
    second: SecondName = None,
) -> None:
    """Ends a condition; two people."""
    entry = actions.lift_condition(number, reason, by=OWNER, second=second_person(second))
    typer.echo(phrase("packages.condition-lifted", entry=entry))


def _subject(accession: str | None, source: str | None, item: str | None) -> int:
    if sum(each is not None for each in (accession, source, item)) != 1:
        raise Refusal("packages.bind-one")
    if accession is not None:
        return queries.accession_titled(accession).entry
    if item is not None:
        return queries.item(Digest.parse(item)).entry
    known = queries.source(source or "")
    if known is None:
        raise Refusal("packages.no-such-source")
    return known.entry


def leave(
    out: Annotated[Path, typer.Argument(help=phrase("packages.help-leave-out"))],
    reason: Annotated[str, typer.Option(help=phrase("custody.help-reason"))] = "leave",
    receiver: Annotated[str | None, typer.Option(help=phrase("custody.help-receiver"))] = None,
    second: SecondName = None,
    as_json: AsJson = False,
) -> None:
    """Writes everything in open formats, decrypted; two people."""
    with steps(phrase("packages.leaving"), None) as progress:
        left = leaving.leave(
            out.absolute(), reason, by=OWNER, second=second_person(second), receiver=receiver, progress=progress
        )
    if as_json:
        print_json({**asdict(left), "digest": str(left.digest)})
        return
    typer.echo(phrase("packages.left", count=left.objects, entries=left.entries, entry=left.entry))
    typer.echo(phrase("packages.left-open"))
