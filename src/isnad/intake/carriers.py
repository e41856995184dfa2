"""Reads ``carrier.yaml``: the physical thing that came, as its custodian wrote it down.

Keys (all optional but ``title``): title, make, model, capacity (bytes), serial, seal, write_blocker, tool,
tool_version, acquired (hashes by algorithm), present (names), handed_over_by, photographs (files beside the YAML), log
(files beside it), acquired_on (EDTF), place, holders (``who``, ``when`` in EDTF, ``basis``), manner.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from isnad.words import Json, Refusal, When

KEYS = {
    "title", "make", "model", "capacity", "serial", "seal", "write_blocker", "tool", "tool_version", "acquired",
    "present", "handed_over_by", "photographs", "log", "acquired_on", "place", "holders", "manner",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CarrierFile:
    """What a ``carrier.yaml`` says; ``photographs`` and ``log`` are files to take in with it."""

    facts: dict[str, Any]
    photographs: tuple[Path, ...]
    log: tuple[Path, ...]
    holders: tuple[Json, ...]
    acquired_on: When | None
    place: str | None

    def text(self, key: str) -> str | None:
        """A text field, None where it is not given."""
        value = self.facts.get(key)
        return None if value is None else str(value)

    def number(self, key: str) -> int | None:
        """A whole number, None where it is not given."""
        value = self.facts.get(key)
        if value is None:
            return None
        if type(value) is int and value >= 0:
            return value
        raise Refusal("intake.carrier-not-understood", key=key)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names; a single one counts as a list of one."""
        value = self.facts.get(key) or []
        return tuple(str(each) for each in (value if isinstance(value, list) else [value]))


def read(path: Path) -> CarrierFile:
    """The carrier that a file describes; refused where it cannot be understood."""
    try:
        facts = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("intake.carrier-unreadable") from error
    except yaml.YAMLError as error:
        raise Refusal("intake.carrier-not-yaml") from error
    if not isinstance(facts, dict) or "title" not in facts:
        raise Refusal("intake.carrier-not-understood", key="title")
    if unknown := sorted(str(key) for key in facts.keys() - KEYS):
        raise Refusal("intake.carrier-not-understood", key=unknown[0])
    acquired_on = facts.get("acquired_on")
    return CarrierFile(
        facts,
        _beside(path, facts.get("photographs")),
        _beside(path, facts.get("log")),
        tuple(_holder(each) for each in facts.get("holders") or []),
        None if acquired_on is None else When.parse(acquired_on),
        None if facts.get("place") is None else str(facts["place"]),
    )


def _beside(path: Path, names: Any) -> tuple[Path, ...]:
    listed = names if isinstance(names, list) else [] if names is None else [names]
    files = tuple(path.parent / str(name) for name in listed)
    if any(not file.is_file() for file in files):
        raise Refusal("intake.carrier-file-missing")
    return files


def _holder(value: Any) -> Json:
    if not isinstance(value, dict) or "who" not in value:
        raise Refusal("intake.carrier-not-understood", key="holders")
    when = When.parse(value.get("when", "..")) if value.get("when") not in (None, "..") else None
    return {
        "who": str(value["who"]),
        "when": None if when is None else str(when),
        "basis": None if value.get("basis") is None else str(value["basis"]),
    }
