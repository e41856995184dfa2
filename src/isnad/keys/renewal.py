"""A new name and new signing keys for the log, after a disaster that left nobody an outside anchor.

The old log's last good checkpoint stands in the ledger; the new origin's first says so by its name. Nothing else under
``keys/`` changes. Written in this order, so that a crash in between repeats the step and forks nothing: keys, name.
"""

from __future__ import annotations

import secrets as random
from dataclasses import replace

from isnad.instruments.sealing.hardening import harden
from isnad.keys import holder, passphrase
from isnad.keys.folder import DataFolder
from isnad.keys.locked import LOCKED, open_identity, open_secrets, write_twice
from isnad.keys.rotation_end import gate
from isnad.ledger.signers import Signers


def renew_log(folder: DataFolder) -> tuple[str, Signers]:
    """Makes and keeps a new origin and new signing keys; asks for the passphrase. Returns both."""
    harden()
    with gate(folder).alone():
        identity = open_identity(folder, passphrase.current())
        signers = Signers.generate()
        ed25519, ml_dsa = signers.seeds()
        kept = replace(open_secrets(folder, identity), log_ed25519=ed25519, log_ml_dsa=ml_dsa)
        write_twice(folder, LOCKED, kept.file(identity.recipient))
        origin = f"{folder.config.origin.split('+')[0]}/{random.token_hex(4)}"
        folder.change_origin(origin)
        holder.lock(folder)
    return origin, signers
