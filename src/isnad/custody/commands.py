"""``isnad item``, ``hold``, ``erase``, ``transfer``, ``checkpoint``: custody at the command line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.custody import actions, exporting, queries, receipts, showing, stamping
from isnad.custody import similar as likeness
from isnad.custody.entries import Anchor, Transfer
from isnad.instruments import durable
from isnad.instruments.sealing.stamps import Stamper, roots_from
from isnad.ledger import anchors
from isnad.ledger.policy import Policy
from isnad.ledger.reader import Reader
from isnad.record.desk import desk
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.words import Digest, Refusal

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Reason = Annotated[str, typer.Option(help=phrase("custody.help-reason"))]
SecondName = Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))]
DigestText = Annotated[str, typer.Argument(metavar="DIGEST", help=phrase("custody.help-digest"))]

item = typer.Typer(no_args_is_help=True)
checkpoint = typer.Typer(no_args_is_help=True)


@item.command("list", help=phrase("custody.help-item-list"))
def item_list(
    accession: Annotated[str | None, typer.Option(help=phrase("custody.help-of-accession"))] = None,
    lines: Annotated[bool, typer.Option(help=phrase("cli.help-lines"))] = False,
    as_json: AsJson = False,
) -> None:
    """Every item, by its digest."""
    if as_json and not lines:
        print_json(list(showing.listed(accession)))
        return
    for each in showing.listed(accession):
        if as_json:
            print_json(each)
        else:
            typer.echo(f"{each['digest']}  {each['entry']}  {each['media_type']}  {each['size']}")


@item.command("show", help=phrase("custody.help-item-show"))
def item_show(digest: DigestText, as_json: AsJson = False) -> None:
    """One item: what is open of it, its custody log, and its proof."""
    shown = showing.item(Digest.parse(digest))
    if as_json:
        print_json(shown)
        return
    for name, value in shown.items():
        if name not in ("proof", "events"):
            typer.echo(f"{phrase('custody.field-' + name.replace('_', '-'))}: {showing.in_words(value)}")
    for event in shown["events"]:
        typer.echo(f"  {event['at']}  {phrase('custody.event-' + event['kind'])}  {event['by']}")
    typer.echo(shown["proof"])


@item.command("export", help=phrase("custody.help-item-export"))
def item_export(
    digest: DigestText,
    out: Annotated[Path, typer.Argument(help=phrase("custody.help-out"))],
    original: Annotated[bool, typer.Option(help=phrase("custody.help-original"))] = False,
    reason: Annotated[str, typer.Option(help=phrase("custody.help-reason"))] = "",
    receiver: Annotated[str | None, typer.Option(help=phrase("custody.help-receiver"))] = None,
    second: SecondName = None,
    as_json: AsJson = False,
) -> None:
    """Writes the evidence copy, or with ``--original`` and two people the original."""
    asked = exporting.Ask(Digest.parse(digest), out, original, reason, receiver)
    written = exporting.export(asked, by=OWNER, second=second_person(second))
    if as_json:
        print_json({"digest": str(written.digest), "size": written.size, "form": written.form, "entry": written.entry})
    else:
        typer.echo(phrase(f"custody.exported-{written.form}", entry=written.entry))


def hold(
    digest: DigestText,
    reason: Reason,
    lift: Annotated[int | None, typer.Option(help=phrase("custody.help-lift"))] = None,
    second: SecondName = None,
) -> None:
    """Puts an item under a hold, so that it cannot be erased; or lifts one."""
    if lift is not None:
        number = actions.lift_hold(lift, reason, by=OWNER, second=second_person(second))
        typer.echo(phrase("custody.hold-lifted", entry=number))
        return
    number = actions.hold(queries.item(Digest.parse(digest)).entry, reason, by=OWNER)
    typer.echo(phrase("custody.held", entry=number))


def erase(digest: DigestText, reason: Reason, second: SecondName = None, as_json: AsJson = False) -> None:
    """Erases an item and all that was made from it."""
    number, clean = actions.erase(
        queries.item(Digest.parse(digest)).entry, reason, by=OWNER, second=second_person(second)
    )
    if as_json:
        print_json({"entry": number, "journal_is_clean": clean, "complete_for_copies": False})
        return
    typer.echo(phrase("custody.erased", entry=number))
    typer.echo(phrase("custody.erased-copies" if clean else "custody.erased-journal-busy"))


def transfer(
    digest: DigestText,
    receiver: Annotated[str, typer.Option("--to", help=phrase("custody.help-to"))],
    reason: Reason,
    signature: Annotated[str | None, typer.Option(help=phrase("custody.help-signature"))] = None,
    key: Annotated[str | None, typer.Option(help=phrase("custody.help-key"))] = None,
    print_receipt: Annotated[bool, typer.Option(help=phrase("custody.help-print-receipt"))] = False,
) -> None:
    """Custody passes to another; with a signed receipt where there is one."""
    subject = queries.item(Digest.parse(digest)).entry
    text = receipts.receipt_text(subject, OWNER, receiver, reason)
    if print_receipt:
        typer.echo(text, nl=False)
        return
    receipt = text if signature else None
    number = actions.transfer(Transfer(subject, OWNER, receiver, reason, receipt, signature, key), by=OWNER)
    typer.echo(phrase("custody.transferred", entry=number))


@checkpoint.command("export", help=phrase("custody.help-checkpoint-export"))
def checkpoint_export(
    out: Annotated[Path | None, typer.Option(help=phrase("custody.help-anchor-out"))] = None,
    qr: Annotated[Path | None, typer.Option(help=phrase("custody.help-qr"))] = None,
    as_json: AsJson = False,
) -> None:
    """The signed checkpoint as text and as a QR code, for paper or mail: an anchor outside this machine."""
    at = desk()
    with at.alone():
        size, root = at.writer().size, str(at.writer().root)
    note = Reader(at.folder.ledger).note
    policy = Policy.parse((at.folder.ledger / "policy").read_bytes())
    text = anchors.short(note, policy)
    if out is not None:
        durable.replace(out, note.encode())
    if qr is not None:
        durable.replace(qr, anchors.qr_png(text))
    number = actions.give_anchor(Anchor(size, root, "export"), by=OWNER)
    if as_json:
        print_json({"size": size, "root": root, "checkpoint": text, "entry": number})
        return
    typer.echo(text)
    typer.echo(anchors.qr_lines(text))


@checkpoint.command("stamp", help=phrase("custody.help-checkpoint-stamp"))
def checkpoint_stamp(
    request: Annotated[Path | None, typer.Option(help=phrase("custody.help-stamp-request"))] = None,
    response: Annotated[Path | None, typer.Option(help=phrase("custody.help-stamp-response"))] = None,
    number: Annotated[int, typer.Option(min=0, help=phrase("custody.help-stamp-number"))] = 0,
    stamper: Annotated[str | None, typer.Option("--from", help=phrase("custody.help-stamp-from"))] = None,
    roots: Annotated[Path | None, typer.Option(help=phrase("custody.help-stamp-roots"))] = None,
) -> None:
    """Has somebody outside say when a checkpoint stood: by files, or from a stamper."""
    if request is not None:
        typer.echo(phrase("custody.stamp-asked", number=stamping.request(desk(), request)))
        return
    if roots is None or (response is None) == (stamper is None):
        raise Refusal("custody.stamp-needs")
    known = _read(roots)
    if response is not None:
        stamp = stamping.keep(desk(), number, _read(response), known, by=OWNER)
    else:
        assert stamper is not None
        ask = Stamper(stamper, roots_from(known)).stamp
        stamp = stamping.fetch(desk(), ask, known, by=OWNER)
    typer.echo(phrase("custody.stamped", at=str(stamp.at)))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("custody.file-unreadable") from error


def similar(
    asked: Annotated[str, typer.Argument(metavar="DIGEST_OR_FILE", help=phrase("custody.help-similar"))],
    within: Annotated[int, typer.Option(help=phrase("custody.help-within"))] = likeness.WITHIN,
    as_json: AsJson = False,
) -> None:
    """Items that look like this one."""
    found = likeness.similar(asked, within)
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        typer.echo(f"{each.digest}  {each.entry}  {each.bits}")
