"""A rotation of the keys: everything is locked anew for a new identity, and the old one is destroyed.

 1. The gate is passed alone: no batch, segment or erasure until the end. Nobody else may have the tables open.
 2. A new identity, sealing identity, database key and mask of slots are made and written under ``keys/rotation/``,
    locked.
 3. Every header and every segment's two keys are opened and locked anew, file by file, each file synced; the slots are
    masked anew, so that what was erased since is dead in every old copy. A rotation that was cut short goes on with
    the files that are missing there, or hold other objects than they should.
 4. ``ready`` is written: from here on the new keys count (`rotation_end`), and old files are overwritten.
 5. The tables get their new key.
 6. The process left by ``isnad unlock`` is ended: it holds the old identity.

Payloads and bodies are not touched. The recovery words of before open nothing any more; new ones are made from the new
identity. What this cannot reach are copies: a back-up that has the *old* ``keys/identity`` and the old passphrase still
opens what that back-up holds. So the passphrase is changed with the identity, and back-ups leave ``keys/identity`` out.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from isnad.instruments import durable
from isnad.instruments.sealing import WORK_FACTOR, Identity, Recipient, relock, relock_bytes
from isnad.instruments.sealing.hardening import harden
from isnad.keys import holder, segments, strongbox
from isnad.keys.database import settled_secrets
from isnad.keys.folder import ArchiveConfig, DataFolder
from isnad.keys.locked import (
    IDENTITY,
    LOCKED,
    Secrets,
    identity_file,
    named,
    open_identity,
    read_identity,
    read_secrets,
)
from isnad.keys.rotation_end import KINDS, finish, gate, rotation, wrap_book
from isnad.keys.sqlcipher.rekey import need_alone
from isnad.ledger import slots
from isnad.ledger.turn import Turn
from isnad.vault import wrapfile
from isnad.words import Broken, Digest, IsnadError

Progress = Callable[[int], None]
_PATIENCE = 5.0  # seconds to wait for one who is sealing


@dataclass(frozen=True, slots=True)
class Held:
    """An archive's identity and what it opens."""

    identity: Identity
    secrets: Secrets


def rotate(
    folder: DataFolder,
    passphrase: str,
    new_passphrase: str,
    progress: Progress | None = None,
    *,
    work_factor: int = WORK_FACTOR,
) -> int:
    """Rotates all keys of an archive. Returns how many were locked anew; ``progress`` hears that number as it grows."""
    harden()
    with gate(folder).alone():
        identity = open_identity(folder, passphrase)
        old = Held(identity, settled_secrets(folder, identity))
        need_alone(folder.database, old.secrets.database)
        with _nothing_sealed(folder):
            new = _begin(folder, old.secrets, new_passphrase, work_factor)
            count = _Anew(folder, old, new, progress or _unheard).run()
            durable.write_new(rotation(folder) / "ready", b"")
            finish(folder)
        settled_secrets(folder, new.identity)
        holder.lock(folder)
    return count


@contextmanager
def _nothing_sealed(folder: DataFolder) -> Iterator[None]:
    """Keeps the ledger's turn, so that no slot is written under the old mask meanwhile."""
    if not (folder.ledger / "checkpoints").is_dir():  # nothing was ever sealed
        yield
        return
    turn = Turn(folder.ledger, folder.guard)
    turn.take(_PATIENCE)
    try:
        yield
    finally:
        turn.release()


def _begin(folder: DataFolder, secrets: Secrets, passphrase: str, work_factor: int) -> Held:
    """The new pair: that of a rotation that was cut short, else a fresh one."""
    place = rotation(folder)
    if (place / "archive.json").is_file():
        try:
            return _resumed(place, passphrase)
        except IsnadError:
            # Another passphrase, or half written: nothing under it counts yet, so it begins anew.
            pass
    return _lay_out(folder, secrets.rotated(), passphrase, work_factor)


