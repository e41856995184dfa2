"""Looks at everything under ``keys/`` and says what is wrong; repairs nothing, raises nothing for what it finds.

* `faults` needs no key: check values, slots included; the two places against one another; names that belong to nothing.
* `unopened` asks the key process to open each header and each segment's open key.

Not looked at: whether a payload lies behind each header, and which slots ought to be empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from isnad.instruments import durable
from isnad.keys import segments, strongbox
from isnad.keys.folder import DataFolder
from isnad.keys.holder import KeyHolder
from isnad.keys.locked import IDENTITY, LOCKED
from isnad.keys.rotation_end import wrap_book
from isnad.ledger import slots
from isnad.vault import wrapfile
from isnad.words import Broken, Refusal

_NAME = re.compile(r"[0-9a-f]{16}")


class Fault(NamedTuple):
    """Something wrong with a key file: where, relative to the archive's folder, and a code of room ``keys``."""

    where: str
    why: str


def check_keys(folder: DataFolder, holder: KeyHolder) -> Iterator[Fault]:
    """`faults`, then `unopened`."""
    yield from faults(folder)
    yield from unopened(folder, holder)


def faults(folder: DataFolder) -> Iterator[Fault]:
    """Everything that is wrong as far as can be seen without a key."""
    for name in (IDENTITY, LOCKED):
        yield from _key_file(folder, name)
    for name in _names(folder, "segments"):
        yield from _key_file(folder, f"segments/{name}")
    for name in _names(folder, "wraps"):
        yield from _headers(folder, name)
    for kind in ("segments", "wraps"):
        for place in folder.both(kind):
            yield from (Fault(_where(folder, path), "keys.fault-unknown") for path in _strangers(place))
    yield from _slots(folder)


def unopened(folder: DataFolder, holder: KeyHolder) -> Iterator[Fault]:
    """What has its check value and still does not open."""
    for name in segments.names(folder):
        try:
            holder.segment_key(name)
        except (Broken, Refusal):
            yield Fault(f"keys/segments/{name}", "keys.fault-does-not-open")
    for _, files in wrap_book(folder).batches():
        for path in files:
            for record in wrapfile.records(_bytes(path)):
                if record.sound and not _opens(holder, record.header):
                    yield Fault(f"{_where(folder, path)}#{record.payload}", "keys.fault-does-not-open")


def _key_file(folder: DataFolder, name: str) -> Iterator[Fault]:
    for path in folder.both(name):
        if not path.is_file():
            yield Fault(_where(folder, path), "keys.fault-missing")
        elif strongbox.sound(path) is None:
            yield Fault(_where(folder, path), "keys.fault-changed")


def _headers(folder: DataFolder, name: str) -> Iterator[Fault]:
    """The faults of one batch of headers: missing, changed, or standing in one place only."""
    seen = []
    for path in folder.both(f"wraps/{name}"):
        where = _where(folder, path)
        if not path.is_file():
            yield Fault(where, "keys.fault-missing")
            continue
        found = list(wrapfile.read(_bytes(path)))
        for each in found:
            if isinstance(each, wrapfile.Rubble):
                yield Fault(f"{where}@{each.offset}", "keys.fault-changed")
            elif not each.sound:
                yield Fault(f"{where}#{each.payload}", "keys.fault-changed")
        seen.append((where, {each.payload for each in found if isinstance(each, wrapfile.Record)}))
    for where, payloads in seen:
        for payload in sorted(set().union(*(other for _, other in seen)) - payloads):
            yield Fault(f"{where}#{payload}", "keys.fault-missing")


def _slots(folder: DataFolder) -> Iterator[Fault]:
    """Slots whose check does not hold."""
    places = folder.both("slots")
    names = sorted({path.name for place in places for path in place.glob("*")})
    for name in names:
        if not name.isdigit():
            yield from (Fault(_where(folder, at / name), "keys.fault-unknown") for at in places if (at / name).exists())
            continue
        copies = [_bytes(place / name) for place in places]
        for place, data in zip(places, copies, strict=True):
            yield from _slot_file(folder, place / name, data, max(map(len, copies)))


def _slot_file(folder: DataFolder, path: Path, data: bytes, length: int) -> Iterator[Fault]:
    if len(data) != length or length % slots.RECORD:
        yield Fault(_where(folder, path), "keys.fault-changed" if data else "keys.fault-missing")
    first = int(path.name) * slots.IN_A_FILE
    for at in range(0, len(data), slots.RECORD):
        number = first + at // slots.RECORD
        if not slots.is_sound(number, data[at : at + slots.RECORD]):
            yield Fault(f"{_where(folder, path)}#{number}", "keys.fault-changed")


def _names(folder: DataFolder, kind: str) -> list[str]:
    with durable.disk():
        found = {path.name for place in folder.both(kind) if place.is_dir() for path in place.iterdir()}
    return sorted(name for name in found if _NAME.fullmatch(name))


def _strangers(place: Path) -> list[Path]:
    with durable.disk():
        return sorted(path for path in place.iterdir() if not _NAME.fullmatch(path.name)) if place.is_dir() else []


def _where(folder: DataFolder, path: Path) -> str:
    return str(path.relative_to(folder.root))


def _bytes(path: Path) -> bytes:
    with durable.disk():
        return path.read_bytes() if path.is_file() else b""


def _opens(holder: KeyHolder, header: bytes) -> bool:
    try:
        holder.open_header(header)
    except (Broken, Refusal):
        return False
    return True
