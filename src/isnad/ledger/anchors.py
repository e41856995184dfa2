"""Outside anchors: checkpoints that others hold, on paper or in the mail, and what they allow.

* Whoever has the signing keys and no anchor outside can write another history; who once handed a checkpoint out cannot
  go behind it without being seen. So a checkpoint is exported from day one: whole, and short for a QR code (the three
  lines and the Ed25519 signature: the other is too long for one code).
* An anchor counts when every signature on it by a key of the log holds, and there is one.
* An anchor **agrees** when the ledger, at the anchor's size, has the anchor's root.
* `resume_against` puts a guard in place again after a disaster: refused when the ledger is behind the anchor, or behind
  a guard that is there.
* `resume_new_origin` begins a new history under another name and other keys, on top of the entries that are left: it
  says so by its origin, and no old checkpoint can be taken for one of it.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

from isnad.instruments import durable
from isnad.ledger import guard as guards
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.edge import Edge
from isnad.ledger.guard import Guard
from isnad.ledger.note import Note
from isnad.ledger.places import Places
from isnad.ledger.policy import Policy
from isnad.ledger.reader import Reader
from isnad.ledger.signers import Signers
from isnad.ledger.turn import Turn
from isnad.ledger.vkey import Kind
from isnad.words import Broken, Digest, Refusal

PATIENCE = 30.0


def short(note: Note, policy: Policy) -> str:
    """The checkpoint with its Ed25519 signature alone: some 250 characters, for a QR code or for typing."""
    plain = [key for key in policy.logs if key.kind is Kind.ED25519]
    return note.text + "\n" + "".join(each.line for each in note.signatures if any(key.names(each) for key in plain))


def qr_png(text: str) -> bytes:
    """The text as a QR code, a PNG image in black and white."""
    import qrcode  # type: ignore[import-untyped]  # here: only who prints an anchor needs it

    written = io.BytesIO()
    qrcode.make(text).save(written, "PNG")
    return written.getvalue()


def qr_lines(text: str) -> str:
    """The text as a QR code drawn with block characters, for a terminal."""
    import qrcode  # here: only who prints an anchor needs it

    code, written = qrcode.QRCode(), io.StringIO()
    code.add_data(text)
    code.print_ascii(out=written)
    return written.getvalue()


def read_anchor(data: bytes, policy: Policy) -> Checkpoint:
    """The checkpoint of an anchor, whole or short; `Broken` unless a key of the log signed it and none fails."""
    note = Note.parse(data)
    checkpoint = Checkpoint.parse(note.text)
    signed = 0
    for key in policy.logs:
        for line in note.signatures:
            if key.name == checkpoint.origin and key.names(line):
                key.check(note.text, line)
                signed += 1
    if not signed:
        raise Broken("ledger.unsigned")
    return checkpoint


def hold_against(reader: Reader, anchor: Checkpoint) -> None:
    """Refuses a ledger that is behind the anchor; `Broken` where it holds another history."""
    if anchor.size > reader.size:
        raise Refusal("ledger.behind-anchor", ledger=reader.size, anchor=anchor.size)
    if reader.root_at(anchor.size) != anchor.root.raw:
        raise Broken("ledger.other-history", size=anchor.size)


def resume_against(ledger: Path, guard: Path, anchor: bytes, clock: Callable[[], float] = time.time) -> Checkpoint:
    """Puts the guard in place again, at the ledger's own checkpoint, because an outside anchor agrees with it."""
    places = Places(ledger, guard)
    turn = _take(places)
    try:
        policy = _policy(places)
        reader = Reader(ledger)
        policy.check(reader.note)
        hold_against(reader, read_anchor(anchor, policy))
        _refuse_behind(reader, guards.read(guard))
        guards.write(guard, Guard(reader.note, int(clock()), places.count_kept() - 1))
    finally:
        turn.release()
    return reader.checkpoint


def resume_new_origin(
    ledger: Path, guard: Path, origin: str, signers: Signers, clock: Callable[[], float] = time.time
) -> Checkpoint:
    """Begins a new history on top of what the ledger holds. Origin and keys must both be new to it."""
    places = Places(ledger, guard)
    turn = _take(places)
    try:
        policy = _policy(places)
        reader = Reader(ledger)
        policy.check(reader.note)
        edge = Edge.read(reader.size, places.load)
        if edge.root != reader.checkpoint.root.raw:
            raise Broken("ledger.edge-damaged", size=reader.size)
        _add_origin(places, policy, origin, signers)
        begun = Checkpoint(origin, edge.size, Digest(edge.root))
        sealed = Guard(signers.sign(begun), int(clock()), places.count_kept())
        guards.write(guard, sealed)
        with durable.Batch(places.incoming) as batch:
            batch.replace(places.kept(sealed.number), sealed.note.encode())
            batch.replace(places.checkpoint, sealed.note.encode())
    finally:
        turn.release()
    return begun


def _take(places: Places) -> Turn:
    if not (places.ledger / "checkpoints").is_dir():
        raise Refusal("ledger.no-ledger")
    durable.make_folders(places.guard.parent)
    durable.make_folders(places.incoming)
    turn = Turn(places.ledger, places.guard)
    turn.take(PATIENCE)
    return turn


def _policy(places: Places) -> Policy:
    data = durable.read(places.policy)
    if data is None:
        raise Broken("ledger.policy-missing")
    return Policy.parse(data)


def _refuse_behind(reader: Reader, guard: Guard | None) -> None:
    """A guard that is there must be part of the ledger's history."""
    if guard is None:
        return
    guarded = guard.checkpoint
    if guarded.size > reader.size:
        raise Refusal("ledger.behind-guard", ledger=reader.size, guard=guarded.size)
    if reader.root_at(guarded.size) != guarded.root.raw:
        raise Broken("ledger.forked", size=guarded.size)


def _add_origin(places: Places, policy: Policy, origin: str, signers: Signers) -> None:
    """Writes the policy with the new origin's keys last."""
    new = signers.vkeys(origin)
    if policy.logs[-len(new) :] != new:  # else the last attempt ended after this step
        known = {key.key for key in policy.logs}
        if origin in policy.origins or known.intersection(key.key for key in new):
            raise Refusal("ledger.origin-known")
        policy = Policy((*policy.logs, *new), policy.witnesses, policy.groups, policy.quorum)
        durable.replace(places.policy, policy.encode(), via=places.incoming)