def _resumed(place: Path, passphrase: str) -> Held:
    config = ArchiveConfig.parse((place / "archive.json").read_bytes())
    identity = read_identity([place / IDENTITY], passphrase, config)
    return Held(identity, read_secrets([place / LOCKED], identity, config))


def _lay_out(folder: DataFolder, secrets: Secrets, passphrase: str, work_factor: int) -> Held:
    """Makes ``keys/rotation/`` with new keys in it; ``archive.json``, written last, says that the rest is there."""
    place, identity = rotation(folder), Identity.new()
    with durable.disk():
        if place.exists():
            shutil.rmtree(place)
    for name in KINDS:
        durable.make_folders(place / name)
    durable.write_new(place / IDENTITY, identity_file(identity, passphrase, work_factor=work_factor))
    durable.write_new(place / LOCKED, secrets.file(identity.recipient))
    durable.write_new(place / "archive.json", named(folder.config, identity, secrets).encode())
    return Held(identity, secrets)


class _Anew:
    """Locks every header and every segment key anew and masks every slot anew, under ``keys/rotation/``."""

    def __init__(self, folder: DataFolder, old: Held, new: Held, progress: Progress) -> None:
        self._folder = folder
        self._old, self._new = old, new
        self._progress = progress
        self._count = 0

    def run(self) -> int:
        """All of them; gives their number."""
        for name, files in wrap_book(self._folder).batches():
            self._batch(name, _headers(files))
        for name in segments.names(self._folder):
            self._segment(name, segments.wraps(self._folder, name))
        for name in slots.names(self._folder.both("slots")):
            self._slots(name)
        return self._count

    def _batch(self, name: str, headers: Mapping[Digest, bytes]) -> None:
        place = rotation(self._folder) / "wraps" / name
        if not _holds(place, headers):
            to = [self._new.identity.recipient]
            anew = [(payload, relock(header, self._old.identity, to)) for payload, header in headers.items()]
            durable.replace(place, wrapfile.written(anew), via=rotation(self._folder))
        self._done(len(headers))

    def _segment(self, name: str, wraps: Mapping[str, bytes]) -> None:
        place = rotation(self._folder) / "segments" / name
        if strongbox.sound(place) is None:
            keys: Sequence[tuple[str, Identity, Recipient]] = (
                (segments.OPEN, self._old.identity, self._new.identity.recipient),
                (segments.SEALED, self._old.secrets.sealing, self._new.secrets.sealing.recipient),
            )
            anew = {part: relock_bytes(wraps[part], opens, [to]) for part, opens, to in keys}
            durable.replace(place, strongbox.written(anew), via=rotation(self._folder))
        self._done(len(wraps))

    def _slots(self, name: str) -> None:
        """Always done again: what a rotation that was cut short had masked may have grown since."""
        anew = slots.remasked(
            [place / name for place in self._folder.both("slots")], self._old.secrets.slots, self._new.secrets.slots
        )
        durable.replace(rotation(self._folder) / "slots" / name, anew, via=rotation(self._folder))

    def _done(self, count: int) -> None:
        self._count += count
        self._progress(self._count)


def _headers(files: Sequence[Path]) -> dict[Digest, bytes]:
    """The headers of one batch, each from the first place where it is whole; Broken where one is whole in none."""
    whole: dict[Digest, bytes] = {}
    torn: set[Digest] = set()
    for path in files:
        for record in wrapfile.records(path.read_bytes() if path.is_file() else b""):
            if record.sound:
                whole.setdefault(record.payload, record.header)
            else:
                torn.add(record.payload)
    for payload in torn - whole.keys():
        raise Broken("vault.no-header", payload=payload)
    return whole


def _holds(place: Path, headers: Mapping[Digest, bytes]) -> bool:
    """Whether a batch was already locked anew, for these very payloads."""
    if not place.is_file():
        return False
    found = list(wrapfile.records(place.read_bytes()))
    return all(record.sound for record in found) and {record.payload for record in found} == set(headers)


def _unheard(_: int) -> None:
    """Nobody listens."""
