"""``isnad keys`` with what only the house can do: a rotation is an entry, so the archive is opened once it is done."""

from __future__ import annotations

import json

from isnad import speech
from isnad.house.waking import start_django
from isnad.keys import recovery, rotation
from isnad.keys.commands import AsJson, Data, Needed, Of, commands, passphrases, say
from isnad.keys.folder import DataFolder

__all__ = ["commands"]


@commands.command(help=speech.phrase("keys.help-rotate"))
def rotate(needed: Needed = 2, of: Of = 3, data: Data = None, as_json: AsJson = False) -> None:
    """Locks everything anew, prints new recovery words, and says so in the ledger."""
    folder = DataFolder.find(data)
    recovery.need_split(needed=needed, of=of)
    now, then = passphrases()
    count = rotation.rotate(folder, now, then)
    say("keys.rotated", count=count)
    lists = recovery.split(folder, then, needed=needed, of=of)
    say("keys.words-heading", needed=needed, of=of)
    print(json.dumps({"relocked": count, "needed": needed, "words": lists}) if as_json else "\n".join(lists))
    if (folder.ledger / "checkpoint").is_file():  # keys may be rotated before anything was said
        _note(folder, then, count)


def _note(folder: DataFolder, passphrase: str, count: int) -> None:
    start_django(folder.root)
    from isnad.access.actions import OWNER  # models can be imported only now
    from isnad.house import opening
    from isnad.record.entries import KeysRotated
    from isnad.record.models import Said
    from isnad.record.pen import pen

    opening.open_desk(folder, passphrase)
    with pen(OWNER) as held:
        held.say(KeysRotated(count, Said.objects.filter(gone__isnull=False).count()))
