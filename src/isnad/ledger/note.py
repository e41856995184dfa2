"""Signed notes (C2SP signed-note), read strictly.

* Text ending in a line feed, an empty line, then lines ``— name base64(key id ‖ signature)``. The text may hold empty
  lines: the last one parts it from the signatures.
* UTF-8, no control character but the line feed. A name has no space and no plus. Base64 has one way to be written.
* At most 64 signatures and 1 MiB.
* Reading says nothing about truth: `vkey` and `policy` check signatures.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from isnad.words import Broken

LARGEST = 1 << 20
MOST_SIGNATURES = 64
_DASH = "— "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_KEY_NAME = re.compile(r"[^\s+\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name, the first four bytes that identify it, and what it signed with."""

    name: str
    key_id: bytes
    blob: bytes

    @property
    def line(self) -> str:
        """As it stands in a note, with its line feed."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.blob).decode('ascii')}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, with its last line feed, and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """The note as bytes."""
        return (self.text + "\n" + "".join(each.line for each in self.signatures)).encode("utf-8")

    @classmethod
    def parse(cls, data: bytes) -> Note:
        """Reads a note; what is not one is `Broken`."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Broken("ledger.not-a-note") from error
        if len(data) > LARGEST or _CONTROL.search(text) or not text.endswith("\n"):
            raise Broken("ledger.not-a-note")
        end = text.rfind("\n\n")
        if end < 0:
            raise Broken("ledger.not-a-note")
        lines = text[end + 2 : -1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise Broken("ledger.not-a-note")
        return cls(text[: end + 1], tuple(map(_signature, lines)))

    def signed_also_by(self, more: Iterable[Signature]) -> Note:
        """The note with further signatures (cosignatures) below its own."""
        return Note(self.text, (*self.signatures, *more))


def is_key_name(name: str) -> bool:
    """Whether a key may bear this name: not empty, no space of any kind, no plus, nothing unprintable."""
    return _KEY_NAME.fullmatch(name) is not None


def strict_base64(text: str) -> bytes:
    """Decodes base64 that is written in the one standard way; anything else is `Broken`."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Broken("ledger.not-base64") from error
    if base64.b64encode(data).decode("ascii") != text:
        raise Broken("ledger.not-base64")
    return data


def _signature(line: str) -> Signature:
    if not line.startswith(_DASH):
        raise Broken("ledger.not-a-note")
    name, space, written = line[len(_DASH) :].partition(" ")
    data = strict_base64(written)
    if not space or not is_key_name(name) or len(data) < 5:
        raise Broken("ledger.not-a-note")
    return Signature(name, data[:4], data[4:])
