"""The published half of an entry: two digests, the payloads it names, and what it erases.

* Canonical JSON: ``{"b": digest of the sealed body, "c": commitment, "o": [payload digests], "v": 1}``; the leaf of an
  entry that erases also has ``"gone": [entry numbers]``. Nothing else: kind, time, actor and tool are in the body.
* At most 65,535 bytes (an entry bundle counts in 16 bits) and 900 payloads; no payload twice, no number twice.
* Read strictly: what is not written exactly so is `Broken`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import orjson

from isnad.words import Broken, Digest, Refusal

LARGEST = 65_535
"""Bytes of a leaf."""

MOST_OBJECTS = 900
"""Payloads that one entry may name."""

_WRITTEN = re.compile(
    rb'\{"b":"[0-9a-f]{64}","c":"[0-9a-f]{64}",'
    rb'(?:"gone":\[(?:0|[1-9][0-9]{0,15})(?:,(?:0|[1-9][0-9]{0,15}))*\],)?'
    rb'"o":\[(?:"[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*)?\],"v":1\}'
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One line of the log: ``commitment`` to the fields, digest of the sealed ``body``, ``objects`` and ``gone``."""

    commitment: Digest
    body: Digest
    objects: tuple[Digest, ...] = ()
    gone: tuple[int, ...] = ()

    def encode(self) -> bytes:
        """The bytes that are hashed into the tree; a leaf too large for its bundle is refused."""
        if len(self.objects) > MOST_OBJECTS:
            raise Refusal("ledger.too-many-objects", most=MOST_OBJECTS)
        if len(set(self.objects)) < len(self.objects) or sorted(set(self.gone)) != list(self.gone):
            raise Refusal("ledger.named-twice")
        gone = f'"gone":[{",".join(map(str, self.gone))}],' if self.gone else ""
        objects = ",".join(f'"{each.raw.hex()}"' for each in self.objects)
        written = f'{{"b":"{self.body.raw.hex()}","c":"{self.commitment.raw.hex()}",{gone}"o":[{objects}],"v":1}}'
        if len(written) > LARGEST:
            raise Refusal("ledger.leaf-too-large", most=LARGEST)
        return written.encode("ascii")

    @classmethod
    def decode(cls, data: bytes) -> Leaf:
        """Reads a leaf; anything not written exactly as `encode` writes is `Broken`."""
        if len(data) > LARGEST or _WRITTEN.fullmatch(data) is None:
            raise Broken("ledger.not-a-leaf")
        value = orjson.loads(data)
        objects = tuple(Digest(bytes.fromhex(each)) for each in value["o"])
        gone = tuple(value.get("gone", ()))
        if len(objects) > MOST_OBJECTS or len(set(objects)) < len(objects) or sorted(set(gone)) != list(gone):
            raise Broken("ledger.not-a-leaf")
        return cls(Digest(bytes.fromhex(value["c"])), Digest(bytes.fromhex(value["b"])), objects, gone)
