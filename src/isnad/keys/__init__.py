"""The keys of one archive: where they lie, who opens them, how they are kept, restored and rotated.

 * Everything that opens anything lies under ``keys/``, locked; each file carries check values and stands twice.
 * The passphrase opens one identity; that identity opens the rest. One process holds it (`process`); commands get the
   database's key, the log's signing keys, and one opened object or segment key at a time (`KeyHolder`).
 * Writing needs public recipients only: `open_vault` and `new_segment` work with everything locked.
 * Losing the passphrase is mended by recovery words, losing a device by a rotation.

This room may not know what an entry says, who a person is, or why something is opened.
"""

from isnad.keys.folder import ArchiveConfig, DataFolder
from isnad.keys.holder import KeyHolder, lock, stay_unlocked, unlock
from isnad.keys.locked import create_keys
from isnad.keys.opening import open_vault
from isnad.keys.recovery import restore, split
from isnad.keys.segments import new_segment

__all__ = [
    "ArchiveConfig",
    "DataFolder",
    "KeyHolder",
    "create_keys",
    "lock",
    "new_segment",
    "open_vault",
    "restore",
    "split",
    "stay_unlocked",
    "unlock",
]
