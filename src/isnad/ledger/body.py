"""The sealed half of an entry: fields in an open and a sealed part, under one commitment. Body format v1.

* An entry has a random 32-byte slot. seed = HMAC-SHA-256(segment key, "isnad/entry/v1" ‖ slot);
  SHAKE-256("isnad/salts/v1" ‖ seed) gives the key of the part, then one 32-byte salt a field in the order of names. A
  slot without the segment key tells nothing; the segment key without the slot opens nothing, so overwriting the slot
  erases the body where it lies.
* Field hash = SHA-256("isnad/field/v1" 00 salt name 00 canonical value). Commitment = SHA-256("isnad/commitment/v1" 00
  sorted field hashes), over the fields of both parts.
* A part is ChaCha20-Poly1305 with nonce zero (every key is used once) and the part's name and entry number as
  associated data. Open plaintext: a 16-bit count, the hashes of the sealed fields in the order of their names, a 16-bit
  length, a signature, then the fields as one canonical JSON object. Sealed plaintext: the object alone. No sealed
  fields: no sealed part.
* The signature is the author's own (Ed25519, 64 bytes) over "isnad/signature/v1" 00 commitment, or empty. The
  commitment does not cover it; ``b`` does.
* A frame is entry number (64 bits), two lengths (32 bits each), two parts. ``b`` = SHA-256("isnad/body/v1" 00 frame).
* The open key alone reads the open part and checks the commitment: a rebuild needs no sealing key.
* A nested value counts as one field. Names are ASCII, and one name stands in one part.
"""

from __future__ import annotations

import hmac
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256, shake_256
from typing import Any, cast

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from isnad.ledger.leaf import Leaf
from isnad.words import Broken, Digest, Json, Refusal, canonical

HEADER = struct.Struct(">QII")
_NONCE = bytes(12)
Sign = Callable[[bytes], bytes]
_HASH = 32


@dataclass(frozen=True, slots=True)
class SegmentKeys:
    """What a segment is sealed with: its name (16 hexadecimal characters) and two keys of 32 bytes, never shown."""

    name: str
    open: bytes = field(repr=False)
    sealed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.name) != 16 or set(self.name) - set("0123456789abcdef"):
            raise Refusal("ledger.bad-segment-name")
        if len(self.open) != 32 or len(self.sealed) != 32:
            raise Refusal("ledger.bad-segment-key")


@dataclass(frozen=True, slots=True)
class Composed:
    """An entry ready to be sealed: its number, leaf and frame, the slot that opens it, and the name of its segment."""

    number: int
    leaf: Leaf
    frame: bytes
    slot: bytes = field(repr=False)
    segment: str


@lru_cache(maxsize=4096)
def _written(name: str) -> bytes:
    """A field's name as JSON writes it, with its colon."""
    if not (name.isascii() and name.isprintable() and 0 < len(name) <= 64) or '"' in name or "\\" in name:
        raise Refusal("ledger.bad-field-name")
    return b'"' + name.encode("ascii") + b'":'


def _keys(segment_key: bytes, slot: bytes, count: int) -> bytes:
    """The part's key, then ``count`` salts, 32 bytes each."""
    seed = hmac.digest(segment_key, b"isnad/entry/v1" + slot, "sha256")
    return shake_256(b"isnad/salts/v1" + seed).digest(_HASH * (count + 1))


def field_hash(salt: bytes, name: str, value: bytes) -> bytes:
    """The hash of one field; ``value`` is its canonical JSON."""
    return sha256(b"isnad/field/v1\0" + salt + name.encode("ascii") + b"\0" + value).digest()


def commitment_of(hashes: Iterable[bytes]) -> Digest:
    """The commitment over the hashes of all fields, in whatever order they are given."""
    return Digest(sha256(b"isnad/commitment/v1\0" + b"".join(sorted(hashes))).digest())


def signed_message(commitment: Digest) -> bytes:
    """What an author signs of an entry."""
    return b"isnad/signature/v1\0" + commitment.raw


def body_digest(frame: bytes) -> Digest:
    """``b`` of a leaf: the digest of the frame, which holds both parts."""
    return Digest(sha256(b"isnad/body/v1\0" + frame).digest())


def _bound(part: bytes, number: int) -> bytes:
    return b"isnad/" + part + b"/v1\0" + number.to_bytes(8, "big")


