"""Locks and seals in standard formats: age files, recovery words, shares, time stamps.

 * A header locks a 16-byte file key for its recipients (`header`); a payload is encrypted under it (`payload`). Header
   followed by payload is an ordinary age file: ``cat header payload | age -d -i identity``.
 * Locking needs public recipients only. Opening needs an identity, and says Broken for bytes that were changed and
   Refusal for a header meant for others.
 * Nothing here writes to a disk, knows a table or reads a setting.

Tested against two other implementations of age, both ways (tests/instruments/sealing).
"""

from isnad.instruments.sealing.agefile import armour, open_bytes, relock_bytes, seal_bytes, unarmour
from isnad.instruments.sealing.header import lock, new_file_key, read_header, relock, unlock
from isnad.instruments.sealing.identity import Identity, Recipient
from isnad.instruments.sealing.passphrase import WORK_FACTOR, open_with_passphrase, seal_with_passphrase
from isnad.instruments.sealing.payload import Sealed, open_payload, opened_digest, seal, sealed_size

__all__ = [
    "WORK_FACTOR",
    "Identity",
    "Recipient",
    "Sealed",
    "armour",
    "lock",
    "new_file_key",
    "open_bytes",
    "open_payload",
    "open_with_passphrase",
    "opened_digest",
    "read_header",
    "relock",
    "relock_bytes",
    "seal",
    "seal_bytes",
    "seal_with_passphrase",
    "sealed_size",
    "unarmour",
    "unlock",
]
