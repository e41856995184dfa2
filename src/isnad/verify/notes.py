"""Signed notes and policies, read strictly and by themselves (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

What is checked of a checkpoint:

 1. three lines: origin, size without leading zeros, root; then an empty line and signature lines, strict base64;
 2. the origin stands in the policy, with an Ed25519 key (type 01) and an ML-DSA-44 key (type 06);
 3. **both** signed it, once each; a line by a witness of the policy holds; a line by anyone else is a finding.

What is not: whether the policy is the one that the archive's people meant (compare its digest with one from outside),
and whether no other history was signed (that takes an anchor or a witness).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

ED25519, COSIGNED, ML_DSA = 1, 4, 6
_TEXT = re.compile(r"(?P<origin>[^\n]{1,255})\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n")
_LINE = re.compile(r"— (?P<name>[^ +\n]+) (?P<data>[A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Key:
    """A public key: its name, its type, its bytes, and the four bytes that identify it."""

    name: str
    kind: int
    raw: bytes
    short: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint as it was read: origin, size, root; the text signed; its lines as (name, key id, signature)."""

    origin: str
    size: int
    root: bytes
    text: str
    lines: tuple[tuple[str, bytes, bytes], ...]


def plain_base64(text: str) -> bytes | None:
    """Decodes base64 written in the one standard way; None for any other."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


def read_key(vkey: str) -> Key | None:
    """A vkey; None where it is not one."""
    parts = vkey.split("+", 2)
    data = plain_base64(parts[2]) if len(parts) == 3 else None
    if not data or not parts[0]:
        return None
    kind, raw = data[0], data[1:]
    if len(raw) != {ED25519: 32, COSIGNED: 32, ML_DSA: 1312}.get(kind):
        return None
    short = sha256(parts[0].encode() + b"\n" + data).digest()[:4]
    return Key(parts[0], kind, raw, short) if short.hex() == parts[1] else None


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a policy: of each origin in order, and of the witnesses."""

    origins: dict[str, tuple[Key, ...]]
    witnesses: tuple[Key, ...]


def read_policy(data: bytes) -> Keys | None:
    """The keys in a policy file; None where it is not written exactly, or an origin lacks one of its two keys."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not text.endswith("\n") or any(ord(sign) < 0x20 and sign != "\n" for sign in text):
        return None
    logs: dict[str, list[Key]] = {}
    witnesses: dict[str, Key] = {}
    names = {"none"}
    *lines, quorum = [line.split(" ") for line in text[:-1].split("\n")]
    for words in lines:
        if not _read_line(words, logs, witnesses, names):
            return None
    whole = all([key.kind for key in keys] == [ED25519, ML_DSA] for keys in logs.values())
    if not whole or len(quorum) != 2 or quorum[0] != "quorum" or quorum[1] not in names:
        return None
    return Keys({name: tuple(keys) for name, keys in logs.items()}, tuple(witnesses.values()))


def _read_line(words: list[str], logs: dict[str, list[Key]], witnesses: dict[str, Key], names: set[str]) -> bool:
    """Takes up one line of a policy; whether it was one."""
    match words:
        case ["log", vkey] if key := read_key(vkey):
            logs.setdefault(key.name, []).append(key)
        case ["witness", name, vkey] if (key := read_key(vkey)) and name not in names:
            witnesses[name] = key
            names.add(name)
        case ["group", name, needed, *members] if members and needed.isdigit() and names.issuperset(members):
            names.add(name)
        case _:
            return False
    return True


def read_head(data: bytes) -> Head | None:
    """A checkpoint with its signatures; None where it is not written as one."""
    try:
        text, parted, rest = data.decode("utf-8").partition("\n\n")
    except UnicodeDecodeError:
        return None
    found = _TEXT.fullmatch(text + "\n")
    root = plain_base64(found["root"]) if found else None
    if not parted or found is None or root is None or not rest.endswith("\n"):
        return None
    lines = []
    for line in rest[:-1].split("\n"):
        match = _LINE.fullmatch(line)
        signed = plain_base64(match["data"]) if match else None
        if match is None or signed is None or len(signed) < 5:
            return None
        lines.append((match["name"], signed[:4], signed[4:]))
    return Head(found["origin"], int(found["size"]), root, text + "\n", tuple(lines))


def _holds(key: Key, head: Head, blob: bytes) -> bool:
    try:
        if key.kind == ED25519:
            Ed25519PublicKey.from_public_bytes(key.raw).verify(blob, head.text.encode())
            return True
        time, signature = blob[:8], blob[8:]
        if key.kind == COSIGNED:
            said = f"cosignature/v1\ntime {int.from_bytes(time, 'big')}\n{head.text}".encode()
            Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, said)
            return True
        name, origin = key.name.encode(), head.origin.encode()
        said = b"subtree/v1\n\0" + bytes([len(name)]) + name + time + bytes([len(origin)]) + origin
        said += bytes(8) + head.size.to_bytes(8, "big") + head.root
        MLDSA44PublicKey.from_public_bytes(key.raw).verify(signature, said)
    except InvalidSignature:
        return False
    return True


def faults(head: Head, keys: Keys) -> list[str]:
    """Why a checkpoint is not to be believed: reasons, or none."""
    own = keys.origins.get(head.origin)
    if own is None:
        return ["unknown-origin"]
    found = []
    signed = []
    for name, short, blob in head.lines:
        key = next((key for key in (*own, *keys.witnesses) if (key.name, key.short) == (name, short)), None)
        if key is None:
            found.append("strange-signature")
        elif not _holds(key, head, blob):
            found.append("bad-signature")
        else:
            signed.append(key)
    if any(signed.count(key) != 1 for key in own):
        found.append("unsigned")
    return list(dict.fromkeys(found))


def anchor_faults(head: Head, keys: Keys) -> list[str]:
    """Why an outside anchor does not count: it needs one signature of the log, and none that fails."""
    own = keys.origins.get(head.origin, ())
    results = [
        _holds(key, head, blob)
        for name, short, blob in head.lines
        for key in own
        if (key.name, key.short) == (name, short)
    ]
    if not own:
        return ["unknown-origin"]
    return ["bad-signature"] if not all(results) else [] if results else ["unsigned"]