def _seal(segment_key: bytes, slot: bytes, fields: Mapping[str, Json]) -> tuple[bytes, bytes, list[bytes]]:
    """One part: its key, the canonical object, and its field hashes in the order of names."""
    names = sorted(fields)
    keys = _keys(segment_key, slot, len(names))
    written, hashes, at = [], [], _HASH
    for name in names:
        value = canonical(fields[name])
        label = _written(name)
        hashes.append(sha256(b"isnad/field/v1\0" + keys[at : at + _HASH] + label[1:-2] + b"\0" + value).digest())
        written.append(label + value)
        at += _HASH
    return keys[:_HASH], b"{" + b",".join(written) + b"}", hashes


def compose(
    keys: SegmentKeys,
    number: int,
    slot: bytes,
    fields: Mapping[str, Json],
    sealed: Mapping[str, Json],
    objects: Sequence[Digest] = (),
    gone: Sequence[int] = (),
    sign: Sign | None = None,
) -> Composed:
    """Seals one entry; ``slot`` is 32 fresh random bytes, used for this entry alone; ``sign`` is its author's."""
    if len(slot) != 32 or not any(slot):
        raise Refusal("ledger.bad-slot")
    sealed_part = b""
    hidden: list[bytes] = []
    if sealed:
        if not fields.keys().isdisjoint(sealed):
            raise Refusal("ledger.field-in-both-parts")
        key, text, hidden = _seal(keys.sealed, slot, sealed)
        sealed_part = ChaCha20Poly1305(key).encrypt(_NONCE, text, _bound(b"sealed", number))
    key, text, shown = _seal(keys.open, slot, fields)
    commitment = commitment_of(shown + hidden)
    signature = sign(signed_message(commitment)) if sign else b""
    text = b"".join((len(hidden).to_bytes(2, "big"), *hidden, len(signature).to_bytes(2, "big"), signature, text))
    open_part = ChaCha20Poly1305(key).encrypt(_NONCE, text, _bound(b"open", number))
    frame = HEADER.pack(number, len(open_part), len(sealed_part)) + open_part + sealed_part
    leaf = Leaf(commitment, body_digest(frame), tuple(objects), tuple(gone))
    return Composed(number, leaf, frame, slot, keys.name)


