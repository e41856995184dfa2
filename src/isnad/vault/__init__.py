"""The vault: bytes under their own name. It knows no reason, date or person.

 * An original is kept as an age file in two parts: the payload in a store (`store`), under the SHA-256 of the payload's
   own bytes, never changed; the header, which alone opens it, among the wraps (`wraps`).
 * Keeping needs public recipients only. Opening needs somebody who opens one header at a time (`Opener`).
 * Leaving the block of `Vault.batch` means: payloads and headers are durable, and the payloads were read back and had
   their digests. What is not acknowledged may lie about after a crash; it is a stray, never a loss.
 * Erasing takes the header first, then the payload, and may be done again.

The vault may not know what an object is, where it came from or who may see it: rooms further down do.
"""

from isnad.vault.draft import Draft, Kept, prepare
from isnad.vault.folder_store import FolderStore
from isnad.vault.gate import Gate
from isnad.vault.store import ObjectStore
from isnad.vault.vault import Batch, Opener, Vault
from isnad.vault.wraps import WrapBook

__all__ = ["Batch", "Draft", "FolderStore", "Gate", "Kept", "ObjectStore", "Opener", "Vault", "WrapBook", "prepare"]
