"""Frames over a pipe: a JSON value and a block of bytes, each with its length before it, with a deadline.

    8 bytes length of the JSON, 8 bytes length of the block, the JSON, the block

The side that trusts nobody says how much it takes: more than that is not a frame.
"""

from __future__ import annotations

import os
import select
import struct
import time

import orjson

from isnad.instruments.imaging.values import NotOfThisForm
from isnad.words import Json

HEAD = struct.Struct(">QQ")
MOST_JSON = 64 * 2**20
MOST_BLOCK = 4 * 2**30


class Ended(Exception):
    """The other side is gone. Never leaves this package."""


class TooSlow(Exception):
    """The deadline passed. Never leaves this package."""


def frame(value: Json, size: int) -> bytes:
    """The beginning of a frame, before its block of ``size`` bytes."""
    told = orjson.dumps(value)
    return HEAD.pack(len(told), size) + told


def send(descriptor: int, piece: bytes | bytearray | memoryview, deadline: float | None = None) -> None:
    """Writes all of ``piece``; with a deadline (``time.monotonic``) the descriptor must not block."""
    view = memoryview(piece).cast("B")
    while view:
        try:
            view = view[os.write(descriptor, view[: 1 << 20]) :]
        except BlockingIOError:
            _wait(descriptor, select.POLLOUT, deadline)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Ended from error


def receive(descriptor: int, most_json: int, most_block: int, deadline: float | None = None) -> tuple[Json, bytearray]:
    """One frame; NotOfThisForm where it is longer than asked for, or its JSON is none."""
    json_size, block_size = HEAD.unpack(bytes(_exactly(descriptor, HEAD.size, deadline)))
    if json_size > most_json or block_size > most_block:
        raise NotOfThisForm
    told = _exactly(descriptor, json_size, deadline)
    block = _exactly(descriptor, block_size, deadline)
    try:
        return orjson.loads(told), block
    except orjson.JSONDecodeError as error:
        raise NotOfThisForm from error


def _exactly(descriptor: int, size: int, deadline: float | None) -> bytearray:
    found = bytearray(size)
    view, at = memoryview(found), 0
    while at < size:
        try:
            got = os.readv(descriptor, [view[at:]])
        except BlockingIOError:
            _wait(descriptor, select.POLLIN, deadline)
            continue
        if got == 0:
            raise Ended
        at += got
    return found


def _wait(descriptor: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(left):
        raise TooSlow
