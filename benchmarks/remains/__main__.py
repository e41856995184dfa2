"""``python -m benchmarks.remains [simulated] [EXPORT TRUTH DRIVE]``.

``simulated``: 2,000 invented bodies, no archive, several kinds of trouble; and 50,000 photographs for the time.
With three arguments: an archive's ``remains export --digests`` against the drive's ``truth.jsonl``.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from pathlib import Path

from benchmarks.remains.bcubed import Score, bcubed
from isnad.remains.grouping import group
from isnad.testing.photographs import Faults, Shown, simulated

KINDS = {
    "5 % unreadable, 3 % twice, clock jumps, photographers mixed": Faults(),
    "the same, cameras unknown": Faults(cameras_known=False),
    "the same, no clock on one in ten": Faults(without_clock=0.1),
    "15 % unreadable, 3 % misread and sure": Faults(unreadable=0.15, misread=0.03, hesitant=0.08),
    "a clock jump at every tenth body": Faults(clock_jumps=0.1),
}


def score(shown: list[Shown]) -> tuple[Score, float]:
    """B-cubed of the grouping, and the seconds of processor time it took."""
    began = time.process_time()
    groups = group([each.photograph for each in shown])
    seconds = time.process_time() - began
    found = {member.entry: at for at, each in enumerate(groups) for member in each.members}
    return bcubed(found, {each.photograph.entry: each.body for each in shown}), seconds


def told(name: str, found: Score, seconds: float | None = None) -> None:
    """One line."""
    took = "" if seconds is None else f"  {seconds:.1f} s of processor"
    print(f"F1 {found.f1:.4f}  precision {found.precision:.4f}  recall {found.recall:.4f}  "
          f"{found.photographs} photographs{took}  {name}", flush=True)  # fmt: skip


def of_archive(export: Path, truth: Path, drive: Path) -> Score:
    """An export against the truth of its drive; photographs of no body, and files of no picture, do not count."""
    found = {digest: line["id"] for line in map(json.loads, export.open()) for digest in line["items"]}
    true = {}
    for line in map(json.loads, truth.open(encoding="utf-8")):
        if line["body"] is not None and not line["broken"]:
            path = os.fsencode(drive) + b"/" + os.fsencode(line["file"])
            with open(path, "rb") as file:
                true[hashlib.sha256(file.read()).hexdigest()] = line["body"]
    return bcubed(found, true)


def main(arguments: list[str]) -> None:
    """Runs what was asked for."""
    if len(arguments) == 3:
        told("archive", of_archive(*map(Path, arguments)))
        return
    for name, faults in KINDS.items():
        for seed in (1, 2, 3):
            told(f"{name} (seed {seed})", *score(simulated(2_000, seed, faults)))
    told("50,000 photographs", *score(simulated(12_300, 4)))


if __name__ == "__main__":
    main(sys.argv[1:])
