"""Letters: what a family sends, sealed before it touches a disk.

   age file to the house
     └ canonical JSON: kind, day, language, whose case, who may read, whether it was forced, and
         └ an age file of its own: what she said, and her photographs

* The house opens the outer letter to learn who may read it. Where she chose nobody, the inner one stays shut.
* A letter knows its day and no finer time; its size says little, for both files are filled up.
* Photographs travel as they came, inside: the house takes them in as originals, and makes its own copies.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from isnad.door.slots import Slot
from isnad.instruments.sealing import Recipient, armour, seal_bytes, unarmour
from isnad.words import Broken, canonical

FORMAT = "isnad/letter/1"
KINDS = ("inquiry", "addition", "consent", "words", "withdrawal", "report", "forced")
STEP = 8192
"""Sizes are filled up to a multiple of this."""

Open = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, its inner part still shut.

    ``slots``: the family's own and the one for danger, where a case begins or its words change. ``case``: the name of
    the record it belongs to. ``order``: how many letters waited when it came, for those of one day.
    """

    kind: str
    day: str
    language: str
    case: str | None = None
    slots: tuple[Slot, Slot] | None = None
    receivers: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    years: int = 1
    forced: bool = False
    order: int = 0
    inner: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        assert self.kind in KINDS

    def seal(self, said: Mapping[str, Any], photographs: Sequence[bytes], to: Sequence[Recipient]) -> bytes:
        """The letter as one age file, with what she said inside."""
        pictures = [base64.b64encode(each).decode("ascii") for each in photographs]
        inner = seal_bytes(_filled({"said": dict(said), "photographs": pictures}), to)
        outer = {
            "format": FORMAT,
            "kind": self.kind,
            "day": self.day,
            "language": self.language,
            "case": self.case,
            "slots": None if self.slots is None else [[each.name, each.key.hex()] for each in self.slots],
            "receivers": list(self.receivers),
            "purposes": list(self.purposes),
            "years": self.years,
            "forced": self.forced,
            "order": self.order,
            "inner": armour(inner),
        }
        return seal_bytes(_filled(outer), to)

    def content(self, opens: Open) -> tuple[dict[str, Any], list[bytes]]:
        """What she said, and her photographs. Only for whom she chose."""
        told = _read(opens(self.inner))
        try:
            return dict(told["said"]), [base64.b64decode(each, validate=True) for each in told["photographs"]]
        except (KeyError, TypeError, ValueError) as error:
            raise Broken("door.not-a-letter") from error


def read(sealed: bytes, opens: Open) -> Letter:
    """The outer letter; Broken where it is none of ours."""
    told = _read(opens(sealed))
    try:
        if told.pop("format") != FORMAT or told["kind"] not in KINDS:
            raise Broken("door.not-a-letter")
        slots = told.pop("slots")
        return Letter(
            **{**told, "receivers": tuple(told["receivers"]), "purposes": tuple(told["purposes"])}
            | {"slots": _slots(slots) if slots else None, "inner": unarmour(told["inner"])},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Broken("door.not-a-letter") from error


def _slots(told: list[list[str]]) -> tuple[Slot, Slot]:
    own, danger = (Slot(name, bytes.fromhex(key)) for name, key in told)
    return own, danger


def _filled(value: Mapping[str, Any]) -> bytes:
    data = canonical(dict(value))
    return data + b" " * (-len(data) % STEP)


def _read(data: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Broken("door.not-a-letter") from error
    if not isinstance(told, dict):
        raise Broken("door.not-a-letter")
    return told
