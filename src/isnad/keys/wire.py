"""What the key process and its clients say to each other: JSON objects, each behind its length in four bytes."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

from isnad.words import Broken, IsnadError, Refusal, Unavailable

_LENGTH = struct.Struct(">I")
LONGEST = 1 << 20
_KINDS: dict[str, type[IsnadError]] = {"refused": Refusal, "broken": Broken, "unavailable": Unavailable}


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    """Sends one message."""
    data = json.dumps(message).encode()
    connection.sendall(_LENGTH.pack(len(data)) + data)


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """The next message, or None where the other side has gone."""
    length = _exactly(connection, _LENGTH.size)
    if length is None or _LENGTH.unpack(length)[0] > LONGEST:
        return None
    data = _exactly(connection, _LENGTH.unpack(length)[0])
    return None if data is None else dict(json.loads(data))


def failure(error: IsnadError) -> dict[str, Any]:
    """An error as an answer."""
    kind = next(name for name, family in _KINDS.items() if isinstance(error, family))
    return {kind: error.code, "facts": {name: str(value) for name, value in error.facts.items()}}


def raise_failure(answer: dict[str, Any]) -> None:
    """Raises the error that an answer carries, if it carries one."""
    for kind, family in _KINDS.items():
        if kind in answer:
            raise family(answer[kind], **answer.get("facts", {}))


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    pieces = []
    while size:
        piece = connection.recv(min(size, 1 << 16))
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
