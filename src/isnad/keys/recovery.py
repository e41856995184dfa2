"""Recovery words of an archive: its identity as n lists of which any k bring it back, and with it everything.

* `split` needs the passphrase, even while the archive is unlocked. The words are given once and kept nowhere; splitting
  again gives other words, and the earlier ones stay good until the keys are rotated.
* `restore` compares the recipient: words of another archive, or of before a rotation, are refused. It puts a new
  passphrase in place of the lost one.
"""

from __future__ import annotations

from collections.abc import Sequence

from isnad.instruments.sealing import WORK_FACTOR, Identity, recovery
from isnad.instruments.sealing.hardening import harden
from isnad.instruments.sealing.recovery import need_split
from isnad.keys.folder import DataFolder
from isnad.keys.locked import IDENTITY, identity_file, open_identity, write_twice
from isnad.keys.rotation_end import gate
from isnad.words import Refusal

__all__ = ["need_split", "restore", "split"]


def split(folder: DataFolder, passphrase: str, *, needed: int, of: int) -> list[str]:
    """``of`` lists of 33 words; any ``needed`` of them restore the archive's keys."""
    harden()
    with gate(folder).shared():
        identity = open_identity(folder, passphrase)
    return recovery.split(identity.raw, needed=needed, of=of)


def restore(folder: DataFolder, lists: Sequence[str], passphrase: str, *, work_factor: int = WORK_FACTOR) -> None:
    """Locks the identity that the words give with ``passphrase``, in place of what was there."""
    harden()
    identity = Identity(recovery.join(lists))
    with gate(folder).alone():
        if str(identity.recipient) != folder.config.recipient:
            raise Refusal("keys.words-of-another-identity")
        write_twice(folder, IDENTITY, identity_file(identity, passphrase, work_factor=work_factor))
