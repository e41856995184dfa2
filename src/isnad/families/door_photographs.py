"""Photographs in life that came through the door: taken in as every original is, by the house's own intake.

They lie open for that while only in memory (a folder under ``/dev/shm``), which is gone when this returns.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from isnad.intake.actions import Request, take_in
from isnad.words import Label, Unavailable

MEMORY = Path("/dev/shm")  # noqa: S108  memory, in a folder of its owner alone
SOURCE = "families’ door"


def take_photographs(photographs: Sequence[bytes], letter: str, *, by: str) -> list[int]:
    """Takes them in as items of an accession of their letter; returns their entries."""
    if not photographs:
        return []
    if not MEMORY.is_dir():
        raise Unavailable("doorkeeping.no-memory")
    found: list[int | None] = []
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        for number, each in enumerate(photographs, 1):
            (Path(folder) / f"{number}").write_bytes(each)
        request = Request(
            Path(folder), f"door {letter[:16]}", SOURCE, by, label=Label.RESTRICTED, accept_writable=True,
            acknowledged=found.extend,
        )  # fmt: skip
        take_in(request, lambda files, size: lambda done, read: None)
    return [each for each in found if each is not None]
