"""``isnad door``: the house's side of the families' door. The door itself is ``isnad serve --door``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.door.folder import DoorFolder, usual_place
from isnad.door.slots import STATUSES
from isnad.families import door_cases, door_collecting, door_preparing, door_reading
from isnad.families.door_entries import DoorLetter
from isnad.families.door_preparing import Wish
from isnad.speech import phrase
from isnad.speech.output import print_json

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Folder = Annotated[Path | None, typer.Option("--folder", envvar="ISNAD_DOOR", help=phrase("door.help-folder"))]
Number = Annotated[int, typer.Argument(min=0, metavar="INQUIRY", help=phrase("families.help-inquiry"))]


def _folder(given: Path | None) -> DoorFolder:
    return DoorFolder((given or usual_place()).absolute())


@commands.command("prepare", help=phrase("doorkeeping.help-prepare"))
def prepare(
    folder: Folder = None,
    person: Annotated[str | None, typer.Option(help=phrase("doorkeeping.help-person"))] = None,
    way_out: Annotated[str | None, typer.Option(help=phrase("doorkeeping.help-way-out"))] = None,
    names: Annotated[list[str] | None, typer.Option("--name", help=phrase("doorkeeping.help-name"))] = None,
    as_json: AsJson = False,
) -> None:
    """Makes the door's folder, or puts what families are told into it."""
    told = dict(each.split("=", 1) for each in names or [] if "=" in each)
    done = door_preparing.prepare(_folder(folder), Wish(person, way_out, told or None))
    if as_json:
        print_json({"records": done.records, "removed": done.removed, "waiting": done.waiting})
        return
    typer.echo(phrase("doorkeeping.prepared", records=done.records, removed=done.removed, waiting=done.waiting))
    typer.echo(phrase("doorkeeping.next"))


@commands.command("collect", help=phrase("doorkeeping.help-collect"))
def collect(
    folder: Folder = None,
    liaison: Annotated[str, typer.Option(help=phrase("families.help-liaison"))] = OWNER,
    risk: Annotated[str | None, typer.Option(help=phrase("families.help-risk"))] = None,
    as_json: AsJson = False,
) -> None:
    """Takes in what came through the door."""
    who = door_collecting.Collector(OWNER, liaison, risk or phrase("doorkeeping.risk"))
    done = door_collecting.collect(_folder(folder), who)
    if as_json:
        told = {"taken": dict(done.taken), "shut": done.shut, "unreadable": done.unreadable}
        print_json({**told, "inquiries": done.inquiries})
        return
    for kind, count in sorted(done.taken.items()):
        typer.echo(f"{phrase(f'doorkeeping.kind-{kind}')}: {count}")
    typer.echo(phrase("doorkeeping.collected", count=done.taken.total(), shut=done.shut, unreadable=done.unreadable))


@commands.command("status", help=phrase("doorkeeping.help-status"))
def status(
    inquiry: Number,
    word: Annotated[str, typer.Argument(metavar="|".join(STATUSES), help=phrase("doorkeeping.help-word"))],
) -> None:
    """Which of three words a family sees from the next `prepare` on."""
    door_preparing.tell_status(inquiry, word, by=OWNER)
    typer.echo(phrase("doorkeeping.status-told"))


@commands.command("renew", help=phrase("doorkeeping.help-renew"))
def renew(
    inquiry: Number,
    answered: Annotated[bool, typer.Option("--answered", help=phrase("doorkeeping.help-answered"))] = False,
) -> None:
    """A new code for a family that lost hers."""
    code, word = door_preparing.renew(inquiry, answered=answered, by=OWNER)
    typer.echo(phrase("doorkeeping.renewed"), err=True)
    typer.echo(f"{code.written()}\n{word}")


@commands.command("letters", help=phrase("doorkeeping.help-letters"))
def letters(as_json: AsJson = False) -> None:
    """What came through the door, without what it says."""
    found = list(door_cases.said(DoorLetter))
    if as_json:
        print_json([
            {"entry": number, "kind": each.kind, "day": each.day, "asking": each.asking, "forced": each.forced}
            for number, each in found
        ])  # fmt: skip
        return
    for number, each in found:
        danger = phrase("doorkeeping.forced") if each.forced else ""
        typer.echo(
            f"{number}  {each.day}  {phrase(f'doorkeeping.kind-{each.kind}')}  {each.asking or ''}  {danger}".rstrip()
        )


@commands.command("read", help=phrase("doorkeeping.help-read"))
def read(
    letter: Annotated[int, typer.Argument(min=0, metavar="LETTER", help=phrase("doorkeeping.help-letter"))],
    reason: Annotated[str, typer.Option(help=phrase("families.help-reason"))],
    as_json: AsJson = False,
) -> None:
    """What a letter says that waits for a person; that it was read is an entry first."""
    told = door_reading.read_letter(letter, reason, by=OWNER)
    if as_json:
        print_json(told)
        return
    for name, value in told.items():
        typer.echo(f"{name}: {value}")
