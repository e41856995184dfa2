"""One entry's proof, to travel without us (C2SP tlog-proof, files ending in ``.tlog-proof``).

* First line, perhaps a line ``extra``, the index, the path from the leaf's sibling to the root's child, an empty line,
  the checkpoint with all its signatures.
* We put the leaf into ``extra``, which nobody may trust by itself: the path binds it to the signed root.
* What it proves: this leaf stood at this place in the log that signed. What it does not: what the entry says (that
  takes a disclosure), nor that no other history was signed (that takes witnesses or an outside anchor).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from isnad.ledger import merkle
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Note, strict_base64
from isnad.ledger.policy import Policy
from isnad.ledger.reader import Reader
from isnad.words import Broken

_HEAD = "c2sp.org/tlog-proof@v1"
LARGEST = 1 << 21


@dataclass(frozen=True, slots=True)
class Proof:
    """That a leaf stands at ``index`` in the tree of a signed checkpoint."""

    index: int
    path: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None

    @classmethod
    def of(cls, reader: Reader, number: int) -> Proof:
        """The proof of an entry, with its leaf."""
        return cls(number, tuple(reader.inclusion(number)), reader.note, reader.leaf_bytes(number))

    def encode(self) -> bytes:
        """The proof as a file."""
        lines = [_HEAD]
        if self.extra is not None:
            lines.append(f"extra {_base64(self.extra)}")
        lines += [f"index {self.index}", *map(_base64, self.path), "", ""]
        return "\n".join(lines).encode("ascii") + self.note.encode()

    @classmethod
    def parse(cls, data: bytes) -> Proof:
        """Reads a proof; what is not one is `Broken`."""
        head, parted, note = data.partition(b"\n\n")
        if not parted or len(data) > LARGEST or not head.isascii():
            raise Broken("ledger.not-a-proof")
        first, *lines = head.decode("ascii").split("\n")
        extra = strict_base64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
        if first != _HEAD or not lines or not lines[0].startswith("index "):
            raise Broken("ledger.not-a-proof")
        index, path = lines[0][6:], tuple(strict_base64(line) for line in lines[1:])
        plain = index.isdigit() and (index == "0" or index[0] != "0") and len(index) < 20
        if not plain or len(path) > 64 or any(len(each) != 32 for each in path):
            raise Broken("ledger.not-a-proof")
        return cls(int(index), path, Note.parse(note), extra)

    def check(self, policy: Policy, leaf: bytes | None = None) -> Checkpoint:
        """The checkpoint that holds the leaf (the one in ``extra`` by default); `Broken` unless all of it verifies."""
        proven = self.extra if leaf is None else leaf
        if proven is None:
            raise Broken("ledger.not-a-proof")
        checkpoint = policy.check(self.note)
        hashed = merkle.leaf_hash(proven)
        merkle.check_inclusion(self.index, checkpoint.size, hashed, self.path, checkpoint.root.raw)
        return checkpoint


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