def compose_many(
    keys: SegmentKeys,
    first: int,
    slots: Sequence[bytes],
    entries: Iterable[tuple[Mapping[str, Json], Mapping[str, Json]]],
) -> list[Composed]:
    """Seals entries numbered from ``first``, each given as its open and its sealed fields."""
    return [
        compose(keys, first + offset, slot, fields, sealed)
        for offset, (slot, (fields, sealed)) in enumerate(zip(slots, entries, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """One part, opened: its fields by name, the salt of each; of an open part, the hashes of the sealed fields and the
    author's signature, empty where there is none."""

    fields: dict[str, Json]
    salts: dict[str, bytes] = field(repr=False)
    hidden: tuple[bytes, ...] = ()
    signature: bytes = b""

    def hashes(self) -> list[bytes]:
        """The hashes of its own fields, in the order of names."""
        return [field_hash(self.salts[name], name, canonical(value)) for name, value in self.fields.items()]


def open_part(key: SegmentKeys | bytes, number: int, slot: bytes, frame: bytes, leaf: Leaf) -> dict[str, Json]:
    """The open fields; the open key is enough. `Broken` unless body, fields and commitment agree with the leaf."""
    return _open(key, number, slot, frame, leaf).fields


def opened(key: SegmentKeys | bytes, number: int, slot: bytes, frame: bytes, leaf: Leaf) -> Part:
    """The open part, as `open_part`, with salts and the author's signature."""
    return _open(key, number, slot, frame, leaf)


def sealed_part(keys: SegmentKeys, number: int, slot: bytes, frame: bytes, leaf: Leaf) -> dict[str, Json]:
    """The sealed fields, checked against the hashes in the open part."""
    return _sealed(keys, number, slot, frame, _open(keys, number, slot, frame, leaf)).fields


def _split(number: int, frame: bytes, leaf: Leaf) -> tuple[bytes, bytes]:
    if body_digest(frame) != leaf.body or len(frame) < HEADER.size:
        raise Broken("ledger.body-changed", entry=number)
    claimed, first, second = HEADER.unpack_from(frame)
    if claimed != number or len(frame) != HEADER.size + first + second:
        raise Broken("ledger.body-changed", entry=number)
    return frame[HEADER.size : HEADER.size + first], frame[HEADER.size + first :]


def _open(key: SegmentKeys | bytes, number: int, slot: bytes, frame: bytes, leaf: Leaf) -> Part:
    secret = key if isinstance(key, bytes) else key.open
    part, _ = _split(number, frame, leaf)
    text = _decrypt(secret, slot, part, _bound(b"open", number), number)
    end = 2 + _HASH * int.from_bytes(text[:2], "big")
    hidden = tuple(text[at : at + _HASH] for at in range(2, end, _HASH))
    start = end + 2 + int.from_bytes(text[end : end + 2], "big")
    opened = _read(secret, slot, text[start:], number, hidden, text[end + 2 : start])
    if commitment_of([*opened.hashes(), *hidden]) != leaf.commitment:
        raise Broken("ledger.commitment-differs", entry=number)
    return opened


def _sealed(keys: SegmentKeys, number: int, slot: bytes, frame: bytes, opened: Part) -> Part:
    part = frame[HEADER.size + HEADER.unpack_from(frame)[1] :]
    if not part and not opened.hidden:
        return Part({}, {})
    text = _decrypt(keys.sealed, slot, part, _bound(b"sealed", number), number)
    found = _read(keys.sealed, slot, text, number, ())
    if tuple(found.hashes()) != opened.hidden:
        raise Broken("ledger.commitment-differs", entry=number)
    return found


def _decrypt(secret: bytes, slot: bytes, part: bytes, bound: bytes, number: int) -> bytes:
    try:
        return ChaCha20Poly1305(_keys(secret, slot, 0)).decrypt(_NONCE, part, bound)
    except InvalidTag as error:
        raise Broken("ledger.body-does-not-open", entry=number) from error


def _read(
    secret: bytes, slot: bytes, text: bytes, number: int, hidden: tuple[bytes, ...], signature: bytes = b""
) -> Part:
    try:
        fields = cast(dict[str, Any], orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise Broken("ledger.body-not-canonical", entry=number) from error
    if type(fields) is not dict or canonical(fields) != text:
        raise Broken("ledger.body-not-canonical", entry=number)
    keys = _keys(secret, slot, len(fields))
    salts = {name: keys[_HASH * at : _HASH * (at + 1)] for at, name in enumerate(fields, start=1)}
    return Part(fields, salts, hidden, signature)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Some fields of an entry, opened for a stranger: (name, salt, value) of each, and the hashes of all the others."""

    opened: tuple[tuple[str, bytes, Json], ...]
    others: tuple[bytes, ...]


def disclose(
    keys: SegmentKeys | bytes, number: int, slot: bytes, frame: bytes, leaf: Leaf, names: Iterable[str]
) -> Disclosure:
    """Opens the named fields and keeps the rest shut; a sealed field needs both keys. An unknown name is refused."""
    opened = _open(keys, number, slot, frame, leaf)
    parts = [opened]
    wanted = set(names)
    if wanted - opened.fields.keys() and isinstance(keys, SegmentKeys):
        parts.append(_sealed(keys, number, slot, frame, opened))
    if wanted - {name for part in parts for name in part.fields}:
        raise Refusal("ledger.no-such-field", entry=number)
    shown, others = [], [] if len(parts) > 1 else list(opened.hidden)
    for part in parts:
        for (name, value), hashed in zip(part.fields.items(), part.hashes(), strict=True):
            if name in wanted:
                shown.append((name, part.salts[name], value))
            else:
                others.append(hashed)
    return Disclosure(tuple(shown), tuple(sorted(others)))


def check_disclosure(disclosure: Disclosure, commitment: Digest) -> None:
    """`Broken` unless the opened fields and the other hashes make up the commitment; needs no key."""
    names = [name for name, _, _ in disclosure.opened]
    sound = len(set(names)) == len(names) and all(name.isascii() and "\0" not in name for name in names)
    sizes = [len(salt) for _, salt, _ in disclosure.opened] + [len(each) for each in disclosure.others]
    if not sound or any(size != _HASH for size in sizes):
        raise Broken("ledger.bad-disclosure")
    hashes = [field_hash(salt, name, canonical(value)) for name, salt, value in disclosure.opened]
    if commitment_of([*hashes, *disclosure.others]) != commitment:
        raise Broken("ledger.bad-disclosure")
