"""Time stamps (RFC 3161) on checkpoints: somebody outside says that a checkpoint stood at a time.

By files, for machines without network: a request goes out on a stick, the response comes back. Or from a stamper that
is named. A stamp is checked against the authority's certificates before it is kept beside the checkpoint it stamps.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from isnad.custody.actions import give_anchor
from isnad.custody.entries import Anchor
from isnad.instruments import durable
from isnad.instruments.sealing import stamps
from isnad.instruments.sealing.stamps import Stamp
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Note
from isnad.ledger.places import Places
from isnad.record.desk import Desk
from isnad.words import Digest, Refusal


def request(desk: Desk, out: Path) -> int:
    """Writes the request for the newest checkpoint to ``out``; returns the checkpoint's number."""
    number, message = _newest(desk)
    durable.replace(out, stamps.request(message))
    return number


def keep(desk: Desk, number: int, response: bytes, roots: bytes, *, by: str) -> Stamp:
    """Checks a response for checkpoint ``number`` and keeps it beside the ledger."""
    places = _places(desk)
    path = places.kept(number)
    if not path.is_file():
        raise Refusal("custody.no-such-checkpoint")
    message = path.read_bytes()
    stamp = stamps.check(response, message, stamps.roots_from(roots))
    digest = Digest.of(response)
    kept = desk.folder.ledger / "stamps" / f"{number}-{digest}.tsr"
    if not kept.exists():
        durable.make_folders(kept.parent)
        durable.write_new(kept, response, via=places.incoming)
    checkpoint = Checkpoint.parse(Note.parse(message).text)
    give_anchor(Anchor(checkpoint.size, str(checkpoint.root), "stamp", digest), by=by)
    return stamp


def fetch(desk: Desk, ask: Callable[[bytes], tuple[bytes, Stamp]], roots: bytes, *, by: str) -> Stamp:
    """Has the newest checkpoint stamped by a stamper, and keeps the stamp."""
    number, message = _newest(desk)
    response, _ = ask(message)
    return keep(desk, number, response, roots, by=by)


def _newest(desk: Desk) -> tuple[int, bytes]:
    with desk.alone():
        desk.writer()  # what waits is sealed first, so that the stamp covers it
        places = _places(desk)
        number = places.count_kept() - 1
        return number, places.kept(number).read_bytes()


def _places(desk: Desk) -> Places:
    return Places(desk.folder.ledger, desk.folder.guard)
