"""What leaves say: the digest of a body, the payloads named, the entries erased.

* A leaf is canonical JSON with ``b``, ``c``, ``o``, ``v`` and, where it erases, ``gone``; nothing else, and in that
  order.
* A payload is owed while any entry that is not gone names it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

_DIGEST = rb'"[0-9a-f]{64}"'
_NUMBER = rb"(?:0|[1-9][0-9]{0,15})"
_LEAF = re.compile(
    rb'\{"b":%b,"c":%b,(?:"gone":\[%b(?:,%b)*\],)?"o":\[(?:%b(?:,%b)*)?\],"v":1\}'
    % (_DIGEST, _DIGEST, _NUMBER, _NUMBER, _DIGEST, _DIGEST)
)
_BODY = slice(6, 70)
_PLAIN = len(b'{"b":"","c":"","o":[],"v":1}') + 128


def is_leaf(data: bytes) -> bool:
    """Whether the bytes are a leaf, written as one."""
    return _LEAF.fullmatch(data) is not None


@dataclass
class Leaves:
    """What was read so far: body digests by number (zeros where unknown), names, erasures, leaves written otherwise."""

    bodies: bytearray
    names: list[tuple[int, list[str]]] = field(default_factory=list)
    gone: dict[int, int] = field(default_factory=dict)
    malformed: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, size: int) -> Leaves:
        """Nothing read yet, of so many."""
        return cls(bytearray(32 * size))

    def read(self, number: int, data: bytes) -> None:
        """Reads one leaf."""
        if not is_leaf(data):
            self.malformed.append(number)
            return
        self.bodies[32 * number : 32 * number + 32] = bytes.fromhex(data[_BODY].decode("ascii"))
        if len(data) == _PLAIN:
            return  # names nothing and erases nothing
        value = json.loads(data)
        if value["o"]:
            self.names.append((number, value["o"]))
        for each in value.get("gone", ()):
            self.gone.setdefault(each, number)

    def owed(self) -> tuple[set[str], set[str]]:
        """The payloads owed, and those that were erased and are named by no living entry."""
        living: set[str] = set()
        dead: set[str] = set()
        for number, names in self.names:
            (dead if number in self.gone else living).update(names)
        return living, dead - living
