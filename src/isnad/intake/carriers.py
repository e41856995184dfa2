"""Reads ``carrier.yaml``: the physical thing that came, as its custodian wrote it down.

Keys that are understood (all optional): title, kind, make, model, capacity, serial, seal, write_blocker, tool,
tool_version, acquired, present, handed_over (or handed_over_by), photographs and log (files beside the YAML),
acquired_on (EDTF), place, holders (or earlier_holders: ``who``, ``when`` or ``from`` and ``to`` in EDTF, ``basis``).
Whatever else it says is kept too, sealed: nothing that a custodian wrote is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from isnad.words import Json, Refusal, When

OPEN = ("make", "model", "capacity", "seal", "write_blocker", "tool", "tool_version")
DEEPEST = 20  # values inside values
UNDERSTOOD = {
    *OPEN, "title", "kind", "serial", "acquired", "present", "handed_over", "handed_over_by", "photographs", "log",
    "acquired_on", "place", "holders", "earlier_holders",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CarrierFile:
    """What a ``carrier.yaml`` says, every value as JSON; ``photographs`` and ``log`` are files to take in with it."""

    facts: dict[str, Json]
    photographs: tuple[Path, ...]
    log: tuple[Path, ...]
    holders: tuple[Json, ...]
    acquired_on: When | None
    place: str | None

    @property
    def title(self) -> str:
        """What the carrier is called: its title, else kind, make and model."""
        parts = [self.facts.get(key) for key in ("kind", "make", "model")]
        return str(self.facts.get("title") or " ".join(str(part) for part in parts if part) or "carrier")

    def text(self, key: str) -> str | None:
        """A field as text, None where it is not given."""
        value = self.facts.get(key)
        return None if value is None else str(value)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names; a single one counts as a list of one."""
        value = self.facts.get(key) or []
        return tuple(str(each) for each in (value if isinstance(value, list) else [value]))

    @property
    def handed_over(self) -> Json:
        """When, by whom and to whom it was handed over, as written."""
        return self.facts.get("handed_over", self.facts.get("handed_over_by"))

    @property
    def more(self) -> Json:
        """What was written and is not understood here."""
        return {key: value for key, value in self.facts.items() if key not in UNDERSTOOD}


def read(path: Path) -> CarrierFile:
    """The carrier that a file describes; refused where it cannot be understood."""
    try:
        facts = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("intake.carrier-unreadable") from error
    except yaml.YAMLError as error:
        raise Refusal("intake.carrier-not-yaml") from error
    if not isinstance(facts, dict) or not facts:
        raise Refusal("intake.carrier-not-yaml")
    plain = {str(key): _plain(value) for key, value in facts.items()}
    if odd := [key for key in plain if not key.isascii()]:
        plain["keys"] = [[key, plain.pop(key)] for key in odd]
    acquired_on = plain.get("acquired_on")
    return CarrierFile(
        plain,
        _beside(path, plain.get("photographs")),
        _beside(path, plain.get("log")),
        tuple(_holder(each) for each in plain.get("holders") or plain.get("earlier_holders") or []),
        None if acquired_on is None else When.parse(str(acquired_on)),
        None if plain.get("place") is None else str(plain["place"]),
    )


def _plain(value: Any, depth: int = 0) -> Json:
    """YAML's values as JSON that has one written form: numbers with a point and dates become text."""
    if depth > DEEPEST:  # an anchor that holds itself has no end
        raise Refusal("intake.carrier-not-yaml")
    if isinstance(value, dict):
        return {str(key): _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, depth + 1) for each in value]
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    return str(value)


def _beside(path: Path, names: Json) -> tuple[Path, ...]:
    listed = names if isinstance(names, list) else [] if names is None else [names]
    files = tuple(path.parent / str(name) for name in listed)
    if any(not file.is_file() for file in files):
        raise Refusal("intake.carrier-file-missing")
    return files


def _holder(value: Json) -> Json:
    """An earlier holder; its dates must be dates, and a gap between two holders stays a gap."""
    if not isinstance(value, dict) or "who" not in value:
        raise Refusal("intake.carrier-not-understood", key="holders")
    when = value.get("when")
    if when is None and ("from" in value or "to" in value):
        when = f"{value.get('from') or ''}/{value.get('to') or ''}"
    if when is not None:
        When.parse(str(when))
    return {**value, "when": when}
