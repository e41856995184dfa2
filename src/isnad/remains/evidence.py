"""What the grouping knows of a photograph, as plain values: no table, no key, no picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

DETAINEE, BRANCH, EXAMINATION, OTHER, FILE = "detainee", "branch", "examination", "other", "file"
ROLES = (DETAINEE, BRANCH, EXAMINATION, OTHER, FILE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read or typed. ``sure`` is from 0 to 1; ``accepted``: a person stands behind it."""

    role: str
    text: str
    sure: float
    accepted: bool = False
    claim: int = -1


@dataclass(frozen=True, slots=True)
class Photograph:
    """One photograph. ``order`` is its place among those of its accession; ``taken`` a camera's wall clock.

    ``likeness``: 32 bytes of a perceptual hash, None where the picture is flat. ``kept``: the remains that a person
    said it shows; ``not_in``: those that a person said it does not show.
    """

    entry: int
    accession: int
    order: int
    numbers: tuple[Number, ...] = ()
    taken: datetime | None = None
    camera: str | None = None
    likeness: bytes | None = None
    kept: int | None = None
    not_in: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Member:
    """A photograph in a group: how well it fits (per mille) and why, as codes of ``speech/texts/remains.yaml``."""

    entry: int
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Photographs that seem to show one person, in the order of taking, and the numbers on which they agree.

    ``contradicts``: roles in which members bear different numbers that are each well read.
    """

    members: tuple[Member, ...]
    numbers: dict[str, Number]
    contradicts: tuple[str, ...] = ()
    score: int = 0
    kept: int | None = None
